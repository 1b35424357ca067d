#include "cmd/command.h"

#include "base/i18n.h"

/* The man page, from the tables of commands and options, so that it cannot be stale: mdoc on standard output.
 */
static void escaped(FILE *out, const char *text)
{
    for (const char *c = text; *c; c++) {
        if (*c == '\\') {
            fputs("\\e", out);
        } else if ((*c == '.' || *c == '\'') && c == text) {
            fprintf(out, "\\&%c", *c);
        } else {
            fputc(*c, out);
        }
    }
    fputc('\n', out);
}

static void head(FILE *out)
{
    fputs(".Dd November 22, 2026\n.Dt VELDWERK 1\n.Os\n.Sh NAME\n.Nm veldwerk\n.Nd run a survey from the "
          "first doorbell "
          "to the archived data file\n.Sh SYNOPSIS\n.Nm\n.Op Fl -study Ar FILE\n.Op Ar COMMAND\n.Op options\n"
          ".Sh DESCRIPTION\nWithout a command, on a terminal,\n.Nm\nopens its screens on the study file.\n"
          ".Sh COMMANDS\n.Bl -tag -width Ds\n",
          out);
}

static void tail(FILE *out)
{
    fputs(
        ".Sh ENVIRONMENT\n.Bl -tag -width Ds\n"
        ".It Ev VELDWERK_STUDY\nThe study file, where\n.Fl -study\nis not given.\n"
        ".It Ev VELDWERK_USER\nWho acts, else the login name.\n"
        ".It Ev VELDWERK_UI\nLanguage of the program: nl or en.\n"
        ".It Ev NO_COLOR\nWhen set, no colours.\n.El\n"
        ".Sh EXIT STATUS\n.Bl -tag -width Ds\n.It 0\ngood\n.It 1\nfindings: see the command\n.It 64\nusage\n"
        ".It 65\nbad input data, unknown case, existing target\n.It 74\ninput or output failed\n"
        ".It 78\nthe questionnaire or codebook is broken\n.El\n",
        out);
}

enum exit_code run_manpage(struct run *run)
{
    head(run->out);
    for (const struct command *c = commands; c->name; c++) {
        /* A backslash and & print nothing; without them mdoc takes a bracket or point at the end for punctuation. */
        const char *arguments = tr(c->arguments);
        fprintf(run->out, *arguments ? ".It Cm %s %s\\&\n" : ".It Cm %s%s\n", c->name, arguments);
        escaped(run->out, tr(c->summary));
    }
    fputs(".El\n.Sh OPTIONS\n.Bl -tag -width Ds\n", run->out);
    options_man(run->out);
    fputs(".El\n", run->out);
    tail(run->out);
    return EXIT_GOOD;
}

#include "cmd/command.h"

#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/hash.h"
#include "base/i18n.h"
#include "cmd/beside.h"

const struct command commands[] = {
    {"new", N_("--questionnaire MAP"), N_("maak een studiebestand"), 0, 0, run_new},
    {"sample", N_("BESTAND.csv"), N_("lees de steekproef in"), 1, 1, run_sample},
    {"interview", N_("[ADRES]"), N_("interview: schermen, --plain, --answers of --practice"), 0, 1,
     run_interview},
    {"show", N_("ADRES"), N_("toon een interview"), 1, 1, run_show},
    {"check", N_("[MAP]"), N_("kijk de vragenlijst na"), 0, 1, run_check},
    {"simulate", N_("-n N --seed S"), N_("laat verzonnen respondenten antwoorden"), 0, 0, run_simulate},
    {"print", "", N_("de vragenlijst op papier, per taal en groep"), 0, 0, run_print},
    {"translate", N_("status|export|import [BESTAND.po]"), N_("teksten naar vertalers en terug, per taal"), 0,
     2, run_translate},
    {"frame", N_("import|check|search KADER [...]"), N_("kaders: classificaties en lange lijsten"), 2, 8,
     run_frame},
    {"code",
     N_("[suggest|bench KADER ... | next|decide|undo|redo|differences|settle|double|auto|report|rule VRAAG ... "
        "| import|export BESTAND]"),
     N_("open antwoorden coderen; zonder meer: de schermen"), 0, 8, run_code},
    {"clean", N_("run|fix|missing|okay|back|undo|redo|log|replay|quality ..."),
     N_("opkuisen: regels, voorstellen, verbeteringen met een reden"), 1, 8, run_clean},
    {"diff", N_("OUD NIEUW"), N_("vergelijk twee versies van de vragenlijst"), 2, 2, run_diff},
    {"migrate", N_("--questionnaire MAP [ADRES]"), N_("zet begonnen interviews over op een nieuwe versie"), 0, 1,
     run_migrate},
    {"export", N_("--out MAP"), N_("gegevens en documentatie in één map"), 0, 0, run_bundle},
    {"release", N_("verify MAP"), N_("lees een uitvoer terug en vergelijk sommen en vingerafdrukken"), 2, 2,
     run_release},
    {"verify", "", N_("reken het logboek en alle overzichten na"), 0, 0, run_verify},
    {"log", N_("[ADRES]"), N_("het logboek als JSON-regels"), 0, 1, run_log},
    {"backup", N_("DOEL"), N_("maak een nagekeken kopie"), 1, 1, run_backup},
    {"restore", N_("KOPIE"), N_("zet een kopie terug"), 1, 1, run_restore},
    {"demo", "", N_("maak een oefenstudie met 70 verzonnen adressen"), 0, 0, run_demo},
    {"help", N_("[OPDRACHT]"), N_("deze hulp"), 0, 1, run_help},
    {"version", "", N_("de versie"), 0, 0, run_version},
    {"manpage", "", N_("de handleiding voor man"), 0, 0, run_manpage},
    {"completion", "", N_("woorden voor de shell"), 0, 0, run_completion},
    {NULL, NULL, NULL, 0, 0, NULL},
};

static void command_help(FILE *out, const struct command *c)
{
    fprintf(out, tr("gebruik: veldwerk %s %s"), c->name, tr(c->arguments));
    fprintf(out, "\n%s\n", tr(c->summary));
    options_help(out, c);
}

enum exit_code run_help(struct run *run)
{
    const struct options *o = &run->options;
    for (const struct command *c = commands; o->words_n == 1 && c->name; c++) {
        if (str_is(o->words[0], c->name)) {
            command_help(run->out, c);
            return EXIT_GOOD;
        }
    }
    if (o->words_n == 1) {
        return fail(run, EXIT_USAGE_ERROR, tr("onbekende opdracht '%s'; zie veldwerk help"),
                    arena_copy(run->arena, o->words[0]).ptr);
    }
    fprintf(run->out, "%s\n\n", tr("veldwerk [--study BESTAND] OPDRACHT [opties]"));
    for (const struct command *c = commands; c->name; c++) {
        fprintf(run->out, "  %-12s %-20s %s\n", c->name, tr(c->arguments), tr(c->summary));
    }
    fprintf(run->out, "\n%s\n",
            tr("Zonder opdracht, op een terminal: de schermen. Opties voor elke opdracht:"));
    options_help(run->out, NULL);
    fprintf(run->out, "\n%s\n", tr("'veldwerk help OPDRACHT' toont de opties van die opdracht."));
    return EXIT_GOOD;
}

enum exit_code run_version(struct run *run)
{
    fprintf(run->out, "veldwerk %s\n", VERSION);
    return EXIT_GOOD;
}

enum exit_code run_completion(struct run *run)
{
    for (const struct command *c = commands; c->name; c++) {
        fprintf(run->out, "%s%s", c == commands ? "" : " ", c->name);
    }
    options_complete(run->out);
    fputc('\n', run->out);
    return EXIT_GOOD;
}

static enum exit_code dispatch(struct run *run, const struct command *command)
{
    if (run->options.help) {
        if (command) {
            command_help(run->out, command);
            return EXIT_GOOD;
        }
        return run_help(run);
    }
    if (command) {
        return command->run(run);
    }
    if (isatty(STDIN_FILENO) && isatty(STDOUT_FILENO)) {
        return run_menu(run);
    }
    run_help(run);
    return EXIT_USAGE_ERROR;
}

/* Read before the options are, so that what is wrong with those is said in this language too. */
static struct str language_asked(int argc, char **argv)
{
    const char *variable = getenv("VELDWERK_UI");
    struct str asked = str_from(variable ? variable : "");
    for (int i = 1; i < argc; i++) {
        struct str word = str_from(argv[i]);
        if (str_is(word, "--ui") && i + 1 < argc) {
            asked = str_from(argv[i + 1]);
        } else if (str_starts(word, STR("--ui="))) {
            asked = str_slice(word, strlen("--ui="), word.len);
        }
    }
    return asked;
}

/* In its build folder, at the top of the tree, installed. */
static const char *locale_folder(struct arena *arena)
{
    static const char *const folders[] = {"locale", "build/release/locale", "../share/locale"};
    return beside_program(arena, folders, ARRAY_LEN(folders), "en/LC_MESSAGES/veldwerk.mo");
}

static void interface_language(struct run *run, int argc, char **argv)
{
    const char *language = str_is(language_asked(argc, argv), "en") ? "en" : "nl";
    const char *folder = getenv("VELDWERK_LOCALE");
    i18n_start(language, folder && *folder ? folder : locale_folder(run->arena));
}

int main(int argc, char **argv)
{
    /* Answers and names are nobody else's business. */
    umask(077);
    struct run run = {.arena = arena_new(), .out = stdout, .err = stderr};
    const struct command *command = NULL;
    enum exit_code code = EXIT_USAGE_ERROR;
    interface_language(&run, argc, argv);
    if (!hash_init()) {
        code = fail(&run, EXIT_IO, "%s", tr("libsodium start niet"));
    } else if (options_read(&run, argc, argv, &command)) {
        if (run.options.ui.len && !str_is(run.options.ui, "nl") && !str_is(run.options.ui, "en")) {
            code = fail(&run, EXIT_USAGE_ERROR, "%s", tr("--ui kent alleen nl (Nederlands) en en (Engels)"));
        } else {
            code = dispatch(&run, command);
        }
    }
    if (fflush(stdout) != 0 && code == EXIT_GOOD) {
        code = fail(&run, EXIT_IO, "%s", tr("de uitvoer kon niet weggeschreven worden"));
    }
    arena_free(run.arena);
    return (int)code;
}

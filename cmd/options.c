#include "cmd/command.h"

#include <stddef.h>
#include <stdlib.h>

#include "base/i18n.h"

enum option_kind { OPTION_FLAG, OPTION_TEXT, OPTION_NUMBER };

/* `commands`: names between spaces that take the option; NULL: all do. */
struct option_row {
    const char *name;
    char letter;
    enum option_kind kind;
    size_t offset;
    const char *commands;
    const char *variable; /* of the environment */
    const char *help;
};

#define AT(field) offsetof(struct options, field)
static const struct option_row option_rows[] = {
    {"study", 0, OPTION_TEXT, AT(study), NULL, "VELDWERK_STUDY", N_("het studiebestand")},
    {"user", 0, OPTION_TEXT, AT(user), NULL, "VELDWERK_USER", N_("wie u bent")},
    {"ui", 0, OPTION_TEXT, AT(ui), NULL, "VELDWERK_UI", N_("taal van het programma: nl of en")},
    {"questionnaire", 0, OPTION_TEXT, AT(questionnaire), NULL, NULL, N_("map van de vragenlijst")},
    {"codebook", 0, OPTION_TEXT, AT(codebook), NULL, NULL, N_("map van het codeboek")},
    {"group", 0, OPTION_TEXT, AT(group), NULL, NULL, N_("herkomstgroep")},
    {"lang", 0, OPTION_TEXT, AT(lang), NULL, NULL, N_("taal van het interview")},
    {"seed", 0, OPTION_NUMBER, AT(seed), NULL, NULL, N_("getal waaruit alle toeval volgt")},
    {"json", 0, OPTION_FLAG, AT(json), NULL, NULL, N_("uitvoer als JSON")},
    {"help", 'h', OPTION_FLAG, AT(help), NULL, NULL, N_("deze hulp")},
    {"plain", 0, OPTION_FLAG, AT(plain), " interview ", NULL, N_("regel per regel, zonder schermen")},
    {"answers", 0, OPTION_TEXT, AT(answers), " interview ", NULL, N_("antwoorden uit een CSV-bestand")},
    {"replay", 0, OPTION_FLAG, AT(replay), " interview ", NULL, N_("in de volgorde van het bestand")},
    {"practice", 0, OPTION_FLAG, AT(practice), " interview ", NULL,
     N_("proefinterview, niets wordt bewaard")},
    {"simulated", 0, OPTION_FLAG, AT(simulated), " interview ", NULL,
     N_("een gesimuleerde respondent antwoordt, regel per regel")},
    {"identity", 0, OPTION_FLAG, AT(identity), " show ", NULL, N_("ook naam en adres")},
    {"strict", 0, OPTION_FLAG, AT(strict), " check ", NULL, N_("waarschuwingen tellen mee")},
    {"explain", 0, OPTION_TEXT, AT(explain), " check ", NULL, N_("leg de code van een melding uit")},
    {"witness", 0, OPTION_TEXT, AT(witness), " check diff ", NULL,
     N_("schrijf respondenten die alles bereiken in een map")},
    {"lock", 0, OPTION_FLAG, AT(lock), " check ", NULL, N_("schrijf nieuwe namen en codes in ids.lock")},
    {"count", 'n', OPTION_NUMBER, AT(count), " simulate demo code ", NULL, N_("aantal")},
    {"dont-know", 0, OPTION_NUMBER, AT(dont_know), " simulate ", NULL, N_("promille weet niet")},
    {"refused", 0, OPTION_NUMBER, AT(refused), " simulate ", NULL, N_("promille weigert")},
    {"profile", 0, OPTION_TEXT, AT(profile), " simulate export ", NULL,
     N_("profiel (YAML): wie er antwoordt (of uniform), of wat naar buiten mag")},
    {"key", 0, OPTION_TEXT, AT(key), " export ", NULL, N_("bestand met de sleutel van de schuilnamen")},
    {"truth", 0, OPTION_TEXT, AT(truth), " simulate ", NULL,
     N_("schrijf de ingeplante fouten in een CSV-bestand")},
    {"cover", 0, OPTION_TEXT, AT(cover), " simulate ", NULL,
     N_("schrijf in een nieuwe map enkele respondenten die samen alles bereiken")},
    {"errors", 0, OPTION_NUMBER, AT(errors), " simulate ", NULL,
     N_("fouten in procent van wat het profiel zegt (100; 0: geen)")},
    {"html", 0, OPTION_FLAG, AT(html), " print ", NULL, N_("als HTML, om af te drukken")},
    {"cards", 0, OPTION_FLAG, AT(cards), " print ", NULL, N_("de toonkaarten")},
    {"out", 0, OPTION_TEXT, AT(out), " print export ", NULL, N_("het bestand of de map die geschreven wordt")},
    {"layer", 0, OPTION_TEXT, AT(layer), " export ", NULL, N_("raw, coded of clean (clean)")},
    {"release", 0, OPTION_TEXT, AT(release), " export ", NULL, N_("de versie van de gegevens: 1.0.0")},
    {"description", 0, OPTION_TEXT, AT(description), " export ", NULL,
     N_("beschrijving van de studie (YAML); anders codebook/ID/study.yaml")},
    {"check", 0, OPTION_FLAG, AT(check), " export ", NULL, N_("zeg alleen wat niet past, schrijf niets")},
    {"replace", 0, OPTION_FLAG, AT(replace), " backup export code ", NULL, N_("vervang het bestaande doel")},
    {"always", 0, OPTION_FLAG, AT(always), " backup ", NULL, N_("voortaan na elk afgewerkt interview")},
    {"dry-run", 0, OPTION_FLAG, AT(dry_run), " migrate code ", NULL, N_("zeg wat er zou gebeuren, bewaar niets")},
    {"finished", 0, OPTION_FLAG, AT(finished), " migrate ", NULL, N_("ook afgewerkte interviews")},
    {"set", 0, OPTION_TEXT, AT(set), " clean ", NULL, N_("VARIABELE=WAARDE, of VARIABELE:RIJ=WAARDE")},
    {"reason", 0, OPTION_TEXT, AT(reason), " code clean ", NULL, N_("de reden of nota erbij")},
    {"target", 0, OPTION_TEXT, AT(target), " code ", NULL, N_("vanzelf coderen: welk deel juist moet zijn (0,95)")},
    {"only", 0, OPTION_TEXT, AT(only), " code ", NULL, N_("alleen het antwoord van dit adres (ADRES of ADRES:RIJ)")},
    {"again", 0, OPTION_FLAG, AT(again), " code ", NULL, N_("ook wat al een code heeft")},
    {"glyphs", 0, OPTION_TEXT, AT(glyphs), " interview ", "VELDWERK_GLYPHS",
     N_("tekens: 0 ASCII, 1 console, 2 alles")},
    {"contrast", 0, OPTION_TEXT, AT(contrast), " interview ", "VELDWERK_CONTRAST", N_("high: hoog contrast")},
    {"screen-reader", 0, OPTION_FLAG, AT(screen_reader), " interview ", NULL, N_("voor een schermlezer")},
    {"escdelay", 0, OPTION_NUMBER, AT(escdelay), " interview ", NULL, N_("wachttijd na Esc in ms (25)")},
};

/* The screens open without a command too, with the options of `interview`. */
static bool takes(const struct option_row *row, const struct command *command)
{
    return !row->commands || strstr(row->commands, command ? command->name : "interview") != NULL;
}

static const struct option_row *option_find(struct str name)
{
    for (size_t i = 0; i < ARRAY_LEN(option_rows); i++) {
        const struct option_row *row = &option_rows[i];
        if (str_is(name, row->name) || (name.len == 1 && name.ptr[0] == row->letter)) {
            return row;
        }
    }
    return NULL;
}

static bool option_set(struct run *run, const struct option_row *row, struct str value)
{
    char *field = (char *)&run->options + row->offset;
    switch (row->kind) {
    case OPTION_FLAG:
        *(bool *)(void *)field = true;
        return true;
    case OPTION_TEXT:
        *(struct str *)(void *)field = value;
        return true;
    case OPTION_NUMBER:
        if (str_to_int64(value, (int64_t *)(void *)field)) {
            run->options.has_seed |= row->offset == AT(seed);
            return true;
        }
    }
    fail(run, EXIT_USAGE_ERROR, tr("--%s wil een geheel getal, niet '%.*s'"), row->name, STR_ARG(value));
    return false;
}

static void options_from_environment(struct run *run)
{
    for (size_t i = 0; i < ARRAY_LEN(option_rows); i++) {
        const struct option_row *row = &option_rows[i];
        const char *value = row->variable ? getenv(row->variable) : NULL;
        if (value && *value) {
            option_set(run, row, str_from(value));
        }
    }
    const char *login = getenv("LOGNAME");
    login = login && *login ? login : getenv("USER");
    if (!run->options.user.len) {
        run->options.user = login && *login ? str_from(login) : STR("onbekend");
    }
}

/* One option at argv[*at], which moves to the last argument it used. */
static bool option_take(struct run *run, int argc, char **argv, int *at)
{
    struct str name = str_from(argv[*at]);
    name = str_slice(name, str_starts(name, STR("--")) ? 2 : 1, name.len);
    size_t equals = str_find_char(name, '=', 0);
    struct str value = str_slice(name, equals + 1, name.len);
    bool attached = equals < name.len;
    name = str_slice(name, 0, equals);
    const struct option_row *row = option_find(name);
    if (!row) {
        fail(run, EXIT_USAGE_ERROR, tr("onbekende optie '%s'; zie veldwerk help"), argv[*at]);
        return false;
    }
    if (row->kind == OPTION_FLAG) {
        return option_set(run, row, value);
    }
    if (!attached) {
        if (*at + 1 >= argc) {
            fail(run, EXIT_USAGE_ERROR, tr("--%s wil een waarde"), row->name);
            return false;
        }
        value = str_from(argv[++*at]);
    }
    return option_set(run, row, value);
}

static const struct command *command_find(struct str name)
{
    for (const struct command *c = commands; c->name; c++) {
        if (str_is(name, c->name)) {
            return c;
        }
    }
    return NULL;
}

static bool word_take(struct run *run, const char *word, const struct command **command)
{
    if (!*command) {
        *command = command_find(str_from(word));
        if (!*command) {
            fail(run, EXIT_USAGE_ERROR, tr("onbekende opdracht '%s'; zie veldwerk help"), word);
        }
        return *command != NULL;
    }
    if (run->options.words_n == ARRAY_LEN(run->options.words)) {
        fail(run, EXIT_USAGE_ERROR, "%s", tr("te veel argumenten"));
        return false;
    }
    run->options.words[run->options.words_n++] = str_from(word);
    return true;
}

/* Options that were given but that this command does not know: better said than ignored. */
static bool options_fit(struct run *run, int argc, char **argv, const struct command *command)
{
    for (int i = 1; i < argc && strcmp(argv[i], "--") != 0; i++) {
        struct str name = str_from(argv[i]);
        if (name.len < 2 || name.ptr[0] != '-') {
            continue;
        }
        name = str_slice(name, name.ptr[1] == '-' ? 2 : 1, name.len);
        const struct option_row *row = option_find(str_slice(name, 0, str_find_char(name, '=', 0)));
        if (row && !takes(row, command)) {
            fail(run, EXIT_USAGE_ERROR, tr("'%s' kent de optie --%s niet"),
                 command ? command->name : "veldwerk", row->name);
            return false;
        }
    }
    return true;
}

bool options_read(struct run *run, int argc, char **argv, const struct command **command)
{
    *command = NULL;
    run->options.count = -1;
    run->options.dont_know = run->options.refused = run->options.errors = -1;
    run->options.escdelay = 25;
    options_from_environment(run);
    bool only_words = false;
    for (int i = 1; i < argc; i++) {
        bool option = !only_words && argv[i][0] == '-' && argv[i][1] != '\0';
        if (option && strcmp(argv[i], "--") == 0) {
            only_words = true;
        } else if (!(option ? option_take(run, argc, argv, &i) : word_take(run, argv[i], command))) {
            return false;
        }
    }
    if (!options_fit(run, argc, argv, *command)) {
        return false;
    }
    if (*command && !run->options.help &&
        (run->options.words_n < (*command)->words_min || run->options.words_n > (*command)->words_max)) {
        fail(run, EXIT_USAGE_ERROR, tr("gebruik: veldwerk %s %s"), (*command)->name,
             tr((*command)->arguments));
        return false;
    }
    return true;
}

void options_help(FILE *out, const struct command *command)
{
    for (size_t i = 0; i < ARRAY_LEN(option_rows); i++) {
        const struct option_row *row = &option_rows[i];
        bool own = row->commands != NULL;
        if (own == (command != NULL) && takes(row, command)) {
            fprintf(out, "  --%-14s %s\n", row->name, tr(row->help));
        }
    }
}

void options_man(FILE *out)
{
    for (size_t i = 0; i < ARRAY_LEN(option_rows); i++) {
        const struct option_row *row = &option_rows[i];
        static const char *const values[] = {
            [OPTION_FLAG] = "", [OPTION_TEXT] = " Ar TEXT", [OPTION_NUMBER] = " Ar N"};
        fputs(".It ", out);
        if (row->letter) {
            fprintf(out, "Fl %c%s , ", row->letter, values[row->kind]);
        }
        fprintf(out, "Fl -%s%s\n%s\n", row->name, values[row->kind], tr(row->help));
        /* " simulate demo "; on a line of its own, for mdoc wants short ones. */
        struct str takers = str_trim(str_from(row->commands ? row->commands : ""));
        fprintf(out, takers.len ? "(%.*s)\n" : "%.*s", STR_ARG(takers));
    }
}

void options_complete(FILE *out)
{
    for (size_t i = 0; i < ARRAY_LEN(option_rows); i++) {
        fprintf(out, " --%s", option_rows[i].name);
    }
}

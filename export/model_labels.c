#include "export/model_priv.h"

#include <stdlib.h>

#include "base/utf8.h"

/* Value labels as shared sets, and the short labels of columns. */

/* What the export says itself, as words of the data: in the language of the column, not of the interface. */
static const char *const own_words[][3] = {
    [WORD_YEAR] = {"jaar", "year", "année"},
    [WORD_MONTH] = {"maand", "month", "mois"},
    [WORD_WHY_EMPTY] = {"waarom leeg", "why empty", "pourquoi vide"},
    [WORD_CODE] = {"code", "code", "code"},
    [WORD_CHOSEN] = {"genoemd", "mentioned", "cité"},
    [WORD_NOT_CHOSEN] = {"niet genoemd", "not mentioned", "non cité"},
    [WORD_YES] = {"ja", "yes", "oui"},
    [WORD_NO] = {"neen", "no", "non"},
    [WORD_FILLED] = {"ingevuld", "filled in", "rempli"},
    [WORD_NO_DAY] = {"zonder dag", "without day", "sans jour"},
    [WORD_NO_MONTH] = {"alleen het jaar", "year only", "année seulement"},
    [WORD_CASE_ID] = {"adres", "case", "adresse"},
    [WORD_CASE_MODE] = {"wijze van ondervragen", "mode of interview", "mode d'interview"},
    [WORD_CASE_STATUS] = {"toestand van het interview", "state of the interview", "état de l'interview"},
    [WORD_CASE_OUTCOME] = {"uitkomst bij stopzetting", "outcome where stopped", "résultat en cas d'arrêt"},
    [WORD_CASE_VERSION] = {"versie van de vragenlijst", "version of the questionnaire",
                           "version du questionnaire"},
    [WORD_CASE_START] = {"dag van het begin", "day of the beginning", "jour du début"},
    [WORD_GROUP] = {"herkomstgroep van de steekproef", "origin group of the sample",
                    "groupe d'origine de l'échantillon"},
    [WORD_LANGUAGE] = {"taal van het interview", "language of the interview", "langue de l'interview"},
    [WORD_SEX] = {"geslacht volgens het register", "sex in the register", "sexe selon le registre"},
    [WORD_BIRTH] = {"geboortedatum volgens het register", "date of birth in the register",
                    "date de naissance selon le registre"},
    [WORD_GENERATION] = {"generatie volgens de steekproef", "generation in the sample",
                         "génération selon l'échantillon"},
    [WORD_CONTACT_LANGUAGE] = {"taal volgens het register", "language in the register",
                               "langue selon le registre"},
    [WORD_MUNICIPALITY] = {"gemeente volgens het register (NIS)", "municipality in the register (NIS)",
                           "commune selon le registre (INS)"},
    [WORD_MAN] = {"man", "man", "homme"},
    [WORD_WOMAN] = {"vrouw", "woman", "femme"},
    [WORD_X] = {"X", "X", "X"},
    [WORD_CASE_END] = {"dag van de laatste handeling", "day of the last act", "jour du dernier acte"},
};
_Static_assert(ARRAY_LEN(own_words) == COLUMN_WORDS, "every word is there");

struct words column_words(const struct model *model, enum column_word word)
{
    struct words words = {0};
    const struct codebook *book = model->newest->codebook;
    for (unsigned k = 0; k < book->languages_n; k++) {
        struct str id = book->languages[k].id;
        words.in[k] = str_from(own_words[word][str_is(id, "nl") ? 0 : str_is(id, "fr") ? 2 : 1]);
    }
    return words;
}

/* ---- sets ---- */

static void set_add(struct builder *b, struct label_set *set)
{
    for (size_t i = 0; i < b->sets_n; i++) {
        if (str_equal(b->sets[i]->name, set->name)) {
            set->name = arena_format(b->arena, "%.*s_", STR_ARG(set->name));
            i = SIZE_MAX;
        }
    }
    if (b->sets_n == b->sets_cap) {
        b->sets_cap = b->sets_cap ? 2 * b->sets_cap : 64;
        struct label_set **grown = ARENA_ARRAY(b->arena, b->sets_cap, struct label_set *);
        if (b->sets_n) {
            memcpy(grown, b->sets, b->sets_n * sizeof *grown);
        }
        b->sets = grown;
    }
    set->index = (uint32_t)b->sets_n;
    b->sets[b->sets_n++] = set;
}

const struct label_set *labels_own(struct builder *b, const char *name, const struct value_label *labels,
                                   size_t n)
{
    struct label_set *set = ARENA_NEW(b->arena, struct label_set);
    struct value_label *copy = ARENA_ARRAY(b->arena, n, struct value_label);
    for (size_t i = 0; i < n; i++) {
        copy[i] = labels[i];
        copy[i].code = arena_format(b->arena, "%lld", (long long)labels[i].number);
    }
    *set = (struct label_set){.name = str_from(name), .labels = copy, .n = n};
    set_add(b, set);
    return set;
}

static int by_number(const void *a, const void *b)
{
    const struct value_label *x = a;
    const struct value_label *y = b;
    return (x->number > y->number) - (x->number < y->number);
}

/* Lists that no text file words: the languages, by their own names, and sex. Others show the code. */
static void label_bare(const struct model *m, struct value_label *label, struct str list)
{
    const struct codebook *book = m->newest->codebook;
    int language = questionnaire_language(m->newest, label->code);
    if (model_words(m, &label->label, m->language).len) {
        return;
    }
    if (str_is(list, "frame_sex")) {
        label->label = column_words(m, str_is(label->code, "m")   ? WORD_MAN
                                       : str_is(label->code, "f") ? WORD_WOMAN
                                                                  : WORD_X);
    } else {
        bool is_language = str_is(list, "language") && language >= 0;
        label->label.in[book->source_language] =
            is_language && book->languages[language].name.len ? book->languages[language].name : label->code;
    }
}

const struct label_set *labels_of_list(struct builder *b, struct merged_list *list)
{
    if (list->labels) {
        return list->labels;
    }
    struct label_set *set = ARENA_NEW(b->arena, struct label_set);
    struct value_label *labels = ARENA_ARRAY(b->arena, list->n, struct value_label);
    for (size_t i = 0; i < list->n; i++) {
        labels[i] = (struct value_label){
            .number = list->options[i]->number, .code = list->options[i]->code, .label = list->words[i]};
        label_bare(b->model, &labels[i], list->id);
    }
    if (list->numeric && list->n) {
        qsort(labels, list->n, sizeof *labels, by_number);
    }
    *set = (struct label_set){.name = list->id, .text = !list->numeric, .labels = labels, .n = list->n};
    set_add(b, set);
    list->labels = set;
    return set;
}

void labels_builtin(struct builder *b)
{
    const struct model *m = b->model;
    const struct value_label chosen[] = {{.number = 0, .label = column_words(m, WORD_NOT_CHOSEN)},
                                         {.number = 1, .label = column_words(m, WORD_CHOSEN)}};
    const struct value_label truth[] = {{.number = 0, .label = column_words(m, WORD_NO)},
                                        {.number = 1, .label = column_words(m, WORD_YES)}};
    const struct value_label completeness[] = {
        {.number = 0, .label = column_words(m, WORD_FILLED)},
        {.number = COMPLETENESS_MONTH, .label = column_words(m, WORD_NO_DAY)},
        {.number = COMPLETENESS_YEAR, .label = column_words(m, WORD_NO_MONTH)}};
    b->chosen = labels_own(b, "mentioned_01", chosen, ARRAY_LEN(chosen));
    b->truth = labels_own(b, "yes_no_01", truth, ARRAY_LEN(truth));
    b->completeness = labels_own(b, "why_empty", completeness, ARRAY_LEN(completeness));
}

/* ---- columns ---- */

/* The longest beginning that ends between two characters as people see them. */
static struct str clip(struct str text, size_t characters, size_t bytes)
{
    size_t at = 0;
    size_t good = 0;
    struct str cluster;
    while (utf8_next_cluster(text, &at, &cluster)) {
        if (at > bytes || utf8_count(str_slice(text, 0, at)) > characters) {
            break;
        }
        good = at;
    }
    return str_trim(str_slice(text, 0, good));
}

static bool fits(struct str text)
{
    return text.len <= LABEL_BYTES && utf8_count(text) <= LABEL_CHARACTERS;
}

#define ELLIPSIS "…"

/* "base: special", on one line; where it is too long the base is cut, so that what differs stays. */
static struct str label_join(struct arena *arena, struct str base, struct str special, bool *cut)
{
    struct str whole = special.len ? arena_format(arena, "%.*s: %.*s", STR_ARG(base), STR_ARG(special))
                                   : arena_copy(arena, base);
    *cut = !fits(whole);
    if (!*cut) {
        return whole;
    }
    struct str tail = special.len ? clip(special, 50, 150) : STR_EMPTY;
    const char *more = tail.len < special.len ? ELLIPSIS : "";
    size_t characters = LABEL_CHARACTERS - utf8_count(tail) - 4;
    size_t bytes = LABEL_BYTES - tail.len - 2 * sizeof ELLIPSIS;
    struct str head = clip(base, characters, bytes);
    const char *dots = head.len < base.len ? ELLIPSIS : "";
    return tail.len ? arena_format(arena, "%.*s%s: %.*s%s", STR_ARG(head), dots, STR_ARG(tail), more)
                    : arena_format(arena, "%.*s%s", STR_ARG(head), dots);
}

void label_column(const struct model *model, struct column *column, const struct words *base,
                  const struct words *special)
{
    for (unsigned k = 0; k < model->newest->codebook->languages_n; k++) {
        struct str tail = special ? model_words(model, special, k) : STR_EMPTY;
        /* A language that lacks the label shows the source's, as everywhere. */
        struct str head = model_words(model, base, k);
        if (column->row) {
            head = arena_format(model->arena, "%.*s [%u]", STR_ARG(head), column->row);
        }
        bool cut = false;
        column->label.in[k] = label_join(model->arena, head, tail, &cut);
        column->shortened |= cut ? 1u << k : 0;
    }
}

#include "export/study_card.h"

#include "base/date.h"
#include "codebook/define.h"

/* Reading the description of a study. */

static const char *const field_names[CARD_FIELDS] = {
    [CARD_TITLE] = "title",         [CARD_ABSTRACT] = "abstract",
    [CARD_SERIES] = "series",       [CARD_GEOGRAPHY] = "geography",
    [CARD_UNIVERSE] = "universe",   [CARD_SAMPLING] = "sampling",
    [CARD_WEIGHTING] = "weighting", [CARD_CLEANING] = "cleaning",
    [CARD_ACCESS] = "access",       [CARD_CONFIDENTIALITY] = "confidentiality",
    [CARD_CITATION] = "citation",
};
static const char *const list_names[CARD_LISTS] = {
    [CARD_AUTHORS] = "authors",
    [CARD_PRODUCERS] = "producers",
    [CARD_FUNDERS] = "funders",
    [CARD_COLLECTORS] = "collectors",
    [CARD_DISTRIBUTORS] = "distributors",
    [CARD_NATIONS] = "nations",
    [CARD_KEYWORDS] = "keywords",
    [CARD_TOPICS] = "topics",
    [CARD_UNITS] = "units",
    [CARD_TIME_METHODS] = "time_methods",
    [CARD_MODES] = "modes",
};

/* The key whose value is being read: definition_map has entered it. */
static struct str present_key(const struct definition *def)
{
    return def->path[def->depth - 1];
}

static size_t index_of(struct str name, const char *const *names, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (str_is(name, names[i])) {
            return i;
        }
    }
    return n;
}

/* One text for all languages, or a map of languages. */
static bool read_words(struct definition *def, const struct node *node, struct card_words *words)
{
    bool map = node->kind == NODE_MAP;
    size_t n = map ? node->n : 1;
    struct card_text *in = ARENA_ARRAY(def->arena, n, struct card_text);
    bool good = map || definition_is(def, node, NODE_SCALAR);
    for (size_t i = 0; good && i < n; i++) {
        in[i].language = map ? node->keys[i]->text : STR_EMPTY;
        good = definition_text(def, map ? node->items[i] : node, &in[i].text);
        if (map && (in[i].language.len < 2 || in[i].language.len > 3)) {
            good = definition_error(def, "D001", node->keys[i], "'%.*s' is not a language such as nl or en",
                                    STR_ARG(in[i].language));
        }
    }
    *words = (struct card_words){in, good ? n : 0};
    return good;
}

static bool read_field(struct definition *def, void *context, const struct node *node)
{
    struct study_card *card = context;
    size_t field = index_of(present_key(def), field_names, CARD_FIELDS);
    return read_words(def, node, &card->fields[field]);
}

/* ---- lists -------------------------------------------------------------------------------------- */

static bool read_entry_words(struct definition *def, void *context, const struct node *node)
{
    return read_words(def, node, &((struct card_entry *)context)->words);
}

static bool read_entry_text(struct definition *def, void *context, const struct node *node)
{
    struct card_entry *entry = context;
    struct str key = present_key(def);
    struct str *to = str_is(key, "code")           ? &entry->code
                     : str_is(key, "affiliation")  ? &entry->affiliation
                     : str_is(key, "abbreviation") ? &entry->abbreviation
                     : str_is(key, "uri")          ? &entry->uri
                     : str_is(key, "vocabulary")   ? &entry->vocabulary
                                                   : &entry->vocabulary_uri;
    return definition_text(def, node, to);
}

static bool read_entry(struct definition *def, const struct node *node, struct card_entry *entry)
{
    static const struct definition_key keys[] = {
        {"name", read_entry_words},          {"code", read_entry_text}, {"affiliation", read_entry_text},
        {"abbreviation", read_entry_text},   {"uri", read_entry_text},  {"vocabulary", read_entry_text},
        {"vocabulary_uri", read_entry_text},
    };
    if (node->kind == NODE_SCALAR) {
        return read_words(def, node, &entry->words);
    }
    if (!definition_map(def, node, keys, ARRAY_LEN(keys), entry)) {
        return false;
    }
    return entry->words.n || definition_error(def, "D002", node, "this has no name");
}

static bool read_list(struct definition *def, void *context, const struct node *node)
{
    struct study_card *card = context;
    size_t list = index_of(present_key(def), list_names, CARD_LISTS);
    if (!definition_is(def, node, NODE_LIST)) {
        return false;
    }
    struct card_entry *items = ARENA_ARRAY(def->arena, node->n, struct card_entry);
    bool good = true;
    for (size_t i = 0; i < node->n; i++) {
        good &= read_entry(def, node->items[i], &items[i]);
    }
    card->lists[list].items = items;
    card->lists[list].n = node->n;
    return good;
}

/* ---- the rest ----------------------------------------------------------------------------------- */

static bool read_text(struct definition *def, void *context, const struct node *node)
{
    struct study_card *card = context;
    struct str key = present_key(def);
    struct str *to = str_is(key, "agency")    ? &card->agency
                     : str_is(key, "id")      ? &card->id
                     : str_is(key, "uri")     ? &card->uri
                     : str_is(key, "license") ? &card->license
                                              : &card->license_uri;
    return definition_text(def, node, to);
}

static bool read_date(struct definition *def, void *context, const struct node *node)
{
    struct study_card *card = context;
    struct str *to = str_is(present_key(def), "start") ? &card->start : &card->end;
    struct date date;
    if (!definition_text(def, node, to)) {
        return false;
    }
    return date_parse_iso(*to, &date) ||
           definition_error(def, "D003", node, "'%.*s' is not a date: YYYY, YYYY-MM or YYYY-MM-DD",
                            STR_ARG(*to));
}

static bool read_fieldwork(struct definition *def, void *context, const struct node *node)
{
    static const struct definition_key keys[] = {{"start", read_date}, {"end", read_date}};
    return definition_map(def, node, keys, ARRAY_LEN(keys), context);
}

/* What the catalogue of the European archives demands. */
static void warn_of_missing(struct definition *def, const struct study_card *card, const struct node *root)
{
    const struct {
        const char *key;
        bool told;
    } demanded[] = {
        {"title", card->fields[CARD_TITLE].n > 0},
        {"id", card->id.len > 0},
        {"agency", card->agency.len > 0},
        {"uri", card->uri.len > 0},
        {"abstract", card->fields[CARD_ABSTRACT].n > 0},
        {"distributors", card->lists[CARD_DISTRIBUTORS].n > 0},
    };
    for (size_t i = 0; i < ARRAY_LEN(demanded); i++) {
        if (!demanded[i].told) {
            definition_warning(def, "D004", root, "'%s' is not told, and archives demand it",
                               demanded[i].key);
        }
    }
}

static bool read_card(struct definition *def, const struct node *root, struct study_card *card)
{
    enum { OTHERS = 6 };
    struct definition_key keys[CARD_FIELDS + CARD_LISTS + OTHERS] = {
        {"agency", read_text},  {"id", read_text},          {"uri", read_text},
        {"license", read_text}, {"license_uri", read_text}, {"fieldwork", read_fieldwork},
    };
    for (size_t i = 0; i < CARD_FIELDS; i++) {
        keys[OTHERS + i] = (struct definition_key){field_names[i], read_field};
    }
    for (size_t i = 0; i < CARD_LISTS; i++) {
        keys[OTHERS + CARD_FIELDS + i] = (struct definition_key){list_names[i], read_list};
    }
    return definition_map(def, root, keys, ARRAY_LEN(keys), card);
}

const struct study_card *study_card_load(struct arena *arena, struct diags *diags,
                                         const struct library *library, struct str path)
{
    struct definition def = {.arena = arena, .diags = diags, .library = library};
    struct document document;
    if (!definition_open(&def, path, NEED_FILE, NULL, &document)) {
        return NULL;
    }
    def.source = document.source;
    struct study_card *card = ARENA_NEW(arena, struct study_card);
    if (!read_card(&def, document.root, card)) {
        return NULL;
    }
    warn_of_missing(&def, card, document.root);
    return card;
}

struct str card_words_in(const struct card_words *words, struct str language)
{
    for (size_t i = 0; i < words->n; i++) {
        if (str_equal(words->in[i].language, language)) {
            return words->in[i].text;
        }
    }
    return words->n ? words->in[0].text : STR_EMPTY;
}

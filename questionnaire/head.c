#include "questionnaire/load_priv.h"

#include "base/file.h"

/* questionnaire.yaml, and who is who: languages, groups, the codebook. */

struct head {
    struct loader *l;
    const struct node *id;
    const struct node *version;
    const struct node *codebook;
    const struct node *source_language;
    const struct node *languages;
    const struct node *groups;
    const struct node *allow;
    const struct node *include;
    const struct node *fills;
    const struct node *items;
    const struct node *checks;
};

/* One row per key: where its node is kept. */
static const struct {
    const char *name;
    size_t at;
    const char *why; /* what an absent obligatory one would have told; NULL: may be absent */
} keys[] = {
    {"questionnaire", offsetof(struct head, id), "the questionnaire's name"},
    {"version", offsetof(struct head, version), "the version, such as 2026.1.0"},
    {"codebook", offsetof(struct head, codebook), "the folder of the answer lists"},
    {"source_language", offsetof(struct head, source_language),
     "the language the others are translated from"},
    {"languages", offsetof(struct head, languages), "all languages of the interview"},
    {"groups", offsetof(struct head, groups), NULL},
    {"allow", offsetof(struct head, allow), NULL},
    {"include", offsetof(struct head, include), NULL},
    {"fills", offsetof(struct head, fills), NULL},
    {"items", offsetof(struct head, items), NULL},
    {"checks", offsetof(struct head, checks), NULL},
};

static const struct node **head_node(struct head *head, size_t key)
{
    return (const struct node **)(void *)((char *)head + keys[key].at);
}

static bool sort_keys(struct head *head, const struct node *root)
{
    struct definition *def = &head->l->def;
    struct str names[ARRAY_LEN(keys)];
    for (size_t i = 0; i < ARRAY_LEN(keys); i++) {
        names[i] = str_from(keys[i].name);
    }
    if (!definition_is(def, root, NODE_MAP)) {
        return false;
    }
    for (size_t i = 0; i < root->n; i++) {
        size_t k = 0;
        while (k < ARRAY_LEN(keys) && !str_equal(root->keys[i]->text, names[k])) {
            k++;
        }
        if (k < ARRAY_LEN(keys)) {
            *head_node(head, k) = root->items[i];
        } else {
            definition_error(def, "E102", root->keys[i], "there is no key '%.*s' here",
                             STR_ARG(root->keys[i]->text));
            diag_suggest(def->diags, root->keys[i]->text, names, ARRAY_LEN(keys));
        }
    }
    for (size_t k = 0; k < ARRAY_LEN(keys); k++) {
        if (keys[k].why && !*head_node(head, k)) {
            definition_error(def, "E109", root, "the key '%s' is missing: %s", keys[k].name, keys[k].why);
        }
    }
    return true;
}

bool is_language_id(struct str id)
{
    bool good = id.len == 2 || id.len == 3;
    for (size_t i = 0; i < id.len; i++) {
        good = good && id.ptr[i] >= 'a' && id.ptr[i] <= 'z';
    }
    return good;
}

/* ISO 15924 scripts that run from right to left: the languages written in them. */
static bool runs_to_left(struct str id)
{
    static const char *const ids[] = {"ar",  "he",  "fa", "ur", "ps", "ckb", "yi",
                                      "syc", "arc", "dv", "ug", "sd", "ary"};
    for (size_t i = 0; i < ARRAY_LEN(ids); i++) {
        if (str_is(id, ids[i])) {
            return true;
        }
    }
    return false;
}

static void read_languages(struct head *head)
{
    struct loader *l = head->l;
    if (!head->languages || !definition_is(&l->def, head->languages, NODE_LIST)) {
        return;
    }
    for (size_t i = 0; i < head->languages->n; i++) {
        const struct node *node = head->languages->items[i];
        struct str id;
        if (!definition_text(&l->def, node, &id)) {
            continue;
        }
        bool twice = false;
        for (unsigned k = 0; k < l->languages_n; k++) {
            twice = twice || str_equal(l->languages[k].id, id);
        }
        if (!is_language_id(id)) {
            definition_error(&l->def, "E112", node, "'%.*s' is not a language: two or three small letters",
                             STR_ARG(id));
        } else if (twice) {
            definition_error(&l->def, "E106", node, "the language '%.*s' stands here already", STR_ARG(id));
        } else if (l->languages_n == LANGUAGES_MAX) {
            definition_error(&l->def, "E111", node, "there are more than %d languages", LANGUAGES_MAX);
            return;
        } else {
            l->languages[l->languages_n++] = (struct language){id, id, runs_to_left(id)};
        }
    }
    if (!l->languages_n) {
        definition_error(&l->def, "E109", head->languages, "there is no language");
    }
}

static void read_source_language(struct head *head)
{
    struct loader *l = head->l;
    struct str id;
    if (!head->source_language || !definition_text(&l->def, head->source_language, &id)) {
        return;
    }
    struct str ids[LANGUAGES_MAX];
    for (unsigned i = 0; i < l->languages_n; i++) {
        ids[i] = l->languages[i].id;
        if (str_equal(ids[i], id)) {
            l->source_language = i;
            return;
        }
    }
    definition_error(&l->def, "E112", head->source_language, "'%.*s' is not among the languages",
                     STR_ARG(id));
    diag_suggest(l->def.diags, id, ids, l->languages_n);
}

static void read_groups(struct head *head)
{
    struct loader *l = head->l;
    if (!head->groups || !definition_is(&l->def, head->groups, NODE_LIST)) {
        return;
    }
    for (size_t i = 0; i < head->groups->n; i++) {
        const struct node *node = head->groups->items[i];
        struct str id;
        if (!definition_id(&l->def, node, ID_LONGEST, &id)) {
            continue;
        }
        if (questionnaire_group(l->q, id) >= 0) {
            definition_error(&l->def, "E106", node, "the group '%.*s' stands here already", STR_ARG(id));
        } else if (l->q->groups_n == GROUPS_MAX) {
            definition_error(&l->def, "E111", node, "there are more than %d groups", GROUPS_MAX);
            return;
        } else {
            l->q->groups[l->q->groups_n++] = id;
        }
    }
}

/* Only whole folders below `codebook/`: that is what the library looks for in three places. */
static struct str codebook_folder(struct head *head)
{
    struct definition *def = &head->l->def;
    struct str path;
    if (!head->codebook || !definition_path(def, head->codebook, &path)) {
        return STR_EMPTY;
    }
    bool below = str_starts(path, STR("codebook/")) && path.len > 9 &&
                 str_find_char(path, '/', 9) == path.len && !str_is(path, "codebook/frames");
    if (!below) {
        definition_error(def, "E115", head->codebook, "'%.*s' is not a codebook: write codebook/NAME",
                         STR_ARG(path));
        return STR_EMPTY;
    }
    return path;
}

static bool take_name(struct language *language, const struct node *root)
{
    const struct node *name = root ? node_get(root, "name") : NULL;
    bool good = name && name->kind == NODE_SCALAR && name->text.len;
    if (good) {
        language->name = name->text;
    }
    return good;
}

/* Words to be read later begin behind the name of their language; a file in which they do not is read now. */
static bool leave_unread(struct loader *l, unsigned language)
{
    bool whole = true;
    const struct source *source = l->texts[language].source;
    const struct node *top = node_load_head(l->arena, l->def.diags, source, &whole);
    bool later = !whole && take_name(&l->languages[language], top);
    l->unread |= later ? 1u << language : 0;
    return later;
}

/* The text files are opened before the codebook because the languages' names stand in them. */
static void open_texts(struct head *head)
{
    struct loader *l = head->l;
    for (unsigned i = 0; i < l->languages_n; i++) {
        struct str path = loader_path(l, "text/", l->languages[i].id, ".yaml");
        struct document *text = &l->texts[i];
        bool must = i == l->source_language;
        size_t errors = l->def.diags->errors;
        text->source = definition_source(&l->def, path, must ? NEED_FILE : NEED_NOT, head->languages);
        if (text->source && !must && l->later && leave_unread(l, i)) {
            continue;
        }
        text->root = text->source ? node_load(l->arena, l->def.diags, text->source, NULL) : NULL;
        if (!text->source && !must && l->def.diags->errors == errors) {
            definition_warning(&l->def, "E101", head->languages, "there is no file %.*s", STR_ARG(path));
        }
        (void)take_name(&l->languages[i], text->root);
    }
}

static void begin_codebook(struct head *head)
{
    struct loader *l = head->l;
    size_t from = l->def.diags->n;
    struct str folder = codebook_folder(head);
    l->book = codebook_begin_unread(l->arena, l->def.diags, l->def.library, folder, l->languages,
                                    l->languages_n, l->source_language, l->unread);
    /* A codebook that is not there is the head's mistake. */
    for (size_t i = from; i < l->def.diags->n && head->codebook; i++) {
        struct diag *diag = &l->def.diags->items[i];
        if (!diag->place.file.len) {
            diag->place = node_place(l->def.source, head->codebook);
            diag->line = source_line(l->def.source, head->codebook->line);
        }
    }
}

static void read_name(struct head *head)
{
    struct loader *l = head->l;
    if (head->id) {
        (void)definition_id(&l->def, head->id, ID_LONGEST, &l->q->id);
    }
    if (head->version) {
        (void)definition_text(&l->def, head->version, &l->q->version);
    }
    l->allowed = ALLOW_DONT_KNOW | ALLOW_REFUSED;
    if (head->allow) {
        (void)allow_read(l, head->allow, &l->allowed);
    }
}

static void read_contents(struct head *head)
{
    struct loader *l = head->l;
    if (head->fills) {
        (void)module_fills(l, head->fills);
    }
    if (head->include) {
        (void)module_include(l, head->include);
    }
    if (head->items) {
        items_read(l, head->items, NONE);
    }
    if (head->checks) {
        checks_declare(l, head->checks, NONE);
    }
}

bool head_read(struct loader *l)
{
    struct document document;
    struct str path = loader_path(l, "", STR("questionnaire.yaml"), "");
    if (!definition_open(&l->def, path, NEED_FILE, NULL, &document)) {
        return false;
    }
    struct head head = {.l = l};
    l->def.source = document.source;
    (void)definition_include(&l->def, path, NULL);
    if (!sort_keys(&head, document.root)) {
        return false;
    }
    read_languages(&head);
    read_source_language(&head);
    if (!l->languages_n) {
        return false;
    }
    read_groups(&head);
    read_name(&head);
    open_texts(&head);
    begin_codebook(&head);
    builtins_declare(l);
    read_contents(&head);
    if (!l->items_n) {
        definition_error(&l->def, "E109", document.root, "the questionnaire has no items");
    }
    return true;
}

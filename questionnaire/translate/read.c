#include "questionnaire/translate/walk_priv.h"

/* ---- the files ------------------------------------------------------------------------------- */

static const char *const section_names[SECTIONS] = {"title",  "name",  "groups", "blocks", "items",
                                                    "checks", "stops", "fills",  "lists"};

const char *phrase_section_name(enum phrase_section section)
{
    return section_names[section];
}

static void walk_questionnaire(struct walk *w, const struct node *root, const struct node *text_root)
{
    for (size_t i = 0; i < root->n; i++) {
        const struct node *map = root->items[i];
        unsigned section = 0;
        while (section < SECTIONS && !str_is(root->keys[i]->text, section_names[section])) {
            section++;
        }
        if (section == SECTION_TITLE || section == SECTION_NAME) {
            walk_single(w, (enum phrase_section)section, STR_EMPTY, map,
                        node_get(text_root, section_names[section]));
        } else if (section == SECTIONS || map->kind != NODE_MAP) {
            continue; /* language, status */
        } else if (section == SECTION_GROUPS) {
            walk_groups(w, map, node_get(text_root, "groups"));
        } else if (section == SECTION_FILLS) {
            walk_fills(w, map, text_root);
        } else {
            walk_items(w, (enum phrase_section)section, map, text_root);
        }
    }
}

static const struct definition_file *find_file(const struct questionnaire *q, struct str path)
{
    for (size_t i = 0; i < q->files_n; i++) {
        if (str_equal(q->files[i].path, path)) {
            return &q->files[i];
        }
    }
    return NULL;
}

/* What the folder is called in which the files of the questionnaire, or of its codebook, lie: with a '/'. */
static struct str folder_of(const struct questionnaire *q, bool codebook)
{
    const char *file = codebook ? "/codebook.yaml" : "questionnaire.yaml";
    for (size_t i = 0; i < q->files_n; i++) {
        struct str path = q->files[i].path;
        if (str_starts(path, STR("codebook/")) == codebook && str_ends(path, str_from(file))) {
            return str_slice(path, 0, path.len - strlen(file) + codebook);
        }
    }
    return STR_EMPTY;
}

struct text_file {
    struct source *source;
    const struct node *root;
    bool broken;
};

static struct text_file open_file(struct arena *arena, const struct questionnaire *q, struct str path)
{
    const struct definition_file *file = find_file(q, path);
    struct text_file out = {ARENA_NEW(arena, struct source), NULL, false};
    *out.source = (struct source){path, file ? file->bytes : STR_EMPTY};
    if (file) {
        out.root = node_load(arena, NULL, out.source, &node_limits_default);
        out.broken = !out.root || out.root->kind != NODE_MAP;
    }
    return out;
}

/* Lines of comment before the first key. */
static struct str head_comment(struct str text)
{
    size_t end = 0;
    while (end < text.len && (text.ptr[end] == '#' || text.ptr[end] == '\n')) {
        end = str_find_char(text, '\n', end);
        end += end < text.len;
    }
    return str_slice(text, 0, end);
}

static void describe(struct phrase_file *out, const struct text_file *file)
{
    struct str status = node_words(node_get(file->root, "status"));
    out->path = file->source->file;
    out->written = file->root != NULL;
    out->comment = head_comment(file->source->text);
    out->status = str_is(status, "draft")   ? STATUS_DRAFT
                  : str_is(status, "final") ? STATUS_FINAL
                                            : STATUS_NONE;
}

/* The file of the source language and that of the translation. */
static bool read_both(struct walk *w, bool codebook, struct phrase_file *out)
{
    const struct questionnaire *q = w->t->q;
    const struct codebook *book = q->codebook;
    struct str folder = folder_of(q, codebook);
    struct str ids[] = {book->languages[book->source_language].id, book->languages[w->t->language].id};
    struct text_file files[2];
    for (unsigned i = 0; i < 2; i++) {
        struct str path = arena_format(w->arena, "%.*stext/%.*s.yaml", STR_ARG(folder), STR_ARG(ids[i]));
        files[i] = open_file(w->arena, q, path);
    }
    if (files[0].broken || files[1].broken || !files[0].root) {
        return false;
    }
    w->source = files[1].source;
    describe(out, &files[1]);
    if (codebook) {
        walk_lists(w, files[0].root, files[1].root);
    } else {
        walk_questionnaire(w, files[0].root, files[1].root);
    }
    return true;
}

static void find_stale(struct phrase_entry *entry)
{
    struct stamp now = stamp_now(entry);
    struct str first = stamp_main(entry->stamp);
    struct str rest = stamp_rest(entry->stamp);
    for (size_t i = 0; i < entry->n; i++) {
        struct phrase *phrase = &entry->phrases[i];
        struct str was = phrase_main(entry, phrase) ? first : rest;
        const char *is = phrase_main(entry, phrase) ? now.main : now.rest;
        phrase->stale = phrase->text.len && !phrase->more && was.len && !str_is(was, is);
    }
}

struct translation *translation_read(struct arena *arena, const struct questionnaire *q, unsigned language)
{
    struct translation *t = ARENA_NEW(arena, struct translation);
    *t = (struct translation){.q = q, .language = language};
    struct walk w = {.arena = arena, .t = t, .contexts = {.arena = arena}};
    if (!read_both(&w, false, &t->file) || !read_both(&w, true, &t->codebook)) {
        return NULL;
    }
    for (size_t i = 0; i < t->n; i++) {
        find_stale(&t->entries[i]);
    }
    return t;
}

/* ---- what holds of a text -------------------------------------------------------------------- */

bool phrase_draft(const struct translation *t, const struct phrase_entry *entry)
{
    const struct phrase_file *file = entry->section == SECTION_LISTS ? &t->codebook : &t->file;
    return (entry->status == STATUS_NONE ? file->status : entry->status) == STATUS_DRAFT;
}

struct translation_count translation_count(const struct translation *t, int group)
{
    struct translation_count count = {0, 0, 0, 0};
    for (size_t i = 0; i < t->n; i++) {
        const struct phrase_entry *entry = &t->entries[i];
        bool draft = phrase_draft(t, entry);
        for (size_t k = 0; k < entry->n; k++) {
            const struct phrase *phrase = &entry->phrases[k];
            bool theirs = group < 0 || phrase->group < 0 || phrase->group == group;
            if (phrase->more || !theirs) {
                continue;
            }
            count.texts++;
            count.translated += phrase->text.len > 0;
            count.stale += phrase->stale;
            count.draft += draft && phrase->text.len > 0;
        }
    }
    return count;
}

#include "questionnaire/load_priv.h"

#include "base/file.h"

/* ---- small things ---------------------------------------------------------------------------- */

void *loader_grow(struct loader *l, void *items, size_t n, size_t *cap, size_t size)
{
    *cap = *cap ? 2 * *cap : 32;
    void *grown = arena_array(l->arena, *cap, size);
    if (n) {
        memcpy(grown, items, n * size);
    }
    return grown;
}

struct str loader_path(struct loader *l, const char *folder, struct str name, const char *suffix)
{
    return arena_format(l->arena, "%.*s%s%.*s%s", STR_ARG(l->folder), folder, STR_ARG(name), suffix);
}

const struct named_id *loader_find(const struct loader *l, struct str id)
{
    uint32_t at = 0;
    return ids_find(&l->ids, id, &at) ? &l->named[at] : NULL;
}

bool loader_name(struct loader *l, const struct node *where, struct str id, enum named kind, uint32_t number)
{
    const struct named_id *before = loader_find(l, id);
    if (before && before->kind == NAMED_BUILTIN) {
        return definition_error(&l->def, "E106", where, "'%.*s' is a built-in variable", STR_ARG(id));
    }
    if (before) {
        return definition_error(&l->def, "E106", where, "the id '%.*s' is used already, at %.*s:%u",
                                STR_ARG(id), STR_ARG(before->place.file), before->place.line);
    }
    if (l->ids.n == l->named_cap) {
        l->named = loader_grow(l, l->named, l->ids.n, &l->named_cap, sizeof *l->named);
    }
    struct named_id *named = &l->named[l->ids.n];
    *named = (struct named_id){.id = id, .kind = kind, .number = number};
    if (where) {
        named->place = node_place(l->def.source, where);
    }
    return ids_add(&l->ids, id, (uint32_t)l->ids.n);
}

bool loader_broken(const struct loader *l, struct str id)
{
    const struct named_id *named = loader_find(l, id);
    if (!named || named->kind != NAMED_ITEM) {
        return named && named->kind == NAMED_BROKEN;
    }
    const struct draft *d = l->drafts[named->number];
    unsigned valued = SORTS_ASKED | SORT_ROW | SORT_COMPUTED | SORT_DRAW;
    return (unsigned)d->sort & valued && !d->variable;
}

struct draft *loader_item(const struct loader *l, struct str id)
{
    const struct named_id *named = loader_find(l, id);
    return named && named->kind == NAMED_ITEM ? l->drafts[named->number] : NULL;
}

size_t loader_names(const struct loader *l, enum named kind, const struct str **out)
{
    struct str *names = ARENA_ARRAY(l->arena, l->ids.n, struct str);
    size_t n = 0;
    for (size_t i = 0; i < l->ids.n; i++) {
        if (l->named[i].kind == kind) {
            names[n++] = l->named[i].id;
        }
    }
    *out = names;
    return n;
}

void loader_suggest(struct loader *l, struct str word, enum named kind)
{
    const struct str *names = NULL;
    if (definition_may_suggest(&l->def)) {
        size_t n = loader_names(l, kind, &names);
        diag_suggest(l->def.diags, word, names, n);
    }
}

bool loader_spread(struct loader *l, const struct node *where, size_t bytes)
{
    enum { SPREAD_MOST = 64 << 20 };
    bool before = l->spread > SPREAD_MOST;
    l->spread += bytes < SPREAD_MOST ? bytes : SPREAD_MOST + 1;
    if (l->spread <= SPREAD_MOST) {
        return true;
    }
    return before ? false : definition_error(&l->def, "E111", where, "too many words for single options");
}

struct variable *loader_declare(struct loader *l, struct str id, uint32_t item)
{
    struct variable *variable = codebook_declare(l->book, id);
    if (variable->slot >= l->item_of_slot_cap) {
        l->item_of_slot =
            loader_grow(l, l->item_of_slot, variable->slot, &l->item_of_slot_cap, sizeof *l->item_of_slot);
    }
    l->item_of_slot[variable->slot] = item;
    return variable;
}

struct turned loader_turn(struct loader *l, const struct source *source, const char *root, struct str id)
{
    struct turned before = {l->def.source, l->def.depth};
    l->def.source = source;
    l->def.depth = 0;
    definition_enter(&l->def, str_from(root));
    if (id.len) {
        definition_enter(&l->def, id);
    }
    return before;
}

void loader_left(struct loader *l, struct turned before)
{
    l->def.source = before.source;
    l->def.depth = before.depth;
}

/* ---- the end --------------------------------------------------------------------------------- */

static void finish_items(struct loader *l)
{
    struct questionnaire *q = l->q;
    struct item *items = ARENA_ARRAY(l->arena, l->items_n, struct item);
    struct questionnaire_index *index = ARENA_NEW(l->arena, struct questionnaire_index);
    index->ids = l->ids;
    index->named = l->named;
    for (size_t i = 0; i < l->items_n; i++) {
        items[i] = l->drafts[i]->item;
        q->questions_n += items[i].kind == ITEM_QUESTION;
    }
    q->items = items;
    q->items_n = (uint32_t)l->items_n;
    q->item_of_slot = l->item_of_slot;
    struct check *checks = ARENA_ARRAY(l->arena, l->checks_n, struct check);
    for (size_t i = 0; i < l->checks_n; i++) {
        checks[i] = l->checks[i]->check;
    }
    q->checks = checks;
    q->checks_n = (uint32_t)l->checks_n;
    q->index = index;
    index->loader = l;
    index->unread = l->unread;
    l->index = index;
}

static void finish_fills(struct loader *l)
{
    struct fill *fills = ARENA_ARRAY(l->arena, l->fills_n, struct fill);
    for (size_t i = 0; i < l->fills_n; i++) {
        fills[i] = l->fills[i]->fill;
    }
    l->q->fills = fills;
    l->q->fills_n = (uint32_t)l->fills_n;
}

static void finish_files(struct loader *l)
{
    const struct definition_file *more = NULL;
    size_t n = codebook_files(l->book, &more);
    for (size_t i = 0; i < n; i++) {
        definition_keep(&l->def, more[i].path, more[i].bytes);
    }
    l->q->files = l->def.files;
    l->q->files_n = l->def.files_n;
    l->q->hash = definition_hash(l->q->files, l->q->files_n);
}

/* ---- the whole ------------------------------------------------------------------------------- */

static void load_all(struct loader *l)
{
    if (!head_read(l)) {
        return;
    }
    loader_link(l);
    variants_read(l);
    l->q->codebook = codebook_finish(l->book);
    finish_items(l);
    words_read(l);
    finish_fills(l);
    lock_check(l);
    if (!l->def.diags->errors) {
        graph_build(l);
        finish_files(l);
    }
}

static const struct questionnaire *load(struct arena *arena, struct diags *diags,
                                        const struct library *library, struct str folder, bool later)
{
    struct diags *own = diags ? NULL : diags_new();
    struct diags *all = diags ? diags : own;
    size_t errors = all->errors;
    struct loader *l = ARENA_NEW(arena, struct loader);
    l->arena = arena;
    l->later = later;
    l->scratch = arena_new();
    l->def = (struct definition){.arena = arena, .diags = all, .library = library};
    l->q = ARENA_NEW(arena, struct questionnaire);
    l->ids.arena = arena;
    l->folder = folder.len ? arena_format(arena, "%.*s/", STR_ARG(folder)) : STR_EMPTY;
    all->errors = 0; /* what was said before is not ours */
    load_all(l);
    arena_free(l->scratch);
    bool good = all->errors == 0;
    all->errors += errors;
    diags_free(own);
    return good ? l->q : NULL;
}

const struct questionnaire *questionnaire_load(struct arena *arena, struct diags *diags,
                                               const struct library *library, struct str folder)
{
    return load(arena, diags, library, folder, false);
}

const struct questionnaire *questionnaire_open(struct arena *arena, struct diags *diags,
                                               const struct library *library, struct str folder)
{
    return load(arena, diags, library, folder, true);
}

/* ---- what was left unread -------------------------------------------------------------------- */

bool questionnaire_read(const struct questionnaire *q, unsigned language, struct diags *diags)
{
    uint32_t bit = 1u << language;
    struct loader *l = q->index->loader;
    if (!(q->index->unread & bit)) {
        return true;
    }
    struct diags *own = diags_new();
    l->def.diags = diags ? diags : own;
    size_t errors = l->def.diags->errors;
    words_read_later(l, language);
    bool good = l->def.diags->errors == errors;
    q->index->unread &= good ? ~bit : UINT32_MAX;
    diags_free(own);
    return good;
}

bool questionnaire_read_all(const struct questionnaire *q, struct diags *diags)
{
    bool good = true;
    for (unsigned i = 0; i < q->codebook->languages_n; i++) {
        good = questionnaire_read(q, i, diags) && good;
    }
    return good;
}

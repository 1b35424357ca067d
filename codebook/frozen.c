#include "codebook/codebook_priv.h"

#include "base/utf8.h"

/*
 * A resolved frame as lines of fields apart by tabs (labels hold neither tabs nor line ends):
 *     frame      ID        VERSION
 *     languages  nl        en ...
 *     first      BE        MA ...
 *     entry      CODE      PARENT  LABEL of each language  INDEX WORDS ...
 */

static void add_field(struct buf *out, struct str field)
{
    buf_add_char(out, '\t');
    buf_add(out, field);
}

struct str frame_freeze(struct arena *arena, const struct list *list, const struct language *languages,
                        unsigned languages_n)
{
    struct buf out = buf_new(BUF_LIMIT_DEFAULT);
    buf_add_text(&out, "frame");
    add_field(&out, list->id);
    add_field(&out, list->version);
    buf_add_text(&out, "\nlanguages");
    for (unsigned i = 0; i < languages_n; i++) {
        add_field(&out, languages[i].id);
    }
    buf_add_text(&out, "\nfirst");
    for (size_t i = 0; i < list->first_n; i++) {
        add_field(&out, list->options[list->first[i]].code);
    }
    buf_add_char(&out, '\n');
    for (size_t i = 0; i < list->n; i++) {
        const struct option *option = &list->options[i];
        buf_add_text(&out, "entry");
        add_field(&out, option->code);
        add_field(&out, option->parent);
        for (unsigned l = 0; l < languages_n; l++) {
            add_field(&out, option->label.in[l]);
        }
        for (size_t a = 0; a < option->also_n; a++) {
            add_field(&out, option->also[a]);
        }
        buf_add_char(&out, '\n');
    }
    struct str bytes = arena_copy(arena, buf_str(&out));
    buf_free(&out);
    return bytes;
}

struct thaw {
    struct frame_draft draft;
    int column[LANGUAGES_MAX]; /* of the file: index of our language, or -1 */
    size_t columns;
    struct str first; /* fields not yet looked at */
    bool named;       /* the line that says which frame it is was there */
    bool good;
};

static void thaw_languages(struct thaw *thaw, struct str rest)
{
    const struct codebook *book = &thaw->draft.builder->book;
    struct str id;
    while (rest.ptr && str_split(&rest, '\t', &id)) {
        if (thaw->columns == LANGUAGES_MAX) {
            thaw->good = false;
            return;
        }
        int found = -1;
        for (unsigned i = 0; i < book->languages_n; i++) {
            found = str_equal(book->languages[i].id, id) ? (int)i : found;
        }
        thaw->column[thaw->columns++] = found;
    }
}

static void thaw_entry(struct thaw *thaw, struct str rest)
{
    struct str code = STR_EMPTY;
    struct str field = STR_EMPTY;
    uint32_t before = 0;
    if (!rest.ptr || !str_split(&rest, '\t', &code) || !code.len ||
        ids_find(&thaw->draft.codes, code, &before)) {
        thaw->good = false;
        return;
    }
    struct option *option = frame_option(&thaw->draft, code);
    option->number = (int64_t)thaw->draft.n;
    if (rest.ptr && str_split(&rest, '\t', &field)) {
        option->parent = field;
    }
    for (size_t i = 0; rest.ptr && str_split(&rest, '\t', &field); i++) {
        if (i >= thaw->columns) {
            thaw->good = frame_also(&thaw->draft, field) && thaw->good;
        } else if (thaw->column[i] >= 0) {
            option->label.in[thaw->column[i]] = field;
        } else if (field.len) {
            thaw->good = frame_also(&thaw->draft, field) && thaw->good;
        }
    }
    frame_keep_also(&thaw->draft, option);
}

static void thaw_line(struct thaw *thaw, struct str line)
{
    struct str rest = line;
    struct str kind = STR_EMPTY;
    if (!str_split(&rest, '\t', &kind)) {
        return;
    }
    if (str_is(kind, "frame")) {
        struct str id = STR_EMPTY;
        thaw->good = thaw->good && rest.ptr && str_split(&rest, '\t', &id) && str_equal(id, thaw->draft.id);
        thaw->draft.version = rest.ptr ? rest : STR_EMPTY;
        thaw->named = true;
    } else if (str_is(kind, "languages")) {
        thaw_languages(thaw, rest);
    } else if (str_is(kind, "first")) {
        thaw->first = rest;
    } else if (str_is(kind, "entry")) {
        thaw_entry(thaw, rest);
    } else {
        thaw->good = false;
    }
}

/* Room for all entries at once: the labels of all languages make each one large. */
static void reserve_entries(struct frame_draft *draft, struct str bytes)
{
    const struct str mark = STR("\nentry\t");
    size_t n = 0;
    for (size_t at = str_find(bytes, mark, 0); at < bytes.len; at = str_find(bytes, mark, at + mark.len)) {
        n++;
    }
    frame_reserve(draft, n);
    ids_reserve(&draft->codes, n);
}

static void thaw_first(struct thaw *thaw, struct list *list)
{
    struct str rest = thaw->first;
    struct str code = STR_EMPTY;
    size_t room = rest.len / 2 + 1;
    int32_t *first = ARENA_ARRAY(thaw->draft.def->arena, room, int32_t);
    while (rest.ptr && rest.len && list->first_n < room && str_split(&rest, '\t', &code)) {
        int32_t position = list_find_code(list, code);
        if (position >= 0) {
            first[list->first_n++] = position;
        }
    }
    list->first = first;
}

struct list *frame_thaw(struct codebook_builder *builder, struct str id, struct str bytes,
                        const struct source *source)
{
    struct definition *def = &builder->def;
    struct thaw thaw = {.good = utf8_valid(bytes)};
    thaw.draft =
        (struct frame_draft){.builder = builder, .def = def, .id = id, .codes = {.arena = def->arena}};
    reserve_entries(&thaw.draft, bytes);
    struct str rest = bytes;
    struct str line = STR_EMPTY;
    while (thaw.good && rest.len && str_split(&rest, '\n', &line)) {
        thaw_line(&thaw, line);
    }
    if (!thaw.good || !thaw.named || !thaw.draft.n) {
        struct place place = {.file = source->file};
        diag_error(def->diags, "E118", place, "this frozen frame is damaged");
        return NULL;
    }
    struct list *list = ARENA_NEW(def->arena, struct list);
    *list = (struct list){.id = id, .frame = true, .version = thaw.draft.version, .file = source->file};
    list_finish(list, def->arena, thaw.draft.options, thaw.draft.n);
    thaw_first(&thaw, list);
    return list;
}

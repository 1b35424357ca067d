#include "questionnaire/load_priv.h"

#include "base/file.h"
#include "questionnaire/lock.h"

/*
 * ids.lock: one line for each id ever released with what it was, one for each list with its codes.
 *     id work_status code work_statuses
 *     list work_statuses 1=employee 2=self_employed
 * Lines are only added, so that an id that comes back years later meets what it was.
 */

static const char *const kinds[] = {
    [ITEM_QUESTION] = "question", [ITEM_NOTE] = "note", [ITEM_COMPUTED] = "computed", [ITEM_DRAW] = "draw",
    [ITEM_BLOCK] = "block",       [ITEM_GRID] = "grid", [ITEM_ROSTER] = "roster",     [ITEM_STOP] = "stop"};

/* What an id is: for a variable its type and list, whether it is asked or computed. */
static struct str meaning_of(struct arena *arena, enum item_kind kind, const struct variable *v)
{
    if (!v) {
        return str_from(kinds[kind]);
    }
    return arena_format(arena, "%s%s%.*s", variable_type_name(v->type), v->list ? " " : "",
                        STR_ARG(v->list ? v->list->id : STR_EMPTY));
}

/* `1=yes`, or `1` where the option has no name. */
static struct str code_line(struct arena *arena, const struct option *option)
{
    return arena_format(arena, "%.*s%s%.*s", STR_ARG(option->code), option->name.len ? "=" : "",
                        STR_ARG(option->name));
}

static struct str cut_word(struct str *rest)
{
    size_t blank = str_find_char(*rest, ' ', 0);
    struct str word = str_slice(*rest, 0, blank);
    *rest = str_slice(*rest, blank + 1, rest->len);
    return word;
}

/* ---- reading --------------------------------------------------------------------------------- */

struct lock {
    struct loader *l;
    struct source source;
    struct ids ids; /* to line numbers */
    struct ids lists;
    const struct str *rest; /* per line: what stands behind the id */
};

static const struct list *list_of(struct loader *l, struct str id)
{
    const struct list *list = codebook_list(l->book, id);
    return list && !list->frame ? list : NULL;
}

static void compare_code(struct lock *lock, const struct list *list, struct str code, unsigned line)
{
    size_t equal = str_find_char(code, '=', 0);
    int32_t position = list_find_code(list, str_slice(code, 0, equal));
    if (position < 0) {
        return; /* retired: nobody can answer it any more */
    }
    struct str name = str_slice(code, equal + 1, code.len);
    struct str now = list->options[position].name;
    if (!name.len || !now.len || str_equal(name, now)) {
        return;
    }
    struct place place = {list->file, list->options[position].line, list->options[position].column};
    diag_error(lock->l->def.diags, "E141", place,
               "code %.*s of the list '%.*s' was '%.*s' (ids.lock:%u), now '%.*s'",
               STR_ARG(list->options[position].code), STR_ARG(list->id), STR_ARG(name), line, STR_ARG(now));
}

static void compare_list(struct lock *lock, struct str id, struct str codes, unsigned line)
{
    const struct list *list = list_of(lock->l, id);
    while (list && codes.len) {
        struct str code = cut_word(&codes);
        if (code.len) {
            compare_code(lock, list, code, line);
        }
    }
}

static void compare_id(struct lock *lock, struct str id, struct str meaning, unsigned line)
{
    struct loader *l = lock->l;
    const struct named_id *named = loader_find(l, id);
    if (!named || named->kind == NAMED_BUILTIN || named->kind == NAMED_FILL) {
        return;
    }
    struct str now = STR("check");
    if (named->kind == NAMED_ITEM) {
        const struct draft *d = l->drafts[named->number];
        now = meaning_of(l->arena, d->item.kind, d->variable);
    } else if (named->kind == NAMED_SPECIFY) {
        now = STR("text");
    }
    if (!str_equal(now, meaning)) {
        diag_error(l->def.diags, "E140", named->place,
                   "the id '%.*s' was released as '%.*s' (ids.lock:%u), now '%.*s'", STR_ARG(id),
                   STR_ARG(meaning), line, STR_ARG(now));
    }
}

static void compare_line(struct lock *lock, struct str line, unsigned number)
{
    struct str rest = line;
    struct str kind = cut_word(&rest);
    struct str id = cut_word(&rest);
    if (str_is(kind, "id") && id.len && rest.len) {
        compare_id(lock, id, rest, number);
    } else if (str_is(kind, "list") && id.len) {
        compare_list(lock, id, rest, number);
    } else {
        struct place place = {lock->source.file, number, 1};
        diag_error(lock->l->def.diags, "E142", place, "this line of ids.lock cannot be read");
    }
}

void lock_check(struct loader *l)
{
    struct str path = loader_path(l, "", STR("ids.lock"), "");
    struct str bytes = {0};
    /* Not kept among the files: releasing ids does not change what is asked. */
    if (!l->def.library->read(l->def.library->context, path, &bytes, l->def.diags)) {
        return;
    }
    struct lock lock = {.l = l, .source = {path, bytes}};
    struct str rest = bytes.ptr ? bytes : STR_EMPTY;
    struct str line = STR_EMPTY;
    unsigned number = 0;
    while (rest.ptr && str_split(&rest, '\n', &line)) {
        number++;
        line = str_trim(line);
        if (line.len && line.ptr[0] != '#') {
            compare_line(&lock, line, number);
        }
    }
}

/* ---- writing --------------------------------------------------------------------------------- */

struct writing {
    struct arena *arena;
    struct buf out;
    struct ids known; /* "id x", "list y" that stand there already */
};

static void take_known(struct writing *w, struct str before)
{
    struct str rest = before.len ? before : STR_EMPTY;
    struct str line = STR_EMPTY;
    while (rest.len && str_split(&rest, '\n', &line)) {
        line = str_trim(line);
        struct str words = line;
        (void)cut_word(&words);
        struct str id = cut_word(&words);
        bool entry = id.len && line.ptr[0] != '#';
        if (entry) {
            size_t end = (size_t)(id.ptr - line.ptr) + id.len;
            (void)ids_add(&w->known, str_slice(line, 0, end), 0);
        }
    }
}

static void add_line(struct writing *w, const char *kind, struct str id, struct str rest)
{
    struct str head = arena_format(w->arena, "%s %.*s", kind, STR_ARG(id));
    if (ids_add(&w->known, head, 0)) {
        buf_format(&w->out, "%.*s %.*s\n", STR_ARG(head), STR_ARG(rest));
    }
}

/* A list that is there already: its new codes go on a line of their own. */
static void add_list(struct writing *w, const struct list *list, struct str before)
{
    struct str head = arena_format(w->arena, "list %.*s ", STR_ARG(list->id));
    struct ids codes = {.arena = w->arena};
    struct str rest = before.len ? before : STR_EMPTY;
    struct str line = STR_EMPTY;
    while (rest.len && str_split(&rest, '\n', &line)) {
        struct str words = str_starts(line, head) ? str_slice(line, head.len, line.len) : STR_EMPTY;
        while (words.len) {
            struct str code = cut_word(&words);
            (void)ids_add(&codes, str_slice(code, 0, str_find_char(code, '=', 0)), 0);
        }
    }
    bool begun = false;
    for (size_t i = 0; i < list->n; i++) {
        if (ids_add(&codes, list->options[i].code, 0)) {
            buf_add(&w->out, begun ? STR(" ") : head);
            buf_add(&w->out, code_line(w->arena, &list->options[i]));
            begun = true;
        }
    }
    buf_add_text(&w->out, begun ? "\n" : "");
}

static void add_item(struct writing *w, const struct questionnaire *q, const struct item *item)
{
    add_line(w, "id", item->id, meaning_of(w->arena, item->kind, item->variable));
    for (size_t i = 0; i < item->specify_n; i++) {
        add_line(w, "id", q->codebook->variables[item->specify[i]]->id, STR("text"));
    }
}

static bool is_built_in(struct str id)
{
    return str_is(id, "group") || str_is(id, "language") || str_is(id, "frame_sex");
}

struct str questionnaire_lock(struct arena *arena, const struct questionnaire *q, struct str before)
{
    struct writing w = {.arena = arena, .out = buf_new(BUF_LIMIT_DEFAULT), .known = {.arena = arena}};
    take_known(&w, before);
    if (before.len) {
        buf_add(&w.out, before);
        buf_add_text(&w.out, str_ends(before, STR("\n")) ? "" : "\n");
    } else {
        buf_add_text(&w.out,
                     "# Ids and codes ever released; written by `veldwerk check --lock`, never by hand.\n");
    }
    for (uint32_t i = 0; i < q->items_n; i++) {
        add_item(&w, q, &q->items[i]);
    }
    for (uint32_t i = 0; i < q->checks_n; i++) {
        add_line(&w, "id", q->checks[i].id, STR("check"));
    }
    for (size_t i = 0; i < q->codebook->lists_n; i++) {
        const struct list *list = q->codebook->lists[i];
        if (!list->frame && !is_built_in(list->id)) {
            add_list(&w, list, before);
        }
    }
    struct str text = arena_copy(arena, buf_str(&w.out));
    buf_free(&w.out);
    return text;
}

bool questionnaire_write_lock(const struct questionnaire *q, const char *path, struct diags *diags)
{
    enum { LOCK_BYTES_MOST = 16 << 20 };
    struct arena *scratch = arena_new();
    struct str before = STR_EMPTY;
    bool good =
        !file_exists(path) || file_read(scratch, path, str_from(path), LOCK_BYTES_MOST, &before, diags);
    good = good && file_write(path, questionnaire_lock(scratch, q, before), diags);
    arena_free(scratch);
    return good;
}

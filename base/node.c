#include "base/node.h"

#include <stdlib.h>
#include <time.h>
#include <yaml.h>

#include "base/safe_priv.h"

/*
 * libyaml's scanner takes time quadratic in the depth of flow collections, and its directives in their
 * number. Depth is bounded because every START event is counted and the scanner looks at most 1,024
 * characters (its longest simple key) ahead of the event it gives; directives never reach it.
 */
const struct node_limits node_limits_default = {
    .bytes = (size_t)4 << 20, .depth = 64, .events = 200000, .cpu_ms = 2000};

static const char *const directive_text = "directives (%) are not used here";

enum { SMALL_MAP = 16, CLOCK_EVERY = 256 };

/* A list or map not yet ended; its children so far are pending[first...]. */
struct frame {
    struct node *node;
    size_t first;
};

struct loading {
    struct arena *arena;
    struct diags *diags;
    const struct source *source;
    const struct node_limits *limits;
    yaml_parser_t parser;
    struct frame *frames;
    size_t depth;
    size_t frames_cap;
    struct node **pending; /* map: key, value, key, value */
    size_t n;
    size_t cap;
    size_t events;
    int64_t cpu_end; /* ms */
    struct node *root;
    bool ended;
};

static bool fail_at(struct loading *l, const char *code, unsigned line, unsigned column, const char *what)
{
    struct node here = {.line = line, .column = column};
    return node_error(l->diags, code, l->source, &here, "%s", what);
}

static bool fail_mark(struct loading *l, const char *code, yaml_mark_t mark, const char *what)
{
    return fail_at(l, code, (unsigned)mark.line + 1, (unsigned)mark.column + 1, what);
}

/* The text without its byte order mark. */
static struct str body(const struct source *source)
{
    bool marked = str_starts(source->text, STR("\xEF\xBB\xBF"));
    return marked ? str_slice(source->text, 3, source->text.len) : source->text;
}

static int64_t cpu_ms(void)
{
    struct timespec used = {0};
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &used);
    return (int64_t)used.tv_sec * 1000 + used.tv_nsec / 1000000;
}

/* ---- the tree ------------------------------------------------------------------------------- */

static bool is_key_next(const struct loading *l)
{
    const struct frame *top = &l->frames[l->depth - 1];
    return top->node->kind == NODE_MAP && (l->n - top->first) % 2 == 0;
}

static bool add_node(struct loading *l, struct node *node)
{
    if (l->depth == 0) {
        l->root = node;
        return true;
    }
    if (is_key_next(l)) {
        if (node->kind != NODE_SCALAR) {
            return node_error(l->diags, "Y009", l->source, node, "a key must be a single word or text");
        }
        if (node->plain && str_is(node->text, "<<")) {
            node_error(l->diags, "Y006", l->source, node, "merge keys (<<) are not used here");
        }
    }
    if (l->n == l->cap) {
        l->pending = array_grow(l->pending, &l->cap, sizeof *l->pending);
    }
    l->pending[l->n++] = node;
    return true;
}

static struct node *new_node(struct loading *l, enum node_kind kind, yaml_mark_t mark)
{
    struct node *node = ARENA_NEW(l->arena, struct node);
    node->kind = kind;
    node->line = (unsigned)mark.line + 1;
    node->column = (unsigned)mark.column + 1;
    return node;
}

static void duplicate(struct loading *l, const struct node *first, const struct node *again)
{
    node_error(l->diags, "Y003", l->source, again, "key '%.*s' stands here twice, first on line %u",
               STR_ARG(again->text), first->line);
}

/* Equal keys next to each other, in the order of the file; cheap lengths first. */
static int by_key(const void *left, const void *right)
{
    const struct node *a = *(const struct node *const *)left;
    const struct node *b = *(const struct node *const *)right;
    if (a->text.len != b->text.len) {
        return a->text.len < b->text.len ? -1 : 1;
    }
    int order = str_compare(a->text, b->text);
    if (order) {
        return order;
    }
    if (a->line != b->line) {
        return a->line < b->line ? -1 : 1;
    }
    return (a->column > b->column) - (a->column < b->column);
}

/* Sorted, not hashed: whoever makes keys collide gains nothing. */
static void check_large_map(struct loading *l, const struct node *map)
{
    const struct node **sorted = mem_realloc(NULL, map->n, sizeof *sorted);
    for (size_t i = 0; i < map->n; i++) {
        sorted[i] = map->keys[i];
    }
    qsort(sorted, map->n, sizeof *sorted, by_key);
    size_t first = 0;
    for (size_t i = 1; i < map->n; i++) {
        if (str_equal(sorted[i]->text, sorted[first]->text)) {
            duplicate(l, sorted[first], sorted[i]);
        } else {
            first = i;
        }
    }
    free(sorted);
}

static void check_keys(struct loading *l, const struct node *map)
{
    if (map->n > SMALL_MAP) {
        check_large_map(l, map);
        return;
    }
    for (size_t i = 1; i < map->n; i++) {
        for (size_t j = 0; j < i; j++) {
            if (str_equal(map->keys[i]->text, map->keys[j]->text)) {
                duplicate(l, map->keys[j], map->keys[i]);
                break;
            }
        }
    }
}

static void end_map(struct loading *l, struct node *map, struct node *const *children, size_t n)
{
    struct node **both = ARENA_ARRAY(l->arena, n, struct node *);
    map->n = n / 2;
    for (size_t i = 0; i < map->n; i++) {
        both[i] = children[2 * i];
        both[map->n + i] = children[2 * i + 1];
    }
    map->keys = both;
    map->items = both + map->n;
    check_keys(l, map);
}

static void end_list(struct loading *l, struct node *list, struct node *const *children, size_t n)
{
    struct node **items = ARENA_ARRAY(l->arena, n, struct node *);
    if (n) {
        memcpy(items, children, n * sizeof *items);
    }
    list->n = n;
    list->items = items;
}

/* ---- events --------------------------------------------------------------------------------- */

static void check_marks(struct loading *l, const yaml_event_t *event, const void *anchor, const void *tag)
{
    if (anchor) {
        fail_mark(l, "Y004", event->start_mark, "anchors and aliases (&, *) are not used here");
    }
    if (tag) {
        fail_mark(l, "Y005", event->start_mark, "tags (!) are not used here");
    }
}

static bool on_scalar(struct loading *l, const yaml_event_t *event)
{
    struct node *node = new_node(l, NODE_SCALAR, event->start_mark);
    struct str raw = {(const char *)event->data.scalar.value, event->data.scalar.length};
    struct safe_problem problem = {0};
    node->plain = event->data.scalar.style == YAML_PLAIN_SCALAR_STYLE;
    if (!safe_text(l->arena, raw, SAFE_LINES, l->limits->bytes, &node->text, &problem)) {
        node_error(l->diags, "Y014", l->source, node, "%s in this text", problem.what);
    }
    check_marks(l, event, event->data.scalar.anchor, event->data.scalar.tag);
    return add_node(l, node);
}

static bool on_alias(struct loading *l, const yaml_event_t *event)
{
    check_marks(l, event, event->data.alias.anchor, NULL);
    return add_node(l, new_node(l, NODE_SCALAR, event->start_mark));
}

static bool on_start(struct loading *l, struct node *node)
{
    if (l->depth >= l->limits->depth) {
        return node_error(l->diags, "Y011", l->source, node, "nested deeper than %u levels",
                          l->limits->depth);
    }
    if (!add_node(l, node)) {
        return false;
    }
    if (l->depth == l->frames_cap) {
        l->frames = array_grow(l->frames, &l->frames_cap, sizeof *l->frames);
    }
    l->frames[l->depth++] = (struct frame){node, l->n};
    return true;
}

static bool on_list(struct loading *l, const yaml_event_t *event)
{
    check_marks(l, event, event->data.sequence_start.anchor, event->data.sequence_start.tag);
    return on_start(l, new_node(l, NODE_LIST, event->start_mark));
}

static bool on_map(struct loading *l, const yaml_event_t *event)
{
    check_marks(l, event, event->data.mapping_start.anchor, event->data.mapping_start.tag);
    return on_start(l, new_node(l, NODE_MAP, event->start_mark));
}

static bool on_end(struct loading *l, const yaml_event_t *event UNUSED)
{
    const struct frame top = l->frames[--l->depth];
    struct node *const *children = l->n > top.first ? l->pending + top.first : NULL;
    if (top.node->kind == NODE_MAP) {
        end_map(l, top.node, children, l->n - top.first);
    } else {
        end_list(l, top.node, children, l->n - top.first);
    }
    l->n = top.first;
    return true;
}

static bool on_stream_end(struct loading *l, const yaml_event_t *event UNUSED)
{
    l->ended = true;
    return l->root ? true : fail_at(l, "Y002", 1, 1, "the file is empty");
}

static bool on_document(struct loading *l, const yaml_event_t *event)
{
    return l->root ? fail_mark(l, "Y007", event->start_mark, "a second document begins here") : true;
}

/* The byte at a mark of libyaml; used once per file. */
static size_t byte_at(const struct loading *l, yaml_mark_t mark)
{
    struct str line = source_line(l->source, (unsigned)mark.line + 1);
    if (line.len == 0) {
        return l->source->text.len; /* a mark where nothing stands is the end of the file */
    }
    size_t at = 0;
    for (size_t i = 0; i < mark.column && at < line.len; i++) {
        uint32_t code_point = 0;
        utf8_next(line, &at, &code_point);
    }
    return (size_t)(line.ptr - l->source->text.ptr) + at;
}

/* Directives behind the document would be read, in quadratic time, before the next event came. */
static bool on_document_end(struct loading *l, const yaml_event_t *event)
{
    struct str rest = str_slice(l->source->text, byte_at(l, event->end_mark), SIZE_MAX);
    struct str line;
    unsigned at = (unsigned)event->end_mark.line + 1;
    while (rest.len && str_split(&rest, '\n', &line)) {
        if (str_starts(line, STR("%"))) {
            return fail_at(l, "Y008", at, 1, directive_text);
        }
        struct str trimmed = str_trim(line);
        if (trimmed.len && trimmed.ptr[0] != '#' && !str_starts(trimmed, STR("..."))) {
            break;
        }
        at++;
    }
    return true;
}

static bool on_nothing(struct loading *l UNUSED, const yaml_event_t *event UNUSED)
{
    return true;
}

static bool (*const handlers[])(struct loading *, const yaml_event_t *) = {
    [YAML_NO_EVENT] = on_nothing,
    [YAML_STREAM_START_EVENT] = on_nothing,
    [YAML_STREAM_END_EVENT] = on_stream_end,
    [YAML_DOCUMENT_START_EVENT] = on_document,
    [YAML_DOCUMENT_END_EVENT] = on_document_end,
    [YAML_ALIAS_EVENT] = on_alias,
    [YAML_SCALAR_EVENT] = on_scalar,
    [YAML_SEQUENCE_START_EVENT] = on_list,
    [YAML_SEQUENCE_END_EVENT] = on_end,
    [YAML_MAPPING_START_EVENT] = on_map,
    [YAML_MAPPING_END_EVENT] = on_end,
};

/* ---- reading -------------------------------------------------------------------------------- */

/* What libyaml misses at the end of the file lies on a line that is not there: show the last one. */
static void pull_back(const struct loading *l, struct node *here)
{
    struct str rest = body(l->source);
    struct str line;
    struct node last = *here;
    for (unsigned at = 1; str_split(&rest, '\n', &line); at++) {
        struct str trimmed = str_trim(line);
        if (trimmed.len && at >= here->line) {
            return;
        }
        if (trimmed.len) {
            size_t end = (size_t)(trimmed.ptr - line.ptr) + trimmed.len;
            last.line = at;
            last.column = (unsigned)utf8_count(str_slice(line, 0, end)) + 1;
        }
    }
    *here = last;
}

static bool fail_syntax(struct loading *l)
{
    const yaml_parser_t *p = &l->parser;
    if (p->error == YAML_MEMORY_ERROR) {
        mem_die();
    }
    struct node here = {.line = (unsigned)p->problem_mark.line + 1,
                        .column = (unsigned)p->problem_mark.column + 1};
    pull_back(l, &here);
    node_error(l->diags, "Y001", l->source, &here, "%s%s%s", p->context ? p->context : "",
               p->context ? ": " : "", p->problem ? p->problem : "not YAML");
    struct diag *diag = diag_last(l->diags);
    if (diag && p->context && p->context_mark.line != p->problem_mark.line) {
        diag->hint = arena_format(l->diags->arena, "it begins on line %zu", p->context_mark.line + 1);
    }
    return false;
}

static bool within_limits(struct loading *l, yaml_mark_t mark)
{
    if (++l->events > l->limits->events) {
        return fail_mark(l, "Y012", mark, "too many entries in this file");
    }
    if (l->events % CLOCK_EVERY == 0 && cpu_ms() > l->cpu_end) {
        return fail_mark(l, "Y013", mark, "reading this file takes too long");
    }
    return true;
}

static bool next_event(struct loading *l)
{
    yaml_event_t event;
    if (!yaml_parser_parse(&l->parser, &event)) {
        return fail_syntax(l);
    }
    bool fine = within_limits(l, event.start_mark) && handlers[event.type](l, &event);
    yaml_event_delete(&event);
    return fine;
}

/* Line and column of a byte of the body, for what is found before libyaml begins. */
static bool fail_byte(struct loading *l, const char *code, size_t byte, const char *what)
{
    struct str before = str_slice(body(l->source), 0, byte);
    unsigned line = 0;
    struct str last = STR_EMPTY;
    while (str_split(&before, '\n', &last)) {
        line++;
    }
    return fail_at(l, code, line, (unsigned)utf8_count(last) + 1, what);
}

static bool is_version(struct str line)
{
    line = str_trim(str_slice(line, 0, str_find_char(line, '#', 0)));
    return str_is(line, "%YAML 1.1") || str_is(line, "%YAML 1.2");
}

/* Directives stand before the document, at the beginning of lines; only one %YAML is let through. */
static bool check_directives(struct loading *l)
{
    struct str rest = body(l->source);
    struct str line;
    bool seen = false;
    for (unsigned at = 1; str_split(&rest, '\n', &line); at++) {
        struct str trimmed = str_trim(line);
        bool directive = str_starts(line, STR("%"));
        if (directive && (seen || !is_version(line))) {
            return fail_at(l, "Y008", at, 1, directive_text);
        }
        if (!directive && trimmed.len && trimmed.ptr[0] != '#') {
            break;
        }
        seen = seen || directive;
    }
    return true;
}

/* libyaml would end a line at a CR that stands alone; nobody else does. */
static bool check_line_ends(struct loading *l)
{
    struct str text = body(l->source);
    for (size_t at = str_find_char(text, '\r', 0); at < text.len; at = str_find_char(text, '\r', at + 1)) {
        if (at + 1 == text.len || text.ptr[at + 1] != '\n') {
            return fail_byte(l, "Y014", at, "carriage return without a line feed");
        }
    }
    return true;
}

static bool check_bytes(struct loading *l)
{
    struct safe_problem problem = {0};
    if (l->source->text.len > l->limits->bytes) {
        struct place place = {.file = l->source->file};
        return diag_error(l->diags, "Y010", place, "larger than %zu bytes", l->limits->bytes);
    }
    if (!safe_check(body(l->source), &problem)) {
        return fail_byte(l, "Y014", problem.at, problem.what);
    }
    return check_line_ends(l) && check_directives(l);
}

static bool read_events(struct loading *l)
{
    if (!yaml_parser_initialize(&l->parser)) {
        mem_die();
    }
    struct str text = body(l->source);
    yaml_parser_set_encoding(&l->parser, YAML_UTF8_ENCODING);
    yaml_parser_set_input_string(&l->parser, (const unsigned char *)text.ptr, text.len);
    bool fine = true;
    while (fine && !l->ended) {
        fine = next_event(l);
    }
    yaml_parser_delete(&l->parser);
    return fine;
}

struct node *node_load(struct arena *arena, struct diags *diags, const struct source *source,
                       const struct node_limits *limits)
{
    struct loading l = {.arena = arena, .diags = diags, .source = source};
    l.limits = limits ? limits : &node_limits_default;
    l.cpu_end = cpu_ms() + l.limits->cpu_ms;
    bool fine = check_bytes(&l) && read_events(&l);
    free(l.frames);
    free(l.pending);
    return fine ? l.root : NULL;
}

#include "base/node_priv.h"

#include <stdlib.h>
#include <time.h>
#include <yaml.h>

#include "base/utf8.h"

/*
 * libyaml's scanner takes time quadratic in the depth of flow collections, and its directives in their
 * number. Depth is bounded because every START event is counted and the scanner looks at most 1,024
 * characters (its longest simple key) ahead of the event it gives; directives never reach it.
 */
const struct node_limits node_limits_default = {
    .bytes = (size_t)4 << 20, .depth = 64, .events = 200000, .cpu_ms = 2000};

enum { CLOCK_EVERY = 256 };

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
    bool head_only;
    bool cut; /* the head ended before the file */
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
    node_check_keys(l->diags, l->source, map);
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

/* Ends the root before the key whose value would begin here. */
static bool cut_here(struct loading *l)
{
    const struct frame top = l->frames[--l->depth];
    end_map(l, top.node, l->pending + top.first, l->n - top.first - 1);
    l->cut = l->ended = true;
    return true;
}

static bool on_start(struct loading *l, struct node *node)
{
    if (l->head_only && l->depth == 1 && l->frames[0].node->kind == NODE_MAP && !is_key_next(l)) {
        return cut_here(l);
    }
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

/* Directives behind the document would be read, in quadratic time, before the next event came. */
static bool on_document_end(struct loading *l, const yaml_event_t *event)
{
    return node_check_end(l->diags, l->source, (unsigned)event->end_mark.line + 1,
                          (unsigned)event->end_mark.column);
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

static bool fail_syntax(struct loading *l)
{
    const yaml_parser_t *p = &l->parser;
    if (p->error == YAML_MEMORY_ERROR) {
        mem_die();
    }
    struct node here = {.line = (unsigned)p->problem_mark.line + 1,
                        .column = (unsigned)p->problem_mark.column + 1};
    node_pull_back(l->source, &here);
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

static bool read_events(struct loading *l)
{
    if (!yaml_parser_initialize(&l->parser)) {
        mem_die();
    }
    struct str text = source_body(l->source);
    yaml_parser_set_encoding(&l->parser, YAML_UTF8_ENCODING);
    yaml_parser_set_input_string(&l->parser, (const unsigned char *)text.ptr, text.len);
    bool fine = true;
    while (fine && !l->ended) {
        fine = next_event(l);
    }
    yaml_parser_delete(&l->parser);
    return fine;
}

static struct node *load(struct loading *l)
{
    l->cpu_end = cpu_ms() + l->limits->cpu_ms;
    bool fine = node_check_bytes(l->diags, l->source, l->limits) && read_events(l);
    free(l->frames);
    free(l->pending);
    return fine ? l->root : NULL;
}

struct node *node_load(struct arena *arena, struct diags *diags, const struct source *source,
                       const struct node_limits *limits)
{
    struct loading l = {.arena = arena, .diags = diags, .source = source};
    l.limits = limits ? limits : &node_limits_default;
    return load(&l);
}

struct node *node_load_head(struct arena *arena, struct diags *diags, const struct source *source,
                            bool *whole)
{
    struct loading l = {.arena = arena, .diags = diags, .source = source, .head_only = true};
    l.limits = &node_limits_default;
    struct node *root = load(&l);
    *whole = !l.cut;
    return root;
}

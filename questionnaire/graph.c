#include "questionnaire/load_priv.h"

/*
 * Who reads what, as compressed rows: first the edges are counted, then laid down. An edge stands once,
 * though an expression and the `involves` of its check name it twice.
 */
struct edges {
    uint32_t *from; /* per variable or roster: where its readers begin */
    struct reader *readers;
    struct reader *latest; /* per variable: the reader added last, to see doubles */
    size_t n;
    bool counting;
};

static bool same_reader(const struct reader *a, const struct reader *b)
{
    return a->kind == b->kind && a->index == b->index;
}

static void add_edge(struct edges *edges, uint32_t slot, struct reader reader)
{
    struct reader coded = {reader.kind, reader.index + 1}; /* 0: none yet */
    if (same_reader(&edges->latest[slot], &coded)) {
        return;
    }
    edges->latest[slot] = coded;
    if (edges->counting) {
        edges->from[slot + 1]++;
    } else {
        edges->readers[edges->from[slot]++] = reader;
    }
}

struct graph {
    struct edges variables;
    struct edges rosters;
};

static void add_expr(struct graph *g, const struct expr *expr, struct reader reader)
{
    for (size_t i = 0; expr && i < expr->reads_n; i++) {
        add_edge(&g->variables, expr->reads[i], reader);
    }
    for (size_t i = 0; expr && i < expr->rosters_n; i++) {
        add_edge(&g->rosters, expr->rosters[i], reader);
    }
}

static void add_item(struct graph *g, const struct questionnaire *q, const struct item *item)
{
    struct reader reader = {READER_WHEN, item->index};
    add_expr(g, item->when.expr, reader);
    reader.kind = READER_OPTION;
    for (size_t i = 0; i < item->option_rules_n; i++) {
        add_expr(g, item->option_rules[i].when.expr, reader);
    }
    reader.kind = READER_COMPUTED;
    for (size_t i = 0; i < item->cases_n; i++) {
        add_expr(g, item->cases[i].when, reader);
        add_expr(g, item->cases[i].value, reader);
    }
    if (item->kind == ITEM_ROSTER) {
        reader.kind = READER_ROWS;
        add_edge(&g->variables, q->rosters[item->roster].count_slot, reader);
    }
}

static void add_all(struct graph *g, const struct questionnaire *q)
{
    for (uint32_t i = 0; i < q->items_n; i++) {
        add_item(g, q, &q->items[i]);
    }
    for (uint32_t i = 0; i < q->checks_n; i++) {
        struct reader reader = {READER_CHECK, i};
        add_expr(g, q->checks[i].holds, reader);
        for (size_t k = 0; k < q->checks[i].involves_n; k++) {
            add_edge(&g->variables, q->checks[i].involves[k], reader);
        }
    }
}

static void start(struct arena *arena, struct edges *edges, size_t n)
{
    edges->n = n;
    edges->counting = true;
    edges->from = ARENA_ARRAY(arena, n + 1, uint32_t);
    edges->latest = ARENA_ARRAY(arena, n, struct reader);
}

/* From counts to beginnings; laying down moves each beginning to the next one's, see finish. */
static void turn(struct arena *arena, struct edges *edges)
{
    for (size_t i = 0; i < edges->n; i++) {
        edges->from[i + 1] += edges->from[i];
        edges->latest[i] = (struct reader){0};
    }
    edges->readers = ARENA_ARRAY(arena, edges->from[edges->n], struct reader);
    edges->counting = false;
}

static void finish(struct edges *edges)
{
    for (size_t i = edges->n; i > 0; i--) {
        edges->from[i] = edges->from[i - 1];
    }
    edges->from[0] = 0;
}

void graph_build(struct loader *l)
{
    struct questionnaire *q = l->q;
    struct graph g = {0};
    start(l->arena, &g.variables, q->codebook->variables_n);
    start(l->arena, &g.rosters, q->rosters_n);
    add_all(&g, q);
    turn(l->arena, &g.variables);
    turn(l->arena, &g.rosters);
    add_all(&g, q);
    finish(&g.variables);
    finish(&g.rosters);
    q->reader_from = g.variables.from;
    q->readers = g.variables.readers;
    q->roster_reader_from = g.rosters.from;
    q->roster_readers = g.rosters.readers;
}

#include "expr/types_priv.h"

#include <stdlib.h>

/* ---- what is read ---------------------------------------------------------------------------- */

struct slots {
    uint32_t *items;
    size_t n;
};

static void collect(const struct expr_node *node, struct slots *cells, struct slots *rosters)
{
    if (!node) {
        return;
    }
    if (node->op == EXPR_CELL) {
        cells->items[cells->n++] = node->slot;
    } else if (node->op >= EXPR_ROWS_COUNT) {
        rosters->items[rosters->n++] = node->slot;
    }
    for (uint32_t i = 0; i < node->n; i++) {
        collect(node->args[i], cells, rosters);
    }
}

static int by_number(const void *left, const void *right)
{
    uint32_t a = *(const uint32_t *)left;
    uint32_t b = *(const uint32_t *)right;
    return (a > b) - (a < b);
}

static void sort_once(struct slots *slots)
{
    if (slots->n == 0) {
        return;
    }
    qsort(slots->items, slots->n, sizeof *slots->items, by_number);
    size_t kept = 1;
    for (size_t i = 1; i < slots->n; i++) {
        if (slots->items[i] != slots->items[kept - 1]) {
            slots->items[kept++] = slots->items[i];
        }
    }
    slots->n = kept;
}

static void collect_reads(struct compile *c, struct expr *expr)
{
    struct slots cells = {ARENA_ARRAY(c->scratch, expr->nodes, uint32_t), 0};
    struct slots rosters = {ARENA_ARRAY(c->scratch, expr->nodes, uint32_t), 0};
    collect(expr->root, &cells, &rosters);
    sort_once(&cells);
    sort_once(&rosters);
    uint32_t *reads = ARENA_ARRAY(c->arena, cells.n + rosters.n, uint32_t);
    memcpy(reads, cells.items, cells.n * sizeof *reads);
    memcpy(reads + cells.n, rosters.items, rosters.n * sizeof *reads);
    expr->reads = reads;
    expr->reads_n = cells.n;
    expr->rosters = reads + cells.n;
    expr->rosters_n = rosters.n;
}

/* ---- what the place wants -------------------------------------------------------------------- */

static bool fits(struct compile *c, const struct expr_node *root, struct expr_type want)
{
    if (want.kind == VALUE_NONE) {
        return true;
    }
    struct str wanted = type_words(c, want);
    struct str is = type_words(c, root->type);
    if (root->type.kind != want.kind || root->type.list != want.list) {
        compile_error(c, root->type.kind == want.kind ? "E206" : "E212", root->at, NULL,
                      "%.*s is needed here, this is %.*s", STR_ARG(wanted), STR_ARG(is));
        return false;
    }
    if (want.kind == VALUE_NUMBER && want.scale == 0 && root->type.scale > 0) {
        compile_error(c, "E212", root->at, "round(x) makes it whole",
                      "a whole number is needed here, this has decimals");
        return false;
    }
    return true;
}

static struct expr *compile_text(struct compile *c, struct expr_type want)
{
    struct syntax *syntax = syntax_parse(c);
    if (!syntax) {
        return NULL;
    }
    struct expr_node *root = check_node(c, syntax, want);
    if (!root || c->errors || !fits(c, root, want)) {
        return NULL;
    }
    struct expr *expr = ARENA_NEW(c->arena, struct expr);
    expr->text = c->text;
    expr->root = root;
    expr->nodes = c->nodes;
    collect_reads(c, expr);
    return expr;
}

struct expr *expr_compile(struct arena *arena, struct diags *diags, const struct source *source,
                          const struct node *where, const struct expr_scope *scope, struct expr_type want)
{
    if (where->kind != NODE_SCALAR) {
        node_error(diags, "E202", source, where, "an expression is a text, not a list or map");
        return NULL;
    }
    struct arena *scratch = arena_new();
    struct inside inside = {scope->roster, NULL};
    struct compile c = {.arena = arena,
                        .scratch = scratch,
                        .diags = diags,
                        .source = source,
                        .where = where,
                        .text = arena_copy(arena, where->text),
                        .scope = scope,
                        .inside = scope->roster == EXPR_NO_ROSTER ? NULL : &inside};
    struct expr *expr = compile_text(&c, want);
    arena_free(scratch);
    return expr;
}

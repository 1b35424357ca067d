#include "interview/interview_priv.h"

#include <time.h>

/* Why is this asked, or not: the conditions in the way, part by part, with the answers in them. */

struct telling {
    struct interview *iv;
    struct arena *arena;
    struct why_line *lines;
    size_t n, cap;
    uint32_t row;
};

/* ---- what the variables hold ---- */

static void say_when(struct telling *t, struct buf *out, uint32_t slot, uint32_t row)
{
    const struct entry *top = register_top(t->iv, REGISTER_ANSWER, slot, row);
    uint32_t item = t->iv->q->item_of_slot[slot];
    struct str nr = item == NONE ? STR_EMPTY : t->iv->q->items[item].nr;
    if (!nr.len && !top) {
        return;
    }
    buf_add_text(out, " (");
    buf_add(out, nr);
    if (top) {
        time_t seconds = (time_t)(t->iv->memos[top->act].wall_ms / 1000);
        struct tm local;
        localtime_r(&seconds, &local);
        buf_format(out, "%s%02d:%02d", nr.len ? ", " : "", local.tm_hour, local.tm_min);
    }
    buf_add_text(out, ")");
}

static void say_cell(struct telling *t, struct buf *out, uint32_t slot)
{
    const struct codebook *codebook = t->iv->q->codebook;
    const struct variable *variable = codebook->variables[slot];
    uint32_t row = t->iv->plan.keys[slot].class_ ? t->row : 0;
    const struct cell *cell = cell_seen(t->iv, slot, row);
    if (out->len) {
        buf_add_text(out, "; ");
    }
    buf_add(out, variable->id);
    buf_add_text(out, " = ");
    if (cell->state == CELL_ANSWERED || (cell->state == CELL_PARKED && cell->value.kind != VALUE_NONE)) {
        buf_add(out, value_shown(t->arena, codebook, variable, &cell->value, t->iv->language));
    }
    if (cell->state != CELL_ANSWERED) {
        buf_add_text(out, cell->value.kind == VALUE_NONE ? "" : " ");
        buf_add_text(out, cell_state_name(cell->state));
    }
    say_when(t, out, slot, row);
}

static void say_rows(struct telling *t, struct buf *out, uint32_t roster)
{
    const uint32_t *ids = NULL;
    size_t n = interview_rows(t->iv, roster, &ids);
    if (out->len) {
        buf_add_text(out, "; ");
    }
    buf_add(out, t->iv->q->items[t->iv->q->rosters[roster].item].id);
    buf_format(out, " = %zu", n);
}

static void say_values(struct telling *t, const struct expr_node *node, struct buf *out)
{
    if (node->op == EXPR_CELL) {
        say_cell(t, out, node->slot);
    }
    if (is_rows(node->op)) {
        say_rows(t, out, node->slot); /* its parts hold in rows of their own */
        return;
    }
    for (uint32_t i = 0; i < node->n; i++) {
        if (node->args[i]) {
            say_values(t, node->args[i], out);
        }
    }
}

/* ---- lines ---- */

static struct why_line *line_push(struct telling *t, unsigned depth, struct str text)
{
    if (t->n == t->cap) {
        size_t cap = t->cap ? 2 * t->cap : 16;
        struct why_line *lines = ARENA_ARRAY(t->arena, cap, struct why_line);
        if (t->n) {
            memcpy(lines, t->lines, t->n * sizeof *lines);
        }
        t->lines = lines;
        t->cap = cap;
    }
    struct why_line *line = &t->lines[t->n++];
    *line = (struct why_line){.depth = depth, .text = text, .decided_by = {NONE, 0}};
    return line;
}

static void add_node(struct telling *t, const struct expr_node *node, unsigned depth)
{
    struct buf values = buf_new(BUF_LIMIT_DEFAULT);
    if (!is_logic(node->op)) {
        say_values(t, node, &values);
    }
    struct why_line *line = line_push(t, depth, node->text);
    line->truth = truth_of(t->iv, node, t->row);
    line->values = arena_copy(t->arena, buf_str(&values));
    line->decided_by = decided_by(t->iv, node, t->row);
    buf_free(&values);
    for (uint32_t i = 0; is_logic(node->op) && i < node->n; i++) {
        add_node(t, node->args[i], depth + 1);
    }
}

/* A roster asks for as many rows as its count says. */
static void add_roster(struct telling *t, const struct item *item, unsigned depth)
{
    const struct roster_def *roster = &t->iv->q->rosters[item->roster];
    struct buf values = buf_new(BUF_LIMIT_DEFAULT);
    struct str count = t->iv->q->codebook->variables[roster->count_slot]->id;
    const uint32_t *ids = NULL;
    size_t n = interview_rows(t->iv, item->roster, &ids);
    enum truth truth = TRUTH_FALSE;
    for (size_t i = 0; i < n; i++) {
        truth = ids[i] == t->row ? TRUTH_TRUE : truth;
    }
    say_cell(t, &values, roster->count_slot);
    struct why_line *line = line_push(t, depth, arena_format(t->arena, "%.*s >= %u", STR_ARG(count), t->row));
    line->truth = truth;
    line->values = arena_copy(t->arena, buf_str(&values));
    line->decided_by = (struct place_in){t->iv->q->item_of_slot[roster->count_slot], 0};
    buf_free(&values);
}

static unsigned add_item(struct telling *t, const struct item *item)
{
    unsigned depth = item->parent == NONE ? 0 : add_item(t, &t->iv->q->items[item->parent]);
    bool in_row = t->iv->plan.steps[item->index].class_ != 0;
    uint32_t row = t->row;
    t->row = in_row ? row : 0;
    if (item->when.expr) {
        add_node(t, item->when.expr->root, depth++);
    }
    t->row = row;
    if (item->kind == ITEM_ROSTER && row) {
        add_roster(t, item, depth++);
    }
    return depth;
}

size_t interview_why(const struct interview *iv, struct arena *arena, struct place_in place,
                     const struct why_line **out)
{
    struct telling t = {.iv = settled(iv), .arena = arena, .row = place.row};
    if (place.item < t.iv->plan.items_n) {
        (void)add_item(&t, &t.iv->q->items[place.item]);
    }
    *out = t.lines;
    return t.n;
}

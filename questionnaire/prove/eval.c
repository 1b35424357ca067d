#include "questionnaire/prove/look_priv.h"

#include "base/utf8.h"

/* ---- leaves ---------------------------------------------------------------------------------- */

static uint32_t row_of(const struct look *l, uint32_t roster)
{
    if (roster == EXPR_NO_ROSTER) {
        return 0;
    }
    for (const struct look_row *at = l->at; at; at = at->outer) {
        if (at->roster == roster) {
            return at->row;
        }
    }
    return l->row;
}

uint32_t look_cell(const struct look *l, const struct expr_node *node)
{
    uint32_t row = row_of(l, node->roster);
    bool modelled = node->roster == EXPR_NO_ROSTER || row <= l->s->m->rows_n[node->roster];
    return modelled ? model_cell(l->s->m, node->slot, row) : NONE;
}

const struct dom *look_cell_dom(const struct look *l, const struct expr_node *node)
{
    uint32_t cell = look_cell(l, node);
    if (l->swap && cell == l->swap->cell) {
        return &l->swap->dom;
    }
    return cell == NONE ? &l->s->m->tops[model_cell(l->s->m, node->slot, 1)] : &l->s->cells[cell];
}

static struct dom eval_cell(const struct look *l, const struct expr_node *node)
{
    return *look_cell_dom(l, node);
}

static struct dom eval_text_constant(const struct look *l, struct str text)
{
    struct dom d = dom_any(VALUE_TEXT);
    d.why = 0;
    d.lo = d.hi = (int64_t)utf8_count(text);
    d.n = l->s->m->texts_n + 1;
    d.may = bits_only(l->s->arena, d.n, model_text(l->s->m, text));
    return d;
}

static struct dom eval_constant(const struct look *l, const struct expr_node *node)
{
    const struct value *value = &node->constant;
    const struct list *list = node->type.list;
    switch (value->kind) {
    case VALUE_BOOL:
        return dom_truth(value->truth ? CAN_TRUE : CAN_FALSE, 0);
    case VALUE_NUMBER:
        return dom_number(scaled_from(value->number), scaled_from(value->number));
    case VALUE_TIME:
        return (struct dom){.known = true, .kind = VALUE_TIME, .lo = value->minutes, .hi = value->minutes};
    case VALUE_DATE:
        return dom_date(value->date);
    case VALUE_CODE:
        return dom_code(l->s->arena, (uint32_t)list->n, (uint32_t)value->code);
    case VALUE_TEXT:
        return eval_text_constant(l, value->text);
    case VALUE_SET:
    case VALUE_NONE:
        break;
    }
    return dom_any((uint8_t)node->type.kind);
}

/* ---- logic ----------------------------------------------------------------------------------- */

/* `decides`: the outcome that settles the chain by itself. */
static struct dom eval_chain(const struct look *l, const struct expr_node *node, unsigned decides)
{
    unsigned other = (CAN_TRUE | CAN_FALSE) & ~decides;
    bool all_other = true; /* all of them can be it */
    bool decided = false;  /* one is always decisive */
    unsigned blocked = 0;  /* how many can only be decisive: then nothing else comes out */
    uint32_t why = 0;
    for (uint32_t i = 0; i < node->n; i++) {
        struct dom d = look_eval(l, node->args[i]);
        unsigned can = dom_can(&d);
        all_other = all_other && (can & other);
        decided = decided || (can & decides);
        blocked += (can & ~decides) == 0;
        why |= d.why;
    }
    if (blocked) {
        return dom_truth(decides, 0);
    }
    return dom_truth((decided ? decides : 0) | (all_other ? other : 0), why);
}

static struct dom eval_and(const struct look *l, const struct expr_node *node)
{
    return eval_chain(l, node, CAN_FALSE);
}

static struct dom eval_or(const struct look *l, const struct expr_node *node)
{
    return eval_chain(l, node, CAN_TRUE);
}

static struct dom eval_not(const struct look *l, const struct expr_node *node)
{
    struct dom d = look_eval(l, node->args[0]);
    d.may.one = (d.may.one & 1) << 1 | (d.may.one & 2) >> 1;
    return d;
}

static struct dom eval_default(const struct look *l, const struct expr_node *node)
{
    struct dom a = look_eval(l, node->args[0]);
    if (!a.why) {
        return a;
    }
    struct dom b = look_eval(l, node->args[1]);
    b.why |= b.why ? a.why : 0;
    a.why = 0;
    return a.known ? dom_join(l->s->arena, &a, &b) : b;
}

static struct dom eval_if(const struct look *l, const struct expr_node *node)
{
    struct dom condition = look_eval(l, node->args[0]);
    unsigned can = dom_can(&condition);
    struct dom d = dom_unknown((uint8_t)node->type.kind, condition.why);
    if (can & CAN_TRUE) {
        struct dom a = look_eval(l, node->args[1]);
        d = dom_join(l->s->arena, &d, &a);
    }
    if (can & CAN_FALSE) {
        struct dom b = look_eval(l, node->args[2]);
        d = dom_join(l->s->arena, &d, &b);
    }
    return d;
}

static struct dom eval_state(const struct look *l, const struct expr_node *node)
{
    static const uint32_t states[EXPR_OPS] = {
        [EXPR_ANSWERED] = STATE(CELL_ANSWERED),
        [EXPR_DONT_KNOW] = STATE(CELL_DONT_KNOW),
        [EXPR_REFUSED] = STATE(CELL_REFUSED),
        [EXPR_PARKED] = STATE(CELL_PARKED),
        [EXPR_ASKED] = STATE(CELL_ANSWERED) | STATE(CELL_DONT_KNOW) | STATE(CELL_REFUSED) | STATE(CELL_OPEN),
    };
    const struct dom *cell = look_cell_dom(l, node->args[0]);
    uint32_t now = cell->why | (cell->known ? STATE(CELL_ANSWERED) : 0);
    unsigned can = now & states[node->op] ? CAN_TRUE : 0u;
    can |= now & ~states[node->op] ? CAN_FALSE : 0u;
    return dom_truth(can, 0);
}

/* ---- all of them ----------------------------------------------------------------------------- */

static look_evaluator *const evaluators[EXPR_OPS] = {
    [EXPR_CONST] = eval_constant,
    [EXPR_CELL] = eval_cell,
    [EXPR_TODAY] = look_today,
    [EXPR_OR] = eval_or,
    [EXPR_AND] = eval_and,
    [EXPR_NOT] = eval_not,
    [EXPR_EQ] = look_comparison,
    [EXPR_NE] = look_comparison,
    [EXPR_LT] = look_comparison,
    [EXPR_LE] = look_comparison,
    [EXPR_GT] = look_comparison,
    [EXPR_GE] = look_comparison,
    [EXPR_IN] = look_in,
    [EXPR_HAS] = look_has,
    [EXPR_ADD] = look_add,
    [EXPR_SUB] = look_subtract,
    [EXPR_MUL] = look_multiply,
    [EXPR_DIV] = look_divide,
    [EXPR_NEG] = look_negate,
    [EXPR_DEFAULT] = eval_default,
    [EXPR_IF] = eval_if,
    [EXPR_ANSWERED] = eval_state,
    [EXPR_DONT_KNOW] = eval_state,
    [EXPR_REFUSED] = eval_state,
    [EXPR_ASKED] = eval_state,
    [EXPR_PARKED] = eval_state,
    [EXPR_YEAR] = look_year,
    [EXPR_MONTH] = look_month,
    [EXPR_AGE] = look_age,
    [EXPR_DAYS] = look_days,
    [EXPR_LENGTH] = look_length,
    [EXPR_ABS] = look_abs,
    [EXPR_ROUND] = look_round,
    [EXPR_MIN] = look_fold,
    [EXPR_MAX] = look_fold,
    [EXPR_SUM] = look_fold,
    [EXPR_COUNT] = look_count,
    [EXPR_SET_SIZE] = look_set_size,
    [EXPR_ROWS_COUNT] = look_rows_fold,
    [EXPR_ROWS_ANY] = look_rows_truth,
    [EXPR_ROWS_ALL] = look_rows_truth,
    [EXPR_ROWS_SUM] = look_rows_fold,
    [EXPR_ROWS_MIN] = look_rows_fold,
    [EXPR_ROWS_MAX] = look_rows_fold,
};

struct dom look_eval(const struct look *l, const struct expr_node *node)
{
    l->s->work++;
    return evaluators[node->op](l, node);
}

#include "questionnaire/prove/model_priv.h"

/* What a variable can hold at most, before anything is known of the route. */

#define STATE(state) (1u << (state))

/* People live long enough; a sample holds nobody born outside these years. */
enum { BIRTH_FIRST_YEAR = 1900 };

static uint32_t valueless_states(const struct variable *variable)
{
    uint32_t states = STATE(CELL_NOT_APPLICABLE);
    if (variable->role == ROLE_COMPUTED) {
        return states | STATE(CELL_DONT_KNOW) | STATE(CELL_REFUSED) | STATE(CELL_NOT_REACHED);
    }
    states |= variable->allow & ALLOW_DONT_KNOW ? STATE(CELL_DONT_KNOW) : 0;
    states |= variable->allow & ALLOW_REFUSED ? STATE(CELL_REFUSED) : 0;
    return states;
}

static void top_of_bits(const struct model *m, struct dom *d, size_t n)
{
    d->n = (uint32_t)n;
    d->may = bits_all(m->arena, d->n);
    d->must = bits_none(m->arena, d->n);
}

static void top_of_set(const struct model *m, struct dom *d, const struct variable *variable)
{
    bool exclusive = false;
    for (size_t i = 0; i < variable->list->n; i++) {
        exclusive = exclusive || variable->list->options[i].exclusive;
    }
    top_of_bits(m, d, variable->list->n);
    d->lo = exclusive && variable->choose_min > 1 ? 1 : variable->choose_min;
    d->hi = variable->choose_max;
}

/* A partial date is good when one of its days is: the first day may lie before the bound. */
int32_t lowest_date(const struct variable *variable, unsigned precise)
{
    struct date min = variable->date_min;
    if (precise & 1u << DATE_YEAR) {
        return days_from_civil(min.year, 1, 1);
    }
    if (precise & 1u << DATE_MONTH) {
        return days_from_civil(min.year, min.month ? min.month : 1, 1);
    }
    return date_first(min);
}

static void top_of_date(const struct model *m, struct dom *d, const struct variable *variable)
{
    (void)m;
    d->precise = (uint8_t)variable->precisions;
    d->lo = days_from_civil(1000, 1, 1);
    d->hi = days_from_civil(9999, 12, 31);
    if (variable->role == ROLE_FRAME) {
        d->lo = days_from_civil(BIRTH_FIRST_YEAR, 1, 1);
    }
    if (variable->date_min.year) {
        d->lo = lowest_date(variable, d->precise);
    }
    if (variable->date_max.year) {
        d->hi = date_last(variable->date_max);
    }
}

static void top_of_text(const struct model *m, struct dom *d, const struct variable *variable)
{
    top_of_bits(m, d, m->texts_n + 1);
    d->lo = 1;
    d->hi = variable->length;
    for (uint32_t i = 0; i < m->texts_n; i++) {
        struct value value = {.kind = VALUE_TEXT, .text = m->texts[i]};
        if (value_check(variable, &value, 0) != VALUE_GOOD) {
            d->may.one &= ~((uint64_t)1 << i);
        }
    }
}

struct dom top_of_variable(const struct model *m, const struct variable *variable)
{
    struct dom d = dom_any((uint8_t)variable_expr_type(variable).kind);
    d.why = valueless_states(variable);
    switch (variable->type) {
    case VARIABLE_CODE:
        top_of_bits(m, &d, variable->list->n);
        break;
    case VARIABLE_SET:
        top_of_set(m, &d, variable);
        break;
    case VARIABLE_INT:
    case VARIABLE_DECIMAL:
        if (variable->role != ROLE_COMPUTED) {
            d.lo = scaled_from(variable->min);
            d.hi = scaled_from(variable->max);
        }
        break;
    case VARIABLE_TEXT:
        top_of_text(m, &d, variable);
        break;
    case VARIABLE_DATE:
        top_of_date(m, &d, variable);
        break;
    case VARIABLE_TIME:
        d.lo = variable->min.units;
        d.hi = variable->max.units;
        break;
    case VARIABLE_BOOL:
    case VARIABLE_TYPES:
        break;
    }
    return d;
}

/* ---- texts that are told apart --------------------------------------------------------------- */

uint32_t model_text(const struct model *m, struct str text)
{
    uint32_t i = 0;
    while (i < m->texts_n && !str_equal(m->texts[i], text)) {
        i++;
    }
    return i;
}

static void texts_of_node(struct model *m, const struct expr_node *node)
{
    if (node->op == EXPR_CONST && node->constant.kind == VALUE_TEXT && m->texts_n < TEXTS_MOST &&
        model_text(m, node->constant.text) == m->texts_n) {
        m->texts[m->texts_n++] = node->constant.text;
    }
    for (uint32_t i = 0; i < node->n; i++) {
        if (node->args[i]) {
            texts_of_node(m, node->args[i]);
        }
    }
}

static void texts_of(struct model *m, const struct expr *expr)
{
    if (expr) {
        texts_of_node(m, expr->root);
    }
}

void model_texts(struct model *m)
{
    m->texts = ARENA_ARRAY(m->arena, TEXTS_MOST, struct str);
    for (uint32_t i = 0; i < m->q->items_n; i++) {
        const struct item *item = &m->q->items[i];
        texts_of(m, item->when.expr);
        for (size_t k = 0; k < item->option_rules_n; k++) {
            texts_of(m, item->option_rules[k].when.expr);
        }
        for (size_t k = 0; k < item->cases_n; k++) {
            texts_of(m, item->cases[k].when);
            texts_of(m, item->cases[k].value);
        }
    }
    for (uint32_t i = 0; i < m->q->checks_n; i++) {
        texts_of(m, m->q->checks[i].holds);
    }
}

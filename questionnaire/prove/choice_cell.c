#include "questionnaire/prove/search_priv.h"

/* Splitting what a cell can be. */

static void add_part(struct choice *choice, uint32_t cell, struct dom part)
{
    if (!dom_empty(&part)) {
        choice_add(choice, demand_cell(cell, part));
    }
}

static bool split_states(uint32_t cell, const struct dom *d, struct choice *choice)
{
    struct dom part = *d;
    part.why = 0;
    if (d->known) {
        add_part(choice, cell, part);
    }
    for (unsigned state = 0; state < CELL_STATES; state++) {
        part = dom_unknown(d->kind, d->why & STATE(state));
        add_part(choice, cell, part);
    }
    return true;
}

static uint32_t hinted_bit(const struct solver *v, uint32_t cell, const struct dom *d)
{
    const struct dom *hint = v->hints ? &v->hints[cell] : NULL;
    uint32_t bit = d->n;
    if (hint && hint->known && hint->n == d->n) {
        bit = bits_seek(bits_and(v->s->arena, hint->may, d->may, d->n), d->n, 0);
    }
    return bit < d->n ? bit : bits_seek(d->may, d->n, 0);
}

static bool split_bits(struct solver *v, uint32_t cell, const struct dom *d, struct choice *choice)
{
    if (bits_count(d->may, d->n) < 2) {
        return false;
    }
    struct dom part = *d;
    struct bits one = bits_only(v->s->arena, d->n, hinted_bit(v, cell, d));
    part.may = one;
    add_part(choice, cell, part);
    part.may = bits_minus(v->s->arena, d->may, one, d->n);
    add_part(choice, cell, part);
    return true;
}

static bool split_set(struct solver *v, uint32_t cell, const struct dom *d, struct choice *choice)
{
    struct bits open = bits_minus(v->s->arena, d->may, d->must, d->n);
    uint32_t bit = bits_seek(open, d->n, 0);
    if (bit == d->n) {
        return false;
    }
    struct bits one = bits_only(v->s->arena, d->n, bit);
    struct dom part = *d;
    part.may = bits_minus(v->s->arena, d->may, one, d->n);
    add_part(choice, cell, part);
    part = *d;
    part.must = bits_or(v->s->arena, d->must, one, d->n);
    add_part(choice, cell, part);
    return true;
}

/* The hint, else the middle; on the grid, because the ends are. */
static int64_t pivot(const struct solver *v, uint32_t cell, const struct dom *d)
{
    const struct dom *hint = v->hints ? &v->hints[cell] : NULL;
    if (hint && hint->known && hint->lo == hint->hi && hint->lo >= d->lo && hint->lo <= d->hi) {
        return hint->lo;
    }
    int64_t unit = d->kind == VALUE_NUMBER ? MILLION : 1;
    int64_t half = d->hi / 2 - d->lo / 2;
    int64_t middle = d->lo + half - half % unit;
    return middle < d->lo ? d->lo : middle > d->hi ? d->hi : middle;
}

static bool split_interval(struct solver *v, uint32_t cell, const struct dom *d, struct choice *choice)
{
    if (d->lo == d->hi) {
        return false;
    }
    int64_t at = pivot(v, cell, d);
    struct dom part = *d;
    part.lo = part.hi = at;
    add_part(choice, cell, part);
    part = *d;
    part.hi = at - 1;
    if (part.lo <= part.hi) {
        add_part(choice, cell, part);
    }
    part = *d;
    part.lo = at + 1;
    if (part.lo <= part.hi) {
        add_part(choice, cell, part);
    }
    return true;
}

static bool split_date(struct solver *v, uint32_t cell, const struct dom *d, struct choice *choice)
{
    static const enum date_precision precisions[] = {DATE_DAY, DATE_MONTH, DATE_YEAR};
    if ((d->precise & (d->precise - 1)) == 0) {
        return split_interval(v, cell, d, choice);
    }
    for (size_t i = 0; i < ARRAY_LEN(precisions); i++) {
        struct dom part = *d;
        part.precise &= (uint8_t)(1u << precisions[i]);
        if (part.precise) {
            add_part(choice, cell, part);
        }
    }
    return true;
}

static bool split_value(struct solver *v, uint32_t cell, const struct dom *d, struct choice *choice)
{
    switch ((enum value_kind)d->kind) {
    case VALUE_BOOL:
    case VALUE_CODE:
        return split_bits(v, cell, d, choice);
    case VALUE_TEXT:
        return split_bits(v, cell, d, choice) || split_interval(v, cell, d, choice);
    case VALUE_SET:
        return split_set(v, cell, d, choice);
    case VALUE_DATE:
        return split_date(v, cell, d, choice);
    case VALUE_NUMBER:
    case VALUE_TIME:
        return split_interval(v, cell, d, choice);
    case VALUE_NONE:
        break;
    }
    return false;
}

static bool is_derived(const struct solver *v, uint32_t step)
{
    return step != NONE && v->s->m->steps[step].kind == STEP_ITEM &&
           step_item(v->s->m, step)->kind == ITEM_COMPUTED;
}

bool choose_cell(struct solver *v, uint32_t cell, struct choice *choice)
{
    const struct dom *d = &v->s->cells[cell];
    uint32_t step = v->s->m->cells[cell].step;
    if (dom_single(d)) {
        return false;
    }
    if (step != NONE && v->s->on[step] == ON_EITHER) {
        choice_add(choice, demand_on(step, ON_TRUE));
        choice_add(choice, demand_on(step, ON_FALSE));
        return true;
    }
    if (d->why && (d->known || (d->why & (d->why - 1)))) {
        return split_states(cell, d, choice);
    }
    if (is_derived(v, step) && d->kind != VALUE_BOOL && d->kind != VALUE_CODE) {
        return choose_inputs(v, step, choice);
    }
    return split_value(v, cell, d, choice);
}

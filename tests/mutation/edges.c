#include "tests/mutation/edges.h"

static bool has_bounds(const struct variable *v)
{
    bool counts = v->type == VARIABLE_INT || v->type == VARIABLE_DECIMAL;
    bool dates = v->type == VARIABLE_DATE && (v->date_min.year || v->date_max.year);
    return v->role == ROLE_ASKED && (counts || dates || v->type == VARIABLE_SET);
}

static uint32_t row_of(const struct variable *v)
{
    return v->roster == EXPR_NO_ROSTER ? 0 : 1;
}

static bool was_answered(const struct replay *r, const struct variable *v)
{
    return has_bounds(v) && interview_cell(r->iv, v->slot, row_of(v))->state == CELL_ANSWERED;
}

size_t edges_new(const struct replay *r, bool *seen)
{
    const struct codebook *book = r->q->codebook;
    size_t n = 0;
    for (size_t i = 0; i < book->variables_n; i++) {
        if (!seen[i] && was_answered(r, book->variables[i])) {
            seen[i] = true;
            n++;
        }
    }
    return n;
}

static void try_value(struct hasher *hasher, struct replay *r, const struct variable *v, struct value value)
{
    enum value_fault fault = VALUE_GOOD;
    struct answer answer = {v->slot, row_of(v), CELL_ANSWERED, value};
    hasher_add_int(hasher, v->slot);
    hasher_add_int(hasher, interview_answer(r->iv, &answer, 1, &fault));
}

static void try_number(struct hasher *hasher, struct replay *r, const struct variable *v, bool outside)
{
    struct number step = v->type == VARIABLE_INT ? number_int(1) : v->step;
    struct number low = v->min;
    struct number high = v->max;
    if (outside && (!number_subtract(low, step, &low) || !number_add(high, step, &high))) {
        return;
    }
    try_value(hasher, r, v, (struct value){.kind = VALUE_NUMBER, .number = low});
    try_value(hasher, r, v, (struct value){.kind = VALUE_NUMBER, .number = high});
}

static void try_date(struct hasher *hasher, struct replay *r, const struct variable *v, bool outside)
{
    if (v->date_min.year) {
        struct date low = date_from_days(date_first(v->date_min) - outside);
        try_value(hasher, r, v, (struct value){.kind = VALUE_DATE, .date = low});
    }
    if (v->date_max.year) {
        struct date high = date_from_days(date_last(v->date_max) + outside);
        try_value(hasher, r, v, (struct value){.kind = VALUE_DATE, .date = high});
    }
}

/* The first options that can stand together. */
static void try_options(struct hasher *hasher, struct replay *r, const struct variable *v, uint32_t n)
{
    int32_t *items = ARENA_ARRAY(r->arena, v->list->n, int32_t);
    uint32_t found = 0;
    for (size_t i = 0; i < v->list->n && found < n; i++) {
        if (!v->list->options[i].exclusive && !v->list->options[i].specify) {
            items[found++] = (int32_t)i;
        }
    }
    if (found == n && n > 0) {
        try_value(hasher, r, v, (struct value){.kind = VALUE_SET, .set = {items, n}});
    }
}

static void try_bounds(struct hasher *hasher, struct replay *r, const struct variable *v, bool outside)
{
    switch (v->type) {
    case VARIABLE_INT:
    case VARIABLE_DECIMAL:
        try_number(hasher, r, v, outside);
        break;
    case VARIABLE_DATE:
        try_date(hasher, r, v, outside);
        break;
    case VARIABLE_SET:
        try_options(hasher, r, v, v->choose_min - (outside && v->choose_min > 0));
        try_options(hasher, r, v, v->choose_max + outside);
        break;
    case VARIABLE_CODE:
    case VARIABLE_TEXT:
    case VARIABLE_TIME:
    case VARIABLE_BOOL:
    case VARIABLE_TYPES:
        break;
    }
}

/* What is refused changes nothing; what is taken changes what stands behind it, so the last goes first. */
void edges_add(struct hasher *hasher, struct replay *r, const struct questionnaire *original)
{
    const struct codebook *book = original->codebook;
    for (size_t i = 0; i < book->variables_n; i++) {
        if (was_answered(r, book->variables[i])) {
            try_bounds(hasher, r, book->variables[i], true);
        }
    }
    for (size_t i = book->variables_n; i-- > 0;) {
        if (was_answered(r, book->variables[i])) {
            try_bounds(hasher, r, book->variables[i], false);
        }
    }
}

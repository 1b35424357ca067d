#include "cleaning/domain_priv.h"

/* Which values a field may be given. */

enum { VALUES_ALL = 250, YEARS_BACK = 110 };

struct making {
    const struct clean *clean;
    struct arena *arena;
    const struct variable *v;
    uint32_t record;
    int32_t today;
    struct domain *d;
};

static void add(struct making *m, const struct value *value, enum clean_why why)
{
    struct domain *d = m->d;
    if (value_check(m->v, value, m->today) != VALUE_GOOD) {
        return;
    }
    for (uint32_t i = 0; i < d->n; i++) {
        if (d->cells[i].state == CELL_ANSWERED && value_equal(&d->cells[i].value, value)) {
            d->why[i] = i && why < d->why[i] ? why : d->why[i];
            return;
        }
    }
    if (d->n == d->cap) {
        uint32_t cap = d->cap ? 2 * d->cap : 64;
        struct cell *cells = ARENA_ARRAY(m->arena, cap, struct cell);
        enum clean_why *whys = ARENA_ARRAY(m->arena, cap, enum clean_why);
        if (d->n) {
            memcpy(cells, d->cells, d->n * sizeof *cells);
            memcpy(whys, d->why, d->n * sizeof *whys);
        }
        d->cells = cells;
        d->why = whys;
        d->cap = cap;
    }
    d->cells[d->n] = (struct cell){CELL_ANSWERED, *value};
    d->why[d->n++] = why;
}

/* ---- typing neighbours of numbers -------------------------------------------------------------------- */

static void add_text(struct making *m, struct str text, enum clean_why why)
{
    struct value value;
    if (value_read(m->arena, m->v, text, &value)) {
        add(m, &value, why);
    }
}

static void near_number(struct making *m, const struct value *value)
{
    struct str text = number_format(m->arena, value->number);
    char *copy = ARENA_ARRAY(m->arena, text.len + 2, char);
    memcpy(copy, text.ptr, text.len);
    struct str typed = {copy, text.len};
    for (size_t i = 0; i + 1 < text.len; i++) {
        copy[i] = text.ptr[i + 1];
        copy[i + 1] = text.ptr[i];
        add_text(m, typed, WHY_SWAPPED);
        memcpy(copy, text.ptr, text.len);
    }
    for (size_t i = 0; i < text.len; i++) {
        for (char c = '0'; c <= '9' && text.ptr[i] != '.' && text.ptr[i] != '-'; c++) {
            copy[i] = c;
            add_text(m, typed, WHY_DIGIT);
        }
        copy[i] = text.ptr[i];
    }
    copy[text.len] = '0';
    add_text(m, (struct str){copy, text.len + 1}, WHY_FACTOR_TEN);
    if (text.len > 1 && text.ptr[text.len - 1] == '0') {
        add_text(m, str_slice(text, 0, text.len - 1), WHY_FACTOR_TEN);
    }
}

/* ---- constants of the rules ---------------------------------------------------------------------------- */

static void add_constants(struct making *m, const struct expr_node *node)
{
    if (node->op == EXPR_CONST && node->constant.kind == VALUE_CODE && node->type.list == m->v->list &&
        m->v->type == VARIABLE_CODE) {
        add(m, &node->constant, WHY_WITNESS);
    } else if (node->op == EXPR_CONST && node->constant.kind == VALUE_NUMBER &&
               variable_expr_type(m->v).kind == VALUE_NUMBER) {
        for (int by = -1; by <= 1; by++) {
            struct value value = {.kind = VALUE_NUMBER};
            if (number_add(node->constant.number, number_int(by), &value.number)) {
                add(m, &value, WHY_WITNESS);
            }
        }
    }
    for (uint32_t i = 0; i < node->n; i++) {
        if (node->args[i]) {
            add_constants(m, node->args[i]);
        }
    }
}

static void add_rule_constants(struct making *m)
{
    uint32_t slot = m->v->slot;
    for (uint32_t i = m->clean->deps_from[slot]; i < m->clean->deps_from[slot + 1]; i++) {
        const struct expr *holds = m->clean->rules->items[m->clean->deps[i]].holds;
        if (holds) {
            add_constants(m, holds->root);
        }
    }
}

/* ---- by type ---------------------------------------------------------------------------------------------
 */

static void add_codes(struct making *m, const struct value *present)
{
    const struct list *list = m->v->list;
    for (size_t i = 0; list->n <= VALUES_ALL && i < list->n; i++) {
        struct value value = {.kind = VALUE_CODE, .code = (int32_t)i};
        bool next = present && (value.code == present->code + 1 || value.code == present->code - 1);
        add(m, &value, next && !list->frame ? WHY_CODE : WHY_WITNESS);
    }
    add_rule_constants(m);
    /* what the record has under other names: the country of a parent, say */
    const struct codebook *book = m->clean->setup.questionnaire->codebook;
    for (size_t i = 0; list->n > VALUES_ALL && i < book->variables_n; i++) {
        const struct variable *other = book->variables[i];
        if (other->list == list && other->type == VARIABLE_CODE && other->roster == EXPR_NO_ROSTER) {
            struct cell cell = data_cell(m->clean->data, other->slot, m->record, 0);
            if (cell.state == CELL_ANSWERED) {
                add(m, &cell.value, WHY_WITNESS);
            }
        }
    }
}

static void add_numbers(struct making *m, const struct value *present)
{
    if (present) {
        near_number(m, present);
    }
    struct number at = m->v->min;
    struct number step = m->v->step.units ? m->v->step : number_int(1);
    for (int i = 0; i < VALUES_ALL && number_compare(at, m->v->max) <= 0; i++) {
        struct value value = {.kind = VALUE_NUMBER, .number = at};
        add(m, &value, WHY_WITNESS);
        if (!number_add(at, step, &at)) {
            break;
        }
    }
    add_rule_constants(m);
}

static void add_date(struct making *m, struct date date, enum clean_why why)
{
    struct value value = {.kind = VALUE_DATE, .date = date};
    if (date_valid(date)) {
        add(m, &value, why);
    }
}

static void add_dates(struct making *m, const struct value *present)
{
    if (!present) {
        return;
    }
    struct date date = present->date;
    struct date swapped = {date.year, date.day, date.month};
    add_date(m, swapped, WHY_DATE);
    for (int by = -1; by <= 1; by += 2) {
        struct date day = {date.year, date.month, (uint8_t)(date.day + by)};
        struct date month = {date.year, (uint8_t)(date.month + by), date.day};
        struct date year = {(int16_t)(date.year + by), date.month, date.day};
        struct date decade = {(int16_t)(date.year + 10 * by), date.month, date.day};
        if (date.day) {
            add_date(m, day, WHY_DATE);
        }
        if (date.month) {
            add_date(m, month, WHY_DATE);
        }
        add_date(m, year, WHY_DATE);
        add_date(m, decade, WHY_DATE);
    }
    int last = date_from_days(m->today).year;
    for (int year = last; year > last - YEARS_BACK; year--) {
        struct date other = {(int16_t)year, date.month, date.day};
        add_date(m, other, WHY_WITNESS);
    }
}

/* The present set with one option more or less, and each option alone. */
static void add_sets(struct making *m, const struct value *present)
{
    size_t n = m->v->list->n <= VALUES_ALL ? m->v->list->n : 0;
    for (size_t i = 0; i < n; i++) {
        int32_t *items = ARENA_ARRAY(m->arena, (present ? present->set.n : 0) + 1u, int32_t);
        struct value value = {.kind = VALUE_SET, .set = {items, 0}};
        bool put = !present || set_has(present->set, (int32_t)i);
        for (uint32_t k = 0; present && k < present->set.n; k++) {
            int32_t item = present->set.items[k];
            if (!put && item > (int32_t)i) {
                items[value.set.n++] = (int32_t)i;
                put = true;
            }
            if (item != (int32_t)i) {
                items[value.set.n++] = item;
            }
        }
        if (!put) {
            items[value.set.n++] = (int32_t)i;
        }
        add(m, &value, WHY_CODE);
        int32_t *alone = ARENA_NEW(m->arena, int32_t);
        *alone = (int32_t)i;
        struct value single = {.kind = VALUE_SET, .set = {alone, 1}};
        add(m, &single, WHY_WITNESS);
    }
}

void domain_make(const struct clean *clean, struct arena *arena, uint32_t record, struct domain *domain)
{
    const struct variable *v = clean->setup.questionnaire->codebook->variables[domain->slot];
    struct making m = {clean, arena, v, record, clean->data->records[record].about.today, domain};
    struct cell present = data_cell(clean->data, v->slot, record, domain->row);
    domain->cells = ARENA_ARRAY(arena, 64, struct cell);
    domain->why = ARENA_ARRAY(arena, 64, enum clean_why);
    domain->cap = 64;
    domain->cells[0] = present;
    domain->why[0] = WHY_WITNESS;
    domain->n = 1;
    bool said = present.state == CELL_ANSWERED || present.state == CELL_DONT_KNOW ||
                present.state == CELL_REFUSED || present.state == CELL_OPEN;
    const struct value *value = present.state == CELL_ANSWERED ? &present.value : NULL;
    if (!said) {
        return; /* what was not to be asked gets no value by guessing */
    }
    switch (v->type) {
    case VARIABLE_CODE:
        add_codes(&m, value);
        break;
    case VARIABLE_SET:
        add_sets(&m, value);
        break;
    case VARIABLE_INT:
    case VARIABLE_DECIMAL:
        add_numbers(&m, value);
        break;
    case VARIABLE_DATE:
        add_dates(&m, value);
        break;
    case VARIABLE_TEXT:
    case VARIABLE_TIME:
    case VARIABLE_BOOL:
    case VARIABLE_TYPES:
        break;
    }
}

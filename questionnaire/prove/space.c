#include "questionnaire/prove/space_priv.h"

#include <stdlib.h>

#include "base/utf8.h"

void space_init(struct space *s, const struct model *m, struct arena *arena, int group)
{
    *s = (struct space){.m = m, .arena = arena, .group = group, .level = 1, .levels = 1};
    s->cells = mem_alloc(m->cells_n * sizeof *s->cells);
    memcpy(s->cells, m->tops, m->cells_n * sizeof *s->cells);
    s->on = mem_alloc(m->steps_n + 1);
    memset(s->on, ON_EITHER, m->steps_n);
    s->settled = mem_alloc((m->steps_n + 1) * sizeof *s->settled);
    memset(s->settled, 0, m->steps_n * sizeof *s->settled);
    s->cell_stamp = mem_alloc(m->cells_n * sizeof *s->cell_stamp);
    memset(s->cell_stamp, 0, m->cells_n * sizeof *s->cell_stamp);
    s->step_stamp = mem_alloc((m->steps_n + 1) * sizeof *s->step_stamp);
    memset(s->step_stamp, 0, m->steps_n * sizeof *s->step_stamp);
}

void space_free(struct space *s)
{
    free(s->cells);
    free(s->on);
    free(s->settled);
    free(s->cell_stamp);
    free(s->step_stamp);
    free(s->undo);
}

/* ---- levels ---------------------------------------------------------------------------------- */

struct space_mark space_mark(struct space *s)
{
    struct space_mark mark = {s->undo_n, s->level};
    s->level = ++s->levels;
    return mark;
}

void space_back(struct space *s, struct space_mark mark)
{
    while (s->undo_n > mark.undo_n) {
        const struct space_undo *u = &s->undo[--s->undo_n];
        if (u->is_cell) {
            s->cells[u->index] = u->cell;
            s->cell_stamp[u->index] = u->stamp;
        } else {
            s->on[u->index] = u->on;
            s->step_stamp[u->index] = u->stamp;
        }
    }
    s->level = mark.level;
    s->failed = false;
}

static struct space_undo *undo_push(struct space *s)
{
    if (s->undo_n == s->undo_cap) {
        s->undo = array_grow(s->undo, &s->undo_cap, sizeof *s->undo);
    }
    return &s->undo[s->undo_n++];
}

/* ---- narrowing ------------------------------------------------------------------------------- */

static int64_t floor_to(int64_t a, int64_t step)
{
    int64_t rest = a % step;
    return rest < 0 ? a - rest - step : a - rest;
}

/* What follows from others is rounded to the decimals of its step, what is asked lies on the step. */
static int64_t grid_of(const struct variable *variable)
{
    static const int64_t down[] = {1000000, 100000, 10000, 1000, 100, 10, 1};
    if (variable->type == VARIABLE_INT) {
        return MILLION;
    }
    int64_t step = scaled_from(variable->step);
    return variable->role == ROLE_COMPUTED || step <= 0 ? down[variable->step.scale] : step;
}

/* A month or a year alone begins on its first day. */
static int64_t beginning(int64_t day, unsigned precise, bool up)
{
    struct date date = date_from_days((int32_t)day);
    bool month = precise & 1u << DATE_MONTH;
    int32_t first = days_from_civil(date.year, month ? date.month : 1, 1);
    if (!up || first == day) {
        return first;
    }
    bool next_year = !month || date.month == 12;
    return days_from_civil(date.year + next_year, month && !next_year ? date.month + 1u : 1, 1);
}

static void settle_date(const struct variable *variable, struct dom *d)
{
    if (variable->role == ROLE_ASKED && variable->date_min.year) {
        int32_t lowest = lowest_date(variable, d->precise);
        d->lo = d->lo > lowest ? d->lo : lowest;
    }
    if (!(d->precise & 1u << DATE_DAY) && d->lo <= d->hi) {
        d->lo = beginning(d->lo, d->precise, true);
        d->hi = beginning(d->hi, d->precise, false);
    }
}

/* Numbers lie on their steps, dates in their bounds. */
static void settle_grid(const struct variable *variable, struct dom *d)
{
    if (d->kind == VALUE_NUMBER && !scaled_unbounded(d->lo) && !scaled_unbounded(d->hi)) {
        int64_t step = grid_of(variable);
        d->lo = -floor_to(-d->lo, step);
        d->hi = floor_to(d->hi, step);
    } else if (d->kind == VALUE_DATE) {
        settle_date(variable, d);
    }
    d->known = d->known && d->lo <= d->hi;
}

static struct bits exclusive_options(struct space *s, const struct list *list)
{
    struct bits exclusive = bits_none(s->arena, (uint32_t)list->n);
    for (uint32_t i = 0; i < list->n; i++) {
        if (list->options[i].exclusive) {
            exclusive =
                bits_or(s->arena, exclusive, bits_only(s->arena, (uint32_t)list->n, i), (uint32_t)list->n);
        }
    }
    return exclusive;
}

/* An exclusive option stands alone, and alone it is enough. */
static void settle_exclusive(struct space *s, const struct variable *variable, struct dom *d)
{
    struct bits exclusive = exclusive_options(s, variable->list);
    if (bits_meet(d->must, exclusive, d->n)) {
        d->hi = d->hi < 1 ? d->hi : 1;
        d->may = bits_and(s->arena, d->may, d->must, d->n);
    } else if (d->lo > 1 || bits_count(d->must, d->n) > 0) {
        d->may = bits_minus(s->arena, d->may, exclusive, d->n);
    }
    if (!bits_meet(d->may, exclusive, d->n) && d->lo < variable->choose_min) {
        d->lo = variable->choose_min;
    }
    int64_t chosen = bits_count(d->must, d->n);
    int64_t possible = bits_count(d->may, d->n);
    d->lo = d->lo > chosen ? d->lo : chosen;
    d->hi = d->hi < possible ? d->hi : possible;
    d->known = d->known && d->lo <= d->hi && bits_subset(d->must, d->may, d->n);
}

/* A text that is named has its length. */
static void settle_text(const struct model *m, struct dom *d)
{
    bool other = bits_has(&d->may, d->n, m->texts_n);
    int64_t shortest = DOM_HIGHEST;
    int64_t longest = 0;
    for (uint32_t i = 0; i < m->texts_n; i++) {
        if (!bits_has(&d->may, d->n, i)) {
            continue;
        }
        int64_t length = (int64_t)utf8_count(m->texts[i]);
        if (length < d->lo || length > d->hi) {
            d->may.one &= ~((uint64_t)1 << i);
            continue;
        }
        shortest = length < shortest ? length : shortest;
        longest = length > longest ? length : longest;
    }
    if (!other && shortest <= longest) {
        d->lo = d->lo > shortest ? d->lo : shortest;
        d->hi = d->hi < longest ? d->hi : longest;
    }
    d->known = d->known && d->may.one;
}

static void settle(struct space *s, uint32_t cell, struct dom *d)
{
    if (cell == s->m->today_cell || !d->known) {
        return;
    }
    const struct variable *variable = cell_variable(s->m, cell);
    if (d->kind == VALUE_NUMBER || d->kind == VALUE_DATE) {
        settle_grid(variable, d);
    } else if (d->kind == VALUE_SET) {
        settle_exclusive(s, variable, d);
    } else if (d->kind == VALUE_TEXT) {
        settle_text(s->m, d);
    }
}

bool space_cell(struct space *s, uint32_t cell, const struct dom *to)
{
    struct dom *now = &s->cells[cell];
    if (dom_within(now, to)) {
        return true;
    }
    struct dom d = dom_meet(s->arena, now, to);
    settle(s, cell, &d);
    if (s->cell_stamp[cell] != s->level) {
        *undo_push(s) = (struct space_undo){true, cell, s->cell_stamp[cell], 0, *now};
        s->cell_stamp[cell] = s->level;
    }
    *now = d;
    s->changed = true;
    s->failed = s->failed || dom_empty(&d);
    return !dom_empty(&d);
}

bool space_on(struct space *s, uint32_t step, unsigned on)
{
    uint8_t now = s->on[step];
    uint8_t left = (uint8_t)(now & on);
    if (left == now) {
        return left != 0;
    }
    if (s->step_stamp[step] != s->level) {
        *undo_push(s) = (struct space_undo){.index = step, .stamp = s->step_stamp[step], .on = now};
        s->step_stamp[step] = s->level;
    }
    s->on[step] = left;
    s->changed = true;
    s->failed = s->failed || !left;
    return left != 0;
}

bool space_states(struct space *s, uint32_t cell, uint32_t states, bool known)
{
    struct dom to = dom_any(s->cells[cell].kind);
    to.why = states;
    to.known = known;
    return space_cell(s, cell, &to);
}

#include "questionnaire/prove/prove_priv.h"

/* Respondents: stored as picks, told as answers. */

/* ---- storing --------------------------------------------------------------------------------- */

struct pick pick_of(struct arena *arena, uint32_t cell, const struct cell *value)
{
    struct pick pick = {.cell = cell, .state = (uint16_t)value->state};
    if (value->state != CELL_ANSWERED) {
        return pick;
    }
    const struct value *v = &value->value;
    switch (v->kind) {
    case VALUE_NUMBER:
        pick.number = scaled_from(v->number);
        break;
    case VALUE_DATE:
        pick.precision = (uint16_t)date_precision(v->date);
        pick.number = date_first(v->date);
        break;
    case VALUE_TIME:
        pick.number = v->minutes;
        break;
    case VALUE_CODE:
        pick.number = v->code;
        break;
    case VALUE_TEXT:
    case VALUE_SET: {
        struct value *kept = ARENA_NEW(arena, struct value);
        *kept = value_copy(arena, v);
        pick.kept = kept;
        break;
    }
    case VALUE_NONE:
    case VALUE_BOOL:
        break;
    }
    return pick;
}

static struct value date_of_pick(const struct pick *pick)
{
    struct value value = {.kind = VALUE_DATE, .date = date_from_days((int32_t)pick->number)};
    value.date.day = pick->precision == DATE_DAY ? value.date.day : 0;
    value.date.month = pick->precision == DATE_YEAR ? 0 : value.date.month;
    return value;
}

static struct value number_of_pick(const struct variable *variable, const struct pick *pick)
{
    static const int64_t grids[] = {1000000, 100000, 10000, 1000, 100, 10, 1};
    uint8_t scale = variable->type == VARIABLE_INT ? 0 : variable->step.scale;
    return (struct value){.kind = VALUE_NUMBER, .number = {pick->number / grids[scale], scale}};
}

struct cell cell_of_pick(const struct model *m, const struct pick *pick)
{
    struct cell cell = {.state = (enum cell_state)pick->state};
    if (cell.state != CELL_ANSWERED) {
        return cell;
    }
    switch ((enum value_kind)m->tops[pick->cell].kind) {
    case VALUE_NUMBER:
        cell.value = number_of_pick(cell_variable(m, pick->cell), pick);
        break;
    case VALUE_DATE:
        cell.value = date_of_pick(pick);
        break;
    case VALUE_TIME:
        cell.value = (struct value){.kind = VALUE_TIME, .minutes = (int32_t)pick->number};
        break;
    case VALUE_CODE:
        cell.value = (struct value){.kind = VALUE_CODE, .code = (int32_t)pick->number};
        break;
    case VALUE_TEXT:
    case VALUE_SET:
        cell.value = *pick->kept;
        break;
    case VALUE_NONE:
    case VALUE_BOOL:
        break;
    }
    return cell;
}

/* Everything but what follows from the rest. */
static bool was_chosen(const struct prover *p, uint32_t cell)
{
    uint32_t step = p->m->cells[cell].step;
    if (step == NONE) {
        return true;
    }
    bool derived = p->m->steps[step].kind == STEP_ITEM && step_item(p->m, step)->kind == ITEM_COMPUTED;
    return p->walker.on[step] && !derived;
}

static bool same_pick(const struct pick *a, const struct pick *b)
{
    return a->cell == b->cell && a->state == b->state && a->precision == b->precision &&
           a->number == b->number;
}

static void keep_pick(struct prover *p, struct respondent *r, uint32_t cell, struct pick *picks)
{
    struct pick pick = pick_of(p->arena, cell, &p->walker.cells[cell]);
    struct pick *first = &p->witnesses->first[cell];
    if (p->witnesses->n == 0) {
        *first = pick;
    } else if (!same_pick(first, &pick)) {
        picks[r->n++] = pick;
    }
}

uint32_t respondent_keep(struct prover *p)
{
    struct proof_witnesses *w = p->witnesses;
    if (w->n == w->cap) {
        size_t cap = w->cap ? 2 * w->cap : 16;
        struct respondent *grown = ARENA_ARRAY(p->arena, cap, struct respondent);
        if (w->n) {
            memcpy(grown, w->all, w->n * sizeof *grown);
        }
        w->all = grown;
        w->cap = cap;
    }
    struct respondent *r = &w->all[w->n];
    r->end = p->walker.end_pos;
    struct pick *picks = ARENA_ARRAY(p->walker.arena, p->walker.touched_n + 1, struct pick);
    for (uint32_t i = 0; i < p->walker.touched_n; i++) {
        uint32_t cell = p->walker.touched[i];
        if (was_chosen(p, cell)) {
            keep_pick(p, r, cell, picks);
        }
    }
    if (p->walker.end == WALK_DEAD_END) {
        struct pick none = {.cell = p->m->steps[p->walker.end_at].cell, .state = CELL_NOT_REACHED};
        picks[r->n++] = none; /* or the first one's answer would be told */
    }
    r->picks = ARENA_ARRAY(p->arena, r->n, struct pick);
    if (r->n) {
        memcpy(r->picks, picks, r->n * sizeof *picks);
    }
    return (uint32_t)w->n++;
}

/* ---- walking the same way again -------------------------------------------------------------- */

bool retell_pick(const struct proof_witnesses *witnesses, const struct respondent *respondent, uint32_t *next,
                 const struct model *m, uint32_t cell, struct cell *out)
{
    const struct pick *pick = &witnesses->first[cell];
    if (*next < respondent->n && respondent->picks[*next].cell == cell) {
        pick = &respondent->picks[(*next)++];
    }
    *out = cell_of_pick(m, pick);
    return out->state != CELL_NOT_REACHED;
}

struct retelling {
    const struct proof_witnesses *witnesses;
    const struct respondent *respondent;
    uint32_t next;
    uint32_t replaced_cell; /* or NONE */
    int32_t option;
};

static bool retell(void *context, const struct walker *w, uint32_t cell, const struct dom *dom,
                   unsigned attempt, struct cell *out)
{
    struct retelling *r = context;
    if (attempt > 0) {
        return false;
    }
    if (cell == r->replaced_cell) {
        bool own = r->next < r->respondent->n && r->respondent->picks[r->next].cell == cell;
        r->next += own;
        return pick_option(w, cell, dom, (uint32_t)r->option, out);
    }
    return retell_pick(r->witnesses, r->respondent, &r->next, w->m, cell, out);
}

struct telling {
    struct arena *arena;
    const struct walker *w;
    struct witness_answer *answers;
    size_t answers_n;
    struct witness_answer *draws;
    size_t draws_n;
};

static const char *reason_for_checks(const struct walker *w, uint32_t slot, uint32_t row)
{
    for (uint32_t i = 0; i < w->m->checks_n; i++) {
        const struct check_at *at = &w->m->checks[i];
        const struct check *check = &w->m->q->checks[at->check];
        bool fires = w->checked[i] == CAN_FALSE && check->kind == CHECK_SOFT;
        for (size_t k = 0; fires && k < check->involves_n; k++) {
            if (check->involves[k] == slot && (!at->row || !row || at->row == row)) {
                return "is so";
            }
        }
    }
    return NULL;
}

static void tell_step(struct telling *t, uint32_t step)
{
    const struct walker *w = t->w;
    const struct step *at = &w->m->steps[step];
    const struct item *item = step_item(w->m, step);
    bool unanswered = at->cell != NONE && w->cells[at->cell].state == CELL_NOT_REACHED;
    if (!w->on[step] || at->kind == STEP_ROW || unanswered) {
        return;
    }
    struct witness_answer answer = {NONE, at->item, at->row, {.state = CELL_NOT_REACHED}, NULL};
    if (at->kind == STEP_ITEM && item->kind == ITEM_NOTE) {
        t->answers[t->answers_n++] = answer;
        return;
    }
    if (at->cell == NONE || (at->kind == STEP_ITEM && item->kind == ITEM_COMPUTED)) {
        return;
    }
    answer.slot = w->m->cells[at->cell].slot;
    answer.cell = (struct cell){w->cells[at->cell].state, value_copy(t->arena, &w->cells[at->cell].value)};
    if (item->kind == ITEM_DRAW) {
        t->draws[t->draws_n++] = answer;
        return;
    }
    answer.reason = reason_for_checks(w, answer.slot, at->row);
    t->answers[t->answers_n++] = answer;
}

static const struct witness *tell(struct arena *arena, const struct proof *proof, uint32_t number,
                                  const struct claim *replaced)
{
    const struct model *m = proof->witnesses->model;
    struct space s;
    struct walker w;
    struct retelling r = {proof->witnesses, &proof->witnesses->all[number], 0, NONE, -1};
    uint32_t until = r.respondent->end;
    if (replaced) {
        const struct item *item = &m->q->items[replaced->item];
        uint32_t step = model_step(m, replaced->item, item->roster != NONE ? 1 : 0);
        r.replaced_cell = m->steps[step].cell;
        r.option = replaced->option;
        until = m->steps[step].pos + 1;
    }
    space_init(&s, m, arena, proof->group);
    route_of_group(&s);
    route_hide_options(&s);
    walker_init(&w, m, &s);
    w.choose = retell;
    w.context = &r;
    walk_run(&w, until);
    struct witness *witness = ARENA_NEW(arena, struct witness);
    struct telling t = {.arena = arena, .w = &w};
    t.answers = ARENA_ARRAY(arena, m->steps_n, struct witness_answer);
    t.draws = ARENA_ARRAY(arena, m->steps_n, struct witness_answer);
    for (uint32_t pos = 0; pos < w.told_end; pos++) {
        if (!m->walk[pos].check) {
            tell_step(&t, m->walk[pos].index);
        }
    }
    witness->today = w.today;
    for (uint32_t i = 0; i < BUILTINS; i++) {
        const struct cell *cell = &w.cells[model_cell(m, i, 0)];
        witness->known[i] = (struct cell){cell->state, value_copy(arena, &cell->value)};
    }
    witness->language = (unsigned)witness->known[BUILTIN_LANGUAGE].value.code;
    witness->answers = t.answers;
    witness->answers_n = t.answers_n;
    witness->draws = t.draws;
    witness->draws_n = t.draws_n;
    walker_free(&w);
    space_free(&s);
    return witness;
}

const struct witness *proof_respondent(struct arena *arena, const struct proof *proof, uint32_t number)
{
    return number < proof->witnesses_n ? tell(arena, proof, number, NULL) : NULL;
}

const struct witness *proof_witness(struct arena *arena, const struct proof *proof, const struct claim *claim)
{
    return claim->witness == NONE ? NULL : tell(arena, proof, claim->witness, claim->replaced ? claim : NULL);
}

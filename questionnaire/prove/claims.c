#include "questionnaire/prove/prove_priv.h"

/* What is to be proved of a questionnaire, and what each claim demands of an interview. */

const char *claim_kind_name(enum claim_kind kind)
{
    static const char *const names[CLAIM_KINDS] = {
        [CLAIM_REACH] = "reach",
        [CLAIM_OPTION] = "option",
        [CLAIM_CHECK_FIRES] = "check_fires",
        [CLAIM_CHECK_HOLDS] = "check_holds",
        [CLAIM_ONCE] = "once",
        [CLAIM_GOES_ON] = "goes_on",
    };
    return names[kind];
}

const char *verdict_name(enum verdict verdict)
{
    static const char *const names[] = {
        [VERDICT_PROVED] = "proved", [VERDICT_IMPOSSIBLE] = "impossible", [VERDICT_UNDECIDED] = "undecided"};
    return names[verdict];
}

struct str claim_id(const struct questionnaire *q, const struct claim *claim)
{
    return claim->check != NONE ? q->checks[claim->check].id : q->items[claim->item].id;
}

/* ---- making them ----------------------------------------------------------------------------- */

static bool is_reached(const struct item *item)
{
    return item->kind == ITEM_QUESTION || item->kind == ITEM_NOTE || item->kind == ITEM_STOP;
}

static bool has_options(const struct item *item)
{
    return item->kind == ITEM_QUESTION && item->variable->list;
}

static uint32_t claim_add(struct prover *p, enum claim_kind kind, uint32_t item, int32_t option,
                          uint32_t check)
{
    p->claims[p->claims_n] = (struct claim){.kind = kind,
                                            .verdict = VERDICT_UNDECIDED,
                                            .item = item,
                                            .option = option,
                                            .check = check,
                                            .witness = NONE};
    return (uint32_t)p->claims_n++;
}

static size_t count_options(const struct questionnaire *q)
{
    size_t n = 0;
    for (uint32_t i = 0; i < q->items_n; i++) {
        n += has_options(&q->items[i]) ? q->items[i].variable->list->n : 0;
    }
    return n;
}

/* Options that the group is never shown are no claims. */
static void make_options(struct prover *p, const struct item *item, uint32_t *next)
{
    const struct dom *d = &p->space.cells[p->m->steps[p->m->step_of_item[item->index]].cell];
    p->option_of[item->index] = *next;
    for (uint32_t i = 0; i < item->variable->list->n; i++) {
        bool shown = bits_has(&d->may, d->n, i);
        p->options_left[item->index] += shown;
        p->option_claims[(*next)++] =
            shown ? claim_add(p, CLAIM_OPTION, item->index, (int32_t)i, NONE) : NONE;
    }
}

void claims_make(struct prover *p)
{
    const struct questionnaire *q = p->q;
    size_t options = count_options(q);
    uint32_t next = 0;
    p->claims =
        ARENA_ARRAY(p->arena, options + 3 * (size_t)q->items_n + 2 * (size_t)q->checks_n, struct claim);
    p->reach_of = ARENA_ARRAY(p->arena, q->items_n, uint32_t);
    p->option_of = ARENA_ARRAY(p->arena, q->items_n, uint32_t);
    p->option_claims = ARENA_ARRAY(p->arena, options, uint32_t);
    p->options_left = ARENA_ARRAY(p->arena, q->items_n, uint32_t);
    p->check_claim = ARENA_ARRAY(p->arena, q->checks_n, uint32_t);
    for (uint32_t i = 0; i < q->items_n; i++) {
        const struct item *item = &q->items[i];
        p->reach_of[i] = is_reached(item) ? claim_add(p, CLAIM_REACH, i, -1, NONE) : NONE;
        p->option_of[i] = NONE;
        if (has_options(item)) {
            make_options(p, item, &next);
        }
    }
    for (uint32_t c = 0; c < q->checks_n; c++) {
        p->check_claim[c] = claim_add(p, CLAIM_CHECK_FIRES, q->checks[c].item, -1, c);
        (void)claim_add(p, CLAIM_CHECK_HOLDS, q->checks[c].item, -1, c);
    }
    p->left = p->claims_n;
}

bool claim_decided(const struct prover *p, uint32_t claim)
{
    const struct claim *c = &p->claims[claim];
    return c->verdict != VERDICT_UNDECIDED;
}

void claim_decide(struct prover *p, uint32_t claim, enum verdict verdict)
{
    struct claim *c = &p->claims[claim];
    bool first = !claim_decided(p, claim) && verdict != VERDICT_UNDECIDED;
    p->left -= first;
    if (first && c->kind == CLAIM_OPTION) {
        p->options_left[c->item]--;
    }
    c->verdict = verdict;
}

/* ---- what they demand ------------------------------------------------------------------------ */

/* Behind the step and the checks that are looked at right behind it. */
static uint32_t pos_behind(const struct model *m, uint32_t step)
{
    uint32_t pos = m->steps[step].pos + 1;
    while (pos < m->walk_n && (m->walk[pos].check || m->steps[m->walk[pos].index].kind == STEP_TEXT)) {
        pos++;
    }
    return pos;
}

static struct dom option_dom(const struct prover *p, uint32_t cell, int32_t option)
{
    struct dom d = p->m->tops[cell];
    struct bits one = bits_only(p->scratch, d.n, (uint32_t)option);
    d.why = 0;
    if (d.kind == VALUE_SET) {
        d.must = one;
    } else {
        d.may = one;
    }
    return d;
}

static uint32_t first_row(const struct item *item)
{
    return item->roster != NONE && item->kind != ITEM_ROSTER ? 1 : 0;
}

size_t demands_to_reach(const struct model *m, uint32_t step, struct demand *out)
{
    const struct step *at = &m->steps[step];
    const struct condition *when = &step_item(m, step)->when;
    size_t n = 0;
    if (at->parent != NONE) {
        out[n++] = demand_on(at->parent, ON_TRUE);
    }
    if (when->expr) {
        out[n++] = demand_truth(when->expr, at->row, condition_wants(when, ON_TRUE));
    }
    return n;
}

static bool reads_home(const struct model *m, uint32_t index)
{
    uint32_t cell = m->steps[m->checks[index].home].cell;
    return cell != NONE && reads_slot(check_of(m, index)->holds, m->cells[cell].slot);
}

static size_t demands_of_check(const struct prover *p, const struct claim *claim, struct demand *out,
                               uint32_t *pos)
{
    const struct model *m = p->m;
    uint32_t index = m->check_of[claim->check];
    const struct check_at *at = &m->checks[index];
    size_t n = 0;
    *pos = at->pos + 1;
    if (at->row) {
        out[n++] = demand_on(model_row_step(m, p->q->checks[claim->check].roster, at->row), ON_TRUE);
    }
    /* What does not read the question it stands at is looked at before that is answered. */
    if (at->home != NONE && m->steps[at->home].kind == STEP_ITEM && !reads_home(m, index)) {
        n += demands_to_reach(m, at->home, &out[n]);
    } else if (at->home != NONE) {
        out[n++] = demand_on(at->home, ON_TRUE);
    }
    unsigned can = claim->kind == CLAIM_CHECK_FIRES ? CAN_FALSE : CAN_TRUE;
    out[n++] = demand_truth(p->q->checks[claim->check].holds, at->row, can);
    return n;
}

size_t claim_demands(const struct prover *p, const struct claim *claim, struct demand out[4], uint32_t *pos)
{
    if (claim->check != NONE) {
        return demands_of_check(p, claim, out, pos);
    }
    const struct item *item = &p->q->items[claim->item];
    uint32_t step = model_step(p->m, claim->item, first_row(item));
    *pos = p->m->steps[step].pos + 1;
    if (claim->kind != CLAIM_OPTION) {
        return demands_to_reach(p->m, step, out);
    }
    out[0] = demand_on(step, ON_TRUE);
    uint32_t cell = p->m->steps[step].cell;
    *pos = pos_behind(p->m, step);
    out[1] = demand_cell(cell, option_dom(p, cell, claim->option));
    return 2;
}

/* ---- what the group alone rules out ---------------------------------------------------------- */

static bool ruled_out(struct prover *p, struct space *s, const struct claim *claim)
{
    struct demand demands[4];
    uint32_t pos = 0;
    size_t n = claim_demands(p, claim, demands, &pos);
    for (size_t i = 0; i < n; i++) {
        const struct demand *d = &demands[i];
        if (d->kind == DEMAND_ON && !(s->on[d->at] & ON_TRUE)) {
            return true;
        }
        if (d->kind == DEMAND_CELL) {
            const struct dom *cell = &s->cells[d->at];
            return !bits_has(&cell->may, cell->n, (uint32_t)claim->option);
        }
        if (d->kind == DEMAND_EXPR) {
            struct look l = {s, d->row, NULL, NULL};
            return !(look_can(&l, d->node) & dom_can(&d->want));
        }
    }
    return false;
}

/* With nothing known but the group it cannot be, and with nothing known at all it can. */
bool claim_by_group(struct prover *p, const struct claim *claim)
{
    return ruled_out(p, &p->loose, claim) && !ruled_out(p, &p->groupless, claim);
}

#include "questionnaire/prove/prove_priv.h"

/* Walks, and what they prove. A walk proves far more than the one claim it was made for. */

/* ---- answers --------------------------------------------------------------------------------- */

static uint64_t chance(struct prover *p)
{
    /* SplitMix64: nothing hangs on it but which respondents are found first. */
    uint64_t z = p->chance += UINT64_C(0x9E3779B97F4A7C15);
    z = (z ^ (z >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94D049BB133111EB);
    return z ^ (z >> 31);
}

static const struct item *asked_item(const struct prover *p, uint32_t cell)
{
    uint32_t step = p->m->cells[cell].step;
    bool item = step != NONE && p->m->steps[step].kind == STEP_ITEM;
    return item ? step_item(p->m, step) : NULL;
}

static bool uncovered(const struct prover *p, const struct item *item, uint32_t option)
{
    uint32_t claim = p->option_claims[p->option_of[item->index] + option];
    return claim != NONE && (!claim_decided(p, claim) || p->claims[claim].replaced);
}

/* An option that no respondent has chosen yet; else any. */
static bool choose_option(struct prover *p, uint32_t cell, const struct dom *d, struct cell *out)
{
    const struct item *item = asked_item(p, cell);
    if (!d->known || !item || p->option_of[item->index] == NONE) {
        return false;
    }
    for (uint32_t i = bits_seek(d->may, d->n, 0); i < d->n; i = bits_seek(d->may, d->n, i + 1)) {
        if (uncovered(p, item, i) && pick_option(&p->walker, cell, d, i, out)) {
            return true;
        }
    }
    uint32_t n = bits_count(d->may, d->n);
    uint32_t skip = n ? (uint32_t)(chance(p) % n) : 0;
    uint32_t bit = bits_seek(d->may, d->n, 0);
    while (skip--) {
        bit = bits_seek(d->may, d->n, bit + 1);
    }
    return bit < d->n && pick_option(&p->walker, cell, d, bit, out);
}

static bool counts_rows(const struct prover *p, uint32_t slot)
{
    for (uint32_t r = 0; r < p->q->rosters_n; r++) {
        if (p->q->rosters[r].count_slot == slot) {
            return true;
        }
    }
    return false;
}

static bool choose_number(struct prover *p, uint32_t cell, const struct dom *d, struct cell *out)
{
    unsigned at = (unsigned)(chance(p) % 4);
    if (counts_rows(p, p->m->cells[cell].slot)) {
        struct dom few = *d;
        few.hi = few.lo + (int64_t)(p->round % 3) * MILLION;
        few.hi = few.hi < d->hi ? few.hi : d->hi;
        few.lo = few.hi;
        return d->known && pick_value(&p->walker, cell, &few, NULL, 0, out);
    }
    return pick_value(&p->walker, cell, d, &p->hints[cell], at, out);
}

/* The first time round the plain answers, then what was not covered. */
static bool choose_covering(struct prover *p, uint32_t cell, const struct dom *d, struct cell *out)
{
    if (cell == p->m->today_cell || p->m->cells[cell].slot < BUILTINS || !d->known) {
        return false;
    }
    if (d->kind == VALUE_CODE || d->kind == VALUE_SET) {
        return choose_option(p, cell, d, out);
    }
    return p->round > 0 && choose_number(p, cell, d, out);
}

/* The sample says nothing, unless it must; the interview is in the source language. */
static bool choose_known(struct prover *p, uint32_t cell, const struct dom *d, struct cell *out)
{
    uint32_t source = p->q->codebook->source_language;
    if (d->why & STATE(CELL_NOT_APPLICABLE)) {
        *out = (struct cell){.state = CELL_NOT_APPLICABLE};
        return true;
    }
    if (p->m->cells[cell].slot == BUILTIN_LANGUAGE && bits_has(&d->may, d->n, source)) {
        *out = (struct cell){CELL_ANSWERED, {.kind = VALUE_CODE, .code = (int32_t)source}};
        return true;
    }
    return pick_value(&p->walker, cell, d, NULL, 0, out);
}

bool cover_choose(void *context, const struct walker *w, uint32_t cell, const struct dom *dom,
                  unsigned attempt, struct cell *out)
{
    struct prover *p = context;
    if (p->retold) {
        return attempt == 0 && retell_pick(p->witnesses, p->retold, &p->retold_next, w->m, cell, out);
    }
    bool known = cell != p->m->today_cell && p->m->cells[cell].slot < BUILTINS;
    bool chosen = false;
    if (known) {
        chosen = attempt == 0 && choose_known(p, cell, dom, out);
    } else if (attempt == 0 && p->covering) {
        chosen = choose_covering(p, cell, dom, out);
    }
    if (!chosen && !known) {
        chosen = pick_value(w, cell, dom, &p->hints[cell], attempt - (p->covering && attempt > 0), out);
    }
    return chosen;
}

/* ---- what a walk proves ---------------------------------------------------------------------- */

struct tally {
    struct prover *p;
    size_t n;
    uint32_t witness;
};

static void prove_claim(struct tally *t, uint32_t claim, bool replaced)
{
    struct prover *p = t->p;
    if (claim == NONE) {
        return;
    }
    struct claim *c = &p->claims[claim];
    bool better = c->verdict == VERDICT_PROVED && c->replaced && !replaced;
    if (c->verdict == VERDICT_PROVED && !better) {
        return;
    }
    if (t->witness == NONE) {
        t->witness = respondent_keep(p);
    }
    t->n += !better;
    claim_decide(p, claim, VERDICT_PROVED);
    c->witness = t->witness;
    c->replaced = replaced;
}

static void prove_options(struct tally *t, const struct item *item, const struct cell *cell)
{
    const struct prover *p = t->p;
    uint32_t first = p->option_of[item->index];
    if (first == NONE || cell->state != CELL_ANSWERED) {
        return;
    }
    if (cell->value.kind == VALUE_CODE) {
        prove_claim(t, p->option_claims[first + (uint32_t)cell->value.code], false);
        return;
    }
    for (uint32_t i = 0; i < cell->value.set.n; i++) {
        prove_claim(t, p->option_claims[first + (uint32_t)cell->value.set.items[i]], false);
    }
}

/* The question at which the walk was blocked: its answer did not lead on. */
static uint32_t last_good(const struct walker *w)
{
    uint32_t pos = w->end_pos;
    if (w->end != WALK_BLOCKED && w->end != WALK_DEAD_END) {
        return pos;
    }
    for (pos--; pos > 0; pos--) {
        const struct passing *p = &w->m->walk[pos];
        if (!p->check && w->m->steps[p->index].cell != NONE && w->m->steps[p->index].kind != STEP_TEXT) {
            break;
        }
    }
    return pos;
}

static void prove_step(struct tally *t, uint32_t step, bool answered)
{
    struct prover *p = t->p;
    const struct step *at = &p->m->steps[step];
    if (!p->walker.on[step] || at->kind != STEP_ITEM) {
        return;
    }
    prove_claim(t, p->reach_of[at->item], false);
    const struct item *item = &p->q->items[at->item];
    if (item->kind == ITEM_QUESTION && answered) {
        prove_options(t, item, &p->walker.cells[at->cell]);
    }
}

static void prove_check(struct tally *t, uint32_t index)
{
    struct prover *p = t->p;
    uint32_t fires = p->check_claim[p->m->checks[index].check];
    if (p->walker.checked[index] == CAN_FALSE) {
        prove_claim(t, fires, false);
    } else if (p->walker.checked[index] == CAN_TRUE) {
        prove_claim(t, fires + 1, false);
    }
}

/* Does a hard check read the text behind this option? Nobody knows here what would have been written. */
static bool text_is_checked(const struct model *m, uint32_t step, uint32_t option)
{
    uint32_t text = NONE;
    for (uint32_t pos = m->steps[step].pos + 1; pos < m->walk_n; pos++) {
        const struct passing *p = &m->walk[pos];
        if (p->check && text != NONE && check_of(m, p->index)->kind == CHECK_HARD &&
            reads_slot(check_of(m, p->index)->holds, text)) {
            return true;
        }
        if (!p->check && m->steps[p->index].kind != STEP_TEXT) {
            break;
        }
        if (!p->check && (uint32_t)cell_variable(m, m->steps[p->index].cell)->parent_option == option) {
            text = m->cells[m->steps[p->index].cell].slot;
        }
    }
    return false;
}

/* Other answers that this respondent could have given there, and got just as far. */
static void prove_replaced(struct tally *t, uint32_t step)
{
    struct prover *p = t->p;
    const struct item *item = step_item(p->m, step);
    uint32_t cell = p->m->steps[step].cell;
    struct dom d = walk_answers(&p->walker, step, &p->shown[cell]);
    for (uint32_t i = 0; d.known && i < d.n; i++) {
        uint32_t claim = p->option_claims[p->option_of[item->index] + i];
        struct cell answer;
        if (claim != NONE && !claim_decided(p, claim) && !text_is_checked(p->m, step, i) &&
            pick_option(&p->walker, cell, &d, i, &answer) && walk_takes(&p->walker, step, &answer)) {
            prove_claim(t, claim, true);
        }
    }
}

/* Of long lists nobody needs a respondent for each entry. */
static bool may_replace(const struct prover *p, uint32_t step)
{
    const struct item *item = step_item(p->m, step);
    return p->m->steps[step].kind == STEP_ITEM && p->walker.on[step] && p->options_left[item->index] > 0 &&
           item->kind == ITEM_QUESTION && (p->replacing || item->variable->list->n > 64);
}

size_t cover_walk(struct prover *p, uint32_t until)
{
    struct tally t = {p, 0, NONE};
    walk_run(&p->walker, until);
    uint32_t good = last_good(&p->walker);
    for (uint32_t pos = 0; pos < p->walker.end_pos; pos++) {
        const struct passing *passing = &p->m->walk[pos];
        if (passing->check) {
            prove_check(&t, passing->index);
        } else {
            prove_step(&t, passing->index, pos < good);
        }
    }
    for (uint32_t pos = 0; pos < good; pos++) {
        if (!p->m->walk[pos].check && may_replace(p, p->m->walk[pos].index)) {
            prove_replaced(&t, p->m->walk[pos].index);
        }
    }
    return t.n;
}

size_t cover_again(struct prover *p, uint32_t respondent)
{
    struct respondent one = p->witnesses->all[respondent];
    p->retold = &one;
    p->retold_next = 0;
    size_t n = cover_walk(p, one.end);
    p->retold = NULL;
    return n;
}

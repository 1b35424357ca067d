#include "questionnaire/lint/looks_priv.h"

/* Conditions that never keep anybody away: what stands around the item, and the stops before it, see to that
 * already. */

enum { DEMANDS_MOST = 16 };

/* Those who come to where the step stands: what it lies in is on the route, no stop before it was. */
static size_t demand_place(const struct looks *looks, uint32_t step, struct demand *demands)
{
    const struct model *m = looks->m;
    size_t n = 0;
    if (m->steps[step].parent != NONE) {
        demands[n++] = demand_on(m->steps[step].parent, ON_TRUE);
    }
    for (uint32_t i = 0; i < m->steps[step].item && n + 1 < DEMANDS_MOST; i++) {
        if (m->q->items[i].kind == ITEM_STOP && m->q->items[i].roster == NONE) {
            demands[n++] = demand_on(model_step(m, i, 0), ON_FALSE);
        }
    }
    return n;
}

static void look_at_item(struct teller *t, struct looks *looks, const struct item *item)
{
    struct demand demands[DEMANDS_MOST];
    uint32_t step = model_step(looks->m, item->index, looks_row(item));
    struct demand *own = &demands[demand_place(looks, step, demands)];
    size_t n = (size_t)(own - demands) + 1;
    *own = demand_on(step, ON_TRUE);
    if (looks_for(looks, demands, n) != SOLVE_SOLVED) {
        return;
    }
    *own = demand_on(step, ON_FALSE);
    if (looks_for(looks, demands, n) == SOLVE_REFUTED) {
        tell(t, "W314", place_of_words(t, item, item->when.expr->text),
             "the condition of '%.*s' is true for everybody who comes here", STR_ARG(item->id));
    }
}

void lint_always(struct teller *t)
{
    struct looks looks;
    looks_open(&looks, t->q, days_from_civil(2000, 1, 1), days_from_civil(2099, 12, 31));
    for (uint32_t i = 0; i < t->q->items_n; i++) {
        const struct item *item = &t->q->items[i];
        if (item->when.expr) {
            look_at_item(t, &looks, item);
        }
    }
    looks_close(&looks);
}

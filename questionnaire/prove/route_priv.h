#ifndef QUESTIONNAIRE_PROVE_ROUTE_PRIV_H
#define QUESTIONNAIRE_PROVE_ROUTE_PRIV_H

#include "questionnaire/prove/look_priv.h"

/* How steps hang together: the route, derived values, options. Forward: what a step can be follows from what
 * stands before it. Backward: what a step must be bounds what stands before it. */

/* ON_ bits that the steps before it allow. */
unsigned route_on(struct space *s, uint32_t step);
bool route_forward(struct space *s, uint32_t step);
bool route_backward(struct space *s, uint32_t step);
/* Does all that is decided about the step follow from what stands before it? */
bool route_follows(struct space *s, uint32_t step);

/* Outcomes of a condition that put its item on the route (ON_TRUE) or off it. */
unsigned condition_wants(const struct condition *condition, unsigned on);
unsigned condition_on(const struct look *l, const struct condition *condition);

/* derive.c: computed variables. */
struct dom derive_dom(const struct look *l, const struct item *item);
bool derive_narrow(const struct look *l, const struct item *item, const struct dom *cell);
/* One way in which a computed variable comes by its value: case `at` holds (CAN_TRUE) or is unknown; at
 * cases_n: none of them holds. */
struct derive_way {
    size_t at;
    unsigned outcome;
};
/* Ways that are possible and give a result within `cell`; at most `most` into `out`. */
size_t derive_ways(const struct look *l, const struct item *item, const struct dom *cell,
                   struct derive_way *out, size_t most);
bool derive_take(const struct look *l, const struct item *item, const struct derive_way *way,
                 const struct dom *cell);

static inline struct look look_of(struct space *s, uint32_t step)
{
    return (struct look){s, s->m->steps[step].row, NULL, NULL};
}
/* The rule of an option, NULL: always offered. */
const struct condition *option_condition(const struct item *item, uint32_t option);

/* What is the same for all of a group: itself, and the options that it is not shown. */
void route_of_group(struct space *s);
void route_hide_options(struct space *s);

#endif

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/attr.h"
#include "base/hash.h"
#include "cleaning/localise.h"

/* The smallest sets of fields, beside trying everything. */

enum { FIELDS = 6, VALUES = 4, RULES = 8, TABLE = VALUES * VALUES * VALUES, INSTANCES = 5000 };

/* A rule over up to three fields, as the table of its values. */
struct instance {
    unsigned weights[FIELDS];
    uint32_t sizes[FIELDS];
    struct local_rule rules[RULES];
    uint32_t fields[RULES][3];
    bool good[RULES][TABLE];
};

static bool rule_holds(void *context, size_t rule, const uint32_t *values)
{
    const struct instance *i = context;
    size_t at = 0;
    for (size_t k = 0; k < i->rules[rule].n; k++) {
        at = at * VALUES + values[i->fields[rule][k]];
    }
    return i->good[rule][at];
}

static void make(struct instance *i, struct draws *draws)
{
    uint32_t bad = 2 + draws_below(draws, 4); /* tenths of combinations that are not allowed */
    for (size_t f = 0; f < FIELDS; f++) {
        i->weights[f] = draws_below(draws, 8) ? 1 + draws_below(draws, 3) : LOCAL_NEVER;
        i->sizes[f] = 1 + draws_below(draws, VALUES);
    }
    for (size_t r = 0; r < RULES; r++) {
        uint32_t order[FIELDS] = {0, 1, 2, 3, 4, 5};
        draws_shuffle(draws, order, FIELDS);
        i->rules[r] = (struct local_rule){i->fields[r], 1 + draws_below(draws, 3)};
        for (size_t k = 0; k < 3; k++) {
            i->fields[r][k] = order[k];
        }
        for (size_t t = 0; t < TABLE; t++) {
            i->good[r][t] = draws_below(draws, 10) >= bad;
        }
    }
}

static bool all_hold(struct instance *i, const uint32_t *values)
{
    for (size_t r = 0; r < RULES; r++) {
        if (!rule_holds(i, r, values)) {
            return false;
        }
    }
    return true;
}

/* Can exactly the fields of the mask (or some of them) be changed so that all rules hold? */
static bool mask_works(struct instance *i, unsigned mask, size_t field, uint32_t *values)
{
    if (field == FIELDS) {
        return all_hold(i, values);
    }
    uint32_t n = mask >> field & 1 ? i->sizes[field] : 1;
    for (uint32_t v = 0; v < n; v++) {
        values[field] = v;
        if (mask_works(i, mask, field + 1, values)) {
            return true;
        }
    }
    values[field] = 0;
    return false;
}

static unsigned cost_of(const struct instance *i, unsigned mask, bool *allowed)
{
    unsigned cost = 0;
    *allowed = true;
    for (size_t f = 0; f < FIELDS; f++) {
        cost += mask >> f & 1 ? i->weights[f] : 0;
        *allowed &= !(mask >> f & 1) || i->weights[f] != LOCAL_NEVER;
    }
    return cost;
}

static unsigned mask_of(const struct local_set *set)
{
    unsigned mask = 0;
    for (size_t k = 0; k < set->n; k++) {
        mask |= 1u << set->fields[k];
    }
    return mask;
}

static void compare(struct instance *i, const struct local_answer *answer)
{
    unsigned best = UINT32_MAX;
    bool works[1 << FIELDS] = {false};
    for (unsigned mask = 0; mask < 1 << FIELDS; mask++) {
        bool allowed = false;
        uint32_t values[FIELDS] = {0};
        unsigned cost = cost_of(i, mask, &allowed);
        works[mask] = allowed && mask_works(i, mask, 0, values);
        best = works[mask] && cost < best ? cost : best;
    }
    size_t ties = 0;
    for (unsigned mask = 0; mask < 1 << FIELDS; mask++) {
        bool allowed = false;
        ties += works[mask] && cost_of(i, mask, &allowed) == best;
    }
    assert_int_equal(answer->n, ties);
    for (size_t k = 0; k < answer->n; k++) {
        bool allowed = false;
        assert_int_equal(answer->cost, best);
        assert_true(works[mask_of(&answer->sets[k])]);
        assert_int_equal(cost_of(i, mask_of(&answer->sets[k]), &allowed), best);
        uint32_t values[FIELDS] = {0};
        for (size_t f = 0; f < answer->sets[k].n; f++) {
            values[answer->sets[k].fields[f]] = answer->sets[k].values[f];
        }
        assert_true(all_hold(i, values));
    }
}

static void as_trying_everything(void **state UNUSED)
{
    struct draws draws = draws_new(hash_of(STR("localise")));
    struct arena *arena = arena_new();
    size_t solved = 0;
    size_t tied = 0;
    for (int n = 0; n < INSTANCES; n++) {
        struct instance i;
        struct local_answer answer;
        make(&i, &draws);
        const struct local_problem problem = {i.weights, i.sizes, FIELDS, i.rules, RULES, rule_holds, &i, 0};
        localise(&problem, arena, &answer);
        assert_false(answer.complex);
        compare(&i, &answer);
        solved += answer.n > 0 && answer.cost > 0;
        tied += answer.n > 1;
        arena_reset(arena);
    }
    assert_true(solved > INSTANCES / 10);
    assert_true(tied > INSTANCES / 50);
    arena_free(arena);
}

static bool never(void *context UNUSED, size_t rule UNUSED, const uint32_t *values UNUSED)
{
    return false;
}

/* What takes too long is said to be too complex, and nothing is claimed. */
static void too_complex(void **state UNUSED)
{
    enum { MANY = 40 };
    unsigned weights[MANY];
    uint32_t sizes[MANY];
    uint32_t fields[MANY];
    for (uint32_t f = 0; f < MANY; f++) {
        weights[f] = 1;
        sizes[f] = 200;
        fields[f] = f;
    }
    const struct local_rule rule = {fields, MANY};
    const struct local_problem problem = {weights, sizes, MANY, &rule, 1, never, NULL, 50000};
    struct arena *arena = arena_new();
    struct local_answer answer;
    localise(&problem, arena, &answer);
    assert_true(answer.complex);
    assert_int_equal(answer.n, 0);
    arena_free(arena);
}

static int start(void **state UNUSED)
{
    return hash_init() ? 0 : -1;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(as_trying_everything),
        cmocka_unit_test(too_complex),
    };
    return cmocka_run_group_tests(tests, start, NULL);
}

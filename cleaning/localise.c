#include "cleaning/localise.h"

#include <string.h>
#include <time.h>

/*
 * Best first: the cheapest set is taken out. When a rule fails none of whose fields are free, one of them
 * must be freed. Else values for the free fields are tried. When none will do, a further field must be freed
 * of a rule that has a free one already: rules apart from those hold, and would go on to hold.
 */

struct candidate {
    uint32_t fields[LOCAL_FIELDS_MOST];
    size_t n;
    unsigned cost;
};

struct search {
    const struct local_problem *p;
    struct arena *arena;
    struct candidate *queue; /* all ever made; those before `done` in the order of taking are taken */
    bool *taken;
    size_t n, cap;
    uint32_t *values; /* per field: the assignment that is tried */
    bool *is_free;
    int64_t started;
    uint64_t steps;
    bool late;
};

static int64_t now_us(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

static bool is_late(struct search *s)
{
    if (s->p->limit_us && (++s->steps & 15) == 0) {
        s->late |= now_us() - s->started > s->p->limit_us;
    }
    return s->late;
}

static bool same_fields(const struct candidate *a, const struct candidate *b)
{
    return a->n == b->n && memcmp(a->fields, b->fields, a->n * sizeof *a->fields) == 0;
}

static void push(struct search *s, const struct candidate *candidate)
{
    for (size_t i = 0; i < s->n; i++) {
        if (same_fields(&s->queue[i], candidate)) {
            return;
        }
    }
    if (s->n == s->cap) {
        size_t cap = s->cap ? 2 * s->cap : 64;
        struct candidate *queue = ARENA_ARRAY(s->arena, cap, struct candidate);
        bool *taken = ARENA_ARRAY(s->arena, cap, bool);
        if (s->n) {
            memcpy(queue, s->queue, s->n * sizeof *queue);
            memcpy(taken, s->taken, s->n * sizeof *taken);
        }
        s->queue = queue;
        s->taken = taken;
        s->cap = cap;
    }
    s->queue[s->n++] = *candidate;
}

/* The candidate with one more field, which is not in it. */
static void push_with(struct search *s, const struct candidate *from, uint32_t field)
{
    if (s->p->weights[field] == LOCAL_NEVER || s->is_free[field] || from->n == LOCAL_FIELDS_MOST) {
        return;
    }
    struct candidate c = *from;
    size_t at = c.n++;
    while (at > 0 && c.fields[at - 1] > field) {
        c.fields[at] = c.fields[at - 1];
        at--;
    }
    c.fields[at] = field;
    c.cost += s->p->weights[field];
    push(s, &c);
}

static bool touches(const struct search *s, const struct local_rule *rule)
{
    for (size_t i = 0; i < rule->n; i++) {
        if (s->is_free[rule->fields[i]]) {
            return true;
        }
    }
    return false;
}

/* A rule that fails and has no free field; rules_n: none. */
static size_t failing(struct search *s)
{
    for (size_t r = 0; r < s->p->rules_n; r++) {
        if (!touches(s, &s->p->rules[r]) && !s->p->holds(s->p->context, r, s->values)) {
            return r;
        }
    }
    return s->p->rules_n;
}

/* Rules whose last free field is the one at `depth`: to be looked at once it has a value. */
static bool holds_so_far(struct search *s, const struct candidate *c, size_t depth)
{
    for (size_t r = 0; r < s->p->rules_n; r++) {
        const struct local_rule *rule = &s->p->rules[r];
        bool here = false;
        bool later = false;
        for (size_t i = 0; i < rule->n; i++) {
            here |= rule->fields[i] == c->fields[depth];
            for (size_t k = depth + 1; k < c->n; k++) {
                later |= rule->fields[i] == c->fields[k];
            }
        }
        if (here && !later && !s->p->holds(s->p->context, r, s->values)) {
            return false;
        }
    }
    return true;
}

static bool satisfiable(struct search *s, const struct candidate *c, size_t depth)
{
    if (depth == c->n) {
        return true;
    }
    uint32_t field = c->fields[depth];
    for (uint32_t v = 0; v < s->p->sizes[field] && !is_late(s); v++) {
        s->values[field] = v;
        if (holds_so_far(s, c, depth) && satisfiable(s, c, depth + 1)) {
            return true;
        }
    }
    s->values[field] = 0;
    return false;
}

static void keep(const struct search *s, const struct candidate *c, struct local_answer *out)
{
    out->cost = c->cost;
    if (out->n < LOCAL_SETS_MOST) {
        struct local_set *set = &out->sets[out->n++];
        set->n = c->n;
        for (size_t i = 0; i < c->n; i++) {
            set->fields[i] = c->fields[i];
            set->values[i] = s->values[c->fields[i]];
        }
    }
}

static void expand(struct search *s, const struct candidate *c, struct local_answer *out)
{
    size_t rule = failing(s);
    if (rule < s->p->rules_n) {
        for (size_t i = 0; i < s->p->rules[rule].n; i++) {
            push_with(s, c, s->p->rules[rule].fields[i]);
        }
        return;
    }
    if (satisfiable(s, c, 0)) {
        keep(s, c, out);
        return;
    }
    for (size_t r = 0; r < s->p->rules_n; r++) {
        const struct local_rule *one = &s->p->rules[r];
        for (size_t i = 0; touches(s, one) && i < one->n; i++) {
            push_with(s, c, one->fields[i]);
        }
    }
}

static size_t cheapest(const struct search *s)
{
    size_t best = s->n;
    for (size_t i = 0; i < s->n; i++) {
        if (!s->taken[i] && (best == s->n || s->queue[i].cost < s->queue[best].cost)) {
            best = i;
        }
    }
    return best;
}

void localise(const struct local_problem *problem, struct arena *arena, struct local_answer *out)
{
    struct search s = {.p = problem, .arena = arena, .started = now_us()};
    s.values = ARENA_ARRAY(arena, problem->fields_n + 1, uint32_t);
    s.is_free = ARENA_ARRAY(arena, problem->fields_n + 1, bool);
    *out = (struct local_answer){0};
    push(&s, &(struct candidate){0});
    for (size_t at = cheapest(&s); at < s.n && !s.late; at = cheapest(&s)) {
        struct candidate c = s.queue[at];
        if (out->n && c.cost > out->cost) {
            break;
        }
        s.taken[at] = true;
        for (size_t i = 0; i < c.n; i++) {
            s.is_free[c.fields[i]] = true;
        }
        expand(&s, &c, out);
        for (size_t i = 0; i < c.n; i++) {
            s.is_free[c.fields[i]] = false;
            s.values[c.fields[i]] = 0;
        }
    }
    out->complex = s.late;
    out->n = s.late ? 0 : out->n;
}

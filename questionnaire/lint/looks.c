#include "questionnaire/lint/looks_priv.h"

enum { NODES = 120, WORK = 100000 };

void looks_open(struct looks *looks, const struct questionnaire *q, int32_t first_day, int32_t last_day)
{
    looks->arena = arena_new();
    struct model *m = model_new(looks->arena, q, first_day, last_day);
    looks->m = m;
    space_init(&looks->space, m, looks->arena, -1);
    struct dom group = looks->space.cells[model_cell(m, BUILTIN_GROUP, 0)];
    route_of_group(&looks->space);
    route_hide_options(&looks->space);
    if (q->groups_n) {
        group.why = 0;
        looks->space.cells[model_cell(m, BUILTIN_GROUP, 0)] = group;
    }
    for (uint32_t step = 0; step < m->steps_n; step++) {
        (void)route_forward(&looks->space, step);
        looks->space.failed = false;
    }
    solver_init(&looks->solver, &looks->space);
}

void looks_close(struct looks *looks)
{
    solver_free(&looks->solver);
    space_free(&looks->space);
    arena_free(looks->arena);
}

enum solve looks_for(struct looks *looks, const struct demand *demands, size_t n)
{
    struct space_mark mark = space_mark(&looks->space);
    enum solve result = solver_solve(&looks->solver, demands, n, NODES, WORK);
    space_back(&looks->space, mark);
    memset(looks->space.settled, 0, looks->m->steps_n * sizeof *looks->space.settled);
    return result;
}

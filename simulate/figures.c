#include "simulate/figures.h"

#include "simulate/profile_priv.h"

struct figures {
    struct arena *arena;
    const struct profile *profile;
    unsigned columns;      /* groups and all together */
    struct tally *tallies; /* figure * columns + group */
};

struct figures *figures_new(struct arena *arena, const struct profile *profile)
{
    struct figures *figures = ARENA_NEW(arena, struct figures);
    unsigned columns = profile->q->groups_n + 1;
    *figures = (struct figures){arena, profile, columns, NULL};
    figures->tallies = ARENA_ARRAY(arena, profile->figures_n * columns + 1, struct tally);
    return figures;
}

static void count(struct tally *tally, bool yes)
{
    tally->n++;
    tally->yes += yes;
}

void figures_count(struct figures *figures, const struct interview *iv)
{
    static const uint32_t no_traits[TRAITS_MOST];
    struct arena *scratch = arena_new();
    struct profile_view view = {.profile = figures->profile,
                                .iv = iv,
                                .today = interview_today(iv),
                                .traits = no_traits,
                                .arena = scratch};
    int group = interview_facts(iv)->group;
    for (size_t i = 0; i < figures->profile->figures_n; i++) {
        const struct figure *figure = &figures->profile->figures[i];
        enum truth of = profile_known(&view, figure->of, 0);
        bool counts =
            figure->base ? profile_known(&view, figure->base, 0) == TRUTH_TRUE : of != TRUTH_UNKNOWN;
        struct tally *row = &figures->tallies[i * figures->columns];
        if (counts && of != TRUTH_UNKNOWN) {
            count(&row[figures->columns - 1], of == TRUTH_TRUE);
            if (group >= 0) {
                count(&row[group], of == TRUTH_TRUE);
            }
        }
    }
    arena_free(scratch);
}

size_t figures_lines(const struct figures *figures, const struct figure_line **out)
{
    size_t all = figures->profile->figures_n * figures->columns;
    struct figure_line *lines = ARENA_ARRAY(figures->arena, all + 1, struct figure_line);
    size_t n = 0;
    for (size_t i = 0; i < all; i++) {
        const struct figure *figure = &figures->profile->figures[i / figures->columns];
        unsigned group = (unsigned)(i % figures->columns);
        if (figure->groups[group].there) {
            lines[n++] = (struct figure_line){figure, group + 1 == figures->columns ? -1 : (int)group,
                                              &figure->groups[group], figures->tallies[i]};
        }
    }
    *out = lines;
    return n;
}

int32_t tally_share(struct tally tally)
{
    return tally.n ? (int32_t)(((uint64_t)tally.yes * WHOLE + tally.n / 2) / tally.n) : 0;
}

int32_t figure_difference(const struct figure_line *line)
{
    int32_t share = tally_share(line->tally);
    return share < line->published->low    ? share - line->published->low
           : share > line->published->high ? share - line->published->high
                                           : 0;
}

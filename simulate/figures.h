#ifndef SIMULATE_FIGURES_H
#define SIMULATE_FIGURES_H

#include "interview/interview.h"
#include "simulate/profile.h"

/* Published percentages beside those of the simulated interviews. */
struct tally {
    uint32_t n;   /* those among whom is counted */
    uint32_t yes; /* those who count */
};

struct figure_line {
    const struct figure *figure;
    int group; /* index, or -1: all together */
    const struct published *published;
    struct tally tally;
};

struct figures;
NODISCARD struct figures *figures_new(struct arena *arena, const struct profile *profile);
/* Counts a completed interview. */
void figures_count(struct figures *figures, const struct interview *iv);
/* One line for each published figure of a group. In the figures' arena. */
size_t figures_lines(const struct figures *figures, const struct figure_line **out);

/* Thousandths of a percent; 0 of none. */
int32_t tally_share(struct tally tally);
/* How far the simulated percentage lies outside the published one: 0 within, else signed thousandths. */
int32_t figure_difference(const struct figure_line *line);

#endif

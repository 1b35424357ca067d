#ifndef STATS_CALIBRATE_H
#define STATS_CALIBRATE_H

#include <stdbool.h>
#include <stddef.h>

/*
 * Turns a score into a probability: isotonic regression by pooling adjacent violators (Ayer and others 1955).
 * What rises with the score in general rises in the result everywhere; nothing else is assumed.
 */
struct judged {
    double score;
    bool right;
};

struct calibration {
    double *scores; /* rising: the mean score of each step */
    double *shares; /* rising: the share that was right there */
    double *counts; /* how many judgements each step rests on */
    size_t n;
};

/* Fits; sorts `judged` by score. The result is freed with calibration_free. n may be 0. */
struct calibration calibrate(struct judged *judged, size_t n);
void calibration_free(struct calibration *c);
/* Linear between the middles of steps; `otherwise` where nothing was judged. */
double calibrated(const struct calibration *c, double score, double otherwise);

#endif

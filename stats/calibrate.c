#include "stats/calibrate.h"

#include <stdlib.h>

#include "base/arena.h"

static int by_score(const void *a, const void *b)
{
    const struct judged *x = a;
    const struct judged *y = b;
    return (x->score > y->score) - (x->score < y->score);
}

/* Pools the last step with the ones before it for as long as it lies lower. */
static void pool(struct calibration *c)
{
    while (c->n > 1 && c->shares[c->n - 1] <= c->shares[c->n - 2]) {
        size_t last = c->n - 1;
        double count = c->counts[last] + c->counts[last - 1];
        c->shares[last - 1] =
            (c->shares[last] * c->counts[last] + c->shares[last - 1] * c->counts[last - 1]) / count;
        c->scores[last - 1] =
            (c->scores[last] * c->counts[last] + c->scores[last - 1] * c->counts[last - 1]) / count;
        c->counts[last - 1] = count;
        c->n--;
    }
}

struct calibration calibrate(struct judged *judged, size_t n)
{
    struct calibration c = {.scores = mem_realloc(NULL, n + 1, sizeof(double)),
                            .shares = mem_realloc(NULL, n + 1, sizeof(double)),
                            .counts = mem_realloc(NULL, n + 1, sizeof(double))};
    if (n) {
        qsort(judged, n, sizeof *judged, by_score);
    }
    for (size_t i = 0; i < n;) {
        double count = 0;
        double right = 0;
        size_t first = i;
        for (; i < n && judged[i].score <= judged[first].score; i++) {
            count += 1;
            right += judged[i].right;
        }
        c.scores[c.n] = judged[first].score;
        c.shares[c.n] = right / count;
        c.counts[c.n++] = count;
        pool(&c);
    }
    return c;
}

void calibration_free(struct calibration *c)
{
    free(c->scores);
    free(c->shares);
    free(c->counts);
    *c = (struct calibration){0};
}

double calibrated(const struct calibration *c, double score, double otherwise)
{
    if (c->n == 0) {
        return otherwise;
    }
    if (score <= c->scores[0]) {
        return c->shares[0];
    }
    for (size_t i = 1; i < c->n; i++) {
        if (score <= c->scores[i]) {
            double part = (score - c->scores[i - 1]) / (c->scores[i] - c->scores[i - 1]);
            return c->shares[i - 1] + part * (c->shares[i] - c->shares[i - 1]);
        }
    }
    return c->shares[c->n - 1];
}

#include "coding/suggest_priv.h"

#include <math.h>

void belief_traits(const struct suggestion *first, double second, uint32_t words, double *traits)
{
    traits[TRAIT_ONE] = 1;
    traits[TRAIT_SCORE] = first->score;
    traits[TRAIT_MARGIN] = first->score - second;
    traits[TRAIT_EXACT] = first->similarity > 0.999;
    traits[TRAIT_SHORT] = words > 0 ? 1 / (double)words : 0;
}

double belief_of(const struct belief *b, const double *traits)
{
    double sum = 0;
    for (size_t i = 0; i < TRAITS; i++) {
        sum += b->weights[i] * traits[i];
    }
    return 1 / (1 + exp(-sum));
}

void belief_step(struct belief *b, const struct judgement *judgement, double rate)
{
    double error = judgement->right - belief_of(b, judgement->traits);
    for (size_t i = 0; i < TRAITS; i++) {
        b->weights[i] += rate * error * judgement->traits[i];
    }
}

void belief_fit(struct belief *b, const struct judgement *judged, size_t n)
{
    /* Where nobody judged anything, the score itself is taken for the probability, roughly. */
    *b = (struct belief){.weights = {[TRAIT_ONE] = -3, [TRAIT_SCORE] = 5, [TRAIT_MARGIN] = 1}};
    enum { ROUNDS = 60 };
    for (int round = 0; round < ROUNDS; round++) {
        for (size_t i = 0; i < n; i++) {
            belief_step(b, &judged[i], 0.5 / (1 + 0.3 * round));
        }
    }
}

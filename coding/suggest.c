#include "coding/suggest_priv.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"

enum { EPOCHS = 5, RARE = 2, JUDGED_MOST = 600, JUDGED_PART = 8 };
/* Measured with `veldwerk code bench`: a little better than half and half. */
static const float VOTES_PART = 0.4F;

struct suggester *suggester_new(size_t classes)
{
    struct suggester *s = mem_alloc(sizeof *s);
    *s = (struct suggester){.scratch = arena_new(), .vocabulary = vocabulary_new(), .classes = classes};
    softmax_init(&s->softmax, classes);
    s->scores = mem_realloc(NULL, classes + 1, sizeof *s->scores);
    s->votes = mem_realloc(NULL, classes + 1, sizeof *s->votes);
    s->nearest = mem_realloc(NULL, classes + 1, sizeof *s->nearest);
    s->likeness = mem_realloc(NULL, classes + 1, sizeof *s->likeness);
    belief_fit(&s->belief, NULL, 0);
    return s;
}

void suggester_free(struct suggester *s)
{
    if (!s) {
        return;
    }
    arena_free(s->scratch);
    vocabulary_free(s->vocabulary);
    free(s->titles);
    free(s->cells.items);
    free(s->df);
    neighbours_free(&s->neighbours);
    softmax_free(&s->softmax);
    free(s->scores);
    free(s->votes);
    free(s->nearest);
    free(s->likeness);
    free(s);
}

/* ---- vectors ------------------------------------------------------------------------------------------ */

static float term_weight(float count)
{
    return 1 + logf(count);
}

/* What was learned since training counts in df but not in `trained`: a word may not come to weigh nothing. */
static float idf_of(const struct suggester *s, uint32_t feature)
{
    float df = feature < s->df_cap ? (float)s->df[feature] : 0;
    df = df < (float)s->trained ? df : (float)s->trained;
    return logf((1 + (float)s->trained) / (1 + df)) + 1;
}

static void weigh(const struct suggester *s, struct vector *x)
{
    float squares = 0;
    for (size_t f = 0; f < x->n; f++) {
        x->items[f].value *= idf_of(s, x->items[f].id);
        squares += x->items[f].value * x->items[f].value;
    }
    float length = sqrtf(squares);
    for (size_t f = 0; f < x->n; f++) {
        x->items[f].value /= length;
    }
}

static uint32_t words_in(struct str key)
{
    uint32_t words = key.len > 0;
    for (size_t i = 0; i < key.len; i++) {
        words += key.ptr[i] == ' ';
    }
    return words;
}

void vector_of_title(const struct suggester *s, const struct title *title, struct vector *x)
{
    x->n = title->n;
    x->words = title->words;
    memcpy(x->items, s->cells.items + title->first, title->n * sizeof *x->items);
    weigh(s, x);
}

static void vector_of_text(struct suggester *s, struct str text, struct vector *x)
{
    struct feature features[FEATURES_MOST];
    arena_reset(s->scratch);
    struct str key = coding_key(s->scratch, text);
    x->n = features_of(s->vocabulary, key, false, features);
    x->words = words_in(key);
    for (size_t f = 0; f < x->n; f++) {
        x->items[f] = (struct entry){features[f].id, term_weight(features[f].count)};
    }
    weigh(s, x);
}

/* ---- titles ---------------------------------------------------------------------------------------------
 */

static void count_feature(struct suggester *s, uint32_t feature)
{
    while (s->df_cap <= feature) {
        size_t old = s->df_cap;
        s->df = array_grow(s->df, &s->df_cap, sizeof *s->df);
        memset(s->df + old, 0, (s->df_cap - old) * sizeof *s->df);
    }
    s->df[feature]++;
}

void suggester_add(struct suggester *s, struct str text, uint32_t class, double weight, uint32_t source)
{
    struct feature features[FEATURES_MOST];
    arena_reset(s->scratch);
    struct str key = coding_key(s->scratch, text);
    size_t n = features_of(s->vocabulary, key, true, features);
    if (n == 0 || class >= s->classes) {
        return;
    }
    if (s->titles_n == s->titles_cap) {
        s->titles = array_grow(s->titles, &s->titles_cap, sizeof *s->titles);
    }
    s->titles[s->titles_n++] = (struct title){s->cells.n, n, words_in(key), class, source, (float)weight};
    for (size_t f = 0; f < n; f++) {
        if (s->cells.n == s->cells.cap) {
            s->cells.items = array_grow(s->cells.items, &s->cells.cap, sizeof *s->cells.items);
        }
        s->cells.items[s->cells.n++] = (struct entry){features[f].id, term_weight(features[f].count)};
        count_feature(s, features[f].id);
    }
}

/* ---- training -------------------------------------------------------------------------------------------
 */

static void learn_title(struct suggester *s, uint32_t t, float rate)
{
    struct vector x;
    vector_of_title(s, &s->titles[t], &x);
    softmax_step(&s->softmax, &x, s->titles[t].class, rate * s->titles[t].weight);
}

static void remember_title(struct suggester *s, uint32_t t)
{
    struct vector x;
    vector_of_title(s, &s->titles[t], &x);
    neighbours_add(&s->neighbours, t, &x);
}

static float rate_of(int epoch)
{
    return 2 / (1 + 0.5F * (float)epoch);
}

static bool decided(const struct title *title)
{
    return title->weight > 1;
}

/*
 * Puts the titles that are judged before they are learned behind the others: drawn from the coders' decisions
 * where there are enough, for these are what is to come, else from the index. Returns how many stand before
 * them.
 */
static size_t set_apart(const struct suggester *s, uint32_t *order)
{
    size_t decisions = 0;
    for (size_t i = 0; i < s->titles_n; i++) {
        decisions += decided(&s->titles[i]);
    }
    bool enough = decisions >= JUDGED_MOST / 2;
    size_t pool = enough ? decisions : s->titles_n;
    size_t wanted = pool / JUDGED_PART < JUDGED_MOST ? pool / JUDGED_PART : JUDGED_MOST;
    size_t end = s->titles_n;
    for (size_t i = s->titles_n; i-- > 0 && s->titles_n - end < wanted;) {
        if (!enough || decided(&s->titles[order[i]])) {
            uint32_t apart = order[i];
            order[i] = order[--end];
            order[end] = apart;
        }
    }
    return end;
}

static void give_rows(struct suggester *s)
{
    for (size_t t = 0; t < s->titles_n; t++) {
        const struct title *title = &s->titles[t];
        for (size_t f = 0; f < title->n; f++) {
            uint32_t feature = s->cells.items[title->first + f].id;
            if (s->df[feature] > RARE || decided(title)) {
                softmax_give_row(&s->softmax, feature);
            }
        }
    }
}

static size_t rank(struct suggester *s, const struct vector *x, struct suggestion *out, size_t most);

/* False when nothing is known of the text, so that there was no suggestion to judge. */
static bool judge(struct suggester *s, const struct vector *x, uint32_t class, struct judgement *judgement)
{
    struct suggestion best[2] = {0};
    size_t n = rank(s, x, best, 2);
    belief_traits(&best[0], n > 1 ? best[1].score : 0, x->words, judgement->traits);
    judgement->right = n > 0 && best[0].class == class;
    return n > 0;
}

/* An index has the same words twice only under two codes: judged by its twin, such a title is always wrong.
 */
static bool is_fair(const struct title *title, const struct judgement *judgement)
{
    return decided(title) || judgement->traits[TRAIT_EXACT] < 1;
}

static void judge_and_learn(struct suggester *s, const uint32_t *order, size_t n)
{
    struct judgement *judged = mem_realloc(NULL, n + 1, sizeof *judged);
    size_t judged_n = 0;
    for (size_t i = 0; i < n; i++) {
        const struct title *title = &s->titles[order[i]];
        struct vector x;
        vector_of_title(s, title, &x);
        judged_n += judge(s, &x, title->class, &judged[judged_n]) && is_fair(title, &judged[judged_n]);
    }
    for (size_t i = 0; i < n; i++) {
        learn_title(s, order[i], rate_of(EPOCHS));
        remember_title(s, order[i]);
    }
    belief_fit(&s->belief, judged, judged_n);
    free(judged);
}

void suggester_train(struct suggester *s, uint64_t seed)
{
    struct hash key = hash_of((struct str){(const char *)&seed, sizeof seed});
    struct draws draws = draws_new(key);
    s->trained = s->titles_n;
    softmax_forget(&s->softmax);
    neighbours_forget(&s->neighbours);
    give_rows(s);
    uint32_t *order = mem_realloc(NULL, s->titles_n + 1, sizeof *order);
    for (size_t i = 0; i < s->titles_n; i++) {
        order[i] = (uint32_t)i;
    }
    draws_shuffle(&draws, order, s->titles_n);
    size_t first = set_apart(s, order);
    for (int epoch = 0; epoch < EPOCHS; epoch++) {
        for (size_t i = 0; i < first; i++) {
            learn_title(s, order[i], rate_of(epoch));
        }
        draws_shuffle(&draws, order, first);
    }
    for (size_t i = 0; i < first; i++) {
        remember_title(s, order[i]);
    }
    judge_and_learn(s, order + first, s->titles_n - first);
    free(order);
}

void suggester_learn(struct suggester *s, struct str text, uint32_t class, double weight, uint32_t source)
{
    if (class >= s->classes) {
        return;
    }
    struct vector x;
    vector_of_text(s, text, &x);
    struct judgement judgement;
    if (judge(s, &x, class, &judgement)) {
        belief_step(&s->belief, &judgement, 0.02);
    }
    size_t before = s->titles_n;
    suggester_add(s, text, class, weight, source);
    if (s->titles_n > before) {
        const struct title *title = &s->titles[before];
        for (size_t f = 0; f < title->n; f++) {
            softmax_give_row(&s->softmax, s->cells.items[title->first + f].id);
        }
        learn_title(s, (uint32_t)before, rate_of(EPOCHS));
        remember_title(s, (uint32_t)before);
    }
}

/* ---- suggesting ------------------------------------------------------------------------------------------
 */

static void insert(struct suggestion *out, size_t *n, size_t most, struct suggestion s)
{
    size_t at = *n;
    while (at > 0 && out[at - 1].score < s.score) {
        at--;
    }
    if (at >= most) {
        return;
    }
    size_t keep = *n < most ? *n : most - 1;
    memmove(out + at + 1, out + at, (keep - at) * sizeof *out);
    out[at] = s;
    *n = keep + 1;
}

/* The scores of all classes, the best `most` of them into out; without p. */
static size_t rank(struct suggester *s, const struct vector *x, struct suggestion *out, size_t most)
{
    size_t n = 0;
    memset(s->votes, 0, s->classes * sizeof *s->votes);
    for (size_t c = 0; c < s->classes; c++) {
        s->nearest[c] = NO_SOURCE;
        s->likeness[c] = 0;
    }
    s->known = x->n > 0 && neighbours_vote(s, x);
    if (!s->known) {
        return 0;
    }
    softmax_predict(&s->softmax, x);
    for (uint32_t c = 0; c < s->classes; c++) {
        s->scores[c] = VOTES_PART * s->votes[c] + (1 - VOTES_PART) * s->softmax.chances[c];
        uint32_t nearest = s->nearest[c];
        insert(out, &n, most,
               (struct suggestion){.class = c,
                                   .score = (double)s->scores[c],
                                   .source = nearest == NO_SOURCE ? NO_SOURCE : s->titles[nearest].source,
                                   .similarity = (double)s->likeness[c]});
    }
    return n;
}

size_t suggest(struct suggester *s, struct str text, struct suggestion *out, size_t most)
{
    struct vector x;
    struct suggestion two[2] = {0};
    struct suggestion *best = most < 2 ? two : out;
    double traits[TRAITS];
    vector_of_text(s, text, &x);
    size_t n = rank(s, &x, best, most < 2 ? 2 : most);
    if (n == 0 || most == 0) {
        return 0;
    }
    belief_traits(&best[0], n > 1 ? best[1].score : 0, x.words, traits);
    double first = belief_of(&s->belief, traits);
    double rest = -best[0].score;
    for (size_t c = 0; c < s->classes; c++) {
        rest += (double)s->scores[c];
    }
    n = n < most ? n : most;
    for (size_t i = 0; i < n; i++) {
        out[i] = best[i];
        out[i].p = i == 0 ? first : rest > 0 ? (1 - first) * out[i].score / rest : 0;
    }
    return n;
}

bool suggest_group(const struct suggester *s, const uint32_t *group_of, size_t groups, uint32_t *best,
                   double *p)
{
    if (!s->known || groups == 0) {
        return false;
    }
    double *sums = mem_realloc(NULL, groups, sizeof *sums);
    memset(sums, 0, groups * sizeof *sums);
    double all = 0;
    for (size_t c = 0; c < s->classes; c++) {
        sums[group_of[c]] += (double)s->scores[c];
        all += (double)s->scores[c];
    }
    *best = 0;
    for (uint32_t g = 1; g < groups; g++) {
        *best = sums[g] > sums[*best] ? g : *best;
    }
    *p = all > 0 ? sums[*best] / all : 0;
    free(sums);
    return true;
}

struct suggester_facts suggester_facts(const struct suggester *s)
{
    size_t bytes = s->softmax.rows_cap * s->softmax.stride * sizeof(float) +
                   s->cells.cap * sizeof(struct entry) + s->titles_cap * sizeof(struct title);
    for (size_t i = 0; i < s->neighbours.n; i++) {
        bytes += s->neighbours.postings[i].cap * sizeof(struct entry);
    }
    return (struct suggester_facts){s->titles_n, vocabulary_size(s->vocabulary), bytes};
}

#include "coding/suggest_priv.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { LANES = 16 };

void softmax_init(struct softmax *m, size_t classes)
{
    *m = (struct softmax){.classes = classes, .stride = (classes + LANES - 1) / LANES * LANES};
    m->bias = mem_realloc(NULL, m->stride, sizeof *m->bias);
    m->chances = mem_realloc(NULL, m->stride, sizeof *m->chances);
    softmax_forget(m);
}

void softmax_free(struct softmax *m)
{
    free(m->weights);
    free(m->bias);
    free(m->chances);
    free(m->row_of);
}

void softmax_forget(struct softmax *m)
{
    memset(m->bias, 0, m->stride * sizeof *m->bias);
    memset(m->chances, 0, m->stride * sizeof *m->chances);
    m->rows = 0;
    m->row_of_n = 0;
}

void softmax_give_row(struct softmax *m, uint32_t feature)
{
    while (m->row_of_n <= feature) {
        if (m->row_of_n == m->row_of_cap) {
            m->row_of = array_grow(m->row_of, &m->row_of_cap, sizeof *m->row_of);
        }
        m->row_of[m->row_of_n++] = NO_ROW;
    }
    if (m->row_of[feature] != NO_ROW) {
        return;
    }
    if (m->rows == m->rows_cap) {
        /* By a quarter, not by double: this is the largest block of all. */
        m->rows_cap += m->rows_cap / 4 + 1024;
        m->weights = mem_realloc(m->weights, m->rows_cap * m->stride, sizeof *m->weights);
    }
    memset(m->weights + m->rows * m->stride, 0, m->stride * sizeof *m->weights);
    m->row_of[feature] = (uint32_t)m->rows++;
}

static float *row_of(const struct softmax *m, uint32_t feature)
{
    if (feature >= m->row_of_n || m->row_of[feature] == NO_ROW) {
        return NULL;
    }
    return m->weights + (size_t)m->row_of[feature] * m->stride;
}

/* Wider registers where the machine has them; the same operations in the same order, so the same result. */
#if defined(__x86_64__) && defined(__gnu_linux__) && !defined(__clang__) && !defined(__SANITIZE_ADDRESS__)
#define WIDE __attribute__((target_clones("avx2", "default")))
#else
#define WIDE
#endif

/* to += factor * from, over whole vectors. */
WIDE static void add_scaled(float *restrict to, const float *restrict from, float factor, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        to[i] += factor * from[i];
    }
}

void softmax_predict(struct softmax *m, const struct vector *x)
{
    memcpy(m->chances, m->bias, m->stride * sizeof *m->chances);
    for (size_t f = 0; f < x->n; f++) {
        const float *row = row_of(m, x->items[f].id);
        if (row) {
            add_scaled(m->chances, row, x->items[f].value, m->stride);
        }
    }
    float highest = -INFINITY;
    for (size_t c = 0; c < m->classes; c++) {
        highest = m->chances[c] > highest ? m->chances[c] : highest;
    }
    float sum = 0;
    for (size_t c = 0; c < m->classes; c++) {
        m->chances[c] = expf(m->chances[c] - highest);
        sum += m->chances[c];
    }
    for (size_t c = 0; c < m->classes; c++) {
        m->chances[c] /= sum;
    }
}

/* Classes that the step moves by next to nothing are left alone: after the first round nearly all. */
static size_t that_move(struct softmax *m, uint32_t class, uint32_t *moving)
{
    const float least = 1e-3F;
    size_t n = 0;
    m->chances[class] -= 1;
    for (uint32_t c = 0; c < m->classes; c++) {
        if (fabsf(m->chances[c]) > least) {
            moving[n++] = c;
        } else {
            m->chances[c] = 0;
        }
    }
    return n;
}

void softmax_step(struct softmax *m, const struct vector *x, uint32_t class, float rate)
{
    enum { FEW = 48, BIAS_PART = 10 };
    uint32_t few[4096];
    softmax_predict(m, x);
    size_t n = m->classes <= ARRAY_LEN(few) ? that_move(m, class, few) : m->classes;
    if (m->classes > ARRAY_LEN(few)) {
        m->chances[class] -= 1;
    }
    for (size_t f = 0; f < x->n; f++) {
        float *row = row_of(m, x->items[f].id);
        float factor = -rate * x->items[f].value;
        if (!row) {
            continue;
        }
        if (n > FEW) {
            add_scaled(row, m->chances, factor, m->stride);
            continue;
        }
        for (size_t i = 0; i < n; i++) {
            row[few[i]] += factor * m->chances[few[i]];
        }
    }
    add_scaled(m->bias, m->chances, -rate / BIAS_PART, m->stride);
}

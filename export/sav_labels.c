#include "export/sav_priv.h"

#include "export/number.h"

/* Value labels: once for all variables that share them, with the labels of their missing codes. */

static void value_label(struct sav *sav, const unsigned char value[SAV_CELL], struct str label)
{
    unsigned char len = (unsigned char)label.len;
    output_bytes(sav->out, value, SAV_CELL);
    output_bytes(sav->out, &len, 1);
    sav_padded(sav->out, label, (label.len + 1 + 7) / 8 * 8 - 1, ' ');
}

static void number_label(struct sav *sav, int64_t number, struct str label)
{
    unsigned char bytes[SAV_CELL];
    put_double(bytes, (double)number);
    value_label(sav, bytes, label);
}

static void text_label(struct sav *sav, struct str code, struct str label)
{
    unsigned char bytes[SAV_CELL];
    memset(bytes, ' ', sizeof bytes);
    memcpy(bytes, code.ptr, code.len);
    value_label(sav, bytes, label);
}

/* Do two variables share one record of labels? */
static bool share(const struct sav_variable *a, const struct sav_variable *b)
{
    const struct column *x = a->column;
    const struct column *y = b->column;
    return x->kind == y->kind && x->labels == y->labels && x->missing_base == y->missing_base;
}

static bool labelled(const struct sav_variable *v)
{
    const struct column *c = v->column;
    return (c->kind == COLUMN_NUMBER && (c->labels || c->reasons)) ||
           (c->kind == COLUMN_TEXT && c->labels && c->width <= SAV_CELL);
}

/* The missing codes that any of them has. */
static uint32_t reasons_shared(const struct sav *sav, uint32_t first)
{
    uint32_t reasons = 0;
    for (uint32_t i = first; i < sav->n; i++) {
        reasons |= share(&sav->variables[first], &sav->variables[i]) ? sav->variables[i].column->reasons : 0;
    }
    return reasons & ~(1u << REASON_NO_RECORD);
}

static void labels_put(struct sav *sav, const struct column *c, uint32_t reasons)
{
    struct str language = sav->job->model->newest->codebook->languages[sav->job->model->language].id;
    int32_t n = c->labels ? (int32_t)c->labels->n : 0;
    for (unsigned r = 1; c->kind == COLUMN_NUMBER && r < REASONS; r++) {
        n += reasons >> r & 1 ? 1 : 0;
    }
    sav_int(sav->out, 3);
    sav_int(sav->out, n);
    for (unsigned r = REASONS; c->kind == COLUMN_NUMBER && r-- > 1;) {
        if (reasons >> r & 1) {
            number_label(sav, column_missing(c, (enum reason)r), reason_label((enum reason)r, language));
        }
    }
    for (size_t i = 0; c->labels && i < c->labels->n; i++) {
        const struct value_label *l = &c->labels->labels[i];
        if (c->kind == COLUMN_TEXT) {
            text_label(sav, l->code, sav_label(sav, &l->label));
        } else {
            number_label(sav, l->number, sav_label(sav, &l->label));
        }
    }
}

static void group_put(struct sav *sav, uint32_t first, bool *done)
{
    labels_put(sav, sav->variables[first].column, reasons_shared(sav, first));
    int32_t n = 0;
    for (uint32_t i = first; i < sav->n; i++) {
        n += labelled(&sav->variables[i]) && share(&sav->variables[first], &sav->variables[i]);
    }
    sav_int(sav->out, 4);
    sav_int(sav->out, n);
    for (uint32_t i = first; i < sav->n; i++) {
        if (labelled(&sav->variables[i]) && share(&sav->variables[first], &sav->variables[i])) {
            sav_int(sav->out, sav->variables[i].position);
            done[i] = true;
        }
    }
}

void sav_labels(struct sav *sav)
{
    bool *done = ARENA_ARRAY(sav->job->arena, sav->n, bool);
    for (uint32_t i = 0; i < sav->n; i++) {
        if (!done[i] && labelled(&sav->variables[i])) {
            group_put(sav, i, done);
        }
    }
}

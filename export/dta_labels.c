#include "export/dta_priv.h"

#include "base/buf.h"

/* Value labels: each set once per language, the missing codes with it. */

struct table {
    struct buf offsets, values, texts;
    uint32_t n;
};

static void add_u32(struct buf *buf, uint32_t value)
{
    for (int i = 0; i < 4; i++) {
        buf_add_char(buf, (char)(value >> (8 * i) & 255));
    }
}

static void table_add(struct table *t, int64_t value, struct str label)
{
    add_u32(&t->offsets, (uint32_t)t->texts.len);
    add_u32(&t->values, (uint32_t)(int32_t)value);
    buf_add(&t->texts, label);
    buf_add_char(&t->texts, '\0');
    t->n++;
}

static void table_write(struct dta *dta, struct table *t, struct str name)
{
    static const char zeros[DTA_NAME + 3];
    output_str(dta->out, STR("<lbl>"));
    dta_number(dta->out, 8 + t->offsets.len + t->values.len + t->texts.len, 4);
    output_str(dta->out, name);
    output_bytes(dta->out, zeros, DTA_NAME + 3 - name.len);
    dta_number(dta->out, t->n, 4);
    dta_number(dta->out, t->texts.len, 4);
    output_str(dta->out, buf_str(&t->offsets));
    output_str(dta->out, buf_str(&t->values));
    output_str(dta->out, buf_str(&t->texts));
    output_str(dta->out, STR("</lbl>"));
    buf_free(&t->offsets);
    buf_free(&t->values);
    buf_free(&t->texts);
}

/* The set of a column in a language. */
static void set_write(struct dta *dta, const struct column *c, unsigned language)
{
    const struct model *m = dta->job->model;
    struct table t = {buf_new(BUF_LIMIT_DEFAULT), buf_new(BUF_LIMIT_DEFAULT), buf_new(BUF_LIMIT_DEFAULT), 0};
    for (size_t i = 0; c->labels && i < c->labels->n; i++) {
        table_add(&t, c->labels->labels[i].number, model_words(m, &c->labels->labels[i].label, language));
    }
    for (unsigned r = 1; r < REASONS; r++) {
        char tag = reason_row((enum reason)r)->tag;
        if (tag) {
            table_add(&t, (int64_t)DTA_LONG_MISSING + (tag - 'a' + 1),
                      reason_label((enum reason)r, m->newest->codebook->languages[language].id));
        }
    }
    table_write(dta, &t, dta_set_name(dta, c, language));
}

void dta_value_labels(struct dta *dta)
{
    const struct model *m = dta->job->model;
    bool *done = ARENA_ARRAY(dta->job->arena, m->label_sets_n + 1, bool);
    dta_element(dta, "value_labels", DTA_AT_VALUE_LABELS);
    for (uint32_t i = 0; i < m->columns_n; i++) {
        const struct column *c = &m->columns[i];
        uint32_t set = c->labels ? c->labels->index : m->label_sets_n;
        if (done[set] || !dta_set_name(dta, c, m->language).len) {
            continue;
        }
        done[set] = true;
        for (unsigned k = 0; k < m->newest->codebook->languages_n; k++) {
            set_write(dta, c, k);
        }
    }
    output_str(dta->out, STR("</value_labels>"));
}

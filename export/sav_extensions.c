#include "export/sav_priv.h"

#include <float.h>
#include <math.h>

#include "base/buf.h"

/* The extensions behind the value labels, each a record of its own. */

static void extension(struct sav *sav, int subtype, size_t size, size_t count)
{
    sav_int(sav->out, 7);
    sav_int(sav->out, subtype);
    sav_int(sav->out, (int32_t)size);
    sav_int(sav->out, (int32_t)count);
}

static void extension_text(struct sav *sav, int subtype, struct buf *text)
{
    if (text->len) {
        extension(sav, subtype, 1, text->len);
        output_str(sav->out, buf_str(text));
    }
    buf_free(text);
}

static void machine(struct sav *sav)
{
    static const int32_t integers[] = {1, 0, 0, -1, 1, 1, 2, 65001}; /* IEEE, little-endian, UTF-8 */
    extension(sav, SAV_INTEGERS, 4, ARRAY_LEN(integers));
    for (size_t i = 0; i < ARRAY_LEN(integers); i++) {
        sav_int(sav->out, integers[i]);
    }
    extension(sav, SAV_FLOATS, 8, 3);
    sav_double(sav->out, -DBL_MAX);
    sav_double(sav->out, DBL_MAX);
    sav_double(sav->out, nextafter(-DBL_MAX, 0));
}

/* ---- sets of answers ---- */

static void lower(struct buf *out, const char *name)
{
    for (; *name; name++) {
        buf_add_char(out, (char)(*name >= 'A' && *name <= 'Z' ? *name + ('a' - 'A') : *name));
    }
}

static void response_sets(struct sav *sav)
{
    const struct model *m = sav->job->model;
    struct buf text = buf_new(BUF_LIMIT_DEFAULT);
    for (uint32_t i = 0; i < m->sets_n; i++) {
        const struct column_set *set = &m->sets[i];
        struct str label = sav_label(sav, &set->label);
        /* A set of one, or of texts too long for a name of a value, is none to SPSS. */
        if (set->n < 2 || m->columns[set->first].width > SAV_TEXT_SHORT) {
            continue;
        }
        buf_format(&text, "$%.*s=%s %zu %.*s", STR_ARG(set->name), set->dichotomy ? "D1 1" : "C", label.len,
                   STR_ARG(label));
        uint32_t left = set->n;
        for (uint32_t c = set->first; left && c < m->columns_n; c++) {
            if (m->columns[c].part == PART_ITEM || m->columns[c].part == PART_MENTION) {
                buf_add_char(&text, ' ');
                lower(&text, sav->variables[c].names[0]);
                left--;
            }
        }
        buf_add_char(&text, '\n');
    }
    extension_text(sav, SAV_RESPONSE_SETS, &text);
}

/* ---- names and widths ---- */

static void display(struct sav *sav)
{
    size_t n = 0;
    for (uint32_t i = 0; i < sav->n; i++) {
        n += sav->variables[i].segments;
    }
    extension(sav, SAV_DISPLAY, 4, 3 * n);
    for (uint32_t i = 0; i < sav->n; i++) {
        const struct column *c = sav->variables[i].column;
        bool text = c->kind == COLUMN_TEXT;
        unsigned width = c->width < 8 ? 8 : c->width > 32 ? 32 : c->width;
        for (unsigned s = 0; s < sav->variables[i].segments; s++) {
            sav_int(sav->out, c->measure == MEASURE_NOMINAL ? 1 : c->measure == MEASURE_ORDINAL ? 2 : 3);
            sav_int(sav->out, (int32_t)width);
            sav_int(sav->out, text ? 0 : 1);
        }
    }
}

static void long_names(struct sav *sav)
{
    struct buf text = buf_new(BUF_LIMIT_DEFAULT);
    struct buf widths = buf_new(BUF_LIMIT_DEFAULT);
    for (uint32_t i = 0; i < sav->n; i++) {
        const struct sav_variable *v = &sav->variables[i];
        buf_format(&text, "%s%s=%.*s", text.len ? "\t" : "", v->names[0], STR_ARG(v->column->name));
        if (v->segments > 1) {
            buf_format(&widths, "%s=%05u", v->names[0], v->width);
            buf_add(&widths, (struct str){"\0\t", 2});
        }
    }
    extension_text(sav, SAV_LONG_NAMES, &text);
    extension_text(sav, SAV_LONG_TEXTS, &widths);
}

/* ---- attributes ---- */

static void attribute(struct buf *out, const char *name, struct str language, struct str value)
{
    buf_format(out, "%s%s", name, language.len ? "_" : "");
    for (size_t i = 0; i < language.len; i++) {
        buf_add_char(out, language.ptr[i] == '-' ? '_' : language.ptr[i]);
    }
    buf_add_text(out, "('");
    for (size_t i = 0; i < value.len; i++) {
        /* A quote and a line end together would end the value. */
        buf_add_char(out, value.ptr[i] == '\n' ? ' ' : value.ptr[i]);
    }
    buf_add_text(out, "'\n)");
}

static void file_attributes(struct sav *sav)
{
    const struct model *m = sav->job->model;
    struct buf text = buf_new(BUF_LIMIT_DEFAULT);
    char hex[HASH_HEX];
    attribute(&text, "Study", STR_EMPTY, m->study);
    attribute(&text, "Layer", STR_EMPTY, str_from(export_layer_name(m->layer)));
    attribute(&text, "Questionnaire", STR_EMPTY, hash_hex(&m->newest->hash, hex));
    extension_text(sav, SAV_FILE_ATTRIBUTES, &text);
}

static void column_attributes(const struct model *m, struct buf *out, const struct column *c)
{
    const struct codebook *book = m->newest->codebook;
    for (unsigned k = 0; k < book->languages_n; k++) {
        if (k != m->language && c->label.in[k].len) {
            attribute(out, "Label", book->languages[k].id, c->label.in[k]);
        }
    }
    /* The question once, at its first column: a set of many items would repeat it as often. */
    if (c->question == NONE || m->questions[c->question].first != c->index) {
        return;
    }
    const struct question *q = &m->questions[c->question];
    for (unsigned k = 0; k < book->languages_n; k++) {
        if (q->text.in[k].len) {
            attribute(out, "QuestionText", book->languages[k].id, q->text.in[k]);
        }
    }
}

static void attributes(struct sav *sav)
{
    const struct model *m = sav->job->model;
    struct buf text = buf_new(BUF_LIMIT_DEFAULT);
    for (uint32_t i = 0; i < sav->n; i++) {
        buf_format(&text, "%s%.*s:", text.len ? "/" : "", STR_ARG(m->columns[i].name));
        attribute(&text, "$@Role", STR_EMPTY, STR("0"));
        column_attributes(m, &text, &m->columns[i]);
    }
    extension_text(sav, SAV_ATTRIBUTES, &text);
}

/* ---- labels of longer texts ---- */

static void long_word(struct buf *out, struct str word)
{
    for (int i = 0; i < 4; i++) {
        buf_add_char(out, (char)(word.len >> (8 * i) & 255));
    }
    buf_add(out, word);
}

static void long_number(struct buf *out, size_t number)
{
    for (int i = 0; i < 4; i++) {
        buf_add_char(out, (char)(number >> (8 * i) & 255));
    }
}

static void text_labels(struct sav *sav)
{
    struct buf out = buf_new(BUF_LIMIT_DEFAULT);
    for (uint32_t i = 0; i < sav->n; i++) {
        const struct column *c = sav->variables[i].column;
        if (c->kind != COLUMN_TEXT || !c->labels || c->width <= SAV_CELL) {
            continue;
        }
        long_word(&out, c->name);
        long_number(&out, c->width);
        long_number(&out, c->labels->n);
        for (size_t k = 0; k < c->labels->n; k++) {
            struct str code = c->labels->labels[k].code;
            /* SPSS wants the value in the full width of the variable. */
            long_number(&out, c->width);
            buf_add(&out, code);
            for (size_t pad = code.len; pad < c->width; pad++) {
                buf_add_char(&out, ' ');
            }
            long_word(&out, sav_label(sav, &c->labels->labels[k].label));
        }
    }
    extension_text(sav, SAV_TEXT_LABELS, &out);
}

void sav_extensions(struct sav *sav)
{
    machine(sav);
    response_sets(sav);
    display(sav);
    long_names(sav);
    extension(sav, SAV_CASES, 8, 2);
    sav_int(sav->out, 1);
    sav_int(sav->out, 0);
    sav_int(sav->out, (int32_t)(sav->job->model->cases & 0xffffffffu));
    sav_int(sav->out, (int32_t)(sav->job->model->cases >> 32));
    file_attributes(sav);
    attributes(sav);
    extension(sav, SAV_ENCODING, 1, 5);
    output_str(sav->out, STR("UTF-8"));
    text_labels(sav);
    sav_int(sav->out, 999);
    sav_int(sav->out, 0);
}

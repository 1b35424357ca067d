#include "export/sav_priv.h"

#include "base/utf8.h"
#include "export/stamp.h"

/* The header and one record for each variable, segment and further cell. */

static void header(struct sav *sav)
{
    const struct model *m = sav->job->model;
    struct stamp t = stamp_of(m->stamp_ms);
    struct output_file *out = sav->out;
    output_str(out, STR("$FL2"));
    sav_padded(out, STR("@(#) SPSS DATA FILE - veldwerk"), 60, ' ');
    sav_int(out, 2); /* the layout */
    sav_int(out, sav->cells);
    sav_int(out, 1); /* compressed */
    sav_int(out, 0); /* no weight: SPSS would take it for a frequency */
    sav_int(out, (int32_t)m->cases);
    sav_double(out, SAV_BIAS);
    output_format(out, "%02u %s %02d", t.day, stamp_month(t.month), t.year % 100);
    output_format(out, "%02u:%02u:%02u", t.hour, t.minute, t.second);
    struct str label = m->study;
    while (label.len > 64 || !utf8_valid(label)) {
        label.len--;
    }
    sav_padded(out, label, 64, ' ');
    sav_padded(out, STR_EMPTY, 3, '\0');
}

static int32_t print_format(const struct sav_variable *v, unsigned segment)
{
    const struct column *c = v->column;
    unsigned width = c->width;
    unsigned decimals = 0;
    unsigned type = SAV_FORMAT_F;
    switch (c->kind) {
    case COLUMN_TEXT:
        type = SAV_FORMAT_A;
        width = sav_segment_width(v->width, segment);
        break;
    case COLUMN_DATE:
        type = SAV_FORMAT_EDATE;
        break;
    case COLUMN_TIME:
        type = SAV_FORMAT_TIME;
        break;
    case COLUMN_NUMBER:
        decimals = c->decimals;
        break;
    }
    return (int32_t)(type << 16 | width << 8 | decimals);
}

static void label_put(struct sav *sav, struct str label)
{
    sav_int(sav->out, (int32_t)label.len);
    sav_padded(sav->out, label, (label.len + 3) / 4 * 4, ' ');
}

static void segment_put(struct sav *sav, const struct sav_variable *v, unsigned segment)
{
    const struct column *c = v->column;
    struct output_file *out = sav->out;
    bool missing = c->kind == COLUMN_NUMBER && c->reasons;
    struct str label = segment ? STR_EMPTY : sav_label(sav, &c->label);
    sav_int(out, 2);
    sav_int(out, (int32_t)(v->width ? sav_segment_width(v->width, segment) : 0));
    sav_int(out, label.len > 0);
    sav_int(out, missing ? -2 : 0); /* a range */
    sav_int(out, print_format(v, segment));
    sav_int(out, print_format(v, segment));
    sav_padded(out, str_from(v->names[segment]), SAV_NAME, ' ');
    if (label.len) {
        label_put(sav, label);
    }
    if (missing) {
        sav_double(out, (double)column_missing_low(c));
        sav_double(out, (double)column_missing_high(c));
    }
}

static void continuation_put(struct sav *sav)
{
    sav_int(sav->out, 2);
    sav_int(sav->out, -1);
    sav_int(sav->out, 0);
    sav_int(sav->out, 0);
    sav_int(sav->out, 0);
    sav_int(sav->out, 0);
    sav_padded(sav->out, STR_EMPTY, SAV_NAME, ' ');
}

void sav_variables(struct sav *sav)
{
    header(sav);
    for (uint32_t i = 0; i < sav->n; i++) {
        const struct sav_variable *v = &sav->variables[i];
        for (unsigned s = 0; s < v->segments; s++) {
            segment_put(sav, v, s);
            for (unsigned c = 1; c < sav_segment_cells(v->width, s); c++) {
                continuation_put(sav);
            }
        }
    }
}

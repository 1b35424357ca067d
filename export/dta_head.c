#include "export/dta_priv.h"

#include "base/utf8.h"
#include "export/number.h"
#include "export/stamp.h"

/* What stands before the rows: types, names, formats, labels, and the characteristics with the languages. */

void dta_number(struct output_file *out, uint64_t value, unsigned bytes)
{
    unsigned char room[8];
    put_u64(room, value);
    output_bytes(out, room, bytes);
}

void dta_element(struct dta *dta, const char *tag, int place)
{
    if (place < DTA_PLACES) {
        dta->map[place] = output_at(dta->out);
    }
    output_format(dta->out, "<%s>", tag);
}

static void element_end(struct dta *dta, const char *tag)
{
    output_format(dta->out, "</%s>", tag);
}

/* A text in a field of fixed width with at least one NUL behind it. */
static void field(struct output_file *out, struct str text, size_t width)
{
    text = str_slice(text, 0, width - 1);
    output_str(out, text);
    for (size_t i = text.len; i < width; i++) {
        output_bytes(out, "", 1);
    }
}

static const struct language *language_at(const struct dta *dta, unsigned k)
{
    return &dta->job->model->newest->codebook->languages[k];
}

/* ---- the header ---- */

static struct str first_characters(struct str text, size_t most)
{
    size_t at = 0;
    size_t n = 0;
    struct str cluster;
    struct str head = STR_EMPTY;
    while (n < most && utf8_next_cluster(text, &at, &cluster)) {
        n += utf8_count(cluster);
        head = n <= most ? str_slice(text, 0, at) : head;
    }
    return head;
}

static void header(struct dta *dta)
{
    const struct model *m = dta->job->model;
    struct str label = first_characters(m->study, 80);
    struct stamp t = stamp_of(m->stamp_ms);
    dta->map[DTA_AT_START] = output_at(dta->out);
    output_str(dta->out, STR("<stata_dta><header><release>118</release><byteorder>LSF</byteorder><K>"));
    dta_number(dta->out, dta->n, 2);
    output_str(dta->out, STR("</K><N>"));
    dta_number(dta->out, m->cases, 8);
    output_str(dta->out, STR("</N><label>"));
    dta_number(dta->out, label.len, 2);
    output_str(dta->out, label);
    output_str(dta->out, STR("</label><timestamp>"));
    dta_number(dta->out, 17, 1);
    output_format(dta->out, "%02u %s %04d %02u:%02u", t.day, stamp_month(t.month), t.year, t.hour, t.minute);
    output_str(dta->out, STR("</timestamp></header>"));
    dta_element(dta, "map", DTA_AT_MAP);
    dta->map_at = output_at(dta->out);
    for (size_t i = 0; i < DTA_PLACES; i++) {
        dta_number(dta->out, 0, 8);
    }
    element_end(dta, "map");
}

/* ---- variables ---- */

static struct str display_format(const struct dta *dta, const struct dta_variable *v)
{
    const struct column *c = v->column;
    switch (c->kind) {
    case COLUMN_TEXT:
        return v->type == DTA_STRL ? STR("%-9s") : arena_format(dta->job->arena, "%%-%us", v->type);
    case COLUMN_DATE:
        return STR("%td");
    case COLUMN_TIME:
        return STR("%tcHH:MM");
    case COLUMN_NUMBER:
        break;
    }
    unsigned width = c->width > 8 ? c->width : 8;
    return c->decimals ? arena_format(dta->job->arena, "%%%u.%uf", width, c->decimals)
                       : arena_format(dta->job->arena, "%%%u.0f", width);
}

static bool has_set(const struct column *c)
{
    return c->kind == COLUMN_NUMBER && (c->labels || c->reasons);
}

struct str dta_set_name(const struct dta *dta, const struct column *column, unsigned language)
{
    if (!has_set(column)) {
        return STR_EMPTY;
    }
    struct str name = column->labels ? column->labels->name : STR("missing_codes");
    return language == dta->job->model->language ? name
                                                 : arena_format(dta->job->arena, "%.*s_%.*s", STR_ARG(name),
                                                                STR_ARG(language_at(dta, language)->id));
}

static void variables(struct dta *dta)
{
    const struct model *m = dta->job->model;
    dta_element(dta, "variable_types", DTA_AT_TYPES);
    for (uint32_t i = 0; i < dta->n; i++) {
        dta_number(dta->out, dta->variables[i].type, 2);
    }
    element_end(dta, "variable_types");
    dta_element(dta, "varnames", DTA_AT_NAMES);
    for (uint32_t i = 0; i < dta->n; i++) {
        field(dta->out, m->columns[i].name, DTA_NAME);
    }
    element_end(dta, "varnames");
    dta_element(dta, "sortlist", DTA_AT_SORT);
    for (uint32_t i = 0; i <= dta->n; i++) {
        dta_number(dta->out, 0, 2);
    }
    element_end(dta, "sortlist");
    dta_element(dta, "formats", DTA_AT_FORMATS);
    for (uint32_t i = 0; i < dta->n; i++) {
        field(dta->out, display_format(dta, &dta->variables[i]), DTA_FORMAT);
    }
    element_end(dta, "formats");
}

static void labels(struct dta *dta)
{
    const struct model *m = dta->job->model;
    dta_element(dta, "value_label_names", DTA_AT_LABEL_NAMES);
    for (uint32_t i = 0; i < dta->n; i++) {
        field(dta->out, dta_set_name(dta, &m->columns[i], m->language), DTA_NAME);
    }
    element_end(dta, "value_label_names");
    dta_element(dta, "variable_labels", DTA_AT_LABELS);
    for (uint32_t i = 0; i < dta->n; i++) {
        field(dta->out, model_words(m, &m->columns[i].label, m->language), DTA_LABEL);
    }
    element_end(dta, "variable_labels");
}

/* ---- characteristics ---- */

static void characteristic(struct dta *dta, struct str variable, struct str name, struct str content)
{
    if (!content.len) {
        return;
    }
    output_str(dta->out, STR("<ch>"));
    dta_number(dta->out, 2 * DTA_NAME + content.len + 1, 4);
    field(dta->out, variable, DTA_NAME);
    field(dta->out, name, DTA_NAME);
    field(dta->out, content, content.len + 1);
    output_str(dta->out, STR("</ch>"));
}

static struct str named(const struct dta *dta, const char *before, unsigned language)
{
    return arena_format(dta->job->arena, "%s%.*s", before, STR_ARG(language_at(dta, language)->id));
}

static void languages(struct dta *dta)
{
    const struct model *m = dta->job->model;
    struct str list = STR_EMPTY;
    for (unsigned k = 0; k < m->newest->codebook->languages_n; k++) {
        list = arena_format(dta->job->arena, "%.*s%s%.*s", STR_ARG(list), k ? " " : "",
                            STR_ARG(language_at(dta, k)->id));
    }
    characteristic(dta, STR("_dta"), STR("_lang_list"), list);
    characteristic(dta, STR("_dta"), STR("_lang_c"), language_at(dta, m->language)->id);
    characteristic(dta, STR("_dta"), STR("veldwerk_layer"), str_from(export_layer_name(m->layer)));
    char hex[HASH_HEX];
    characteristic(dta, STR("_dta"), STR("veldwerk_questionnaire"), hash_hex(&m->newest->hash, hex));
}

static void variable_characteristics(struct dta *dta, const struct column *c)
{
    const struct model *m = dta->job->model;
    for (unsigned k = 0; k < m->newest->codebook->languages_n; k++) {
        if (k != m->language) {
            characteristic(dta, c->name, named(dta, "_lang_v_", k), model_words(m, &c->label, k));
            characteristic(dta, c->name, named(dta, "_lang_l_", k), dta_set_name(dta, c, k));
        }
        /* The question once, at its first column. */
        if (c->question != NONE && m->questions[c->question].first == c->index) {
            characteristic(dta, c->name, named(dta, "question_", k), m->questions[c->question].text.in[k]);
        }
    }
}

void dta_head(struct dta *dta)
{
    header(dta);
    variables(dta);
    labels(dta);
    dta_element(dta, "characteristics", DTA_AT_CHARACTERISTICS);
    languages(dta);
    for (uint32_t i = 0; i < dta->n; i++) {
        variable_characteristics(dta, &dta->job->model->columns[i]);
    }
    element_end(dta, "characteristics");
    dta_element(dta, "data", DTA_AT_DATA);
}

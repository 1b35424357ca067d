#include "export/model_priv.h"

/* Which columns a variable has: hung on its definition, so that answers never change the file's structure. */

#define NEGATIVE_BLOCK (-9999900)
enum { CODER_COLUMNS = 2, CODE_BYTES = 12, COMPUTED_WIDTH = 12 };

#define BIT(reason) (1u << (reason))

/* ---- adding ---- */

static struct column *column_add(struct builder *b, uint32_t merged, const struct column *template,
                                 const char *suffix)
{
    if (b->columns_n == b->columns_cap) {
        size_t cap = b->columns_cap ? 2 * b->columns_cap : 512;
        struct column *columns = ARENA_ARRAY(b->arena, cap, struct column);
        struct column_from *from = ARENA_ARRAY(b->arena, cap, struct column_from);
        if (b->columns_n) {
            memcpy(columns, b->columns, b->columns_n * sizeof *columns);
            memcpy(from, b->from, b->columns_n * sizeof *from);
        }
        b->columns = columns;
        b->from = from;
        b->columns_cap = cap;
    }
    struct column *column = &b->columns[b->columns_n];
    *column = *template;
    column->index = (uint32_t)b->columns_n;
    column->companion = NONE;
    b->from[b->columns_n++].merged = merged;
    column->name = column->row
                       ? arena_format(b->arena, "%.*s%s_%u", STR_ARG(template->name), suffix, column->row)
                       : arena_format(b->arena, "%.*s%s", STR_ARG(template->name), suffix);
    return column;
}

static unsigned digits(int64_t number)
{
    unsigned n = number < 0 ? 2 : 1;
    for (int64_t rest = number / 10; rest; rest /= 10) {
        n++;
    }
    return n;
}

/* Width of a column of numbers from low to high, its missing codes included. */
static void set_numbers(struct column *column, int64_t low, int64_t high, unsigned decimals)
{
    column->bounded = true;
    column->min = number_int(low);
    column->max = number_int(high);
    column->decimals = decimals;
    column->missing_base = low < 0 ? NEGATIVE_BLOCK : 0;
    unsigned whole = digits(column_missing(column, REASON_NOT_IN_VARIANT));
    whole = digits(low) > whole ? digits(low) : whole;
    whole = digits(high) > whole ? digits(high) : whole;
    column->width = whole + (decimals ? decimals + 1 : 0);
}

static uint32_t reasons_of(const struct builder *b, const struct merged *m)
{
    const struct variable *v = m->variable;
    uint32_t reasons = BIT(REASON_NOT_APPLICABLE) | BIT(REASON_NO_ANSWER) | BIT(REASON_BREAKOFF);
    bool follows = v->role == ROLE_COMPUTED || v->role == ROLE_SPECIFY;
    reasons |= follows || v->allow & ALLOW_DONT_KNOW ? BIT(REASON_DONT_KNOW) : 0;
    reasons |= follows || v->allow & ALLOW_REFUSED ? BIT(REASON_REFUSED) : 0;
    reasons |= m->versions != (1u << b->model->versions_n) - 1 ? BIT(REASON_NO_RECORD) : 0;
    reasons |= b->model->layer == LAYER_CLEAN ? BIT(REASON_CLEANED) : 0;
    return reasons;
}

/* Why the column that was added last is empty, as a column of its own: texts and dates have no missing codes.
 */
static void add_companion(struct builder *b, const struct merged *m, const struct column *base,
                          const char *suffix)
{
    uint32_t of = (uint32_t)b->columns_n - 1;
    struct column template = *base;
    template.kind = COLUMN_NUMBER;
    template.part = PART_REASON;
    template.measure = MEASURE_NOMINAL;
    template.labels = b->completeness;
    set_numbers(&template, 0, COMPLETENESS_YEAR, 0);
    struct column *column = column_add(b, b->from[of].merged, &template, suffix);
    column->reasons = b->columns[of].reasons;
    struct words why = column_words(b->model, WORD_WHY_EMPTY);
    label_column(b->model, column, &m->label, &why);
    b->columns[of].companion = column->index;
}

static void add_plain(struct builder *b, uint32_t merged, const struct column *template,
                      const struct words *special, const char *suffix)
{
    struct column *column = column_add(b, merged, template, suffix);
    label_column(b->model, column, &b->merged[merged]->label, special);
}

/* ---- per type ---- */

static struct column coded_column(struct builder *b, const struct merged *m, struct column template)
{
    template.labels = labels_of_list(b, m->list);
    if (m->list->numeric) {
        set_numbers(&template, m->list->code_low, m->list->code_high, 0);
    } else {
        template.kind = COLUMN_TEXT;
        template.width = m->list->code_most;
    }
    return template;
}

static void columns_code(struct builder *b, uint32_t merged, const struct column *template)
{
    struct column column = coded_column(b, b->merged[merged], *template);
    add_plain(b, merged, &column, NULL, "");
    if (column.kind == COLUMN_TEXT) {
        add_companion(b, b->merged[merged], template, "_m");
    }
}

/* Does an overlay hide this option from a group? */
static bool hidden_somewhere(const struct builder *b, const struct merged *m)
{
    for (size_t v = 0; v < b->model->versions_n; v++) {
        const struct questionnaire *q = b->model->versions[v];
        uint32_t at = m->slots[v] == NONE ? NONE : q->item_of_slot[m->slots[v]];
        for (unsigned g = 0; at != NONE && q->items[at].variants && g < q->groups_n; g++) {
            const struct variant *variant = &q->items[at].variants[g];
            if (variant->order && variant->order_n < m->variable->list->n) {
                return true;
            }
        }
    }
    return false;
}

static void response_set(struct builder *b, uint32_t merged, uint32_t first, bool dichotomy, uint32_t row)
{
    if (b->responses_n == b->responses_cap) {
        b->responses_cap = b->responses_cap ? 2 * b->responses_cap : 64;
        struct column_set *grown = ARENA_ARRAY(b->arena, b->responses_cap, struct column_set);
        if (b->responses_n) {
            memcpy(grown, b->responses, b->responses_n * sizeof *grown);
        }
        b->responses = grown;
    }
    const struct merged *m = b->merged[merged];
    b->responses[b->responses_n++] = (struct column_set){
        .name = row ? arena_format(b->arena, "%.*s_%u", STR_ARG(m->id), row) : m->id,
        .first = first,
        .n = (uint32_t)b->columns_n - first,
        .dichotomy = dichotomy,
        .question = merged, /* made a question's number when there are questions */
        .label = m->label,
    };
}

static void columns_items(struct builder *b, uint32_t merged, const struct column *template)
{
    const struct merged *m = b->merged[merged];
    uint32_t first = (uint32_t)b->columns_n;
    struct column column = *template;
    column.part = PART_ITEM;
    column.measure = MEASURE_NOMINAL;
    column.labels = b->chosen;
    column.reasons |= hidden_somewhere(b, m) ? BIT(REASON_NOT_IN_VARIANT) : 0;
    set_numbers(&column, 0, 1, 0);
    for (size_t i = 0; i < m->list->n; i++) {
        if (m->offered[i]) {
            column.option = (int32_t)i;
            struct str suffix = arena_format(b->arena, "_%.*s", STR_ARG(m->list->options[i]->code));
            add_plain(b, merged, &column, &m->list->words[i], suffix.ptr);
        }
    }
    response_set(b, merged, first, true, template->row);
}

static void columns_mentions(struct builder *b, uint32_t merged, const struct column *template)
{
    const struct merged *m = b->merged[merged];
    struct column column = coded_column(b, m, *template);
    column.part = PART_MENTION;
    uint32_t most = m->choose_max && m->choose_max < m->list->n ? m->choose_max : (uint32_t)m->list->n;
    uint32_t first = (uint32_t)b->columns_n;
    for (uint32_t i = 0; i < most; i++) {
        column.option = (int32_t)i;
        struct str number = arena_format(b->arena, "%u", i + 1);
        struct words which = {0};
        for (unsigned k = 0; k < LANGUAGES_MAX; k++) {
            which.in[k] = number;
        }
        struct str suffix = arena_format(b->arena, "_%u", i + 1);
        add_plain(b, merged, &column, &which, suffix.ptr);
    }
    response_set(b, merged, first, false, template->row);
    if (column.kind == COLUMN_TEXT) {
        uint32_t last = (uint32_t)b->columns_n;
        add_companion(b, m, template, "_m");
        for (uint32_t i = first; i < last; i++) {
            b->columns[i].companion = last;
        }
    }
}

static void columns_set(struct builder *b, uint32_t merged, const struct column *template)
{
    const struct merged_list *list = b->merged[merged]->list;
    if (list->frame || !list->numeric) {
        columns_mentions(b, merged, template);
    } else {
        columns_items(b, merged, template);
    }
}

static int64_t whole(struct number number)
{
    while (number.scale > 0) {
        number.units /= 10;
        number.scale--;
    }
    return number.units;
}

static void columns_number(struct builder *b, uint32_t merged, const struct column *template)
{
    const struct merged *m = b->merged[merged];
    struct column column = *template;
    unsigned decimals = m->variable->type == VARIABLE_DECIMAL ? m->variable->step.scale : 0;
    if (m->variable->role == ROLE_COMPUTED) {
        column.decimals = decimals;
        column.width = COMPUTED_WIDTH + (decimals ? decimals + 1 : 0);
        bool usual = never_negative(b->model->versions[m->version], m->variable);
        column.missing_base = usual ? 0 : NEGATIVE_BLOCK;
    } else {
        set_numbers(&column, whole(m->min), whole(m->max), decimals);
        column.min = m->min;
        column.max = m->max;
    }
    add_plain(b, merged, &column, NULL, "");
}

static void columns_truth(struct builder *b, uint32_t merged, const struct column *template)
{
    struct column column = *template;
    column.labels = b->truth;
    set_numbers(&column, 0, 1, 0);
    add_plain(b, merged, &column, NULL, "");
}

static void columns_of_coders(struct builder *b, uint32_t merged, const struct column *template)
{
    const struct merged *m = b->merged[merged];
    struct column column = *template;
    struct words code = column_words(b->model, WORD_CODE);
    column.part = PART_CODED;
    column.reasons |= BIT(REASON_UNCODEABLE) | BIT(REASON_REFUSED);
    struct merged_list *list = NULL;
    if (m->variable->role == ROLE_SPECIFY) {
        struct str parent = b->model->versions[m->version]->codebook->variables[m->variable->parent]->id;
        for (uint32_t i = 0; i < b->merged_n; i++) {
            list = str_equal(b->merged[i]->id, parent) ? b->merged[i]->list : list;
        }
    }
    for (int32_t i = 0; i < CODER_COLUMNS; i++) {
        column.option = i;
        if (list && list->numeric) {
            column.kind = COLUMN_NUMBER;
            column.labels = labels_of_list(b, list);
            set_numbers(&column, list->code_low, list->code_high, 0);
            add_plain(b, merged, &column, &code, i ? "_c2" : "_c");
        } else {
            column.kind = COLUMN_TEXT;
            column.width = CODE_BYTES;
            add_plain(b, merged, &column, &code, i ? "_c2" : "_c");
            struct column why = column;
            add_companion(b, m, &why, i ? "_c2_m" : "_c_m");
        }
    }
}

static void columns_text(struct builder *b, uint32_t merged, const struct column *template)
{
    const struct merged *m = b->merged[merged];
    struct column column = *template;
    column.kind = COLUMN_TEXT;
    column.width = 4 * m->max_length;
    add_plain(b, merged, &column, NULL, "");
    add_companion(b, m, template, "_m");
    bool is_coded = m->variable->coded.len || m->variable->role == ROLE_SPECIFY;
    if (is_coded && b->model->layer >= LAYER_CODED) {
        columns_of_coders(b, merged, template);
    }
}

static void columns_date(struct builder *b, uint32_t merged, const struct column *template)
{
    const struct merged *m = b->merged[merged];
    struct column column = *template;
    column.measure = MEASURE_SCALE;
    bool partial = m->precisions & (1u << DATE_YEAR | 1u << DATE_MONTH);
    if (!m->precisions || m->precisions & 1u << DATE_DAY) {
        column.kind = COLUMN_DATE;
        column.width = 10;
        add_plain(b, merged, &column, NULL, "");
        add_companion(b, m, template, "_m");
    }
    if (partial) {
        struct words year = column_words(b->model, WORD_YEAR);
        struct words month = column_words(b->model, WORD_MONTH);
        column.kind = COLUMN_NUMBER;
        column.part = PART_YEAR;
        set_numbers(&column, 1000, 9999, 0);
        add_plain(b, merged, &column, &year, "_y");
        column.part = PART_MONTH;
        set_numbers(&column, 1, 12, 0);
        add_plain(b, merged, &column, &month, "_mo");
    }
}

static void columns_time(struct builder *b, uint32_t merged, const struct column *template)
{
    struct column column = *template;
    column.kind = COLUMN_TIME;
    column.measure = MEASURE_SCALE;
    column.width = 5;
    add_plain(b, merged, &column, NULL, "");
    add_companion(b, b->merged[merged], template, "_m");
}

/* ---- all ---- */

static void (*const makers[])(struct builder *b, uint32_t merged, const struct column *template) = {
    [VARIABLE_CODE] = columns_code,      [VARIABLE_SET] = columns_set,    [VARIABLE_INT] = columns_number,
    [VARIABLE_DECIMAL] = columns_number, [VARIABLE_TEXT] = columns_text,  [VARIABLE_DATE] = columns_date,
    [VARIABLE_TIME] = columns_time,      [VARIABLE_BOOL] = columns_truth,
};
_Static_assert(ARRAY_LEN(makers) == VARIABLE_TYPES, "every type has columns");

static void columns_case(struct builder *b)
{
    static const struct {
        const char *name;
        enum column_word word;
        enum column_kind kind;
        unsigned width;
    } rows[] = {
        {"case_id", WORD_CASE_ID, COLUMN_TEXT, 64},
        {"case_mode", WORD_CASE_MODE, COLUMN_TEXT, 12},
        {"case_status", WORD_CASE_STATUS, COLUMN_TEXT, 12},
        {"case_outcome", WORD_CASE_OUTCOME, COLUMN_TEXT, 28},
        {"case_version", WORD_CASE_VERSION, COLUMN_TEXT, 64},
        {"case_start", WORD_CASE_START, COLUMN_DATE, 10},
        {"case_end", WORD_CASE_END, COLUMN_DATE, 10},
    };
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        struct column template = {.name = str_from(rows[i].name),
                                  .kind = rows[i].kind,
                                  .part = PART_CASE,
                                  .measure = MEASURE_NOMINAL,
                                  .question = NONE,
                                  .option = (int32_t)i,
                                  .width = rows[i].width,
                                  .versions = (1u << b->model->versions_n) - 1};
        struct words words = column_words(b->model, rows[i].word);
        label_column(b->model, column_add(b, NONE, &template, ""), &words, NULL);
    }
}

void make_columns(struct builder *b)
{
    columns_case(b);
    for (uint32_t i = 0; i < b->merged_n; i++) {
        const struct merged *m = b->merged[i];
        struct column template = {.name = m->id,
                                  .kind = COLUMN_NUMBER,
                                  .part = PART_VALUE,
                                  .measure = m->variable->measure,
                                  .variable = m->variable,
                                  .question = NONE,
                                  .reasons = reasons_of(b, m),
                                  .versions = m->versions};
        for (uint32_t row = m->rows ? 1 : 0; row <= m->rows; row++) {
            template.row = row;
            makers[m->variable->type](b, i, &template);
        }
    }
}

#include "export/ddi_priv.h"

#include <math.h>

#include "base/i18n.h"

/* The variables. */

enum { LABELS_ALL = 60 }; /* longer lists tell only what occurs */

static const struct question *question_of(const struct ddi *d, const struct column *column)
{
    return column->question == NONE ? NULL : &d->model->questions[column->question];
}

/* ---- the question ------------------------------------------------------------------------------- */

static const char *response_domain(const struct question *question)
{
    static const char *const domains[VARIABLE_TYPES] = {
        [VARIABLE_CODE] = "category",   [VARIABLE_SET] = "multiple",  [VARIABLE_INT] = "numeric",
        [VARIABLE_DECIMAL] = "numeric", [VARIABLE_TEXT] = "text",     [VARIABLE_DATE] = "datetime",
        [VARIABLE_TIME] = "datetime",   [VARIABLE_BOOL] = "category",
    };
    return domains[question->variable->type];
}

/* Words of one element in every language that has them, the chosen one last. */
static void say_words(struct ddi *d, const char *element, const struct words *words)
{
    unsigned n = d->model->newest->codebook->languages_n;
    for (unsigned turn = 0; turn < n; turn++) {
        unsigned language = ddi_language(d, turn);
        ddi_leaf_in(d, element, ddi_language_id(d, language), words->in[language]);
    }
}

/* What the interviewer is told, or what one group is asked, in every language of the question's version. */
static void say_told(struct ddi *d, const char *element, const struct question *question, int group,
                     bool instruction)
{
    unsigned n = d->model->newest->codebook->languages_n;
    for (unsigned turn = 0; turn < n; turn++) {
        struct str id = ddi_language_id(d, ddi_language(d, turn));
        int own = questionnaire_language(question->q, id);
        if (own < 0 || !told_has(question, (unsigned)own)) {
            continue;
        }
        struct str text = instruction ? told_instruction(&d->telling, question, (unsigned)own)
                                      : told_text(&d->telling, question, (unsigned)own, group);
        ddi_leaf_in(d, element, id, text);
    }
}

/* Which questions are asked or not by what is answered here. */
static void say_readers(struct ddi *d, const struct question *question)
{
    struct buf ids = buf_new(BUF_LIMIT_DEFAULT);
    struct buf names = buf_new(BUF_LIMIT_DEFAULT);
    const struct question *reader;
    for (size_t i = 0; (reader = told_reader(d->model, question, i)); i++) {
        buf_format(&ids, "%sQ_%.*s", i ? " " : "", STR_ARG(reader->id));
        buf_format(&names, "%s%.*s", i ? ", " : "", STR_ARG(reader->id));
    }
    ddi_leaf_with(d, "forward", "qstn", buf_str(&ids), buf_str(&names));
    buf_free(&ids);
    buf_free(&names);
}

static void start_question(struct ddi *d, const struct question *question)
{
    ddi_start(d, "qstn");
    ddi_put(d, "responseDomainType", str_from(response_domain(question)));
    ddi_put(d, "seqNo", question->q->items[question->item].nr);
}

/* What a group is asked instead stands before the words for all: readers take the last. */
static void say_variants(struct ddi *d, const struct question *question)
{
    uint32_t reworded = told_reworded(question);
    for (unsigned group = 0; group < question->q->groups_n; group++) {
        if (reworded >> group & 1) {
            start_question(d, question);
            ddi_put(d, "ID",
                    arena_format(d->scratch, "Q_%.*s.%.*s", STR_ARG(question->id),
                                 STR_ARG(question->q->groups[group])));
            say_told(d, "qstnLit", question, (int)group, false);
            ddi_end(d);
        }
    }
}

/* The whole question stands at its first variable; the others refer to it and repeat its main words. */
static void say_question(struct ddi *d, const struct question *question, const struct column *column)
{
    if (!question) {
        return;
    }
    bool whole = column->index == question->first;
    if (whole) {
        say_variants(d, question);
    }
    start_question(d, question);
    if (!whole) {
        ddi_put(d, "qstn", arena_format(d->scratch, "Q_%.*s", STR_ARG(question->id)));
        unsigned language = d->model->language;
        ddi_leaf_in(d, "qstnLit", ddi_language_id(d, language), question->text.in[language]);
    } else {
        ddi_put(d, "ID", arena_format(d->scratch, "Q_%.*s", STR_ARG(question->id)));
        say_words(d, "preQTxt", &question->lead);
        say_words(d, "qstnLit", &question->text);
        say_readers(d, question);
        if (question->variable->role != ROLE_SPECIFY) {
            say_told(d, "ivuInstr", question, -1, true);
        }
    }
    ddi_end(d);
}

/* ---- values ------------------------------------------------------------------------------------- */

static struct str double_text(struct ddi *d, double value)
{
    return arena_format(d->scratch, "%.12g", value);
}

/* The code by which a reason stands in the data: of texts and dates in the column that tells why they are
 * empty. */
static struct str reason_code(struct ddi *d, const struct column *column, enum reason reason)
{
    if (reason == REASON_NO_RECORD) {
        return STR(".");
    }
    const struct column *told = column->companion == NONE ? column : &d->model->columns[column->companion];
    return arena_format(d->scratch, "%lld", (long long)column_missing(told, reason));
}

static bool reason_used(const struct column *column, const struct tally_column *counts, unsigned reason)
{
    return column->reasons >> reason & 1 || counts->reasons[reason];
}

static void ranges(struct ddi *d, const struct column *column, const struct tally_column *counts)
{
    bool real = column->decimals > 0;
    if (column->bounded && !column->labels) {
        ddi_start(d, "valrng");
        ddi_start(d, "range");
        ddi_put(d, "UNITS", real ? STR("REAL") : STR("INT"));
        ddi_put(d, "min", number_format(d->scratch, column->min));
        ddi_put(d, "max", number_format(d->scratch, column->max));
        ddi_end(d);
        ddi_end(d);
    }
    bool any = false;
    for (unsigned reason = 1; reason < REASON_NO_RECORD; reason++) {
        if (reason_used(column, counts, reason)) {
            if (!any) {
                ddi_start(d, "invalrng");
                any = true;
            }
            ddi_start(d, "item");
            ddi_put(d, "VALUE", reason_code(d, column, reason));
            ddi_end(d);
        }
    }
    if (any) {
        ddi_end(d);
    }
}

static uint64_t without_value(const struct tally_column *counts)
{
    uint64_t n = 0;
    for (unsigned reason = 0; reason < REASONS; reason++) {
        n += counts->reasons[reason];
    }
    return n;
}

static void statistics(struct ddi *d, const struct column *column, const struct tally_column *counts)
{
    ddi_number(d, "sumStat", "type", "vald", counts->valid);
    ddi_number(d, "sumStat", "type", "invd", without_value(counts));
    if (column->kind != COLUMN_NUMBER || column->labels || !counts->valid) {
        return;
    }
    ddi_leaf_with(d, "sumStat", "type", STR("mean"), double_text(d, counts->mean));
    ddi_leaf_with(d, "sumStat", "type", STR("min"), double_text(d, counts->min));
    ddi_leaf_with(d, "sumStat", "type", STR("max"), double_text(d, counts->max));
    if (!isnan(counts->deviation)) {
        ddi_leaf_with(d, "sumStat", "type", STR("stdev"), double_text(d, counts->deviation));
    }
}

static void frequencies(struct ddi *d, uint64_t n, uint64_t of)
{
    ddi_number(d, "catStat", "type", "freq", n);
    if (of) {
        ddi_leaf_with(d, "catStat", "type", STR("percent"),
                      arena_format(d->scratch, "%.1f", 100.0 * (double)n / (double)of));
    }
}

static void labelled(struct ddi *d, const struct column *column, const struct tally_column *counts)
{
    const struct label_set *set = column->labels;
    for (size_t i = 0; set && i < set->n; i++) {
        if (set->n > LABELS_ALL && !counts->labels[i]) {
            continue;
        }
        ddi_start(d, "catgry");
        ddi_leaf(d, "catValu",
                 set->labels[i].code.len
                     ? set->labels[i].code
                     : arena_format(d->scratch, "%lld", (long long)set->labels[i].number));
        ddi_labels(d, &set->labels[i].label, "category");
        frequencies(d, counts->labels[i], counts->valid);
        ddi_end(d);
    }
}

static void without(struct ddi *d, const struct column *column, const struct tally_column *counts)
{
    for (unsigned reason = 1; reason < REASONS; reason++) {
        if (!reason_used(column, counts, reason)) {
            continue;
        }
        struct words label = {0};
        for (unsigned l = 0; l < d->model->newest->codebook->languages_n; l++) {
            struct str id = ddi_language_id(d, l);
            struct str text = reason_label(reason, id);
            bool english = str_equal(text, reason_label(reason, STR("en")));
            label.in[l] = !english || l == d->model->language || str_is(id, "en") ? text : STR_EMPTY;
        }
        ddi_start(d, "catgry");
        ddi_put(d, "missing", STR("Y"));
        ddi_put(d, "missType", str_from(reason_row(reason)->id));
        ddi_leaf(d, "catValu", reason_code(d, column, reason));
        ddi_labels(d, &label, "category");
        frequencies(d, counts->reasons[reason], 0);
        ddi_end(d);
    }
}

/* ---- the variable ------------------------------------------------------------------------------- */

static void attributes(struct ddi *d, const struct column *column)
{
    static const char *const natures[] = {
        [MEASURE_NOMINAL] = "nominal", [MEASURE_ORDINAL] = "ordinal", [MEASURE_SCALE] = "ratio"};
    static const char *const kinds[] = {[COLUMN_NUMBER] = "numeric",
                                        [COLUMN_TEXT] = "text",
                                        [COLUMN_DATE] = "datetime",
                                        [COLUMN_TIME] = "datetime"};
    ddi_put(d, "ID", arena_format(d->scratch, "V_%.*s", STR_ARG(column->name)));
    ddi_put(d, "name", column->name);
    ddi_put(d, "files", STR("F1"));
    ddi_put(d, "dcml", arena_format(d->scratch, "%u", column->decimals));
    ddi_put(d, "intrvl", column->measure == MEASURE_SCALE ? STR("contin") : STR("discrete"));
    if (column->kind == COLUMN_NUMBER) {
        ddi_put(d, "nature", str_from(natures[column->measure]));
    }
    ddi_put(d, "representationType", str_from(column->labels ? "code" : kinds[column->kind]));
}

static void universe(struct ddi *d, const struct question *question)
{
    if (!question) {
        return;
    }
    ddi_leaf_in(d, "universe", d->interface, told_universe(&d->telling, question));
    uint32_t never = told_never(question);
    for (unsigned group = 0; group < question->q->groups_n; group++) {
        if (never >> group & 1) {
            ddi_start(d, "universe");
            ddi_put(d, "clusion", STR("E"));
            ddi_put(d, "xml:lang", d->interface);
            ddi_say(d, told_group(question->q, group));
            ddi_end(d);
        }
    }
}

static void coding_instruction(struct ddi *d, const struct column *column)
{
    if (column->part == PART_CODED && column->variable) {
        struct str text = arena_format(d->scratch, tr("Open antwoord, door codeurs gecodeerd volgens %.*s."),
                                       STR_ARG(column->variable->coded));
        ddi_leaf_in(d, "codInstr", d->interface, text);
    }
}

static void derivation(struct ddi *d, const struct question *question)
{
    struct str words = question ? told_calculation(&d->telling, question) : STR_EMPTY;
    if (words.len) {
        ddi_start(d, "derivation");
        ddi_leaf_in(d, "drvdesc", d->interface, words);
        ddi_end(d);
    }
}

static void format_and_notes(struct ddi *d, const struct column *column)
{
    ddi_start(d, "varFormat");
    ddi_put(d, "type", column->kind == COLUMN_NUMBER ? STR("numeric") : STR("character"));
    ddi_put(d, "category",
            column->kind == COLUMN_DATE   ? STR("date")
            : column->kind == COLUMN_TIME ? STR("time")
                                          : STR("other"));
    ddi_end(d);
    ddi_start(d, "notes");
    ddi_put(d, "type", STR("VDC:UNF"));
    ddi_put(d, "subject", STR("Universal Numeric Fingerprint"));
    ddi_put(d, "level", STR("variable"));
    ddi_say(d, d->job->summary->unf[column->index]);
    ddi_end(d);
}

static void write_variable(struct ddi *d, const struct column *column)
{
    const struct tally_column *counts = tally_column(d->job->summary->tally, column->index);
    const struct question *question = question_of(d, column);
    ddi_start(d, "var");
    attributes(d, column);
    ddi_labels(d, &column->label, "variable");
    say_question(d, question, column);
    ranges(d, column, counts);
    universe(d, question);
    statistics(d, column, counts);
    labelled(d, column, counts);
    without(d, column, counts);
    coding_instruction(d, column);
    derivation(d, column->part == PART_VALUE ? question : NULL);
    format_and_notes(d, column);
    ddi_end(d);
    arena_reset(d->scratch);
}

void ddi_variables(struct ddi *d)
{
    for (uint32_t i = 0; i < d->model->columns_n; i++) {
        write_variable(d, &d->model->columns[i]);
    }
}

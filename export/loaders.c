#include "export/csv_files.h"

#include "base/buf.h"
#include "base/utf8.h"

/*
 * load.sps, load.do, load.R: programs that read data.csv with all labels and missing codes. Each runs in the
 * folder of the bundle.
 */

struct loaders {
    struct export_job *job;
};

void *loaders_open(struct export_job *job)
{
    struct loaders *loaders = ARENA_NEW(job->arena, struct loaders);
    loaders->job = job;
    return loaders;
}

static struct str words_in(const struct model *m, const struct words *words)
{
    return model_words(m, words, m->language);
}

static struct str reason_in(const struct model *m, unsigned reason)
{
    return reason_label((enum reason)reason, m->newest->codebook->languages[m->language].id);
}

/* ---- SPSS: no line longer than 250 bytes ---- */

enum { SPS_PIECE = 160 };

static size_t piece_of(struct str text, size_t at)
{
    size_t end = at;
    size_t next = at;
    uint32_t c = 0;
    while (next < text.len && utf8_next(text, &next, &c) && next - at <= SPS_PIECE) {
        end = next;
    }
    return end > at ? end : text.len;
}

/* A text in quotes; a long one in several, joined over lines. */
static void sps_text(struct buf *out, struct str text)
{
    size_t at = 0;
    do {
        size_t end = piece_of(text, at);
        buf_add_text(out, at ? " +\n    '" : "'");
        for (size_t i = at; i < end; i++) {
            buf_add_text(out, text.ptr[i] == '\'' ? "'" : "");
            buf_add_char(out, text.ptr[i] == '\n' ? ' ' : text.ptr[i]);
        }
        buf_add_char(out, '\'');
        at = end;
    } while (at < text.len);
}

static void sps_formats(struct buf *out, const struct model *m)
{
    for (uint32_t i = 0; i < m->columns_n; i++) {
        const struct column *c = &m->columns[i];
        buf_format(out, "    %.*s ", STR_ARG(c->name));
        switch (c->kind) {
        case COLUMN_TEXT:
            buf_format(out, "A%u\n", c->width ? c->width : 1);
            break;
        case COLUMN_DATE:
            buf_add_text(out, "SDATE10\n");
            break;
        case COLUMN_TIME:
            buf_add_text(out, "TIME5\n");
            break;
        case COLUMN_NUMBER:
            buf_format(out, "F%u.%u\n", c->width, c->decimals);
            break;
        }
    }
}

static void sps_values(struct buf *out, const struct model *m, const struct column *c)
{
    buf_format(out, "VALUE LABELS %.*s", STR_ARG(c->name));
    for (unsigned r = REASON_NO_RECORD; c->kind == COLUMN_NUMBER && r-- > 1;) {
        if (c->reasons >> r & 1) {
            buf_format(out, "\n    %lld ", (long long)column_missing(c, (enum reason)r));
            sps_text(out, reason_in(m, r));
        }
    }
    for (size_t i = 0; c->labels && i < c->labels->n; i++) {
        const struct value_label *l = &c->labels->labels[i];
        buf_format(out, "\n    ");
        if (c->labels->text) {
            sps_text(out, l->code);
        } else {
            buf_format(out, "%lld", (long long)l->number);
        }
        buf_add_char(out, ' ');
        sps_text(out, words_in(m, &l->label));
    }
    buf_add_text(out, ".\n");
}

static void sps_column(struct buf *out, const struct model *m, const struct column *c)
{
    static const char *const levels[] = {
        [MEASURE_NOMINAL] = "NOMINAL", [MEASURE_ORDINAL] = "ORDINAL", [MEASURE_SCALE] = "SCALE"};
    buf_format(out, "VARIABLE LABELS %.*s\n    ", STR_ARG(c->name));
    sps_text(out, words_in(m, &c->label));
    buf_add_text(out, ".\n");
    if (c->labels || (c->kind == COLUMN_NUMBER && c->reasons)) {
        sps_values(out, m, c);
    }
    if (c->kind == COLUMN_NUMBER && c->reasons) {
        buf_format(out, "MISSING VALUES %.*s (%lld THRU %lld).\n", STR_ARG(c->name),
                   (long long)column_missing_low(c), (long long)column_missing_high(c));
    }
    if (c->kind == COLUMN_DATE) {
        buf_format(out, "FORMATS %.*s (EDATE10).\n", STR_ARG(c->name));
    }
    buf_format(out, "VARIABLE LEVEL %.*s (%s).\n", STR_ARG(c->name), levels[c->measure]);
}

static void write_sps(struct buf *out, const struct model *m)
{
    buf_add_text(out, "* Run in the folder of data.csv (CD 'folder'.). data.sav holds the same, and more.\n");
    buf_add_text(out, "GET DATA /TYPE=TXT /FILE='data.csv' /ENCODING='UTF-8' /ARRANGEMENT=DELIMITED\n"
                      "    /DELIMITERS=',' /QUALIFIER='\"' /FIRSTCASE=2 /VARIABLES=\n");
    sps_formats(out, m);
    out->len--; /* the last line end: the full stop ends the command */
    buf_add_text(out, ".\n");
    for (uint32_t i = 0; i < m->columns_n; i++) {
        sps_column(out, m, &m->columns[i]);
    }
    buf_add_text(out, "EXECUTE.\n");
}

/* ---- Stata ---- */

/* In compound quotes; what Stata would take for a macro is told apart. */
static void do_text(struct buf *out, struct str text)
{
    buf_add_text(out, "`\"");
    for (size_t i = 0; i < text.len; i++) {
        char c = text.ptr[i];
        buf_add_text(out, c == '$' || c == '`' ? "\\" : "");
        buf_add_char(out, c == '\n' ? ' ' : c);
    }
    buf_add_text(out, "\"'");
}

static void do_sets(struct buf *out, const struct model *m)
{
    for (uint32_t s = 0; s <= m->label_sets_n; s++) {
        const struct label_set *set = s < m->label_sets_n ? m->label_sets[s] : NULL;
        struct str name = set ? set->name : STR("missing_codes");
        if (set && set->text) {
            continue;
        }
        for (size_t i = 0; set && i < set->n; i++) {
            buf_format(out, "label define %.*s %lld ", STR_ARG(name), (long long)set->labels[i].number);
            do_text(out, words_in(m, &set->labels[i].label));
            buf_add_text(out, ", modify\n");
        }
        for (unsigned r = 1; r < REASON_NO_RECORD; r++) {
            buf_format(out, "label define %.*s .%c ", STR_ARG(name), reason_row((enum reason)r)->tag);
            do_text(out, reason_in(m, r));
            buf_add_text(out, ", modify\n");
        }
    }
}

static void do_number(struct buf *out, const struct column *c)
{
    buf_format(out, "destring %.*s, replace\n", STR_ARG(c->name));
    if (!c->reasons) {
        return;
    }
    buf_format(out, "mvdecode %.*s, mv(", STR_ARG(c->name));
    for (unsigned r = 1; r < REASON_NO_RECORD; r++) {
        buf_format(out, "%s%lld=.%c", r > 1 ? " \\ " : "", (long long)column_missing(c, (enum reason)r),
                   reason_row((enum reason)r)->tag);
    }
    buf_add_text(out, ")\n");
    buf_format(out, "label values %.*s %.*s\n", STR_ARG(c->name),
               STR_ARG(c->labels ? c->labels->name : STR("missing_codes")));
}

static void do_moment(struct buf *out, const struct column *c)
{
    bool day = c->kind == COLUMN_DATE;
    buf_format(out, "generate double moment = %s(%.*s, \"%s\")\n", day ? "date" : "clock", STR_ARG(c->name),
               day ? "YMD" : "hm");
    buf_format(out, "order moment, after(%.*s)\ndrop %.*s\nrename moment %.*s\nformat %.*s %s\n",
               STR_ARG(c->name), STR_ARG(c->name), STR_ARG(c->name), STR_ARG(c->name),
               day ? "%td" : "%tcHH:MM");
}

static void write_do(struct buf *out, const struct model *m)
{
    buf_add_text(out, "* Run in the folder of data.csv. data.dta holds the same, and more.\n"
                      "version 14\nimport delimited using \"data.csv\", clear varnames(1) case(preserve) "
                      "encoding(\"UTF-8\") stringcols(_all) bindquotes(strict) maxquotedrows(unlimited)\n");
    do_sets(out, m);
    for (uint32_t i = 0; i < m->columns_n; i++) {
        const struct column *c = &m->columns[i];
        if (c->kind == COLUMN_NUMBER) {
            do_number(out, c);
        } else if (c->kind != COLUMN_TEXT) {
            do_moment(out, c);
        }
        buf_format(out, "label variable %.*s ", STR_ARG(c->name));
        do_text(out, words_in(m, &c->label));
        buf_add_char(out, '\n');
    }
}

/* ---- R ---- */

static void r_text(struct buf *out, struct str text)
{
    buf_add_char(out, '"');
    for (size_t i = 0; i < text.len; i++) {
        char c = text.ptr[i];
        buf_add_text(out, c == '"' || c == '\\' ? "\\" : "");
        buf_add_char(out, c == '\n' ? ' ' : c);
    }
    buf_add_char(out, '"');
}

static void r_labels(struct buf *out, const struct model *m, const struct column *c)
{
    const char *before = "c(";
    for (size_t i = 0; c->labels && i < c->labels->n; i++) {
        buf_add_text(out, before);
        r_text(out, words_in(m, &c->labels->labels[i].label));
        buf_add_text(out, " = ");
        if (c->labels->text) {
            r_text(out, c->labels->labels[i].code);
        } else {
            buf_format(out, "%lld", (long long)c->labels->labels[i].number);
        }
        before = ", ";
    }
    for (unsigned r = 1; c->kind == COLUMN_NUMBER && r < REASON_NO_RECORD; r++) {
        if (c->reasons >> r & 1) {
            buf_add_text(out, before);
            r_text(out, reason_in(m, r));
            buf_format(out, " = %lld", (long long)column_missing(c, (enum reason)r));
            before = ", ";
        }
    }
    buf_add_text(out, before[0] == 'c' ? "NULL" : ")");
}

static void r_column(struct buf *out, const struct model *m, const struct column *c)
{
    buf_format(out, "x <- data[[\"%.*s\"]]\n", STR_ARG(c->name));
    if (c->kind == COLUMN_DATE) {
        buf_add_text(out, "x <- as.Date(x, format = \"%Y-%m-%d\")\n");
    } else if (c->kind == COLUMN_NUMBER) {
        buf_add_text(out, "x <- labelled_spss(as.numeric(x), labels = ");
        r_labels(out, m, c);
        if (c->reasons) {
            buf_format(out, ", na_range = c(%lld, %lld)", (long long)column_missing_low(c),
                       (long long)column_missing_high(c));
        }
        buf_add_text(out, ")\n");
    } else if (c->labels) {
        buf_add_text(out, "x <- labelled(x, labels = ");
        r_labels(out, m, c);
        buf_add_text(out, ")\n");
    }
    buf_add_text(out, "attr(x, \"label\") <- ");
    r_text(out, words_in(m, &c->label));
    buf_format(out, "\ndata[[\"%.*s\"]] <- x\n", STR_ARG(c->name));
}

static void write_r(struct buf *out, const struct model *m)
{
    buf_add_text(out,
                 "# Run in the folder of data.csv: source(\"load.R\", encoding = \"UTF-8\"); makes `data`.\n"
                 "library(haven)\n"
                 "data <- read.csv(\"data.csv\", colClasses = \"character\", na.strings = character(0),\n"
                 "                 encoding = \"UTF-8\", check.names = FALSE)\n");
    for (uint32_t i = 0; i < m->columns_n; i++) {
        r_column(out, m, &m->columns[i]);
    }
    buf_add_text(out, "rm(x)\n");
}

/* ---- all ---- */

static const struct {
    const char *name;
    void (*write)(struct buf *out, const struct model *m);
} programs[] = {{"load.sps", write_sps}, {"load.do", write_do}, {"load.R", write_r}};

bool loaders_close(void *writer, bool good)
{
    struct loaders *loaders = writer;
    bool fine = true;
    for (size_t i = 0; good && fine && i < ARRAY_LEN(programs); i++) {
        struct buf text = buf_new(BUF_LIMIT_DEFAULT);
        programs[i].write(&text, loaders->job->model);
        struct output_file *out = output_open(loaders->job, programs[i].name);
        if (out) {
            output_str(out, buf_str(&text));
        }
        fine = !text.full && out && output_close(out, true);
        buf_free(&text);
    }
    return fine;
}

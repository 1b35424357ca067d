#include "export/html_priv.h"

#include <math.h>
#include <stdlib.h>

#include "base/date.h"
#include "base/i18n.h"

/* What was answered: tables of counts with a small bar, and apart from them why there is no value. */

enum { SHOWN_MOST = 20, LIST_LONG = 60 };

/* The columns of a question that tell the same of different rows of a roster, or are its mentions. */
struct pooled {
    const struct column *first;
    uint32_t *columns;
    size_t n;
};

static bool same_kind(const struct column *a, const struct column *b)
{
    return a->part == b->part && (a->part == PART_MENTION || a->part == PART_CODED || a->option == b->option);
}

static size_t pool(struct page *p, const struct question *question, struct pooled *out)
{
    size_t n = 0;
    for (uint32_t c = question->first; c < question->first + question->n; c++) {
        const struct column *column = &p->model->columns[c];
        size_t at = 0;
        while (at < n && !same_kind(out[at].first, column)) {
            at++;
        }
        if (at == n) {
            out[n++] = (struct pooled){column, ARENA_ARRAY(p->scratch, question->n, uint32_t), 0};
        }
        out[at].columns[out[at].n++] = c;
    }
    return n;
}

static double percent(uint64_t n, uint64_t of)
{
    return of ? 100.0 * (double)n / (double)of : 0;
}

/* With the decimal sign of the interface's language. */
static struct str decimal(struct page *p, double value, int digits)
{
    struct str text = arena_format(p->scratch, "%.*f", digits, value);
    size_t point = str_find_char(text, '.', 0);
    if (point == text.len || str_is(i18n_language(), "en")) {
        return text;
    }
    return arena_format(p->scratch, "%.*s,%s", (int)point, text.ptr, text.ptr + point + 1);
}

static void open_table(struct page *p)
{
    buf_add_text(&p->out, "<table><thead><tr><th class=\"c\">");
    html_escape(&p->out, str_from(tr("code")));
    buf_add_text(&p->out, "</th><th>");
    html_escape(&p->out, str_from(tr("antwoord")));
    buf_add_text(&p->out,
                 "</th><th class=\"n\">n</th><th class=\"n\">%</th><th></th></tr></thead>\n<tbody>\n");
}

static void close_table(struct page *p)
{
    buf_add_text(&p->out, "</tbody></table>\n");
}

static void bar_row(struct page *p, struct str code, const struct words *label, bool every_language,
                    uint64_t n, uint64_t of)
{
    buf_add_text(&p->out, "<tr><td class=\"c\">");
    html_escape(&p->out, code);
    buf_add_text(&p->out, "</td><th scope=\"row\">");
    if (every_language) {
        html_words(p, "span", label);
    } else {
        html_escape(&p->out, model_words(p->model, label, p->model->language));
    }
    struct str share = decimal(p, percent(n, of), 1);
    buf_format(&p->out, "</th><td class=\"n\">%llu</td><td class=\"n\">%.*s</td><td class=\"b\">",
               (unsigned long long)n, STR_ARG(share));
    buf_format(&p->out,
               "<svg viewBox=\"0 0 100 8\" preserveAspectRatio=\"none\"><rect width=\"%.1f\" height=\"8\"/>"
               "</svg></td></tr>\n",
               percent(n, of));
}

static struct str code_of(struct page *p, const struct value_label *label)
{
    return label->code.len ? label->code : arena_format(p->scratch, "%lld", (long long)label->number);
}

/* ---- lists -------------------------------------------------------------------------------------- */

struct ranked {
    size_t label;
    uint64_t n;
};

static int by_count(const void *a, const void *b)
{
    const struct ranked *x = a, *y = b;
    return x->n != y->n ? (x->n < y->n ? 1 : -1) : x->label < y->label ? -1 : 1;
}

/* Of a long list what was chosen most. */
static void long_list(struct page *p, const struct label_set *set, const struct tally_column *counts)
{
    struct ranked *ranked = ARENA_ARRAY(p->scratch, set->n, struct ranked);
    size_t n = 0;
    for (size_t i = 0; i < set->n; i++) {
        if (counts->labels[i]) {
            ranked[n++] = (struct ranked){i, counts->labels[i]};
        }
    }
    qsort(ranked, n, sizeof *ranked, by_count);
    for (size_t i = 0; i < n && i < SHOWN_MOST; i++) {
        const struct value_label *label = &set->labels[ranked[i].label];
        bar_row(p, code_of(p, label), &label->label, false, ranked[i].n, counts->valid);
    }
    close_table(p);
    if (n > SHOWN_MOST) {
        unsigned long more = (unsigned long)(n - SHOWN_MOST);
        html_ours(
            p, "p", "about",
            trn("en nog %lu andere, van een lijst van %lu", "en nog %lu andere, van een lijst van %lu", more),
            more, (unsigned long)set->n);
    }
}

static void labelled(struct page *p, const struct label_set *set, const struct tally_column *counts)
{
    open_table(p);
    if (set->n > LIST_LONG) {
        long_list(p, set, counts);
        return;
    }
    for (size_t i = 0; i < set->n; i++) {
        bar_row(p, code_of(p, &set->labels[i]), &set->labels[i].label, true, counts->labels[i],
                counts->valid);
    }
    close_table(p);
}

/* ---- numbers, dates, texts ------------------------------------------------------------------------ */

static void histogram(struct page *p, const struct column *column, const struct tally_column *counts)
{
    uint64_t most = 0;
    for (size_t i = 0; i < TALLY_BARS; i++) {
        most = counts->bars[i] > most ? counts->bars[i] : most;
    }
    if (!most) {
        return;
    }
    buf_format(&p->out, "<svg class=\"bars\" viewBox=\"0 0 %d 30\" preserveAspectRatio=\"none\"><title>",
               10 * TALLY_BARS);
    struct str low = number_format(p->scratch, column->min), high = number_format(p->scratch, column->max);
    html_escape(&p->out, arena_format(p->scratch, tr("van %.*s tot %.*s"), STR_ARG(low), STR_ARG(high)));
    buf_add_text(&p->out, "</title>");
    for (size_t i = 0; i < TALLY_BARS; i++) {
        double height = 30.0 * (double)counts->bars[i] / (double)most;
        buf_format(&p->out, "<rect x=\"%zu\" y=\"%.1f\" width=\"9\" height=\"%.1f\"/>", 10 * i, 30 - height,
                   height);
    }
    buf_add_text(&p->out, "</svg>\n");
}

static void number(struct page *p, const struct column *column, const struct tally_column *counts)
{
    unsigned long long n = counts->valid;
    if (!n) {
        html_ours(p, "p", "about", tr("geen enkel antwoord"));
        return;
    }
    struct str mean = decimal(p, counts->mean, 2);
    struct str deviation = isnan(counts->deviation) ? STR("–") : decimal(p, counts->deviation, 2);
    struct str low = decimal(p, counts->min, (int)column->decimals);
    struct str high = decimal(p, counts->max, (int)column->decimals);
    html_ours(p, "p", "about", tr("n = %llu · gemiddelde %.*s · standaardafwijking %.*s · van %.*s tot %.*s"),
              n, STR_ARG(mean), STR_ARG(deviation), STR_ARG(low), STR_ARG(high));
    histogram(p, column, counts);
}

static void moment(struct page *p, const struct column *column, const struct tally_column *counts)
{
    char first[DATE_TEXT_MAX] = "–", last[DATE_TEXT_MAX] = "–";
    if (counts->valid && column->kind == COLUMN_DATE) {
        date_format(date_from_days((int32_t)counts->min), first);
        date_format(date_from_days((int32_t)counts->max), last);
    } else if (counts->valid) {
        time_format((int32_t)counts->min, first);
        time_format((int32_t)counts->max, last);
    }
    html_ours(p, "p", "about", tr("n = %llu · van %s tot %s"), (unsigned long long)counts->valid, first,
              last);
}

static void texts(struct page *p, const struct tally_column *counts)
{
    html_ours(p, "p", "about", tr("n = %llu · tekst van hoogstens %zu bytes"),
              (unsigned long long)counts->valid, counts->longest);
}

/* ---- why there is no value ------------------------------------------------------------------------ */

static void without(struct page *p, const struct column *column, const struct tally_column *counts)
{
    bool any = false;
    for (unsigned r = 1; r < REASONS; r++) {
        if (!counts->reasons[r]) {
            continue;
        }
        buf_add_text(&p->out, any ? "" : "<table class=\"none\"><tbody>\n");
        any = true;
        buf_add_text(&p->out, "<tr><td class=\"c\">");
        if (column->kind == COLUMN_NUMBER && r != REASON_NO_RECORD) {
            buf_format(&p->out, "%lld", (long long)column_missing(column, r));
        }
        buf_add_text(&p->out, "</td><th scope=\"row\">");
        html_escape(&p->out, reason_label(r, i18n_language()));
        buf_format(&p->out, "</th><td class=\"n\">%llu</td><td class=\"n\"></td><td class=\"b\"></td></tr>\n",
                   (unsigned long long)counts->reasons[r]);
    }
    buf_add_text(&p->out, any ? "</tbody></table>\n" : "");
}

/* ---- the question --------------------------------------------------------------------------------- */

/* The items of a set as one table: how many chose each. */
static size_t items(struct page *p, const struct pooled *pools, size_t n)
{
    size_t i = 0;
    open_table(p);
    for (; i < n && pools[i].first->part == PART_ITEM; i++) {
        const struct column *column = pools[i].first;
        struct tally_column counts =
            tally_pool(p->scratch, p->job->summary->tally, pools[i].columns, pools[i].n);
        const struct option *option = &column->variable->list->options[column->option];
        uint64_t chosen = (uint64_t)llround(counts.valid ? counts.mean * (double)counts.valid : 0);
        bar_row(p, option->code, &column->label, true, chosen, counts.valid);
    }
    close_table(p);
    struct tally_column first = tally_pool(p->scratch, p->job->summary->tally, pools[0].columns, pools[0].n);
    without(p, pools[0].first, &first);
    return i;
}

static void one_kind(struct page *p, const struct pooled *pooled)
{
    const struct column *column = pooled->first;
    struct tally_column counts = tally_pool(p->scratch, p->job->summary->tally, pooled->columns, pooled->n);
    if (pooled->n > 1) {
        html_ours(p, "p", "about", tr("%zu kolommen samen"), pooled->n);
    }
    if (column->labels) {
        labelled(p, column->labels, &counts);
    } else if (column->kind == COLUMN_NUMBER) {
        number(p, column, &counts);
    } else if (column->kind == COLUMN_TEXT) {
        texts(p, &counts);
    } else {
        moment(p, column, &counts);
    }
    without(p, column, &counts);
}

void html_counts(struct page *p, const struct question *question)
{
    struct pooled *pools = ARENA_ARRAY(p->scratch, question->n, struct pooled);
    size_t n = pool(p, question, pools);
    for (size_t i = 0; i < n; i++) {
        if (pools[i].first->part == PART_ITEM) {
            i += items(p, &pools[i], n - i) - 1;
        } else if (pools[i].first->part != PART_REASON) {
            one_kind(p, &pools[i]);
        }
    }
}

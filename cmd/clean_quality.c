#include "cmd/clean.h"

#include <math.h>

#include "base/i18n.h"
#include "cleaning/interviewing.h"
#include "cmd/output.h"

/* Signs of how the interviews went, side by side. */

enum { PAIRS_MOST = 20 };

static void put_number(struct run *run, struct json *json, const char *key, double value)
{
    json_key(json, key);
    if (isnan(value)) {
        json_null(json);
    } else {
        json_raw(json, arena_format(run->arena, "%.4f", value));
    }
}

static void put_interviewer(struct run *run, struct json *json, const struct interviewer_signs *one)
{
    json_object(json);
    json_put(json, "interviewer", one->name);
    json_put_int(json, "interviews", one->interviews);
    put_number(run, json, "rank", one->rank);
    for (int s = 0; s < SIGNS; s++) {
        json_key(json, sign_name((enum sign)s));
        json_object(json);
        put_number(run, json, "value", one->values[s]);
        put_number(run, json, "z", one->z[s]);
        json_object_end(json);
    }
    json_object_end(json);
}

struct pairs {
    const struct desk *desk;
    const struct interviewing *interviewing;
    const struct record_pair *items;
    size_t n;
};

static void put_rest(struct run *run, struct json *json, void *context)
{
    const struct pairs *p = context;
    json_key(json, "intraclass");
    json_object(json);
    for (int s = 0; s < SIGNS; s++) {
        put_number(run, json, sign_name((enum sign)s), p->interviewing->intraclass[s]);
    }
    json_object_end(json);
    json_key(json, "pairs");
    json_array(json);
    for (size_t i = 0; i < p->n; i++) {
        json_object(json);
        json_put(json, "case", clean_record(p->desk->clean, p->items[i].record).case_id);
        json_put(json, "other", clean_record(p->desk->clean, p->items[i].other).case_id);
        put_number(run, json, "match", p->items[i].match);
        put_number(run, json, "excess", p->items[i].excess);
        json_key(json, "same_interviewer");
        json_bool(json, p->items[i].same_interviewer);
        json_object_end(json);
    }
    json_array_end(json);
}

static void print_cell(FILE *out, double value)
{
    if (isnan(value)) {
        fprintf(out, " %9s", "-");
    } else {
        fprintf(out, " %9.3f", value);
    }
}

static void quality_text(struct run *run, const struct pairs *p)
{
    for (int s = 0; s < SIGNS; s++) {
        fprintf(run->out, "%-10s %s\n", sign_name((enum sign)s), sign_text((enum sign)s));
    }
    fprintf(run->out, "\n%-12s %5s %5s", "", "n", tr("rang"));
    for (int s = 0; s < SIGNS; s++) {
        fprintf(run->out, " %9s", sign_name((enum sign)s));
    }
    fputc('\n', run->out);
    for (size_t i = 0; i < p->interviewing->n; i++) {
        const struct interviewer_signs *one = &p->interviewing->items[i];
        fprintf(run->out, "%-12.*s %5u %5.1f", STR_ARG(one->name), one->interviews, one->rank);
        for (int s = 0; s < SIGNS; s++) {
            print_cell(run->out, one->values[s]);
        }
        fputc('\n', run->out);
    }
    fprintf(run->out, "%-24s", tr("aandeel interviewers"));
    for (int s = 0; s < SIGNS; s++) {
        print_cell(run->out, p->interviewing->intraclass[s]);
    }
    fprintf(run->out, "\n\n%s\n", tr("interviews die meer gelijken dan hun groep:"));
    for (size_t i = 0; i < p->n; i++) {
        fprintf(run->out, "%-14.*s %-14.*s %5.1f %% (+%.1f)%s\n",
                STR_ARG(clean_record(p->desk->clean, p->items[i].record).case_id),
                STR_ARG(clean_record(p->desk->clean, p->items[i].other).case_id), 100 * p->items[i].match,
                100 * p->items[i].excess, p->items[i].same_interviewer ? tr("  zelfde interviewer") : "");
    }
}

enum exit_code clean_quality(struct run *run)
{
    struct desk desk;
    enum exit_code code = EXIT_GOOD;
    if (!desk_open(&desk, run, true, &code)) {
        return code;
    }
    struct interviewing interviewing = clean_interviewing(desk.clean, run->arena);
    struct pairs p = {.desk = &desk, .interviewing = &interviewing};
    p.n = clean_pairs(desk.clean, run->arena, PAIRS_MOST, &p.items);
    if (run->options.json) {
        struct output output;
        output_start(&output, "clean");
        for (size_t i = 0; i < interviewing.n; i++) {
            put_interviewer(run, &output.json, &interviewing.items[i]);
        }
        output_end_with(run, &output, put_rest, &p);
    } else {
        quality_text(run, &p);
    }
    desk_close(&desk);
    return EXIT_GOOD;
}

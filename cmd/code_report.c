#include "cmd/code_item.h"

#include <math.h>

#include "base/i18n.h"
#include "coding/auto.h"

/* How far coding has come, how far coders agree, and for the coder herself how quick she is. */

static const double report_target = 0.95;

struct reporting {
    struct code_item *item;
    struct json *json; /* NULL: for people */
};

static void put_kappa(struct run *run, struct json *json, const struct work_agreement *a)
{
    double undefined = NAN;
    bool defined = a->two.defined;
    json_object(json);
    json_put_int(json, "level", a->level);
    json_put(json, "first", a->first);
    json_put(json, "second", a->second);
    json_put_int(json, "units", (int64_t)a->two.units);
    code_number(run, json, "observed", a->two.observed);
    code_number(run, json, "kappa", defined ? a->two.kappa : undefined);
    code_number(run, json, "kappa_low", defined ? a->two.kappa_interval.low : undefined);
    code_number(run, json, "kappa_high", defined ? a->two.kappa_interval.high : undefined);
    code_number(run, json, "ac1", defined ? a->two.ac1 : undefined);
    code_number(run, json, "alpha", a->alpha.defined ? a->alpha.value : undefined);
    json_object_end(json);
}

static void put_own(struct run *run, struct json *json, const struct work_figures *f)
{
    json_key(json, "own");
    json_object(json);
    json_put(json, "coder", run->options.user);
    json_put_int(json, "groups", (int64_t)f->own_groups);
    json_put_int(json, "today", (int64_t)f->own_today);
    code_number(run, json, "first", f->own_first);
    code_number(run, json, "seconds", f->own_seconds);
    code_number(run, json, "keys", f->own_keys);
    code_number(run, json, "per_hour", f->own_per_hour);
    json_object_end(json);
}

static void put_counts(struct json *json, const struct work_figures *f)
{
    json_put_int(json, "answers", (int64_t)f->answers);
    json_put_int(json, "distinct", (int64_t)f->groups);
    json_put_int(json, "open", (int64_t)f->open_answers);
    json_put_int(json, "open_distinct", (int64_t)f->open_groups);
    json_put_int(json, "flagged", (int64_t)f->flagged_groups);
    json_key(json, "origin");
    json_object(json);
    for (size_t i = 0; i < ORIGINS; i++) {
        json_put_int(json, origin_name((enum code_origin)i), (int64_t)f->by_origin[i]);
    }
    json_object_end(json);
    json_key(json, "level");
    json_array(json);
    for (size_t i = 0; i < sizeof f->by_level / sizeof *f->by_level; i++) {
        json_int(json, (int64_t)f->by_level[i]);
    }
    json_array_end(json);
    json_put_int(json, "doubled", (int64_t)f->doubled);
    json_put_int(json, "differing", (int64_t)f->differing);
}

static void put_control(struct json *json, const struct auto_report *report)
{
    json_key(json, "control");
    json_array(json);
    for (size_t t = 0; t < AUTO_TIERS; t++) {
        json_object(json);
        json_put(json, "tier", str_from(origin_name(report->tiers[t].origin)));
        json_put_int(json, "checked", report->tiers[t].checked);
        json_put_int(json, "agreed", report->tiers[t].agreed);
        json_key(json, "off");
        json_bool(json, report->tiers[t].off);
        json_object_end(json);
    }
    json_array_end(json);
}

static void put_item(struct reporting *r, const struct work_figures *f, const struct auto_report *control)
{
    struct run *run = r->item->run;
    struct work *work = r->item->work;
    const struct work_agreement *a = NULL;
    json_object(r->json);
    json_put(r->json, "item", work_item_id(work));
    json_put(r->json, "frame", work_frame(work)->id);
    put_counts(r->json, f);
    json_put_int(r->json, "double_percent", work_double_percent(work));
    size_t n = work_agreement(work, &a);
    json_key(r->json, "agreement");
    json_array(r->json);
    for (size_t i = 0; i < n; i++) {
        put_kappa(run, r->json, &a[i]);
    }
    json_array_end(r->json);
    put_control(r->json, control);
    put_own(run, r->json, f);
    json_object_end(r->json);
}

/* ---- for people ---- */

/* "0.81", or "n.v.t." where it says nothing. */
static struct str figure(struct run *run, bool defined, double value)
{
    return defined && !isnan(value) ? arena_format(run->arena, "%.2f", value) : str_from(tr("n.v.t."));
}

static void print_agreement(struct run *run, const struct work_agreement *a)
{
    bool all = a->first.len == 0;
    fprintf(run->out, tr("  niveau %u  %.*s%s%.*s: %.0f groepen, %s %% gelijk"), a->level,
            STR_ARG(all ? str_from(tr("allen")) : a->first), all ? "" : " - ", STR_ARG(a->second),
            a->two.units, figure(run, true, 100 * a->two.observed).ptr);
    fprintf(run->out, tr(", kappa %s [%s; %s], AC1 %s, alfa %s"),
            figure(run, a->two.defined, a->two.kappa).ptr,
            figure(run, a->two.defined, a->two.kappa_interval.low).ptr,
            figure(run, a->two.defined, a->two.kappa_interval.high).ptr,
            figure(run, a->two.defined, a->two.ac1).ptr, figure(run, a->alpha.defined, a->alpha.value).ptr);
    fputc('\n', run->out);
}

static void print_item(struct reporting *r, const struct work_figures *f, const struct auto_report *control)
{
    struct run *run = r->item->run;
    struct work *work = r->item->work;
    const struct work_agreement *a = NULL;
    fprintf(run->out,
            tr("%.*s (%.*s): %zu antwoorden, %zu verschillende; open %zu in %zu groepen; in twijfel %zu"),
            STR_ARG(work_item_id(work)), STR_ARG(work_frame(work)->id), f->answers, f->groups,
            f->open_answers, f->open_groups, f->flagged_groups);
    fputc('\n', run->out);
    for (size_t i = 0; i < ORIGINS; i++) {
        if (f->by_origin[i]) {
            fprintf(run->out, "  %-12s %zu\n", origin_name((enum code_origin)i), f->by_origin[i]);
        }
    }
    for (size_t t = 0; t < AUTO_TIERS; t++) {
        if (control->tiers[t].off) {
            fprintf(run->out, tr("  trap %s staat UIT: in de controle %u van %u gelijk"),
                    origin_name(control->tiers[t].origin), control->tiers[t].agreed,
                    control->tiers[t].checked);
            fputc('\n', run->out);
        }
    }
    size_t n = f->doubled ? work_agreement(work, &a) : 0;
    for (size_t i = 0; i < n; i++) {
        print_agreement(run, &a[i]);
    }
    if (f->own_groups) {
        fprintf(run->out, tr("  %.*s: %zu groepen, %s s en %s toetsen per groep (mediaan)"),
                STR_ARG(run->options.user), f->own_groups, figure(run, true, f->own_seconds).ptr,
                figure(run, true, f->own_keys).ptr);
        fputc('\n', run->out);
    }
}

static void report_item(struct reporting *r)
{
    struct auto_report control;
    struct work_figures figures = work_figures(r->item->work);
    auto_control(r->item->work, report_target, &control);
    if (r->json) {
        put_item(r, &figures, &control);
    } else if (figures.answers) {
        print_item(r, &figures, &control);
    }
}

static enum exit_code report(struct run *run, struct study *study)
{
    size_t n = 0;
    enum exit_code code = EXIT_GOOD;
    const struct work_item *items = code_items(study, &n, &code);
    struct output output;
    output_start(&output, "code");
    for (size_t i = 0; items && code == EXIT_GOOD && i < n; i++) {
        struct code_item item;
        bool wanted = run->options.words_n < 2 || str_equal(run->options.words[1], items[i].variable->id);
        struct reporting r = {&item, run->options.json ? &output.json : NULL};
        if (wanted && code_item_open(&item, study, &items[i], CODE_PLAIN, &code)) {
            report_item(&r);
        }
        if (wanted) {
            code_item_close(&item);
        }
    }
    if (run->options.json && code == EXIT_GOOD) {
        output_end(run, &output);
    } else {
        buf_free(&output.buf);
    }
    return code;
}

enum exit_code code_report(struct run *run)
{
    struct study study;
    enum exit_code code = EXIT_GOOD;
    if (run->options.words_n > 2) {
        return fail(run, EXIT_USAGE_ERROR, "%s", tr("gebruik: veldwerk code report [VRAAG]"));
    }
    if (study_open(&study, run, true, &code)) {
        code = report(run, &study);
        study_close(&study);
    }
    return code;
}

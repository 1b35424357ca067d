#include "cmd/code_item.h"

#include <math.h>
#include <stdlib.h>

#include "base/i18n.h"
#include "coding/auto.h"

/* Coding without looking: in tiers, by rules; and how many answers are coded twice. */

static const double usual_target = 0.95;

/* "0.95", "0,95" or "95"; NAN: none of these. */
static double target_of(struct run *run)
{
    struct str text = run->options.target;
    char number[16];
    if (!text.len) {
        return usual_target;
    }
    if (text.len >= sizeof number) {
        return NAN;
    }
    for (size_t i = 0; i <= text.len; i++) {
        number[i] = i == text.len ? '\0' : text.ptr[i] == ',' ? '.' : text.ptr[i];
    }
    char *end = NULL;
    double target = strtod(number, &end);
    return *end ? NAN : target > 1 ? target / 100 : target;
}

/* ---- code auto ---- */

static const char *tier_name(enum code_origin origin)
{
    return origin == ORIGIN_VERBATIM ? tr("zelfde woorden")
           : origin == ORIGIN_RULE   ? tr("regels")
                                     : tr("model");
}

static void put_tier(struct run *run, struct json *json, const struct auto_tier *tier)
{
    json_object(json);
    json_put(json, "tier", str_from(origin_name(tier->origin)));
    json_put_int(json, "groups", tier->groups);
    json_put_int(json, "answers", tier->answers);
    json_put_int(json, "control", tier->control);
    json_put_int(json, "checked", tier->checked);
    json_put_int(json, "agreed", tier->agreed);
    json_key(json, "off");
    json_bool(json, tier->off);
    if (tier->origin == ORIGIN_MODEL) {
        json_put_int(json, "decisions", tier->decisions);
        json_put_int(json, "judged", tier->judged);
        json_put_int(json, "right", tier->right);
        code_number(run, json, "threshold", tier->threshold);
        code_number(run, json, "lower", tier->lower);
    }
    json_object_end(json);
}

static void print_tier(struct run *run, const struct auto_report *report, const struct auto_tier *tier)
{
    FILE *out = run->out;
    fprintf(out, tr("%-15s %u antwoorden in %u groepen; %u groepen ter controle naar mensen"),
            tier_name(tier->origin), tier->answers, tier->groups, tier->control);
    fputc('\n', out);
    if (tier->checked) {
        fprintf(out, tr("    controle tot nu toe: %u van %u gelijk"), tier->agreed, tier->checked);
        fprintf(out, "%s\n", tier->off ? tr("; onder het doel: deze trap staat UIT") : "");
    }
    if (tier->origin == ORIGIN_MODEL && isnan(tier->threshold)) {
        fprintf(out, tr("    %u beslissingen van mensen tonen bij geen enkele kans dat %.0f %% juist is"),
                tier->decisions, 100 * report->target);
        fputc('\n', out);
    } else if (tier->origin == ORIGIN_MODEL) {
        fprintf(out, tr("    vanaf kans %.3f: %u van %u beslissingen juist, dus minstens %.1f %%"),
                tier->threshold, tier->right, tier->judged, 100 * tier->lower);
        fputc('\n', out);
    }
}

struct told {
    const struct auto_report *report;
    bool dry_run;
};

static void auto_fields(struct run *run, struct json *json, void *context)
{
    const struct told *told = context;
    code_number(run, json, "target", told->report->target);
    json_put(json, "model", str_from(told->report->model));
    json_key(json, "dry_run");
    json_bool(json, told->dry_run);
}

static enum exit_code code_tiers(struct code_item *item)
{
    struct run *run = item->run;
    struct auto_report report;
    enum work_result result = work_auto(item->work, target_of(run), run->options.dry_run, &report);
    if (result != WORK_DONE) {
        return code_exit(item, result);
    }
    struct output output;
    struct told told = {&report, run->options.dry_run};
    if (run->options.json) {
        output_start(&output, "code");
    }
    for (size_t t = 0; t < AUTO_TIERS; t++) {
        if (run->options.json) {
            put_tier(run, &output.json, &report.tiers[t]);
        } else {
            print_tier(run, &report, &report.tiers[t]);
        }
    }
    if (run->options.json) {
        output_end_with(run, &output, auto_fields, &told);
    } else if (run->options.dry_run) {
        fprintf(run->out, "%s\n", tr("Er is niets bewaard (--dry-run)."));
    }
    return EXIT_GOOD;
}

enum exit_code code_auto(struct run *run)
{
    if (run->options.words_n != 2) {
        return fail(run, EXIT_USAGE_ERROR, "%s",
                    tr("gebruik: veldwerk code auto VRAAG [--target 0,95] [--dry-run]"));
    }
    return code_with_item(run, CODE_SUGGESTS, run->options.dry_run, code_tiers);
}

/* ---- code double ---- */

static enum exit_code double_percent(struct code_item *item)
{
    struct run *run = item->run;
    int64_t percent = 0;
    if (run->options.words_n == 3) {
        if (!str_to_int64(run->options.words[2], &percent) || percent < 0 || percent > 100) {
            return fail(run, EXIT_USAGE_ERROR, "%s", tr("een steekproef is 0 tot 100 procent"));
        }
        enum work_result result = work_set_double_percent(item->work, (unsigned)percent);
        if (result != WORK_DONE) {
            return code_exit(item, result);
        }
    }
    fprintf(run->out, tr("%u %% van de groepen wordt door twee codeurs gecodeerd"),
            work_double_percent(item->work));
    fputc('\n', run->out);
    return EXIT_GOOD;
}

enum exit_code code_double(struct run *run)
{
    if (run->options.words_n != 2 && run->options.words_n != 3) {
        return fail(run, EXIT_USAGE_ERROR, "%s", tr("gebruik: veldwerk code double VRAAG [PROCENT]"));
    }
    return code_with_item(run, CODE_PLAIN, run->options.words_n == 2, double_percent);
}

/* ---- code rule ---- */

static void put_rule(struct json *json, const struct work_rule *rule)
{
    char stamp[STAMP_TEXT_MAX];
    json_object(json);
    json_put(json, "pattern", rule->pattern);
    json_put(json, "codes", rule->codes);
    json_put(json, "who", rule->user);
    json_put(json, "wall", stamp_format(rule->wall_ms, stamp));
    json_object_end(json);
}

static enum exit_code rule_list(struct code_item *item)
{
    struct run *run = item->run;
    const struct work_rule *rules = NULL;
    struct output output;
    size_t n = work_rules(item->work, &rules);
    if (run->options.json) {
        output_start(&output, "code");
    }
    for (size_t i = 0; i < n; i++) {
        if (run->options.json) {
            put_rule(&output.json, &rules[i]);
        } else {
            fprintf(run->out, "\"%.*s\" = %.*s  %.*s  (%.*s)\n", STR_ARG(rules[i].pattern),
                    STR_ARG(rules[i].codes), STR_ARG(work_label(item->work, rules[i].codes)),
                    STR_ARG(rules[i].user));
        }
    }
    if (run->options.json) {
        output_end(run, &output);
    }
    return EXIT_GOOD;
}

struct reached {
    struct code_item *item;
    struct work_reach reach;
};

static void reach_fields(struct run *run, struct json *json, void *context)
{
    (void)run;
    const struct reached *r = context;
    json_put_int(json, "groups", r->reach.groups);
    json_put_int(json, "answers", r->reach.answers);
    json_put_int(json, "open", r->reach.open);
    json_put_int(json, "same", r->reach.same);
    json_put_int(json, "against", r->reach.against);
    json_key(json, "contradictions");
    json_array(json);
    for (size_t i = 0; i < r->reach.against_n; i++) {
        struct work_group group = work_group(r->item->work, r->reach.ids[i]);
        json_object(json);
        json_put(json, "text", group.text);
        json_put(json, "codes", group.codes);
        json_put_int(json, "answers", group.answers);
        json_object_end(json);
    }
    json_array_end(json);
}

static void print_reach(struct run *run, const struct reached *r)
{
    enum { SHOWN = 10 };
    fprintf(run->out, tr("raakt %u antwoorden in %u groepen: %u open, %u al zo gecodeerd, %u anders"),
            r->reach.answers, r->reach.groups, r->reach.open, r->reach.same, r->reach.against);
    fputc('\n', run->out);
    for (size_t i = 0; i < r->reach.groups && i < SHOWN; i++) {
        struct work_group group = work_group(r->item->work, r->reach.ids[i]);
        fprintf(run->out, "  %c %4ux %.*s  %.*s\n", i < r->reach.against_n ? '!' : ' ', group.answers,
                STR_ARG(group.text), STR_ARG(group.codes));
    }
}

static enum exit_code rule_try(struct code_item *item)
{
    struct run *run = item->run;
    struct reached reached = {.item = item};
    enum work_result result =
        work_try_rule(item->work, run->options.words[3], code_words(run, 4), &reached.reach);
    if (result != WORK_DONE) {
        return code_exit(item, result);
    }
    if (run->options.json) {
        output_one(run, "code", reach_fields, &reached);
    } else {
        print_reach(run, &reached);
    }
    return EXIT_GOOD;
}

/* What it touches is told first, then it is kept. */
static enum exit_code rule_add(struct code_item *item)
{
    struct run *run = item->run;
    enum exit_code code = rule_try(item);
    return code != EXIT_GOOD
               ? code
               : code_exit(item, work_add_rule(item->work, run->options.words[3], code_words(run, 4)));
}

static enum exit_code rule_drop(struct code_item *item)
{
    return code_exit(item, work_drop_rule(item->work, item->run->options.words[3]));
}

static const struct {
    const char *name;
    size_t words_min, words_max;
    bool read_only;
    code_action *run;
} rule_actions[] = {{"list", 3, 3, true, rule_list},
                    {"try", 5, 8, true, rule_try},
                    {"add", 5, 8, false, rule_add},
                    {"drop", 4, 4, false, rule_drop}};

/* "code rule ACTION ITEM ...": the item is the third word here. */
enum exit_code code_rule(struct run *run)
{
    struct options *o = &run->options;
    for (size_t i = 0; i < sizeof rule_actions / sizeof *rule_actions; i++) {
        if (o->words_n >= rule_actions[i].words_min && o->words_n <= rule_actions[i].words_max &&
            str_is(o->words[1], rule_actions[i].name)) {
            o->words[1] = o->words[2];
            return code_with_item(run, CODE_PLAIN, rule_actions[i].read_only, rule_actions[i].run);
        }
    }
    return fail(run, EXIT_USAGE_ERROR, "%s",
                tr("gebruik: veldwerk code rule list VRAAG | try|add VRAAG \"WOORDEN*\" CODE | drop VRAAG "
                   "\"WOORDEN*\""));
}

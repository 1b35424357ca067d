#include "coding/auto.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/i18n.h"
#include "coding/work_priv.h"
#include "stats/interval.h"

static const double confidence = 0.95;
enum { CONTROL_DRAW = 500 }; /* of 10,000 */

/* ---- the control sample so far ---- */

static size_t tier_of(enum code_origin origin)
{
    return origin == ORIGIN_VERBATIM ? AUTO_VERBATIM : origin == ORIGIN_RULE ? AUTO_RULE : AUTO_MODEL;
}

void auto_control(struct work *work, double target, struct auto_report *out)
{
    static const enum code_origin origins[AUTO_TIERS] = {
        [AUTO_VERBATIM] = ORIGIN_VERBATIM, [AUTO_RULE] = ORIGIN_RULE, [AUTO_MODEL] = ORIGIN_MODEL};
    *out = (struct auto_report){.target = target};
    for (size_t t = 0; t < AUTO_TIERS; t++) {
        out->tiers[t].origin = origins[t];
        out->tiers[t].threshold = out->tiers[t].lower = NAN;
    }
    for (size_t g = 0; g < work->groups_n; g++) {
        for (uint32_t i = work->groups[g].first; i != NOBODY; i = work->answers[i].next) {
            const struct content *machine = content_of(&work->answers[i], LAYER_MACHINE);
            const struct content *holds = content_of(&work->answers[i], LAYER_HOLDS);
            if (machine && holds && origin_of_people(&holds->reason) &&
                !is_special(holds->codes, SPECIAL_FLAG)) {
                struct auto_tier *tier = &out->tiers[tier_of(machine->reason.origin)];
                tier->checked++;
                tier->agreed += str_equal(machine->codes, holds->codes);
                break; /* its copies say the same */
            }
        }
    }
    for (size_t t = 0; t < AUTO_TIERS; t++) {
        struct auto_tier *tier = &out->tiers[t];
        tier->off = tier->checked >= CONTROL_LEAST && tier->agreed < out->target * tier->checked;
    }
}

/* ---- the model's threshold ---- */

struct verdict {
    int64_t n; /* of the decision, in the log */
    uint32_t group;
    const struct content *content;
    double p;
    bool right;
};

static int by_log(const void *x, const void *y)
{
    const struct verdict *a = x;
    const struct verdict *b = y;
    return (a->n > b->n) - (a->n < b->n);
}

static int by_p(const void *x, const void *y)
{
    const struct verdict *a = x;
    const struct verdict *b = y;
    return (a->p < b->p) - (a->p > b->p);
}

static size_t gather_verdicts(const struct work *work, struct verdict *verdicts)
{
    size_t n = 0;
    for (size_t g = 0; g < work->groups_n; g++) {
        uint32_t answers;
        const struct content *content = group_decision(work, &work->groups[g], &answers);
        if (content) {
            verdicts[n++] = (struct verdict){.n = content->n, .group = (uint32_t)g, .content = content};
        }
    }
    qsort(verdicts, n, sizeof *verdicts, by_log);
    return n;
}

/* As the coders went: suggest, compare, learn. */
static void judge(const struct work *work, struct verdict *verdicts, size_t n)
{
    struct suggester *s = suggester_new(work->classes.n);
    index_teach(work->index, &work->classes, s);
    suggester_train(s, 1);
    for (size_t i = 0; i < n; i++) {
        struct suggestion first;
        struct verdict *v = &verdicts[i];
        struct str text = work->groups[v->group].text;
        if (suggest(s, text, &first, 1)) {
            v->p = first.p;
            v->right = str_equal(class_code(work, first.class), v->content->codes);
        }
        int32_t at = list_find_code(work->setup.frame, first_mention(v->content->codes));
        uint32_t class = at < 0 ? NO_CLASS : work->classes.class[at];
        if (class != NO_CLASS) {
            suggester_learn(s, text, class, 3, NO_SOURCE);
        }
    }
    suggester_free(s);
}

static void find_threshold(struct work *work, struct auto_report *out)
{
    struct auto_tier *tier = &out->tiers[AUTO_MODEL];
    struct verdict *verdicts = ARENA_ARRAY(work->scratch, work->groups_n + 1, struct verdict);
    size_t n = gather_verdicts(work, verdicts);
    judge(work, verdicts, n);
    qsort(verdicts, n, sizeof *verdicts, by_p);
    tier->decisions = (uint32_t)n;
    uint32_t right = 0;
    for (size_t i = 0; i < n; i++) {
        right += verdicts[i].right;
        bool tie = i + 1 < n && !(verdicts[i + 1].p < verdicts[i].p);
        double lower = wilson_at_least(right, (double)(i + 1), confidence);
        if (!tie && verdicts[i].p > 0 && lower >= out->target) {
            tier->threshold = verdicts[i].p;
            tier->lower = lower;
            tier->judged = (uint32_t)i + 1;
            tier->right = right;
        }
    }
}

/* ---- what a tier gives ---- */

/* Codes that people gave to these words on two occasions and never otherwise. */
static struct str verbatim(const struct work *work, const struct group *group)
{
    const struct content *one = NULL;
    bool twice = false;
    for (uint32_t i = group->first; i != NOBODY; i = work->answers[i].next) {
        const struct content *content = answer_seen(work, &work->answers[i]);
        if (!content || !origin_of_people(&content->reason)) {
            continue;
        }
        if (is_special(content->codes, SPECIAL_FLAG) || (one && !str_equal(one->codes, content->codes))) {
            return STR_EMPTY;
        }
        twice |= one && (one->wall_ms != content->wall_ms || !str_equal(one->user, content->user));
        one = one ? one : content;
    }
    return twice ? one->codes : STR_EMPTY;
}

struct taking {
    struct work *work;
    struct auto_report *report;
    struct step step;
};

/* The first tier that is on and has something to say; its codes, p and note into the choice. */
static size_t choose(struct taking *taking, struct group *group, struct content *out)
{
    const struct auto_tier *tiers = taking->report->tiers;
    struct work *work = taking->work;
    struct str pattern = STR_EMPTY;
    struct work_choice choice = {.codes = tiers[AUTO_VERBATIM].off ? STR_EMPTY : verbatim(work, group)};
    size_t tier = AUTO_VERBATIM;
    if (!choice.codes.len && !tiers[AUTO_RULE].off) {
        tier = AUTO_RULE;
        choice.codes = rules_codes(work, group->key, &pattern);
        choice.note = pattern;
    }
    double p = NAN;
    if (!choice.codes.len) {
        tier = AUTO_MODEL;
        choice.note = STR_EMPTY;
        predict_group(work, group);
        bool sure =
            !tiers[AUTO_MODEL].off && group->class != NO_CLASS && group->p >= tiers[AUTO_MODEL].threshold;
        choice.codes = sure ? class_code(work, group->class) : STR_EMPTY;
        p = group->p;
    }
    if (!choice.codes.len) {
        return AUTO_TIERS;
    }
    *out = content_new(work, tiers[tier].origin, &choice);
    out->reason.p = p;
    return tier;
}

static void take_group(struct taking *taking, struct group *group)
{
    struct work *work = taking->work;
    struct content content;
    size_t t = choose(taking, group, &content);
    if (t == AUTO_TIERS) {
        return;
    }
    struct auto_tier *tier = &taking->report->tiers[t];
    bool control = work_draw(work, "control", group->key) < CONTROL_DRAW;
    uint32_t answers = 0;
    for (uint32_t i = group->first; i != NOBODY; i = work->answers[i].next) {
        if (!answer_open(work, &work->answers[i]) || content_of(&work->answers[i], LAYER_MACHINE)) {
            continue;
        }
        struct touched *touched = step_add(&taking->step);
        *touched = (struct touched){.answer = i, .n = 1, .after = {content}};
        touched->layers[0] = control ? LAYER_MACHINE : LAYER_HOLDS;
        answers++;
    }
    tier->control += control && answers;
    tier->groups += !control && answers;
    tier->answers += control ? 0 : answers;
}

enum work_result work_auto(struct work *work, double target, bool dry_run, struct auto_report *out)
{
    if (!work->suggester || !(target >= 0.5 && target <= 1)) {
        return work_fail(work, WORK_INVALID, "%s", tr("een doel ligt tussen 0,5 en 1"));
    }
    auto_control(work, target, out);
    snprintf(out->model, sizeof out->model, "%.*s", STR_ARG(model_hex(work)));
    find_threshold(work, out);
    struct taking taking = {.work = work, .report = out};
    for (size_t i = 0; i < work->groups_n; i++) {
        struct group *group = &work->groups[i];
        if (group->open && !group->sampled && !group->elsewhere) {
            take_group(&taking, group);
        }
    }
    enum work_result result = WORK_DONE;
    if (!dry_run && taking.step.n) {
        result = step_write(work, ACT_CODE, &taking.step);
    }
    step_free(&taking.step);
    return result;
}

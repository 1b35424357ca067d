#include "coding/work_priv.h"

#include <math.h>

#include "base/i18n.h"

/*
 * The suggester of a work: taught the index and what people decided, each group once with the code that most
 * of its answers have. Sources below index->n are titles, those behind are groups.
 */
enum { SUGGESTIONS = 20 };

/* Of a decision; and of one that corrects another in the same session, which stays known until the next fit.
 */
static const double decision_weight = 3;
static const double correction_weight = 9;

/* ---- what people decided ---- */

static bool by_people(const struct content *content)
{
    return content && origin_of_people(&content->reason) && !is_special(content->codes, SPECIAL_FLAG);
}

static uint32_t count_alike(const struct work *work, const struct group *group, const struct content *content)
{
    uint32_t n = 0;
    for (uint32_t i = group->first; i != NOBODY; i = work->answers[i].next) {
        const struct content *other = answer_seen(work, &work->answers[i]);
        n += by_people(other) && str_equal(other->codes, content->codes);
    }
    return n;
}

const struct content *group_decision(const struct work *work, const struct group *group, uint32_t *answers)
{
    const struct content *best = NULL;
    *answers = 0;
    if (group_blind(work, group)) {
        return NULL;
    }
    for (uint32_t i = group->first; i != NOBODY; i = work->answers[i].next) {
        const struct content *content = answer_seen(work, &work->answers[i]);
        bool another = by_people(content) && !(best && str_equal(best->codes, content->codes));
        uint32_t n = another ? count_alike(work, group, content) : 0;
        if (n > *answers || (n && n == *answers && content->n > best->n)) {
            best = content;
            *answers = n;
        }
    }
    return best;
}

/* ---- teaching ---- */

static uint32_t class_of(const struct work *work, struct str code)
{
    int32_t at = list_find_code(work->setup.frame, code);
    return at < 0 ? NO_CLASS : work->classes.class[at];
}

struct str class_code(const struct work *work, uint32_t class)
{
    return work->setup.frame->options[work->classes.option[class]].code;
}

uint32_t source_group(const struct work *work, uint32_t source)
{
    return source == NO_SOURCE || source < work->index->n ? NOBODY : source - (uint32_t)work->index->n;
}

static void model_add(struct work *work, struct str text, struct str code)
{
    struct hasher hasher;
    hasher_start(&hasher);
    hasher_add(&hasher, work->model.bytes, HASH_BYTES);
    hasher_add_str(&hasher, text);
    hasher_add_str(&hasher, code);
    work->model = hasher_end(&hasher);
}

/* The code that a group's decision teaches, and its class; empty: nothing new. */
static struct str lesson(const struct work *work, const struct group *group, uint32_t *class)
{
    uint32_t answers;
    const struct content *content = group_decision(work, group, &answers);
    struct str code = content ? first_mention(content->codes) : STR_EMPTY;
    *class = code.len ? class_of(work, code) : NO_CLASS;
    return *class == NO_CLASS || str_equal(code, group->taught) ? STR_EMPTY : code;
}

static uint32_t group_source(const struct work *work, const struct group *group)
{
    return (uint32_t)(work->index->n + (size_t)(group - work->groups));
}

void teach_group(struct work *work, struct group *group)
{
    uint32_t class;
    struct str code = lesson(work, group, &class);
    if (code.len) {
        double weight = group->taught.len ? correction_weight : decision_weight;
        suggester_learn(work->suggester, group->text, class, weight, group_source(work, group));
        model_add(work, group->key, code);
        group->taught = code;
        group->predicted = false;
    }
}

void teach_all(struct work *work)
{
    work->suggester = suggester_new(work->classes.n);
    index_teach(work->index, &work->classes, work->suggester);
    for (size_t i = 0; i < work->index->n; i++) {
        const struct index_title *title = &work->index->titles[i];
        model_add(work, title->text, work->setup.frame->options[title->option].code);
    }
    for (size_t i = 0; i < work->groups_n; i++) {
        struct group *group = &work->groups[i];
        uint32_t class;
        struct str code = lesson(work, group, &class);
        if (code.len) {
            suggester_add(work->suggester, group->text, class, decision_weight, group_source(work, group));
            model_add(work, group->key, code);
            group->taught = code;
        }
    }
    suggester_train(work->suggester, 1);
}

struct str model_hex(struct work *work)
{
    char hex[HASH_HEX];
    return work->suggester ? arena_copy(work->scratch, str_slice(hash_hex(&work->model, hex), 0, 8))
                           : STR_EMPTY;
}

/* ---- suggesting ---- */

void predict_group(struct work *work, struct group *group)
{
    struct suggestion first;
    bool any = suggest(work->suggester, group->text, &first, 1) > 0;
    group->predicted = true;
    group->class = any ? first.class : NO_CLASS;
    group->p = any ? first.p : 0;
    group->similarity = any ? first.similarity : 0;
}

unsigned rank_of(struct work *work, uint32_t group, struct str codes, double *p)
{
    struct suggestion found[SUGGESTIONS];
    size_t n = work->suggester ? suggest(work->suggester, work->groups[group].text, found, SUGGESTIONS) : 0;
    *p = NAN;
    for (size_t i = 0; i < n; i++) {
        if (str_equal(class_code(work, found[i].class), first_mention(codes))) {
            *p = found[i].p;
            return (unsigned)i + 1;
        }
    }
    return 0;
}

/* "vandaag", "gisteren", "3 dagen geleden" */
static struct str ago(struct work *work, int64_t wall_ms)
{
    int32_t days = clock_day(work_now(work)) - clock_day(wall_ms);
    if (days <= 1) {
        return str_from(days <= 0 ? tr("vandaag") : tr("gisteren"));
    }
    return arena_format(work->shown, trn("%d dag geleden", "%d dagen geleden", (unsigned long)days), days);
}

/* False where the decision is not (any longer) this code. */
static bool decision_reason(struct work *work, uint32_t id, struct str code, struct str *out)
{
    uint32_t answers;
    const struct group *group = &work->groups[id];
    const struct content *content = group_decision(work, group, &answers);
    if (!content || !str_equal(first_mention(content->codes), code)) {
        return false;
    }
    *out = arena_format(work->shown, tr("gecodeerd door %.*s, %ux, %s: %.*s"), STR_ARG(content->user),
                        answers, ago(work, content->wall_ms).ptr, STR_ARG(group->text));
    return true;
}

static struct work_suggestion shown(struct work *work, const struct suggestion *s)
{
    struct str code = class_code(work, s->class);
    struct work_suggestion out = {
        .code = code, .label = work_label(work, code), .level = work_level(work, code), .p = s->p};
    uint32_t group = source_group(work, s->source);
    if (group != NOBODY) {
        out.decision = decision_reason(work, group, code, &out.reason);
    } else if (s->source != NO_SOURCE) {
        struct str title = work->index->titles[s->source].text;
        out.reason = s->similarity > 0.999 ? arena_format(work->shown, tr("zelfde: %.*s"), STR_ARG(title))
                                           : arena_format(work->shown, tr("lijkt op: %.*s"), STR_ARG(title));
    }
    out.reason = out.reason.len ? out.reason : str_from(tr("woorden"));
    return out;
}

size_t work_suggest(struct work *work, uint32_t id, const struct work_suggestion **out, size_t most)
{
    struct suggestion found[SUGGESTIONS];
    arena_reset(work->shown);
    *out = NULL;
    if (!work->suggester || id >= work->groups_n) {
        return 0;
    }
    struct group *group = &work->groups[id];
    size_t n = suggest(work->suggester, group->text, found, most < SUGGESTIONS ? most : SUGGESTIONS);
    struct work_suggestion *all = ARENA_ARRAY(work->shown, n + 1, struct work_suggestion);
    for (size_t i = 0; i < n; i++) {
        all[i] = shown(work, &found[i]);
    }
    *out = all;
    return n;
}

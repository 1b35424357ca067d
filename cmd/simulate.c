#include "cmd/output.h"
#include "cmd/study.h"

#include <stdlib.h>

#include "base/i18n.h"
#include "simulate/simulate.h"

/* Simulated respondents answer through the real engine. Interviews are committed whole, several at once, with
 * exactly the acts that single commits would have made: the sink keeps them until then. */
enum { BATCH_INTERVIEWS = 16 };

struct batch {
    struct store *store;
    struct arena *arena;
    struct act *acts;
    size_t n, cap;
    size_t interviews;
};

static enum store_status batch_commit(struct batch *batch)
{
    enum store_status status = store_append(batch->store, batch->acts, batch->n);
    arena_reset(batch->arena);
    batch->n = 0;
    batch->interviews = 0;
    return status;
}

static struct change *copy_changes(struct arena *arena, const struct act *act)
{
    struct change *changes = ARENA_ARRAY(arena, act->n ? act->n : 1, struct change);
    for (size_t i = 0; i < act->n; i++) {
        changes[i] = act->changes[i];
        changes[i].item = arena_copy(arena, act->changes[i].item);
        changes[i].value = arena_copy(arena, act->changes[i].value);
    }
    return changes;
}

static bool batch_write(void *context, struct act *acts, size_t n)
{
    struct batch *batch = context;
    for (size_t i = 0; i < n; i++) {
        if (batch->n == batch->cap) {
            batch->acts = array_grow(batch->acts, &batch->cap, sizeof *batch->acts);
        }
        struct act *kept = &batch->acts[batch->n++];
        *kept = acts[i];
        kept->item = arena_copy(batch->arena, acts[i].item);
        kept->reason = arena_copy(batch->arena, acts[i].reason);
        kept->case_id = arena_copy(batch->arena, acts[i].case_id);
        kept->user = arena_copy(batch->arena, acts[i].user);
        kept->language = arena_copy(batch->arena, acts[i].language);
        kept->changes = copy_changes(batch->arena, &acts[i]);
        /* A number of its own, so that the interview can tell its acts apart before they are stored. */
        memcpy(acts[i].id.bytes, &batch->n, sizeof batch->n);
    }
    return true;
}

static const char *batch_message(void *context)
{
    (void)context;
    return "";
}

struct simulation {
    struct study *study;
    struct draws draws;
    struct simulate_options options;
    struct output output;
    struct batch batch;
    size_t n;           /* interviews */
    struct str *groups; /* of each */
    struct str *made;   /* of each: its case, once that was made here; empty: it gets a free one */
    size_t completed, stopped, failed;
};

static size_t str_index(const struct str *items, size_t n, struct str wanted)
{
    size_t i = 0;
    while (i < n && !str_equal(items[i], wanted)) {
        i++;
    }
    return i;
}

static void plan_groups(struct simulation *s, const struct questionnaire *q)
{
    struct arena *arena = s->study->arena;
    struct str wanted = s->study->run->options.group;
    s->groups = ARENA_ARRAY(arena, s->n, struct str);
    s->made = ARENA_ARRAY(arena, s->n, struct str);
    for (size_t i = 0; i < s->n; i++) {
        s->groups[i] = wanted.len ? wanted : q->groups_n ? q->groups[i % q->groups_n] : STR_EMPTY;
    }
}

/* Has the sample no free case of this group any more? */
static enum store_status is_dry(struct simulation *s, struct str group, bool *dry)
{
    struct arena *scratch = arena_new();
    struct str id;
    enum store_status status = store_free_case(s->study->store, group, scratch, &id);
    *dry = status == STORE_NOT_FOUND;
    arena_free(scratch);
    return *dry ? STORE_OK : status;
}

static enum store_status dry_groups(struct simulation *s, size_t from, const struct str **out, size_t *n)
{
    struct str *dry = ARENA_ARRAY(s->study->arena, GROUPS_MAX, struct str);
    enum store_status status = STORE_OK;
    *out = dry;
    *n = 0;
    for (size_t i = from; i < s->n && i < from + GROUPS_MAX && status == STORE_OK; i++) {
        bool is = str_index(dry, *n, s->groups[i]) < *n;
        if (!is) {
            status = is_dry(s, s->groups[i], &is);
            if (is) {
                dry[(*n)++] = s->groups[i];
            }
        }
    }
    return status;
}

/* Makes the cases of all interviews still to come that will find none: one commit, not one for each. */
static enum store_status make_cases(struct simulation *s, size_t from)
{
    const struct str *dry = NULL;
    size_t dry_n = 0;
    size_t n = 0;
    enum store_status status = dry_groups(s, from, &dry, &dry_n);
    struct str *groups = ARENA_ARRAY(s->study->arena, s->n - from, struct str);
    struct str *ids = ARENA_ARRAY(s->study->arena, s->n - from, struct str);
    for (size_t i = from; i < s->n; i++) {
        if (str_index(dry, dry_n, s->groups[i]) < dry_n) {
            groups[n++] = s->groups[i];
        }
    }
    status = status == STORE_OK ? study_new_cases(s->study, "sim", groups, n, STR("simulated"), ids) : status;
    for (size_t i = from, at = 0; i < s->n && status == STORE_OK; i++) {
        if (str_index(dry, dry_n, s->groups[i]) < dry_n) {
            s->made[i] = ids[at++];
        }
    }
    return status;
}

static enum store_status pick_case(struct simulation *s, size_t i, struct str *id)
{
    enum store_status status = STORE_OK;
    if (!s->made[i].len) {
        status = batch_commit(&s->batch); /* else a case in it would still seem free */
    }
    if (!s->made[i].len && status == STORE_OK) {
        status = store_free_case(s->study->store, s->groups[i], s->study->arena, id);
    }
    if (status == STORE_NOT_FOUND) {
        status = make_cases(s, i);
    }
    *id = s->made[i].len ? s->made[i] : *id;
    return status;
}

static void tell(struct simulation *s, const struct case_session *session, enum simulate_outcome outcome)
{
    static const char *const names[] = {[SIMULATE_COMPLETED] = "completed", [SIMULATE_STOPPED] = "stopped"};
    bool known = outcome == SIMULATE_COMPLETED || outcome == SIMULATE_STOPPED;
    const char *name = known ? names[outcome] : "incomplete";
    s->completed += outcome == SIMULATE_COMPLETED;
    s->stopped += outcome == SIMULATE_STOPPED;
    s->failed += !known;
    if (s->study->run->options.json) {
        json_object(&s->output.json);
        json_put(&s->output.json, "case", session->record.id);
        json_put(&s->output.json, "group", session->record.group);
        json_put(&s->output.json, "outcome", str_from(name));
        json_object_end(&s->output.json);
    }
}

static enum store_status one(struct simulation *s, size_t i)
{
    struct str id = STR_EMPTY;
    enum store_status status = pick_case(s, i, &id);
    struct act_sink sink = {batch_write, batch_message, &s->batch};
    struct case_session session = {0};
    size_t begun = s->batch.n;
    if (status == STORE_OK) {
        status = case_session_open(s->study, id, &sink, &session);
        session.made = s->made[i].len > 0;
    }
    if (status == STORE_OK) {
        status = case_session_begin(s->study, &session, s->study->run->options.lang);
    }
    if (status == STORE_OK) {
        enum simulate_outcome outcome = simulate_interview(session.interview, &s->options, &s->draws);
        bool keep = session.made && ++s->batch.interviews < BATCH_INTERVIEWS;
        status = keep ? STORE_OK : batch_commit(&s->batch);
        tell(s, &session, outcome);
    } else {
        s->batch.n = begun; /* the interviews before are whole, this one is not */
    }
    case_session_close(s->study, &session);
    return status;
}

enum exit_code run_simulate(struct run *run)
{
    const struct options *o = &run->options;
    struct study study;
    enum exit_code code;
    if (!study_open(&study, run, false, &code)) {
        return code;
    }
    struct simulation s = {.study = &study, .options = simulate_options_default()};
    s.batch = (struct batch){.store = study.store, .arena = arena_new()};
    s.draws = draws_new(hash_of(arena_format(run->arena, "simulate %lld", (long long)o->seed)));
    s.options.dont_know_permille = o->dont_know >= 0 ? (uint32_t)o->dont_know : s.options.dont_know_permille;
    s.options.refused_permille = o->refused >= 0 ? (uint32_t)o->refused : s.options.refused_permille;
    const struct questionnaire *q = study_current(&study);
    enum store_status status = STORE_OK;
    output_start(&s.output, "simulate");
    if (q && o->group.len && questionnaire_group(q, o->group) < 0) {
        code = fail(run, EXIT_USAGE_ERROR, tr("er is geen groep '%.*s'"), STR_ARG(o->group));
    } else {
        s.n = o->count >= 0 ? (size_t)o->count : 1;
        if (q) {
            plan_groups(&s, q);
        }
        for (size_t i = 0; q && i < s.n && status == STORE_OK; i++) {
            status = one(&s, i);
        }
        enum store_status last = batch_commit(&s.batch);
        status = status == STORE_OK ? last : status;
        code = !q ? EXIT_DEFINITION : status != STORE_OK ? study_fail(&study, status) : EXIT_GOOD;
        code = code == EXIT_GOOD && s.failed ? EXIT_FINDINGS : code;
    }
    if (o->json) {
        output_end(run, &s.output);
    } else {
        buf_free(&s.output.buf);
        fprintf(run->out, tr("%zu volledig, %zu gestopt, %zu onafgewerkt"), s.completed, s.stopped, s.failed);
        fputc('\n', run->out);
    }
    free(s.batch.acts);
    arena_free(s.batch.arena);
    study_close(&study);
    return code;
}

#include "cmd/simulate.h"
#include "cmd/study.h"

#include <stdlib.h>

#include "base/file.h"
#include "base/i18n.h"
#include "simulate/person.h"

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

/* What the interviewer of a case was told in an earlier one of the same group: what she may copy. */
struct told {
    struct arena *arena;
    const struct answers_given *answers;
};

struct simulation {
    struct study *study;
    const struct questionnaire *q;
    const struct profile *profile;
    struct figures *figures;
    struct hash seed;
    uint32_t errors_percent;
    struct output output;
    struct batch batch;
    struct buf truth;
    size_t n;           /* interviews */
    struct str *groups; /* of each */
    struct str *made;   /* of each: its case, once that was made here; empty: it gets a free one */
    size_t *to_make;    /* while cases are made: the interview of each record */
    struct case_record *records;
    struct told *told; /* per group and interviewer */
    size_t told_n;
    size_t completed, stopped, left, failed;
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

static struct person *respondent(struct simulation *s, struct str case_id)
{
    const struct options *o = &s->study->run->options;
    struct person_setup setup = {
        s->profile, s->seed, case_id, s->errors_percent, (int32_t)o->dont_know, (int32_t)o->refused};
    return person_new(&setup);
}

/* What the sample would have said of somebody like her. */
static void fill_record(void *context, struct case_record *record)
{
    struct simulation *s = context;
    size_t i = s->to_make[record - s->records];
    struct person *person = respondent(s, record->id);
    struct person_frame frame =
        person_frame(person, questionnaire_group(s->q, record->group), profile_starts(s->profile, i));
    struct arena *arena = s->study->arena;
    record->sex = arena_copy(arena, frame.sex);
    record->birth_date = arena_copy(arena, frame.birth_date);
    record->generation = arena_copy(arena, frame.generation);
    record->language = arena_copy(arena, frame.language);
    record->municipality = arena_copy(arena, frame.municipality);
    record->interviewer = profile_interviewer(s->profile, arena, i);
    person_free(person);
}

/* Makes the cases of all interviews still to come that will find none: one commit, not one for each. */
static enum store_status make_cases(struct simulation *s, size_t from)
{
    const struct str *dry = NULL;
    size_t dry_n = 0;
    size_t n = 0;
    struct arena *arena = s->study->arena;
    enum store_status status = dry_groups(s, from, &dry, &dry_n);
    s->records = ARENA_ARRAY(arena, s->n - from, struct case_record);
    s->to_make = ARENA_ARRAY(arena, s->n - from, size_t);
    for (size_t i = from; i < s->n; i++) {
        if (str_index(dry, dry_n, s->groups[i]) < dry_n) {
            s->records[n] = (struct case_record){.group = s->groups[i], .mode = STR("simulated")};
            s->to_make[n++] = i;
        }
    }
    status = status == STORE_OK ? study_new_records(s->study, "sim", s->records, n, fill_record, s) : status;
    for (size_t k = 0; k < n && status == STORE_OK; k++) {
        s->made[s->to_make[k]] = s->records[k].id;
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
    static const char *const names[] = {[SIMULATE_COMPLETED] = "completed",
                                        [SIMULATE_STOPPED] = "stopped",
                                        [SIMULATE_LEFT] = "broken_off",
                                        [SIMULATE_STUCK] = "incomplete",
                                        [SIMULATE_NOT_SAVED] = "incomplete"};
    s->completed += outcome == SIMULATE_COMPLETED;
    s->stopped += outcome == SIMULATE_STOPPED;
    s->left += outcome == SIMULATE_LEFT;
    s->failed += outcome == SIMULATE_STUCK || outcome == SIMULATE_NOT_SAVED;
    if (s->study->run->options.json) {
        json_object(&s->output.json);
        json_put(&s->output.json, "case", session->record.id);
        json_put(&s->output.json, "group", session->record.group);
        json_put(&s->output.json, "outcome", str_from(names[outcome]));
        json_object_end(&s->output.json);
    }
}

/* One interview, from the first question to its end. */
struct visit {
    struct simulation *s;
    size_t i;
    struct str id;
    bool made; /* its case was made here */
    struct person *person;
    size_t begun; /* acts of earlier interviews in the batch */
    struct case_session session;
    enum simulate_outcome outcome;
};

static enum store_status hold(struct visit *v)
{
    struct simulation *s = v->s;
    struct act_sink sink = {batch_write, batch_message, &s->batch};
    struct draws draws = person_draws(v->person);
    struct simulate_options options = person_options(v->person);
    s->study->clock = person_clock(v->person, profile_starts(s->profile, v->i));
    s->batch.n = v->begun;
    enum store_status status = case_session_open(s->study, v->id, &sink, &v->session);
    v->session.made = true; /* the case is claimed for both times, see visit() */
    if (status == STORE_OK) {
        status = case_session_begin(s->study, &v->session, s->study->run->options.lang);
    }
    if (status == STORE_OK) {
        v->outcome = simulate_interview(v->session.interview, &options, &draws);
    }
    return status;
}

static struct told *told_before(struct visit *v)
{
    struct simulation *s = v->s;
    size_t interviewers = s->told_n / (s->q->groups_n + 1);
    int group = questionnaire_group(s->q, s->groups[v->i]);
    return &s->told[(size_t)(group + 1) * interviewers + v->i % interviewers];
}

/* She answered; now an interviewer types it, with errors. */
static enum store_status type_it(struct visit *v)
{
    struct told *told = told_before(v);
    if (person_plan_errors(v->person, v->session.interview, told->answers) > 0) {
        case_session_close(v->s->study, &v->session);
        enum store_status status = hold(v);
        if (status != STORE_OK) {
            return status;
        }
        person_tell_errors(v->person, v->session.interview, &v->s->truth);
    }
    if (v->outcome == SIMULATE_COMPLETED) {
        told->arena = told->arena ? told->arena : arena_new();
        arena_reset(told->arena);
        told->answers = answers_given(told->arena, v->session.interview);
    }
    return STORE_OK;
}

static enum store_status keep(struct visit *v)
{
    struct simulation *s = v->s;
    bool later = v->made && ++s->batch.interviews < BATCH_INTERVIEWS;
    enum store_status status = later ? STORE_OK : batch_commit(&s->batch);
    if (v->outcome == SIMULATE_COMPLETED) {
        figures_count(s->figures, v->session.interview);
    }
    tell(s, &v->session, v->outcome);
    return status;
}

/* Interviewers have names of their own where the profile says how many there are. */
static struct str who_visits(struct simulation *s, size_t i)
{
    struct str name = profile_interviewer(s->profile, s->study->arena, i);
    return name.len ? name : s->study->run->options.user;
}

static enum store_status visit(struct simulation *s, size_t i)
{
    struct run *run = s->study->run;
    struct str user = run->options.user;
    struct visit v = {.s = s, .i = i};
    enum store_status status = pick_case(s, i, &v.id);
    v.made = s->made[i].len > 0; /* then nobody else looks for it */
    v.begun = s->batch.n;
    bool claimed = status == STORE_OK && !v.made;
    status = claimed ? store_claim(s->study->store, v.id) : status;
    if (status == STORE_OK) {
        v.person = respondent(s, v.id);
        run->options.user = who_visits(s, i);
        status = hold(&v);
        status = status == STORE_OK && s->errors_percent ? type_it(&v) : status;
        run->options.user = user;
    }
    if (status == STORE_OK) {
        status = keep(&v);
    } else {
        s->batch.n = v.begun; /* the interviews before are whole, this one is not */
    }
    case_session_close(s->study, &v.session);
    if (claimed) {
        (void)store_release(s->study->store, v.id); /* the claim dies with this process anyhow */
    }
    person_free(v.person);
    return status;
}

/* ---- the command --------------------------------------------------------------------------------- */

static void fields(struct run *run, struct json *json, void *context)
{
    struct simulation *s = context;
    (void)run;
    figures_json(json, s->q, s->figures);
}

static void report(struct simulation *s)
{
    struct run *run = s->study->run;
    if (run->options.json) {
        output_end_with(run, &s->output, fields, s);
        return;
    }
    buf_free(&s->output.buf);
    fprintf(run->out, tr("%zu volledig, %zu gestopt, %zu afgebroken, %zu onafgewerkt"), s->completed,
            s->stopped, s->left, s->failed);
    fputc('\n', run->out);
    figures_print(run, s->q, s->figures);
}

static enum exit_code write_truth(struct simulation *s)
{
    struct run *run = s->study->run;
    struct diags *diags = diags_new();
    bool good = file_write(arena_copy(run->arena, run->options.truth).ptr, buf_str(&s->truth), diags);
    diags_print(diags, run->err);
    diags_free(diags);
    return good ? EXIT_GOOD : EXIT_IO;
}

static enum exit_code simulate(struct simulation *s)
{
    const struct options *o = &s->study->run->options;
    enum store_status status = STORE_OK;
    s->n = o->count >= 0 ? (size_t)o->count : 1;
    s->batch = (struct batch){.store = s->study->store, .arena = arena_new()};
    s->figures = figures_new(s->study->arena, s->profile);
    s->told_n = (s->q->groups_n + 1) * (size_t)(1 + profile_interviewers(s->profile));
    s->told = ARENA_ARRAY(s->study->arena, s->told_n, struct told);
    s->truth = buf_new(BUF_LIMIT_DEFAULT);
    buf_add_text(&s->truth, TRUTH_HEADER);
    plan_groups(s, s->q);
    for (size_t i = 0; i < s->n && status == STORE_OK; i++) {
        status = visit(s, i);
    }
    enum store_status last = batch_commit(&s->batch);
    status = status == STORE_OK ? last : status;
    free(s->batch.acts);
    arena_free(s->batch.arena);
    for (size_t i = 0; i < s->told_n; i++) {
        arena_free(s->told[i].arena);
    }
    enum exit_code code = status == STORE_OK ? EXIT_GOOD : study_fail(s->study, status);
    if (code == EXIT_GOOD && o->truth.len) {
        code = write_truth(s);
    }
    buf_free(&s->truth);
    return code == EXIT_GOOD && s->failed ? EXIT_FINDINGS : code;
}

static enum exit_code prepare(struct simulation *s)
{
    const struct options *o = &s->study->run->options;
    s->q = study_current(s->study);
    if (!s->q) {
        return EXIT_DEFINITION;
    }
    if (o->group.len && questionnaire_group(s->q, o->group) < 0) {
        return fail(s->study->run, EXIT_USAGE_ERROR, tr("er is geen groep '%.*s'"), STR_ARG(o->group));
    }
    return simulate_profile(s->study->run, s->q, &s->profile);
}

enum exit_code run_simulate(struct run *run)
{
    const struct options *o = &run->options;
    struct hash seed = hash_of(arena_format(run->arena, "simulate %lld", (long long)o->seed));
    struct study study;
    enum exit_code code;
    if (!study_open_seeded(&study, run, &seed, &code)) {
        return code;
    }
    struct simulation s = {.study = &study, .seed = seed};
    s.errors_percent = o->errors < 0 ? 100 : (uint32_t)(o->errors > 10000 ? 10000 : o->errors);
    code = prepare(&s);
    if (code == EXIT_GOOD && o->cover.len) {
        code = simulate_cover(run, s.q);
    } else if (code == EXIT_GOOD) {
        output_start(&s.output, "simulate");
        code = simulate(&s);
        report(&s);
    }
    study_close(&study);
    return code;
}

#include "cmd/answers.h"

#include "base/i18n.h"
#include "cmd/output.h"

/* Calls `visit` for every cell of the questionnaire that can be asked: variables outside rosters once, others
 * for each live row. */
typedef void cell_visitor(void *context, const struct variable *variable, uint32_t row);

static void each_cell(const struct interview *iv, cell_visitor *visit, void *context)
{
    const struct codebook *codebook = interview_questionnaire(iv)->codebook;
    for (size_t i = 0; i < codebook->variables_n; i++) {
        const struct variable *v = codebook->variables[i];
        if (v->roster == EXPR_NO_ROSTER) {
            visit(context, v, 0);
            continue;
        }
        const uint32_t *rows = NULL;
        size_t n = interview_rows(iv, v->roster, &rows);
        for (size_t k = 0; k < n; k++) {
            visit(context, v, rows[k]);
        }
    }
}

struct cell_writer {
    struct json *json;
    const struct interview *iv;
    struct arena *arena;
    bool (*wanted)(const struct variable *variable, const struct cell *cell);
};

static bool is_question(const struct variable *v)
{
    return v->role == ROLE_ASKED || v->role == ROLE_SPECIFY;
}
static bool was_asked(const struct variable *v, const struct cell *cell)
{
    return is_question(v) &&
           (cell->state == CELL_ANSWERED || cell->state == CELL_DONT_KNOW || cell->state == CELL_REFUSED);
}
static bool is_parked(const struct variable *v, const struct cell *cell)
{
    return is_question(v) && cell->state == CELL_PARKED;
}
static bool is_open(const struct variable *v, const struct cell *cell)
{
    return is_question(v) && cell->state == CELL_OPEN;
}

static void write_cell(void *context, const struct variable *variable, uint32_t row)
{
    struct cell_writer *w = context;
    const struct cell *cell = interview_cell(w->iv, variable->slot, row);
    if (!w->wanted(variable, cell)) {
        return;
    }
    char hex[HASH_HEX];
    struct hash event = interview_event(w->iv, variable->slot, row);
    json_object(w->json);
    json_put(w->json, "id", variable->id);
    json_put_int(w->json, "row", row);
    json_put(w->json, "state", str_from(cell_state_name(cell->state)));
    json_put(w->json, "value", answer_write(w->arena, variable, cell));
    json_put(w->json, "event", hash_hex(&event, hex));
    json_object_end(w->json);
}

static void cells_json(struct cell_writer *w, const char *key,
                       bool (*wanted)(const struct variable *, const struct cell *))
{
    w->wanted = wanted;
    json_key(w->json, key);
    json_array(w->json);
    each_cell(w->iv, write_cell, w);
    json_array_end(w->json);
}

static void checks_json(struct json *json, const struct interview *iv)
{
    const struct questionnaire *q = interview_questionnaire(iv);
    const struct firing *firing = NULL;
    size_t n = interview_checks(iv, &firing);
    json_key(json, "checks");
    json_array(json);
    for (size_t i = 0; i < n; i++) {
        const struct check *check = &q->checks[firing[i].check];
        json_object(json);
        json_put(json, "id", check->id);
        json_put(json, "kind", check->kind == CHECK_HARD ? STR("hard") : STR("soft"));
        json_put_int(json, "row", firing[i].row);
        json_key(json, "involves");
        json_array(json);
        for (size_t k = 0; k < check->involves_n; k++) {
            json_text(json, q->codebook->variables[check->involves[k]]->id);
        }
        json_array_end(json);
        json_put(json, "reason", firing[i].reason);
        json_object_end(json);
    }
    json_array_end(json);
}

static void unused_json(struct json *json, const struct answers *answers)
{
    json_key(json, "unused");
    json_array(json);
    for (size_t i = 0; answers && i < answers->n; i++) {
        if (!answers->lines[i].used) {
            json_object(json);
            json_put(json, "question", answers->lines[i].question);
            json_put_int(json, "row", answers->lines[i].row);
            json_put_int(json, "line", answers->lines[i].line);
            json_object_end(json);
        }
    }
    json_array_end(json);
}

struct result_job {
    const struct case_session *session;
    enum outcome outcome;
    const struct answers *answers;
};

static void result_fields(struct run *run, struct json *json, void *context)
{
    const struct result_job *job = context;
    const struct interview *iv = job->session->interview;
    struct cell_writer w = {.json = json, .iv = iv, .arena = run->arena};
    char hex[HASH_HEX];
    json_put(json, "case", job->session->record.id);
    json_put(json, "outcome", str_from(outcome_name(job->outcome)));
    cells_json(&w, "asked", was_asked);
    cells_json(&w, "parked", is_parked);
    cells_json(&w, "open", is_open);
    checks_json(json, iv);
    unused_json(json, job->answers);
    json_put(json, "questionnaire_hash", hash_hex(&interview_questionnaire(iv)->hash, hex));
}

void result_json(struct run *run, const struct case_session *session, enum outcome outcome,
                 const struct answers *answers)
{
    struct result_job job = {session, outcome, answers};
    output_one(run, "interview", result_fields, &job);
}

/* ---- for people ---- */

struct counter {
    const struct interview *iv;
    size_t asked, parked, open;
    FILE *out;
};

static void count_cell(void *context, const struct variable *variable, uint32_t row)
{
    struct counter *c = context;
    const struct cell *cell = interview_cell(c->iv, variable->slot, row);
    c->asked += was_asked(variable, cell);
    c->parked += is_parked(variable, cell);
    c->open += is_open(variable, cell);
}

/* JSON has the names of outcome_name; people read words. */
static const char *outcome_words(enum outcome outcome)
{
    static const char *const words[] = {N_("volledig"), N_("onderbroken"), N_("gestopt"), N_("onafgewerkt")};
    return tr(words[outcome]);
}

void result_text(struct run *run, const struct case_session *session, enum outcome outcome,
                 const struct answers *answers)
{
    const struct interview *iv = session->interview;
    const struct questionnaire *q = interview_questionnaire(iv);
    struct counter c = {.iv = iv, .out = run->out};
    each_cell(iv, count_cell, &c);
    fprintf(run->out,
            trn("%.*s: %s, %zu antwoord, %zu open, %zu geparkeerd",
                "%.*s: %s, %zu antwoorden, %zu open, %zu geparkeerd", c.asked),
            STR_ARG(session->record.id), outcome_words(outcome), c.asked, c.open, c.parked);
    fputc('\n', run->out);
    const struct firing *firing = NULL;
    size_t n = interview_checks(iv, &firing);
    for (size_t i = 0; i < n; i++) {
        const struct check *check = &q->checks[firing[i].check];
        struct text words = check_words(q, check->index, interview_language(iv), interview_facts(iv)->group);
        struct str said = interview_words(iv, run->arena, words, firing[i].row, interview_language(iv));
        fprintf(run->out, "  %s %.*s: %.*s%s%.*s\n", check->kind == CHECK_HARD ? "x" : "!",
                STR_ARG(check->id), STR_ARG(said), firing[i].reason.len ? " -- " : "",
                STR_ARG(firing[i].reason));
    }
    for (size_t i = 0; answers && i < answers->n; i++) {
        if (!answers->lines[i].used) {
            fprintf(run->out, tr("  niet gevraagd: %.*s (lijn %u)"), STR_ARG(answers->lines[i].question),
                    answers->lines[i].line);
            fputc('\n', run->out);
        }
    }
}

/* ---- acts as they become durable ---- */

static bool echo_write(void *context, struct act *acts, size_t n)
{
    struct echo *echo = context;
    if (!echo->inner.write(echo->inner.context, acts, n)) {
        return false;
    }
    for (size_t i = 0; i < n; i++) {
        char hex[HASH_HEX];
        struct str value = acts[i].n ? acts[i].changes[0].value : STR_EMPTY;
        fprintf(echo->run->out, "%s %s %.*s %u %.*s\n", hash_hex(&acts[i].id, hex).ptr,
                act_kind_name(acts[i].kind), STR_ARG(acts[i].item), acts[i].row, STR_ARG(value));
    }
    fflush(echo->run->out);
    return true;
}

static const char *echo_message(void *context)
{
    const struct echo *echo = context;
    return echo->inner.message(echo->inner.context);
}

struct act_sink echo_sink(struct echo *echo)
{
    return (struct act_sink){echo_write, echo_message, echo};
}

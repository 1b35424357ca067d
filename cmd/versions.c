#include "cmd/versions.h"

#include "cmd/answers.h"
#include "simulate/simulate.h"

const char *change_kind_name(enum change_kind kind)
{
    static const char *const names[CHANGE_KINDS] = {
        [CHANGE_ASKED] = "asked",     [CHANGE_PARKED] = "parked", [CHANGE_LIVE] = "live",
        [CHANGE_INVALID] = "invalid", [CHANGE_GONE] = "gone",     [CHANGE_CHECK] = "check",
        [CHANGE_STOP] = "stop",
    };
    return names[kind];
}

/* How far on a place is: rosters are passed row by row. */
struct distance {
    uint32_t top, row, item;
};

struct comparison {
    struct arena *arena;
    const struct interview *old;
    const struct questionnaire *q; /* of the other version */
    struct interview *trial;       /* under it, as far on as the case had come */
    bool *guessed;                 /* per variable: does its answer or route hang on trial answers? */
    bool whole, any;               /* nothing was open; something was answered */
    struct distance farthest;      /* the last answer of the case */
    struct version_change *items;
    size_t n, cap;
    struct version_changes *out;
};

static void note(struct comparison *c, struct version_change change)
{
    if (c->n == c->cap) {
        size_t cap = c->cap ? 2 * c->cap : 32;
        struct version_change *items = ARENA_ARRAY(c->arena, cap, struct version_change);
        if (c->n) {
            memcpy(items, c->items, c->n * sizeof *items);
        }
        c->items = items;
        c->cap = cap;
    }
    c->items[c->n++] = change;
    c->out->of[change.kind]++;
}

static bool said(const struct cell *cell)
{
    return cell->state == CELL_ANSWERED || cell->state == CELL_DONT_KNOW || cell->state == CELL_REFUSED;
}

static bool is_answer(const struct variable *v)
{
    return v && (v->role == ROLE_ASKED || v->role == ROLE_SPECIFY);
}

/* ---- what hangs on a trial answer --------------------------------------------------------------- */

static void guess(struct comparison *c, uint32_t slot);

static void guess_item(struct comparison *c, const struct item *item)
{
    if (item->variable) {
        guess(c, item->variable->slot);
    }
    for (size_t i = 0; i < item->specify_n; i++) {
        guess(c, item->specify[i]);
    }
}

static void guess_reader(struct comparison *c, const struct reader *reader)
{
    if (reader->kind == READER_CHECK) {
        return;
    }
    const struct item *item = &c->q->items[reader->index];
    uint32_t end = reader->kind == READER_WHEN || reader->kind == READER_ROWS ? item->end : item->index + 1;
    for (uint32_t i = item->index; i < end; i++) {
        guess_item(c, &c->q->items[i]);
    }
    for (uint32_t i = 0; reader->kind == READER_ROWS && i < c->q->rosters_n; i++) {
        const uint32_t *from = c->q->roster_reader_from;
        for (uint32_t k = from[i]; c->q->rosters[i].item == item->index && k < from[i + 1]; k++) {
            guess_reader(c, &c->q->roster_readers[k]);
        }
    }
}

/* Each variable is marked before its readers are, so this ends. */
static void guess(struct comparison *c, uint32_t slot)
{
    if (c->guessed[slot]) {
        return;
    }
    c->guessed[slot] = true;
    for (uint32_t i = c->q->reader_from[slot]; i < c->q->reader_from[slot + 1]; i++) {
        guess_reader(c, &c->q->readers[i]);
    }
    uint32_t item = c->q->item_of_slot[slot];
    for (size_t i = 0; item != NONE && i < c->q->items[item].specify_n; i++) {
        guess(c, c->q->items[item].specify[i]);
    }
}

/* ---- the trial ---------------------------------------------------------------------------------- */

static struct distance distance_of(const struct questionnaire *q, uint32_t item, uint32_t row)
{
    uint32_t roster = q->items[item].roster;
    return roster == NONE ? (struct distance){item, 0, item}
                          : (struct distance){q->rosters[roster].item, row, item};
}

static bool farther(struct distance a, struct distance b)
{
    return a.top != b.top ? a.top > b.top : a.row != b.row ? a.row > b.row : a.item > b.item;
}

typedef void cell_visitor(void *context, const struct variable *variable, uint32_t row);

/* Every cell that an answer could stand in: outside rosters once, inside for each live row. */
static void each_answer(const struct interview *iv, cell_visitor *visit, void *context)
{
    const struct codebook *book = interview_questionnaire(iv)->codebook;
    for (size_t i = 0; i < book->variables_n; i++) {
        const struct variable *v = book->variables[i];
        const uint32_t alone = 0;
        const uint32_t *rows = &alone;
        size_t n = !is_answer(v) ? 0 : v->roster == EXPR_NO_ROSTER ? 1 : interview_rows(iv, v->roster, &rows);
        for (size_t k = 0; k < n; k++) {
            visit(context, v, rows[k]);
        }
    }
}

static void look_how_far(void *context, const struct variable *old, uint32_t row)
{
    struct comparison *c = context;
    const struct variable *v = codebook_find(c->q->codebook, old->id);
    if (is_answer(v) && said(interview_raw(c->old, old->slot, row))) {
        struct distance at = distance_of(c->q, c->q->item_of_slot[v->slot], row);
        c->farthest = !c->any || farther(at, c->farthest) ? at : c->farthest;
        c->any = true;
    }
}

static bool passed(const struct comparison *c, uint32_t item, uint32_t row)
{
    return c->whole || (c->any && !farther(distance_of(c->q, item, row), c->farthest));
}

static bool waited_before(const struct comparison *c, struct str id, uint32_t row)
{
    const struct variable *old = codebook_find(interview_questionnaire(c->old)->codebook, id);
    return is_answer(old) && interview_asks(c->old, old->slot, row);
}

enum { TRIES = 50 };

/* A valid answer to a variable, drawn; one that ends the interview at a stop is drawn again. */
static bool try_answer(struct comparison *c, struct draws *draws, const struct variable *v, uint32_t row)
{
    struct simulate_options options = simulate_options_default();
    options.dont_know_permille = options.refused_permille = 0;
    for (int i = 0; i < TRIES; i++) {
        struct answer answer = {.slot = v->slot, .row = row};
        if (!simulate_answer(c->trial, &options, draws, c->arena, v, row, &answer)) {
            return false;
        }
        enum attempt attempt = interview_answer(c->trial, &answer, 1, NULL);
        bool stored = attempt == ATTEMPT_DONE || attempt == ATTEMPT_BLOCKED || attempt == ATTEMPT_CHECK;
        if (stored && !interview_stop(c->trial).len) {
            return true;
        }
        struct place_in place;
        if (stored && interview_undo(c->trial, &place) != ATTEMPT_DONE) {
            return false;
        }
    }
    return false;
}

static const struct variable *waiting_at(const struct comparison *c, struct place_in place)
{
    const uint32_t *rows = &place.item;
    size_t n =
        c->q->items[place.item].kind == ITEM_GRID ? interview_grid_rows(c->trial, place.item, &rows) : 1;
    const struct variable *waiting = NULL;
    for (size_t i = 0; i < n && !waiting; i++) {
        waiting = waiting_variable(c->trial, &c->q->items[rows[i]], place.row);
    }
    return waiting;
}

/* Answers what is open at a place. False: nothing could be answered. */
static bool try_place(struct comparison *c, struct draws *draws, struct place_in place)
{
    if (c->q->items[place.item].kind == ITEM_NOTE) {
        return interview_pass(c->trial, place) == ATTEMPT_DONE;
    }
    const struct variable *v = waiting_at(c, place);
    if (!v) {
        return false;
    }
    if (!waited_before(c, v->id, place.row)) {
        note(c, (struct version_change){
                    .kind = CHANGE_ASKED, .id = v->id, .row = place.row, .certain = !c->guessed[v->slot]});
    }
    guess(c, v->slot);
    return try_answer(c, draws, v, place.row);
}

/* The next open place; the rows of a grid in a roster are those of the row where the interview stands. */
static struct place_in next_open(struct comparison *c)
{
    struct place_in place = interview_first_open(c->trial);
    if (place.item != NONE && c->q->items[place.item].kind == ITEM_GRID) {
        (void)interview_jump(c->trial, place);
    }
    return place;
}

/* Onward as far as answers lie; to the end, where nothing was open any more. */
static void go_on(struct comparison *c, struct draws *draws)
{
    each_answer(c->old, look_how_far, c);
    c->whole = interview_first_open(c->old).item == NONE && !interview_stop(c->old).len;
    struct str stop = interview_stop(c->trial);
    if (stop.len && !interview_stop(c->old).len) {
        note(c, (struct version_change){.kind = CHANGE_STOP, .id = stop, .certain = true});
    }
    struct place_in at = next_open(c);
    while (at.item != NONE && passed(c, at.item, at.row) && try_place(c, draws, at)) {
        at = next_open(c);
    }
}

/* What is asked for other answers than those of the trial. */
static void perhaps_asked(void *context, const struct variable *v, uint32_t row)
{
    struct comparison *c = context;
    const struct cell *raw = interview_raw(c->trial, v->slot, row);
    if (c->guessed[v->slot] && !said(raw) && passed(c, c->q->item_of_slot[v->slot], row) &&
        !waited_before(c, v->id, row)) {
        note(c, (struct version_change){.kind = CHANGE_ASKED, .id = v->id, .row = row});
    }
}

/* ---- answers and checks ------------------------------------------------------------------------- */

/* The answer as the other version takes it. */
static enum value_fault fault_of(const struct comparison *c, const struct variable *v, struct str value)
{
    struct answer answer = {.slot = v->slot};
    if (!answer_parse(c->arena, v, value, &answer)) {
        return VALUE_NOT_IN_LIST;
    }
    return answer.state == CELL_ANSWERED ? value_check(v, &answer.value, interview_today(c->trial))
                                         : VALUE_GOOD;
}

static bool allowed(const struct variable *v, const struct cell *raw)
{
    return raw->state == CELL_DONT_KNOW ? (v->allow & ALLOW_DONT_KNOW) != 0
           : raw->state == CELL_REFUSED ? (v->allow & ALLOW_REFUSED) != 0
                                        : true;
}

static void compare_answer(void *context, const struct variable *old, uint32_t row)
{
    struct comparison *c = context;
    const struct cell *raw = interview_raw(c->old, old->slot, row);
    if (!said(raw)) {
        return;
    }
    struct version_change change = {
        .id = old->id, .row = row, .certain = true, .value = answer_write(c->arena, old, raw)};
    const struct variable *v = codebook_find(c->q->codebook, old->id);
    if (!is_answer(v)) {
        change.kind = CHANGE_GONE;
        note(c, change);
        return;
    }
    change.why = fault_of(c, v, change.value);
    if (change.why != VALUE_GOOD || !allowed(v, raw)) {
        change.kind = CHANGE_INVALID;
        note(c, change);
    }
    enum cell_state before = interview_cell(c->old, old->slot, row)->state;
    enum cell_state after = interview_cell(c->trial, v->slot, row)->state;
    change.certain = !c->guessed[v->slot];
    if (before != CELL_PARKED && after != CELL_PARKED && c->guessed[v->slot]) {
        change.kind = CHANGE_PARKED; /* for other answers than those of the trial */
        note(c, change);
    } else if ((before == CELL_PARKED) != (after == CELL_PARKED) && after != CELL_NOT_REACHED) {
        change.kind = after == CELL_PARKED ? CHANGE_PARKED : CHANGE_LIVE;
        note(c, change);
    }
}

static bool fired_before(const struct comparison *c, struct str id, uint32_t row)
{
    const struct questionnaire *old = interview_questionnaire(c->old);
    const struct firing *firing = NULL;
    size_t n = interview_checks(c->old, &firing);
    for (size_t i = 0; i < n; i++) {
        if (firing[i].row == row && str_equal(old->checks[firing[i].check].id, id)) {
            return true;
        }
    }
    return false;
}

/* A check that fires for a trial answer says nothing about the case. */
static bool about_answers(const struct comparison *c, const struct check *check)
{
    bool own = true;
    for (size_t i = 0; i < check->holds->reads_n; i++) {
        own = own && !c->guessed[check->holds->reads[i]];
    }
    return own;
}

static void compare_checks(struct comparison *c)
{
    const struct firing *firing = NULL;
    size_t n = interview_checks(c->trial, &firing);
    for (size_t i = 0; i < n; i++) {
        const struct check *check = &c->q->checks[firing[i].check];
        if (!fired_before(c, check->id, firing[i].row) && about_answers(c, check)) {
            note(c, (struct version_change){.kind = CHANGE_CHECK,
                                            .id = check->id,
                                            .row = firing[i].row,
                                            .certain = true,
                                            .check = check->kind});
        }
    }
}

static bool compare_order(void *context, const struct change *change, UNUSED const struct hash *event)
{
    struct comparison *c = context;
    if (change->reg == REGISTER_ORDER && change->state == CELL_ANSWERED) {
        uint32_t item = questionnaire_item(c->q, change->item);
        bool used = item != NONE;
        /* The rows of a grid share the order of its columns: it is kept for the first one. */
        used = used && (c->q->items[item].kind == ITEM_DRAW || c->q->items[item].arrangement.random);
        c->out->orders_kept += used;
        c->out->orders_unused += !used;
    }
    return true;
}

/* ---- both ways ---------------------------------------------------------------------------------- */

/* A finished interview goes on for trial as if it were not. */
static bool fold_running(void *context, const struct act *act)
{
    struct act copy = *act;
    while (copy.n && copy.changes[0].reg == REGISTER_STATUS) {
        copy.changes++;
        copy.n--;
    }
    interview_fold(context, &copy);
    return true;
}

static struct interview *trial_new(struct study *study, const struct case_session *session,
                                   const struct questionnaire *q)
{
    const struct case_facts *facts = interview_facts(session->interview);
    struct interview_setup setup = {.questionnaire = q,
                                    .facts = *facts,
                                    .clock = study_clock(study),
                                    .user = study->run->options.user,
                                    .seed = store_study_seed(study->store)};
    setup.facts.group = questionnaire_group(q, session->record.group);
    return interview_new(&setup);
}

enum store_status versions_compare(struct study *study, const struct case_session *session,
                                   const struct questionnaire *next, struct version_changes *out)
{
    *out = (struct version_changes){0};
    struct comparison c = {.arena = session->arena,
                           .old = session->interview,
                           .q = next,
                           .trial = trial_new(study, session, next),
                           .guessed = ARENA_ARRAY(session->arena, next->codebook->variables_n, bool),
                           .out = out};
    struct str id = session->record.id;
    enum store_status status = store_read_acts(study->store, id, fold_running, c.trial);
    if (status == STORE_OK) {
        status = store_read_registers(study->store, id, compare_order, &c);
    }
    if (status == STORE_OK && interview_begin(c.trial, NULL)) {
        struct hasher hasher;
        hasher_start(&hasher);
        hasher_add_str(&hasher, id);
        struct draws draws = draws_new(hasher_end(&hasher));
        go_on(&c, &draws);
        each_answer(c.trial, perhaps_asked, &c);
        each_answer(c.old, compare_answer, &c);
        compare_checks(&c);
    }
    out->items = c.items;
    out->n = c.n;
    interview_free(c.trial);
    return status;
}

#include "interview/interview_priv.h"

#include <stdlib.h>

/* Life of an interview: made, begun, suspended, ended; and what is asked of it as a whole. */

static const struct cell *env_cell(void *context, uint32_t slot, uint32_t row)
{
    struct interview *iv = context;
    return cell_seen(iv, slot, iv->plan.keys[slot].class_ ? row : 0);
}

static uint32_t env_rows(void *context, uint32_t roster, const uint32_t **ids)
{
    struct interview *iv = context;
    *ids = iv->rows[roster].live;
    bool reached = unit_on(iv, unit_of(iv, iv->main, iv->q->rosters[roster].item));
    return reached ? (uint32_t)iv->rows[roster].live_n : 0;
}

static int64_t env_code_number(void *context, const void *list, int32_t position)
{
    (void)context;
    return ((const struct list *)list)->options[position].number;
}

static void facts_copy(struct interview *iv)
{
    struct case_facts *facts = &iv->setup.facts;
    struct str *const texts[] = {&facts->case_id,    &facts->sex,      &facts->birth_date,
                                 &facts->generation, &facts->language, &facts->municipality};
    for (size_t i = 0; i < ARRAY_LEN(texts); i++) {
        *texts[i] = arena_copy(iv->arena, *texts[i]);
    }
    iv->setup.user = arena_copy(iv->arena, iv->setup.user);
    if (facts->group >= (int)iv->q->groups_n) {
        facts->group = -1;
    }
}

struct interview *interview_new(const struct interview_setup *setup)
{
    struct arena *arena = arena_new();
    struct interview *iv = ARENA_NEW(arena, struct interview);
    iv->self = iv;
    iv->arena = arena;
    iv->scratch = arena_new();
    iv->drafts = arena_new();
    iv->setup = *setup;
    iv->q = setup->questionnaire;
    iv->text = buf_new(BUF_LIMIT_DEFAULT);
    if (!iv->setup.clock.wall_ms) {
        iv->setup.clock = clock_system();
    }
    facts_copy(iv);
    plan_make(&iv->plan, arena, iv->q);
    iv->rows = ARENA_ARRAY(arena, iv->q->rosters_n, struct rows);
    iv->stamps = ARENA_ARRAY(arena, iv->plan.keys_n, uint32_t);
    iv->watched = ARENA_ARRAY(arena, iv->plan.keys_n, uint32_t);
    iv->main = frame_new(iv, 0, 0);
    iv->language = iv->q->codebook->source_language;
    iv->env = (struct expr_env){env_cell, env_rows, env_code_number, iv, 0, iv->scratch};
    iv->place = (struct place_in){NONE, 0};
    iv->halt = NONE;
    iv->walk_stale = true;
    iv->unsettled = true;
    builtin_cells(iv);
    return iv;
}

void interview_free(struct interview *iv)
{
    if (!iv) {
        return;
    }
    rows_free(iv);
    free(iv->memos);
    free(iv->regs);
    free(iv->undo.items);
    free(iv->redo.items);
    free(iv->walk);
    free(iv->dirty);
    free(iv->halts);
    free(iv->fires);
    free(iv->virtual_orders);
    free(iv->views.route);
    free(iv->views.firing);
    free(iv->views.firing_pos);
    free(iv->views.options);
    free(iv->views.grid);
    buf_free(&iv->text);
    arena_free(iv->scratch);
    arena_free(iv->drafts);
    arena_free(iv->arena);
}

/* ---- begin and end ---- */

enum interview_status interview_status(const struct interview *iv)
{
    return iv->status;
}

static unsigned language_wanted(const struct interview *iv, const struct str *asked)
{
    int language = asked ? questionnaire_language(iv->q, *asked) : -1;
    if (language < 0 && !iv->started) {
        language = questionnaire_language(iv->q, iv->setup.facts.language);
    }
    bool good = language >= 0 && questionnaire_read(iv->q, (unsigned)language, NULL);
    return good ? (unsigned)language : iv->language;
}

bool interview_begin(struct interview *iv, const struct str *language)
{
    enum interview_status status = interview_status(iv);
    enum act_kind kind = status == INTERVIEW_NEW         ? ACT_START
                         : status == INTERVIEW_SUSPENDED ? ACT_RESUME
                                                         : ACT_KINDS;
    unsigned wanted = language_wanted(iv, language);
    if (status == INTERVIEW_RUNNING && wanted != iv->language) {
        kind = ACT_LANGUAGE;
    }
    place_go(iv, place_left(settled(iv)));
    if (status == INTERVIEW_COMPLETED || status == INTERVIEW_STOPPED) {
        return true; /* to be read only */
    }
    struct draft draft = draft_new(iv, kind, 2);
    if (kind == ACT_START || kind == ACT_RESUME) {
        draft_add(&draft, write_text(REGISTER_STATUS, 0, 0, STR("started")));
    }
    if (kind == ACT_START || wanted != iv->language) {
        draft_add(&draft, write_text(REGISTER_LANGUAGE, 0, 0, iv->q->codebook->languages[wanted].id));
    }
    draft.to = kind == ACT_START ? PLACE_FOLLOWS : PLACE_STAYS;
    iv->acting = act_write(iv, &draft);
    return iv->acting;
}

static enum attempt end_with(struct interview *iv, enum act_kind kind, struct str status, struct str reason)
{
    struct draft draft = draft_new(iv, kind, 1);
    draft_add(&draft, write_text(REGISTER_STATUS, 0, 0, status));
    draft.reason = reason;
    draft.to = PLACE_STAYS;
    return act_write(iv, &draft) ? ATTEMPT_DONE : ATTEMPT_NOT_SAVED;
}

enum attempt interview_suspend(struct interview *iv, struct str reason)
{
    return may_act(iv) ? end_with(iv, ACT_SUSPEND, STR("suspended"), reason) : ATTEMPT_NOT_HERE;
}

static bool hard_check_fires(struct interview *iv)
{
    const struct firing *firing = NULL;
    size_t n = interview_checks(iv, &firing);
    for (size_t i = 0; i < n; i++) {
        if (iv->q->checks[firing[i].check].kind == CHECK_HARD) {
            return true;
        }
    }
    return false;
}

enum attempt interview_complete(struct interview *iv)
{
    if (!may_act(iv) || interview_stop(iv).len) {
        return ATTEMPT_NOT_HERE;
    }
    if (interview_first_open(iv).item != NONE || hard_check_fires(iv)) {
        return ATTEMPT_BLOCKED;
    }
    return end_with(iv, ACT_COMPLETE, STR("completed"), STR_EMPTY);
}

enum attempt interview_end_stopped(struct interview *iv)
{
    struct str outcome = interview_stop(iv);
    if (!may_act(iv) || !outcome.len) {
        return ATTEMPT_NOT_HERE;
    }
    struct buf buf = buf_new(BUF_LIMIT_DEFAULT);
    buf_add_text(&buf, "stopped ");
    buf_add(&buf, outcome);
    enum attempt attempt = end_with(iv, ACT_STOP, buf_str(&buf), STR_EMPTY);
    buf_free(&buf);
    return attempt;
}

/* ---- small getters ---- */

const struct questionnaire *interview_questionnaire(const struct interview *iv)
{
    return iv->q;
}

const struct case_facts *interview_facts(const struct interview *iv)
{
    return &iv->setup.facts;
}

unsigned interview_language(const struct interview *iv)
{
    return iv->language;
}

int32_t interview_today(const struct interview *iv)
{
    return iv->today;
}

uint64_t interview_evaluations(const struct interview *iv)
{
    return iv->evaluations;
}

const struct cell *interview_cell(const struct interview *iv, uint32_t slot, uint32_t row)
{
    return cell_seen(settled(iv), slot, row);
}

const struct cell *interview_raw(const struct interview *iv, uint32_t slot, uint32_t row)
{
    return raw_cell(register_top(iv->self, REGISTER_ANSWER, slot, row));
}

struct hash interview_event(const struct interview *iv, uint32_t slot, uint32_t row)
{
    const struct entry *top = register_top(iv->self, REGISTER_ANSWER, slot, row);
    bool none = !top || top->cell.state == CELL_NOT_REACHED;
    return none ? (struct hash){{0}} : iv->memos[top->act].id;
}

struct str interview_note(const struct interview *iv, uint32_t item, uint32_t row)
{
    return reg_text(iv, REGISTER_NOTE, item, row);
}

bool interview_asks(const struct interview *const_iv, uint32_t slot, uint32_t row)
{
    struct interview *iv = settled(const_iv);
    uint32_t step = iv->plan.keys[slot].step;
    const struct unit *unit = step == NONE ? NULL : unit_find(iv, step, row);
    return unit && unit_reached(iv, unit) && (unit->flags & UNIT_HALT);
}

uint32_t interview_reasons(const struct interview *iv, uint32_t slot, uint32_t row)
{
    uint32_t step = iv->plan.keys[slot].step;
    const struct unit *unit = step == NONE ? NULL : unit_find(settled(iv), step, row);
    return unit && unit_on(iv, unit) ? unit->reasons : 0;
}

void interview_key(struct interview *iv)
{
    int64_t now = iv->setup.clock.boot_ms(iv->setup.clock.context);
    int64_t idle = now - iv->key_ms;
    iv->idle_ms = idle < 0 ? 0 : idle > UINT32_MAX ? UINT32_MAX : (uint32_t)idle;
    iv->key_ms = now;
}

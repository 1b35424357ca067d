#include "interview/interview_priv.h"

/* Acts as the sink gets them, and as they come back from the log. */

static struct str value_text(struct interview *iv, const struct entry *entry)
{
    if (entry->cell.state != CELL_ANSWERED) {
        return STR_EMPTY;
    }
    if (entry->reg != REGISTER_ANSWER) {
        return entry->cell.value.text;
    }
    if (entry->key >= iv->plan.variables_n) {
        return STR("read"); /* a note */
    }
    buf_clear(&iv->text);
    value_write(&iv->text, iv->q->codebook->variables[entry->key], &entry->cell.value);
    return arena_copy(iv->drafts, buf_str(&iv->text));
}

static struct change change_of(struct interview *iv, const struct entry *entry)
{
    return (struct change){.reg = entry->reg,
                           .item = register_item(iv, entry->reg, entry->key),
                           .row = entry->row,
                           .state = entry->cell.state,
                           .value = value_text(iv, entry)};
}

/* The entries of a memo hang newest first. */
static void changes_make(struct interview *iv, const struct memo *memo, struct act *act)
{
    size_t n = 0;
    for (const struct entry *e = memo->first; e; e = e->sibling) {
        n++;
    }
    struct change *changes = ARENA_ARRAY(iv->drafts, n, struct change);
    act->n = n;
    act->changes = changes;
    for (const struct entry *e = memo->first; e; e = e->sibling) {
        changes[--n] = change_of(iv, e);
    }
}

static void head_make(struct interview *iv, const struct memo *memo, struct act *act)
{
    const struct clock *clock = &iv->setup.clock;
    act->kind = memo->kind;
    act->case_id = iv->setup.facts.case_id;
    act->user = iv->setup.user;
    act->language = iv->q->codebook->languages[iv->language].id;
    act->questionnaire = iv->q->hash;
    act->wall_ms = memo->wall_ms;
    act->boot_ms = clock->boot_ms(clock->context);
    if (act->n) {
        act->item = act->changes[0].item;
        act->row = act->changes[0].row;
    }
}

static uint32_t milliseconds(int64_t ms)
{
    return ms < 0 ? 0 : ms > UINT32_MAX ? UINT32_MAX : (uint32_t)ms;
}

struct act *acts_make(struct interview *iv, const struct draft *draft, size_t draws, size_t *n)
{
    bool real = draft->kind != ACT_KINDS;
    *n = draws + real;
    struct act *acts = ARENA_ARRAY(iv->drafts, *n, struct act);
    const struct memo *memos = &iv->memos[iv->memos_n - *n];
    for (size_t i = 0; i < *n; i++) {
        changes_make(iv, &memos[i], &acts[i]);
        head_make(iv, &memos[i], &acts[i]);
    }
    if (real) {
        struct act *act = &acts[0];
        act->item = draft->item.len ? draft->item : act->item;
        act->row = draft->item.len ? draft->row : act->row;
        act->reason = draft->reason;
        act->undoes = draft->undoes == NONE ? act->undoes : iv->memos[draft->undoes].id;
        act->shown_ms = milliseconds(act->boot_ms - iv->shown_ms);
        act->idle_ms = iv->idle_ms < act->shown_ms ? iv->idle_ms : act->shown_ms;
    }
    return acts;
}

/* ---- from the log ---- */

static bool change_read(struct interview *iv, const struct change *change, struct write *out)
{
    uint32_t key = 0;
    if (!register_key(iv, change->reg, change->item, &key)) {
        return false;
    }
    *out = (struct write){.reg = change->reg, .key = key, .row = change->row};
    bool answered = change->state == CELL_ANSWERED;
    if (change->reg != REGISTER_ANSWER) {
        out->cell.state = answered ? CELL_ANSWERED : CELL_NOT_REACHED;
        out->cell.value = (struct value){.kind = VALUE_TEXT, .text = answered ? change->value : STR_EMPTY};
        return true;
    }
    if (answered && key < iv->plan.variables_n) {
        /* What this version cannot read counts as not answered; the log keeps it. */
        answered = value_read(iv->drafts, iv->q->codebook->variables[key], change->value, &out->cell.value);
    }
    bool said = answered || change->state == CELL_DONT_KNOW || change->state == CELL_REFUSED;
    out->cell.state = said ? change->state : CELL_NOT_REACHED;
    if (!answered) {
        out->cell.value = (struct value){.kind = VALUE_NONE};
    }
    return true;
}

static uint32_t memo_find(const struct interview *iv, const struct hash *id)
{
    for (size_t i = iv->memos_n; i-- > 0;) {
        if (hash_equal(&iv->memos[i].id, id)) {
            return (uint32_t)i;
        }
    }
    return NONE;
}

/* Of a confirmation: given with it, or, where an undo restores it, with the one that is restored. */
static struct str reason_read(const struct interview *iv, const struct act *act, const struct write *write,
                              uint32_t undoes)
{
    if (write->reg != REGISTER_CONFIRM || act->kind == ACT_CONFIRM || undoes == NONE) {
        return write->reg == REGISTER_CONFIRM ? act->reason : STR_EMPTY;
    }
    for (const struct entry *e = iv->memos[undoes].first; e; e = e->sibling) {
        if (e->reg == write->reg && e->key == write->key && e->row == write->row && e->older) {
            return e->older->reason;
        }
    }
    return STR_EMPTY;
}

void interview_fold(struct interview *iv, const struct act *act)
{
    uint32_t undoes = act->kind == ACT_UNDO || act->kind == ACT_REDO ? memo_find(iv, &act->undoes) : NONE;
    uint32_t index = (uint32_t)iv->memos_n;
    struct memo *memo = memo_push(iv, act->kind, str_equal(act->user, iv->setup.user), act->wall_ms);
    memo->id = act->id;
    memo->undoes = undoes;
    arena_reset(iv->drafts);
    for (size_t i = 0; !act->erased && i < act->n; i++) {
        struct write write;
        if (change_read(iv, &act->changes[i], &write)) {
            write.reason = reason_read(iv, act, &write, undoes);
            memo_keep(memo, register_push(iv, &write, index));
        }
    }
    if (act->kind == ACT_START) {
        start_noted(iv, act->wall_ms);
    }
    undo_note(iv, index);
    iv->unsettled = true;
}

#include "interview/interview_priv.h"

/* Checks: which fire, which are confirmed, which stand in the way. */

static bool check_on(struct interview *iv, struct frame *frame, const struct check *check)
{
    if (check->item == NONE) {
        return true;
    }
    struct frame *home = iv->plan.steps[check->item].class_ == frame->class_ ? frame : iv->main;
    return unit_of(iv, home, check->item)->flags & UNIT_ON;
}

static bool cell_ripe(struct interview *iv, struct frame *frame, uint32_t slot)
{
    enum cell_state state = cell_of(iv, frame, slot)->state;
    return state != CELL_OPEN && state != CELL_NOT_REACHED;
}

/* All that it reads has its answer, or needs none. */
static bool check_ripe(struct interview *iv, struct frame *frame, const struct check *check)
{
    for (size_t i = 0; i < check->holds->reads_n; i++) {
        uint32_t slot = check->holds->reads[i];
        uint32_t class_ = iv->plan.keys[slot].class_;
        if (class_ == 0 || class_ == frame->class_) {
            if (!cell_ripe(iv, class_ ? frame : iv->main, slot)) {
                return false;
            }
            continue;
        }
        const struct rows *rows = &iv->rows[class_ - 1];
        for (size_t k = 0; k < rows->live_n; k++) {
            if (!cell_ripe(iv, rows->by_id[rows->live[k] - 1], slot)) {
                return false;
            }
        }
    }
    return true;
}

void check_settle(struct interview *iv, struct frame *frame, uint32_t index)
{
    const struct check *check = &iv->q->checks[index];
    struct unit *unit = unit_of(iv, frame, step_of_check(&iv->plan, index));
    bool fires = false;
    if (check_on(iv, frame, check) && check_ripe(iv, frame, check)) {
        if (unit->flags & UNIT_WHEN) {
            bool failed = evaluate(iv, check->holds, frame->row) == TRUTH_FALSE;
            unit->flags = failed ? unit->flags & ~(uint32_t)UNIT_OWN : unit->flags | UNIT_OWN;
            unit->flags &= ~(uint32_t)UNIT_WHEN;
        }
        fires = !(unit->flags & UNIT_OWN);
    }
    iv->views.firing_good = iv->views.firing_good && fires == ((unit->flags & UNIT_FIRES) != 0);
    unit->flags = fires ? unit->flags | UNIT_FIRES : unit->flags & ~(uint32_t)UNIT_FIRES;
    bit_put(iv->fires, unit->pos, fires);
}

/* ---- confirmations ---- */

static void print_cell(struct interview *iv, struct hasher *hasher, uint32_t slot, uint32_t row)
{
    const struct cell *cell = cell_seen(iv, slot, row);
    hasher_add_int(hasher, (int64_t)cell->state);
    buf_clear(&iv->text);
    if (cell->state == CELL_ANSWERED) {
        value_write(&iv->text, iv->q->codebook->variables[slot], &cell->value);
    }
    hasher_add_str(hasher, buf_str(&iv->text));
}

struct str check_fingerprint(struct interview *iv, uint32_t index, uint32_t row, char out[FINGERPRINT])
{
    const struct check *check = &iv->q->checks[index];
    uint32_t own = check->roster == NONE ? 0 : check->roster + 1;
    struct hasher hasher;
    hasher_start(&hasher);
    for (size_t i = 0; i < check->involves_n; i++) {
        uint32_t slot = check->involves[i];
        uint32_t class_ = iv->plan.keys[slot].class_;
        if (class_ == 0 || class_ == own) {
            print_cell(iv, &hasher, slot, class_ ? row : 0);
            continue;
        }
        const struct rows *rows = &iv->rows[class_ - 1];
        for (size_t k = 0; k < rows->live_n; k++) {
            hasher_add_int(&hasher, rows->live[k]);
            print_cell(iv, &hasher, slot, rows->live[k]);
        }
    }
    char hex[HASH_HEX];
    struct hash hash = hasher_end(&hasher);
    hash_hex(&hash, hex);
    memcpy(out, hex, FINGERPRINT - 1);
    out[FINGERPRINT - 1] = '\0';
    return (struct str){out, FINGERPRINT - 1};
}

/* Where a variable stands that a check involves, the last row of it where there are several. */
static const struct unit *involved_unit(struct interview *iv, const struct check *check, uint32_t slot,
                                        uint32_t row)
{
    const struct plan_key *key = &iv->plan.keys[slot];
    if (key->step == NONE) {
        return NULL;
    }
    if (key->class_ && (check->roster == NONE || key->class_ != check->roster + 1)) {
        const struct rows *rows = &iv->rows[key->class_ - 1];
        row = rows->live_n ? rows->live[rows->live_n - 1] : 0;
    }
    return unit_find(iv, key->step, key->class_ ? row : 0);
}

/* All that a check involves: since when it is as it is, how far it goes, whether it can be seen. */
struct involved {
    uint32_t stamp;
    uint32_t end;
    bool seen;
};

static struct involved involved_by(struct interview *iv, const struct check *check, uint32_t row)
{
    struct involved all = {iv->row_stamp, 0, true};
    for (size_t i = 0; i < check->involves_n; i++) {
        uint32_t slot = check->involves[i];
        const struct unit *unit = involved_unit(iv, check, slot, row);
        all.stamp = iv->stamps[slot] > all.stamp ? iv->stamps[slot] : all.stamp;
        if (unit) {
            all.end = unit->pos > all.end ? unit->pos : all.end;
            all.seen = all.seen && unit_reached(iv, unit);
        }
    }
    return all;
}

static bool confirmation_holds(struct interview *iv, uint32_t index, uint32_t row,
                               const struct involved *involved)
{
    struct reg *reg = reg_find(iv, REGISTER_CONFIRM, index, row);
    if (!reg || !reg->top || reg->top->cell.state == CELL_NOT_REACHED) {
        return false;
    }
    /* What was seen when it was found out and did not change since: a fingerprint would say the same again.
     */
    if (reg->stamp <= involved->stamp || !involved->seen) {
        char now[FINGERPRINT];
        reg->holds = str_equal(reg->top->cell.value.text, check_fingerprint(iv, index, row, now));
        reg->stamp = involved->seen ? ++iv->stamp : 0;
    }
    return reg->holds;
}

/* Another value of these, and the view of the firing checks is no longer good. */
static void firing_watch(struct interview *iv, const struct check *check)
{
    for (size_t i = 0; i < check->involves_n; i++) {
        iv->watched[check->involves[i]] = iv->views.firing_round;
    }
    for (size_t i = 0; i < check->holds->rosters_n; i++) {
        iv->watched[iv->q->rosters[check->holds->rosters[i]].count_slot] = iv->views.firing_round;
    }
}

static struct firing firing_of(struct interview *iv, uint32_t index, uint32_t row)
{
    const struct check *check = &iv->q->checks[index];
    struct firing firing = {.check = index, .row = row};
    firing_watch(iv, check);
    if (check->kind == CHECK_SOFT) {
        struct involved involved = involved_by(iv, check, row);
        struct views *views = &iv->views;
        views->firing_end = involved.end > views->firing_end ? involved.end : views->firing_end;
        firing.confirmed = confirmation_holds(iv, index, row, &involved);
    }
    if (firing.confirmed) {
        firing.reason = register_top(iv, REGISTER_CONFIRM, index, row)->reason;
    }
    return firing;
}

static void firing_push(struct views *views, struct firing firing, uint32_t pos)
{
    if (views->firing_n == views->firing_cap) {
        views->firing = array_grow(views->firing, &views->firing_cap, sizeof *views->firing);
        views->firing_pos = mem_realloc(views->firing_pos, views->firing_cap, sizeof *views->firing_pos);
    }
    views->firing_pos[views->firing_n] = pos;
    views->firing[views->firing_n++] = firing;
}

size_t interview_checks(const struct interview *const_iv, const struct firing **out)
{
    struct interview *iv = settled(const_iv);
    struct views *views = &iv->views;
    if (!views->firing_good) {
        views->firing_n = 0;
        views->firing_end = 0;
        views->firing_round++;
        for (uint32_t pos = bits_next(iv->fires, iv->fires, 0, iv->reach); pos < iv->reach;
             pos = bits_next(iv->fires, iv->fires, pos + 1, iv->reach)) {
            uint32_t index = iv->walk[pos].step - step_of_check(&iv->plan, 0);
            firing_push(views, firing_of(iv, index, iv->walk[pos].frame->row), pos);
        }
        views->firing_good = true;
    }
    *out = views->firing;
    return views->firing_n;
}

/* ---- what they stand in the way of ---- */

static enum attempt worse(enum attempt so_far, const struct interview *iv, const struct firing *firing)
{
    if (iv->q->checks[firing->check].kind == CHECK_HARD) {
        return ATTEMPT_BLOCKED;
    }
    return so_far == ATTEMPT_DONE && !firing->confirmed ? ATTEMPT_CHECK : so_far;
}

enum attempt checks_before(struct interview *iv, uint32_t to)
{
    const struct firing *firing = NULL;
    size_t n = interview_checks(iv, &firing);
    enum attempt attempt = ATTEMPT_DONE;
    for (size_t i = 0; i < n && iv->views.firing_pos[i] < to; i++) {
        attempt = worse(attempt, iv, &firing[i]);
    }
    return attempt;
}

static bool involves(const struct interview *iv, const struct firing *firing, const struct answer *answer)
{
    const struct check *check = &iv->q->checks[firing->check];
    uint32_t class_ = iv->plan.keys[answer->slot].class_;
    bool same =
        class_ == 0 || check->roster == NONE || class_ != check->roster + 1 || firing->row == answer->row;
    for (size_t i = 0; i < check->involves_n; i++) {
        if (check->involves[i] == answer->slot) {
            return same;
        }
    }
    for (size_t i = 0; i < check->holds->rosters_n; i++) {
        if (iv->q->rosters[check->holds->rosters[i]].count_slot == answer->slot) {
            return true; /* how many rows there are is part of what it reads */
        }
    }
    return false;
}

enum attempt checks_involving(struct interview *iv, const struct answer *answers, size_t n)
{
    const struct firing *firing = NULL;
    size_t firing_n = interview_checks(iv, &firing);
    enum attempt attempt = ATTEMPT_DONE;
    for (size_t k = 0; k < n; k++) {
        bool watched = iv->watched[answers[k].slot] == iv->views.firing_round;
        for (size_t i = 0; watched && i < firing_n; i++) {
            if (involves(iv, &firing[i], &answers[k])) {
                attempt = worse(attempt, iv, &firing[i]);
            }
        }
    }
    return attempt;
}

enum attempt interview_confirm(struct interview *iv, uint32_t check, uint32_t row, struct str reason)
{
    const struct firing *firing = NULL;
    size_t n = may_act(iv) ? interview_checks(iv, &firing) : 0;
    size_t i = 0;
    while (i < n && (firing[i].check != check || firing[i].row != row)) {
        i++;
    }
    if (i == n) {
        return ATTEMPT_NOT_HERE;
    }
    if (iv->q->checks[check].kind == CHECK_HARD || str_trim(reason).len == 0) {
        return ATTEMPT_NOT_ALLOWED;
    }
    if (firing[i].confirmed && str_equal(firing[i].reason, reason)) {
        return ATTEMPT_DONE;
    }
    char print[FINGERPRINT];
    struct draft draft = draft_new(iv, ACT_CONFIRM, 1);
    struct write write = write_text(REGISTER_CONFIRM, check, row, check_fingerprint(iv, check, row, print));
    write.reason = reason;
    draft_add(&draft, write);
    draft.reason = reason;
    draft.to = PLACE_FOLLOWS;
    return act_write(iv, &draft) ? ATTEMPT_DONE : ATTEMPT_NOT_SAVED;
}

#include "cmd/export_history.h"

/* From acts to lines. */

static const enum act_register registers[HISTORIES] = {[HISTORY_CHANGES] = REGISTER_EDIT,
                                                       [HISTORY_CODES] = REGISTER_CODE,
                                                       [HISTORY_CONTACTS] = REGISTER_CONTACT};

/* The newest content of a register, so that the next act on it tells what it replaces. */
struct content {
    struct str case_id, item, value;
    uint32_t row;
    struct content *next;
};
enum { CONTENTS = 1 << 12 };

struct telling_acts {
    struct arena *arena;
    enum history_kind kind;
    struct content *contents[CONTENTS];
    bool (*visit)(void *to, const struct history_line *line);
    void *to;
};

static struct content *content_of(struct telling_acts *t, struct str case_id, const struct change *change)
{
    size_t at = (size_t)((str_hash(case_id) * 31u + str_hash(change->item) + change->row) % CONTENTS);
    struct content *c = t->contents[at];
    while (c &&
           !(c->row == change->row && str_equal(c->item, change->item) && str_equal(c->case_id, case_id))) {
        c = c->next;
    }
    if (!c) {
        c = ARENA_NEW(t->arena, struct content);
        *c = (struct content){.case_id = arena_copy(t->arena, case_id),
                              .item = arena_copy(t->arena, change->item),
                              .row = change->row,
                              .next = t->contents[at]};
        t->contents[at] = c;
    }
    return c;
}

/* The content of an edit: rule, step, hash of the rules, version of the program, old and new value, apart by
 * tabs. */
enum edit_field { EDIT_RULE, EDIT_STEP, EDIT_RULES, EDIT_VERSION, EDIT_OLD, EDIT_NEW, EDIT_FIELDS };

static bool edit_line(const struct change *change, struct history_line *line)
{
    struct str fields[EDIT_FIELDS] = {{0}};
    struct str rest = change->value;
    for (size_t i = 0; rest.ptr && i < EDIT_FIELDS; i++) {
        if (!str_split(&rest, '\t', &fields[i])) {
            return false;
        }
    }
    line->rule = fields[EDIT_RULE];
    line->old = fields[EDIT_OLD];
    line->new = fields[EDIT_NEW];
    return true;
}

static bool tell_change(struct telling_acts *t, const struct act *act, const struct change *change)
{
    struct history_line line = {.case_id = act->case_id,
                                .variable = change->item,
                                .row = change->row,
                                .new = change->value,
                                .reason = act->reason,
                                .user = act->user,
                                .wall_ms = act->wall_ms};
    if (t->kind == HISTORY_CHANGES) {
        /* Marks of rules, and the register that every act of cleaning writes, are no answers. */
        bool answer = str_find_char(change->item, ':', 0) == change->item.len && !str_is(change->item, "*");
        return !answer || !edit_line(change, &line) || t->visit(t->to, &line);
    }
    struct content *before = content_of(t, act->case_id, change);
    line.old = before->value;
    bool go_on = t->visit(t->to, &line);
    before->value = arena_copy(t->arena, change->value);
    return go_on;
}

static bool tell_act(void *context, const struct act *act)
{
    struct telling_acts *t = context;
    bool go_on = true;
    for (size_t i = 0; go_on && i < act->n; i++) {
        if (act->changes[i].reg == registers[t->kind]) {
            go_on = tell_change(t, act, &act->changes[i]);
        }
    }
    return go_on;
}

static bool each(void *context, enum history_kind kind,
                 bool (*visit)(void *to, const struct history_line *line), void *to)
{
    struct study *study = context;
    struct telling_acts t = {.arena = arena_new(), .kind = kind, .visit = visit, .to = to};
    bool good = store_read_acts(study->store, STR_EMPTY, tell_act, &t) == STORE_OK;
    arena_free(t.arena);
    return good;
}

struct history export_history(struct study *study)
{
    return (struct history){each, study};
}

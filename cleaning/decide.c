#include "cleaning/history_priv.h"

#include "base/i18n.h"

/* What people decide becomes one act, and the record is evaluated again. */

const char *clean_message(const struct clean *clean)
{
    return clean->message.ptr ? clean->message.ptr : "";
}

enum clean_result clean_refuse(struct clean *clean, enum clean_result result, struct str message)
{
    static const char *const usual[] = {
        [CLEAN_DONE] = "",      [CLEAN_NOTHING] = N_("er is niets te doen"),
        [CLEAN_INVALID] = "",   [CLEAN_MEANWHILE] = N_("iemand anders was u voor: kijk opnieuw"),
        [CLEAN_NOT_SAVED] = "",
    };
    struct str words = message.len ? message : str_from(*usual[result] ? tr(usual[result]) : "");
    clean->message = arena_copy(clean->arena, words);
    return result;
}

static void count_record(struct clean *clean, uint32_t record, int by)
{
    for (uint32_t r = 0; r < clean->rules->n; r++) {
        clean_count_rule(clean, record, r, by);
    }
}

static bool take_over(struct clean *clean, uint32_t record)
{
    count_record(clean, record, -1);
    bool good = edits_read_record(clean, record);
    clean_evaluate(clean, record);
    count_record(clean, record, 1);
    arena_reset(clean->scratch);
    return good;
}

struct newest {
    struct str case_id;
    struct hash id;
};

static bool take_newest(void *context, const struct change *change, const struct act *act, int64_t n)
{
    struct newest *newest = context;
    (void)change;
    (void)n;
    if (str_equal(act->case_id, newest->case_id)) {
        newest->id = act->id;
    }
    return true;
}

static void look_again(struct clean *clean, uint32_t record)
{
    struct newest newest = {.case_id = clean->data->records[record].about.case_id};
    if (store_read_item(clean->setup.store, REGISTER_EDIT, STR(CLEAN_ALL), take_newest, &newest) ==
        STORE_OK) {
        clean->states[record].seen = newest.id;
        take_over(clean, record);
    }
}

enum clean_result clean_write(struct clean *clean, uint32_t record, struct act *act, struct change *changes,
                              size_t n)
{
    struct state *state = &clean->states[record];
    const struct clock *clock = &clean->setup.clock;
    changes[0] =
        (struct change){REGISTER_EDIT, STR(CLEAN_ALL), 0, CELL_ANSWERED, str_from(act_kind_name(act->kind))};
    act->case_id = clean->data->records[record].about.case_id;
    act->item = changes[n > 1 ? 1 : 0].item;
    act->row = changes[n > 1 ? 1 : 0].row;
    act->changes = changes;
    act->n = n;
    act->user = clean->setup.user;
    act->questionnaire = clean->setup.questionnaire->hash;
    act->wall_ms = clock->wall_ms(clock->context);
    act->boot_ms = clock->boot_ms(clock->context);
    enum store_status status = store_append_seen(clean->setup.store, act, &state->seen, 1);
    if (status == STORE_EXISTS) {
        look_again(clean, record);
        return clean_refuse(clean, CLEAN_MEANWHILE, STR_EMPTY);
    }
    if (status != STORE_OK) {
        return clean_refuse(clean, CLEAN_NOT_SAVED, str_from(store_message(clean->setup.store)));
    }
    state->seen = act->id;
    take_over(clean, record);
    return CLEAN_DONE;
}

static struct edit_text about(const struct clean *clean, struct arena *arena, uint32_t rule, const char *step)
{
    char hex[HASH_HEX];
    struct edit_text text = {.step = str_from(step), .version = clean->setup.version};
    text.rule = rule == CLEAN_ANY ? STR_EMPTY : clean->rules->items[rule].id;
    text.rules_hash = arena_copy(arena, str_slice(hash_hex(&clean->rules->hash, hex), 0, 12));
    return text;
}

/* ---- values -------------------------------------------------------------------------------------- */

/* False after a message. *same: nothing would change by it. */
static bool check_set(struct clean *clean, struct arena *arena, uint32_t record, const struct clean_set *set,
                      struct cell *cell, struct str *old, bool *same)
{
    const struct variable *v = set->variable;
    bool asked = v->role == ROLE_ASKED || v->role == ROLE_SPECIFY;
    bool there = data_at(clean->data, v->slot, record, set->row) != UINT32_MAX;
    if (!asked || !there || !cell_read(arena, v, set->new, cell)) {
        clean_refuse(
            clean, CLEAN_INVALID,
            arena_format(arena, tr("'%.*s' kan niet in %.*s staan"), STR_ARG(set->new), STR_ARG(v->id)));
        return false;
    }
    int32_t today = clean->data->records[record].about.today;
    if (cell->state == CELL_ANSWERED && value_check(v, &cell->value, today) != VALUE_GOOD) {
        clean_refuse(
            clean, CLEAN_INVALID,
            arena_format(arena, tr("'%.*s' valt buiten wat in %.*s mag"), STR_ARG(set->new), STR_ARG(v->id)));
        return false;
    }
    struct cell now = data_cell(clean->data, v->slot, record, set->row);
    *old = cell_write(arena, v, &now);
    *same = str_equal(*old, set->new);
    return true;
}

static enum clean_result write_sets(struct clean *clean, struct arena *arena, uint32_t record, uint32_t rule,
                                    const struct clean_set *sets, size_t n, struct str reason,
                                    const char *step)
{
    struct change *changes = ARENA_ARRAY(arena, n + 1, struct change);
    size_t changes_n = 1;
    for (size_t i = 0; i < n; i++) {
        struct cell cell;
        struct str old = STR_EMPTY;
        bool same = false;
        if (!check_set(clean, arena, record, &sets[i], &cell, &old, &same)) {
            return CLEAN_INVALID;
        }
        if (sets[i].old.ptr && !str_equal(sets[i].old, old)) {
            return clean_refuse(clean, CLEAN_MEANWHILE, STR_EMPTY);
        }
        struct edit_text text = about(clean, arena, rule, step);
        text.old = old;
        text.value = sets[i].new;
        if (!same) {
            changes[changes_n++] = (struct change){REGISTER_EDIT, sets[i].variable->id, sets[i].row,
                                                   cell.state, edit_text_write(arena, &text)};
        }
    }
    struct act act = {.kind = ACT_EDIT, .reason = reason};
    return changes_n == 1 ? clean_refuse(clean, CLEAN_NOTHING, STR_EMPTY)
                          : clean_write(clean, record, &act, changes, changes_n);
}

static enum clean_result needs_reason(struct clean *clean)
{
    return clean_refuse(clean, CLEAN_INVALID, str_from(tr("zeg waarom: een reden is verplicht")));
}

enum clean_result clean_fix(struct clean *clean, uint32_t record, uint32_t rule, const struct clean_set *sets,
                            size_t n, struct str reason)
{
    if (!str_trim(reason).len) {
        return needs_reason(clean);
    }
    struct arena *arena = arena_new();
    enum clean_result result = write_sets(clean, arena, record, rule, sets, n, reason, "edit");
    arena_free(arena);
    return result;
}

enum clean_result clean_replay(struct clean *clean, uint32_t record, uint32_t rule,
                               const struct clean_set *sets, size_t n, struct str reason)
{
    struct arena *arena = arena_new();
    enum clean_result result = write_sets(clean, arena, record, rule, sets, n, reason, "replay");
    arena_free(arena);
    return result;
}

/* ---- marks --------------------------------------------------------------------------------------- */

static enum clean_result write_mark(struct clean *clean, uint32_t record, uint32_t rule, uint32_t row,
                                    struct str reason, const char *step)
{
    if (!str_trim(reason).len) {
        return needs_reason(clean);
    }
    struct arena *arena = arena_new();
    struct edit_text text = about(clean, arena, rule, step);
    text.old = reason;
    text.value = rule_fingerprint(clean, arena, record, rule, row);
    struct change changes[2] = {{0}};
    changes[1] = (struct change){REGISTER_EDIT,
                                 arena_format(arena, "%s:%.*s", step, STR_ARG(clean->rules->items[rule].id)),
                                 row, CELL_ANSWERED, edit_text_write(arena, &text)};
    struct act act = {.kind = ACT_EDIT, .reason = reason};
    enum clean_result result = clean_write(clean, record, &act, changes, 2);
    arena_free(arena);
    return result;
}

enum clean_result clean_okay(struct clean *clean, uint32_t record, uint32_t rule, uint32_t row,
                             struct str reason)
{
    return write_mark(clean, record, rule, row, reason, "okay");
}

enum clean_result clean_back(struct clean *clean, uint32_t record, uint32_t rule, uint32_t row,
                             struct str reason)
{
    return write_mark(clean, record, rule, row, reason, "back");
}

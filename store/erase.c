#include "store/fold_priv.h"
#include "store/read_priv.h"
#include "store/search_priv.h"
#include "store/write_priv.h"

#include <stdlib.h>

/* What a `store_erase` or `store_forget` is about. */
struct erasing {
    struct str case_id, item, reason;
    uint32_t row;
    bool whole; /* the case, with its identity */
    struct act act;
    /* found in the log */
    int64_t *events;
    size_t n, cap;
    bool damaged;
};

/* ---- which acts ---- */

static bool about(const struct erasing *erasing, struct str item, uint32_t row)
{
    return erasing->whole || (str_equal(item, erasing->item) && row == erasing->row);
}

/* An act is meant when it is about the item, or when it writes to it: an undo does. */
static bool meant(const struct erasing *erasing, const struct act *act)
{
    bool found = about(erasing, act->item, act->row);
    for (size_t i = 0; !found && i < act->n; i++) {
        found = about(erasing, act->changes[i].item, act->changes[i].row);
    }
    return found;
}

static bool collect(void *context, const struct stored_act *stored)
{
    struct erasing *erasing = context;
    erasing->damaged = !stored->whole;
    if (erasing->damaged) {
        return false;
    }
    if (stored->act.erased || !meant(erasing, &stored->act)) {
        return true;
    }
    if (erasing->n == erasing->cap) {
        erasing->events = array_grow(erasing->events, &erasing->cap, sizeof *erasing->events);
    }
    erasing->events[erasing->n++] = stored->n;
    return true;
}

static int by_number(const void *a, const void *b)
{
    int64_t left = *(const int64_t *)a;
    int64_t right = *(const int64_t *)b;
    return (left > right) - (left < right);
}

/* ---- what the registers hold afterwards ---- */

/*
 * The erase act writes every register whose content goes with the payloads: what was meant becomes empty, and
 * what only happened to stand in the same act keeps its content. So folding the log again gives the same
 * registers. Of a forgotten case only its status stays, or it would be given out again.
 */
static struct change after(const struct erasing *erasing, const struct change *now)
{
    bool kept = erasing->whole ? now->reg == REGISTER_STATUS : !about(erasing, now->item, now->row);
    struct change change = *now;
    if (!kept) {
        change.state = CELL_NOT_REACHED;
        change.value = STR_EMPTY;
    }
    return change;
}

static bool read_register(struct query *query, struct arena *arena, struct change *change)
{
    *change = (struct change){.item = store_str(arena, query, 1),
                              .row = (uint32_t)query_int(query, 2),
                              .value = store_str(arena, query, 4)};
    return act_register_parse(query_text(query, 0), &change->reg) &&
           cell_state_parse(query_text(query, 3), &change->state);
}

static bool write_changes(struct store *store, int64_t case_n, struct erasing *erasing)
{
    struct change *changes = NULL;
    size_t n = 0;
    size_t cap = 0;
    struct query query = db_query(store->db, "SELECT register, item, row, state, value, event FROM register "
                                             "WHERE case_n = ?1 ORDER BY register, item, row");
    query_add_int(&query, case_n);
    bool good = true;
    while (good && query_next(&query)) {
        int64_t event = query_int(&query, 5);
        if (!erasing->n || !bsearch(&event, erasing->events, erasing->n, sizeof event, by_number)) {
            continue;
        }
        if (n == cap) {
            changes = array_grow(changes, &cap, sizeof *changes);
        }
        struct change now;
        good = read_register(&query, store->scratch, &now);
        changes[n++] = after(erasing, &now);
    }
    good = query_end(&query) && good;
    erasing->act.changes = changes;
    erasing->act.n = n;
    return good;
}

/* ---- the transaction ---- */

static bool empty_payloads(struct store *store, const struct erasing *erasing)
{
    int64_t by = act_number(store, &erasing->act);
    bool good = by != 0;
    for (size_t i = 0; good && i < erasing->n; i++) {
        struct query query = db_query(
            store->db, "UPDATE payload SET nonce = NULL, bytes = NULL, erased_by = ?1 WHERE event = ?2");
        query_add_int(&query, by);
        query_add_int(&query, erasing->events[i]);
        good = query_run(&query);
    }
    return good;
}

static bool forget_identity(struct store *store, int64_t case_n)
{
    struct query query = db_query(store->db, "DELETE FROM identity WHERE case_n = ?1");
    query_add_int(&query, case_n);
    return query_run(&query) && search_drop(store, case_n) && search_add(store, case_n, case_n);
}

static void describe(struct store *store, struct erasing *erasing)
{
    const struct clock *clock = &store->options.clock;
    erasing->act = (struct act){
        .kind = ACT_ERASE,
        .case_id = erasing->case_id,
        .item = erasing->item,
        .row = erasing->row,
        .reason = erasing->reason,
        .user = store->options.user,
        .wall_ms = clock->wall_ms(clock->context),
        .boot_ms = clock->boot_ms(clock->context),
    };
}

static enum store_status erase_found(struct store *store, int64_t case_n, struct erasing *erasing)
{
    describe(store, erasing);
    bool good = write_changes(store, case_n, erasing);
    const void *changes = erasing->act.changes;
    enum store_status status =
        good ? append_acts(store, &erasing->act, 1) : store_fail_db(store, DOING_WRITE);
    free((void *)(uintptr_t)changes);
    erasing->act.changes = NULL;
    erasing->act.n = 0;
    if (status != STORE_OK) {
        return status;
    }
    good = empty_payloads(store, erasing) && (!erasing->whole || forget_identity(store, case_n));
    return good ? STORE_OK : store_fail_db(store, DOING_WRITE);
}

static enum store_status run_erase(struct store *store, void *context)
{
    struct erasing *erasing = context;
    if (erasing->reason.len == 0) {
        return store_fail(store, DOING_WRITE, STORE_REFUSED, "reason");
    }
    int64_t case_n = case_number(store->db, erasing->case_id);
    if (!case_n) {
        return case_unknown(store, DOING_WRITE, erasing->case_id);
    }
    erasing->n = 0;
    if (!read_stored(store, case_n, collect, erasing)) {
        return store_fail_db(store, DOING_WRITE);
    }
    if (erasing->damaged) {
        return store_fail(store, DOING_READ, STORE_DAMAGED, arena_copy(store->scratch, erasing->case_id).ptr);
    }
    if (erasing->n == 0 && !erasing->whole) {
        return store_fail(store, DOING_WRITE, STORE_NOT_FOUND, arena_copy(store->scratch, erasing->item).ptr);
    }
    return erase_found(store, case_n, erasing);
}

static bool erase_there(struct store *store, void *context, bool *found)
{
    const struct erasing *erasing = context;
    return acts_there(store, &erasing->act, 1, found);
}

static enum store_status erase(struct store *store, struct erasing *erasing)
{
    enum store_status status = store_write(
        store, &(struct work){.run = run_erase, .there = erase_there, .context = erasing, .erases = true});
    free(erasing->events);
    return status;
}

enum store_status store_erase(struct store *store, struct str case_id, struct str item, uint32_t row,
                              struct str reason)
{
    return erase(store, &(struct erasing){.case_id = case_id, .item = item, .row = row, .reason = reason});
}

enum store_status store_forget(struct store *store, struct str case_id, struct str reason)
{
    return erase(store, &(struct erasing){.case_id = case_id, .reason = reason, .whole = true});
}

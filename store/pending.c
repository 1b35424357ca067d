#include "store/pending_priv.h"

#include <stdlib.h>

/* From so many acts on, reading all registers of a case is less work than looking each one up. */
enum { MANY_ACTS = 16 };

struct pending {
    struct store *store;
    bool many;
    bool open;  /* a case has been taken up */
    bool whole; /* all its registers have been read */
    int64_t case_n;
    struct line before;    /* as it lies in the file */
    struct folded *folded; /* the line and the registers as they will be; those not written have event_n 0 */
};

struct pending *pending_new(struct store *store, size_t acts)
{
    struct pending *pending = mem_alloc(sizeof *pending);
    *pending = (struct pending){.store = store, .many = acts >= MANY_ACTS, .folded = folded_new()};
    return pending;
}

void pending_free(struct pending *pending)
{
    folded_free(pending->folded);
    free(pending);
}

/* ---- reading ---- */

static bool read_registers(struct pending *pending)
{
    struct query query = db_query(pending->store->db, "SELECT r.register, r.item, r.row, r.state, e.id "
                                                      "FROM register AS r JOIN event AS e ON e.n = r.event "
                                                      "WHERE r.case_n = ?1");
    query_add_int(&query, pending->case_n);
    while (query_next(&query)) {
        struct change change = {.item = query_text(&query, 1), .row = (uint32_t)query_int(&query, 2)};
        if (act_register_parse(query_text(&query, 0), &change.reg)) {
            cell_state_parse(query_text(&query, 3), &change.state);
            struct hash event = query_hash(&query, 4);
            folded_put(pending->folded, &change, &event);
        }
    }
    return query_end(&query);
}

bool pending_case(struct pending *pending, int64_t case_n)
{
    if (pending->open && pending->case_n == case_n) {
        return true;
    }
    if (!pending_write(pending)) {
        return false;
    }
    folded_clear(pending->folded);
    pending->open = true;
    pending->case_n = case_n;
    pending->whole = pending->many;
    bool good = line_read(pending->store, case_n, pending->folded->arena, &pending->before);
    pending->folded->line = pending->before;
    return good && (!pending->whole || read_registers(pending));
}

/* Sees to it that what the register held is known; an empty one is kept too, so that it is asked for once. */
static bool look_up(struct pending *pending, const struct change *change)
{
    if (pending->whole || folded_find(pending->folded, change)) {
        return true;
    }
    struct change now = *change;
    struct hash event;
    bool good = register_read(pending->store->db, pending->case_n, change, &now.state, &event);
    now.value = STR_EMPTY;
    folded_put(pending->folded, &now, &event);
    return good;
}

bool pending_replaced(struct pending *pending, const struct change *change, struct hash *event)
{
    bool good = look_up(pending, change);
    const struct folded_register *now = folded_find(pending->folded, change);
    *event = now ? now->event : (struct hash){{0}};
    return good;
}

/* ---- folding ---- */

bool pending_fold(struct pending *pending, const struct act *act, int64_t event_n)
{
    bool good = true;
    for (size_t i = 0; good && i < act->n; i++) {
        good = look_up(pending, &act->changes[i]);
    }
    folded_add(pending->folded, act, event_n);
    return good;
}

/* ---- writing ---- */

/* The next act of a case that was finished: its packed row says something else now. */
static bool drop_packed(struct db *db, int64_t case_n)
{
    struct query query = db_query(db, "DELETE FROM packed WHERE case_n = ?1");
    query_add_int(&query, case_n);
    return query_run(&query);
}

bool pending_write(struct pending *pending)
{
    if (!pending->open) {
        return true;
    }
    struct store *store = pending->store;
    const struct folded *folded = pending->folded;
    bool good = true;
    for (size_t i = 0; good && i < folded->n; i++) {
        const struct folded_register *written = &folded->registers[i];
        if (written->event_n) {
            good = register_write(store->db, pending->case_n, &written->change, written->event_n);
        }
    }
    pending->open = false;
    return good && line_update(store, pending->case_n, &pending->before, &folded->line) &&
           drop_packed(store->db, pending->case_n);
}

#include "store/event_priv.h"
#include "store/read_priv.h"

/* Everything of an act that the log holds; the columns of `read_act`. */
#define ACT_FIELDS                                                                                           \
    "SELECT e.n, e.id, e.prev, d.id, e.seq, c.id, e.kind, e.item, e.row, e.replaces, e.undoes, e.user, "     \
    "e.language, q.hash, e.wall_ms, e.boot_ms, e.shown_ms, e.idle_ms, e.content, p.nonce, p.bytes, "         \
    "p.erased_by, p.event "
#define ACT_BESIDE                                                                                           \
    "JOIN device AS d ON d.n = e.device LEFT JOIN questionnaire AS q ON q.n = e.questionnaire "              \
    "LEFT JOIN payload AS p ON p.event = e.n "
#define ACT_COLUMNS ACT_FIELDS "FROM event AS e LEFT JOIN cases AS c ON c.n = e.case_n " ACT_BESIDE
/* From the cases, along the key of `register`: CROSS JOIN keeps SQLite from walking all registers. */
#define ITEM_COLUMNS                                                                                         \
    ACT_FIELDS ", r.row, r.state, r.value FROM cases AS c CROSS JOIN register AS r ON r.case_n = c.n "       \
               "AND r.register = ?1 AND r.item = ?2 CROSS JOIN event AS e ON e.n = r.event " ACT_BESIDE
enum { COLUMN_ROW = 23, COLUMN_STATE, COLUMN_VALUE };

static void read_header(struct query *query, struct arena *arena, struct stored_act *stored)
{
    struct act *act = &stored->act;
    *act = (struct act){
        .id = query_hash(query, 1),
        .prev = query_hash(query, 2),
        .device = store_str(arena, query, 3),
        .seq = (uint64_t)query_int(query, 4),
        .case_id = store_str(arena, query, 5),
        .item = store_str(arena, query, 7),
        .row = (uint32_t)query_int(query, 8),
        .undoes = query_hash(query, 10),
        .user = store_str(arena, query, 11),
        .language = store_str(arena, query, 12),
        .questionnaire = query_hash(query, 13),
        .wall_ms = query_int(query, 14),
        .boot_ms = query_int(query, 15),
        .shown_ms = (uint32_t)query_int(query, 16),
        .idle_ms = (uint32_t)query_int(query, 17),
        .erased = !query_is_null(query, 21),
    };
    stored->n = query_int(query, 0);
    stored->replaces = store_str(arena, query, 9);
    stored->content = query_hash(query, 18);
}

/* The content hash fits what is there; an erased act has nothing that it could fit. */
static bool read_content(struct query *query, struct arena *arena, struct stored_act *stored)
{
    struct act *act = &stored->act;
    if (act->erased) {
        return true;
    }
    struct str nonce = store_str(arena, query, 19);
    struct str payload = query_text(query, 20);
    struct hash content = event_content(nonce, payload);
    return event_read_payload(arena, payload, act) && hash_equal(&content, &stored->content);
}

/* Header, content and payload hang together, or the act was changed. */
static bool read_act(struct query *query, struct arena *arena, struct stored_act *stored)
{
    read_header(query, arena, stored);
    bool known = act_kind_parse(query_text(query, 6), &stored->act.kind);
    bool content = !query_is_null(query, 22) && read_content(query, arena, stored);
    struct hash id = event_id(&stored->act, stored->replaces, &stored->content);
    return known && content && hash_equal(&id, &stored->act.id);
}

static const char *statement_for(int64_t case_n)
{
    if (case_n < 0) {
        return ACT_COLUMNS "ORDER BY e.n";
    }
    return case_n ? ACT_COLUMNS "WHERE e.case_n = ?1 ORDER BY e.n"
                  : ACT_COLUMNS "WHERE e.case_n IS NULL ORDER BY e.n";
}

bool read_stored(struct store *store, int64_t case_n,
                 bool (*visit)(void *context, const struct stored_act *stored), void *context)
{
    struct arena *arena = arena_new();
    struct query query = db_query(store->db, statement_for(case_n));
    if (case_n > 0) {
        query_add_int(&query, case_n);
    }
    bool more = true;
    while (more && query_next(&query)) {
        arena_reset(arena);
        struct stored_act stored = {0};
        stored.whole = read_act(&query, arena, &stored);
        more = visit(context, &stored);
    }
    arena_free(arena);
    return query_end(&query);
}

struct reading {
    struct store *store;
    bool (*visit)(void *context, const struct act *act);
    void *context;
    bool damaged;
};

static bool visit_act(void *context, const struct stored_act *stored)
{
    struct reading *reading = context;
    if (!stored->whole) {
        reading->damaged = true;
        store_fail(reading->store, DOING_READ, STORE_DAMAGED, stored->act.case_id.ptr);
        return false;
    }
    return reading->visit(reading->context, &stored->act);
}

enum store_status store_read_acts(struct store *store, struct str case_id,
                                  bool (*visit)(void *context, const struct act *act), void *context)
{
    enum store_status status = store_ready(store, DOING_READ);
    if (status != STORE_OK) {
        return status;
    }
    int64_t case_n = case_id.len ? case_number(store->db, case_id) : -1;
    if (case_n == 0) {
        return case_unknown(store, DOING_READ, case_id);
    }
    struct reading reading = {store, visit, context, false};
    if (!read_stored(store, case_n, visit_act, &reading)) {
        return store_fail_db(store, DOING_READ);
    }
    return reading.damaged ? STORE_DAMAGED : STORE_OK;
}

static bool read_register(struct query *query, struct arena *arena, struct change *change, struct hash *event)
{
    arena_reset(arena);
    *change = (struct change){.item = store_str(arena, query, 1),
                              .row = (uint32_t)query_int(query, 2),
                              .value = store_str(arena, query, 4)};
    *event = query_hash(query, 5);
    return act_register_parse(query_text(query, 0), &change->reg) &&
           cell_state_parse(query_text(query, 3), &change->state);
}

enum store_status store_read_registers(struct store *store, struct str case_id,
                                       bool (*visit)(void *context, const struct change *change,
                                                     const struct hash *event),
                                       void *context)
{
    enum store_status status = store_ready(store, DOING_READ);
    if (status != STORE_OK) {
        return status;
    }
    int64_t case_n = case_number(store->db, case_id);
    if (case_n == 0 && case_id.len) {
        return case_unknown(store, DOING_READ, case_id);
    }
    struct query query = db_query(store->db, "SELECT r.register, r.item, r.row, r.state, r.value, e.id "
                                             "FROM register AS r JOIN event AS e ON e.n = r.event "
                                             "WHERE r.case_n = ?1 ORDER BY r.register, r.item, r.row");
    query_add_int(&query, case_n);
    struct arena *arena = arena_new();
    struct change change;
    struct hash event;
    bool good = true;
    bool more = true;
    while (good && more && query_next(&query)) {
        good = read_register(&query, arena, &change, &event);
        more = good && visit(context, &change, &event);
    }
    arena_free(arena);
    if (!query_end(&query)) {
        return store_fail_db(store, DOING_READ);
    }
    return good ? STORE_OK
                : store_fail(store, DOING_READ, STORE_DAMAGED, arena_copy(store->scratch, case_id).ptr);
}

/* ---- one item, all cases ---- */

/* The register that the query stands on, and the act that wrote it. False: not as it was written. */
static bool read_item(struct query *query, struct arena *arena, struct change *change,
                      struct stored_act *stored)
{
    arena_reset(arena);
    *stored = (struct stored_act){0};
    change->row = (uint32_t)query_int(query, COLUMN_ROW);
    change->value = store_str(arena, query, COLUMN_VALUE);
    return cell_state_parse(query_text(query, COLUMN_STATE), &change->state) &&
           read_act(query, arena, stored);
}

enum store_status store_read_item(struct store *store, enum act_register reg, struct str item,
                                  bool (*visit)(void *context, const struct change *change,
                                                const struct act *act, int64_t n),
                                  void *context)
{
    enum store_status status = store_ready(store, DOING_READ);
    if (status != STORE_OK) {
        return status;
    }
    struct query query = db_query(store->db, ITEM_COLUMNS "ORDER BY c.n, r.row");
    query_add_text(&query, str_from(act_register_name(reg)));
    query_add_text(&query, item);
    struct arena *arena = arena_new();
    struct change change = {.reg = reg, .item = item};
    struct stored_act stored = {0};
    bool good = true;
    bool more = true;
    while (good && more && query_next(&query)) {
        good = read_item(&query, arena, &change, &stored);
        more = good && visit(context, &change, &stored.act, stored.n);
    }
    if (!good) {
        status = store_fail(store, DOING_READ, STORE_DAMAGED, stored.act.case_id.ptr);
    }
    arena_free(arena);
    return query_end(&query) ? status : store_fail_db(store, DOING_READ);
}

/* ---- what came in since ---- */

enum store_status store_log_end(struct store *store, int64_t *n)
{
    *n = 0;
    enum store_status status = store_ready(store, DOING_READ);
    if (status != STORE_OK) {
        return status;
    }
    *n = db_number(store->db, "SELECT coalesce(max(n), 0) FROM event");
    return db_status(store->db) == STORE_OK ? STORE_OK : store_fail_db(store, DOING_READ);
}

enum store_status store_read_since(struct store *store, int64_t after, struct str item,
                                   bool (*visit)(void *context, const struct act *act, int64_t n),
                                   void *context)
{
    enum store_status status = store_ready(store, DOING_READ);
    if (status != STORE_OK) {
        return status;
    }
    struct query query = item.len
                             ? db_query(store->db, ACT_COLUMNS "WHERE e.n > ?1 AND e.item = ?2 ORDER BY e.n")
                             : db_query(store->db, ACT_COLUMNS "WHERE e.n > ?1 ORDER BY e.n");
    query_add_int(&query, after);
    if (item.len) {
        query_add_text(&query, item);
    }
    struct arena *arena = arena_new();
    struct stored_act stored = {0};
    bool good = true;
    bool more = true;
    while (good && more && query_next(&query)) {
        arena_reset(arena);
        stored = (struct stored_act){0};
        good = read_act(&query, arena, &stored);
        more = good && visit(context, &stored.act, stored.n);
    }
    if (!good) {
        status = store_fail(store, DOING_READ, STORE_DAMAGED, stored.act.case_id.ptr);
    }
    arena_free(arena);
    return query_end(&query) ? status : store_fail_db(store, DOING_READ);
}

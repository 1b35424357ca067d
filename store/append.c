#include "store/event_priv.h"
#include "store/fold_priv.h"
#include "store/write_priv.h"

#include <string.h>

#include "base/utf8.h"

/* The most that one act may hold: bytes of text, and changes. Encoded it stays below twice the former. */
#define ACT_BYTES_MAX   ((size_t)4 << 20)
#define ACT_CHANGES_MAX ((size_t)100000)

/* ---- what may go in ---- */

static bool good_text(struct str text, size_t max)
{
    return text.len <= max && utf8_valid(text) && !(text.len && memchr(text.ptr, '\0', text.len));
}

static const char *fault_in(const struct act *act)
{
    if ((unsigned)act->kind >= ACT_KINDS) {
        return "kind";
    }
    if (!good_text(act->item, 200) || !good_text(act->user, 200) || !good_text(act->language, 200)) {
        return "item, user, language";
    }
    size_t bytes = act->reason.len;
    bool good = good_text(act->reason, ACT_BYTES_MAX) && act->n <= ACT_CHANGES_MAX;
    for (size_t i = 0; good && i < act->n; i++) {
        const struct change *change = &act->changes[i];
        bytes += change->item.len + change->value.len;
        good = (unsigned)change->reg < REGISTER_COUNT && (unsigned)change->state < CELL_STATES &&
               good_text(change->item, 200) && good_text(change->value, ACT_BYTES_MAX) &&
               bytes <= ACT_BYTES_MAX;
    }
    return good ? NULL : "changes, reason";
}

/* ---- writing acts inside the transaction ---- */

/* The end of this file's chain. */
struct tip {
    struct hash id;
    uint64_t seq;
};

static bool read_tip(struct store *store, struct tip *tip)
{
    *tip = (struct tip){.id = event_root(&store->study_id, store->device)};
    struct query query =
        db_query(store->db, "SELECT id, seq FROM event WHERE device = ?1 ORDER BY seq DESC LIMIT 1");
    query_add_int(&query, store->device_n);
    if (query_next(&query)) {
        tip->id = query_hash(&query, 0);
        tip->seq = (uint64_t)query_int(&query, 1);
    }
    return query_end(&query);
}

/* For each register written: the act that it replaces. */
static bool find_replaced(struct store *store, int64_t case_n, const struct act *act, struct buf *out)
{
    static const struct hash zero;
    bool good = true;
    for (size_t i = 0; good && i < act->n; i++) {
        enum cell_state state;
        struct hash event;
        good = register_read(store->db, case_n, &act->changes[i], &state, &event);
        if (!hash_equal(&event, &zero)) {
            event_add_replaced(out, (uint32_t)i, &event);
        }
    }
    return good;
}

/* A simulated study makes the same log twice: its nonces follow from the seed and the place in the chain. */
static void draw_nonce(const struct store *store, const struct act *act, uint8_t nonce[NONCE_BYTES])
{
    if (!store->options.deterministic) {
        random_bytes(nonce, NONCE_BYTES);
        return;
    }
    struct hasher hasher;
    hasher_start(&hasher);
    hasher_add_str(&hasher, STR("veldwerk nonce"));
    hasher_add(&hasher, store->options.seed.bytes, HASH_BYTES);
    hasher_add_str(&hasher, act->device);
    hasher_add_int(&hasher, (int64_t)act->seq);
    struct hash drawn = hasher_end(&hasher);
    memcpy(nonce, drawn.bytes, NONCE_BYTES);
}

static bool insert_event(struct store *store, int64_t case_n, const struct act *act, struct str replaces,
                         const struct hash *content)
{
    int64_t questionnaire = questionnaire_number(store->db, &act->questionnaire);
    struct query query = db_query(
        store->db, "INSERT INTO event (id, prev, device, seq, case_n, kind, item, row, replaces, undoes, "
                   "user, language, questionnaire, wall_ms, boot_ms, shown_ms, idle_ms, content) "
                   "VALUES (?1, ?2, ?3, ?4, nullif(?5, 0), ?6, ?7, ?8, ?9, ?10, ?11, ?12, "
                   "nullif(?13, 0), ?14, ?15, ?16, ?17, ?18)");
    query_add_hash(&query, &act->id);
    query_add_hash(&query, &act->prev);
    query_add_int(&query, store->device_n);
    query_add_int(&query, (int64_t)act->seq);
    query_add_int(&query, case_n);
    query_add_text(&query, str_from(act_kind_name(act->kind)));
    query_add_text(&query, act->item);
    query_add_int(&query, act->row);
    query_add_blob(&query, replaces);
    query_add_hash(&query, &act->undoes);
    query_add_text(&query, act->user);
    query_add_text(&query, act->language);
    query_add_int(&query, questionnaire);
    query_add_int(&query, act->wall_ms);
    query_add_int(&query, act->boot_ms);
    query_add_int(&query, act->shown_ms);
    query_add_int(&query, act->idle_ms);
    query_add_hash(&query, content);
    return query_run(&query);
}

static bool insert_payload(struct store *store, int64_t event_n, struct str nonce, struct str payload)
{
    struct query query = db_query(store->db, "INSERT INTO payload (event, nonce, bytes) VALUES (?1, ?2, ?3)");
    query_add_int(&query, event_n);
    query_add_blob(&query, nonce);
    query_add_blob(&query, payload);
    return query_run(&query);
}

/* What the store knows of an act: its place in the chain, and who acts when nobody said so. */
static struct act complete(const struct store *store, const struct tip *tip, const struct act *given)
{
    struct act act = *given;
    act.prev = tip->id;
    act.device = store->device;
    act.seq = tip->seq + 1;
    act.erased = false;
    act.user = given->user.len ? given->user : store->options.user;
    return act;
}

static bool store_act(struct store *store, int64_t case_n, struct act *act, struct buf *payload,
                      struct buf *replaces)
{
    uint8_t bytes[NONCE_BYTES];
    draw_nonce(store, act, bytes);
    struct str nonce = {(const char *)bytes, NONCE_BYTES};
    event_write_payload(payload, act);
    struct hash content = event_content(nonce, buf_str(payload));
    bool good = find_replaced(store, case_n, act, replaces);
    act->id = event_id(act, buf_str(replaces), &content);
    good = good && insert_event(store, case_n, act, buf_str(replaces), &content);
    int64_t event_n = db_last_row(store->db);
    return good && insert_payload(store, event_n, nonce, buf_str(payload)) &&
           fold_act(store, case_n, event_n, act);
}

/* One act behind the tip, with its caches; the tip moves on. */
static bool write_act(struct store *store, int64_t case_n, struct tip *tip, struct act *given)
{
    struct act act = complete(store, tip, given);
    struct buf payload = buf_new(2 * ACT_BYTES_MAX);
    struct buf replaces = buf_new(2 * ACT_BYTES_MAX);
    bool good = store_act(store, case_n, &act, &payload, &replaces);
    buf_free(&payload);
    buf_free(&replaces);
    *tip = (struct tip){act.id, act.seq};
    act.user = given->user;
    *given = act;
    return good;
}

enum store_status append_acts(struct store *store, struct act *acts, size_t n)
{
    struct tip tip;
    bool good = read_tip(store, &tip);
    for (size_t i = 0; good && i < n; i++) {
        const char *fault = fault_in(&acts[i]);
        if (fault) {
            return store_fail(store, DOING_WRITE, STORE_REFUSED, fault);
        }
        int64_t case_n = case_number(store->db, acts[i].case_id);
        if (!case_n && acts[i].case_id.len) {
            return case_unknown(store, DOING_WRITE, acts[i].case_id);
        }
        good = write_act(store, case_n, &tip, &acts[i]);
    }
    return good ? STORE_OK : store_fail_db(store, DOING_WRITE);
}

/* ---- the door ---- */

struct batch {
    struct act *acts;
    size_t n;
};

static enum store_status write_batch(struct store *store, void *context)
{
    struct batch *batch = context;
    return append_acts(store, batch->acts, batch->n);
}

bool acts_there(struct store *store, const struct act *acts, size_t n, bool *found)
{
    bool good = true;
    *found = true;
    for (size_t i = 0; good && i < n; i++) {
        struct query query = db_query(store->db, "SELECT 1 FROM event WHERE id = ?1");
        query_add_hash(&query, &acts[i].id);
        *found = query_next(&query) && *found;
        good = query_end(&query);
    }
    return good;
}

static bool batch_there(struct store *store, void *context, bool *found)
{
    const struct batch *batch = context;
    return acts_there(store, batch->acts, batch->n, found);
}

enum store_status store_append(struct store *store, struct act *acts, size_t n)
{
    struct batch batch = {acts, n};
    /* After a failure the ids are looked up: one of an earlier append must not be found there. */
    for (size_t i = 0; i < n; i++) {
        acts[i].id = (struct hash){{0}};
    }
    return n ? store_write(store, &(struct work){write_batch, batch_there, &batch}) : STORE_OK;
}

static bool sink_write(void *context, struct act *acts, size_t n)
{
    return store_append(context, acts, n) == STORE_OK;
}

static const char *sink_message(void *context)
{
    return store_message(context);
}

struct act_sink store_sink(struct store *store)
{
    return (struct act_sink){.write = sink_write, .message = sink_message, .context = store};
}

#include "store/event_priv.h"
#include "store/fold_priv.h"
#include "store/pending_priv.h"
#include "store/write_priv.h"

#include <string.h>

#include "base/utf8.h"

/* The most that one act may hold: bytes of text, and changes. Encoded it stays below twice the former. */
#define ACT_BYTES_MAX   ((size_t)4 << 20)
#define ACT_CHANGES_MAX ((size_t)100000)

enum { NONCES = 64 };

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

/* What one append needs from act to act; what was looked up once is kept. */
struct appending {
    struct store *store;
    struct tip tip;
    struct pending *pending;
    struct str case_id; /* of the act before, with its row number */
    int64_t case_n;
    struct hash questionnaire; /* of the act before, with its row number */
    int64_t questionnaire_n;
    struct buf payload, replaces;
    uint8_t nonces[NONCES][NONCE_BYTES]; /* drawn together */
    size_t nonces_left;
};

/* For each register written: the act that it replaces. */
static bool find_replaced(struct appending *a, const struct act *act)
{
    static const struct hash zero;
    bool good = true;
    for (size_t i = 0; good && i < act->n; i++) {
        struct hash event;
        good = pending_replaced(a->pending, &act->changes[i], &event);
        if (!hash_equal(&event, &zero)) {
            event_add_replaced(&a->replaces, (uint32_t)i, &event);
        }
    }
    return good;
}

/* A simulated study makes the same log twice: its nonces follow from the seed and the place in the chain. */
static void derive_nonce(const struct store *store, const struct act *act, uint8_t nonce[NONCE_BYTES])
{
    struct hasher hasher;
    hasher_start(&hasher);
    hasher_add_str(&hasher, STR("veldwerk nonce"));
    hasher_add(&hasher, store->options.seed.bytes, HASH_BYTES);
    hasher_add_str(&hasher, act->device);
    hasher_add_int(&hasher, (int64_t)act->seq);
    struct hash drawn = hasher_end(&hasher);
    memcpy(nonce, drawn.bytes, NONCE_BYTES);
}

/* Random nonces are drawn for several acts at once: each draw asks the system. */
static void draw_nonce(struct appending *a, size_t acts_left, const struct act *act,
                       uint8_t nonce[NONCE_BYTES])
{
    if (a->store->options.deterministic) {
        derive_nonce(a->store, act, nonce);
        return;
    }
    if (!a->nonces_left) {
        a->nonces_left = acts_left < NONCES ? acts_left : NONCES;
        random_bytes(a->nonces[0], a->nonces_left * NONCE_BYTES);
    }
    memcpy(nonce, a->nonces[--a->nonces_left], NONCE_BYTES);
}

/* The row numbers of the act's case and of its version of the questionnaire; mostly those of the act before.
 */
static enum store_status find_numbers(struct appending *a, const struct act *act)
{
    struct store *store = a->store;
    if (!a->case_n || !str_equal(a->case_id, act->case_id)) {
        a->case_id = act->case_id;
        a->case_n = case_number(store->db, act->case_id);
        if (!a->case_n && act->case_id.len) {
            return case_unknown(store, DOING_WRITE, act->case_id);
        }
    }
    if (!hash_equal(&a->questionnaire, &act->questionnaire)) {
        a->questionnaire = act->questionnaire;
        a->questionnaire_n = questionnaire_number(store->db, &act->questionnaire);
    }
    return pending_case(a->pending, a->case_n) ? STORE_OK : store_fail_db(store, DOING_WRITE);
}

static bool insert_event(const struct appending *a, const struct act *act, const struct hash *content)
{
    struct query query = db_query(
        a->store->db, "INSERT INTO event (id, prev, device, seq, case_n, kind, item, row, replaces, undoes, "
                      "user, language, questionnaire, wall_ms, boot_ms, shown_ms, idle_ms, content) "
                      "VALUES (?1, ?2, ?3, ?4, nullif(?5, 0), ?6, ?7, ?8, ?9, ?10, ?11, ?12, "
                      "nullif(?13, 0), ?14, ?15, ?16, ?17, ?18)");
    query_add_hash(&query, &act->id);
    query_add_hash(&query, &act->prev);
    query_add_int(&query, a->store->device_n);
    query_add_int(&query, (int64_t)act->seq);
    query_add_int(&query, a->case_n);
    query_add_text(&query, str_from(act_kind_name(act->kind)));
    query_add_text(&query, act->item);
    query_add_int(&query, act->row);
    query_add_blob(&query, buf_str(&a->replaces));
    query_add_hash(&query, &act->undoes);
    query_add_text(&query, act->user);
    query_add_text(&query, act->language);
    query_add_int(&query, a->questionnaire_n);
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
static struct act complete(const struct appending *a, const struct act *given)
{
    struct act act = *given;
    act.prev = a->tip.id;
    act.device = a->store->device;
    act.seq = a->tip.seq + 1;
    act.erased = false;
    act.user = given->user.len ? given->user : a->store->options.user;
    return act;
}

static bool store_act(struct appending *a, struct act *act, struct str nonce)
{
    buf_clear(&a->payload);
    buf_clear(&a->replaces);
    event_write_payload(&a->payload, act);
    struct hash content = event_content(nonce, buf_str(&a->payload));
    bool good = find_replaced(a, act);
    act->id = event_id(act, buf_str(&a->replaces), &content);
    good = good && insert_event(a, act, &content);
    int64_t event_n = db_last_row(a->store->db);
    return good && insert_payload(a->store, event_n, nonce, buf_str(&a->payload)) &&
           pending_fold(a->pending, act, event_n);
}

/* One act behind the tip, with its caches; the tip moves on. */
static bool write_act(struct appending *a, struct act *given, size_t acts_left)
{
    struct act act = complete(a, given);
    uint8_t nonce[NONCE_BYTES];
    draw_nonce(a, acts_left, &act, nonce);
    bool good = store_act(a, &act, (struct str){(const char *)nonce, NONCE_BYTES});
    a->tip = (struct tip){act.id, act.seq};
    act.user = given->user;
    *given = act;
    return good;
}

static enum store_status write_acts(struct appending *a, struct act *acts, size_t n)
{
    bool good = read_tip(a->store, &a->tip);
    for (size_t i = 0; good && i < n; i++) {
        const char *fault = fault_in(&acts[i]);
        if (fault) {
            return store_fail(a->store, DOING_WRITE, STORE_REFUSED, fault);
        }
        enum store_status status = find_numbers(a, &acts[i]);
        if (status != STORE_OK) {
            return status;
        }
        good = write_act(a, &acts[i], n - i);
    }
    good = good && pending_write(a->pending);
    return good ? STORE_OK : store_fail_db(a->store, DOING_WRITE);
}

enum store_status append_acts(struct store *store, struct act *acts, size_t n)
{
    struct appending a = {.store = store,
                          .pending = pending_new(store, n),
                          .payload = buf_new(2 * ACT_BYTES_MAX),
                          .replaces = buf_new(2 * ACT_BYTES_MAX)};
    enum store_status status = write_acts(&a, acts, n);
    pending_free(a.pending);
    buf_free(&a.payload);
    buf_free(&a.replaces);
    return status;
}

/* ---- the door ---- */

struct batch {
    struct act *acts;
    const struct hash *seen; /* per act; NULL: whatever is there is overwritten */
    size_t n;
};

/* Is the register that the act writes first still as the caller knows it? */
static enum store_status check_seen(struct store *store, const struct act *act, const struct hash *seen)
{
    enum cell_state state;
    struct hash event;
    int64_t case_n = case_number(store->db, act->case_id);
    if (!case_n) {
        return case_unknown(store, DOING_WRITE, act->case_id);
    }
    if (!act->n || !register_read(store->db, case_n, &act->changes[0], &state, &event)) {
        return store_fail_db(store, DOING_WRITE);
    }
    return hash_equal(&event, seen) ? STORE_OK : store_fail(store, DOING_WRITE, STORE_EXISTS, NULL);
}

static enum store_status write_batch(struct store *store, void *context)
{
    struct batch *batch = context;
    enum store_status status = STORE_OK;
    for (size_t i = 0; batch->seen && status == STORE_OK && i < batch->n; i++) {
        status = check_seen(store, &batch->acts[i], &batch->seen[i]);
    }
    return status == STORE_OK ? append_acts(store, batch->acts, batch->n) : status;
}

int64_t act_number(struct store *store, const struct act *act)
{
    struct query query =
        db_query(store->db, "SELECT n FROM event WHERE device = ?1 AND seq = ?2 AND id = ?3");
    query_add_int(&query, store->device_n);
    query_add_int(&query, (int64_t)act->seq);
    query_add_hash(&query, &act->id);
    int64_t n = query_next(&query) ? query_int(&query, 0) : 0;
    return query_end(&query) ? n : 0;
}

bool acts_there(struct store *store, const struct act *acts, size_t n, bool *found)
{
    *found = true;
    for (size_t i = 0; *found && i < n; i++) {
        *found = act_number(store, &acts[i]) != 0;
    }
    return db_status(store->db) == STORE_OK;
}

static bool batch_there(struct store *store, void *context, bool *found)
{
    const struct batch *batch = context;
    return acts_there(store, batch->acts, batch->n, found);
}

enum store_status store_append_seen(struct store *store, struct act *acts, const struct hash *seen, size_t n)
{
    struct batch batch = {acts, seen, n};
    /* After a failure the ids are looked up: one of an earlier append must not be found there. */
    for (size_t i = 0; i < n; i++) {
        acts[i].id = (struct hash){{0}};
    }
    return n ? store_write(store, &(struct work){.run = write_batch, .there = batch_there, .context = &batch})
             : STORE_OK;
}

enum store_status store_append(struct store *store, struct act *acts, size_t n)
{
    return store_append_seen(store, acts, NULL, n);
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

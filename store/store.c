#include "store/write_priv.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"

/* ---- the open study ---- */

struct store *store_new(const char *path, const struct store_options *options)
{
    struct arena *arena = arena_new();
    struct store *store = ARENA_NEW(arena, struct store);
    store->arena = arena;
    store->scratch = arena_new();
    store->path = arena_copy(arena, str_from(path)).ptr;
    store->options = options ? *options : (struct store_options){0};
    store->options.user = arena_copy(arena, store->options.user);
    if (!store->options.clock.wall_ms) {
        store->options.clock = clock_system();
    }
    return store;
}

void store_close(struct store *store)
{
    if (!store) {
        return;
    }
    db_close(store->db);
    arena_free(store->scratch);
    arena_free(store->arena);
}

struct str store_str(struct arena *arena, struct query *query, int column)
{
    return arena_copy(arena, query_text(query, column));
}

/* Texts are read into the arena once: opening again after a failure finds the same study or none. */
static bool read_study(struct store *store)
{
    struct query query = db_query(store->db, "SELECT s.id, s.name, s.seed, d.n, d.id, q.hash FROM study AS s "
                                             "JOIN device AS d ON d.n = s.device "
                                             "JOIN questionnaire AS q ON q.n = s.questionnaire");
    bool found = query_next(&query);
    if (found) {
        store->study_id = query_hash(&query, 0);
        store->name = store_str(store->arena, &query, 1);
        store->seed = query_hash(&query, 2);
        store->device_n = query_int(&query, 3);
        store->device = store_str(store->arena, &query, 4);
        store->questionnaire = query_hash(&query, 5);
    }
    return query_end(&query) && found;
}

/* Before anything is opened: a missing file, a folder, a file system that we do not trust. */
static enum store_status look_at_path(struct store *store)
{
    const char *name = NULL;
    enum store_status status = fault_check_folder(store->path, &name);
    if (status != STORE_OK && !(status == STORE_REFUSED && store->any_folder)) {
        return store_fail(store, DOING_OPEN, status, name);
    }
    struct stat info;
    if (stat(store->path, &info) != 0) {
        return store_fail(store, DOING_OPEN, fault_of_errno(), NULL);
    }
    if (!S_ISREG(info.st_mode)) {
        return store_fail(store, DOING_OPEN, STORE_FOREIGN, NULL);
    }
    return STORE_OK;
}

/* The two numbers in the file's head say whose it is, before its schema is read. */
static enum store_status look_at_head(struct store *store, int64_t *version)
{
    int64_t application = db_number(store->db, "PRAGMA application_id");
    *version = db_number(store->db, "PRAGMA user_version");
    if (db_status(store->db) != STORE_OK) {
        return store_fail_db(store, DOING_OPEN);
    }
    if (application != SCHEMA_APPLICATION || *version > SCHEMA_VERSION || *version < 1) {
        return store_fail(store, DOING_OPEN, STORE_FOREIGN, NULL);
    }
    return STORE_OK;
}

static enum store_status open_file(struct store *store, int64_t *version)
{
    struct db_options options = {.path = store->path,
                                 .vfs = store->options.vfs,
                                 .busy_ms = store->options.busy_ms,
                                 .read_only = store->options.read_only || access(store->path, W_OK) != 0};
    store->db = db_open(&options);
    if (db_status(store->db) != STORE_OK) {
        return store_fail_db(store, DOING_OPEN);
    }
    return look_at_head(store, version);
}

enum store_status store_connect(struct store *store)
{
    int64_t version = 0;
    enum store_status status = look_at_path(store);
    if (status == STORE_OK) {
        status = open_file(store, &version);
    }
    if (status == STORE_OK && version < SCHEMA_VERSION) {
        status = migrate(store, version);
        status = status == STORE_OK ? open_file(store, &version) : status;
    }
    if (status != STORE_OK) {
        return status;
    }
    if (!db_begin_use(store->db)) {
        return store_fail_db(store, DOING_OPEN);
    }
    if (!read_study(store)) {
        bool failed = db_status(store->db) != STORE_OK;
        return failed ? store_fail_db(store, DOING_OPEN) : store_fail(store, DOING_OPEN, STORE_DAMAGED, NULL);
    }
    return STORE_OK;
}

enum store_status store_deliver(struct store *store, enum store_status status, struct store **out,
                                char message[512])
{
    if (status == STORE_OK) {
        *out = store;
        return status;
    }
    if (message) {
        memcpy(message, store->message, sizeof store->message);
    }
    store_close(store);
    *out = NULL;
    return status;
}

enum store_status store_open(const char *path, const struct store_options *options, struct store **out,
                             char message[512])
{
    *out = NULL;
    if (!hash_init()) {
        return fault_say(message, path, DOING_OPEN, STORE_REFUSED, "libsodium");
    }
    struct store *store = store_new(path, options);
    enum store_status status = store_connect(store);
    if (status == STORE_OK) {
        ballast_lay(store);
    }
    return store_deliver(store, status, out, message);
}

void store_disconnect(struct store *store)
{
    db_close(store->db);
    store->db = NULL;
}

enum store_status store_ready(struct store *store, enum doing doing)
{
    arena_reset(store->scratch);
    store->message[0] = '\0';
    if (store->db) {
        db_forget_failure(store->db);
        return STORE_OK;
    }
    enum store_status status = store_connect(store);
    if (status != STORE_OK) {
        store_disconnect(store);
        return store_fail(store, doing, status, NULL);
    }
    return STORE_OK;
}

/* ---- what it is ---- */

const char *store_path(const struct store *store)
{
    return store->path;
}

struct str store_name(const struct store *store)
{
    return store->name;
}

struct hash store_study_seed(const struct store *store)
{
    return store->seed;
}

struct hash store_current_questionnaire(const struct store *store)
{
    return store->questionnaire;
}

struct str store_device(const struct store *store)
{
    return store->device;
}

/* ---- settings ---- */

enum store_status store_get_setting(struct store *store, struct str key, struct arena *arena,
                                    struct str *value)
{
    *value = STR_EMPTY;
    enum store_status status = store_ready(store, DOING_READ);
    if (status != STORE_OK) {
        return status;
    }
    struct query query = db_query(store->db, "SELECT value FROM setting WHERE key = ?1");
    query_add_text(&query, key);
    if (query_next(&query)) {
        *value = store_str(arena, &query, 0);
    }
    return query_end(&query) ? STORE_OK : store_fail_db(store, DOING_READ);
}

struct query settings_under(struct db *db, struct str prefix)
{
    struct query query = db_query(db, "SELECT key, value FROM setting WHERE key >= ?1 AND "
                                      "substr(key, 1, length(?1)) = ?1 ORDER BY key");
    query_add_text(&query, prefix);
    return query;
}

struct setting {
    struct str key, value;
};

static enum store_status write_setting(struct store *store, void *context)
{
    const struct setting *setting = context;
    struct query query = db_query(store->db, "INSERT INTO setting (key, value) VALUES (?1, ?2) "
                                             "ON CONFLICT (key) DO UPDATE SET value = excluded.value");
    query_add_text(&query, setting->key);
    query_add_text(&query, setting->value);
    return query_run(&query) ? STORE_OK : store_fail_db(store, DOING_WRITE);
}

enum store_status store_set_setting(struct store *store, struct str key, struct str value)
{
    struct setting setting = {key, value};
    return store_write(store, &(struct work){.run = write_setting, .context = &setting});
}

enum store_status store_read_settings(struct store *store, struct str prefix,
                                      bool (*visit)(void *context, struct str rest, struct str value),
                                      void *context)
{
    enum store_status status = store_ready(store, DOING_READ);
    if (status != STORE_OK) {
        return status;
    }
    struct query query = settings_under(store->db, prefix);
    bool more = true;
    while (more && query_next(&query)) {
        struct str key = query_text(&query, 0);
        more = visit(context, str_slice(key, prefix.len, key.len), query_text(&query, 1));
    }
    return query_end(&query) ? STORE_OK : store_fail_db(store, DOING_READ);
}

#include "store/event_priv.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "store/write_priv.h"

/* ---- what is drawn once ---- */

/* From the seed where a simulated study asks for it, else from the system. */
static struct hash draw(const struct store_options *options, const char *purpose)
{
    if (!options->deterministic) {
        struct hash random;
        random_bytes(random.bytes, sizeof random.bytes);
        return random;
    }
    struct hasher hasher;
    hasher_start(&hasher);
    hasher_add_str(&hasher, str_from(purpose));
    hasher_add(&hasher, options->seed.bytes, HASH_BYTES);
    return hasher_end(&hasher);
}

static struct str device_name(const struct store_options *options, char text[HASH_HEX])
{
    struct hash drawn = draw(options, "veldwerk device");
    return str_slice(hash_hex(&drawn, text), 0, DEVICE_LETTERS);
}

/* ---- definitions ---- */

int64_t questionnaire_number(struct db *db, const struct hash *hash)
{
    static const struct hash zero;
    if (hash_equal(hash, &zero)) {
        return 0;
    }
    struct query query = db_query(db, "SELECT n FROM questionnaire WHERE hash = ?1");
    query_add_hash(&query, hash);
    int64_t n = query_next(&query) ? query_int(&query, 0) : 0;
    if (!query_end(&query) || n) {
        return n;
    }
    query = db_query(db, "INSERT INTO questionnaire (hash) VALUES (?1)");
    query_add_hash(&query, hash);
    return query_run(&query) ? db_last_row(db) : 0;
}

/* A version whose files are there already keeps them: the hash says that they are the same. */
static bool add_files(struct db *db, int64_t questionnaire, const struct definition_file *files, size_t n)
{
    bool good = questionnaire > 0;
    for (size_t i = 0; good && i < n; i++) {
        struct hash digest = texts_digest((struct str[]){files[i].path, files[i].bytes}, 2);
        struct query query =
            db_query(db, "INSERT INTO definition_file (questionnaire, position, path, bytes, digest) "
                         "VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT DO NOTHING");
        query_add_int(&query, questionnaire);
        query_add_int(&query, (int64_t)i);
        query_add_text(&query, files[i].path);
        query_add_blob(&query, files[i].bytes);
        query_add_hash(&query, &digest);
        good = query_run(&query);
    }
    return good;
}

struct definition {
    const struct definition_file *files;
    size_t n;
    const struct hash *questionnaire;
};

static enum store_status write_definition(struct store *store, void *context)
{
    const struct definition *definition = context;
    int64_t number = questionnaire_number(store->db, definition->questionnaire);
    if (!add_files(store->db, number, definition->files, definition->n)) {
        return store_fail_db(store, DOING_WRITE);
    }
    struct query query = db_query(store->db, "UPDATE study SET questionnaire = ?1");
    query_add_int(&query, number);
    return query_run(&query) ? STORE_OK : store_fail_db(store, DOING_WRITE);
}

enum store_status store_add_definition(struct store *store, const struct definition_file *files, size_t n,
                                       const struct hash *questionnaire)
{
    struct definition definition = {files, n, questionnaire};
    enum store_status status =
        store_write(store, &(struct work){.run = write_definition, .context = &definition});
    if (status == STORE_OK) {
        store->questionnaire = *questionnaire;
    }
    return status;
}

enum store_status store_definition(struct store *store, const struct hash *questionnaire, struct arena *arena,
                                   const struct definition_file **files, size_t *n)
{
    *files = NULL;
    *n = 0;
    enum store_status status = store_ready(store, DOING_READ);
    if (status != STORE_OK) {
        return status;
    }
    struct definition_file *list = NULL;
    size_t cap = 0;
    bool whole = true;
    struct query query = db_query(store->db, "SELECT f.path, f.bytes, f.digest FROM definition_file AS f "
                                             "JOIN questionnaire AS q ON q.n = f.questionnaire "
                                             "WHERE q.hash = ?1 ORDER BY f.position");
    query_add_hash(&query, questionnaire);
    while (query_next(&query)) {
        if (*n == cap) {
            struct definition_file *old = list;
            cap = cap ? 2 * cap : 32;
            list = ARENA_ARRAY(arena, cap, struct definition_file);
            memcpy(list, old ? old : list, *n * sizeof *list);
        }
        struct str texts[] = {store_str(arena, &query, 0), store_str(arena, &query, 1)};
        struct hash digest = texts_digest(texts, 2);
        struct hash stored = query_hash(&query, 2);
        whole = whole && hash_equal(&digest, &stored);
        list[(*n)++] = (struct definition_file){texts[0], texts[1]};
    }
    *files = list;
    if (!query_end(&query)) {
        return store_fail_db(store, DOING_READ);
    }
    if (!whole) {
        return store_fail(store, DOING_READ, STORE_DAMAGED, NULL);
    }
    return *n ? STORE_OK : store_fail(store, DOING_READ, STORE_NOT_FOUND, NULL);
}

/* ---- a new file ---- */

struct creation {
    const char *name;
    const struct definition_file *files;
    size_t files_n;
    const struct hash *questionnaire;
    const struct hash *seed;
};

static bool add_study(struct store *store, const struct creation *creation)
{
    char text[HASH_HEX];
    struct str device = device_name(&store->options, text);
    struct query query = db_query(store->db, "INSERT INTO device (id) VALUES (?1)");
    query_add_text(&query, device);
    if (!query_run(&query)) {
        return false;
    }
    int64_t device_n = db_last_row(store->db);
    int64_t number = questionnaire_number(store->db, creation->questionnaire);
    struct hash id = draw(&store->options, "veldwerk study");
    struct hash seed = draw(&store->options, "veldwerk orders");
    static const struct hash zero;
    bool given = creation->seed && !hash_equal(creation->seed, &zero);
    query = db_query(store->db, "INSERT INTO study (one, id, name, seed, created_ms, device, questionnaire) "
                                "VALUES (1, ?1, ?2, ?3, ?4, ?5, ?6)");
    query_add_hash(&query, &id);
    query_add_text(&query, str_from(creation->name));
    query_add_hash(&query, given ? creation->seed : &seed);
    query_add_int(&query, store->options.clock.wall_ms(store->options.clock.context));
    query_add_int(&query, device_n);
    query_add_int(&query, number);
    return query_run(&query) && add_files(store->db, number, creation->files, creation->files_n);
}

/* The file under its temporary name, complete and closed. */
static bool fill(struct store *store, const struct creation *creation)
{
    if (!db_begin_use(store->db) || !schema_create(store->db) || !db_begin(store->db)) {
        return false;
    }
    if (!add_study(store, creation) || !db_commit(store->db)) {
        db_rollback(store->db);
        return false;
    }
    return true;
}

static enum store_status create(struct store *store, const struct creation *creation)
{
    const char *name = NULL;
    enum store_status status = fault_check_folder(store->path, &name);
    if (status == STORE_OK && file_exists(store->path)) {
        status = STORE_EXISTS;
    }
    if (status != STORE_OK) {
        return store_fail(store, DOING_OPEN, status, name);
    }
    const char *temporary = NULL;
    status = place_temporary(store->scratch, store->path, &temporary);
    if (status != STORE_OK) {
        return store_fail(store, DOING_WRITE, status, NULL);
    }
    struct db_options options = {.path = temporary, .vfs = store->options.vfs, .create = true};
    store->db = db_open(&options);
    if (!fill(store, creation)) {
        status = store_fail_db(store, DOING_WRITE);
        unlink(temporary);
    }
    db_close(store->db);
    store->db = NULL;
    unlink(arena_format(store->scratch, "%s-journal", temporary).ptr);
    if (status != STORE_OK) {
        return status;
    }
    status = place_file(temporary, store->path, false);
    return status == STORE_OK ? STORE_OK : store_fail(store, DOING_WRITE, status, NULL);
}

enum store_status store_create(const char *path, const struct store_options *options, const char *name,
                               const struct definition_file *files, size_t files_n,
                               const struct hash *questionnaire, const struct hash *study_seed,
                               struct store **out, char message[512])
{
    *out = NULL;
    if (!hash_init()) {
        return fault_say(message, path, DOING_OPEN, STORE_REFUSED, "libsodium");
    }
    struct store *store = store_new(path, options);
    struct creation creation = {name, files, files_n, questionnaire, study_seed};
    enum store_status status = create(store, &creation);
    if (status != STORE_OK) {
        return store_deliver(store, status, out, message);
    }
    store_close(store);
    return store_open(path, options, out, message);
}

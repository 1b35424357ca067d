#include "store/folded_priv.h"
#include "store/search_priv.h"
#include "store/write_priv.h"

static bool write_folded(struct store *store, int64_t case_n, const struct folded *folded)
{
    bool good = true;
    for (size_t i = 0; good && i < folded->n; i++) {
        good = register_write(store->db, case_n, &folded->registers[i].change, folded->registers[i].event_n);
    }
    if (!good || case_n == 0) {
        return good;
    }
    return line_make(store->db, case_n) && line_write(store, case_n, &folded->line);
}

bool rebuild_caches(struct store *store)
{
    if (!db_run(store->db, "DELETE FROM register") || !db_run(store->db, "DELETE FROM line") ||
        !db_run(store->db, "DELETE FROM search") || !db_run(store->db, "DELETE FROM packed")) {
        return false;
    }
    struct folded *folded = folded_new();
    bool good = folded_read(folded, store, 0) && write_folded(store, 0, folded);
    struct query query = db_query(store->db, "SELECT n FROM cases ORDER BY n");
    while (good && query_next(&query)) {
        int64_t case_n = query_int(&query, 0);
        good = folded_read(folded, store, case_n) && write_folded(store, case_n, folded);
    }
    folded_free(folded);
    return query_end(&query) && good && search_add(store, 1, INT64_MAX);
}

static enum store_status run_rebuild(struct store *store, UNUSED void *context)
{
    return rebuild_caches(store) ? STORE_OK : store_fail_db(store, DOING_WRITE);
}

enum store_status store_rebuild(struct store *store)
{
    return store_write(store, &(struct work){.run = run_rebuild});
}

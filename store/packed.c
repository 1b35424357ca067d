#include "store/write_priv.h"

struct packing {
    struct str case_id, bytes;
};

static enum store_status write_packed(struct store *store, void *context)
{
    const struct packing *packing = context;
    int64_t case_n = case_number(store->db, packing->case_id);
    if (!case_n) {
        return case_unknown(store, DOING_WRITE, packing->case_id);
    }
    struct query query = db_query(store->db, "INSERT INTO packed (case_n, bytes) VALUES (?1, ?2) "
                                             "ON CONFLICT (case_n) DO UPDATE SET bytes = excluded.bytes");
    query_add_int(&query, case_n);
    query_add_blob(&query, packing->bytes);
    return query_run(&query) ? STORE_OK : store_fail_db(store, DOING_WRITE);
}

enum store_status store_put_packed(struct store *store, struct str case_id, struct str bytes)
{
    struct packing packing = {case_id, bytes};
    return store_write(store, &(struct work){.run = write_packed, .context = &packing});
}

enum store_status store_get_packed(struct store *store, struct str case_id, struct arena *arena,
                                   struct str *bytes)
{
    *bytes = STR_EMPTY;
    enum store_status status = store_ready(store, DOING_READ);
    if (status != STORE_OK) {
        return status;
    }
    struct query query =
        db_query(store->db, "SELECT p.bytes FROM packed AS p JOIN cases AS c ON c.n = p.case_n "
                            "WHERE c.id = ?1");
    query_add_text(&query, case_id);
    bool found = query_next(&query);
    if (found) {
        *bytes = store_str(arena, &query, 0);
    }
    if (!query_end(&query)) {
        return store_fail_db(store, DOING_READ);
    }
    return found ? STORE_OK : case_unknown(store, DOING_READ, case_id);
}

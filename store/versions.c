#include "store/store_priv.h"

/* Which versions of the questionnaire the study has seen. */

enum store_status store_versions(struct store *store, struct arena *arena, const struct hash **hashes,
                                 size_t *n)
{
    *hashes = NULL;
    *n = 0;
    enum store_status status = store_ready(store, DOING_READ);
    if (status != STORE_OK) {
        return status;
    }
    /* A version that an act names may be frozen elsewhere: other devices have files of their own. */
#define FROZEN "FROM questionnaire WHERE n IN (SELECT questionnaire FROM definition_file)"
    int64_t count = db_number(store->db, "SELECT count(*) " FROZEN);
    struct hash *list = ARENA_ARRAY(arena, (size_t)count, struct hash);
    struct query query = db_query(store->db, "SELECT hash " FROZEN " ORDER BY n");
    while ((int64_t)*n < count && query_next(&query)) {
        list[(*n)++] = query_hash(&query, 0);
    }
    *hashes = list;
    return query_end(&query) ? STORE_OK : store_fail_db(store, DOING_READ);
}

#include "store/store_priv.h"

/* store/schema.sql, made by the Makefile. */
static const char schema[] =
#include "store/schema.inc"
    ;

bool schema_create(struct db *db)
{
    if (!db_begin(db)) {
        return false;
    }
    if (!db_script(db, schema) || !db_commit(db)) {
        db_rollback(db);
        return false;
    }
    return true;
}

#include "store/claim_priv.h"
#include "store/write_priv.h"

#include <stdio.h>

/*
 * Named claims lie among the settings, "hold.UNDER.NAME" with "PID STARTED BOOT USER": they come and go with
 * their processes, and nothing is ever folded from them.
 */

/* The claims of `under` begin with this; NUL-terminated, in the scratch arena. */
static struct str hold_prefix(struct store *store, struct str under)
{
    return arena_format(store->scratch, "hold.%.*s.", STR_ARG(under));
}

static struct str owner_text(struct store *store, const struct owner *owner)
{
    return arena_format(store->scratch, "%lld %lld %s %.*s", (long long)owner->pid, (long long)owner->started,
                        owner->boot, STR_ARG(store->options.user));
}

/* False where nobody can have written it so: such a claim is nobody's. */
static bool owner_parse(struct str text, struct owner *owner, struct str *user)
{
    struct str pid;
    struct str started;
    struct str boot;
    *owner = (struct owner){0};
    if (!text.len || !str_split(&text, ' ', &pid) || !str_split(&text, ' ', &started) ||
        !str_split(&text, ' ', &boot) || !str_to_int64(pid, &owner->pid) ||
        !str_to_int64(started, &owner->started)) {
        return false;
    }
    snprintf(owner->boot, sizeof owner->boot, "%.*s", STR_ARG(boot));
    *user = text;
    return true;
}

static bool elsewhere(const struct owner *owner, const struct owner *self)
{
    return !owner_is(owner, self) && owner_alive(owner, self);
}

/* ---- taking ---- */

struct holding {
    struct str under;
    const struct str *names;
    size_t n;
    bool *held;
    struct owner self;
};

static bool setting_delete(struct store *store, struct str key)
{
    struct query query = db_query(store->db, "DELETE FROM setting WHERE key = ?1");
    query_add_text(&query, key);
    return query_run(&query);
}

/* Our own claims, and those of the dead. */
static bool drop_old(struct store *store, const struct holding *holding, struct str prefix)
{
    struct str old[64];
    size_t n;
    do {
        n = 0;
        struct query query = settings_under(store->db, prefix);
        while (n < sizeof old / sizeof *old && query_next(&query)) {
            struct owner owner;
            struct str user;
            if (!owner_parse(query_text(&query, 1), &owner, &user) || !elsewhere(&owner, &holding->self)) {
                old[n++] = store_str(store->scratch, &query, 0);
            }
        }
        if (!query_end(&query)) {
            return false;
        }
        for (size_t i = 0; i < n; i++) {
            if (!setting_delete(store, old[i])) {
                return false;
            }
        }
    } while (n == sizeof old / sizeof *old);
    return true;
}

static enum store_status run_hold(struct store *store, void *context)
{
    const struct holding *holding = context;
    struct str prefix = hold_prefix(store, holding->under);
    struct str self = owner_text(store, &holding->self);
    bool good = drop_old(store, holding, prefix);
    for (size_t i = 0; good && i < holding->n; i++) {
        struct query query = db_query(store->db, "INSERT INTO setting (key, value) VALUES (?1, ?2) "
                                                 "ON CONFLICT (key) DO NOTHING");
        query_add_text(&query,
                       arena_format(store->scratch, "%.*s%.*s", STR_ARG(prefix), STR_ARG(holding->names[i])));
        query_add_text(&query, self);
        good = query_run(&query);
        holding->held[i] = good && db_changes(store->db) > 0;
    }
    return good ? STORE_OK : store_fail_db(store, DOING_WRITE);
}

enum store_status store_hold(struct store *store, struct str under, const struct str *names, size_t n,
                             bool *held)
{
    struct holding holding = {under, names, n, held, owner_self()};
    return store_write(store, &(struct work){.run = run_hold, .context = &holding});
}

/* ---- looking ---- */

enum store_status store_read_holds(struct store *store, struct str under,
                                   bool (*visit)(void *context, struct str name, struct str user),
                                   void *context)
{
    enum store_status status = store_ready(store, DOING_READ);
    if (status != STORE_OK) {
        return status;
    }
    struct str prefix = hold_prefix(store, under);
    struct owner self = owner_self();
    struct query query = settings_under(store->db, prefix);
    bool more = true;
    while (more && query_next(&query)) {
        struct owner owner;
        struct str user;
        struct str key = query_text(&query, 0);
        if (owner_parse(query_text(&query, 1), &owner, &user) && elsewhere(&owner, &self)) {
            more = visit(context, str_slice(key, prefix.len, key.len), user);
        }
    }
    return query_end(&query) ? STORE_OK : store_fail_db(store, DOING_READ);
}

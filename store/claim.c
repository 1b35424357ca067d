#include "store/claim_priv.h"
#include "store/write_priv.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* ---- who is alive ---- */

/* Up to cap - 1 bytes of a small file of the system, NUL-terminated; empty when it cannot be read. */
static void read_small(const char *path, char *out, size_t cap)
{
    ssize_t got = -1;
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd >= 0) {
        got = read(fd, out, cap - 1);
        close(fd);
    }
    out[got > 0 ? got : 0] = '\0';
}

/* Field 22 of /proc/PID/stat. The name in field 2 may hold anything, so counting begins behind its last ')'.
 */
static int64_t started_of(int64_t pid)
{
    char path[64];
    char text[1024];
    snprintf(path, sizeof path, "/proc/%lld/stat", (long long)pid);
    read_small(path, text, sizeof text);
    const char *at = strrchr(text, ')');
    struct str rest = str_from(at ? at + 1 : "");
    rest = str_trim(rest);
    struct str field = STR_EMPTY;
    for (unsigned i = 3; i <= 22; i++) {
        if (!str_split(&rest, ' ', &field)) {
            return 0;
        }
    }
    int64_t started = 0;
    return str_to_int64(field, &started) ? started : 0;
}

struct owner owner_self(void)
{
    struct owner owner = {.pid = getpid()};
    owner.started = started_of(owner.pid);
    read_small("/proc/sys/kernel/random/boot_id", owner.boot, sizeof owner.boot);
    return owner;
}

bool owner_alive(const struct owner *owner, const struct owner *self)
{
    if (strcmp(owner->boot, self->boot) != 0) {
        return false;
    }
    if (kill((pid_t)owner->pid, 0) != 0 && errno == ESRCH) {
        return false;
    }
    int64_t started = started_of(owner->pid);
    return started == 0 || owner->started == 0 || started == owner->started;
}

bool owner_is(const struct owner *a, const struct owner *b)
{
    return a->pid == b->pid && a->started == b->started && strcmp(a->boot, b->boot) == 0;
}

/* ---- claims ---- */

struct claiming {
    struct str case_id;
    struct owner self;
};

/* The columns pid, started, boot from `column` on. */
static struct owner read_owner(struct query *query, int column)
{
    struct owner owner = {.pid = query_int(query, column), .started = query_int(query, column + 1)};
    snprintf(owner.boot, sizeof owner.boot, "%.*s", STR_ARG(query_text(query, column + 2)));
    return owner;
}

/* The living process that holds the case, if it is another one: its user and number as a text. */
static bool held_by(struct store *store, int64_t case_n, const struct owner *self, const char **who)
{
    *who = NULL;
    struct query query = db_query(store->db, "SELECT pid, started, boot, user FROM claim WHERE case_n = ?1");
    query_add_int(&query, case_n);
    if (query_next(&query)) {
        struct owner owner = read_owner(&query, 0);
        if (!owner_is(&owner, self) && owner_alive(&owner, self)) {
            *who = arena_format(store->scratch, "%.*s, pid %lld", STR_ARG(query_text(&query, 3)),
                                (long long)owner.pid)
                       .ptr;
        }
    }
    return query_end(&query);
}

static bool write_claim(struct store *store, int64_t case_n, const struct owner *self)
{
    struct query query =
        db_query(store->db, "INSERT INTO claim (case_n, device, pid, started, boot, user, since_ms) "
                            "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) ON CONFLICT (case_n) DO UPDATE SET "
                            "device = excluded.device, pid = excluded.pid, started = excluded.started, "
                            "boot = excluded.boot, user = excluded.user, since_ms = excluded.since_ms");
    query_add_int(&query, case_n);
    query_add_text(&query, store->device);
    query_add_int(&query, self->pid);
    query_add_int(&query, self->started);
    query_add_text(&query, str_from(self->boot));
    query_add_text(&query, store->options.user);
    query_add_int(&query, store->options.clock.wall_ms(store->options.clock.context));
    return query_run(&query);
}

static enum store_status run_claim(struct store *store, void *context)
{
    const struct claiming *claiming = context;
    int64_t case_n = case_number(store->db, claiming->case_id);
    if (!case_n) {
        return case_unknown(store, DOING_WRITE, claiming->case_id);
    }
    const char *who = NULL;
    if (!held_by(store, case_n, &claiming->self, &who)) {
        return store_fail_db(store, DOING_WRITE);
    }
    if (who) {
        return store_fail(store, DOING_WRITE, STORE_CLAIMED, who);
    }
    return write_claim(store, case_n, &claiming->self) ? STORE_OK : store_fail_db(store, DOING_WRITE);
}

enum store_status store_claim(struct store *store, struct str case_id)
{
    struct claiming claiming = {case_id, owner_self()};
    return store_write(store, &(struct work){.run = run_claim, .context = &claiming});
}

/* Only our own: a claim that another process took over since stays. */
static enum store_status run_release(struct store *store, void *context)
{
    const struct claiming *claiming = context;
    int64_t case_n = case_number(store->db, claiming->case_id);
    if (!case_n) {
        return case_unknown(store, DOING_WRITE, claiming->case_id);
    }
    struct query query =
        db_query(store->db, "DELETE FROM claim WHERE case_n = ?1 AND pid = ?2 AND started = ?3 "
                            "AND boot = ?4");
    query_add_int(&query, case_n);
    query_add_int(&query, claiming->self.pid);
    query_add_int(&query, claiming->self.started);
    query_add_text(&query, str_from(claiming->self.boot));
    return query_run(&query) ? STORE_OK : store_fail_db(store, DOING_WRITE);
}

enum store_status store_release(struct store *store, struct str case_id)
{
    struct claiming claiming = {case_id, owner_self()};
    return store_write(store, &(struct work){.run = run_release, .context = &claiming});
}

/* ---- a free case ---- */

/* Along the index of new cases, past those that somebody alive holds. */
#define FREE(where)                                                                                          \
    "SELECT l.id, k.pid, k.started, k.boot, k.case_n FROM line AS l LEFT JOIN claim AS k ON k.case_n = "     \
    "l.case_n "                                                                                              \
    "WHERE l.status = 0 " where "ORDER BY l.id"

enum store_status store_free_case(struct store *store, struct str group, struct arena *arena, struct str *id)
{
    *id = STR_EMPTY;
    enum store_status status = store_ready(store, DOING_READ);
    if (status != STORE_OK) {
        return status;
    }
    struct owner self = owner_self();
    struct query query =
        group.len ? db_query(store->db, FREE("AND l.grp = ?1 ")) : db_query(store->db, FREE(""));
    if (group.len) {
        query_add_text(&query, group);
    }
    bool found = false;
    while (!found && query_next(&query)) {
        struct owner owner = read_owner(&query, 1);
        found = query_is_null(&query, 4) || !owner_alive(&owner, &self);
        if (found) {
            *id = store_str(arena, &query, 0);
        }
    }
    if (!query_end(&query)) {
        return store_fail_db(store, DOING_READ);
    }
    return found ? STORE_OK : store_fail(store, DOING_READ, STORE_NOT_FOUND, NULL);
}

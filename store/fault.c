#include "store/store_priv.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/vfs.h>

#include "base/file.h"
#include "base/i18n.h"

/* What is said of each status. `technical`: the disk's or SQLite's own words go with it, for who must repair.
 */
static const struct {
    const char *text;
    bool about_file; /* "not saved: ..." stands before it */
    bool technical;
} words[STORE_STATUSES] = {
    [STORE_OK] = {N_("in orde"), false, false},
    [STORE_NOT_FOUND] = {N_("bestaat niet"), false, false},
    [STORE_EXISTS] = {N_("bestaat al"), false, false},
    [STORE_FULL] = {N_("de schijf is vol"), true, false},
    [STORE_READ_ONLY] = {N_("er is geen toestemming om in het studiebestand te schrijven"), true, false},
    [STORE_BUSY] = {N_("een ander programma houdt het studiebestand bezet"), true, false},
    [STORE_REPLACED] = {N_("het studiebestand is verplaatst, verwijderd of vervangen sinds het geopend werd"),
                        true, false},
    [STORE_IO] = {N_("de schijf geeft fouten"), true, true},
    [STORE_DAMAGED] = {N_("het bestand is beschadigd of geen studiebestand"), true, true},
    [STORE_FOREIGN] = {N_("het bestand is geen studie van dit programma, of van een nieuwere versie ervan"),
                       true, false},
    [STORE_CLAIMED] = {N_("dit interview is elders open"), false, false},
    [STORE_REFUSED] = {N_("geweigerd"), false, true},
    [STORE_UNSURE] =
        {N_("de schijf geeft fouten en het bestand is niet meer te openen: of het laatste antwoord "
            "bewaard is, kan niet gezegd worden voor de studie weer opengaat"),
         false, true},
};

static const char *const prefixes[] = {
    [DOING_READ] = N_("niet gelezen: "),
    [DOING_WRITE] = N_("niet bewaard: "),
    [DOING_OPEN] = N_("niet geopend: "),
};

const char *store_status_text(enum store_status status)
{
    return status < STORE_STATUSES ? tr(words[status].text) : "";
}

enum store_status fault_say(char message[512], const char *path, enum doing doing, enum store_status status,
                            const char *detail)
{
    if (!message) {
        return status;
    }
    const char *prefix = words[status].about_file ? tr(prefixes[doing]) : "";
    bool more = detail && *detail;
    snprintf(message, 512, "%.150s: %s%s%s%.150s%s", path, prefix, store_status_text(status),
             more ? " (" : "", more ? detail : "", more ? ")" : "");
    return status;
}

enum store_status store_fail(struct store *store, enum doing doing, enum store_status status,
                             const char *detail)
{
    return fault_say(store->message, store->path, doing, status, detail);
}

enum store_status store_fail_db(struct store *store, enum doing doing)
{
    /* STORE_OK: what failed was not the database, but what stands in it. */
    enum store_status status = db_status(store->db) == STORE_OK ? STORE_DAMAGED : db_status(store->db);
    return store_fail(store, doing, status, words[status].technical ? db_detail(store->db) : NULL);
}

const char *store_message(const struct store *store)
{
    return store->message;
}

enum store_status fault_of_errno(void)
{
    switch (errno) {
    case EEXIST:
        return STORE_EXISTS;
    case ENOSPC:
    case EDQUOT:
        return STORE_FULL;
    case EACCES:
    case EPERM:
    case EROFS:
        return STORE_READ_ONLY;
    case ENOENT:
    case ENOTDIR:
        return STORE_NOT_FOUND;
    default:
        return STORE_IO;
    }
}

/* ---- file systems ---- */

/* Locks and fsync of these cannot be relied on: network, and what is copied behind our back. From
 * linux/magic.h and statfs(2). */
static const struct {
    uint64_t type;
    const char *name;
} refused[] = {
    {0x6969, "NFS"},      {0x517B, "SMB"},      {0xFF534D42, "CIFS"}, {0xFE534D42, "SMB2"},
    {0x65735546, "FUSE"}, {0x01021997, "9P"},   {0x00C36400, "Ceph"}, {0x5346414F, "AFS"},
    {0x6B414653, "AFS"},  {0x73757245, "Coda"}, {0x564C, "NCP"},      {0x0BD00BD0, "Lustre"},
};

const char *fault_file_system(uint64_t type)
{
    for (size_t i = 0; i < ARRAY_LEN(refused); i++) {
        if (refused[i].type == type) {
            return refused[i].name;
        }
    }
    return NULL;
}

enum store_status fault_check_folder(const char *path, const char **name)
{
    struct arena *arena = arena_new();
    struct str folder = path_parent(str_from(path));
    folder = arena_copy(arena, folder.len ? folder : STR("."));
    struct statfs info;
    int code = statfs(folder.ptr, &info);
    int number = errno;
    arena_free(arena);
    errno = number;
    if (code != 0) {
        *name = "";
        return fault_of_errno();
    }
    /* f_type is signed and of another width on some machines: its low 32 bits are the number */
    *name = fault_file_system((uint64_t)info.f_type & 0xffffffff);
    return *name ? STORE_REFUSED : STORE_OK;
}

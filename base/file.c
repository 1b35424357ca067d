#include "base/file.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

/* With the system's reason, from errno. */
static bool fail(struct diags *diags, const char *code, struct str shown, const char *what)
{
    char reason[128] = "";
    if (strerror_r(errno, reason, sizeof reason) != 0) {
        reason[0] = '\0';
    }
    return diag_error(diags, code, (struct place){.file = shown}, "%s: %s", what, reason);
}

/* Reads until the end, because a file may grow or shrink after its size was asked. */
static bool read_all(int fd, char *bytes, size_t room, size_t *len)
{
    while (*len < room) {
        ssize_t got = read(fd, bytes + *len, room - *len);
        if (got < 0 && errno == EINTR) {
            continue;
        }
        if (got < 0) {
            return false;
        }
        if (got == 0) {
            break;
        }
        *len += (size_t)got;
    }
    return true;
}

static bool read_open(struct arena *arena, int fd, struct str shown, size_t limit, struct str *out,
                      struct diags *diags)
{
    struct place place = {.file = shown};
    struct stat info;
    if (fstat(fd, &info) != 0 || !S_ISREG(info.st_mode)) {
        return diag_error(diags, "F002", place, "not a regular file");
    }
    if ((uint64_t)info.st_size > limit) {
        return diag_error(diags, "F003", place, "larger than %zu bytes", limit);
    }
    size_t room = (size_t)info.st_size + 1;
    char *bytes = arena_array(arena, room + 1, 1);
    size_t len = 0;
    if (!read_all(fd, bytes, room, &len)) {
        return fail(diags, "F004", shown, "cannot be read");
    }
    if (len == room) {
        return diag_error(diags, "F004", place, "grew while it was read");
    }
    bytes[len] = '\0';
    *out = (struct str){bytes, len};
    return true;
}

bool file_read(struct arena *arena, const char *path, struct str shown, size_t limit, struct str *out,
               struct diags *diags)
{
    *out = STR_EMPTY;
    /* Without waiting, or a fifo would stop the program here. */
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    if (fd < 0) {
        return fail(diags, "F001", shown, "cannot be opened");
    }
    bool fine = read_open(arena, fd, shown, limit, out, diags);
    close(fd);
    return fine;
}

static bool write_all(int fd, struct str bytes)
{
    for (size_t done = 0; done < bytes.len;) {
        ssize_t wrote = write(fd, bytes.ptr + done, bytes.len - done);
        if (wrote < 0 && errno != EINTR) {
            return false;
        }
        done += wrote > 0 ? (size_t)wrote : 0;
    }
    return true;
}

/* A rename is on the disk only when its folder is. */
static bool sync_folder(const char *folder)
{
    int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0) {
        return false;
    }
    bool fine = fsync(fd) == 0;
    close(fd);
    return fine;
}

/* Writes and renames; what `temporary` names is gone afterwards in either case. */
static bool replace(int fd, const char *temporary, const char *path, struct str bytes)
{
    bool fine = fchmod(fd, 0600) == 0 && write_all(fd, bytes) && fsync(fd) == 0;
    /* close may report what write could not */
    fine = close(fd) == 0 && fine;
    fine = fine && rename(temporary, path) == 0;
    if (!fine) {
        int number = errno;
        unlink(temporary);
        errno = number;
    }
    return fine;
}

bool file_write(const char *path, struct str bytes, struct diags *diags)
{
    struct arena *arena = arena_new();
    struct str folder = path_parent(str_from(path));
    folder = arena_copy(arena, folder.len ? folder : STR("."));
    char *temporary = arena_array(arena, strlen(path) + sizeof ".XXXXXX", 1);
    memcpy(temporary, path, strlen(path));
    memcpy(temporary + strlen(path), ".XXXXXX", sizeof ".XXXXXX");
    bool fine = true;
    int fd = mkstemp(temporary);
    if (fd < 0) {
        fine = fail(diags, "F005", str_from(path), "cannot be written");
    } else if (!replace(fd, temporary, path, bytes)) {
        fine =
            fail(diags, "F005", str_from(path), "could not be written whole; what stood there is unchanged");
    } else if (!sync_folder(folder.ptr)) {
        fine = fail(diags, "F006", str_from(path), "written, but perhaps not yet on the disk");
    }
    arena_free(arena);
    return fine;
}

bool file_exists(const char *path)
{
    struct stat info;
    return stat(path, &info) == 0;
}

static bool make_one(const char *path)
{
    struct stat info;
    if (mkdir(path, 0700) == 0) {
        return true;
    }
    return errno == EEXIST && stat(path, &info) == 0 && S_ISDIR(info.st_mode);
}

bool folder_make(const char *path, struct diags *diags)
{
    struct arena *arena = arena_new();
    char *part = arena_array(arena, strlen(path) + 1, 1);
    bool fine = true;
    for (size_t i = 0; fine && path[i]; i++) {
        part[i] = path[i];
        bool end = path[i + 1] == '\0' || path[i + 1] == '/';
        if (end && path[i] != '/') {
            fine = make_one(part);
        }
    }
    if (!fine) {
        fail(diags, "F007", str_from(path), "the folder cannot be made");
    }
    arena_free(arena);
    return fine;
}

static int by_name(const void *a, const void *b)
{
    return str_compare(*(const struct str *)a, *(const struct str *)b);
}

static bool is_dots(const char *name)
{
    return name[0] == '.' && (name[1] == '\0' || (name[1] == '.' && name[2] == '\0'));
}

bool folder_list(struct arena *arena, const char *path, struct str **names, size_t *n)
{
    *names = NULL;
    *n = 0;
    DIR *folder = opendir(path);
    if (!folder) {
        return false;
    }
    struct str *found = NULL;
    size_t cap = 0;
    errno = 0;
    for (struct dirent *entry = readdir(folder); entry; entry = readdir(folder)) {
        if (is_dots(entry->d_name)) {
            continue;
        }
        if (*n == cap) {
            found = array_grow(found, &cap, sizeof *found);
        }
        found[(*n)++] = arena_copy(arena, str_from(entry->d_name));
        errno = 0;
    }
    bool fine = errno == 0;
    closedir(folder);
    if (*n) {
        qsort(found, *n, sizeof *found, by_name);
        *names = ARENA_ARRAY(arena, *n, struct str);
        memcpy(*names, found, *n * sizeof *found);
    }
    free(found);
    return fine;
}

bool path_inside(struct str path)
{
    enum { PATH_BYTES = 200 };
    if (path.len == 0 || path.len > PATH_BYTES || path.ptr[0] == '/') {
        return false;
    }
    if (memchr(path.ptr, '\0', path.len) || memchr(path.ptr, '\\', path.len)) {
        return false;
    }
    struct str part;
    while (str_split(&path, '/', &part)) {
        if (str_is(part, "..")) {
            return false;
        }
    }
    return true;
}

struct str path_join(struct arena *arena, struct str folder, struct str name)
{
    if (folder.len == 0) {
        return arena_copy(arena, name);
    }
    const char *slash = folder.ptr[folder.len - 1] == '/' ? "" : "/";
    return arena_format(arena, "%.*s%s%.*s", STR_ARG(folder), slash, STR_ARG(name));
}

struct str path_parent(struct str path)
{
    size_t end = path.len;
    while (end > 0 && path.ptr[end - 1] != '/') {
        end--;
    }
    while (end > 1 && path.ptr[end - 1] == '/') {
        end--;
    }
    return str_slice(path, 0, end);
}

int64_t disk_free(const char *path)
{
    struct statvfs info;
    if (statvfs(path, &info) != 0) {
        return -1;
    }
    uint64_t bytes = 0;
    if (__builtin_mul_overflow((uint64_t)info.f_bavail, (uint64_t)info.f_frsize, &bytes) ||
        bytes > INT64_MAX) {
        return INT64_MAX;
    }
    return (int64_t)bytes;
}

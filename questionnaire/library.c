#include "questionnaire/load.h"

#include <limits.h>
#include <stdlib.h>

#include "base/file.h"
#include "base/hash.h"
#include "codebook/ids.h"

enum { FILE_BYTES_MOST = 4 << 20 };

/* ---- folders on disk ------------------------------------------------------------------------- */

struct disk_library {
    struct arena *arena;
    struct str folder;    /* of the questionnaire */
    struct str project;   /* the nearest folder above with questionnaire/ and codebook/; may be empty */
    struct str installed; /* may be empty */
    struct str codebook;  /* replaces the codebook that the head names; may be empty */
};

static bool is_project(struct arena *arena, struct str folder)
{
    return file_exists(path_join(arena, folder, STR("questionnaire")).ptr) &&
           file_exists(path_join(arena, folder, STR("codebook")).ptr);
}

static struct str find_project(struct arena *arena, const char *folder)
{
    char *real = realpath(folder, NULL);
    struct str at = real ? arena_copy(arena, str_from(real)) : STR_EMPTY;
    free(real);
    while (at.len > 1) {
        at = arena_copy(arena, path_parent(at));
        if (at.len && is_project(arena, at)) {
            return at;
        }
        if (!at.len) {
            break;
        }
    }
    return STR_EMPTY;
}

struct disk_library *disk_library_open(struct arena *arena, const char *folder, const char *codebook,
                                       const char *installed)
{
    struct disk_library *disk = ARENA_NEW(arena, struct disk_library);
    disk->arena = arena;
    disk->folder = arena_copy(arena, str_from(folder));
    disk->project = find_project(arena, folder);
    disk->installed = arena_copy(arena, str_from(installed));
    disk->codebook = arena_copy(arena, str_from(codebook));
    return disk;
}

/* The file lies below the root, also after following links. */
static bool lies_below(const char *root, const char *path)
{
    char *real_root = realpath(root, NULL);
    char *real_path = realpath(path, NULL);
    bool below = false;
    if (real_root && real_path) {
        size_t len = strlen(real_root);
        below = strncmp(real_root, real_path, len) == 0 &&
                (real_path[len] == '/' || real_path[len] == '\0' || real_root[len - 1] == '/');
    }
    free(real_root);
    free(real_path);
    return below;
}

/* One root to look in: where, and which path there. */
struct root {
    struct str folder;
    struct str path;
};

enum { ROOTS_MOST = 3 };

static size_t roots_of(const struct disk_library *disk, struct str path, struct root roots[ROOTS_MOST])
{
    bool shared = str_starts(path, STR("codebook/"));
    size_t slash = str_find_char(path, '/', 9);
    bool frames = str_starts(path, STR("codebook/frames/"));
    if (disk->codebook.len && shared && !frames && slash < path.len) {
        roots[0] = (struct root){disk->codebook, str_slice(path, slash + 1, path.len)};
        return 1;
    }
    size_t n = 0;
    roots[n++] = (struct root){disk->folder, path};
    if (shared && disk->project.len) {
        roots[n++] = (struct root){disk->project, path};
    }
    if (shared && disk->installed.len) {
        roots[n++] = (struct root){disk->installed, path};
    }
    return n;
}

static bool disk_read(void *context, struct str path, struct str *bytes, struct diags *diags)
{
    const struct disk_library *disk = context;
    struct root roots[ROOTS_MOST];
    struct place place = {.file = path};
    if (!path_inside(path)) {
        return diag_error(diags, "E115", place, "this is not a path inside the project");
    }
    size_t n = roots_of(disk, path, roots);
    for (size_t i = 0; i < n; i++) {
        struct str full = path_join(disk->arena, roots[i].folder, roots[i].path);
        if (!file_exists(full.ptr)) {
            continue;
        }
        if (!lies_below(roots[i].folder.ptr, full.ptr)) {
            return diag_error(diags, "E115", place, "this is a link that leaves the folder %s",
                              roots[i].folder.ptr);
        }
        return file_read(disk->arena, full.ptr, path, FILE_BYTES_MOST, bytes, diags);
    }
    return false;
}

static size_t disk_list(void *context, struct str folder, struct str suffix, const struct str **paths)
{
    const struct disk_library *disk = context;
    struct str *names = NULL;
    size_t n = 0;
    struct str full = folder.len ? path_join(disk->arena, disk->folder, folder) : disk->folder;
    *paths = NULL;
    if ((folder.len && !path_inside(folder)) || !folder_list(disk->arena, full.ptr, &names, &n)) {
        return 0;
    }
    struct str *kept = ARENA_ARRAY(disk->arena, n, struct str);
    size_t kept_n = 0;
    for (size_t i = 0; i < n; i++) {
        if (str_ends(names[i], suffix)) {
            kept[kept_n++] = folder.len ? path_join(disk->arena, folder, names[i]) : names[i];
        }
    }
    *paths = kept;
    return kept_n;
}

struct str disk_library_path(const struct disk_library *disk, struct arena *arena, struct str path)
{
    struct root roots[ROOTS_MOST];
    size_t n = path.len && path_inside(path) ? roots_of(disk, path, roots) : 0;
    for (size_t i = 0; i < n; i++) {
        struct str full = path_join(arena, roots[i].folder, roots[i].path);
        if (file_exists(full.ptr)) {
            return full;
        }
    }
    return n ? path_join(arena, roots[0].folder, roots[0].path) : path;
}

void disk_library_show(const struct disk_library *disk, struct diags *diags)
{
    for (size_t i = 0; i < diags->n; i++) {
        struct place *place = &diags->items[i].place;
        place->file = disk_library_path(disk, diags->arena, place->file);
    }
}

struct library disk_library(struct disk_library *disk)
{
    return (struct library){disk_read, disk_list, disk};
}

/* ---- files in memory ------------------------------------------------------------------------- */

struct frozen {
    struct arena *arena;
    const struct definition_file *files;
    size_t n;
    struct ids paths;
};

static bool frozen_read(void *context, struct str path, struct str *bytes, struct diags *diags)
{
    const struct frozen *frozen = context;
    uint32_t at = 0;
    (void)diags;
    if (!ids_find(&frozen->paths, path, &at)) {
        return false;
    }
    *bytes = frozen->files[at].bytes;
    return true;
}

static int by_text(const void *left, const void *right)
{
    return str_compare(*(const struct str *)left, *(const struct str *)right);
}

static bool lies_in(struct str path, struct str folder, struct str suffix)
{
    if (!str_starts(path, folder) || !str_ends(path, suffix)) {
        return false;
    }
    size_t from = folder.len;
    if (folder.len) {
        if (from >= path.len || path.ptr[from] != '/') {
            return false;
        }
        from++;
    }
    return from < path.len && str_find_char(path, '/', from) == path.len;
}

static size_t frozen_list(void *context, struct str folder, struct str suffix, const struct str **paths)
{
    const struct frozen *frozen = context;
    struct str *kept = ARENA_ARRAY(frozen->arena, frozen->n, struct str);
    size_t n = 0;
    for (size_t i = 0; i < frozen->n; i++) {
        if (lies_in(frozen->files[i].path, folder, suffix)) {
            kept[n++] = frozen->files[i].path;
        }
    }
    if (n) {
        qsort(kept, n, sizeof *kept, by_text);
    }
    *paths = kept;
    return n;
}

struct library frozen_library(struct arena *arena, const struct definition_file *files, size_t n)
{
    struct frozen *frozen = ARENA_NEW(arena, struct frozen);
    frozen->arena = arena;
    frozen->files = files;
    frozen->n = n;
    frozen->paths.arena = arena;
    ids_reserve(&frozen->paths, n);
    for (size_t i = 0; i < n; i++) {
        (void)ids_add(&frozen->paths, files[i].path, (uint32_t)i);
    }
    return (struct library){frozen_read, frozen_list, frozen};
}

/* ---- hash ------------------------------------------------------------------------------------ */

static int by_path(const void *left, const void *right)
{
    const struct definition_file *const *a = left;
    const struct definition_file *const *b = right;
    return str_compare((*a)->path, (*b)->path);
}

struct hash definition_hash(const struct definition_file *files, size_t n)
{
    struct arena *scratch = arena_new();
    const struct definition_file **order = ARENA_ARRAY(scratch, n, const struct definition_file *);
    for (size_t i = 0; i < n; i++) {
        order[i] = &files[i];
    }
    if (n) {
        qsort(order, n, sizeof *order, by_path);
    }
    struct hasher hasher;
    hasher_start(&hasher);
    for (size_t i = 0; i < n; i++) {
        hasher_add_str(&hasher, order[i]->path);
        hasher_add_str(&hasher, order[i]->bytes);
    }
    struct hash hash = hasher_end(&hasher);
    arena_free(scratch);
    return hash;
}

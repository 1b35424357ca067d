#include "tests/support/tmp.h"

#include <setjmp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/file.h"

void tmp_open(struct tmp *tmp)
{
    const char *base = getenv("TMPDIR");
    int len = snprintf(tmp->path, sizeof tmp->path, "%s/veldwerk-test.XXXXXX", base && *base ? base : "/tmp");
    assert_in_range(len, 1, sizeof tmp->path - 1);
    assert_non_null(mkdtemp(tmp->path));
}

static void remove_all(const char *path)
{
    struct stat info;
    assert_int_equal(lstat(path, &info), 0);
    if (!S_ISDIR(info.st_mode)) {
        assert_int_equal(unlink(path), 0);
        return;
    }
    struct arena *arena = arena_new();
    struct str *names = NULL;
    size_t n = 0;
    assert_int_equal(chmod(path, 0700), 0); /* a test may have taken the right away */
    assert_true(folder_list(arena, path, &names, &n));
    for (size_t i = 0; i < n; i++) {
        remove_all(path_join(arena, str_from(path), names[i]).ptr);
    }
    arena_free(arena);
    assert_int_equal(rmdir(path), 0);
}

void tmp_close(struct tmp *tmp)
{
    remove_all(tmp->path);
}

const char *tmp_path(struct tmp *tmp, const char *name)
{
    int len = snprintf(tmp->joined, sizeof tmp->joined, "%s/%s", tmp->path, name);
    assert_in_range(len, 1, sizeof tmp->joined - 1);
    return tmp->joined;
}

const char *tmp_write(struct tmp *tmp, const char *name, struct str bytes)
{
    struct arena *arena = arena_new();
    const char *path = tmp_path(tmp, name);
    struct str folder = arena_copy(arena, path_parent(str_from(path)));
    assert_true(folder_make(folder.ptr, NULL));
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(bytes.ptr ? bytes.ptr : "", 1, bytes.len, file), bytes.len);
    assert_int_equal(fclose(file), 0);
    arena_free(arena);
    return path;
}

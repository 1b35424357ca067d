#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/file.h"
#include "tests/support/rows.h"
#include "tests/support/tmp.h"

struct world {
    struct tmp tmp;
    struct arena *arena;
    struct diags *diags;
};

static struct world begin(void)
{
    struct world w = {.arena = arena_new(), .diags = diags_new()};
    tmp_open(&w.tmp);
    return w;
}

static void end(struct world *w)
{
    tmp_close(&w->tmp);
    diags_free(w->diags);
    arena_free(w->arena);
}

/* Reads a name in the folder and gives its bytes, or the code of the first error. */
static struct str read_or_code(struct world *w, const char *name, size_t limit)
{
    struct str out;
    diags_free(w->diags);
    w->diags = diags_new();
    if (file_read(w->arena, tmp_path(&w->tmp, name), STR("shown"), limit, &out, w->diags)) {
        assert_int_equal(w->diags->n, 0);
        assert_int_equal(out.ptr[out.len], '\0');
        return out;
    }
    assert_int_equal(w->diags->errors, 1);
    assert_int_equal(out.len, 0);
    assert_true(str_is(w->diags->items[0].place.file, "shown"));
    return str_from(w->diags->items[0].code);
}

static void reads_regular_files_only(void **state UNUSED)
{
    struct world w = begin();
    tmp_write(&w.tmp, "a", STR("one\0two"));
    tmp_write(&w.tmp, "empty", STR(""));
    tmp_write(&w.tmp, "folder/x", STR("x"));
    assert_int_equal(mkfifo(tmp_path(&w.tmp, "fifo"), 0600), 0);
    assert_int_equal(symlink("a", tmp_path(&w.tmp, "link")), 0);
    assert_int_equal(symlink("/dev/zero", tmp_path(&w.tmp, "device")), 0);
    assert_true(str_equal(read_or_code(&w, "a", 7), STR("one\0two")));
    assert_true(str_equal(read_or_code(&w, "link", 7), STR("one\0two")));
    assert_int_equal(read_or_code(&w, "empty", 0).len, 0);
    assert_true(str_is(read_or_code(&w, "a", 6), "F003"));
    assert_true(str_is(read_or_code(&w, "missing", 7), "F001"));
    assert_non_null(strstr(w.diags->items[0].text.ptr, "No such file"));
    assert_true(str_is(read_or_code(&w, "folder", 7), "F002"));
    assert_true(str_is(read_or_code(&w, "fifo", 7), "F002"));
    assert_true(str_is(read_or_code(&w, "device", 7), "F002"));
    /* Says it is empty, and is not. */
    struct str out;
    assert_false(file_read(w.arena, "/proc/self/status", STR("p"), 1 << 20, &out, NULL));
    end(&w);
}

static size_t count_files(struct world *w, const char *name)
{
    struct str *names = NULL;
    size_t n = 0;
    assert_true(folder_list(w->arena, tmp_path(&w->tmp, name), &names, &n));
    return n;
}

static void writes_whole_or_not_at_all(void **state UNUSED)
{
    struct world w = begin();
    assert_true(file_write(tmp_path(&w.tmp, "a"), STR("one"), w.diags));
    assert_true(file_write(tmp_path(&w.tmp, "a"), STR("two and more"), w.diags));
    assert_true(str_is(read_or_code(&w, "a", 100), "two and more"));
    assert_true(file_write(tmp_path(&w.tmp, "a"), STR(""), w.diags));
    assert_int_equal(read_or_code(&w, "a", 100).len, 0);
    assert_int_equal(count_files(&w, "."), 1); /* nothing temporary is left */
    struct stat info;
    assert_int_equal(stat(tmp_path(&w.tmp, "a"), &info), 0);
    assert_int_equal(info.st_mode & 0777, 0600);
    /* A folder with something in it stands in the way: neither it nor a temporary file changes. */
    tmp_write(&w.tmp, "b/x", STR("x"));
    assert_false(file_write(tmp_path(&w.tmp, "b"), STR("y"), w.diags));
    assert_string_equal(w.diags->items[0].code, "F005");
    assert_int_equal(count_files(&w, "."), 2);
    assert_int_equal(count_files(&w, "b"), 1);
    assert_false(file_write(tmp_path(&w.tmp, "no/such/folder"), STR("y"), NULL));
    /* In the folder one stands in, by a name without slash. */
    char here[512];
    assert_non_null(getcwd(here, sizeof here));
    assert_int_equal(chdir(w.tmp.path), 0);
    assert_true(file_write("plain", STR("z"), w.diags));
    assert_int_equal(chdir(here), 0);
    assert_true(str_is(read_or_code(&w, "plain", 100), "z"));
    end(&w);
}

/* The disk that is always full: nothing can be written, what stood there stays. */
static void tells_when_writing_fails(void **state UNUSED)
{
    struct diags *diags = diags_new();
    assert_false(file_write("/proc/veldwerk-test", STR("x"), diags));
    assert_string_equal(diags->items[0].code, "F005");
    assert_true(str_is(diags->items[0].place.file, "/proc/veldwerk-test"));
    diags_free(diags);
}

static void makes_and_lists_folders(void **state UNUSED)
{
    struct world w = begin();
    assert_true(folder_make(tmp_path(&w.tmp, "a/b//c/"), w.diags));
    assert_true(folder_make(tmp_path(&w.tmp, "a/b/c"), w.diags)); /* there already */
    struct stat info;
    assert_int_equal(stat(tmp_path(&w.tmp, "a/b/c"), &info), 0);
    assert_true(S_ISDIR(info.st_mode));
    assert_int_equal(info.st_mode & 0777, 0700);
    const char *const names[] = {"z", "B", "a", ".hidden", "\xC3\xA9"};
    for (size_t i = 0; i < ARRAY_LEN(names); i++) {
        struct str name = arena_format(w.arena, "a/b/c/%s", names[i]);
        tmp_write(&w.tmp, name.ptr, STR("x"));
    }
    assert_false(folder_make(tmp_path(&w.tmp, "a/b/c/z/y"), w.diags)); /* a file stands in the way */
    assert_string_equal(w.diags->items[0].code, "F007");
    struct str *found = NULL;
    size_t n = 0;
    assert_true(folder_list(w.arena, tmp_path(&w.tmp, "a/b/c"), &found, &n));
    assert_int_equal(n, 5);
    const char *const sorted[] = {".hidden", "B", "a", "z", "\xC3\xA9"};
    for (size_t i = 0; i < n; i++) {
        assert_true(str_is(found[i], sorted[i]));
    }
    assert_false(folder_list(w.arena, tmp_path(&w.tmp, "missing"), &found, &n));
    assert_int_equal(n, 0);
    assert_true(folder_make(tmp_path(&w.tmp, "none"), NULL));
    assert_true(folder_list(w.arena, tmp_path(&w.tmp, "none"), &found, &n));
    assert_int_equal(n, 0);
    assert_true(file_exists(tmp_path(&w.tmp, "none")));
    assert_false(file_exists(tmp_path(&w.tmp, "nothing")));
    assert_true(disk_free(w.tmp.path) > 0);
    assert_int_equal(disk_free(tmp_path(&w.tmp, "nothing")), -1);
    end(&w);
}

static void paths_stay_inside(void **state UNUSED)
{
    static const struct {
        struct str path;
        bool inside;
    } rows[] = {
        {STR("a"), true},          {STR("a/b.yaml"), true}, {STR("a..b/..c/d.."), true}, {STR("./a"), true},
        {STR(""), false},          {STR("/a"), false},      {STR(".."), false},          {STR("../a"), false},
        {STR("a/../../b"), false}, {STR("a/.."), false},    {STR("a/../b"), false},      {STR("a\\b"), false},
        {STR("a\0b"), false},      {STR("a//b"), true},     {STR("..."), true},          {STR("a/"), true},
    };
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        if (path_inside(rows[i].path) != rows[i].inside) {
            fail_msg("%.*s", STR_ARG(rows[i].path));
        }
    }
    char big[201];
    memset(big, 'a', sizeof big);
    assert_true(path_inside((struct str){big, 200}));
    assert_false(path_inside((struct str){big, 201}));
}

static void joins_and_parts_paths(void **state UNUSED)
{
    struct arena *arena = arena_new();
    assert_string_equal(path_join(arena, STR("a"), STR("b")).ptr, "a/b");
    assert_string_equal(path_join(arena, STR("a/"), STR("b")).ptr, "a/b");
    assert_string_equal(path_join(arena, STR("/"), STR("b")).ptr, "/b");
    assert_string_equal(path_join(arena, STR(""), STR("b")).ptr, "b");
    assert_true(str_is(path_parent(STR("a/b/c")), "a/b"));
    assert_true(str_is(path_parent(STR("a//c")), "a"));
    assert_true(str_is(path_parent(STR("/c")), "/"));
    assert_int_equal(path_parent(STR("c")).len, 0);
    assert_int_equal(path_parent(STR("")).len, 0);
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_regular_files_only), cmocka_unit_test(writes_whole_or_not_at_all),
        cmocka_unit_test(tells_when_writing_fails), cmocka_unit_test(makes_and_lists_folders),
        cmocka_unit_test(paths_stay_inside),        cmocka_unit_test(joins_and_parts_paths),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

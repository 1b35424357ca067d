#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/buf.h"

static void gives_zeroed_and_aligned(void **state UNUSED)
{
    struct arena *arena = arena_new();
    for (size_t size = 0; size < 3000; size += 7) {
        unsigned char *block = arena_alloc(arena, size);
        size_t align = size % _Alignof(max_align_t) ? 8 : _Alignof(max_align_t);
        assert_int_equal((uintptr_t)block % align, 0);
        for (size_t i = 0; i < size; i++) {
            assert_int_equal(block[i], 0);
        }
        memset(block, 0xFF, size);
        assert_non_null(arena_copy(arena, STR("x")).ptr); /* one odd byte in between */
    }
    arena_free(arena);
}

static void counts_and_resets(void **state UNUSED)
{
    struct arena *arena = arena_new();
    void *first = arena_alloc(arena, 16);
    assert_int_equal(arena_used(arena), 16);
    memset(arena_alloc(arena, (size_t)3 << 20), 1, (size_t)3 << 20);
    memset(arena_array(arena, 1000, 8), 1, 8000);
    assert_int_equal(arena_used(arena), 16 + ((size_t)3 << 20) + 8000);
    memset(first, 1, 16);
    arena_reset(arena);
    assert_int_equal(arena_used(arena), 0);
    unsigned char *again = arena_alloc(arena, 16);
    assert_ptr_equal(again, first);
    assert_int_equal(again[0], 0);
    arena_free(arena);
    arena_free(NULL);
}

static void copies_with_a_nul(void **state UNUSED)
{
    struct arena *arena = arena_new();
    struct str copy = arena_copy(arena, str_slice(STR("veldwerk"), 0, 4));
    assert_string_equal(copy.ptr, "veld");
    assert_int_equal(copy.len, 4);
    assert_string_equal(arena_copy(arena, (struct str){NULL, 0}).ptr, "");
    struct str text = arena_format(arena, "%s %d", "werk", 7);
    assert_string_equal(text.ptr, "werk 7");
    assert_int_equal(text.len, 6);
    arena_free(arena);
}

static void grows_arrays(void **state UNUSED)
{
    int *items = NULL;
    size_t cap = 0;
    for (int n = 0; n < 1000; n++) {
        if ((size_t)n == cap) {
            items = array_grow(items, &cap, sizeof *items);
        }
        items[n] = n;
    }
    assert_int_equal(cap, 1024);
    assert_int_equal(items[999], 999);
    free(items);
}

static void overflow_in_array(void)
{
    struct arena *arena = arena_new();
    void *block = arena_array(arena, SIZE_MAX / 2, 4);
    _exit(block ? 0 : 1);
}

static void overflow_in_realloc(void)
{
    void *block = mem_realloc(NULL, SIZE_MAX / 2, 4);
    _exit(block ? 0 : 1);
}

/* Runs `act` in a child; gives its exit code and what it wrote to standard error. */
static int exit_of(void (*act)(void), char *said, size_t room)
{
    int ends[2];
    assert_int_equal(pipe(ends), 0);
    pid_t child = fork();
    if (child == 0) {
        dup2(ends[1], STDERR_FILENO);
        act();
        _exit(0);
    }
    close(ends[1]);
    size_t len = 0;
    for (ssize_t got = 1; got > 0 && len + 1 < room; len += got > 0 ? (size_t)got : 0) {
        got = read(ends[0], said + len, room - 1 - len);
    }
    said[len] = '\0';
    close(ends[0]);
    int status = 0;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFEXITED(status));
    return WEXITSTATUS(status);
}

static void dies_when_out_of_memory(void **state UNUSED)
{
    char said[200];
    assert_int_equal(exit_of(mem_die, said, sizeof said), 74);
    assert_non_null(strstr(said, "out of memory; everything shown as saved is on disk"));
    assert_int_equal(exit_of(overflow_in_array, said, sizeof said), 74);
    assert_int_equal(exit_of(overflow_in_realloc, said, sizeof said), 74);
}

static void buf_grows_to_its_limit(void **state UNUSED)
{
    struct buf buf = buf_new(10);
    assert_int_equal(buf_str(&buf).len, 0);
    buf_add(&buf, STR("veld"));
    buf_add_text(&buf, "werk");
    buf_add_char(&buf, '!');
    assert_string_equal(buf.ptr, "veldwerk!");
    assert_false(buf.full);
    buf_add(&buf, STR("ab")); /* one too many: nothing of it is kept */
    assert_true(buf.full);
    buf_add_char(&buf, 'a');
    assert_string_equal(buf.ptr, "veldwerk!");
    assert_int_equal(buf.len, 9);
    buf_clear(&buf);
    assert_false(buf.full);
    assert_string_equal(buf.ptr, "");
    buf_format(&buf, "%d-%s", 12, "abc");
    assert_string_equal(buf.ptr, "12-abc");
    buf_format(&buf, "%05d", 1);
    assert_true(buf.full);
    assert_string_equal(buf.ptr, "12-abc");
    buf_free(&buf);
    assert_null(buf.ptr);
    buf_add_text(&buf, "0123456789"); /* exactly the limit */
    assert_false(buf.full);
    buf_free(&buf);
}

static void buf_takes_code_points(void **state UNUSED)
{
    struct buf buf = buf_new(1000);
    buf_add_code_point(&buf, 'a');
    buf_add_code_point(&buf, 0xE9);
    buf_add_code_point(&buf, 0x20AC);
    buf_add_code_point(&buf, 0x1F600);
    buf_add_code_point(&buf, 0xD800);
    assert_string_equal(buf.ptr, "a\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80");
    for (int i = 0; i < 90; i++) {
        buf_add_text(&buf, "0123456789");
    }
    assert_int_equal(buf.len, 910);
    buf_free(&buf);
    for (size_t n = 1; n <= 1000; n++) { /* by one, so that each size it grows to is met exactly */
        buf_add_char(&buf, 'x');
        assert_true(buf.cap > n && buf.ptr[n] == '\0');
    }
    buf_free(&buf);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(gives_zeroed_and_aligned), cmocka_unit_test(counts_and_resets),
        cmocka_unit_test(copies_with_a_nul),        cmocka_unit_test(grows_arrays),
        cmocka_unit_test(dies_when_out_of_memory),  cmocka_unit_test(buf_grows_to_its_limit),
        cmocka_unit_test(buf_takes_code_points),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

#include "base/arena.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

enum { CHUNK_FIRST = 4096, CHUNK_MAX = 4 << 20, HUGE_PAGE = 2 << 20, EXIT_IO = 74 };

/* Chunks are a list, newest first; the oldest survives a reset. */
struct chunk {
    struct chunk *before;
    size_t size;
    size_t used;
    _Alignas(max_align_t) unsigned char bytes[];
};

struct arena {
    struct chunk *newest;
    size_t handed_out;
};

void mem_die(void)
{
    static const char text[] = "veldwerk: out of memory; everything shown as saved is on disk\n";
    /* write, not stdio: stdio may want memory. When it fails there is nobody left to tell. */
    ssize_t written = write(STDERR_FILENO, text, sizeof text - 1);
    (void)written;
    _exit(EXIT_IO);
}

void *mem_alloc(size_t size)
{
    void *block = malloc(size ? size : 1);
    if (!block) {
        mem_die();
    }
    return block;
}

void *mem_realloc(void *ptr, size_t count, size_t size)
{
    size_t bytes = 0;
    if (__builtin_mul_overflow(count, size, &bytes)) {
        mem_die();
    }
    void *block = realloc(ptr, bytes ? bytes : 1);
    if (!block) {
        mem_die();
    }
    return block;
}

void *array_grow(void *items, size_t *cap, size_t size)
{
    size_t wanted = 8;
    if (*cap && __builtin_mul_overflow(*cap, (size_t)2, &wanted)) {
        mem_die();
    }
    void *block = mem_realloc(items, wanted, size);
    *cap = wanted;
    return block;
}

/* Whole large pages: a page fault for each 4 KB would take longer than what is put there. */
static void *huge_alloc(size_t *bytes)
{
    if (__builtin_add_overflow(*bytes, (size_t)HUGE_PAGE - 1, bytes)) {
        mem_die();
    }
    *bytes &= ~((size_t)HUGE_PAGE - 1);
    void *block = aligned_alloc(HUGE_PAGE, *bytes);
    if (!block) {
        mem_die();
    }
#ifdef MADV_HUGEPAGE
    (void)madvise(block, *bytes, MADV_HUGEPAGE); /* a wish; without it pages are small */
#endif
    return block;
}

static struct chunk *chunk_new(struct chunk *before, size_t size)
{
    size_t bytes = 0;
    if (__builtin_add_overflow(size, sizeof(struct chunk), &bytes)) {
        mem_die();
    }
    struct chunk *chunk = bytes < CHUNK_MAX ? mem_alloc(bytes) : huge_alloc(&bytes);
    chunk->before = before;
    chunk->size = bytes - sizeof(struct chunk);
    chunk->used = 0;
    return chunk;
}

struct arena *arena_new(void)
{
    struct arena *arena = mem_alloc(sizeof *arena);
    arena->newest = chunk_new(NULL, CHUNK_FIRST);
    arena->handed_out = 0;
    return arena;
}

void arena_reset(struct arena *arena)
{
    struct chunk *chunk = arena->newest;
    while (chunk->before) {
        struct chunk *before = chunk->before;
        free(chunk);
        chunk = before;
    }
    chunk->used = 0;
    arena->newest = chunk;
    arena->handed_out = 0;
}

void arena_free(struct arena *arena)
{
    if (!arena) {
        return;
    }
    arena_reset(arena);
    free(arena->newest);
    free(arena);
}

size_t arena_used(const struct arena *arena)
{
    return arena->handed_out;
}

static void arena_more(struct arena *arena, size_t size)
{
    size_t most = CHUNK_MAX - sizeof(struct chunk);
    size_t next = arena->newest->size < most / 2 ? arena->newest->size * 2 : most;
    arena->newest = chunk_new(arena->newest, next > size ? next : size);
}

static void *arena_take(struct arena *arena, size_t size, size_t align)
{
    struct chunk *chunk = arena->newest;
    size_t at = (chunk->used + align - 1) & ~(align - 1);
    if (at > chunk->size || size > chunk->size - at) {
        arena_more(arena, size);
        chunk = arena->newest;
        at = 0;
    }
    chunk->used = at + size;
    arena->handed_out += size;
    return chunk->bytes + at;
}

void *arena_alloc(struct arena *arena, size_t size)
{
    /* A size is a multiple of its type's alignment: rounding 56 bytes up to 64 would be an eighth of the tree
     * of a questionnaire. */
    size_t align = size % _Alignof(max_align_t) ? _Alignof(uint64_t) : _Alignof(max_align_t);
    void *block = arena_take(arena, size, align);
    return memset(block, 0, size);
}

void *arena_array(struct arena *arena, size_t count, size_t size)
{
    size_t bytes = 0;
    if (__builtin_mul_overflow(count, size, &bytes)) {
        mem_die();
    }
    return arena_alloc(arena, bytes);
}

struct str arena_copy(struct arena *arena, struct str s)
{
    size_t bytes = 0;
    if (__builtin_add_overflow(s.len, (size_t)1, &bytes)) {
        mem_die();
    }
    char *copy = arena_take(arena, bytes, 1);
    if (s.len) {
        memcpy(copy, s.ptr, s.len);
    }
    copy[s.len] = '\0';
    return (struct str){copy, s.len};
}

struct str arena_vformat(struct arena *arena, const char *format, va_list args)
{
    va_list again;
    va_copy(again, args);
    int len = vsnprintf(NULL, 0, format, args);
    struct str out = STR_EMPTY;
    if (len >= 0) {
        char *text = arena_take(arena, (size_t)len + 1, 1);
        vsnprintf(text, (size_t)len + 1, format, again);
        out = (struct str){text, (size_t)len};
    }
    va_end(again);
    return out;
}

struct str arena_format(struct arena *arena, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    struct str out = arena_vformat(arena, format, args);
    va_end(args);
    return out;
}

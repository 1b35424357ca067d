#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include <stdarg.h>
#include <stddef.h>

#include "base/attr.h"
#include "base/str.h"

/*
 * Memory by lifetime: one arena per loaded questionnaire, per case, per frame on screen. What is
 * taken from it is zeroed, aligned for any type of that size, and freed with the whole arena.
 *
 * Out of memory ends the program with a message and exit code 74 (see mem_die): every answer shown
 * as saved is on disk by then, so there is nothing to rescue and no caller has to test for NULL.
 */
struct arena;

NODISCARD struct arena *arena_new(void);
void arena_free(struct arena *arena); /* NULL is fine */
/* Frees all but the first chunk; for scratch arenas that serve once per key press. */
void arena_reset(struct arena *arena);
/* Bytes handed out since arena_new or arena_reset. */
size_t arena_used(const struct arena *arena);

NODISCARD void *arena_alloc(struct arena *arena, size_t size);
/* count * size, overflow ends the program as out of memory does. */
NODISCARD void *arena_array(struct arena *arena, size_t count, size_t size);
#define ARENA_NEW(arena, type)          ((type *)arena_alloc((arena), sizeof(type)))
#define ARENA_ARRAY(arena, count, type) ((type *)arena_array((arena), (count), sizeof(type)))

/* A copy in the arena, with a NUL behind it (so .ptr may go to C library calls). */
NODISCARD struct str arena_copy(struct arena *arena, struct str s);
NODISCARD struct str arena_format(struct arena *arena, const char *format, ...) PRINTF(2, 3);
NODISCARD struct str arena_vformat(struct arena *arena, const char *format, va_list args) PRINTF(2, 0);

/* malloc and realloc that call mem_die; for what grows and is freed by itself. */
NODISCARD void *mem_alloc(size_t size);
NODISCARD void *mem_realloc(void *ptr, size_t count, size_t size);
/* Writes "out of memory; everything shown as saved is on disk" to standard error, exits with 74. */
NORETURN void mem_die(void);

/*
 * Makes room for one more element in a malloc'ed array that the caller frees:
 *     if (n == cap) items = array_grow(items, &cap, sizeof *items);
 * Doubles *cap (from 8) and returns the new block.
 */
NODISCARD void *array_grow(void *items, size_t *cap, size_t size);

#endif

#include "base/diag_priv.h"

#include <stdlib.h>

#include "base/utf8.h"

enum { DIAG_LIMIT = 1000 };

struct diags *diags_new(void)
{
    struct arena *arena = arena_new();
    struct diags *diags = ARENA_NEW(arena, struct diags);
    diags->arena = arena;
    diags->limit = DIAG_LIMIT;
    return diags;
}

void diags_free(struct diags *diags)
{
    if (diags) {
        free(diags->items);
        arena_free(diags->arena);
    }
}

const char *severity_name(enum severity severity)
{
    static const char *const names[] = {
        [SEVERITY_ERROR] = "error", [SEVERITY_WARNING] = "warning", [SEVERITY_NOTE] = "note"};
    return names[severity];
}

void diag_vadd(struct diags *diags, enum severity severity, const char *code, struct place place,
               const char *format, va_list args)
{
    if (!diags) {
        return;
    }
    diags->errors += severity == SEVERITY_ERROR;
    diags->warnings += severity == SEVERITY_WARNING;
    if (diags->n == diags->cap) {
        diags->items = array_grow(diags->items, &diags->cap, sizeof *diags->items);
    }
    /* One that is only counted stands behind the last kept, so that diag_last never spoils another. */
    struct diag *diag = &diags->items[diags->n];
    *diag = (struct diag){.severity = severity, .code = code};
    if (diags->n >= diags->limit) {
        diags->dropped++;
        return;
    }
    diag->place = place;
    diag->place.file = arena_copy(diags->arena, place.file);
    diag->text = arena_vformat(diags->arena, format, args);
    diags->n++;
}

bool diag_error(struct diags *diags, const char *code, struct place place, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    diag_vadd(diags, SEVERITY_ERROR, code, place, format, args);
    va_end(args);
    return false;
}

bool diag_warning(struct diags *diags, const char *code, struct place place, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    diag_vadd(diags, SEVERITY_WARNING, code, place, format, args);
    va_end(args);
    return true;
}

bool diag_note(struct diags *diags, const char *code, struct place place, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    diag_vadd(diags, SEVERITY_NOTE, code, place, format, args);
    va_end(args);
    return true;
}

struct diag *diag_last(struct diags *diags)
{
    if (!diags || !diags->items) {
        return NULL;
    }
    return &diags->items[diags->dropped ? diags->n : diags->n - 1];
}

void diag_suggest(struct diags *diags, struct str word, const struct str *candidates, size_t n)
{
    struct diag *diag = diag_last(diags);
    size_t best = str_closest(word, candidates, n);
    /* Any letter is close to any other, and a word that is there is not what was meant. */
    if (diag && best < n && word.len > 2 && !str_equal(word, candidates[best])) {
        diag->text = arena_format(diags->arena, "%.*s (did you mean '%.*s'?)", STR_ARG(diag->text),
                                  STR_ARG(candidates[best]));
    }
}

/* The elements lie in one array, so equal places keep the order in which they came. */
static int by_place(const void *left, const void *right)
{
    const struct diag *a = *(const struct diag *const *)left;
    const struct diag *b = *(const struct diag *const *)right;
    int order = str_compare(a->place.file, b->place.file);
    if (order) {
        return order;
    }
    if (a->place.line != b->place.line) {
        return a->place.line < b->place.line ? -1 : 1;
    }
    return (a > b) - (a < b);
}

static void print_heading(const struct diag *diag, struct arena *scratch, FILE *out)
{
    if (diag->place.file.len) {
        fprintf(out, "%.*s:", STR_ARG(safe_display(scratch, diag->place.file)));
        if (diag->place.line) {
            fprintf(out, "%u:", diag->place.line);
        }
        if (diag->place.line && diag->place.column) {
            fprintf(out, "%u:", diag->place.column);
        }
        fputc(' ', out);
    }
    fprintf(out, "%s %s: %.*s\n", severity_name(diag->severity), diag->code,
            STR_ARG(safe_display(scratch, diag->text)));
}

/* What is shown may be longer than what was read (<U+202E>), so the caret is measured on what is shown. */
static void print_source(const struct diag *diag, struct arena *scratch, FILE *out)
{
    if (!diag->line.len) {
        return;
    }
    fprintf(out, "    %.*s\n", STR_ARG(safe_display(scratch, diag->line)));
    size_t at = 0;
    uint32_t code_point = 0;
    unsigned column = 1;
    while (column < diag->place.column && at < diag->line.len) {
        utf8_next(diag->line, &at, &code_point);
        column++;
    }
    if (diag->place.column && column == diag->place.column) {
        struct str before = safe_display(scratch, str_slice(diag->line, 0, at));
        fprintf(out, "    %*s^\n", (int)utf8_width(before), "");
    }
}

static void print_one(const struct diag *diag, struct arena *scratch, FILE *out)
{
    print_heading(diag, scratch, out);
    print_source(diag, scratch, out);
    if (diag->path.len) {
        fprintf(out, "    at %.*s\n", STR_ARG(safe_display(scratch, diag->path)));
    }
    if (diag->hint.len) {
        fprintf(out, "    hint: %.*s\n", STR_ARG(safe_display(scratch, diag->hint)));
    }
    arena_reset(scratch);
}

void diags_print(const struct diags *diags, FILE *out)
{
    struct arena *arena = arena_new();
    struct arena *scratch = arena_new();
    const struct diag **order = ARENA_ARRAY(arena, diags->n, const struct diag *);
    for (size_t i = 0; i < diags->n; i++) {
        order[i] = &diags->items[i];
    }
    if (diags->n) {
        qsort(order, diags->n, sizeof *order, by_place);
    }
    for (size_t i = 0; i < diags->n; i++) {
        print_one(order[i], scratch, out);
    }
    if (diags->dropped) {
        fprintf(out, "%zu more not shown\n", diags->dropped);
    }
    arena_free(scratch);
    arena_free(arena);
}

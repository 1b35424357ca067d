#include "cmd/findings.h"

/* The codes of missing, stale, draft and untranslated texts. */
static bool is_about_texts(const struct diag *diag)
{
    static const char *const codes[] = {"W320", "W321", "W322", "W324", "W325"};
    for (size_t i = 0; i < ARRAY_LEN(codes); i++) {
        if (str_is(str_from(codes[i]), diag->code)) {
            return true;
        }
    }
    return false;
}

static bool same_kind(const struct diag *a, const struct diag *b)
{
    return str_is(str_from(a->code), b->code) && str_equal(a->place.file, b->place.file);
}

/* The one that is shown for this one, or NULL. */
static struct diag *find_shown(const struct diags *shown, const struct diag *diag)
{
    for (size_t i = 0; i < shown->n; i++) {
        if (same_kind(&shown->items[i], diag)) {
            return &shown->items[i];
        }
    }
    return NULL;
}

static size_t count_kind(const struct diags *diags, const struct diag *diag)
{
    size_t n = 0;
    for (size_t i = 0; i < diags->n; i++) {
        n += same_kind(&diags->items[i], diag);
    }
    return n;
}

void findings_print(const struct diags *diags, FILE *out)
{
    struct arena *arena = arena_new();
    struct diags shown = {.items = ARENA_ARRAY(arena, diags->n ? diags->n : 1, struct diag),
                          .dropped = diags->dropped};
    for (size_t i = 0; i < diags->n; i++) {
        struct diag diag = diags->items[i];
        bool texts = is_about_texts(&diag);
        if (texts && find_shown(&shown, &diag)) {
            continue;
        }
        size_t more = texts ? count_kind(diags, &diag) - 1 : 0;
        if (more) {
            diag.hint = arena_format(arena, "and %zu more in this file; --json names each", more);
        }
        shown.items[shown.n++] = diag;
    }
    diags_print(&shown, out);
    arena_free(arena);
}

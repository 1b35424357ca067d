#include "base/i18n.h"

#include "base/arena.h"
#include "base/mo_priv.h"

#ifndef VELDWERK_LOCALEDIR
#define VELDWERK_LOCALEDIR "/usr/local/share/locale"
#endif

/* The one catalogue of the program, chosen at its start; NULL for Dutch, in which the ids are written. */
static struct mo *i18n_state;

void i18n_start(const char *language, const char *folder)
{
    mo_close(i18n_state);
    i18n_state = NULL;
    if (strcmp(language, "nl") == 0) {
        return;
    }
    struct arena *arena = arena_new();
    struct str path =
        arena_format(arena, "%s/%s/LC_MESSAGES/veldwerk.mo", folder ? folder : VELDWERK_LOCALEDIR, language);
    i18n_state = mo_open(path.ptr);
    arena_free(arena);
}

struct str i18n_language(void)
{
    const char *found = mo_find(i18n_state, "");
    struct str head = str_from(found ? found : "");
    struct str line;
    while (str_split(&head, '\n', &line)) {
        if (str_starts(line, STR("Language: "))) {
            return str_slice(line, strlen("Language: "), line.len);
        }
    }
    return STR("nl");
}

/* The empty id is the catalogue's header, never a text. */
const char *tr(const char *text)
{
    const char *found = text[0] ? mo_find(i18n_state, text) : NULL;
    return found ? found : text;
}

const char *trn(const char *one, const char *many, unsigned long n)
{
    struct str forms = mo_forms(i18n_state, one);
    struct str form = STR_EMPTY;
    bool found = forms.len > 0 && str_split(&forms, '\0', &form);
    if (found && n != 1) {
        found = str_split(&forms, '\0', &form);
    }
    return found && form.len ? form.ptr : n == 1 ? one : many;
}

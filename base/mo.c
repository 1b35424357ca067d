#include "base/mo_priv.h"

#include "base/arena.h"
#include "base/file.h"
#include "base/i18n.h"

/* The format: https://www.gnu.org/software/gettext/manual/html_node/MO-Files.html */
enum { MO_LIMIT = 16 << 20, MO_HEADER = 28 };
#define MO_MAGIC         0x950412DEu
#define MO_MAGIC_SWAPPED 0xDE120495u

struct mo {
    struct arena *arena;
    struct str bytes;
    bool swapped;
    uint32_t n;
    uint32_t originals;    /* offset of the table of ids */
    uint32_t translations; /* offset of the table of their translations */
};

/* The caller has made sure that four bytes stand there. */
static uint32_t word_at(const struct mo *mo, size_t at)
{
    uint32_t word = 0;
    memcpy(&word, mo->bytes.ptr + at, sizeof word);
    return mo->swapped ? __builtin_bswap32(word) : word;
}

static struct str entry(const struct mo *mo, uint32_t table, uint32_t i)
{
    size_t at = table + (size_t)i * 8;
    return (struct str){mo->bytes.ptr + word_at(mo, at + 4), word_at(mo, at)};
}

/* The table lies in the file, and so does each text with a NUL behind it. */
static bool table_fits(const struct mo *mo, uint32_t table)
{
    size_t size = mo->bytes.len;
    if (table > size || mo->n > (size - table) / 8) {
        return false;
    }
    for (uint32_t i = 0; i < mo->n; i++) {
        size_t at = table + (size_t)i * 8;
        size_t len = word_at(mo, at);
        size_t from = word_at(mo, at + 4);
        if (from >= size || len >= size - from || mo->bytes.ptr[from + len] != '\0') {
            return false;
        }
    }
    return true;
}

static bool mo_check(struct mo *mo)
{
    if (mo->bytes.len < MO_HEADER) {
        return false;
    }
    uint32_t magic = word_at(mo, 0);
    mo->swapped = magic == MO_MAGIC_SWAPPED;
    if (magic != MO_MAGIC && !mo->swapped) {
        return false;
    }
    /* Minor revisions add tables that need not be read. */
    if (word_at(mo, 4) >> 16 > 1) {
        return false;
    }
    mo->n = word_at(mo, 8);
    mo->originals = word_at(mo, 12);
    mo->translations = word_at(mo, 16);
    return table_fits(mo, mo->originals) && table_fits(mo, mo->translations);
}

struct mo *mo_open(const char *path)
{
    struct arena *arena = arena_new();
    struct mo *mo = ARENA_NEW(arena, struct mo);
    mo->arena = arena;
    if (!file_read(arena, path, str_from(path), MO_LIMIT, &mo->bytes, NULL) || !mo_check(mo)) {
        arena_free(arena);
        return NULL;
    }
    return mo;
}

void mo_close(struct mo *mo)
{
    if (mo) {
        arena_free(mo->arena);
    }
}

/* Ids are sorted by byte; a plural's id ends at its first NUL, as strcmp sees it. */
struct str mo_forms(const struct mo *mo, const char *text)
{
    uint32_t low = 0;
    uint32_t high = mo ? mo->n : 0;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        int order = strcmp(text, entry(mo, mo->originals, middle).ptr);
        if (order == 0) {
            return entry(mo, mo->translations, middle);
        }
        if (order < 0) {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    return (struct str){NULL, 0};
}

const char *mo_find(const struct mo *mo, const char *text)
{
    struct str forms = mo_forms(mo, text);
    return forms.len ? forms.ptr : NULL;
}

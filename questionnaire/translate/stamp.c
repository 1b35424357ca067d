#include "questionnaire/translate/translate_priv.h"

#include <stdio.h>

#include "base/hash.h"

/* `source:`, by which it is seen that the source text changed. */

static bool is_text(const struct phrase *phrase, const char *key)
{
    return phrase->keys_n == 1 && str_is(phrase->keys[0], key);
}

static bool has_text(const struct phrase_entry *entry)
{
    for (size_t i = 0; i < entry->n; i++) {
        if (is_text(&entry->phrases[i], "text") && !entry->phrases[i].more) {
            return true;
        }
    }
    return false;
}

bool phrase_main(const struct phrase_entry *entry, const struct phrase *phrase)
{
    if (entry->section == SECTION_FILLS || entry->section == SECTION_LISTS) {
        return true;
    }
    return is_text(phrase, has_text(entry) ? "text" : "label");
}

bool section_stamped(enum phrase_section section)
{
    return section != SECTION_TITLE && section != SECTION_NAME && section != SECTION_GROUPS;
}

static void take_digits(char out[STAMP_DIGITS + 1], const struct hash *hash)
{
    char hex[HASH_HEX];
    hash_hex(hash, hex);
    memcpy(out, hex, STAMP_DIGITS);
    out[STAMP_DIGITS] = '\0';
}

/* Over several texts: their names too, so that one that moves counts as changed. */
static bool hash_several(const struct phrase_entry *entry, bool main, struct hash *out)
{
    struct hasher hasher;
    bool any = false;
    hasher_start(&hasher);
    for (size_t i = 0; i < entry->n; i++) {
        const struct phrase *phrase = &entry->phrases[i];
        if (!phrase->more && phrase_main(entry, phrase) == main) {
            hasher_add_str(&hasher, phrase->context);
            hasher_add_str(&hasher, phrase->source);
            any = true;
        }
    }
    *out = hasher_end(&hasher);
    return any;
}

struct stamp stamp_now(const struct phrase_entry *entry)
{
    struct stamp stamp = {{0}, {0}};
    struct hash hash;
    bool single = entry->section != SECTION_FILLS;
    for (size_t i = 0; single && i < entry->n; i++) {
        if (!entry->phrases[i].more && phrase_main(entry, &entry->phrases[i])) {
            hash = hash_of(entry->phrases[i].source);
            take_digits(stamp.main, &hash);
        }
    }
    if (!single && hash_several(entry, true, &hash)) {
        take_digits(stamp.main, &hash);
    }
    if (hash_several(entry, false, &hash)) {
        take_digits(stamp.rest, &hash);
    }
    return stamp;
}

struct str stamp_written(const struct stamp *stamp, char out[STAMP_ROOM])
{
    int n = snprintf(out, STAMP_ROOM, "%s%s%s", stamp->main, stamp->rest[0] ? "-" : "", stamp->rest);
    return (struct str){out, (size_t)n};
}

struct str translation_stamp(const struct phrase_entry *entry, char out[STAMP_ROOM])
{
    struct stamp stamp = stamp_now(entry);
    return stamp_written(&stamp, out);
}

struct str stamp_main(struct str stamp)
{
    return str_slice(stamp, 0, str_find_char(stamp, '-', 0));
}

struct str stamp_rest(struct str stamp)
{
    return str_slice(stamp, str_find_char(stamp, '-', 0) + 1, stamp.len);
}

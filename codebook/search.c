#include "codebook/list_priv.h"

#include "base/utf8.h"

/* How well a text matches: lower is better. Each class has the suggested entries first. */
enum match { MATCH_WHOLE, MATCH_PREFIX, MATCH_WORD, MATCH_INSIDE, MATCH_CLASSES, MATCH_NONE = MATCH_CLASSES };

static void add_key(struct list_index *index, struct str text, size_t first, int32_t position)
{
    struct str folded = text.len ? utf8_fold(index->arena, text) : STR_EMPTY;
    if (!folded.len) {
        return;
    }
    for (size_t i = first; i < index->keys_n; i++) {
        if (str_equal(index->keys[i].folded, folded)) {
            return; /* Belgien, belgien: once is enough */
        }
    }
    index->keys[index->keys_n++] = (struct search_key){folded, position};
}

static void make_keys(const struct list *list)
{
    struct list_index *index = list->index;
    size_t room = 0;
    for (size_t i = 0; i < list->n; i++) {
        room += LANGUAGES_MAX + 1 + list->options[i].also_n;
    }
    index->keys = ARENA_ARRAY(index->arena, room, struct search_key);
    for (size_t i = 0; i < list->n; i++) {
        const struct option *option = &list->options[i];
        size_t first = index->keys_n;
        for (unsigned l = 0; l < LANGUAGES_MAX; l++) {
            add_key(index, option->label.in[l], first, (int32_t)i);
        }
        for (size_t a = 0; a < option->also_n; a++) {
            add_key(index, option->also[a], first, (int32_t)i);
        }
        add_key(index, option->code, first, (int32_t)i);
    }
    index->rank = ARENA_ARRAY(index->arena, list->n, uint32_t);
    for (size_t i = 0; i < list->n; i++) {
        index->rank[i] = (uint32_t)list->first_n;
    }
    for (size_t i = list->first_n; i-- > 0;) {
        index->rank[list->first[i]] = (uint32_t)i;
    }
}

static enum match match_of(struct str text, struct str typed)
{
    if (text.len < typed.len) {
        return MATCH_NONE;
    }
    if (memcmp(text.ptr, typed.ptr, typed.len) == 0) {
        return text.len == typed.len ? MATCH_WHOLE : MATCH_PREFIX;
    }
    enum match best = MATCH_NONE;
    for (size_t at = str_find(text, typed, 1); at < text.len; at = str_find(text, typed, at + 1)) {
        if (text.ptr[at - 1] == ' ') {
            return MATCH_WORD;
        }
        best = MATCH_INSIDE;
    }
    return best;
}

#define INSIDE_LETTERS 4 /* fewer stand inside too many words to mean one */

static enum match worst_match(struct str folded)
{
    size_t letters = 0;
    for (size_t i = 0; i < folded.len; i++) {
        letters += ((unsigned char)folded.ptr[i] & 0xC0) != 0x80;
    }
    return letters < INSIDE_LETTERS ? MATCH_WORD : MATCH_INSIDE;
}

struct found {
    const struct list_index *index;
    size_t suggested;
    int32_t *out;
    size_t max;
    size_t n;
};

/* Better class first, then the suggested in their order, then the order of the list: `at` of positions. */
static uint64_t sort_value(const struct found *found, enum match match, int32_t position)
{
    return ((uint64_t)match << 62) | ((uint64_t)found->index->rank[position] << 31) | (uint32_t)position;
}

/* Keeps the `max` best, sorted; `values` beside found->out. */
static void insert(struct found *found, uint64_t *values, uint64_t value, int32_t position)
{
    if (found->n == found->max) {
        if (values[found->n - 1] <= value) {
            return;
        }
        found->n--;
    }
    size_t at = found->n++;
    while (at > 0 && values[at - 1] > value) {
        values[at] = values[at - 1];
        found->out[at] = found->out[at - 1];
        at--;
    }
    values[at] = value;
    found->out[at] = position;
}

static void search_keys(struct found *found, struct str typed, uint64_t *values)
{
    const struct list_index *index = found->index;
    enum match worst = worst_match(typed);
    size_t i = 0;
    while (i < index->keys_n) {
        int32_t position = index->keys[i].position;
        enum match best = MATCH_NONE;
        for (; i < index->keys_n && index->keys[i].position == position; i++) {
            enum match match = match_of(index->keys[i].folded, typed);
            best = match < best ? match : best;
        }
        if (best <= worst) {
            insert(found, values, sort_value(found, best, position), position);
        }
    }
}

size_t list_search(const struct list *list, struct str typed, int32_t *out, size_t max)
{
    if (!list->index->keys) {
        make_keys(list);
    }
    struct arena *scratch = arena_new();
    struct str folded = utf8_fold(scratch, typed);
    struct found found = {.index = list->index, .out = out, .max = max};
    if (!folded.len) {
        for (; found.n < list->first_n && found.n < max; found.n++) {
            out[found.n] = list->first[found.n];
        }
    } else if (max) {
        search_keys(&found, folded, ARENA_ARRAY(scratch, max, uint64_t));
    }
    arena_free(scratch);
    return found.n;
}

bool list_begins(const struct list *list, int32_t position, struct str typed)
{
    if (!list->index->keys) {
        make_keys(list);
    }
    struct arena *scratch = arena_new();
    struct str folded = utf8_fold(scratch, typed);
    bool begins = false;
    for (size_t i = 0; i < list->index->keys_n && !begins; i++) {
        const struct search_key *key = &list->index->keys[i];
        begins = key->position == position && match_of(key->folded, folded) <= MATCH_WORD;
    }
    arena_free(scratch);
    return begins;
}

#include "store/search_priv.h"

#include <stdlib.h>

#include "base/utf8.h"

enum { SEARCH_WORDS = 5 };

/* Folded, without empty ones and doubles; how many. */
static size_t keep(struct arena *arena, const struct str *texts, struct str words[SEARCH_WORDS])
{
    size_t n = 0;
    for (size_t i = 0; i < SEARCH_WORDS; i++) {
        struct str word = utf8_fold(arena, texts[i]);
        bool fresh = word.len > 0;
        for (size_t k = 0; k < n; k++) {
            fresh = fresh && !str_equal(words[k], word);
        }
        if (fresh) {
            words[n++] = word;
        }
    }
    return n;
}

/* One word of one case. */
struct entry {
    struct str word;
    int64_t case_n;
};

struct entries {
    struct arena *arena; /* of the words */
    struct entry *items;
    size_t n, cap;
};

static void add_entry(struct entries *entries, struct str word, int64_t case_n)
{
    if (entries->n == entries->cap) {
        entries->items = array_grow(entries->items, &entries->cap, sizeof *entries->items);
    }
    entries->items[entries->n++] = (struct entry){word, case_n};
}

/* The words of the cases numbered first .. last. */
static bool collect(struct store *store, int64_t first, int64_t last, struct entries *entries)
{
    struct query query = db_query(store->db, "SELECT c.n, c.id, c.municipality, i.street, i.first_name, "
                                             "i.last_name FROM cases AS c LEFT JOIN identity AS i "
                                             "ON i.case_n = c.n WHERE c.n BETWEEN ?1 AND ?2");
    query_add_int(&query, first);
    query_add_int(&query, last);
    while (query_next(&query)) {
        struct str given = query_text(&query, 4);
        struct str family = query_text(&query, 5);
        const struct str texts[SEARCH_WORDS] = {
            query_text(&query, 1),
            query_text(&query, 2),
            query_text(&query, 3),
            arena_format(entries->arena, "%.*s %.*s", STR_ARG(given), STR_ARG(family)),
            arena_format(entries->arena, "%.*s %.*s", STR_ARG(family), STR_ARG(given)),
        };
        struct str words[SEARCH_WORDS];
        size_t n = keep(entries->arena, texts, words);
        for (size_t i = 0; i < n; i++) {
            add_entry(entries, words[i], query_int(&query, 0));
        }
    }
    return query_end(&query);
}

static int by_word(const void *left, const void *right)
{
    const struct entry *a = left;
    const struct entry *b = right;
    int order = str_compare(a->word, b->word);
    return order ? order : (a->case_n > b->case_n) - (a->case_n < b->case_n);
}

static bool write_entry(struct store *store, const struct entry *entry)
{
    struct query query =
        db_query(store->db, "INSERT INTO search (word, case_n) VALUES (?1, ?2) ON CONFLICT DO NOTHING");
    query_add_text(&query, entry->word);
    query_add_int(&query, entry->case_n);
    return query_run(&query);
}

/* Written in the order of the table: a hundred thousand cases in any other order would thrash the page cache.
 */
bool search_add(struct store *store, int64_t first, int64_t last)
{
    struct entries entries = {.arena = arena_new()};
    bool good = collect(store, first, last, &entries);
    if (entries.n) {
        qsort(entries.items, entries.n, sizeof *entries.items, by_word);
    }
    for (size_t i = 0; good && i < entries.n; i++) {
        good = write_entry(store, &entries.items[i]);
    }
    free(entries.items);
    arena_free(entries.arena);
    return good;
}

bool search_drop(struct store *store, int64_t case_n)
{
    struct query query = db_query(store->db, "DELETE FROM search WHERE case_n = ?1");
    query_add_int(&query, case_n);
    return query_run(&query);
}

bool search_compare(struct store *store, int64_t case_n, bool *same, int64_t *words)
{
    struct entries entries = {.arena = arena_new()};
    bool good = collect(store, case_n, case_n, &entries);
    *same = true;
    *words += (int64_t)entries.n;
    for (size_t i = 0; good && i < entries.n; i++) {
        struct query query = db_query(store->db, "SELECT 1 FROM search WHERE word = ?1 AND case_n = ?2");
        query_add_text(&query, entries.items[i].word);
        query_add_int(&query, case_n);
        *same = query_next(&query) && *same;
        good = query_end(&query);
    }
    free(entries.items);
    arena_free(entries.arena);
    return good;
}

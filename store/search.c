#include "store/search_priv.h"

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

static bool words_of(struct store *store, struct arena *arena, int64_t case_n, struct str words[SEARCH_WORDS],
                     size_t *n)
{
    *n = 0;
    struct query query =
        db_query(store->db, "SELECT c.id, c.municipality, i.street, i.first_name, i.last_name "
                            "FROM cases AS c LEFT JOIN identity AS i ON i.case_n = c.n "
                            "WHERE c.n = ?1");
    query_add_int(&query, case_n);
    if (query_next(&query)) {
        struct str first = query_text(&query, 3);
        struct str last = query_text(&query, 4);
        const struct str texts[SEARCH_WORDS] = {
            query_text(&query, 0),
            query_text(&query, 1),
            query_text(&query, 2),
            arena_format(arena, "%.*s %.*s", STR_ARG(first), STR_ARG(last)),
            arena_format(arena, "%.*s %.*s", STR_ARG(last), STR_ARG(first)),
        };
        *n = keep(arena, texts, words);
    }
    return query_end(&query);
}

static bool add_word(struct store *store, int64_t case_n, struct str word)
{
    struct query query =
        db_query(store->db, "INSERT INTO search (word, case_n) VALUES (?1, ?2) ON CONFLICT DO NOTHING");
    query_add_text(&query, word);
    query_add_int(&query, case_n);
    return query_run(&query);
}

bool search_add(struct store *store, int64_t case_n)
{
    struct arena *arena = arena_new();
    struct str words[SEARCH_WORDS];
    size_t n = 0;
    bool good = words_of(store, arena, case_n, words, &n);
    for (size_t i = 0; good && i < n; i++) {
        good = add_word(store, case_n, words[i]);
    }
    arena_free(arena);
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
    struct arena *arena = arena_new();
    struct str expected[SEARCH_WORDS];
    size_t n = 0;
    bool good = words_of(store, arena, case_n, expected, &n);
    *same = true;
    *words += (int64_t)n;
    for (size_t i = 0; good && i < n; i++) {
        struct query query = db_query(store->db, "SELECT 1 FROM search WHERE word = ?1 AND case_n = ?2");
        query_add_text(&query, expected[i]);
        query_add_int(&query, case_n);
        *same = query_next(&query) && *same;
        good = query_end(&query);
    }
    arena_free(arena);
    return good;
}

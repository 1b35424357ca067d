#include "store/store_priv.h"

#include <string.h>

#include "base/utf8.h"

/*
 * Lists of cases, fast at 100,000: first the row numbers of one page along an index, then what is shown of
 * them. The statements are put together at build time, one for each order and each filter that an index can
 * serve.
 */
/* ?6 stands in each, so that all take the same values. */
#define ALWAYS                                                                                               \
    "?6 IS NOT NULL AND (?2 = '' OR l.grp = ?2) AND (?3 < 0 OR l.status = ?3) AND (?4 = 0 OR l.status < 3) "
#define INTERVIEWER   "l.interviewer = ?1 AND "
#define FOUND         "l.case_n IN (SELECT case_n FROM search WHERE word >= ?5 AND word < ?6) AND "
#define COUNT(filter) "SELECT count(*) FROM line AS l WHERE " filter ALWAYS
#define PAGE(filter, order)                                                                                  \
    "SELECT l.id, l.grp, l.municipality, c.language, l.interviewer, i.first_name, i.last_name, i.street, "   \
    "i.postcode, l.status, l.place, l.answers, l.changed_ms, l.outcome FROM (SELECT l.case_n FROM line AS "  \
    "l "                                                                                                     \
    "WHERE " filter ALWAYS "ORDER BY " order                                                                 \
    " LIMIT ?7 OFFSET ?8) AS p JOIN line AS l ON l.case_n = p.case_n "                                       \
    "JOIN cases AS c ON c.n = l.case_n LEFT JOIN identity AS i ON i.case_n = l.case_n ORDER BY " order
#define ORDERS(filter)                                                                                       \
    {                                                                                                        \
        [CASES_BY_ID] = PAGE(filter, "l.id"), [CASES_BY_CHANGED] = PAGE(filter, "l.changed_ms DESC, l.id"),  \
        [CASES_BY_STATUS] = PAGE(filter, "l.status, l.id"),                                                  \
        [CASES_BY_MUNICIPALITY] = PAGE(filter, "l.municipality, l.id"),                                      \
    }

static const struct {
    const char *count;
    const char *page[4];
} statements[] = {
    {COUNT(""), ORDERS("")},
    {COUNT(INTERVIEWER), ORDERS(INTERVIEWER)},
    {COUNT(FOUND), ORDERS(FOUND)},
    {COUNT(FOUND INTERVIEWER), ORDERS(FOUND INTERVIEWER)},
};
enum { WITH_INTERVIEWER = 1, WITH_SEARCH = 2 };

/* A filter with the bounds of its search: the folded prefix, and the first text behind all that begin with
 * it. */
struct bounds {
    const struct case_filter *filter;
    struct str from, below;
};

static struct bounds bounds_of(struct store *store, const struct case_filter *filter)
{
    struct str from = utf8_fold(store->scratch, filter->search);
    return (struct bounds){filter, from, arena_format(store->scratch, "%.*s\xf4\x8f\xbf\xbf", STR_ARG(from))};
}

static void add_filter(struct query *query, const struct bounds *bounds)
{
    query_add_text(query, bounds->filter->interviewer);
    query_add_text(query, bounds->filter->group);
    query_add_int(query, bounds->filter->status);
    query_add_int(query, bounds->filter->open_only);
    query_add_text(query, bounds->from);
    query_add_text(query, bounds->below);
}

static size_t statement_of(const struct bounds *bounds)
{
    return (bounds->filter->interviewer.len ? WITH_INTERVIEWER : 0u) | (bounds->from.len ? WITH_SEARCH : 0u);
}

enum store_status store_count_cases(struct store *store, const struct case_filter *filter, size_t *n)
{
    *n = 0;
    enum store_status status = store_ready(store, DOING_READ);
    if (status != STORE_OK) {
        return status;
    }
    struct bounds bounds = bounds_of(store, filter);
    struct query query = db_query(store->db, statements[statement_of(&bounds)].count);
    add_filter(&query, &bounds);
    if (query_next(&query)) {
        *n = (size_t)query_int(&query, 0);
    }
    return query_end(&query) ? STORE_OK : store_fail_db(store, DOING_READ);
}

static struct case_line read_line(struct query *query, struct arena *arena)
{
    return (struct case_line){
        .id = store_str(arena, query, 0),
        .group = store_str(arena, query, 1),
        .municipality = store_str(arena, query, 2),
        .language = store_str(arena, query, 3),
        .interviewer = store_str(arena, query, 4),
        .first_name = store_str(arena, query, 5),
        .last_name = store_str(arena, query, 6),
        .street = store_str(arena, query, 7),
        .postcode = store_str(arena, query, 8),
        .status = (enum case_status)query_int(query, 9),
        .place = store_str(arena, query, 10),
        .answers = (uint32_t)query_int(query, 11),
        .changed_ms = query_int(query, 12),
        .outcome = store_str(arena, query, 13),
    };
}

enum store_status store_list_cases(struct store *store, const struct case_filter *filter, enum case_sort sort,
                                   size_t offset, size_t max, struct arena *arena, struct case_line **out,
                                   size_t *n)
{
    *out = NULL;
    *n = 0;
    enum store_status status = store_ready(store, DOING_READ);
    if (status != STORE_OK) {
        return status;
    }
    struct bounds bounds = bounds_of(store, filter);
    struct query query = db_query(store->db, statements[statement_of(&bounds)].page[sort]);
    add_filter(&query, &bounds);
    query_add_int(&query, (int64_t)max);
    query_add_int(&query, (int64_t)offset);
    size_t cap = 0;
    while (query_next(&query)) {
        if (*n == cap) {
            struct case_line *old = *out;
            cap = cap ? 2 * cap : 32;
            *out = ARENA_ARRAY(arena, cap, struct case_line);
            memcpy(*out, old ? old : *out, *n * sizeof **out);
        }
        (*out)[(*n)++] = read_line(&query, arena);
    }
    return query_end(&query) ? STORE_OK : store_fail_db(store, DOING_READ);
}

#include "store/event_priv.h"
#include "store/folded_priv.h"
#include "store/read_priv.h"
#include "store/search_priv.h"

#include <stdlib.h>

#include "base/i18n.h"

enum { FAULT_LINES_MAX = 100 };

/* One chain while it is walked. */
struct chain {
    struct str device;
    struct hash tip;
    uint64_t seq;
};

struct verifying {
    struct store *store;
    struct arena *arena; /* of the report */
    struct verify_report *report;
    struct chain *chains;
    size_t chains_n, chains_cap;
    struct folded *folded;
    int64_t words; /* of the search, expected so far */
};

static void add_fault(struct verifying *v, uint64_t *counter, struct str line)
{
    (*counter)++;
    struct verify_report *report = v->report;
    if (!report->faults) {
        report->faults = ARENA_ARRAY(v->arena, FAULT_LINES_MAX, struct str);
    }
    if (report->faults_n < FAULT_LINES_MAX) {
        report->faults[report->faults_n++] = arena_copy(v->arena, line);
    }
}

/* ---- pages ---- */

static bool verify_pages(struct verifying *v)
{
    struct query query = db_query(v->store->db, "PRAGMA integrity_check(100)");
    while (query_next(&query)) {
        struct str line = query_text(&query, 0);
        if (!str_is(line, "ok")) {
            add_fault(v, &v->report->page_faults, line);
        }
    }
    if (!query_end(&query)) {
        return false;
    }
    query = db_query(v->store->db, "PRAGMA foreign_key_check");
    while (query_next(&query)) {
        add_fault(v, &v->report->page_faults,
                  arena_format(v->store->scratch, "%.*s %lld -> %.*s", STR_ARG(query_text(&query, 0)),
                               (long long)query_int(&query, 1), STR_ARG(query_text(&query, 2))));
    }
    return query_end(&query);
}

/* ---- chains ---- */

static struct chain *chain_of(struct verifying *v, struct str device)
{
    for (size_t i = 0; i < v->chains_n; i++) {
        if (str_equal(v->chains[i].device, device)) {
            return &v->chains[i];
        }
    }
    if (v->chains_n == v->chains_cap) {
        v->chains = array_grow(v->chains, &v->chains_cap, sizeof *v->chains);
    }
    struct chain *chain = &v->chains[v->chains_n++];
    *chain = (struct chain){.device = arena_copy(v->arena, device),
                            .tip = event_root(&v->store->study_id, device)};
    return chain;
}

/* In words: which act, of which case. */
static void act_fault(struct verifying *v, const struct act *act, const char *what)
{
    add_fault(v, &v->report->chain_faults,
              arena_format(v->store->scratch, "%.*s %llu (%.*s %.*s): %s", STR_ARG(act->device),
                           (unsigned long long)act->seq, STR_ARG(act->case_id), STR_ARG(act->item), what));
}

static bool verify_act(void *context, const struct stored_act *stored)
{
    struct verifying *v = context;
    const struct act *act = &stored->act;
    struct chain *chain = chain_of(v, act->device);
    v->report->acts++;
    v->report->erased += act->erased;
    if (!stored->whole) {
        act_fault(v, act, tr("de handeling is veranderd sinds ze bewaard werd"));
    } else if (!hash_equal(&act->prev, &chain->tip) || act->seq != chain->seq + 1) {
        act_fault(v, act, tr("sluit niet aan op de handeling ervoor"));
    }
    chain->tip = act->id;
    chain->seq = act->seq;
    if (str_equal(act->device, v->store->device)) {
        v->report->tip = act->id;
    }
    return true;
}

/* Emptied by something else than an erase act about the same case. */
static bool verify_erased(struct verifying *v)
{
    struct query query =
        db_query(v->store->db, "SELECT o.id FROM payload AS p JOIN event AS o ON o.n = p.event "
                               "LEFT JOIN event AS e ON e.n = p.erased_by "
                               "WHERE p.erased_by IS NOT NULL AND NOT (e.kind IS 'erase' AND "
                               "e.n > o.n AND e.case_n IS o.case_n)");
    while (query_next(&query)) {
        char text[HASH_HEX];
        struct hash id = query_hash(&query, 0);
        add_fault(v, &v->report->chain_faults,
                  arena_format(v->store->scratch, "%.16s: %s", hash_hex(&id, text).ptr,
                               tr("gewist zonder handeling die dat zegt")));
    }
    return query_end(&query);
}

/* ---- caches ---- */

static bool same_as_row(struct query *query, const struct folded_register *folded)
{
    const struct change *change = &folded->change;
    return str_is(query_text(query, 0), act_register_name(change->reg)) &&
           str_equal(query_text(query, 1), change->item) && query_int(query, 2) == change->row &&
           str_is(query_text(query, 3), cell_state_name(change->state)) &&
           str_equal(query_text(query, 4), change->value) && query_int(query, 5) == folded->event_n;
}

static bool compare_registers(struct verifying *v, int64_t case_n, bool *same)
{
    struct query query =
        db_query(v->store->db, "SELECT register, item, row, state, value, event FROM register "
                               "WHERE case_n = ?1 ORDER BY register, item, row");
    query_add_int(&query, case_n);
    size_t at = 0;
    *same = true;
    while (*same && query_next(&query)) {
        *same = at < v->folded->n && same_as_row(&query, &v->folded->registers[at]);
        at++;
    }
    *same = *same && at == v->folded->n;
    return query_end(&query);
}

static bool compare_line(struct verifying *v, int64_t case_n, bool *same)
{
    const struct line *line = &v->folded->line;
    struct query query = db_query(
        v->store->db, "SELECT l.status, l.place, l.answers, l.changed_ms, l.outcome, q.hash, l.id = c.id AND "
                      "l.grp = c.grp AND l.interviewer = c.interviewer AND l.municipality = c.municipality "
                      "FROM line AS l JOIN cases AS c ON c.n = l.case_n LEFT JOIN questionnaire AS q "
                      "ON q.n = l.questionnaire WHERE l.case_n = ?1");
    query_add_int(&query, case_n);
    *same = query_next(&query);
    if (*same) {
        struct hash questionnaire = query_hash(&query, 5);
        *same = query_int(&query, 0) == (int64_t)line->status &&
                str_equal(query_text(&query, 1), line->place) && query_int(&query, 2) == line->answers &&
                query_int(&query, 3) == line->changed_ms && str_equal(query_text(&query, 4), line->outcome) &&
                hash_equal(&questionnaire, &line->questionnaire) && query_int(&query, 6);
    }
    return query_end(&query);
}

/* Frame and identity lie outside the log, with digests of their own. */
static bool verify_frame(struct verifying *v, struct str id)
{
    struct case_record record;
    struct identity identity;
    arena_reset(v->folded->arena);
    enum store_status frame = store_case(v->store, id, v->folded->arena, &record);
    enum store_status person = STORE_OK;
    if (frame == STORE_OK || frame == STORE_DAMAGED) {
        person = store_identity(v->store, id, v->folded->arena, &identity);
    }
    if (frame == STORE_DAMAGED || person == STORE_DAMAGED) {
        add_fault(v, &v->report->page_faults,
                  arena_format(v->store->scratch, "%.*s: %s", STR_ARG(id),
                               tr("steekproef of identiteit is veranderd sinds ze bewaard werd")));
        return true;
    }
    return frame == STORE_OK && person == STORE_OK;
}

static bool verify_case(struct verifying *v, int64_t case_n, struct str id)
{
    bool registers = true;
    bool line = true;
    bool search = true;
    bool good = folded_read(v->folded, v->store, case_n) && compare_registers(v, case_n, &registers) &&
                (case_n == 0 || compare_line(v, case_n, &line)) &&
                search_compare(v->store, case_n, &search, &v->words);
    if (good && !(registers && line && search)) {
        add_fault(v, &v->report->cache_faults,
                  arena_format(v->store->scratch, "%.*s: %s", STR_ARG(id),
                               tr("wat het programma van dit adres onthield, klopt niet met het logboek")));
    }
    return good;
}

static bool verify_caches(struct verifying *v)
{
    struct query query = db_query(v->store->db, "SELECT n, id FROM cases ORDER BY n");
    bool good = true;
    while (good && query_next(&query)) {
        v->report->cases++;
        good = verify_frame(v, query_text(&query, 1)) &&
               verify_case(v, query_int(&query, 0), query_text(&query, 1));
    }
    good = query_end(&query) && good && verify_case(v, 0, STR("-"));
    /* Rows of cases that do not exist. */
    int64_t strays =
        db_number(v->store->db, "SELECT (SELECT count(*) FROM register WHERE case_n <> 0 AND case_n NOT IN "
                                "(SELECT n FROM cases)) + (SELECT count(*) FROM line WHERE case_n NOT IN "
                                "(SELECT n FROM cases))");
    strays += db_number(v->store->db, "SELECT count(*) FROM search") != v->words;
    if (strays) {
        add_fault(v, &v->report->cache_faults,
                  arena_copy(v->store->scratch,
                             str_from(tr("het programma onthield iets van adressen die er niet zijn"))));
    }
    return good && db_status(v->store->db) == STORE_OK;
}

/* ---- definitions ---- */

static bool verify_definitions(struct verifying *v)
{
    struct query query = db_query(v->store->db, "SELECT hash FROM questionnaire WHERE n IN "
                                                "(SELECT questionnaire FROM definition_file)");
    bool good = true;
    while (good && query_next(&query)) {
        struct hash hash = query_hash(&query, 0);
        const struct definition_file *files = NULL;
        size_t n = 0;
        struct arena *arena = arena_new();
        enum store_status status = store_definition(v->store, &hash, arena, &files, &n);
        arena_free(arena);
        good = status == STORE_OK || status == STORE_DAMAGED;
        char text[HASH_HEX];
        if (status == STORE_DAMAGED) {
            add_fault(v, &v->report->page_faults,
                      arena_format(v->store->scratch, "%.16s: %s", hash_hex(&hash, text).ptr,
                                   tr("de vragenlijst is veranderd sinds ze bewaard werd")));
        }
    }
    return query_end(&query) && good;
}

/* ---- the door ---- */

static bool verify_all(struct verifying *v)
{
    return verify_pages(v) && read_stored(v->store, -1, verify_act, v) && verify_erased(v) &&
           verify_caches(v) && verify_definitions(v);
}

enum store_status store_verify(struct store *store, struct arena *arena, struct verify_report *out)
{
    *out = (struct verify_report){.tip = event_root(&store->study_id, store->device)};
    enum store_status status = store_ready(store, DOING_READ);
    if (status != STORE_OK) {
        return status;
    }
    struct verifying v = {.store = store, .arena = arena, .report = out, .folded = folded_new()};
    if (!db_begin_read(store->db) || !verify_all(&v)) {
        status = store_fail_db(store, DOING_READ);
    }
    db_rollback(store->db);
    /* A page that cannot be read is what was asked for: a finding. */
    if (status == STORE_DAMAGED) {
        add_fault(&v, &out->page_faults, str_from(store_message(store)));
        status = STORE_OK;
    }
    folded_free(v.folded);
    free(v.chains);
    return status;
}

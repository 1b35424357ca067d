#include "store/event_priv.h"

#include <string.h>

#include "base/utf8.h"
#include "store/search_priv.h"
#include "store/write_priv.h"

int64_t case_number(struct db *db, struct str id)
{
    if (id.len == 0) {
        return 0;
    }
    struct query query = db_query(db, "SELECT n FROM cases WHERE id = ?1");
    query_add_text(&query, id);
    int64_t n = query_next(&query) ? query_int(&query, 0) : 0;
    return query_end(&query) ? n : 0;
}

enum store_status case_unknown(struct store *store, enum doing doing, struct str id)
{
    if (db_status(store->db) != STORE_OK) {
        return store_fail_db(store, doing);
    }
    return store_fail(store, doing, STORE_NOT_FOUND, arena_copy(store->scratch, id).ptr);
}

/* ---- digests ---- */

static struct hash case_digest(const struct case_record *record)
{
    const struct str texts[] = {record->id,         record->group,        record->sex,
                                record->birth_date, record->municipality, record->language,
                                record->generation, record->mode};
    return texts_digest(texts, ARRAY_LEN(texts));
}

static struct hash identity_digest(const struct identity *identity)
{
    const struct str texts[] = {identity->first_name, identity->last_name, identity->street,
                                identity->postcode,   identity->phone,     identity->email};
    return texts_digest(texts, ARRAY_LEN(texts));
}

/* ---- adding ---- */

static bool insert_case(struct store *store, const struct case_record *given)
{
    struct case_record copy = *given;
    copy.mode = given->mode.len ? given->mode : STR("capi");
    const struct case_record *record = &copy;
    struct hash digest = case_digest(record);
    int64_t questionnaire = questionnaire_number(store->db, &record->questionnaire);
    struct query query = db_query(
        store->db, "INSERT INTO cases (id, grp, sex, birth_date, municipality, language, generation, "
                   "interviewer, questionnaire, mode, digest) "
                   "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, nullif(?9, 0), ?10, ?11)");
    query_add_text(&query, record->id);
    query_add_text(&query, record->group);
    query_add_text(&query, record->sex);
    query_add_text(&query, record->birth_date);
    query_add_text(&query, record->municipality);
    query_add_text(&query, record->language);
    query_add_text(&query, record->generation);
    query_add_text(&query, record->interviewer);
    query_add_int(&query, questionnaire);
    query_add_text(&query, record->mode);
    query_add_hash(&query, &digest);
    return query_run(&query);
}

static bool insert_identity(struct store *store, int64_t case_n, const struct identity *identity)
{
    struct query query = db_query(
        store->db, "INSERT INTO identity (case_n, first_name, last_name, street, postcode, phone, email, "
                   "digest) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)");
    query_add_int(&query, case_n);
    query_add_text(&query, identity->first_name);
    query_add_text(&query, identity->last_name);
    query_add_text(&query, identity->street);
    query_add_text(&query, identity->postcode);
    query_add_text(&query, identity->phone);
    query_add_text(&query, identity->email);
    struct hash digest = identity_digest(identity);
    query_add_hash(&query, &digest);
    return query_run(&query);
}

bool line_make(struct db *db, int64_t case_n)
{
    struct query query =
        db_query(db, "INSERT INTO line (case_n, id, grp, interviewer, municipality, status, place, "
                     "answers, changed_ms, outcome) SELECT n, id, grp, interviewer, municipality, "
                     "0, '', 0, 0, '' FROM cases WHERE n = ?1");
    query_add_int(&query, case_n);
    return query_run(&query);
}

static bool add_case(struct store *store, const struct case_record *record, const struct identity *identity)
{
    if (!insert_case(store, record)) {
        return false;
    }
    int64_t case_n = db_last_row(store->db);
    return (!identity || insert_identity(store, case_n, identity)) && line_make(store->db, case_n);
}

static bool fits(struct str text)
{
    return text.len <= 1000 && utf8_valid(text) && !(text.len && memchr(text.ptr, '\0', text.len));
}

static bool good_record(const struct case_record *record, const struct identity *identity)
{
    static const struct identity nobody;
    const struct identity *who = identity ? identity : &nobody;
    const struct str texts[] = {
        record->id,       record->group,      record->sex,         record->birth_date, record->municipality,
        record->language, record->generation, record->interviewer, record->mode,       who->first_name,
        who->last_name,   who->street,        who->postcode,       who->phone,         who->email,
    };
    bool good = record->id.len > 0 && record->id.len <= 64;
    for (size_t i = 0; i < ARRAY_LEN(texts); i++) {
        good = good && fits(texts[i]);
    }
    return good;
}

struct sample {
    const struct case_record *cases;
    const struct identity *identities; /* may be NULL */
    size_t n;
};

static enum store_status write_cases(struct store *store, void *context)
{
    const struct sample *sample = context;
    int64_t last = db_number(store->db, "SELECT max(n) FROM cases");
    for (size_t i = 0; i < sample->n; i++) {
        const struct identity *identity = sample->identities ? &sample->identities[i] : NULL;
        const char *about = arena_copy(store->scratch, sample->cases[i].id).ptr;
        if (!good_record(&sample->cases[i], identity)) {
            return store_fail(store, DOING_WRITE, STORE_REFUSED, about);
        }
        if (!add_case(store, &sample->cases[i], identity)) {
            enum store_status status = db_status(store->db);
            bool ours = status == STORE_EXISTS || status == STORE_REFUSED;
            return ours ? store_fail(store, DOING_WRITE, status, about) : store_fail_db(store, DOING_WRITE);
        }
    }
    return search_add(store, last + 1, INT64_MAX) ? STORE_OK : store_fail_db(store, DOING_WRITE);
}

enum store_status store_add_cases(struct store *store, const struct case_record *cases,
                                  const struct identity *identities, size_t n)
{
    struct sample sample = {cases, identities, n};
    return store_write(store, &(struct work){.run = write_cases, .context = &sample});
}

/* ---- one case ---- */

/* The case's texts, whole or not at all: the digest is looked at before anybody sees them. */
static bool read_case(struct query *query, struct arena *arena, struct case_record *out)
{
    *out = (struct case_record){
        .id = store_str(arena, query, 0),
        .group = store_str(arena, query, 1),
        .sex = store_str(arena, query, 2),
        .birth_date = store_str(arena, query, 3),
        .municipality = store_str(arena, query, 4),
        .language = store_str(arena, query, 5),
        .generation = store_str(arena, query, 6),
        .interviewer = store_str(arena, query, 7),
        .mode = store_str(arena, query, 8),
        .questionnaire = query_hash(query, 9),
    };
    struct hash digest = case_digest(out);
    struct hash stored = query_hash(query, 10);
    return hash_equal(&digest, &stored);
}

static enum store_status told(struct store *store, struct query *query, struct str id, bool found, bool whole)
{
    if (!query_end(query)) {
        return store_fail_db(store, DOING_READ);
    }
    if (!found) {
        return case_unknown(store, DOING_READ, id);
    }
    return whole ? STORE_OK
                 : store_fail(store, DOING_READ, STORE_DAMAGED, arena_copy(store->scratch, id).ptr);
}

enum store_status store_case(struct store *store, struct str id, struct arena *arena, struct case_record *out)
{
    *out = (struct case_record){0};
    enum store_status status = store_ready(store, DOING_READ);
    if (status != STORE_OK) {
        return status;
    }
    struct query query = db_query(
        store->db, "SELECT c.id, c.grp, c.sex, c.birth_date, c.municipality, c.language, c.generation, "
                   "c.interviewer, c.mode, q.hash, c.digest FROM cases AS c LEFT JOIN line AS l "
                   "ON l.case_n = c.n LEFT JOIN questionnaire AS q "
                   "ON q.n = coalesce(l.questionnaire, c.questionnaire) WHERE c.id = ?1");
    query_add_text(&query, id);
    bool found = query_next(&query);
    bool whole = found && read_case(&query, arena, out);
    return told(store, &query, id, found, whole);
}

static bool read_identity(struct query *query, struct arena *arena, struct identity *out)
{
    *out = (struct identity){
        .first_name = store_str(arena, query, 0),
        .last_name = store_str(arena, query, 1),
        .street = store_str(arena, query, 2),
        .postcode = store_str(arena, query, 3),
        .phone = store_str(arena, query, 4),
        .email = store_str(arena, query, 5),
    };
    struct hash digest = identity_digest(out);
    struct hash stored = query_hash(query, 6);
    return hash_equal(&digest, &stored);
}

/* A case whose identity was never known or is forgotten has empty texts. */
enum store_status store_identity(struct store *store, struct str id, struct arena *arena,
                                 struct identity *out)
{
    *out = (struct identity){0};
    enum store_status status = store_ready(store, DOING_READ);
    if (status != STORE_OK) {
        return status;
    }
    int64_t case_n = case_number(store->db, id);
    struct query query =
        db_query(store->db, "SELECT first_name, last_name, street, postcode, phone, email, digest "
                            "FROM identity WHERE case_n = ?1");
    query_add_int(&query, case_n);
    bool known = query_next(&query);
    bool whole = !known || read_identity(&query, arena, out);
    return told(store, &query, id, case_n != 0, whole);
}

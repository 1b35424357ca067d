/* verify: finds what was changed behind the program's back, and rebuild repairs what can be rebuilt. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <fcntl.h>
#include <unistd.h>

#include "base/file.h"
#include "tests/support/rows.h"
#include "tests/unit/store/study.h"

/* Four acts: three of c1, of which two about age, and one of c2. */
static void fill(struct study *study)
{
    struct act acts[] = {study_answer("c1", "job", 0, "x"), study_answer("c1", "age", 0, "41"),
                         study_answer("c1", "age", 0, "42"), study_answer("c2", "age", 0, "7")};
    for (size_t i = 0; i < ARRAY_LEN(acts); i++) {
        study_expect(study, store_append(study->store, &acts[i], 1), STORE_OK);
    }
}

/* All triggers go before the change; what verify counts does not need them. */
static const char drop_triggers[] = "DROP TRIGGER event_fixed; DROP TRIGGER event_kept; DROP TRIGGER "
                                    "payload_fixed; DROP TRIGGER payload_kept;"
                                    "DROP TRIGGER cases_fixed; DROP TRIGGER definition_fixed; ";

static void count_is(struct rows *rows, uint64_t got, struct str wanted, const char *what)
{
    if (str_is(wanted, "+")) {
        rows_check(rows, got > 0, "%s: none", what);
        return;
    }
    int64_t number = -1;
    str_to_int64(wanted, &number);
    rows_check(rows, (int64_t)got == number, "%s: %llu", what, (unsigned long long)got);
}

static void changes_are_found(void **state)
{
    (void)state;
    struct rows *rows = rows_open("store-tamper");
    struct row row;
    while (rows_next(rows, &row)) {
        struct study *study = study_new();
        fill(study);
        struct str sql = arena_format(rows_arena(rows), "%s%s", drop_triggers, row.field[0].ptr);
        study_tamper(study, sql.ptr);
        struct verify_report report = study_verify(study, rows_arena(rows));
        count_is(rows, report.page_faults, row.field[1], "pages");
        count_is(rows, report.chain_faults, row.field[2], "chains");
        count_is(rows, report.cache_faults, row.field[3], "caches");
        rows_check(rows, report.faults_n == report.page_faults + report.chain_faults + report.cache_faults,
                   "%zu lines", report.faults_n);
        bool only_caches = !report.page_faults && !report.chain_faults;
        if (only_caches && !str_starts(row.field[0], STR("DELETE FROM payload"))) {
            study_expect(study, store_rebuild(study->store), STORE_OK);
            rows_check(rows, study_verify(study, rows_arena(rows)).faults_n == 0, "rebuild did not repair");
        }
        study_free(study);
    }
    rows_close(rows);
}

static void a_whole_study_counts(void **state)
{
    struct study *study = *state;
    struct arena *arena = arena_new();
    struct verify_report empty = study_verify(study, arena);
    assert_int_equal(empty.acts, 0);
    fill(study);
    struct act last = study_answer("c1", "age", 0, "43");
    study_expect(study, store_append(study->store, &last, 1), STORE_OK);
    struct verify_report report = study_verify(study, arena);
    assert_int_equal(report.acts, 5);
    assert_int_equal(report.cases, 3);
    assert_int_equal(report.faults_n, 0);
    assert_true(hash_equal(&report.tip, &last.id));
    assert_false(hash_equal(&report.tip, &empty.tip));
    arena_free(arena);
}

static bool no_visit(void *context, const struct act *act)
{
    *(size_t *)context += act->n > 0;
    return true;
}

/* A changed act is told before anybody sees it; other cases stay usable. */
static void a_changed_answer_is_not_shown(void **state)
{
    struct study *study = *state;
    struct arena *arena = arena_new();
    fill(study);
    study_tamper(
        study,
        "DROP TRIGGER payload_fixed; DROP TRIGGER cases_fixed;"
        "UPDATE payload SET bytes = CAST(replace(CAST(bytes AS TEXT), '42', '52') AS BLOB);"
        "UPDATE cases SET sex = 'f' WHERE id = 'c1'; UPDATE identity SET street = 'x' WHERE case_n = 1");
    size_t n = 0;
    study_expect(study, store_read_acts(study->store, STR("c1"), no_visit, &n), STORE_DAMAGED);
    assert_int_equal(n, 2);
    assert_non_null(strstr(store_message(study->store), "c1"));
    study_expect(study, store_erase(study->store, STR("c1"), STR("age"), 0, STR("r")), STORE_DAMAGED);
    study_expect(study, store_read_acts(study->store, STR("c2"), no_visit, &n), STORE_OK);
    assert_int_equal(n, 3);
    struct case_record record;
    struct identity who;
    study_expect(study, store_case(study->store, STR("c1"), arena, &record), STORE_DAMAGED);
    study_expect(study, store_identity(study->store, STR("c1"), arena, &who), STORE_DAMAGED);
    study_expect(study, store_case(study->store, STR("c2"), arena, &record), STORE_OK);
    arena_free(arena);
}

/* ---- bits ---- */

/* The text of the study file with one bit of one byte turned. */
static void flip(struct study *study, off_t at, unsigned bit)
{
    unsigned char byte = 0;
    int fd = open(study->path, O_RDWR);
    assert_true(fd >= 0);
    assert_int_equal(pread(fd, &byte, 1, at), 1);
    byte ^= (unsigned char)(1u << bit);
    assert_int_equal(pwrite(fd, &byte, 1, at), 1);
    close(fd);
}

/* A hash over all ids, items and payloads. */
static struct str content_of(struct study *study, char out[HASH_HEX])
{
    sqlite3 *handle = NULL;
    sqlite3_stmt *stmt = NULL;
    assert_int_equal(sqlite3_open(study->path, &handle), SQLITE_OK);
    assert_int_equal(sqlite3_prepare_v2(handle,
                                        "SELECT group_concat(quote(e.id) || quote(p.bytes) || e.item) FROM "
                                        "event AS e JOIN payload AS p ON p.event = e.n",
                                        -1, &stmt, NULL),
                     SQLITE_OK);
    assert_int_equal(sqlite3_step(stmt), SQLITE_ROW);
    struct hash sum = hash_of(str_from((const char *)sqlite3_column_text(stmt, 0)));
    sqlite3_finalize(stmt);
    sqlite3_close(handle);
    return hash_hex(&sum, out);
}

/* In a log full of acts, any bit inside a header or payload row: found by verify, or the file does not open,
 * or the bit lies where nothing is kept. What may not be: everything reads as whole, with another content. */
static bool found_or_harmless(struct study *study, struct str before, struct arena *arena)
{
    struct store *store = NULL;
    char message[512] = "";
    if (store_open(study->path, &study->options, &store, message) != STORE_OK) {
        return true;
    }
    struct verify_report report;
    enum store_status status = store_verify(store, arena, &report);
    store_close(store);
    if (status != STORE_OK || report.faults_n) {
        return true;
    }
    char text[HASH_HEX];
    return str_equal(before, content_of(study, text));
}

static void no_flipped_bit_changes_an_answer_unseen(void **state)
{
    struct study *study = *state;
    for (int i = 0; i < 40; i++) {
        fill(study);
    }
    store_close(study->store);
    study->store = NULL;
    struct draws draws = draws_new(hash_of(STR("bits")));
    struct arena *arena = arena_new();
    char text[HASH_HEX];
    struct str before = content_of(study, text);
    struct str bytes = STR_EMPTY;
    assert_true(file_read(arena, study->path, STR("study"), (size_t)16 << 20, &bytes, NULL));
    for (int i = 0; i < 300; i++) {
        off_t at = (off_t)draws_below(&draws, (uint32_t)bytes.len);
        unsigned bit = draws_below(&draws, 8);
        flip(study, at, bit);
        if (!found_or_harmless(study, before, arena)) {
            fail_msg("byte %lld, bit %u", (long long)at, bit);
        }
        tmp_write(&study->tmp, "test.study", bytes);
    }
    arena_free(arena);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, study_setup, study_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(changes_are_found),
        TEST(a_whole_study_counts),
        TEST(a_changed_answer_is_not_shown),
        TEST(no_flipped_bit_changes_an_answer_unseen),
    };
    return cmocka_run_group_tests_name("store verify", tests, NULL, NULL);
}

#ifndef TESTS_UNIT_STORE_STUDY_H
#define TESTS_UNIT_STORE_STUDY_H

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <setjmp.h>

#include <cmocka.h>
#include <sqlite3.h>

#include "store/store.h"
#include "tests/support/tmp.h"

/* A study in a folder of its own, with three cases c1 c2 c3: what most tests of store/ begin with. */

struct study {
    struct tmp tmp;
    char path[512];
    struct store_options options;
    struct store *store;
    int64_t now; /* what the clock says; tests set it */
};

static inline int64_t study_now(void *context)
{
    return ((struct study *)context)->now;
}

static inline void study_reopen(struct study *study)
{
    char message[512] = "";
    store_close(study->store);
    if (store_open(study->path, &study->options, &study->store, message) != STORE_OK) {
        fail_msg("%s", message);
    }
}

static inline void study_begin(struct study *study)
{
    static const struct definition_file files[] = {
        {{"questionnaire.yaml", 18}, {"id: test\n", 9}},
        {{"items/one.yaml", 14}, {"items: []\n", 10}},
    };
    static const struct case_record cases[] = {
        {.id = {"c1", 2}, .group = {"be", 2}, .municipality = {"Gent", 4}, .interviewer = {"an", 2}},
        {.id = {"c2", 2}, .group = {"tr", 2}, .municipality = {"Aalst", 5}, .interviewer = {"an", 2}},
        {.id = {"c3", 2}, .group = {"be", 2}, .municipality = {"Genk", 4}, .interviewer = {"bo", 2}},
    };
    static const struct identity people[] = {
        {.first_name = {"Zo\xc3\xab", 4}, .last_name = {"Peeters", 7}, .street = {"Korenmarkt 1", 12}},
        {.first_name = {"Elif", 4}, .last_name = {"Y\xc4\xb1ld\xc4\xb1z", 8}, .street = {"Dorp 2", 6}},
        {.first_name = {"Jan", 3}, .last_name = {"De Smet", 7}, .street = {"Kerkstraat 3", 12}},
    };
    struct hash questionnaire = hash_of(STR("questionnaire"));
    struct hash seed = hash_of(STR("seed"));
    char message[512] = "";
    if (store_create(study->path, &study->options, "Test", files, 2, &questionnaire, &seed, &study->store,
                     message) != STORE_OK) {
        fail_msg("%s", message);
    }
    if (store_add_cases(study->store, cases, people, 3) != STORE_OK) {
        fail_msg("%s", store_message(study->store));
    }
}

static inline struct study *study_new(void)
{
    struct study *study = mem_alloc(sizeof *study);
    memset(study, 0, sizeof *study);
    assert_true(hash_init());
    tmp_open(&study->tmp);
    snprintf(study->path, sizeof study->path, "%s", tmp_path(&study->tmp, "test.study"));
    study->now = 1700000000000;
    study->options = (struct store_options){
        .clock = {study_now, study_now, study}, .user = STR("an"), .busy_ms = 50, .ballast_bytes = -1};
    study_begin(study);
    return study;
}

static inline void study_free(struct study *study)
{
    store_close(study->store);
    tmp_close(&study->tmp);
    free(study);
}

static inline int study_setup(void **state)
{
    *state = study_new();
    return 0;
}

static inline int study_teardown(void **state)
{
    study_free(*state);
    return 0;
}

/* A status with the message that goes with it. */
static inline void study_expect(struct study *study, enum store_status got, enum store_status wanted)
{
    if (got != wanted) {
        fail_msg("status %u, wanted %u: %s", got, wanted, store_message(study->store));
    }
}

/* Behind the store's back: statements on a connection without its settings. Returns SQLite's message, "" when
 * all went well. */
static inline const char *study_sql(const char *path, const char *sql, char message[512])
{
    sqlite3 *handle = NULL;
    int code = sqlite3_open(path, &handle);
    const char *rest = sql;
    while (code == SQLITE_OK && *rest) {
        sqlite3_stmt *stmt = NULL;
        code = sqlite3_prepare_v2(handle, rest, -1, &stmt, &rest);
        while (stmt && (code = sqlite3_step(stmt)) == SQLITE_ROW) {
        }
        sqlite3_finalize(stmt);
        code = code == SQLITE_DONE ? SQLITE_OK : code;
    }
    snprintf(message, 512, "%s", code == SQLITE_OK ? "" : sqlite3_errmsg(handle));
    sqlite3_close(handle);
    return message;
}

/* The same, which must go well. The store's own connection is closed before and opened after. */
static inline void study_tamper(struct study *study, const char *sql)
{
    char message[512];
    store_close(study->store);
    study->store = NULL;
    assert_string_equal(study_sql(study->path, sql, message), "");
    study_reopen(study);
}

/* Everything verify counts: "pages chains caches". */
static inline struct verify_report study_verify(struct study *study, struct arena *arena)
{
    struct verify_report report;
    study_expect(study, store_verify(study->store, arena, &report), STORE_OK);
    return report;
}

static inline void study_assert_whole(struct study *study)
{
    struct arena *arena = arena_new();
    struct verify_report report = study_verify(study, arena);
    if (report.faults_n) {
        fail_msg("%s", report.faults[0].ptr);
    }
    arena_free(arena);
}

/* One answer; its change lives in a ring of 64. */
static inline struct act study_answer(const char *case_id, const char *item, uint32_t row, const char *value)
{
    static struct change ring[64];
    static unsigned next;
    struct change *change = &ring[next++ % 64];
    *change = (struct change){.reg = REGISTER_ANSWER,
                              .item = str_from(item),
                              .row = row,
                              .state = CELL_ANSWERED,
                              .value = str_from(value)};
    return (struct act){.kind = ACT_ANSWER,
                        .case_id = str_from(case_id),
                        .item = str_from(item),
                        .row = row,
                        .changes = change,
                        .n = 1,
                        .language = STR("nl"),
                        .questionnaire = hash_of(STR("questionnaire")),
                        .wall_ms = 1700000000000,
                        .boot_ms = 1000,
                        .shown_ms = 2000,
                        .idle_ms = 500};
}

#endif

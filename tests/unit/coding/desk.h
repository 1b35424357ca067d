#ifndef TESTS_UNIT_CODING_DESK_H
#define TESTS_UNIT_CODING_DESK_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "codebook/load.h"
#include "coding/work.h"
#include "store/store.h"
#include "tests/support/tmp.h"

/*
 * A study in a folder of its own with a text `job`, coded by a frame of two levels, and what coders need to
 * sit down at it.
 */
struct desk {
    struct tmp tmp;
    char path[512];
    struct arena *arena;
    struct diags *diags;
    struct store *store;
    struct codebook codebook;
    struct variable job;
    struct variable *variables[1];
    const struct list *frame;
    int64_t now; /* what the clock says */
    unsigned cases;
};

static const char desk_frame[] =
    "frame: jobs\nversion: 1\nentries:\n"
    "  - {code: \"1\", nl: Keuken}\n"
    "  - {code: \"11\", nl: Kok, parent: \"1\", also: [keukenpiet, souschef]}\n"
    "  - {code: \"12\", nl: Afwasser, parent: \"1\", also: [hulp in de keuken]}\n"
    "  - {code: \"2\", nl: Vervoer}\n"
    "  - {code: \"21\", nl: Chauffeur, parent: \"2\", also: [vrachtwagen]}\n"
    "  - {code: \"22\", nl: Koerier, parent: \"2\", also: [pakjes, fietskoerier]}\n";

static inline bool desk_read(void *context, struct str path, struct str *bytes, struct diags *diags)
{
    (void)context;
    (void)diags;
    *bytes = str_from(desk_frame);
    return str_is(path, "codebook/frames/jobs.yaml");
}

static inline size_t desk_list(void *context, struct str folder, struct str suffix, const struct str **paths)
{
    (void)context;
    (void)folder;
    (void)suffix;
    *paths = NULL;
    return 0;
}

static inline int64_t desk_now(void *context)
{
    return ((struct desk *)context)->now++;
}

static inline struct clock desk_clock(struct desk *desk)
{
    return (struct clock){desk_now, desk_now, desk};
}

static inline void desk_codebook(struct desk *desk)
{
    static const struct language languages[] = {{{"nl", 2}, {"Nederlands", 10}, false}};
    struct library library = {desk_read, desk_list, NULL};
    struct codebook_builder *builder =
        codebook_begin(desk->arena, desk->diags, &library, STR_EMPTY, languages, 1, 0);
    struct source asked = {STR("asks"), STR("")};
    struct node name = {.kind = NODE_SCALAR, .line = 1, .column = 1, .text = STR("jobs")};
    desk->frame = codebook_frame(builder, STR("jobs"), &asked, &name);
    assert_non_null(desk->frame);
    desk->job = (struct variable){.id = STR("job"),
                                  .type = VARIABLE_TEXT,
                                  .coded = STR("jobs"),
                                  .roster = EXPR_NO_ROSTER,
                                  .parent = UINT32_MAX};
    desk->variables[0] = &desk->job;
    desk->codebook = (struct codebook){.languages_n = 1, .variables = desk->variables, .variables_n = 1};
    desk->codebook.languages[0] = languages[0];
}

/* The store of a coder's own process, or of this test. */
static inline struct store *desk_store(struct desk *desk)
{
    struct store_options options = {
        .clock = desk_clock(desk), .busy_ms = 5000, .ballast_bytes = -1, .user = STR("test")};
    struct store *store = NULL;
    char message[512] = "";
    if (store_open(desk->path, &options, &store, message) != STORE_OK) {
        fail_msg("%s", message);
    }
    return store;
}

static inline struct desk *desk_new(void)
{
    static const struct definition_file file = {{"questionnaire.yaml", 18}, {"id: test\n", 9}};
    struct desk *desk = mem_alloc(sizeof *desk);
    memset(desk, 0, sizeof *desk);
    assert_true(hash_init());
    tmp_open(&desk->tmp);
    snprintf(desk->path, sizeof desk->path, "%s", tmp_path(&desk->tmp, "test.study"));
    desk->arena = arena_new();
    desk->diags = diags_new();
    desk->now = 1700000000000;
    desk_codebook(desk);
    struct store_options options = {.clock = desk_clock(desk), .ballast_bytes = -1, .user = STR("test")};
    struct hash hash = hash_of(STR("x"));
    char message[512] = "";
    if (store_create(desk->path, &options, "Test", &file, 1, &hash, &hash, &desk->store, message) !=
        STORE_OK) {
        fail_msg("%s", message);
    }
    return desk;
}

static inline void desk_free(struct desk *desk)
{
    store_close(desk->store);
    tmp_close(&desk->tmp);
    diags_free(desk->diags);
    arena_free(desk->arena);
    free(desk);
}

static inline int desk_setup(void **state)
{
    *state = desk_new();
    return 0;
}

static inline int desk_teardown(void **state)
{
    desk_free(*state);
    return 0;
}

/* One more case c1, c2, ... that answers this; again for an older case: a change. */
static inline void desk_say(struct desk *desk, unsigned number, const char *text)
{
    char id[16];
    snprintf(id, sizeof id, "c%u", number);
    struct case_record record = {.id = str_from(id), .group = STR("be"), .mode = STR("capi")};
    struct identity nobody = {0};
    if (number > desk->cases) {
        assert_int_equal(store_add_cases(desk->store, &record, &nobody, 1), STORE_OK);
        desk->cases = number;
    }
    struct change change = {REGISTER_ANSWER, STR("job"), 0, text[0] ? CELL_ANSWERED : CELL_NOT_REACHED,
                            str_from(text)};
    struct act act = {.kind = ACT_ANSWER,
                      .case_id = record.id,
                      .item = STR("job"),
                      .changes = &change,
                      .n = 1,
                      .user = STR("interviewer"),
                      .language = STR("nl"),
                      .wall_ms = desk_now(desk)};
    assert_int_equal(store_append(desk->store, &act, 1), STORE_OK);
}

static inline void desk_say_all(struct desk *desk, const char *const *texts, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        desk_say(desk, desk->cases + 1, texts[i]);
    }
}

static inline struct work_setup desk_setup_for(struct desk *desk, struct store *store, const char *user)
{
    return (struct work_setup){.store = store,
                               .codebook = &desk->codebook,
                               .item = {&desk->job, STR("jobs"), NULL},
                               .frame = desk->frame,
                               .user = str_from(user),
                               .clock = desk_clock(desk)};
}

static inline struct work *desk_sit(struct desk *desk, const char *user)
{
    struct work_setup setup = desk_setup_for(desk, desk->store, user);
    struct work *work = work_open(&setup);
    assert_non_null(work);
    return work;
}

static inline uint32_t desk_group(struct work *work, const char *text)
{
    uint32_t id = work_find(work, str_from(text));
    if (id == UINT32_MAX) {
        fail_msg("no group '%s'", text);
    }
    return id;
}

/* Decides a group by one key, as a screen does. */
static inline enum work_result desk_decide(struct work *work, const char *text, const char *codes)
{
    uint32_t id = desk_group(work, text);
    struct work_choice choice = {.codes = str_from(codes), .keys = 1, .shown_ms = 2000};
    return work_decide(work, &id, 1, &choice);
}

static inline void desk_decides(struct work *work, const char *text, const char *codes)
{
    if (desk_decide(work, text, codes) != WORK_DONE) {
        fail_msg("'%s' = %s: %s", text, codes, work_message(work));
    }
}

/* What holds for the first answer of a group, as this coder sees it: "" when it is open. */
static inline void desk_codes(struct work *work, const char *text, const char *wanted)
{
    struct work_group group = work_group(work, desk_group(work, text));
    if (!str_is(group.codes, wanted)) {
        fail_msg("'%s' has '%.*s', not '%s'", text, STR_ARG(group.codes), wanted);
    }
}

#endif

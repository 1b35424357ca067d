#ifndef TESTS_UNIT_TUI_FAKE_CODING_H
#define TESTS_UNIT_TUI_FAKE_CODING_H

#include "codebook/codebook_priv.h"
#include "tests/unit/coding/desk.h"
#include "tests/unit/tui/fake.h"

/*
 * A study on disk with occupations to code, behind the services of a fake study. A colleague has been at
 * work: washers are done, one of the cooks is something else to her. In the other one two coders have coded
 * everything, and differ.
 */
struct fake_coding {
    struct desk *desk;
    struct variable sector;
    struct codebook_index index;
    struct variable *both[2];
    struct str labels[2]; /* in the only language */
    bool twice; /* the other one */
};

static const char *const fake_jobs[][2] = {
    {"chauffeur", "transport"},
    {"chauffeur", "bakkerij"},
    {"chauffeur", "transport"},
    {"chauffeur", "postbedrijf"},
    {"kok", "ziekenhuis"},
    {"kok", "school"},
    {"kok", "hotel"},
    {"afwasser", "hotel"},
    {"afwasser", "school"},
    {"chauffeur bestelwagen", "bakkerij"},
    {"chauffeur bestelwagen", "krant"},
    {"souschef in een klein restaurant aan de kust, ook bestellingen", "restaurant"},
    {"vrachtwagen", "transport"},
    {"ik doe van alles", "een fabriek"},
    {"kok en chauffeur", "feesten"},
    {"mutfakta", "otel"},
};

static inline void fake_coding_say(struct fake_coding *coding, unsigned number, const char *job,
                                   const char *sector)
{
    struct desk *desk = coding->desk;
    desk_say(desk, number, job);
    char id[16];
    snprintf(id, sizeof id, "c%u", number);
    struct change change = {REGISTER_ANSWER, STR("sector"), 0, CELL_ANSWERED, str_from(sector)};
    struct act act = {.kind = ACT_ANSWER,
                      .case_id = str_from(id),
                      .item = STR("sector"),
                      .changes = &change,
                      .n = 1,
                      .user = STR("interviewer"),
                      .language = STR("nl"),
                      .wall_ms = desk_now(desk)};
    assert_int_equal(store_append(desk->store, &act, 1), STORE_OK);
}

static inline void fake_coding_decide(struct work *work, const char *text, const char *codes,
                                      const char *only)
{
    uint32_t id = desk_group(work, text);
    struct work_choice choice = {
        .codes = str_from(codes), .only_case = str_from(only), .keys = 1, .shown_ms = 2000};
    assert_int_equal(work_decide(work, &id, 1, &choice), WORK_DONE);
}

static inline void fake_coding_colleague(struct fake_coding *coding)
{
    struct work *work = desk_sit(coding->desk, "CD");
    fake_coding_decide(work, "afwasser", "12", "");
    fake_coding_decide(work, "kok", "12", "c7");
    work_close(work);
}

static inline void fake_coding_two(struct fake_coding *coding)
{
    struct work *first = desk_sit(coding->desk, "AB");
    assert_int_equal(work_set_double_percent(first, 100), WORK_DONE);
    fake_coding_decide(first, "chauffeur", "21", "");
    fake_coding_decide(first, "kok", "11", "");
    fake_coding_decide(first, "kok en chauffeur", "11 21", "");
    work_close(first);
    struct work *second = desk_sit(coding->desk, "CD");
    fake_coding_decide(second, "chauffeur", "22", "");
    fake_coding_decide(second, "kok", "11", "");
    fake_coding_decide(second, "kok en chauffeur", "!vague", "");
    work_close(second);
}

static inline struct fake_coding *fake_coding_new(bool twice)
{
    struct fake_coding *coding = mem_alloc(sizeof *coding);
    struct desk *desk = desk_new();
    *coding = (struct fake_coding){.desk = desk, .twice = twice};
    coding->labels[0] = STR("beroep");
    coding->labels[1] = STR("sector");
    desk->job.label = &coding->labels[0];
    coding->sector = desk->job;
    coding->sector.id = STR("sector");
    coding->sector.label = &coding->labels[1];
    coding->sector.coded = STR_EMPTY;
    coding->sector.slot = 1;
    coding->both[0] = &desk->job;
    coding->both[1] = &coding->sector;
    desk->codebook.variables = coding->both;
    desk->codebook.variables_n = 2;
    desk->codebook.index = &coding->index;
    coding->index.variables.arena = desk->arena;
    ids_add(&coding->index.variables, desk->job.id, 0);
    ids_add(&coding->index.variables, coding->sector.id, 1);
    for (size_t i = 0; i < ARRAY_LEN(fake_jobs); i++) {
        fake_coding_say(coding, (unsigned)i + 1, fake_jobs[i][0], fake_jobs[i][1]);
    }
    (twice ? fake_coding_two : fake_coding_colleague)(coding);
    return coding;
}

static inline void fake_coding_free(struct fake_coding *coding)
{
    if (coding) {
        desk_free(coding->desk);
        free(coding);
    }
}

/* ---- services ---- */

static inline bool fake_coding_rows(void *context UNUSED, struct arena *arena UNUSED,
                                    const struct coding_row **out, size_t *n)
{
    static const struct coding_row row = {{"job", 3}, {"J04 beroep", 10}, {"jobs", 4}};
    *out = &row;
    *n = 1;
    return true;
}

static inline struct work *fake_coding_open(void *context, size_t position UNUSED)
{
    struct fake_coding *coding = ((struct fake *)context)->coding;
    return coding ? desk_sit(coding->desk, coding->twice ? "EF" : "AB") : NULL;
}

static inline void fake_coding_close(void *context UNUSED, struct work *work)
{
    work_close(work);
}

#endif

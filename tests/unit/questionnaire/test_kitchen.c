#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "questionnaire/load.h"
#include "questionnaire/lock.h"
#include "tests/support/rows.h"

/* What the fixture `kitchen`, which uses every feature of the language once, has become in memory. */

struct kitchen {
    struct arena *arena;
    struct diags *diags;
    const struct questionnaire *q;
};

static int open_kitchen(void **state)
{
    struct arena *arena = arena_new();
    struct kitchen *k = ARENA_NEW(arena, struct kitchen);
    k->arena = arena;
    k->diags = diags_new();
    struct str folder = test_path(arena, "fixtures/questionnaires/kitchen");
    struct library library = disk_library(disk_library_open(arena, folder.ptr, NULL, NULL));
    k->q = questionnaire_load(arena, k->diags, &library, STR(""));
    diags_print(k->diags, stderr);
    *state = k;
    return k->q && !k->diags->n ? 0 : -1;
}

static int close_kitchen(void **state)
{
    struct kitchen *k = *state;
    diags_free(k->diags);
    arena_free(k->arena);
    return 0;
}

static const struct item *item(const struct kitchen *k, const char *id)
{
    uint32_t index = questionnaire_item(k->q, str_from(id));
    assert_true(index != NONE);
    return &k->q->items[index];
}

static const struct variable *variable(const struct kitchen *k, const char *id)
{
    const struct variable *v = codebook_find(k->q->codebook, str_from(id));
    assert_non_null(v);
    return v;
}

static void is(struct str got, const char *wanted)
{
    if (!str_is(got, wanted)) {
        fail_msg("got '%.*s', wanted '%s'", STR_ARG(got), wanted);
    }
}

/* ---- order, containers ----------------------------------------------------------------------- */

/* Included before own, the head's own at the end; containers before what they contain. */
static void test_order(void **state)
{
    const struct kitchen *k = *state;
    static const char *const ids[] = {
        "door",          "consent",          "no_consent",   "welcome",    "person",      "birth",
        "age",           "too_young",        "born_in",      "speaks",     "abroad",      "first_country",
        "work",          "work_status",      "job",          "hours",      "starts",      "job_text",
        "hours_per_day", "favourite_season", "tools",        "budget",     "half",        "statement_new",
        "views",         "view_cook",        "view_order",   "view_halal", "view_last",   "mixed",
        "mixed_first",   "mixed_second",     "member_count", "household",  "member_name", "member_age",
        "member_cooks",  "children",         "oldest",       "tool_day",   "level",       "meal",
        "goodbye"};
    assert_int_equal(k->q->items_n, ARRAY_LEN(ids));
    for (size_t i = 0; i < ARRAY_LEN(ids); i++) {
        is(k->q->items[i].id, ids[i]);
        assert_int_equal(k->q->items[i].index, i);
    }
    is(k->q->id, "kitchen");
    is(k->q->version, "1.2.3");
    assert_int_equal(k->q->groups_n, 3);
    is(k->q->groups[1], "ma");
    assert_int_equal(questionnaire_group(k->q, STR("tr")), 2);
    assert_int_equal(questionnaire_group(k->q, STR("fr")), -1);
    assert_int_equal(questionnaire_language(k->q, STR("ar")), 2);
    assert_int_equal(questionnaire_language(k->q, STR("fr")), -1);
    assert_true(questionnaire_item(k->q, STR("nothing")) == NONE);
}

static void test_containers(void **state)
{
    const struct kitchen *k = *state;
    const struct item *job = item(k, "job");
    assert_int_equal(job->kind, ITEM_BLOCK);
    assert_int_equal(job->parent, item(k, "work")->index);
    assert_int_equal(job->end, item(k, "hours_per_day")->index);
    assert_int_equal(item(k, "work")->end, item(k, "favourite_season")->index);
    assert_true(item(k, "work")->parent == NONE);
    assert_int_equal(item(k, "hours")->end, item(k, "hours")->index + 1);
    const struct item *row = item(k, "view_order");
    assert_int_equal(row->kind, ITEM_QUESTION);
    assert_int_equal(row->grid, item(k, "views")->index);
    assert_int_equal(row->parent, row->grid);
    assert_true(item(k, "hours")->grid == NONE && item(k, "views")->grid == NONE);
    const struct item *roster = item(k, "household");
    assert_int_equal(roster->kind, ITEM_ROSTER);
    assert_int_equal(roster->roster, 0);
    assert_int_equal(item(k, "member_age")->roster, 0);
    assert_true(item(k, "member_count")->roster == NONE);
    is(item(k, "too_young")->outcome, "too_young");
    assert_int_equal(item(k, "too_young")->kind, ITEM_STOP);
    assert_true(item(k, "budget")->undecided_accepted && !item(k, "tools")->undecided_accepted);
    is(item(k, "birth")->nr, "A01");
    assert_int_equal(item(k, "consent")->place.line, 4);
    is(item(k, "consent")->place.file, "modules/consent.yaml");
}

static void test_order_of_random(void **state)
{
    const struct kitchen *k = *state;
    const struct item *views = item(k, "views");
    assert_true(views->arrangement.random);
    assert_int_equal(views->arrangement.fixed_n, 1);
    assert_int_equal(views->arrangement.fixed[0], item(k, "view_last")->index);
    const struct item *mixed = item(k, "mixed");
    assert_true(mixed->arrangement.random && !item(k, "job")->arrangement.random);
    assert_int_equal(mixed->arrangement.fixed[0], item(k, "mixed_first")->index);
}

/* ---- variables ------------------------------------------------------------------------------- */

static void test_builtins(void **state)
{
    const struct kitchen *k = *state;
    static const char *const ids[] = {
        "group",          "language",          "frame_sex", "frame_birth", "frame_generation",
        "frame_language", "frame_municipality"};
    for (uint32_t i = 0; i < BUILTINS; i++) {
        assert_int_equal(variable(k, ids[i])->slot, i);
        assert_int_equal(variable(k, ids[i])->role, ROLE_FRAME);
        assert_true(k->q->item_of_slot[i] == NONE);
    }
    assert_int_equal(variable(k, "group")->list->n, 3);
    is(variable(k, "group")->list->options[1].code, "ma");
    is(variable(k, "frame_sex")->list->options[2].code, "x");
    assert_ptr_equal(variable(k, "frame_language")->list, variable(k, "language")->list);
}

/* A group without a label of its own is called by its code. */
static void test_group_labels(void **state)
{
    struct kitchen *k = *state;
    const struct list *groups = k->q->codebook->variables[BUILTIN_GROUP]->list;
    is(option_label(&groups->options[1], 0, 0), "Marokkaans");
    is(option_label(&groups->options[2], 0, 0), "tr");
}

static void test_types(void **state)
{
    const struct kitchen *k = *state;
    static const struct {
        const char *id;
        enum variable_type type;
        enum variable_role role;
        enum variable_measure measure;
        unsigned allow;
    } rows[] = {
        {"consent", VARIABLE_CODE, ROLE_ASKED, MEASURE_NOMINAL, ALLOW_REFUSED},
        {"birth", VARIABLE_DATE, ROLE_ASKED, MEASURE_SCALE, ALLOW_DONT_KNOW | ALLOW_REFUSED},
        {"age", VARIABLE_INT, ROLE_COMPUTED, MEASURE_SCALE, 0},
        {"born_in", VARIABLE_CODE, ROLE_ASKED, MEASURE_NOMINAL, ALLOW_DONT_KNOW | ALLOW_REFUSED},
        {"speaks", VARIABLE_SET, ROLE_ASKED, MEASURE_NOMINAL, ALLOW_DONT_KNOW | ALLOW_REFUSED},
        {"abroad", VARIABLE_BOOL, ROLE_COMPUTED, MEASURE_NOMINAL, 0},
        {"first_country", VARIABLE_CODE, ROLE_COMPUTED, MEASURE_NOMINAL, 0},
        {"hours", VARIABLE_DECIMAL, ROLE_ASKED, MEASURE_SCALE, 0},
        {"starts", VARIABLE_TIME, ROLE_ASKED, MEASURE_SCALE, ALLOW_DONT_KNOW | ALLOW_REFUSED},
        {"job_text", VARIABLE_TEXT, ROLE_ASKED, MEASURE_NOMINAL, ALLOW_DONT_KNOW | ALLOW_REFUSED},
        {"hours_per_day", VARIABLE_DECIMAL, ROLE_COMPUTED, MEASURE_SCALE, 0},
        {"tools", VARIABLE_SET, ROLE_ASKED, MEASURE_NOMINAL, ALLOW_DONT_KNOW},
        {"half", VARIABLE_INT, ROLE_DRAW, MEASURE_NOMINAL, 0},
        {"view_cook", VARIABLE_CODE, ROLE_ASKED, MEASURE_NOMINAL, ALLOW_REFUSED},
        {"tool_day", VARIABLE_DATE, ROLE_COMPUTED, MEASURE_SCALE, 0},
        {"work_status_other", VARIABLE_TEXT, ROLE_SPECIFY, MEASURE_NOMINAL, ALLOW_DONT_KNOW | ALLOW_REFUSED},
        {"tools_other", VARIABLE_TEXT, ROLE_SPECIFY, MEASURE_NOMINAL, ALLOW_DONT_KNOW},
    };
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        const struct variable *v = variable(k, rows[i].id);
        bool same = v->type == rows[i].type && v->role == rows[i].role && v->measure == rows[i].measure &&
                    v->allow == rows[i].allow;
        if (!same) {
            fail_msg("%s: type %s, role %u, measure %u, allow %u", rows[i].id, variable_type_name(v->type),
                     (unsigned)v->role, (unsigned)v->measure, v->allow);
        }
        assert_ptr_equal(k->q->codebook->variables[v->slot], v);
    }
}

static void test_bounds(void **state)
{
    const struct kitchen *k = *state;
    const struct variable *hours = variable(k, "hours");
    assert_int_equal(number_compare(hours->max, number_int(99)), 0);
    assert_int_equal(hours->step.units, 5);
    assert_int_equal(hours->step.scale, 1);
    const struct variable *birth = variable(k, "birth");
    assert_true(birth->max_today && !birth->min_today && birth->date_min.year == 1920 &&
                !birth->date_max.year);
    assert_int_equal(birth->precisions, 1u << DATE_DAY | 1u << DATE_MONTH | 1u << DATE_YEAR);
    const struct variable *meal = variable(k, "meal");
    assert_true(meal->min_today && meal->date_max.day == 31);
    assert_int_equal(meal->precisions, 1u << DATE_DAY);
    assert_int_equal(variable(k, "starts")->min.units, 5 * 60 + 30);
    assert_int_equal(variable(k, "starts")->max.units, 22 * 60);
    assert_true(variable(k, "job_text")->lines && variable(k, "job_text")->length == 300);
    assert_int_equal(variable(k, "statement_new")->length, 500);
    assert_int_equal(variable(k, "tools")->choose_max, 3);
    assert_int_equal(variable(k, "speaks")->choose_min, 0);
    assert_int_equal(variable(k, "half")->max.units, 2);
    assert_int_equal(item(k, "half")->draw_of, 2);
    assert_true(variable(k, "view_order")->reverse && !variable(k, "view_cook")->reverse);
    assert_int_equal(variable(k, "view_last")->grid, variable(k, "view_cook")->slot);
    assert_int_equal(variable(k, "view_cook")->grid, variable(k, "view_cook")->slot);
    assert_true(variable(k, "hours")->grid == UINT32_MAX);
    assert_int_equal(variable(k, "member_age")->roster, 0);
    assert_true(variable(k, "hours")->roster == EXPR_NO_ROSTER);
}

static void test_specify(void **state)
{
    const struct kitchen *k = *state;
    const struct item *work = item(k, "work_status");
    const struct variable *other = variable(k, "work_status_other");
    const struct variable *unpaid = variable(k, "work_status_other8");
    assert_int_equal(work->specify_n, 2);
    assert_int_equal(work->specify[0], other->slot);
    assert_int_equal(work->specify[1], unpaid->slot);
    assert_int_equal(other->parent, variable(k, "work_status")->slot);
    assert_int_equal(other->parent_option, list_find(work->variable->list, STR("other")));
    assert_int_equal(unpaid->parent_option, list_find(work->variable->list, STR("8")));
    assert_int_equal(k->q->item_of_slot[other->slot], work->index);
    is(other->label[0], "werk: andere");
    is(unpaid->text[0], "onbetaald");
}

/* ---- options --------------------------------------------------------------------------------- */

static void test_options(void **state)
{
    const struct kitchen *k = *state;
    const struct item *work = item(k, "work_status");
    static const int32_t only[] = {0, 1, 2, 4, 5};
    assert_int_equal(work->only_n, ARRAY_LEN(only));
    assert_memory_equal(work->only, only, sizeof only);
    assert_true(work->arrangement.random);
    assert_int_equal(work->arrangement.fixed_n, 2);
    assert_int_equal(work->arrangement.fixed[0], 4);
    assert_int_equal(work->option_rules_n, 2);
    assert_int_equal(work->option_rules[0].option, 2);
    assert_int_equal(work->option_rules[0].when.unknown, UNKNOWN_IMPOSSIBLE);
    assert_int_equal(work->option_rules[1].option, 1);
    const struct item *season = item(k, "favourite_season");
    assert_int_equal(season->option_rules[0].when.unknown, UNKNOWN_ASK);
    assert_null(season->only);
    assert_true(work->variable->list->options[4].specify && !work->variable->list->options[0].specify);
    assert_true(item(k, "tools")->variable->list->options[4].exclusive);
}

/* Variants change cards and order, never what is there. */
static void test_variants(void **state)
{
    const struct kitchen *k = *state;
    const struct item *work = item(k, "work_status");
    static const int32_t ma[] = {2, 0, 1, 3, 4};
    static const int32_t tr[] = {1, 0, 2, 3, 4};
    assert_non_null(work->variants);
    is(work->card, "3");
    is(work->variants[1].card, "3b");
    assert_int_equal(work->variants[1].order_n, ARRAY_LEN(ma));
    assert_memory_equal(work->variants[1].order, ma, sizeof ma);
    assert_true(!work->variants[0].card.len && !work->variants[0].order && !work->variants[2].order);
    assert_memory_equal(item(k, "tools")->variants[2].order, tr, sizeof tr);
    is(item(k, "views")->card, "7");
    is(item(k, "view_halal")->card, "7");
    is(item(k, "view_halal")->variants[1].card, "7b");
    assert_null(item(k, "hours")->variants);
}

static void test_frames(void **state)
{
    const struct kitchen *k = *state;
    const struct list *fruits = variable(k, "speaks")->list;
    assert_true(fruits->frame && fruits->n == 7 && fruits->first_n == 2);
    is(fruits->version, "2026.1");
    is(fruits->options[fruits->first[0]].code, "BN");
    is(fruits->options[1].parent, "FR");
    const struct list *countries = variable(k, "born_in")->list;
    assert_true(countries->n > 240);
    int32_t belgium = list_find(countries, STR("BE"));
    assert_true(belgium >= 0);
    is(option_label(&countries->options[belgium], 0, 0), "België");
    is(option_label(&countries->options[belgium], 1, 0), "Belgium");
    is(option_label(&countries->options[belgium], 2, 0), "بلجيكا");
    assert_true(list_find(countries, STR("XK")) >= 0);
    assert_ptr_equal(variable(k, "first_country")->list, countries);
}

/* ---- conditions ------------------------------------------------------------------------------ */

static void test_conditions(void **state)
{
    const struct kitchen *k = *state;
    assert_null(item(k, "consent")->when.expr);
    assert_int_equal(item(k, "no_consent")->when.unknown, UNKNOWN_ASK);
    assert_int_equal(item(k, "job")->when.unknown, UNKNOWN_SKIP);
    assert_int_equal(item(k, "starts")->when.unknown, UNKNOWN_IMPOSSIBLE);
    const struct expr *starts = item(k, "starts")->when.expr;
    assert_int_equal(starts->reads_n, 1);
    assert_int_equal(starts->reads[0], variable(k, "hours")->slot);
    const struct item *level = item(k, "level");
    assert_int_equal(level->cases_n, 3);
    assert_null(level->cases[2].when);
    assert_int_equal(level->cases[0].value->root->constant.code, 2);
    const struct item *age = item(k, "age");
    assert_true(age->cases_n == 1 && !age->cases[0].when);
}

static void test_rosters(void **state)
{
    const struct kitchen *k = *state;
    assert_int_equal(k->q->rosters_n, 1);
    const struct roster_def *household = &k->q->rosters[0];
    assert_int_equal(household->item, item(k, "household")->index);
    assert_int_equal(household->count_slot, variable(k, "member_count")->slot);
    assert_int_equal(household->title_slot, variable(k, "member_name")->slot);
    assert_int_equal(household->max, 8);
    is(k->q->codebook->rosters[0]->id, "household");
    assert_int_equal(k->q->codebook->rosters[0]->max, 8);
}

static void test_checks(void **state)
{
    const struct kitchen *k = *state;
    const struct check *hours = &k->q->checks[questionnaire_check(k->q, STR("c_hours"))];
    assert_int_equal(hours->kind, CHECK_SOFT);
    assert_int_equal(hours->item, item(k, "hours")->index);
    assert_true(hours->roster == NONE);
    assert_int_equal(hours->involves_n, 1);
    assert_int_equal(hours->involves[0], variable(k, "hours")->slot);
    assert_int_equal(k->q->checks[questionnaire_check(k->q, STR("c_hours_zero"))].kind, CHECK_HARD);
    assert_int_equal(item(k, "hours")->checks_n, 2);
    assert_int_equal(item(k, "hours")->checks[0], hours->index);
    assert_int_equal(k->q->checks[questionnaire_check(k->q, STR("c_member_age"))].roster, 0);
    const struct check *whole = &k->q->checks[questionnaire_check(k->q, STR("c_whole"))];
    assert_true(whole->item == NONE && whole->holds->reads_n == 2 && whole->involves_n == 1);
    assert_true(questionnaire_check(k->q, STR("hours")) == NONE);
}

/* ---- who reads what -------------------------------------------------------------------------- */

static bool reads(const struct questionnaire *q, uint32_t slot, enum reader_kind kind, uint32_t index)
{
    unsigned found = 0;
    for (uint32_t i = q->reader_from[slot]; i < q->reader_from[slot + 1]; i++) {
        found += q->readers[i].kind == kind && q->readers[i].index == index;
    }
    assert_true(found <= 1);
    return found == 1;
}

static void test_graph(void **state)
{
    const struct kitchen *k = *state;
    const struct questionnaire *q = k->q;
    uint32_t hours = variable(k, "hours")->slot;
    assert_true(reads(q, hours, READER_WHEN, item(k, "starts")->index));
    assert_true(reads(q, hours, READER_CHECK, questionnaire_check(q, STR("c_hours"))));
    assert_true(reads(q, hours, READER_CHECK, questionnaire_check(q, STR("c_hours_zero"))));
    assert_true(reads(q, hours, READER_COMPUTED, item(k, "hours_per_day")->index));
    assert_int_equal(q->reader_from[hours + 1] - q->reader_from[hours], 4);
    uint32_t age = variable(k, "age")->slot;
    assert_true(reads(q, age, READER_OPTION, item(k, "work_status")->index));
    assert_true(reads(q, age, READER_WHEN, item(k, "work")->index));
    uint32_t count = variable(k, "member_count")->slot;
    assert_true(reads(q, count, READER_ROWS, item(k, "household")->index));
    assert_true(reads(q, count, READER_CHECK, questionnaire_check(q, STR("c_whole"))));
    assert_true(reads(q, variable(k, "member_age")->slot, READER_COMPUTED, item(k, "oldest")->index));
    assert_int_equal(q->roster_reader_from[1], 2);
    assert_int_equal(q->roster_readers[0].index, item(k, "children")->index);
    assert_int_equal(q->roster_readers[1].index, item(k, "oldest")->index);
    uint32_t group = variable(k, "group")->slot;
    assert_true(reads(q, group, READER_OPTION, item(k, "work_status")->index));
    assert_int_equal(q->reader_from[0], 0);
}

/* ---- words ----------------------------------------------------------------------------------- */

/* A text with its pieces spelled: words, <variable>, <row>, <fill#form>. */
static struct str spelled(const struct kitchen *k, struct text text)
{
    struct str out = STR_EMPTY;
    for (size_t i = 0; i < text.n; i++) {
        const struct piece *p = &text.pieces[i];
        switch (p->kind) {
        case PIECE_WORDS:
            out = arena_format(k->arena, "%.*s%.*s", STR_ARG(out), STR_ARG(p->words));
            break;
        case PIECE_VARIABLE:
            out = arena_format(k->arena, "%.*s<%.*s>", STR_ARG(out),
                               STR_ARG(k->q->codebook->variables[p->slot]->id));
            break;
        case PIECE_ROW:
            out = arena_format(k->arena, "%.*s<row>", STR_ARG(out));
            break;
        case PIECE_FILL:
            out = arena_format(k->arena, "%.*s<%.*s#%u>", STR_ARG(out), STR_ARG(k->q->fills[p->slot].id),
                               (unsigned)p->form);
            break;
        }
    }
    return out;
}

enum { NL, EN, AR };
enum { BE, MA, TR, NOBODY = -1 };

static void says(const struct kitchen *k, const char *id, unsigned language, int group, const char *wanted)
{
    is(spelled(k, item_words(k->q, item(k, id)->index, language, group)->text), wanted);
}

static void test_texts(void **state)
{
    const struct kitchen *k = *state;
    says(k, "welcome", NL, BE, "Welkom. {Dit}} gaat over <origin#0> keukens.");
    says(k, "welcome", NL, MA, "Welkom bij <origin#0>.");
    says(k, "welcome", NL, NOBODY, "Welkom. {Dit}} gaat over <origin#0> keukens.");
    says(k, "work_status", NL, TR, "Werkt u tegenwoordig?");
    says(k, "work_status", EN, BE, "You are <age>. Do you work?");
    says(k, "work_status", AR, BE, "عمرك <age>. هل تعمل؟");
    says(k, "member_name", AR, BE, "ما اسم الشخص <row>؟");
    says(k, "meal", NL, BE, "U woont met <member_count> <members#0> samen. Wanneer eet u?");
    says(k, "tools", EN, BE, "Wat gebruikt u?");
    const struct item_words *hours = item_words(k->q, item(k, "hours")->index, AR, BE);
    is(spelled(k, hours->text), "كم ساعة تعمل في الأسبوع؟");
    is(spelled(k, hours->unit), "ساعات");
    is(spelled(k, hours->help), "Overuren tellen mee.\nHalve uren mogen.\n");
    is(spelled(k, hours->label), "uren per week");
    is(spelled(k, item_words(k->q, item(k, "birth")->index, EN, BE)->instruct), "Een jaar alleen mag ook.");
}

/* What a group says in the source language is not shown where the language has its own general words. */
static void test_group_words(void **state)
{
    const struct kitchen *k = *state;
    says(k, "welcome", EN, MA, "Welcome. This is about <origin#0> kitchens.");
    says(k, "welcome", AR, MA, "Welkom bij <origin#0>.");
    const struct item_words *work = item_words(k->q, item(k, "work_status")->index, NL, TR);
    is(spelled(k, work->card), "Kies er een.");
    is(spelled(k, work->options[0]), "in loondienst (bediende of arbeider)");
    is(spelled(k, work->options[4]), "andere: welke?");
}

static void option_is(const struct kitchen *k, const char *id, int32_t option, unsigned language, int group,
                      const char *wanted)
{
    struct text room;
    is(spelled(k, option_words(k->q, item(k, id)->index, option, language, group, &room)), wanted);
}

static void test_option_words(void **state)
{
    const struct kitchen *k = *state;
    option_is(k, "work_status", 0, NL, BE, "in loondienst");
    option_is(k, "work_status", 0, NL, TR, "in loondienst (bediende of arbeider)");
    option_is(k, "work_status", 4, NL, MA, "andere: welke?");
    option_is(k, "work_status", 4, EN, MA, "other, which?");
    option_is(k, "work_status", 0, EN, BE, "employee");
    option_is(k, "work_status", 1, EN, BE, "zelfstandig");
    /* Turkish-origin words are Dutch; the English label of the list is nearer. */
    option_is(k, "work_status", 0, EN, TR, "employee");
    option_is(k, "favourite_season", 0, AR, BE, "الربيع");
    option_is(k, "favourite_season", 0, EN, BE, "lente");
    option_is(k, "view_cook", 3, EN, BE, "strongly agree");
    option_is(k, "view_cook", 9, EN, BE, "");
    option_is(k, "hours", 0, EN, BE, "");
}

static void test_other_words(void **state)
{
    const struct kitchen *k = *state;
    uint32_t views = questionnaire_check(k->q, STR("c_views"));
    is(spelled(k, check_words(k->q, views, NL, BE)), "Twee keer hetzelfde?");
    is(spelled(k, check_words(k->q, views, NL, MA)), "Twee keer hetzelfde antwoord?");
    is(spelled(k, check_words(k->q, views, AR, MA)), "Twee keer hetzelfde antwoord?");
    uint32_t hours = questionnaire_check(k->q, STR("c_hours"));
    is(spelled(k, check_words(k->q, hours, EN, BE)), "<hours> hours is a lot. Is this right?");
    is(spelled(k, check_words(k->q, hours, AR, BE)), "<hours> uren is veel. Klopt dit?");
    is(spelled(k, stop_words(k->q, item(k, "too_young")->index, EN, BE)), "Too young.");
    is(spelled(k, stop_words(k->q, item(k, "no_consent")->index, EN, BE)), "De respondent wil niet meedoen.");
    is(spelled(k, item_words(k->q, item(k, "person")->index, AR, BE)->label), "عنك");
    is(spelled(k, item_words(k->q, item(k, "job")->index, AR, BE)->label), "Uw baan");
    is(k->q->title.in[AR], "كل ما في المطبخ");
    is(k->q->codebook->languages[EN].name, "English");
    assert_true(k->q->codebook->languages[AR].right_to_left && !k->q->codebook->languages[EN].right_to_left);
}

static void test_translated(void **state)
{
    const struct kitchen *k = *state;
    assert_true(item_translated(k->q, item(k, "consent")->index, EN));
    assert_true(item_translated(k->q, item(k, "consent")->index, NL));
    assert_false(item_translated(k->q, item(k, "goodbye")->index, EN));
    assert_true(item_words(k->q, item(k, "hours")->index, EN, BE)->draft);
    assert_false(item_words(k->q, item(k, "consent")->index, EN, BE)->draft);
    is(item_words(k->q, item(k, "consent")->index, EN, BE)->source, "0a1b2c3d");
    is(variable(k, "consent")->label[AR], "الموافقة");
    is(variable(k, "consent")->text[EN], "Will you take part?");
    is(variable(k, "tools")->label[EN], "");
}

static void fill_is(const struct kitchen *k, uint32_t fill, unsigned language, size_t key, size_t form,
                    const char *wanted)
{
    const struct fill *f = &k->q->fills[fill];
    is(spelled(k, f->words[(language * f->keys_n + key) * f->forms_n + form]), wanted);
}

static void test_fills(void **state)
{
    const struct kitchen *k = *state;
    enum { SEASON, ORIGIN, MEMBERS };
    assert_int_equal(k->q->fills_n, 3);
    is(k->q->fills[SEASON].id, "season");
    is(k->q->fills[ORIGIN].id, "origin");
    is(k->q->fills[MEMBERS].id, "members");
    assert_true(k->q->fills[ORIGIN].by_group && k->q->fills[ORIGIN].forms_n == 2);
    is(k->q->fills[ORIGIN].forms[1], "noun");
    fill_is(k, ORIGIN, NL, MA, 1, "Marokkaanse herkomst");
    fill_is(k, ORIGIN, EN, MA, 0, "Moroccan");
    fill_is(k, ORIGIN, EN, TR, 0, "Turkse");
    fill_is(k, ORIGIN, AR, BE, 1, "Belgische herkomst");
    assert_int_equal(k->q->fills[SEASON].by_slot, variable(k, "favourite_season")->slot);
    fill_is(k, SEASON, NL, 1, 0, "zomer");
    fill_is(k, SEASON, AR, 3, 0, "winter");
    fill_is(k, MEMBERS, NL, 1, 0, "huisgenoot");
    fill_is(k, MEMBERS, NL, 0, 0, "huisgenoten");
    fill_is(k, MEMBERS, AR, 0, 0, "لا أحد");
    fill_is(k, MEMBERS, AR, 2, 0, "شخصان");
    fill_is(k, MEMBERS, AR, 3, 0, "أشخاص");
    fill_is(k, MEMBERS, EN, 4, 0, "people");
}

/* ---- the same again -------------------------------------------------------------------------- */

/* What a study keeps of it loads without this machine's files, and has the same hash. */
static void test_frozen(void **state)
{
    const struct kitchen *k = *state;
    struct arena *arena = arena_new();
    struct diags *diags = diags_new();
    struct library library = frozen_library(arena, k->q->files, k->q->files_n);
    const struct questionnaire *q = questionnaire_load(arena, diags, &library, STR(""));
    assert_non_null(q);
    assert_int_equal(diags->n, 0);
    assert_true(hash_equal(&q->hash, &k->q->hash));
    assert_int_equal(q->items_n, k->q->items_n);
    const struct list *one = codebook_find(k->q->codebook, STR("born_in"))->list;
    const struct list *other = codebook_find(q->codebook, STR("born_in"))->list;
    assert_int_equal(one->n, other->n);
    assert_int_equal(one->first_n, other->first_n);
    for (size_t i = 0; i < one->n; i++) {
        is(other->options[i].code, one->options[i].code.ptr);
        assert_true(str_equal(other->options[i].label.in[AR], one->options[i].label.in[AR]));
        assert_int_equal(other->options[i].also_n, one->options[i].also_n);
    }
    for (size_t i = 0; i < q->files_n; i++) {
        assert_false(str_ends(q->files[i].path, STR("countries.yaml")));
    }
    diags_free(diags);
    arena_free(arena);
}

static void test_lock_text(void **state)
{
    const struct kitchen *k = *state;
    struct str lock = questionnaire_lock(k->arena, k->q, STR_EMPTY);
    static const char *const lines[] = {
        "\nid consent code yes_no\n",
        "\nid speaks set fruits\n",
        "\nid work_status_other8 text\n",
        "\nid door block\n",
        "\nid household roster\n",
        "\nid no_consent stop\n",
        "\nid c_views check\n",
        "\nid age int\n",
        "\nid abroad bool\n",
        "\nid views grid\n",
        "\nid welcome note\n",
        "\nlist yes_no 1=yes 2=no\n",
        "\nlist bare 1 2 10\n",
        "\nlist tools 1=oven 2=wok 3=tajine 7=other 9=none_of_these\n",
    };
    for (size_t i = 0; i < ARRAY_LEN(lines); i++) {
        if (str_find(lock, str_from(lines[i]), 0) == lock.len) {
            fail_msg("no line '%s' in %.*s", lines[i], STR_ARG(lock));
        }
    }
    assert_true(str_find(lock, STR("list countries"), 0) == lock.len);
    assert_true(str_find(lock, STR("list group"), 0) == lock.len);
    assert_true(str_equal(questionnaire_lock(k->arena, k->q, lock), lock));
}

/* Retired ids stay, new codes of a list that is there get a line of their own. */
static void test_lock_grows(void **state)
{
    const struct kitchen *k = *state;
    struct str before = STR("# old\nid gone int\nlist yes_no 1=yes");
    struct str lock = questionnaire_lock(k->arena, k->q, before);
    assert_true(str_starts(lock, STR("# old\nid gone int\nlist yes_no 1=yes\nid door block\n")));
    assert_true(str_find(lock, STR("\nlist yes_no 2=no\n"), 0) < lock.len);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, open_kitchen, close_kitchen)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_order),        TEST(test_containers),   TEST(test_order_of_random), TEST(test_builtins),
        TEST(test_group_labels), TEST(test_types),        TEST(test_bounds),          TEST(test_specify),
        TEST(test_options),      TEST(test_variants),     TEST(test_frames),          TEST(test_conditions),
        TEST(test_rosters),      TEST(test_checks),       TEST(test_graph),           TEST(test_texts),
        TEST(test_group_words),  TEST(test_option_words), TEST(test_other_words),     TEST(test_translated),
        TEST(test_fills),        TEST(test_frozen),       TEST(test_lock_text),       TEST(test_lock_grows),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

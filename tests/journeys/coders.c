/*
 * A coder at the workbench, by keys on a real terminal: answers of simulated respondents, until two hundred
 * have a code. Which suggestion she takes is drawn: the first or another of the nine as often as `code bench`
 * finds the right one there, else she types a code, goes one digit up, or says that there is none. Halfway
 * the program is killed. What is stored is what she saw; how many keys it took is printed.
 */
#include "tests/journeys/visit.h"

#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/hash.h"

enum { ANSWERS = 200, KILL_AT = 60, GROUPS_MOST = 400, ROWS = 24 };

struct decision {
    struct str case_id; /* the first answer of its group */
    struct str code;
    unsigned answers;
    unsigned keys;
};

struct coder {
    struct visit v;
    struct draws draws;
    struct decision done[GROUPS_MOST];
    size_t n;
    unsigned answers;
};

/* ---- what stands on the screen ---- */

/* The right part of a row, behind the line between the columns. */
static struct str right_part(struct coder *c, int row)
{
    static const char line[] = "\xE2\x94\x82";
    struct str text = arena_copy(c->v.arena, pty_row(c->v.pty, row));
    size_t at = str_find(text, str_from(line), 0);
    return at < text.len ? str_slice(text, at + sizeof line - 1, SIZE_MAX) : STR_EMPTY;
}

/* "sim-000015  nl  1 van 4": whose answer it is, and how many are alike. */
static bool read_which(struct coder *c, struct decision *out)
{
    for (int row = 1; row < ROWS; row++) {
        struct str part = str_trim(right_part(c, row));
        size_t of = str_find(part, STR(" van "), 0);
        size_t end = str_find_char(part, ' ', 0);
        int64_t n = 1;
        if (end + 4 <= part.len && str_starts(str_slice(part, end, 2), STR("  ")) &&
            (str_starts(part, STR("sim-")) || str_starts(part, STR("100")))) {
            if (of < part.len && !str_to_int64(str_trim(str_slice(part, of + 5, SIZE_MAX)), &n)) {
                visit_fail(&c->v, "how many answers?");
            }
            *out = (struct decision){.case_id = str_slice(part, 0, end), .answers = (unsigned)n};
            return true;
        }
    }
    return false;
}

/* The code of suggestion `digit`; empty where there is none. */
static struct str read_suggestion(struct coder *c, unsigned digit)
{
    for (int row = 1; row < ROWS; row++) {
        struct str part = right_part(c, row);
        bool here = part.len > 4 && (part.ptr[0] == ' ' || part.ptr[0] == '>') &&
                    part.ptr[1] == (char)('0' + digit) && part.ptr[2] == ' ';
        if (here) {
            struct str rest = str_slice(part, 3, SIZE_MAX);
            return str_slice(rest, 0, str_find_char(rest, ' ', 0));
        }
    }
    return STR_EMPTY;
}

/* ---- deciding ---- */

static unsigned count_keys(const char *keys)
{
    unsigned n = keys[0] != '\0';
    for (const char *at = keys; *at; at++) {
        n += *at == ' ';
    }
    return n;
}

/* Keys, apart by blanks, and the code that they give. */
struct plan {
    const char *keys;
    struct str code;
};

static struct plan take_suggestion(struct coder *c, unsigned digit)
{
    struct str code = read_suggestion(c, digit);
    if (code.len == 0) {
        return (struct plan){"n", STR("!none")};
    }
    const char *keys = digit == 1 ? "Enter" : arena_format(c->v.arena, "%u", digit).ptr;
    return (struct plan){keys, code};
}

/* Out of a hundred answers. */
static struct plan decide(struct coder *c)
{
    uint32_t roll = draws_below(&c->draws, 100);
    struct str first = read_suggestion(c, 1);
    if (roll < 71 || first.len != 4) {
        return take_suggestion(c, 1);
    }
    if (roll < 85) {
        return take_suggestion(c, 2 + draws_below(&c->draws, 4));
    }
    if (roll < 92) {
        return (struct plan){"F4 5 1 2 0 Enter", STR("5120")};
    }
    if (roll < 95) {
        return (struct plan){"- Enter", str_slice(first, 0, 3)};
    }
    if (roll < 97) {
        return (struct plan){"t", STR("!vague")};
    }
    if (roll < 98) {
        return (struct plan){"v", STR("!flag")};
    }
    return (struct plan){"n", STR("!none")};
}

static void sit_down(struct coder *c)
{
    visit_start(&c->v, NULL, LAB_WORDS("code"));
    visit_sees(&c->v, "J04 beroep");
    visit_press(&c->v, "1 Enter");
    visit_sees(&c->v, "Wachtrij, vaakst eerst");
}

static void code_one(struct coder *c)
{
    struct decision *d = &c->done[c->n];
    if (!read_which(c, d)) {
        visit_fail(&c->v, "no answer is in front");
    }
    struct plan plan = decide(c);
    d->code = plan.code;
    d->keys = count_keys(plan.keys);
    visit_press(&c->v, plan.keys);
    visit_sees(&c->v, arena_format(c->v.arena, " %u x \"", d->answers).ptr); /* said when it is on disk */
    c->answers += d->answers;
    c->n++;
}

/* ---- afterwards ---- */

static struct str stored_line(struct str csv, struct str case_id)
{
    struct str line;
    while (str_split(&csv, '\n', &line)) {
        bool job = str_starts(line, STR("job_title,"));
        struct str rest = str_slice(line, strlen("job_title,"), SIZE_MAX);
        if (job && str_starts(rest, case_id) && rest.len > case_id.len && rest.ptr[case_id.len] == ',') {
            return line;
        }
    }
    return STR_EMPTY;
}

static unsigned stored_answers(struct str csv)
{
    struct str line;
    unsigned n = 0;
    while (str_split(&csv, '\n', &line)) {
        n += str_starts(line, STR("job_title,")) && str_find(line, STR(",human,tester,"), 0) < line.len;
    }
    return n;
}

static void compare(struct coder *c)
{
    struct str csv = lab_must(&c->v.lab, c->v.arena, 0, LAB_WORDS("code", "export"));
    for (size_t i = 0; i < c->n; i++) {
        struct str line = stored_line(csv, c->done[i].case_id);
        struct str wanted = arena_format(c->v.arena, ",%.*s,", STR_ARG(c->done[i].code));
        if (str_find(line, wanted, 0) >= line.len) {
            fail_msg("%.*s should have %.*s: %.*s", STR_ARG(c->done[i].case_id), STR_ARG(c->done[i].code),
                     STR_ARG(line));
        }
    }
    assert_int_equal(stored_answers(csv), c->answers);
}

static int ascending(const void *a, const void *b)
{
    const unsigned *x = a;
    const unsigned *y = b;
    return (*x > *y) - (*x < *y);
}

static void tell_keys(const struct coder *c)
{
    unsigned keys[GROUPS_MOST];
    unsigned all = 0;
    for (size_t i = 0; i < c->n; i++) {
        keys[i] = c->done[i].keys;
        all += keys[i];
    }
    qsort(keys, c->n, sizeof *keys, ascending);
    printf("  %u answers in %zu groups, %u keys: median %u per group, %.2f per answer\n", c->answers, c->n,
           all, keys[c->n / 2], (double)all / c->answers);
    assert_true(keys[c->n / 2] <= 2);
}

static void codes_two_hundred_answers(void **state)
{
    (void)state;
    static struct coder coder;
    struct coder *c = &coder;
    *c = (struct coder){.v = {.arena = arena_new()}, .draws = draws_new(hash_of(STR("coder")))};
    lab_open(&c->v.lab);
    lab_must(&c->v.lab, c->v.arena, 0, LAB_WORDS("demo", "--seed", "1"));
    lab_must(&c->v.lab, c->v.arena, 0, LAB_WORDS("simulate", "-n", "450", "--seed", "3"));
    sit_down(c);
    while (c->answers < ANSWERS && c->n < GROUPS_MOST) {
        code_one(c);
        if (c->n == KILL_AT) {
            visit_kill(&c->v);
            sit_down(c);
        }
    }
    assert_true(c->answers >= ANSWERS);
    visit_quit(&c->v);
    compare(c);
    visit_verified(&c->v);
    tell_keys(c);
    visit_close(&c->v);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(codes_two_hundred_answers)};
    return !hash_init() || cmocka_run_group_tests_name("coders", tests, NULL, NULL);
}

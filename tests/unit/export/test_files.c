/* The three data files: what goes in comes out again, byte by byte the same each time. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "export/csv_files.h"
#include "export/dta.h"
#include "export/sav.h"
#include "tests/unit/export/made.h"

#define TEST(test) cmocka_unit_test(test)

static const struct writer {
    const char *file;
    void *(*open)(struct export_job *job);
    bool (*row)(void *writer, const struct datum *row);
    bool (*close)(void *writer, bool good);
} writers[] = {
    {"data.sav", sav_open, sav_row, sav_close},
    {"data.dta", dta_open, dta_row, dta_close},
    {"data.csv", csv_open_file, csv_row_put, csv_close_file},
};

enum { ROWS = 40 };
struct rows {
    struct made made;
    struct datum data[ROWS][MADE_COLUMNS];
    const char *file;
    uint32_t row;
    uint32_t columns;
};

static void write_all(struct rows *r, const struct writer *w)
{
    void *writer = w->open(&r->made.job);
    assert_non_null(writer);
    for (uint32_t i = 0; i < r->made.model.cases; i++) {
        assert_true(w->row(writer, r->data[i]));
    }
    assert_true(w->close(writer, true));
}

static struct str file_of(struct rows *r, const char *name)
{
    struct str bytes;
    assert_true(file_read(r->made.arena, tmp_path(&r->made.tmp, name), str_from(name), (size_t)1 << 30,
                          &bytes, r->made.job.diags));
    return bytes;
}

/* ---- reading back ---- */

static bool take_columns(void *context, const struct read_column *columns, uint32_t n)
{
    struct rows *r = context;
    r->columns = n;
    assert_int_equal(n, r->made.model.columns_n);
    for (uint32_t i = 0; i < n; i++) {
        assert_true(str_equal(columns[i].name, r->made.columns[i].name));
        assert_int_equal(columns[i].kind, r->made.columns[i].kind);
    }
    return true;
}

static void compare(const struct rows *r, const struct column *c, const struct datum *datum,
                    const struct read_cell *cell)
{
    bool stata = str_ends(str_from(r->file), STR("dta"));
    bool empty = datum->reason != REASON_NONE || (c->kind == COLUMN_TEXT && datum->text.len == 0);
    assert_int_equal(cell->missing, empty);
    if (empty && c->kind == COLUMN_NUMBER && datum->reason != REASON_NO_RECORD) {
        assert_int_equal(stata ? cell->tag : 0, stata ? reason_row(datum->reason)->tag : 0);
        assert_true(stata || cell->code == (double)column_missing(c, datum->reason));
    } else if (empty) {
        assert_true(cell->tag == 0 && cell->code == 0);
    } else if (c->kind == COLUMN_TEXT) {
        assert_int_equal(cell->text.len, datum->text.len);
        assert_memory_equal(cell->text.ptr, datum->text.ptr, datum->text.len);
    } else if (c->kind == COLUMN_NUMBER) {
        double tens[] = {1, 10, 100};
        assert_true(cell->number == (double)datum->number.units / tens[datum->number.scale]);
    } else {
        assert_true(cell->number == (c->kind == COLUMN_DATE ? datum->days : datum->minutes));
    }
}

static bool take_row(void *context, const struct read_cell *cells)
{
    struct rows *r = context;
    assert_true(r->row < r->made.model.cases);
    for (uint32_t i = 0; i < r->columns; i++) {
        compare(r, &r->made.columns[i], &r->data[r->row][i], &cells[i]);
    }
    r->row++;
    return true;
}

static void read_all(struct rows *r)
{
    struct read_taker taker = {take_columns, take_row, r};
    struct read_column known[MADE_COLUMNS];
    for (uint32_t i = 0; i < r->made.model.columns_n; i++) {
        const struct column *c = &r->made.columns[i];
        known[i] = (struct read_column){.name = c->name,
                                        .kind = c->kind,
                                        .has_missing = c->reasons != 0,
                                        .missing_low = (double)column_missing_low(c),
                                        .missing_high = (double)column_missing_high(c)};
    }
    for (size_t i = 0; i < ARRAY_LEN(writers); i++) {
        struct str bytes = file_of(r, writers[i].file);
        r->file = writers[i].file;
        r->row = 0;
        bool good = i == 0   ? read_sav(r->made.arena, r->made.job.diags, bytes, &taker)
                    : i == 1 ? read_dta(r->made.arena, r->made.job.diags, bytes, &taker)
                             : read_csv(r->made.arena, r->made.job.diags, bytes, known,
                                        r->made.model.columns_n, &taker);
        assert_true(good);
        assert_int_equal(r->row, r->made.model.cases);
    }
}

static void check_all(struct rows *r)
{
    for (size_t i = 0; i < ARRAY_LEN(writers); i++) {
        write_all(r, &writers[i]);
    }
    read_all(r);
}

static struct rows *rows_new(void)
{
    struct rows *r = calloc(1, sizeof *r);
    assert_non_null(r);
    made_open(&r->made);
    return r;
}

static void rows_free(struct rows *r)
{
    made_close(&r->made);
    free(r);
}

/* ---- texts ---- */

/* A text of exactly so many bytes, of letters that take one to four of them. */
static struct str words_of_length(struct arena *arena, size_t bytes, const char *letters)
{
    char *text = arena_alloc(arena, bytes + 1);
    size_t at = 0;
    struct str all = str_from(letters);
    size_t next = 0;
    while (at < bytes) {
        size_t len = 1;
        while (next + len < all.len && ((unsigned char)all.ptr[next + len] & 0xC0) == 0x80) {
            len++;
        }
        if (at + len > bytes) {
            text[at++] = 'x';
            continue;
        }
        memcpy(text + at, all.ptr + next, len);
        at += len;
        next = next + len < all.len ? next + len : 0;
    }
    if (bytes && text[bytes - 1] == ' ') {
        text[bytes - 1] = '.'; /* SPSS knows no spaces at the end */
    }
    return (struct str){text, bytes};
}

static void texts_of_all_lengths_survive(void **state)
{
    (void)state;
    static const size_t lengths[] = {0, 1, 8, 9, 252, 253, 255, 256, 504, 505, 600, 3000, 9000, 32767};
    static const char *const letters[] = {"abcdë ", "ığşçöü İ", "مرحبا بالعالم", "a😀b"};
    struct rows *r = rows_new();
    made_add(&r->made, "id", COLUMN_TEXT, 8);
    for (size_t i = 1; i < ARRAY_LEN(lengths); i++) {
        made_add(&r->made, arena_format(r->made.arena, "t%zu", lengths[i]).ptr, COLUMN_TEXT,
                 (unsigned)lengths[i]);
    }
    r->made.model.cases = ARRAY_LEN(letters) + 2;
    for (uint32_t i = 0; i < r->made.model.cases; i++) {
        r->data[i][0].text = STR("een");
        for (uint32_t c = 1; c < r->made.model.columns_n; c++) {
            size_t full = lengths[c];
            r->data[i][c].text = i < ARRAY_LEN(letters)    ? words_of_length(r->made.arena, full, letters[i])
                                 : i == ARRAY_LEN(letters) ? STR_EMPTY
                                                           : STR("z");
        }
    }
    check_all(r);
    rows_free(r);
}

/* Others name the hidden segments of long texts by five letters, and mix the texts up. */
static void long_texts_with_like_names_stay_apart(void **state)
{
    (void)state;
    struct rows *r = rows_new();
    static const char *const names[] = {"open_1",   "open_2",   "open_a",           "open_2x",
                                        "v0000001", "v0000002", "open_question_one"};
    for (size_t i = 0; i < ARRAY_LEN(names); i++) {
        made_add(&r->made, names[i], COLUMN_TEXT, 600);
    }
    r->made.model.cases = 3;
    for (uint32_t i = 0; i < 3; i++) {
        for (uint32_t c = 0; c < r->made.model.columns_n; c++) {
            const char letter[] = {(char)('a' + c), (char)('A' + i), '\0'};
            r->data[i][c].text =
                words_of_length(r->made.arena, 600 - i, arena_copy(r->made.arena, str_from(letter)).ptr);
        }
    }
    check_all(r);
    rows_free(r);
}

static void signs_that_others_lose_survive(void **state)
{
    (void)state;
    static const char *const texts[] = {"a\"b",   "'c'",     "twee\nregels", "a;b,c", "=1+1", "-5",
                                        "\"\"\"", " vooraf", "$macro",       "`q'",   "😀",    "שלום",
                                        "<b>&",   "\\",      "'\n)",         "%s%n",  "#N/A", "NA"};
    struct rows *r = rows_new();
    made_add(&r->made, "kort", COLUMN_TEXT, 20);
    made_add(&r->made, "lang", COLUMN_TEXT, 400);
    r->made.model.cases = ARRAY_LEN(texts);
    for (uint32_t i = 0; i < ARRAY_LEN(texts); i++) {
        r->data[i][0].text = str_from(texts[i]);
        r->data[i][1].text = str_from(texts[i]);
    }
    check_all(r);
    rows_free(r);
}

/* ---- numbers, dates, reasons ---- */

static void numbers_dates_and_reasons_survive(void **state)
{
    (void)state;
    struct rows *r = rows_new();
    static const int64_t values[] = {
        0, 1, 100, 151, 152, -99, 101, 32740, -32767, 2147483620, 4503599627370497};
    made_add(&r->made, "case_id", COLUMN_TEXT, 4);
    made_add(&r->made, "klein", COLUMN_NUMBER, 3);
    struct column *middle = made_add(&r->made, "middel", COLUMN_NUMBER, 8);
    struct column *large = made_add(&r->made, "groot", COLUMN_NUMBER, 12);
    struct column *free_one = made_add(&r->made, "vrij", COLUMN_NUMBER, 20);
    struct column *half = made_add(&r->made, "half", COLUMN_NUMBER, 6);
    made_add(&r->made, "dag", COLUMN_DATE, 10);
    made_add(&r->made, "uur", COLUMN_TIME, 5);
    middle->min = number_int(-32767);
    middle->max = number_int(32740);
    middle->missing_base = large->missing_base = free_one->missing_base = -9999900;
    large->min = number_int(-2000000);
    large->max = number_int(2147483620);
    free_one->bounded = false;
    half->decimals = 1;
    r->made.model.cases = ARRAY_LEN(values) + REASONS - 1;
    for (uint32_t i = 0; i < r->made.model.cases; i++) {
        bool valued = i < ARRAY_LEN(values);
        int64_t v = valued ? values[i] : 0;
        struct datum *row = r->data[i];
        row[0].text = STR("x");
        row[1].number = number_int(v >= 0 && v <= 100 ? v : 7);
        row[2].number = number_int(v >= -32767 && v <= 32740 ? v : 8);
        row[3].number = number_int(v > -2000000 && v <= 2147483620 ? v : 9);
        row[4].number = number_int(v);
        row[5].number = (struct number){(v > 0 ? v : 0) % 1000 * 10 + 5, 2};
        row[6].days = i % 2 ? -25000 : 20000 + (int32_t)i;
        row[7].minutes = (int32_t)i * 37;
        for (uint32_t c = 1; !valued && c < r->made.model.columns_n; c++) {
            row[c].reason = (enum reason)(i - ARRAY_LEN(values) + 1);
        }
    }
    check_all(r);
    rows_free(r);
}

static void same_rows_give_the_same_bytes(void **state)
{
    (void)state;
    struct rows *first = rows_new();
    struct rows *second = rows_new();
    struct rows *both[] = {first, second};
    for (size_t i = 0; i < 2; i++) {
        made_add(&both[i]->made, "tekst", COLUMN_TEXT, 700);
        made_add(&both[i]->made, "getal", COLUMN_NUMBER, 3);
        both[i]->made.model.cases = 2;
        both[i]->data[0][0].text = STR("één");
        setenv("TZ", i ? "Europe/Brussels" : "UTC", 1);
        check_all(both[i]);
    }
    setenv("TZ", "UTC", 1);
    for (size_t i = 0; i < ARRAY_LEN(writers); i++) {
        assert_true(str_equal(file_of(first, writers[i].file), file_of(second, writers[i].file)));
    }
    rows_free(first);
    rows_free(second);
}

/* A file cut anywhere is refused, never read as a shorter one. */
static void a_file_cut_short_is_refused(void **state)
{
    (void)state;
    struct rows *r = rows_new();
    made_add(&r->made, "tekst", COLUMN_TEXT, 300);
    made_add(&r->made, "getal", COLUMN_NUMBER, 3);
    r->made.model.cases = 2;
    r->data[0][0].text = STR("een antwoord");
    r->data[1][0].text = STR("nog een");
    check_all(r);
    const struct read_taker nobody = {0};
    struct str sav = file_of(r, "data.sav");
    struct str dta = file_of(r, "data.dta");
    for (size_t cut = 0; cut < sav.len; cut++) {
        assert_false(read_sav(r->made.arena, NULL, str_slice(sav, 0, cut), &nobody));
    }
    for (size_t cut = 0; cut < dta.len; cut++) {
        assert_false(read_dta(r->made.arena, NULL, str_slice(dta, 0, cut), &nobody));
    }
    rows_free(r);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(texts_of_all_lengths_survive),   TEST(long_texts_with_like_names_stay_apart),
        TEST(signs_that_others_lose_survive), TEST(numbers_dates_and_reasons_survive),
        TEST(same_rows_give_the_same_bytes),  TEST(a_file_cut_short_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

#include "tests/journeys/visit.h"

#include <setjmp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>

#include <cmocka.h>

#include "tests/journeys/interviewer.h"

void visit_small(struct visit *v)
{
    *v = (struct visit){.arena = arena_new()};
    lab_open(&v->lab);
    const char *folder = arena_format(v->arena, "%s/flow/small", getenv("VELDWERK_TEST_DIR")).ptr;
    const char *sample = lab_path(&v->lab, "sample.csv");
    lab_write(sample, STR("case,group,sex,birth_date,municipality_nis,language,first_name,last_name\n"
                          "1001,be,f,1980-05-06,44021,nl,Lies,Verzonnen\n"
                          "1002,ma,m,1991,11002,nl,Karim,Bedacht\n"));
    lab_must(&v->lab, v->arena, 0, LAB_WORDS("new", "--questionnaire", folder, "--seed", "1"));
    lab_must(&v->lab, v->arena, 0, LAB_WORDS("sample", sample));
}

void visit_copy(struct visit *v, const char *study)
{
    *v = (struct visit){.arena = arena_new()};
    lab_open(&v->lab);
    lab_copy(study, v->lab.study);
}

void visit_close(struct visit *v)
{
    if (v->pty) {
        pty_close(v->pty);
    }
    arena_free(v->arena);
    lab_close(&v->lab);
}

void visit_start(struct visit *v, const struct look *look, const char *const *words)
{
    static const struct look usual;
    look = look ? look : &usual;
    const char *argv[16] = {v->lab.program};
    for (size_t i = 0; words[i] && i + 2 < ARRAY_LEN(argv); i++) {
        argv[i + 1] = words[i];
    }
    if (v->pty) {
        pty_close(v->pty);
    }
    v->pty = pty_open(
        &(struct pty_setup){.argv = argv,
                            .extra = lab_environment(&v->lab, v->arena, &look->extra, look->extra ? 1 : 0),
                            .term = look->term,
                            .rows = look->rows,
                            .cols = look->cols});
    if (!pty_ready(v->pty)) {
        visit_fail(v, "the program does not start");
    }
}

void visit_fail(struct visit *v, const char *format, ...)
{
    struct buf screen = buf_new(BUF_LIMIT_DEFAULT);
    va_list args;
    va_start(args, format);
    buf_vformat(&screen, format, args);
    va_end(args);
    buf_add_text(&screen, "\n");
    if (v->pty) {
        pty_dump(v->pty, &screen);
        int status = 0;
        if (!pty_alive(v->pty) && pty_wait(v->pty, &status)) {
            buf_format(&screen, "the program has ended, status %d\n", status);
        }
    }
    print_error("%s", screen.ptr);
    buf_free(&screen);
    fail();
}

void visit_press(struct visit *v, const char *keys)
{
    if (!pty_press(v->pty, keys)) {
        visit_fail(v, "no answer after: %s", keys);
    }
    if (!screen_focus_seen(v->pty)) {
        visit_fail(v, "the cursor is not where the focus is, after: %s", keys);
    }
}

void visit_sees(struct visit *v, const char *text)
{
    if (!pty_has(v->pty, text)) {
        visit_fail(v, "not on the screen: %s", text);
    }
}

void visit_sees_not(struct visit *v, const char *text)
{
    if (pty_has(v->pty, text)) {
        visit_fail(v, "on the screen: %s", text);
    }
}

void visit_at(struct visit *v, const char *number)
{
    struct str shown = screen_number(v->pty, v->arena);
    if (!str_is(shown, number)) {
        visit_fail(v, "at '%.*s' instead of '%s'", STR_ARG(shown), number);
    }
}

void visit_ends(struct visit *v)
{
    int status = 0;
    if (!pty_wait(v->pty, &status) || !WIFEXITED(status) || WEXITSTATUS(status) != 0) {
        visit_fail(v, "the program does not end well (status %d)", status);
    }
    if (!pty_cursor_visible(v->pty)) {
        visit_fail(v, "the terminal is given back without cursor");
    }
}

void visit_quit(struct visit *v)
{
    if (!pty_keys(v->pty, "Ctrl-Q")) {
        visit_fail(v, "no Ctrl-Q");
    }
    pty_sync(v->pty);
    if (pty_alive(v->pty)) {
        pty_keys(v->pty, "Enter"); /* inside an interview it asks */
    }
    visit_ends(v);
}

void visit_kill(struct visit *v)
{
    int status = 0;
    kill(pty_pid(v->pty), SIGKILL);
    assert_true(pty_wait(v->pty, &status));
    assert_true(WIFSIGNALED(status));
}

/* ---- what is stored ---- */

void visit_stored(struct visit *v, const char *case_id, const char *id, uint32_t row, const char *state,
                  const char *value)
{
    struct record record = record_read(&v->lab, v->arena, case_id);
    const struct kept_cell *cell = record_cell(&record, str_from(id), row);
    struct str have_state = cell ? cell->state : STR("no cell");
    struct str have = !cell ? STR_EMPTY : str_is(cell->state, "parked") ? cell->raw : cell->value;
    if (!str_is(have_state, state) || !str_is(have, value)) {
        visit_fail(v, "%s row %u is %.*s '%.*s' instead of %s '%s'", id, row, STR_ARG(have_state),
                   STR_ARG(have), state, value);
    }
}

size_t visit_acts(struct visit *v, const char *case_id, const char *kind)
{
    struct record record = record_read(&v->lab, v->arena, case_id);
    size_t n = 0;
    for (size_t i = 0; i < record.acts_n; i++) {
        n += !record.acts[i].more && str_is(record.acts[i].kind, kind);
    }
    return n;
}

void visit_verified(struct visit *v)
{
    struct ran ran = lab_run(&v->lab, v->arena, NULL, 0, LAB_WORDS("verify"));
    if (!ran_exit(&ran, 0)) {
        visit_fail(v, "verify: %.*s%.*s", STR_ARG(ran.out), STR_ARG(ran.err));
    }
}

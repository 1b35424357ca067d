/* The harness against a program of a few lines: this one, when it is called with --child. */
#include "tests/journeys/pty.h"

#include <setjmp.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/buf.h"

/* ---- the program under test: shows what was typed as numbers, in the middle of the screen ---- */

static void child_draw(const struct buf *typed)
{
    struct winsize size = {0};
    ioctl(0, TIOCGWINSZ, &size);
    printf("\033[2J\033[1;1HMaat %dx%d \xC4\xB1\xC5\x9F \xE4\xB8\xAD|\033[3;1H", size.ws_col, size.ws_row);
    for (size_t i = 0; i < typed->len; i++) {
        printf("%02x ", (unsigned)(unsigned char)typed->ptr[i]);
    }
    printf("\033[5;3H\033[7;31mrood\033[m\033[4;2H");
    fflush(stdout);
}

static int child(bool deaf)
{
    static const char barrier[] = "\033[5113~";
    struct termios raw;
    struct buf typed = buf_new(1 << 20);
    tcgetattr(0, &raw);
    cfmakeraw(&raw);
    tcsetattr(0, TCSANOW, &raw);
    printf("\033[H");
    fflush(stdout);
    for (char c; read(0, &c, 1) == 1;) {
        buf_add_char(&typed, c);
        if (str_ends(buf_str(&typed), STR("\033[5113~")) && !deaf) {
            typed.len -= strlen(barrier);
            child_draw(&typed);
            printf("\033]52;c;YWJj\033\\\033]5113\a");
            fflush(stdout);
        }
        if (c == 'q') {
            return 7;
        }
        if (c == 'K') {
            raise(SIGKILL);
        }
    }
    return 0;
}

/* ---- the tests ---- */

static struct pty *start(void **state, const char *term, const char *how)
{
    const char *const argv[] = {*state, how, NULL};
    struct pty *pty = pty_open(&(struct pty_setup){.argv = argv, .term = term, .timeout_ms = 5000});
    assert_true(pty_ready(pty));
    return pty;
}

static void row_is(struct pty *pty, int row, const char *text)
{
    char got[256];
    struct str line = pty_row(pty, row);
    snprintf(got, sizeof got, "%.*s", STR_ARG(line));
    assert_string_equal(got, text);
}

static void shows_text_and_cursor(void **state)
{
    struct pty *pty = start(state, NULL, "--child");
    assert_true(pty_press(pty, "'ab' Enter c"));
    row_is(pty, 0, "Maat 80x24 \xC4\xB1\xC5\x9F \xE4\xB8\xAD|");
    row_is(pty, 2, "61 62 0d 63");
    assert_int_equal(pty_find(pty, "rood", 0), 4);
    assert_int_equal(pty_find(pty, "rood", 5), -1);
    assert_false(pty_has(pty, "blauw"));
    int row, col;
    pty_cursor(pty, &row, &col);
    assert_int_equal(row, 3);
    assert_int_equal(col, 1);
    assert_true(str_is(pty_clipboard(pty), "YWJj"));
    struct buf dump = buf_new(1 << 20);
    pty_dump(pty, &dump);
    assert_non_null(strstr(dump.ptr, "4:2-5 reverse fg=1\n"));
    assert_non_null(strstr(dump.ptr, "size 80x24 cursor 3,1\n"));
    buf_free(&dump);
    pty_close(pty);
}

static void keys_follow_the_terminal(void **state)
{
    struct pty *pty = start(state, "xterm-256color", "--child");
    assert_true(pty_press(pty, "F2 Omhoog Ctrl-X"));
    row_is(pty, 2, "1b 4f 51 1b 4f 41 18");
    pty_paste(pty, STR("a\nb"));
    assert_true(pty_sync(pty));
    assert_true(pty_has(pty, "5b 32 30 30 7e 61 0a 62 1b"));
    pty_close(pty);
    pty = start(state, "linux", "--child");
    assert_true(pty_press(pty, "F2"));
    row_is(pty, 2, "1b 5b 5b 42");
    pty_close(pty);
    pty = start(state, "vt100", "--child");
    assert_false(pty_keys(pty, "PgUp")); /* a vt100 has none */
    assert_false(pty_keys(pty, "Nonsens"));
    pty_close(pty);
}

static void resizes(void **state)
{
    struct pty *pty = start(state, NULL, "--child");
    pty_resize(pty, 10, 40);
    assert_true(pty_sync(pty));
    row_is(pty, 0, "Maat 40x10 \xC4\xB1\xC5\x9F \xE4\xB8\xAD|");
    pty_close(pty);
}

static void tells_how_it_ended(void **state)
{
    struct pty *pty = start(state, NULL, "--child");
    int status = 0;
    assert_true(pty_keys(pty, "q"));
    assert_false(pty_sync(pty));
    assert_false(pty_alive(pty));
    assert_true(pty_wait(pty, &status));
    assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 7);
    pty_close(pty);
    pty = start(state, NULL, "--child");
    assert_true(pty_keys(pty, "K"));
    assert_false(pty_sync(pty));
    status = pty_close(pty);
    assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);
}

static void gives_up_on_a_deaf_program(void **state)
{
    const char *const argv[] = {*state, "--deaf", NULL};
    struct pty *pty = pty_open(&(struct pty_setup){.argv = argv, .timeout_ms = 50});
    assert_false(pty_ready(pty));
    assert_true(pty_alive(pty));
    pty_close(pty);
}

/* More than a terminal's buffers hold, in both directions, must not lock up. */
static void much_at_once(void **state)
{
    struct pty *pty = start(state, NULL, "--child");
    struct buf text = buf_new(1 << 20);
    for (int i = 0; i < 9000; i++) {
        buf_add_text(&text, "xyz");
    }
    pty_type(pty, buf_str(&text));
    assert_true(pty_sync(pty));
    assert_true(pty_has(pty, "78 79 7a"));
    buf_free(&text);
    pty_close(pty);
}

int main(int argc, char **argv)
{
    if (argc > 1) {
        return child(strcmp(argv[1], "--deaf") == 0);
    }
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_prestate(shows_text_and_cursor, argv[0]),
        cmocka_unit_test_prestate(keys_follow_the_terminal, argv[0]),
        cmocka_unit_test_prestate(resizes, argv[0]),
        cmocka_unit_test_prestate(tells_how_it_ended, argv[0]),
        cmocka_unit_test_prestate(gives_up_on_a_deaf_program, argv[0]),
        cmocka_unit_test_prestate(much_at_once, argv[0]),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

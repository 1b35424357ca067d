#ifndef TESTS_JOURNEYS_PTY_H
#define TESTS_JOURNEYS_PTY_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/str.h"

/*
 * A program on a pseudo-terminal of its own, with libvterm as the terminal. Keys go in by name, in the bytes
 * that the terminal type says; the picture comes out as text, attributes and cursor.
 *
 * There are no sleeps: pty_sync sends the barrier key and reads until the program answers with its mark.
 * Input is first in, first out, so all keys before it are done by then.
 */
struct pty;

struct pty_setup {
    const char *const *argv;  /* ended by NULL; argv[0] is the path */
    const char *const *extra; /* NAME=VALUE before the fixed environment, ended by NULL; NULL = none */
    const char *term;         /* NULL = xterm-256color */
    int rows, cols;           /* 0 = 24 x 80 */
    int timeout_ms;           /* how long to wait for a mark or an end; 0 = 20,000 */
};

/* Starts the program; ends the test program with a message when that is impossible. */
struct pty *pty_open(const struct pty_setup *setup);
/* Waits for the first sign of life and then for the mark, so that no key is typed before the program has set
 * its terminal up. False when it ended or the time is up. */
bool pty_ready(struct pty *pty);
/* Kills what still runs, and frees. Returns the status as waitpid gives it. */
int pty_close(struct pty *pty);

/*
 * Sends keys: words apart by blanks. A word is a name (Enter Esc Tab Shift-Tab Backspace Del Omhoog Omlaag
 * Links Rechts Home End PgUp PgDn Alt-Enter Spatie F1..F12 Ctrl-A..Ctrl-Z), 'text between quotes', a
 * number, or one character. False, with a message on standard error, for a key that this terminal type does
 * not have.
 */
bool pty_keys(struct pty *pty, const char *keys);
void pty_type(struct pty *pty, struct str text);  /* as typed: no names */
void pty_paste(struct pty *pty, struct str text); /* between the marks of bracketed paste */
/* Sends what is waiting and the barrier; true when the mark came, false when the program ended or the time
 * is up: pty_alive tells which. */
bool pty_sync(struct pty *pty);
/* pty_keys and pty_sync. */
bool pty_press(struct pty *pty, const char *keys);
/* Tells the program that the terminal has another size; pty_sync afterwards. */
void pty_resize(struct pty *pty, int rows, int cols);
/* Reads until the program has ended; false when the time is up. `status` as waitpid gives it. */
bool pty_wait(struct pty *pty, int *status);
bool pty_alive(const struct pty *pty); /* as far as we have read */
int pty_pid(const struct pty *pty);

/* ---- the picture ---- */

void pty_size(const struct pty *pty, int *rows, int *cols);
/* The text of a row without blanks at its end; until the next call for that pty. Rows count from 0. */
struct str pty_row(struct pty *pty, int row);
/* The first row at or after `from` with this text in it, or -1. */
int pty_find(struct pty *pty, const char *text, int from);
bool pty_has(struct pty *pty, const char *text);
void pty_cursor(const struct pty *pty, int *row, int *col);
bool pty_cursor_visible(const struct pty *pty);
/* What the program put into the clipboard last (OSC 52, still base64), or empty. */
struct str pty_clipboard(const struct pty *pty);
/* The texts of all rows, one per line. */
void pty_text(struct pty *pty, struct buf *out);
/* The same, then a line for each run of cells with an attribute, the size and the cursor. */
void pty_dump(struct pty *pty, struct buf *out);

/* ---- for the harness itself ---- */

/* The bytes of a key by name for a terminal type, or empty. Static for the life of the process. */
struct str pty_key_bytes(const char *term, struct str name);

#endif

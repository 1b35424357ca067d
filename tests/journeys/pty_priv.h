#ifndef TESTS_JOURNEYS_PTY_PRIV_H
#define TESTS_JOURNEYS_PTY_PRIV_H

#include <sys/types.h>
#include <vterm.h>

#include "tests/journeys/pty.h"

struct pty {
    int master;
    pid_t pid;
    bool spoke;  /* something has come from it */
    bool ended;  /* nothing more will come from it */
    bool reaped; /* `status` is known */
    int status;
    int timeout_ms;
    const char *term;
    VTerm *vterm;
    VTermScreen *screen;
    bool cursor_hidden;
    struct buf waiting; /* typed, not yet sent */
    struct buf row;     /* the answer of pty_row */
    struct buf osc;     /* the operating system command that is arriving */
    struct buf clipboard;
    int osc_state;
    unsigned marks; /* answers to the barrier */
};

#endif

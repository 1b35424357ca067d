#include "tests/journeys/pty_priv.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/arena.h"

#define BARRIER "\033[5113~"
#define MARK    "5113"

static _Noreturn void die(const char *what)
{
    perror(what);
    exit(2);
}

static int64_t now_ms(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

/* ---- starting and ending ---- */

/* The same everywhere, whatever the shell of the developer exports. What comes first counts. */
static char **environment(struct arena *arena, const struct pty_setup *setup, const char *term)
{
    static const char *const fixed[] = {"LC_ALL=C.UTF-8", "TZ=UTC", "VELDWERK_TEST=1"};
    static const char *const passed[] = {"PATH",         "HOME",         "TMPDIR", "VELDWERK_LOCALE",
                                         "ASAN_OPTIONS", "UBSAN_OPTIONS"};
    size_t extra = 0;
    while (setup->extra && setup->extra[extra]) {
        extra++;
    }
    char **out = ARENA_ARRAY(arena, ARRAY_LEN(fixed) + ARRAY_LEN(passed) + extra + 2, char *);
    size_t n = 0;
    for (size_t i = 0; i < extra; i++) {
        out[n++] = (char *)(uintptr_t)setup->extra[i];
    }
    for (size_t i = 0; i < ARRAY_LEN(fixed); i++) {
        out[n++] = (char *)(uintptr_t)fixed[i];
    }
    for (size_t i = 0; i < ARRAY_LEN(passed); i++) {
        const char *value = getenv(passed[i]);
        if (value) {
            out[n++] = (char *)(uintptr_t)arena_format(arena, "%s=%s", passed[i], value).ptr;
        }
    }
    out[n++] = (char *)(uintptr_t)arena_format(arena, "TERM=%s", term).ptr;
    return out;
}

static int set_property(VTermProp property, VTermValue *value, void *user)
{
    struct pty *pty = user;
    if (property == VTERM_PROP_CURSORVISIBLE) {
        pty->cursor_hidden = !value->boolean;
    }
    return 1;
}

static void screen_start(struct pty *pty, int rows, int cols)
{
    static const VTermScreenCallbacks callbacks = {.settermprop = set_property};
    pty->vterm = vterm_new(rows, cols);
    vterm_set_utf8(pty->vterm, 1);
    pty->screen = vterm_obtain_screen(pty->vterm);
    vterm_screen_set_callbacks(pty->screen, &callbacks, pty);
    vterm_screen_enable_altscreen(pty->screen, 1);
    vterm_screen_reset(pty->screen, 1);
}

struct pty *pty_open(const struct pty_setup *setup)
{
    struct pty *pty = mem_alloc(sizeof *pty);
    *pty = (struct pty){.timeout_ms = setup->timeout_ms ? setup->timeout_ms : 20000,
                        .term = setup->term ? setup->term : "xterm-256color",
                        .waiting = buf_new(BUF_LIMIT_DEFAULT),
                        .row = buf_new(BUF_LIMIT_DEFAULT),
                        .osc = buf_new(BUF_LIMIT_DEFAULT),
                        .clipboard = buf_new(BUF_LIMIT_DEFAULT)};
    int rows = setup->rows ? setup->rows : 24;
    int cols = setup->cols ? setup->cols : 80;
    struct arena *arena = arena_new();
    char **env = environment(arena, setup, pty->term);
    const struct winsize size = {.ws_row = (unsigned short)rows, .ws_col = (unsigned short)cols};
    screen_start(pty, rows, cols);
    pty->pid = forkpty(&pty->master, NULL, NULL, &size);
    if (pty->pid < 0) {
        die("forkpty");
    }
    if (pty->pid == 0) {
        execve(setup->argv[0], (char **)(uintptr_t)setup->argv, env);
        _exit(127);
    }
    arena_free(arena);
    if (fcntl(pty->master, F_SETFL, O_NONBLOCK) != 0 || fcntl(pty->master, F_SETFD, FD_CLOEXEC) != 0) {
        die("fcntl");
    }
    return pty;
}

static void reap(struct pty *pty)
{
    while (!pty->reaped && waitpid(pty->pid, &pty->status, 0) < 0) {
        if (errno != EINTR) {
            die("waitpid");
        }
    }
    pty->reaped = true;
}

int pty_close(struct pty *pty)
{
    if (!pty->reaped) {
        kill(pty->pid, SIGKILL);
        reap(pty);
    }
    int status = pty->status;
    close(pty->master);
    vterm_free(pty->vterm);
    buf_free(&pty->waiting);
    buf_free(&pty->row);
    buf_free(&pty->osc);
    buf_free(&pty->clipboard);
    free(pty);
    return status;
}

/* ---- bytes in and out ---- */

enum { OSC_NONE, OSC_ESCAPE, OSC_INSIDE, OSC_ENDING };

static void osc_done(struct pty *pty)
{
    struct str text = buf_str(&pty->osc);
    if (str_is(text, MARK)) {
        pty->marks++;
    } else if (str_starts(text, STR("52;"))) {
        buf_clear(&pty->clipboard);
        buf_add(&pty->clipboard, str_slice(text, str_find_char(text, ';', 3) + 1, text.len));
    }
    buf_clear(&pty->osc);
}

/* Operating system commands are read here, not by libvterm, whose callback for them changed between
 * versions. They end in BEL or ESC \. */
static void osc_byte(struct pty *pty, char c)
{
    switch (pty->osc_state) {
    case OSC_NONE:
        pty->osc_state = c == '\033' ? OSC_ESCAPE : OSC_NONE;
        return;
    case OSC_ESCAPE:
        pty->osc_state = c == ']' ? OSC_INSIDE : c == '\033' ? OSC_ESCAPE : OSC_NONE;
        return;
    case OSC_INSIDE:
        if (c == '\a') {
            pty->osc_state = OSC_NONE;
            osc_done(pty);
        } else if (c == '\033') {
            pty->osc_state = OSC_ENDING;
        } else {
            buf_add_char(&pty->osc, c);
        }
        return;
    default:
        pty->osc_state = OSC_NONE;
        osc_done(pty);
    }
}

static void receive(struct pty *pty)
{
    char bytes[4096];
    ssize_t n = read(pty->master, bytes, sizeof bytes);
    if (n > 0) {
        pty->spoke = true;
        vterm_input_write(pty->vterm, bytes, (size_t)n);
        for (ssize_t i = 0; i < n; i++) {
            osc_byte(pty, bytes[i]);
        }
    } else if (n == 0 || (errno != EAGAIN && errno != EINTR)) {
        pty->ended = true; /* EIO: nobody has the other side open any more */
    }
}

static void send_waiting(struct pty *pty)
{
    ssize_t n = write(pty->master, pty->waiting.ptr, pty->waiting.len);
    if (n > 0) {
        pty->waiting.len -= (size_t)n;
        memmove(pty->waiting.ptr, pty->waiting.ptr + n, pty->waiting.len);
    } else if (n < 0 && errno != EAGAIN && errno != EINTR) {
        pty->ended = true;
    }
}

/* Sends and receives until `until` holds, the program has ended, or the time is up. */
static bool pump(struct pty *pty, bool (*until)(const struct pty *, unsigned), unsigned wanted)
{
    int64_t deadline = now_ms() + pty->timeout_ms;
    while (!pty->ended && !until(pty, wanted)) {
        int64_t left = deadline - now_ms();
        short events = pty->waiting.len ? POLLIN | POLLOUT : POLLIN;
        struct pollfd wait = {.fd = pty->master, .events = events};
        if (left <= 0) {
            return false;
        }
        if (poll(&wait, 1, (int)left) < 0 && errno != EINTR) {
            die("poll");
        }
        if (wait.revents & (POLLIN | POLLHUP | POLLERR)) {
            receive(pty);
        }
        if (!pty->ended && (wait.revents & POLLOUT) && pty->waiting.len) {
            send_waiting(pty);
        }
    }
    return until(pty, wanted);
}

static bool until_mark(const struct pty *pty, unsigned wanted)
{
    return pty->marks >= wanted;
}

static bool until_spoken(const struct pty *pty, unsigned wanted)
{
    (void)wanted;
    return pty->spoke;
}

static bool until_end(const struct pty *pty, unsigned wanted)
{
    (void)wanted;
    return pty->ended;
}

bool pty_sync(struct pty *pty)
{
    buf_add_text(&pty->waiting, BARRIER);
    return pump(pty, until_mark, pty->marks + 1);
}

bool pty_ready(struct pty *pty)
{
    return pump(pty, until_spoken, 0) && pty_sync(pty);
}

bool pty_press(struct pty *pty, const char *keys)
{
    return pty_keys(pty, keys) && pty_sync(pty);
}

bool pty_wait(struct pty *pty, int *status)
{
    bool ended = pump(pty, until_end, 0);
    if (ended) {
        reap(pty);
        *status = pty->status;
    }
    return ended;
}

bool pty_alive(const struct pty *pty)
{
    return !pty->ended;
}

int pty_pid(const struct pty *pty)
{
    return pty->pid;
}

void pty_resize(struct pty *pty, int rows, int cols)
{
    const struct winsize size = {.ws_row = (unsigned short)rows, .ws_col = (unsigned short)cols};
    vterm_set_size(pty->vterm, rows, cols);
    if (ioctl(pty->master, TIOCSWINSZ, &size) != 0) {
        die("TIOCSWINSZ");
    }
}

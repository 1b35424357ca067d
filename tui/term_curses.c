#include "tui/term.h"

#include <curses.h>
#include <errno.h>
#include <langinfo.h>
#include <locale.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/select.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>
#include <wchar.h>

#include "base/i18n.h"
#include "base/utf8.h"

/* Keys that define_key gives numbers of our own, above all of curses and what it numbers at start; it keeps
 * 16 bits of them. */
#define CODE_PASTE     0x7001
#define CODE_PASTE_END 0x7002
#define CODE_SYNC      0x7003

#define PASTE_LIMIT   ((size_t)64 << 10)
#define PASTE_WAIT_MS 500
#define REST_WAIT_MS  100 /* for the rest of a key or of a character that came in two parts */
#define SPLIT_MS      200 /* so long after Esc a lone [A is still an arrow */
#define EMPTY_READS   50  /* readable, but nothing there: so often, and the terminal is gone */

#define SIGNAL_RESIZE 1
#define SIGNAL_END    2
#define SIGNAL_STOP   4

/* The only mutable global: what signal handlers may touch. */
static volatile sig_atomic_t signal_seen;

struct curses {
    struct term term;
    struct term_options options;
    SCREEN *screen;
    enum tier tier;
    enum palette palette;
    enum palette applied;
    bool defaults; /* the terminal has colours of its own */
    bool utf8;
    sigset_t waiting; /* signals let through while waiting, nowhere else */
    struct glyph *sent;
    int sent_width;
    int sent_height;
    struct buf paste;
    int64_t escape_at; /* when Esc came alone, in ms */
    unsigned empty_reads;
};

static void on_signal(int number)
{
    if (number == SIGWINCH) {
        signal_seen |= SIGNAL_RESIZE;
    } else if (number == SIGTSTP) {
        signal_seen |= SIGNAL_STOP;
    } else {
        signal_seen |= SIGNAL_END;
    }
}

/* They are blocked except in pselect, so none can come between looking at the flag and waiting. */
static void catch_signals(struct curses *c)
{
    static const int numbers[] = {SIGWINCH, SIGTSTP, SIGHUP, SIGTERM, SIGINT};
    struct sigaction action = {.sa_handler = on_signal};
    sigset_t blocked;
    sigemptyset(&action.sa_mask);
    sigemptyset(&blocked);
    for (size_t i = 0; i < ARRAY_LEN(numbers); i++) {
        sigaction(numbers[i], &action, NULL);
        sigaddset(&blocked, numbers[i]);
    }
    sigprocmask(SIG_BLOCK, &blocked, &c->waiting);
}

static void send_bytes(struct str bytes)
{
    while (bytes.len > 0) {
        ssize_t n = write(STDOUT_FILENO, bytes.ptr, bytes.len);
        if (n < 0 && errno != EINTR) {
            return;
        }
        bytes = str_slice(bytes, n > 0 ? (size_t)n : 0, bytes.len);
    }
}

static int64_t now_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* ---- colours ---- */

static enum palette choose_palette(const struct curses *c)
{
    const char *ground = getenv("COLORFGBG");
    const char *last = ground ? strrchr(ground, ';') : NULL;
    if (c->options.no_colour || !has_colors() || COLORS < 8) {
        return PALETTE_MONO;
    }
    if (c->options.contrast) {
        return PALETTE_CONTRAST;
    }
    if (COLORS < 256) {
        return PALETTE_BASIC;
    }
    return last && (strcmp(last, ";15") == 0 || strcmp(last, ";7") == 0) ? PALETTE_LIGHT : PALETTE_DARK;
}

/* A palette's colour as this terminal counts: its own number, one of eight, or RGB. */
static int colour_number(const struct curses *c, int16_t colour, int instead)
{
    if (colour < 0) {
        return c->defaults ? -1 : instead;
    }
    if (COLORS > 256) {
        return (int)palette_rgb(colour);
    }
    return colour < COLORS ? colour : colour == 16 ? COLOR_BLACK : COLOR_WHITE;
}

static void apply_palette(struct curses *c, enum palette palette)
{
    c->applied = palette;
    if (!has_colors()) {
        return;
    }
    for (int style = 0; style < STYLES; style++) {
        struct look look = palette_look(palette, (enum style)style);
        init_extended_pair(style + 1, colour_number(c, look.fg, COLOR_WHITE),
                           colour_number(c, look.bg, COLOR_BLACK));
    }
}

static attr_t attributes_of(struct look look)
{
    attr_t out = A_NORMAL;
    out |= look.attributes & LOOK_BOLD ? A_BOLD : 0;
    out |= look.attributes & LOOK_UNDERLINE ? A_UNDERLINE : 0;
    out |= look.attributes & LOOK_REVERSE ? A_REVERSE : 0;
    return out;
}

/* ---- drawing ---- */

/* A character the terminal's character set lacks: its plain letter, else a question mark. */
static void plain_letter(const struct glyph *glyph, wchar_t *out)
{
    struct arena *arena = arena_new();
    struct str folded = utf8_fold(arena, str_from(glyph->text));
    out[0] = folded.len == 1 ? (wchar_t)folded.ptr[0] : L'?';
    out[1] = L'\0';
    arena_free(arena);
}

static void wide_text(const struct curses *c, const struct glyph *glyph, wchar_t out[CCHARW_MAX + 1])
{
    struct str text = str_from(glyph->text);
    size_t n = 0;
    for (size_t at = 0; at < text.len && n < CCHARW_MAX;) {
        uint32_t code_point = 0;
        utf8_next(text, &at, &code_point);
        out[n++] = (wchar_t)code_point;
    }
    out[n] = L'\0';
    if (!c->utf8 || wcwidth(out[0]) != glyph->width) {
        if (out[0] >= 0x7F || n != 1) {
            plain_letter(glyph, out);
        }
    }
}

static void send_row(struct curses *c, const struct canvas *canvas, int row)
{
    for (int col = 0; col < canvas->width; col++) {
        const struct glyph *glyph = canvas_at(canvas, row, col);
        wchar_t text[CCHARW_MAX + 1];
        cchar_t cell;
        if (glyph->width == 0) {
            continue;
        }
        int pair = glyph->style + 1;
        wide_text(c, glyph, text);
        attr_t attributes = attributes_of(palette_look(c->applied, (enum style)glyph->style));
        setcchar(&cell, text, attributes, (short)(has_colors() ? pair : 0), NULL);
        mvadd_wch(row, col, &cell);
    }
}

static bool fits_sent(struct curses *c, const struct canvas *canvas)
{
    if (c->sent && c->sent_width == canvas->width && c->sent_height == canvas->height) {
        return true;
    }
    c->sent_width = canvas->width;
    c->sent_height = canvas->height;
    size_t cells = (size_t)canvas->width * (size_t)canvas->height;
    c->sent = mem_realloc(c->sent, cells, sizeof *c->sent);
    return false;
}

static void term_show(void *context, const struct canvas *canvas, enum palette palette, bool whole)
{
    struct curses *c = context;
    /* Without colour, or where it was refused, there is one palette only. */
    if (c->palette != PALETTE_MONO && palette != c->applied) {
        apply_palette(c, palette);
        whole = true;
    }
    whole = !fits_sent(c, canvas) || whole;
    size_t row_size = (size_t)canvas->width;
    for (int row = 0; row < canvas->height; row++) {
        const struct glyph *now = canvas_at(canvas, row, 0);
        struct glyph *before = c->sent + (size_t)row * row_size;
        if (whole || memcmp(now, before, row_size * sizeof *now) != 0) {
            send_row(c, canvas, row);
            memcpy(before, now, row_size * sizeof *now);
        }
    }
    if (whole) {
        clearok(curscr, TRUE);
    }
    move(canvas->cursor_row, canvas->cursor_col);
    refresh();
}

/* ---- keys ---- */

struct curses_key {
    int code;
    uint32_t key;
};
static const struct curses_key curses_keys[] = {
    {KEY_ENTER, SPECIAL_ENTER},   {KEY_BTAB, SPECIAL_BACKTAB},    {KEY_BACKSPACE, SPECIAL_BACKSPACE},
    {KEY_DC, SPECIAL_DELETE},     {KEY_UP, SPECIAL_UP},           {KEY_DOWN, SPECIAL_DOWN},
    {KEY_LEFT, SPECIAL_LEFT},     {KEY_RIGHT, SPECIAL_RIGHT},     {KEY_HOME, SPECIAL_HOME},
    {KEY_FIND, SPECIAL_HOME},     {KEY_END, SPECIAL_END},         {KEY_SELECT, SPECIAL_END},
    {KEY_PPAGE, SPECIAL_PAGE_UP}, {KEY_NPAGE, SPECIAL_PAGE_DOWN},
};

static uint32_t from_code(int code)
{
    if (code >= KEY_F(1) && code <= KEY_F(12)) {
        return SPECIAL_F1 + (uint32_t)(code - KEY_F(1));
    }
    for (size_t i = 0; i < ARRAY_LEN(curses_keys); i++) {
        if (curses_keys[i].code == code) {
            return curses_keys[i].key;
        }
    }
    return 0;
}

static uint32_t from_character(wint_t c)
{
    switch (c) {
    case '\r':
        return SPECIAL_ENTER;
    case '\t':
        return SPECIAL_TAB;
    case 27:
        return SPECIAL_ESC;
    case 8:
    case 127:
        return SPECIAL_BACKSPACE;
    default:
        break;
    }
    if (c >= 1 && c <= 26) {
        return KEYS_CONTROL | (uint32_t)('A' + c - 1);
    }
    return c >= 32 ? (uint32_t)c : 0;
}

/* The arrows behind ESC [ or ESC O, for when the line was too slow and the parts came apart. */
static uint32_t from_final(wint_t c)
{
    static const struct curses_key finals[] = {{'A', SPECIAL_UP},   {'B', SPECIAL_DOWN}, {'C', SPECIAL_RIGHT},
                                               {'D', SPECIAL_LEFT}, {'H', SPECIAL_HOME}, {'F', SPECIAL_END}};
    for (size_t i = 0; i < ARRAY_LEN(finals); i++) {
        if ((wint_t)finals[i].code == c) {
            return finals[i].key;
        }
    }
    return 0;
}

/* A key that is no character stays for the next reading. */
static bool next_character(int wait_ms, wint_t *out)
{
    timeout(wait_ms);
    int got = get_wch(out);
    if (got == KEY_CODE_YES) {
        ungetch((int)*out);
    }
    return got == OK;
}

/* Esc alone, or the beginning of Alt-Enter. */
static uint32_t after_escape(struct curses *c)
{
    wint_t next = 0;
    if (next_character(0, &next)) {
        if (next == '\r') {
            return SPECIAL_ALT_ENTER;
        }
        unget_wch((wchar_t)next);
    }
    c->escape_at = now_ms();
    return SPECIAL_ESC;
}

static uint32_t after_bracket(struct curses *c, wint_t first)
{
    wint_t next = 0;
    bool soon = c->escape_at > 0 && now_ms() - c->escape_at < SPLIT_MS;
    c->escape_at = 0;
    if (soon && next_character(REST_WAIT_MS, &next)) {
        uint32_t key = from_final(next);
        if (key) {
            return key;
        }
        unget_wch((wchar_t)next);
    }
    return (uint32_t)first;
}

static void read_paste(struct curses *c, struct press *out)
{
    buf_clear(&c->paste);
    timeout(PASTE_WAIT_MS);
    for (;;) {
        wint_t ch = 0;
        int got = get_wch(&ch);
        if (got == ERR || (got == KEY_CODE_YES && ch == CODE_PASTE_END)) {
            break;
        }
        if (got == OK) {
            buf_add_code_point(&c->paste, ch == '\r' ? '\n' : (uint32_t)ch);
        } else if (ch == KEY_ENTER) {
            buf_add_char(&c->paste, '\n');
        }
    }
    *out = (struct press){.kind = PRESS_PASTE, .text = buf_str(&c->paste)};
}

static bool decode(struct curses *c, int got, wint_t ch, struct press *out)
{
    uint32_t key = 0;
    if (got == KEY_CODE_YES) {
        if (ch == CODE_PASTE) {
            read_paste(c, out);
            return true;
        }
        if (ch == CODE_SYNC) {
            *out = (struct press){.kind = PRESS_SYNC};
            return true;
        }
        key = from_code((int)ch);
    } else if (ch == 27) {
        key = after_escape(c);
    } else if (ch == '[' || ch == 'O') {
        key = after_bracket(c, ch);
    } else {
        key = from_character(ch);
    }
    *out = (struct press){.kind = PRESS_KEY, .key = key};
    return key != 0;
}

static void measure(int *width, int *height)
{
    struct winsize size = {0};
    if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col == 0 || size.ws_row == 0) {
        size.ws_col = (unsigned short)(COLS > 0 ? COLS : 80);
        size.ws_row = (unsigned short)(LINES > 0 ? LINES : 24);
    }
    *width = size.ws_col;
    *height = size.ws_row;
}

static void term_size(void *context UNUSED, int *width, int *height)
{
    measure(width, height);
    if (is_term_resized(*height, *width)) {
        resizeterm(*height, *width);
    }
}

static void enter(struct curses *c)
{
    raw();
    noecho();
    nonl();
    keypad(stdscr, TRUE);
    leaveok(stdscr, FALSE);
    intrflush(stdscr, FALSE);
    curs_set(1);
    send_bytes(STR("\033[?2004h"));
    c->escape_at = 0;
}

static void term_suspend(void *context)
{
    struct curses *c = context;
    def_prog_mode();
    send_bytes(STR("\033[?2004l"));
    endwin();
    raise(SIGSTOP);
    reset_prog_mode();
    enter(c);
    c->sent_width = 0;
}

static bool take_signals(struct curses *c, struct press *out)
{
    int seen = signal_seen;
    signal_seen = 0;
    if (seen & SIGNAL_END) {
        *out = (struct press){.kind = PRESS_HANGUP};
        return true;
    }
    if (seen & SIGNAL_STOP) {
        term_suspend(c);
    }
    *out = (struct press){.kind = seen & SIGNAL_RESIZE ? PRESS_RESIZE : PRESS_NONE};
    return seen != 0;
}

/* Waits for input; false when there is none or a signal came first. */
static bool wait_input(const struct curses *c, int timeout_ms)
{
    struct timespec limit = {.tv_sec = timeout_ms / 1000, .tv_nsec = (long)(timeout_ms % 1000) * 1000000};
    fd_set input;
    FD_ZERO(&input);
    FD_SET(STDIN_FILENO, &input);
    return pselect(STDIN_FILENO + 1, &input, NULL, NULL, timeout_ms < 0 ? NULL : &limit, &c->waiting) > 0;
}

static bool term_read(void *context, int timeout_ms, struct press *out)
{
    struct curses *c = context;
    wint_t ch = 0;
    *out = (struct press){.kind = PRESS_NONE};
    timeout(0);
    int got = get_wch(&ch);
    if (got == ERR) {
        bool ready = wait_input(c, timeout_ms);
        if (take_signals(c, out)) {
            return true;
        }
        if (ready) {
            timeout(REST_WAIT_MS);
            got = get_wch(&ch);
            c->empty_reads = got == ERR ? c->empty_reads + 1 : 0;
        }
    }
    if (c->empty_reads > EMPTY_READS) {
        *out = (struct press){.kind = PRESS_HANGUP};
        return true;
    }
    return got != ERR && decode(c, got, ch, out);
}

/* ---- the rest of the table ---- */

static void term_bell(void *context UNUSED)
{
    beep();
}

static void term_copy(void *context UNUSED, struct str text)
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    struct buf out = buf_new(BUF_LIMIT_DEFAULT);
    buf_add_text(&out, "\033]52;c;");
    for (size_t i = 0; i < text.len; i += 3) {
        uint32_t three = 0;
        size_t n = text.len - i < 3 ? text.len - i : 3;
        for (size_t k = 0; k < 3; k++) {
            three = three << 8 | (k < n ? (unsigned char)text.ptr[i + k] : 0u);
        }
        for (size_t k = 0; k < 4; k++) {
            buf_add_char(&out, k <= n ? digits[three >> (18 - 6 * k) & 63] : '=');
        }
    }
    buf_add_char(&out, '\a');
    send_bytes(buf_str(&out));
    buf_free(&out);
}

static void term_synced(void *context UNUSED)
{
    send_bytes(STR("\033]5113\a"));
}

/* ---- opening and closing ---- */

static enum tier choose_tier(const struct curses *c, const char *name)
{
    if (c->options.glyphs >= TIER_ASCII && c->options.glyphs < TIERS) {
        return (enum tier)c->options.glyphs;
    }
    if (!c->utf8 || c->options.screen_reader || strncmp(name, "vt", 2) == 0) {
        return TIER_ASCII;
    }
    return strcmp(name, "linux") == 0 ? TIER_CONSOLE : TIER_FULL;
}

static void start_colours(struct curses *c)
{
    if (has_colors()) {
        start_color();
        c->defaults = use_default_colors() != ERR;
    }
    c->palette = choose_palette(c);
    apply_palette(c, c->palette);
}

struct term *term_curses_open(const struct term_options *options, const char **reason)
{
    const char *name = getenv("TERM");
    if (!isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO) || !name || !name[0] || strcmp(name, "dumb") == 0) {
        *reason = tr("dit is geen terminal die een scherm kan tonen");
        return NULL;
    }
    struct curses *c = mem_alloc(sizeof *c);
    *c = (struct curses){.options = *options, .paste = buf_new(PASTE_LIMIT)};
    setlocale(LC_CTYPE, "");
    c->utf8 = strcmp(nl_langinfo(CODESET), "UTF-8") == 0;
    catch_signals(c);
    c->screen = newterm(NULL, stdout, stdin);
    /* A terminal nobody has described can nearly always do what the oldest could. */
    if (!c->screen) {
        name = "vt100";
        c->screen = newterm(name, stdout, stdin);
    }
    if (!c->screen) {
        *reason = tr("deze terminal is niet bekend (TERM)");
        free(c);
        return NULL;
    }
    /* Until it has been left once, ncurses flushes at every movement of the cursor: a screen would go out in
     * twenty writes, each a packet of its own over a line, instead of one. */
    endwin();
    set_escdelay(options->escape_ms < 0 ? 25 : options->escape_ms);
    enter(c);
    define_key("\033[200~", CODE_PASTE);
    define_key("\033[201~", CODE_PASTE_END);
    if (options->test) {
        define_key("\033[5113~", CODE_SYNC);
    }
    start_colours(c);
    c->tier = choose_tier(c, name);
    c->term =
        (struct term){c, term_size, term_read, term_show, term_bell, term_copy, term_suspend, term_synced};
    return &c->term;
}

enum tier term_curses_tier(const struct term *term)
{
    return ((const struct curses *)term->context)->tier;
}

enum palette term_curses_palette(const struct term *term)
{
    return ((const struct curses *)term->context)->palette;
}

void term_curses_close(struct term *term)
{
    if (!term) {
        return;
    }
    struct curses *c = term->context;
    send_bytes(STR("\033[?2004l"));
    endwin();
    delscreen(c->screen);
    sigprocmask(SIG_SETMASK, &c->waiting, NULL);
    buf_free(&c->paste);
    free(c->sent);
    free(c);
}

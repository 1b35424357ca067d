#include "tests/journeys/pty_priv.h"

#include <stdlib.h>

void pty_size(const struct pty *pty, int *rows, int *cols)
{
    vterm_get_size(pty->vterm, rows, cols);
}

void pty_cursor(const struct pty *pty, int *row, int *col)
{
    VTermPos at;
    vterm_state_get_cursorpos(vterm_obtain_state(pty->vterm), &at);
    *row = at.row;
    *col = at.col;
}

bool pty_cursor_visible(const struct pty *pty)
{
    return !pty->cursor_hidden;
}

struct str pty_clipboard(const struct pty *pty)
{
    return buf_str(&pty->clipboard);
}

/* One cell as text; returns its width. The second half of a wide character has chars[0] == -1. */
static int add_cell(const struct pty *pty, VTermPos at, struct buf *out, VTermScreenCell *cell)
{
    vterm_screen_get_cell(pty->screen, at, cell);
    if (cell->chars[0] == 0) {
        buf_add_char(out, ' ');
    }
    for (size_t i = 0; i < VTERM_MAX_CHARS_PER_CELL && cell->chars[i]; i++) {
        const uint32_t left_to_right_mark = 0x200E; /* holds right-to-left cells in place; not text */
        if (cell->chars[i] != UINT32_MAX && cell->chars[i] != left_to_right_mark) {
            buf_add_code_point(out, cell->chars[i]);
        }
    }
    return cell->width > 0 ? cell->width : 1;
}

static void add_row(const struct pty *pty, int row, struct buf *out)
{
    int rows, cols;
    pty_size(pty, &rows, &cols);
    size_t start = out->len;
    VTermScreenCell cell;
    for (int col = 0; row >= 0 && row < rows && col < cols;) {
        col += add_cell(pty, (VTermPos){row, col}, out, &cell);
    }
    while (out->len > start && out->ptr[out->len - 1] == ' ') {
        out->ptr[--out->len] = '\0';
    }
}

struct str pty_row(struct pty *pty, int row)
{
    buf_clear(&pty->row);
    add_row(pty, row, &pty->row);
    return buf_str(&pty->row);
}

int pty_find(struct pty *pty, const char *text, int from)
{
    int rows, cols;
    pty_size(pty, &rows, &cols);
    for (int row = from; row < rows; row++) {
        struct str line = pty_row(pty, row);
        if (str_find(line, str_from(text), 0) < line.len) {
            return row;
        }
    }
    return -1;
}

bool pty_has(struct pty *pty, const char *text)
{
    return pty_find(pty, text, 0) >= 0;
}

void pty_text(struct pty *pty, struct buf *out)
{
    int rows, cols;
    pty_size(pty, &rows, &cols);
    for (int row = 0; row < rows; row++) {
        add_row(pty, row, out);
        buf_add_char(out, '\n');
    }
}

/* ---- attributes ---- */

static void add_colour(struct buf *out, const char *name, const VTermColor *colour, bool standard)
{
    if (standard) {
        return;
    }
    if (VTERM_COLOR_IS_INDEXED(colour)) {
        buf_format(out, " %s=%u", name, (unsigned)colour->indexed.idx);
    } else {
        buf_format(out, " %s=#%02x%02x%02x", name, (unsigned)colour->rgb.red, (unsigned)colour->rgb.green,
                   (unsigned)colour->rgb.blue);
    }
}

static void describe(const VTermScreenCell *cell, struct buf *out)
{
    buf_clear(out);
    buf_add_text(out, cell->attrs.bold ? " bold" : "");
    buf_add_text(out, cell->attrs.underline ? " underline" : "");
    buf_add_text(out, cell->attrs.italic ? " italic" : "");
    buf_add_text(out, cell->attrs.blink ? " blink" : "");
    buf_add_text(out, cell->attrs.reverse ? " reverse" : "");
    add_colour(out, "fg", &cell->fg, VTERM_COLOR_IS_DEFAULT_FG(&cell->fg));
    add_colour(out, "bg", &cell->bg, VTERM_COLOR_IS_DEFAULT_BG(&cell->bg));
}

static void add_run(struct buf *out, int row, int from, int to, struct str words)
{
    if (words.len) {
        buf_format(out, "%d:%d-%d%.*s\n", row, from, to - 1, STR_ARG(words));
    }
}

static void add_runs(const struct pty *pty, int row, int cols, struct buf *out)
{
    struct buf before = buf_new(256);
    struct buf here = buf_new(256);
    int from = 0;
    for (int col = 0; col < cols; col++) {
        VTermScreenCell cell;
        vterm_screen_get_cell(pty->screen, (VTermPos){row, col}, &cell);
        describe(&cell, &here);
        if (!str_equal(buf_str(&here), buf_str(&before))) {
            add_run(out, row, from, col, buf_str(&before));
            from = col;
            buf_clear(&before);
            buf_add(&before, buf_str(&here));
        }
    }
    add_run(out, row, from, cols, buf_str(&before));
    buf_free(&before);
    buf_free(&here);
}

void pty_dump(struct pty *pty, struct buf *out)
{
    int rows, cols, row, col;
    pty_text(pty, out);
    pty_size(pty, &rows, &cols);
    for (int r = 0; r < rows; r++) {
        add_runs(pty, r, cols, out);
    }
    pty_cursor(pty, &row, &col);
    buf_format(out, "size %dx%d cursor %d,%d%s\n", cols, rows, row, col, pty->cursor_hidden ? " hidden" : "");
}

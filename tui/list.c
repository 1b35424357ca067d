#include "tui/list.h"

/* The cursor stays inside the window and the window inside the list. */
static void settle(struct scroll *scroll)
{
    if (scroll->rows < 1) {
        scroll->rows = 1;
    }
    if (scroll->cursor >= scroll->n) {
        scroll->cursor = scroll->n ? scroll->n - 1 : 0;
    }
    if (scroll->cursor < scroll->top) {
        scroll->top = scroll->cursor;
    }
    if (scroll->cursor >= scroll->top + scroll->rows) {
        scroll->top = scroll->cursor - scroll->rows + 1;
    }
    size_t last_top = scroll->n > scroll->rows ? scroll->n - scroll->rows : 0;
    if (scroll->top > last_top) {
        scroll->top = last_top;
    }
}

void scroll_fit(struct scroll *scroll, size_t n, size_t rows)
{
    scroll->n = n;
    scroll->rows = rows;
    settle(scroll);
}

void scroll_to(struct scroll *scroll, size_t cursor)
{
    scroll->cursor = cursor;
    settle(scroll);
}

bool scroll_by(struct scroll *scroll, long entries)
{
    size_t before = scroll->cursor;
    size_t step = entries < 0 ? (size_t)-entries : (size_t)entries;
    if (entries < 0) {
        scroll->cursor = step > before ? 0 : before - step;
    } else {
        scroll->cursor = scroll->n - before > step ? before + step : scroll->n;
    }
    settle(scroll);
    return scroll->cursor != before;
}

bool scroll_page(struct scroll *scroll, int pages)
{
    size_t rows = scroll->rows;
    if (pages > 0) {
        scroll->top += rows;
    } else {
        scroll->top = scroll->top > rows ? scroll->top - rows : 0;
    }
    return scroll_by(scroll, pages > 0 ? (long)rows : -(long)rows);
}

bool scroll_visible(const struct scroll *scroll, size_t entry)
{
    return entry >= scroll->top && entry < scroll->top + scroll->rows && entry < scroll->n;
}

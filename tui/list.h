#ifndef TUI_LIST_H
#define TUI_LIST_H

#include <stdbool.h>
#include <stddef.h>

/*
 * Cursor and scrolling of any list as arithmetic: n entries, `rows` of them visible from `top` on, one of
 * them the current one. Draws nothing, knows no canvas.
 */
struct scroll {
    size_t n;
    size_t cursor; /* < n, or 0 when empty */
    size_t top;
    size_t rows; /* visible; at least 1 */
};

/* The list or the window has another size: keeps the cursor where it is, as far as possible. */
void scroll_fit(struct scroll *scroll, size_t n, size_t rows);
void scroll_to(struct scroll *scroll, size_t cursor);
/* By so many entries, stops at the ends; false when nothing moved. */
bool scroll_by(struct scroll *scroll, long entries);
bool scroll_page(struct scroll *scroll, int pages);
bool scroll_visible(const struct scroll *scroll, size_t entry);

#endif

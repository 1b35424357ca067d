#ifndef TUI_EDIT_H
#define TUI_EDIT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/str.h"
#include "tui/keys.h"

/*
 * What is being typed: text, and a caret between two characters. Whatever comes in passes safe_text, so it is
 * valid UTF-8 in NFC without controls; a paste is only ever text and never a key.
 */
#define EDIT_BYTES_PER_POINT 4

struct edit {
    struct buf text;
    size_t caret;  /* byte, at the border of a character */
    size_t length; /* most code points */
    bool lines;    /* line ends allowed */
    bool selected; /* all of it: what is typed or pasted next comes in its place */
};

enum edit_result {
    EDIT_IGNORED, /* not a key of the editor */
    EDIT_MOVED,
    EDIT_CHANGED,
    EDIT_REFUSED /* too long, or characters that may not be in a text */
};

void edit_start(struct edit *edit, size_t length, bool lines); /* empty; edit_free frees it */
void edit_free(struct edit *edit);
/* Replaces the text, caret behind it. */
void edit_set(struct edit *edit, struct str text);
/* The old text gives way to the first character; any other key of the editor keeps it. */
void edit_select(struct edit *edit);
struct str edit_text(const struct edit *edit);
bool edit_empty(const struct edit *edit);
enum edit_result edit_press(struct edit *edit, const struct press *press);
enum edit_result edit_insert(struct edit *edit, struct str text);
/* As much of a text as there is room for; EDIT_REFUSED when that is nothing. */
enum edit_result edit_insert_fitting(struct edit *edit, struct str text);
bool edit_full(const struct edit *edit);
/* One line up or down where the text is shown `width` wide; EDIT_IGNORED at the first or last line. */
enum edit_result edit_vertical(struct edit *edit, int lines, int width);

/* Where the caret stands among the lines of text_wrap(width). */
struct caret {
    size_t line;
    int col;
};
struct caret edit_caret(struct arena *arena, const struct edit *edit, int width);

#endif

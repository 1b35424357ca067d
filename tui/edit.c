#include "tui/edit.h"

#include "base/utf8.h"
#include "tui/text.h"

void edit_start(struct edit *edit, size_t length, bool lines)
{
    *edit =
        (struct edit){.text = buf_new(length * EDIT_BYTES_PER_POINT + 64), .length = length, .lines = lines};
}

void edit_free(struct edit *edit)
{
    buf_free(&edit->text);
}

struct str edit_text(const struct edit *edit)
{
    return buf_str(&edit->text);
}

bool edit_empty(const struct edit *edit)
{
    return edit->text.len == 0;
}

void edit_set(struct edit *edit, struct str text)
{
    buf_clear(&edit->text);
    buf_add(&edit->text, text);
    edit->caret = edit->text.len;
    edit->selected = false;
}

void edit_select(struct edit *edit)
{
    edit->caret = edit->text.len;
    edit->selected = edit->text.len > 0;
}

bool edit_full(const struct edit *edit)
{
    return utf8_count(edit_text(edit)) >= edit->length;
}

/* A pasted line end is a space where there is only one line. */
static struct str one_line(struct arena *arena, struct str text)
{
    struct str copy = arena_copy(arena, text);
    char *bytes = arena_alloc(arena, copy.len + 1);
    size_t n = 0;
    for (size_t i = 0; i < copy.len; i++) {
        bool pair = copy.ptr[i] == '\r' && i + 1 < copy.len && copy.ptr[i + 1] == '\n';
        if (!pair) {
            bytes[n++] = copy.ptr[i] == '\n' || copy.ptr[i] == '\r' ? ' ' : copy.ptr[i];
        }
    }
    return (struct str){bytes, n};
}

static struct str joined(struct arena *arena, struct str a, struct str b)
{
    return arena_format(arena, "%.*s%.*s", STR_ARG(a), STR_ARG(b));
}

/* The start of the cluster that `at` stands in: after normalising, a mark may have joined what was before it.
 */
static size_t cluster_border(struct str text, size_t at)
{
    size_t next = 0;
    struct str cluster;
    while (next < at && utf8_next_cluster(text, &next, &cluster)) {
    }
    return next < at ? text.len : next;
}

static enum edit_result insert_with(struct arena *arena, struct edit *edit, struct str text)
{
    enum safe_flags flags = edit->lines ? SAFE_LINES : SAFE_LINE;
    struct safe_problem problem;
    struct str all = edit->selected ? STR_EMPTY : edit_text(edit);
    size_t caret = edit->selected ? 0 : edit->caret;
    struct str in = edit->lines ? text : one_line(arena, text);
    struct str before;
    struct str after = str_slice(all, caret, all.len - caret);
    struct str whole;
    size_t limit = edit->length * EDIT_BYTES_PER_POINT + 32;
    if (!safe_text(arena, joined(arena, str_slice(all, 0, caret), in), flags, limit, &before, &problem) ||
        !safe_text(arena, joined(arena, before, after), flags, limit, &whole, &problem) ||
        utf8_count(whole) > edit->length) {
        return EDIT_REFUSED;
    }
    edit_set(edit, whole);
    edit->caret = cluster_border(whole, before.len);
    return EDIT_CHANGED;
}

enum edit_result edit_insert(struct edit *edit, struct str text)
{
    struct arena *arena = arena_new();
    enum edit_result result = insert_with(arena, edit, text);
    arena_free(arena);
    return result;
}

enum edit_result edit_insert_fitting(struct edit *edit, struct str text)
{
    size_t least = 0;
    size_t most = text.len;
    /* Most bytes that fit; a prefix is tried at the borders of its characters only. */
    struct edit trial;
    edit_start(&trial, edit->length, edit->lines);
    while (least < most) {
        size_t middle = cluster_border(text, least + (most - least + 1) / 2);
        size_t caret = edit->caret;
        bool selected = edit->selected;
        edit_set(&trial, edit_text(edit));
        trial.caret = caret;
        trial.selected = selected;
        if (edit_insert(&trial, str_slice(text, 0, middle)) == EDIT_CHANGED) {
            least = middle;
        } else {
            most = utf8_prev_cluster(text, middle);
        }
    }
    edit_free(&trial);
    return least > 0 ? edit_insert(edit, str_slice(text, 0, least)) : EDIT_REFUSED;
}

static enum edit_result cut(struct edit *edit, size_t from, size_t to)
{
    struct str all = edit_text(edit);
    edit->selected = false;
    if (from >= to) {
        return EDIT_MOVED;
    }
    struct arena *arena = arena_new();
    struct str left = joined(arena, str_slice(all, 0, from), str_slice(all, to, all.len - to));
    edit_set(edit, left);
    edit->caret = from;
    arena_free(arena);
    return EDIT_CHANGED;
}

static size_t next_cluster(const struct edit *edit)
{
    size_t at = edit->caret;
    struct str cluster;
    utf8_next_cluster(edit_text(edit), &at, &cluster);
    return at;
}

static enum edit_result move_to(struct edit *edit, size_t at)
{
    edit->caret = at;
    edit->selected = false;
    return EDIT_MOVED;
}

/* Begin and end of the line (between line ends) the caret is in. */
static size_t line_start(const struct edit *edit)
{
    size_t at = edit->caret;
    while (at > 0 && edit->text.ptr[at - 1] != '\n') {
        at--;
    }
    return at;
}

static size_t line_end(const struct edit *edit)
{
    return str_find_char(edit_text(edit), '\n', edit->caret);
}

static enum edit_result press_special(struct edit *edit, uint32_t key)
{
    struct str all = edit_text(edit);
    if (key == SPECIAL_ALT_ENTER || key == (KEYS_CONTROL | 'J')) {
        return edit->lines ? edit_insert(edit, STR("\n")) : EDIT_IGNORED;
    }
    switch (key) {
    case SPECIAL_LEFT:
        return move_to(edit, utf8_prev_cluster(all, edit->caret));
    case SPECIAL_RIGHT:
        return move_to(edit, next_cluster(edit));
    case SPECIAL_HOME:
        return move_to(edit, line_start(edit));
    case SPECIAL_END:
        return move_to(edit, line_end(edit));
    case SPECIAL_BACKSPACE:
        return cut(edit, utf8_prev_cluster(all, edit->caret), edit->caret);
    case SPECIAL_DELETE:
        return cut(edit, edit->caret, next_cluster(edit));
    case KEYS_CONTROL | 'U':
        return cut(edit, 0, all.len);
    default:
        return EDIT_IGNORED;
    }
}

enum edit_result edit_press(struct edit *edit, const struct press *press)
{
    if (press->kind == PRESS_PASTE) {
        return edit_insert(edit, press->text);
    }
    if (press->kind != PRESS_KEY) {
        return EDIT_IGNORED;
    }
    if (press->key >= KEYS_CONTROL) {
        return press_special(edit, press->key);
    }
    char bytes[4];
    size_t n = utf8_encode(press->key, bytes);
    return n ? edit_insert(edit, (struct str){bytes, n}) : EDIT_IGNORED;
}

struct caret edit_caret(struct arena *arena, const struct edit *edit, int width)
{
    const struct str *lines = NULL;
    struct str all = edit_text(edit);
    size_t n = text_wrap(arena, all, width, &lines);
    size_t line = n - 1;
    while (line > 0 && (size_t)(lines[line].ptr - all.ptr) > edit->caret) {
        line--;
    }
    size_t start = (size_t)(lines[line].ptr - all.ptr);
    int col = text_width(str_slice(all, start, edit->caret - start));
    /* Behind the spaces that wrapping left out the caret would stand outside the field. */
    return (struct caret){line, col > width ? width : col};
}

enum edit_result edit_vertical(struct edit *edit, int by, int width)
{
    struct arena *arena = arena_new();
    const struct str *lines = NULL;
    struct str all = edit_text(edit);
    size_t n = text_wrap(arena, all, width, &lines);
    struct caret now = edit_caret(arena, edit, width);
    enum edit_result result = EDIT_IGNORED;
    if (by < 0 ? now.line > 0 : now.line + 1 < n) {
        struct str target = lines[by < 0 ? now.line - 1 : now.line + 1];
        struct str clipped = text_clip(target, now.col);
        result = move_to(edit, (size_t)(target.ptr - all.ptr) + clipped.len);
    }
    arena_free(arena);
    return result;
}

#include "tui/question.h"

#include "base/i18n.h"
#include "tui/bidi.h"

static uint32_t as_figure(const struct variable *variable, uint32_t key)
{
    bool date = variable->type == VARIABLE_DATE;
    int digit = keys_digit(key);
    if (digit >= 0) {
        return (uint32_t)('0' + digit);
    }
    if (date && (key == ':' || key == ';')) {
        return '/';
    }
    if (key == ';') {
        return ',';
    }
    return key < 0x80 && strchr(",.-/: +", (int)key) ? key : 0;
}

bool field_figure(struct app *app, const struct variable *variable, struct press *press)
{
    if (press->kind != PRESS_KEY || press->key >= KEYS_CONTROL) {
        return true;
    }
    uint32_t figure = as_figure(variable, press->key);
    if (figure == 0) {
        app_say(app, STYLE_WARN, "%s", tr("Hier worden cijfers getypt."));
        return false;
    }
    press->key = figure;
    return true;
}

enum edit_result field_press(struct app *app, struct edit *edit, const struct press *press)
{
    enum edit_result result = edit_press(edit, press);
    unsigned most = (unsigned)edit->length;
    if (result != EDIT_REFUSED) {
        return result;
    }
    if (press->kind == PRESS_PASTE && edit_insert_fitting(edit, press->text) == EDIT_CHANGED) {
        result = EDIT_CHANGED;
    }
    if (!edit_full(edit)) {
        app_say(app, STYLE_ERROR, "%s", tr("Dat past niet in dit antwoord."));
    } else if (press->kind == PRESS_PASTE) {
        app_say(app, STYLE_ERROR, tr("%u tekens: vol; de rest van de geplakte tekst past niet"), most);
    } else {
        app_say(app, STYLE_ERROR, tr("%u tekens: vol"), most);
    }
    return result;
}

/* So many cells are scrolled out at the left that the caret is inside `width`. */
static int scrolled(int caret, int width)
{
    return caret >= width ? caret - width + 1 : 0;
}

void field_draw(struct app *app, const struct pane *pane, int row, int col, int width,
                const struct edit *edit, bool focus)
{
    int inner = width - 2;
    const struct bidi_line *line = NULL;
    struct str text = edit_text(edit);
    bool rtl = bidi_begins_rtl(text);
    if (inner < 1) {
        return;
    }
    bidi_layout(app->canvas->scratch, text, 0, rtl, app->canvas->tier, app->canvas->order, &line);
    int caret = bidi_caret(line, edit->caret, rtl);
    int start = rtl ? inner - 1 - line->width : 0;
    int shift = rtl ? (start + caret < 0 ? start + caret : 0) : scrolled(caret, inner);
    pane_text(pane, row, col, STYLE_TEXT, STR("["));
    pane_fill(pane, row, col + 1, inner, 1, STYLE_FIELD);
    int at = start - shift;
    for (size_t i = 0; i < line->n; i++) {
        int next = at + line->cells[i].width;
        if (at >= 0 && next <= inner) {
            pane_shown(pane, row, col + 1 + at, STYLE_FIELD, &line->cells[i], 1);
        }
        at = next;
    }
    pane_text(pane, row, col + 1 + inner, STYLE_TEXT, STR("]"));
    if (focus && edit->selected) {
        pane_restyle(pane, row, col + 1, line->width < inner ? line->width : inner, STYLE_FOCUS);
    }
    if (focus) {
        pane_cursor(pane, row, col + 1 + start - shift + caret);
    }
}

/* Where the caret stands among laid out lines. */
static struct caret caret_in(const struct bidi_line *lines, size_t n, const struct edit *edit, int width)
{
    size_t line = n - 1;
    while (line > 0 && lines[line].from > edit->caret) {
        line--;
    }
    int col = bidi_caret(&lines[line], edit->caret, false);
    return (struct caret){line, col > width ? width : col};
}

int field_draw_lines(struct app *app, const struct pane *pane, int row, int col, int width, int rows,
                     const struct edit *edit, bool focus)
{
    const struct bidi_line *lines = NULL;
    int inner = width - 4;
    size_t n = bidi_layout(app->canvas->scratch, edit_text(edit), inner, false, app->canvas->tier,
                           app->canvas->order, &lines);
    struct caret caret = caret_in(lines, n, edit, inner);
    int top = (int)caret.line >= rows ? (int)caret.line - rows + 1 : 0;
    if (!app->screen_reader) {
        pane_box(pane, row, col, width, rows + 2, STR_EMPTY, STYLE_BORDER);
    }
    pane_fill(pane, row + 1, col + 1, width - 2, rows, STYLE_FIELD);
    for (int i = 0; i < rows && (size_t)(top + i) < n; i++) {
        const struct bidi_line *line = &lines[top + i];
        pane_shown(pane, row + 1 + i, col + 2, STYLE_FIELD, line->cells, line->n);
    }
    if (focus) {
        pane_cursor(pane, row + 1 + (int)caret.line - top, col + 2 + caret.col);
    }
    return row + rows + 2;
}

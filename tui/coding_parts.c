#include <math.h>

#include "base/i18n.h"
#include "tui/coding.h"

/* What the screens of coding have in common. */

enum { LEVELS = 16 };

size_t coding_branch(struct work *work, struct str code, struct str *out, size_t most)
{
    struct str up[LEVELS];
    size_t n = 0;
    for (; n < LEVELS && work_level(work, code) > 0; n++) {
        up[n] = code;
        code = work_parent(work, code);
    }
    n = n < most ? n : most;
    for (size_t i = 0; i < n; i++) {
        out[i] = up[n - 1 - i];
    }
    return n;
}

struct str coding_words(const struct work *work, struct arena *arena, struct str codes)
{
    struct buf out = buf_new(4096);
    struct str rest = codes;
    struct str code;
    enum work_special special;
    while (rest.len > 0 && str_split(&rest, ' ', &code)) {
        buf_add_text(&out, out.len > 0 ? " + " : "");
        if (!special_parse(code, &special)) {
            buf_add(&out, code);
            buf_add_char(&out, ' ');
        }
        buf_add(&out, work_label(work, code));
    }
    struct str words = arena_copy(arena, buf_str(&out));
    buf_free(&out);
    return words;
}

struct str coding_percent(struct arena *arena, double share)
{
    if (isnan(share)) {
        return STR_EMPTY;
    }
    return arena_format(arena, "%ld %%", lround(100 * share));
}

struct str coding_figure(struct arena *arena, double value, int decimals)
{
    long unit = lround(pow(10, decimals));
    if (isnan(value)) {
        return str_from(tr("n.v.t."));
    }
    long scaled = lround(fabs(value) * (double)unit);
    const char *sign = value < 0 && scaled > 0 ? "-" : "";
    if (decimals == 0) {
        return arena_format(arena, "%s%ld", sign, scaled);
    }
    return arena_format(arena, tr("%s%ld,%0*ld"), sign, scaled / unit, decimals, scaled % unit);
}

int coding_lines(const struct pane *pane, int row, int end, const struct work_line *lines, size_t n)
{
    for (size_t i = 0; i < n && row < end; i++, row++) {
        struct str name = lines[i].label.len ? lines[i].label : lines[i].id;
        int col = pane_clip(pane, row, 1, pane->width / 2, STYLE_DIM, name);
        pane_clip(pane, row, col + 2, pane->width - col - 3, STYLE_TEXT, lines[i].value);
    }
    return row;
}

int coding_earlier(const struct pane *pane, int row, int end, const struct work_earlier *earlier, size_t n)
{
    struct arena *arena = pane->canvas->scratch;
    struct str before = STR_EMPTY;
    for (size_t i = 0; i < n && row < end; i++) {
        const struct work_earlier *e = &earlier[i];
        if (i == 0 || !str_equal(before, e->text)) {
            pane_clip(pane, row++, 1, pane->width - 2, STYLE_TEXT,
                      arena_format(arena, "\"%.*s\"", STR_ARG(e->text)));
        }
        before = e->text;
        if (row < end) {
            pane_clip(pane, row++, 3, pane->width - 4, STYLE_TEXT,
                      arena_format(arena, "%.*s  %u x  %.*s", STR_ARG(e->codes), (unsigned)e->answers,
                                   STR_ARG(e->coders)));
        }
    }
    return row;
}

int coding_draw_branch(const struct pane *pane, int row, struct work *work, struct str code)
{
    struct str branch[LEVELS];
    size_t n = coding_branch(work, code, branch, LEVELS);
    for (size_t i = 0; i < n; i++, row++) {
        bool last = i + 1 == n;
        int left = 1 + 2 * (int)i;
        struct str words = coding_words(work, pane->canvas->scratch, branch[i]);
        pane_text(pane, row, left, STYLE_TEXT, str_from(last ? ">" : " "));
        pane_clip(pane, row, left + 2, pane->width - left - 3, last ? STYLE_QUESTION : STYLE_TEXT, words);
    }
    return row;
}

struct str coding_examples(const struct work *work, struct arena *arena, struct str code, size_t most)
{
    struct str *titles = ARENA_ARRAY(arena, most, struct str);
    size_t n = work_examples(work, code, titles, most);
    struct buf out = buf_new(BUF_LIMIT_DEFAULT);
    for (size_t i = 0; i < n; i++) {
        buf_add_text(&out, i > 0 ? ", " : "");
        buf_add(&out, titles[i]);
    }
    struct str examples = arena_copy(arena, buf_str(&out));
    buf_free(&out);
    return examples;
}

bool coding_start(struct app *app, const struct coding_row *row, size_t position)
{
    struct work *work = app->services.coding_open(app->services.context, position);
    if (!work) {
        app_say(app, STYLE_ERROR, "%s", app->services.message(app->services.context));
        return false;
    }
    app_push(app, &screen_coding, &(struct coding_request){work, *row});
    return true;
}

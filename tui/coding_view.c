#include "base/i18n.h"
#include "tui/coding.h"

/*
 * The workbench drawn: the queue at the left, what is known of the answer at the right; in a narrow window,
 * and for screen readers, one below the other, the answer first.
 */
#define TWO_COLUMNS 70
#define LEFT_NARROW 33
#define LEFT_WIDE   40

static bool two_columns(const struct app *app, const struct pane *body)
{
    return body->width >= TWO_COLUMNS && !app->screen_reader;
}

/* ---- the queue ---- */

/* What stands at the right of a row: how often, and the code it has or would get. */
static struct str row_figures(const struct bench *bench, struct arena *arena, const struct work_group *group)
{
    bool coded = bench->view == WORK_VIEW_CODED;
    bool foreseen = bench->view == WORK_VIEW_ALIKE && group->predicted;
    struct str code = coded ? group->codes : foreseen ? group->code : STR_EMPTY;
    uint32_t n = bench->view == WORK_VIEW_FREQUENT || !group->answers ? group->open : group->answers;
    return arena_format(arena, "%.*s %4u", STR_ARG(code), (unsigned)n);
}

static struct str row_words(const struct bench *bench, struct arena *arena, const struct work_group *group,
                            size_t i)
{
    if (bench->run.n > 0) {
        return arena_format(arena, "%s %.*s", bench->run.dropped[i] ? "[ ]" : "[x]", STR_ARG(group->text));
    }
    if (group->state == WORK_ELSEWHERE) {
        return arena_format(arena, "(%.*s) %.*s", STR_ARG(group->holder), STR_ARG(group->text));
    }
    return group->text;
}

static void draw_row(const struct bench *bench, const struct pane *pane, int row, size_t i, bool here)
{
    struct arena *arena = pane->canvas->scratch;
    uint32_t id = bench->run.n > 0 ? bench->run.ids[i] : bench->ids[i];
    struct work_group group = work_group(bench->work, id);
    struct str figures = row_figures(bench, arena, &group);
    int end = pane_text_right(pane, row, pane->width - 1, STYLE_TEXT, figures);
    pane_clip(pane, row, 1, end - 2, STYLE_TEXT, row_words(bench, arena, &group, i));
    if (here) {
        pane_text(pane, row, 0, STYLE_TEXT, STR(">"));
        pane_restyle(pane, row, 1, pane->width - 2, STYLE_FOCUS);
        pane_cursor(pane, row, 1);
    }
}

static const char *empty_words(const struct bench *bench)
{
    static const char *const words[WORK_VIEWS] = {
        [WORK_VIEW_FREQUENT] = N_("alles heeft een code"),
        [WORK_VIEW_ALIKE] = N_("alles heeft een code"),
        [WORK_VIEW_FLAGGED] = N_("geen twijfels"),
        [WORK_VIEW_CODED] = N_("nog niets gecodeerd"),
    };
    return words[bench->view];
}

static void draw_queue(struct bench *bench, const struct pane *pane, const char *title)
{
    struct scroll *scroll = bench->run.n > 0 ? &bench->run.scroll : &bench->scroll;
    int rows = pane->height - 1 < 1 ? 1 : pane->height - 1;
    scroll_fit(scroll, scroll->n, (size_t)rows);
    pane_clip(pane, 0, 1, pane->width - 4, STYLE_TITLE, str_from(tr(title)));
    if (bench->group == NO_GROUP) {
        pane_format(pane, 1, 0, STYLE_TEXT, "> %s", tr(empty_words(bench)));
        pane_restyle(pane, 1, 2, pane->width - 3, STYLE_FOCUS);
        pane_cursor(pane, 1, 2);
        return;
    }
    for (size_t i = scroll->top; i < scroll->n && i < scroll->top + (size_t)rows; i++) {
        draw_row(bench, pane, 1 + (int)(i - scroll->top), i, i == scroll->cursor);
    }
}

static const char *queue_title(const struct bench *bench)
{
    return bench->run.n > 0 ? N_("Gelijkend: samen coderen") : bench_view_name(bench->view);
}

/* ---- the answer ---- */

static int draw_text(const struct bench *bench, const struct pane *pane, int row, int most)
{
    struct arena *arena = pane->canvas->scratch;
    const struct str *lines = NULL;
    struct str quoted = arena_format(arena, "\"%.*s\"", STR_ARG(bench->answer.text));
    int width = pane->width - 2 < 1 ? 1 : pane->width - 2;
    size_t n = text_wrap(arena, quoted, width, &lines);
    if ((int)n <= most) {
        return pane_wrap(pane, row, 1, width, STYLE_QUESTION, quoted, false);
    }
    for (int i = 0; i < most; i++) {
        bool last = i + 1 == most; /* the rest stands behind F2 */
        struct str rest =
            str_slice(quoted, (size_t)(lines[i].ptr - quoted.ptr), last ? SIZE_MAX : lines[i].len);
        pane_clip(pane, row++, 1, width, STYLE_QUESTION, rest);
    }
    return row;
}

static int draw_which(const struct bench *bench, const struct pane *pane, int row)
{
    struct arena *arena = pane->canvas->scratch;
    const struct work_answer *answer = &bench->answer;
    struct str which = arena_format(arena, "%.*s  %.*s", STR_ARG(answer->case_id), STR_ARG(answer->language));
    if (bench->shown.answers > 1) {
        which = arena_format(arena, tr("%.*s  %u van %u"), STR_ARG(which), (unsigned)(bench->copy + 1),
                             (unsigned)bench->shown.answers);
    }
    if (bench->only) {
        which = arena_format(arena, tr("%.*s  alleen dit antwoord"), STR_ARG(which));
    }
    pane_clip(pane, row++, 1, pane->width - 2, bench->only ? STYLE_WARN : STYLE_DIM, which);
    if (answer->codes.len > 0) {
        struct str words = coding_words(bench->work, arena, answer->codes);
        pane_clip(pane, row++, 1, pane->width - 2, STYLE_OK,
                  arena_format(arena, tr("nu: %.*s"), STR_ARG(words)));
    }
    if (bench->mentions.len > 0) {
        pane_clip(pane, row++, 1, pane->width - 2, STYLE_WARN,
                  arena_format(arena, tr("eerst: %.*s, dan"), STR_ARG(bench->mentions)));
    }
    if (bench->note.len > 0) {
        pane_clip(pane, row++, 1, pane->width - 2, STYLE_TEXT,
                  arena_format(arena, tr("nota: %.*s"), STR_ARG(bench->note)));
    }
    return row;
}

/* ---- suggestions ---- */

#define REASON_BESIDE 74 /* columns from which the reason stands beside the label */

static int draw_suggestion(const struct bench *bench, const struct pane *pane, int row, size_t i)
{
    const struct work_suggestion *s = &bench->suggestions[i];
    struct arena *arena = pane->canvas->scratch;
    bool beside = pane->width >= REASON_BESIDE;
    bool here = i == bench->pick;
    int share = beside ? pane->width - 34 : pane->width - 1;
    enum style style = here ? STYLE_QUESTION : STYLE_TEXT;
    int col = pane_format(pane, row, 0, style, "%s%zu %-4.*s ", here ? ">" : " ", i + 1, STR_ARG(s->code));
    int end = pane_text_right(pane, row, share, style, coding_percent(arena, s->p));
    pane_clip(pane, row, col, end - col - 1, style, s->label);
    if (beside) {
        pane_clip(pane, row, share + 1, pane->width - share - 2, STYLE_DIM, s->reason);
    } else if (here) {
        pane_clip(pane, ++row, col, pane->width - col - 1, STYLE_DIM, s->reason);
    }
    return row + 1;
}

static int draw_suggestions(const struct bench *bench, const struct pane *pane, int row, int end)
{
    if (bench->suggestions_n == 0) {
        pane_clip(pane, row, 1, pane->width - 2, STYLE_TEXT,
                  str_from(tr("Geen voorstel: F4 zoekt een code.")));
        return row + 1;
    }
    bool reason = pane->width < REASON_BESIDE;
    for (size_t i = 0; i < bench->suggestions_n && row + (reason && i == bench->pick) < end; i++) {
        row = draw_suggestion(bench, pane, row, i);
    }
    return row;
}

static int draw_heading(const struct app *app, const struct pane *pane, int row, const char *words)
{
    int col = pane_clip(pane, row, 1, pane->width - 2, STYLE_TITLE, str_from(tr(words)));
    if (!app->screen_reader) {
        pane_line(pane, row, col + 1, pane->width - col - 1);
    }
    return row + 1;
}

/* ---- everything of one answer ---- */

static int levels_of(const struct bench *bench)
{
    return (int)work_level(bench->work, bench->candidate);
}

static int draw_meaning(const struct app *app, const struct bench *bench, const struct pane *pane, int row)
{
    enum { EXAMPLES = 12, ROWS = 6 };
    struct str examples = coding_examples(bench->work, pane->canvas->scratch, bench->candidate, EXAMPLES);
    if (examples.len == 0 || row + ROWS > pane->height) {
        return row;
    }
    row = draw_heading(app, pane, row, N_("Voorbeelden"));
    return pane_wrap(pane, row, 1, pane->width - 2, STYLE_TEXT, examples, false);
}

/* Around the suggestions as much as there is room for: they come first. */
static int draw_answer(const struct app *app, const struct bench *bench, const struct pane *pane, int row)
{
    enum { FEW = 4 };
    int room = pane->height - row;
    int levels = room > 14 ? levels_of(bench) : 0;
    int lines = room > 14 ? room / 6 : 0;
    /* In a low window the row with the focus says it already, where it is not too long for that. */
    bool said = room <= 10 && text_width(bench->answer.text) + 12 < pane->width;
    row = said ? row : draw_text(bench, pane, row, room > 10 ? 4 : 2);
    row = draw_which(bench, pane, row);
    row = coding_lines(pane, row, row + lines, bench->lines, bench->lines_n);
    if (room > 10) {
        row = draw_heading(app, pane, row, N_("Voorstellen"));
    }
    int end = pane->height - (levels > 0 ? levels + 1 : 0);
    row = draw_suggestions(bench, pane, row, end < row + FEW ? pane->height : end);
    if (levels > 0 && row + levels < pane->height) {
        row = draw_heading(app, pane, row, N_("Boom"));
        row = coding_draw_branch(pane, row, bench->work, bench->candidate);
    }
    return draw_meaning(app, bench, pane, row);
}

static void draw_last(const struct bench *bench, const struct pane *pane, int row)
{
    struct arena *arena = pane->canvas->scratch;
    struct str line = str_from(tr("Laatste:"));
    for (size_t i = 0; i < BENCH_LAST && bench->last[i].len > 0; i++) {
        line = arena_format(arena, "%.*s  %.*s", STR_ARG(line), STR_ARG(bench->last[i]));
    }
    if (bench->last[0].len > 0 && row < pane->height) {
        pane_clip(pane, row, 1, pane->width - 2, STYLE_DIM, line);
    }
}

/* ---- the whole ---- */

static void draw_beside(const struct app *app, struct bench *bench, const struct pane *body)
{
    int width = app_wide(app) ? LEFT_WIDE : LEFT_NARROW;
    int below = body->height / 3;
    struct pane queue = pane_part(body, 0, 0, width, body->height - (bench->earlier_n > 0 ? below : 0));
    struct pane earlier = pane_part(body, body->height - below, 0, width, below);
    struct pane right = pane_part(body, 0, width + 1, body->width - width - 1, body->height - app_wide(app));
    draw_queue(bench, &queue, queue_title(bench));
    if (bench->earlier_n > 0) {
        int row = draw_heading(app, &earlier, 0, N_("Vroeger zo gecodeerd"));
        coding_earlier(&earlier, row, earlier.height, bench->earlier, bench->earlier_n);
    }
    pane_line_down(body, 0, width, body->height);
    if (bench->group != NO_GROUP) {
        draw_answer(app, bench, &right, 0);
    }
    if (app_wide(app)) {
        struct pane last = pane_part(body, body->height - 1, width + 1, body->width - width - 1, 1);
        draw_last(bench, &last, 0);
    }
}

/* The row with the focus and what comes after it; the rest of the queue where there is room below. */
static void draw_below(const struct app *app, struct bench *bench, const struct pane *body)
{
    struct scroll *scroll = bench->run.n > 0 ? &bench->run.scroll : &bench->scroll;
    scroll_fit(scroll, scroll->n, 1);
    if (bench->group == NO_GROUP) {
        draw_queue(bench, body, queue_title(bench));
        return;
    }
    draw_row(bench, body, 0, scroll->cursor, true);
    int row = draw_answer(app, bench, body, 1);
    if (bench->earlier_n > 0 && row + 3 < body->height) {
        row = draw_heading(app, body, row, N_("Vroeger zo gecodeerd"));
        row = coding_earlier(body, row, body->height - 2, bench->earlier, bench->earlier_n);
    }
    if (row + 2 < body->height && scroll->cursor + 1 < scroll->n) {
        row = draw_heading(app, body, row, queue_title(bench));
        for (size_t i = scroll->cursor + 1; i < scroll->n && row < body->height; i++) {
            draw_row(bench, body, row++, i, false);
        }
    }
}

static void draw_header(struct app *app, const struct bench *bench)
{
    struct arena *arena = app->canvas->scratch;
    size_t n = bench->run.n > 0 ? bench->run.n : bench->scroll.n;
    struct str left = arena_format(arena, "%s · %.*s · %.*s", tr("Coderen"), STR_ARG(bench->row.title),
                                   STR_ARG(bench->row.frame));
    app_header(app, left, arena_format(arena, tr("wachtrij %zu  vandaag %zu"), n, bench->today));
}

void bench_draw(struct app *app, struct bench *bench, const struct pane *body)
{
    bench_look(bench);
    draw_header(app, bench);
    if (two_columns(app, body)) {
        draw_beside(app, bench, body);
    } else {
        draw_below(app, bench, body);
    }
}

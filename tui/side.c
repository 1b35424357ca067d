#include "tui/question.h"

#include "base/i18n.h"

/*
 * The side pane of a question, from 100 columns on: where we are on the road, who lives here, the question in
 * the respondent's language, the checks that involve it, remarks. Nothing stands only here.
 */
struct side {
    struct app *app;
    const struct question *question;
    struct pane pane;
    int row;
};

static void heading(struct side *side, const char *words)
{
    side->row += side->row > 0;
    pane_text(&side->pane, side->row++, 1, STYLE_TITLE, str_from(words));
}

#define ROAD_BEFORE 3
#define ROAD_AFTER  2

static void road_entry(struct side *side, const struct route_entry *entry, bool here)
{
    struct arena *arena = side->app->canvas->scratch;
    const struct item *item = &side->app->session->q->items[entry->place.item];
    struct str nr = session_nr(item);
    struct str label = session_label(side->app, arena, entry->place.item, entry->place.row);
    struct str answer = entry->reached ? session_answer(side->app, arena, entry->place) : STR_EMPTY;
    int room = side->pane.width - 2;
    int wide = answer.len ? room - 14 : room;
    pane_text(&side->pane, side->row, 1, STYLE_TEXT, str_from(here ? ">" : " "));
    int col = pane_clip(&side->pane, side->row, 2, 8, STYLE_TEXT, nr);
    pane_clip(&side->pane, side->row, col + 1, wide - col, STYLE_DIM, label);
    pane_clip(&side->pane, side->row++, room - 12, 13, STYLE_TEXT, answer);
}

static void draw_road(struct side *side)
{
    const struct route_entry *route = NULL;
    size_t n = interview_route(side->app->session->iv, &route);
    size_t here = 0;
    while (here < n && (route[here].place.item != side->question->place.item ||
                        route[here].place.row != side->question->place.row)) {
        here++;
    }
    size_t from = here > ROAD_BEFORE ? here - ROAD_BEFORE : 0;
    heading(side, tr("Weg"));
    for (size_t i = from; i < n && i <= here + ROAD_AFTER; i++) {
        road_entry(side, &route[i], i == here);
    }
}

static void draw_roster(struct side *side, const struct roster_def *roster)
{
    struct arena *arena = side->app->canvas->scratch;
    const uint32_t *rows = NULL;
    size_t n = interview_rows(side->app->session->iv, roster->index, &rows);
    const uint32_t *of_slot = side->app->session->q->item_of_slot;
    if (n == 0 || roster->title_slot == NONE) {
        return;
    }
    struct str label = session_label(side->app, arena, roster->item, 0);
    heading(side, arena_copy(arena, label).ptr);
    for (size_t i = 0; i < n; i++) {
        struct str name =
            session_answer(side->app, arena, (struct place_in){of_slot[roster->title_slot], rows[i]});
        pane_format(&side->pane, side->row++, 1, STYLE_TEXT, "%2u %.*s", (unsigned)rows[i], STR_ARG(name));
    }
}

/* The question in the other language, while one of the two is shown. */
static void draw_translation(struct side *side)
{
    struct app *app = side->app;
    enum view view = session_view(app);
    if (!session_bilingual(app) || view == VIEW_BOTH) {
        return;
    }
    const struct session *session = app->session;
    bool own = view == VIEW_RESPONDENT;
    unsigned language = own ? session_own(app) : session_respondent(app);
    const struct language *row = &session->q->codebook->languages[language];
    const struct place_in place = side->question->place;
    if (!own && !item_translated(session->q, place.item, language)) {
        return;
    }
    struct arena *arena = app->canvas->scratch;
    const struct item_words *words =
        item_words(session->q, place.item, language, interview_facts(session->iv)->group);
    struct str text = interview_words(session->iv, arena, words->text, place.row, language);
    heading(side,
            arena_format(arena, tr(own ? N_("In uw taal: %.*s") : N_("In de taal van de respondent: %.*s")),
                         STR_ARG(row->name))
                .ptr);
    side->row =
        pane_wrap(&side->pane, side->row, 1, side->pane.width - 2, STYLE_TEXT, text, row->right_to_left);
}

static bool involves(const struct check *check, const struct question *question)
{
    for (size_t i = 0; question->variable && i < check->involves_n; i++) {
        if (check->involves[i] == question->variable->slot) {
            return true;
        }
    }
    return false;
}

/* "G01 G04": the questions that a check looks at; what it looks for is said when it fires. */
static struct str questions_of(const struct side *side, const struct check *check)
{
    const struct questionnaire *q = side->app->session->q;
    struct arena *arena = side->app->canvas->scratch;
    struct str numbers = STR_EMPTY;
    for (size_t i = 0; i < check->involves_n; i++) {
        uint32_t item = q->item_of_slot[check->involves[i]];
        if (item != NONE && q->items[item].kind == ITEM_QUESTION) {
            struct str nr = session_nr(&q->items[item]);
            numbers =
                arena_format(arena, "%.*s%s%.*s", STR_ARG(numbers), numbers.len ? " " : "", STR_ARG(nr));
        }
    }
    return numbers;
}

static void draw_checks(struct side *side)
{
    const struct session *session = side->app->session;
    struct arena *arena = side->app->canvas->scratch;
    bool any = false;
    for (uint32_t i = 0; i < session->q->checks_n; i++) {
        const struct check *check = &session->q->checks[i];
        if (!involves(check, side->question)) {
            continue;
        }
        if (!any) {
            heading(side, tr("Controles bij deze vraag"));
            any = true;
        }
        struct str kind = str_from(tr(check->kind == CHECK_HARD ? N_("x hard ") : N_("! zacht")));
        struct str line =
            arena_format(arena, "%.*s  %.*s", STR_ARG(kind), STR_ARG(questions_of(side, check)));
        pane_clip(&side->pane, side->row++, 1, side->pane.width - 2, STYLE_TEXT, line);
    }
}

static void draw_remark(struct side *side)
{
    const struct place_in at = side->question->place;
    struct str note = interview_note(side->app->session->iv, at.item, at.row);
    heading(side, tr("Opmerking (F7)"));
    if (note.len == 0) {
        pane_text(&side->pane, side->row++, 1, STYLE_DIM, str_from(tr("geen")));
        return;
    }
    side->row = pane_wrap(&side->pane, side->row, 1, side->pane.width - 2, STYLE_TEXT, note, false);
}

void question_side(struct app *app, const struct question *question, const struct pane *body)
{
    struct pane left = question_left(app, body);
    if (left.width == body->width) {
        return;
    }
    pane_line_down(body, 0, left.width, body->height);
    struct side side = {app, question, pane_part(body, 0, left.width + 1, body->width, body->height), 0};
    const struct questionnaire *q = app->session->q;
    draw_road(&side);
    for (uint32_t i = 0; i < q->rosters_n; i++) {
        draw_roster(&side, &q->rosters[i]);
    }
    draw_translation(&side);
    draw_checks(&side);
    draw_remark(&side);
}

#include "tui/question.h"

#include "base/i18n.h"
#include "tui/tongues.h"

struct question question_here(const struct app *app)
{
    const struct session *session = app->session;
    struct place_in place = interview_place(session->iv);
    place.item = session_screen_item(session, place.item);
    const struct item *item = &session->q->items[place.item];
    return (struct question){.place = place, .item = item, .variable = item->variable};
}

/* ---- header ---- */

#define NARROW 60 /* columns below which there is one column */

static struct str progress(const struct app *app, bool narrow)
{
    uint32_t done = 0;
    uint32_t all = 0;
    const struct codebook *codebook = app->session->q->codebook;
    struct str language = codebook->languages[interview_language(app->session->iv)].id;
    interview_progress(app->session->iv, &done, &all);
    unsigned percent = all ? (unsigned)((uint64_t)100 * done / all) : 100;
    if (narrow) {
        return arena_format(app->canvas->scratch, "%u/%u", (unsigned)done, (unsigned)all);
    }
    return arena_format(app->canvas->scratch, "%u/%u  %u %%  %.*s", (unsigned)done, (unsigned)all, percent,
                        STR_ARG(language));
}

/* People know such a note by the block it stands in, not by its id. */
static bool unnumbered_note(const struct question *question)
{
    return question->item->kind == ITEM_NOTE && question->item->nr.len == 0;
}

static struct str header_nr(const struct app *app, const struct question *question)
{
    return unnumbered_note(question) ? session_block(app, app->canvas->scratch, question->place.item)
                                     : session_nr(question->item);
}

/* Where there is one column: card and question, and the case where it fits beside them. */
static struct str short_header(const struct app *app, const struct question *question, int room)
{
    struct arena *arena = app->canvas->scratch;
    const struct session *session = app->session;
    struct str nr = header_nr(app, question);
    struct str id = session->practice ? str_from(tr("PROEF")) : interview_facts(session->iv)->case_id;
    struct str card = interview_card(session->iv, question->place.item);
    struct str words = card.len ? arena_format(arena, tr(" · kaart %.*s"), STR_ARG(card)) : STR_EMPTY;
    struct str all = arena_format(arena, "%.*s%.*s · %.*s", STR_ARG(id), STR_ARG(words), STR_ARG(nr));
    struct str behind_id = str_slice(all, id.len + strlen(" · "), all.len);
    return text_width(all) <= room ? all : behind_id;
}

/* At most so many cells; what is cut ends in an ellipsis. */
static struct str shortened(struct arena *arena, struct str text, int cells)
{
    if (text_width(text) <= cells) {
        return text;
    }
    return cells < 2 ? STR_EMPTY
                     : arena_format(arena, "%.*s…", STR_ARG(str_trim(text_clip(text, cells - 1))));
}

void question_header(struct app *app, const struct question *question)
{
    struct arena *arena = app->canvas->scratch;
    if (app->canvas->width < NARROW) {
        struct str done = progress(app, true);
        app_header(app, short_header(app, question, app_header_room(app, done)), done);
        return;
    }
    struct str right = progress(app, false);
    struct str title = session_title(app, arena);
    if (unnumbered_note(question)) {
        struct str words = header_nr(app, question);
        app_header(app,
                   arena_format(arena, "%.*s%s%.*s", STR_ARG(title), words.len ? " · " : "", STR_ARG(words)),
                   right);
        return;
    }
    struct str nr = session_nr(question->item);
    /* The number is what people look for: the title of the block gives way. */
    int room = app_header_room(app, right) - text_width(title) - text_width(nr) - 6;
    struct str block = shortened(arena, session_block(app, arena, question->place.item), room);
    struct str left = arena_format(arena, "%.*s%s%.*s · %.*s", STR_ARG(title), block.len ? " · " : "",
                                   STR_ARG(block), STR_ARG(nr));
    app_header(app, left, right);
}

/* ---- words ---- */

struct margins question_margins(const struct pane *pane)
{
    int left = pane->width >= 60 ? 3 : 1;
    int width = pane->width - left - 2;
    return (struct margins){left, width > QUESTION_WIDTH_MAX ? QUESTION_WIDTH_MAX : width};
}

#define ROOMY 20 /* rows of a window that can afford blank lines */

static int gap(const struct app *app, int row)
{
    return row + (app->canvas->height >= ROOMY);
}

static int card_line(struct app *app, const struct question *question, const struct pane *pane, int row)
{
    struct str card = interview_card(app->session->iv, question->place.item);
    if (card.len == 0 || app->canvas->width < NARROW) {
        return row; /* one column: its number stands in the header */
    }
    pane_format(pane, row, 1, STYLE_TITLE, tr("Kaart %.*s"), STR_ARG(card));
    struct str hint = str_from(tr("F2 toont kaart"));
    pane_text_right(pane, row, pane->width - 1, STYLE_DIM, hint);
    return gap(app, row + 1);
}

/* What is not read out begins with a mark, at the side where the text begins. */
static int instruction(const struct pane *pane, int row, const struct margins *margins, struct str text,
                       bool rtl)
{
    int end = margins->left + margins->width;
    pane_text(pane, row, rtl ? end - 1 : margins->left, STYLE_INSTRUCTION, rtl ? STR("<") : STR(">"));
    int col = rtl ? margins->left : margins->left + 2;
    return pane_wrap(pane, row, col, margins->width - 2, STYLE_INSTRUCTION, text, rtl);
}

/* Where the respondent's language cannot be drawn: why there is another one. */
static int undrawn(struct app *app, const struct pane *pane, int row, const struct margins *margins)
{
    unsigned other = session_respondent(app);
    if (session_draws(app, other) || interview_language(app->session->iv) != other) {
        return row;
    }
    const struct language *languages = app->session->q->codebook->languages;
    struct str words =
        arena_format(app->canvas->scratch,
                     tr("! Deze terminal toont geen %.*s: hier staat %.*s. Gebruik de papieren kaart."),
                     STR_ARG(languages[other].id), STR_ARG(languages[session_own(app)].id));
    return pane_wrap(pane, row, margins->left, margins->width, STYLE_WARN, words, false);
}

/* Over two columns, whose language each is. */
static int column_names(struct app *app, const struct pane *pane, int row, const struct wording_box *box)
{
    const struct language *languages = app->session->q->codebook->languages;
    const struct language *other = &languages[session_respondent(app)];
    if (box->split == 0 || app->canvas->height < ROOMY) {
        return row;
    }
    pane_text(pane, row, box->col, STYLE_TITLE, languages[session_own(app)].name);
    pane_wrap(pane, row, box->split, box->col + box->width - box->split, STYLE_TITLE, other->name,
              other->right_to_left);
    return row + 1;
}

#define COLUMN_LEAST 44 /* narrower columns are not read aloud well either */

/* What is read out. */
static int read_out(struct app *app, const struct question *question, const struct pane *pane, int row)
{
    struct margins margins = question_margins(pane);
    struct wording words = wording_question(app, question->place.item, question->place.row);
    struct wording_box box = {
        .col = margins.left,
        .width = margins.width,
        .split = wording_split(app, margins.left, margins.width, COLUMN_LEAST),
        .style = STYLE_QUESTION,
        .beside = STYLE_TEXT,
    };
    row = undrawn(app, pane, row, &margins);
    if (words.second.len > 0) {
        row = column_names(app, pane, row, &box);
    }
    return wording_draw(pane, row, &words, &box);
}

/* What is for the interviewer alone, in his own language. */
static int instructions(struct app *app, const struct question *question, const struct pane *pane, int row)
{
    struct margins margins = question_margins(pane);
    const struct item_words *own = session_own_words(app, question->place.item);
    struct str instruct = session_own_text(app, app->canvas->scratch, own->instruct, question->place.row);
    bool rtl = app->session->q->codebook->languages[session_own(app)].right_to_left;
    if (question->item->read_out) {
        row = instruction(pane, row, &margins, str_from(tr("Lees de antwoorden voor.")), false);
    }
    if (instruct.len > 0) {
        row = instruction(pane, row, &margins, instruct, rtl);
    }
    return instruct.len > 0 || question->item->read_out ? gap(app, row) : row;
}

int question_head(struct app *app, const struct question *question, const struct pane *pane, int row)
{
    row = card_line(app, question, pane, row);
    /* Two languages fill a low window: what is read out stays in sight, next to the answers. */
    if (app->canvas->height < ROOMY && session_view(app) == VIEW_BOTH) {
        row = instructions(app, question, pane, row);
        return read_out(app, question, pane, row);
    }
    row = gap(app, read_out(app, question, pane, row));
    return instructions(app, question, pane, row);
}

/* ---- scrolling ---- */

#define CONTENT_ROWS_MIN 5 /* rows that must be left below a head that stays */

/* Shows by arrows at the edge that there is more. */
static void draw_more(const struct pane *pane, int scroll, int rows)
{
    struct pane still = *pane;
    still.scroll = 0;
    if (scroll > 0) {
        pane_text(&still, 0, pane->width - 1, STYLE_DIM, STR("↑"));
    }
    if (rows - scroll > pane->height) {
        pane_text(&still, pane->height - 1, pane->width - 1, STYLE_DIM, STR("↓"));
    }
}

/* What of a question stays when the rest scrolls. */
enum staying { STAYS_NOTHING, STAYS_HEAD, STAYS_ALL };

/* Question and what stands above the content, as far as they scroll with it, then the content. */
static int draw_from(struct app *app, const struct question *question, const struct pane *pane,
                     const struct question_content *content, enum staying staying, struct focus *focus)
{
    int row = staying == STAYS_NOTHING ? question_head(app, question, pane, 0) : 0;
    if (content->top && staying != STAYS_ALL) {
        row = content->top(app, content->self, pane, row);
    }
    int from = row;
    row = content->draw(app, content->self, pane, row, focus);
    /* The row behind the focus is seen too, so that one knows there is a next one. */
    focus->last += focus->row > from;
    return row;
}

static void draw_scrolled(struct app *app, const struct question *question, const struct pane *pane,
                          const struct question_content *content, enum staying staying)
{
    struct pane measure = *pane;
    measure.height = 0;
    struct focus focus = {0, 0};
    int rows = draw_from(app, question, &measure, content, staying, &focus);
    struct pane shown = *pane;
    int wanted = focus.last + 1 < rows ? focus.last + 1 : rows;
    shown.scroll = rows > pane->height && wanted > pane->height ? wanted - pane->height : 0;
    shown.scroll = shown.scroll > focus.row ? focus.row : shown.scroll;
    draw_from(app, question, &shown, content, staying, &focus);
    draw_more(pane, shown.scroll, rows);
}

void question_flow(struct app *app, const struct question *question, const struct pane *pane,
                   const struct question_content *content)
{
    struct pane measure = *pane;
    measure.height = 0;
    int head = question_head(app, question, &measure, 0);
    int top = content->top ? content->top(app, content->self, &measure, head) : head;
    enum staying staying = pane->height - top >= CONTENT_ROWS_MIN    ? STAYS_ALL
                           : pane->height - head >= CONTENT_ROWS_MIN ? STAYS_HEAD
                                                                     : STAYS_NOTHING;
    int still = staying == STAYS_NOTHING ? 0 : question_head(app, question, pane, 0);
    if (content->top && staying == STAYS_ALL) {
        still = content->top(app, content->self, pane, still);
    }
    struct pane rest = pane_part(pane, still, 0, pane->width, pane->height - still);
    draw_scrolled(app, question, &rest, content, staying);
}

/* ---- what stands around ---- */

#define SIDE_WIDTH  38
#define ECHO_HEIGHT 16 /* from so many rows on there is an answer line */

/* Two languages side by side come before what stands at the side. */
static bool has_side(const struct app *app, const struct pane *body)
{
    bool both = session_view(app) == VIEW_BOTH;
    return app_wide(app) && (!both || body->width - SIDE_WIDTH >= APP_WIDE);
}

struct pane question_left(struct app *app, const struct pane *body)
{
    int width = has_side(app, body) ? body->width - SIDE_WIDTH : body->width;
    int top = app->canvas->height >= 20 ? 1 : 0;
    int height = body->height - top - (body->height >= ECHO_HEIGHT);
    return pane_part(body, top, 0, width, height);
}

/* The place on the route before this one that was answered, also by "don't know". */
static const struct route_entry *entry_before(struct app *app, const struct question *question)
{
    const struct route_entry *route = NULL;
    const struct route_entry *last = NULL;
    size_t n = interview_route(app->session->iv, &route);
    for (size_t i = 0; i < n; i++) {
        struct place_in at = route[i].place;
        if (at.item == question->place.item && at.row == question->place.row) {
            break;
        }
        bool asked = app->session->q->items[at.item].kind == ITEM_QUESTION;
        bool said = route[i].state == CELL_ANSWERED || route[i].state == CELL_DONT_KNOW ||
                    route[i].state == CELL_REFUSED;
        last = asked && said && route[i].reached ? &route[i] : last;
    }
    return last;
}

static struct str answered_before(struct app *app, const struct question *question)
{
    const struct route_entry *entry = entry_before(app, question);
    if (!entry) {
        return STR_EMPTY;
    }
    struct arena *arena = app->canvas->scratch;
    struct str nr = session_nr(&app->session->q->items[entry->place.item]);
    struct str answer = session_answer(app, arena, entry->place);
    return arena_format(arena, "%.*s  %.*s", STR_ARG(nr), STR_ARG(answer));
}

void question_echo(struct app *app, const struct question *question, const struct pane *body, struct str echo)
{
    struct pane left = question_left(app, body);
    int row = body->height - 1;
    if (body->height < ECHO_HEIGHT) {
        return;
    }
    struct pane line = pane_part(body, row, 0, left.width, 1);
    int end = pane_clip(&line, 0, question_margins(&left).left, left.width / 2, STYLE_TEXT, echo);
    struct str before = shortened(app->canvas->scratch, answered_before(app, question), left.width - end - 4);
    pane_text_right(&line, 0, left.width - 2, STYLE_DIM, before);
}

void question_focus(const struct pane *pane, int row, int end, int col, int width)
{
    for (int at = row; at < end; at++) {
        pane_restyle(pane, at, col, width, STYLE_FOCUS);
    }
    pane_cursor(pane, row, col);
}

const char *question_mark(bool several, bool filled)
{
    static const char *const marks[2][2] = {{"( )", "(•)"}, {"[ ]", "[x]"}};
    return marks[several][filled];
}

/* ---- don't know, refused ---- */

bool question_allows(const struct variable *variable, enum cell_state state)
{
    unsigned bit = state == CELL_DONT_KNOW ? ALLOW_DONT_KNOW : state == CELL_REFUSED ? ALLOW_REFUSED : 0;
    return variable && (variable->allow & bit);
}

void question_offer_states(const struct variable *variable, struct verb_list *list)
{
    static const char *const reason = N_("Dat antwoord is bij deze vraag niet voorzien.");
    if (question_allows(variable, CELL_DONT_KNOW)) {
        verb_offer(list, VERB_DONT_KNOW, NULL);
    } else {
        verb_refuse(list, VERB_DONT_KNOW, reason);
    }
    if (question_allows(variable, CELL_REFUSED)) {
        verb_offer(list, VERB_REFUSED, N_("wil niet")); /* the whole words stand below the answers */
    } else {
        verb_refuse(list, VERB_REFUSED, reason);
    }
}

struct str question_state_words(struct arena *arena, enum cell_state state)
{
    enum verb verb = state == CELL_DONT_KNOW ? VERB_DONT_KNOW : VERB_REFUSED;
    struct str key = keys_name(arena, verb_row(verb)->keys[0]);
    return arena_format(arena, "%.*s %s", STR_ARG(key), tr(verb_row(verb)->bar));
}

enum cell_state question_state_of(enum verb verb)
{
    return verb == VERB_DONT_KNOW ? CELL_DONT_KNOW : verb == VERB_REFUSED ? CELL_REFUSED : CELL_NOT_REACHED;
}

/* ---- keys of every question ---- */

static void only_read(struct app *app UNUSED, void *context UNUSED, unsigned answer UNUSED)
{
}

/* The longer explanation of a question. */
static void explain(struct app *app, const struct question *question)
{
    const struct item_words *words = session_own_words(app, question->place.item);
    struct str text = session_own_text(app, app->session->arena, words->help, question->place.row);
    app_push(app, &screen_ask,
             &(struct ask_request){
                 .title = N_("Toelichting"),
                 .text = arena_copy(app->session->arena, text).ptr,
                 .answers = {N_("terug naar de vraag")},
                 .answered = only_read,
             });
}

bool question_key(struct app *app, const struct question *question, enum verb verb)
{
    switch ((int)verb) {
    case VERB_PREVIOUS:
        session_back(app);
        return true;
    case VERB_NEXT:
        session_forward(app, true);
        return true;
    case VERB_SHOW:
        app_push(app, &screen_card, NULL);
        return true;
    case VERB_EXPLAIN:
        explain(app, question);
        return true;
    case VERB_CLOSE:
        app_say(app, STYLE_TEXT, "%s", tr("F12 onderbreekt het interview; alles blijft bewaard."));
        return true;
    default:
        return false;
    }
}

static void offer_or_refuse(struct verb_list *list, enum verb verb, bool there, const char *reason)
{
    if (there) {
        verb_offer(list, verb, NULL);
    } else {
        verb_refuse(list, verb, reason);
    }
}

void question_verbs(struct app *app, const struct question *question, struct verb_list *list)
{
    bool card = interview_card(app->session->iv, question->place.item).len > 0;
    bool help = session_own_words(app, question->place.item)->help.n > 0;
    session_offer_view(app, list);
    verb_offer(list, VERB_PREVIOUS, NULL);
    offer_or_refuse(list, VERB_SHOW, card, N_("Bij deze vraag hoort geen kaart."));
    offer_or_refuse(list, VERB_EXPLAIN, help, N_("Bij deze vraag hoort geen toelichting."));
    verb_offer(list, VERB_OVERVIEW, NULL);
    verb_offer(list, VERB_NOTE, NULL);
    verb_quiet(list, VERB_NEXT);
    verb_quiet(list, VERB_CLOSE);
}

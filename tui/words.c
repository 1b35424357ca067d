#include "tui/session.h"

#include "base/i18n.h"

const struct item_words *session_own_words(const struct app *app, uint32_t item)
{
    return item_words(app->session->q, item, session_own(app), interview_facts(app->session->iv)->group);
}

struct str session_own_text(const struct app *app, struct arena *arena, struct text text, uint32_t row)
{
    return interview_words(app->session->iv, arena, text, row, session_own(app));
}

struct str session_nr(const struct item *item)
{
    bool note = item->kind == ITEM_NOTE && item->nr.len == 0;
    return item->nr.len || note ? item->nr : item->id;
}

struct str session_name(const struct app *app, struct arena *arena, uint32_t item)
{
    if (item == NONE) {
        return STR_EMPTY;
    }
    struct str nr = session_nr(&app->session->q->items[item]);
    return nr.len ? nr : session_block(app, arena, item);
}

struct str session_row_nr(const struct app *app, struct arena *arena, uint32_t item)
{
    const struct item *items = app->session->q->items;
    const uint32_t *rows = NULL;
    if (items[item].grid == NONE) {
        return session_nr(&items[item]);
    }
    struct str nr = session_nr(&items[items[item].grid]);
    size_t n = interview_grid_rows(app->session->iv, items[item].grid, &rows);
    for (size_t i = 0; i < n; i++) {
        if (rows[i] == item) {
            return arena_format(arena, "%.*s%c", STR_ARG(nr), (char)('a' + i % 26));
        }
    }
    return nr;
}

struct str session_label(const struct app *app, struct arena *arena, uint32_t item, uint32_t row)
{
    const struct item_words *words = session_own_words(app, item);
    return session_own_text(app, arena, words->label.n ? words->label : words->text, row);
}

struct str session_block(const struct app *app, struct arena *arena, uint32_t item)
{
    const struct item *items = app->session->q->items;
    while (item != NONE && items[item].kind != ITEM_BLOCK) {
        item = items[item].parent;
    }
    return item == NONE ? STR_EMPTY : session_label(app, arena, item, 0);
}

struct str session_title(const struct app *app, struct arena *arena)
{
    const struct session *session = app->session;
    struct str id = session->practice ? str_from(tr("PROEF")) : interview_facts(session->iv)->case_id;
    return arena_format(arena, "%.*s%s%.*s", STR_ARG(id), session->group.len ? " · " : "",
                        STR_ARG(session->group));
}

/* How a cell without value is called; NULL: it has one. */
static const char *const state_words[CELL_STATES] = {
    [CELL_NOT_REACHED] = "",
    [CELL_OPEN] = "...",
    [CELL_DONT_KNOW] = N_("weet niet"),
    [CELL_REFUSED] = N_("wil niet zeggen"),
    [CELL_NOT_APPLICABLE] = "",
    [CELL_NOT_IN_VERSION] = "",
    [CELL_NOT_IN_VARIANT] = "",
};

static struct str cell_words(const struct app *app, struct arena *arena, const struct variable *variable,
                             const struct cell *cell)
{
    const struct codebook *codebook = app->session->q->codebook;
    if (state_words[cell->state]) {
        return str_from(state_words[cell->state][0] ? tr(state_words[cell->state]) : "");
    }
    /* The interviewer reads what was answered in his own language, whatever was read out. */
    return value_shown(arena, codebook, variable, &cell->value, session_own(app));
}

static struct str grid_words(const struct app *app, struct arena *arena, struct place_in place)
{
    const struct item *item = &app->session->q->items[place.item];
    unsigned done = 0;
    unsigned all = 0;
    for (uint32_t i = item->index + 1; i < item->end; i++) {
        const struct variable *variable = app->session->q->items[i].variable;
        const struct cell *cell =
            variable ? interview_cell(app->session->iv, variable->slot, place.row) : NULL;
        if (cell && cell_asked(cell)) {
            all++;
            done += cell->state != CELL_OPEN;
        }
    }
    return all ? arena_format(arena, tr("%u van %u"), done, all) : STR_EMPTY;
}

struct str session_answer(const struct app *app, struct arena *arena, struct place_in place)
{
    const struct item *item = &app->session->q->items[place.item];
    if (item->kind == ITEM_GRID) {
        return grid_words(app, arena, place);
    }
    if (!item->variable) {
        return STR_EMPTY;
    }
    const struct cell *cell = interview_cell(app->session->iv, item->variable->slot, place.row);
    if (cell->state == CELL_ANSWERED && cell->value.kind == VALUE_CODE) {
        /* As it stands in this question, which may word the answers of its list in its own way. */
        return session_option_in(app, arena, place.item, cell->value.code, place.row, session_own(app));
    }
    return cell_words(app, arena, item->variable, cell);
}

/* ---- why a value was refused ---- */

static const char *const fault_words[VALUE_FAULTS] = {
    [VALUE_GOOD] = "",
    [VALUE_NOT_A_NUMBER] = N_("Typ een getal, bijvoorbeeld 38 of 38,5."),
    [VALUE_TOO_LOW] = N_("Dat is te weinig: het laagste dat kan is %.*s."),
    [VALUE_TOO_HIGH] = N_("Dat is te veel: het hoogste dat kan is %.*s."),
    [VALUE_BAD_STEP] = N_("Zo precies kan het niet: het antwoord gaat in stappen van %.*s."),
    [VALUE_NOT_A_DATE] = N_("Dat is geen datum. Typ bijvoorbeeld 05032011, 5/3/2011 of 3/2011."),
    [VALUE_PRECISION] = N_("Zo kan de datum hier niet: typ %.*s."),
    [VALUE_NOT_A_TIME] = N_("Dat is geen uur. Typ bijvoorbeeld 14:30 of 1430."),
    [VALUE_NOT_IN_LIST] = N_("Dat staat niet in de lijst. F4 toont wat kan."),
    [VALUE_TOO_FEW] = N_("Kies er minstens %.*s."),
    [VALUE_TOO_MANY] = N_("Kies er hoogstens %.*s."),
    [VALUE_EXCLUSIVE] = N_("Dit antwoord kan niet samen met een ander."),
    [VALUE_EMPTY] = N_("Geef eerst een antwoord."),
    [VALUE_TOO_LONG] = N_("Dat is te lang: hoogstens %.*s tekens."),
};

static struct str number_shown(const struct app *app, struct arena *arena, const struct variable *variable,
                               struct number number)
{
    struct value value = {.kind = VALUE_NUMBER, .number = number};
    if (variable->type == VARIABLE_TIME) {
        value = (struct value){.kind = VALUE_TIME, .minutes = (int32_t)number.units};
    }
    const struct codebook *codebook = app->session->q->codebook;
    return value_shown(arena, codebook, variable, &value, codebook->source_language);
}

static struct str date_bound(const struct app *app, struct arena *arena, const struct variable *variable,
                             bool low)
{
    if (low ? variable->min_today : variable->max_today) {
        return str_from(tr("vandaag"));
    }
    struct value value = {.kind = VALUE_DATE, .date = low ? variable->date_min : variable->date_max};
    const struct codebook *codebook = app->session->q->codebook;
    return value_shown(arena, codebook, variable, &value, codebook->source_language);
}

struct str session_bound(const struct app *app, struct arena *arena, const struct variable *variable,
                         bool low)
{
    if (variable->type == VARIABLE_DATE) {
        return date_bound(app, arena, variable, low);
    }
    return number_shown(app, arena, variable, low ? variable->min : variable->max);
}

static struct str precision_words(const struct variable *variable)
{
    static const char *const words[8] = {
        [1] = N_("een jaar"),
        [2] = N_("maand en jaar"),
        [3] = N_("een jaar, of maand en jaar"),
        [4] = N_("dag, maand en jaar"),
        [5] = N_("de hele datum of alleen het jaar"),
        [6] = N_("de hele datum of maand en jaar"),
        [7] = N_("een datum"),
    };
    unsigned index = (variable->precisions >> DATE_YEAR) & 7;
    return str_from(tr(words[index] ? words[index] : words[7]));
}

static struct str fault_argument(const struct app *app, struct arena *arena, const struct variable *variable,
                                 enum value_fault fault)
{
    switch (fault) {
    case VALUE_TOO_LOW:
    case VALUE_TOO_HIGH:
        return session_bound(app, arena, variable, fault == VALUE_TOO_LOW);
    case VALUE_BAD_STEP:
        return number_shown(app, arena, variable, variable->step);
    case VALUE_PRECISION:
        return precision_words(variable);
    case VALUE_TOO_FEW:
        return arena_format(arena, "%u", (unsigned)variable->choose_min);
    case VALUE_TOO_MANY:
        return arena_format(arena, "%u", (unsigned)variable->choose_max);
    case VALUE_TOO_LONG:
        return arena_format(arena, "%u", (unsigned)variable->length);
    case VALUE_GOOD:
    case VALUE_NOT_A_NUMBER:
    case VALUE_NOT_A_DATE:
    case VALUE_NOT_A_TIME:
    case VALUE_NOT_IN_LIST:
    case VALUE_EXCLUSIVE:
    case VALUE_EMPTY:
    case VALUE_FAULTS:
        break;
    }
    return STR_EMPTY;
}

#define FIGURES_MIN 3

/* How many figures every number of a variable has, as those of a year: 0 = not all the same. */
static size_t figures(const struct variable *variable, struct str low, struct str high)
{
    bool same = variable->type == VARIABLE_INT && variable->min.units > 0 && low.len == high.len;
    return same && low.len >= FIGURES_MIN ? low.len : 0;
}

static struct str out_of_bounds(const struct app *app, struct arena *arena, const struct variable *variable)
{
    struct str low = session_bound(app, arena, variable, true);
    struct str high = session_bound(app, arena, variable, false);
    size_t n = figures(variable, low, high);
    return n == 0 ? STR_EMPTY
                  : arena_format(arena, tr("Typ %zu cijfers: van %.*s tot %.*s."), n, STR_ARG(low),
                                 STR_ARG(high));
}

struct str session_fault(struct app *app, struct arena *arena, const struct variable *variable,
                         enum value_fault fault)
{
    bool bounds = fault == VALUE_TOO_LOW || fault == VALUE_TOO_HIGH;
    struct str expected = bounds ? out_of_bounds(app, arena, variable) : STR_EMPTY;
    if (expected.len > 0) {
        return expected;
    }
    struct str argument = fault_argument(app, arena, variable, fault);
    const char *words = tr(fault_words[fault]);
    struct str text = str_from(words);
    size_t at = str_find(text, STR("%.*s"), 0);
    if (at == text.len) {
        return text;
    }
    return arena_format(arena, "%.*s%.*s%.*s", STR_ARG(str_slice(text, 0, at)), STR_ARG(argument),
                        STR_ARG(str_slice(text, at + 4, text.len)));
}

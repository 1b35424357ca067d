#include "tests/journeys/interviewer.h"

#include <stdio.h>
#include <stdlib.h>

#include "questionnaire/load.h"

const struct questionnaire *interviewer_questionnaire(struct arena *arena, const char *folder)
{
    struct diags *diags = diags_new();
    struct disk_library *disk = disk_library_open(arena, folder, NULL, NULL);
    struct library library = disk_library(disk);
    const struct questionnaire *q = questionnaire_load(arena, diags, &library, STR_EMPTY);
    if (!q) {
        diags_print(diags, stderr);
        exit(2);
    }
    diags_free(diags);
    return q;
}

void interviewer_start(struct interviewer *i, struct pty *pty, const struct plan *plan)
{
    *i = (struct interviewer){.pty = pty, .plan = plan, .arena = arena_new(), .reason = "nagevraagd"};
    i->given = mem_alloc(plan->acts_n + 1);
    memset(i->given, 0, plan->acts_n + 1);
}

void interviewer_end(struct interviewer *i)
{
    arena_free(i->arena);
    free(i->given);
}

void interviewer_skip(struct interviewer *i, const struct record *record)
{
    for (size_t a = 0; a < i->plan->acts_n; a++) {
        const struct kept_act *act = &i->plan->acts[a];
        for (size_t k = 0; k < record->acts_n && !i->given[a]; k++) {
            const struct kept_act *kept = &record->acts[k];
            i->given[a] =
                kept->row == act->row && str_equal(kept->kind, act->kind) && str_equal(kept->item, act->item);
        }
    }
}

void interviewer_show(struct interviewer *i, const char *what)
{
    struct buf dump = buf_new(BUF_LIMIT_DEFAULT);
    pty_text(i->pty, &dump);
    fprintf(stderr, "---- %s\n%s----\n", what, dump.ptr ? dump.ptr : "");
    buf_free(&dump);
}

/* ---- reading the screen ---- */

/* Where the last of these separators ends, or 0. */
static size_t behind_last(struct str row, struct str separator)
{
    size_t at = 0;
    for (size_t found = 0; (found = str_find(row, separator, found)) < row.len; found++) {
        at = found + separator.len;
    }
    return at;
}

struct str screen_number(struct pty *pty, struct arena *arena)
{
    struct str row = pty_row(pty, 0);
    size_t dot = behind_last(row, STR(" \xC2\xB7 "));
    size_t at = dot ? dot : behind_last(row, STR(" - ")); /* terminals that have ASCII only */
    size_t end = str_find_char(row, ' ', at);
    return arena_copy(arena, str_slice(row, at, end - at));
}

bool screen_focus_seen(struct pty *pty)
{
    int rows, cols, row, col;
    pty_size(pty, &rows, &cols);
    pty_cursor(pty, &row, &col);
    bool card = str_starts(pty_row(pty, 0), STR(" KAART")); /* nothing is chosen on a show card */
    return pty_cursor_visible(pty) && (row >= 1 || card) && row <= rows - 3 && pty_row(pty, row).len > 0;
}

static const struct item *item_of(const struct plan *plan, struct str id)
{
    const struct questionnaire *q = plan->q;
    const struct variable *v = codebook_find(q->codebook, id);
    uint32_t item = v ? q->item_of_slot[v->slot] : questionnaire_item(q, id);
    return item == NONE ? NULL : &q->items[item];
}

/* The number that stands in the header while this item is answered: of the grid for its rows. */
static struct str shown_number(const struct plan *plan, const struct item *item)
{
    const struct item *screen = item->grid == NONE ? item : &plan->q->items[item->grid];
    return screen->nr.len ? screen->nr : screen->id;
}

/* Is it what the header says? A small window cuts ids off. */
static bool is_number(struct str number, struct str shown)
{
    const struct str cut = STR("\xE2\x80\xA6");
    return str_ends(shown, cut) ? str_starts(number, str_slice(shown, 0, shown.len - cut.len))
                                : str_equal(number, shown);
}

long interviewer_planned(struct interviewer *i)
{
    struct str number = screen_number(i->pty, i->arena);
    bool note = pty_has(i->pty, "Enter = gelezen, verder"); /* has no number */
    for (size_t a = 0; a < i->plan->acts_n; a++) {
        const struct kept_act *act = &i->plan->acts[a];
        const struct item *item = str_is(act->kind, "answer") ? item_of(i->plan, act->item) : NULL;
        if (!i->given[a] && item &&
            (note ? item->kind == ITEM_NOTE : is_number(shown_number(i->plan, item), number))) {
            return (long)a;
        }
    }
    return -1;
}

static struct str status_row(struct interviewer *i)
{
    int rows, cols;
    pty_size(i->pty, &rows, &cols);
    return pty_row(i->pty, rows - 2);
}

static bool says_saved(struct interviewer *i)
{
    struct str status = status_row(i);
    return str_find(status, STR("bewaard"), 0) < status.len && status.ptr[1] != 'x';
}

/* ---- typing ---- */

static void press(struct interviewer *i, const char *keys)
{
    if (!pty_keys(i->pty, keys)) {
        interviewer_show(i, "this terminal lacks a key of an interviewer");
        exit(2);
    }
}

static void type_figures(struct interviewer *i, struct str text)
{
    static const char *const unshifted[] = {"\xC3\xA0", "&",        "\xC3\xA9", "\"", "'",
                                            "(",        "\xC2\xA7", "\xC3\xA8", "!",  "\xC3\xA7"};
    for (size_t at = 0; at < text.len; at++) {
        char c = text.ptr[at];
        bool digit = c >= '0' && c <= '9' && i->azerty;
        pty_type(i->pty, digit ? str_from(unshifted[c - '0']) : str_slice(text, at, 1));
    }
}

static void type_words(struct interviewer *i, struct str text)
{
    for (size_t at = 0; at < text.len; at++) {
        if (text.ptr[at] == '\n') {
            press(i, "Ctrl-J");
        } else {
            pty_type(i->pty, str_slice(text, at, 1));
        }
    }
}

/* The letters after which this entry is the first that is found, as far as they are needed. */
static void type_letters(struct interviewer *i, const struct list *list, struct str code)
{
    int32_t found[200];
    int32_t wanted = list_find_code(list, code);
    const struct codebook *codebook = i->plan->q->codebook;
    struct str label =
        option_label(&list->options[wanted], codebook->source_language, codebook->source_language);
    for (size_t len = 1; len <= label.len; len++) {
        bool whole = len == label.len || ((unsigned char)label.ptr[len] & 0xC0) != 0x80;
        if (whole && list_search(list, str_slice(label, 0, len), found, 1) && found[0] == wanted) {
            pty_type(i->pty, str_slice(label, 0, len));
            return;
        }
    }
    pty_type(i->pty, label);
    size_t n = list_search(list, label, found, ARRAY_LEN(found));
    for (size_t k = 0; k < n; k++) {
        if (found[k] == wanted) {
            press(i, "Omlaag");
            for (; k > 0; k--) {
                press(i, "Omlaag");
            }
            return;
        }
    }
}

static struct str specify_text(struct interviewer *i, const struct item *item, int32_t option, uint32_t row)
{
    for (size_t k = 0; k < item->specify_n; k++) {
        const struct variable *v = i->plan->q->codebook->variables[item->specify[k]];
        const struct kept_cell *cell = record_cell(i->plan->result, v->id, row);
        if (v->parent_option == option && cell) {
            return cell->raw;
        }
    }
    return STR_EMPTY;
}

/* The "which?" of the chosen options, in the order of the list: Enter asks for each in turn. */
static void type_specify(struct interviewer *i, const struct item *item, struct str codes, uint32_t row)
{
    const struct list *list = item->variable->list;
    struct str code;
    while (codes.len && str_split(&codes, ' ', &code)) {
        int32_t option = list_find_code(list, code);
        if (list->options[option].specify) {
            type_words(i, specify_text(i, item, option, row));
            press(i, "Enter");
        }
    }
}

static bool code_goes_on(const struct list *list, struct str code)
{
    for (size_t k = 0; k < list->n; k++) {
        if (list->options[k].code.len > code.len && str_starts(list->options[k].code, code)) {
            return true;
        }
    }
    return false;
}

static void type_set(struct interviewer *i, const struct item *item, struct str codes)
{
    const struct list *list = item->variable->list;
    struct str code;
    while (codes.len && str_split(&codes, ' ', &code)) {
        if (list->frame) {
            type_letters(i, list, code);
            press(i, "Enter");
            continue;
        }
        type_figures(i, code);
        if (code_goes_on(list, code)) {
            press(i, "Spatie"); /* 1 is meant, not the beginning of 12 */
        }
    }
    press(i, "Enter");
}

/* 2011-03-05 as 5/3/2011, 2011-03 as 3/2011. */
static void type_date(struct interviewer *i, struct str date)
{
    struct str year, month = STR_EMPTY, day = STR_EMPTY;
    str_split(&date, '-', &year);
    if (date.ptr && date.len) {
        str_split(&date, '-', &month);
    }
    if (date.ptr && date.len) {
        day = date;
    }
    struct str parts[] = {day, month, year};
    for (size_t k = 0; k < 3; k++) {
        struct str part = parts[k];
        bool zero = k < 2 && part.len == 2 && part.ptr[0] == '0';
        type_figures(i, zero ? str_slice(part, 1, 1) : part);
        if (part.len && k < 2) {
            pty_type(i->pty, i->azerty ? STR(":") : STR("/"));
        }
    }
}

static void type_number(struct interviewer *i, struct str number)
{
    size_t dot = str_find_char(number, '.', 0);
    type_figures(i, str_slice(number, 0, dot));
    if (dot < number.len) {
        pty_type(i->pty, STR(","));
        type_figures(i, str_slice(number, dot + 1, number.len));
    }
}

static void type_code(struct interviewer *i, const struct item *item, struct str code, uint32_t row)
{
    bool table = item->roster != NONE;
    if (item->variable->list->frame && !table) {
        type_letters(i, item->variable->list, code);
    } else {
        type_figures(i, code);
    }
    if (item->grid == NONE) {
        press(i, "Enter");
    } else if (code_goes_on(item->variable->list, code)) {
        press(i, "Enter");
    }
    type_specify(i, item, code, row);
}

static void type_value(struct interviewer *i, const struct item *item, struct str value, uint32_t row)
{
    switch (item->variable->type) {
    case VARIABLE_CODE:
        type_code(i, item, value, row);
        return;
    case VARIABLE_SET:
        type_set(i, item, value);
        type_specify(i, item, value, row);
        return;
    case VARIABLE_DATE:
        type_date(i, value);
        break;
    case VARIABLE_INT:
    case VARIABLE_DECIMAL:
        type_number(i, value);
        break;
    case VARIABLE_TIME:
        type_figures(i, value);
        break;
    case VARIABLE_TEXT:
    case VARIABLE_BOOL:
    case VARIABLE_TYPES:
        type_words(i, value);
        break;
    }
    press(i, "Enter");
}

/* ---- a step ---- */

static void type_answer(struct interviewer *i, const struct item *item, uint32_t row)
{
    const struct kept_cell *cell =
        item->variable ? record_cell(i->plan->result, item->variable->id, row) : NULL;
    if (!cell) {
        press(i, "Enter"); /* a note: read */
        return;
    }
    struct str value = cell->raw;
    bool state = str_is(value, "?") || str_is(value, "!");
    if (state) {
        press(i, str_is(value, "?") ? "F8" : "F9");
        press(i, item->grid == NONE ? "Enter" : "");
        return;
    }
    bool literal = str_is(value, "\\?") || str_is(value, "\\!");
    type_value(i, item, literal ? str_slice(value, 1, 1) : value, row);
}

/* A soft check: its last row wants the reason. */
static enum interviewer_step confirm(struct interviewer *i)
{
    for (int k = 0; k < 20; k++) {
        press(i, "Omlaag");
    }
    type_words(i, str_from(i->reason));
    press(i, "Enter");
    if (!pty_sync(i->pty)) {
        return STEP_GONE;
    }
    i->confirmed++;
    return STEP_CONFIRMED;
}

/* Gives act `a`; notes that were skipped by the plan's order do not happen, so the number must be the plan's.
 */
static enum interviewer_step answer(struct interviewer *i, long a)
{
    const struct kept_act *act = &i->plan->acts[a];
    type_answer(i, item_of(i->plan, act->item), act->row);
    if (!pty_sync(i->pty)) {
        return STEP_GONE;
    }
    if (!says_saved(i)) {
        fprintf(stderr, "no \"bewaard\" after %.*s row %u = '%.*s'\n", STR_ARG(act->item), act->row,
                STR_ARG(act->value));
        interviewer_show(i, "what the screen says instead");
        return STEP_STUCK;
    }
    i->given[a] = true;
    i->saved++;
    return STEP_SAVED;
}

/* All rows of the battery on the screen were answered: Enter leaves it. */
static bool is_done_grid(struct interviewer *i)
{
    struct str number = screen_number(i->pty, i->arena);
    for (uint32_t k = 0; k < i->plan->q->items_n; k++) {
        const struct item *item = &i->plan->q->items[k];
        if (item->kind == ITEM_GRID && is_number(shown_number(i->plan, item), number)) {
            return true;
        }
    }
    return false;
}

enum interviewer_step interviewer_step(struct interviewer *i, long *act)
{
    *act = -1;
    arena_reset(i->arena);
    if (!pty_alive(i->pty)) {
        return STEP_GONE;
    }
    if (!screen_focus_seen(i->pty)) {
        interviewer_show(i, "the cursor is not where the focus is");
        return STEP_STUCK;
    }
    if (pty_has(i->pty, "! Controle ")) {
        return confirm(i);
    }
    if (pty_has(i->pty, "1  Afsluiten: ")) {
        return STEP_END;
    }
    *act = interviewer_planned(i);
    if (*act >= 0) {
        return answer(i, *act);
    }
    if (!is_done_grid(i)) {
        interviewer_show(i, "the plan has no answer (left) for what is on the screen");
        return STEP_STUCK;
    }
    return pty_press(i->pty, "Enter") ? STEP_MOVED : STEP_GONE;
}

enum interviewer_step interviewer_conduct(struct interviewer *i, size_t most)
{
    enum interviewer_step step = STEP_SAVED;
    for (size_t n = 0; n < most && step < STEP_END; n++) {
        long act;
        step = interviewer_step(i, &act);
    }
    return step;
}

#include "export/model_priv.h"

#include <string.h>

#include "codebook/codebook.h"

/* A case becomes a row. */

struct rowing {
    const struct model *model;
    const struct case_view *view;
    struct arena *arena;
    const struct questionnaire *q;
    int32_t group; /* of the case, or -1 */
};

#define MS_PER_DAY 86400000

static enum reason reason_of_state(const struct rowing *r, enum cell_state state)
{
    enum case_end end = r->view->end;
    switch (state) {
    case CELL_ANSWERED:
        return REASON_NONE;
    case CELL_DONT_KNOW:
        return REASON_DONT_KNOW;
    case CELL_REFUSED:
        return REASON_REFUSED;
    case CELL_NOT_IN_VERSION:
        return REASON_NO_RECORD;
    case CELL_NOT_IN_VARIANT:
        return REASON_NOT_IN_VARIANT;
    case CELL_OPEN:
        return end == END_SUSPENDED ? REASON_BREAKOFF : REASON_NO_ANSWER;
    case CELL_NOT_REACHED:
        return end == END_SUSPENDED ? REASON_BREAKOFF
               : end == END_STOPPED ? REASON_NOT_APPLICABLE
                                    : REASON_NO_ANSWER;
    case CELL_NOT_APPLICABLE:
    case CELL_PARKED:
    case CELL_STATES:
        break;
    }
    return REASON_NOT_APPLICABLE;
}

/* The cell of a merged variable in the k-th live row; NULL with a reason when there is none. */
static const struct cell *cell_of(struct rowing *r, const struct merged *m, uint32_t row, enum reason *reason,
                                  uint32_t *id)
{
    uint32_t slot = m->slots[r->view->version];
    *id = 0;
    if (slot == NONE) {
        *reason = REASON_NO_RECORD;
        return NULL;
    }
    uint32_t roster = r->q->codebook->variables[slot]->roster;
    if (roster != EXPR_NO_ROSTER) {
        size_t n = 0;
        const uint32_t *ids = r->view->rows(r->view->context, roster, &n);
        if (row > n) {
            const struct cell *count = r->view->cell(r->view->context, r->q->rosters[roster].count_slot, 0);
            *reason =
                count->state == CELL_ANSWERED ? REASON_NOT_APPLICABLE : reason_of_state(r, count->state);
            return NULL;
        }
        *id = ids[row - 1];
    }
    const struct cell *cell = r->view->cell(r->view->context, slot, *id);
    *reason = reason_of_state(r, cell->state);
    if (*reason != REASON_NONE && r->view->cleaned && r->view->cleaned(r->view->context, m->id, *id)) {
        *reason = REASON_CLEANED;
    }
    return cell;
}

static void put_option(struct datum *out, const struct column *column, const struct option *option)
{
    if (column->kind == COLUMN_TEXT) {
        out->text = option->code;
    } else {
        out->number = number_int(option->number);
    }
}

/* ---- sets ---- */

static const struct option *option_at(const struct rowing *r, const struct merged *m, int32_t position)
{
    return m->list->options[m->list->position[r->view->version][position]];
}

static bool hidden(const struct rowing *r, const struct merged *m, int32_t option)
{
    uint32_t item = r->q->item_of_slot[m->slots[r->view->version]];
    if (item == NONE || r->group < 0 || !r->q->items[item].variants) {
        return false;
    }
    const struct variant *variant = &r->q->items[item].variants[r->group];
    if (!variant->order) {
        return false;
    }
    for (size_t i = 0; i < variant->order_n; i++) {
        if (m->list->position[r->view->version][variant->order[i]] == option) {
            return false;
        }
    }
    return true;
}

static bool in_version(const struct rowing *r, const struct merged *m, int32_t option)
{
    const struct list *list = r->q->codebook->variables[m->slots[r->view->version]]->list;
    for (size_t i = 0; i < list->n; i++) {
        if (m->list->position[r->view->version][i] == option) {
            return true;
        }
    }
    return false;
}

static void put_item(const struct rowing *r, const struct merged *m, const struct column *column,
                     const struct cell *cell, struct datum *out)
{
    bool chosen = false;
    for (uint32_t i = 0; i < cell->value.set.n; i++) {
        chosen |= m->list->position[r->view->version][cell->value.set.items[i]] == column->option;
    }
    out->number = number_int(chosen);
    if (!chosen && !in_version(r, m, column->option)) {
        out->reason = REASON_NO_RECORD;
    } else if (!chosen && hidden(r, m, column->option)) {
        out->reason = REASON_NOT_IN_VARIANT;
    }
}

static void put_mention(const struct rowing *r, const struct merged *m, const struct column *column,
                        const struct cell *cell, struct datum *out)
{
    uint32_t which = (uint32_t)column->option;
    if (which >= cell->value.set.n) {
        out->reason = REASON_NOT_APPLICABLE;
        return;
    }
    put_option(out, column, option_at(r, m, cell->value.set.items[which]));
}

/* ---- values ---- */

static void put_value(const struct rowing *r, const struct merged *m, const struct column *column,
                      const struct cell *cell, struct datum *out)
{
    const struct value *value = &cell->value;
    switch (value->kind) {
    case VALUE_BOOL:
        out->number = number_int(value->truth);
        break;
    case VALUE_NUMBER:
        out->number = value->number;
        break;
    case VALUE_TEXT:
        out->text = value->text;
        break;
    case VALUE_DATE:
        out->days = date_first(value->date);
        out->reason = date_precision(value->date) == DATE_DAY ? REASON_NONE : REASON_NO_RECORD;
        break;
    case VALUE_TIME:
        out->minutes = value->minutes;
        break;
    case VALUE_CODE:
        put_option(out, column, option_at(r, m, value->code));
        break;
    case VALUE_NONE:
    case VALUE_SET:
        out->reason = REASON_NO_ANSWER;
        break;
    }
}

static void put_date_part(const struct column *column, const struct cell *cell, struct datum *out)
{
    struct date date = cell->value.date;
    out->number = number_int(column->part == PART_YEAR ? date.year : date.month);
    /* The month of "1985" was told to be unknown, in so many words. */
    out->reason = column->part == PART_MONTH && date.month == 0 ? REASON_DONT_KNOW : REASON_NONE;
}

static int64_t completeness(const struct cell *cell)
{
    if (cell->value.kind != VALUE_DATE) {
        return 0;
    }
    enum date_precision precision = date_precision(cell->value.date);
    return precision == DATE_DAY ? 0 : precision == DATE_MONTH ? COMPLETENESS_MONTH : COMPLETENESS_YEAR;
}

/* ---- codes ---- */

static bool nth_word(struct str text, int32_t n, struct str *out)
{
    struct str word;
    while (str_split(&text, ' ', &word)) {
        if (word.len && n-- == 0) {
            *out = word;
            return true;
        }
    }
    return false;
}

static enum reason reason_of_special(struct str word)
{
    return str_is(word, "!refused") ? REASON_REFUSED
           : str_is(word, "!flag")  ? REASON_NO_ANSWER
                                    : REASON_UNCODEABLE;
}

static void put_code(const struct rowing *r, const struct merged *m, const struct column *column, uint32_t id,
                     struct datum *out)
{
    struct str codes = r->view->code ? r->view->code(r->view->context, m->id, id) : STR_EMPTY;
    struct str code = STR_EMPTY;
    int64_t number = 0;
    if (!nth_word(codes, column->option, &code)) {
        out->reason = column->option && codes.len ? REASON_NOT_APPLICABLE : REASON_NO_ANSWER;
    } else if (code.ptr[0] == '!') {
        out->reason = reason_of_special(code);
    } else if (column->kind == COLUMN_TEXT) {
        out->text = code;
    } else if (str_to_int64(code, &number)) {
        out->number = number_int(number);
    } else {
        out->reason = REASON_UNCODEABLE;
    }
}

/* ---- the row ---- */

static void put_part(const struct rowing *r, const struct merged *m, const struct column *column,
                     const struct cell *cell, uint32_t id, struct datum *out)
{
    switch (column->part) {
    case PART_VALUE:
        put_value(r, m, column, cell, out);
        break;
    case PART_ITEM:
        put_item(r, m, column, cell, out);
        break;
    case PART_MENTION:
        put_mention(r, m, column, cell, out);
        break;
    case PART_YEAR:
    case PART_MONTH:
        put_date_part(column, cell, out);
        break;
    case PART_CODED:
        put_code(r, m, column, id, out);
        break;
    case PART_REASON:
        out->number = number_int(completeness(cell));
        break;
    case PART_CASE:
        break;
    }
}

static void put_case(const struct rowing *r, const struct column *column, struct datum *out)
{
    const struct case_view *view = r->view;
    const struct str texts[] = {view->id, view->mode, str_from(view->state), view->outcome, r->q->version};
    size_t which = (size_t)column->option;
    if (which < ARRAY_LEN(texts)) {
        out->text = texts[which];
        out->reason = texts[which].len ? REASON_NONE : REASON_NOT_APPLICABLE;
        return;
    }
    int64_t ms = which == ARRAY_LEN(texts) ? view->first_ms : view->last_ms;
    out->days = (int32_t)(ms / MS_PER_DAY);
    out->reason = ms ? REASON_NONE : REASON_NOT_APPLICABLE;
}

static int32_t group_of(const struct case_view *view)
{
    const struct cell *group = view->cell(view->context, BUILTIN_GROUP, 0);
    return group->state == CELL_ANSWERED && group->value.kind == VALUE_CODE ? group->value.code : -1;
}

void model_row(const struct model *model, const struct case_view *view, struct arena *arena,
               struct datum *row)
{
    struct rowing r = {model, view, arena, model->versions[view->version], group_of(view)};
    for (uint32_t c = 0; c < model->columns_n; c++) {
        const struct column *column = &model->columns[c];
        struct datum *out = &row[c];
        *out = (struct datum){.reason = REASON_NONE};
        uint32_t at = model->inside->from[c].merged;
        if (at == NONE) {
            put_case(&r, column, out);
            continue;
        }
        uint32_t id = 0;
        const struct cell *cell = cell_of(&r, model->inside->merged[at], column->row, &out->reason, &id);
        if (out->reason == REASON_NONE) {
            put_part(&r, model->inside->merged[at], column, cell, id, out);
        }
    }
    /* Why a text of the coders is empty stands beside it, not beside the answer. */
    for (uint32_t c = 0; c < model->columns_n; c++) {
        const struct column *column = &model->columns[c];
        if (column->companion != NONE && column->part == PART_CODED && row[c].reason != REASON_NONE) {
            row[column->companion].reason = row[c].reason;
        }
    }
}

struct str datum_text(const struct column *column, const struct datum *datum, char out[64])
{
    char *end = out + 63;
    switch (column->kind) {
    case COLUMN_TEXT:
        return datum->text;
    case COLUMN_DATE:
        return date_format(date_from_days(datum->days), out);
    case COLUMN_TIME:
        return time_format(datum->minutes, out);
    case COLUMN_NUMBER:
        break;
    }
    struct number n = datum->number;
    uint64_t units = n.units < 0 ? 0 - (uint64_t)n.units : (uint64_t)n.units;
    while (n.scale > 0 && units % 10 == 0) {
        units /= 10;
        n.scale--;
    }
    char *at = end;
    for (unsigned i = 0; units || i <= n.scale; i++) {
        if (i == n.scale && i > 0) {
            *--at = '.';
        }
        *--at = (char)('0' + units % 10);
        units /= 10;
    }
    if (n.units < 0) {
        *--at = '-';
    }
    return (struct str){at, (size_t)(end - at)};
}

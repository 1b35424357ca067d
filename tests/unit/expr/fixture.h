#ifndef TESTS_UNIT_EXPR_FIXTURE_H
#define TESTS_UNIT_EXPR_FIXTURE_H

#include <stdlib.h>

#include "base/buf.h"
#include "base/date.h"
#include "expr/expr.h"

/*
 * A small world for expressions: what the callbacks of expr.h know in tests. Declared by lines
 *
 *   ! list work 1 employed, 2 self_employed, 3 retired        options: code and, if it has one, name
 *   ! roster household
 *   ! age int | wage decimal 2 | city text | birth date | met date whole | at time | done bool
 *   ! job code work | search set work | member_age int in household
 *   ! later age2                                              a name the resolver itself complains about
 *
 * Cells are given as  age=34; wage=?; job=retired; search={1 3}; city="Gent"; birth=1990-05; age=parked 34;
 * household=1 2 5; member_age[2]=7; row=2; today=2026-03-01; inside=household; want=code work
 */
enum { LISTS_MOST = 8, OPTIONS_MOST = 16, VARIABLES_MOST = 64, ROSTERS_MOST = 4, ROWS_MOST = 9 };

struct list {
    struct str id;
    size_t n;
    struct str codes[OPTIONS_MOST], names[OPTIONS_MOST], all[2 * OPTIONS_MOST];
    size_t all_n;
};

struct variable {
    struct str id;
    struct expr_symbol symbol;
    bool later;
    struct cell cells[ROWS_MOST];
};

struct world {
    struct arena *arena;
    struct diags *diags;
    struct list lists[LISTS_MOST];
    size_t lists_n;
    struct str rosters[ROSTERS_MOST];
    uint32_t rows[ROSTERS_MOST][ROWS_MOST];
    uint32_t rows_n[ROSTERS_MOST];
    uint32_t rosters_n;
    struct variable variables[VARIABLES_MOST];
    struct str names[VARIABLES_MOST];
    uint32_t variables_n;
    struct expr_env env;
    struct expr_scope scope;
    struct expr_type want;
    uint32_t row;
    struct cell shown; /* the one cell that lives, as the contract allows */
    char shown_text[64];
    int32_t shown_set[OPTIONS_MOST];
    size_t cells_asked;
};

/* ---- callbacks ------------------------------------------------------------------------------- */

static inline bool world_resolve(void *context, struct str name, struct expr_symbol *out, bool *said)
{
    struct world *w = context;
    for (uint32_t i = 0; i < w->rosters_n; i++) {
        if (str_equal(name, w->rosters[i])) {
            *out = (struct expr_symbol){.kind = SYMBOL_ROSTER, .slot = i, .roster = EXPR_NO_ROSTER};
            return true;
        }
    }
    for (uint32_t i = 0; i < w->variables_n; i++) {
        if (str_equal(name, w->variables[i].id)) {
            *out = w->variables[i].symbol;
            *said = w->variables[i].later;
            if (*said) {
                diag_error(w->diags, "E000", (struct place){STR_EMPTY, 1, 1}, "asked later");
            }
            return !*said;
        }
    }
    return false;
}

static inline bool world_option(void *context, const void *list, struct str word, int32_t *position)
{
    (void)context;
    const struct list *l = list;
    for (size_t i = 0; i < l->n; i++) {
        if (str_equal(word, l->codes[i]) || (word.len && str_equal(word, l->names[i]))) {
            *position = (int32_t)i;
            return true;
        }
    }
    return false;
}

static inline struct str world_list_name(void *context, const void *list)
{
    (void)context;
    return ((const struct list *)list)->id;
}

static inline size_t world_names(void *context, const struct str **out)
{
    struct world *w = context;
    *out = w->names;
    return w->variables_n;
}

static inline size_t world_options(void *context, const void *list, const struct str **out)
{
    (void)context;
    *out = ((const struct list *)list)->all;
    return ((const struct list *)list)->all_n;
}

static inline const struct cell *world_cell(void *context, uint32_t slot, uint32_t row)
{
    struct world *w = context;
    w->cells_asked++;
    w->shown = w->variables[slot].cells[row];
    /* Overwrite what the last one pointed at: an evaluator that kept it would now be wrong. */
    memset(w->shown_text, '#', sizeof w->shown_text);
    memset(w->shown_set, 0x55, sizeof w->shown_set);
    struct value *value = &w->shown.value;
    if (value->kind == VALUE_TEXT && value->text.len <= sizeof w->shown_text) {
        memcpy(w->shown_text, value->text.ptr, value->text.len);
        value->text.ptr = w->shown_text;
    } else if (value->kind == VALUE_SET) {
        memcpy(w->shown_set, value->set.items, value->set.n * sizeof *value->set.items);
        value->set.items = w->shown_set;
    }
    return &w->shown;
}

static inline uint32_t world_rows(void *context, uint32_t roster, const uint32_t **ids)
{
    struct world *w = context;
    *ids = w->rows[roster];
    return w->rows_n[roster];
}

static inline int64_t world_code_number(void *context, const void *list, int32_t position)
{
    (void)context;
    int64_t number = 0;
    return str_to_int64(((const struct list *)list)->codes[position], &number) ? number : position + 1;
}

static inline struct str world_variable_name(void *context, uint32_t slot)
{
    return ((struct world *)context)->variables[slot].id;
}

static inline struct str world_roster_name(void *context, uint32_t slot)
{
    return ((struct world *)context)->rosters[slot];
}

static inline struct str world_option_code(void *context, const void *list, int32_t position)
{
    (void)context;
    return ((const struct list *)list)->codes[position];
}

static inline struct expr_names world_printer(struct world *w)
{
    return (struct expr_names){world_variable_name, world_roster_name, world_option_code, w};
}

static inline struct world *world_new(struct arena *arena)
{
    struct world *w = ARENA_NEW(arena, struct world);
    w->arena = arena;
    w->diags = diags_new();
    w->scope = (struct expr_scope){
        world_resolve, world_option, world_list_name, world_names, world_options, w, EXPR_NO_ROSTER};
    w->env = (struct expr_env){world_cell, world_rows, world_code_number, w, 0, arena};
    return w;
}

/* ---- declarations ---------------------------------------------------------------------------- */

static inline struct str next_word(struct str *rest)
{
    *rest = str_trim(*rest);
    size_t at = str_find_char(*rest, ' ', 0);
    struct str word = str_slice(*rest, 0, at);
    *rest = str_slice(*rest, at, rest->len);
    return word;
}

static inline struct list *world_list(struct world *w, struct str id)
{
    for (size_t i = 0; i < w->lists_n; i++) {
        if (str_equal(w->lists[i].id, id)) {
            return &w->lists[i];
        }
    }
    abort();
}

static inline uint32_t world_roster(struct world *w, struct str id)
{
    uint32_t i = 0;
    while (i < w->rosters_n && !str_equal(w->rosters[i], id)) {
        i++;
    }
    return i < w->rosters_n ? i : EXPR_NO_ROSTER;
}

static inline void declare_list(struct world *w, struct str rest)
{
    struct list *list = &w->lists[w->lists_n++];
    list->id = next_word(&rest);
    struct str option;
    while (str_split(&rest, ',', &option)) {
        list->codes[list->n] = next_word(&option);
        list->names[list->n] = next_word(&option);
        list->all[list->all_n++] = list->codes[list->n];
        if (list->names[list->n].len) {
            list->all[list->all_n++] = list->names[list->n];
        }
        list->n++;
    }
}

static inline struct expr_type read_type(struct world *w, struct str *rest)
{
    static const char *const words[] = {
        [VALUE_NONE] = "any",  [VALUE_BOOL] = "bool", [VALUE_NUMBER] = "int", [VALUE_TEXT] = "text",
        [VALUE_DATE] = "date", [VALUE_TIME] = "time", [VALUE_CODE] = "code",  [VALUE_SET] = "set"};
    struct expr_type type = {VALUE_NONE, NULL, 0};
    struct str word = next_word(rest);
    for (unsigned i = 0; i < ARRAY_LEN(words); i++) {
        if (str_is(word, words[i])) {
            type.kind = (enum value_kind)i;
        }
    }
    if (str_is(word, "decimal")) {
        type.kind = VALUE_NUMBER;
        type.scale = (uint8_t)(next_word(rest).ptr[0] - '0');
    }
    if (type.kind == VALUE_CODE || type.kind == VALUE_SET) {
        type.list = world_list(w, next_word(rest));
    }
    return type;
}

static inline void declare_variable(struct world *w, struct str id, struct str rest)
{
    uint32_t slot = w->variables_n++;
    struct variable *v = &w->variables[slot];
    v->id = w->names[slot] = id;
    v->symbol = (struct expr_symbol){.slot = slot, .roster = EXPR_NO_ROSTER, .type = read_type(w, &rest)};
    for (struct str word = next_word(&rest); word.len; word = next_word(&rest)) {
        v->symbol.whole_days = v->symbol.whole_days || str_is(word, "whole");
        if (str_is(word, "in")) {
            v->symbol.roster = world_roster(w, next_word(&rest));
        }
    }
}

/* A line without its '!'. */
static inline void world_declare(struct world *w, struct str line)
{
    struct str rest = str_trim(line);
    struct str word = next_word(&rest);
    if (str_is(word, "list")) {
        declare_list(w, rest);
    } else if (str_is(word, "roster")) {
        w->rosters[w->rosters_n++] = str_trim(rest);
    } else if (str_is(word, "later")) {
        declare_variable(w, next_word(&rest), STR("int"));
        w->variables[w->variables_n - 1].later = true;
    } else {
        declare_variable(w, word, rest);
    }
}

/* ---- cells ----------------------------------------------------------------------------------- */

static inline struct variable *world_find(struct world *w, struct str id)
{
    for (uint32_t i = 0; i < w->variables_n; i++) {
        if (str_equal(w->variables[i].id, id)) {
            return &w->variables[i];
        }
    }
    return NULL;
}

static inline int by_code(const void *a, const void *b)
{
    return *(const int32_t *)a - *(const int32_t *)b;
}

static inline bool read_set(struct world *w, const struct list *list, struct str text, struct code_set *set)
{
    int32_t *items = ARENA_ARRAY(w->arena, OPTIONS_MOST, int32_t);
    struct str rest = str_slice(text, 1, text.len - 2);
    for (struct str word = next_word(&rest); word.len; word = next_word(&rest)) {
        if (!world_option(w, list, word, &items[set->n++])) {
            return false;
        }
    }
    qsort(items, set->n, sizeof *items, by_code);
    set->items = items;
    return text.len >= 2 && text.ptr[0] == '{';
}

static inline bool read_value(struct world *w, const struct variable *v, struct str text, struct value *out)
{
    *out = (struct value){.kind = v->symbol.type.kind};
    switch (out->kind) {
    case VALUE_NONE:
        return false;
    case VALUE_BOOL:
        out->truth = str_is(text, "true");
        return out->truth || str_is(text, "false");
    case VALUE_NUMBER:
        return number_parse(text, &out->number);
    case VALUE_TEXT:
        out->text = str_slice(text, 1, text.len - 2);
        return text.len >= 2;
    case VALUE_DATE:
        return date_parse_iso(text, &out->date);
    case VALUE_TIME:
        return time_parse(text, &out->minutes);
    case VALUE_CODE:
        return world_option(w, v->symbol.type.list, text, &out->code);
    case VALUE_SET:
        return read_set(w, v->symbol.type.list, text, &out->set);
    }
    return false;
}

static inline bool read_cell(struct world *w, const struct variable *v, struct str text, struct cell *cell)
{
    struct str rest = text;
    struct str word = next_word(&rest);
    *cell = (struct cell){.state = CELL_OPEN};
    if (str_is(word, "?")) {
        return true;
    }
    if (cell_state_parse(word, &cell->state)) {
        return rest.len == 0 || read_value(w, v, str_trim(rest), &cell->value);
    }
    cell->state = CELL_ANSWERED;
    return read_value(w, v, text, &cell->value);
}

static inline bool set_rows(struct world *w, uint32_t roster, struct str text)
{
    for (struct str word = next_word(&text); word.len; word = next_word(&text)) {
        int64_t id = 0;
        if (!str_to_int64(word, &id) || w->rows_n[roster] >= ROWS_MOST) {
            return false;
        }
        w->rows[roster][w->rows_n[roster]++] = (uint32_t)id;
    }
    return true;
}

static inline bool set_number(struct str text, uint32_t *out)
{
    int64_t number = 0;
    bool good = str_to_int64(text, &number);
    *out = (uint32_t)number;
    return good;
}

static inline bool set_one(struct world *w, struct str name, struct str text)
{
    struct date today;
    if (str_is(name, "today") && date_parse_iso(text, &today)) {
        w->env.today = date_first(today);
        return true;
    }
    if (str_is(name, "row")) {
        return set_number(text, &w->row);
    }
    if (str_is(name, "inside")) {
        w->scope.roster = world_roster(w, text);
        return w->scope.roster != EXPR_NO_ROSTER;
    }
    if (str_is(name, "want")) {
        w->want = read_type(w, &text);
        return w->want.kind != VALUE_NONE;
    }
    if (world_roster(w, name) != EXPR_NO_ROSTER) {
        return set_rows(w, world_roster(w, name), text);
    }
    size_t bracket = str_find_char(name, '[', 0);
    uint32_t row = 0;
    struct variable *v = world_find(w, str_slice(name, 0, bracket));
    bool good = bracket == name.len || set_number(str_slice(name, bracket + 1, name.len - bracket - 2), &row);
    return v && good && row < ROWS_MOST && read_cell(w, v, text, &v->cells[row]);
}

/* Everything not reached, no rows; then what `text` says. False where it cannot be read. */
static inline bool world_set(struct world *w, struct str text)
{
    for (uint32_t i = 0; i < w->variables_n; i++) {
        memset(w->variables[i].cells, 0, sizeof w->variables[i].cells);
    }
    memset(w->rows_n, 0, sizeof w->rows_n);
    w->scope.roster = EXPR_NO_ROSTER;
    w->want = (struct expr_type){VALUE_NONE, NULL, 0};
    w->row = 0;
    w->env.today = days_from_civil(2026, 3, 1);
    struct str rest = text;
    struct str part;
    while (str_trim(rest).len && str_split(&rest, ';', &part)) {
        part = str_trim(part);
        size_t equals = str_find_char(part, '=', 0);
        if (equals == part.len ||
            !set_one(w, str_slice(part, 0, equals), str_trim(str_slice(part, equals + 1, part.len)))) {
            return false;
        }
    }
    return true;
}

/* ---- compiling and results --------------------------------------------------------------------- */

/* The expression is the whole of a file, at line 1, column 1. */
static inline struct expr *world_compile(struct world *w, struct str text)
{
    diags_free(w->diags);
    w->diags = diags_new();
    struct source source = {STR("test.yaml"), text};
    struct node node = {.kind = NODE_SCALAR, .plain = true, .line = 1, .column = 1, .text = text};
    return expr_compile(w->arena, w->diags, &source, &node, &w->scope, w->want);
}

static inline struct str reasons_text(struct arena *arena, uint32_t reasons)
{
    static const struct {
        uint32_t bit;
        const char *name;
    } more[] = {{EXPR_WHY_ZERO_DIVISION, "zero_division"},
                {EXPR_WHY_OVERFLOW, "overflow"},
                {EXPR_WHY_EMPTY, "empty"},
                {EXPR_WHY_PARTIAL_DATE, "partial_date"},
                {EXPR_WHY_UNBORN, "unborn"},
                {EXPR_WHY_STEPS, "steps"}};
    struct str text = STR("unknown");
    for (unsigned i = 0; i < CELL_STATES; i++) {
        if (reasons & 1u << i) {
            text = arena_format(arena, "%.*s %s", STR_ARG(text), cell_state_name((enum cell_state)i));
        }
    }
    for (size_t i = 0; i < ARRAY_LEN(more); i++) {
        if (reasons & more[i].bit) {
            text = arena_format(arena, "%.*s %s", STR_ARG(text), more[i].name);
        }
    }
    return text;
}

static inline struct str result_text(struct arena *arena, struct expr_type type,
                                     const struct expr_result *result)
{
    char room[DATE_TEXT_MAX];
    const struct value *value = &result->value;
    if (!result->known) {
        return reasons_text(arena, result->reasons);
    }
    switch (value->kind) {
    case VALUE_BOOL:
        return value->truth ? STR("true") : STR("false");
    case VALUE_NUMBER:
        return number_format(arena, value->number);
    case VALUE_TEXT:
        return arena_format(arena, "\"%.*s\"", STR_ARG(value->text));
    case VALUE_DATE:
        return arena_copy(arena, date_format(value->date, room));
    case VALUE_TIME:
        return arena_copy(arena, time_format(value->minutes, room));
    case VALUE_CODE:
        return ((const struct list *)type.list)->codes[value->code];
    case VALUE_SET:
        return arena_format(arena, "set of %u", value->set.n);
    case VALUE_NONE:
        break;
    }
    return STR("nothing");
}

/* Two trees that say the same. */
static inline bool trees_equal(const struct expr_node *a, const struct expr_node *b)
{
    if (!a || !b) {
        return a == b;
    }
    bool constants = a->op != EXPR_CONST || value_equal(&a->constant, &b->constant);
    if (a->op != b->op || a->slot != b->slot || a->roster != b->roster || a->n != b->n || !constants ||
        a->type.kind != b->type.kind || a->type.list != b->type.list) {
        return false;
    }
    for (uint32_t i = 0; i < a->n; i++) {
        if (!trees_equal(a->args[i], b->args[i])) {
            return false;
        }
    }
    return true;
}

#endif

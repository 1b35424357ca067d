#include "codebook/codebook.h"

#include <stdlib.h>

#include "base/utf8.h"

/* ---- writing --------------------------------------------------------------------------------- */

static void write_number(struct buf *out, struct number number)
{
    char digits[32];
    size_t n = 0;
    uint64_t left = number.units < 0 ? 0 - (uint64_t)number.units : (uint64_t)number.units;
    unsigned scale = number.scale;
    while (scale && left % 10 == 0) {
        left /= 10;
        scale--;
    }
    do {
        digits[n++] = (char)('0' + left % 10);
        left /= 10;
    } while (left || n <= scale);
    if (number.units < 0) {
        buf_add_char(out, '-');
    }
    while (n) {
        n--;
        buf_add_char(out, digits[n]);
        if (n && n == scale) {
            buf_add_char(out, '.');
        }
    }
}

static struct str code_of(const struct variable *variable, int32_t position)
{
    const struct list *list = variable->list;
    bool there = list && position >= 0 && (size_t)position < list->n;
    return there ? list->options[position].code : STR_EMPTY;
}

static void write_set(struct buf *out, const struct variable *variable, struct code_set set)
{
    for (uint32_t i = 0; i < set.n; i++) {
        if (i) {
            buf_add_char(out, ' ');
        }
        buf_add(out, code_of(variable, set.items[i]));
    }
}

void value_write(struct buf *out, const struct variable *variable, const struct value *value)
{
    char date[DATE_TEXT_MAX];
    char time[6];
    switch (value->kind) {
    case VALUE_NONE:
        break;
    case VALUE_BOOL:
        buf_add_text(out, value->truth ? "true" : "false");
        break;
    case VALUE_NUMBER:
        write_number(out, value->number);
        break;
    case VALUE_TEXT:
        buf_add(out, value->text);
        break;
    case VALUE_DATE:
        buf_add(out, date_format(value->date, date));
        break;
    case VALUE_TIME:
        buf_add(out, time_format(value->minutes, time));
        break;
    case VALUE_CODE:
        buf_add(out, code_of(variable, value->code));
        break;
    case VALUE_SET:
        write_set(out, variable, value->set);
        break;
    }
}

/* ---- reading --------------------------------------------------------------------------------- */

static bool read_bool(const struct variable *variable, struct str text, struct value *out)
{
    (void)variable;
    out->truth = str_is(text, "true");
    return out->truth || str_is(text, "false");
}

static bool read_int(const struct variable *variable, struct str text, struct value *out)
{
    (void)variable;
    int64_t whole = 0;
    bool good = str_to_int64(text, &whole);
    out->number = number_int(whole);
    return good;
}

static bool read_decimal(const struct variable *variable, struct str text, struct value *out)
{
    (void)variable;
    return number_parse(text, &out->number);
}

static bool read_date(const struct variable *variable, struct str text, struct value *out)
{
    (void)variable;
    return date_parse_iso(text, &out->date);
}

static bool read_time(const struct variable *variable, struct str text, struct value *out)
{
    (void)variable;
    return text.len == 5 && text.ptr[2] == ':' && time_parse(text, &out->minutes);
}

static bool read_code(const struct variable *variable, struct str text, struct value *out)
{
    out->code = list_find_code(variable->list, text);
    return out->code >= 0;
}

static int by_position(const void *left, const void *right)
{
    int32_t a = *(const int32_t *)left;
    int32_t b = *(const int32_t *)right;
    return (a > b) - (a < b);
}

/* Codes apart by a character of `apart` become a sorted set without doubles. */
static bool read_codes(struct arena *arena, const struct list *list, struct str text, const char *apart,
                       struct code_set *out)
{
    int32_t *items = ARENA_ARRAY(arena, text.len / 2 + 1, int32_t);
    uint32_t n = 0;
    size_t at = 0;
    while (at < text.len) {
        size_t end = at;
        while (end < text.len && !strchr(apart, text.ptr[end])) {
            end++;
        }
        if (end > at) {
            int32_t position = list_find_code(list, str_slice(text, at, end - at));
            if (position < 0) {
                return false;
            }
            items[n++] = position;
        }
        at = end + 1;
    }
    if (n) {
        qsort(items, n, sizeof *items, by_position);
    }
    uint32_t kept = 0;
    for (uint32_t i = 0; i < n; i++) {
        if (!kept || items[kept - 1] != items[i]) {
            items[kept++] = items[i];
        }
    }
    *out = (struct code_set){items, kept};
    return true;
}

typedef bool read_function(const struct variable *variable, struct str text, struct value *out);
static const struct {
    enum value_kind kind;
    read_function *read; /* NULL: needs memory, see value_read */
} readers[VARIABLE_TYPES] = {
    [VARIABLE_CODE] = {VALUE_CODE, read_code}, [VARIABLE_SET] = {VALUE_SET, NULL},
    [VARIABLE_INT] = {VALUE_NUMBER, read_int}, [VARIABLE_DECIMAL] = {VALUE_NUMBER, read_decimal},
    [VARIABLE_TEXT] = {VALUE_TEXT, NULL},      [VARIABLE_DATE] = {VALUE_DATE, read_date},
    [VARIABLE_TIME] = {VALUE_TIME, read_time}, [VARIABLE_BOOL] = {VALUE_BOOL, read_bool},
};

bool value_read(struct arena *arena, const struct variable *variable, struct str text, struct value *out)
{
    *out = (struct value){.kind = readers[variable->type].kind};
    if (variable->type == VARIABLE_TEXT) {
        out->text = arena_copy(arena, text);
        return true;
    }
    if (variable->type == VARIABLE_SET) {
        return read_codes(arena, variable->list, text, " ", &out->set);
    }
    return readers[variable->type].read(variable, text, out);
}

/* ---- checking -------------------------------------------------------------------------------- */

static enum value_fault check_number(const struct variable *variable, struct number number)
{
    if (variable->role == ROLE_COMPUTED) {
        return VALUE_GOOD; /* what follows from others is not bounded by hand */
    }
    if (number_compare(number, variable->min) < 0) {
        return VALUE_TOO_LOW;
    }
    if (number_compare(number, variable->max) > 0) {
        return VALUE_TOO_HIGH;
    }
    struct number step = variable->type == VARIABLE_INT ? number_int(1) : variable->step;
    while (number.scale < step.scale) {
        if (__builtin_mul_overflow(number.units, 10, &number.units)) {
            return VALUE_BAD_STEP;
        }
        number.scale++;
    }
    while (number.scale > step.scale) {
        if (number.units % 10) {
            return VALUE_BAD_STEP;
        }
        number.units /= 10;
        number.scale--;
    }
    return step.units && number.units % step.units ? VALUE_BAD_STEP : VALUE_GOOD;
}

static enum value_fault check_date(const struct variable *variable, struct date date, int32_t today)
{
    if (!date_valid(date)) {
        return VALUE_NOT_A_DATE;
    }
    if (variable->precisions && !(variable->precisions & 1u << date_precision(date))) {
        return VALUE_PRECISION;
    }
    /* A partial date is good when one of its days is. */
    if ((variable->min_today && date_last(date) < today) ||
        (variable->date_min.year && date_last(date) < date_first(variable->date_min))) {
        return VALUE_TOO_LOW;
    }
    if ((variable->max_today && date_first(date) > today) ||
        (variable->date_max.year && date_first(date) > date_last(variable->date_max))) {
        return VALUE_TOO_HIGH;
    }
    return VALUE_GOOD;
}

static enum value_fault check_time(const struct variable *variable, int32_t minutes)
{
    if (minutes < 0 || minutes >= 24 * 60) {
        return VALUE_NOT_A_TIME;
    }
    if (minutes < variable->min.units) {
        return VALUE_TOO_LOW;
    }
    return minutes > variable->max.units ? VALUE_TOO_HIGH : VALUE_GOOD;
}

static bool in_list(const struct variable *variable, int32_t position)
{
    return variable->list && position >= 0 && (size_t)position < variable->list->n;
}

static enum value_fault check_set(const struct variable *variable, struct code_set set)
{
    for (uint32_t i = 0; i < set.n; i++) {
        if (!in_list(variable, set.items[i])) {
            return VALUE_NOT_IN_LIST;
        }
        if (variable->list->options[set.items[i]].exclusive && set.n > 1) {
            return VALUE_EXCLUSIVE;
        }
    }
    /* "None of these" is a full answer even where more than one is asked for. */
    bool exclusive = set.n == 1 && variable->list->options[set.items[0]].exclusive;
    if (set.n < variable->choose_min && !exclusive) {
        return VALUE_TOO_FEW;
    }
    return set.n > variable->choose_max ? VALUE_TOO_MANY : VALUE_GOOD;
}

static enum value_fault check_text(const struct variable *variable, struct str text)
{
    if (!str_trim(text).len) {
        return VALUE_EMPTY;
    }
    if (variable->length && text.len > variable->length && utf8_count(text) > variable->length) {
        return VALUE_TOO_LONG;
    }
    return VALUE_GOOD;
}

/* The fault of a value of another kind than the variable's. */
static const enum value_fault wrong_kind[VARIABLE_TYPES] = {
    [VARIABLE_CODE] = VALUE_NOT_IN_LIST, [VARIABLE_SET] = VALUE_NOT_IN_LIST,
    [VARIABLE_INT] = VALUE_NOT_A_NUMBER, [VARIABLE_DECIMAL] = VALUE_NOT_A_NUMBER,
    [VARIABLE_TEXT] = VALUE_EMPTY,       [VARIABLE_DATE] = VALUE_NOT_A_DATE,
    [VARIABLE_TIME] = VALUE_NOT_A_TIME,  [VARIABLE_BOOL] = VALUE_EMPTY,
};

enum value_fault value_check(const struct variable *variable, const struct value *value, int32_t today)
{
    if (value->kind != readers[variable->type].kind) {
        return wrong_kind[variable->type];
    }
    switch (variable->type) {
    case VARIABLE_CODE:
        return in_list(variable, value->code) ? VALUE_GOOD : VALUE_NOT_IN_LIST;
    case VARIABLE_SET:
        return check_set(variable, value->set);
    case VARIABLE_INT:
    case VARIABLE_DECIMAL:
        return check_number(variable, value->number);
    case VARIABLE_TEXT:
        return check_text(variable, value->text);
    case VARIABLE_DATE:
        return check_date(variable, value->date, today);
    case VARIABLE_TIME:
        return check_time(variable, value->minutes);
    case VARIABLE_BOOL:
    case VARIABLE_TYPES:
        break;
    }
    return VALUE_GOOD;
}

/* ---- as people type -------------------------------------------------------------------------- */

/* Digits with a comma or a point. */
static bool typed_number(struct arena *arena, struct str typed, struct number *out)
{
    char *text = arena_alloc(arena, typed.len + 1);
    for (size_t i = 0; i < typed.len; i++) {
        text[i] = typed.ptr[i] == ',' ? '.' : typed.ptr[i];
    }
    return number_parse((struct str){text, typed.len}, out);
}

/* Codes with letters may be typed in small or capital ones. */
static int32_t typed_code(struct arena *arena, const struct list *list, struct str typed)
{
    int32_t position = list_find_code(list, typed);
    for (int shift = 0; shift < 2 && position < 0; shift++) {
        char *text = arena_alloc(arena, typed.len + 1);
        for (size_t i = 0; i < typed.len; i++) {
            char c = typed.ptr[i];
            bool small = c >= 'a' && c <= 'z';
            bool capital = c >= 'A' && c <= 'Z';
            text[i] = shift == 0 && small ? (char)(c - 32) : shift == 1 && capital ? (char)(c + 32) : c;
        }
        position = list_find_code(list, (struct str){text, typed.len});
    }
    return position;
}

enum value_fault value_parse_typed(struct arena *arena, const struct variable *variable, struct str typed,
                                   int32_t today, struct value *out)
{
    typed = variable->type == VARIABLE_TEXT ? typed : str_trim(typed);
    *out = (struct value){.kind = readers[variable->type].kind};
    bool good = true;
    switch (variable->type) {
    case VARIABLE_CODE:
        out->code = typed_code(arena, variable->list, typed);
        good = out->code >= 0;
        break;
    case VARIABLE_SET:
        good = read_codes(arena, variable->list, typed, " ,;", &out->set);
        break;
    case VARIABLE_INT:
    case VARIABLE_DECIMAL:
        good = typed_number(arena, typed, &out->number);
        break;
    case VARIABLE_TEXT:
        out->text = arena_copy(arena, typed);
        break;
    case VARIABLE_DATE:
        good = date_parse_typed(typed, date_from_days(today), &out->date);
        break;
    case VARIABLE_TIME:
        good = time_parse(typed, &out->minutes);
        break;
    case VARIABLE_BOOL:
        good = read_bool(variable, typed, out);
        break;
    case VARIABLE_TYPES:
        break;
    }
    return good ? value_check(variable, out, today) : wrong_kind[variable->type];
}

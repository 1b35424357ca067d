#include "questionnaire/lint/lint_priv.h"

/* Names and values that an export format cannot hold. Labels are bounded where they are read. */

static const struct {
    const char *format;
    size_t name_most; /* characters of a column's name */
} formats[] = {
    {"Stata (.dta)", 32},
    {"SPSS (.sav)", 64},
};

/* Values that mean "no answer" in exports: a question that can be answered with one cannot be exported. */
enum { MISSING_LOWEST = -9999999, MISSING_HIGHEST = -9999901 };

static size_t digits(uint32_t n)
{
    size_t count = 1;
    while (n >= 10) {
        n /= 10;
        count++;
    }
    return count;
}

static size_t longest_code(const struct list *list)
{
    size_t most = 0;
    for (size_t i = 0; i < list->n; i++) {
        most = list->options[i].code.len > most ? list->options[i].code.len : most;
    }
    return most;
}

/* A set has a column per code, a roster one per row: their numbers stand behind the id. */
static size_t column_length(const struct questionnaire *q, const struct variable *v)
{
    size_t length = v->id.len;
    length += v->type == VARIABLE_SET ? 1 + longest_code(v->list) : 0;
    length += v->roster != EXPR_NO_ROSTER ? 1 + digits(q->rosters[v->roster].max) : 0;
    return length;
}

static void check_name(struct teller *t, const struct variable *v, struct place place)
{
    size_t length = column_length(t->q, v);
    for (size_t i = 0; i < ARRAY_LEN(formats); i++) {
        if (length > formats[i].name_most) {
            tell(t, "W330", place, "columns of '%.*s' get names of %zu characters; %s has room for %zu",
                 STR_ARG(v->id), length, formats[i].format, formats[i].name_most);
        }
    }
}

static void check_values(struct teller *t, const struct variable *v, struct place place)
{
    bool counts = v->role == ROLE_ASKED && (v->type == VARIABLE_INT || v->type == VARIABLE_DECIMAL);
    if (counts && number_compare(v->min, number_int(MISSING_HIGHEST)) <= 0 &&
        number_compare(v->max, number_int(MISSING_LOWEST)) >= 0) {
        tell(t, "E331", place,
             "'%.*s' can be answered with a value that means \"no answer\" in exports (%d to %d)",
             STR_ARG(v->id), MISSING_LOWEST, MISSING_HIGHEST);
    }
}

void lint_names(struct teller *t)
{
    const struct codebook *book = t->q->codebook;
    for (size_t i = 0; i < book->variables_n; i++) {
        uint32_t item = t->q->item_of_slot[i];
        struct place place = {STR_EMPTY, 0, 0};
        if (item != NONE) {
            place = t->q->items[item].place;
            check_name(t, book->variables[i], place);
            check_values(t, book->variables[i], place);
        }
    }
}

#include "questionnaire/lint/lint_priv.h"

/* Columns of an export that would have the name of another variable: that of a code of a set (jobs_2), of a
 * row of a roster (child_age_1), or of the reasons why a date or a text is missing (birth_m). */

static void look_for(struct teller *t, const struct variable *v, struct str name)
{
    const struct variable *other = codebook_find(t->q->codebook, name);
    uint32_t item = t->q->item_of_slot[v->slot];
    if (other && other != v && item != NONE) {
        tell(t, "W332", t->q->items[item].place, "a column of '%.*s' is named '%.*s', as another question is",
             STR_ARG(v->id), STR_ARG(name));
    }
}

static void look_at_rows(struct teller *t, const struct variable *v, struct str name)
{
    if (v->roster == EXPR_NO_ROSTER) {
        look_for(t, v, name);
        return;
    }
    for (uint32_t row = 1; row <= t->q->rosters[v->roster].max; row++) {
        look_for(t, v, arena_format(t->arena, "%.*s_%u", STR_ARG(name), row));
    }
}

static void look_at_variable(struct teller *t, const struct variable *v)
{
    bool reasons = v->type == VARIABLE_DATE || v->type == VARIABLE_TEXT || v->type == VARIABLE_TIME;
    for (size_t i = 0; v->type == VARIABLE_SET && i < v->list->n; i++) {
        struct str code = v->list->options[i].code;
        look_at_rows(t, v, arena_format(t->arena, "%.*s_%.*s", STR_ARG(v->id), STR_ARG(code)));
    }
    if (v->type != VARIABLE_SET && v->roster != EXPR_NO_ROSTER) {
        look_at_rows(t, v, v->id);
    }
    if (reasons) {
        look_for(t, v, arena_format(t->arena, "%.*s_m", STR_ARG(v->id)));
    }
}

void lint_columns(struct teller *t)
{
    const struct codebook *book = t->q->codebook;
    for (size_t i = 0; i < book->variables_n; i++) {
        look_at_variable(t, book->variables[i]);
    }
}

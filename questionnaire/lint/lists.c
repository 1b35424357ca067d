#include "questionnaire/lint/lint_priv.h"

/* Lists that no variable uses. Frames are read at first use, so that each of them is used. */

static bool is_builtin(const struct list *list)
{
    return str_is(list->id, "group") || str_is(list->id, "language") || str_is(list->id, "frame_sex");
}

static bool is_used(const struct questionnaire *q, const struct list *list)
{
    for (size_t i = 0; i < q->codebook->variables_n; i++) {
        if (q->codebook->variables[i]->list == list) {
            return true;
        }
    }
    return false;
}

void lint_lists(struct teller *t)
{
    const struct codebook *book = t->q->codebook;
    for (size_t i = 0; i < book->lists_n; i++) {
        const struct list *list = book->lists[i];
        if (!list->frame && !is_builtin(list) && !is_used(t->q, list)) {
            tell(t, "W310", place_of_list(t, list), "no question uses the list '%.*s'", STR_ARG(list->id));
        }
    }
}

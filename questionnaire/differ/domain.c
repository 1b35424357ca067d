#include "questionnaire/differ/differ_priv.h"

/* What both versions take as an answer to a question. */

static bool has_code(const struct list *list, struct str code)
{
    int32_t at = list_find_code(list, code);
    return at >= 0;
}

bool lists_alike(const struct list *a, const struct list *b)
{
    bool same = a->n == b->n;
    for (size_t i = 0; same && i < a->n; i++) {
        same = has_code(b, a->options[i].code);
    }
    return same;
}

/* Positions that an item offers a group before conditions; NULL: all of the list. */
static const int32_t *offered(const struct item *item, int group, size_t *n)
{
    if (group >= 0 && item->variants && item->variants[group].order) {
        *n = item->variants[group].order_n;
        return item->variants[group].order;
    }
    *n = item->only ? item->only_n : item->variable->list->n;
    return item->only;
}

static bool offers(const struct item *item, int group, struct str code)
{
    size_t n = 0;
    const int32_t *positions = offered(item, group, &n);
    int32_t at = list_find_code(item->variable->list, code);
    bool found = at >= 0 && !positions;
    for (size_t i = 0; at >= 0 && positions && i < n; i++) {
        found = found || positions[i] == at;
    }
    return found;
}

/* A code that was given another name is another answer. */
static bool same_option(const struct list *a, const struct list *b, struct str code)
{
    struct str before = a->options[list_find_code(a, code)].name;
    struct str after = b->options[list_find_code(b, code)].name;
    return !before.len || !after.len || str_equal(before, after);
}

static void common_codes(struct arena *arena, const struct item *old, const struct item *new, int old_group,
                         int new_group, struct domain *out)
{
    const struct list *list = new->variable->list;
    out->codes = ARENA_ARRAY(arena, list->n, struct str);
    for (size_t i = 0; i < list->n; i++) {
        struct str code = list->options[i].code;
        if (offers(new, new_group, code) && offers(old, old_group, code) &&
            same_option(old->variable->list, list, code)) {
            out->codes[out->codes_n++] = code;
        }
    }
}

static struct number lower(struct number a, struct number b)
{
    return number_compare(a, b) <= 0 ? a : b;
}

static struct number higher(struct number a, struct number b)
{
    return number_compare(a, b) >= 0 ? a : b;
}

static void common_dates(const struct variable *old, struct variable *v)
{
    if (old->date_min.year && (!v->date_min.year || date_first(old->date_min) > date_first(v->date_min))) {
        v->date_min = old->date_min;
    }
    if (old->date_max.year && (!v->date_max.year || date_last(old->date_max) < date_last(v->date_max))) {
        v->date_max = old->date_max;
    }
    v->max_today = v->max_today || old->max_today;
    v->min_today = v->min_today || old->min_today;
    v->precisions &= old->precisions;
}

bool domain_of(struct arena *arena, const struct item *old, const struct item *new, int old_group,
               int new_group, struct domain *out)
{
    const struct variable *before = old->variable;
    *out = (struct domain){.v = *new->variable};
    struct variable *v = &out->v;
    if (before->type != v->type || !before->list != !v->list) {
        return false;
    }
    v->allow &= before->allow;
    v->min = higher(v->min, before->min);
    v->max = lower(v->max, before->max);
    v->step = higher(v->step, before->step);
    v->choose_min = v->choose_min > before->choose_min ? v->choose_min : before->choose_min;
    v->choose_max = v->choose_max < before->choose_max ? v->choose_max : before->choose_max;
    v->length = v->length < before->length ? v->length : before->length;
    common_dates(before, v);
    if (v->list) {
        common_codes(arena, old, new, old_group, new_group, out);
    }
    bool empty = (v->list && out->codes_n == 0) || v->choose_min > v->choose_max ||
                 number_compare(v->min, v->max) > 0 || (v->type == VARIABLE_DATE && !v->precisions);
    bool dates = v->date_min.year && v->date_max.year && date_first(v->date_min) > date_last(v->date_max);
    return !empty && !dates;
}

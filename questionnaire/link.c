#include "questionnaire/load_priv.h"

#include <stdlib.h>

/* The second pass: conditions, in the order of the items, because what one can know depends on those before.
 */

static uint32_t roster_inside(const struct draft *d)
{
    bool inside = d->item.roster != NONE && d->sort != SORT_ROSTER;
    return inside ? d->item.roster : EXPR_NO_ROSTER;
}

/* ---- rosters --------------------------------------------------------------------------------- */

static uint32_t roster_count(struct loader *l, const struct draft *d)
{
    struct str id;
    if (!d->count || !definition_text(&l->def, d->count, &id)) {
        return NONE;
    }
    const struct draft *count = loader_item(l, id);
    bool question = count && count->variable && count->sort == SORT_INT && count->item.roster == NONE;
    if (!question) {
        definition_error(&l->def, "E124", d->count, "'%.*s' is not a question of type int", STR_ARG(id));
        return NONE;
    }
    if (count->item.index > d->item.index) {
        definition_error(&l->def, "E122", d->count, "'%.*s' comes later than what reads it", STR_ARG(id));
        return NONE;
    }
    int64_t max = 0;
    bool counted = d->max && d->max->kind == NODE_SCALAR && str_to_int64(d->max->text, &max);
    if (counted && number_compare(count->variable->max, number_int(max)) > 0) {
        definition_error(&l->def, "E124", d->max, "'%.*s' can be more than 'max'", STR_ARG(id));
    }
    if (count->variable->min.units < 0) {
        definition_error(&l->def, "E124", d->count, "'%.*s' can be less than 0", STR_ARG(id));
    }
    return count->variable->slot;
}

static uint32_t roster_title(struct loader *l, const struct draft *d)
{
    struct str id;
    if (!d->title || !definition_text(&l->def, d->title, &id)) {
        return NONE;
    }
    const struct draft *title = loader_item(l, id);
    bool inside =
        title && title->variable && title->item.index > d->item.index && title->item.index < d->item.end;
    if (!inside) {
        definition_error(&l->def, "E124", d->title, "'%.*s' is not a question in this roster", STR_ARG(id));
        return NONE;
    }
    return title->variable->slot;
}

static void roster_link(struct loader *l, struct draft *d)
{
    if (d->item.roster == NONE) {
        return;
    }
    struct roster_def *def = &l->roster_defs[d->item.roster];
    int64_t max = 1;
    (void)(d->max && d->max->kind == NODE_SCALAR && str_to_int64(d->max->text, &max));
    *def = (struct roster_def){.index = d->item.roster, .item = d->item.index, .max = (uint32_t)max};
    definition_enter(&l->def, STR("count"));
    def->count_slot = roster_count(l, d);
    definition_leave(&l->def);
    definition_enter(&l->def, STR("title"));
    def->title_slot = roster_title(l, d);
    definition_leave(&l->def);
}

/* ---- blocks and grids in random order -------------------------------------------------------- */

static int by_number(const void *left, const void *right)
{
    uint32_t a = *(const uint32_t *)left;
    uint32_t b = *(const uint32_t *)right;
    return (a > b) - (a < b);
}

/* Children keep their places one after the other from the first on: up to where? */
static uint32_t first_drawn(const struct loader *l, const struct draft *d)
{
    uint32_t child = d->item.index + 1;
    for (size_t i = 0; i < d->item.arrangement.fixed_n && d->item.arrangement.fixed[i] == child; i++) {
        child = l->drafts[child]->item.end;
    }
    return child;
}

static bool fixed_child(struct loader *l, const struct draft *d, const struct node *node, uint32_t *out)
{
    struct str id;
    if (!definition_text(&l->def, node, &id)) {
        return false;
    }
    const struct draft *child = loader_item(l, id);
    if (!child || child->item.parent != d->item.index) {
        return definition_error(&l->def, "E121", node, "'%.*s' does not stand directly in '%.*s'",
                                STR_ARG(id), STR_ARG(d->item.id));
    }
    *out = child->item.index;
    return true;
}

static void link_fixed(struct loader *l, struct draft *d)
{
    if (!d->item.arrangement.random) {
        definition_error(&l->def, "E110", d->fixed, "'fixed' goes with `order: random`");
        return;
    }
    if (!definition_is(&l->def, d->fixed, NODE_LIST)) {
        return;
    }
    uint32_t *fixed = ARENA_ARRAY(l->arena, d->fixed->n, uint32_t);
    size_t n = 0;
    for (size_t i = 0; i < d->fixed->n; i++) {
        n += fixed_child(l, d, d->fixed->items[i], &fixed[n]);
    }
    if (n) {
        qsort(fixed, n, sizeof *fixed, by_number);
    }
    for (size_t i = 1; i < n; i++) {
        if (fixed[i] == fixed[i - 1]) {
            definition_error(&l->def, "E106", d->fixed, "'%.*s' stands here twice",
                             STR_ARG(l->drafts[fixed[i]]->item.id));
        }
    }
    d->item.arrangement.fixed = fixed;
    d->item.arrangement.fixed_n = n;
    d->drawn_from = first_drawn(l, d);
}

static void link_order(struct loader *l, struct draft *d)
{
    if (d->order) {
        definition_enter(&l->def, STR("order"));
        (void)order_read(l, d->order, &d->item.arrangement.random);
        definition_leave(&l->def);
    }
    if (d->fixed) {
        definition_enter(&l->def, STR("fixed"));
        link_fixed(l, d);
        definition_leave(&l->def);
    }
}

/* ---- one item after the other ---------------------------------------------------------------- */

static void misplaced(struct loader *l, const struct node *unknown)
{
    definition_enter(&l->def, STR("unknown"));
    definition_error(&l->def, "E110", unknown, "'unknown' goes with 'when'");
    definition_leave(&l->def);
}

static void link_when(struct loader *l, struct draft *d, const struct knowledge *outer)
{
    if (!d->when && d->unknown) {
        misplaced(l, d->unknown);
    }
    if (!d->when) {
        return;
    }
    struct use use = {d->item.index, d->item.index, roster_inside(d), outer};
    const enum unknown_rule *rule = unknown_read(l, d->unknown);
    static const enum unknown_rule wrong = UNKNOWN_SKIP; /* written, but wrongly: told */
    definition_enter(&l->def, STR("when"));
    bool can = use_condition(l, &use, d->when, d->unknown && !rule ? &wrong : rule, &d->item.when);
    definition_leave(&l->def);
    if (rule && !can) {
        definition_enter(&l->def, STR("unknown"));
        definition_warning(&l->def, "E126", d->unknown,
                           "'unknown' is not needed: this condition is never unknown");
        definition_leave(&l->def);
    }
}

/* Does anybody ask what is certain inside it: what it holds, its options, its checks, its value? */
static bool is_asked_inside(const struct draft *d)
{
    return d->item.end > d->item.index + 1 || d->options || d->item.checks_n || d->sort == SORT_COMPUTED;
}

static void link_inside(struct loader *l, struct draft *d, struct knowledge *around, bool shuffled)
{
    /* What stops inside tell is lost behind it where it may be passed over or asked at another time. */
    bool apart = d->item.when.expr || d->when || shuffled || d->sort == SORT_ROSTER;
    d->passed = apart && is_asked_inside(d) ? knowledge_new(l, around) : around;
    if (d->item.when.expr && d->passed != around) {
        knowledge_learn(l, d->passed, &d->item.when);
    }
    d->inside = d->passed;
}

static void link_item(struct loader *l, struct draft *d)
{
    struct draft *parent = d->item.parent == NONE ? NULL : l->drafts[d->item.parent];
    struct knowledge *around = parent ? parent->passed : l->passed;
    struct turned before = loader_turn(l, d->source, "items", d->item.id);
    if (d->sort == SORT_BLOCK || d->sort == SORT_GRID) {
        link_order(l, d);
    }
    link_when(l, d, around);
    bool shuffled = parent && parent->item.arrangement.random;
    if (d->sort == SORT_STOP && !shuffled) {
        knowledge_passed(l, around, &d->item.when);
    }
    link_inside(l, d, around, shuffled);
    options_link(l, d);
    if (d->sort == SORT_COMPUTED) {
        computed_link(l, d);
    }
    if (d->sort == SORT_ROSTER) {
        roster_link(l, d);
    }
    loader_left(l, before);
}

/* A fill's variable must be there before its words are read. */
static void link_fills(struct loader *l)
{
    for (size_t i = 0; i < l->fills_n; i++) {
        struct fill_draft *fill = l->fills[i];
        if (str_is(fill->by->text, "group")) {
            fill->fill.by_group = true;
            fill->fill.by_slot = BUILTIN_GROUP;
            continue;
        }
        struct turned before = loader_turn(l, fill->source, "fills", fill->fill.id);
        fill->variable = codebook_variable(l->book, fill->by->text);
        bool good = fill->variable &&
                    (fill->variable->type == VARIABLE_CODE || fill->variable->type == VARIABLE_INT ||
                     fill->variable->type == VARIABLE_DECIMAL);
        if (!good) {
            definition_error(&l->def, "E127", fill->by,
                             "'%.*s' is neither group, nor a variable with one code, nor "
                             "a number",
                             STR_ARG(fill->by->text));
            loader_suggest(l, fill->by->text, NAMED_ITEM);
            fill->variable = NULL;
        } else {
            fill->fill.by_slot = fill->variable->slot;
        }
        loader_left(l, before);
    }
}

void loader_link(struct loader *l)
{
    l->seen = ARENA_ARRAY(l->arena, l->items_n, uint32_t);
    l->passed = knowledge_new(l, NULL);
    l->roster_defs = ARENA_ARRAY(l->arena, l->rosters_n, struct roster_def);
    l->q->rosters = l->roster_defs;
    l->q->rosters_n = (uint32_t)l->rosters_n;
    for (size_t i = 0; i < l->items_n; i++) {
        link_item(l, l->drafts[i]);
    }
    for (size_t i = 0; i < l->items_n; i++) {
        if (l->drafts[i]->item.checks_n) {
            checks_link(l, l->drafts[i]);
        }
    }
    head_checks_link(l);
    link_fills(l);
}

#include "questionnaire/differ/differ_priv.h"

#include <string.h>

/*
 * Which items of two versions belong together, and which of them are asked of the same respondents for
 * reasons that can be read off the files: they say the same and read only what is shared itself.
 */

/* ---- conditions as text ------------------------------------------------------------------------- */

static struct str variable_name(void *context, uint32_t slot)
{
    const struct questionnaire *q = context;
    return q->codebook->variables[slot]->id;
}

static struct str roster_name(void *context, uint32_t slot)
{
    const struct questionnaire *q = context;
    return q->items[q->rosters[slot].item].id;
}

static struct str option_name(UNUSED void *context, const void *list, int32_t position)
{
    return ((const struct list *)list)->options[position].code;
}

struct str expr_words(struct arena *arena, const struct questionnaire *q, const struct expr *expr)
{
    struct questionnaire *context = NULL;
    memcpy(&context, &q, sizeof context); /* the callbacks only read it */
    struct expr_names names = {variable_name, roster_name, option_name, context};
    return expr_format(arena, expr->root, &names);
}

static struct str condition_text(struct arena *arena, const struct questionnaire *q,
                                 const struct condition *when)
{
    if (!when->expr) {
        return STR_EMPTY;
    }
    struct str words = expr_words(arena, q, when->expr);
    return arena_format(arena, "%.*s%s;", STR_ARG(words), when->unknown == UNKNOWN_ASK ? " or unknown" : "");
}

struct str route_text(struct arena *arena, const struct questionnaire *q, const struct item *item)
{
    struct str above = item->parent == NONE ? STR_EMPTY : route_text(arena, q, &q->items[item->parent]);
    struct str own = condition_text(arena, q, &item->when);
    if (item->kind == ITEM_ROSTER) {
        const struct roster_def *roster = &q->rosters[item->roster];
        own = arena_format(arena, "%.*srows of %.*s, %u of %.*s;", STR_ARG(own), STR_ARG(item->id),
                           roster->max, STR_ARG(q->codebook->variables[roster->count_slot]->id));
    }
    return arena_format(arena, "%.*s%.*s", STR_ARG(above), STR_ARG(own));
}

void each_expr(const struct questionnaire *q, const struct item *item, expr_visitor *visit, void *context)
{
    for (uint32_t i = item->index; i != NONE; i = q->items[i].parent) {
        if (q->items[i].when.expr) {
            visit(context, q->items[i].when.expr);
        }
    }
    for (size_t i = 0; i < item->option_rules_n; i++) {
        visit(context, item->option_rules[i].when.expr);
    }
    for (size_t i = 0; i < item->cases_n; i++) {
        if (item->cases[i].when) {
            visit(context, item->cases[i].when);
        }
        visit(context, item->cases[i].value);
    }
}

/* ---- what can be shared ------------------------------------------------------------------------- */

struct str rules_text(struct arena *arena, const struct questionnaire *q, const struct item *item)
{
    struct str text = STR_EMPTY;
    for (size_t i = 0; i < item->option_rules_n; i++) {
        const struct option_rule *rule = &item->option_rules[i];
        struct str code = item->variable->list->options[rule->option].code;
        text = arena_format(arena, "%.*s%.*s: %.*s", STR_ARG(text), STR_ARG(code),
                            STR_ARG(condition_text(arena, q, &rule->when)));
    }
    return text;
}

struct str value_text(struct arena *arena, const struct questionnaire *q, const struct item *item)
{
    struct str text = arena_format(arena, "of %u ", item->draw_of);
    for (size_t i = 0; i < item->cases_n; i++) {
        const struct computed_case *c = &item->cases[i];
        struct str when = c->when ? expr_words(arena, q, c->when) : STR_EMPTY;
        text = arena_format(arena, "%.*s%.*s: %.*s;", STR_ARG(text), STR_ARG(when),
                            STR_ARG(expr_words(arena, q, c->value)));
    }
    return text;
}

static bool same_type(const struct variable *a, const struct variable *b)
{
    if (!a || !b) {
        return !a && !b;
    }
    bool lists = !a->list == !b->list && (!a->list || str_equal(a->list->id, b->list->id));
    return a->type == b->type && a->role == b->role && lists;
}

/* Do both versions say the same of its route and of what it may hold, but for ranges and words? */
static bool says_the_same(struct pairing *p, const struct item *old, const struct item *new)
{
    struct arena *scratch = arena_new();
    const struct questionnaire *const *q = p->q;
    bool frame = old->variable && old->variable->list && old->variable->list->frame;
    bool same = old->kind == new->kind &&same_type(old->variable, new->variable) &&
                str_equal(route_text(scratch, q[OLD], old), route_text(scratch, q[NEW], new)) &&
                str_equal(rules_text(scratch, q[OLD], old), rules_text(scratch, q[NEW], new)) &&
                str_equal(value_text(scratch, q[OLD], old), value_text(scratch, q[NEW], new));
    same = same && (!frame || lists_alike(old->variable->list, new->variable->list));
    for (int g = -1; same && old->kind == ITEM_QUESTION && g < (int)q[NEW]->groups_n; g++) {
        struct domain domain;
        int before = g < 0 ? -1 : questionnaire_group(q[OLD], q[NEW]->groups[g]);
        same = domain_of(scratch, old, new, before, g, &domain);
    }
    arena_free(scratch);
    return same;
}

/* ---- what is not, because of what it reads ------------------------------------------------------ */

struct reading {
    const struct pairing *p;
    enum side side;
    bool all_shared;
    bool any_loose;
};

static void look_at(struct reading *r, uint32_t item)
{
    if (item != NONE) {
        const struct pair *pair = pair_of(r->p, r->side, item);
        r->all_shared = r->all_shared && pair->shared;
        r->any_loose = r->any_loose || (!pair->shared && (pair->loose || pair->unsure));
    }
}

static void look_at_expr(void *context, const struct expr *expr)
{
    struct reading *r = context;
    const struct questionnaire *q = r->p->q[r->side];
    for (size_t i = 0; i < expr->reads_n; i++) {
        look_at(r, q->item_of_slot[expr->reads[i]]);
    }
    for (size_t i = 0; i < expr->rosters_n; i++) {
        look_at(r, q->rosters[expr->rosters[i]].item);
    }
}

/* All that its route hangs on: what it reads, the roster it stands in, what a roster's rows are counted by.
 */
static struct reading read_all(const struct pairing *p, enum side side, const struct item *item)
{
    struct reading r = {.p = p, .side = side, .all_shared = true};
    const struct questionnaire *q = p->q[side];
    each_expr(q, item, look_at_expr, &r);
    if (item->roster != NONE) {
        const struct roster_def *roster = &q->rosters[item->roster];
        look_at(&r, q->item_of_slot[roster->count_slot]);
        if (in_roster(item)) {
            look_at(&r, roster->item);
        }
    }
    return r;
}

/* One pass: what reads something that is not shared, or stands behind such a stop of a row. True: something
 * changed. */
static bool spread(struct pairing *p, enum side side)
{
    bool changed = false;
    bool stopped = false;
    for (uint32_t i = 0; i < p->q[side]->items_n; i++) {
        struct pair *pair = pair_of(p, side, i);
        const struct item *item = &p->q[side]->items[i];
        if (pair->shared && (stopped || !read_all(p, side, item).all_shared)) {
            pair->shared = false;
            changed = true;
        }
        stopped = stopped || (item->kind == ITEM_STOP && !pair->shared && in_roster(item));
    }
    return changed;
}

/* What stands behind a stop of one version only. It can be shared all the same: only the stop tells it apart.
 */
static void find_behind(struct pairing *p, enum side side)
{
    bool stopped = false;
    for (uint32_t i = 0; i < p->q[side]->items_n; i++) {
        struct pair *pair = pair_of(p, side, i);
        pair->behind |= stopped ? 1u << side : 0;
        stopped = stopped || (p->q[side]->items[i].kind == ITEM_STOP && !pair->shared);
    }
}

/* How long a run of shared items in the same order ends at each item, and which one of it stands before. */
struct runs {
    uint32_t *length; /* 0: the item is in none */
    uint32_t *before;
    uint32_t last; /* of the longest */
};

static struct runs find_runs(struct pairing *p)
{
    const struct questionnaire *q = p->q[NEW];
    struct runs r = {ARENA_ARRAY(p->arena, q->items_n, uint32_t), ARENA_ARRAY(p->arena, q->items_n, uint32_t),
                     NONE};
    for (uint32_t i = 0; i < q->items_n; i++) {
        const struct pair *pair = pair_of(p, NEW, i);
        bool counts = pair->shared && (is_leaf(&q->items[i]) || q->items[i].kind == ITEM_ROSTER);
        r.before[i] = NONE;
        for (uint32_t k = 0; counts && k < i; k++) {
            if (r.length[k] > r.length[i] && pair_of(p, NEW, k)->at[OLD] < pair->at[OLD]) {
                r.length[i] = r.length[k];
                r.before[i] = k;
            }
        }
        r.length[i] += counts;
        r.last = counts && (r.last == NONE || r.length[i] > r.length[r.last]) ? i : r.last;
    }
    return r;
}

/* Of what is shared, the longest run that stands in the same order in both versions stays. */
static bool keep_order(struct pairing *p)
{
    uint32_t n = p->q[NEW]->items_n;
    struct runs runs = find_runs(p);
    bool *kept = ARENA_ARRAY(p->arena, n, bool);
    for (uint32_t i = runs.last; i != NONE; i = runs.before[i]) {
        kept[i] = true;
    }
    bool changed = false;
    for (uint32_t i = 0; i < n; i++) {
        struct pair *pair = pair_of(p, NEW, i);
        if (runs.length[i] && !kept[i]) {
            pair->shared = false;
            pair->moved = true;
            changed = true;
        }
    }
    return changed;
}

/* ---- what cannot be told ------------------------------------------------------------------------ */

/* Do both versions ask it outside rosters, or in the rows of one that they share? */
static bool same_roster(const struct pairing *p, const struct pair *pair)
{
    const struct pair *rosters[2] = {NULL, NULL};
    for (int s = OLD; s <= NEW; s++) {
        const struct item *item = pair_item(p, pair, (enum side)s);
        if (in_roster(item)) {
            rosters[s] = pair_of(p, (enum side)s, p->q[s]->rosters[item->roster].item);
        }
    }
    return rosters[OLD] == rosters[NEW] && (!rosters[OLD] || rosters[OLD]->shared);
}

/* Partial dates and sets of long lists: equal answers cannot be demanded of them. A roster that is not
 * shared: its rows cannot be laid beside each other. */
static bool cannot_be_tied(const struct pairing *p, const struct pair *pair)
{
    if (!pair_in_both(pair)) {
        return false;
    }
    const struct item *old = pair_item(p, pair, OLD);
    const struct item *new = pair_item(p, pair, NEW);
    if (old->kind == ITEM_ROSTER || new->kind == ITEM_ROSTER || old->kind == ITEM_DRAW) {
        return true;
    }
    if (!same_roster(p, pair)) {
        return true;
    }
    if (!old->variable || !same_type(old->variable, new->variable)) {
        return false; /* another question: nobody says that its answer is the same */
    }
    const struct variable *v = new->variable;
    unsigned whole = 1u << date_precision((struct date){2000, 1, 1});
    return (v->type == VARIABLE_DATE && (v->precisions | old->variable->precisions) != whole) ||
           (v->list && v->list->frame &&
            (v->type == VARIABLE_SET || !lists_alike(v->list, old->variable->list)));
}

static bool spread_doubt(struct pairing *p, enum side side)
{
    bool changed = false;
    bool stopped = false;
    for (uint32_t i = 0; i < p->q[side]->items_n; i++) {
        struct pair *pair = pair_of(p, side, i);
        const struct item *item = &p->q[side]->items[i];
        bool doubt =
            stopped || read_all(p, side, item).any_loose || (pair_in_both(pair) && !same_roster(p, pair));
        if ((!pair->shared || stopped) && !pair->unsure && doubt) {
            pair->unsure = true;
            changed = true;
        }
        stopped = stopped || (item->kind == ITEM_STOP && !pair->shared && (pair->unsure || in_roster(item)));
    }
    return changed;
}

static void doubt(struct pairing *p)
{
    for (size_t i = 0; i < p->n; i++) {
        p->pairs[i].loose = !p->pairs[i].shared && cannot_be_tied(p, &p->pairs[i]);
    }
    while (spread_doubt(p, OLD) || spread_doubt(p, NEW)) {
    }
}

/* ---- making it ---------------------------------------------------------------------------------- */

static void add_side(struct pairing *p, struct ids *ids, enum side side)
{
    for (uint32_t i = 0; i < p->q[side]->items_n; i++) {
        struct str id = p->q[side]->items[i].id;
        uint32_t at = (uint32_t)p->n;
        if (ids_add(ids, id, at)) {
            p->pairs[p->n++] = (struct pair){.id = id, .at = {NONE, NONE}};
        } else {
            (void)ids_find(ids, id, &at);
        }
        p->pairs[at].at[side] = i;
        p->of[side][i] = at;
    }
}

struct pairing *pairing_make(struct arena *arena, const struct questionnaire *old,
                             const struct questionnaire *new)
{
    struct pairing *p = ARENA_NEW(arena, struct pairing);
    *p = (struct pairing){.arena = arena, .q = {old, new}};
    p->pairs = ARENA_ARRAY(arena, (size_t)old->items_n + new->items_n, struct pair);
    p->of[OLD] = ARENA_ARRAY(arena, old->items_n, uint32_t);
    p->of[NEW] = ARENA_ARRAY(arena, new->items_n, uint32_t);
    struct ids ids = {.arena = arena};
    add_side(p, &ids, NEW);
    add_side(p, &ids, OLD);
    for (size_t i = 0; i < p->n; i++) {
        struct pair *pair = &p->pairs[i];
        pair->shared =
            pair_in_both(pair) && says_the_same(p, pair_item(p, pair, OLD), pair_item(p, pair, NEW));
    }
    while (spread(p, OLD) || spread(p, NEW) || keep_order(p)) {
    }
    find_behind(p, OLD);
    find_behind(p, NEW);
    doubt(p);
    return p;
}

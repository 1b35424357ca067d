#include "questionnaire/load_priv.h"

/* ---- first pass ------------------------------------------------------------------------------ */

static bool keep_id(struct definition *def, void *context, const struct node *node)
{
    (void)def;
    ((struct check_draft *)context)->id = node;
    return true;
}
static bool keep_hard(struct definition *def, void *context, const struct node *node)
{
    (void)def;
    ((struct check_draft *)context)->hard = node;
    return true;
}
static bool keep_soft(struct definition *def, void *context, const struct node *node)
{
    (void)def;
    ((struct check_draft *)context)->soft = node;
    return true;
}
static bool keep_involves(struct definition *def, void *context, const struct node *node)
{
    (void)def;
    ((struct check_draft *)context)->involves = node;
    return true;
}

static const struct definition_key keys[] = {
    {"id", keep_id}, {"hard", keep_hard}, {"soft", keep_soft}, {"involves", keep_involves}};

static void declare_check(struct loader *l, const struct node *node, uint32_t item)
{
    struct check_draft *c = ARENA_NEW(l->arena, struct check_draft);
    c->source = l->def.source;
    c->node = node;
    if (!definition_map(&l->def, node, keys, ARRAY_LEN(keys), c) && node->kind != NODE_MAP) {
        return;
    }
    if (!c->id) {
        definition_error(&l->def, "E109", node, "a check needs 'id'");
        return;
    }
    if (!c->hard == !c->soft) {
        definition_error(&l->def, "E109", c->id, "a check has one of 'hard' and 'soft': what holds");
        return;
    }
    if (!definition_id(&l->def, c->id, ID_LONGEST, &c->check.id) ||
        !loader_name(l, c->id, c->check.id, NAMED_CHECK, (uint32_t)l->checks_n)) {
        return;
    }
    c->check.index = (uint32_t)l->checks_n;
    c->check.kind = c->hard ? CHECK_HARD : CHECK_SOFT;
    c->check.item = item;
    c->check.roster = NONE;
    if (item != NONE && l->drafts[item]->sort != SORT_ROSTER) {
        c->check.roster = l->drafts[item]->item.roster;
    }
    if (l->checks_n == l->checks_cap) {
        l->checks = loader_grow(l, l->checks, l->checks_n, &l->checks_cap, sizeof(struct check_draft *));
    }
    l->checks[l->checks_n++] = c;
}

void checks_declare(struct loader *l, const struct node *list, uint32_t item)
{
    if (!definition_is(&l->def, list, NODE_LIST)) {
        return;
    }
    size_t first = l->checks_n;
    definition_enter(&l->def, STR("checks"));
    for (size_t i = 0; i < list->n; i++) {
        const struct node *id = node_get(list->items[i], "id");
        definition_enter(&l->def, id && id->kind == NODE_SCALAR ? id->text : STR_EMPTY);
        declare_check(l, list->items[i], item);
        definition_leave(&l->def);
    }
    definition_leave(&l->def);
    if (item == NONE || l->checks_n == first) {
        return;
    }
    struct item *own = &l->drafts[item]->item;
    uint32_t *indexes = ARENA_ARRAY(l->arena, l->checks_n - first, uint32_t);
    for (size_t i = first; i < l->checks_n; i++) {
        indexes[own->checks_n++] = (uint32_t)i;
    }
    own->checks = indexes;
}

/* ---- second pass ----------------------------------------------------------------------------- */

static void link_involves(struct loader *l, struct check_draft *c, uint32_t limit)
{
    const struct node *list = c->involves;
    if (!definition_is(&l->def, list, NODE_LIST)) {
        return;
    }
    uint32_t *slots = ARENA_ARRAY(l->arena, list->n, uint32_t);
    for (size_t i = 0; i < list->n; i++) {
        struct str id;
        if (!definition_text(&l->def, list->items[i], &id)) {
            continue;
        }
        const struct variable *v = codebook_variable(l->book, id);
        if (!v && loader_broken(l, id)) {
            continue; /* its own mistakes were told */
        }
        if (!v) {
            definition_error(&l->def, "E121", list->items[i], "there is no variable '%.*s'", STR_ARG(id));
            loader_suggest(l, id, NAMED_ITEM);
        } else if (l->item_of_slot[v->slot] != NONE && l->item_of_slot[v->slot] >= limit) {
            definition_error(&l->def, "E122", list->items[i], "'%.*s' comes later than this check",
                             STR_ARG(id));
        } else {
            slots[c->check.involves_n++] = v->slot;
        }
    }
    c->check.involves = slots;
}

static void link_check(struct loader *l, struct check_draft *c, const struct use *use)
{
    const struct node *holds = c->hard ? c->hard : c->soft;
    struct turned before = loader_turn(l, c->source, "checks", c->check.id);
    definition_enter(&l->def, c->hard ? STR("hard") : STR("soft"));
    c->check.holds = use_compile(l, use, holds, (struct expr_type){.kind = VALUE_BOOL});
    definition_leave(&l->def);
    if (c->involves) {
        definition_enter(&l->def, STR("involves"));
        link_involves(l, c, use->limit);
        definition_leave(&l->def);
    } else if (c->check.holds) {
        c->check.involves = c->check.holds->reads;
        c->check.involves_n = c->check.holds->reads_n;
    }
    loader_left(l, before);
}

void checks_link(struct loader *l, struct draft *d)
{
    struct use use = {d->item.index, d->item.end, EXPR_NO_ROSTER, d->inside};
    if (d->item.roster != NONE && d->sort != SORT_ROSTER) {
        use.roster = d->item.roster;
    }
    for (size_t i = 0; i < d->item.checks_n; i++) {
        link_check(l, l->checks[d->item.checks[i]], &use);
    }
}

void head_checks_link(struct loader *l)
{
    struct use use = {NONE, (uint32_t)l->items_n, EXPR_NO_ROSTER, NULL};
    for (size_t i = 0; i < l->checks_n; i++) {
        if (l->checks[i]->check.item == NONE) {
            link_check(l, l->checks[i], &use);
        }
    }
}

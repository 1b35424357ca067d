#include "questionnaire/load_priv.h"

/* `options:`, which narrows or arranges a list, and the texts behind "other". */

struct options {
    struct loader *l;
    struct draft *d;
    const struct node *only, *when, *unknown, *order, *fixed;
};

static bool keep(struct definition *def, const struct node **at, const struct node *node)
{
    (void)def;
    *at = node;
    return true;
}
static bool keep_only(struct definition *def, void *context, const struct node *node)
{
    return keep(def, &((struct options *)context)->only, node);
}
static bool keep_when(struct definition *def, void *context, const struct node *node)
{
    return keep(def, &((struct options *)context)->when, node);
}
static bool keep_unknown(struct definition *def, void *context, const struct node *node)
{
    return keep(def, &((struct options *)context)->unknown, node);
}
static bool keep_order(struct definition *def, void *context, const struct node *node)
{
    return keep(def, &((struct options *)context)->order, node);
}
static bool keep_fixed(struct definition *def, void *context, const struct node *node)
{
    return keep(def, &((struct options *)context)->fixed, node);
}

static const struct definition_key option_keys[] = {{"only", keep_only},
                                                    {"when", keep_when},
                                                    {"unknown", keep_unknown},
                                                    {"order", keep_order},
                                                    {"fixed", keep_fixed}};

static void not_an_option(struct loader *l, const struct node *node, const struct list *list)
{
    definition_error(&l->def, "E104", node, "option '%.*s' is not in list %.*s", STR_ARG(node->text),
                     STR_ARG(list->id));
    if (!definition_may_suggest(&l->def)) {
        return;
    }
    struct str *words = ARENA_ARRAY(l->arena, 2 * list->n, struct str);
    size_t n = 0;
    for (size_t i = 0; i < list->n; i++) {
        words[n++] = list->options[i].code;
        if (list->options[i].name.len) {
            words[n++] = list->options[i].name;
        }
    }
    diag_suggest(l->def.diags, node->text, words, n);
}

int32_t option_read(struct loader *l, const struct list *list, const struct node *node)
{
    struct str word;
    if (!definition_text(&l->def, node, &word)) {
        return -1;
    }
    int32_t position = list_find(list, word);
    if (position < 0) {
        not_an_option(l, node, list);
    }
    return position;
}

/* Options named in a list, as bits by position; false after an error. */
static bool read_positions(struct loader *l, const struct list *list, const struct node *node, bool *chosen)
{
    if (!definition_is(&l->def, node, NODE_LIST)) {
        return false;
    }
    bool good = true;
    for (size_t i = 0; i < node->n; i++) {
        int32_t position = option_read(l, list, node->items[i]);
        if (position < 0) {
            good = false;
        } else if (chosen[position]) {
            good = definition_error(&l->def, "E106", node->items[i], "this option stands here already");
        } else {
            chosen[position] = true;
        }
    }
    return good;
}

static void take_only(struct options *o)
{
    const struct list *list = o->d->options_list;
    bool *chosen = ARENA_ARRAY(o->l->arena, list->n, bool);
    if (!read_positions(o->l, list, o->only, chosen)) {
        return;
    }
    int32_t *only = ARENA_ARRAY(o->l->arena, list->n, int32_t);
    size_t n = 0;
    for (size_t i = 0; i < list->n; i++) {
        if (chosen[i]) {
            only[n++] = (int32_t)i;
        }
    }
    if (!n) {
        definition_error(&o->l->def, "E109", o->only, "no option is left");
    }
    o->d->item.only = only;
    o->d->item.only_n = n;
}

bool order_read(struct loader *l, const struct node *node, bool *random)
{
    static const char *const words[] = {"given", "random"};
    size_t which = 0;
    bool good = definition_choice(&l->def, node, words, ARRAY_LEN(words), &which);
    *random = which == 1;
    return good;
}

static void take_fixed(struct options *o, struct arrangement *out)
{
    const struct list *list = o->d->options_list;
    if (!out->random) {
        definition_error(&o->l->def, "E110", o->fixed, "'fixed' goes with `order: random`");
        return;
    }
    bool *chosen = ARENA_ARRAY(o->l->arena, list->n, bool);
    uint32_t *fixed = ARENA_ARRAY(o->l->arena, list->n, uint32_t);
    if (!read_positions(o->l, list, o->fixed, chosen)) {
        return;
    }
    for (size_t i = 0; i < list->n; i++) {
        if (chosen[i]) {
            fixed[out->fixed_n++] = (uint32_t)i;
        }
    }
    out->fixed = fixed;
}

static void read_options(struct loader *l, struct draft *d)
{
    struct options o = {.l = l, .d = d};
    definition_enter(&l->def, STR("options"));
    (void)definition_map(&l->def, d->options, option_keys, ARRAY_LEN(option_keys), &o);
    if (d->options->kind == NODE_MAP) {
        definition_enter(&l->def, STR("only"));
        if (o.only) {
            take_only(&o);
        }
        definition_turn(&l->def, STR("order"));
        if (o.order) {
            (void)order_read(l, o.order, &d->option_order.random);
        }
        definition_turn(&l->def, STR("fixed"));
        if (o.fixed) {
            take_fixed(&o, &d->option_order);
        }
        definition_leave(&l->def);
    }
    definition_leave(&l->def);
}

/* ---- "other: which?" ------------------------------------------------------------------------- */

static bool offered(const struct item *item, int32_t position)
{
    for (size_t i = 0; i < item->only_n; i++) {
        if (item->only[i] == position) {
            return true;
        }
    }
    return item->only == NULL;
}

static void declare_specify(struct loader *l, struct draft *d, int32_t position, uint32_t *slots)
{
    const struct option *option = &d->options_list->options[position];
    /* The first is ID_other; further ones carry their code, so that they do not depend on each other. */
    struct str id = d->item.specify_n
                        ? arena_format(l->arena, "%.*s_other%.*s", STR_ARG(d->item.id), STR_ARG(option->code))
                        : arena_format(l->arena, "%.*s_other", STR_ARG(d->item.id));
    if (id.len > ID_LONGEST) {
        definition_error(&l->def, "E105", d->id, "the id '%.*s' is too long: '%.*s' would have more than %d",
                         STR_ARG(d->item.id), STR_ARG(id), ID_LONGEST);
        return;
    }
    if (!loader_name(l, d->id, id, NAMED_SPECIFY, d->item.index)) {
        return;
    }
    struct variable *v = loader_declare(l, id, d->item.index);
    v->type = VARIABLE_TEXT;
    v->role = ROLE_SPECIFY;
    v->length = 500;
    v->allow = d->variable->allow;
    v->roster = d->variable->roster;
    v->parent = d->variable->slot;
    v->parent_option = position;
    slots[d->item.specify_n++] = v->slot;
}

static void declare_all_specify(struct loader *l, struct draft *d)
{
    size_t n = 0;
    for (size_t i = 0; i < d->options_list->n; i++) {
        n += d->options_list->options[i].specify && offered(&d->item, (int32_t)i);
    }
    if (!n) {
        return;
    }
    if (d->sort == SORT_GRID) {
        definition_error(&l->def, "E110", d->list,
                         "a grid cannot ask \"which?\": its list has an option with "
                         "`specify`");
        return;
    }
    uint32_t *slots = ARENA_ARRAY(l->arena, n, uint32_t);
    d->item.specify = slots;
    for (size_t i = 0; i < d->options_list->n; i++) {
        if (d->options_list->options[i].specify && offered(&d->item, (int32_t)i)) {
            declare_specify(l, d, (int32_t)i, slots);
        }
    }
}

void options_declare(struct loader *l, struct draft *d)
{
    if (!d->options_list) {
        return;
    }
    if (d->sort == SORT_ROW) {
        const struct draft *grid = l->drafts[d->item.grid];
        d->item.only = grid->item.only;
        d->item.only_n = grid->item.only_n;
        d->item.arrangement = grid->option_order;
        return;
    }
    if (d->options) {
        read_options(l, d);
    }
    if (d->sort != SORT_GRID) {
        d->item.arrangement = d->option_order;
    }
    if (!d->options_list->frame) {
        declare_all_specify(l, d);
    }
}

/* ---- conditions of options ------------------------------------------------------------------- */

/* Options with a condition each; true when one of these can be unknown. */
static bool link_rules(struct loader *l, struct draft *d, const struct use *use, const struct node *when,
                       const enum unknown_rule *unknown)
{
    struct option_rule *rules = ARENA_ARRAY(l->arena, when->n, struct option_rule);
    bool *seen = ARENA_ARRAY(l->arena, d->options_list->n, bool);
    bool can = false;
    for (size_t i = 0; i < when->n; i++) {
        int32_t position = option_read(l, d->options_list, when->keys[i]);
        if (position >= 0 && seen[position]) {
            definition_error(&l->def, "E106", when->keys[i], "this option stands here already");
            position = -1;
        }
        if (position < 0) {
            continue;
        }
        seen[position] = true;
        struct option_rule *rule = &rules[d->item.option_rules_n++];
        rule->option = position;
        definition_enter(&l->def, when->keys[i]->text);
        can = use_condition(l, use, when->items[i], unknown, &rule->when) || can;
        definition_leave(&l->def);
    }
    d->item.option_rules = rules;
    return can;
}

static void link_conditions(struct loader *l, struct draft *d, const struct node *when,
                            const struct node *unknown)
{
    struct use use = {d->item.index, d->item.index, d->item.roster == NONE ? EXPR_NO_ROSTER : d->item.roster,
                      d->inside};
    static const enum unknown_rule wrong = UNKNOWN_SKIP; /* written, but wrongly: told */
    const enum unknown_rule *rule = unknown_read(l, unknown);
    definition_enter(&l->def, STR("when"));
    bool can = definition_is(&l->def, when, NODE_MAP) &&
               link_rules(l, d, &use, when, unknown && !rule ? &wrong : rule);
    definition_leave(&l->def);
    if (rule && !can && when->kind == NODE_MAP) {
        definition_enter(&l->def, STR("unknown"));
        definition_warning(&l->def, "E126", unknown,
                           "'unknown' is not needed: no condition here can be unknown");
        definition_leave(&l->def);
    }
}

void options_link(struct loader *l, struct draft *d)
{
    if (d->sort == SORT_ROW) {
        const struct draft *grid = l->drafts[d->item.grid];
        d->item.option_rules = grid->item.option_rules;
        d->item.option_rules_n = grid->item.option_rules_n;
        return;
    }
    const struct node *when = d->options ? node_get(d->options, "when") : NULL;
    if (!d->options_list || !d->options) {
        return;
    }
    const struct node *unknown = node_get(d->options, "unknown");
    definition_enter(&l->def, STR("options"));
    if (when) {
        link_conditions(l, d, when, unknown);
    } else if (unknown) {
        definition_enter(&l->def, STR("unknown"));
        definition_error(&l->def, "E110", unknown, "'unknown' goes with 'when'");
        definition_leave(&l->def);
    }
    definition_leave(&l->def);
}

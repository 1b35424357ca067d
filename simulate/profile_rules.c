#include "simulate/profile_priv.h"

/* The rules of a profile: what one variable is answered with, under which condition. */

struct rule_reader {
    struct profile_loader *l;
    const struct variable *variable;
    struct rule rule;
    const struct node *options, *rest, *table, *min, *mode, *max, *mean, *sd, *age, *value, *open, *sections,
        *like;
};

static bool set_kind(struct rule_reader *r, const struct node *node, enum rule_kind kind, bool fits)
{
    struct definition *def = &r->l->def;
    if (!fits) {
        return definition_error(def, "P107", node, "this says nothing about '%.*s', which is of type %s",
                                STR_ARG(r->variable->id), variable_type_name(r->variable->type));
    }
    if (r->rule.kind != RULE_NONE && r->rule.kind != kind) {
        return definition_error(def, "P107", node,
                                "a rule says in one way where the value comes from, not in two");
    }
    r->rule.kind = kind;
    return true;
}

static bool of_codes(const struct variable *v)
{
    return v->type == VARIABLE_CODE || v->type == VARIABLE_SET;
}

static bool of_numbers(const struct variable *v)
{
    return v->type == VARIABLE_INT || v->type == VARIABLE_DECIMAL;
}

/* ---- options ----------------------------------------------------------------------------------- */

static void unknown_option(struct rule_reader *r, const struct node *key)
{
    struct definition *def = &r->l->def;
    const struct list *list = r->variable->list;
    definition_error(def, "P108", key, "option '%.*s' is not in list %.*s", STR_ARG(key->text),
                     STR_ARG(list->id));
    if (!definition_may_suggest(def) || !def->diags) {
        return;
    }
    struct str *words = ARENA_ARRAY(def->arena, 2 * list->n + 1, struct str);
    size_t n = 0;
    for (size_t i = 0; i < list->n; i++) {
        words[n++] = list->options[i].code;
        words[n++] = list->options[i].name.len ? list->options[i].name : list->options[i].code;
    }
    diag_suggest(def->diags, key->text, words, n);
}

/* `options: {name: weight, ...}`; of a set: the percentage of those who choose it. */
static bool read_options(struct definition *def, void *context, const struct node *map)
{
    struct rule_reader *r = context;
    const struct list *list = r->variable->list;
    if (!set_kind(r, map, RULE_OPTIONS, of_codes(r->variable)) || !definition_is(def, map, NODE_MAP)) {
        return false;
    }
    uint32_t *weights = ARENA_ARRAY(def->arena, list->n, uint32_t);
    bool *named = ARENA_ARRAY(def->arena, list->n, bool);
    bool good = true;
    for (size_t i = 0; i < map->n; i++) {
        int32_t at = list_find(list, map->keys[i]->text);
        if (at < 0) {
            unknown_option(r, map->keys[i]);
            good = false;
        } else {
            named[at] = true;
            good &= profile_share(r->l, map->items[i],
                                  r->variable->type == VARIABLE_SET ? WHOLE : WEIGHT_MOST, &weights[at]);
        }
    }
    r->rule.weights = weights;
    r->rule.named = named;
    return good;
}

static bool read_rest(struct definition *def, void *context, const struct node *node)
{
    struct rule_reader *r = context;
    (void)def;
    return set_kind(r, node, RULE_OPTIONS, of_codes(r->variable)) &&
           profile_share(r->l, node, WEIGHT_MOST, &r->rule.rest);
}

/* ---- numbers ----------------------------------------------------------------------------------- */

/* A number in the units of the variable's own scale; false when it has more decimals. */
static bool own_units(struct rule_reader *r, const struct node *node, int64_t *out)
{
    struct number number = {0};
    uint8_t scale = r->variable->step.scale;
    struct value value = {.kind = VALUE_NUMBER};
    if (!number_parse(node->text, &number)) {
        return definition_error(&r->l->def, "E111", node, "'%.*s' is not a number", STR_ARG(node->text));
    }
    value.number = number;
    if (value_check(r->variable, &value, 0) != VALUE_GOOD) {
        return definition_error(&r->l->def, "P102", node, "'%.*s' cannot be answered to '%.*s'",
                                STR_ARG(node->text), STR_ARG(r->variable->id));
    }
    for (; number.scale > scale; number.scale--) {
        number.units /= 10;
    }
    for (; number.scale < scale; number.scale++) {
        number.units *= 10;
    }
    *out = number.units;
    return true;
}

static bool read_table(struct definition *def, void *context, const struct node *map)
{
    struct rule_reader *r = context;
    if (!set_kind(r, map, RULE_TABLE, of_numbers(r->variable)) || !definition_is(def, map, NODE_MAP)) {
        return false;
    }
    struct weight *table = ARENA_ARRAY(def->arena, map->n ? map->n : 1, struct weight);
    bool good = true;
    for (size_t i = 0; i < map->n; i++) {
        good &= own_units(r, map->keys[i], &table[i].units) &&
                profile_share(r->l, map->items[i], WEIGHT_MOST, &table[i].weight);
    }
    r->rule.table = table;
    r->rule.table_n = map->n;
    return good;
}

static bool read_bound(struct rule_reader *r, const struct node *node, enum rule_kind kind,
                       const struct expr **out)
{
    bool date = r->variable->type == VARIABLE_DATE;
    struct expr_type want = {.kind = date && r->rule.kind != RULE_AGE ? VALUE_DATE : VALUE_NUMBER};
    want.scale = r->variable->type == VARIABLE_DECIMAL ? 6 : 0;
    if (r->rule.kind == RULE_NORMAL || r->rule.kind == RULE_AGE) {
        kind = r->rule.kind;
    } else if (r->rule.kind == RULE_BETWEEN) {
        r->rule.kind = kind; /* bounds of a normal distribution */
    }
    *out = profile_expr(r->l, node, want);
    return *out && set_kind(r, node, kind, of_numbers(r->variable) || date);
}

#define BOUND(name, kind)                                                                                    \
    static bool read_##name(struct definition *def, void *context, const struct node *node)                  \
    {                                                                                                        \
        struct rule_reader *r = context;                                                                     \
        (void)def;                                                                                           \
        return read_bound(r, node, kind, &r->rule.name);                                                     \
    }
BOUND(mean, RULE_NORMAL)
BOUND(sd, RULE_NORMAL)
BOUND(min, RULE_BETWEEN)
BOUND(mode, RULE_BETWEEN)
BOUND(max, RULE_BETWEEN)

/* `age: {min, mode, max}`: a birth date so that its owner has that age today. */
static bool read_age(struct definition *def, void *context, const struct node *map)
{
    static const struct definition_key keys[] = {{"min", read_min}, {"mode", read_mode}, {"max", read_max}};
    struct rule_reader *r = context;
    return set_kind(r, map, RULE_AGE, r->variable->type == VARIABLE_DATE) &&
           definition_map(def, map, keys, ARRAY_LEN(keys), r);
}

static bool read_precision(struct definition *def, void *context, const struct node *map)
{
    static const char *const names[] = {"year", "month", "day"};
    struct rule_reader *r = context;
    bool good = definition_is(def, map, NODE_MAP);
    for (size_t i = 0; good && i < map->n; i++) {
        size_t which = 0;
        good = definition_choice(def, map->keys[i], names, ARRAY_LEN(names), &which) &&
               profile_share(r->l, map->items[i], WEIGHT_MOST, &r->rule.precision[which + DATE_YEAR]);
    }
    return good;
}

/* ---- others ------------------------------------------------------------------------------------ */

static bool read_value(struct definition *def, void *context, const struct node *node)
{
    struct rule_reader *r = context;
    (void)def;
    r->rule.value = profile_expr(r->l, node, variable_expr_type(r->variable));
    return r->rule.value && set_kind(r, node, RULE_VALUE, true);
}

static bool read_from(struct definition *def, void *context, const struct node *node)
{
    struct rule_reader *r = context;
    const struct variable *v = profile_variable(r->l, node);
    if (v && v->type != VARIABLE_TEXT) {
        return definition_error(def, "P107", node, "'%.*s' is no text that could be read", STR_ARG(v->id));
    }
    r->rule.from = v ? v->slot : NONE;
    return v && set_kind(r, node, RULE_READ, true);
}

static bool read_when(struct definition *def, void *context, const struct node *node)
{
    struct rule_reader *r = context;
    (void)def;
    r->rule.when = profile_expr(r->l, node, (struct expr_type){.kind = VALUE_BOOL});
    return r->rule.when != NULL;
}

static bool read_open(struct definition *def, void *context, const struct node *node)
{
    struct rule_reader *r = context;
    (void)def;
    r->rule.open = profile_open(r->l, node);
    return r->rule.open && set_kind(r, node, RULE_OPEN, r->variable->type == VARIABLE_TEXT);
}

static bool no_section(struct rule_reader *r, const struct node *key)
{
    const struct open_list *list = r->rule.open;
    struct str *ids = ARENA_ARRAY(r->l->def.arena, list->n, struct str);
    for (size_t i = 0; i < list->n; i++) {
        ids[i] = list->sections[i].id;
    }
    definition_error(&r->l->def, "P109", key, "%.*s has no section [%.*s]", STR_ARG(list->id),
                     STR_ARG(key->text));
    diag_suggest(r->l->def.diags, key->text, ids, list->n);
    return false;
}

/* `sections: {name: weight}` of the open list; needs `open` before. */
static bool read_sections(struct definition *def, void *context, const struct node *map)
{
    struct rule_reader *r = context;
    if (!r->rule.open) {
        return definition_error(def, "P109", map, "sections of which list? `open` comes before");
    }
    if (!definition_is(def, map, NODE_MAP)) {
        return false;
    }
    struct weight *weights = ARENA_ARRAY(def->arena, map->n ? map->n : 1, struct weight);
    bool good = true;
    for (size_t i = 0; i < map->n; i++) {
        const struct open_section *section = open_section(r->rule.open, map->keys[i]->text);
        if (!section) {
            good = no_section(r, map->keys[i]);
            continue;
        }
        weights[i].what = (uint32_t)(section - r->rule.open->sections);
        good &= profile_share(r->l, map->items[i], WEIGHT_MOST, &weights[i].weight);
    }
    r->rule.sections = weights;
    r->rule.sections_n = map->n;
    return good;
}

/* `like: {job_title: jobs}`: the section with the name of the one where that answer stands in that list. */
static bool read_like(struct definition *def, void *context, const struct node *map)
{
    struct rule_reader *r = context;
    if (!definition_is(def, map, NODE_MAP)) {
        return false;
    }
    bool good = map->n == 1;
    const struct variable *v = good ? profile_variable(r->l, map->keys[0]) : NULL;
    r->rule.like = v ? v->slot : NONE;
    r->rule.like_list = good ? profile_open(r->l, map->items[0]) : NULL;
    return good ? v && r->rule.like_list
                : definition_error(def, "P107", map, "like names one question and the list of its answers");
}

static bool read_chance(struct rule_reader *r, const struct node *node, int32_t *out)
{
    uint32_t share = 0;
    bool good = profile_share(r->l, node, WHOLE, &share);
    *out = (int32_t)share;
    return good;
}

static bool read_dont_know(struct definition *def, void *context, const struct node *node)
{
    struct rule_reader *r = context;
    (void)def;
    return read_chance(r, node, &r->rule.dont_know);
}

static bool read_refused(struct definition *def, void *context, const struct node *node)
{
    struct rule_reader *r = context;
    (void)def;
    return read_chance(r, node, &r->rule.refused);
}

static const struct definition_key rule_keys[] = {
    {"when", read_when},
    {"options", read_options},
    {"rest", read_rest},
    {"table", read_table},
    {"age", read_age},
    {"mean", read_mean},
    {"sd", read_sd},
    {"min", read_min},
    {"mode", read_mode},
    {"max", read_max},
    {"value", read_value},
    {"open", read_open},
    {"like", read_like},
    {"read", read_from},
    {"sections", read_sections},
    {"precision", read_precision},
    {"dont_know", read_dont_know},
    {"refused", read_refused},
};

/* ---- one rule, all rules of a question ------------------------------------------------------------ */

static void keep_rule(struct profile_loader *l, const struct rule *rule, uint32_t slot, bool frame)
{
    if (l->rules_n == l->rules_cap) {
        l->rules = profile_grow(l, l->rules, l->rules_n, &l->rules_cap, sizeof *l->rules);
    }
    l->rules[l->rules_n] = (struct rule_draft){slot, frame, *rule};
    l->rules[l->rules_n++].rule.group = l->group;
}

static bool complete_rule(struct rule_reader *r, const struct node *node)
{
    const struct rule *rule = &r->rule;
    bool bounds = (rule->kind != RULE_BETWEEN && rule->kind != RULE_AGE) || (rule->min && rule->max);
    bool normal = rule->kind != RULE_NORMAL || (rule->mean && rule->sd && !rule->mode);
    return (bounds && normal) ||
           definition_error(&r->l->def, "P107", node,
                            "a range needs min and max, a normal distribution mean and sd");
}

static bool read_rule(struct profile_loader *l, const struct node *node, const struct variable *v, bool frame)
{
    struct rule_reader r = {.l = l, .variable = v};
    r.rule = (struct rule){.like = NONE, .dont_know = -1, .refused = -1};
    l->roster = v->roster;
    bool good = definition_map(&l->def, node, rule_keys, ARRAY_LEN(rule_keys), &r) && complete_rule(&r, node);
    l->roster = EXPR_NO_ROSTER;
    if (good) {
        keep_rule(l, &r.rule, v->slot, frame);
    }
    return good;
}

static bool read_rules(struct profile_loader *l, const struct node *node, const struct variable *v,
                       bool frame)
{
    if (node->kind != NODE_LIST) {
        return read_rule(l, node, v, frame);
    }
    bool good = true;
    for (size_t i = 0; i < node->n; i++) {
        good &= read_rule(l, node->items[i], v, frame);
    }
    return good;
}

/* The rules of a grid hold for those of its rows that have none of their own in the same file. */
static bool read_grid(struct profile_loader *l, const struct node *map, const struct node *node,
                      uint32_t grid)
{
    bool good = true;
    for (uint32_t i = grid + 1; i < l->q->items[grid].end; i++) {
        const struct variable *v = l->q->items[i].variable;
        char id[64];
        snprintf(id, sizeof id, "%.*s", STR_ARG(l->q->items[i].id));
        if (v && !node_get(map, id)) {
            good &= read_rules(l, node, v, false);
        }
    }
    return good;
}

static bool read_question(struct profile_loader *l, const struct node *map, size_t i)
{
    const struct node *key = map->keys[i];
    uint32_t item = questionnaire_item(l->q, key->text);
    if (item != NONE && l->q->items[item].kind == ITEM_GRID) {
        return read_grid(l, map, map->items[i], item);
    }
    const struct variable *v = codebook_find(l->q->codebook, key->text);
    if (v && (v->role == ROLE_ASKED || v->role == ROLE_SPECIFY)) {
        return read_rules(l, map->items[i], v, false);
    }
    definition_error(&l->def, "P101", key,
                     v ? "'%.*s' is never asked, so it cannot be answered" : "there is no question '%.*s'",
                     STR_ARG(key->text));
    if (!v) {
        profile_suggest(l, key->text);
    }
    return false;
}

bool read_questions(struct definition *def, void *context, const struct node *map)
{
    struct profile_loader *l = context;
    bool good = definition_is(def, map, NODE_MAP);
    for (size_t i = 0; good && i < map->n; i++) {
        definition_enter(def, map->keys[i]->text);
        good = read_question(l, map, i) && good;
        definition_leave(def);
    }
    return good;
}

bool read_frame(struct definition *def, void *context, const struct node *map)
{
    static const char *const names[] = {"sex", "birth_date", "generation", "language", "municipality"};
    struct profile_loader *l = context;
    bool good = definition_is(def, map, NODE_MAP);
    for (size_t i = 0; good && i < map->n; i++) {
        size_t which = 0;
        definition_enter(def, map->keys[i]->text);
        good = definition_choice(def, map->keys[i], names, ARRAY_LEN(names), &which) &&
               read_rules(l, map->items[i], l->q->codebook->variables[BUILTIN_FRAME_SEX + which], true);
        definition_leave(def);
    }
    return good;
}

#include "questionnaire/load_priv.h"

/* What names stand for in an expression, and whether they may be read there. */

struct scope {
    struct loader *l;
    const struct use *use;
};

static bool resolve_variable(struct scope *scope, const struct variable *v, struct expr_symbol *out)
{
    *out = (struct expr_symbol){.kind = SYMBOL_CELL,
                                .slot = v->slot,
                                .type = variable_expr_type(v),
                                .roster = v->roster,
                                .can_be = knowledge_can_be(scope->l, scope->use, v)};
    out->whole_days = v->type == VARIABLE_DATE && v->precisions == 1u << DATE_DAY;
    return true;
}

static bool resolve(void *context, struct str name, struct expr_symbol *out, bool *said)
{
    struct scope *scope = context;
    const struct variable *v = codebook_variable(scope->l->book, name);
    const struct draft *d = loader_item(scope->l, name);
    if (loader_broken(scope->l, name)) {
        *said = true; /* its own mistakes were told; nobody can say more about what reads it */
        return false;
    }
    if (v) {
        return resolve_variable(scope, v, out);
    }
    if (d && d->sort == SORT_ROSTER) {
        *out = (struct expr_symbol){.kind = SYMBOL_ROSTER, .slot = d->item.roster, .roster = EXPR_NO_ROSTER};
        return true;
    }
    return false;
}

static bool option(void *context, const void *list, struct str code_or_name, int32_t *position)
{
    (void)context;
    *position = list_find(list, code_or_name);
    return *position >= 0;
}

static struct str list_name(void *context, const void *list)
{
    (void)context;
    return ((const struct list *)list)->id;
}

static bool is_readable(const struct scope *scope, const struct named_id *named)
{
    if (named->kind == NAMED_BUILTIN) {
        return true;
    }
    bool item = named->kind == NAMED_ITEM && scope->l->drafts[named->number]->variable;
    return (item || named->kind == NAMED_SPECIFY) && named->number < scope->use->limit;
}

static size_t names(void *context, const struct str **out)
{
    struct scope *scope = context;
    struct loader *l = scope->l;
    if (!definition_may_suggest(&l->def)) {
        return 0;
    }
    struct str *all = ARENA_ARRAY(l->arena, l->ids.n, struct str);
    size_t n = 0;
    for (size_t i = 0; i < l->ids.n; i++) {
        if (is_readable(scope, &l->named[i])) {
            all[n++] = l->named[i].id;
        }
    }
    *out = all;
    return n;
}

static size_t options(void *context, const void *list, const struct str **out)
{
    struct scope *scope = context;
    const struct list *own = list;
    if (!definition_may_suggest(&scope->l->def)) {
        return 0;
    }
    struct str *all = ARENA_ARRAY(scope->l->arena, 2 * own->n, struct str);
    size_t n = 0;
    for (size_t i = 0; i < own->n; i++) {
        all[n++] = own->options[i].code;
        if (own->options[i].name.len) {
            all[n++] = own->options[i].name;
        }
    }
    *out = all;
    return n;
}

/* ---- forward references ---------------------------------------------------------------------- */

/* The item that stands directly in a container and is or holds `item`. */
static uint32_t child_of(const struct loader *l, uint32_t container, uint32_t item)
{
    while (l->drafts[item]->item.parent != container) {
        item = l->drafts[item]->item.parent;
    }
    return item;
}

static bool is_fixed(const struct arrangement *arrangement, uint32_t item)
{
    size_t low = 0;
    size_t high = arrangement->fixed_n;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (arrangement->fixed[middle] == item) {
            return true;
        }
        if (arrangement->fixed[middle] < item) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return false;
}

/* Does `before` come first in every drawn order? When it keeps its place, and so does the other one, or all
 * that stands before it. */
static bool always_before(const struct draft *container, uint32_t before, uint32_t after)
{
    const struct arrangement *order = &container->item.arrangement;
    if (!is_fixed(order, before)) {
        return false;
    }
    if (is_fixed(order, after)) {
        return true;
    }
    return before < container->drawn_from;
}

uint32_t order_shuffled(const struct loader *l, uint32_t reader, uint32_t read)
{
    for (uint32_t c = reader == NONE ? NONE : l->drafts[reader]->item.parent; c != NONE;
         c = l->drafts[c]->item.parent) {
        const struct draft *d = l->drafts[c];
        bool inside = read > c && read < d->item.end;
        bool random = d->item.arrangement.random && (d->sort == SORT_BLOCK || d->sort == SORT_GRID);
        if (!inside || !random) {
            continue;
        }
        uint32_t one = child_of(l, c, reader);
        uint32_t other = child_of(l, c, read);
        if (one != other && !always_before(d, other, one)) {
            return c;
        }
    }
    return NONE;
}

static void complain(struct loader *l, const struct node *where, const struct expr_node *node,
                     const char *code, struct str text)
{
    if (!l->def.diags) {
        return;
    }
    struct place place = expr_place(l->def.source, where, node->at);
    diag_error(l->def.diags, code, place, "%.*s", STR_ARG(text));
    struct diag *diag = diag_last(l->def.diags);
    diag->line = arena_copy(l->def.diags->arena, source_line(l->def.source, place.line));
}

static bool check_read(struct loader *l, const struct use *use, const struct node *where,
                       const struct expr_node *node, uint32_t item, uint32_t end)
{
    if (item == NONE) {
        return true;
    }
    struct str id = l->drafts[item]->item.id;
    if (end > use->limit) {
        bool own = item == use->item;
        complain(l, where, node, "E122",
                 arena_format(l->arena, own ? "'%.*s' reads itself" : "'%.*s' comes later than what reads it",
                              STR_ARG(id)));
        return false;
    }
    uint32_t random = order_shuffled(l, use->item, item);
    if (random != NONE) {
        complain(l, where, node, "E123",
                 arena_format(l->arena, "'%.*s' may come later: the order in '%.*s' is random", STR_ARG(id),
                              STR_ARG(l->drafts[random]->item.id)));
        return false;
    }
    return true;
}

static bool check_reads(struct loader *l, const struct use *use, const struct node *where,
                        const struct expr_node *node)
{
    bool good = true;
    if (node->op == EXPR_CELL) {
        uint32_t item = l->item_of_slot[node->slot];
        good = check_read(l, use, where, node, item, item + 1);
    } else if (node->op >= EXPR_ROWS_COUNT) {
        uint32_t item = l->rosters[node->slot];
        good = check_read(l, use, where, node, item, l->drafts[item]->item.end);
    }
    for (uint32_t i = 0; good && i < node->n; i++) {
        if (node->args[i]) {
            good = check_reads(l, use, where, node->args[i]);
        }
    }
    return good;
}

/* ---- compiling ------------------------------------------------------------------------------- */

const struct expr *use_compile(struct loader *l, const struct use *use, const struct node *where,
                               struct expr_type want)
{
    struct scope context = {l, use};
    struct expr_scope scope = {.resolve = resolve,
                               .option = option,
                               .list_name = list_name,
                               .names = names,
                               .options = options,
                               .context = &context,
                               .roster = use->roster};
    size_t from = l->def.diags->n;
    const struct expr *expr = expr_compile(l->arena, l->def.diags, l->def.source, where, &scope, want);
    if (expr && !check_reads(l, use, where, expr->root)) {
        expr = NULL;
    }
    definition_mark(&l->def, from);
    return expr;
}

const enum unknown_rule *unknown_read(struct loader *l, const struct node *node)
{
    static const char *const words[] = {"ask", "skip"};
    static const enum unknown_rule rules[] = {UNKNOWN_ASK, UNKNOWN_SKIP};
    size_t which = 0;
    definition_enter(&l->def, STR("unknown"));
    bool good = node && definition_choice(&l->def, node, words, ARRAY_LEN(words), &which);
    definition_leave(&l->def);
    return good ? &rules[which] : NULL;
}

static void complain_unknown(struct loader *l, const struct node *when, uint32_t culprit,
                             enum cell_state state)
{
    if (culprit == UINT32_MAX) {
        definition_error(&l->def, "E-UNK", when,
                         "this condition can be unknown: its calculation can have no "
                         "result");
    } else {
        struct str id = codebook_variable_at(l->book, culprit)->id;
        definition_error(&l->def, "E-UNK", when, "this condition can be unknown: '%.*s' can be %s here",
                         STR_ARG(id), cell_state_name(state));
    }
    definition_hint(&l->def, "say what happens then: `unknown: ask` or `unknown: skip`");
}

bool use_condition(struct loader *l, const struct use *use, const struct node *when,
                   const enum unknown_rule *rule, struct condition *out)
{
    out->expr = use_compile(l, use, when, (struct expr_type){.kind = VALUE_BOOL});
    out->unknown = rule ? *rule : UNKNOWN_IMPOSSIBLE;
    if (!out->expr) {
        return true; /* nobody knows; no second complaint about the rule */
    }
    struct doubt doubt = doubt_of(l, use, out->expr);
    if (doubt.possible && !rule) {
        complain_unknown(l, when, doubt.culprit, doubt.state);
    }
    out->unknown = doubt.possible ? out->unknown : UNKNOWN_IMPOSSIBLE;
    return doubt.possible;
}

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
    if (v) {
        if (d && !d->variable) {
            *said = true; /* its own mistakes were told; nobody can say more about what reads it */
            return false;
        }
        return resolve_variable(scope, v, out);
    }
    if (!d) {
        return false;
    }
    if (d->sort == SORT_ROSTER) {
        *out = (struct expr_symbol){.kind = SYMBOL_ROSTER, .slot = d->item.roster, .roster = EXPR_NO_ROSTER};
        return true;
    }
    /* A block, grid, note or stop is no value: expr says that the name is not known. A question is broken. */
    *said = ((unsigned)d->sort & (SORT_BLOCK | SORT_GRID | SORT_NOTE | SORT_STOP)) == 0;
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

static size_t names(void *context, const struct str **out)
{
    struct scope *scope = context;
    struct loader *l = scope->l;
    struct str *all = ARENA_ARRAY(l->arena, l->ids.n, struct str);
    size_t n = 0;
    for (size_t i = 0; i < l->ids.n; i++) {
        enum named kind = l->named[i].kind;
        if (kind == NAMED_BUILTIN ||
            ((kind == NAMED_ITEM || kind == NAMED_SPECIFY) && l->named[i].number < scope->use->limit)) {
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
    for (size_t i = 0; i < arrangement->fixed_n; i++) {
        if (arrangement->fixed[i] == item) {
            return true;
        }
    }
    return false;
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
        bool both_fixed = is_fixed(&d->item.arrangement, one) && is_fixed(&d->item.arrangement, other);
        if (one != other && !both_fixed) {
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

bool unknown_rule_read(struct loader *l, const struct node *node, enum unknown_rule *out)
{
    static const char *const words[] = {"ask", "skip"};
    static const enum unknown_rule rules[] = {UNKNOWN_ASK, UNKNOWN_SKIP};
    size_t which = 0;
    if (!definition_choice(&l->def, node, words, ARRAY_LEN(words), &which)) {
        return false;
    }
    *out = rules[which];
    return true;
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
                   const struct node *unknown, struct condition *out)
{
    uint32_t culprit = UINT32_MAX;
    enum cell_state state = CELL_NOT_REACHED;
    enum unknown_rule rule = UNKNOWN_IMPOSSIBLE;
    if (unknown) {
        (void)unknown_rule_read(l, unknown, &rule);
    }
    out->expr = use_compile(l, use, when, (struct expr_type){.kind = VALUE_BOOL});
    if (!out->expr) {
        out->unknown = rule;
        return true; /* nobody knows; no second complaint about the rule */
    }
    bool can = expr_can_be_unknown(out->expr, &culprit, &state);
    if (can && !unknown) {
        complain_unknown(l, when, culprit, state);
    }
    out->unknown = can ? rule : UNKNOWN_IMPOSSIBLE;
    return can;
}

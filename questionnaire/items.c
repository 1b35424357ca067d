#include "questionnaire/load_priv.h"

/*
 * Items: one table row per key, saying which sorts of items may have it and where its node is kept. What the
 * keys mean is read afterwards, when all of them are known.
 */

#define KEY(name, sorts)                                                                                     \
    {                                                                                                        \
        {#name, sizeof #name - 1}, sorts, offsetof(struct draft, name)                                       \
    }
static const struct {
    struct str name;
    unsigned sorts;
    size_t at;
} keys[] = {
    KEY(type, SORTS_ASKED | SORT_NOTE | SORT_COMPUTED | SORT_DRAW),
    KEY(when, SORTS_ALL),
    KEY(unknown, SORTS_ALL),
    KEY(nr, SORTS_ALL & ~(unsigned)SORT_STOP),
    KEY(list, SORT_CODE | SORT_SET | SORT_COMPUTED | SORT_GRID),
    KEY(card, SORTS_ASKED | SORT_GRID),
    KEY(checks, SORTS_ALL & ~(unsigned)SORT_STOP),
    KEY(allow, SORTS_ASKED | SORT_GRID),
    KEY(min, SORT_INT | SORT_DECIMAL | SORT_DATE | SORT_TIME),
    KEY(max, SORT_INT | SORT_DECIMAL | SORT_DATE | SORT_TIME | SORT_ROSTER),
    KEY(undecided, SORTS_ALL),
    KEY(read_out, SORT_CODE | SORT_SET | SORT_GRID),
    KEY(measure, SORTS_ASKED | SORT_COMPUTED | SORT_DRAW | SORT_GRID),
    KEY(frame, SORT_LOOKUP | SORT_COMPUTED),
    KEY(options, SORT_CODE | SORT_SET | SORT_LOOKUP | SORT_GRID),
    KEY(choose, SORT_SET | SORT_LOOKUP),
    KEY(step, SORT_DECIMAL | SORT_COMPUTED),
    KEY(length, SORT_TEXT),
    KEY(lines, SORT_TEXT),
    KEY(coded, SORT_TEXT),
    KEY(precision, SORT_DATE),
    KEY(as, SORT_COMPUTED),
    KEY(value, SORT_COMPUTED),
    KEY(cases, SORT_COMPUTED),
    KEY(of, SORT_DRAW),
    KEY(order, SORT_BLOCK | SORT_GRID),
    KEY(fixed, SORT_BLOCK | SORT_GRID),
    KEY(items, SORT_BLOCK | SORT_ROSTER),
    KEY(rows, SORT_GRID),
    KEY(reverse, SORT_ROW),
    KEY(count, SORT_ROSTER),
    KEY(title, SORT_ROSTER),
};

/* What an item of this sort cannot do without; `why` says what it would tell. */
#define MUST(name, sorts, why)                                                                               \
    {                                                                                                        \
#name, sorts, offsetof(struct draft, name), why                                                      \
    }
static const struct {
    const char *name;
    unsigned sorts;
    size_t at;
    const char *why;
} obligatory[] = {
    MUST(list, SORT_CODE | SORT_SET | SORT_GRID, "the list of the answers"),
    MUST(frame, SORT_LOOKUP, "the long list to search in"),
    MUST(min, SORT_INT | SORT_DECIMAL, "the smallest answer"),
    MUST(max, SORT_INT | SORT_DECIMAL | SORT_ROSTER, "the largest possible"),
    MUST(step, SORT_DECIMAL, "how fine the answer is, such as 0.5"),
    MUST(as, SORT_COMPUTED, "int, decimal, code, bool or date"),
    MUST(of, SORT_DRAW, "the number to draw up to"),
    MUST(items, SORT_BLOCK | SORT_ROSTER, "what it holds"),
    MUST(rows, SORT_GRID, "its statements"),
    MUST(count, SORT_ROSTER, "the question that says how many rows"),
};

static const struct {
    const char *name;
    enum item_sort sort;
    enum item_kind kind;
} types[] = {
    {"code", SORT_CODE, ITEM_QUESTION},       {"set", SORT_SET, ITEM_QUESTION},
    {"lookup", SORT_LOOKUP, ITEM_QUESTION},   {"int", SORT_INT, ITEM_QUESTION},
    {"decimal", SORT_DECIMAL, ITEM_QUESTION}, {"text", SORT_TEXT, ITEM_QUESTION},
    {"date", SORT_DATE, ITEM_QUESTION},       {"time", SORT_TIME, ITEM_QUESTION},
    {"note", SORT_NOTE, ITEM_NOTE},           {"computed", SORT_COMPUTED, ITEM_COMPUTED},
    {"draw", SORT_DRAW, ITEM_DRAW},
};

static const struct {
    const char *key;
    enum item_sort sort;
    enum item_kind kind;
} containers[] = {
    {"block", SORT_BLOCK, ITEM_BLOCK},
    {"grid", SORT_GRID, ITEM_GRID},
    {"roster", SORT_ROSTER, ITEM_ROSTER},
    {"stop", SORT_STOP, ITEM_STOP},
};

static const char *sort_name(enum item_sort sort)
{
    for (size_t i = 0; i < ARRAY_LEN(types); i++) {
        if (types[i].sort == sort) {
            return types[i].name;
        }
    }
    for (size_t i = 0; i < ARRAY_LEN(containers); i++) {
        if (containers[i].sort == sort) {
            return containers[i].key;
        }
    }
    return "a row of a grid";
}

static const struct node **draft_node(struct draft *d, size_t at)
{
    return (const struct node **)(void *)((char *)d + at);
}

/* ---- what sort of item ----------------------------------------------------------------------- */

static bool type_sort(struct loader *l, struct draft *d)
{
    const struct node *node = node_get(d->node, "type");
    const char *names[ARRAY_LEN(types)];
    size_t found = 0;
    if (!node) {
        return definition_error(&l->def, "E109", d->node, "the key 'type' is missing: what kind of question");
    }
    for (size_t i = 0; i < ARRAY_LEN(types); i++) {
        names[i] = types[i].name;
    }
    definition_enter(&l->def, d->id->kind == NODE_SCALAR ? d->id->text : STR_EMPTY);
    definition_enter(&l->def, STR("type"));
    bool good = definition_choice(&l->def, node, names, ARRAY_LEN(types), &found);
    definition_leave(&l->def);
    definition_leave(&l->def);
    if (!good) {
        return false;
    }
    d->sort = types[found].sort;
    d->item.kind = types[found].kind;
    return true;
}

static void complain_nameless(struct loader *l, const struct draft *d)
{
    static const struct str wanted[] = {
        {"id", 2}, {"block", 5}, {"grid", 4}, {"roster", 6}, {"stop", 4},
    };
    definition_error(&l->def, "E120", d->node, "an item begins with id, block, grid, roster or stop");
    if (d->node->n) {
        diag_suggest(l->def.diags, d->node->keys[0]->text, wanted, ARRAY_LEN(wanted));
    }
}

/* The sort, and the node that holds the id. */
static bool draft_sort(struct loader *l, struct draft *d, bool row)
{
    const struct node *id = node_get(d->node, "id");
    size_t found = ARRAY_LEN(containers);
    size_t n = id ? 1 : 0;
    for (size_t i = 0; i < ARRAY_LEN(containers); i++) {
        const struct node *node = node_get(d->node, containers[i].key);
        if (node) {
            found = i;
            d->id = node;
            n++;
        }
    }
    if (n == 0) {
        complain_nameless(l, d);
        return false;
    }
    if (n > 1) {
        return definition_error(&l->def, "E120", d->node,
                                "an item has one of id, block, grid, roster and stop");
    }
    if (row && !id) {
        return definition_error(&l->def, "E120", d->node, "a row of a grid begins with id");
    }
    if (id) {
        d->id = id;
        d->sort = SORT_ROW;
        d->item.kind = ITEM_QUESTION;
        return row || type_sort(l, d);
    }
    d->sort = containers[found].sort;
    d->item.kind = containers[found].kind;
    return true;
}

/* ---- keys ------------------------------------------------------------------------------------ */

static void unknown_key(struct loader *l, const struct draft *d, const struct node *key)
{
    struct str names[ARRAY_LEN(keys)];
    size_t n = 0;
    for (size_t i = 0; i < ARRAY_LEN(keys); i++) {
        if (keys[i].sorts & (unsigned)d->sort) {
            names[n++] = keys[i].name;
        }
    }
    definition_error(&l->def, "E102", key, "there is no key '%.*s' here", STR_ARG(key->text));
    diag_suggest(l->def.diags, key->text, names, n);
}

static void take_key(struct loader *l, struct draft *d, const struct node *key, const struct node *value)
{
    if (value == d->id) {
        return;
    }
    for (size_t i = 0; i < ARRAY_LEN(keys); i++) {
        if (!str_equal(key->text, keys[i].name)) {
            continue;
        }
        if (keys[i].sorts & (unsigned)d->sort) {
            *draft_node(d, keys[i].at) = value;
        } else {
            definition_error(&l->def, "E110", key, "%s has no '%.*s'", sort_name(d->sort),
                             STR_ARG(keys[i].name));
        }
        return;
    }
    unknown_key(l, d, key);
}

static bool has_obligatory(struct loader *l, struct draft *d)
{
    bool good = true;
    for (size_t i = 0; i < ARRAY_LEN(obligatory); i++) {
        if (obligatory[i].sorts & (unsigned)d->sort && !*draft_node(d, obligatory[i].at)) {
            definition_error(&l->def, "E109", d->id, "%s needs '%s': %s", sort_name(d->sort),
                             obligatory[i].name, obligatory[i].why);
            good = false;
        }
    }
    return good;
}

static void read_common(struct loader *l, struct draft *d)
{
    size_t accepted = 0;
    static const char *const words[] = {"accepted"};
    definition_enter(&l->def, STR("nr"));
    if (d->nr) {
        (void)definition_text(&l->def, d->nr, &d->item.nr);
    }
    definition_turn(&l->def, STR("card"));
    if (d->card) {
        (void)definition_text(&l->def, d->card, &d->item.card);
    }
    definition_turn(&l->def, STR("read_out"));
    if (d->read_out) {
        (void)definition_flag(&l->def, d->read_out, &d->item.read_out);
    }
    definition_turn(&l->def, STR("undecided"));
    if (d->undecided) {
        d->item.undecided_accepted =
            definition_choice(&l->def, d->undecided, words, ARRAY_LEN(words), &accepted);
    }
    definition_leave(&l->def);
}

/* ---- one item -------------------------------------------------------------------------------- */

static struct draft *new_draft(struct loader *l, const struct node *node, uint32_t parent)
{
    struct draft *d = ARENA_NEW(l->arena, struct draft);
    d->source = l->def.source;
    d->node = node;
    d->item.index = (uint32_t)l->items_n;
    d->item.parent = parent;
    d->item.end = d->item.index + 1;
    d->item.roster = parent == NONE ? NONE : l->drafts[parent]->item.roster;
    d->item.grid = NONE;
    d->item.place = node_place(l->def.source, node);
    return d;
}

static void keep_draft(struct loader *l, struct draft *d)
{
    if (l->items_n == l->items_cap) {
        l->drafts = loader_grow(l, l->drafts, l->items_n, &l->items_cap, sizeof(struct draft *));
    }
    l->drafts[l->items_n++] = d;
}

static size_t longest_id(const struct draft *d)
{
    bool wide = d->sort == SORT_SET || d->sort == SORT_GRID || d->sort == SORT_ROSTER ||
                (d->sort == SORT_LOOKUP && d->choose);
    return wide ? ID_LONGEST_WIDE : ID_LONGEST;
}

static void read_roster(struct loader *l, struct draft *d)
{
    int64_t max = 1;
    if (d->item.roster != NONE) {
        definition_error(&l->def, "E124", d->id, "rosters do not nest");
    }
    definition_enter(&l->def, STR("max"));
    if (d->max) {
        (void)definition_integer(&l->def, d->max, 1, ROWS_MOST, &max);
    }
    definition_leave(&l->def);
    d->item.roster = codebook_declare_roster(l->book, d->item.id, (uint32_t)max);
    if (l->rosters_n == l->rosters_cap) {
        l->rosters = loader_grow(l, l->rosters, l->rosters_n, &l->rosters_cap, sizeof *l->rosters);
    }
    l->rosters[l->rosters_n++] = d->item.index;
}

static void read_children(struct loader *l, struct draft *d)
{
    const struct node *children = d->sort == SORT_GRID ? d->rows : d->items;
    if (!children) {
        return;
    }
    definition_enter(&l->def, d->sort == SORT_GRID ? STR("rows") : STR("items"));
    items_read(l, children, d->item.index);
    definition_leave(&l->def);
    if (children->kind == NODE_LIST && !children->n) {
        definition_error(&l->def, "E109", children, "there is nothing in it");
    }
    d->item.end = (uint32_t)l->items_n;
}

/* So that nobody is told that there is no such item. */
static void keep_broken(struct loader *l, const struct draft *d)
{
    if (d->id && d->id->kind == NODE_SCALAR && !loader_find(l, d->id->text)) {
        (void)loader_name(l, d->id, d->id->text, NAMED_BROKEN, 0);
    }
}

static void read_item(struct loader *l, const struct node *node, uint32_t parent)
{
    struct definition *def = &l->def;
    bool row = parent != NONE && l->drafts[parent]->sort == SORT_GRID;
    struct draft *d = new_draft(l, node, parent);
    if (!definition_is(def, node, NODE_MAP)) {
        return;
    }
    if (!draft_sort(l, d, row)) {
        keep_broken(l, d);
        return;
    }
    definition_enter(def, d->id->kind == NODE_SCALAR ? d->id->text : STR_EMPTY);
    for (size_t i = 0; i < node->n; i++) {
        take_key(l, d, node->keys[i], node->items[i]);
    }
    bool named = definition_id(def, d->id, longest_id(d), &d->item.id) &&
                 loader_name(l, d->id, d->item.id, NAMED_ITEM, d->item.index);
    bool complete = has_obligatory(l, d);
    keep_draft(l, d);
    read_common(l, d);
    if (row) {
        d->item.grid = parent;
    }
    if (named && d->sort == SORT_ROSTER) {
        read_roster(l, d);
    }
    if (d->sort == SORT_STOP) {
        d->item.outcome = d->item.id;
    }
    if (named && complete) {
        type_read(l, d);
    }
    if (d->checks) {
        checks_declare(l, d->checks, d->item.index);
    }
    read_children(l, d);
    definition_leave(def);
}

static size_t count_items(const struct node *list)
{
    size_t n = list->n;
    for (size_t i = 0; i < list->n; i++) {
        const struct node *items = node_get(list->items[i], "items");
        const struct node *rows = node_get(list->items[i], "rows");
        n += items && items->kind == NODE_LIST ? count_items(items) : 0;
        n += rows && rows->kind == NODE_LIST ? count_items(rows) : 0;
    }
    return n;
}

/* Tables that grow while a large file is read would leave their old selves behind. */
static void expect_items(struct loader *l, const struct node *list)
{
    size_t more = count_items(list);
    if (more > l->named_cap) {
        l->named_cap = l->ids.n + more + more / 2;
        struct named_id *named = ARENA_ARRAY(l->arena, l->named_cap, struct named_id);
        if (l->ids.n) {
            memcpy(named, l->named, l->ids.n * sizeof *named);
        }
        l->named = named;
    }
    ids_reserve(&l->ids, l->ids.n + more);
    codebook_expect(l->book, more);
}

void items_read(struct loader *l, const struct node *list, uint32_t parent)
{
    if (!definition_is(&l->def, list, NODE_LIST)) {
        return;
    }
    if (parent == NONE) {
        expect_items(l, list);
        definition_enter(&l->def, STR("items"));
    }
    for (size_t i = 0; i < list->n; i++) {
        if (l->items_n >= ITEMS_MOST) {
            definition_error(&l->def, "E111", list->items[i], "there are more than %d items", ITEMS_MOST);
            break;
        }
        read_item(l, list->items[i], parent);
    }
    if (parent == NONE) {
        definition_leave(&l->def);
    }
}

#include "expr/types_priv.h"

/* ---- making nodes ---------------------------------------------------------------------------- */

struct str syntax_words(const struct compile *c, const struct syntax *s)
{
    return str_slice(c->text, s->at, s->end - s->at);
}

struct expr_node *tree_node_of(struct compile *c, const struct syntax *s, enum expr_op op,
                               struct expr_type type, uint32_t n, struct expr_node *const *args)
{
    struct expr_node *node = ARENA_NEW(c->arena, struct expr_node);
    node->op = op;
    node->type = type;
    node->roster = EXPR_NO_ROSTER;
    node->text = syntax_words(c, s);
    node->at = (uint32_t)s->at;
    node->n = n;
    if (n) {
        struct expr_node **own = ARENA_ARRAY(c->arena, n, struct expr_node *);
        memcpy(own, args, n * sizeof *own);
        node->args = own;
    }
    return node;
}

struct expr_node *tree_node(struct compile *c, const struct syntax *s, enum expr_op op, struct expr_type type)
{
    return tree_node_of(c, s, op, type, 0, NULL);
}

struct expr_node *tree_constant(struct compile *c, const struct syntax *s, struct expr_type type,
                                struct value value)
{
    struct expr_node *node = tree_node(c, s, EXPR_CONST, type);
    node->constant = value;
    return node;
}

/* ---- words about types ----------------------------------------------------------------------- */

static const char *const kind_words[] = {
    [VALUE_NONE] = "nothing", [VALUE_BOOL] = "true or false", [VALUE_NUMBER] = "a number",
    [VALUE_TEXT] = "a text",  [VALUE_DATE] = "a date",        [VALUE_TIME] = "a time",
    [VALUE_CODE] = "a code",  [VALUE_SET] = "a set",
};

struct str type_words(struct compile *c, struct expr_type type)
{
    const char *kind = kind_words[type.kind];
    if (!type_has_list(type)) {
        return str_from(kind);
    }
    struct str list = c->scope->list_name(c->scope->context, type.list);
    return arena_format(c->scratch, "%s of list %.*s", kind, STR_ARG(list));
}

/* What people most often meant when they wrote one kind where another is needed. */
static const struct {
    enum value_kind is, needed;
    const char *hint;
} slips[] = {
    {VALUE_TEXT, VALUE_DATE, "a date is written date(\"2026-05-01\")"},
    {VALUE_DATE, VALUE_TEXT, "a date is written date(\"2026-05-01\")"},
    {VALUE_TEXT, VALUE_TIME, "a time is written time(\"08:30\")"},
    {VALUE_TIME, VALUE_TEXT, "a time is written time(\"08:30\")"},
    {VALUE_DATE, VALUE_NUMBER, "take a part of it: year(d), month(d), age(d), or days(a, b)"},
    {VALUE_TEXT, VALUE_NUMBER, "numbers stand without quotes; length(t) counts characters"},
    {VALUE_CODE, VALUE_NUMBER, "a code stands for an option, it is no number to calculate with"},
    {VALUE_SET, VALUE_CODE, "a set is asked with has: s has 3"},
    {VALUE_SET, VALUE_SET, "a set is asked with has: s has 3"},
    {VALUE_CODE, VALUE_SET, "a set is asked with has: s has 3"},
    {VALUE_SET, VALUE_NUMBER, "count(s) tells how many are chosen"},
    {VALUE_NUMBER, VALUE_BOOL, "compare it: x > 0, or ask answered(x)"},
    {VALUE_CODE, VALUE_BOOL, "compare it: x == option, or ask answered(x)"},
    {VALUE_SET, VALUE_BOOL, "ask s has option, or answered(s)"},
    {VALUE_TEXT, VALUE_BOOL, "compare it: t == \"...\", or ask answered(t)"},
    {VALUE_DATE, VALUE_BOOL, "compare it: d < today, or ask answered(d)"},
    {VALUE_TIME, VALUE_BOOL, "compare it, or ask answered(t)"},
};

static const char *slip_hint(enum value_kind is, enum value_kind needed)
{
    for (size_t i = 0; i < ARRAY_LEN(slips); i++) {
        if (slips[i].is == is && slips[i].needed == needed) {
            return slips[i].hint;
        }
    }
    return NULL;
}

struct expr_node *check_kind(struct compile *c, struct syntax *s, enum value_kind kind, const char *whose)
{
    struct expr_node *node = check_node(c, s, (struct expr_type){.kind = VALUE_NONE});
    if (!node || node->type.kind == kind) {
        return node;
    }
    struct str is = type_words(c, node->type);
    compile_error(c, "E205", s->at, slip_hint(node->type.kind, kind), "%s needs %s, '%.*s' is %.*s", whose,
                  kind_words[kind], STR_ARG(node->text), STR_ARG(is));
    return NULL;
}

/* ---- two sides ------------------------------------------------------------------------------- */

/* Which side is looked at first and tells the other what a literal means: the one that has a list. */
static bool second_leads(struct compile *c, struct syntax *a, struct syntax *b)
{
    if (!is_open(a) || type_has_list(open_type(c, a))) {
        return false;
    }
    return !is_open(b) || type_has_list(open_type(c, b));
}

bool check_pair(struct compile *c, struct syntax *a, struct syntax *b, struct expr_type want,
                struct expr_node *out[2])
{
    unsigned leads = !type_has_list(want) && second_leads(c, a, b) ? 1 : 0;
    struct syntax *follower = leads ? a : b;
    struct expr_node *leader = check_node(c, leads ? b : a, want);
    out[leads] = leader;
    out[1 - leads] = NULL;
    if (!leader && is_open(follower)) {
        /* What it means cannot be told any more; complaining about it would mislead. */
        return false;
    }
    bool told = !type_has_list(want) && leader && type_has_list(leader->type);
    out[1 - leads] = check_node(c, follower, told ? leader->type : want);
    return out[0] && out[1];
}

void types_differ(struct compile *c, size_t at, struct expr_type a, struct expr_type b, const char *verb)
{
    const char *hint = slip_hint(a.kind, b.kind);
    hint = hint ? hint : slip_hint(b.kind, a.kind);
    bool lists = a.kind == b.kind;
    struct str left = type_words(c, a);
    struct str right = type_words(c, b);
    compile_error(c, lists ? "E206" : "E205", at, lists ? NULL : hint, "%.*s cannot be %s %.*s",
                  STR_ARG(left), verb, STR_ARG(right));
}

bool types_join(struct compile *c, size_t at, struct expr_node *const both[2], struct expr_type *joined)
{
    struct expr_type a = both[0]->type;
    struct expr_type b = both[1]->type;
    if (a.kind != b.kind || a.list != b.list) {
        types_differ(c, at, a, b, "taken together with");
        return false;
    }
    *joined = a;
    joined->scale = a.scale > b.scale ? a.scale : b.scale;
    return true;
}

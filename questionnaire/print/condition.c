#include "questionnaire/print/condition.h"

#include "base/buf.h"
#include "base/i18n.h"

/* Expressions in words. A claim is true or false and can be denied; a value is a number, an answer, a date.
 */

struct speaker {
    struct arena *arena;
    const struct telling *t;
};

/* How the parts of a claim hang together, for the parentheses. */
enum joint { JOINT_NONE, JOINT_ALL, JOINT_ANY };
struct claim {
    struct str words;
    enum joint joint;
};

static struct claim claim_of(const struct speaker *s, const struct expr_node *node, bool denied);
static struct str value_of(const struct speaker *s, const struct expr_node *node);

/* ---- sentences with places: "{a} is {b}" ------------------------------------------------------ */

static struct str say(const struct speaker *s, const char *sentence, struct str a, struct str b)
{
    struct buf out = buf_new(BUF_LIMIT_DEFAULT);
    struct str rest = str_from(tr(sentence));
    for (size_t open = str_find_char(rest, '{', 0); open + 2 < rest.len; open = str_find_char(rest, '{', 0)) {
        buf_add(&out, str_slice(rest, 0, open));
        buf_add(&out, rest.ptr[open + 1] == 'a' ? a : b);
        rest = str_slice(rest, open + 3, rest.len);
    }
    buf_add(&out, rest);
    struct str words = arena_copy(s->arena, buf_str(&out));
    buf_free(&out);
    return words;
}

static struct str quoted(const struct speaker *s, struct str words)
{
    return arena_format(s->arena, "“%.*s”", STR_ARG(words));
}

static bool is_claim(const struct expr_node *node)
{
    return node->type.kind == VALUE_BOOL;
}

/* ---- values ----------------------------------------------------------------------------------- */

const char *builtin_words(uint32_t slot)
{
    static const char *const names[BUILTINS] = {
        [BUILTIN_GROUP] = N_("de herkomstgroep"),
        [BUILTIN_LANGUAGE] = N_("de taal van het interview"),
        [BUILTIN_FRAME_SEX] = N_("het geslacht in de steekproef"),
        [BUILTIN_FRAME_BIRTH] = N_("de geboortedatum in de steekproef"),
        [BUILTIN_FRAME_GENERATION] = N_("de generatie in de steekproef"),
        [BUILTIN_FRAME_LANGUAGE] = N_("de taal in de steekproef"),
        [BUILTIN_FRAME_MUNICIPALITY] = N_("de gemeente in de steekproef"),
    };
    return slot < BUILTINS ? tr(names[slot]) : NULL;
}

struct str variable_label(const struct telling *t, uint32_t slot)
{
    const struct variable *v = t->q->codebook->variables[slot];
    struct str label = STR_EMPTY;
    if (v->label) {
        label = v->label[t->language].len ? v->label[t->language] : v->label[t->q->codebook->source_language];
    }
    return label.len ? label : v->id;
}

struct str variable_words(struct arena *arena, const struct telling *t, uint32_t slot)
{
    uint32_t item = t->q->item_of_slot[slot];
    const char *builtin = builtin_words(slot);
    if (builtin) {
        return str_from(builtin);
    }
    struct str label = variable_label(t, slot);
    struct str nr = item == NONE ? STR_EMPTY : t->q->items[item].nr;
    return arena_format(arena, "%.*s%s‘%.*s’", STR_ARG(nr), nr.len ? " " : "", STR_ARG(label));
}

/* Labels stand between other quotes than answers do. */
static struct str roster_words(const struct speaker *s, uint32_t roster)
{
    const struct questionnaire *q = s->t->q;
    const struct item_words *words = item_words(q, q->rosters[roster].item, s->t->language, s->t->group);
    struct str label = text_words(s->arena, s->t, words->label);
    return arena_format(s->arena, "‘%.*s’", STR_ARG(label));
}

static struct str constant(const struct speaker *s, const struct expr_node *node)
{
    const struct variable typed = {.list = node->type.list};
    struct str shown = value_shown(s->arena, s->t->q->codebook, &typed, &node->constant, s->t->language);
    bool words = node->constant.kind == VALUE_CODE || node->constant.kind == VALUE_TEXT;
    return words ? quoted(s, shown) : shown;
}

static struct str list_from(const struct speaker *s, const struct expr_node *node, uint32_t first)
{
    struct buf out = buf_new(BUF_LIMIT_DEFAULT);
    for (uint32_t i = first; i < node->n; i++) {
        buf_add_text(&out, i == first ? "" : ", ");
        buf_add(&out, value_of(s, node->args[i]));
    }
    struct str words = arena_copy(s->arena, buf_str(&out));
    buf_free(&out);
    return words;
}

/* A part of a calculation that is one itself stands in parentheses. */
static struct str operand(const struct speaker *s, const struct expr_node *node)
{
    bool calculation = node->op >= EXPR_ADD && node->op <= EXPR_DEFAULT;
    struct str words = value_of(s, node);
    return calculation ? arena_format(s->arena, "(%.*s)", STR_ARG(words)) : words;
}

/* Over all its arguments, or over the first two. */
static const struct {
    const char *says;
    bool list;
} values[EXPR_OPS] = {
    [EXPR_TODAY] = {N_("de dag van het interview"), false},
    [EXPR_ADD] = {N_("{a} + {b}"), false},
    [EXPR_SUB] = {N_("{a} − {b}"), false},
    [EXPR_MUL] = {N_("{a} × {b}"), false},
    [EXPR_DIV] = {N_("{a} gedeeld door {b}"), false},
    [EXPR_NEG] = {N_("−{a}"), false},
    [EXPR_DEFAULT] = {N_("{a}, of anders {b}"), false},
    [EXPR_YEAR] = {N_("het jaar van {a}"), false},
    [EXPR_MONTH] = {N_("de maand van {a}"), false},
    [EXPR_DAYS] = {N_("het aantal dagen van {a} tot {b}"), false},
    [EXPR_LENGTH] = {N_("het aantal tekens van {a}"), false},
    [EXPR_ABS] = {N_("{a} zonder minteken"), false},
    [EXPR_ROUND] = {N_("{a} afgerond"), false},
    [EXPR_SET_SIZE] = {N_("het aantal antwoorden op {a}"), false},
    [EXPR_MIN] = {N_("het kleinste van ({a})"), true},
    [EXPR_MAX] = {N_("het grootste van ({a})"), true},
    [EXPR_SUM] = {N_("de som van ({a})"), true},
    [EXPR_COUNT] = {N_("het aantal antwoorden onder ({a})"), true},
    [EXPR_ROWS_COUNT] = {N_("het aantal in {a}"), false},
    [EXPR_ROWS_SUM] = {N_("de som in {a} van {b}"), false},
    [EXPR_ROWS_MIN] = {N_("het kleinste in {a} van {b}"), false},
    [EXPR_ROWS_MAX] = {N_("het grootste in {a} van {b}"), false},
};

static bool over_rows(enum expr_op op)
{
    return op >= EXPR_ROWS_COUNT && op <= EXPR_ROWS_MAX;
}

static struct str rows_value(const struct speaker *s, const struct expr_node *node)
{
    struct str what = node->args[0] ? value_of(s, node->args[0]) : STR_EMPTY;
    struct str words = say(s, values[node->op].says, roster_words(s, node->slot), what);
    if (!node->args[1]) {
        return words;
    }
    return say(s, N_("{a} met ({b})"), words, claim_of(s, node->args[1], false).words);
}

static struct str age_words(const struct speaker *s, const struct expr_node *node)
{
    struct str birth = operand(s, node->args[0]);
    return node->n == 2 ? say(s, N_("de leeftijd volgens {a} op {b}"), birth, operand(s, node->args[1]))
                        : say(s, N_("de leeftijd volgens {a}"), birth, STR_EMPTY);
}

static struct str choice_words(const struct speaker *s, const struct expr_node *node)
{
    struct str then =
        say(s, N_("als {a}: {b}"), claim_of(s, node->args[0], false).words, value_of(s, node->args[1]));
    return say(s, N_("({a}; anders: {b})"), then, value_of(s, node->args[2]));
}

static struct str value_of(const struct speaker *s, const struct expr_node *node)
{
    if (node->op == EXPR_CONST) {
        return constant(s, node);
    }
    if (node->op == EXPR_CELL && !is_claim(node)) {
        return variable_words(s->arena, s->t, node->slot);
    }
    if (node->op == EXPR_IF) {
        return choice_words(s, node);
    }
    if (is_claim(node)) {
        return claim_of(s, node, false).words;
    }
    if (node->op == EXPR_AGE) {
        return age_words(s, node);
    }
    if (over_rows(node->op)) {
        return rows_value(s, node);
    }
    if (values[node->op].list) {
        return say(s, values[node->op].says, list_from(s, node, 0), STR_EMPTY);
    }
    struct str a = node->n > 0 ? operand(s, node->args[0]) : STR_EMPTY;
    struct str b = node->n > 1 ? operand(s, node->args[1]) : STR_EMPTY;
    return say(s, values[node->op].says, a, b);
}

/* ---- comparisons ------------------------------------------------------------------------------ */

enum sort_of_value { SORT_NUMBERS, SORT_CODES, SORT_DAYS, SORTS };
enum { LESS, AT_MOST, MORE, AT_LEAST, ORDERS };

static const char *const orders[SORTS][ORDERS] = {
    [SORT_NUMBERS] = {N_("{a} is kleiner dan {b}"), N_("{a} is hoogstens {b}"), N_("{a} is groter dan {b}"),
                      N_("{a} is minstens {b}")},
    [SORT_CODES] = {N_("{a} staat in de lijst voor {b}"), N_("{a} is {b} of staat ervoor in de lijst"),
                    N_("{a} staat in de lijst na {b}"), N_("{a} is {b} of staat erna in de lijst")},
    [SORT_DAYS] = {N_("{a} is vroeger dan {b}"), N_("{a} is {b} of vroeger"), N_("{a} is later dan {b}"),
                   N_("{a} is {b} of later")},
};

static unsigned order_of(enum expr_op op, bool denied)
{
    unsigned order = op == EXPR_LT ? LESS : op == EXPR_LE ? AT_MOST : op == EXPR_GT ? MORE : AT_LEAST;
    static const unsigned opposite[ORDERS] = {
        [LESS] = AT_LEAST, [AT_MOST] = MORE, [MORE] = AT_MOST, [AT_LEAST] = LESS};
    return denied ? opposite[order] : order;
}

static struct str comparison(const struct speaker *s, const struct expr_node *node, bool denied)
{
    struct str a = operand(s, node->args[0]);
    struct str b = operand(s, node->args[1]);
    if (node->op == EXPR_EQ || node->op == EXPR_NE) {
        bool equal = (node->op == EXPR_EQ) != denied;
        return equal ? say(s, N_("{a} is {b}"), a, b) : say(s, N_("{a} is niet {b}"), a, b);
    }
    enum value_kind kind = node->args[0]->type.kind;
    enum sort_of_value sort = kind == VALUE_CODE                         ? SORT_CODES
                              : kind == VALUE_DATE || kind == VALUE_TIME ? SORT_DAYS
                                                                         : SORT_NUMBERS;
    return say(s, orders[sort][order_of(node->op, denied)], a, b);
}

/* ---- other claims ----------------------------------------------------------------------------- */

static const struct {
    const char *holds, *denied;
} claims[EXPR_OPS] = {
    [EXPR_IN] = {N_("{a} is een van ({b})"), N_("{a} is geen van ({b})")},
    [EXPR_HAS] = {N_("bij {a} is {b} gekozen"), N_("bij {a} is {b} niet gekozen")},
    [EXPR_ANSWERED] = {N_("{a} is beantwoord"), N_("{a} is niet beantwoord")},
    [EXPR_DONT_KNOW] = {N_("het antwoord op {a} is ‘weet niet’"),
                        N_("het antwoord op {a} is niet ‘weet niet’")},
    [EXPR_REFUSED] = {N_("het antwoord op {a} is geweigerd"), N_("het antwoord op {a} is niet geweigerd")},
    [EXPR_ASKED] = {N_("{a} is gevraagd"), N_("{a} is niet gevraagd")},
    [EXPR_PARKED] = {N_("{a} staat geparkeerd"), N_("{a} staat niet geparkeerd")},
    [EXPR_CELL] = {N_("{a}: ja"), N_("{a}: nee")},
    [EXPR_ROWS_ANY] = {N_("voor minstens één in {a} geldt: ({b})"),
                       N_("voor geen enkele in {a} geldt: ({b})")},
    [EXPR_ROWS_ALL] = {N_("voor elke in {a} geldt: ({b})"), N_("niet voor elke in {a} geldt: ({b})")},
};

static struct str single_claim(const struct speaker *s, const struct expr_node *node, bool denied)
{
    const char *sentence = denied ? claims[node->op].denied : claims[node->op].holds;
    struct str a = STR_EMPTY;
    struct str b = STR_EMPTY;
    if (over_rows(node->op)) {
        a = roster_words(s, node->slot);
        b = node->args[1] ? claim_of(s, node->args[1], false).words : STR_EMPTY;
    } else if (node->op == EXPR_CELL) {
        a = variable_words(s->arena, s->t, node->slot);
    } else {
        /* The states are those of a variable, also of one that is a claim itself. */
        a = node->args[0]->op == EXPR_CELL ? variable_words(s->arena, s->t, node->args[0]->slot)
                                           : operand(s, node->args[0]);
        b = list_from(s, node, 1);
    }
    return say(s, sentence, a, b);
}

/* Denied, "all" becomes "any" of the denied parts, and the other way round. */
static struct claim joined(const struct speaker *s, const struct expr_node *node, bool denied)
{
    enum joint joint = (node->op == EXPR_AND) != denied ? JOINT_ALL : JOINT_ANY;
    struct buf out = buf_new(BUF_LIMIT_DEFAULT);
    struct claim only = {STR_EMPTY, JOINT_NONE};
    unsigned n = 0;
    for (uint32_t i = 0; i < node->n; i++) {
        if (condition_known(s->t, node->args[i]) != TRUTH_UNKNOWN) {
            continue; /* it changes nothing, or there would be no claim at all */
        }
        struct claim one = claim_of(s, node->args[i], denied);
        bool apart = one.joint != JOINT_NONE && one.joint != joint;
        buf_add_text(&out, !n ? "" : joint == JOINT_ALL ? tr(" en ") : tr(" of "));
        buf_format(&out, apart ? "(%.*s)" : "%.*s", STR_ARG(one.words));
        only = one;
        n++;
    }
    struct claim all = {arena_copy(s->arena, buf_str(&out)), joint};
    buf_free(&out);
    return n == 1 ? only : all;
}

/* What holds where the claim cannot be decided. */
static struct claim with_default(const struct speaker *s, const struct expr_node *node, bool denied)
{
    struct claim claim = claim_of(s, node->args[0], denied);
    enum truth otherwise = condition_known(s->t, node->args[1]);
    bool silent = otherwise != TRUTH_UNKNOWN && (otherwise == TRUTH_TRUE) == denied;
    if (silent) {
        return claim; /* what is not known does not count: that goes without saying */
    }
    if (claim.joint != JOINT_NONE) {
        claim.words = arena_format(s->arena, "(%.*s)", STR_ARG(claim.words));
    }
    if (otherwise == TRUTH_UNKNOWN) {
        claim.words = say(s, N_("{a}, of als dat niet bekend is: {b}"), claim.words,
                          claim_of(s, node->args[1], denied).words);
    } else {
        claim.words = say(s, N_("{a} (of niet bekend)"), claim.words, STR_EMPTY);
    }
    claim.joint = JOINT_NONE;
    return claim;
}

static struct claim claim_of(const struct speaker *s, const struct expr_node *node, bool denied)
{
    enum truth known = condition_known(s->t, node);
    if (known != TRUTH_UNKNOWN) { /* only within something that is not a condition itself */
        const struct value truth = {.kind = VALUE_BOOL, .truth = (known == TRUTH_TRUE) != denied};
        struct str words = value_shown(s->arena, s->t->q->codebook, NULL, &truth, s->t->language);
        return (struct claim){words, JOINT_NONE};
    }
    if (node->op == EXPR_AND || node->op == EXPR_OR) {
        return joined(s, node, denied);
    }
    if (node->op == EXPR_NOT) {
        return claim_of(s, node->args[0], !denied);
    }
    if (node->op == EXPR_DEFAULT) {
        return with_default(s, node, denied);
    }
    if (claims[node->op].holds) {
        return (struct claim){single_claim(s, node, denied), JOINT_NONE};
    }
    if (node->op >= EXPR_EQ && node->op <= EXPR_GE) {
        return (struct claim){comparison(s, node, denied), JOINT_NONE};
    }
    struct str words = node->op == EXPR_IF ? choice_words(s, node) : constant(s, node);
    return (struct claim){denied ? say(s, N_("niet {a}"), words, STR_EMPTY) : words, JOINT_NONE};
}

struct str condition_words(struct arena *arena, const struct telling *t, const struct expr_node *node)
{
    const struct speaker s = {arena, t};
    return condition_known(t, node) == TRUTH_UNKNOWN ? claim_of(&s, node, false).words : STR_EMPTY;
}

struct str denial_words(struct arena *arena, const struct telling *t, const struct expr_node *node)
{
    const struct speaker s = {arena, t};
    return condition_known(t, node) == TRUTH_UNKNOWN ? claim_of(&s, node, true).words : STR_EMPTY;
}

struct str value_words(struct arena *arena, const struct telling *t, const struct expr_node *node)
{
    const struct speaker s = {arena, t};
    return value_of(&s, node);
}

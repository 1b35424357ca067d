#include "expr/expr.h"

#include "base/buf.h"
#include "expr/lex_priv.h"

/* How tightly an operation holds its parts: parentheses stand where a part holds less than its place. */
enum tightness { LOOSE, OR, AND, NOT, COMPARISON, SUM, PRODUCT, MINUS, DEFAULT, VALUE };

struct printer {
    struct buf out;
    const struct expr_names *names;
    struct arena *scratch;
};

static const struct {
    enum tightness own, left, right;
    const char *sign;
} operators[EXPR_OPS] = {
    [EXPR_OR] = {OR, AND, AND, " or "},
    [EXPR_AND] = {AND, NOT, NOT, " and "},
    [EXPR_EQ] = {COMPARISON, SUM, SUM, " == "},
    [EXPR_NE] = {COMPARISON, SUM, SUM, " != "},
    [EXPR_LT] = {COMPARISON, SUM, SUM, " < "},
    [EXPR_LE] = {COMPARISON, SUM, SUM, " <= "},
    [EXPR_GT] = {COMPARISON, SUM, SUM, " > "},
    [EXPR_GE] = {COMPARISON, SUM, SUM, " >= "},
    [EXPR_HAS] = {COMPARISON, SUM, SUM, " has "},
    [EXPR_ADD] = {SUM, SUM, PRODUCT, " + "},
    [EXPR_SUB] = {SUM, SUM, PRODUCT, " - "},
    [EXPR_MUL] = {PRODUCT, PRODUCT, MINUS, " * "},
    [EXPR_DIV] = {PRODUCT, PRODUCT, MINUS, " / "},
    [EXPR_DEFAULT] = {DEFAULT, DEFAULT, VALUE, " ?? "},
};

static const char *const function_names[EXPR_OPS] = {
    [EXPR_IF] = "if",
    [EXPR_ANSWERED] = "answered",
    [EXPR_DONT_KNOW] = "dont_know",
    [EXPR_REFUSED] = "refused",
    [EXPR_ASKED] = "asked",
    [EXPR_PARKED] = "parked",
    [EXPR_YEAR] = "year",
    [EXPR_MONTH] = "month",
    [EXPR_AGE] = "age",
    [EXPR_DAYS] = "days",
    [EXPR_LENGTH] = "length",
    [EXPR_ABS] = "abs",
    [EXPR_ROUND] = "round",
    [EXPR_MIN] = "min",
    [EXPR_MAX] = "max",
    [EXPR_SUM] = "sum",
    [EXPR_COUNT] = "count",
    [EXPR_SET_SIZE] = "count",
    [EXPR_ROWS_COUNT] = "count",
    [EXPR_ROWS_ANY] = "any",
    [EXPR_ROWS_ALL] = "all",
    [EXPR_ROWS_SUM] = "sum",
    [EXPR_ROWS_MIN] = "min",
    [EXPR_ROWS_MAX] = "max",
};

static void print(struct printer *p, const struct expr_node *node, enum tightness place);

static void print_quoted(struct printer *p, struct str text)
{
    buf_add_char(&p->out, '"');
    for (size_t i = 0; i < text.len; i++) {
        if (text.ptr[i] == '"' || text.ptr[i] == '\\') {
            buf_add_char(&p->out, '\\');
        }
        buf_add_char(&p->out, text.ptr[i]);
    }
    buf_add_char(&p->out, '"');
}

static void print_option(struct printer *p, const struct expr_node *node)
{
    struct str code = p->names->option(p->names->context, node->type.list, node->constant.code);
    if (lex_is_bare(code)) {
        buf_add(&p->out, code);
    } else {
        print_quoted(p, code);
    }
}

static void print_constant(struct printer *p, const struct expr_node *node)
{
    const struct value *value = &node->constant;
    char date[DATE_TEXT_MAX];
    char time[6];
    switch (value->kind) {
    case VALUE_BOOL:
        buf_add_text(&p->out, value->truth ? "true" : "false");
        break;
    case VALUE_NUMBER:
        buf_add(&p->out, number_format(p->scratch, value->number));
        break;
    case VALUE_TEXT:
        print_quoted(p, value->text);
        break;
    case VALUE_DATE:
        buf_format(&p->out, "date(\"%.*s\")", STR_ARG(date_format(value->date, date)));
        break;
    case VALUE_TIME:
        buf_format(&p->out, "time(\"%.*s\")", STR_ARG(time_format(value->minutes, time)));
        break;
    case VALUE_CODE:
        print_option(p, node);
        break;
    case VALUE_NONE:
    case VALUE_SET:
        break;
    }
}

/* Behind ?? a sign may stand without parentheses, but holds only the value behind it. */
static void print_fallback(struct printer *p, const struct expr_node *node)
{
    if (node->op == EXPR_CONST) {
        print_constant(p, node);
    } else if (node->op == EXPR_NEG) {
        buf_add_char(&p->out, '-');
        print(p, node->args[0], VALUE);
    } else {
        print(p, node, VALUE);
    }
}

static void print_operation(struct printer *p, const struct expr_node *node)
{
    print(p, node->args[0], operators[node->op].left);
    for (uint32_t i = 1; i < node->n; i++) {
        buf_add_text(&p->out, operators[node->op].sign);
        if (node->op == EXPR_DEFAULT) {
            print_fallback(p, node->args[i]);
        } else {
            print(p, node->args[i], operators[node->op].right);
        }
    }
}

static void print_in(struct printer *p, const struct expr_node *node, const char *sign)
{
    print(p, node->args[0], SUM);
    for (uint32_t i = 1; i < node->n; i++) {
        buf_add_text(&p->out, i == 1 ? sign : ", ");
        print(p, node->args[i], SUM);
    }
    buf_add_char(&p->out, ')');
}

static void print_call(struct printer *p, const struct expr_node *node)
{
    buf_format(&p->out, "%s(", function_names[node->op]);
    for (uint32_t i = 0; i < node->n; i++) {
        if (i > 0) {
            buf_add_text(&p->out, ", ");
        }
        print(p, node->args[i], LOOSE);
    }
    buf_add_char(&p->out, ')');
}

static void print_rows(struct printer *p, const struct expr_node *node)
{
    buf_format(&p->out, "%s(", function_names[node->op]);
    if (node->args[0]) {
        print(p, node->args[0], LOOSE);
    } else {
        buf_add(&p->out, p->names->roster(p->names->context, node->slot));
    }
    if (node->args[1]) {
        buf_add_text(&p->out, " where ");
        print(p, node->args[1], LOOSE);
    }
    buf_add_char(&p->out, ')');
}

static bool is_not_in(const struct expr_node *node)
{
    return node->op == EXPR_NOT && node->args[0]->op == EXPR_IN;
}

static enum tightness tightness_of(const struct expr_node *node)
{
    if (node->op == EXPR_IN || is_not_in(node)) {
        return COMPARISON;
    }
    if (node->op == EXPR_NOT) {
        return NOT;
    }
    bool negative =
        node->op == EXPR_CONST && node->constant.kind == VALUE_NUMBER && node->constant.number.units < 0;
    if (node->op == EXPR_NEG || negative) {
        return MINUS;
    }
    return operators[node->op].sign ? operators[node->op].own : VALUE;
}

static void print_plain(struct printer *p, const struct expr_node *node)
{
    if (node->op == EXPR_CONST) {
        print_constant(p, node);
    } else if (node->op == EXPR_CELL) {
        buf_add(&p->out, p->names->variable(p->names->context, node->slot));
    } else if (node->op == EXPR_TODAY) {
        buf_add_text(&p->out, "today");
    } else if (is_not_in(node)) {
        print_in(p, node->args[0], " not in (");
    } else if (node->op == EXPR_IN) {
        print_in(p, node, " in (");
    } else if (node->op == EXPR_NOT) {
        buf_add_text(&p->out, "not ");
        print(p, node->args[0], NOT);
    } else if (node->op == EXPR_NEG) {
        buf_add_text(&p->out, tightness_of(node->args[0]) == MINUS ? "- " : "-");
        print(p, node->args[0], MINUS);
    } else if (operators[node->op].sign) {
        print_operation(p, node);
    } else if (node->op >= EXPR_ROWS_COUNT) {
        print_rows(p, node);
    } else {
        print_call(p, node);
    }
}

static void print(struct printer *p, const struct expr_node *node, enum tightness place)
{
    bool parentheses = tightness_of(node) < place;
    if (parentheses) {
        buf_add_char(&p->out, '(');
    }
    print_plain(p, node);
    if (parentheses) {
        buf_add_char(&p->out, ')');
    }
}

struct str expr_format(struct arena *arena, const struct expr_node *node, const struct expr_names *names)
{
    struct printer p = {.out = buf_new(BUF_LIMIT_DEFAULT), .names = names, .scratch = arena};
    print(&p, node, LOOSE);
    struct str text = arena_copy(arena, buf_str(&p.out));
    buf_free(&p.out);
    return text;
}

#include "expr/lex_priv.h"

#include "base/utf8.h"

/* Longest first where one begins with another. */
static const struct {
    const char *sign;
    enum expr_op op;
} operators[] = {
    {"==", EXPR_EQ}, {"!=", EXPR_NE}, {"<=", EXPR_LE}, {">=", EXPR_GE}, {"??", EXPR_DEFAULT}, {"<", EXPR_LT},
    {">", EXPR_GT},  {"+", EXPR_ADD}, {"-", EXPR_SUB}, {"*", EXPR_MUL}, {"/", EXPR_DIV},
};

/* What people write who come from another language; looked at before the operators. */
static const struct {
    const char *sign;
    const char *hint;
} habits[] = {
    {"===", "== compares"},
    {"!==", "!= compares"},
    {"<>", "different is written !="},
    {"=>", "at least is written >="},
    {"=<", "at most is written <="},
    {"&&", "write and"},
    {"||", "write or"},
    {"**", "there are no powers; multiply"},
};

/* The same, but only where no operator stands. */
static const struct {
    const char *sign;
    const char *hint;
} single_habits[] = {
    {"=", "== compares"},
    {"!", "write not, or != for different"},
    {"&", "write and"},
    {"|", "write or"},
    {"'", "texts stand in double quotes"},
    {"\xE2\x80\x9C", "texts stand in straight double quotes"},
    {"\xE2\x80\x9D", "texts stand in straight double quotes"},
    {"\xE2\x89\xA0", "different is written !="},
    {"\xE2\x89\xA4", "at most is written <="},
    {"\xE2\x89\xA5", "at least is written >="},
    {"?", "a default is written ??"},
    {"$", "a variable is written as its id alone"},
    {"{", "a variable is written as its id alone"},
    {".", "a decimal number has digits on both sides of its point"},
    {"#", "comments stand in the YAML, not in an expression"},
    {"%", "a remainder cannot be asked for"},
};

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static size_t skip_digits(struct str text, size_t at)
{
    while (at < text.len && is_digit(text.ptr[at])) {
        at++;
    }
    return at;
}

static size_t skip_word(struct str text, size_t at)
{
    while (at < text.len && (is_digit(text.ptr[at]) || is_letter(text.ptr[at]))) {
        at++;
    }
    return at;
}

static struct token lex_number(struct str text, size_t at)
{
    size_t end = skip_digits(text, at);
    if (end + 1 < text.len && text.ptr[end] == '.' && is_digit(text.ptr[end + 1])) {
        end = skip_digits(text, end + 1);
    }
    size_t word = skip_word(text, end);
    return (struct token){.kind = word > end ? TOKEN_WORD : TOKEN_NUMBER, .at = at, .len = word - at};
}

static struct token lex_text(struct str text, size_t at)
{
    size_t end = at + 1;
    while (end < text.len && text.ptr[end] != '"' && text.ptr[end] != '\n') {
        if (text.ptr[end] == '\\') {
            if (end + 1 >= text.len || (text.ptr[end + 1] != '"' && text.ptr[end + 1] != '\\')) {
                return (struct token){TOKEN_BAD,
                                      EXPR_CONST,
                                      end,
                                      1,
                                      "'\\' has no meaning here",
                                      "a quote in a text is written \\\", a backslash \\\\"};
            }
            end++;
        }
        end++;
    }
    if (end >= text.len || text.ptr[end] != '"') {
        return (struct token){TOKEN_BAD, EXPR_CONST, at, 1, "this text is not closed", "it ends with \""};
    }
    return (struct token){.kind = TOKEN_TEXT, .at = at, .len = end + 1 - at};
}

static const char *find_habit(struct str rest, size_t *len)
{
    for (size_t i = 0; i < ARRAY_LEN(habits); i++) {
        if (str_starts(rest, str_from(habits[i].sign))) {
            *len = str_from(habits[i].sign).len;
            return habits[i].hint;
        }
    }
    return NULL;
}

static struct token lex_bad(struct str text, size_t at)
{
    struct token bad = {.kind = TOKEN_BAD, .at = at, .what = NULL};
    uint32_t code_point = 0;
    size_t end = at;
    utf8_next(text, &end, &code_point);
    bad.len = end > at ? end - at : 1;
    struct str rest = str_slice(text, at, text.len);
    for (size_t i = 0; i < ARRAY_LEN(single_habits); i++) {
        if (str_starts(rest, str_from(single_habits[i].sign))) {
            bad.hint = single_habits[i].hint;
            break;
        }
    }
    return bad;
}

static struct token lex_operator(struct str text, size_t at)
{
    struct str rest = str_slice(text, at, text.len);
    struct token token = {.kind = TOKEN_BAD, .at = at};
    token.hint = find_habit(rest, &token.len);
    if (token.hint) {
        return token;
    }
    for (size_t i = 0; i < ARRAY_LEN(operators); i++) {
        if (str_starts(rest, str_from(operators[i].sign))) {
            token.kind = TOKEN_OPERATOR;
            token.op = operators[i].op;
            token.len = str_from(operators[i].sign).len;
            return token;
        }
    }
    return lex_bad(text, at);
}

struct token lex_next(struct str text, size_t at)
{
    while (at < text.len && is_blank(text.ptr[at])) {
        at++;
    }
    if (at >= text.len) {
        return (struct token){.kind = TOKEN_END, .at = text.len};
    }
    char c = text.ptr[at];
    if (is_digit(c)) {
        return lex_number(text, at);
    }
    if (is_letter(c)) {
        return (struct token){.kind = TOKEN_NAME, .at = at, .len = skip_word(text, at) - at};
    }
    if (c == '"') {
        return lex_text(text, at);
    }
    if (c == '(' || c == ')' || c == ',') {
        enum token_kind kind = c == '(' ? TOKEN_OPEN : c == ')' ? TOKEN_CLOSE : TOKEN_COMMA;
        return (struct token){.kind = kind, .at = at, .len = 1};
    }
    return lex_operator(text, at);
}

struct str lex_unquote(struct arena *arena, struct str quoted)
{
    char *out = arena_alloc(arena, quoted.len);
    size_t n = 0;
    for (size_t i = 1; i + 1 < quoted.len; i++) {
        if (quoted.ptr[i] == '\\') {
            i++;
        }
        out[n++] = quoted.ptr[i];
    }
    return (struct str){out, n};
}

bool lex_is_operator_word(struct str word)
{
    static const char *const words[] = {"and", "or", "not", "in", "has", "where"};
    for (size_t i = 0; i < ARRAY_LEN(words); i++) {
        if (str_is(word, words[i])) {
            return true;
        }
    }
    return false;
}

bool lex_is_bare(struct str code)
{
    if (code.len == 0 || lex_is_operator_word(code)) {
        return false;
    }
    struct token token = lex_next(code, 0);
    return (token.kind == TOKEN_NAME || token.kind == TOKEN_NUMBER || token.kind == TOKEN_WORD) &&
           token.at == 0 && token.len == code.len;
}

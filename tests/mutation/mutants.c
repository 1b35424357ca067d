#include "tests/mutation/mutants.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"

const char *mutation_name(enum mutation mutation)
{
    static const char *const names[] = {"operator", "code", "number", "bound", "reference"};
    return names[mutation];
}

/* ---- an expression in its file --------------------------------------------------------------- */

/* Where each of its bytes stands: YAML folds lines, so that the file has more blanks. */
struct placed {
    struct mutants *m;
    const struct questionnaire *q;
    const struct item *item;
    const struct expr *expr;
    size_t file;
    size_t *at;
};

static bool is_blank(char c)
{
    return c == ' ' || c == '\n';
}

static bool matches(struct placed *p, struct str bytes, size_t from)
{
    struct str text = p->expr->text;
    for (size_t i = 0; i < text.len; i++) {
        bool blank = is_blank(text.ptr[i]);
        p->at[i] = from;
        if (blank && i > 0 && is_blank(text.ptr[i - 1])) {
            continue; /* a run of blanks matches a run of blanks */
        }
        if (from >= bytes.len || (blank ? !is_blank(bytes.ptr[from]) : text.ptr[i] != bytes.ptr[from])) {
            return false;
        }
        from++;
        while (blank && from < bytes.len && is_blank(bytes.ptr[from])) {
            from++;
        }
    }
    p->at[text.len] = from;
    return true;
}

static size_t line_start(struct str bytes, unsigned line)
{
    size_t at = 0;
    for (unsigned n = 1; n < line && at < bytes.len; n++) {
        at = str_find_char(bytes, '\n', at) + 1;
    }
    return at;
}

static bool place(struct placed *p)
{
    const struct item *item = p->item;
    for (size_t i = 0; i < p->q->files_n; i++) {
        if (!str_equal(p->q->files[i].path, item->place.file)) {
            continue;
        }
        struct str bytes = p->q->files[i].bytes;
        p->file = i;
        p->at = ARENA_ARRAY(p->m->arena, p->expr->text.len + 1, size_t);
        for (size_t at = line_start(bytes, item->place.line); at < bytes.len; at++) {
            if (matches(p, bytes, at)) {
                return true;
            }
        }
    }
    p->m->unplaced++;
    return false;
}

/* ---- adding ---------------------------------------------------------------------------------- */

static void add(struct mutants *m, const struct mutant *mutant)
{
    for (size_t i = 0; i < m->n; i++) {
        if (m->all[i].file == mutant->file && m->all[i].from == mutant->from && m->all[i].to == mutant->to &&
            str_equal(m->all[i].with, mutant->with)) {
            return; /* rows of a grid share what stands at the grid */
        }
    }
    if (m->n == m->cap) {
        m->all = array_grow(m->all, &m->cap, sizeof *m->all);
    }
    m->all[m->n++] = *mutant;
}

/* `from` and `length` in the expression. */
static void replace(struct placed *p, enum mutation mutation, size_t from, size_t length, const char *with)
{
    struct mutant mutant = {
        mutation,      p->file, p->at[from], p->at[from + length], arena_copy(p->m->arena, str_from(with)),
        p->item->index};
    add(p->m, &mutant);
}

/* ---- operators ------------------------------------------------------------------------------- */

static size_t end_of(const struct expr_node *node)
{
    return node->at + node->text.len;
}

/* Where a word stands between two parts; the length of the expression where it does not. */
static size_t find_between(const struct placed *p, size_t from, size_t to, const char *word)
{
    size_t at = str_find(p->expr->text, str_from(word), from);
    return at + strlen(word) <= to ? at : p->expr->text.len;
}

static void mutate_comparison(struct placed *p, const struct expr_node *node)
{
    static const struct {
        const char *is, *becomes[2];
    } signs[] = {{"==", {"!=", NULL}}, {"!=", {"==", NULL}}, {"<=", {"<", ">"}},
                 {">=", {">", "<"}},   {"<", {"<=", ">"}},   {">", {">=", "<"}}};
    for (size_t i = 0; i < ARRAY_LEN(signs); i++) {
        size_t at = find_between(p, end_of(node->args[0]), node->args[1]->at, signs[i].is);
        if (at == p->expr->text.len) {
            continue;
        }
        for (size_t k = 0; k < 2 && signs[i].becomes[k]; k++) {
            replace(p, MUTATE_OPERATOR, at, strlen(signs[i].is), signs[i].becomes[k]);
        }
        return;
    }
}

static void mutate_in(struct placed *p, const struct expr_node *node)
{
    size_t from = end_of(node->args[0]);
    size_t at = find_between(p, from, node->args[1]->at, "not in");
    if (at < p->expr->text.len) {
        replace(p, MUTATE_OPERATOR, at, strlen("not in"), "in");
        return;
    }
    at = find_between(p, from, node->args[1]->at, "in");
    if (at < p->expr->text.len) {
        replace(p, MUTATE_OPERATOR, at, strlen("in"), "not in");
    }
}

static void mutate_logic(struct placed *p, const struct expr_node *node)
{
    const char *is = node->op == EXPR_AND ? "and" : "or";
    for (uint32_t i = 0; i + 1 < node->n; i++) {
        size_t at = find_between(p, end_of(node->args[i]), node->args[i + 1]->at, is);
        if (at < p->expr->text.len) {
            replace(p, MUTATE_OPERATOR, at, strlen(is), node->op == EXPR_AND ? "or" : "and");
        }
    }
}

static void mutate_not(struct placed *p, const struct expr_node *node)
{
    if (str_starts(node->text, STR("not "))) {
        replace(p, MUTATE_OPERATOR, node->at, strlen("not "), "");
    }
}

/* ---- codes, numbers, references -------------------------------------------------------------- */

static bool stands_beside(const struct expr_node *parent, int32_t code)
{
    for (uint32_t i = 1; parent && parent->op == EXPR_IN && i < parent->n; i++) {
        if (parent->args[i]->constant.code == code) {
            return true;
        }
    }
    return false;
}

/* The next option of the list that does not stand there already. */
static void mutate_code(struct placed *p, const struct expr_node *node, const struct expr_node *parent)
{
    const struct list *list = node->type.list;
    for (size_t i = 1; list && i < list->n; i++) {
        int32_t other = (int32_t)(((size_t)node->constant.code + i) % list->n);
        if (!stands_beside(parent, other)) {
            const struct option *option = &list->options[other];
            struct str word = option->name.len ? option->name : option->code;
            replace(p, MUTATE_CODE, node->at, node->text.len, arena_copy(p->m->arena, word).ptr);
            return;
        }
    }
}

static size_t integer_digits(struct str text)
{
    size_t digits = 0;
    while (digits < text.len && text.ptr[digits] >= '0' && text.ptr[digits] <= '9') {
        digits++;
    }
    return digits;
}

static void mutate_number(struct placed *p, const struct expr_node *node)
{
    int64_t number = 0;
    size_t digits = integer_digits(node->text);
    if (!str_to_int64(str_slice(node->text, 0, digits), &number)) {
        return;
    }
    for (int step = -1; step <= 1; step += 2) {
        struct str with = arena_format(p->m->arena, "%lld", (long long)number + step);
        replace(p, MUTATE_NUMBER, node->at, digits, with.ptr);
    }
}

static void mutate_bool(struct placed *p, const struct expr_node *node)
{
    bool is_true = str_is(node->text, "true");
    if (is_true || str_is(node->text, "false")) {
        replace(p, MUTATE_CODE, node->at, node->text.len, is_true ? "false" : "true");
    }
}

/* The variable of the same kind that stands nearest before it. */
static void mutate_reference(struct placed *p, const struct expr_node *node)
{
    const struct codebook *book = p->q->codebook;
    const struct variable *v = book->variables[node->slot];
    for (uint32_t slot = node->slot; slot-- > BUILTINS;) {
        const struct variable *other = book->variables[slot];
        if (other->type == v->type && other->list == v->list && other->roster == v->roster &&
            other->role == v->role) {
            replace(p, MUTATE_REFERENCE, node->at, node->text.len, arena_copy(p->m->arena, other->id).ptr);
            return;
        }
    }
}

static void mutate_constant(struct placed *p, const struct expr_node *node, const struct expr_node *parent)
{
    switch (node->constant.kind) {
    case VALUE_CODE:
        mutate_code(p, node, parent);
        break;
    case VALUE_NUMBER:
        mutate_number(p, node);
        break;
    case VALUE_BOOL:
        mutate_bool(p, node);
        break;
    case VALUE_NONE:
    case VALUE_TEXT:
    case VALUE_DATE:
    case VALUE_TIME:
    case VALUE_SET:
        break;
    }
}

static void mutate_node(struct placed *p, const struct expr_node *node, const struct expr_node *parent)
{
    if (node->op >= EXPR_EQ && node->op <= EXPR_GE) {
        mutate_comparison(p, node);
    } else if (node->op == EXPR_IN) {
        mutate_in(p, node);
    } else if (node->op == EXPR_AND || node->op == EXPR_OR) {
        mutate_logic(p, node);
    } else if (node->op == EXPR_NOT) {
        mutate_not(p, node);
    } else if (node->op == EXPR_CONST) {
        mutate_constant(p, node, parent);
    } else if (node->op == EXPR_CELL) {
        mutate_reference(p, node);
    }
    for (uint32_t i = 0; i < node->n; i++) {
        if (node->args[i]) {
            mutate_node(p, node->args[i], node);
        }
    }
}

/* ---- bounds ---------------------------------------------------------------------------------- */

static void mutate_bound(struct mutants *m, size_t file, struct str bytes, size_t at)
{
    size_t sign = at < bytes.len && bytes.ptr[at] == '-' ? 1 : 0;
    size_t digits = integer_digits(str_slice(bytes, at + sign, bytes.len));
    int64_t number = 0;
    if (!digits || !str_to_int64(str_slice(bytes, at, sign + digits), &number)) {
        return;
    }
    for (int step = -1; step <= 1; step += 2) {
        struct mutant mutant = {MUTATE_BOUND,
                                file,
                                at,
                                at + sign + digits,
                                arena_format(m->arena, "%lld", (long long)number + step),
                                NONE};
        add(m, &mutant);
    }
}

static void mutate_bounds(struct mutants *m, const struct questionnaire *q, size_t file)
{
    static const char *const keys[] = {"min: ", "max: "};
    struct str bytes = q->files[file].bytes;
    for (size_t k = 0; str_starts(q->files[file].path, STR("modules/")) && k < ARRAY_LEN(keys); k++) {
        struct str key = str_from(keys[k]);
        for (size_t at = str_find(bytes, key, 0); at < bytes.len; at = str_find(bytes, key, at + 1)) {
            mutate_bound(m, file, bytes, at + key.len);
        }
    }
}

/* ---- all ------------------------------------------------------------------------------------- */

static void mutate_expr(struct mutants *m, const struct questionnaire *q, const struct item *item,
                        const struct expr *expr)
{
    struct placed p = {.m = m, .q = q, .item = item, .expr = expr};
    if (expr && place(&p)) {
        mutate_node(&p, expr->root, NULL);
    }
}

static void mutate_item(struct mutants *m, const struct questionnaire *q, const struct item *item)
{
    mutate_expr(m, q, item, item->when.expr);
    for (size_t i = 0; item->grid == NONE && i < item->option_rules_n; i++) {
        mutate_expr(m, q, item, item->option_rules[i].when.expr);
    }
    for (size_t i = 0; i < item->cases_n; i++) {
        mutate_expr(m, q, item, item->cases[i].when);
        mutate_expr(m, q, item, item->cases[i].value);
    }
    for (size_t i = 0; i < item->checks_n; i++) {
        mutate_expr(m, q, item, q->checks[item->checks[i]].holds);
    }
}

void mutants_make(struct mutants *m, struct arena *arena, const struct questionnaire *q)
{
    *m = (struct mutants){.arena = arena};
    for (uint32_t i = 0; i < q->items_n; i++) {
        mutate_item(m, q, &q->items[i]);
    }
    for (size_t i = 0; i < q->files_n; i++) {
        mutate_bounds(m, q, i);
    }
}

struct str mutant_bytes(struct arena *arena, const struct questionnaire *q, const struct mutant *mutant)
{
    struct str bytes = q->files[mutant->file].bytes;
    struct str rest = str_slice(bytes, mutant->to, bytes.len);
    return arena_format(arena, "%.*s%.*s%.*s", (int)mutant->from, bytes.ptr, STR_ARG(mutant->with),
                        STR_ARG(rest));
}

struct str mutant_words(struct arena *arena, const struct questionnaire *q, const struct mutant *mutant)
{
    struct str bytes = q->files[mutant->file].bytes;
    struct str was = str_slice(bytes, mutant->from, mutant->to - mutant->from);
    unsigned line = 1;
    size_t start = 0;
    for (size_t i = 0; i < mutant->from; i++) {
        line += bytes.ptr[i] == '\n';
        start = bytes.ptr[i] == '\n' ? i + 1 : start;
    }
    struct str whole = str_slice(bytes, start, str_find_char(bytes, '\n', start) - start);
    return arena_format(arena, "%.*s:%u: '%.*s' became '%.*s' in: %.*s", STR_ARG(q->files[mutant->file].path),
                        line, STR_ARG(was), STR_ARG(mutant->with), STR_ARG(str_trim(whole)));
}

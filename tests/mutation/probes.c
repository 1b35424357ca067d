#include "tests/mutation/probes.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"

#define PROBE_FILE "modules/zz-probes.yaml"

enum { SHORT_LIST = 12, ROUNDS = 6 };

struct probe {
    uint32_t item;
    struct str when;
};

struct making {
    struct arena *arena;
    const struct questionnaire *q;
    struct probe *all;
    size_t n, cap;
    /* what is being looked at */
    const struct item *item;
    struct str context; /* what must hold for it to matter, or empty */
    struct str roster;  /* its rows are looked at, or empty */
};

/* A whole that is true or false, and a part of it. */
struct part {
    struct str whole;
    size_t whole_at; /* in the expression's text, as nodes count */
    const struct expr_node *node;
};

/* ---- words ----------------------------------------------------------------------------------- */

static struct str with_part(struct making *m, const struct part *part, const char *value)
{
    size_t at = part->node->at - part->whole_at;
    struct str before = str_slice(part->whole, 0, at);
    struct str after = str_slice(part->whole, at + part->node->text.len, part->whole.len);
    return arena_format(m->arena, "%.*s%s%.*s", STR_ARG(before), value, STR_ARG(after));
}

/* The part decides: true and false in its place make a difference. Empty where it is the whole. */
static struct str decides(struct making *m, const struct part *part)
{
    if (part->node->text.len == part->whole.len) {
        return STR_EMPTY;
    }
    struct str yes = with_part(m, part, "true");
    struct str no = with_part(m, part, "false");
    return arena_format(m->arena, "(((%.*s) and not (%.*s)) or ((%.*s) and not (%.*s))) ?? false",
                        STR_ARG(yes), STR_ARG(no), STR_ARG(no), STR_ARG(yes));
}

static void probe(struct making *m, const struct part *part, struct str what)
{
    struct str difference = decides(m, part);
    struct buf when = buf_new(BUF_LIMIT_DEFAULT);
    buf_format(&when, "((%.*s) ?? false)", STR_ARG(what));
    if (difference.len) {
        buf_format(&when, " and (%.*s)", STR_ARG(difference));
    }
    if (m->context.len) {
        buf_format(&when, " and %.*s", STR_ARG(m->context));
    }
    struct str text = arena_copy(m->arena, buf_str(&when));
    buf_free(&when);
    if (m->roster.len) {
        text = arena_format(m->arena, "any(%.*s where %.*s)", STR_ARG(m->roster), STR_ARG(text));
    }
    if (m->n == m->cap) {
        m->all = array_grow(m->all, &m->cap, sizeof *m->all);
    }
    m->all[m->n++] = (struct probe){m->item->index, text};
}

static void probe_words(struct making *m, const struct part *part, struct str left, const char *sign,
                        struct str right)
{
    probe(m, part, arena_format(m->arena, "(%.*s) %s (%.*s)", STR_ARG(left), sign, STR_ARG(right)));
}

/* ---- parts ----------------------------------------------------------------------------------- */

static void probe_both(struct making *m, const struct part *part)
{
    probe(m, part, part->node->text);
    probe(m, part, arena_format(m->arena, "not (%.*s)", STR_ARG(part->node->text)));
}

/* One below, the same, one above. */
static void probe_numbers(struct making *m, const struct part *part)
{
    struct str left = part->node->args[0]->text;
    struct str right = part->node->args[1]->text;
    for (int step = -1; step <= 1; step++) {
        probe_words(m, part, left, "==", arena_format(m->arena, "(%.*s) + (%d)", STR_ARG(right), step));
    }
}

static void probe_days(struct making *m, const struct part *part)
{
    struct str left = part->node->args[0]->text;
    struct str right = part->node->args[1]->text;
    for (int step = -1; step <= 1; step++) {
        probe(m, part, arena_format(m->arena, "days(%.*s, %.*s) == %d", STR_ARG(left), STR_ARG(right), step));
    }
}

static struct str option_word(const struct option *option)
{
    return option->name.len ? option->name : option->code;
}

static void probe_codes(struct making *m, const struct part *part, const char *sign)
{
    const struct expr_node *left = part->node->args[0];
    const struct list *list = left->type.list;
    for (size_t i = 0; list && list->n <= SHORT_LIST && i < list->n; i++) {
        probe(m, part,
              arena_format(m->arena, "%.*s %s %.*s", STR_ARG(left->text), sign,
                           STR_ARG(option_word(&list->options[i]))));
    }
    for (uint32_t i = 1; list && list->n > SHORT_LIST && i < part->node->n; i++) {
        probe(m, part,
              arena_format(m->arena, "%.*s %s %.*s", STR_ARG(left->text), sign,
                           STR_ARG(part->node->args[i]->text)));
    }
}

static void probe_comparison(struct making *m, const struct part *part)
{
    enum value_kind kind = part->node->args[0]->type.kind;
    if (kind == VALUE_NUMBER) {
        probe_numbers(m, part);
    } else if (kind == VALUE_DATE) {
        probe_days(m, part);
    } else if (kind == VALUE_CODE) {
        probe_codes(m, part, "==");
    }
    probe_both(m, part);
}

static void look_at(struct making *m, const struct part *part);
/* The default is needed: what stands before it is unknown. */
static void probe_default(struct making *m, const struct part *part)
{
    struct str first = part->node->args[0]->text;
    probe(
        m, part,
        arena_format(m->arena, "((%.*s) ?? true) and not ((%.*s) ?? false)", STR_ARG(first), STR_ARG(first)));
    struct part inner = *part;
    inner.node = part->node->args[0];
    look_at(m, &inner);
}

static void look_at_arguments(struct making *m, const struct part *part)
{
    for (uint32_t i = 0; i < part->node->n; i++) {
        struct part inner = *part;
        inner.node = part->node->args[i];
        look_at(m, &inner);
    }
}

/* `x not in (...)` is two nodes with the same words. */
static bool is_not_in(const struct expr_node *node)
{
    return node->op == EXPR_NOT && node->args[0]->op == EXPR_IN && node->args[0]->text.len == node->text.len;
}

static void look_at(struct making *m, const struct part *part)
{
    const struct expr_node *node = part->node;
    bool joins = node->op == EXPR_AND || node->op == EXPR_OR || node->op == EXPR_NOT;
    if (node->op == EXPR_DEFAULT && node->type.kind == VALUE_BOOL) {
        probe_default(m, part);
    } else if (is_not_in(node)) {
        struct part inner = *part;
        inner.node = node->args[0];
        look_at(m, &inner);
    } else if (joins) {
        look_at_arguments(m, part);
    } else if (node->op >= EXPR_EQ && node->op <= EXPR_GE) {
        probe_comparison(m, part);
    } else {
        if (node->op == EXPR_IN || node->op == EXPR_HAS) {
            probe_codes(m, part, node->op == EXPR_HAS ? "has" : "==");
        }
        probe_both(m, part);
    }
}

/* ---- expressions ----------------------------------------------------------------------------- */

static void look_at_filter(struct making *m, const struct expr_node *node)
{
    if (m->roster.len) {
        return; /* rows of rows cannot be asked for */
    }
    struct part part = {node->args[1]->text, node->args[1]->at, node->args[1]};
    m->roster = m->q->items[m->q->rosters[node->slot].item].id;
    look_at(m, &part);
    m->roster = STR_EMPTY;
}

/* Conditions on rows are wholes of their own. */
static void look_for_rows(struct making *m, const struct expr_node *node)
{
    if (node->op >= EXPR_ROWS_COUNT && node->args[1]) {
        look_at_filter(m, node);
        return;
    }
    for (uint32_t i = 0; i < node->n; i++) {
        if (node->args[i]) {
            look_for_rows(m, node->args[i]);
        }
    }
}

static void look_at_expr(struct making *m, const struct expr *expr)
{
    if (!expr) {
        return;
    }
    if (expr->root->type.kind == VALUE_BOOL && expr->root->op != EXPR_CONST) {
        struct part part = {expr->text, 0, expr->root};
        look_at(m, &part);
    }
    look_for_rows(m, expr->root);
}

static struct str both(struct making *m, struct str a, struct str b)
{
    return a.len ? arena_format(m->arena, "%.*s and %.*s", STR_ARG(a), STR_ARG(b)) : b;
}

static struct str in_words(struct making *m, const struct condition *condition)
{
    return arena_format(m->arena, "((%.*s) ?? %s)", STR_ARG(condition->expr->text),
                        condition->unknown == UNKNOWN_ASK ? "true" : "false");
}

/* What stands around it holds. */
static struct str around(struct making *m, const struct item *item)
{
    struct str context = STR_EMPTY;
    for (uint32_t i = item->parent; i != NONE; i = m->q->items[i].parent) {
        if (m->q->items[i].when.expr) {
            context = both(m, context, in_words(m, &m->q->items[i].when));
        }
    }
    return context;
}

static void look_at_cases(struct making *m, const struct item *item)
{
    for (size_t i = 0; i < item->cases_n; i++) {
        look_at_expr(m, item->cases[i].when);
        look_at_expr(m, item->cases[i].value);
        if (item->cases[i].when) {
            struct str passed =
                arena_format(m->arena, "not ((%.*s) ?? false)", STR_ARG(item->cases[i].when->text));
            m->context = both(m, m->context, passed);
        }
    }
}

static void look_at_item(struct making *m, const struct item *item)
{
    bool in_rows = item->roster != NONE && item->kind != ITEM_ROSTER;
    m->item = item;
    m->roster = in_rows ? m->q->items[m->q->rosters[item->roster].item].id : STR_EMPTY;
    m->context = around(m, item);
    look_at_expr(m, item->when.expr);
    if (item->when.expr) {
        m->context = both(m, m->context, in_words(m, &item->when));
    }
    struct str context = m->context;
    for (size_t i = 0; item->grid == NONE && i < item->option_rules_n; i++) {
        look_at_expr(m, item->option_rules[i].when.expr);
    }
    for (size_t i = 0; i < item->checks_n; i++) {
        look_at_expr(m, m->q->checks[item->checks[i]].holds);
    }
    m->context = context;
    look_at_cases(m, item);
}

/* ---- the questionnaire with its notes -------------------------------------------------------- */

static struct str module_text(struct making *m)
{
    struct buf out = buf_new(BUF_LIMIT_DEFAULT);
    buf_add_text(&out, "items:\n");
    for (size_t i = 0; i < m->n; i++) {
        buf_format(&out, "- {id: probe_%zu, type: note, when: '", i + 1);
        struct str rest = m->all[i].when;
        for (size_t k = 0; k < rest.len; k++) {
            buf_add_char(&out, rest.ptr[k]);
            if (rest.ptr[k] == '\'') {
                buf_add_char(&out, '\'');
            }
        }
        buf_add_text(&out, "'}\n");
    }
    struct str text = arena_copy(m->arena, buf_str(&out));
    buf_free(&out);
    return text;
}

/* `line` behind the first line that is `after`. */
static struct str inserted(struct arena *arena, struct str bytes, struct str after, struct str lines)
{
    size_t at = str_find(bytes, after, 0) + after.len;
    struct str rest = str_slice(bytes, at, bytes.len);
    return arena_format(arena, "%.*s%.*s%.*s", (int)at, bytes.ptr, STR_ARG(lines), STR_ARG(rest));
}

static struct str texts_of_notes(struct making *m)
{
    struct buf out = buf_new(BUF_LIMIT_DEFAULT);
    for (size_t i = 0; i < m->n; i++) {
        buf_format(&out, "  probe_%zu: {text: x}\n", i + 1);
    }
    struct str text = arena_copy(m->arena, buf_str(&out));
    buf_free(&out);
    return text;
}

static const struct questionnaire *load(struct making *m, struct diags *diags)
{
    const struct questionnaire *q = m->q;
    struct definition_file *files = ARENA_ARRAY(m->arena, q->files_n + 1, struct definition_file);
    struct str source = q->codebook->languages[q->codebook->source_language].id;
    struct str words = arena_format(m->arena, "text/%.*s.yaml", STR_ARG(source));
    for (size_t i = 0; i < q->files_n; i++) {
        files[i] = q->files[i];
        if (str_is(files[i].path, "questionnaire.yaml")) {
            size_t end = str_find(files[i].bytes, STR("\nchecks:"), 0);
            files[i].bytes = inserted(m->arena, files[i].bytes, str_slice(files[i].bytes, 0, end),
                                      STR("\n  - " PROBE_FILE));
        } else if (str_equal(files[i].path, words)) {
            files[i].bytes = inserted(m->arena, files[i].bytes, STR("\nitems:\n"), texts_of_notes(m));
        }
    }
    files[q->files_n] = (struct definition_file){STR(PROBE_FILE), module_text(m)};
    struct library library = frozen_library(m->arena, files, q->files_n + 1);
    return questionnaire_load(m->arena, diags, &library, STR_EMPTY);
}

/* Leaves out what does not load: line n + 1 is probe n. */
static size_t drop_faulty(struct making *m, const struct diags *diags)
{
    bool *faulty = ARENA_ARRAY(m->arena, m->n + 2, bool);
    for (size_t i = 0; i < diags->n; i++) {
        const struct diag *d = &diags->items[i];
        if (d->severity == SEVERITY_ERROR && str_is(d->place.file, PROBE_FILE) && d->place.line >= 2 &&
            d->place.line <= m->n + 1) {
            faulty[d->place.line - 2] = true;
        }
    }
    size_t kept = 0;
    size_t n = m->n;
    for (size_t i = 0; i < n; i++) {
        if (!faulty[i]) {
            m->all[kept++] = m->all[i];
        }
    }
    m->n = kept;
    return n - kept;
}

static const uint32_t *items_of(struct making *m)
{
    uint32_t *items = ARENA_ARRAY(m->arena, m->n, uint32_t);
    for (size_t i = 0; i < m->n; i++) {
        items[i] = m->all[i].item;
    }
    return items;
}

struct probes probes_make(struct arena *arena, const struct questionnaire *q)
{
    struct making m = {.arena = arena, .q = q};
    struct probes probes = {.first = q->items_n};
    for (uint32_t i = 0; i < q->items_n; i++) {
        look_at_item(&m, &q->items[i]);
    }
    for (int round = 0; round < ROUNDS && !probes.q && m.n; round++) {
        struct diags *diags = diags_new();
        probes.q = load(&m, diags);
        probes.dropped += probes.q ? 0 : drop_faulty(&m, diags);
        if (!probes.q && getenv("PROBES_SHOW")) {
            diags_print(diags, stderr);
        }
        diags_free(diags);
    }
    probes.n = m.n;
    probes.item_of = items_of(&m);
    free(m.all);
    return probes;
}

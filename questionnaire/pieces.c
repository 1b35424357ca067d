#include "questionnaire/load_priv.h"

/* Texts cut into words and what is filled in. */

enum { BRACES_MOST = 200 };

struct cutting {
    struct loader *l;
    const struct node *node;
    const struct shown_at *at;
    struct piece *pieces;
    size_t n;
};

struct text text_plain(struct arena *arena, struct str words)
{
    struct piece *piece = ARENA_NEW(arena, struct piece);
    *piece = (struct piece){.kind = PIECE_WORDS, .words = words};
    return (struct text){piece, 1};
}

static void complain(struct cutting *c, const char *code, size_t at, struct str text)
{
    struct definition *def = &c->l->def;
    if (!def->diags) {
        return;
    }
    struct place place = expr_place(def->source, c->node, at);
    struct node where = {.line = place.line, .column = place.column};
    definition_error(def, code, &where, "%.*s", STR_ARG(text));
}

static void add_words(struct cutting *c, struct str words)
{
    if (words.len) {
        c->pieces[c->n++] = (struct piece){.kind = PIECE_WORDS, .words = words};
    }
}

/* ---- what may be filled in -------------------------------------------------------------------- */

static bool may_fill(struct cutting *c, const struct variable *v, struct str name, size_t at)
{
    struct loader *l = c->l;
    uint32_t item = l->item_of_slot[v->slot];
    if (v->roster != EXPR_NO_ROSTER && v->roster != c->at->roster) {
        complain(
            c, "E134", at,
            arena_format(l->arena, "'%.*s' belongs to a roster and has no single value here", STR_ARG(name)));
        return false;
    }
    if (item == NONE || c->at->item == NONE) {
        return true;
    }
    if (item > c->at->item || (item == c->at->item && !c->at->own)) {
        complain(c, "E122", at,
                 arena_format(l->arena, "'%.*s' is not answered yet where this is shown", STR_ARG(name)));
        return false;
    }
    if (item != c->at->item && order_shuffled(l, c->at->item, item) != NONE) {
        complain(c, "E123", at,
                 arena_format(l->arena, "'%.*s' may come later: the order is random", STR_ARG(name)));
        return false;
    }
    return true;
}

static bool find_form(struct cutting *c, const struct fill *fill, struct str form, size_t at, uint32_t *out)
{
    for (size_t i = 0; i < fill->forms_n; i++) {
        if (str_equal(fill->forms[i], form)) {
            *out = (uint32_t)i;
            return true;
        }
    }
    complain(c, "E134", at,
             arena_format(c->l->arena, "'%.*s' has no form '%.*s'", STR_ARG(fill->id), STR_ARG(form)));
    diag_suggest(c->l->def.diags, form, fill->forms, fill->forms_n);
    return false;
}

static void add_fill(struct cutting *c, uint32_t index, struct str form, size_t at)
{
    const struct fill_draft *draft = c->l->fills[index];
    struct piece piece = {.kind = PIECE_FILL, .slot = index};
    if (!draft->fill.words) {
        return; /* it has no words in the source language: told there */
    }
    if (form.len && !find_form(c, &draft->fill, form, at, &piece.form)) {
        return;
    }
    if (draft->variable && !may_fill(c, draft->variable, draft->fill.id, at)) {
        return;
    }
    c->pieces[c->n++] = piece;
}

static void add_variable(struct cutting *c, struct str name, struct str form, size_t at)
{
    const struct variable *v = codebook_variable(c->l->book, name);
    if (!v) {
        if (!loader_broken(c->l, name)) {
            complain(c, "E134", at,
                     arena_format(c->l->arena, "there is nothing called '%.*s' to fill in", STR_ARG(name)));
            loader_suggest(c->l, name, NAMED_ITEM);
        }
        return;
    }
    if (form.len) {
        complain(c, "E134", at,
                 arena_format(c->l->arena, "'%.*s' is an answer and has no forms", STR_ARG(name)));
        return;
    }
    if (may_fill(c, v, name, at)) {
        c->pieces[c->n++] = (struct piece){.kind = PIECE_VARIABLE, .slot = v->slot};
    }
}

static void add_named(struct cutting *c, struct str inside, size_t at)
{
    size_t bar = str_find_char(inside, '|', 0);
    struct str name = str_trim(str_slice(inside, 0, bar));
    struct str form = bar < inside.len ? str_trim(str_slice(inside, bar + 1, inside.len)) : STR_EMPTY;
    const struct named_id *named = loader_find(c->l, name);
    if (!c->at) {
        complain(c, "E134", at, STR("nothing is filled in here"));
    } else if (str_is(name, "row")) {
        if (c->at->roster == EXPR_NO_ROSTER) {
            complain(c, "E134", at, STR("{row} has a meaning only in a roster"));
        } else {
            c->pieces[c->n++] = (struct piece){.kind = PIECE_ROW};
        }
    } else if (named && named->kind == NAMED_FILL) {
        add_fill(c, named->number, form, at);
    } else {
        add_variable(c, name, form, at);
    }
}

/* ---- cutting --------------------------------------------------------------------------------- */

static size_t count_braces(struct str text)
{
    size_t n = 0;
    for (size_t at = str_find_char(text, '{', 0); at < text.len; at = str_find_char(text, '{', at + 1)) {
        n++;
    }
    return n;
}

static void cut(struct cutting *c, struct str text)
{
    size_t from = 0;
    for (size_t at = str_find_char(text, '{', 0); at < text.len; at = str_find_char(text, '{', from)) {
        if (at + 1 < text.len && text.ptr[at + 1] == '{') {
            add_words(c, str_slice(text, from, at + 1 - from)); /* one of the two */
            from = at + 2;
            continue;
        }
        add_words(c, str_slice(text, from, at - from));
        size_t end = str_find_char(text, '}', at);
        if (end == text.len) {
            complain(c, "E134", at, STR("this { is not closed; a brace by itself is written {{"));
            return;
        }
        add_named(c, str_slice(text, at + 1, end - at - 1), at);
        from = end + 1;
    }
    add_words(c, str_slice(text, from, text.len));
}

struct text text_cut(struct loader *l, const struct node *node, const struct shown_at *at)
{
    struct str text;
    if (!definition_text(&l->def, node, &text)) {
        return (struct text){0};
    }
    size_t braces = count_braces(text);
    if (!braces) {
        return text_plain(l->arena, text);
    }
    if (braces > BRACES_MOST) {
        definition_error(&l->def, "E134", node, "a text has at most %d braces", BRACES_MOST);
        return text_plain(l->arena, text);
    }
    struct cutting c = {.l = l, .node = node, .at = at};
    c.pieces = ARENA_ARRAY(l->arena, 2 * braces + 1, struct piece);
    cut(&c, text);
    /* Where every piece was wrong there still are words: they are not also missing. */
    return c.n ? (struct text){c.pieces, c.n} : text_plain(l->arena, text);
}

#include "cleaning/rules_priv.h"

/* Rules that nobody writes: the questionnaire's checks, and what codebook and routes imply. */

/* ---- words ---- */

static struct str words_of(struct arena *arena, const struct questionnaire *q, struct text text)
{
    struct buf buf = buf_new(4096);
    for (size_t i = 0; i < text.n; i++) {
        const struct piece *piece = &text.pieces[i];
        if (piece->kind == PIECE_WORDS) {
            buf_add(&buf, piece->words);
        } else if (piece->kind == PIECE_VARIABLE) {
            buf_format(&buf, "{%.*s}", STR_ARG(q->codebook->variables[piece->slot]->id));
        } else {
            buf_add_text(&buf, "...");
        }
    }
    struct str words = arena_copy(arena, buf_str(&buf));
    buf_free(&buf);
    return words;
}

static struct words check_says(const struct rule_loader *l, uint32_t check)
{
    struct words words = {0};
    for (unsigned i = 0; i < l->q->codebook->languages_n; i++) {
        words.in[i] = words_of(l->def.arena, l->q, check_words(l->q, check, i, -1));
    }
    return words;
}

/* The words of the kind, with the variable's label (or id) behind them. */
static struct words implied_says(const struct rule_loader *l, const struct words *kind,
                                 const struct variable *v)
{
    struct words words = {0};
    for (unsigned i = 0; i < l->q->codebook->languages_n; i++) {
        struct str label = v->label && v->label[i].len ? v->label[i] : v->id;
        if (kind->in[i].len) {
            words.in[i] = arena_format(l->def.arena, "%.*s: %.*s", STR_ARG(kind->in[i]), STR_ARG(label));
        }
    }
    return words;
}

/* ---- checks ---- */

void rules_of_checks(struct rule_loader *l)
{
    for (uint32_t i = 0; i < l->q->checks_n; i++) {
        const struct check *check = &l->q->checks[i];
        const struct rule_note *note = &l->checks[i];
        struct clean_rule *rule = rule_add(l);
        rule->id = check->id;
        rule->kind = RULE_CHECK;
        rule->severity = note->there ? note->severity : check->kind == CHECK_HARD ? RULE_ERROR : RULE_WARNING;
        rule->nr = note->nr;
        rule->groups = note->there ? note->groups : UINT32_MAX;
        rule->words = check_says(l, i);
        rule->text = check->holds->text;
        rule->holds = check->holds;
        rule->roster = check->roster;
        rule->check = i;
        bool *marked = involve_none(l->def.arena, l->q);
        involve_expr(l->q, check->holds, marked);
        for (size_t k = 0; k < check->involves_n; k++) {
            involve_slot(l->q, check->involves[k], marked);
        }
        involve_list(l->def.arena, l->q, marked, rule);
    }
}

/* ---- what codebook and routes imply ---- */

static bool is_asked(const struct questionnaire *q, const struct variable *v)
{
    return (v->role == ROLE_ASKED || v->role == ROLE_SPECIFY) && q->item_of_slot[v->slot] != NONE;
}

/* Has this kind something to say of the variable? */
static bool applies(const struct questionnaire *q, enum rule_kind kind, const struct variable *v)
{
    if (!is_asked(q, v)) {
        return false;
    }
    const struct item *item = &q->items[q->item_of_slot[v->slot]];
    return kind != RULE_LIST || (v->role == ROLE_ASKED && (item->only || item->variants));
}

static void imply(struct rule_loader *l, enum rule_kind kind, const struct variable *v)
{
    const struct rule_note *note = &l->implied[kind];
    struct clean_rule *rule = rule_add(l);
    rule->id = arena_format(l->def.arena, "%s:%.*s", rule_kind_name(kind), STR_ARG(v->id));
    rule->kind = kind;
    rule->nr = note->nr;
    rule->severity = note->there ? note->severity : RULE_ERROR;
    rule->groups = note->there ? note->groups : UINT32_MAX;
    rule->roster = v->roster;
    rule->variable = v;
    rule->words = implied_says(l, &note->words, v);
    bool *marked = involve_none(l->def.arena, l->q);
    involve_slot(l->q, v->slot, marked);
    if (kind == RULE_ROUTE || kind == RULE_COMPLETE) {
        involve_route(l->q, l->q->item_of_slot[v->slot], marked);
        if (v->role == ROLE_SPECIFY) {
            involve_slot(l->q, v->parent, marked);
        }
    }
    involve_list(l->def.arena, l->q, marked, rule);
}

void rules_implied(struct rule_loader *l)
{
    for (enum rule_kind kind = RULE_RANGE; kind <= RULE_COMPLETE; kind++) {
        for (size_t i = 0; i < l->q->codebook->variables_n; i++) {
            const struct variable *v = l->q->codebook->variables[i];
            if (applies(l->q, kind, v)) {
                imply(l, kind, v);
            }
        }
    }
    struct clean_rule *rule = rule_add(l);
    const struct rule_note *note = &l->implied[RULE_UNIQUE];
    rule->id = STR("unique:person");
    rule->kind = RULE_UNIQUE;
    rule->nr = note->nr;
    rule->severity = note->there ? note->severity : RULE_ERROR;
    rule->words = note->words;
    rule->facts = true;
}

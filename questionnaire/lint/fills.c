#include "questionnaire/lint/looks_priv.h"

#include <stdlib.h>

/*
 * Texts that fill in what somebody who hears them may not have been asked. The prover looks for such a
 * respondent, over all groups; where it finds one, the text has a gap for her.
 */
struct filling {
    struct teller *t;
    struct looks looks;
    uint64_t *seen; /* (item, slot) told already, sorted as they came */
    size_t seen_n, seen_cap;
};

static bool seen_before(struct filling *f, uint32_t item, uint32_t slot)
{
    uint64_t key = (uint64_t)item << 32 | slot;
    for (size_t i = f->seen_n; i-- > 0 && f->seen[i] >> 32 == item;) {
        if (f->seen[i] == key) {
            return true;
        }
    }
    if (f->seen_n == f->seen_cap) {
        f->seen = array_grow(f->seen, &f->seen_cap, sizeof *f->seen);
    }
    f->seen[f->seen_n++] = key;
    return false;
}

/* Is there somebody at the item who was not asked the variable? */
static bool can_lack(struct filling *f, const struct item *item, uint32_t slot)
{
    const struct variable *v = f->t->q->codebook->variables[slot];
    uint32_t row = v->roster == EXPR_NO_ROSTER ? 0 : looks_row(item);
    if (v->roster != EXPR_NO_ROSTER && (row == 0 || v->roster != item->roster)) {
        return false;
    }
    uint32_t cell = model_cell(f->looks.m, slot, row);
    if (!(f->looks.space.cells[cell].why & STATE(CELL_NOT_APPLICABLE))) {
        return false;
    }
    struct demand demands[] = {
        demand_on(model_step(f->looks.m, item->index, looks_row(item)), ON_TRUE),
        demand_cell(cell, dom_unknown(f->looks.space.cells[cell].kind, STATE(CELL_NOT_APPLICABLE))),
    };
    return looks_for(&f->looks, demands, ARRAY_LEN(demands)) == SOLVE_SOLVED;
}

static void look_at_slot(struct filling *f, const struct item *item, uint32_t slot)
{
    uint32_t holder = f->t->q->item_of_slot[slot];
    if (holder == item->index || slot == BUILTIN_GROUP || slot == BUILTIN_LANGUAGE ||
        seen_before(f, item->index, slot) || !can_lack(f, item, slot)) {
        return;
    }
    struct str id = f->t->q->codebook->variables[slot]->id;
    unsigned source = f->t->q->codebook->source_language;
    struct place place = place_of_key(f->t, source, "items", item->id);
    tell(f->t, "W313", place.line ? place : item->place,
         "a text of '%.*s' fills in '%.*s', which may not have been asked", STR_ARG(item->id), STR_ARG(id));
}

static void look_at_text(struct filling *f, const struct item *item, const struct text *text)
{
    for (size_t i = 0; i < text->n; i++) {
        const struct piece *piece = &text->pieces[i];
        if (piece->kind == PIECE_VARIABLE) {
            look_at_slot(f, item, piece->slot);
        } else if (piece->kind == PIECE_FILL && !f->t->q->fills[piece->slot].by_group) {
            look_at_slot(f, item, f->t->q->fills[piece->slot].by_slot);
        }
    }
}

static void look_at_words(struct filling *f, const struct item *item, const struct item_words *words)
{
    const struct text *const texts[] = {&words->text, &words->instruct, &words->help, &words->card,
                                        &words->unit};
    for (size_t i = 0; i < ARRAY_LEN(texts); i++) {
        look_at_text(f, item, texts[i]);
    }
    size_t n = words->options && item->variable && item->variable->list ? item->variable->list->n : 0;
    for (size_t i = 0; i < n; i++) {
        look_at_text(f, item, &words->options[i]);
    }
}

static void look_at_item(struct filling *f, const struct item *item)
{
    const struct questionnaire *q = f->t->q;
    for (unsigned language = 0; language < q->codebook->languages_n; language++) {
        const struct item_words *general = item_words(q, item->index, language, -1);
        look_at_words(f, item, general);
        for (unsigned group = 0; group < q->groups_n; group++) {
            const struct item_words *words = item_words(q, item->index, language, (int)group);
            if (words != general) {
                look_at_words(f, item, words);
            }
        }
    }
}

/* Is there an id of this slot in what the check reads? Where it fires, that was answered. */
static bool check_reads(const struct check *check, uint32_t slot)
{
    for (size_t i = 0; i < check->holds->reads_n; i++) {
        if (check->holds->reads[i] == slot) {
            return true;
        }
    }
    return false;
}

static void look_at_check(struct filling *f, const struct check *check)
{
    const struct questionnaire *q = f->t->q;
    unsigned source = q->codebook->source_language;
    struct text text = check_words(q, check->index, source, -1);
    const struct item *item = check->item == NONE ? NULL : &q->items[check->item];
    for (size_t i = 0; item && i < text.n; i++) {
        uint32_t slot = text.pieces[i].slot;
        if (text.pieces[i].kind == PIECE_VARIABLE && slot >= BUILTINS && !check_reads(check, slot) &&
            q->item_of_slot[slot] != item->index && can_lack(f, item, slot)) {
            struct place place = place_of_key(f->t, source, "checks", check->id);
            tell(f->t, "W313", place,
                 "the text of the check '%.*s' fills in '%.*s', which may not have been asked",
                 STR_ARG(check->id), STR_ARG(q->codebook->variables[slot]->id));
        }
    }
}

void lint_fills(struct teller *t)
{
    struct filling f = {.t = t};
    looks_open(&f.looks, t->q, days_from_civil(2026, 1, 1), days_from_civil(2027, 12, 31));
    for (uint32_t i = 0; i < t->q->items_n; i++) {
        look_at_item(&f, &t->q->items[i]);
    }
    for (uint32_t i = 0; i < t->q->checks_n; i++) {
        look_at_check(&f, &t->q->checks[i]);
    }
    looks_close(&f.looks);
    free(f.seen);
}

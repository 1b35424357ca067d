#include "interview/interview_priv.h"

/* Texts with their fills. What has no value is shown as "...", never left out silently. */

#define NO_VALUE "..."
enum { FILLS_DEEP = 4 };

struct telling {
    struct interview *iv;
    struct arena *arena;
    struct buf out;
    uint32_t row;
    unsigned language;
    unsigned depth;
};

static void tell(struct telling *t, struct text text);

static const struct cell *filled(struct telling *t, uint32_t slot)
{
    return cell_seen(t->iv, slot, t->iv->plan.keys[slot].class_ ? t->row : 0);
}

static void tell_variable(struct telling *t, uint32_t slot)
{
    const struct codebook *codebook = t->iv->q->codebook;
    const struct cell *cell = filled(t, slot);
    if (cell->state != CELL_ANSWERED) {
        buf_add_text(&t->out, NO_VALUE);
        return;
    }
    buf_add(&t->out, value_shown(t->arena, codebook, codebook->variables[slot], &cell->value, t->language));
}

/* Which of the fill's wordings: false when what steers it has no value. */
static bool fill_key(struct telling *t, const struct fill *fill, size_t *key)
{
    struct interview *iv = t->iv;
    if (fill->by_group) {
        *key = (size_t)iv->setup.facts.group;
        return iv->setup.facts.group >= 0;
    }
    const struct cell *cell = filled(t, fill->by_slot);
    if (cell->state != CELL_ANSWERED) {
        return false;
    }
    if (cell->value.kind == VALUE_NUMBER) {
        *key = plural_category(iv->q->codebook->languages[t->language].id, cell->value.number);
        return true;
    }
    *key = (size_t)cell->value.code;
    return cell->value.kind == VALUE_CODE;
}

/* What a language lacks was filled in when the questionnaire was loaded. */
static struct text fill_words(struct telling *t, const struct piece *piece)
{
    const struct fill *fill = &t->iv->q->fills[piece->slot];
    size_t key = 0;
    if (!fill_key(t, fill, &key) || key >= fill->keys_n || piece->form >= fill->forms_n) {
        return (struct text){NULL, 0};
    }
    return fill->words[(t->language * fill->keys_n + key) * fill->forms_n + piece->form];
}

static void tell_fill(struct telling *t, const struct piece *piece)
{
    struct text words = fill_words(t, piece);
    if (words.n == 0 || t->depth > FILLS_DEEP) {
        buf_add_text(&t->out, NO_VALUE);
    } else {
        tell(t, words);
    }
}

static void tell(struct telling *t, struct text text)
{
    t->depth++;
    for (size_t i = 0; i < text.n; i++) {
        const struct piece *piece = &text.pieces[i];
        switch (piece->kind) {
        case PIECE_WORDS:
            buf_add(&t->out, piece->words);
            break;
        case PIECE_VARIABLE:
            tell_variable(t, piece->slot);
            break;
        case PIECE_ROW:
            buf_format(&t->out, "%u", t->row);
            break;
        case PIECE_FILL:
            tell_fill(t, piece);
            break;
        }
    }
    t->depth--;
}

struct str interview_words(const struct interview *iv, struct arena *arena, struct text text, uint32_t row,
                           unsigned language)
{
    if (text.n == 1 && text.pieces[0].kind == PIECE_WORDS) {
        return text.pieces[0].words;
    }
    (void)questionnaire_read(iv->q, language, NULL); /* what is filled in is in this language too */
    struct telling t = {settled(iv), arena, buf_new(BUF_LIMIT_DEFAULT), row, language, 0};
    tell(&t, text);
    struct str words = arena_copy(arena, buf_str(&t.out));
    buf_free(&t.out);
    return words;
}

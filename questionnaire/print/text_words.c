#include "questionnaire/print/condition.h"

#include "base/buf.h"

/* Texts on paper: nobody has answered yet, so fills show what could stand there. */

struct filling {
    const struct telling *t;
    struct arena *arena;
    struct buf out;
};

static void fill_in(struct filling *f, struct text text);

static struct text wording(const struct filling *f, const struct fill *fill, size_t key, uint32_t form)
{
    return fill->words[(f->t->language * fill->keys_n + key) * fill->forms_n + form];
}

static bool same_words(struct text a, struct text b)
{
    return a.n == 1 && b.n == 1 && str_equal(a.pieces[0].words, b.pieces[0].words);
}

/* Different keys may have the same words. */
static bool told_before(const struct filling *f, const struct fill *fill, size_t key, uint32_t form)
{
    for (size_t i = 0; i < key; i++) {
        if (same_words(wording(f, fill, i, form), wording(f, fill, key, form))) {
            return true;
        }
    }
    return false;
}

static void fill_by_group(struct filling *f, const struct piece *piece)
{
    const struct fill *fill = &f->t->q->fills[piece->slot];
    if (fill->by_group && f->t->group >= 0) {
        fill_in(f, wording(f, fill, (size_t)f->t->group, piece->form));
        return;
    }
    const char *before = "[";
    for (size_t key = 0; key < fill->keys_n; key++) {
        struct text words = wording(f, fill, key, piece->form);
        if (words.n && !told_before(f, fill, key, piece->form)) {
            buf_add_text(&f->out, before);
            fill_in(f, words);
            before = " / ";
        }
    }
    buf_add_char(&f->out, ']');
}

static void fill_answer(struct filling *f, uint32_t slot)
{
    const char *builtin = builtin_words(slot);
    buf_add_char(&f->out, '[');
    buf_add(&f->out, builtin ? str_from(builtin) : variable_label(f->t, slot));
    buf_add_char(&f->out, ']');
}

static void fill_in(struct filling *f, struct text text)
{
    for (size_t i = 0; i < text.n; i++) {
        const struct piece *piece = &text.pieces[i];
        switch (piece->kind) {
        case PIECE_WORDS:
            buf_add(&f->out, piece->words);
            break;
        case PIECE_VARIABLE:
            fill_answer(f, piece->slot);
            break;
        case PIECE_ROW:
            buf_add_text(&f->out, "[#]");
            break;
        case PIECE_FILL:
            fill_by_group(f, piece);
            break;
        }
    }
}

struct str text_words(struct arena *arena, const struct telling *t, struct text text)
{
    struct filling f = {t, arena, buf_new(BUF_LIMIT_DEFAULT)};
    fill_in(&f, text);
    struct str words = arena_copy(arena, buf_str(&f.out));
    buf_free(&f.out);
    return words;
}

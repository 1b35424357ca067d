#include "questionnaire/lint/lint_priv.h"

/* ---- back to what stands in the file --------------------------------------------------------- */

static void add_words(struct buf *out, struct str words)
{
    for (size_t i = 0; i < words.len; i++) {
        buf_add_char(out, words.ptr[i]);
        if (words.ptr[i] == '{') {
            buf_add_char(out, '{');
        }
    }
}

static void add_fill(const struct teller *t, struct buf *out, const struct piece *piece)
{
    const struct fill *fill = &t->q->fills[piece->slot];
    buf_format(out, "{%.*s", STR_ARG(fill->id));
    if (piece->form < fill->forms_n && fill->forms[piece->form].len && piece->form > 0) {
        buf_format(out, "|%.*s", STR_ARG(fill->forms[piece->form]));
    }
    buf_add_char(out, '}');
}

struct str text_raw(const struct teller *t, const struct text *text)
{
    struct buf out = buf_new(BUF_LIMIT_DEFAULT);
    for (size_t i = 0; i < text->n; i++) {
        const struct piece *piece = &text->pieces[i];
        switch (piece->kind) {
        case PIECE_WORDS:
            add_words(&out, piece->words);
            break;
        case PIECE_VARIABLE:
            buf_format(&out, "{%.*s}", STR_ARG(t->q->codebook->variables[piece->slot]->id));
            break;
        case PIECE_ROW:
            buf_add_text(&out, "{row}");
            break;
        case PIECE_FILL:
            add_fill(t, &out, piece);
            break;
        }
    }
    struct str raw = arena_copy(t->arena, buf_str(&out));
    buf_free(&out);
    return raw;
}

/* ---- what it fills in ------------------------------------------------------------------------ */

static bool fills_in(const struct text *text, const struct piece *piece)
{
    for (size_t i = 0; i < text->n; i++) {
        const struct piece *one = &text->pieces[i];
        if (one->kind == piece->kind && (piece->kind == PIECE_ROW || one->slot == piece->slot)) {
            return true;
        }
    }
    return false;
}

static bool fills_among(const struct text *a, const struct text *b)
{
    for (size_t i = 0; i < a->n; i++) {
        if (a->pieces[i].kind != PIECE_WORDS && !fills_in(b, &a->pieces[i])) {
            return false;
        }
    }
    return true;
}

bool text_same_fills(const struct text *a, const struct text *b)
{
    return fills_among(a, b) && fills_among(b, a);
}

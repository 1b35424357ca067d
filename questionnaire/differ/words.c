#include "questionnaire/differ/differ_priv.h"

/* Are the words of an item the same in two versions, in every language and for every group? */

struct wording {
    const struct questionnaire *q[2];
    unsigned language[2];
    int group[2];
};

static struct str filled(const struct questionnaire *q, const struct piece *piece)
{
    return piece->kind == PIECE_VARIABLE ? q->codebook->variables[piece->slot]->id
           : piece->kind == PIECE_FILL   ? q->fills[piece->slot].id
                                         : piece->words;
}

static bool same_text(const struct wording *w, struct text a, struct text b)
{
    bool same = a.n == b.n;
    for (size_t i = 0; same && i < a.n; i++) {
        const struct piece *old = &a.pieces[i];
        const struct piece *new = &b.pieces[i];
        same = old->kind == new->kind &&
               old->form == new->form &&str_equal(filled(w->q[OLD], old), filled(w->q[NEW], new));
    }
    return same;
}

static bool same_labels(const struct wording *w, const struct item *old, const struct item *new)
{
    if (!old->variable || !new->variable || !old->variable->list || !new->variable->list ||
        new->variable->list->frame) {
        return true;
    }
    const struct list *list = new->variable->list;
    for (size_t i = 0; i < list->n; i++) {
        int32_t at = list_find_code(old->variable->list, list->options[i].code);
        struct text room[2];
        if (at >= 0 &&
            !same_text(w,
                       option_words(w->q[OLD], old->index, at, w->language[OLD], w->group[OLD], &room[OLD]),
                       option_words(w->q[NEW], new->index, (int32_t)i, w->language[NEW], w->group[NEW],
                                    &room[NEW]))) {
            return false;
        }
    }
    return true;
}

static bool same_words(const struct wording *w, const struct item *old, const struct item *new)
{
    if (new->kind == ITEM_STOP) {
        return same_text(w, stop_words(w->q[OLD], old->index, w->language[OLD], w->group[OLD]),
                         stop_words(w->q[NEW], new->index, w->language[NEW], w->group[NEW]));
    }
    const struct item_words *a = item_words(w->q[OLD], old->index, w->language[OLD], w->group[OLD]);
    const struct item_words *b = item_words(w->q[NEW], new->index, w->language[NEW], w->group[NEW]);
    return same_text(w, a->label, b->label) && same_text(w, a->text, b->text) &&
           same_text(w, a->instruct, b->instruct) && same_text(w, a->help, b->help) &&
           same_text(w, a->unit, b->unit) && same_text(w, a->card, b->card) && same_labels(w, old, new);
}

bool words_alike(const struct questionnaire *old_q, const struct questionnaire *new_q, const struct item *old,
                 const struct item *new)
{
    for (unsigned l = 0; l < new_q->codebook->languages_n; l++) {
        int before = questionnaire_language(old_q, new_q->codebook->languages[l].id);
        for (int g = -1; before >= 0 && g < (int)new_q->groups_n; g++) {
            int group = g < 0 ? -1 : questionnaire_group(old_q, new_q->groups[g]);
            struct wording w = {{old_q, new_q}, {(unsigned)before, l}, {group, g}};
            if (!same_words(&w, old, new)) {
                return false;
            }
        }
    }
    return str_equal(old->nr, new->nr) && str_equal(old->card, new->card) && old->read_out == new->read_out;
}

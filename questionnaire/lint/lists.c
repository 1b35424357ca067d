#include "questionnaire/lint/lint_priv.h"

/* Lists that no variable uses, fills that no text uses, options with one label. Frames are read at first use,
 * so that each of them is used. */

static bool is_builtin(const struct list *list)
{
    return str_is(list->id, "group") || str_is(list->id, "language") || str_is(list->id, "frame_sex");
}

static bool is_used(const struct questionnaire *q, const struct list *list)
{
    for (size_t i = 0; i < q->codebook->variables_n; i++) {
        if (q->codebook->variables[i]->list == list) {
            return true;
        }
    }
    return false;
}

static bool same_label(const struct list *list, size_t a, size_t b, unsigned language)
{
    struct str one = list->options[a].label.in[language];
    return one.len && str_equal(one, list->options[b].label.in[language]);
}

/* Two answers that nobody can tell apart. */
static void compare_labels_within(struct teller *t, const struct list *list, unsigned language)
{
    for (size_t b = 1; b < list->n; b++) {
        for (size_t a = 0; a < b; a++) {
            if (same_label(list, a, b, language)) {
                tell(t, "W328", place_of_labels(t, list, language),
                     "options %.*s and %.*s of the list '%.*s' have the same label in %.*s",
                     STR_ARG(list->options[a].code), STR_ARG(list->options[b].code), STR_ARG(list->id),
                     STR_ARG(t->q->codebook->languages[language].id));
            }
        }
    }
}

/* Fills that no text of the source language holds. */
static void look_at_fill(struct teller *t, uint32_t fill)
{
    struct str braced = arena_format(t->arena, "{%.*s", STR_ARG(t->q->fills[fill].id));
    for (size_t i = 0; i < t->q->files_n; i++) {
        struct str bytes = t->q->files[i].bytes;
        for (size_t at = str_find(bytes, braced, 0); at < bytes.len; at = str_find(bytes, braced, at + 1)) {
            char next = at + braced.len < bytes.len ? bytes.ptr[at + braced.len] : ' ';
            if (next == '}' || next == '|') {
                return;
            }
        }
    }
    unsigned source = t->q->codebook->source_language;
    tell(t, "W315", place_of_key(t, source, "fills", t->q->fills[fill].id), "no text holds the fill '%.*s'",
         STR_ARG(t->q->fills[fill].id));
}

static bool has_position(const int32_t *positions, size_t n, size_t wanted)
{
    for (size_t i = 0; i < n; i++) {
        if ((size_t)positions[i] == wanted) {
            return true;
        }
    }
    return false;
}

/* Does the item show this option to somebody? */
static bool shows_option(const struct questionnaire *q, const struct item *item, size_t option)
{
    bool shown = !item->only || has_position(item->only, item->only_n, option);
    for (unsigned group = 0; shown && item->variants && group < q->groups_n; group++) {
        const struct variant *variant = &item->variants[group];
        if (!variant->order || has_position(variant->order, variant->order_n, option)) {
            return true;
        }
    }
    return shown && (!item->variants || !q->groups_n);
}

static bool is_offered(const struct questionnaire *q, const struct list *list, size_t option)
{
    for (uint32_t i = 0; i < q->items_n; i++) {
        const struct item *item = &q->items[i];
        if (item->variable && item->variable->list == list &&
            (item->kind != ITEM_QUESTION || shows_option(q, item, option))) {
            return true;
        }
    }
    return false;
}

static void look_at_options(struct teller *t, const struct list *list)
{
    for (size_t i = 0; i < list->n; i++) {
        if (!is_offered(t->q, list, i)) {
            tell(t, "W317", place_of_list(t, list), "no question offers the option %.*s of the list '%.*s'",
                 STR_ARG(list->options[i].code), STR_ARG(list->id));
        }
    }
}

void lint_lists(struct teller *t)
{
    const struct codebook *book = t->q->codebook;
    for (uint32_t i = 0; i < t->q->fills_n; i++) {
        look_at_fill(t, i);
    }
    for (size_t i = 0; i < book->lists_n; i++) {
        for (unsigned k = 0; !book->lists[i]->frame && k < book->languages_n; k++) {
            compare_labels_within(t, book->lists[i], k);
        }
    }
    for (size_t i = 0; i < book->lists_n; i++) {
        const struct list *list = book->lists[i];
        if (list->frame || is_builtin(list)) {
            continue;
        }
        if (is_used(t->q, list)) {
            look_at_options(t, list);
        } else {
            tell(t, "W310", place_of_list(t, list), "no question uses the list '%.*s'", STR_ARG(list->id));
        }
    }
}

#include "tui/search.h"

#include <stdlib.h>

#include "base/utf8.h"

#define LETTERS_MAX 80

static bool counts(const struct search *search, int32_t position)
{
    for (size_t i = 0; i < search->only_n; i++) {
        if (search->only[i] == position) {
            return true;
        }
    }
    return !search->only;
}

/* Everything, in the order in which it is offered: before a letter is typed. */
static size_t all_offered(struct search *search)
{
    size_t n = search->only_n < SEARCH_MAX ? search->only_n : SEARCH_MAX;
    for (size_t i = 0; i < n; i++) {
        search->found[i] = search->only[i];
    }
    return n;
}

static size_t look(struct search *search)
{
    struct str typed = str_trim(edit_text(&search->edit));
    if (!search->only) {
        return list_search(search->list, typed, search->found, SEARCH_MAX);
    }
    if (typed.len == 0) {
        return all_offered(search);
    }
    int32_t *all = mem_realloc(NULL, search->list->n + 1, sizeof *all);
    size_t all_n = list_search(search->list, typed, all, search->list->n);
    size_t n = 0;
    for (size_t i = 0; i < all_n && n < SEARCH_MAX; i++) {
        if (counts(search, all[i])) {
            search->found[n++] = all[i];
        }
    }
    free(all);
    return n;
}

static void update(struct search *search)
{
    search->scroll = (struct scroll){.rows = search->scroll.rows};
    search->picked = false;
    scroll_fit(&search->scroll, look(search), search->scroll.rows ? search->scroll.rows : 1);
}

void search_open(struct search *search, const struct list *list, const int32_t *only, size_t only_n)
{
    *search = (struct search){.list = list, .only = only, .only_n = only_n};
    edit_start(&search->edit, LETTERS_MAX, false);
    update(search);
}

void search_close(struct search *search)
{
    edit_free(&search->edit);
}

void search_clear(struct search *search)
{
    edit_set(&search->edit, STR_EMPTY);
    update(search);
}

enum edit_result search_press(struct search *search, const struct press *press)
{
    enum edit_result result = edit_press(&search->edit, press);
    if (result == EDIT_CHANGED) {
        update(search);
    }
    return result;
}

/* Is there anything with this digit behind what is typed, as in a postcode? Not behind nothing: what is shown
 * then has its digits before it, whatever figures a name in some language holds. */
static bool digit_goes_on(const struct search *search, char digit)
{
    if (edit_empty(&search->edit)) {
        return false;
    }
    struct buf typed = buf_new(LETTERS_MAX * EDIT_BYTES_PER_POINT + 1);
    buf_add(&typed, edit_text(&search->edit));
    buf_add_char(&typed, digit);
    int32_t found = -1;
    bool any = list_search(search->list, str_trim(buf_str(&typed)), &found, 1) > 0;
    buf_free(&typed);
    return any;
}

bool search_digit(struct search *search, uint32_t key)
{
    if (key < '1' || key > '9' || digit_goes_on(search, (char)key)) {
        return false;
    }
    size_t row = search->scroll.top + (key - '1');
    if (!scroll_visible(&search->scroll, row)) {
        return false;
    }
    scroll_to(&search->scroll, row);
    search->picked = true;
    return true;
}

void search_move(struct search *search, int by, bool page)
{
    bool certain = search_certain(search);
    search->picked = true;
    if (!certain) {
        return;
    }
    if (page) {
        scroll_page(&search->scroll, by);
    } else {
        scroll_by(&search->scroll, by);
    }
}

bool search_certain(const struct search *search)
{
    struct str typed = str_trim(edit_text(&search->edit));
    return search->picked || typed.len == 0 ||
           (search->scroll.n > 0 && list_begins(search->list, search_chosen(search), typed));
}

static bool begins_folded(struct arena *arena, struct str text, struct str folded)
{
    return str_starts(utf8_fold(arena, text), folded);
}

struct str search_word(struct arena *arena, const struct search *search, int32_t position, struct str shown)
{
    const struct option *option = &search->list->options[position];
    struct str folded = utf8_fold(arena, str_trim(edit_text(&search->edit)));
    struct str label = utf8_fold(arena, shown);
    if (folded.len == 0 || str_find(label, folded, 0) < label.len) {
        return STR_EMPTY;
    }
    for (size_t l = 0; l < LANGUAGES_MAX; l++) {
        if (begins_folded(arena, option->label.in[l], folded)) {
            return option->label.in[l];
        }
    }
    for (size_t a = 0; a < option->also_n; a++) {
        if (begins_folded(arena, option->also[a], folded)) {
            return option->also[a];
        }
    }
    return STR_EMPTY;
}

int32_t search_chosen(const struct search *search)
{
    return search->scroll.n > 0 ? search->found[search->scroll.cursor] : -1;
}

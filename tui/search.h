#ifndef TUI_SEARCH_H
#define TUI_SEARCH_H

#include "codebook/codebook.h"
#include "tui/edit.h"
#include "tui/list.h"

/*
 * Looking for an entry of a list by a few letters: what is typed, what is found, and which of it is meant.
 */
#define SEARCH_MAX 200

struct search {
    const struct list *list;
    const int32_t *only; /* positions that count, in their order; NULL = the whole list */
    size_t only_n;
    struct edit edit;
    int32_t found[SEARCH_MAX];
    struct scroll scroll; /* over `found` */
    bool picked;          /* by an arrow or a digit, since the last letter */
};

void search_open(struct search *search, const struct list *list, const int32_t *only, size_t only_n);
void search_close(struct search *search);
/* Typing; what is found follows. */
enum edit_result search_press(struct search *search, const struct press *press);
void search_clear(struct search *search);
/* A digit means the entry in that row (1 = the first visible one), unless it may be part of what is looked
 * for. Moves the cursor there; false: type it. */
bool search_digit(struct search *search, uint32_t key);
/* An arrow or a page; the first arrow picks what was found without being certain. */
void search_move(struct search *search, int by, bool page);
/* Is it clear which entry is meant? Letters inside a word point at nothing until an arrow or a digit picks.
 */
bool search_certain(const struct search *search);
/* The label in another language, or the index word, by which an entry was found; empty when what is shown of
 * it says so. */
struct str search_word(struct arena *arena, const struct search *search, int32_t position, struct str shown);
/* The position that Enter would take when it is certain, or -1. */
int32_t search_chosen(const struct search *search);

#endif

#ifndef QUESTIONNAIRE_LINT_LINT_PRIV_H
#define QUESTIONNAIRE_LINT_LINT_PRIV_H

#include "base/attr.h"
#include "base/buf.h"
#include "questionnaire/lint.h"

struct teller {
    const struct questionnaire *q;
    struct diags *diags;
    struct arena *arena;
};

/* told.c: a diagnostic with its source line. `severity` by the code's first letter. */
void tell(struct teller *t, const char *code, struct place place, const char *format, ...) PRINTF(4, 5);
/* Where words of an item's condition stand: its own place where they cannot be found. */
struct place place_of_words(const struct teller *t, const struct item *item, struct str words);
/* Where a key stands in a text file: below `section`, or (empty) anywhere. */
struct place place_of_key(const struct teller *t, unsigned language, const char *section, struct str key);
/* Where a list is defined, and where its labels stand; the former where there are none. */
struct place place_of_list(const struct teller *t, const struct list *list);
struct place place_of_labels(const struct teller *t, const struct list *list, unsigned language);
bool file_there(const struct teller *t, struct str path);

/* One part each, in a file of that name. */
void lint_lists(struct teller *t);
void lint_conditions(struct teller *t);
void lint_always(struct teller *t);
void lint_units(struct teller *t);
void lint_fills(struct teller *t);
void lint_words(struct teller *t);
void lint_marks(struct teller *t);
void lint_names(struct teller *t);
void lint_columns(struct teller *t);

/* sayings.c: one language beside the source language. */
struct comparing {
    struct teller *t;
    unsigned language, source;
};
/* Where words stand in a text file. */
struct key {
    const char *section;
    struct str id;
};
struct str comparing_language(const struct comparing *c);
struct place comparing_place(const struct comparing *c, struct key key);
void comparing_missing(const struct comparing *c, struct key key, struct str id, struct str what);
void comparing_status(const struct comparing *c, struct key key, bool draft);
void comparing_fills(const struct comparing *c, struct key key, const struct text *own,
                     const struct text *source, struct str what);
void compare_sayings(const struct comparing *c);
void compare_head(const struct comparing *c);
void compare_fills(const struct comparing *c);
void compare_labels(const struct comparing *c);

/* text.c: a text as it stands in its file, and what it fills in. */
struct str text_raw(const struct teller *t, const struct text *text);
bool text_same_fills(const struct text *a, const struct text *b);
/* Is it the other one, filled in because the language has none? */
static inline bool text_borrowed(const struct text *text, const struct text *source)
{
    return source->n > 0 && text->pieces == source->pieces;
}

#endif

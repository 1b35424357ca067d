#ifndef TUI_KEYS_H
#define TUI_KEYS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/str.h"

/* What arrives from the keyboard, decoded. A key is one number: a code point, or one of the ranges below. */
#define KEYS_CONTROL 0x200000u
#define KEYS_SPECIAL 0x400000u
enum special {
    SPECIAL_ENTER = KEYS_SPECIAL,
    SPECIAL_ESC,
    SPECIAL_TAB,
    SPECIAL_BACKTAB,
    SPECIAL_BACKSPACE,
    SPECIAL_DELETE,
    SPECIAL_UP,
    SPECIAL_DOWN,
    SPECIAL_LEFT,
    SPECIAL_RIGHT,
    SPECIAL_HOME,
    SPECIAL_END,
    SPECIAL_PAGE_UP,
    SPECIAL_PAGE_DOWN,
    SPECIAL_ALT_ENTER,
    SPECIAL_F1,
    SPECIAL_F12 = SPECIAL_F1 + 11,
    SPECIAL_END_OF_LIST
};

enum press_kind {
    PRESS_NONE,
    PRESS_KEY,
    PRESS_PASTE,  /* `text` was pasted: never executes a key */
    PRESS_RESIZE, /* the terminal has another size */
    PRESS_SYNC,   /* a test asks for a fresh picture */
    PRESS_HANGUP  /* the terminal is gone, or the program is asked to end */
};
struct press {
    enum press_kind kind;
    uint32_t key;    /* PRESS_KEY */
    struct str text; /* PRESS_PASTE: as it came; until the next key is read */
};

/* What is typed where the focus is; decides which keys are commands. */
enum key_mode {
    MODE_LIST = 1,   /* nothing is typed: letters are commands */
    MODE_CHOICE = 2, /* codes are typed */
    MODE_NUMBER = 4, /* digits are typed, n and w are don't know and refused */
    MODE_TEXT = 8    /* everything is typed */
};

#define VERB(name, ...) VERB_##name,
enum verb {
    VERB_NONE,
#include "tui/keys.def"
    VERBS
};
#undef VERB

/* The row of a verb. */
struct verb_row {
    const char *name; /* "HELP" */
    uint32_t keys[2]; /* 0 = none */
    uint32_t letters[2];
    unsigned where;         /* modes in which the keys work */
    unsigned where_letters; /* modes in which the letters work */
    const char *bar;        /* N_(): word in the key bar */
    const char *help;       /* N_(): words in F1 and the manual */
};
const struct verb_row *verb_row(enum verb verb);

/* The verb that a key gives in a mode, or VERB_NONE: then it is typed. */
enum verb keys_verb(uint32_t key, enum key_mode mode);
/* 0..9 for a digit; also for the unshifted top row of a Belgian keyboard; -1 otherwise. */
int keys_digit(uint32_t key);
/* "F1" "Ctrl-G" "Enter" "Spatie" "?": in `arena`. */
struct str keys_name(struct arena *arena, uint32_t key);
/* The reverse of keys_name with the Dutch names, for test scripts; also single characters. 0: no such key. */
uint32_t keys_parse(struct str name);
/* How a verb can be given in a mode: its first key there; 0 = only through F1. */
uint32_t keys_of(enum verb verb, enum key_mode mode);

/* What the screen offers now: the key bar shows what works, F1 also what does not, and why. */
struct verb_offer {
    enum verb verb;
    const char *word;   /* N_() word for the bar, or NULL = the row's own */
    const char *reason; /* N_() why it does not work now; NULL = it works */
    bool quiet;         /* works, but everybody knows it: not in the bar */
};
struct verb_list {
    const char *lead; /* words before all keys, translated, or NULL: "1-8 + Enter" */
    struct verb_offer items[VERBS];
    size_t n;
};
void verb_offer(struct verb_list *list, enum verb verb, const char *word);
void verb_quiet(struct verb_list *list, enum verb verb);
void verb_refuse(struct verb_list *list, enum verb verb, const char *reason);
const struct verb_offer *verb_find(const struct verb_list *list, enum verb verb); /* NULL: not offered */

/* The key bar: as many whole entries as fit in `width`, F1 always among them when it is offered and fits at
 * all. */
struct str keys_bar(struct arena *arena, const struct verb_list *list, enum key_mode mode, int width);
/* The manual's list: one line per verb, keys TAB letters TAB help. Appended. */
void keys_manual(struct arena *arena, struct buf *out);

#endif

#ifndef TUI_SCREEN_H
#define TUI_SCREEN_H

#include <stdbool.h>
#include <stddef.h>

#include "tui/canvas.h"
#include "tui/keys.h"

struct app;

/*
 * A screen is a row of functions. It has no loop of its own: the app calls draw after every key, and key with
 * what was pressed and the verb it stands for. `self` is `size` zeroed bytes that live from open to close.
 *
 *   - open: once; `arg` is what the opener passed and need not live longer than the call
 *   - draw: on `body`, the rows between header and status line (for a popup the same rows, what lies below is
 *     drawn already); sets the cursor where the focus is
 *   - key: `verb` is one of those that `verbs` offered, or VERB_NONE: then `press` is to be typed. False: the
 *     screen has no use for it
 *   - verbs: what can be done now, most used first
 *   - mode: what is typed where the focus is; NULL = MODE_LIST
 *   - shown: comes to the top again after a popup closed; NULL = nothing to do
 *   - idle: between two keys, a few milliseconds of work that nobody waits for; false: there is none. NULL =
 *     never
 *   - close: frees what open took; NULL = nothing
 */
struct screen {
    const char *name;
    size_t size;
    bool popup;
    void (*open)(struct app *app, void *self, const void *arg);
    void (*draw)(struct app *app, void *self, const struct pane *body);
    bool (*key)(struct app *app, void *self, const struct press *press, enum verb verb);
    void (*verbs)(struct app *app, void *self, struct verb_list *list);
    enum key_mode (*mode)(struct app *app, void *self);
    void (*shown)(struct app *app, void *self);
    bool (*idle)(struct app *app, void *self);
    void (*close)(struct app *app, void *self);
};

/* All screens; each stands alone in its file of tui/screens. */
extern const struct screen screen_menu;      /* 1 the roles */
extern const struct screen screen_cases;     /* 2 addresses with the map of outcomes */
extern const struct screen screen_choice;    /* 4, 5 one answer or several */
extern const struct screen screen_field;     /* 6 number, date, time, open text */
extern const struct screen screen_frame;     /* 6 one or more entries of a long list */
extern const struct screen screen_notice;    /* a `note`: read out, nothing asked */
extern const struct screen screen_grid;      /* 7 battery */
extern const struct screen screen_roster;    /* 8 household */
extern const struct screen screen_check;     /* 9 popup: a check fires */
extern const struct screen screen_card;      /* 10 show card */
extern const struct screen screen_overview;  /* 11 */
extern const struct screen screen_finish;    /* 12 end of the interview, also when stopped */
extern const struct screen screen_help;      /* 20 palette */
extern const struct screen screen_lookup;    /* popup: choose from a list; arg struct lookup_request */
extern const struct screen screen_remark;    /* popup: note of the interviewer */
extern const struct screen screen_why;       /* popup: why is this asked */
extern const struct screen screen_break_off; /* popup: reason for stopping */
extern const struct screen screen_ask;       /* popup: a question of the program; arg struct ask_request */
extern const struct screen screen_codings;   /* what can be coded */
extern const struct screen screen_coding;    /* 13 the coders' workbench; arg struct coding_request */
extern const struct screen screen_differ;    /* 14 two coders, one who decides; arg struct differ_request */
extern const struct screen screen_tree;      /* popup: a code of a frame; arg struct tree_request */
extern const struct screen screen_define;    /* popup: what a code means; arg struct define_request */
extern const struct screen screen_progress;  /* popup: figures of the coding; arg struct progress_request */
extern const struct screen screen_rule;      /* popup: a rule for words; arg struct rule_request */
extern const struct screen screen_line;      /* popup: one line of text; arg struct line_request */

/* What the palette lists: the commands of the screen below. */
struct help_request {
    struct verb_list verbs;
    enum key_mode mode;
};

/* One line of text is asked. Texts are N_() or in words already, and live until it is answered. */
struct line_request {
    const char *title;
    const char *text;                                                  /* above the line; may be empty */
    struct str typed;                                                  /* to begin with */
    size_t most;                                                       /* characters */
    void (*answered)(struct app *app, void *context, struct str text); /* trimmed; not called for Esc */
    void *context;
};

/* A question of the program with numbered answers, Enter takes the one with the focus. Texts are N_() or in
 * words already, and live until it is answered. */
struct ask_request {
    const char *title;
    const char *text;
    const char *answers[4];                                            /* NULL-terminated when fewer */
    unsigned first;                                                    /* the answer that has the focus */
    bool alarm;                                                        /* something went wrong */
    void (*answered)(struct app *app, void *context, unsigned answer); /* 0 = the first; not called for Esc */
    void *context;
};

#endif

#ifndef TUI_CODING_H
#define TUI_CODING_H

#include "coding/work.h"
#include "tui/app.h"
#include "tui/list.h"

/*
 * The coders' workbench: one group of equal answers is in front of the coder, with what is known of it; she
 * gives it a code and the next one comes. Keys are in screens/coding.c, drawing in coding_view.c.
 */
#define NO_GROUP UINT32_MAX

enum {
    BENCH_SUGGESTIONS = 9, /* one per digit */
    BENCH_AHEAD = 32,      /* groups from the one in front that are held at a time */
    BENCH_RUN = 100,       /* groups that are accepted together, at most */
    BENCH_LAST = 3         /* latest decisions that are told */
};

/* screen_coding's argument: it takes the work over, and closes it through the services. */
struct coding_request {
    struct work *work;
    struct coding_row row;
};

/* Look-alikes that get one code together. */
struct bench_run {
    uint32_t ids[BENCH_RUN];
    bool dropped[BENCH_RUN];
    size_t n; /* 0: there is none */
    struct scroll scroll;
};

struct bench {
    struct work *work;
    struct coding_row row;
    struct arena *arena; /* as long as the screen */
    struct arena *now;   /* as long as the same group is in front */
    struct arena *seen;  /* of what the work said of it */
    enum work_view view;
    struct scroll scroll; /* over the queue */
    struct bench_run run;

    uint32_t group;       /* in front; NO_GROUP: the queue is empty */
    size_t pick;          /* the suggestion that the candidate came from */
    struct str candidate; /* what Enter gives; empty: nothing is suggested */
    struct str mentions;  /* codes of earlier mentions, with spaces between; empty: none */
    struct str note;      /* goes with the decision */
    bool only;            /* this one answer, not its copies */
    uint32_t copy;        /* which answer of the group is shown */
    struct str doubted;   /* codes that were warned about: once more is meant */
    unsigned pressed;     /* app->pressed when the group came */
    int64_t since_ms;     /* when it came; boot time */

    const uint32_t *ids; /* the queue, as bench_look found it; scroll.n of them */
    /* What the work says of the group; fetched anew when `fresh` is not set. In `seen`. */
    bool fresh;
    struct work_group shown;
    struct work_answer answer;
    const struct work_suggestion *suggestions;
    size_t suggestions_n;
    const struct work_earlier *earlier;
    size_t earlier_n;
    const struct work_line *lines;
    size_t lines_n;

    struct str before;           /* codes of the decision before: `.` gives them again */
    struct str last[BENCH_LAST]; /* "100198 9112", the newest first */
    size_t today;                /* groups decided by this coder since midnight */
    uint32_t held[BENCH_AHEAD];
    size_t held_n;
    bool foreseen; /* every open group has its prediction */
};

void bench_open(struct app *app, struct bench *bench, const struct coding_request *request);
void bench_close(struct app *app, struct bench *bench);
/* Fetches what is shown, where something has changed since. */
void bench_look(struct bench *bench);
/* The group under the cursor comes to the front. */
void bench_follow(struct app *app, struct bench *bench);
/* Another order of the queue. */
void bench_view(struct app *app, struct bench *bench, enum work_view view);
const char *bench_view_name(enum work_view view); /* N_() */

/* The next of the suggestions, or the one with this number, becomes the candidate. False: there is none. */
bool bench_pick(struct bench *bench, size_t pick);
void bench_broader(struct app *app, struct bench *bench);
void bench_narrower(struct bench *bench); /* back to the suggestion, a level at a time */

/* Gives codes to what is in front: the group, one answer of it, or the run. With mentions before it, behind
 * them. Says what came of it. */
void bench_decide(struct app *app, struct bench *bench, struct str codes);
/* Keeps codes as an earlier mention of the same answer. */
void bench_mention(struct app *app, struct bench *bench, struct str codes);
void bench_undo(struct app *app, struct bench *bench, bool redo);
/* Gathers the look-alikes of the group in front. */
void bench_gather(struct app *app, struct bench *bench);
/* Takes back what was begun for this group: run, mentions, only. False: nothing was begun. */
bool bench_cancel(struct app *app, struct bench *bench);
/* Holds what comes next and predicts; as screen.idle. */
bool bench_idle(struct bench *bench);
/* The status line where nothing else is to be said: what Enter would do. */
void bench_hint(struct app *app, struct bench *bench);

void bench_draw(struct app *app, struct bench *bench, const struct pane *body);

/* ---- parts that several screens of coding share ---- */

/* The levels above a code and the code itself, the highest first; at most `most`; returns how many. */
size_t coding_branch(struct work *work, struct str code, struct str *out, size_t most);
/* "9112 Schoonmaker", for several codes their labels joined. In `arena`. */
struct str coding_words(const struct work *work, struct arena *arena, struct str codes);
/* "91 %", or "" where it is not known. In `arena`. */
struct str coding_percent(struct arena *arena, double share);
/* A figure with so many decimals, the comma as the language writes it; "n.v.t." for NAN. In `arena`. */
struct str coding_figure(struct arena *arena, double value, int decimals);
/* Each line of a case in a row, as far as there is room; returns the row behind. */
int coding_lines(const struct pane *pane, int row, int end, const struct work_line *lines, size_t n);
/* What people gave before, as far as there is room; returns the row behind. */
int coding_earlier(const struct pane *pane, int row, int end, const struct work_earlier *earlier, size_t n);
/* The branch of a code, indented by level; returns the row behind. */
int coding_draw_branch(const struct pane *pane, int row, struct work *work, struct str code);
/* Examples from the index, in one text. In `arena`. */
struct str coding_examples(const struct work *work, struct arena *arena, struct str code, size_t most);
/* What a result that is not WORK_DONE says, on the status line. */
void coding_fault(struct app *app, const struct work *work, enum work_result result);
/* Opens the work on what stands at a position of the list, on top. False after a message. */
bool coding_start(struct app *app, const struct coding_row *row, size_t position);

/* ---- popups ---- */

struct tree_request {
    struct work *work;
    struct str code;                                                 /* to begin at; empty: the top */
    const char *title;                                               /* N_() */
    void (*chosen)(struct app *app, void *context, struct str code); /* after the popup has closed */
    void *context;
};

struct define_request {
    struct work *work;
    struct str code; /* may be empty */
    uint32_t group;  /* whose earlier codings and case are told; NO_GROUP: none */
    uint32_t copy;
};

struct progress_request {
    struct work *work;
    struct str title;
};

struct differ_request {
    struct work *work;
    struct str title;
};

struct rule_request {
    struct work *work;
    struct str words; /* to begin with */
    struct str code;
};

#endif

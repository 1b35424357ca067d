#ifndef TUI_SERVICES_H
#define TUI_SERVICES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/str.h"

/*
 * What the screens want of a study file. cmd/ fills the table in over the store; tests have one in memory.
 * Functions that return bool say false when they failed; `message` then tells why, in the interface's
 * language. What they give lies in the arena passed.
 */
struct interview;
struct work;

/* How far a case is: letter, word and style stand in standing_row. */
enum standing {
    STANDING_NEW,
    STANDING_APPOINTMENT,
    STANDING_BROKEN_OFF, /* begun, not finished */
    STANDING_NO_CONTACT,
    STANDING_REFUSAL,
    STANDING_LANGUAGE,
    STANDING_STOPPED, /* ended by a `stop:` */
    STANDING_COMPLETED,
    STANDINGS
};
struct standing_row {
    const char *letter;
    const char *word; /* N_() */
};
const struct standing_row *standing_row(enum standing standing);

enum case_order { ORDER_BY_CASE, ORDER_BY_STANDING, ORDER_BY_MUNICIPALITY, ORDER_BY_CHANGE, CASE_ORDERS };

struct case_query {
    struct str search; /* beginning of the case id, name, street, municipality or group; empty = all */
    bool open_only;    /* neither completed nor stopped */
    enum case_order order;
};

/* One row of the case list. Texts as shown. */
struct case_row {
    struct str id;
    struct str group;
    struct str municipality;
    struct str contacts; /* a letter per attempt: t telephone, s at the door, . nobody; empty = none yet */
    struct str next;     /* next step: "hervat bij C04, 25 %"; may be empty */
    enum standing standing;
};

/* A line of the detail pane: name, address, language, last contact ... in the order shown. */
struct detail_line {
    struct str label;
    struct str text;
};

/* One origin group in the map of standings. */
struct standing_line {
    struct str group;
    uint32_t counts[STANDINGS];
};

struct case_counts {
    size_t cases;
    size_t open; /* neither completed nor stopped */
    size_t broken_off;
    size_t completed;
};

/* A text of the questionnaire that coders code. */
struct coding_row {
    struct str id;
    struct str title; /* as people know it: "J04 beroep" */
    struct str frame; /* by which it is coded: "isco08", or the name of the list */
};

struct services {
    void *context;
    const char *(*message)(void *context); /* why the last call failed; never NULL */
    struct str (*study)(void *context);    /* short name for headers */
    struct str (*user)(void *context);     /* who works: "041 (An Peeters)" */

    bool (*counts)(void *context, struct case_counts *out);
    bool (*case_count)(void *context, const struct case_query *query, size_t *n);
    /* Rows offset .. offset + max of the list. */
    bool (*case_list)(void *context, const struct case_query *query, size_t offset, size_t max,
                      struct arena *arena, const struct case_row **out, size_t *n);
    bool (*case_detail)(void *context, struct str case_id, struct arena *arena,
                        const struct detail_line **out, size_t *n);
    /* All cases by group, whatever the filter. */
    bool (*standings)(void *context, struct arena *arena, const struct standing_line **out, size_t *n);

    /* An interview that may go on: claimed, folded from the log, interview_begin done. NULL: `message`. A
     * completed or stopped one is given too, for reading. */
    struct interview *(*open)(void *context, struct str case_id);
    /* A new interview whose answers go nowhere. NULL: `message`. */
    struct interview *(*practice)(void *context);
    /* Gives back what open or practice gave. */
    void (*close)(void *context, struct interview *interview);

    /* What there is to code. */
    bool (*coding_list)(void *context, struct arena *arena, const struct coding_row **out, size_t *n);
    /* The work on one of them, by its position; takes about a second. NULL: `message`. */
    struct work *(*coding_open)(void *context, size_t position);
    void (*coding_close)(void *context, struct work *work);

    int64_t (*last_saved)(void *context); /* wall time in ms of the last act on disk; 0 = none yet */
    /* When and where the last backup was made, or that there is none yet. */
    bool (*backup_state)(void *context, struct arena *arena, struct str *text);
    /* Makes one now; *text says where it lies. */
    bool (*backup)(void *context, struct arena *arena, struct str *text);
};

#endif

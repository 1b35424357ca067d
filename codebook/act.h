#ifndef CODEBOOK_ACT_H
#define CODEBOOK_ACT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/hash.h"
#include "base/str.h"
#include "expr/cell.h"

/*
 * An act: something somebody did that is never undone by forgetting it. The event log is a chain of acts; the
 * interview makes them, the store keeps them, every cache is folded from them. An act writes a number of
 * registers (its changes); the newest act on a register tells its content, so folding needs no knowledge
 * of questionnaires, and undo is an act that writes older contents again.
 */
enum act_kind {
    ACT_START,   /* first interview act of a case: fixes `today` */
    ACT_ANSWER,  /* answer, don't know, refused */
    ACT_DRAW,    /* a random order or a split ballot */
    ACT_CONFIRM, /* a soft check, with a reason */
    ACT_NOTE,
    ACT_LANGUAGE, /* the interview's language from now on */
    ACT_JUMP,     /* to an item */
    ACT_REMOVE_ROW,
    ACT_SUSPEND, /* break-off, with a reason */
    ACT_RESUME,
    ACT_COMPLETE,
    ACT_STOP, /* ended by a `stop:` item; its outcome is the value */
    ACT_UNDO,
    ACT_REDO,
    ACT_ERASE,    /* payloads of other acts emptied, with a reason */
    ACT_CONTACT,  /* a contact attempt */
    ACT_CODE,     /* a code given to an open answer */
    ACT_EDIT,     /* a value repaired in cleaning */
    ACT_DECISION, /* between two heads, coders, ... */
    ACT_IDENTITY, /* identity was entered, changed or forgotten; the identity itself is elsewhere */
    ACT_MIGRATE,  /* the case is on the version of the questionnaire that this act names, from now on */
    ACT_KINDS
};
const char *act_kind_name(enum act_kind kind); /* "start" "answer" "draw" ... : in JSON and on disk */
bool act_kind_parse(struct str name, enum act_kind *out);

/* What a register holds. The spelling on disk: register_name. */
enum act_register {
    REGISTER_ANSWER,   /* the raw cell of (item, row) */
    REGISTER_ROW,      /* (roster, row): "removed" or nothing */
    REGISTER_CONFIRM,  /* (check, row): fingerprint of the involved values it was confirmed for */
    REGISTER_ORDER,    /* (question, grid or block, row): codes or ids in drawn order; a draw's number */
    REGISTER_NOTE,     /* (item, row): the interviewer's remark */
    REGISTER_LANGUAGE, /* (case) */
    REGISTER_PLACE,    /* (case): where the interviewer stands, "item row" */
    REGISTER_STATUS,   /* (case): started, suspended, completed, stopped */
    REGISTER_CODE,     /* (item, row) */
    REGISTER_EDIT,     /* (item, row) */
    REGISTER_CONTACT,
    REGISTER_COUNT
};
const char *act_register_name(enum act_register reg);
bool act_register_parse(struct str name, enum act_register *out);

/* One register written. `state` NOT_REACHED with an empty value = the register is empty again. */
struct change {
    enum act_register reg;
    struct str item; /* id of variable, roster, check, ...; empty for registers of the case */
    uint32_t row;    /* 0 outside rosters */
    enum cell_state state;
    struct str value; /* canonical text (codebook.h, value_write) */
};

struct act {
    enum act_kind kind;
    struct str case_id;
    struct str item; /* what the act is about: usually changes[0].item */
    uint32_t row;
    const struct change *changes;
    size_t n;
    struct str reason;  /* payload, like the changes: soft check, suspend, erase, edit */
    struct hash undoes; /* ACT_UNDO, ACT_REDO: the act whose effect it takes back; else zero */

    /* Who, where, when: the interview fills these. */
    struct str user;
    struct str language;
    struct hash questionnaire;
    int64_t wall_ms;   /* since 1970 UTC */
    int64_t boot_ms;   /* CLOCK_BOOTTIME */
    uint32_t shown_ms; /* since the question was drawn */
    uint32_t idle_ms;  /* of which the last without a key */

    /* The store fills these in. */
    struct hash id;
    struct hash prev;
    struct str device;
    uint64_t seq;
    bool erased; /* its payload was emptied: no changes, no reason */
};

/*
 * Where acts go. `write` appends all n acts in one durable transaction, fills in their ids, and returns true
 * only when they are on disk. On false nothing of them may be believed stored, and `message` (NUL-
 * terminated, in the interface's language) says truthfully what happened.
 */
struct act_sink {
    bool (*write)(void *context, struct act *acts, size_t n);
    const char *(*message)(void *context);
    void *context;
};

#endif

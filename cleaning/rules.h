#ifndef CLEANING_RULES_H
#define CLEANING_RULES_H

#include "base/diag.h"
#include "codebook/codebook.h"
#include "questionnaire/questionnaire.h"

/*
 * The rules by which records are cleaned: those written in the codebook's rules.yaml (docs/cleaning.md),
 * those that stand in the questionnaire as checks, and those that the codebook and the routes imply. Nothing
 * is written twice: an entry of rules.yaml may name checks, or a kind of implied rule, instead of an
 * expression.
 */
enum rule_severity { RULE_ERROR, RULE_WARNING, RULE_AUTO };
const char *rule_severity_name(enum rule_severity severity); /* "error" "warning" "auto" */

enum rule_kind {
    RULE_WRITTEN,
    RULE_CHECK,    /* of the questionnaire */
    RULE_RANGE,    /* implied, one per variable: the value may be stored at all */
    RULE_LIST,     /* the option is offered to this group */
    RULE_ROUTE,    /* it has an answer exactly where the route asks for one */
    RULE_COMPLETE, /* a finished interview has an answer where the route asks for one */
    RULE_UNIQUE,   /* no other record is this person's */
    RULE_KINDS
};
const char *rule_kind_name(enum rule_kind kind); /* "written" "check" "range" ... */

struct clean_rule {
    uint32_t index;
    struct str id;
    struct str nr; /* number in the survey's list of rules; may be empty */
    enum rule_kind kind;
    enum rule_severity severity;
    struct words words;              /* what it says, by language of the questionnaire */
    struct str text;                 /* of the expression; empty: implied */
    const struct expr *holds;        /* NULL: implied */
    uint32_t groups;                 /* bit per group of the questionnaire */
    uint32_t roster;                 /* is looked at for each row of it, or NONE */
    uint32_t check;                  /* RULE_CHECK: index in the questionnaire, or NONE */
    const struct variable *variable; /* implied: whose */
    const uint32_t *involves;        /* slots of asked variables: what may be edited so that it holds */
    size_t involves_n;
    bool facts; /* reads facts about the record, which no edit changes */
};

/*
 * What rules may read beside the questionnaire's variables: facts about the record, its interview and the
 * records around it. A fact that nobody supplies has no value, so that its rules are not evaluable.
 */
enum fact {
    FACT_IN_SAMPLE,        /* bool: the case came from the frame */
    FACT_SAME_PERSON,      /* other records with this birth date, sex and municipality */
    FACT_IN_MUNICIPALITY,  /* bool: lives where the frame says */
    FACT_MINUTES,          /* of the interview, pauses left out */
    FACT_GROUP_MINUTES,    /* median of its group */
    FACT_FAST_SECTIONS,    /* blocks answered in under 1.5 s an item */
    FACT_MIDNIGHT,         /* bool: the interview spans midnight */
    FACT_ASKED,            /* questions on the route */
    FACT_NONRESPONSE,      /* of them don't know, refused or open */
    FACT_INTERVIEWER_Z,    /* nonresponse of the interviewer, in standard deviations above the peers */
    FACT_OPINIONS,         /* attitude statements answered */
    FACT_NO_OPINION,       /* of them "no opinion" */
    FACT_FLAT_REVERSED,    /* batteries of six and more with reversed rows, answered all alike */
    FACT_FLAT,             /* with reversed rows, four and more */
    FACT_ALIKE,            /* per cent of answers shared with the most similar record of this interviewer */
    FACT_SAME_TEXTS,       /* long open answers that another record has word for word */
    FACT_COMPLETED,        /* bool */
    FACT_STATUS_COMPLETED, /* bool: what the case list says */
    FACT_LISTED_TEXTS,     /* texts behind "other" that are an option's label */
    FACT_PERSONAL_TEXTS,   /* open answers with a phone number, e-mail or IBAN */
    FACT_REGISTER_TEXTS,   /* open answers with a national register number */
    FACT_ISCO,             /* the code of job_title as a number */
    FACT_ISCO_LEVEL,       /* digits of it; 0: not coded */
    FACT_ISCO_KNOWN,       /* bool: it is in the frame */
    FACT_ISCO_VAGUE,       /* bool: the coder said that there was too little to go by */
    FACT_NACE,             /* the code of job_sector */
    FACT_CODERS_DIFFER,    /* bool: two coders differ and nobody decided */
    FACT_VISITS,           /* contact attempts */
    FACT_VISITS_EVENING,
    FACT_VISITS_WEEKEND,
    FACT_VISITS_CLASH,       /* two at once */
    FACT_INTERVIEWER_SPEAKS, /* bool: the language of the interview */
    FACT_WEIGHT,
    FACT_WEIGHT_GROUP_MEAN,
    FACT_MARGIN_GAP, /* largest, in percentage points */
    FACTS
};
const char *fact_name(enum fact fact); /* its name in expressions */
bool fact_is_truth(enum fact fact);

struct rulebook {
    const struct clean_rule *items;
    size_t n, written_n; /* written and named ones come first, then the implied */
    uint32_t facts_from; /* slot of the first fact */
    struct hash hash;    /* of the file */
};

/*
 * Reads the file at `path` of the library (missing: only checks and implied rules) against a questionnaire.
 * NULL after errors, diagnostics R1xx (cleaning/codes.def). All in `arena`.
 */
const struct rulebook *rules_load(struct arena *arena, struct diags *diags, const struct library *library,
                                  struct str path, const struct questionnaire *questionnaire);
uint32_t rules_find(const struct rulebook *rules, struct str id); /* NONE: none */

#endif

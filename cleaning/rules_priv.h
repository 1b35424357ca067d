#ifndef CLEANING_RULES_PRIV_H
#define CLEANING_RULES_PRIV_H

#include "cleaning/rules.h"
#include "codebook/define.h"

/* What rules.yaml says of a kind of implied rule, or of a check. */
struct rule_note {
    bool there;
    struct str nr;
    enum rule_severity severity;
    struct words words;
    uint32_t groups;
};

struct rule_loader {
    struct definition def;
    const struct questionnaire *q;
    struct clean_rule *items;
    size_t n, cap;
    struct rule_note *checks; /* per check of the questionnaire */
    struct rule_note implied[RULE_KINDS];
    uint32_t roster; /* in which the expression stands */
};

struct clean_rule *rule_add(struct rule_loader *l);

/* scope.c: expressions of rules: variables, rosters and facts. NULL after diagnostics. */
const struct expr *rule_compile(struct rule_loader *l, const struct node *node);

/* implied.c: one rule per check; those that codebook and routes imply. */
void rules_of_checks(struct rule_loader *l);
void rules_implied(struct rule_loader *l);

/* involved.c: what a rule hangs on. */
/* Marks the variables that an expression reads, computed ones by what they are computed from. */
void involve_expr(const struct questionnaire *q, const struct expr *expr, bool *marked);
void involve_slot(const struct questionnaire *q, uint32_t slot, bool *marked);
/* The conditions under which an item is asked. */
void involve_route(const struct questionnaire *q, uint32_t item, bool *marked);
void involve_list(struct arena *arena, const struct questionnaire *q, const bool *marked,
                  struct clean_rule *rule);
bool *involve_none(struct arena *arena, const struct questionnaire *q);

#endif

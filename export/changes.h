#ifndef EXPORT_CHANGES_H
#define EXPORT_CHANGES_H

#include "export/format.h"

/*
 * What was done to the answers after they were given, as tables: changes.csv (repairs), coding.csv (codes of
 * open answers), contacts.csv (visits). Who did it is told by a number in the order of appearance, so that
 * nobody is named.
 */
enum history_kind { HISTORY_CHANGES, HISTORY_CODES, HISTORY_CONTACTS, HISTORIES };
struct history_line {
    struct str case_id, variable, old, new, rule, reason, user;
    uint32_t row;
    int64_t wall_ms;
};
/* Where the lines come from, in the order of the log. `each` returns false when they cannot be read; texts
 * live until `visit` returns. */
struct history {
    bool (*each)(void *context, enum history_kind kind,
                 bool (*visit)(void *to, const struct history_line *line), void *to);
    void *context;
};

void *changes_open(struct export_job *job);
bool changes_close(void *writer, bool good);

#endif

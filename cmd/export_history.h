#ifndef CMD_EXPORT_HISTORY_H
#define CMD_EXPORT_HISTORY_H

#include "cmd/study.h"
#include "export/changes.h"

/* The log's edits, codes and visits for the tables of an export; `study` must stay open. */
struct history export_history(struct study *study);

#endif

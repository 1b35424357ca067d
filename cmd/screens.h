#ifndef CMD_SCREENS_H
#define CMD_SCREENS_H

#include "cmd/study.h"

/* Opens the screens on a study; fills the table of services through which screens reach the store. With a
 * case on the command line its interview opens at once. */
enum exit_code screens_run(struct study *study);
/* The same for coders: what can be coded; where that is one thing only, its workbench. */
enum exit_code screens_code(struct study *study);

#endif

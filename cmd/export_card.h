#ifndef CMD_EXPORT_CARD_H
#define CMD_EXPORT_CARD_H

#include "cmd/study.h"
#include "export/study_card.h"

/* The description of the study: of --description, else codebook/ID/study.yaml where we are or where the
 * program comes from. *out is NULL where there is none; 65 where the one that was asked for cannot be read.
 */
enum exit_code export_card(struct run *run, const struct questionnaire *q, const struct study_card **out);

#endif

#ifndef CLEANING_MEASURE_PRIV_H
#define CLEANING_MEASURE_PRIV_H

#include "cleaning/data.h"
#include "codebook/ids.h"

/* Fills in the facts that follow from the answers: of one record, or of all and of what is around each. */
void measure_record(struct data *data, uint32_t record);
void measure_all(struct data *data);

#endif

#ifndef TESTS_JOURNEYS_JOURNEYS_H
#define TESTS_JOURNEYS_JOURNEYS_H

#include <stdlib.h>

#include "tests/journeys/visit.h"

/* Runs the journeys that are not whole interviews; returns how many failed. */
int journeys_of_scenes(void);

#endif

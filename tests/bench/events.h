#ifndef TESTS_BENCH_EVENTS_H
#define TESTS_BENCH_EVENTS_H

#include "tests/bench/bench.h"

/* libyaml alone: the events of all YAML files, with nothing made of them. Returns how many there are. */
size_t bench_events(const struct bench_files *files);

#endif

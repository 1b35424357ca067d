#ifndef TESTS_ORACLE_GENERATE_H
#define TESTS_ORACLE_GENERATE_H

#include <stdint.h>

#include "codebook/codebook.h"

/* Random small questionnaires, as the files that the loader reads. The same number gives the same files. */
enum { GENERATED_FILES = 8 };

struct generated {
    struct definition_file files[GENERATED_FILES];
    size_t n;
};

void generate(struct arena *arena, uint64_t number, struct generated *out);

#endif

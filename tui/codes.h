#ifndef TUI_CODES_H
#define TUI_CODES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "codebook/codebook.h"

/*
 * Codes typed digit by digit, without a key between them. A code that no other one begins with is decided at
 * once; 1 waits where there is a 10. A digit that makes no code with those before it begins the next code.
 */
struct codes {
    const struct list *list;
    const int32_t *options; /* positions that are offered */
    size_t n;
};
struct typed_code {
    char digits[8];
    size_t len;
};

/* The option whose code was typed so far, or -1; *longer: a longer code begins with it. */
int32_t codes_match(const struct codes *codes, const struct typed_code *typed, bool *longer);
/* One digit more, 0..9. Options that it decides go to `decided` (at most 2); returns how many. *unknown: what
 * was typed is no code, and forgotten. */
size_t codes_digit(const struct codes *codes, struct typed_code *typed, int digit, int32_t decided[2],
                   bool *unknown);
/* What was typed is meant as it stands: its option, or -1. Forgets it. */
int32_t codes_settle(const struct codes *codes, struct typed_code *typed);

#endif

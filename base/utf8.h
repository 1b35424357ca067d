#ifndef BASE_UTF8_H
#define BASE_UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/str.h"

/*
 * Text: strict UTF-8, normalised to NFC, measured in terminal cells.
 */

/* The code point at *at, which is moved behind it. Malformed input (overlong, surrogate, above
 * U+10FFFF, cut off) gives 0xFFFD and moves one byte; returns false then, and at the end. */
bool utf8_next(struct str s, size_t *at, uint32_t *code_point);
bool utf8_valid(struct str s);
size_t utf8_encode(uint32_t code_point, char out[4]); /* bytes written; 0 for invalid */
size_t utf8_count(struct str s);                      /* code points */

/* Cells one code point takes: 0, 1 or 2 (wcwidth of a table that does not ask the locale: East Asian
 * wide and emoji 2, combining and format characters 0, controls 0). */
int utf8_char_width(uint32_t code_point);
/* Cells of a whole text. */
size_t utf8_width(struct str s);
/* The longest prefix that takes at most `cells`, never splitting a base from its combining marks. */
struct str utf8_clip(struct str s, size_t cells);
/* One user-perceived character (base and what combines with it) at *at; moves behind it. */
bool utf8_next_cluster(struct str s, size_t *at, struct str *cluster);
/* Start of the cluster before byte `at` (for a caret that moves left). */
size_t utf8_prev_cluster(struct str s, size_t at);

/*
 * The one door for text that comes in: keyboard, paste, YAML, CSV, bundles.
 * Checks and normalises: valid UTF-8 (no overlongs, surrogates), NFC, at most 4 combining marks in a
 * row; TAB becomes a space; LF stays only with SAFE_LINES (CR LF and CR become LF); refused are other
 * C0/C1 controls and DEL, U+2028/9, bidi controls U+202A-E and U+2066-9, U+FEFF, tag characters
 * U+E0000-E007F, noncharacters and NUL. ZWNJ, ZWJ, LRM, RLM stay: Persian and emoji need them.
 * `max_bytes` limits the result. On refusal returns false and fills *problem.
 */
enum safe_flags { SAFE_LINE = 0, SAFE_LINES = 1 };
struct safe_problem {
    size_t at;           /* byte offset in the input */
    uint32_t code_point; /* 0 when not about one */
    const char *what;    /* English, e.g. "invalid UTF-8", "bidirectional control", "too long" */
};
bool safe_text(struct arena *arena, struct str in, enum safe_flags flags, size_t max_bytes, struct str *out,
               struct safe_problem *problem);
/* For showing what may not be trusted: each refused character becomes <U+202E>; never fails. */
struct str safe_display(struct arena *arena, struct str in);

/* Lower case (Unicode default folding), without accents and other combining marks, ø->o ł->l ı->i
 * ß->ss œ->oe, runs of anything but letters and digits as one space, trimmed: the key for search. */
struct str utf8_fold(struct arena *arena, struct str s);

#endif

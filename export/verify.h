#ifndef EXPORT_VERIFY_H
#define EXPORT_VERIFY_H

#include "base/arena.h"
#include "base/diag.h"
#include "base/str.h"

/*
 * Is a bundle whole, and do its files hold the same data? Each file's SHA-256 against SHA256SUMS, and each
 * data file read back with our own readers: the fingerprint of every variable against manifest.json.
 */
enum verdict { VERDICT_GOOD, VERDICT_DIFFERS, VERDICT_MISSING, VERDICT_UNREADABLE, VERDICT_NOT_LISTED };
struct verified_file {
    struct str name;
    enum verdict sum;  /* GOOD, DIFFERS, MISSING or NOT_LISTED (there, but not in SHA256SUMS) */
    bool data;         /* it holds the data; then: */
    enum verdict unf;  /* GOOD, DIFFERS or UNREADABLE */
    struct str column; /* the first variable that differs; empty: none */
    struct str unf_is; /* of the whole file, as read */
};
struct verified {
    const struct verified_file *files; /* by name */
    size_t n;
    bool good;
};
/* False, with an error in `diags` (D010), when SHA256SUMS or manifest.json cannot be read. In `arena`. */
bool verify_bundle(struct arena *arena, struct diags *diags, struct str folder, struct verified *out);

#endif

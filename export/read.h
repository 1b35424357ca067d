#ifndef EXPORT_READ_H
#define EXPORT_READ_H

#include "base/arena.h"
#include "base/diag.h"
#include "base/str.h"
#include "export/model.h"

/*
 * Small readers of the data files that we write, independent of the writers: for tests, and to verify a
 * release. They read what veldwerk writes and refuse what it does not; any bytes may be given to them.
 */
struct read_column {
    struct str name;
    enum column_kind kind;
    unsigned width; /* texts: declared bytes; 0: as long as they are */
    bool has_missing;
    double missing_low, missing_high; /* the block of missing codes, in .sav */
};

struct read_cell {
    bool missing;
    double code;     /* .sav, .csv: the missing code; 0 = system missing or empty */
    char tag;        /* .dta: 'a'..'z'; 0 = "." */
    double number;   /* days since 1970 of a date, minutes of a time */
    struct str text; /* without padding; an empty one is missing */
};

struct read_taker {
    /* Once, before the rows. False ends reading. Both may be NULL. */
    bool (*columns)(void *context, const struct read_column *columns, uint32_t n);
    bool (*row)(void *context, const struct read_cell *cells);
    void *context;
};

/* False after an error in `diags` (code X040), or when the taker said so. Texts live in `arena` or in
 * `bytes`. */
bool read_sav(struct arena *arena, struct diags *diags, struct str bytes, const struct read_taker *taker);
bool read_dta(struct arena *arena, struct diags *diags, struct str bytes, const struct read_taker *taker);
/* A CSV file does not tell kinds and missing codes: they are those of `known`, at the same place and with the
 * same name; another column is read as text. */
bool read_csv(struct arena *arena, struct diags *diags, struct str bytes, const struct read_column *known,
              uint32_t known_n, const struct read_taker *taker);

#endif

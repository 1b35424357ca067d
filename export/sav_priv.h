#ifndef EXPORT_SAV_PRIV_H
#define EXPORT_SAV_PRIV_H

#include "export/format.h"
#include "export/sav_layout.h"

/* How columns become variables of the system file of SPSS. */

struct sav_variable {
    const struct column *column;
    char (*names)[SAV_NAME + 1]; /* short names of its segments, unique in the file */
    unsigned width;              /* 0: a number; else the declared bytes of the text */
    unsigned segments;           /* 1, or more above 255 bytes */
    int32_t position;            /* in the case, in cells of eight bytes, from 1 */
};

struct sav {
    struct export_job *job;
    struct output_file *out;
    struct sav_variable *variables;
    uint32_t n;
    int32_t cells; /* of one case */
    unsigned char *row;
    unsigned char codes[SAV_CELL];
    unsigned char waiting[SAV_CELL * SAV_CELL];
    unsigned codes_n, waiting_n;
};

void sav_int(struct output_file *out, int32_t value);
void sav_double(struct output_file *out, double value);
/* Puts a text, and spaces or NULs behind it up to `width` bytes. */
void sav_padded(struct output_file *out, struct str text, size_t width, char with);
/* Header and variables. */
void sav_variables(struct sav *sav);
/* Value labels, and the extensions behind them: all before the first case. */
void sav_labels(struct sav *sav);
void sav_extensions(struct sav *sav);
struct str sav_label(const struct sav *sav, const struct words *words);

#endif

#ifndef CLEANING_DATA_H
#define CLEANING_DATA_H

#include "cleaning/rules.h"
#include "expr/cell.h"

/*
 * The answers of a study as columns, decoded once: a state and eight bytes per cell. Records are loaded one
 * after the other (loader_*), then read and edited in place. Rows of a roster stand one after the other,
 * those of one record together.
 */

/* ---- loading: whoever knows routes calls these ---- */

struct clean_loader;
struct loaded_record {
    struct str case_id, group, interviewer;
    int32_t today;   /* fixed by the first act; days since 1970 */
    int64_t wall_ms; /* of the last answer */
    bool completed;
};
/* The next record; what follows belongs to it. */
void loader_record(struct clean_loader *loader, const struct loaded_record *record);
/* Live rows of a roster, ascending ids; before any cell of it. */
void loader_rows(struct clean_loader *loader, uint32_t roster, const uint32_t *ids, size_t n);
/* The cell as the route has it; `row` is the id of a row, or 0. */
void loader_cell(struct clean_loader *loader, uint32_t slot, uint32_t row, const struct cell *cell);
void loader_fact(struct clean_loader *loader, enum fact fact, struct number value);
/* How many seconds an answer took in a section: an item that stands at the top. */
void loader_pace(struct clean_loader *loader, uint32_t item, float seconds);
/* A soft check that fires and that the interviewer confirmed. */
void loader_confirmed(struct clean_loader *loader, uint32_t check, uint32_t row, struct str reason);

/* ---- the columns ---- */

struct column {
    uint8_t *states; /* enum cell_state */
    int64_t *values;
    uint32_t n, cap;
};

struct confirmation {
    uint32_t check, row;
    struct str reason;
    struct confirmation *next;
};

struct data_record {
    struct loaded_record about;
    int group; /* index, or -1 */
    struct confirmation *confirmed;
    float *pace; /* per item; NULL: not known */
};

struct data_rows {
    uint32_t *first; /* per record; one more at the end */
    uint32_t *ids;
    uint32_t n, cap;
};

struct data {
    struct arena *arena; /* texts, sets, confirmations */
    const struct questionnaire *q;
    uint32_t slots; /* variables, then facts */
    struct column *columns;
    struct data_rows *rows; /* per roster */
    struct data_record *records;
    uint32_t n, cap;
    struct code_set *sets; /* what a column of sets points to */
    uint32_t sets_n, sets_cap;
    struct str *texts;
    uint32_t texts_n, texts_cap;
};

struct data *data_new(const struct questionnaire *q);
void data_free(struct data *data);
/* A loader that adds records to `data`. */
struct clean_loader *data_loader(struct data *data, struct arena *arena);
/* After the last record. */
void data_seal(struct data *data);

/* Where a cell stands in its column; UINT32_MAX: there is no such row. */
uint32_t data_at(const struct data *data, uint32_t slot, uint32_t record, uint32_t row);
/* Live rows of a roster in a record. */
uint32_t data_rows_of(const struct data *data, uint32_t roster, uint32_t record, const uint32_t **ids);
struct cell data_cell(const struct data *data, uint32_t slot, uint32_t record, uint32_t row);
void data_set(struct data *data, uint32_t slot, uint32_t record, uint32_t row, const struct cell *cell);
/* Seconds an answer took in a section; 0: not known. */
float data_pace(const struct data *data, uint32_t record, uint32_t item);
enum value_kind data_kind(const struct data *data, uint32_t slot);

/* Cells as texts of the cleaning files (work.h). */
struct str cell_write(struct arena *arena, const struct variable *variable, const struct cell *cell);
bool cell_read(struct arena *arena, const struct variable *variable, struct str text, struct cell *out);

#endif

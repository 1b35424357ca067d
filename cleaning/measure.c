#include "cleaning/measure_priv.h"

#include <math.h>
#include <stdlib.h>

#include "base/utf8.h"

/* Facts that follow from the answers: of one record, and of the records around it. */

enum { BATTERY_LEAST = 4, BATTERY_LONG = 6, TEXT_LONG = 80, ALIKE_LEAST = 20 };

static void put(struct data *data, uint32_t record, enum fact fact, struct number value)
{
    struct cell cell = {CELL_ANSWERED, {.kind = VALUE_NUMBER, .number = value}};
    data_set(data, data->slots - FACTS + (uint32_t)fact, record, 0, &cell);
}

static void put_count(struct data *data, uint32_t record, enum fact fact, uint32_t n)
{
    put(data, record, fact, number_int(n));
}

static bool get(const struct data *data, uint32_t record, enum fact fact, double *out)
{
    struct cell cell = data_cell(data, data->slots - FACTS + (uint32_t)fact, record, 0);
    *out = (double)cell.value.number.units / pow(10, cell.value.number.scale);
    return cell.state == CELL_ANSWERED;
}

/* ---- one record ------------------------------------------------------------------------------------ */

/* Calls for every answer of the record. */
static void each_cell(const struct data *data, uint32_t record,
                      void (*visit)(void *context, const struct variable *v, const struct cell *cell),
                      void *context)
{
    const struct codebook *book = data->q->codebook;
    for (size_t i = 0; i < book->variables_n; i++) {
        const struct variable *v = book->variables[i];
        const uint32_t alone = 0;
        const uint32_t *ids = &alone;
        bool asked = v->role == ROLE_ASKED || v->role == ROLE_SPECIFY;
        uint32_t n = !asked                        ? 0
                     : v->roster == EXPR_NO_ROSTER ? 1
                                                   : data_rows_of(data, v->roster, record, &ids);
        for (uint32_t k = 0; k < n; k++) {
            struct cell cell = data_cell(data, v->slot, record, ids[k]);
            visit(context, v, &cell);
        }
    }
}

struct tally {
    struct arena *arena;
    uint32_t asked, nonresponse, opinions, no_opinion, listed, personal, registered;
};

static bool is_listed(struct arena *arena, const struct variable *v, const struct data *data, struct str text)
{
    struct str folded = utf8_fold(arena, text);
    const struct variable *parent = data->q->codebook->variables[v->parent];
    for (size_t i = 0; i < parent->list->n; i++) {
        for (unsigned k = 0; k < data->q->codebook->languages_n; k++) {
            struct str label = parent->list->options[i].label.in[k];
            if (label.len && (int32_t)i != v->parent_option && str_equal(folded, utf8_fold(arena, label))) {
                return true;
            }
        }
    }
    return false;
}

/* A Belgian national register number: eleven digits, the last two 97 minus the rest of the first nine (with a
 * 2 before them for those born from 2000 on). */
static bool is_register_number(const char *digits)
{
    int64_t first = 0;
    for (size_t i = 0; i < 9; i++) {
        first = first * 10 + (digits[i] - '0');
    }
    int64_t check = (digits[9] - '0') * 10 + (digits[10] - '0');
    return check == 97 - first % 97 || check == 97 - (first + INT64_C(2000000000)) % 97;
}

struct private_words {
    bool registered, personal;
};

/* Runs of digits, with the marks people put between them. */
static struct private_words look_for_numbers(struct str text)
{
    struct private_words found = {false, str_find_char(text, '@', 0) < text.len};
    char digits[16];
    size_t n = 0;
    for (size_t i = 0; i <= text.len; i++) {
        char c = i < text.len ? text.ptr[i] : 'x';
        if (c >= '0' && c <= '9' && n < sizeof digits) {
            digits[n++] = c;
        } else if (!n || !strchr(" .-/+", c)) {
            bool registered = n == 11 && is_register_number(digits);
            found.registered |= registered;
            found.personal |= !registered && n >= 9;
            n = 0;
        }
    }
    return found;
}

struct telling {
    struct tally tally;
    const struct data *data;
};

static void tell_text(struct telling *t, const struct variable *v, struct str text)
{
    struct private_words found = look_for_numbers(text);
    t->tally.registered += found.registered;
    t->tally.personal += found.personal;
    t->tally.listed += v->role == ROLE_SPECIFY && is_listed(t->tally.arena, v, t->data, text);
}

static void tell_cell(void *context, const struct variable *v, const struct cell *cell)
{
    struct telling *t = context;
    bool missing = cell->state == CELL_DONT_KNOW || cell->state == CELL_REFUSED || cell->state == CELL_OPEN;
    t->tally.asked += missing || cell->state == CELL_ANSWERED;
    t->tally.nonresponse += missing;
    if (cell->state != CELL_ANSWERED) {
        return;
    }
    int32_t none = v->type == VARIABLE_CODE ? list_find(v->list, STR("no_opinion")) : -1;
    t->tally.opinions += none >= 0;
    t->tally.no_opinion += none >= 0 && cell->value.code == none;
    if (v->type == VARIABLE_TEXT) {
        tell_text(t, v, cell->value.text);
    }
}

/* Batteries in which all rows have the same answer. */
static void measure_batteries(struct data *data, uint32_t record)
{
    const struct codebook *book = data->q->codebook;
    uint32_t flat = 0;
    uint32_t reversed_flat = 0;
    for (size_t i = 0; i < book->variables_n;) {
        const struct variable *first = book->variables[i];
        size_t end = i + 1;
        while (first->grid != UINT32_MAX && end < book->variables_n &&
               book->variables[end]->grid == first->grid) {
            end++;
        }
        uint32_t answered = 0;
        bool same = first->roster == EXPR_NO_ROSTER;
        bool reversed = false;
        int32_t code = -1;
        for (size_t k = i; k < end && first->grid != UINT32_MAX && same; k++) {
            struct cell cell = data_cell(data, book->variables[k]->slot, record, 0);
            reversed |= book->variables[k]->reverse;
            if (cell.state == CELL_ANSWERED) {
                same = code < 0 || code == cell.value.code;
                code = cell.value.code;
                answered++;
            }
        }
        flat += same && reversed && answered >= BATTERY_LEAST;
        reversed_flat += same && reversed && answered >= BATTERY_LONG;
        i = end;
    }
    put_count(data, record, FACT_FLAT, flat);
    put_count(data, record, FACT_FLAT_REVERSED, reversed_flat);
}

static void measure_municipality(struct data *data, uint32_t record)
{
    const struct variable *v = codebook_find(data->q->codebook, STR("municipality"));
    struct cell frame = data_cell(data, BUILTIN_FRAME_MUNICIPALITY, record, 0);
    struct cell cell = v && v->type == VARIABLE_CODE ? data_cell(data, v->slot, record, 0) : (struct cell){0};
    if (frame.state == CELL_ANSWERED && cell.state == CELL_ANSWERED && frame.value.kind == VALUE_TEXT) {
        struct str code = v->list->options[cell.value.code].code;
        struct value same = {.kind = VALUE_BOOL, .truth = str_equal(code, frame.value.text)};
        data_set(data, data->slots - FACTS + FACT_IN_MUNICIPALITY, record, 0,
                 &(struct cell){CELL_ANSWERED, same});
    }
}

void measure_record(struct data *data, uint32_t record)
{
    struct arena *arena = arena_new();
    struct telling t = {.tally = {.arena = arena}, .data = data};
    each_cell(data, record, tell_cell, &t);
    put_count(data, record, FACT_ASKED, t.tally.asked);
    put_count(data, record, FACT_NONRESPONSE, t.tally.nonresponse);
    put_count(data, record, FACT_OPINIONS, t.tally.opinions);
    put_count(data, record, FACT_NO_OPINION, t.tally.no_opinion);
    put_count(data, record, FACT_LISTED_TEXTS, t.tally.listed);
    put_count(data, record, FACT_PERSONAL_TEXTS, t.tally.personal);
    put_count(data, record, FACT_REGISTER_TEXTS, t.tally.registered);
    measure_batteries(data, record);
    measure_municipality(data, record);
    arena_free(arena);
}

/* ---- records around it ------------------------------------------------------------------------------ */

static int ascending(const void *a, const void *b)
{
    const double *x = a;
    const double *y = b;
    return (*x > *y) - (*x < *y);
}

static void measure_group_minutes(struct data *data)
{
    double *minutes = mem_alloc((data->n + 1) * sizeof *minutes);
    for (int group = -1; group < (int)data->q->groups_n; group++) {
        size_t n = 0;
        for (uint32_t i = 0; i < data->n; i++) {
            n += data->records[i].group == group && get(data, i, FACT_MINUTES, &minutes[n]);
        }
        qsort(minutes, n, sizeof *minutes, ascending);
        for (uint32_t i = 0; n && i < data->n; i++) {
            if (data->records[i].group == group) {
                put(data, i, FACT_GROUP_MINUTES, (struct number){(int64_t)(100 * minutes[n / 2]), 2});
            }
        }
    }
    free(minutes);
}

/* The share of nonresponse in an interviewer's records beside those of all interviewers. */
static void measure_interviewers(struct data *data)
{
    struct arena *arena = arena_new();
    struct ids ids = {.arena = arena};
    uint32_t *who = ARENA_ARRAY(arena, data->n + 1, uint32_t);
    double *sum = ARENA_ARRAY(arena, data->n + 1, double);
    double *count = ARENA_ARRAY(arena, data->n + 1, double);
    for (uint32_t i = 0; i < data->n; i++) {
        struct str name = data->records[i].about.interviewer;
        double asked = 0;
        double missing = 0;
        if (!ids_find(&ids, name, &who[i])) {
            who[i] = (uint32_t)ids.n;
            ids_add(&ids, name, who[i]);
        }
        if (get(data, i, FACT_ASKED, &asked) && get(data, i, FACT_NONRESPONSE, &missing) && asked > 0) {
            sum[who[i]] += missing / asked;
            count[who[i]] += 1;
        }
    }
    double mean = 0;
    double square = 0;
    for (size_t k = 0; k < ids.n; k++) {
        sum[k] = count[k] > 0 ? sum[k] / count[k] : 0;
        mean += sum[k] / (double)ids.n;
        square += sum[k] * sum[k] / (double)ids.n;
    }
    double deviation = sqrt(fmax(square - mean * mean, 0));
    for (uint32_t i = 0; ids.n > 2 && deviation > 0 && i < data->n; i++) {
        put(data, i, FACT_INTERVIEWER_Z,
            (struct number){(int64_t)(100 * (sum[who[i]] - mean) / deviation), 2});
    }
    arena_free(arena);
}

/* Same birth date, sex and municipality; a partial date is nobody's mark. */
static void measure_persons(struct data *data)
{
    static const char *const marks[] = {"birth_date", "resp_sex", "municipality"};
    struct arena *arena = arena_new();
    struct ids ids = {.arena = arena};
    uint32_t *key = ARENA_ARRAY(arena, data->n + 1, uint32_t);
    uint32_t *count = ARENA_ARRAY(arena, data->n + 1, uint32_t);
    for (uint32_t i = 0; i < data->n; i++) {
        struct str text = STR_EMPTY;
        bool whole = true;
        for (size_t m = 0; m < ARRAY_LEN(marks); m++) {
            const struct variable *v = codebook_find(data->q->codebook, str_from(marks[m]));
            struct cell cell = v ? data_cell(data, v->slot, i, 0) : (struct cell){0};
            whole &= cell.state == CELL_ANSWERED &&
                     (cell.value.kind != VALUE_DATE || date_precision(cell.value.date) == DATE_DAY);
            struct str part = whole ? cell_write(arena, v, &cell) : STR_EMPTY;
            text = arena_format(arena, "%.*s|%.*s", STR_ARG(text), STR_ARG(part));
        }
        key[i] = UINT32_MAX;
        if (whole) {
            uint32_t fresh = (uint32_t)ids.n;
            key[i] = ids_find(&ids, text, &fresh) ? fresh : (ids_add(&ids, text, fresh), fresh);
            count[key[i]]++;
        }
    }
    for (uint32_t i = 0; i < data->n; i++) {
        if (key[i] != UINT32_MAX) {
            put_count(data, i, FACT_SAME_PERSON, count[key[i]] - 1);
        }
    }
    arena_free(arena);
}

/* Long open answers that another record has, letter for letter but for case and accents. */
static void measure_texts(struct data *data)
{
    struct arena *arena = arena_new();
    struct ids ids = {.arena = arena};
    uint32_t *same = ARENA_ARRAY(arena, data->n + 1, uint32_t);
    for (size_t v = 0; v < data->q->codebook->variables_n; v++) {
        const struct variable *variable = data->q->codebook->variables[v];
        bool open = variable->type == VARIABLE_TEXT && variable->role == ROLE_ASKED && variable->lines;
        for (uint32_t i = 0; open && i < data->n; i++) {
            struct cell cell = data_cell(data, variable->slot, i, 0);
            if (cell.state == CELL_ANSWERED && cell.value.text.len >= TEXT_LONG) {
                uint32_t first = i;
                struct str text = utf8_fold(arena, cell.value.text);
                bool seen = ids_find(&ids, text, &first);
                same[i] += seen;
                same[first] += seen && first != i;
                if (!seen) {
                    ids_add(&ids, text, i);
                }
            }
        }
    }
    for (uint32_t i = 0; i < data->n; i++) {
        put_count(data, i, FACT_SAME_TEXTS, same[i]);
    }
    arena_free(arena);
}

/* Per cent of the answers that both gave and gave alike; -1 where there are too few. */
static int alike(const struct data *data, const uint32_t *slots, size_t n, uint32_t a, uint32_t b)
{
    uint32_t both = 0;
    uint32_t same = 0;
    for (size_t i = 0; i < n; i++) {
        const struct column *c = &data->columns[slots[i]];
        bool answered = c->states[a] == CELL_ANSWERED && c->states[b] == CELL_ANSWERED;
        both += answered;
        same += answered && c->values[a] == c->values[b];
    }
    return both < ALIKE_LEAST ? -1 : (int)(100 * same / both);
}

static void measure_alike(struct data *data)
{
    const struct codebook *book = data->q->codebook;
    struct arena *arena = arena_new();
    uint32_t *slots = ARENA_ARRAY(arena, book->variables_n + 1, uint32_t);
    int *most = ARENA_ARRAY(arena, data->n + 1, int);
    size_t n = 0;
    for (size_t i = 0; i < book->variables_n; i++) {
        const struct variable *v = book->variables[i];
        bool plain = v->type == VARIABLE_CODE || v->type == VARIABLE_INT || v->type == VARIABLE_DECIMAL;
        if (plain && v->role == ROLE_ASKED && v->roster == EXPR_NO_ROSTER) {
            slots[n++] = v->slot;
        }
    }
    for (uint32_t i = 0; i < data->n; i++) {
        for (uint32_t k = 0; k < i; k++) {
            if (str_equal(data->records[i].about.interviewer, data->records[k].about.interviewer)) {
                int percent = alike(data, slots, n, i, k);
                most[i] = percent > most[i] ? percent : most[i];
                most[k] = percent > most[k] ? percent : most[k];
            }
        }
    }
    for (uint32_t i = 0; i < data->n; i++) {
        put_count(data, i, FACT_ALIKE, (uint32_t)most[i]);
    }
    arena_free(arena);
}

void measure_all(struct data *data)
{
    for (uint32_t i = 0; i < data->n; i++) {
        measure_record(data, i);
    }
    measure_group_minutes(data);
    measure_interviewers(data);
    measure_persons(data);
    measure_texts(data);
    measure_alike(data);
}

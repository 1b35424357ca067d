#include "cmd/clean.h"

#include "base/csv.h"
#include "base/file.h"
#include "base/i18n.h"
#include "cmd/output.h"

/* The log of cleaning as a CSV file, and the way back. */

enum { LOG_COLUMNS = 15, LOG_BYTES_MOST = 256 << 20 };
static const char *const columns[LOG_COLUMNS] = {"seq",      "utc",        "actor",   "step",  "case",
                                                 "variable", "row",        "old",     "new",   "reason",
                                                 "rule",     "rules_hash", "version", "event", "prev"};
enum column_at { AT_STEP = 3, AT_CASE, AT_VARIABLE, AT_ROW, AT_OLD, AT_NEW, AT_REASON, AT_RULE };

static void log_fields(const struct clean_event *e, struct arena *arena, struct str fields[LOG_COLUMNS])
{
    char hex[HASH_HEX];
    char stamp[STAMP_TEXT_MAX];
    const struct str values[LOG_COLUMNS] = {arena_format(arena, "%llu", (unsigned long long)e->seq),
                                            arena_copy(arena, stamp_format(e->wall_ms, stamp)),
                                            e->actor,
                                            str_from(clean_step_name(e->step)),
                                            e->case_id,
                                            e->item,
                                            e->row ? arena_format(arena, "%u", e->row) : STR_EMPTY,
                                            e->old,
                                            e->new,
                                            e->reason,
                                            e->rule,
                                            e->rules_hash,
                                            e->version,
                                            arena_copy(arena, hash_hex(&e->event, hex)),
                                            arena_copy(arena, hash_hex(&e->prev, hex))};
    memcpy(fields, values, sizeof values);
}

struct logging {
    struct run *run;
    struct arena *arena;
    struct buf buf;
    struct json *json; /* NULL: CSV */
};

static bool log_event(void *context, const struct clean_event *event)
{
    struct logging *l = context;
    struct str fields[LOG_COLUMNS];
    log_fields(event, l->arena, fields);
    if (l->json) {
        json_object(l->json);
    }
    for (size_t i = 0; i < LOG_COLUMNS; i++) {
        if (l->json) {
            json_put(l->json, columns[i], fields[i]);
        } else {
            csv_add(&l->buf, fields[i], i == 0);
        }
    }
    if (l->json) {
        json_object_end(l->json);
    } else {
        buf_add_char(&l->buf, '\n');
    }
    arena_reset(l->arena);
    return true;
}

static void log_head(struct buf *buf)
{
    for (size_t i = 0; i < LOG_COLUMNS; i++) {
        csv_add(buf, str_from(columns[i]), i == 0);
    }
    buf_add_char(buf, '\n');
}

enum exit_code clean_log(struct run *run)
{
    struct desk desk;
    enum exit_code code = EXIT_GOOD;
    if (!desk_open(&desk, run, true, &code)) {
        return code;
    }
    struct output output;
    struct logging l = {.run = run, .arena = arena_new(), .buf = buf_new(BUF_LIMIT_DEFAULT)};
    if (run->options.json) {
        output_start(&output, "clean");
        l.json = &output.json;
    }
    log_head(&l.buf);
    bool good = clean_trail(desk.clean, CLEAN_ANY, log_event, &l);
    if (run->options.json) {
        output_end(run, &output);
    } else {
        fwrite(l.buf.ptr, 1, l.buf.len, run->out);
    }
    code = good ? EXIT_GOOD : fail(run, EXIT_IO, "%s", store_message(desk.study.store));
    buf_free(&l.buf);
    arena_free(l.arena);
    desk_close(&desk);
    return code;
}

/* ---- replay
 * ------------------------------------------------------------------------------------------------ */

/* A line of the log: a value, or a mark on a rule (set.variable NULL). */
struct line {
    unsigned number;
    uint32_t record, rule;
    struct clean_set set;
    struct str step, reason, mark;
    bool undone; /* a mark that a line further on takes back: neither of the two is written */
    struct line *next;
};

struct replaying {
    struct desk *desk;
    struct arena *arena;
    struct diags *diags;
    struct csv csv;
    struct line *first, **last;
};

static bool refuse(struct replaying *r, const struct csv_row *row, const char *what, struct str value)
{
    return diag_error(r->diags, "R105", csv_place(&r->csv, row), "%s: '%.*s'", what, STR_ARG(value));
}

/* What the lines before made of a cell; else what stands in the study. */
static struct str value_so_far(const struct replaying *r, const struct line *line)
{
    struct str found = {0};
    for (const struct line *l = r->first; l; l = l->next) {
        if (l->set.variable && l->record == line->record && l->set.variable == line->set.variable &&
            l->set.row == line->set.row) {
            found = l->set.new;
        }
    }
    const struct clean_value *values = NULL;
    size_t n = found.ptr ? 0 : clean_whole(r->desk->clean, r->arena, line->record, &values);
    for (size_t i = 0; i < n; i++) {
        if (values[i].variable == line->set.variable && values[i].row == line->set.row) {
            found = values[i].clean;
        }
    }
    return found.ptr ? found : STR_EMPTY;
}

/* The newest of the same marks goes; one of before the log began stays. */
static void undo_mark(const struct replaying *r, struct line *undo)
{
    struct line *newest = NULL;
    for (struct line *l = r->first; l; l = l->next) {
        bool same = l->record == undo->record && l->rule == undo->rule && l->set.row == undo->set.row;
        newest = same && !l->undone && str_equal(l->mark, undo->mark) ? l : newest;
    }
    undo->undone = true;
    if (newest) {
        newest->undone = true;
    }
}

static bool read_line(struct replaying *r, const struct csv_row *row)
{
    struct line *line = ARENA_NEW(r->arena, struct line);
    struct str item = row->fields[AT_VARIABLE];
    size_t colon = str_find_char(item, ':', 0);
    int64_t row_id = 0;
    line->number = row->line;
    line->record = clean_find(r->desk->clean, row->fields[AT_CASE]);
    line->step = row->fields[AT_STEP];
    line->reason = row->fields[AT_REASON];
    line->rule = row->fields[AT_RULE].len ? rules_find(r->desk->rules, row->fields[AT_RULE]) : CLEAN_ANY;
    if (line->record == CLEAN_ANY) {
        return refuse(r, row, tr("onbekend adres"), row->fields[AT_CASE]);
    }
    if (row->fields[AT_ROW].len && !str_to_int64(row->fields[AT_ROW], &row_id)) {
        return refuse(r, row, tr("geen rij"), row->fields[AT_ROW]);
    }
    line->set = (struct clean_set){codebook_find(r->desk->q->codebook, item), (uint32_t)row_id,
                                   row->fields[AT_OLD], row->fields[AT_NEW]};
    if (colon < item.len) {
        line->mark = str_slice(item, 0, colon);
        if (str_is(line->step, "undo")) {
            undo_mark(r, line);
        }
    } else if (!line->set.variable) {
        return refuse(r, row, tr("onbekende variabele"), item);
    } else {
        struct str now = value_so_far(r, line);
        if (!str_equal(now, line->set.old)) {
            return refuse(r, row, tr("een conflict, daar staat nu"), now);
        }
    }
    *r->last = line;
    r->last = &line->next;
    return true;
}

static bool read_lines(struct replaying *r, const struct source *source)
{
    struct csv_row row;
    csv_open(&r->csv, r->arena, r->diags, source);
    bool head = csv_next(&r->csv, &row) && row.n == LOG_COLUMNS;
    for (size_t i = 0; head && i < LOG_COLUMNS; i++) {
        head = str_is(row.fields[i], columns[i]);
    }
    if (!head) {
        return diag_error(r->diags, "R106", (struct place){source->file, 1, 1}, "%s",
                          tr("dit is geen logboek van het opkuisen"));
    }
    while (csv_next(&r->csv, &row)) {
        if (row.n != LOG_COLUMNS) {
            refuse(r, &row, tr("te weinig of te veel kolommen"), row.fields[0]);
        } else {
            read_line(r, &row);
        }
    }
    return r->diags->errors == 0;
}

static enum clean_result apply(struct desk *desk, const struct line *line)
{
    if (line->set.variable) {
        return clean_replay(desk->clean, line->record, line->rule, &line->set, 1, line->reason);
    }
    if (line->undone || line->rule == NONE || line->rule == CLEAN_ANY) {
        return CLEAN_NOTHING;
    }
    return str_is(line->mark, "okay")
               ? clean_okay(desk->clean, line->record, line->rule, line->set.row, line->reason)
               : clean_back(desk->clean, line->record, line->rule, line->set.row, line->reason);
}

static enum exit_code replay_lines(struct desk *desk, struct replaying *r)
{
    size_t n = 0;
    for (const struct line *line = r->first; line; line = line->next) {
        enum clean_result result = apply(desk, line);
        if (result != CLEAN_DONE && result != CLEAN_NOTHING) {
            return fail(desk->run, result == CLEAN_NOT_SAVED ? EXIT_IO : EXIT_DATA, tr("regel %u: %s"),
                        line->number, clean_message(desk->clean));
        }
        n += result == CLEAN_DONE;
    }
    fprintf(desk->run->out, trn("%lu wijziging overgenomen\n", "%lu wijzigingen overgenomen\n", n),
            (unsigned long)n);
    return EXIT_GOOD;
}

enum exit_code clean_replay_file(struct run *run)
{
    struct desk desk;
    enum exit_code code = EXIT_GOOD;
    struct source source = {0};
    if (run->options.words_n != 2) {
        return fail(run, EXIT_USAGE_ERROR, "%s", tr("gebruik: veldwerk clean replay LOGBOEK.csv"));
    }
    source.file = run->options.words[1];
    if (!desk_open(&desk, run, false, &code)) {
        return code;
    }
    struct replaying r = {.desk = &desk, .arena = arena_new(), .diags = diags_new()};
    r.last = &r.first;
    if (file_read(run->arena, arena_copy(run->arena, source.file).ptr, source.file, LOG_BYTES_MOST,
                  &source.text, r.diags) &&
        read_lines(&r, &source)) {
        code = replay_lines(&desk, &r);
    } else {
        diags_print(r.diags, run->err);
        code = EXIT_DATA;
    }
    diags_free(r.diags);
    arena_free(r.arena);
    desk_close(&desk);
    return code;
}

#include "export/changes.h"

#include "base/csv.h"
#include "export/stamp.h"

static const char *const file_names[HISTORIES] = {
    [HISTORY_CHANGES] = "changes.csv", [HISTORY_CODES] = "coding.csv", [HISTORY_CONTACTS] = "contacts.csv"};
static const char *const heads[HISTORIES] = {[HISTORY_CHANGES] =
                                                 "case,variable,row,old,new,rule,reason,who,when\r\n",
                                             [HISTORY_CODES] = "case,variable,row,old,new,who,when\r\n",
                                             [HISTORY_CONTACTS] = "case,visit,result,who,when\r\n"};

struct who {
    struct str user;
    struct who *next;
};
struct changes {
    struct export_job *job;
    struct output_file *file;
    enum history_kind kind;
    struct who *whos; /* the last one first */
    unsigned whos_n;
};

static unsigned number_of(struct changes *c, struct str user)
{
    unsigned number = c->whos_n;
    for (const struct who *who = c->whos; who; who = who->next) {
        if (str_equal(who->user, user)) {
            return number;
        }
        number--;
    }
    struct who *who = ARENA_NEW(c->job->arena, struct who);
    *who = (struct who){arena_copy(c->job->arena, user), c->whos};
    c->whos = who;
    return ++c->whos_n;
}

static void add_who_and_when(struct changes *c, struct buf *out, const struct history_line *line)
{
    struct stamp at = stamp_of(line->wall_ms);
    buf_format(out, ",%u,%04d-%02u-%02uT%02u:%02u:%02uZ\r\n", number_of(c, line->user), at.year, at.month,
               at.day, at.hour, at.minute, at.second);
}

static bool add_line(void *to, const struct history_line *line)
{
    struct changes *c = to;
    struct buf out = buf_new(BUF_LIMIT_DEFAULT);
    csv_add(&out, line->case_id, true);
    if (c->kind != HISTORY_CONTACTS) {
        csv_add(&out, line->variable, false);
    }
    buf_format(&out, line->row || c->kind == HISTORY_CONTACTS ? ",%u" : ",", line->row);
    if (c->kind != HISTORY_CONTACTS) {
        csv_add(&out, line->old, false);
    }
    csv_add(&out, line->new, false);
    if (c->kind == HISTORY_CHANGES) {
        csv_add(&out, line->rule, false);
        csv_add(&out, line->reason, false);
    }
    add_who_and_when(c, &out, line);
    output_str(c->file, buf_str(&out));
    buf_free(&out);
    return true;
}

static bool write_one(struct export_job *job, enum history_kind kind)
{
    struct changes c = {.job = job, .kind = kind, .file = output_open(job, file_names[kind])};
    if (!c.file) {
        return false;
    }
    output_str(c.file, str_from(heads[kind]));
    bool good = !job->history || job->history->each(job->history->context, kind, add_line, &c);
    return output_close(c.file, good) && good;
}

void *changes_open(struct export_job *job)
{
    return job;
}

bool changes_close(void *writer, bool good)
{
    for (unsigned kind = 0; good && kind < HISTORIES; kind++) {
        good = write_one(writer, (enum history_kind)kind);
    }
    return good;
}

#include "cmd/code_item.h"

#include <math.h>

#include "base/file.h"
#include "base/i18n.h"

/* ---- open and close ---- */

const struct work_item *code_items(struct study *study, size_t *n, enum exit_code *code)
{
    const struct work_item *items = NULL;
    const struct questionnaire *q = study_current(study);
    *n = 0;
    if (!q) {
        *code = EXIT_DEFINITION;
        return NULL;
    }
    *n = work_items(q->codebook, study->arena, &items);
    return items;
}

/* The frame from disk, with what its file of titles adds. */
static bool open_frame(struct code_item *item, enum exit_code *code)
{
    frame_open(&item->frame, item->item.frame);
    item->framed = true;
    if (!item->frame.list) {
        frame_report(item->run, &item->frame);
        *code = fail(item->run, EXIT_DEFINITION, tr("er is geen bruikbaar kader '%.*s'"),
                     STR_ARG(item->item.frame));
        return false;
    }
    item->index = index_new(item->frame.arena, item->frame.list);
    index_add_frame(&item->index);
    struct str beside = frame_index_path(&item->frame);
    if (file_exists(beside.ptr) && !frame_read_index(&item->frame, &item->index, beside, false)) {
        frame_report(item->run, &item->frame);
        *code = EXIT_DATA;
        return false;
    }
    index_tidy(&item->index);
    return true;
}

bool code_item_open(struct code_item *item, struct study *study, const struct work_item *which,
                    enum code_work how, enum exit_code *code)
{
    *item = (struct code_item){.run = study->run, .study = study, .item = *which};
    if (which->frame.len && !open_frame(item, code)) {
        return false;
    }
    struct work_setup setup = {.store = study->store,
                               .codebook = study_current(study)->codebook,
                               .item = *which,
                               .frame = item->framed ? item->frame.list : which->list,
                               .index = item->framed ? &item->index : NULL,
                               .user = study->run->options.user,
                               .clock = study_clock(study)};
    item->work = how == CODE_PLAIN ? work_open_plain(&setup) : work_open(&setup);
    if (!item->work) {
        *code = fail(study->run, EXIT_IO, "%s", store_message(study->store));
    }
    return item->work != NULL;
}

void code_item_close(struct code_item *item)
{
    work_close(item->work);
    if (item->framed) {
        index_free(&item->index);
        frame_close(&item->frame);
    }
    *item = (struct code_item){0};
}

static const struct work_item *find_item(struct study *study, struct str id, enum exit_code *code)
{
    size_t n = 0;
    const struct work_item *items = code_items(study, &n, code);
    struct str *ids = ARENA_ARRAY(study->arena, n + 1, struct str);
    for (size_t i = 0; items && i < n; i++) {
        ids[i] = items[i].variable->id;
        if (str_equal(ids[i], id)) {
            return &items[i];
        }
    }
    if (items) {
        size_t close = str_closest(id, ids, n);
        *code = close < n ? fail(study->run, EXIT_DATA, tr("'%.*s' wordt niet gecodeerd; bedoelt u '%.*s'?"),
                                 STR_ARG(id), STR_ARG(ids[close]))
                          : fail(study->run, EXIT_DATA,
                                 tr("'%.*s' wordt niet gecodeerd; zie veldwerk code report"), STR_ARG(id));
    }
    return NULL;
}

enum exit_code code_with_item(struct run *run, enum code_work how, bool read_only, code_action *action)
{
    struct study study;
    enum exit_code code = EXIT_GOOD;
    if (!study_open(&study, run, read_only, &code)) {
        return code;
    }
    const struct work_item *which = find_item(&study, run->options.words[1], &code);
    if (which) {
        struct code_item item;
        if (code_item_open(&item, &study, which, how, &code)) {
            code = action(&item);
        }
        code_item_close(&item);
    }
    study_close(&study);
    return code;
}

/* ---- what commands share ---- */

enum exit_code code_exit(struct code_item *item, enum work_result result)
{
    static const enum exit_code codes[] = {[WORK_DONE] = EXIT_GOOD,
                                           [WORK_NOTHING] = EXIT_FINDINGS,
                                           [WORK_INVALID] = EXIT_DATA,
                                           [WORK_MEANWHILE] = EXIT_FINDINGS,
                                           [WORK_NOT_SAVED] = EXIT_IO};
    return result == WORK_DONE ? EXIT_GOOD : fail(item->run, codes[result], "%s", work_message(item->work));
}

struct str code_words(struct run *run, size_t first)
{
    struct buf buf = buf_new(BUF_LIMIT_DEFAULT);
    for (size_t i = first; i < run->options.words_n; i++) {
        buf_add_text(&buf, i > first ? " " : "");
        buf_add(&buf, run->options.words[i]);
    }
    struct str text = arena_copy(run->arena, buf_str(&buf));
    buf_free(&buf);
    return text;
}

void code_number(struct run *run, struct json *json, const char *key, double value)
{
    json_key(json, key);
    if (isnan(value)) {
        json_null(json);
    } else {
        json_raw(json, arena_format(run->arena, "%.4f", value));
    }
}

#include "cmd/coding_desk.h"

#include <unistd.h>

#include "base/file.h"
#include "base/i18n.h"
#include "cmd/screens.h"

/* ---- what there is to code ---- */

static struct str title_of(const struct questionnaire *q, struct arena *arena, const struct variable *v)
{
    uint32_t item = q->item_of_slot[v->slot];
    struct str nr = item != NONE ? q->items[item].nr : STR_EMPTY;
    struct str label = v->label ? v->label[q->codebook->source_language] : STR_EMPTY;
    return arena_format(arena, "%.*s%s%.*s", STR_ARG(nr), nr.len ? " " : "",
                        STR_ARG(label.len ? label : v->id));
}

/* Those coded by a classification come first: the others are a few answers each. */
static size_t items_in_order(const struct questionnaire *q, struct arena *arena, struct work_item **out)
{
    const struct work_item *items = NULL;
    size_t n = work_items(q->codebook, arena, &items);
    size_t at = 0;
    *out = ARENA_ARRAY(arena, n + 1, struct work_item);
    for (int classified = 1; classified >= 0; classified--) {
        for (size_t i = 0; i < n; i++) {
            if ((items[i].frame.len > 0) == classified) {
                (*out)[at++] = items[i];
            }
        }
    }
    return n;
}

void coding_desk_list(const struct questionnaire *q, struct arena *arena, const struct coding_row **out,
                      size_t *n)
{
    struct work_item *items = NULL;
    *n = items_in_order(q, arena, &items);
    struct coding_row *rows = ARENA_ARRAY(arena, *n + 1, struct coding_row);
    for (size_t i = 0; i < *n; i++) {
        rows[i] = (struct coding_row){.id = items[i].variable->id,
                                      .title = title_of(q, arena, items[i].variable),
                                      .frame = items[i].frame.len ? items[i].frame
                                               : items[i].list    ? items[i].list->id
                                                                  : STR_EMPTY};
    }
    *out = rows;
}

/* ---- the frame ---- */

static void close_frame(struct coding_desk *desk)
{
    if (desk->framed) {
        index_free(&desk->index);
        frame_close(&desk->frame);
        desk->framed = false;
    }
}

static bool read_beside(struct coding_desk *desk)
{
    struct str beside = frame_index_path(&desk->frame);
    return !file_exists(beside.ptr) || frame_read_index(&desk->frame, &desk->index, beside, false);
}

static bool open_frame(struct coding_desk *desk, struct str id, char message[512])
{
    frame_open(&desk->frame, id);
    if (!desk->frame.list) {
        frame_close(&desk->frame);
        snprintf(message, 512, tr("er is geen bruikbaar kader '%.*s'"), STR_ARG(id));
        return false;
    }
    desk->framed = true;
    desk->index = index_new(desk->frame.arena, desk->frame.list);
    index_add_frame(&desk->index);
    if (!read_beside(desk)) {
        close_frame(desk);
        snprintf(message, 512, tr("de titels naast kader '%.*s' zijn onleesbaar: veldwerk frame check"),
                 STR_ARG(id));
        return false;
    }
    index_tidy(&desk->index);
    return true;
}

/* Coders read labels in the language of the screens, which the interviews may not have needed. */
static bool labels_read(const struct questionnaire *q, char message[512])
{
    int language = questionnaire_language(q, i18n_language());
    struct diags *diags = diags_new();
    bool good = language < 0 || questionnaire_read(q, (unsigned)language, diags);
    if (!good) {
        snprintf(message, 512, "%.*s", STR_ARG(diags->items[0].text));
    }
    diags_free(diags);
    return good;
}

struct work *coding_desk_open(struct coding_desk *desk, struct study *study, const struct questionnaire *q,
                              size_t position, char message[512])
{
    struct work_item *items = NULL;
    size_t n = items_in_order(q, study->arena, &items);
    if (position >= n || !labels_read(q, message) ||
        (items[position].frame.len && !open_frame(desk, items[position].frame, message))) {
        return NULL;
    }
    struct work_setup setup = {.store = study->store,
                               .codebook = q->codebook,
                               .item = items[position],
                               .frame = desk->framed ? desk->frame.list : items[position].list,
                               .index = desk->framed ? &desk->index : NULL,
                               .user = study->run->options.user,
                               .clock = study_clock(study)};
    struct work *work = work_open(&setup);
    if (!work) {
        snprintf(message, 512, "%s", store_message(study->store));
        close_frame(desk);
    }
    return work;
}

void coding_desk_close(struct coding_desk *desk, struct work *work)
{
    work_close(work);
    close_frame(desk);
}

enum exit_code coding_screens(struct run *run)
{
    struct study study;
    enum exit_code code;
    if (!(isatty(STDIN_FILENO) && isatty(STDOUT_FILENO))) {
        return fail(run, EXIT_USAGE_ERROR, "%s",
                    tr("de schermen willen een terminal; zonder: veldwerk help code"));
    }
    if (!study_open(&study, run, false, &code)) {
        return code;
    }
    code = screens_code(&study);
    study_close(&study);
    return code;
}

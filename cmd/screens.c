#include "cmd/screens.h"

#include <stdlib.h>
#include <unistd.h>

#include "base/i18n.h"
#include "base/utf8.h"
#include "cmd/coding_desk.h"
#include "tui/app.h"

/*
 * What screens want of a study, over the store. One interview is open at a time; a practice one has a sink
 * that keeps nothing.
 */
struct desk {
    struct study *study;
    const struct questionnaire *q; /* of new cases: names of groups and municipalities */
    struct case_session session;
    char message[512];
    int64_t saved_ms;
    struct coding_desk coding;
    uint64_t practised; /* numbers for acts that are kept nowhere */
};

static struct str behind(struct str text, struct str start)
{
    return str_starts(text, start) ? str_slice(text, start.len, text.len) : text;
}

/* Why the store failed, without the path: a line of the screen is short, and there is one study. `known`:
 * what the screen says itself. */
static void desk_note(struct desk *desk, const char *known)
{
    struct str said = str_from(store_message(desk->study->store));
    said = behind(behind(said, study_path(desk->study->run)), STR(": "));
    said = behind(said, str_from(known));
    snprintf(desk->message, sizeof desk->message, "%.*s", STR_ARG(said));
}

static bool desk_failed(struct desk *desk, enum store_status status)
{
    if (status == STORE_OK) {
        return false;
    }
    desk_note(desk, "");
    return true;
}

static const char *desk_message(void *context)
{
    const struct desk *desk = context;
    return desk->message;
}

static struct str desk_study(void *context)
{
    const struct desk *desk = context;
    struct str title = desk->q->title.in[desk->q->codebook->source_language];
    return title.len ? title : store_name(desk->study->store);
}

static struct str desk_user(void *context)
{
    const struct desk *desk = context;
    return desk->study->run->options.user;
}

static int64_t desk_last_saved(void *context)
{
    const struct desk *desk = context;
    return desk->saved_ms;
}

/* ---- lists of cases ---- */

static const struct {
    enum case_status status;
    enum standing standing;
} standings[] = {
    {CASE_NEW, STANDING_NEW},
    {CASE_RUNNING, STANDING_BROKEN_OFF},
    {CASE_SUSPENDED, STANDING_BROKEN_OFF},
    {CASE_COMPLETED, STANDING_COMPLETED},
    {CASE_STOPPED, STANDING_STOPPED},
};

static enum standing standing_of(enum case_status status)
{
    for (size_t i = 0; i < ARRAY_LEN(standings); i++) {
        if (standings[i].status == status) {
            return standings[i].standing;
        }
    }
    return STANDING_NEW;
}

static bool count_status(struct desk *desk, struct str group, enum case_status status, size_t *n)
{
    struct case_filter filter = {.group = group, .status = (int)status};
    return !desk_failed(desk, store_count_cases(desk->study->store, &filter, n));
}

static bool desk_counts(void *context, struct case_counts *out)
{
    struct desk *desk = context;
    *out = (struct case_counts){0};
    for (size_t i = 0; i < ARRAY_LEN(standings); i++) {
        size_t n = 0;
        if (!count_status(desk, STR_EMPTY, standings[i].status, &n)) {
            return false;
        }
        bool done = standings[i].status == CASE_COMPLETED || standings[i].status == CASE_STOPPED;
        out->cases += n;
        out->open += done ? 0 : n;
        out->completed += standings[i].status == CASE_COMPLETED ? n : 0;
        out->broken_off += standings[i].standing == STANDING_BROKEN_OFF ? n : 0;
    }
    return true;
}

/* The group whose name begins with the folded letters; empty when there is none. */
static struct str group_begins(const struct desk *desk, struct arena *arena, struct str letters)
{
    const struct list *groups = desk->q->codebook->variables[BUILTIN_GROUP]->list;
    unsigned language = desk->q->codebook->source_language;
    for (size_t i = 0; groups && letters.len > 0 && i < groups->n; i++) {
        struct str name = utf8_fold(arena, option_label(&groups->options[i], language, language));
        if (str_starts(name, letters)) {
            return groups->options[i].code;
        }
    }
    return STR_EMPTY;
}

/* Letters with which no number, name, street or municipality begins may be those of a group. */
static bool filter_of(struct desk *desk, const struct case_query *query, struct arena *arena,
                      struct case_filter *filter)
{
    *filter = (struct case_filter){
        .search = utf8_fold(arena, query->search), .status = -1, .open_only = query->open_only};
    struct str group = group_begins(desk, arena, filter->search);
    size_t n = 0;
    if (group.len == 0) {
        return true;
    }
    if (desk_failed(desk, store_count_cases(desk->study->store, filter, &n))) {
        return false;
    }
    if (n == 0) {
        filter->search = STR_EMPTY;
        filter->group = group;
    }
    return true;
}

static bool desk_case_count(void *context, const struct case_query *query, size_t *n)
{
    struct desk *desk = context;
    struct arena *arena = arena_new();
    struct case_filter filter;
    bool good = filter_of(desk, query, arena, &filter) &&
                !desk_failed(desk, store_count_cases(desk->study->store, &filter, n));
    arena_free(arena);
    return good;
}

static struct str municipality_shown(const struct desk *desk, struct str code)
{
    const struct codebook *codebook = desk->q->codebook;
    for (size_t i = 0; i < codebook->lists_n; i++) {
        int32_t at =
            str_is(codebook->lists[i]->id, "municipalities") ? list_find_code(codebook->lists[i], code) : -1;
        if (at >= 0) {
            return option_label(&codebook->lists[i]->options[at], codebook->source_language,
                                codebook->source_language);
        }
    }
    return code;
}

static struct str group_shown(const struct desk *desk, struct str code)
{
    const struct codebook *codebook = desk->q->codebook;
    const struct list *groups = codebook->variables[BUILTIN_GROUP]->list;
    int32_t at = groups ? list_find_code(groups, code) : -1;
    return at >= 0 ? option_label(&groups->options[at], codebook->source_language, codebook->source_language)
                   : code;
}

/* "hervat bij C04" from the register that says where the interviewer stood: "item row". */
static struct str next_step(const struct desk *desk, struct arena *arena, const struct case_line *line)
{
    if (standing_of(line->status) != STANDING_BROKEN_OFF) {
        return STR_EMPTY;
    }
    struct str item = str_slice(line->place, 0, str_find_char(line->place, ' ', 0));
    if (!item.len) {
        return str_from(tr("hervatten"));
    }
    uint32_t index = questionnaire_item(desk->q, item);
    bool note = index != NONE && desk->q->items[index].kind == ITEM_NOTE;
    struct str nr = index != NONE && desk->q->items[index].nr.len ? desk->q->items[index].nr : item;
    if (note && !desk->q->items[index].nr.len) {
        return str_from(tr("hervatten")); /* nobody knows a note by its id */
    }
    return arena_format(arena, tr("hervatten bij %.*s"), STR_ARG(nr));
}

static bool desk_case_list(void *context, const struct case_query *query, size_t offset, size_t max,
                           struct arena *arena, const struct case_row **out, size_t *n)
{
    static const enum case_sort sorts[CASE_ORDERS] = {
        [ORDER_BY_CASE] = CASES_BY_ID,
        [ORDER_BY_STANDING] = CASES_BY_STATUS,
        [ORDER_BY_MUNICIPALITY] = CASES_BY_MUNICIPALITY,
        [ORDER_BY_CHANGE] = CASES_BY_CHANGED,
    };
    struct desk *desk = context;
    struct case_filter filter;
    struct case_line *lines = NULL;
    if (!filter_of(desk, query, arena, &filter) ||
        desk_failed(desk, store_list_cases(desk->study->store, &filter, sorts[query->order], offset, max,
                                           arena, &lines, n))) {
        return false;
    }
    struct case_row *rows = ARENA_ARRAY(arena, *n ? *n : 1, struct case_row);
    for (size_t i = 0; i < *n; i++) {
        rows[i] = (struct case_row){.id = lines[i].id,
                                    .group = group_shown(desk, lines[i].group),
                                    .municipality = municipality_shown(desk, lines[i].municipality),
                                    .next = next_step(desk, arena, &lines[i]),
                                    .standing = standing_of(lines[i].status)};
    }
    *out = rows;
    return true;
}

static bool desk_standings(void *context, struct arena *arena, const struct standing_line **out, size_t *n)
{
    struct desk *desk = context;
    *n = desk->q->groups_n;
    struct standing_line *lines = ARENA_ARRAY(arena, *n ? *n : 1, struct standing_line);
    for (size_t g = 0; g < *n; g++) {
        lines[g].group = group_shown(desk, desk->q->groups[g]);
        for (size_t i = 0; i < ARRAY_LEN(standings); i++) {
            size_t count = 0;
            if (!count_status(desk, desk->q->groups[g], standings[i].status, &count)) {
                return false;
            }
            lines[g].counts[standings[i].standing] += (uint32_t)count;
        }
    }
    *out = lines;
    return true;
}

static void detail_add(struct detail_line *lines, size_t *n, const char *label, struct str text)
{
    if (text.len) {
        lines[(*n)++] = (struct detail_line){str_from(tr(label)), text};
    }
}

static bool desk_case_detail(void *context, struct str case_id, struct arena *arena,
                             const struct detail_line **out, size_t *n)
{
    struct desk *desk = context;
    struct case_record r;
    struct identity who;
    if (desk_failed(desk, store_case(desk->study->store, case_id, arena, &r)) ||
        desk_failed(desk, store_identity(desk->study->store, case_id, arena, &who))) {
        return false;
    }
    struct detail_line *lines = ARENA_ARRAY(arena, 10, struct detail_line);
    *n = 0;
    detail_add(lines, n, N_("Naam"),
               arena_format(arena, "%.*s %.*s", STR_ARG(who.first_name), STR_ARG(who.last_name)));
    detail_add(lines, n, N_("Adres"), who.street);
    detail_add(lines, n, N_("Gemeente"),
               arena_format(arena, "%.*s %.*s", STR_ARG(who.postcode),
                            STR_ARG(municipality_shown(desk, r.municipality))));
    detail_add(lines, n, N_("Telefoon"), who.phone);
    detail_add(lines, n, N_("E-mail"), who.email);
    detail_add(lines, n, N_("Geboren"), r.birth_date);
    detail_add(lines, n, N_("Taal"), r.language);
    detail_add(lines, n, N_("Herkomst"), group_shown(desk, r.group));
    detail_add(lines, n, N_("Toegewezen aan"), r.interviewer);
    *out = lines;
    return true;
}

/* ---- interviews ---- */

static bool watched_write(void *context, struct act *acts, size_t n)
{
    struct desk *desk = context;
    struct act_sink sink = store_sink(desk->study->store);
    if (!sink.write(sink.context, acts, n)) {
        desk_note(desk, tr("niet bewaard: "));
        return false;
    }
    desk->saved_ms = n ? acts[n - 1].wall_ms : desk->saved_ms;
    return true;
}

static const char *watched_message(void *context)
{
    const struct desk *desk = context;
    return store_message(desk->study->store);
}

static struct interview *desk_open(void *context, struct str case_id)
{
    struct desk *desk = context;
    struct act_sink sink = {watched_write, watched_message, desk};
    enum store_status status = case_session_open(desk->study, case_id, &sink, &desk->session);
    bool ended = status == STORE_OK && (interview_status(desk->session.interview) == INTERVIEW_COMPLETED ||
                                        interview_status(desk->session.interview) == INTERVIEW_STOPPED);
    if (status == STORE_OK && !ended) {
        status = case_session_begin(desk->study, &desk->session, desk->study->run->options.lang);
    }
    if (desk_failed(desk, status)) {
        case_session_close(desk->study, &desk->session);
        return NULL;
    }
    return desk->session.interview;
}

static bool nowhere_write(void *context, struct act *acts, size_t n)
{
    struct desk *desk = context;
    for (size_t i = 0; i < n; i++) {
        desk->practised++;
        memcpy(acts[i].id.bytes, &desk->practised, sizeof desk->practised);
    }
    return true;
}

static struct interview *desk_practice(void *context)
{
    struct desk *desk = context;
    const struct options *o = &desk->study->run->options;
    struct str group = o->group.len ? o->group : desk->q->groups_n ? desk->q->groups[0] : STR_EMPTY;
    struct interview_setup setup = {
        .questionnaire = desk->q,
        .facts = {.case_id = str_from(tr("oefening")), .group = questionnaire_group(desk->q, group)},
        .sink = {nowhere_write, watched_message, desk},
        .clock = study_clock(desk->study),
        .user = o->user,
        .seed = store_study_seed(desk->study->store),
    };
    desk->session = (struct case_session){.arena = arena_new(), .interview = interview_new(&setup)};
    struct str language = o->lang;
    if (!interview_begin(desk->session.interview, language.len ? &language : NULL)) {
        snprintf(desk->message, sizeof desk->message, "%s", tr("het proefinterview begint niet"));
        case_session_close(desk->study, &desk->session);
        return NULL;
    }
    return desk->session.interview;
}

static void desk_close(void *context, struct interview *interview)
{
    struct desk *desk = context;
    bool finished = desk->session.claimed && interview_status(interview) == INTERVIEW_COMPLETED;
    case_session_close(desk->study, &desk->session);
    if (finished) {
        study_backup_due(desk->study);
    }
}

/* ---- coding ---- */

static bool desk_coding_list(void *context, struct arena *arena, const struct coding_row **out, size_t *n)
{
    const struct desk *desk = context;
    coding_desk_list(desk->q, arena, out, n);
    return true;
}

static struct work *desk_coding_open(void *context, size_t position)
{
    struct desk *desk = context;
    return coding_desk_open(&desk->coding, desk->study, desk->q, position, desk->message);
}

static void desk_coding_close(void *context, struct work *work)
{
    struct desk *desk = context;
    coding_desk_close(&desk->coding, work);
}

/* ---- backup ---- */

static bool backup_target(struct desk *desk, struct arena *arena, struct str *target)
{
    return !desk_failed(desk, store_get_setting(desk->study->store, STR("backup_target"), arena, target));
}

static bool desk_backup_state(void *context, struct arena *arena, struct str *text)
{
    struct desk *desk = context;
    struct str target = STR_EMPTY;
    struct str when = STR_EMPTY;
    int64_t ms = 0;
    if (!backup_target(desk, arena, &target) ||
        desk_failed(desk, store_get_setting(desk->study->store, STR("backup_ms"), arena, &when))) {
        return false;
    }
    if (!target.len) {
        *text = str_from(tr("nog geen: veldwerk backup DOEL --always"));
    } else if (!str_to_int64(when, &ms)) {
        *text = arena_format(arena, tr("naar %.*s, na elk volledig interview"), STR_ARG(target));
    } else {
        char stamp[STAMP_TEXT_MAX];
        struct str at = str_slice(stamp_format(ms, stamp), 0, 16);
        *text = arena_format(arena, tr("%.*s naar %.*s"), STR_ARG(at), STR_ARG(target));
    }
    return true;
}

static bool desk_backup(void *context, struct arena *arena, struct str *text)
{
    struct desk *desk = context;
    struct str target = STR_EMPTY;
    if (!backup_target(desk, arena, &target)) {
        return false;
    }
    if (!target.len) {
        snprintf(desk->message, sizeof desk->message, "%s",
                 tr("Er is nog geen plaats voor kopieën: veldwerk backup DOEL --always"));
        return false;
    }
    *text = target;
    enum store_status status =
        store_backup(desk->study->store, arena_copy(arena, target).ptr, true, desk->message);
    return status == STORE_OK;
}

/* ---- start ---- */

static struct services services_of(struct desk *desk)
{
    return (struct services){
        .context = desk,
        .message = desk_message,
        .study = desk_study,
        .user = desk_user,
        .counts = desk_counts,
        .case_count = desk_case_count,
        .case_list = desk_case_list,
        .case_detail = desk_case_detail,
        .standings = desk_standings,
        .open = desk_open,
        .practice = desk_practice,
        .close = desk_close,
        .coding_list = desk_coding_list,
        .coding_open = desk_coding_open,
        .coding_close = desk_coding_close,
        .last_saved = desk_last_saved,
        .backup_state = desk_backup_state,
        .backup = desk_backup,
    };
}

static struct term_options terminal_options(const struct options *o)
{
    const char *no_color = getenv("NO_COLOR");
    const char *test = getenv("VELDWERK_TEST");
    const char *accessible = getenv("ACCESSIBLE");
    struct term_options options = {
        .glyphs = -1,
        .escape_ms = (int)o->escdelay,
        .no_colour = no_color && *no_color,
        .contrast = str_is(o->contrast, "high"),
        .screen_reader = o->screen_reader || (accessible && *accessible),
        .test = test && *test,
    };
    if (o->glyphs.len == 1 && o->glyphs.ptr[0] >= '0' && o->glyphs.ptr[0] <= '2') {
        options.glyphs = o->glyphs.ptr[0] - '0';
    }
    return options;
}

/* Who puts Arabic in order; how terminals differ stands in docs/interviewer.md. */
static enum bidi_order bidi_order(void)
{
    const char *order = getenv("VELDWERK_BIDI");
    return order && strcmp(order, "terminal") == 0 ? BIDI_TERMINAL : BIDI_PROGRAM;
}

static bool start(struct app *app, const struct options *o)
{
    if (o->practice) {
        return app_start_practice(app);
    }
    if (o->words_n) {
        return app_start_interview(app, o->words[0]);
    }
    app_start_menu(app);
    return true;
}

static bool start_coding(struct app *app, const struct options *o UNUSED)
{
    return app_start_coding(app);
}

static enum exit_code run_screens(struct study *study, bool (*begin)(struct app *, const struct options *))
{
    struct run *run = study->run;
    struct desk desk = {.study = study, .q = study_opened_current(study)};
    if (!desk.q) {
        return EXIT_DEFINITION;
    }
    struct term_options options = terminal_options(&run->options);
    const char *reason = "";
    struct term *term = term_curses_open(&options, &reason);
    if (!term) {
        return fail(run, EXIT_USAGE_ERROR, tr("%s; gebruik interview --plain"), reason);
    }
    struct app_setup setup = {.services = services_of(&desk),
                              .clock = study_clock(study),
                              .tier = term_curses_tier(term),
                              .palette = term_curses_palette(term),
                              .screen_reader = options.screen_reader,
                              .order = bidi_order()};
    struct app *app = app_new(&setup);
    bool good = begin(app, &run->options);
    if (good) {
        app_run(app, term);
    }
    app_free(app);
    term_curses_close(term);
    return good ? EXIT_GOOD : fail(run, EXIT_DATA, "%s", desk.message);
}

enum exit_code screens_run(struct study *study)
{
    return run_screens(study, start);
}

enum exit_code screens_code(struct study *study)
{
    return run_screens(study, start_coding);
}

#ifndef TESTS_UNIT_TUI_FAKE_H
#define TESTS_UNIT_TUI_FAKE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/hash.h"
#include "base/utf8.h"
#include "interview/interview.h"
#include "questionnaire/load.h"
#include "tui/app.h"
#include "tui/session.h"

/*
 * A study in memory behind the services of the screens: a dozen invented addresses, a log that can refuse, a
 * clock that goes seven seconds a key. Included by the tests of screens and by the fuzzer.
 */
enum { FAKE_CASES = 12, FAKE_KEY_MS = 7000 };

struct fake_case {
    const char *id;
    const char *group;
    const char *municipality;
    const char *language;
    const char *street;
    enum standing standing;
};

struct fake {
    struct arena *arena;
    const struct questionnaire *q;
    struct fake_case cases[FAKE_CASES];
    int64_t now_ms;
    struct act *log;
    size_t log_n, log_cap;
    const char *refusal; /* what the log says when it refuses; NULL = it works */
    int64_t saved_ms;
    const char *message;
    unsigned backups;
    void *coding; /* tests/unit/tui/fake_coding.h: answers to code, or NULL */
};

static const struct fake_case fake_cases[FAKE_CASES] = {
    {"100118", "be", "Zele", "nl", "Dorpsplein 4", STANDING_NEW},
    {"100144", "pl", "Gent", "nl", "Kerkstraat 18", STANDING_NEW},
    {"100151", "be", "Ronse", "nl", "Molenweg 2", STANDING_COMPLETED},
    {"100160", "pl", "Gent", "pl", "Lindelaan 61", STANDING_COMPLETED},
    {"100171", "pl", "Gent", "pl", "Stationsstraat 7", STANDING_NEW},
    {"100187", "be", "Gent", "nl", "Visserij 33", STANDING_STOPPED},
    {"100188", "be", "Gent", "nl", "Coupure 104", STANDING_NEW},
    {"100190", "pl", "Lokeren", "ar", "Markt 9", STANDING_NEW},
    {"100203", "pl", "Aalst", "pl", "Statiestraat 12 bus 3", STANDING_NEW},
    {"100204", "pl", "Aalst", "nl", "Vrijheidstraat 8", STANDING_NEW},
    {"100210", "be", "Ninove", "nl", "Brakelsesteenweg 90", STANDING_NEW},
    {"100233", "pl", "Dendermonde", "pl", "Noordlaan 15", STANDING_NEW},
};

/* ---- the clock and the log ---- */

static inline int64_t fake_now(void *context)
{
    return ((struct fake *)context)->now_ms;
}

static inline struct clock fake_clock(struct fake *fake)
{
    return (struct clock){fake_now, fake_now, fake};
}

static inline struct act fake_copy(struct fake *fake, const struct act *act)
{
    struct act copy = *act;
    struct change *changes = ARENA_ARRAY(fake->arena, act->n + 1, struct change);
    for (size_t i = 0; i < act->n; i++) {
        changes[i] = act->changes[i];
        changes[i].item = arena_copy(fake->arena, changes[i].item);
        changes[i].value = arena_copy(fake->arena, changes[i].value);
    }
    copy.changes = changes;
    struct str *const texts[] = {&copy.case_id, &copy.item, &copy.reason, &copy.user, &copy.language};
    for (size_t i = 0; i < ARRAY_LEN(texts); i++) {
        *texts[i] = arena_copy(fake->arena, *texts[i]);
    }
    return copy;
}

static inline bool fake_write(void *context, struct act *acts, size_t n)
{
    struct fake *fake = context;
    for (size_t i = 0; !fake->refusal && i < n; i++) {
        if (fake->log_n == fake->log_cap) {
            fake->log = array_grow(fake->log, &fake->log_cap, sizeof *fake->log);
        }
        acts[i].seq = fake->log_n + 1;
        memcpy(acts[i].id.bytes, &acts[i].seq, sizeof acts[i].seq);
        fake->log[fake->log_n++] = fake_copy(fake, &acts[i]);
        fake->saved_ms = fake->now_ms;
    }
    fake->message = fake->refusal ? fake->refusal : "";
    return !fake->refusal;
}

static inline const char *fake_message(void *context)
{
    const struct fake *fake = context;
    return fake->message ? fake->message : "";
}

/* ---- cases ---- */

static inline bool fake_fits(const struct fake_case *row, const struct case_query *query)
{
    bool open = row->standing != STANDING_COMPLETED && row->standing != STANDING_STOPPED;
    struct arena *arena = arena_new();
    struct str wanted = utf8_fold(arena, query->search);
    bool found = str_starts(str_from(row->id), wanted) ||
                 str_starts(utf8_fold(arena, str_from(row->municipality)), wanted);
    arena_free(arena);
    return found && (open || !query->open_only);
}

static inline bool fake_count(void *context, const struct case_query *query, size_t *n)
{
    const struct fake *fake = context;
    *n = 0;
    for (size_t i = 0; i < FAKE_CASES; i++) {
        *n += fake_fits(&fake->cases[i], query);
    }
    return true;
}

static inline struct str fake_group_label(const char *id)
{
    return str_from(id[0] == 'p' ? "Pools" : "Belgisch");
}

static inline int fake_compare(const struct fake_case *a, const struct fake_case *b, enum case_order order)
{
    if (order == ORDER_BY_MUNICIPALITY && strcmp(a->municipality, b->municipality) != 0) {
        return strcmp(a->municipality, b->municipality);
    }
    if (order == ORDER_BY_STANDING && a->standing != b->standing) {
        return a->standing < b->standing ? -1 : 1;
    }
    return strcmp(a->id, b->id);
}

static inline bool fake_list(void *context, const struct case_query *query, size_t offset, size_t max,
                             struct arena *arena, const struct case_row **out, size_t *n)
{
    const struct fake *fake = context;
    const struct fake_case *found[FAKE_CASES];
    size_t all = 0;
    for (size_t i = 0; i < FAKE_CASES; i++) {
        size_t at = all;
        if (!fake_fits(&fake->cases[i], query)) {
            continue;
        }
        for (; at > 0 && fake_compare(found[at - 1], &fake->cases[i], query->order) > 0; at--) {
            found[at] = found[at - 1];
        }
        found[at] = &fake->cases[i];
        all++;
    }
    struct case_row *rows = ARENA_ARRAY(arena, FAKE_CASES, struct case_row);
    *n = 0;
    for (size_t i = offset; i < all && *n < max; i++) {
        rows[(*n)++] = (struct case_row){
            .id = str_from(found[i]->id),
            .group = fake_group_label(found[i]->group),
            .municipality = str_from(found[i]->municipality),
            .next = str_from(found[i]->standing == STANDING_BROKEN_OFF ? "hervatten" : ""),
            .standing = found[i]->standing,
        };
    }
    *out = rows;
    return true;
}

static inline struct fake_case *fake_find(struct fake *fake, struct str id)
{
    for (size_t i = 0; i < FAKE_CASES; i++) {
        if (str_is(id, fake->cases[i].id)) {
            return &fake->cases[i];
        }
    }
    return NULL;
}

static inline bool fake_detail(void *context, struct str id, struct arena *arena,
                               const struct detail_line **out, size_t *n)
{
    const struct fake_case *row = fake_find(context, id);
    struct detail_line *lines = ARENA_ARRAY(arena, 3, struct detail_line);
    *n = 0;
    if (row) {
        lines[(*n)++] = (struct detail_line){STR("Adres"), str_from(row->street)};
        lines[(*n)++] = (struct detail_line){STR("Gemeente"), str_from(row->municipality)};
        lines[(*n)++] = (struct detail_line){STR("Taal"), str_from(row->language)};
    }
    *out = lines;
    return true;
}

static inline bool fake_counts(void *context, struct case_counts *out)
{
    const struct fake *fake = context;
    *out = (struct case_counts){.cases = FAKE_CASES};
    for (size_t i = 0; i < FAKE_CASES; i++) {
        enum standing standing = fake->cases[i].standing;
        out->broken_off += standing == STANDING_BROKEN_OFF;
        out->completed += standing == STANDING_COMPLETED;
        out->open += standing != STANDING_COMPLETED && standing != STANDING_STOPPED;
    }
    return true;
}

static inline bool fake_standings(void *context, struct arena *arena, const struct standing_line **out,
                                  size_t *n)
{
    const struct fake *fake = context;
    struct standing_line *lines = ARENA_ARRAY(arena, 2, struct standing_line);
    lines[0].group = STR("Belgisch");
    lines[1].group = STR("Pools");
    for (size_t i = 0; i < FAKE_CASES; i++) {
        lines[fake->cases[i].group[0] == 'p'].counts[fake->cases[i].standing]++;
    }
    *out = lines;
    *n = 2;
    return true;
}

/* ---- interviews ---- */

static inline struct interview *fake_interview(struct fake *fake, const struct fake_case *row, bool keep)
{
    struct interview_setup setup = {
        .questionnaire = fake->q,
        .facts = {.case_id = str_from(row->id),
                  .group = questionnaire_group(fake->q, str_from(row->group)),
                  .language = str_from(row->language)},
        .clock = fake_clock(fake),
        .user = STR("041"),
    };
    if (keep) {
        setup.sink = (struct act_sink){fake_write, fake_message, fake};
    }
    struct interview *iv = interview_new(&setup);
    for (size_t i = 0; keep && i < fake->log_n; i++) {
        if (str_is(fake->log[i].case_id, row->id)) {
            interview_fold(iv, &fake->log[i]);
        }
    }
    /* Interviews are held in Dutch unless somebody switches. */
    struct str nl = STR("nl");
    if (!interview_begin(iv, interview_status(iv) == INTERVIEW_NEW ? &nl : NULL)) {
        interview_free(iv);
        return NULL;
    }
    return iv;
}

static inline struct interview *fake_open(void *context, struct str id)
{
    struct fake *fake = context;
    const struct fake_case *row = fake_find(fake, id);
    fake->message = row ? fake->message : "Dit adres bestaat niet.";
    return row ? fake_interview(fake, row, true) : NULL;
}

static inline struct interview *fake_practice(void *context)
{
    static const struct fake_case row = {"proef", "pl", "", "pl", "", STANDING_NEW};
    return fake_interview(context, &row, false);
}

static inline void fake_close(void *context, struct interview *iv)
{
    static const enum standing standings[] = {
        [INTERVIEW_NEW] = STANDING_NEW,
        [INTERVIEW_RUNNING] = STANDING_BROKEN_OFF,
        [INTERVIEW_SUSPENDED] = STANDING_BROKEN_OFF,
        [INTERVIEW_COMPLETED] = STANDING_COMPLETED,
        [INTERVIEW_STOPPED] = STANDING_STOPPED,
    };
    struct fake_case *row = fake_find(context, interview_facts(iv)->case_id);
    if (row) {
        row->standing = standings[interview_status(iv)];
    }
    interview_free(iv);
}

/* ---- the rest ---- */

static inline struct str fake_study(void *context UNUSED)
{
    return STR("Huis");
}

static inline struct str fake_user(void *context UNUSED)
{
    return STR("041 (An Peeters)");
}

static inline int64_t fake_saved(void *context)
{
    return ((struct fake *)context)->saved_ms;
}

static inline bool fake_backup_state(void *context, struct arena *arena UNUSED, struct str *text)
{
    *text = ((struct fake *)context)->backups ? STR("zonet, op de USB-stick") : STR("nog geen");
    return true;
}

static inline bool fake_backup(void *context, struct arena *arena UNUSED, struct str *text)
{
    ((struct fake *)context)->backups++;
    *text = STR("Back-up gemaakt op de USB-stick.");
    return true;
}

/* Nothing is coded in this study; tests/unit/tui/fake_coding.h has one where something is. */
static inline bool fake_coding_list(void *context UNUSED, struct arena *arena UNUSED,
                                    const struct coding_row **out, size_t *n)
{
    *out = NULL;
    *n = 0;
    return true;
}

static inline struct services fake_services(struct fake *fake)
{
    return (struct services){
        .context = fake,
        .message = fake_message,
        .study = fake_study,
        .user = fake_user,
        .counts = fake_counts,
        .case_count = fake_count,
        .case_list = fake_list,
        .case_detail = fake_detail,
        .standings = fake_standings,
        .open = fake_open,
        .practice = fake_practice,
        .close = fake_close,
        .coding_list = fake_coding_list,
        .last_saved = fake_saved,
        .backup_state = fake_backup_state,
        .backup = fake_backup,
    };
}

/* A questionnaire that lives for the whole test program. */
static inline const struct questionnaire *fake_questionnaire(struct arena *arena, const char *folder)
{
    struct diags *diags = diags_new();
    struct disk_library *disk = disk_library_open(arena, folder, NULL, NULL);
    struct library library = disk_library(disk);
    const struct questionnaire *q = questionnaire_load(arena, diags, &library, STR_EMPTY);
    if (!q) {
        diags_print(diags, stderr);
    }
    diags_free(diags);
    return q;
}

static inline struct fake *fake_new(const struct questionnaire *q)
{
    struct arena *arena = arena_new();
    struct fake *fake = ARENA_NEW(arena, struct fake);
    fake->arena = arena;
    fake->q = q;
    memcpy(fake->cases, fake_cases, sizeof fake_cases);
    /* Saturday 14 November 2026, 14:02 UTC */
    fake->now_ms = (int64_t)days_from_civil(2026, 11, 14) * 86400000 + (14 * 60 + 2) * 60000;
    return fake;
}

static inline void fake_free(struct fake *fake)
{
    free(fake->log);
    arena_free(fake->arena);
}

#endif

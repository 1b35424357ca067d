#ifndef TESTS_UNIT_EXPORT_MADE_H
#define TESTS_UNIT_EXPORT_MADE_H

#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "export/format.h"
#include "export/model_priv.h"
#include "export/read.h"
#include "tests/support/tmp.h"

/* A model made by hand, with columns that no questionnaire would have. */
enum { MADE_COLUMNS = 32 };
struct made {
    struct arena *arena;
    struct tmp tmp;
    struct codebook codebook;
    struct questionnaire questionnaire;
    const struct questionnaire *versions[1];
    struct column columns[MADE_COLUMNS];
    struct model_inside inside;
    struct model model;
    struct export_job job;
};

static inline void made_open(struct made *made)
{
    memset(made, 0, sizeof *made);
    made->arena = arena_new();
    tmp_open(&made->tmp);
    made->codebook.languages[0] = (struct language){.id = STR("nl"), .name = STR("Nederlands")};
    made->codebook.languages[1] =
        (struct language){.id = STR("ar"), .name = STR("العربية"), .right_to_left = true};
    made->codebook.languages_n = 2;
    made->questionnaire =
        (struct questionnaire){.id = STR("made"), .version = STR("1"), .codebook = &made->codebook};
    made->versions[0] = &made->questionnaire;
    made->model = (struct model){.arena = made->arena,
                                 .study = STR("Proefstudie \"één\""),
                                 .versions = made->versions,
                                 .versions_n = 1,
                                 .newest = &made->questionnaire,
                                 .columns = made->columns,
                                 .inside = &made->inside,
                                 .stamp_ms = 1700000000000};
    made->job = (struct export_job){
        .model = &made->model, .folder = made->tmp.path, .diags = diags_new(), .arena = made->arena};
}

static inline void made_close(struct made *made)
{
    diags_free(made->job.diags);
    tmp_close(&made->tmp);
    arena_free(made->arena);
}

/* A column with plain words for label; the caller may change the rest. */
static inline struct column *made_add(struct made *made, const char *name, enum column_kind kind,
                                      unsigned width)
{
    struct column *c = &made->columns[made->model.columns_n];
    *c = (struct column){.name = str_from(name),
                         .index = made->model.columns_n++,
                         .kind = kind,
                         .question = NONE,
                         .companion = NONE,
                         .width = width,
                         .versions = 1};
    c->label.in[0] = str_from("een label");
    c->label.in[1] = str_from("تسمية");
    if (kind == COLUMN_NUMBER) {
        c->bounded = true;
        c->min = number_int(0);
        c->max = number_int(100);
        c->reasons = (1u << REASON_NO_RECORD) - 2;
    }
    return c;
}

static inline bool made_says(const struct made *made, const char *code, const char *where, const char *what)
{
    for (size_t i = 0; i < made->job.diags->n; i++) {
        const struct diag *d = &made->job.diags->items[i];
        if (str_is(str_from(d->code), code) && str_is(d->place.file, where) &&
            str_find(d->text, str_from(what), 0) < d->text.len) {
            return true;
        }
    }
    return false;
}

#endif

#include "export/limits.h"

#include <string.h>

#include "base/i18n.h"
#include "base/utf8.h"
#include "codebook/define.h"
#include "codebook/ids.h"
#include "export/model_priv.h"

static struct place at_column(const struct column *column)
{
    return (struct place){.file = column ? column->name : STR_EMPTY};
}

void limit_broken(struct export_job *job, const struct export_format *format, const struct column *column,
                  const char *code, const char *text, ...)
{
    va_list args;
    va_start(args, text);
    struct str what = arena_vformat(job->arena, text, args);
    va_end(args);
    diag_error(job->diags, code, at_column(column), "%s: %.*s", format ? format->id : tr("alle formaten"),
               STR_ARG(what));
}

/* ---- names ---- */

static bool plain_name(struct str name)
{
    bool fine = name.len > 0 && name.ptr[0] >= 'a' && name.ptr[0] <= 'z' && name.ptr[name.len - 1] != '_';
    for (size_t i = 0; fine && i < name.len; i++) {
        char c = name.ptr[i];
        fine = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
    }
    return fine;
}

static struct str lower_case(struct arena *arena, struct str name)
{
    char *copy = arena_alloc(arena, name.len + 1);
    for (size_t i = 0; i < name.len; i++) {
        char c = name.ptr[i];
        copy[i] = (char)(c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c);
    }
    return (struct str){copy, name.len};
}

static void check_names(struct export_job *job)
{
    struct ids known = {.arena = job->arena};
    for (uint32_t i = 0; i < job->model->columns_n; i++) {
        const struct column *c = &job->model->columns[i];
        const char *whose = NULL;
        struct str lower = lower_case(job->arena, c->name);
        if (c->name.len > VARIABLE_NAME_LONGEST) {
            limit_broken(job, NULL, c, "X010", tr("de naam heeft %zu tekens; %d passen er"), c->name.len,
                         VARIABLE_NAME_LONGEST);
        }
        if (!plain_name(c->name)) {
            limit_broken(job, NULL, c, "X011", "%s",
                         tr("een naam heeft kleine letters, cijfers en _, en eindigt niet op _"));
        }
        if (id_reserved(c->name, &whose)) {
            limit_broken(job, NULL, c, "X012", tr("de naam is een woord van %s"), whose);
        }
        if (!ids_add(&known, lower, i)) {
            limit_broken(job, NULL, c, "X013", "%s", tr("er zijn twee kolommen met deze naam"));
        }
    }
}

/* ---- values ---- */

static void check_codes(struct export_job *job, const struct column *c)
{
    int64_t low = column_missing_low(c);
    int64_t high = column_missing_high(c);
    for (size_t i = 0; c->labels && !c->labels->text && i < c->labels->n; i++) {
        int64_t number = c->labels->labels[i].number;
        if (number >= low && number <= high) {
            limit_broken(job, NULL, c, "X014",
                         tr("de code %lld ligt bij de codes voor ontbrekend (%lld..%lld)"), (long long)number,
                         (long long)low, (long long)high);
        }
    }
    if (c->bounded && number_compare(c->min, number_int(high)) <= 0 &&
        number_compare(c->max, number_int(low)) >= 0) {
        limit_broken(job, NULL, c, "X014",
                     tr("de waarden reiken tot bij de codes voor ontbrekend (%lld..%lld)"), (long long)low,
                     (long long)high);
    }
}

void limits_labels(struct export_job *job, const struct export_format *format,
                   const struct label_limits *limits)
{
    const struct model *m = job->model;
    for (unsigned k = 0; k < m->newest->codebook->languages_n; k++) {
        struct str language = m->newest->codebook->languages[k].id;
        for (uint32_t i = 0; i < m->columns_n; i++) {
            struct str label = m->columns[i].label.in[k];
            if (label.len > limits->label_bytes || utf8_count(label) > limits->label_characters) {
                limit_broken(job, format, &m->columns[i], "X015",
                             tr("het label (%.*s) heeft %zu tekens en %zu bytes; %zu en %zu passen er"),
                             STR_ARG(language), utf8_count(label), label.len, limits->label_characters,
                             limits->label_bytes);
            }
        }
        for (uint32_t i = 0; i < m->label_sets_n; i++) {
            const struct label_set *set = m->label_sets[i];
            for (size_t j = 0; j < set->n; j++) {
                if (set->labels[j].label.in[k].len > limits->value_bytes) {
                    struct column named = {.name = set->name};
                    limit_broken(job, format, &named, "X016",
                                 tr("het label van %.*s (%.*s) heeft %zu bytes; %zu passen er"),
                                 STR_ARG(set->labels[j].code), STR_ARG(language),
                                 set->labels[j].label.in[k].len, limits->value_bytes);
                }
            }
        }
    }
}

void limits_model(struct export_job *job)
{
    check_names(job);
    for (uint32_t i = 0; i < job->model->columns_n; i++) {
        if (job->model->columns[i].kind == COLUMN_NUMBER) {
            check_codes(job, &job->model->columns[i]);
        }
    }
    for (size_t i = 0; i < job->model->inside->retyped_n; i++) {
        struct column named = {.name = job->model->inside->retyped[i]};
        limit_broken(job, NULL, &named, "X017", "%s",
                     tr("heeft in een oudere versie van de vragenlijst een ander type of een andere lijst"));
    }
}

/* ---- rows ---- */

static bool refuse(struct export_job *job, const struct column *column, const struct datum *row,
                   const char *code, struct str what)
{
    return diag_error(job->diags, code, at_column(column), "%.*s: %.*s", STR_ARG(row[0].text), STR_ARG(what));
}

static bool check_text(struct export_job *job, const struct column *c, const struct datum *row)
{
    struct str text = row[c->index].text;
    if (!utf8_valid(text) || (text.len && memchr(text.ptr, '\0', text.len))) {
        return refuse(job, c, row, "X020", str_from(tr("de tekst is geen geldige UTF-8 zonder NUL")));
    }
    if (text.len > c->width) {
        return refuse(
            job, c, row, "X021",
            arena_format(job->arena, tr("de tekst heeft %zu bytes; %u passen er"), text.len, c->width));
    }
    return true;
}

static bool check_number(struct export_job *job, const struct column *c, const struct datum *row)
{
    struct number n = row[c->index].number;
    bool high = number_compare(n, number_int(column_missing_low(c))) >= 0;
    if (high && number_compare(n, number_int(column_missing_high(c))) <= 0) {
        return refuse(job, c, row, "X022", str_from(tr("de waarde ligt bij de codes voor ontbrekend")));
    }
    if (c->bounded && (number_compare(n, c->min) < 0 || number_compare(n, c->max) > 0)) {
        return refuse(job, c, row, "X023", str_from(tr("de waarde ligt buiten de grenzen van de vraag")));
    }
    return true;
}

bool limits_row(struct export_job *job, const struct datum *row)
{
    bool fine = true;
    for (uint32_t i = 0; i < job->model->columns_n; i++) {
        const struct column *c = &job->model->columns[i];
        if (row[i].reason != REASON_NONE) {
            continue;
        }
        if (c->kind == COLUMN_TEXT) {
            fine &= check_text(job, c, row);
        } else if (c->kind == COLUMN_NUMBER) {
            fine &= check_number(job, c, row);
        }
    }
    return fine;
}

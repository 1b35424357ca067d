#include "tests/bench/bench.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static int64_t read_clock(clockid_t id)
{
    struct timespec now = {0};
    clock_gettime(id, &now);
    return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

int64_t bench_cpu(void)
{
    return read_clock(CLOCK_PROCESS_CPUTIME_ID);
}

int64_t bench_wall(void)
{
    return read_clock(CLOCK_MONOTONIC);
}

void bench_die(const char *format, ...)
{
    va_list args;
    va_start(args, format);
    fputs("bench: ", stderr);
    vfprintf(stderr, format, args);
    fputc('\n', stderr);
    va_end(args);
    exit(2);
}

/* ---- series ---- */

void series_add(struct series *series, double value)
{
    if (series->n == series->cap) {
        series->items = array_grow(series->items, &series->cap, sizeof *series->items);
    }
    series->items[series->n++] = value;
}

void series_free(struct series *series)
{
    free(series->items);
    *series = (struct series){0};
}

static int by_size(const void *left, const void *right)
{
    double a = *(const double *)left;
    double b = *(const double *)right;
    return (a > b) - (a < b);
}

double series_at(struct series *series, double share)
{
    if (series->n == 0) {
        return 0;
    }
    qsort(series->items, series->n, sizeof *series->items, by_size);
    size_t at = (size_t)(share * (double)series->n);
    return series->items[at < series->n ? at : series->n - 1];
}

double series_mean(const struct series *series)
{
    double sum = 0;
    for (size_t i = 0; i < series->n; i++) {
        sum += series->items[i];
    }
    return series->n ? sum / (double)series->n : 0;
}

double series_most(const struct series *series)
{
    double most = 0;
    for (size_t i = 0; i < series->n; i++) {
        most = series->items[i] > most ? series->items[i] : most;
    }
    return most;
}

struct pair bench_pair(double (*one)(void *context), double (*other)(void *context), void *context,
                       size_t rounds)
{
    struct pair pair = {0};
    (void)one(context);
    (void)other(context);
    for (size_t i = 0; i < rounds; i++) {
        double a = one(context);
        double b = other(context);
        series_add(&pair.one, a);
        series_add(&pair.other, b);
        series_add(&pair.ratios, a / b);
    }
    return pair;
}

void pair_free(struct pair *pair)
{
    series_free(&pair->one);
    series_free(&pair->other);
    series_free(&pair->ratios);
}

/* ---- the table ---- */

void bench_line(const struct bench_line *line)
{
    static const char *const verdicts[] = {[BENCH_MET] = "met", [BENCH_MISSED] = "MISSED", [BENCH_INFO] = ""};
    char ratio[32] = "";
    if (line->ratio >= 0) {
        snprintf(ratio, sizeof ratio, "%.2f", line->ratio);
    }
    printf("%-8s %-63s %-20s %-31s %7s  %-17s %s\n", line->program, line->what, line->measured, line->against,
           ratio, line->goal, verdicts[line->verdict]);
    fflush(stdout);
}

const char *bench_time(struct arena *arena, double ns)
{
    static const struct {
        double from, divide;
        const char *unit;
    } units[] = {{1e9, 1e9, "s"}, {1e6, 1e6, "ms"}, {1e3, 1e3, "us"}, {0, 1, "ns"}};
    size_t i = 0;
    while (ns < units[i].from && i + 1 < ARRAY_LEN(units)) {
        i++;
    }
    double value = ns / units[i].divide;
    return arena_format(arena, "%.*f %s", value < 10 ? 2 : value < 100 ? 1 : 0, value, units[i].unit).ptr;
}

/* ---- questionnaires ---- */

static const struct questionnaire *load(struct arena *arena, const struct library *library, const char *what)
{
    struct diags *diags = diags_new();
    const struct questionnaire *q = questionnaire_load(arena, diags, library, STR_EMPTY);
    if (!q) {
        diags_print(diags, stderr);
        bench_die("%s does not load", what);
    }
    diags_free(diags);
    return q;
}

struct bench_files bench_freeze(struct arena *arena, const char *folder)
{
    struct library library = disk_library(disk_library_open(arena, folder, NULL, NULL));
    const struct questionnaire *q = load(arena, &library, folder);
    return (struct bench_files){q->files, q->files_n};
}

const struct questionnaire *bench_load(struct arena *arena, const struct bench_files *files)
{
    struct library library = frozen_library(arena, files->files, files->n);
    return load(arena, &library, "the questionnaire in memory");
}

size_t bench_argument(int argc, char **argv, int index, size_t otherwise)
{
    int64_t value = 0;
    if (argc <= index) {
        return otherwise;
    }
    if (!str_to_int64(str_from(argv[index]), &value) || value < 1) {
        bench_die("'%s' is not a number", argv[index]);
    }
    return (size_t)value;
}

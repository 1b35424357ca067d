/*
 * kills [--answers N] [--screens N] [--seconds S] [--small] [--table FILE]
 *
 * N kills by each driver; with --seconds rounds of N until the time is up. Prints the table, appends its rows
 * to FILE, and ends with 1 when an acknowledged answer is lost, `verify` complains, an interview goes on at
 * the wrong question, or less than 30 of 100 kills fell inside a transaction.
 */
#include "tests/journeys/kills.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

struct wishes {
    unsigned answers, screens;
    double seconds;
    bool small;
    const char *table;
};

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static unsigned whole(const char *text)
{
    int64_t n = 0;
    if (!text || !str_to_int64(str_from(text), &n) || n < 0 || n > 1000000) {
        fprintf(stderr, "not a number: %s\n", text ? text : "(nothing)");
        exit(64);
    }
    return (unsigned)n;
}

static struct wishes wishes_read(int argc, char **argv)
{
    struct wishes w = {0};
    for (int i = 1; i < argc; i++) {
        struct str word = str_from(argv[i]);
        const char *next = i + 1 < argc ? argv[i + 1] : NULL;
        if (str_is(word, "--small")) {
            w.small = true;
            continue;
        }
        i++;
        if (str_is(word, "--answers")) {
            w.answers = whole(next);
        } else if (str_is(word, "--screens")) {
            w.screens = whole(next);
        } else if (str_is(word, "--seconds")) {
            w.seconds = whole(next);
        } else if (str_is(word, "--table")) {
            w.table = next;
        } else {
            fprintf(stderr, "unknown: %s\n", argv[i - 1]);
            exit(64);
        }
    }
    return w;
}

unsigned long kill_instant(unsigned long calls, unsigned i, unsigned n, unsigned round)
{
    /* The golden section: no two rounds kill at the same places, and any number of them fills the steps. */
    double shift = 0.5 + 0.6180339887498949 * round;
    double part = ((double)i + shift - (double)(unsigned long)shift) / n;
    return 1 + (unsigned long)(part * 2.0 * (double)calls) % (2 * calls);
}

static void run_driver(const struct stage *stage, unsigned n, double until, struct tally *tally,
                       void (*driver)(const struct stage *, unsigned, unsigned, struct tally *))
{
    double start = now();
    for (unsigned round = 0; n && (round == 0 || now() < until); round++) {
        driver(stage, n, round, tally);
    }
    tally->seconds = now() - start;
}

static unsigned share(const struct tally *t)
{
    return t->kills ? (unsigned)(100 * t->inside / t->kills) : 0;
}

static void print_row(FILE *out, const struct tally *t)
{
    fprintf(out, "%-13s %7llu %9llu %5u %% %13llu %5llu %11llu %10llu %8.0f\n", t->driver,
            (unsigned long long)t->kills, (unsigned long long)t->inside, share(t),
            (unsigned long long)t->acknowledged, (unsigned long long)t->lost,
            (unsigned long long)t->unverified, (unsigned long long)t->misplaced, t->seconds);
}

static bool good(const struct tally *t)
{
    return t->kills && share(t) >= 30 && !t->lost && !t->unverified && !t->misplaced;
}

int main(int argc, char **argv)
{
    struct wishes w = wishes_read(argc, argv);
    struct lab lab;
    struct stage stage;
    struct tally tallies[] = {{.driver = "answers file"}, {.driver = "screens"}};
    lab_open(&lab);
    stage_open(&stage, &lab, w.small ? STAGE_SMALL : STAGE_LONG);
    double half = w.seconds / (w.answers && w.screens ? 2 : 1);
    run_driver(&stage, w.answers, now() + half, &tallies[0], kills_by_answers);
    run_driver(&stage, w.screens, now() + half, &tallies[1], kills_by_screens);
    lab_close(&lab);
    bool all = true;
    FILE *table = w.table ? fopen(w.table, "a") : NULL;
    printf("kills by          kills  in trans.  share  acknowledged  lost  unverified  misplaced  seconds\n");
    for (size_t i = 0; i < ARRAY_LEN(tallies); i++) {
        if (i == 0 ? w.answers : w.screens) {
            print_row(stdout, &tallies[i]);
            all = good(&tallies[i]) && all;
            if (table) {
                print_row(table, &tallies[i]);
            }
        }
    }
    if (table && fclose(table) != 0) {
        return 2;
    }
    return all ? 0 : 1;
}

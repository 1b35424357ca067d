#include "tests/journeys/kills.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

void killer_settings(struct lab *lab, struct arena *arena, unsigned long instant,
                     const char *out[KILLER_SETTINGS])
{
    const char *killer = getenv("VELDWERK_KILLER");
    if (!killer) {
        fprintf(stderr, "the environment has no VELDWERK_KILLER\n");
        exit(2);
    }
    const char *report = lab_path(lab, "report");
    unlink(report);
    out[0] = arena_format(arena, "LD_PRELOAD=%s", killer).ptr;
    out[1] = arena_format(arena, "KILLER_FILES=%s", lab->study).ptr;
    out[2] = arena_format(arena, "KILLER_REPORT=%s", report).ptr;
    out[3] = arena_format(arena, "KILLER_AT=%lu", instant).ptr;
}

struct report report_read(struct lab *lab)
{
    struct report report = {0};
    struct arena *arena = arena_new();
    struct str text = lab_read(arena, lab_path(lab, "report"));
    char where[16] = "";
    if (sscanf(text.ptr, "killed %*u %lu %15s %lu", &report.calls, where, &report.commits) == 3) {
        report.killed = true;
        report.inside = strcmp(where, "inside") == 0;
    } else if (sscanf(text.ptr, "ended %lu %lu", &report.calls, &report.commits) != 2) {
        fprintf(stderr, "the killer says nothing: '%.*s'\n", STR_ARG(text));
        exit(2);
    }
    arena_free(arena);
    return report;
}

bool check_verify(const struct stage *stage, const char *about, struct tally *tally)
{
    struct arena *arena = arena_new();
    struct ran ran = lab_run(stage->lab, arena, NULL, 0, LAB_WORDS("verify"));
    bool good = ran_exit(&ran, 0);
    if (!good) {
        tally->unverified++;
        fprintf(stderr, "%s: verify ends with status %d\n%.*s%.*s", about, ran.status, STR_ARG(ran.out),
                STR_ARG(ran.err));
    }
    arena_free(arena);
    return good;
}

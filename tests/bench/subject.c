#include "tests/bench/subject.h"

#include <stdlib.h>

static bool take(void *context, struct act *acts, size_t n)
{
    struct subject *subject = context;
    if (!subject->may_complete && acts[0].kind == ACT_COMPLETE) {
        subject->at_end = true;
        return false;
    }
    for (size_t i = 0; i < n; i++) {
        subject->acts++;
        subject->answers += acts[i].kind == ACT_ANSWER;
        memcpy(acts[i].id.bytes, &subject->acts, sizeof subject->acts);
    }
    return true;
}

static const char *no_message(void *context UNUSED)
{
    return "";
}

struct subject *subject_open(const struct questionnaire *q, uint64_t number, bool may_complete)
{
    struct subject *subject = mem_alloc(sizeof *subject);
    struct hash key = {{0}};
    memcpy(key.bytes, &number, sizeof number);
    *subject = (struct subject){.draws = draws_new(key), .may_complete = may_complete};
    int group = q->groups_n ? (int)(number % q->groups_n) : -1;
    struct interview_setup setup = {
        .questionnaire = q,
        .facts = {STR("subject"), group, STR("f"), STR("1980-05-17"), STR("1"), STR("nl"), STR("11002")},
        .sink = {take, no_message, subject},
        .clock = clock_system(),
        .user = STR("bench"),
        .seed = key,
    };
    subject->iv = interview_new(&setup);
    return subject;
}

enum simulate_outcome subject_answer(struct subject *subject)
{
    struct simulate_options options = simulate_options_default();
    return simulate_interview(subject->iv, &options, &subject->draws);
}

void subject_close(struct subject *subject)
{
    interview_free(subject->iv);
    free(subject);
}

struct subject *subject_answered(const struct questionnaire *q, uint64_t number)
{
    for (int tries = 0; tries < 100; tries++) {
        struct subject *subject = subject_open(q, number++, false);
        (void)subject_answer(subject);
        if (subject->at_end) {
            return subject;
        }
        subject_close(subject);
    }
    bench_die("no simulated interview comes to its end");
}

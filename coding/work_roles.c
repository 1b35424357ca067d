#include "coding/work_priv.h"

/*
 * What a coder may do with an answer, and what she may see of it. Outside the double-coded sample that is
 * simple. Within it the first who codes an answer is its first coder; whoever else comes to it is the second,
 * finds it open as if nobody had been there, and writes beside; a third finds it done.
 */

static bool mine(const struct work *work, const struct content *content)
{
    return content && str_equal(content->user, work->setup.user);
}

enum role role_of(const struct work *work, const struct answer *answer)
{
    if (answer->group == NOBODY || !work->groups[answer->group].sampled) {
        return ROLE_CODES_ALONE;
    }
    const struct content *holds = content_of(answer, LAYER_HOLDS);
    const struct content *first = content_of(answer, LAYER_FIRST);
    const struct content *second = content_of(answer, LAYER_SECOND);
    if (holds && holds->reason.origin == ORIGIN_ADJUDICATED) {
        return ROLE_CODES_ALONE;
    }
    if (!first) {
        /* What a machine or a file coded is not coded twice. */
        bool nobody = !holds || is_special(holds->codes, SPECIAL_FLAG) || mine(work, holds);
        return nobody && !mine(work, second) ? ROLE_CODES_FIRST : ROLE_CODES_ALONE;
    }
    if (mine(work, first)) {
        return ROLE_CODES_FIRST;
    }
    return !second || mine(work, second) ? ROLE_CODES_SECOND : ROLE_CODES_ALONE;
}

const struct content *answer_seen(const struct work *work, const struct answer *answer)
{
    return content_of(answer, role_of(work, answer) == ROLE_CODES_SECOND ? LAYER_SECOND : LAYER_HOLDS);
}

bool answer_open(const struct work *work, const struct answer *answer)
{
    return answer->group != NOBODY && !answer_seen(work, answer);
}

bool answer_flagged(const struct work *work, const struct answer *answer)
{
    const struct content *seen = answer_seen(work, answer);
    return seen && is_special(seen->codes, SPECIAL_FLAG) && role_of(work, answer) != ROLE_CODES_SECOND;
}

bool group_blind(const struct work *work, const struct group *group)
{
    for (uint32_t i = group->first; group->sampled && i != NOBODY; i = work->answers[i].next) {
        const struct answer *answer = &work->answers[i];
        if (role_of(work, answer) == ROLE_CODES_SECOND && !content_of(answer, LAYER_SECOND)) {
            return true;
        }
    }
    return false;
}

void group_count(const struct work *work, struct group *group)
{
    group->open = group->flagged = 0;
    group->doubled = false;
    for (uint32_t i = group->first; i != NOBODY; i = work->answers[i].next) {
        group->open += answer_open(work, &work->answers[i]);
        group->flagged += answer_flagged(work, &work->answers[i]);
        group->doubled |= content_of(&work->answers[i], LAYER_SECOND) != NULL;
    }
}

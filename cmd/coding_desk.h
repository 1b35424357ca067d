#ifndef CMD_CODING_DESK_H
#define CMD_CODING_DESK_H

#include "cmd/frames.h"
#include "cmd/study.h"
#include "coding/work.h"
#include "tui/services.h"

/* What the screens of coding want of a study: its open answers, and the frames by which they are coded. One
 * work is open at a time. */
struct coding_desk {
    struct frame_on_disk frame;
    struct index index;
    bool framed; /* frame and index are open */
};

/* What can be coded: by classifications first, each in questionnaire order. In `arena`. */
void coding_desk_list(const struct questionnaire *q, struct arena *arena, const struct coding_row **out,
                      size_t *n);
/* NULL after `message` (512 bytes). */
struct work *coding_desk_open(struct coding_desk *desk, struct study *study, const struct questionnaire *q,
                              size_t position, char message[512]);
/* The screens for coders on the study of the command line. */
enum exit_code coding_screens(struct run *run);
void coding_desk_close(struct coding_desk *desk, struct work *work);

#endif

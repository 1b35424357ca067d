#ifndef CMD_FRAMES_H
#define CMD_FRAMES_H

#include "base/diag.h"
#include "cmd/command.h"
#include "coding/index.h"
#include "questionnaire/load.h"

/* A frame read from disk, with the languages of its labels: nl, fr, en. */
struct frame_on_disk {
    struct arena *arena;
    struct diags *diags;
    struct disk_library *disk;
    const struct list *list; /* NULL: there is no such frame, or it is broken; diagnostics say how */
};
void frame_open(struct frame_on_disk *frame, struct str id);
void frame_close(struct frame_on_disk *frame);
/* Prints the diagnostics with the paths on disk. */
void frame_report(struct run *run, struct frame_on_disk *frame);

/* Where the index beside the frame lies, or would. NUL-terminated, in the frame's arena. */
struct str frame_index_path(const struct frame_on_disk *frame);
/* Reads an index file or an imported CSV, by its name's ending, into the index. False after diagnostics. */
bool frame_read_index(struct frame_on_disk *frame, struct index *index, struct str path, bool published);

#endif

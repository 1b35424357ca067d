#include "cmd/frames.h"

#include "base/file.h"
#include "base/i18n.h"
#include "cmd/study.h"
#include "codebook/load.h"

enum { INDEX_BYTES_MOST = 64 << 20 };

static const struct language label_languages[] = {{{"nl", 2}, {"Nederlands", 10}, false},
                                                  {{"fr", 2}, {"Français", 9}, false},
                                                  {{"en", 2}, {"English", 7}, false}};

void frame_open(struct frame_on_disk *frame, struct str id)
{
    *frame = (struct frame_on_disk){.arena = arena_new(), .diags = diags_new()};
    const char *installed = study_data_folder(frame->arena);
    const char *project = file_exists("codebook/frames") ? "questionnaire/sid" : installed;
    frame->disk = disk_library_open(frame->arena, project, NULL, installed);
    struct library library = disk_library(frame->disk);
    struct codebook_builder *builder = codebook_begin(frame->arena, frame->diags, &library, STR_EMPTY,
                                                      label_languages, ARRAY_LEN(label_languages), 0);
    struct source asked = {STR("--"), id};
    struct node name = {.kind = NODE_SCALAR, .line = 1, .column = 1, .text = id};
    frame->list = codebook_frame(builder, arena_copy(frame->arena, id), &asked, &name);
    if (frame->diags->errors) {
        frame->list = NULL;
    }
}

void frame_close(struct frame_on_disk *frame)
{
    diags_free(frame->diags);
    arena_free(frame->arena);
}

void frame_report(struct run *run, struct frame_on_disk *frame)
{
    disk_library_show(frame->disk, frame->diags);
    diags_print(frame->diags, run->err);
}

struct str frame_index_path(const struct frame_on_disk *frame)
{
    struct str file = arena_format(frame->arena, "codebook/frames/%.*s.yaml", STR_ARG(frame->list->id));
    struct str path = disk_library_path(frame->disk, frame->arena, file);
    return arena_format(frame->arena, "%.*s.index.tsv", (int)(path.len - sizeof ".yaml" + 1), path.ptr);
}

bool frame_read_index(struct frame_on_disk *frame, struct index *index, struct str path, bool published)
{
    struct source source = {.file = path};
    return file_read(frame->arena, arena_copy(frame->arena, path).ptr, path, INDEX_BYTES_MOST, &source.text,
                     frame->diags) &&
           (published ? index_import : index_read)(index, &source, frame->diags);
}

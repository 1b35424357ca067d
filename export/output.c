#include "export/format.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { BUFFER_BYTES = 1 << 16 };

struct output_file {
    struct export_job *job;
    struct str name;
    FILE *out;
    uint64_t at;
    int failed; /* errno of the first failure */
};

static void note_failure(struct output_file *file)
{
    file->failed = file->failed ? file->failed : errno ? errno : EIO;
}

struct output_file *output_open(struct export_job *job, const char *name)
{
    struct output_file *file = ARENA_NEW(job->arena, struct output_file);
    file->job = job;
    file->name = arena_copy(job->arena, str_from(name));
    struct str path = arena_format(job->arena, "%s/%s", job->folder, name);
    file->out = fopen(path.ptr, "wxb");
    if (!file->out) {
        diag_error(job->diags, "X001", (struct place){.file = file->name}, "%s", strerror(errno));
        return NULL;
    }
    setvbuf(file->out, NULL, _IOFBF, BUFFER_BYTES);
    return file;
}

void output_bytes(struct output_file *file, const void *bytes, size_t n)
{
    if (n && fwrite(bytes, 1, n, file->out) != n) {
        note_failure(file);
    }
    file->at += n;
}

void output_str(struct output_file *file, struct str text)
{
    output_bytes(file, text.ptr, text.len);
}

void output_format(struct output_file *file, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    int n = vfprintf(file->out, format, args);
    va_end(args);
    if (n < 0) {
        note_failure(file);
    } else {
        file->at += (uint64_t)n;
    }
}

uint64_t output_at(const struct output_file *file)
{
    return file->at;
}

void output_patch(struct output_file *file, uint64_t at, const void *bytes, size_t n)
{
    if (fseeko(file->out, (off_t)at, SEEK_SET) != 0 || fwrite(bytes, 1, n, file->out) != n ||
        fseeko(file->out, 0, SEEK_END) != 0) {
        note_failure(file);
    }
}

bool output_close(struct output_file *file, bool good)
{
    if (good && (fflush(file->out) != 0 || fsync(fileno(file->out)) != 0)) {
        note_failure(file);
    }
    if (fclose(file->out) != 0) {
        note_failure(file);
    }
    if (file->failed) {
        return diag_error(file->job->diags, "X001", (struct place){.file = file->name}, "%s",
                          strerror(file->failed));
    }
    return true;
}

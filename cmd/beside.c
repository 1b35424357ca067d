#include "cmd/beside.h"

#include <unistd.h>

const char *beside_program(struct arena *arena, const char *const *folders, size_t n, const char *probe)
{
    char program[4096];
    ssize_t length = readlink("/proc/self/exe", program, sizeof program);
    while (length > 0 && program[length - 1] != '/') {
        length--;
    }
    for (size_t i = 0; length > 0 && i < n; i++) {
        struct str folder = arena_format(arena, "%.*s%s", (int)length, program, folders[i]);
        if (access(arena_format(arena, "%s/%s", folder.ptr, probe).ptr, R_OK) == 0) {
            return folder.ptr;
        }
    }
    return NULL;
}

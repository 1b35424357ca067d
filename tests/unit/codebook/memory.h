#ifndef TESTS_UNIT_CODEBOOK_MEMORY_H
#define TESTS_UNIT_CODEBOOK_MEMORY_H

#include "codebook/load.h"

/* A codebook from files in memory, for a questionnaire in nl, en and ar. */
enum { MEMORY_FILES = 16 };

struct memory {
    struct arena *arena;
    struct diags *diags;
    struct definition_file files[MEMORY_FILES];
    size_t n;
    struct library library;
    struct codebook_builder *builder;
    struct source source; /* of the one who asks for a frame */
    struct node node;
};

static inline bool memory_read(void *context, struct str path, struct str *bytes, struct diags *diags)
{
    const struct memory *m = context;
    (void)diags;
    for (size_t i = 0; i < m->n; i++) {
        if (str_equal(m->files[i].path, path)) {
            *bytes = m->files[i].bytes;
            return true;
        }
    }
    return false;
}

static inline size_t memory_list(void *context, struct str folder, struct str suffix,
                                 const struct str **paths)
{
    (void)context;
    (void)folder;
    (void)suffix;
    *paths = NULL;
    return 0;
}

static inline void memory_open(struct memory *m)
{
    *m = (struct memory){.arena = arena_new(), .diags = diags_new()};
    m->library = (struct library){memory_read, memory_list, m};
}

static inline void memory_put(struct memory *m, const char *path, const char *bytes)
{
    m->files[m->n++] = (struct definition_file){str_from(path), str_from(bytes)};
}

static inline void memory_begin(struct memory *m)
{
    static const struct language languages[] = {{{"nl", 2}, {"Nederlands", 10}, false},
                                                {{"en", 2}, {"English", 7}, false},
                                                {{"ar", 2}, {"Arabic", 6}, true}};
    m->builder = codebook_begin(m->arena, m->diags, &m->library, STR("codebook/t"), languages, 3, 0);
}

static inline const struct list *memory_frame(struct memory *m, const char *id)
{
    m->source = (struct source){STR("asks.yaml"), STR("")};
    m->node = (struct node){.kind = NODE_SCALAR, .line = 1, .column = 1, .text = str_from(id)};
    return codebook_frame(m->builder, str_from(id), &m->source, &m->node);
}

static inline void memory_close(struct memory *m)
{
    diags_free(m->diags);
    arena_free(m->arena);
}

#endif

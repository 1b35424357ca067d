#include "questionnaire/differ/differ_priv.h"

/* The codebook of both versions: under each id the options of either. */

static const struct list *find_list(const struct questionnaire *q, struct str id)
{
    for (size_t i = 0; i < q->codebook->lists_n; i++) {
        if (str_equal(q->codebook->lists[i]->id, id)) {
            return q->codebook->lists[i];
        }
    }
    return NULL;
}

size_t joined_options(struct arena *arena, const struct pairing *p, struct str list,
                      const struct option ***out)
{
    const struct list *lists[2] = {find_list(p->q[NEW], list), find_list(p->q[OLD], list)};
    size_t n = 0;
    *out = ARENA_ARRAY(arena, (lists[0] ? lists[0]->n : 0) + (lists[1] ? lists[1]->n : 0),
                       const struct option *);
    for (size_t i = 0; lists[0] && i < lists[0]->n; i++) {
        (*out)[n++] = &lists[0]->options[i];
    }
    for (size_t i = 0; lists[1] && i < lists[1]->n; i++) {
        if (!lists[0] || list_find_code(lists[0], lists[1]->options[i].code) < 0) {
            (*out)[n++] = &lists[1]->options[i];
        }
    }
    return n;
}

static bool is_built_in(struct str id)
{
    return str_is(id, "group") || str_is(id, "language") || str_is(id, "frame_sex");
}

/* Each list once: those of the new version, then what only the old one has. */
static const struct list *list_at(const struct pairing *p, size_t i)
{
    const struct codebook *new = p->q[NEW]->codebook;
    const struct codebook *old = p->q[OLD]->codebook;
    const struct list *list = i < new->lists_n ? new->lists[i] : old->lists[i - new->lists_n];
    bool twice = i >= new->lists_n &&find_list(p->q[NEW], list->id);
    return twice || is_built_in(list->id) || list->frame ? NULL : list;
}

static size_t lists_most(const struct pairing *p)
{
    return p->q[NEW]->codebook->lists_n + p->q[OLD]->codebook->lists_n;
}

static void add_options(struct buf *out, const struct option *const *options, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        buf_format(out, "%s{code: %.*s%s%s}", i ? ", " : "", STR_ARG(options[i]->code),
                   options[i]->specify ? ", specify: true" : "",
                   options[i]->exclusive ? ", exclusive: true" : "");
    }
}

struct str joined_lists(struct arena *arena, const struct pairing *p)
{
    struct buf out = buf_new(BUF_LIMIT_DEFAULT);
    buf_add_text(&out, "codebook: joined\nlanguages: [nl]\nlists:\n  nothing: [{code: 1}]\n");
    for (size_t i = 0; i < lists_most(p); i++) {
        const struct list *list = list_at(p, i);
        if (list) {
            const struct option **options = NULL;
            size_t n = joined_options(arena, p, list->id, &options);
            buf_format(&out, "  %.*s: [", STR_ARG(list->id));
            add_options(&out, options, n);
            buf_add_text(&out, "]\n");
        }
    }
    struct str text = arena_copy(arena, buf_str(&out));
    buf_free(&out);
    return text;
}

struct str joined_labels(struct arena *arena, const struct pairing *p)
{
    struct buf out = buf_new(BUF_LIMIT_DEFAULT);
    buf_add_text(&out, "language: nl\nlists:\n  nothing: {1: x}\n");
    for (size_t i = 0; i < lists_most(p); i++) {
        const struct list *list = list_at(p, i);
        if (list) {
            const struct option **options = NULL;
            size_t n = joined_options(arena, p, list->id, &options);
            buf_format(&out, "  %.*s: {", STR_ARG(list->id));
            for (size_t k = 0; k < n; k++) {
                buf_format(&out, "%s%.*s: x", k ? ", " : "", STR_ARG(options[k]->code));
            }
            buf_add_text(&out, "}\n");
        }
    }
    struct str text = arena_copy(arena, buf_str(&out));
    buf_free(&out);
    return text;
}

struct str joined_frame(struct arena *arena, const struct pairing *p, struct str id)
{
    const struct option **options = NULL;
    size_t n = joined_options(arena, p, id, &options);
    struct buf out = buf_new(BUF_LIMIT_DEFAULT);
    buf_format(&out, "frame: %.*s\nversion: 1\nentries:\n", STR_ARG(id));
    for (size_t i = 0; i < n; i++) {
        buf_format(&out, "- {code: \"%.*s\", nl: x%zu}\n", STR_ARG(options[i]->code), i);
    }
    struct str text = arena_copy(arena, buf_str(&out));
    buf_free(&out);
    return text;
}

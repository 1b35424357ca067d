#include "base/utf8.h"
#include "simulate/profile_priv.h"

/*
 * Lists of open answers: a text file, one answer a line, the most frequent first; `[name]` begins a section,
 * `#` a comment. How often an answer comes falls with its rank: the first 1, the second 1/2, the third 1/3.
 */
enum { RANKS_FLAT = 2, RANK_ONE = 1000000, OPEN_BYTES_MOST = 4 << 20 };

/* A little flatter than Zipf's law at the top, so that no single answer is everywhere. */
static uint32_t rank_weight(size_t rank)
{
    uint32_t weight = (uint32_t)(RANK_ONE / (rank + RANKS_FLAT));
    return weight ? weight : 1;
}

struct open_reader {
    struct profile_loader *l;
    struct open_section *sections;
    size_t n, cap;
    struct str *lines;
    size_t lines_n, lines_cap, first; /* of the present section */
};

static void section_end(struct open_reader *r)
{
    if (r->n == 0) {
        return;
    }
    struct open_section *section = &r->sections[r->n - 1];
    section->n = r->lines_n - r->first;
    for (size_t i = 0; i < section->n; i++) {
        section->total += rank_weight(i);
    }
}

static void section_begin(struct open_reader *r, struct str id)
{
    section_end(r);
    if (r->n == r->cap) {
        r->sections = profile_grow(r->l, r->sections, r->n, &r->cap, sizeof *r->sections);
    }
    r->first = r->lines_n;
    r->sections[r->n++] = (struct open_section){.id = id};
}

static void read_line(struct open_reader *r, struct str line)
{
    if (line.len == 0 || line.ptr[0] == '#') {
        return;
    }
    if (line.len > 2 && line.ptr[0] == '[' && line.ptr[line.len - 1] == ']') {
        section_begin(r, str_slice(line, 1, line.len - 2));
        return;
    }
    if (r->n == 0) {
        section_begin(r, STR_EMPTY);
    }
    if (r->lines_n == r->lines_cap) {
        r->lines = profile_grow(r->l, r->lines, r->lines_n, &r->lines_cap, sizeof *r->lines);
    }
    r->lines[r->lines_n++] = line;
}

/* The lines moved while they grew: sections point into them only now. */
static bool place_lines(struct open_reader *r, const struct node *where, struct str path)
{
    size_t at = 0;
    section_end(r);
    for (size_t i = 0; i < r->n; i++) {
        r->sections[i].lines = &r->lines[at];
        at += r->sections[i].n;
        if (r->sections[i].n == 0) {
            return definition_error(&r->l->def, "P104", where, "%.*s: section [%.*s] has no lines",
                                    STR_ARG(path), STR_ARG(r->sections[i].id));
        }
    }
    return r->n > 0 || definition_error(&r->l->def, "P104", where, "%.*s has no lines", STR_ARG(path));
}

static bool safe_lines(struct profile_loader *l, const struct node *where, struct str path, struct str *bytes)
{
    struct str safe = STR_EMPTY;
    if (safe_text(l->def.arena, *bytes, SAFE_LINES, OPEN_BYTES_MOST, &safe, NULL)) {
        *bytes = safe;
        return true;
    }
    return definition_error(&l->def, "P104", where, "%.*s holds something that is no plain text",
                            STR_ARG(path));
}

const struct open_list *profile_open(struct profile_loader *l, const struct node *node)
{
    struct str id = STR_EMPTY;
    struct str bytes = STR_EMPTY;
    if (!definition_path(&l->def, node, &id)) {
        return NULL;
    }
    for (size_t i = 0; i < l->lists_n; i++) {
        if (str_equal(l->lists[i]->id, id)) {
            return l->lists[i];
        }
    }
    struct str path = arena_format(l->def.arena, "%.*sopen/%.*s.txt", STR_ARG(l->folder), STR_ARG(id));
    if (!definition_read(&l->def, path, NEED_FILE, node, &bytes) || !safe_lines(l, node, path, &bytes)) {
        return NULL;
    }
    struct open_reader r = {.l = l};
    struct str rest = bytes;
    struct str line;
    while (rest.len && str_split(&rest, '\n', &line)) {
        read_line(&r, str_trim(line));
    }
    if (!place_lines(&r, node, path)) {
        return NULL;
    }
    if (l->lists_n == l->lists_cap) {
        l->lists = profile_grow(l, l->lists, l->lists_n, &l->lists_cap, sizeof(struct open_list *));
    }
    struct open_list *list = ARENA_NEW(l->def.arena, struct open_list);
    *list = (struct open_list){id, r.sections, r.n};
    l->lists[l->lists_n++] = list;
    return list;
}

const struct open_section *open_section(const struct open_list *list, struct str id)
{
    for (size_t i = 0; i < list->n; i++) {
        if (str_equal(list->sections[i].id, id)) {
            return &list->sections[i];
        }
    }
    return NULL;
}

struct str open_draw(const struct open_section *section, struct draws *draws)
{
    uint32_t at = draws_below(draws, section->total);
    size_t i = 0;
    while (i + 1 < section->n && at >= rank_weight(i)) {
        at -= rank_weight(i);
        i++;
    }
    return section->lines[i];
}

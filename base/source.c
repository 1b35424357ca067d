#include "base/node.h"

#include "base/diag_priv.h"

enum { LINE_SHOWN = 1000 };

/* In YAML a line ends in LF or CR LF only (node.c refuses the rest), in CSV a CR may stand inside. */
struct str source_line(const struct source *source, unsigned line)
{
    struct str rest = source->text;
    struct str found = STR_EMPTY;
    if (str_starts(rest, STR("\xEF\xBB\xBF"))) {
        rest = str_slice(rest, 3, rest.len);
    }
    for (unsigned i = 0; i < line; i++) {
        if (!str_split(&rest, '\n', &found)) {
            return STR_EMPTY;
        }
    }
    return str_ends(found, STR("\r")) ? str_slice(found, 0, found.len - 1) : found;
}

struct place node_place(const struct source *source, const struct node *node)
{
    return (struct place){.file = source->file, .line = node->line, .column = node->column};
}

struct node *node_get(const struct node *map, const char *key)
{
    if (!map || map->kind != NODE_MAP) {
        return NULL;
    }
    struct str wanted = str_from(key);
    for (size_t i = 0; i < map->n; i++) {
        if (str_equal(map->keys[i]->text, wanted)) {
            return map->items[i];
        }
    }
    return NULL;
}

/* Only for those that are kept: finding a line walks through the whole text. */
static void add_line(struct diags *diags, const struct source *source, unsigned line)
{
    if (diags && !diags->dropped) {
        struct str shown = str_slice(source_line(source, line), 0, LINE_SHOWN);
        diag_last(diags)->line = arena_copy(diags->arena, shown);
    }
}

bool node_error(struct diags *diags, const char *code, const struct source *source, const struct node *node,
                const char *format, ...)
{
    va_list args;
    va_start(args, format);
    diag_vadd(diags, SEVERITY_ERROR, code, node_place(source, node), format, args);
    va_end(args);
    add_line(diags, source, node->line);
    return false;
}

bool node_warning(struct diags *diags, const char *code, const struct source *source, const struct node *node,
                  const char *format, ...)
{
    va_list args;
    va_start(args, format);
    diag_vadd(diags, SEVERITY_WARNING, code, node_place(source, node), format, args);
    va_end(args);
    add_line(diags, source, node->line);
    return true;
}

#include "questionnaire/lint/lint_priv.h"

#include "base/file.h"

/* Where things stand in the files, and telling it with the line. */

static struct str file_bytes(const struct teller *t, struct str path)
{
    for (size_t i = 0; i < t->q->files_n; i++) {
        if (str_equal(t->q->files[i].path, path)) {
            return t->q->files[i].bytes;
        }
    }
    return STR_EMPTY;
}

/* Line `number`, counted from 1, without its end. */
static struct str line_at(struct str bytes, unsigned number)
{
    size_t from = 0;
    for (unsigned line = 1; line < number && from < bytes.len; line++) {
        from = str_find_char(bytes, '\n', from) + 1;
    }
    return from < bytes.len ? str_slice(bytes, from, str_find_char(bytes, '\n', from) - from) : STR_EMPTY;
}

void tell(struct teller *t, const char *code, struct place place, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    struct str text = arena_vformat(t->arena, format, args);
    va_end(args);
    if (code[0] == 'E') {
        diag_error(t->diags, code, place, "%.*s", STR_ARG(text));
    } else {
        diag_warning(t->diags, code, place, "%.*s", STR_ARG(text));
    }
    struct diag *diag = diag_last(t->diags);
    if (diag && t->diags->n && place.line) {
        diag->line = arena_copy(t->diags->arena, line_at(file_bytes(t, place.file), place.line));
    }
}

/* Lines of an item: up to the next one that begins as far to the left. */
enum { LINES_OF_ITEM = 80 };

static unsigned column_in(struct str line, size_t at)
{
    unsigned column = 1;
    for (size_t i = 0; i < at; i++) {
        column += ((unsigned char)line.ptr[i] & 0xC0) != 0x80;
    }
    return column;
}

struct place place_of_words(const struct teller *t, const struct item *item, struct str words)
{
    struct place place = item->place;
    struct str bytes = file_bytes(t, place.file);
    for (unsigned i = 0; words.len && i < LINES_OF_ITEM; i++) {
        struct str line = line_at(bytes, item->place.line + i);
        size_t at = str_find(line, words, 0);
        if (at < line.len) {
            place.line = item->place.line + i;
            place.column = column_in(line, at);
            break;
        }
    }
    return place;
}

/* Is this line `key:`, whatever stands before it? */
static bool is_key(struct str line, struct str key, size_t *at)
{
    *at = 0;
    while (*at < line.len && line.ptr[*at] == ' ') {
        ++*at;
    }
    struct str rest = str_slice(line, *at, line.len);
    return str_starts(rest, key) && rest.len > key.len && rest.ptr[key.len] == ':';
}

/* Below `section` of a file of words, or anywhere. */
static struct place place_in(const struct teller *t, struct str path, const char *section, struct str key)
{
    struct str rest = file_bytes(t, path);
    struct place place = {path, 0, 0};
    struct str line;
    bool inside = !*section;
    for (unsigned number = 1; rest.len && str_split(&rest, '\n', &line); number++) {
        size_t at = 0;
        if (line.len && line.ptr[0] != ' ' && line.ptr[0] != '#') {
            inside = !*section || is_key(line, str_from(section), &at);
        }
        if (inside && is_key(line, key, &at) && (at > 0 || !*section)) {
            place.line = number;
            place.column = (unsigned)at + 1;
            break;
        }
    }
    return place;
}

bool file_there(const struct teller *t, struct str path)
{
    return file_bytes(t, path).len > 0;
}

struct place place_of_labels(const struct teller *t, const struct list *list, unsigned language)
{
    struct str folder = list->file;
    size_t lists = str_find(folder, STR("/lists/"), 0);
    folder = lists < folder.len ? str_slice(folder, 0, lists) : path_parent(folder);
    struct str id = t->q->codebook->languages[language].id;
    struct str path = arena_format(t->arena, "%.*s/text/%.*s.yaml", STR_ARG(folder), STR_ARG(id));
    struct place place = place_in(t, path, "lists", list->id);
    return place.line || (file_there(t, path) && !list->frame) ? place : place_of_list(t, list);
}

struct place place_of_key(const struct teller *t, unsigned language, const char *section, struct str key)
{
    struct str id = t->q->codebook->languages[language].id;
    return place_in(t, arena_format(t->arena, "text/%.*s.yaml", STR_ARG(id)), section, key);
}

struct place place_of_list(const struct teller *t, const struct list *list)
{
    struct place place = {list->file, 0, 0};
    struct str rest = file_bytes(t, list->file);
    struct str line;
    for (unsigned number = 1; rest.len && str_split(&rest, '\n', &line); number++) {
        size_t at = 0;
        if (is_key(line, list->id, &at)) {
            place.line = number;
            place.column = (unsigned)at + 1;
            break;
        }
    }
    return place;
}

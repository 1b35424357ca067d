#include "base/node_priv.h"

#include "base/safe_priv.h"

/* What is looked at in the bytes of a YAML file, before libyaml sees them or beside it. */
static const char *const directive_text = "directives (%) are not used here";

/* The text without its byte order mark. */
struct str source_body(const struct source *source)
{
    bool marked = str_starts(source->text, STR("\xEF\xBB\xBF"));
    return marked ? str_slice(source->text, 3, source->text.len) : source->text;
}

static bool fail_at(struct diags *diags, const struct source *source, const char *code, unsigned line,
                    unsigned column, const char *what)
{
    struct node here = {.line = line, .column = column};
    return node_error(diags, code, source, &here, "%s", what);
}

/* Line and column of a byte of the body, for what is found before libyaml begins. */
static bool fail_byte(struct diags *diags, const struct source *source, const char *code, size_t byte,
                      const char *what)
{
    struct str before = str_slice(source_body(source), 0, byte);
    unsigned line = 0;
    struct str last = STR_EMPTY;
    while (str_split(&before, '\n', &last)) {
        line++;
    }
    return fail_at(diags, source, code, line, (unsigned)utf8_count(last) + 1, what);
}

static bool is_version(struct str line)
{
    line = str_trim(str_slice(line, 0, str_find_char(line, '#', 0)));
    return str_is(line, "%YAML 1.1") || str_is(line, "%YAML 1.2");
}

/* Directives stand before the document, at the beginning of lines; only one %YAML is let through. */
static bool check_directives(struct diags *diags, const struct source *source)
{
    struct str rest = source_body(source);
    struct str line;
    bool seen = false;
    for (unsigned at = 1; str_split(&rest, '\n', &line); at++) {
        struct str trimmed = str_trim(line);
        bool directive = str_starts(line, STR("%"));
        if (directive && (seen || !is_version(line))) {
            return fail_at(diags, source, "Y008", at, 1, directive_text);
        }
        if (!directive && trimmed.len && trimmed.ptr[0] != '#') {
            break;
        }
        seen = seen || directive;
    }
    return true;
}

/* libyaml would end a line at a CR that stands alone; nobody else does. */
static bool check_line_ends(struct diags *diags, const struct source *source)
{
    struct str text = source_body(source);
    for (size_t at = str_find_char(text, '\r', 0); at < text.len; at = str_find_char(text, '\r', at + 1)) {
        if (at + 1 == text.len || text.ptr[at + 1] != '\n') {
            return fail_byte(diags, source, "Y014", at, "carriage return without a line feed");
        }
    }
    return true;
}

bool node_check_bytes(struct diags *diags, const struct source *source, const struct node_limits *limits)
{
    struct safe_problem problem = {0};
    if (source->text.len > limits->bytes) {
        struct place place = {.file = source->file};
        return diag_error(diags, "Y010", place, "larger than %zu bytes", limits->bytes);
    }
    if (!safe_check(source_body(source), &problem)) {
        return fail_byte(diags, source, "Y014", problem.at, problem.what);
    }
    return check_line_ends(diags, source) && check_directives(diags, source);
}

/* The byte at a mark, whose column counts code points from 0. */
static size_t byte_at(const struct source *source, unsigned number, unsigned column)
{
    struct str line = source_line(source, number);
    if (line.len == 0) {
        return source->text.len; /* a mark where nothing stands is the end of the file */
    }
    size_t at = 0;
    for (unsigned i = 0; i < column && at < line.len; i++) {
        uint32_t code_point = 0;
        utf8_next(line, &at, &code_point);
    }
    return (size_t)(line.ptr - source->text.ptr) + at;
}

bool node_check_end(struct diags *diags, const struct source *source, unsigned number, unsigned column)
{
    struct str rest = str_slice(source->text, byte_at(source, number, column), SIZE_MAX);
    struct str line;
    for (unsigned at = number; rest.len && str_split(&rest, '\n', &line); at++) {
        if (str_starts(line, STR("%"))) {
            return fail_at(diags, source, "Y008", at, 1, directive_text);
        }
        struct str trimmed = str_trim(line);
        if (trimmed.len && trimmed.ptr[0] != '#' && !str_starts(trimmed, STR("..."))) {
            break;
        }
    }
    return true;
}

/* What libyaml misses at the end of the file lies on a line that is not there: show the last one. */
void node_pull_back(const struct source *source, struct node *here)
{
    struct str rest = source_body(source);
    struct str line;
    struct node last = *here;
    for (unsigned at = 1; str_split(&rest, '\n', &line); at++) {
        struct str trimmed = str_trim(line);
        if (trimmed.len && at >= here->line) {
            return;
        }
        if (trimmed.len) {
            size_t end = (size_t)(trimmed.ptr - line.ptr) + trimmed.len;
            last.line = at;
            last.column = (unsigned)utf8_count(str_slice(line, 0, end)) + 1;
        }
    }
    *here = last;
}

#include "export/verify.h"

#include <stdlib.h>

#include "base/file.h"
#include "export/manifest.h"
#include "export/read.h"
#include "export/unf.h"

enum { DATA_BYTES_MOST = 1 << 30, TEXT_BYTES_MOST = 64 << 20 };

struct named {
    struct str name, value;
};
struct checking {
    struct arena *arena;
    struct diags *diags;
    struct str folder;
    struct named *sums; /* of SHA256SUMS */
    size_t sums_n;
    struct named *variables; /* of manifest.json: name and fingerprint */
    size_t variables_n;
    const struct read_column *known; /* of the first data file that tells its columns */
    uint32_t known_n;
};

static bool read_text(struct checking *c, const char *name, struct str *text)
{
    struct str path = path_join(c->arena, c->folder, str_from(name));
    return file_read(c->arena, path.ptr, path, TEXT_BYTES_MOST, text, c->diags);
}

static bool damaged(struct checking *c, const char *name)
{
    return diag_error(c->diags, "D010", (struct place){.file = str_from(name)},
                      "this is not as veldwerk writes it");
}

/* ---- what the bundle says of itself ------------------------------------------------------------- */

static bool read_sums(struct checking *c)
{
    struct str text, line;
    if (!read_text(c, "SHA256SUMS", &text)) {
        return false;
    }
    size_t lines = 0;
    for (size_t i = 0; i < text.len; i++) {
        lines += text.ptr[i] == '\n';
    }
    c->sums = ARENA_ARRAY(c->arena, lines + 1, struct named);
    while (text.len && str_split(&text, '\n', &line)) {
        const size_t hex = SHA256_HEX - 1;
        if (!line.len) {
            continue;
        }
        if (line.len < hex + 3 || !str_equal(str_slice(line, hex, 2), STR("  ")) || c->sums_n >= lines + 1) {
            return damaged(c, "SHA256SUMS");
        }
        c->sums[c->sums_n++] = (struct named){str_slice(line, hex + 2, line.len), str_slice(line, 0, hex)};
    }
    return true;
}

/* The text up to the next quote. Names of variables and fingerprints hold none, nor a backslash. */
static bool quoted(struct str text, size_t *at, const char *before, struct str *out)
{
    struct str lead = str_from(before);
    if (!str_equal(str_slice(text, *at, lead.len), lead)) {
        return false;
    }
    size_t from = *at + lead.len;
    size_t to = str_find_char(text, '"', from);
    *out = str_slice(text, from, to - from);
    *at = to;
    return to < text.len;
}

static bool read_variables(struct checking *c)
{
    static const char begin[] = "\"variables\":[{";
    struct str text;
    if (!read_text(c, "manifest.json", &text)) {
        return false;
    }
    size_t at = str_find(text, str_from(begin), 0) + strlen(begin) - 1;
    size_t cap = 0;
    for (size_t i = at; i < text.len; i++) {
        cap += text.ptr[i] == '{';
    }
    c->variables = ARENA_ARRAY(c->arena, cap + 1, struct named);
    struct named one;
    while (at < text.len && quoted(text, &at, "{\"name\":\"", &one.name) &&
           quoted(text, &at, "\",\"unf\":\"", &one.value)) {
        c->variables[c->variables_n++] = one;
        at += str_equal(str_slice(text, at, 3), STR("\"},")) ? 3 : 2;
    }
    return c->variables_n > 0 || damaged(c, "manifest.json");
}

/* ---- fingerprints of what is read ----------------------------------------------------------------- */

struct reading {
    struct checking *c;
    const struct read_column *columns;
    uint32_t n;
    struct unf *unfs;
};

static bool take_columns(void *context, const struct read_column *columns, uint32_t n)
{
    struct reading *r = context;
    struct arena *arena = r->c->arena;
    struct read_column *copy = ARENA_ARRAY(arena, n, struct read_column);
    r->unfs = ARENA_ARRAY(arena, n, struct unf);
    for (uint32_t i = 0; i < n; i++) {
        copy[i] = columns[i];
        copy[i].name = arena_copy(arena, columns[i].name);
        unf_start(&r->unfs[i]);
    }
    r->columns = copy;
    r->n = n;
    return true;
}

static void add_cell(struct unf *unf, enum column_kind kind, const struct read_cell *cell)
{
    if (cell->missing) {
        unf_missing(unf);
        return;
    }
    switch (kind) {
    case COLUMN_NUMBER:
        unf_number(unf, cell->number);
        break;
    case COLUMN_TEXT:
        unf_text(unf, cell->text);
        break;
    case COLUMN_DATE:
        unf_date(unf, (int32_t)cell->number);
        break;
    case COLUMN_TIME:
        unf_time(unf, (int32_t)cell->number);
    }
}

static bool take_row(void *context, const struct read_cell *cells)
{
    struct reading *r = context;
    for (uint32_t i = 0; i < r->n; i++) {
        add_cell(&r->unfs[i], r->columns[i].kind, &cells[i]);
    }
    return true;
}

static struct str wanted_unf(const struct checking *c, struct str name)
{
    for (size_t i = 0; i < c->variables_n; i++) {
        if (str_equal(c->variables[i].name, name)) {
            return c->variables[i].value;
        }
    }
    return STR_EMPTY;
}

/* The fingerprint of each column against the manifest, and of the whole. */
static void compare(struct reading *r, struct verified_file *file)
{
    struct arena *arena = r->c->arena;
    struct str *unfs = ARENA_ARRAY(arena, r->n, struct str);
    char out[UNF_ROOM];
    file->unf = r->n == r->c->variables_n ? VERDICT_GOOD : VERDICT_DIFFERS;
    for (uint32_t i = 0; i < r->n; i++) {
        unfs[i] = arena_copy(arena, unf_end(&r->unfs[i], out));
        if (!file->column.len && !str_equal(unfs[i], wanted_unf(r->c, r->columns[i].name))) {
            file->column = r->columns[i].name;
            file->unf = VERDICT_DIFFERS;
        }
    }
    file->unf_is = r->n ? arena_copy(arena, unf_combine(unfs, r->n, out)) : STR_EMPTY;
}

static void check_data(struct checking *c, struct verified_file *file)
{
    struct reading r = {.c = c};
    const struct read_taker taker = {take_columns, take_row, &r};
    struct str path = path_join(c->arena, c->folder, file->name), bytes;
    bool good = file_read(c->arena, path.ptr, path, DATA_BYTES_MOST, &bytes, c->diags);
    if (good && str_ends(file->name, STR(".sav"))) {
        good = read_sav(c->arena, c->diags, bytes, &taker);
        c->known = r.columns;
        c->known_n = r.n;
    } else if (good && str_ends(file->name, STR(".dta"))) {
        good = read_dta(c->arena, c->diags, bytes, &taker);
    } else if (good) {
        good = read_csv(c->arena, c->diags, bytes, c->known, c->known_n, &taker);
    }
    file->unf = VERDICT_UNREADABLE;
    if (good) {
        compare(&r, file);
    }
}

/* ---- the whole ------------------------------------------------------------------------------------ */

static enum verdict check_sum(struct checking *c, const struct named *sum)
{
    char hex[SHA256_HEX];
    struct str path = path_join(c->arena, c->folder, sum->name);
    if (!path_inside(sum->name) || !manifest_file_sum(path.ptr, hex)) {
        return VERDICT_MISSING;
    }
    return str_is(sum->value, hex) ? VERDICT_GOOD : VERDICT_DIFFERS;
}

static bool listed(const struct checking *c, struct str name)
{
    for (size_t i = 0; i < c->sums_n; i++) {
        if (str_equal(c->sums[i].name, name)) {
            return true;
        }
    }
    return false;
}

/* The .sav file first: a .csv file does not tell the kinds of its columns. */
static int by_name_backwards(const void *a, const void *b)
{
    const struct verified_file *x = a, *y = b;
    return -str_compare(x->name, y->name);
}

static int by_name(const void *a, const void *b)
{
    return -by_name_backwards(a, b);
}

bool verify_bundle(struct arena *arena, struct diags *diags, struct str folder, struct verified *out)
{
    struct checking c = {.arena = arena, .diags = diags, .folder = folder};
    struct str *names = NULL;
    size_t names_n = 0;
    if (!read_sums(&c) || !read_variables(&c) ||
        !folder_list(arena, arena_copy(arena, folder).ptr, &names, &names_n)) {
        return false;
    }
    struct verified_file *files = ARENA_ARRAY(arena, c.sums_n + names_n, struct verified_file);
    size_t n = 0;
    for (size_t i = 0; i < c.sums_n; i++) {
        files[n++] = (struct verified_file){.name = c.sums[i].name, .sum = check_sum(&c, &c.sums[i])};
    }
    for (size_t i = 0; i < names_n; i++) {
        if (!listed(&c, names[i]) && !str_is(names[i], "SHA256SUMS")) {
            files[n++] = (struct verified_file){.name = names[i], .sum = VERDICT_NOT_LISTED};
        }
    }
    qsort(files, n, sizeof *files, by_name_backwards);
    bool good = true;
    for (size_t i = 0; i < n; i++) {
        files[i].data = manifest_is_data(files[i].name) && files[i].sum != VERDICT_MISSING;
        if (files[i].data) {
            check_data(&c, &files[i]);
        }
        good &= files[i].sum == VERDICT_GOOD && files[i].unf == VERDICT_GOOD;
    }
    qsort(files, n, sizeof *files, by_name);
    *out = (struct verified){files, n, good};
    return true;
}

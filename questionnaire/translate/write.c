#include "questionnaire/translate/translate_priv.h"

/* The text files of a translation, written canonically. */

struct writing {
    const struct translation *t;
    struct buf out;
    enum phrase_section section;
    struct str list;
};

static void indent(struct buf *out, unsigned levels)
{
    for (unsigned i = 0; i < levels; i++) {
        buf_add_text(out, "  ");
    }
}

static void write_key(struct buf *out, struct str key)
{
    static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_";
    bool simple = key.len > 0;
    for (size_t i = 0; i < key.len; i++) {
        simple = simple && key.ptr[i] && strchr(plain, key.ptr[i]);
    }
    if (simple) {
        buf_add(out, key);
    } else {
        yaml_scalar(out, key, true);
    }
    buf_add_char(out, ':');
}

static void write_line(struct buf *out, unsigned levels, struct str key, struct str text)
{
    indent(out, levels);
    write_key(out, key);
    buf_add_char(out, ' ');
    yaml_scalar(out, text, false);
    buf_add_char(out, '\n');
}

static const char *status_name(enum phrase_status status)
{
    return status == STATUS_DRAFT ? "draft" : "final";
}

static bool has_remarks(const struct phrase_entry *entry)
{
    return entry->stamp.len || entry->status != STATUS_NONE || entry->same;
}

static bool has_texts(const struct phrase_entry *entry)
{
    for (size_t i = 0; i < entry->n; i++) {
        if (entry->phrases[i].text.len) {
            return true;
        }
    }
    return false;
}

/* ---- entries --------------------------------------------------------------------------------- */

/* Always quoted: 12345e67 is a number to other readers of YAML. */
static void write_stamp(struct writing *w, const struct phrase_entry *entry)
{
    buf_add_text(&w->out, "source: ");
    yaml_quoted(&w->out, entry->stamp);
}

static void write_remarks(struct writing *w, const struct phrase_entry *entry, unsigned levels)
{
    if (entry->stamp.len) {
        indent(&w->out, levels);
        write_stamp(w, entry);
        buf_add_char(&w->out, '\n');
    }
    if (entry->status != STATUS_NONE) {
        write_line(&w->out, levels, STR("status"), str_from(status_name(entry->status)));
    }
    if (entry->same) {
        indent(&w->out, levels);
        buf_add_text(&w->out, "same: true\n");
    }
}

/* The maps that lead to a phrase, those that are not open yet. */
static void open_maps(struct writing *w, const struct phrase *phrase, const struct phrase *before,
                      unsigned levels)
{
    unsigned same = 0;
    while (before && same + 1 < phrase->keys_n && same + 1 < before->keys_n &&
           str_equal(phrase->keys[same], before->keys[same])) {
        same++;
    }
    for (; same + 1 < phrase->keys_n; same++) {
        indent(&w->out, levels + same);
        write_key(&w->out, phrase->keys[same]);
        buf_add_char(&w->out, '\n');
    }
}

static void write_map(struct writing *w, const struct phrase_entry *entry, unsigned levels)
{
    const struct phrase *before = NULL;
    for (size_t i = 0; i < entry->n; i++) {
        const struct phrase *phrase = &entry->phrases[i];
        if (phrase->text.len && phrase->keys_n) {
            open_maps(w, phrase, before, levels);
            unsigned depth = phrase->keys_n - 1;
            write_line(&w->out, levels + depth, phrase->keys[depth], phrase->text);
            before = phrase;
        }
    }
}

/* A block, check or stop with nothing but its words is one text. */
static bool stands_alone(const struct phrase_entry *entry)
{
    bool short_one = entry->section == SECTION_BLOCKS || entry->section == SECTION_CHECKS ||
                     entry->section == SECTION_STOPS;
    size_t others = 0;
    for (size_t i = 0; i < entry->n; i++) {
        others += entry->phrases[i].text.len && !phrase_main(entry, &entry->phrases[i]);
    }
    return short_one && !others && !has_remarks(entry);
}

static struct str only_text(const struct phrase_entry *entry)
{
    for (size_t i = 0; i < entry->n; i++) {
        if (entry->phrases[i].text.len) {
            return entry->phrases[i].text;
        }
    }
    return STR_EMPTY;
}

static void write_words(struct writing *w, const struct phrase_entry *entry)
{
    buf_add(&w->out, entry->comment);
    if (stands_alone(entry)) {
        write_line(&w->out, 1, entry->id, only_text(entry));
        return;
    }
    indent(&w->out, 1);
    write_key(&w->out, entry->id);
    buf_add_char(&w->out, '\n');
    write_map(w, entry, 2);
    write_remarks(w, entry, 2);
}

/* ---- fills: one line for each key ------------------------------------------------------------ */

static size_t key_end(const struct phrase_entry *entry, size_t from)
{
    size_t end = from + 1;
    while (end < entry->n && str_equal(entry->phrases[end].keys[0], entry->phrases[from].keys[0])) {
        end++;
    }
    return end;
}

static bool all_alike(const struct phrase_entry *entry, size_t from, size_t end)
{
    for (size_t i = from; i < end; i++) {
        if (!str_equal(entry->phrases[i].text, entry->phrases[from].text)) {
            return false;
        }
    }
    return true;
}

static void write_forms(struct writing *w, const struct phrase_entry *entry, size_t from, size_t end)
{
    const char *separator = "{";
    indent(&w->out, 2);
    write_key(&w->out, entry->phrases[from].keys[0]);
    buf_add_char(&w->out, ' ');
    for (size_t i = from; i < end; i++) {
        const struct phrase *phrase = &entry->phrases[i];
        if (phrase->text.len) {
            buf_add_text(&w->out, separator);
            write_key(&w->out, phrase->keys[1]);
            buf_add_char(&w->out, ' ');
            yaml_scalar(&w->out, phrase->text, true);
            separator = ", ";
        }
    }
    buf_add_text(&w->out, "}\n");
}

static void write_fill(struct writing *w, const struct phrase_entry *entry)
{
    buf_add(&w->out, entry->comment);
    indent(&w->out, 1);
    write_key(&w->out, entry->id);
    buf_add_char(&w->out, '\n');
    for (size_t from = 0; from < entry->n; from = key_end(entry, from)) {
        size_t end = key_end(entry, from);
        const struct phrase *first = &entry->phrases[from];
        bool any = false;
        for (size_t i = from; i < end; i++) {
            any = any || entry->phrases[i].text.len;
        }
        if (any && all_alike(entry, from, end)) {
            write_line(&w->out, 2, first->keys[0], first->text); /* one word for all forms */
        } else if (any) {
            write_forms(w, entry, from, end);
        }
    }
    write_remarks(w, entry, 2);
}

/* ---- labels ---------------------------------------------------------------------------------- */

static void write_label(struct writing *w, const struct phrase_entry *entry)
{
    if (!str_equal(w->list, entry->list)) {
        buf_add(&w->out, entry->comment);
        indent(&w->out, 1);
        write_key(&w->out, entry->list);
        buf_add_char(&w->out, '\n');
        w->list = entry->list;
    }
    if (!has_remarks(entry)) {
        write_line(&w->out, 2, entry->id, only_text(entry));
        return;
    }
    indent(&w->out, 2);
    write_key(&w->out, entry->id);
    buf_add_text(&w->out, " {label: ");
    yaml_scalar(&w->out, only_text(entry), true);
    if (entry->stamp.len) {
        buf_add_text(&w->out, ", ");
        write_stamp(w, entry);
    }
    if (entry->status != STATUS_NONE) {
        buf_format(&w->out, ", status: %s", status_name(entry->status));
    }
    buf_add_text(&w->out, "}\n");
}

/* ---- the file -------------------------------------------------------------------------------- */

static void write_entry(struct writing *w, const struct phrase_entry *entry)
{
    switch (entry->section) {
    case SECTION_TITLE:
    case SECTION_NAME:
        write_line(&w->out, 0, str_from(phrase_section_name(entry->section)), only_text(entry));
        return;
    case SECTION_GROUPS:
        write_line(&w->out, 1, entry->id, only_text(entry));
        return;
    case SECTION_FILLS:
        write_fill(w, entry);
        return;
    case SECTION_LISTS:
        write_label(w, entry);
        return;
    case SECTION_BLOCKS:
    case SECTION_ITEMS:
    case SECTION_CHECKS:
    case SECTION_STOPS:
    case SECTIONS:
        write_words(w, entry);
    }
}

static void write_head(struct writing *w, const struct phrase_file *file)
{
    struct str language = w->t->q->codebook->languages[w->t->language].id;
    buf_add(&w->out, file->comment);
    write_line(&w->out, 0, STR("language"), language);
    if (file->status != STATUS_NONE) {
        write_line(&w->out, 0, STR("status"), str_from(status_name(file->status)));
    }
}

static struct str write_file(struct arena *arena, const struct translation *t, bool codebook)
{
    struct writing w = {.t = t, .out = buf_new(BUF_LIMIT_DEFAULT), .section = SECTIONS};
    write_head(&w, codebook ? &t->codebook : &t->file);
    for (size_t i = 0; i < t->n; i++) {
        const struct phrase_entry *entry = &t->entries[i];
        if ((entry->section == SECTION_LISTS) != codebook || !has_texts(entry)) {
            continue;
        }
        bool a_map = entry->section != SECTION_TITLE && entry->section != SECTION_NAME;
        if (a_map && entry->section != w.section) {
            buf_format(&w.out, "%s:\n", phrase_section_name(entry->section));
        }
        w.section = entry->section;
        write_entry(&w, entry);
    }
    struct str text = arena_copy(arena, buf_str(&w.out));
    buf_free(&w.out);
    return text;
}

bool translation_has_labels(const struct translation *t)
{
    for (size_t i = 0; i < t->n; i++) {
        if (t->entries[i].section == SECTION_LISTS && has_texts(&t->entries[i])) {
            return true;
        }
    }
    return false;
}

struct str translation_text(struct arena *arena, const struct translation *t)
{
    return write_file(arena, t, false);
}

struct str translation_codebook_text(struct arena *arena, const struct translation *t)
{
    return write_file(arena, t, true);
}

#include "questionnaire/translate/translate_priv.h"

#include "questionnaire/load_priv.h"
#include "questionnaire/translate/po_priv.h"

/* A translation as a .po file. */

static const char *const kinds[SECTIONS] = {
    [SECTION_TITLE] = "the title of the questionnaire",
    [SECTION_NAME] = "what the language calls itself",
    [SECTION_GROUPS] = "what a group is called on the interviewer's screen",
    [SECTION_BLOCKS] = "block",
    [SECTION_CHECKS] = "check",
    [SECTION_STOPS] = "shown where the interview stops",
    [SECTION_FILLS] = "words filled into other texts",
    [SECTION_LISTS] = "an answer",
};
static const char *const item_kinds[] = {
    [ITEM_QUESTION] = "question", [ITEM_NOTE] = "note",   [ITEM_COMPUTED] = "computed variable",
    [ITEM_DRAW] = "drawn number", [ITEM_BLOCK] = "block", [ITEM_GRID] = "grid",
    [ITEM_ROSTER] = "roster",     [ITEM_STOP] = "stop"};

static const struct {
    const char *key, *says;
} keys[] = {
    {"text", "read out"},
    {"label", "short label for overviews and exports"},
    {"instruct", "for the interviewer, not read out"},
    {"help", "longer explanation for the interviewer"},
    {"unit", "unit behind the number"},
    {"card", "words above the options on the show card"},
    {"options", "an answer, other words than its list's"},
};

static const char *says_of(const struct phrase *phrase)
{
    for (unsigned i = phrase->keys_n; i-- > 0;) {
        for (size_t k = 0; k < ARRAY_LEN(keys); k++) {
            if (str_is(phrase->keys[i], keys[k].key)) {
                return keys[k].says;
            }
        }
    }
    return NULL;
}

static void comment_kind(const struct translation *t, const struct phrase_entry *entry,
                         const struct phrase *phrase, struct buf *out)
{
    uint32_t item = entry->section == SECTION_ITEMS ? questionnaire_item(t->q, entry->id) : NONE;
    const char *kind = item != NONE ? item_kinds[t->q->items[item].kind] : kinds[entry->section];
    const char *says = entry->section == SECTION_ITEMS ? says_of(phrase) : NULL;
    buf_format(out, "#. %s%s%s", kind ? kind : "text", says ? ": " : "", says ? says : "");
    if (phrase->group >= 0 && entry->section != SECTION_GROUPS) {
        buf_format(out, "; for the group %.*s only", STR_ARG(t->q->groups[phrase->group]));
    }
    buf_add_char(out, '\n');
}

static void comment_fill(const struct translation *t, struct str name, struct buf *out)
{
    const struct fill *fill = phrase_fill(t->q, name);
    if (!fill || fill->forms_n < 2) {
        buf_format(out, " {%.*s}", STR_ARG(name));
        return;
    }
    for (size_t i = 0; i < fill->forms_n; i++) {
        buf_format(out, "%s{%.*s|%.*s}", i ? " or " : " ", STR_ARG(name), STR_ARG(fill->forms[i]));
    }
}

/* Does the text fill in this before byte `end`? */
static bool told_before(struct str text, size_t end, struct str name)
{
    size_t at = 0;
    struct str inside;
    bool closed = true;
    while (fill_next(text, &at, &inside, &closed) && at < end) {
        if (str_equal(fill_name(inside), name)) {
            return true;
        }
    }
    return false;
}

static void comment_fills(const struct translation *t, const struct phrase *phrase, struct buf *out)
{
    size_t at = 0;
    struct str inside;
    bool closed = true;
    bool any = false;
    while (fill_next(phrase->source, &at, &inside, &closed)) {
        if (!told_before(phrase->source, at, fill_name(inside))) {
            buf_add_text(out, any ? "," : "#. fills in:");
            comment_fill(t, fill_name(inside), out);
            any = true;
        }
    }
    buf_add_text(out, any ? "\n" : "");
}

static void comment_limits(const struct phrase_entry *entry, const struct phrase *phrase, struct buf *out)
{
    if (entry->section == SECTION_LISTS) {
        buf_format(out, "#. one line, at most %d bytes\n", OPTION_LABEL_BYTES_MOST);
    } else if (phrase_is_label(entry, phrase)) {
        buf_format(out, "#. one line, at most %d characters\n", LABEL_CHARACTERS_MOST);
    }
}

bool phrase_is_label(const struct phrase_entry *entry, const struct phrase *phrase)
{
    return entry->section == SECTION_GROUPS ||
           (phrase->keys_n && str_is(phrase->keys[phrase->keys_n - 1], "label") &&
            entry->section != SECTION_FILLS);
}

static void export_phrase(const struct translation *t, const struct phrase_entry *entry,
                          const struct phrase *phrase, struct buf *out)
{
    buf_add_char(out, '\n');
    comment_kind(t, entry, phrase, out);
    comment_fills(t, phrase, out);
    comment_limits(entry, phrase, out);
    buf_add_text(out, phrase->stale ? "#, fuzzy\n" : "");
    po_write(out, "msgctxt", phrase->context);
    po_write(out, "msgid", phrase->source);
    po_write(out, "msgstr", phrase->text);
}

static void export_head(const struct translation *t, struct buf *out)
{
    const struct codebook *book = t->q->codebook;
    struct buf head = buf_new(BUF_LIMIT_DEFAULT);
    buf_format(&head, "Project-Id-Version: %.*s %.*s\n", STR_ARG(t->q->id), STR_ARG(t->q->version));
    buf_format(&head, "Language: %.*s\n", STR_ARG(book->languages[t->language].id));
    buf_add_text(&head, "MIME-Version: 1.0\nContent-Type: text/plain; charset=UTF-8\n"
                        "Content-Transfer-Encoding: 8bit\n");
    buf_format(&head, "X-Source-Language: %.*s\n", STR_ARG(book->languages[book->source_language].id));
    bool draft = t->file.status == STATUS_DRAFT || !t->file.written;
    buf_format(&head, "X-Status: %s\n", draft ? "draft" : "final");
    po_write(out, "msgid", STR_EMPTY);
    po_write(out, "msgstr", buf_str(&head));
    buf_free(&head);
}

void translation_export(const struct translation *t, struct buf *out)
{
    export_head(t, out);
    for (size_t i = 0; i < t->n; i++) {
        for (size_t k = 0; k < t->entries[i].n; k++) {
            if (!t->entries[i].phrases[k].more) {
                export_phrase(t, &t->entries[i], &t->entries[i].phrases[k], out);
            }
        }
    }
}

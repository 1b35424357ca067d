#ifndef QUESTIONNAIRE_TRANSLATE_TRANSLATE_H
#define QUESTIONNAIRE_TRANSLATE_TRANSLATE_H

#include "base/buf.h"
#include "questionnaire/load.h"

/*
 * The words of one language beside those of the source language, text by text: what there is to translate,
 * what is translated, and whether the source changed since. Both as they stand in the text files of the
 * questionnaire and of its codebook, in the order of the source.
 */

/* Where a text stands in its file. */
enum phrase_section {
    SECTION_TITLE,
    SECTION_NAME,
    SECTION_GROUPS,
    SECTION_BLOCKS,
    SECTION_ITEMS,
    SECTION_CHECKS,
    SECTION_STOPS,
    SECTION_FILLS,
    SECTION_LISTS,
    SECTIONS
};
const char *phrase_section_name(enum phrase_section section);

enum { PHRASE_KEYS = 4 };

/* One text. Empty strs where there is none. */
struct phrase {
    struct str context; /* items.hours.groups.ma.text: its name in a .po file */
    struct str
        keys[PHRASE_KEYS]; /* those below its entry: groups, ma, text; none where the entry is one text */
    unsigned keys_n;
    bool more; /* only the translation has it: there is nothing it could be translated from */
    int group; /* shown to this group only, or -1 */
    struct str source;
    struct str text; /* the translation */
    bool stale;      /* translated from another source text */
};

enum phrase_status { STATUS_NONE, STATUS_DRAFT, STATUS_FINAL };

/* What has one `source:` and `status:`: an item, a check, a fill, an option. */
struct phrase_entry {
    enum phrase_section section;
    struct str list; /* SECTION_LISTS: which */
    struct str id;   /* item, check, group, fill, option (as the source names it); empty for title and name */
    struct phrase *phrases;
    size_t n;
    struct str stamp; /* its `source:` */
    enum phrase_status status;
    bool same;
    struct str comment; /* comment lines above it in the translation */
};

/* A text file as a whole. */
struct phrase_file {
    struct str path;    /* in the library */
    struct str comment; /* above everything else */
    enum phrase_status status;
    bool written; /* there is such a file */
};

struct translation {
    const struct questionnaire *q;
    unsigned language;
    struct phrase_entry *entries;
    size_t n;
    struct phrase_file file;     /* text/LANGUAGE.yaml of the questionnaire */
    struct phrase_file codebook; /* and of its codebook */
};

/* All texts of the language, in `arena`; `language` is not the source language. NULL: a text file
 * takes too long to read again. */
struct translation *translation_read(struct arena *arena, const struct questionnaire *q, unsigned language);
/* Has nobody read it over, by its own status or that of its file? */
bool phrase_draft(const struct translation *t, const struct phrase_entry *entry);

/*
 * What `source:` holds beside a translation that is up to date: the first 8 hex digits of BLAKE2b-256 over
 * the text of the entry (over its label where it has no text), and, where it has more words than that, a
 * hyphen and 8 digits over those. An entry with the first part only is held to that.
 */
enum { STAMP_ROOM = 18 };
struct str translation_stamp(const struct phrase_entry *entry, char out[STAMP_ROOM]);

/* As a .po file: msgctxt the context, msgid the source, msgstr the translation, fuzzy where it is stale. */
void translation_export(const struct translation *t, struct buf *out);

/*
 * Takes over what a .po file says: what it names gets its msgstr (none: nothing), what it does not name stays
 * as it is. An entry is stamped with the texts in the file, so that it is stale where those are not today's;
 * what is marked fuzzy stays stale. False after any error, diagnostics P0.. at lines of the file; `t` is then
 * spoilt.
 */
bool translation_import(struct arena *arena, struct diags *diags, struct translation *t,
                        const struct source *po);
/* The two text files as they are written: canonically, in the order of the source. */
struct str translation_text(struct arena *arena, const struct translation *t);
struct str translation_codebook_text(struct arena *arena, const struct translation *t);
bool translation_has_labels(const struct translation *t); /* of options, in the codebook */

/* How far it is, per group: texts that only other groups see do not count. */
struct translation_count {
    unsigned texts, translated, stale, draft; /* stale and draft ones are also translated */
};
struct translation_count translation_count(const struct translation *t, int group);

#endif

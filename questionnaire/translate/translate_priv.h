#ifndef QUESTIONNAIRE_TRANSLATE_TRANSLATE_PRIV_H
#define QUESTIONNAIRE_TRANSLATE_TRANSLATE_PRIV_H

#include "questionnaire/translate/translate.h"

/* The two parts of a stamp, 8 hex digits each; `rest` is empty where the entry has no more words than its
 * main one. */
enum { STAMP_DIGITS = 8 };
struct stamp {
    char main[STAMP_DIGITS + 1], rest[STAMP_DIGITS + 1];
};
struct stamp stamp_now(const struct phrase_entry *entry);
/* As it is written: "main-rest". */
struct str stamp_written(const struct stamp *stamp, char out[STAMP_ROOM]);
/* A part as written in a file, empty where it is not there. */
struct str stamp_main(struct str stamp);
struct str stamp_rest(struct str stamp);
/* Does the phrase belong to the first part of its entry's stamp? */
bool phrase_main(const struct phrase_entry *entry, const struct phrase *phrase);

/* Does the section have `source:` and `status:`? */
bool section_stamped(enum phrase_section section);
/* `label:` and what must fit where a label does. */
bool phrase_is_label(const struct phrase_entry *entry, const struct phrase *phrase);

/* One "{name|form}" of a text as it stands in its file: what is between the braces. False when there is no
 * further one; *closed is false where the last brace is not. */
bool fill_next(struct str text, size_t *at, struct str *inside, bool *closed);
struct str fill_name(struct str inside);
const struct fill *phrase_fill(const struct questionnaire *q, struct str id); /* NULL: none has this id */

/* A text as a YAML scalar; in a flow map more must be quoted. */
void yaml_scalar(struct buf *out, struct str text, bool flow);
void yaml_quoted(struct buf *out, struct str text);

#endif

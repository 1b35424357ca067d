#ifndef EXPORT_HTML_PRIV_H
#define EXPORT_HTML_PRIV_H

#include "base/buf.h"
#include "export/summary.h"
#include "export/told.h"
#include "questionnaire/print/print.h"

struct page {
    struct export_job *job;
    const struct model *model;
    struct output_file *file;
    struct buf out;        /* the article being written */
    struct arena *scratch; /* reset per article */
    struct telling_of telling;
};

/* html_style.c: what does not change. */
extern const char html_style[];
extern const char html_script[];

/* Our own words and those of the questionnaire, escaped. */
void html_tag(struct page *p, const char *tag, const char *class, struct str text);
void html_ours(struct page *p, const char *tag, const char *class, const char *format, ...) PRINTF(4, 5);
/* One element per language, of which the page shows one; `tag` is p or span. */
void html_words(struct page *p, const char *tag, const struct words *words);
struct str html_language(const struct page *p, unsigned language);

/* html_question.c, html_counts.c */
void html_question(struct page *p, const struct question *question);
void html_counts(struct page *p, const struct question *question);

#endif

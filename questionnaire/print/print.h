#ifndef QUESTIONNAIRE_PRINT_PRINT_H
#define QUESTIONNAIRE_PRINT_PRINT_H

#include "base/buf.h"
#include "questionnaire/questionnaire.h"

/*
 * The questionnaire on paper, for one language and one group (or for all): what is asked, of whom, in words.
 * What a group is never asked is left out. The questions are in `language`; what the printed sheet itself
 * says is in the language of the interface, with labels in `labels`.
 */
enum print_form { PRINT_TEXT, PRINT_HTML };

struct print_job {
    const struct questionnaire *q;
    unsigned language; /* of the questions: index in the codebook's languages */
    unsigned labels;   /* of labels in conditions */
    int group;         /* -1: all groups */
    enum print_form form;
    const char *interface; /* the interface's language, for HTML: "nl" */
};

void print_questionnaire(const struct print_job *job, struct buf *out);
/* The show cards, one on a page, in large type: for the respondent, so without a word of the interface. */
void print_cards(const struct print_job *job, struct buf *out);

/* Text as HTML shows it, in elements and attributes; line ends become <br/>. */
void html_escape(struct buf *out, struct str text);

#endif

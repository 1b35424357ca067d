#ifndef QUESTIONNAIRE_PRINT_SHEET_PRIV_H
#define QUESTIONNAIRE_PRINT_SHEET_PRIV_H

#include "questionnaire/print/condition.h"
#include "questionnaire/print/print.h"

/* A printed sheet as lines, which text and HTML each show in their way. */
enum line_kind {
    LINE_OPEN_BLOCK, /* a: title; level */
    LINE_CLOSE_BLOCK,
    LINE_OPEN_ITEM, /* what does not go over the edge of a page */
    LINE_CLOSE_ITEM,
    LINE_MODULE,   /* a: file */
    LINE_ROUTE,    /* a: of whom it is asked */
    LINE_QUESTION, /* a: number, b: text */
    LINE_INSTRUCT, /* a: for the interviewer */
    LINE_HELP,     /* a */
    LINE_CARD,     /* a: its number */
    LINE_REMARK,   /* a: about the answers as a whole */
    LINE_OPTION,   /* a: code, b: label, c: remark */
    LINE_FIELD,    /* a: what is written in */
    LINE_COLUMN,   /* of a grid; a: code, b: label */
    LINE_ROW,      /* of a grid; a: number, b: statement, c: of whom it is asked */
    LINE_CHECK,    /* a: what is shown, b: when */
    LINE_STOP,     /* a: words */
    LINE_COMPUTED, /* a: label, b: value, c: when */
    LINES
};

/* Is text `i` (0 to 2) of such a line said by the sheet itself, not by the questionnaire? */
bool line_is_ours(enum line_kind kind, unsigned i);

struct line {
    enum line_kind kind;
    unsigned level;
    struct str text[3];
};

struct sheet {
    struct arena *arena;
    const struct print_job *job;
    struct telling questions; /* texts that are read out */
    struct telling names;     /* labels in conditions */
    struct line *lines;
    size_t n, cap;
    unsigned level;
};

void sheet_add(struct sheet *sheet, enum line_kind kind, struct str a, struct str b, struct str c);
void sheet_start(struct sheet *sheet, struct arena *arena, const struct print_job *job);
void sheet_fill(struct sheet *sheet);
/* answers.c: what can be answered to a question. */
void sheet_answers(struct sheet *sheet, const struct item *item);
/* "weet niet, wil niet zeggen" as far as the question takes them. */
void sheet_states(struct sheet *sheet, const struct variable *variable);
/* The options an item offers this group, in their order, into `out` (room for the whole list); returns how
 * many. */
size_t sheet_offered(const struct sheet *sheet, const struct item *item, int32_t *out);
/* The card's number for the group; empty: none. */
struct str sheet_card(const struct sheet *sheet, const struct item *item);
struct str sheet_title(const struct sheet *sheet);
/* "Nederlands, Marokkaans": of whom the sheet is. */
struct str sheet_about(const struct sheet *sheet);

void sheet_text(const struct sheet *sheet, struct buf *out);
void sheet_html(const struct sheet *sheet, struct buf *out);

/* html.c: shared with the cards. */
void html_head(const struct sheet *sheet, const char *style, struct buf *out);

#endif

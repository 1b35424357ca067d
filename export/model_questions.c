#include "export/model_priv.h"

#include "questionnaire/print/condition.h"

/* The questions behind the columns, and the sections they stand in. */

static uint32_t outermost_block(const struct questionnaire *q, uint32_t item)
{
    uint32_t found = NONE;
    for (uint32_t at = q->items[item].parent; at != NONE; at = q->items[at].parent) {
        found = q->items[at].kind == ITEM_BLOCK ? at : found;
    }
    return found;
}

enum item_text { TEXT_LABEL, TEXT_QUESTION };

/* An item's words for everybody in the languages of the model; empty where its version lacks them. */
static struct words item_text(struct builder *b, const struct questionnaire *q, uint32_t item,
                              enum item_text which)
{
    struct words words = {0};
    const struct codebook *newest = b->model->newest->codebook;
    for (unsigned k = 0; k < newest->languages_n; k++) {
        int at = questionnaire_language(q, newest->languages[k].id);
        if (at < 0 || !item_translated(q, item, (unsigned)at)) {
            continue;
        }
        const struct item_words *own = item_words(q, item, (unsigned)at, -1);
        struct telling t = {.q = q, .language = (unsigned)at, .group = -1, .spoken = -1};
        words.in[k] = text_words(b->arena, &t, which == TEXT_LABEL ? own->label : own->text);
    }
    return words;
}

static uint32_t section_of(struct builder *b, struct section *sections, uint32_t *n, const struct merged *m,
                           uint32_t item)
{
    const struct questionnaire *q = b->model->versions[m->version];
    uint32_t block = outermost_block(q, item);
    if (block == NONE) {
        return NONE;
    }
    for (uint32_t i = 0; i < *n; i++) {
        if (str_equal(sections[i].id, q->items[block].id)) {
            return i;
        }
    }
    sections[*n] = (struct section){q->items[block].id, item_text(b, q, block, TEXT_LABEL)};
    return (*n)++;
}

static void question_fill(struct builder *b, struct question *question, struct merged *m, uint32_t item)
{
    const struct questionnaire *q = b->model->versions[m->version];
    const struct item *of = &q->items[item];
    bool own = of->variable == m->variable;
    question->id = m->id;
    question->q = q;
    question->item = item;
    question->variable = m->variable;
    question->grid = of->grid;
    question->roster = of->roster;
    question->versions = m->versions;
    question->label = m->label;
    question->text = own ? item_text(b, q, item, TEXT_QUESTION) : m->text;
    if (of->grid != NONE) {
        question->lead = item_text(b, q, of->grid, TEXT_QUESTION);
    }
}

void make_questions(struct builder *b)
{
    struct question *questions = ARENA_ARRAY(b->arena, b->merged_n, struct question);
    struct section *sections = ARENA_ARRAY(b->arena, b->merged_n + 1, struct section);
    struct model *model = b->model;
    for (uint32_t c = 0; c < b->columns_n; c++) {
        uint32_t at = b->from[c].merged;
        if (at == NONE) {
            continue;
        }
        struct merged *m = b->merged[at];
        uint32_t item = model->versions[m->version]->item_of_slot[m->variable->slot];
        if (item == NONE) {
            continue;
        }
        if (m->question == NONE) {
            m->question = model->questions_n++;
            struct question *question = &questions[m->question];
            question->index = m->question;
            question->first = c;
            question_fill(b, question, m, item);
            question->section = section_of(b, sections, &model->sections_n, m, item);
        }
        questions[m->question].n++;
        b->columns[c].question = m->question;
    }
    for (size_t i = 0; i < b->responses_n; i++) {
        b->responses[i].question = b->merged[b->responses[i].question]->question;
    }
    model->questions = questions;
    model->sections = sections;
}

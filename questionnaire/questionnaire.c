#include "questionnaire/index_priv.h"

#include <stdio.h>
#include <unistd.h>

enum { EXIT_DEFINITION = 78 };

static uint32_t named(const struct questionnaire *q, struct str id, enum named kind)
{
    uint32_t at = 0;
    bool found = ids_find(&q->index->ids, id, &at) && q->index->named[at].kind == kind;
    return found ? q->index->named[at].number : NONE;
}

uint32_t questionnaire_item(const struct questionnaire *q, struct str id)
{
    return named(q, id, NAMED_ITEM);
}

uint32_t questionnaire_check(const struct questionnaire *q, struct str id)
{
    return named(q, id, NAMED_CHECK);
}

int questionnaire_group(const struct questionnaire *q, struct str id)
{
    for (unsigned i = 0; i < q->groups_n; i++) {
        if (str_equal(q->groups[i], id)) {
            return (int)i;
        }
    }
    return -1;
}

int questionnaire_language(const struct questionnaire *q, struct str id)
{
    for (unsigned i = 0; i < q->codebook->languages_n; i++) {
        if (str_equal(q->codebook->languages[i].id, id)) {
            return (int)i;
        }
    }
    return -1;
}

static bool is_unread(const struct questionnaire *q, unsigned language)
{
    return (q->index->unread & 1u << language) != 0;
}

/* Never other words than those of this language: where they cannot be read, showing them ends here. */
static void must_read(const struct questionnaire *q, unsigned language)
{
    struct diags *diags = diags_new();
    if (!questionnaire_read(q, language, diags)) {
        diags_print(diags, stderr);
        _exit(EXIT_DEFINITION);
    }
    diags_free(diags);
}

static const struct questionnaire_index *words_in(const struct questionnaire *q, unsigned language)
{
    if (is_unread(q, language)) {
        must_read(q, language);
    }
    return q->index;
}

static bool is_group(const struct questionnaire *q, int group)
{
    return group >= 0 && (unsigned)group < q->groups_n;
}

const struct item_words *item_words(const struct questionnaire *q, uint32_t item, unsigned language,
                                    int group)
{
    const struct words_entry *entry = &words_in(q, language)->words[(size_t)language * q->items_n + item];
    if (entry->groups && is_group(q, group) && entry->groups[group]) {
        return entry->groups[group];
    }
    return entry->general;
}

static struct text said(const struct questionnaire *q, const struct saying *saying, int group)
{
    return saying->groups && is_group(q, group) ? saying->groups[group] : saying->general;
}

struct text check_words(const struct questionnaire *q, uint32_t check, unsigned language, int group)
{
    return said(q, &words_in(q, language)->check_says[(size_t)language * q->checks_n + check], group);
}

struct text stop_words(const struct questionnaire *q, uint32_t item, unsigned language, int group)
{
    return item_words(q, item, language, group)->text;
}

struct text option_words(const struct questionnaire *q, uint32_t item, int32_t option, unsigned language,
                         int group, struct text *room)
{
    const struct variable *variable = q->items[item].variable;
    *room = (struct text){0};
    if (!variable || !variable->list || option < 0 || (size_t)option >= variable->list->n) {
        return *room;
    }
    const struct item_words *words = item_words(q, item, language, group);
    if (words->options && words->options[option].n) {
        *room = words->options[option];
        return *room;
    }
    /* A row of a grid speaks with the grid's words. */
    if (q->items[item].grid != NONE) {
        words = item_words(q, q->items[item].grid, language, group);
        if (words->options && words->options[option].n) {
            *room = words->options[option];
            return *room;
        }
    }
    *room = q->index->labels[item][(size_t)language * variable->list->n + (size_t)option];
    return *room;
}

bool item_translated(const struct questionnaire *q, uint32_t item, unsigned language)
{
    return words_in(q, language)->words[(size_t)language * q->items_n + item].own;
}

bool questionnaire_has_words(const struct questionnaire *q, unsigned language)
{
    bool has = language == q->codebook->source_language || is_unread(q, language);
    for (uint32_t i = 0; i < q->items_n && !has; i++) {
        has = item_translated(q, i, language);
    }
    return has;
}

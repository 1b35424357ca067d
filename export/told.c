#include "export/told.h"

#include "base/i18n.h"
#include "questionnaire/print/condition.h"

unsigned told_labels(const struct questionnaire *q)
{
    int own = questionnaire_language(q, i18n_language());
    return own >= 0 ? (unsigned)own : q->codebook->source_language;
}

static struct telling telling(const struct questionnaire *q, int group)
{
    return (struct telling){.q = q, .language = told_labels(q), .group = group, .spoken = -1};
}

static const struct item *item_of(const struct question *question)
{
    return &question->q->items[question->item];
}

/* The text behind "other": asked of whoever chose it. */
static struct str told_choice(const struct telling_of *t, const struct question *question)
{
    const struct questionnaire *q = question->q;
    const struct variable *v = question->variable;
    struct telling all = telling(q, -1);
    if (v->role != ROLE_SPECIFY) {
        return STR_EMPTY;
    }
    const struct list *list = q->codebook->variables[v->parent]->list;
    struct str asked = variable_words(t->arena, &all, v->parent);
    struct str option =
        option_label(&list->options[v->parent_option], all.language, q->codebook->source_language);
    return arena_format(t->arena, tr("%.*s is “%.*s”"), STR_ARG(asked), STR_ARG(option));
}

static struct str both(const struct telling_of *t, struct str first, struct str second)
{
    if (!first.len || !second.len) {
        return first.len ? first : second;
    }
    return arena_format(t->arena, tr("%.*s; en bovendien %.*s"), STR_ARG(first), STR_ARG(second));
}

struct str told_universe(const struct telling_of *t, const struct question *question)
{
    struct telling all = telling(question->q, -1);
    struct str words = told_choice(t, question);
    for (uint32_t at = question->item; at != NONE; at = question->q->items[at].parent) {
        const struct condition *when = &question->q->items[at].when;
        if (when->expr) {
            words = both(t, condition_words(t->arena, &all, when->expr->root), words);
        }
    }
    return words;
}

uint32_t told_never(const struct question *question)
{
    uint32_t never = 0;
    for (unsigned g = 0; g < question->q->groups_n; g++) {
        struct telling one = telling(question->q, (int)g);
        for (uint32_t at = question->item; at != NONE; at = question->q->items[at].parent) {
            const struct condition *when = &question->q->items[at].when;
            if (when->expr && condition_known(&one, when->expr->root) == TRUTH_FALSE) {
                never |= 1u << g;
            }
        }
    }
    return never;
}

/* Texts are read once per language, so what is the same has the same pieces. */
static bool same_text(struct text a, struct text b)
{
    return a.pieces == b.pieces && a.n == b.n;
}

uint32_t told_reworded(const struct question *question)
{
    const struct questionnaire *q = question->q;
    uint32_t reworded = 0;
    for (unsigned g = 0; g < q->groups_n && question->variable->role != ROLE_SPECIFY; g++) {
        for (unsigned l = 0; l < q->codebook->languages_n; l++) {
            if (!same_text(item_words(q, question->item, l, (int)g)->text,
                           item_words(q, question->item, l, -1)->text)) {
                reworded |= 1u << g;
            }
        }
    }
    return reworded;
}

uint32_t told_variants(const struct question *question)
{
    const struct questionnaire *q = question->q;
    const struct item *item = item_of(question);
    uint32_t variants = 0;
    for (unsigned g = 0; g < q->groups_n && question->variable->role != ROLE_SPECIFY; g++) {
        bool own = item->variants && (item->variants[g].order || item->variants[g].card.len);
        for (unsigned l = 0; l < q->codebook->languages_n; l++) {
            own |= item_words(q, item->index, l, (int)g) != item_words(q, item->index, l, -1);
        }
        variants |= own ? 1u << g : 0;
    }
    return variants;
}

static struct str told_words(const struct telling_of *t, const struct question *question, unsigned language,
                             int group, bool instruction)
{
    const struct item_words *words = item_words(question->q, question->item, language, group);
    struct telling one = {question->q, language, group, (int)language};
    return text_words(t->arena, &one, instruction ? words->instruct : words->text);
}

struct str told_text(const struct telling_of *t, const struct question *question, unsigned language,
                     int group)
{
    return told_words(t, question, language, group, false);
}

struct str told_instruction(const struct telling_of *t, const struct question *question, unsigned language)
{
    return told_words(t, question, language, -1, true);
}

bool told_has(const struct question *question, unsigned language)
{
    return item_translated(question->q, question->item, language);
}

struct str told_calculation(const struct telling_of *t, const struct question *question)
{
    const struct item *item = item_of(question);
    struct telling all = telling(question->q, -1);
    if (item->kind == ITEM_DRAW) {
        return arena_format(t->arena, tr("geloot van 1 tot %u"), item->draw_of);
    }
    struct str words = STR_EMPTY;
    for (size_t i = 0; item->kind == ITEM_COMPUTED && i < item->cases_n; i++) {
        const struct computed_case *one = &item->cases[i];
        struct str value = value_words(t->arena, &all, one->value->root);
        struct str when = one->when ? value_words(t->arena, &all, one->when->root) : STR_EMPTY;
        struct str line = when.len
                              ? arena_format(t->arena, tr("%.*s, als %.*s"), STR_ARG(value), STR_ARG(when))
                          : i ? arena_format(t->arena, tr("%.*s, anders"), STR_ARG(value))
                              : value;
        words = words.len ? arena_format(t->arena, "%.*s; %.*s", STR_ARG(words), STR_ARG(line)) : line;
    }
    return words;
}

static const struct question *question_of_item(const struct model *model, const struct questionnaire *q,
                                               uint32_t item)
{
    for (uint32_t i = 0; i < model->questions_n; i++) {
        const struct question *one = &model->questions[i];
        if (one->q == q && one->item == item && one->variable->role != ROLE_SPECIFY) {
            return one;
        }
    }
    return NULL;
}

/* The first question of an item: itself, or the first inside it. */
static const struct question *first_in_item(const struct model *model, const struct questionnaire *q,
                                            uint32_t item)
{
    const struct question *found = NULL;
    for (uint32_t at = item; !found && at < q->items[item].end; at++) {
        found = q->items[at].variable ? question_of_item(model, q, at) : NULL;
    }
    return found;
}

const struct question *told_reader(const struct model *model, const struct question *question, size_t n)
{
    const struct questionnaire *q = question->q;
    uint32_t slot = question->variable->slot;
    const struct question *before = NULL;
    for (uint32_t i = q->reader_from[slot]; i < q->reader_from[slot + 1]; i++) {
        if (q->readers[i].kind != READER_WHEN) {
            continue;
        }
        const struct question *found = first_in_item(model, q, q->readers[i].index);
        if (found && found != before && n-- == 0) {
            return found;
        }
        before = found ? found : before;
    }
    return NULL;
}

struct str told_group(const struct questionnaire *q, unsigned group)
{
    const struct list *groups = q->codebook->variables[BUILTIN_GROUP]->list;
    return option_label(&groups->options[group], told_labels(q), q->codebook->source_language);
}

#include "export/model_priv.h"

/* One list and one variable for what several versions of the questionnaire have under the same id. */

static int language_in(const struct questionnaire *q, struct str id)
{
    return questionnaire_language(q, id);
}

struct words words_of(const struct builder *b, size_t version, const struct str *per_language)
{
    struct words words = {0};
    const struct codebook *newest = b->model->newest->codebook;
    for (unsigned k = 0; per_language && k < newest->languages_n; k++) {
        int at = language_in(b->model->versions[version], newest->languages[k].id);
        if (at >= 0) {
            words.in[k] = per_language[at];
        }
    }
    return words;
}

/* ---- lists ---- */

static bool shortest_number(struct str code)
{
    int64_t number = 0;
    bool zero_first = code.len > 1 && code.ptr[0] == '0';
    return !zero_first && code.ptr[0] != '-' && str_to_int64(code, &number);
}

static struct merged_list *list_of(struct builder *b, struct str id)
{
    for (size_t i = 0; i < b->lists_n; i++) {
        if (str_equal(b->lists[i]->id, id)) {
            return b->lists[i];
        }
    }
    return NULL;
}

static size_t options_most(const struct builder *b, struct str id)
{
    size_t n = 0;
    for (size_t v = 0; v < b->model->versions_n; v++) {
        const struct codebook *book = b->model->versions[v]->codebook;
        for (size_t i = 0; i < book->lists_n; i++) {
            n += str_equal(book->lists[i]->id, id) ? book->lists[i]->n : 0;
        }
    }
    return n;
}

static void list_add(struct builder *b, struct merged_list *list, size_t version, const struct option *option)
{
    list->options[list->n] = option;
    list->words[list->n] = words_of(b, version, option->label.in);
    list->n++;
    int64_t number = option->number;
    list->numeric = list->numeric && shortest_number(option->code);
    list->code_most = option->code.len > list->code_most ? (unsigned)option->code.len : list->code_most;
    list->code_low = list->n == 1 || number < list->code_low ? number : list->code_low;
    list->code_high = list->n == 1 || number > list->code_high ? number : list->code_high;
}

/* The options of one version, behind those of newer ones; codes are for ever, positions are not. */
static void list_take(struct builder *b, struct merged_list *list, size_t version, const struct list *from)
{
    struct ids known = {.arena = b->arena};
    for (size_t i = 0; i < list->n; i++) {
        (void)ids_add(&known, list->options[i]->code, (uint32_t)i);
    }
    int32_t *positions = ARENA_ARRAY(b->arena, from->n, int32_t);
    for (size_t i = 0; i < from->n; i++) {
        uint32_t at = (uint32_t)list->n;
        if (!ids_find(&known, from->options[i].code, &at)) {
            list_add(b, list, version, &from->options[i]);
        }
        positions[i] = (int32_t)at;
    }
    list->position[version] = positions;
}

void merge_lists(struct builder *b)
{
    size_t most = 0;
    for (size_t v = 0; v < b->model->versions_n; v++) {
        most += b->model->versions[v]->codebook->lists_n;
    }
    b->lists = ARENA_ARRAY(b->arena, most, struct merged_list *);
    for (size_t v = b->model->versions_n; v-- > 0;) {
        const struct codebook *book = b->model->versions[v]->codebook;
        for (size_t i = 0; i < book->lists_n; i++) {
            const struct list *from = book->lists[i];
            struct merged_list *list = list_of(b, from->id);
            if (!list) {
                list = ARENA_NEW(b->arena, struct merged_list);
                size_t n = options_most(b, from->id);
                *list = (struct merged_list){.id = from->id,
                                             .frame = from->frame,
                                             .numeric = true,
                                             .options = ARENA_ARRAY(b->arena, n, const struct option *),
                                             .words = ARENA_ARRAY(b->arena, n, struct words)};
                b->lists[b->lists_n++] = list;
            }
            list_take(b, list, v, from);
        }
    }
}

/* ---- variables ---- */

static struct merged *merged_new(struct builder *b, size_t version, const struct variable *v)
{
    struct merged *m = ARENA_NEW(b->arena, struct merged);
    *m = (struct merged){.id = v->id,
                         .variable = v,
                         .version = (uint32_t)version,
                         .min = v->min,
                         .max = v->max,
                         .question = NONE,
                         .label = words_of(b, version, v->label),
                         .text = words_of(b, version, v->text)};
    if (v->slot < BUILTINS) {
        m->label = column_words(b->model, (enum column_word)(WORD_GROUP + v->slot));
    }
    for (size_t i = 0; i < VERSIONS_MAX; i++) {
        m->slots[i] = NONE;
    }
    m->list = v->list ? list_of(b, v->list->id) : NULL;
    if (m->list) {
        m->offered = ARENA_ARRAY(b->arena, m->list->n, bool);
    }
    return m;
}

static void note_offered(const struct builder *b, struct merged *m, size_t version, const struct variable *v)
{
    const struct questionnaire *q = b->model->versions[version];
    uint32_t at = q->item_of_slot[v->slot];
    const int32_t *positions = m->list->position[version];
    const struct item *item = at == NONE ? NULL : &q->items[at];
    bool all = !item || !item->only;
    size_t n = all ? v->list->n : item->only_n;
    for (size_t i = 0; i < n; i++) {
        m->offered[positions[all ? i : (size_t)item->only[i]]] = true;
    }
}

static void merged_take(const struct builder *b, struct merged *m, size_t version, const struct variable *v)
{
    m->slots[version] = v->slot;
    m->versions |= 1u << version;
    m->min = number_compare(v->min, m->min) < 0 ? v->min : m->min;
    m->max = number_compare(v->max, m->max) > 0 ? v->max : m->max;
    m->max_length = v->length > m->max_length ? v->length : m->max_length;
    m->choose_max = v->choose_max > m->choose_max ? v->choose_max : m->choose_max;
    m->precisions |= v->precisions;
    if (v->roster != EXPR_NO_ROSTER) {
        uint32_t rows = b->model->versions[version]->codebook->rosters[v->roster]->max;
        m->rows = rows > m->rows ? rows : m->rows;
    }
    if (m->list) {
        note_offered(b, m, version, v);
    }
}

static bool same_kind(const struct variable *a, const struct variable *b)
{
    bool lists = (a->list == NULL) == (b->list == NULL) && (!a->list || str_equal(a->list->id, b->list->id));
    return a->type == b->type && lists && (a->roster == EXPR_NO_ROSTER) == (b->roster == EXPR_NO_ROSTER);
}

static void note_retyped(struct builder *b, struct str id)
{
    if (b->retyped_n == b->retyped_cap) {
        size_t cap = b->retyped_cap ? 2 * b->retyped_cap : 8;
        struct str *grown = ARENA_ARRAY(b->arena, cap, struct str);
        if (b->retyped_n) {
            memcpy(grown, b->retyped, b->retyped_n * sizeof *grown);
        }
        b->retyped = grown;
        b->retyped_cap = cap;
    }
    b->retyped[b->retyped_n++] = id;
}

/* Variables that only an older version has come behind the one that stands before them there. */
static void merge_version(struct builder *b, size_t version, struct merged **known, struct ids *ids,
                          struct merged *head)
{
    const struct codebook *book = b->model->versions[version]->codebook;
    struct merged *before = head;
    for (size_t i = 0; i < book->variables_n; i++) {
        const struct variable *v = book->variables[i];
        uint32_t at = 0;
        if (!ids_find(ids, v->id, &at)) {
            at = b->merged_n++;
            known[at] = merged_new(b, version, v);
            (void)ids_add(ids, v->id, at);
            known[at]->next = before->next;
            before->next = known[at];
        }
        before = known[at];
        if (same_kind(known[at]->variable, v)) {
            merged_take(b, known[at], version, v);
        } else {
            note_retyped(b, v->id);
        }
    }
}

void merge_variables(struct builder *b)
{
    size_t most = 0;
    for (size_t v = 0; v < b->model->versions_n; v++) {
        most += b->model->versions[v]->codebook->variables_n;
    }
    struct merged **known = ARENA_ARRAY(b->arena, most, struct merged *);
    struct merged head = {0};
    struct ids ids = {.arena = b->arena};
    for (size_t v = b->model->versions_n; v-- > 0;) {
        merge_version(b, v, known, &ids, &head);
    }
    b->merged = ARENA_ARRAY(b->arena, b->merged_n, struct merged *);
    uint32_t n = 0;
    for (struct merged *m = head.next; m; m = m->next) {
        b->merged[n++] = m;
    }
}

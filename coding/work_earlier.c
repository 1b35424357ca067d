#include "coding/work_priv.h"

#include <stdlib.h>

#include "base/buf.h"
#include "base/i18n.h"

/* What stands around an answer: what people gave to such words before, and what else was said in its case. */

enum { EARLIER_MOST = 12, CODERS_MOST = 32 };

/* ---- earlier codes ---- */

static bool decided_by_people(const struct content *content)
{
    return content && origin_of_people(&content->reason) && !is_special(content->codes, SPECIAL_FLAG);
}

/* "AB 20x, CD 16x": who gave these codes to the group. */
static struct str coders_of(struct work *work, const struct group *group, struct str codes)
{
    struct str users[CODERS_MOST];
    uint32_t counts[CODERS_MOST] = {0};
    size_t n = 0;
    for (uint32_t i = group->first; i != NOBODY; i = work->answers[i].next) {
        const struct content *content = answer_seen(work, &work->answers[i]);
        if (!decided_by_people(content) || !str_equal(content->codes, codes)) {
            continue;
        }
        size_t at = 0;
        while (at < n && !str_equal(users[at], content->user)) {
            at++;
        }
        if (at == n && n < CODERS_MOST) {
            users[n++] = content->user;
        }
        counts[at] += at < n;
    }
    struct buf buf = buf_new(BUF_LIMIT_DEFAULT);
    for (size_t i = 0; i < n; i++) {
        buf_format(&buf, "%s%.*s %ux", i ? ", " : "", STR_ARG(users[i]), counts[i]);
    }
    struct str text = arena_copy(work->scratch, buf_str(&buf));
    buf_free(&buf);
    return text;
}

/* One row per code that people gave to the group. */
static size_t add_group(struct work *work, const struct group *group, bool same_words,
                        struct work_earlier *out, size_t most)
{
    size_t n = 0;
    if (group_blind(work, group)) {
        return 0;
    }
    for (uint32_t i = group->first; i != NOBODY; i = work->answers[i].next) {
        const struct content *content = answer_seen(work, &work->answers[i]);
        size_t at = 0;
        while (decided_by_people(content) && at < n && !str_equal(out[at].codes, content->codes)) {
            at++;
        }
        if (!decided_by_people(content) || (at == n && n == most)) {
            continue;
        }
        if (at == n) {
            out[n++] =
                (struct work_earlier){.text = group->text, .same_words = same_words, .codes = content->codes};
        }
        out[at].answers++;
        out[at].wall_ms = content->wall_ms > out[at].wall_ms ? content->wall_ms : out[at].wall_ms;
    }
    for (size_t i = 0; i < n; i++) {
        out[i].coders = coders_of(work, group, out[i].codes);
    }
    return n;
}

size_t work_earlier(struct work *work, uint32_t id, const struct work_earlier **out)
{
    struct work_earlier *rows = ARENA_ARRAY(work->scratch, EARLIER_MOST, struct work_earlier);
    struct suggestion found[EARLIER_MOST];
    size_t n = add_group(work, &work->groups[id], true, rows, EARLIER_MOST);
    size_t suggestions =
        work->suggester ? suggest(work->suggester, work->groups[id].text, found, EARLIER_MOST) : 0;
    for (size_t i = 0; i < suggestions && n < EARLIER_MOST; i++) {
        uint32_t source = source_group(work, found[i].source);
        bool told = source == NOBODY || source == id;
        for (size_t k = 0; k < n && !told; k++) {
            told = rows[k].text.ptr == work->groups[source].text.ptr;
        }
        if (!told) {
            n += add_group(work, &work->groups[source], false, &rows[n], EARLIER_MOST - n);
        }
    }
    *out = rows;
    return n;
}

bool work_contradicts(struct work *work, uint32_t id, struct str codes, struct work_earlier *out)
{
    struct work_earlier rows[EARLIER_MOST];
    struct str tidy = tidy_codes(work->scratch, codes);
    size_t n = add_group(work, &work->groups[id], true, rows, EARLIER_MOST);
    bool found = false;
    for (size_t i = 0; i < n; i++) {
        if (!str_equal(rows[i].codes, tidy) && (!found || rows[i].wall_ms > out->wall_ms)) {
            *out = rows[i];
            found = true;
        }
    }
    return found;
}

/* ---- the rest of the case ---- */

struct gathering {
    struct work *work;
    uint32_t row;
    unsigned language;
    struct placed {
        struct work_line line;
        uint32_t distance, slot;
    } * lines;
    size_t n, cap;
};

static unsigned context_language(const struct codebook *codebook)
{
    for (unsigned i = 0; i < codebook->languages_n; i++) {
        if (str_equal(codebook->languages[i].id, i18n_language())) {
            return i;
        }
    }
    return codebook->source_language;
}

static struct str label_of(const struct codebook *codebook, const struct variable *v, unsigned language)
{
    struct str label = v->label ? v->label[language] : STR_EMPTY;
    if (!label.len && v->label) {
        label = v->label[codebook->source_language];
    }
    return label.len ? label : v->id;
}

static bool gather(void *context, const struct change *change, const struct hash *event)
{
    struct gathering *g = context;
    (void)event;
    const struct codebook *codebook = g->work->setup.codebook;
    const struct variable *item = g->work->setup.item.variable;
    const struct variable *v = change->reg == REGISTER_ANSWER && change->state == CELL_ANSWERED
                                   ? codebook_find(codebook, change->item)
                                   : NULL;
    struct value value;
    if (!v || v == item || (change->row && change->row != g->row) ||
        !value_read(g->work->scratch, v, change->value, &value)) {
        return true;
    }
    if (g->n == g->cap) {
        g->lines = array_grow(g->lines, &g->cap, sizeof *g->lines);
    }
    g->lines[g->n++] = (struct placed){
        .line = {v->id, label_of(codebook, v, g->language),
                 value_shown(g->work->scratch, codebook, v, &value, g->language)},
        .distance = v->slot > item->slot ? v->slot - item->slot : item->slot - v->slot,
        .slot = v->slot,
    };
    return true;
}

static int by_distance(const void *x, const void *y)
{
    const struct placed *a = x;
    const struct placed *b = y;
    if (a->distance != b->distance) {
        return a->distance < b->distance ? -1 : 1;
    }
    return a->slot > b->slot ? -1 : 1;
}

size_t work_context(struct work *work, uint32_t id, uint32_t i, const struct work_line **out)
{
    struct work_answer answer = work_answer(work, id, i);
    struct gathering g = {
        .work = work, .row = answer.row, .language = context_language(work->setup.codebook)};
    size_t n = 0;
    if (store_read_registers(work->setup.store, answer.case_id, gather, &g) != STORE_OK) {
        work_fail_store(work);
    }
    if (g.n) {
        qsort(g.lines, g.n, sizeof *g.lines, by_distance);
    }
    struct work_line *lines = ARENA_ARRAY(work->scratch, g.n + 1, struct work_line);
    for (; n < g.n; n++) {
        lines[n] = g.lines[n].line;
    }
    free(g.lines);
    *out = lines;
    return n;
}

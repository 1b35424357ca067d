#include "simulate/cover.h"

#include <stdlib.h>

#include "base/csv.h"
#include "simulate/cover_priv.h"
#include "simulate/person_priv.h"
#include "simulate/simulate.h"

/* ---- goals --------------------------------------------------------------------------------------- */

static bool is_goal(const struct questionnaire *q, const struct claim *claim)
{
    if (claim->verdict != VERDICT_PROVED) {
        return false;
    }
    if (claim->kind == CLAIM_CHECK_FIRES) {
        return true;
    }
    const struct item *item = &q->items[claim->item];
    if (claim->kind == CLAIM_OPTION) {
        return item->variable && !item->variable->list->frame;
    }
    bool asked = item->kind == ITEM_QUESTION || item->kind == ITEM_NOTE || item->kind == ITEM_STOP;
    return claim->kind == CLAIM_REACH && asked;
}

static void take_goals(struct covering *c)
{
    const struct proof *proof = c->setup->proof;
    c->goals = ARENA_ARRAY(c->arena, proof->claims_n + 1, const struct claim *);
    for (size_t i = 0; i < proof->claims_n; i++) {
        if (is_goal(c->setup->q, &proof->claims[i])) {
            c->goals[c->goals_n++] = &proof->claims[i];
        }
    }
    c->words = c->goals_n / 64 + 1;
    c->reached = ARENA_ARRAY(c->arena, c->words, uint64_t);
}

static bool chosen(const struct cell *cell, int32_t option)
{
    return cell->state == CELL_ANSWERED &&
           (cell->value.kind == VALUE_SET ? set_has(cell->value.set, option) : cell->value.code == option);
}

/* Is the goal's variable asked (option -1), or is that option chosen, in some row? */
static bool in_some_row(const struct interview *iv, const struct variable *v, int32_t option)
{
    static const uint32_t none = 0;
    const uint32_t *rows = &none;
    size_t n = v->roster == EXPR_NO_ROSTER ? 1 : interview_rows(iv, v->roster, &rows);
    for (size_t i = 0; i < n; i++) {
        const struct cell *cell = interview_cell(iv, v->slot, rows[i]);
        if (option < 0 ? cell_asked(cell) : chosen(cell, option)) {
            return true;
        }
    }
    return false;
}

static bool fires(const struct interview *iv, uint32_t check)
{
    const struct firing *firing = NULL;
    size_t n = interview_checks(iv, &firing);
    size_t i = 0;
    while (i < n && firing[i].check != check) {
        i++;
    }
    return i < n;
}

static bool was_read(const struct interview *iv, uint32_t item)
{
    const struct route_entry *route = NULL;
    size_t n = interview_route(iv, &route);
    for (size_t i = 0; i < n; i++) {
        if (route[i].place.item == item && route[i].reached && route[i].state == CELL_ANSWERED) {
            return true;
        }
    }
    return false;
}

bool cover_reaches(const struct interview *iv, const struct claim *goal)
{
    const struct questionnaire *q = interview_questionnaire(iv);
    if (goal->kind == CLAIM_CHECK_FIRES) {
        return fires(iv, goal->check);
    }
    const struct item *item = &q->items[goal->item];
    if (item->kind == ITEM_STOP) {
        return str_equal(interview_stop(iv), item->outcome);
    }
    if (item->kind == ITEM_NOTE) {
        return was_read(iv, goal->item);
    }
    return in_some_row(iv, item->variable, goal->kind == CLAIM_OPTION ? goal->option : -1);
}

/* ---- candidates ------------------------------------------------------------------------------------ */

/* The reason beside an answer: where a soft check that was confirmed involves it. */
static struct str reason_for(const struct interview *iv, const struct given *g)
{
    const struct questionnaire *q = interview_questionnaire(iv);
    const struct firing *firing = NULL;
    size_t n = interview_checks(iv, &firing);
    for (size_t i = 0; i < n; i++) {
        const struct check *check = &q->checks[firing[i].check];
        bool here = check->roster == NONE || firing[i].row == g->row || g->row == 0;
        for (size_t k = 0; here && firing[i].confirmed && k < check->involves_n; k++) {
            if (check->involves[k] == g->slot) {
                return firing[i].reason;
            }
        }
    }
    return STR_EMPTY;
}

static void add_draws(struct buf *out, const struct interview *iv)
{
    const struct codebook *book = interview_questionnaire(iv)->codebook;
    for (size_t i = 0; i < book->variables_n; i++) {
        const struct variable *v = book->variables[i];
        const struct cell *cell = v->role == ROLE_DRAW ? interview_cell(iv, v->slot, 0) : NULL;
        if (cell && cell->state == CELL_ANSWERED) {
            csv_add(out, v->id, true);
            buf_add_text(out, ",,");
            value_write(out, v, &cell->value);
            buf_add_text(out, ",,\n");
        }
    }
}

static struct str answers_file(struct arena *arena, const struct interview *iv,
                               const struct answers_given *given)
{
    const struct codebook *book = interview_questionnaire(iv)->codebook;
    struct buf out = buf_new(BUF_LIMIT_DEFAULT);
    buf_add_text(&out, "question,row,value,reason,note\n");
    add_draws(&out, iv);
    for (size_t i = 0; i < given->n; i++) {
        const struct given *g = &given->items[i];
        csv_add(&out, book->variables[g->slot]->id, true);
        buf_format(&out, g->row ? ",%u" : ",", g->row);
        given_write(&out, book->variables[g->slot], g);
        csv_add(&out, reason_for(iv, g), false);
        buf_add_text(&out, ",\n");
    }
    struct str text = arena_copy(arena, buf_str(&out));
    buf_free(&out);
    return text;
}

static int by_bytes(const void *a, const void *b)
{
    return str_compare(*(const struct str *)a, *(const struct str *)b);
}

static struct str check_ids(struct arena *arena, const struct interview *iv)
{
    const struct questionnaire *q = interview_questionnaire(iv);
    const struct firing *firing = NULL;
    size_t n = interview_checks(iv, &firing);
    struct str *ids = ARENA_ARRAY(arena, n + 1, struct str);
    for (size_t i = 0; i < n; i++) {
        ids[i] = q->checks[firing[i].check].id;
    }
    qsort(ids, n, sizeof *ids, by_bytes);
    struct str text = STR_EMPTY;
    for (size_t i = 0; i < n; i++) {
        text = arena_format(arena, "%.*s%s%.*s", STR_ARG(text), i ? " " : "", STR_ARG(ids[i]));
    }
    return text;
}

void cover_keep(struct covering *c, const struct interview *iv)
{
    if (c->n == c->cap) {
        c->candidates = array_grow(c->candidates, &c->cap, sizeof *c->candidates);
    }
    struct candidate *candidate = &c->candidates[c->n++];
    const struct answers_given *given = answers_given(c->arena, iv);
    const struct case_facts *facts = interview_facts(iv);
    *candidate = (struct candidate){.reaches = ARENA_ARRAY(c->arena, c->words, uint64_t)};
    for (size_t g = 0; g < c->goals_n; g++) {
        if (cover_reaches(iv, c->goals[g])) {
            candidate->reaches[g / 64] |= (uint64_t)1 << (g % 64);
            c->reached[g / 64] |= (uint64_t)1 << (g % 64);
        }
    }
    candidate->said = (struct cover_case){
        .sex = arena_copy(c->arena, facts->sex),
        .birth_date = arena_copy(c->arena, facts->birth_date),
        .generation = arena_copy(c->arena, facts->generation),
        .language = arena_copy(c->arena, facts->language),
        .municipality = arena_copy(c->arena, facts->municipality),
        .answers = answers_file(c->arena, iv, given),
        .completed = interview_status(iv) == INTERVIEW_COMPLETED,
        .asked = given->n,
        .checks = check_ids(c->arena, iv),
    };
}

/* ---- choosing -------------------------------------------------------------------------------------- */

static size_t bits(uint64_t word)
{
    size_t n = 0;
    for (; word; word &= word - 1) {
        n++;
    }
    return n;
}

/* Again and again the one who reaches most of what is still missing. */
static void choose(struct covering *c, struct cover *cover)
{
    struct cover_case *cases = ARENA_ARRAY(c->arena, c->n + 1, struct cover_case);
    uint64_t *missing = ARENA_ARRAY(c->arena, c->words, uint64_t);
    memcpy(missing, c->reached, c->words * sizeof *missing);
    struct str group = c->setup->proof->group < 0 ? STR("all") : c->setup->q->groups[c->setup->proof->group];
    for (;;) {
        size_t best = 0;
        size_t most = 0;
        for (size_t i = 0; i < c->n; i++) {
            size_t n = 0;
            for (size_t w = 0; w < c->words; w++) {
                n += bits(c->candidates[i].reaches[w] & missing[w]);
            }
            best = n > most ? i : best;
            most = n > most ? n : most;
        }
        if (most == 0) {
            break;
        }
        for (size_t w = 0; w < c->words; w++) {
            missing[w] &= ~c->candidates[best].reaches[w];
        }
        cases[cover->cases_n] = c->candidates[best].said;
        cases[cover->cases_n].id = arena_format(c->arena, "%.*s-%zu", STR_ARG(group), cover->cases_n + 1);
        cover->cases_n++;
    }
    cover->cases = cases;
}

bool cover_has(const struct covering *c, size_t goal)
{
    return c->reached[goal / 64] >> (goal % 64) & 1;
}

const struct cover *cover_group(struct arena *arena, const struct cover_setup *setup)
{
    struct covering c = {.arena = arena, .setup = setup};
    struct cover *cover = ARENA_NEW(arena, struct cover);
    take_goals(&c);
    cover_by_chance(&c);
    cover_by_proof(&c);
    const struct claim **missed = ARENA_ARRAY(arena, c.goals_n + 1, const struct claim *);
    cover->goals = c.goals_n;
    for (size_t g = 0; g < c.goals_n; g++) {
        if (cover_has(&c, g)) {
            cover->reached++;
        } else {
            missed[cover->missed_n++] = c.goals[g];
        }
    }
    cover->missed = missed;
    choose(&c, cover);
    free(c.candidates);
    return cover;
}

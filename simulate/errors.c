#include "simulate/person_priv.h"

/*
 * What goes wrong when an interviewer types, planned from what the respondent really said. Only what the
 * engine takes: a value out of range never comes about. That a check makes the interviewer look again is
 * decided when it fires (person.c).
 */

static uint32_t scaled(const struct person *p, uint32_t rate)
{
    uint64_t scaled = (uint64_t)rate * p->setup.errors_percent / 100;
    return scaled > WHOLE ? WHOLE : (uint32_t)scaled;
}

static void plan(struct person *p, const struct given *g, const struct value *value, enum error_kind kind)
{
    if (slip_find(p, g->slot, g->row)) {
        return;
    }
    if (p->slips_n == p->slips_cap) {
        size_t cap = p->slips_cap ? 2 * p->slips_cap : 16;
        struct slip *grown = ARENA_ARRAY(p->arena, cap, struct slip);
        memcpy(grown, p->slips ? p->slips : grown, p->slips_n * sizeof *grown);
        p->slips = grown;
        p->slips_cap = cap;
    }
    struct slip *slip = &p->slips[p->slips_n++];
    *slip = (struct slip){.slot = g->slot, .row = g->row, .kind = kind};
    slip->cell = (struct cell){CELL_ANSWERED, value_copy(p->arena, value)};
}

/* ---- slips of the finger ------------------------------------------------------------------------- */

/* One error in one value; false where this kind cannot happen to it. */
struct slipping {
    struct person *p;
    const struct interview *iv;
    const struct variable *variable;
    const struct given *given;
    struct draws *draws;
};

static bool read_digits(struct slipping *s, struct str digits, struct value *out)
{
    return value_read(s->p->arena, s->variable, digits, out);
}

/* The number as it is written, to be changed in place; NULL-terminated, with room for one more digit. */
static char *written(struct slipping *s, size_t *n)
{
    struct buf text = buf_new(64);
    value_write(&text, s->variable, &s->given->cell.value);
    char *copy = ARENA_ARRAY(s->p->arena, text.len + 2, char);
    memcpy(copy, text.ptr, text.len);
    *n = text.len;
    buf_free(&text);
    return copy;
}

static bool is_number(const struct variable *v)
{
    return v->type == VARIABLE_INT || v->type == VARIABLE_DECIMAL;
}

static bool adjacent_digit(struct slipping *s, struct value *out)
{
    static const char *const beside[] = {"9", "2", "13", "24", "35", "46", "57", "68", "79", "80"};
    size_t n = 0;
    char *text = is_number(s->variable) ? written(s, &n) : NULL;
    size_t at = n ? draws_below(s->draws, (uint32_t)n) : 0;
    if (!n || text[at] < '0' || text[at] > '9') {
        return false;
    }
    const char *keys = beside[text[at] - '0'];
    text[at] = keys[draws_below(s->draws, (uint32_t)strlen(keys))];
    return read_digits(s, (struct str){text, n}, out);
}

static bool swapped_digits(struct slipping *s, struct value *out)
{
    size_t n = 0;
    char *text = is_number(s->variable) ? written(s, &n) : NULL;
    if (n < 2) {
        return false;
    }
    size_t at = draws_below(s->draws, (uint32_t)n - 1);
    char first = text[at];
    text[at] = text[at + 1];
    text[at + 1] = first;
    return read_digits(s, (struct str){text, n}, out);
}

static bool factor_ten(struct slipping *s, struct value *out)
{
    if (!is_number(s->variable)) {
        return false;
    }
    struct number number = s->given->cell.value.number;
    bool more = draws_below(s->draws, 2) || number.units % 10 != 0;
    *out = (struct value){.kind = VALUE_NUMBER, .number = number};
    out->number.units = more ? number.units * 10 : number.units / 10;
    return true;
}

/* The option above or below the right one on the card. */
static bool next_code(struct slipping *s, struct value *out)
{
    const int32_t *options = NULL;
    uint32_t item = s->p->view.profile->q->item_of_slot[s->variable->slot];
    if (s->variable->type != VARIABLE_CODE || s->variable->list->frame) {
        return false;
    }
    size_t n = interview_options(s->iv, (struct place_in){item, s->given->row}, &options);
    size_t at = 0;
    while (at < n && options[at] != s->given->cell.value.code) {
        at++;
    }
    bool below = draws_below(s->draws, 2);
    if (at == n || (below ? at + 1 == n : at == 0)) {
        return false;
    }
    *out = (struct value){.kind = VALUE_CODE, .code = options[below ? at + 1 : at - 1]};
    return true;
}

static bool shifted_date(struct slipping *s, struct value *out)
{
    if (s->variable->type != VARIABLE_DATE) {
        return false;
    }
    struct date date = s->given->cell.value.date;
    uint32_t how = draws_below(s->draws, 4);
    int by = draws_below(s->draws, 2) ? 1 : -1;
    if (how == 0 && date.day) { /* day and month swapped */
        uint8_t day = date.day;
        date.day = date.month;
        date.month = day;
    } else if (how == 1 && date.day) {
        date.day = (uint8_t)(date.day + by);
    } else if (how == 2 && date.month) {
        date.month = (uint8_t)(date.month + by);
    } else {
        date.year = (int16_t)(date.year + (how == 3 ? 10 * by : by));
    }
    *out = (struct value){.kind = VALUE_DATE, .date = date};
    return date_valid(date);
}

/* Two letters of a text change places. */
static bool letters(struct slipping *s, struct value *out)
{
    if (s->variable->type != VARIABLE_TEXT || s->given->cell.value.text.len < 4) {
        return false;
    }
    struct str text = arena_copy(s->p->arena, s->given->cell.value.text);
    char *at = ARENA_ARRAY(s->p->arena, text.len + 1, char);
    memcpy(at, text.ptr, text.len);
    size_t i = draws_below(s->draws, (uint32_t)text.len - 1);
    bool plain = at[i] >= 'a' && at[i] <= 'z' && at[i + 1] >= 'a' && at[i + 1] <= 'z';
    char first = at[i];
    if (plain) {
        at[i] = at[i + 1];
        at[i + 1] = first;
    }
    *out = (struct value){.kind = VALUE_TEXT, .text = {at, text.len}};
    return plain;
}

static bool (*const slips[ERROR_TYPED])(struct slipping *, struct value *) = {
    [ERROR_ADJACENT_DIGIT] = adjacent_digit, [ERROR_SWAPPED_DIGITS] = swapped_digits,
    [ERROR_FACTOR_TEN] = factor_ten,         [ERROR_NEXT_CODE] = next_code,
    [ERROR_SHIFTED_DATE] = shifted_date,     [ERROR_LETTERS] = letters,
};

static enum error_kind draw_kind(const struct person *p, struct draws *draws)
{
    const uint32_t *weights = p->view.profile->errors.kinds;
    uint32_t total = 0;
    for (size_t k = 0; k < ERROR_TYPED; k++) {
        total += weights[k];
    }
    uint32_t at = total ? draws_below(draws, total) : 0;
    size_t k = 0;
    while (k + 1 < ERROR_TYPED && at >= weights[k]) {
        at -= weights[k++];
    }
    return (enum error_kind)k;
}

static void mistype(struct person *p, const struct interview *iv, const struct given *g, struct draws *draws)
{
    enum { SLIP_TRIES = 30 };
    const struct variable *v = p->view.profile->q->codebook->variables[g->slot];
    struct slipping s = {p, iv, v, g, draws};
    for (int i = 0; i < SLIP_TRIES; i++) {
        struct value value;
        enum error_kind kind = draw_kind(p, draws);
        if (slips[kind](&s, &value) && value_check(v, &value, interview_today(iv)) == VALUE_GOOD &&
            !value_equal(&value, &g->cell.value)) {
            plan(p, g, &value, kind);
            return;
        }
    }
}

static void plan_typing(struct person *p, const struct interview *iv)
{
    uint32_t rate = scaled(p, p->view.profile->errors.typing);
    for (size_t i = 0; rate > 0 && i < p->truth->n; i++) {
        const struct given *g = &p->truth->items[i];
        if (g->cell.state != CELL_ANSWERED) {
            continue;
        }
        struct draws draws =
            person_stream(p, "typing", p->view.profile->q->codebook->variables[g->slot]->id, g->row, 0);
        if (draws_percent(&draws, rate)) {
            mistype(p, iv, g, &draws);
        }
    }
}

/* ---- contradictions ------------------------------------------------------------------------------ */

/* The interview as it would read with one answer replaced. */
struct overlay {
    const struct interview *iv;
    uint32_t slot, row;
    struct cell cell;
};

static const struct cell *overlay_cell(void *context, uint32_t slot, uint32_t row)
{
    struct overlay *o = context;
    return slot == o->slot && row == o->row ? &o->cell : interview_cell(o->iv, slot, row);
}

static uint32_t overlay_rows(void *context, uint32_t roster, const uint32_t **ids)
{
    return (uint32_t)interview_rows(((struct overlay *)context)->iv, roster, ids);
}

static int64_t overlay_number(void *context, const void *list, int32_t position)
{
    (void)context;
    return ((const struct list *)list)->options[position].number;
}

static enum truth holds(struct overlay *o, struct arena *arena, const struct check *check, uint32_t row)
{
    struct expr_env env = {overlay_cell, overlay_rows, overlay_number, o, interview_today(o->iv), arena};
    return expr_truth(check->holds, &env, row);
}

/* One of the answers that a soft check reads, replaced so that it fires. */
static bool contradict(struct person *p, const struct interview *iv, const struct check *check,
                       struct draws *draws)
{
    enum { VALUE_TRIES = 10 };
    struct simulate_options uniform = simulate_options_default();
    uniform.dont_know_permille = uniform.refused_permille = 0;
    const struct given *g = NULL;
    uint32_t slot = check->holds->reads_n
                        ? check->holds->reads[draws_below(draws, (uint32_t)check->holds->reads_n)]
                        : NONE;
    for (size_t i = 0; slot != NONE && !g && i < p->truth->n; i++) {
        g = p->truth->items[i].slot == slot ? &p->truth->items[i] : NULL;
    }
    if (!g || g->cell.state != CELL_ANSWERED) {
        return false;
    }
    uint32_t row = check->roster == NONE ? 0 : g->row;
    struct overlay o = {iv, slot, g->row, g->cell};
    for (int i = 0; i < VALUE_TRIES && holds(&o, p->arena, check, row) == TRUTH_TRUE; i++) {
        struct answer answer;
        if (simulate_answer(iv, &uniform, draws, p->arena, p->view.profile->q->codebook->variables[slot],
                            g->row, &answer)) {
            o.cell.value = answer.value;
        }
    }
    if (value_equal(&o.cell.value, &g->cell.value) || holds(&o, p->arena, check, row) != TRUTH_FALSE) {
        return false;
    }
    plan(p, g, &o.cell.value, ERROR_CONTRADICTION);
    return true;
}

static void plan_contradiction(struct person *p, const struct interview *iv)
{
    enum { CHECK_TRIES = 40 };
    const struct questionnaire *q = p->view.profile->q;
    struct draws draws = person_stream(p, "contradiction", STR_EMPTY, 0, 0);
    if (!draws_percent(&draws, scaled(p, p->view.profile->errors.contradiction)) || !q->checks_n) {
        return;
    }
    for (int i = 0; i < CHECK_TRIES; i++) {
        const struct check *check = &q->checks[draws_below(&draws, q->checks_n)];
        if (check->kind == CHECK_SOFT && contradict(p, iv, check, &draws)) {
            return;
        }
    }
}

/* ---- straightlining ------------------------------------------------------------------------------ */

/* All statements of a grid get the answer of the first one. */
static void straighten(struct person *p, uint32_t grid)
{
    const struct questionnaire *q = p->view.profile->q;
    const struct given *first = NULL;
    for (size_t i = 0; i < p->truth->n; i++) {
        const struct given *g = &p->truth->items[i];
        if (q->items[q->item_of_slot[g->slot]].grid != grid || g->cell.state != CELL_ANSWERED) {
            continue;
        }
        first = first ? first : g;
        if (!value_equal(&g->cell.value, &first->cell.value)) {
            plan(p, g, &first->cell.value, ERROR_STRAIGHTLINING);
        }
    }
}

static void plan_straightlining(struct person *p)
{
    const struct questionnaire *q = p->view.profile->q;
    struct draws draws = person_stream(p, "straightlining", STR_EMPTY, 0, 0);
    if (!draws_percent(&draws, scaled(p, p->view.profile->errors.straightlining))) {
        return;
    }
    for (uint32_t i = 0; i < q->items_n; i++) {
        if (q->items[i].kind == ITEM_GRID && q->items[i].end - i > 3 && draws_below(&draws, 2)) {
            straighten(p, i);
        }
    }
}

/* ---- copied interviews ---------------------------------------------------------------------------- */

static void plan_copy(struct person *p, const struct answers_given *before)
{
    enum { COPIED_OF_TEN = 9 };
    struct draws draws = person_stream(p, "copied", STR_EMPTY, 0, 0);
    if (!before || !draws_percent(&draws, scaled(p, p->view.profile->errors.copied))) {
        return;
    }
    p->copied = before;
    for (size_t i = 0; i < p->truth->n; i++) {
        const struct given *g = &p->truth->items[i];
        const struct given *other = given_find(before, g->slot, g->row);
        bool keep = p->view.profile->keep && p->view.profile->keep[g->slot];
        bool copies = draws_below(&draws, 10) < COPIED_OF_TEN;
        if (copies && !keep && other && other->cell.state == CELL_ANSWERED &&
            g->cell.state == CELL_ANSWERED && !value_equal(&other->cell.value, &g->cell.value)) {
            plan(p, g, &other->cell.value, ERROR_COPIED);
        }
    }
}

size_t person_plan_errors(struct person *p, const struct interview *iv, const struct answers_given *before)
{
    if (p->setup.errors_percent == 0) {
        return 0;
    }
    p->truth = answers_given(p->arena, iv);
    plan_copy(p, before);
    plan_straightlining(p);
    plan_contradiction(p, iv);
    plan_typing(p, iv);
    if (p->slips_n > 0) { /* from here on she is typed: everything begins again */
        p->typing = true;
        memset(p->asked, 0, p->view.profile->q->codebook->variables_n * sizeof *p->asked);
        p->course = person_stream(p, "course", STR_EMPTY, 0, 1);
    }
    return p->slips_n;
}

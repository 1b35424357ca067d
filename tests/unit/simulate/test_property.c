#include "tests/unit/interview/world.h"

#include "simulate/simulate.h"

/*
 * Questionnaires and interviews by chance. Whatever is done, in whatever order: an interview that took every
 * step by itself, and a fresh one into which its log was folded, must be in the same state.
 */
enum { QUESTIONNAIRES = 60, STEPS = 50, NAMES_MOST = 80 };

struct maker {
    struct draws draws;
    struct buf yaml;
    char names[NAMES_MOST][8]; /* what may be read here */
    char kinds[NAMES_MOST];    /* i(nt) c(ode) s(et) */
    unsigned names_n;
    unsigned shut;   /* names before it may be read: later ones are siblings in a random block */
    unsigned opened; /* ids given */
    unsigned checks;
};

static uint32_t below(struct maker *m, uint32_t n)
{
    return draws_below(&m->draws, n);
}

static void line(struct maker *m, unsigned depth, const char *format, ...) PRINTF(3, 4);
static void line(struct maker *m, unsigned depth, const char *format, ...)
{
    for (unsigned i = 0; i < depth; i++) {
        buf_add_text(&m->yaml, "  ");
    }
    va_list args;
    va_start(args, format);
    buf_vformat(&m->yaml, format, args);
    va_end(args);
    buf_add_char(&m->yaml, '\n');
}

/* A comparison with something that stands before. */
static void leaf(struct maker *m, char *out, size_t size)
{
    unsigned at = below(m, m->shut);
    const char *name = m->names[at];
    static const char *const ops[] = {"==", "!=", "<", ">="};
    switch (m->kinds[at]) {
    case 'i':
        snprintf(out, size, "%s %s %u", name, ops[below(m, 4)], below(m, 6));
        break;
    case 'c':
        snprintf(out, size, "%s %s %u", name, ops[below(m, 2)], 1 + below(m, 3));
        break;
    default:
        snprintf(out, size, "%s has %u", name, 1 + below(m, 3));
        break;
    }
}

static void condition(struct maker *m, char *out, size_t size)
{
    char one[64], other[64];
    leaf(m, one, sizeof one);
    leaf(m, other, sizeof other);
    static const char *const forms[] = {"%s", "%s and %s", "%s or %s", "not (%s)"};
    const char *form = forms[below(m, 4)];
    if (form[0] == '%' && form[2] == ' ') {
        snprintf(out, size, form[3] == 'a' ? "%s and %s" : "%s or %s", one, other);
    } else {
        snprintf(out, size, form[0] == 'n' ? "not (%s)" : "%s", one);
    }
}

static void add_when(struct maker *m, unsigned depth)
{
    char text[160];
    if (m->shut > 0 && below(m, 3) == 0) {
        condition(m, text, sizeof text);
        line(m, depth, "when: %s", text);
        line(m, depth, "unknown: %s", below(m, 2) ? "ask" : "skip");
    }
}

static void add_name(struct maker *m, char kind)
{
    if (m->names_n < NAMES_MOST) {
        snprintf(m->names[m->names_n], sizeof m->names[0], "q%u", m->opened);
        m->kinds[m->names_n++] = kind;
    }
}

static void add_check(struct maker *m, unsigned depth)
{
    char text[64];
    if (m->shut == 0 || below(m, 4)) {
        return;
    }
    leaf(m, text, sizeof text);
    line(m, depth, "checks:");
    line(m, depth + 1, "- {id: c_%u, soft: \"%s\"}", m->checks++, text);
}

static void add_options(struct maker *m, unsigned depth)
{
    char text[64];
    bool rules = m->shut > 0 && below(m, 3) == 0;
    bool random = below(m, 4) == 0;
    if (!rules && !random) {
        return;
    }
    line(m, depth, "options:");
    if (rules) {
        leaf(m, text, sizeof text);
        line(m, depth + 1, "when: {%u: \"%s\"}", 1 + below(m, 3), text);
        line(m, depth + 1, "unknown: %s", below(m, 2) ? "ask" : "skip");
    }
    if (random) {
        line(m, depth + 1, "order: random");
    }
}

static void add_question(struct maker *m, unsigned depth)
{
    static const char kinds[] = "iiccsn";
    char kind = kinds[below(m, 6)];
    m->opened++;
    line(m, depth, "- id: q%u", m->opened);
    depth++;
    if (kind == 'n') {
        line(m, depth, "type: note");
        add_when(m, depth);
        return;
    }
    if (kind == 'i') {
        line(m, depth, "type: int");
        line(m, depth, "min: 0");
        line(m, depth, "max: 6");
    } else {
        line(m, depth, "type: %s", kind == 'c' ? "code" : "set");
        line(m, depth, "list: %s", below(m, 3) ? "abcd" : "jobs");
        add_options(m, depth);
    }
    add_when(m, depth);
    add_check(m, depth);
    add_name(m, kind);
}

static void add_computed(struct maker *m, unsigned depth)
{
    unsigned at = m->shut ? below(m, m->shut) : 0;
    if (!m->shut || m->kinds[at] != 'i') {
        return;
    }
    m->opened++;
    line(m, depth, "- id: q%u", m->opened);
    line(m, depth + 1, "type: computed");
    line(m, depth + 1, "as: int");
    line(m, depth + 1, "value: %s * 2 - 1", m->names[at]);
}

static void add_grid(struct maker *m, unsigned depth)
{
    line(m, depth, "- grid: g%u", m->opened);
    line(m, depth + 1, "list: agree5");
    if (below(m, 2)) {
        line(m, depth + 1, "order: random");
    }
    add_when(m, depth + 1);
    line(m, depth + 1, "rows:");
    for (unsigned i = 0; i < 3; i++) {
        m->opened++;
        line(m, depth + 2, "- id: q%u", m->opened);
        add_when(m, depth + 3);
        add_name(m, 'c');
    }
}

static void add_block(struct maker *m, unsigned depth)
{
    bool random = below(m, 2);
    unsigned before = m->shut;
    line(m, depth, "- block: b%u", m->opened);
    if (random) {
        line(m, depth + 1, "order: random");
    }
    add_when(m, depth + 1);
    line(m, depth + 1, "items:");
    for (unsigned i = 0; i < 4; i++) {
        m->shut = random ? before : m->names_n;
        add_question(m, depth + 2);
    }
}

static void add_roster(struct maker *m, unsigned depth)
{
    m->opened++;
    unsigned count = m->opened;
    line(m, depth, "- {id: q%u, type: int, min: 0, max: 3}", count);
    add_name(m, 'i');
    m->shut = m->names_n;
    line(m, depth, "- roster: r%u", count);
    line(m, depth + 1, "count: q%u", count);
    line(m, depth + 1, "max: 3");
    add_when(m, depth + 1);
    line(m, depth + 1, "items:");
    unsigned outside = m->names_n;
    for (unsigned i = 0; i < 3; i++) {
        m->shut = m->names_n;
        add_question(m, depth + 2);
    }
    unsigned first = NAMES_MOST;
    for (unsigned i = outside; i < m->names_n; i++) {
        first = m->kinds[i] == 'i' && first == NAMES_MOST ? i : first;
    }
    if (first < NAMES_MOST) {
        m->opened++;
        line(m, depth, "- id: q%u", m->opened);
        line(m, depth + 1, "type: computed");
        line(m, depth + 1, "as: int");
        line(m, depth + 1, "value: sum(%s) + count(r%u)", m->names[first], count);
    }
    m->names_n = outside; /* no longer to be read by name */
}

static void make_questionnaire(struct maker *m)
{
    void (*const parts[])(struct maker *, unsigned) = {add_question, add_question, add_question, add_computed,
                                                       add_grid,     add_block,    add_roster};
    m->yaml = buf_new(BUF_LIMIT_DEFAULT);
    m->names_n = m->shut = m->opened = m->checks = 0;
    for (unsigned i = 0; i < 14; i++) {
        m->shut = m->names_n;
        parts[below(m, ARRAY_LEN(parts))](m, 0);
    }
    m->shut = m->names_n;
    buf_add_text(&m->yaml, "%top checks:\n");
    for (unsigned i = 0; i < 3; i++) {
        char one[64], other[64];
        leaf(m, one, sizeof one);
        leaf(m, other, sizeof other);
        line(m, 0, "%%top   - {id: c_%u, %s: \"%s or %s\"}", m->checks++, below(m, 2) ? "soft" : "hard", one,
             other);
    }
}

/* ---- steps ----------------------------------------------------------------------------------- */

struct walk {
    struct world *w;
    struct draws *draws;
    struct simulate_options options;
    unsigned done, refused;
};

static void answer_one(struct walk *k, const struct variable *v, uint32_t row)
{
    struct answer answer;
    if (simulate_answer(k->w->iv, &k->options, k->draws, k->w->arena, v, row, &answer)) {
        enum attempt attempt = interview_answer(k->w->iv, &answer, 1, NULL);
        k->done += attempt == ATTEMPT_DONE || attempt == ATTEMPT_CHECK;
    }
}

static void answer_next(struct walk *k)
{
    struct place_in place = interview_first_open(k->w->iv);
    if (place.item == NONE) {
        return;
    }
    const struct item *item = &k->w->q->items[place.item];
    if (item->kind == ITEM_NOTE) {
        (void)interview_pass(k->w->iv, place);
        return;
    }
    for (uint32_t i = place.item; i < item->end; i++) {
        const struct item *row = &k->w->q->items[i];
        for (size_t t = 0; t < row->specify_n; t++) {
            if (interview_asks(k->w->iv, row->specify[t], place.row)) {
                answer_one(k, k->w->q->codebook->variables[row->specify[t]], place.row);
                return;
            }
        }
        if (row->variable && interview_asks(k->w->iv, row->variable->slot, place.row)) {
            answer_one(k, row->variable, place.row);
            return;
        }
    }
}

static void answer_any(struct walk *k)
{
    const struct codebook *codebook = k->w->q->codebook;
    const struct variable *v = codebook->variables[draws_below(k->draws, (uint32_t)codebook->variables_n)];
    if (v->role == ROLE_ASKED || v->role == ROLE_SPECIFY) {
        answer_one(k, v, v->roster == EXPR_NO_ROSTER ? 0 : 1 + draws_below(k->draws, 4));
    }
}

static void remove_any(struct walk *k)
{
    for (uint32_t r = 0; r < k->w->q->rosters_n; r++) {
        (void)interview_remove_row(k->w->iv, r, 1 + draws_below(k->draws, 4));
    }
}

static void confirm_any(struct walk *k)
{
    const struct firing *firing = NULL;
    size_t n = interview_checks(k->w->iv, &firing);
    if (n) {
        struct firing one = firing[draws_below(k->draws, (uint32_t)n)];
        (void)interview_confirm(k->w->iv, one.check, one.row, STR("zo is het"));
    }
}

static void move_any(struct walk *k)
{
    const struct route_entry *route = NULL;
    size_t n = interview_route(k->w->iv, &route);
    struct place_in place = route[draws_below(k->draws, (uint32_t)n)].place;
    if (draws_below(k->draws, 2)) {
        (void)interview_jump(k->w->iv, place);
    } else if (draws_below(k->draws, 2)) {
        (void)interview_write_note(k->w->iv, place, STR("let op"));
    } else {
        (void)interview_forward(k->w->iv, draws_below(k->draws, 2));
        (void)interview_back(k->w->iv);
    }
}

static void crash(struct walk *k)
{
    interview_free(k->w->iv);
    k->w->iv = world_folded(k->w);
    assert_true(interview_begin(k->w->iv, NULL));
}

static void step(struct walk *k)
{
    struct place_in place;
    uint32_t which = draws_below(k->draws, 100);
    k->w->now_ms += 700;
    k->w->refuse = draws_below(k->draws, 20) == 0;
    k->refused += k->w->refuse;
    if (which < 55) {
        answer_next(k);
    } else if (which < 75) {
        answer_any(k);
    } else if (which < 81) {
        (void)interview_undo(k->w->iv, &place);
    } else if (which < 86) {
        (void)interview_redo(k->w->iv, &place);
    } else if (which < 90) {
        remove_any(k);
    } else if (which < 94) {
        confirm_any(k);
    } else if (which < 97) {
        move_any(k);
    } else if (which < 98) {
        (void)interview_set_language(k->w->iv, draws_below(k->draws, 2));
    } else if (!k->w->refuse) {
        crash(k);
    }
    k->w->refuse = false;
}

static void same_state(struct world *w, unsigned questionnaire, unsigned at, struct str yaml)
{
    struct interview *fresh = world_folded(w);
    struct str here = world_tell(w, w->iv, 5);
    struct str there = world_tell(w, fresh, 5);
    if (!str_equal(here, there)) {
        fprintf(stderr, "%.*s", STR_ARG(yaml));
        struct str a = here, b = there, x = STR_EMPTY, y = STR_EMPTY;
        while (str_split(&a, '\n', &x) && str_split(&b, '\n', &y) && str_equal(x, y)) {
        }
        fail_msg("questionnaire %u, step %u: '%.*s' here, '%.*s' folded", questionnaire, at, STR_ARG(x),
                 STR_ARG(y));
    }
    interview_free(fresh);
}

static void test_incremental_is_folded(void **state)
{
    (void)state;
    unsigned loaded = 0, done = 0, steps = 0;
    assert_true(hash_init());
    for (unsigned i = 0; i < QUESTIONNAIRES; i++) {
        char label[32];
        snprintf(label, sizeof label, "questionnaire %u", i);
        struct maker m = {.draws = draws_new(hash_of(str_from(label)))};
        make_questionnaire(&m);
        struct world *w = world_new(buf_str(&m.yaml));
        assert_non_null(w->q); /* what is made here is right, so that nothing is passed over */
        loaded++;
        w->iv = interview_new(&w->setup);
        assert_true(interview_begin(w->iv, NULL));
        struct walk k = {.w = w, .draws = &m.draws, .options = simulate_options_default()};
        k.options.dont_know_permille = 80;
        k.options.refused_permille = 40;
        for (unsigned s = 0; s < STEPS; s++, steps++) {
            step(&k);
            same_state(w, i, s, buf_str(&m.yaml));
        }
        done += k.done;
        world_free(w);
        buf_free(&m.yaml);
    }
    assert_int_equal(loaded, QUESTIONNAIRES);
    assert_true(done > steps / 3); /* it was about something */
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_incremental_is_folded)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

#include "simulate/cover_priv.h"
#include "simulate/person_priv.h"
#include "simulate/simulate.h"

/* Respondents to choose from: by chance, and by the prover's witnesses. */

static struct interview *begin(const struct covering *c, const struct case_facts *facts)
{
    struct interview_setup setup = {
        .questionnaire = c->setup->q, .facts = *facts, .clock = c->setup->clock, .user = STR("cover")};
    struct interview *iv = interview_new(&setup);
    if (!interview_begin(iv, NULL)) {
        interview_free(iv);
        return NULL;
    }
    return iv;
}

/* ---- by chance --------------------------------------------------------------------------------------- */

static struct draws stream(const struct covering *c, uint32_t number)
{
    struct hasher hasher;
    hasher_start(&hasher);
    hasher_add_str(&hasher, STR("cover"));
    hasher_add_int(&hasher, (int64_t)c->setup->seed);
    hasher_add_int(&hasher, c->setup->proof->group);
    hasher_add_int(&hasher, number);
    return draws_new(hasher_end(&hasher));
}

/* Somebody of the sample: anything that a frame may say, or nothing. */
static struct case_facts somebody(const struct covering *c, struct draws *draws, uint32_t number)
{
    static const char *const sexes[] = {"m", "f", "x", ""};
    static const char *const generations[] = {"0", "1", "2", "3", ""};
    struct date today = date_from_days(clock_day(c->setup->clock.wall_ms(c->setup->clock.context)));
    struct case_facts facts = {.group = c->setup->proof->group};
    facts.case_id = arena_format(c->arena, "chance-%u", number);
    facts.sex = str_from(sexes[draws_below(draws, ARRAY_LEN(sexes))]);
    facts.generation = str_from(generations[draws_below(draws, ARRAY_LEN(generations))]);
    facts.birth_date =
        arena_format(c->arena, "%04u-%02u-%02u", (unsigned)today.year - 10 - draws_below(draws, 80),
                     1 + draws_below(draws, 12), 1 + draws_below(draws, 28));
    return facts;
}

void cover_by_chance(struct covering *c)
{
    for (uint32_t i = 0; i < c->setup->tries; i++) {
        struct draws draws = stream(c, i);
        struct simulate_options options = simulate_options_default();
        struct case_facts facts = somebody(c, &draws, i);
        struct interview *iv = begin(c, &facts);
        if (!iv) {
            return;
        }
        enum simulate_outcome outcome = simulate_interview(iv, &options, &draws);
        if (outcome == SIMULATE_COMPLETED || outcome == SIMULATE_STOPPED) {
            cover_keep(c, iv);
        }
        interview_free(iv);
    }
}

/* ---- by proof ---------------------------------------------------------------------------------------- */

struct telling {
    struct covering *c;
    const struct witness *witness;
    const struct claim *goal;
    struct buf text;
};

static struct str known(const struct covering *c, const struct witness *w, enum builtin which)
{
    const struct cell *cell = &w->known[which];
    if (cell->state != CELL_ANSWERED) {
        return STR_EMPTY;
    }
    struct buf text = buf_new(1024);
    value_write(&text, c->setup->q->codebook->variables[which], &cell->value);
    struct str out = arena_copy(c->arena, buf_str(&text));
    buf_free(&text);
    return out;
}

/* The case id decides what chance draws: another number, another draw. */
static struct case_facts witness_facts(const struct covering *c, const struct witness *w, uint32_t number)
{
    return (struct case_facts){.case_id = arena_format(c->arena, "witness-%u", number),
                               .group = c->setup->proof->group,
                               .sex = known(c, w, BUILTIN_FRAME_SEX),
                               .birth_date = known(c, w, BUILTIN_FRAME_BIRTH),
                               .generation = known(c, w, BUILTIN_FRAME_GENERATION),
                               .language = known(c, w, BUILTIN_FRAME_LANGUAGE),
                               .municipality = known(c, w, BUILTIN_FRAME_MUNICIPALITY)};
}

static const struct witness_answer *told(const struct witness *w, uint32_t slot, uint32_t row)
{
    for (size_t i = 0; i < w->answers_n; i++) {
        if (w->answers[i].slot == slot && w->answers[i].row == row) {
            return &w->answers[i];
        }
    }
    return NULL;
}

/* The answer of a witness; where the claim is about another option than the one he chose, that one. */
static struct str tell(void *context, const struct variable *variable, uint32_t row)
{
    struct telling *t = context;
    const struct witness_answer *answer = told(t->witness, variable->slot, row);
    if (!answer) {
        return STR_EMPTY;
    }
    const struct claim *goal = t->goal;
    const struct item *item = goal->kind == CLAIM_OPTION ? &t->c->setup->q->items[goal->item] : NULL;
    buf_clear(&t->text);
    if (item && goal->replaced && item->variable == variable) {
        buf_add(&t->text, variable->list->options[goal->option].code);
    } else if (answer->cell.state == CELL_ANSWERED) {
        value_write(&t->text, variable, &answer->cell.value);
    } else {
        buf_add_text(&t->text, answer->cell.state == CELL_DONT_KNOW ? "?" : "!");
    }
    return buf_str(&t->text);
}

/* He answers until the check fires, and no further: a hard one would make him change an answer. */
static void answer_until(struct interview *iv, const struct witness *w, const struct claim *goal)
{
    for (size_t i = 0; i < w->answers_n && !cover_reaches(iv, goal); i++) {
        const struct witness_answer *a = &w->answers[i];
        struct answer answer = {a->slot, a->row, a->cell.state, a->cell.value};
        if (a->slot == NONE) {
            (void)interview_pass(iv, (struct place_in){a->item, a->row});
        } else {
            (void)interview_answer(iv, &answer, 1, NULL);
        }
        const struct firing *firing = NULL;
        size_t n = interview_checks(iv, &firing);
        for (size_t k = 0; k < n; k++) {
            (void)interview_confirm(iv, firing[k].check, firing[k].row, STR("klopt, nagevraagd"));
        }
    }
}

static bool by_witness(struct covering *c, const struct claim *goal, const struct witness *w, uint32_t number)
{
    const struct questionnaire *q = c->setup->q;
    struct telling t = {.c = c, .witness = w, .goal = goal, .text = buf_new(BUF_LIMIT_DEFAULT)};
    struct simulate_options options = simulate_options_default();
    struct draws draws = stream(c, c->setup->tries + number);
    struct case_facts facts = witness_facts(c, w, number);
    struct interview *iv = begin(c, &facts);
    options.answers = tell;
    options.context = &t;
    bool hard = goal->kind == CLAIM_CHECK_FIRES && q->checks[goal->check].kind == CHECK_HARD;
    if (iv && hard) {
        answer_until(iv, w, goal);
    } else if (iv) {
        (void)simulate_interview(iv, &options, &draws);
    }
    bool reaches = iv && cover_reaches(iv, goal);
    if (reaches) {
        cover_keep(c, iv);
    }
    interview_free(iv);
    buf_free(&t.text);
    return reaches;
}

void cover_by_proof(struct covering *c)
{
    enum { DRAWS_TRIED = 24 };
    for (size_t g = 0; g < c->goals_n; g++) {
        if (cover_has(c, g)) {
            continue;
        }
        struct arena *scratch = arena_new();
        const struct witness *w = proof_witness(scratch, c->setup->proof, c->goals[g]);
        for (uint32_t i = 0; w && i < DRAWS_TRIED && !by_witness(c, c->goals[g], w, i); i++) {
        }
        arena_free(scratch);
    }
}

#include "simulate/person.h"

#include "simulate/person_priv.h"

/* ---- chance ------------------------------------------------------------------------------------- */

struct draws person_stream(const struct person *p, const char *purpose, struct str id, uint32_t row,
                           uint32_t n)
{
    struct hasher hasher;
    hasher_start(&hasher);
    hasher_add(&hasher, p->who.bytes, HASH_BYTES);
    hasher_add_str(&hasher, str_from(purpose));
    hasher_add_str(&hasher, id);
    hasher_add_int(&hasher, row);
    hasher_add_int(&hasher, n);
    return draws_new(hasher_end(&hasher));
}

static struct hash who(const struct person_setup *setup)
{
    struct hasher hasher;
    hasher_start(&hasher);
    hasher_add_str(&hasher, STR("respondent"));
    hasher_add(&hasher, setup->seed.bytes, HASH_BYTES);
    hasher_add_str(&hasher, setup->case_id);
    return hasher_end(&hasher);
}

/* Each trait has a number from 0 to 99, so that a condition on it is a percentage. */
static void draw_traits(struct person *p)
{
    for (size_t i = 0; i < p->view.profile->traits_n; i++) {
        struct draws draws = person_stream(p, "trait", p->view.profile->traits[i], 0, 0);
        p->traits[i] = draws_below(&draws, 100);
    }
}

/* Where she leaves, if she does: at an item, not after a number of answers, so that errors do not change it.
 */
static void draw_course(struct person *p)
{
    p->course = person_stream(p, "course", STR_EMPTY, 0, 0);
    p->checks = person_stream(p, "noticed", STR_EMPTY, 0, 0);
    bool leaves = draws_percent(&p->course, p->view.profile->break_off);
    uint32_t at = draws_below(&p->course, p->view.profile->q->items_n);
    p->leaves_at = leaves ? at : NONE;
}

struct person *person_new(const struct person_setup *setup)
{
    struct arena *arena = arena_new();
    struct person *p = ARENA_NEW(arena, struct person);
    p->arena = arena;
    p->setup = *setup;
    p->setup.case_id = arena_copy(arena, setup->case_id);
    p->who = who(setup);
    p->view = (struct profile_view){.profile = setup->profile, .traits = p->traits, .arena = arena};
    p->asked = ARENA_ARRAY(arena, setup->profile->q->codebook->variables_n, struct asked);
    draw_traits(p);
    draw_course(p);
    return p;
}

void person_free(struct person *person)
{
    if (person) {
        arena_free(person->arena);
    }
}

/* ---- answers ------------------------------------------------------------------------------------- */

static uint32_t times_asked(struct person *p, uint32_t slot, uint32_t row)
{
    struct asked *asked = &p->asked[slot];
    if (asked->row != row) {
        *asked = (struct asked){.row = row};
    }
    return asked->times++;
}

enum { PER_MILLE = WHOLE / 1000 };

static bool draw_state(struct person *p, const struct rule *rule, const struct variable *v,
                       struct draws *draws, struct answer *out)
{
    const struct profile *profile = p->view.profile;
    const struct person_setup *setup = &p->setup;
    uint32_t dont_know =
        setup->dont_know_permille < 0 ? profile->dont_know : PER_MILLE * (uint32_t)setup->dont_know_permille;
    uint32_t refused =
        setup->refused_permille < 0 ? profile->refused : PER_MILLE * (uint32_t)setup->refused_permille;
    dont_know = rule && rule->dont_know >= 0 ? (uint32_t)rule->dont_know : dont_know;
    refused = rule && rule->refused >= 0 ? (uint32_t)rule->refused : refused;
    bool unsure = draws_percent(draws, dont_know);
    bool unwilling = draws_percent(draws, refused);
    out->state = CELL_ANSWERED;
    if (unsure && (v->allow & ALLOW_DONT_KNOW)) {
        out->state = CELL_DONT_KNOW;
    } else if (unwilling && (v->allow & ALLOW_REFUSED)) {
        out->state = CELL_REFUSED;
    }
    return out->state != CELL_ANSWERED;
}

static bool draw_by_profile(struct person *p, struct draws *draws, const struct variable *v, uint32_t row,
                            struct answer *out)
{
    const struct profile *profile = p->view.profile;
    const struct rule any_text = {
        .kind = RULE_OPEN, .open = profile->texts, .like = NONE, .dont_know = -1, .refused = -1};
    const struct rule *rule = profile_rule(&p->view, &profile->of_slot[v->slot], row);
    if (draw_state(p, rule, v, draws, out)) {
        return true;
    }
    if (!rule && v->type == VARIABLE_TEXT && profile->texts) {
        rule = &any_text;
    }
    struct drawn d = {.view = &p->view, .draws = draws, .variable = v, .row = row};
    uint32_t item = profile->q->item_of_slot[v->slot];
    if (v->list && item != NONE) {
        d.offered_n = interview_options(p->view.iv, (struct place_in){item, row}, &d.offered);
    }
    return rule && profile_draw(&d, rule, &out->value);
}

struct slip *slip_find(struct person *p, uint32_t slot, uint32_t row)
{
    for (size_t i = 0; i < p->slips_n; i++) {
        if (p->slips[i].slot == slot && p->slips[i].row == row) {
            return &p->slips[i];
        }
    }
    return NULL;
}

/* What the interviewer types when the respondent said it before: with an error, as it was, or, where the
 * errors led to a question that she was never asked, something out of another interview. */
static const struct cell *typed(struct person *p, uint32_t slot, uint32_t row, uint32_t times)
{
    struct slip *slip = slip_find(p, slot, row);
    const struct given *truth = given_find(p->truth, slot, row);
    if (slip && slip->noticed && !slip->corrected) {
        slip->corrected = true;
        return &truth->cell;
    }
    if (slip && !slip->noticed && times == 0) {
        return &slip->cell;
    }
    if (truth && times <= (slip != NULL)) {
        return &truth->cell;
    }
    const struct given *copied = times == 0 ? given_find(p->copied, slot, row) : NULL;
    return copied ? &copied->cell : NULL;
}

static void look(struct person *p, const struct interview *iv, struct arena *arena)
{
    p->view.iv = iv;
    p->view.today = interview_today(iv);
    p->view.arena = arena;
}

static bool answer(void *context, const struct interview *iv, struct arena *arena, const struct variable *v,
                   uint32_t row, struct answer *out)
{
    struct person *p = context;
    look(p, iv, arena);
    uint32_t times = times_asked(p, v->slot, row);
    const struct cell *cell = p->typing ? typed(p, v->slot, row, times) : NULL;
    if (cell) {
        out->state = cell->state;
        out->value = cell->value;
        return true;
    }
    struct draws draws = person_stream(p, p->typing ? "astray" : "answer", v->id, row, times);
    return draw_by_profile(p, &draws, v, row, out);
}

/* Something else that she says first, and takes back at once. */
static bool first_word(void *context, const struct interview *iv, struct arena *arena,
                       const struct variable *v, uint32_t row, struct answer *out)
{
    struct person *p = context;
    struct draws draws = person_stream(p, "revision", v->id, row, 0);
    if (!draws_percent(&draws, p->view.profile->revision)) {
        return false;
    }
    look(p, iv, arena);
    return draw_by_profile(p, &draws, v, row, out);
}

/* ---- the course ---------------------------------------------------------------------------------- */

static struct str line_of(const struct open_list *list, struct draws *draws, struct str otherwise)
{
    return list ? open_draw(&list->sections[draws_below(draws, (uint32_t)list->n)], draws) : otherwise;
}

static bool leaves(void *context, struct place_in place, struct str *reason)
{
    struct person *p = context;
    if (place.item == NONE || p->leaves_at == NONE || place.item < p->leaves_at) {
        return false;
    }
    *reason = line_of(p->view.profile->break_offs, &p->course, STR("moest weg"));
    return true;
}

static struct str reason(void *context)
{
    struct person *p = context;
    return line_of(p->view.profile->reasons, &p->course, STR("klopt, nagevraagd"));
}

/* How long a question takes, by the type of its answer: from, and up to so much more, in milliseconds. */
static void passes(void *context, const struct variable *v)
{
    static const uint32_t least[VARIABLE_TYPES] = {
        [VARIABLE_CODE] = 3000, [VARIABLE_SET] = 5000,  [VARIABLE_INT] = 3000,     [VARIABLE_TEXT] = 8000,
        [VARIABLE_DATE] = 4000, [VARIABLE_TIME] = 4000, [VARIABLE_DECIMAL] = 4000, [VARIABLE_BOOL] = 1000};
    struct person *p = context;
    uint32_t from = v ? least[v->type] : 2000;
    int64_t ms = from + draws_below(&p->course, from) + draws_below(&p->course, 2 * from);
    p->wall_ms += ms;
    p->boot_ms += ms;
}

/* Does the interviewer see, when a check fires, that she mistyped one of these? */
static bool noticed(void *context, const uint32_t *slots, size_t n, bool surely, uint32_t *slot,
                    uint32_t *row)
{
    struct person *p = context;
    for (size_t i = 0; i < p->slips_n; i++) {
        struct slip *slip = &p->slips[i];
        bool involved = false;
        for (size_t k = 0; k < n; k++) {
            involved |= slots[k] == slip->slot;
        }
        if (involved && !slip->noticed &&
            (surely || draws_percent(&p->checks, p->view.profile->errors.noticed))) {
            slip->noticed = true;
            *slot = slip->slot;
            *row = slip->row;
            return true;
        }
    }
    return false;
}

struct simulate_options person_options(struct person *person)
{
    struct simulate_options options = simulate_options_default();
    options.dont_know_permille = 0; /* the profile says how often */
    options.refused_permille = 0;
    options.stopped_permille = person->view.profile->stopped / PER_MILLE;
    options.source = (struct simulate_source){answer, first_word, leaves, reason, passes, noticed, person};
    return options;
}

struct draws person_draws(const struct person *person)
{
    return person_stream(person, person->typing ? "astray" : "uniform", STR_EMPTY, 0, 0);
}

static int64_t wall_ms(void *context)
{
    return ((const struct person *)context)->wall_ms;
}

static int64_t boot_ms(void *context)
{
    return ((const struct person *)context)->boot_ms;
}

struct clock person_clock(struct person *person, int64_t wall)
{
    person->wall_ms = wall;
    person->boot_ms = wall / 1000 * 10; /* a machine that was switched on long ago */
    return (struct clock){wall_ms, boot_ms, person};
}

/* ---- the frame ----------------------------------------------------------------------------------- */

static struct str draw_frame(struct person *p, struct cell frame[BUILTINS], enum builtin which)
{
    const struct profile *profile = p->view.profile;
    const struct variable *v = profile->q->codebook->variables[which];
    struct draws draws = person_stream(p, "frame", v->id, 0, 0);
    struct drawn d = {.view = &p->view, .draws = &draws, .variable = v};
    const struct rule *rule = profile_rule(&p->view, &profile->of_frame[which], 0);
    struct value value;
    if (!rule || !profile_draw(&d, rule, &value)) {
        return STR_EMPTY;
    }
    frame[which] = (struct cell){CELL_ANSWERED, value};
    struct buf text = buf_new(1024);
    value_write(&text, v, &value);
    struct str out = arena_copy(p->arena, buf_str(&text));
    buf_free(&text);
    return out;
}

struct person_frame person_frame(struct person *p, int group, int64_t wall)
{
    struct cell frame[BUILTINS] = {0};
    frame[BUILTIN_GROUP] = (struct cell){CELL_ANSWERED, {.kind = VALUE_CODE}};
    frame[BUILTIN_GROUP].value.code = group;
    if (group < 0) {
        frame[BUILTIN_GROUP].state = CELL_NOT_APPLICABLE;
    }
    p->view.iv = NULL;
    p->view.frame = frame;
    p->view.today = clock_day(wall);
    p->view.arena = p->arena;
    struct person_frame out;
    out.sex = draw_frame(p, frame, BUILTIN_FRAME_SEX);
    out.birth_date = draw_frame(p, frame, BUILTIN_FRAME_BIRTH);
    out.generation = draw_frame(p, frame, BUILTIN_FRAME_GENERATION);
    out.language = draw_frame(p, frame, BUILTIN_FRAME_LANGUAGE);
    out.municipality = draw_frame(p, frame, BUILTIN_FRAME_MUNICIPALITY);
    p->view.frame = NULL;
    return out;
}

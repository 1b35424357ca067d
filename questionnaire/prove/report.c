#include "questionnaire/prove.h"

#include "base/buf.h"

/*
 * The proofs of all groups, as diagnostics: an error for what no group can do, a warning for what one cannot
 * although nothing in the questionnaire says so. What follows from something already told is not told again.
 */
struct tallied {
    uint64_t proved, impossible, meant, undecided; /* bits of the proofs */
    uint32_t witness;                              /* of an impossible one */
    uint32_t witness_of;                           /* proof */
};

struct reporting {
    const struct proof *const *proofs;
    size_t n;
    const struct questionnaire *q;
    struct diags *diags;
    struct arena *arena;
    uint32_t *option_base; /* per item */
    struct tallied *reach, *options, *fires, *holds, *goes_on;
};

/* ---- collecting ------------------------------------------------------------------------------ */

static struct tallied *tallied_of(const struct reporting *r, const struct claim *claim)
{
    switch (claim->kind) {
    case CLAIM_REACH:
        return &r->reach[claim->item];
    case CLAIM_OPTION:
        return &r->options[r->option_base[claim->item] + (uint32_t)claim->option];
    case CLAIM_CHECK_FIRES:
        return &r->fires[claim->check];
    case CLAIM_CHECK_HOLDS:
        return &r->holds[claim->check];
    case CLAIM_GOES_ON:
        return &r->goes_on[claim->item];
    case CLAIM_ONCE:
    case CLAIM_KINDS:
        break;
    }
    return NULL;
}

static void collect(struct reporting *r, uint32_t proof)
{
    uint64_t bit = (uint64_t)1 << proof;
    for (size_t i = 0; i < r->proofs[proof]->claims_n; i++) {
        const struct claim *claim = &r->proofs[proof]->claims[i];
        struct tallied *t = tallied_of(r, claim);
        if (!t) {
            continue;
        }
        t->proved |= claim->verdict == VERDICT_PROVED ? bit : 0;
        t->undecided |= claim->verdict == VERDICT_UNDECIDED ? bit : 0;
        t->meant |= claim->by_group ? bit : 0;
        if (claim->verdict == VERDICT_IMPOSSIBLE) {
            t->impossible |= bit;
            t->witness = claim->witness;
            t->witness_of = proof;
        }
    }
}

static void reporting_open(struct reporting *r)
{
    const struct questionnaire *q = r->q;
    uint32_t options = 0;
    r->option_base = ARENA_ARRAY(r->arena, q->items_n, uint32_t);
    for (uint32_t i = 0; i < q->items_n; i++) {
        const struct variable *v = q->items[i].variable;
        r->option_base[i] = options;
        options += v && v->list ? (uint32_t)v->list->n : 0;
    }
    r->reach = ARENA_ARRAY(r->arena, q->items_n, struct tallied);
    r->goes_on = ARENA_ARRAY(r->arena, q->items_n, struct tallied);
    r->options = ARENA_ARRAY(r->arena, options, struct tallied);
    r->fires = ARENA_ARRAY(r->arena, q->checks_n, struct tallied);
    r->holds = ARENA_ARRAY(r->arena, q->checks_n, struct tallied);
    for (uint32_t i = 0; i < r->n; i++) {
        collect(r, i);
    }
}

/* ---- telling --------------------------------------------------------------------------------- */

static struct str group_name(const struct reporting *r, uint32_t proof)
{
    int group = r->proofs[proof]->group;
    return group < 0 ? STR("-") : r->q->groups[group];
}

static struct str group_names(const struct reporting *r, uint64_t bits)
{
    struct buf names = buf_new(BUF_LIMIT_DEFAULT);
    for (uint32_t i = 0; i < r->n; i++) {
        if (bits >> i & 1) {
            buf_format(&names, "%s%.*s", names.len ? ", " : "", STR_ARG(group_name(r, i)));
        }
    }
    struct str text = arena_copy(r->arena, buf_str(&names));
    buf_free(&names);
    return text;
}

static void with_line(const struct reporting *r, struct place place, struct str hint)
{
    struct diag *diag = diag_last(r->diags);
    for (size_t i = 0; diag && i < r->q->files_n; i++) {
        if (!str_equal(r->q->files[i].path, place.file)) {
            continue;
        }
        struct str rest = r->q->files[i].bytes;
        struct str line = STR_EMPTY;
        for (unsigned n = 0; n < place.line && str_split(&rest, '\n', &line); n++) {
        }
        diag->line = arena_copy(r->diags->arena, line);
    }
    if (diag) {
        diag->hint = arena_copy(r->diags->arena, hint);
    }
}

struct wording {
    const char *error, *warning; /* codes */
    const char *never;           /* "is never asked" */
};

static void tell(const struct reporting *r, const struct item *item, const struct wording *w,
                 const struct tallied *t, struct str what, uint64_t told, struct str hint)
{
    struct place place = item ? item->place : (struct place){STR_EMPTY, 0, 0};
    uint64_t unmeant = t->impossible & ~t->meant & ~told;
    bool nowhere = t->impossible && !t->proved && !t->undecided;
    if (nowhere && (unmeant || !told)) {
        diag_error(r->diags, w->error, place, "%.*s %s", STR_ARG(what), w->never);
        with_line(r, place, hint);
    } else if (!nowhere && unmeant) {
        struct str names = group_names(r, unmeant);
        diag_warning(r->diags, w->warning, place, "%.*s %s in the group %.*s", STR_ARG(what), w->never,
                     STR_ARG(names));
        with_line(r, place, hint);
    }
}

static void tell_undecided(const struct reporting *r, const struct item *item, const struct tallied *t,
                           struct str what, const char *can)
{
    if (!t->undecided || (item && item->undecided_accepted)) {
        return;
    }
    struct place place = item ? item->place : (struct place){STR_EMPTY, 0, 0};
    struct str names = group_names(r, t->undecided);
    diag_error(r->diags, "E306", place, "whether %.*s %s is not decided (group %.*s)", STR_ARG(what), can,
               STR_ARG(names));
    with_line(r, place, STR_EMPTY);
}

/* ---- options --------------------------------------------------------------------------------- */

static struct str option_name(const struct reporting *r, const struct item *item, size_t option)
{
    struct str code = item->variable->list->options[option].code;
    return arena_format(r->arena, "option %.*s of '%.*s'", STR_ARG(code), STR_ARG(item->id));
}

static void tell_options(const struct reporting *r, const struct item *item)
{
    static const struct wording words = {"E302", "W302", "can never be chosen"};
    uint64_t told = r->reach[item->index].impossible;
    for (size_t i = 0; i < item->variable->list->n; i++) {
        const struct tallied *t = &r->options[r->option_base[item->index] + i];
        if ((t->impossible & ~told) || (t->undecided & ~r->reach[item->index].undecided)) {
            struct str what = option_name(r, item, i);
            tell(r, item, &words, t, what, told, STR_EMPTY);
            tell_undecided(r, item, t, what, "can be chosen");
        }
    }
}

/* ---- items ----------------------------------------------------------------------------------- */

static struct str condition_hint(const struct reporting *r, const struct item *item)
{
    return item->when.expr ? arena_format(r->arena, "its condition: %.*s", STR_ARG(item->when.expr->text))
                           : STR_EMPTY;
}

static void tell_stuck(const struct reporting *r, const struct item *item)
{
    const struct tallied *t = &r->goes_on[item->index];
    struct str stuck = arena_format(r->arena, "gets stuck at '%.*s'", STR_ARG(item->id));
    if (t->impossible) {
        struct str name = group_name(r, t->witness_of);
        diag_error(r->diags, "E305", item->place, "an interview can get stuck at '%.*s'", STR_ARG(item->id));
        with_line(r, item->place,
                  t->witness == NONE ? STR_EMPTY
                                     : arena_format(r->arena, "witness: %.*s-%u", STR_ARG(name), t->witness));
    }
    tell_undecided(r, item, t, STR("somebody"), stuck.ptr);
}

static void tell_item(const struct reporting *r, const struct item *item)
{
    static const struct wording words = {"E301", "W301", "is never asked"};
    static const struct wording stops = {"E301", "W301", "is never reached"};
    struct str what = arena_format(r->arena, "'%.*s'", STR_ARG(item->id));
    const struct tallied *t = &r->reach[item->index];
    tell(r, item, item->kind == ITEM_STOP ? &stops : &words, t, what, 0, condition_hint(r, item));
    tell_undecided(r, item, t, what, "is ever asked");
    if (item->kind == ITEM_QUESTION && item->variable->list) {
        tell_options(r, item);
    }
    tell_stuck(r, item);
}

/* ---- checks ---------------------------------------------------------------------------------- */

/* A check at something that is never asked cannot do anything. */
static uint64_t unreached(const struct reporting *r, const struct item *item)
{
    bool asked = item && (item->kind == ITEM_QUESTION || item->kind == ITEM_NOTE);
    return asked ? r->reach[item->index].impossible | r->reach[item->index].undecided : 0;
}

static void tell_check(const struct reporting *r, const struct check *check)
{
    static const struct wording fires = {"E303", "W303", "can never fire"};
    static const struct wording holds = {"E304", "W304", "can never hold"};
    const struct item *item = check->item == NONE ? NULL : &r->q->items[check->item];
    struct str what = arena_format(r->arena, "the check '%.*s'", STR_ARG(check->id));
    struct str hint = arena_format(r->arena, "it demands: %.*s", STR_ARG(check->holds->text));
    uint64_t told = unreached(r, item);
    const struct tallied *t = &r->fires[check->index];
    if (t->impossible & ~told) {
        tell(r, item, &fires, t, what, told, hint);
    }
    if (r->holds[check->index].impossible & ~told) {
        tell(r, item, &holds, &r->holds[check->index], what, told, hint);
    }
    if (!(told & t->undecided)) {
        tell_undecided(r, item, t, what, "can fire");
    }
    if (!(told & r->holds[check->index].undecided)) {
        tell_undecided(r, item, &r->holds[check->index], what, "can hold");
    }
}

void proofs_report(const struct proof *const *proofs, size_t n, struct diags *diags)
{
    if (!n) {
        return;
    }
    struct reporting r = {.proofs = proofs, .n = n, .q = proofs[0]->q, .diags = diags, .arena = arena_new()};
    reporting_open(&r);
    for (uint32_t i = 0; i < r.q->items_n; i++) {
        tell_item(&r, &r.q->items[i]);
    }
    for (uint32_t i = 0; i < r.q->checks_n; i++) {
        tell_check(&r, &r.q->checks[i]);
    }
    arena_free(r.arena);
}

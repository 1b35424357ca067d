#include "cmd/proofs.h"

#include "base/date.h"
#include "base/i18n.h"

/* ---- proving --------------------------------------------------------------------------------- */

static bool same_claim(const struct claim *a, const struct claim *b)
{
    return a->kind == b->kind && a->item == b->item && a->option == b->option && a->check == b->check;
}

/* Verdicts of the field period, witnesses of one day: a claim that holds only on other days has none. */
static const struct proof *with_witnesses(struct arena *arena, const struct proof *period,
                                          const struct proof *day)
{
    struct proof *both = ARENA_NEW(arena, struct proof);
    struct claim *claims = ARENA_ARRAY(arena, period->claims_n, struct claim);
    for (size_t i = 0; i < period->claims_n; i++) {
        const struct claim *other = i < day->claims_n ? &day->claims[i] : &period->claims[i];
        bool shared = same_claim(other, &period->claims[i]) && other->verdict == period->claims[i].verdict;
        claims[i] = period->claims[i];
        claims[i].witness = shared ? other->witness : NONE;
        claims[i].replaced = shared && other->replaced;
    }
    *both = *period;
    both->claims = claims;
    both->witnesses = day->witnesses;
    both->witnesses_n = day->witnesses_n;
    return both;
}

static const struct proof *prove_group(struct run *run, const struct questionnaire *q, int group)
{
    const struct proof *period = prove(run->arena, q, group, NULL);
    if (!run->options.witness.len) {
        return period;
    }
    struct clock clock = clock_system();
    int32_t day = clock_day(clock.wall_ms(clock.context));
    struct prove_options today = {.first_day = day, .last_day = day};
    return with_witnesses(run->arena, period, prove(run->arena, q, group, &today));
}

struct proofs proofs_make(struct run *run, const struct questionnaire *q)
{
    struct str only = run->options.group;
    struct proofs proofs = {.q = q, .whole = !only.len};
    if (!q->groups_n) {
        proofs.of[proofs.n++] = prove_group(run, q, -1);
    }
    for (unsigned group = 0; group < q->groups_n; group++) {
        if (!only.len || str_equal(only, q->groups[group])) {
            proofs.of[proofs.n++] = prove_group(run, q, (int)group);
        }
    }
    return proofs;
}

/* ---- telling --------------------------------------------------------------------------------- */

/* One group alone says nothing about what other groups are meant to do. */
static const struct proof *without_meant(struct arena *arena, const struct proof *proof)
{
    struct proof *own = ARENA_NEW(arena, struct proof);
    struct claim *claims = ARENA_ARRAY(arena, proof->claims_n, struct claim);
    *own = *proof;
    own->claims_n = 0;
    for (size_t i = 0; i < proof->claims_n; i++) {
        if (!proof->claims[i].by_group) {
            claims[own->claims_n++] = proof->claims[i];
        }
    }
    own->claims = claims;
    return own;
}

void proofs_tell(struct run *run, const struct proofs *proofs, struct diags *diags)
{
    const struct proof *told[GROUPS_MAX];
    for (size_t i = 0; i < proofs->n; i++) {
        told[i] = proofs->whole ? proofs->of[i] : without_meant(run->arena, proofs->of[i]);
    }
    proofs_report(told, proofs->n, diags);
}

struct str proof_group(const struct proof *proof)
{
    return proof->group < 0 ? STR("all") : proof->q->groups[proof->group];
}

static const struct {
    enum claim_kind kind;
    const char *head; /* of its column */
    int width;
} columns[] = {
    {CLAIM_REACH, N_("bereikt"), 9},     {CLAIM_OPTION, N_("antwoorden"), 12},
    {CLAIM_CHECK_FIRES, N_("vuurt"), 8}, {CLAIM_CHECK_HOLDS, N_("houdt"), 8},
    {CLAIM_ONCE, N_("eens"), 9},         {CLAIM_GOES_ON, N_("verder"), 8},
};

struct tally {
    size_t proved[CLAIM_KINDS], all[CLAIM_KINDS]; /* of what the group is meant to do */
    size_t impossible, undecided;
};

static struct tally tally(const struct proof *proof)
{
    struct tally t = {0};
    for (size_t i = 0; i < proof->claims_n; i++) {
        const struct claim *claim = &proof->claims[i];
        t.impossible += claim->verdict == VERDICT_IMPOSSIBLE && !claim->by_group;
        t.undecided += claim->verdict == VERDICT_UNDECIDED;
        t.proved[claim->kind] += claim->verdict == VERDICT_PROVED;
        t.all[claim->kind] += !claim->by_group;
    }
    return t;
}

static void table_line(struct arena *arena, const struct proof *proof, FILE *out)
{
    struct tally t = tally(proof);
    fprintf(out, "%-8.*s", STR_ARG(proof_group(proof)));
    for (size_t i = 0; i < ARRAY_LEN(columns); i++) {
        enum claim_kind kind = columns[i].kind;
        struct str share = arena_format(arena, "%zu/%zu", t.proved[kind], t.all[kind]);
        fprintf(out, "%*s", columns[i].width, share.ptr);
    }
    fprintf(out, "%7zu%11zu\n", t.impossible, t.undecided);
}

void proofs_table(const struct proofs *proofs, FILE *out)
{
    struct arena *arena = arena_new();
    fprintf(out, "%-8s", tr("bewijs"));
    for (size_t i = 0; i < ARRAY_LEN(columns); i++) {
        fprintf(out, "%*s", columns[i].width, tr(columns[i].head));
    }
    fprintf(out, "%7s%11s\n", tr("nooit"), tr("onbeslist"));
    for (size_t i = 0; i < proofs->n; i++) {
        table_line(arena, proofs->of[i], out);
    }
    arena_free(arena);
}

/* ---- JSON ------------------------------------------------------------------------------------ */

static struct str option_code(const struct questionnaire *q, const struct claim *claim)
{
    return claim->option < 0 ? STR_EMPTY : q->items[claim->item].variable->list->options[claim->option].code;
}

struct str proof_case(struct arena *arena, const struct proof *proof, const struct claim *claim)
{
    if (claim->witness == NONE) {
        return STR_EMPTY;
    }
    if (claim->replaced) {
        return arena_format(arena, "%.*s-%.*s-%.*s", STR_ARG(proof_group(proof)),
                            STR_ARG(claim_id(proof->q, claim)), STR_ARG(option_code(proof->q, claim)));
    }
    return arena_format(arena, "%.*s-%u", STR_ARG(proof_group(proof)), claim->witness);
}

static void claim_json(struct arena *arena, const struct proof *proof, const struct claim *claim,
                       struct json *json)
{
    struct str id = proof_case(arena, proof, claim);
    json_object(json);
    json_put(json, "group", proof->group < 0 ? STR_EMPTY : proof_group(proof));
    json_put(json, "kind", str_from(claim_kind_name(claim->kind)));
    json_put(json, "id", claim_id(proof->q, claim));
    json_put(json, "option", option_code(proof->q, claim));
    json_put(json, "verdict", str_from(verdict_name(claim->verdict)));
    json_put(json, "witness", id.len ? arena_format(arena, "%.*s.csv", STR_ARG(id)) : STR_EMPTY);
    json_key(json, "meant");
    json_bool(json, claim->by_group);
    json_object_end(json);
}

void proofs_json(const struct proofs *proofs, struct json *json)
{
    struct arena *arena = arena_new();
    for (size_t i = 0; i < proofs->n; i++) {
        for (size_t k = 0; k < proofs->of[i]->claims_n; k++) {
            claim_json(arena, proofs->of[i], &proofs->of[i]->claims[k], json);
            arena_reset(arena);
        }
    }
    arena_free(arena);
}

#include "tests/mutation/trial.h"

#include <stdlib.h>

#include "base/buf.h"
#include "questionnaire/lint.h"
#include "tests/mutation/edges.h"
#include "tests/mutation/probes.h"

const char *noticed_name(enum noticed noticed)
{
    static const char *const names[] = {"load", "lint", "proof", "replay", "nobody"};
    return names[noticed];
}

/* A respondent of the questionnaire as it is, and what her interview was. */
struct shown {
    int group;
    const struct witness *witness;
    bool edges; /* the bounds are tried too */
    struct hash interview;
};

/* Who is about a part of an item's conditions. */
struct about {
    uint32_t item;
    uint32_t shown;
};

struct trial {
    struct arena *arena;
    const struct questionnaire *q;
    struct str findings;
    const struct proof *proofs[GROUPS_MAX];
    struct shown *shown;
    size_t n, cap;
    struct about *about;
    size_t about_n, about_cap;
    size_t probes;
    bool *edged; /* per variable: its bounds are tried by somebody */
};

/* ---- what check says ------------------------------------------------------------------------- */

static struct str findings(struct arena *arena, const struct questionnaire *q, const struct diags *loaded)
{
    struct diags *diags = diags_new();
    struct buf text = buf_new(BUF_LIMIT_DEFAULT);
    lint(q, diags);
    const struct diags *const both[] = {loaded, diags};
    for (size_t k = 0; k < ARRAY_LEN(both); k++) {
        for (size_t i = 0; i < both[k]->n; i++) {
            const struct diag *d = &both[k]->items[i];
            buf_format(&text, "%s %.*s:%u %.*s\n", d->code, STR_ARG(d->place.file), d->place.line,
                       STR_ARG(d->text));
        }
    }
    struct str out = arena_copy(arena, buf_str(&text));
    buf_free(&text);
    diags_free(diags);
    return out;
}

static bool same_proof(const struct proof *a, const struct proof *b)
{
    bool same = a->claims_n == b->claims_n;
    for (size_t i = 0; same && i < a->claims_n; i++) {
        same = a->claims[i].verdict == b->claims[i].verdict && a->claims[i].by_group == b->claims[i].by_group;
    }
    return same;
}

static bool proves_the_same(const struct trial *trial, struct arena *arena, const struct questionnaire *q)
{
    for (unsigned group = 0; group < q->groups_n; group++) {
        if (!same_proof(trial->proofs[group], prove(arena, q, (int)group, NULL))) {
            return false;
        }
    }
    return true;
}

/* ---- what an interview was ------------------------------------------------------------------- */

static void add_route(struct hasher *hasher, const struct replay *r)
{
    const struct route_entry *route = NULL;
    size_t n = interview_route(r->iv, &route);
    for (size_t i = 0; i < n; i++) {
        hasher_add_int(hasher, route[i].place.item);
        hasher_add_int(hasher, route[i].place.row);
        hasher_add_int(hasher, route[i].state);
    }
}

static void add_checks(struct hasher *hasher, const struct replay *r)
{
    const struct firing *firing = NULL;
    size_t n = interview_checks(r->iv, &firing);
    for (size_t i = 0; i < n; i++) {
        hasher_add_int(hasher, firing[i].check);
        hasher_add_int(hasher, firing[i].row);
    }
}

/* All cells as `show` gives them, computed ones too. */
static void add_cells(struct hasher *hasher, const struct replay *r)
{
    struct buf text = buf_new(BUF_LIMIT_DEFAULT);
    const struct codebook *book = r->q->codebook;
    for (size_t i = 0; i < book->variables_n; i++) {
        const struct variable *v = book->variables[i];
        const struct cell *cell = v->roster == EXPR_NO_ROSTER ? interview_cell(r->iv, v->slot, 0) : NULL;
        if (cell) {
            buf_clear(&text);
            hasher_add_int(hasher, cell->state);
            if (cell->state == CELL_ANSWERED) {
                value_write(&text, v, &cell->value);
            }
            hasher_add_str(hasher, buf_str(&text));
        }
    }
    buf_free(&text);
}

static struct hash interview_of(const struct trial *trial, const struct questionnaire *q,
                                const struct shown *shown)
{
    struct replay r;
    struct hasher hasher;
    replay_open(&r, q, shown->group, shown->witness);
    hasher_start(&hasher);
    hasher_add_int(&hasher, r.refused);
    hasher_add_str(&hasher, interview_stop(r.iv));
    add_route(&hasher, &r);
    add_checks(&hasher, &r);
    add_cells(&hasher, &r);
    if (shown->edges) {
        edges_add(&hasher, &r, trial->q);
    }
    replay_close(&r);
    return hasher_end(&hasher);
}

static bool same_interview(const struct trial *trial, const struct questionnaire *q,
                           const struct shown *shown)
{
    struct hash now = interview_of(trial, q, shown);
    return hash_equal(&now, &shown->interview);
}

/* Those who are about the item first: they are the likeliest to notice. */
static bool replays_the_same(const struct trial *trial, const struct questionnaire *q, uint32_t item)
{
    for (size_t i = 0; i < trial->about_n; i++) {
        if (trial->about[i].item == item && !same_interview(trial, q, &trial->shown[trial->about[i].shown])) {
            return false;
        }
    }
    for (size_t i = 0; i < trial->n; i++) {
        if (!same_interview(trial, q, &trial->shown[i])) {
            return false;
        }
    }
    return true;
}

/* ---- trials ---------------------------------------------------------------------------------- */

static bool tries_edges(struct trial *trial, int group, const struct witness *witness)
{
    struct replay r;
    replay_open(&r, trial->q, group, witness);
    bool tries = edges_new(&r, trial->edged) > 0;
    replay_close(&r);
    return tries;
}

static uint32_t show(struct trial *trial, int group, const struct witness *witness)
{
    if (trial->n == trial->cap) {
        trial->shown = array_grow(trial->shown, &trial->cap, sizeof *trial->shown);
    }
    struct shown *shown = &trial->shown[trial->n];
    bool edges = trial->probes && tries_edges(trial, group, witness);
    *shown = (struct shown){group, witness, edges, {{0}}};
    shown->interview = interview_of(trial, trial->q, shown);
    return (uint32_t)trial->n++;
}

static void show_about(struct trial *trial, uint32_t item, uint32_t shown)
{
    if (trial->about_n == trial->about_cap) {
        trial->about = array_grow(trial->about, &trial->about_cap, sizeof *trial->about);
    }
    trial->about[trial->about_n++] = (struct about){item, shown};
}

/* The respondents of the notes, in one group. */
static void show_probes(struct trial *trial, const struct probes *probes, int group)
{
    const struct proof *proof = prove(trial->arena, probes->q, group, NULL);
    uint32_t *shown = ARENA_ARRAY(trial->arena, proof->witnesses_n, uint32_t);
    bool *there = ARENA_ARRAY(trial->arena, proof->witnesses_n, bool);
    for (size_t i = 0; i < proof->claims_n; i++) {
        const struct claim *claim = &proof->claims[i];
        bool note = claim->kind == CLAIM_REACH && claim->item >= probes->first;
        if (!note || claim->verdict != VERDICT_PROVED || claim->item - probes->first >= probes->n) {
            continue;
        }
        uint32_t number = claim->witness;
        if (!there[number]) {
            there[number] = true;
            shown[number] = show(trial, group, proof_respondent(trial->arena, proof, number));
        }
        show_about(trial, probes->item_of[claim->item - probes->first], shown[number]);
    }
}

static void show_all(struct trial *trial, bool with_probes)
{
    struct probes probes = {0};
    if (with_probes) {
        probes = probes_make(trial->arena, trial->q);
        trial->probes = probes.n;
    }
    trial->edged = ARENA_ARRAY(trial->arena, trial->q->codebook->variables_n, bool);
    for (unsigned group = 0; group < trial->q->groups_n; group++) {
        trial->proofs[group] = prove(trial->arena, trial->q, (int)group, NULL);
        for (uint32_t i = 0; i < trial->proofs[group]->witnesses_n; i++) {
            show(trial, (int)group, proof_respondent(trial->arena, trial->proofs[group], i));
        }
        if (probes.q) {
            show_probes(trial, &probes, (int)group);
        }
    }
}

static const struct questionnaire *load(struct arena *arena, struct diags *diags,
                                        const struct definition_file *files, size_t n)
{
    struct library library = frozen_library(arena, files, n);
    return questionnaire_load(arena, diags, &library, STR_EMPTY);
}

struct trial *trial_open(const struct questionnaire *original, bool probes)
{
    struct arena *arena = arena_new();
    struct trial *trial = ARENA_NEW(arena, struct trial);
    struct diags *diags = diags_new();
    trial->arena = arena;
    trial->q = load(arena, diags, original->files, original->files_n);
    trial->findings = findings(arena, trial->q, diags);
    show_all(trial, probes);
    diags_free(diags);
    return trial;
}

void trial_close(struct trial *trial)
{
    free(trial->shown);
    free(trial->about);
    arena_free(trial->arena);
}

size_t trial_witnesses(const struct trial *trial)
{
    return trial->n;
}

size_t trial_probes(const struct trial *trial)
{
    return trial->probes;
}

static enum noticed judge(struct trial *trial, struct arena *arena, struct diags *diags,
                          const struct mutant *mutant)
{
    const struct questionnaire *original = trial->q;
    struct definition_file *files = ARENA_ARRAY(arena, original->files_n, struct definition_file);
    memcpy(files, original->files, original->files_n * sizeof *files);
    files[mutant->file].bytes = mutant_bytes(arena, original, mutant);
    const struct questionnaire *q = load(arena, diags, files, original->files_n);
    if (!q) {
        return NOTICED_LOAD;
    }
    if (!str_equal(findings(arena, q, diags), trial->findings)) {
        return NOTICED_LINT;
    }
    if (!proves_the_same(trial, arena, q)) {
        return NOTICED_PROOF;
    }
    return replays_the_same(trial, q, mutant->item) ? NOTICED_NEVER : NOTICED_REPLAY;
}

enum noticed trial_judge(struct trial *trial, const struct mutant *mutant)
{
    struct arena *arena = arena_new();
    struct diags *diags = diags_new();
    enum noticed noticed = judge(trial, arena, diags, mutant);
    diags_free(diags);
    arena_free(arena);
    return noticed;
}

#include "questionnaire/differ/differ_priv.h"

#include "base/csv.h"

/* Who is asked what by which version, decided over the joined questionnaire. */

struct routes_proof {
    struct arena *arena;
    const struct pairing *p;
    const struct proof *proof;
    const struct claim **claims; /* by witness number */
    size_t n;
};

const char *route_diff_name(enum route_diff route)
{
    static const char *const names[] = {
        [ROUTE_SAME] = "same",           [ROUTE_WIDER] = "wider",         [ROUTE_NARROWER] = "narrower",
        [ROUTE_DIFFERENT] = "different", [ROUTE_UNDECIDED] = "undecided",
    };
    return names[route];
}

/* Has it a route that people would call one? */
static bool is_asked(const struct item *item)
{
    return (item->kind == ITEM_QUESTION || item->kind == ITEM_NOTE || item->kind == ITEM_STOP);
}

static const struct claim *claim_of(const struct proof *proof, struct str id)
{
    uint32_t item = proof ? questionnaire_item(proof->q, id) : NONE;
    for (size_t i = 0; item != NONE && i < proof->claims_n; i++) {
        if (proof->claims[i].kind == CLAIM_REACH && proof->claims[i].item == item) {
            return &proof->claims[i];
        }
    }
    return NULL;
}

static enum verdict verdict_of(const struct claim *claim)
{
    return claim ? claim->verdict : VERDICT_UNDECIDED;
}

/* What is shared is asked by one version only where a stop of the `other` one came before. */
static enum verdict verdict_in(const struct pair *pair, const struct claim *claim, enum side other)
{
    return pair->shared && !(pair->behind & 1u << other) ? VERDICT_IMPOSSIBLE : verdict_of(claim);
}

static uint32_t keep_witness(struct routes_proof *r, const struct claim *claim)
{
    if (verdict_of(claim) != VERDICT_PROVED || claim->witness == NONE) {
        return NONE;
    }
    r->claims[r->n] = claim;
    return (uint32_t)r->n++;
}

/* A shared stop ends both versions at once: what was moved across it cannot be laid beside itself. */
static bool stops_are_shared(const struct pairing *p)
{
    bool any = false;
    for (size_t i = 0; i < p->n; i++) {
        any = any || (p->pairs[i].shared && pair_item(p, &p->pairs[i], NEW)->kind == ITEM_STOP);
    }
    return any;
}

static enum route_diff route_of(const struct pair *pair, enum verdict more, enum verdict less, bool stops)
{
    if (pair->unsure || more == VERDICT_UNDECIDED || less == VERDICT_UNDECIDED) {
        return ROUTE_UNDECIDED;
    }
    if (more == VERDICT_PROVED) {
        return less == VERDICT_PROVED ? ROUTE_DIFFERENT : ROUTE_WIDER;
    }
    if (less == VERDICT_PROVED) {
        return ROUTE_NARROWER;
    }
    return pair->moved && stops ? ROUTE_UNDECIDED : ROUTE_SAME;
}

static void compare(struct routes_proof *r, const struct pair *pair, bool stops, struct routes *out,
                    struct route_verdict *items)
{
    const struct claim *more = claim_of(r->proof, joined_id(r->arena, r->p, JOINED_ONLY_NEW, pair));
    const struct claim *less = claim_of(r->proof, joined_id(r->arena, r->p, JOINED_ONLY_OLD, pair));
    enum route_diff route = route_of(pair, verdict_in(pair, more, OLD), verdict_in(pair, less, NEW), stops);
    if (route != ROUTE_SAME) {
        items[out->n++] = (struct route_verdict){.id = pair->id,
                                                 .route = route,
                                                 .asked_new = keep_witness(r, more),
                                                 .asked_old = keep_witness(r, less)};
    }
}

static bool is_open(const struct pairing *p, const struct pair *pair)
{
    return (!pair->shared || pair->behind) && pair_in_both(pair) && is_asked(pair_item(p, pair, OLD)) &&
           is_asked(pair_item(p, pair, NEW));
}

struct routes routes_compare(struct arena *arena, const struct version_diff *diff, struct str group,
                             const struct prove_options *options)
{
    const struct pairing *p = diff->pairing;
    struct routes out = {.group = group};
    size_t open = 0;
    for (size_t i = 0; i < p->n; i++) {
        open += is_open(p, &p->pairs[i]);
    }
    if (!open) {
        return out;
    }
    struct routes_proof *r = ARENA_NEW(arena, struct routes_proof);
    *r = (struct routes_proof){.arena = arena, .p = p};
    const struct questionnaire *q = joined_make(arena, p, group);
    static const struct prove_options usual;
    int g = q && group.len ? questionnaire_group(q, group) : -1;
    r->proof = q ? prove(arena, q, g, options ? options : &usual) : NULL;
    r->claims = ARENA_ARRAY(arena, 2 * open, const struct claim *);
    struct route_verdict *items = ARENA_ARRAY(arena, open, struct route_verdict);
    bool stops = stops_are_shared(p);
    for (size_t i = 0; i < p->n; i++) {
        if (is_open(p, &p->pairs[i])) {
            compare(r, &p->pairs[i], stops, &out, items);
        }
    }
    out.items = items;
    out.proof = r;
    return out;
}

/* ---- respondents -------------------------------------------------------------------------------- */

/* The variable of one version that an answer of the joined questionnaire is about; NULL: not of this one. */
static const struct variable *variable_of(const struct routes_proof *r, uint32_t slot, enum side side)
{
    const struct codebook *book = r->proof->q->codebook;
    const struct variable *v = book->variables[slot];
    const struct variable *question = v->role == ROLE_SPECIFY ? book->variables[v->parent] : v;
    bool asked = false;
    const struct pair *pair = joined_pair(r->p, question->id, side, &asked);
    const struct item *item = pair && asked ? pair_item(r->p, pair, side) : NULL;
    if (!item || v == question) {
        return item ? item->variable : NULL;
    }
    struct str code = question->list->options[v->parent_option].code;
    for (size_t i = 0; i < item->specify_n; i++) {
        const struct variable *text = r->p->q[side]->codebook->variables[item->specify[i]];
        if (str_equal(item->variable->list->options[text->parent_option].code, code)) {
            return text;
        }
    }
    return NULL;
}

static void write_answer(struct buf *out, const struct routes_proof *r, const struct witness_answer *answer,
                         enum side side)
{
    const struct variable *v = answer->slot == NONE ? NULL : variable_of(r, answer->slot, side);
    if (!v) {
        return;
    }
    struct buf field = buf_new(BUF_LIMIT_DEFAULT);
    if (answer->cell.state == CELL_ANSWERED) {
        value_write(&field, r->proof->q->codebook->variables[answer->slot], &answer->cell.value);
    } else {
        buf_add_char(&field, answer->cell.state == CELL_DONT_KNOW ? '?' : '!');
    }
    buf_format(out, "%.*s,", STR_ARG(v->id));
    if (answer->row) {
        buf_format(out, "%u", answer->row);
    }
    buf_add_char(out, ',');
    csv_add(out, buf_str(&field), true);
    buf_add_text(out, ",x\n"); /* a reason, for whichever soft check fires */
    buf_free(&field);
}

/* A stop of this version alone: it asks nothing more. */
static bool ends_here(const struct routes_proof *r, const struct witness_answer *answer, enum side side)
{
    bool asked = false;
    const struct pair *pair =
        answer->slot == NONE
            ? NULL
            : joined_pair(r->p, r->proof->q->codebook->variables[answer->slot]->id, side, &asked);
    return pair && asked && pair_item(r->p, pair, side)->kind == ITEM_STOP;
}

void routes_write(struct buf *out, const struct routes *routes, uint32_t number, bool new)
{
    const struct routes_proof *r = routes->proof;
    struct arena *scratch = arena_new();
    const struct witness *witness = proof_witness(scratch, r->proof, r->claims[number]);
    buf_add_text(out, "question,row,value,reason\n");
    for (size_t i = 0; witness && i < witness->draws_n; i++) {
        write_answer(out, r, &witness->draws[i], new ? NEW : OLD);
    }
    for (size_t i = 0; witness && i < witness->answers_n; i++) {
        if (ends_here(r, &witness->answers[i], new ? NEW : OLD)) {
            break;
        }
        write_answer(out, r, &witness->answers[i], new ? NEW : OLD);
    }
    arena_free(scratch);
}

void routes_write_case(struct buf *out, const struct routes *routes, uint32_t number, struct str case_id)
{
    const struct routes_proof *r = routes->proof;
    struct arena *scratch = arena_new();
    const struct witness *witness = proof_witness(scratch, r->proof, r->claims[number]);
    if (witness) {
        witness_write_case(out, r->proof->q, r->proof->group, case_id, witness);
    }
    arena_free(scratch);
}

#include "tests/oracle/generate.h"

#include "base/buf.h"

/*
 * Small on purpose: few items, few values, so that conditions meet, contradict and imply each other.
 * Everything the language has comes up: states, defaults, sets, rosters, dates, computed variables, options
 * with conditions, hidden options, stops, hard and soft checks.
 */
enum { ITEMS_MOST = 24, DEPTH = 3 };

enum sort {
    SORT_YES,
    SORT_ABC,
    SORT_SET,
    SORT_INT,
    SORT_HALF,
    SORT_DATE,
    SORT_BOOL,
    SORT_SUM,
    SORT_GROUP,
    SORT_DRAW,
    SORT_TEXT,
    SORT_OTHER, /* a code with a text behind one option */
    SORT_TIME,
    SORT_SEX, /* of the sample */
    SORT_LANGUAGE,
    SORTS
};

struct made {
    enum sort sort;
    char id[20];
    bool inside;   /* the roster */
    bool shuffled; /* stands in the block of random order that is being made */
    bool narrowed; /* its list is already narrowed, or ordered */
    bool specify;  /* there is a text behind one of its options */
};

struct making {
    struct arena *arena;
    uint64_t state;
    struct buf items, words, checks, blocks, stops, head;
    struct made made[ITEMS_MOST];
    unsigned n, checks_n, others_n;
    bool roster, in_roster; /* there is one; we stand in it */
    bool over;              /* inside an aggregate: its items are read */
    bool folding;   /* in min, max or sum: of no dates, because only a cell without a value is passed over */
    bool shuffling; /* in a block of random order: its items read none of each other */
    int own;        /* the question whose checks are made, or -1 */
};

static uint64_t draw(struct making *g)
{
    uint64_t z = g->state += UINT64_C(0x9E3779B97F4A7C15);
    z = (z ^ (z >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94D049BB133111EB);
    return z ^ (z >> 31);
}

static unsigned below(struct making *g, unsigned n)
{
    return (unsigned)(draw(g) % n);
}

static bool one_in(struct making *g, unsigned n)
{
    return below(g, n) == 0;
}

/* A variable of one of these sorts that may be read here; NULL: none. */
static const struct made *pick(struct making *g, unsigned sorts)
{
    const struct made *found = NULL;
    unsigned n = 0;
    sorts &= g->folding ? ~(1u << SORT_DATE) : ~0u;
    for (unsigned i = 0; i < g->n; i++) {
        bool readable = g->made[i].inside == false || g->in_roster || g->over;
        readable = readable && (!g->made[i].shuffled || (int)i == g->own);
        if (readable && sorts & 1u << g->made[i].sort && below(g, ++n) == 0) {
            found = &g->made[i];
        }
    }
    return found;
}

static struct str condition(struct making *g, unsigned depth);

/* ---- numbers --------------------------------------------------------------------------------- */

#define NUMBERS (1u << SORT_INT | 1u << SORT_HALF | 1u << SORT_SUM | 1u << SORT_DRAW)

static struct str number(struct making *g, unsigned depth);

static struct str over_rows(struct making *g)
{
    bool before = g->over;
    g->over = true;
    struct str where = condition(g, 1);
    const struct made *item = pick(g, 1u << SORT_INT);
    g->over = before;
    static const char *const folds[] = {"sum", "min", "max", "count"};
    if (item && item->inside && one_in(g, 2)) {
        return arena_format(g->arena, "%s(%s where %.*s)", folds[below(g, 4)], item->id, STR_ARG(where));
    }
    return arena_format(g->arena, "count(household where %.*s)", STR_ARG(where));
}

static struct str number_leaf(struct making *g)
{
    const struct made *v = pick(g, NUMBERS);
    const struct made *s = one_in(g, 4) ? pick(g, 1u << SORT_SET) : NULL;
    const struct made *d = one_in(g, 4) ? pick(g, 1u << SORT_DATE) : NULL;
    const struct made *t = one_in(g, 8) ? pick(g, 1u << SORT_TEXT) : NULL;
    if (t) {
        return arena_format(g->arena, "length(%s)", t->id);
    }
    if (s) {
        return arena_format(g->arena, "count(%s)", s->id);
    }
    if (d) {
        return arena_format(g->arena,
                            one_in(g, 4)   ? "days(%s, today)"
                            : one_in(g, 3) ? "month(%s)"
                            : one_in(g, 2) ? "year(%s)"
                                           : "age(%s)",
                            d->id);
    }
    if (g->roster && !g->in_roster && !g->over && one_in(g, 4)) {
        return over_rows(g);
    }
    return v ? str_from(v->id) : arena_format(g->arena, "%u", below(g, 5));
}

static struct str folded(struct making *g, const char *fold, unsigned depth)
{
    bool before = g->folding;
    g->folding = true;
    struct str a = number(g, depth);
    struct str b = number(g, depth);
    g->folding = before;
    return arena_format(g->arena, "%s(%.*s, %.*s)", fold, STR_ARG(a), STR_ARG(b));
}

static struct str number(struct making *g, unsigned depth)
{
    struct str a = number_leaf(g);
    if (depth == 0 || one_in(g, 2)) {
        return a;
    }
    struct str b = number(g, depth - 1);
    switch (below(g, 11)) {
    case 9:
        return arena_format(g->arena, "(%.*s / %u)", STR_ARG(a), 2 * (below(g, 2) + 1));
    case 0:
        return arena_format(g->arena, "(%.*s + %.*s)", STR_ARG(a), STR_ARG(b));
    case 1:
        return arena_format(g->arena, "(%.*s - %.*s)", STR_ARG(a), STR_ARG(b));
    case 2:
        return arena_format(g->arena, "(%.*s * %u)", STR_ARG(a), below(g, 3) + 1);
    case 3:
        return arena_format(g->arena, "abs(%.*s - %.*s)", STR_ARG(a), STR_ARG(b));
    case 4:
        return arena_format(g->arena, "((%.*s) ?? %u)", STR_ARG(a), below(g, 5));
    case 5:
        return folded(g, "max", depth - 1);
    case 6:
        return folded(g, "min", depth - 1);
    case 7:
        return folded(g, "sum", depth - 1);
    case 8:
        return arena_format(g->arena, "-%.*s", STR_ARG(a));
    default:
        break;
    }
    struct str c = condition(g, 0);
    return arena_format(g->arena, "if(%.*s, %.*s, %.*s)", STR_ARG(c), STR_ARG(a), STR_ARG(b));
}

/* ---- conditions ------------------------------------------------------------------------------ */

static struct str compared(struct making *g, unsigned depth)
{
    static const char *const signs[] = {"==", "!=", "<", "<=", ">", ">="};
    struct str a = number(g, depth);
    struct str b = one_in(g, 2) ? number(g, depth) : arena_format(g->arena, "%u", below(g, 6));
    const char *sign = signs[below(g, 6)];
    if (str_starts(a, STR("year"))) {
        b = arena_format(g->arena, "%u", 1999 + below(g, 5));
    } else if (str_starts(a, STR("age"))) {
        b = arena_format(g->arena, "%u", 23 + below(g, 5));
    } else if (str_starts(a, STR("days"))) {
        b = arena_format(g->arena, "%u", 8400 + 300 * below(g, 5));
    } else if (str_starts(a, STR("month"))) {
        b = arena_format(g->arena, "%u", below(g, 13));
    } else if (one_in(g, 8)) {
        return arena_format(g->arena, "%.*s %s (%u, %u, %u)", STR_ARG(a), one_in(g, 3) ? "not in" : "in",
                            below(g, 3), below(g, 4), below(g, 6));
    }
    return arena_format(g->arena, "%.*s %s %.*s", STR_ARG(a), sign, STR_ARG(b));
}

static struct str of_dates(struct making *g)
{
    static const char *const signs[] = {"==", "!=", "<", "<=", ">", ">="};
    const struct made *a = pick(g, 1u << SORT_DATE);
    const struct made *b = pick(g, 1u << SORT_DATE);
    if (!a) {
        return compared(g, 0);
    }
    if (one_in(g, 2)) {
        return arena_format(g->arena, "%s %s %s", a->id, signs[below(g, 6)], b->id);
    }
    if (one_in(g, 3)) {
        return arena_format(g->arena, "%s %s date(\"200%u\")", a->id, signs[below(g, 6)], below(g, 4));
    }
    if (one_in(g, 3)) {
        return arena_format(g->arena, "%s %s date(\"200%u-%02u\")", a->id, signs[below(g, 6)], below(g, 4),
                            below(g, 12) + 1);
    }
    return arena_format(g->arena, "%s %s date(\"200%u-0%u-15\")", a->id, signs[below(g, 6)], below(g, 4),
                        below(g, 9) + 1);
}

/* What has signs of its own, or names for codes; empty for the others. */
static struct str of_names(struct making *g, const struct made *v)
{
    static const char *const signs[] = {"==", "!=", "<", "<=", ">", ">="};
    bool same = one_in(g, 2);
    switch ((int)v->sort) {
    case SORT_SEX:
        return arena_format(g->arena, "%s %s %c", v->id, same ? "==" : "!=", "mfx"[below(g, 3)]);
    case SORT_LANGUAGE:
        return arena_format(g->arena, "%s %s %s", v->id, same ? "==" : "!=", one_in(g, 2) ? "nl" : "en");
    case SORT_TIME:
        return arena_format(g->arena, "%s %s time(\"0%u:30\")", v->id, signs[below(g, 6)], 7 + below(g, 3));
    case SORT_TEXT:
        return arena_format(g->arena, "%s %s \"%s\"", v->id, same ? "==" : "!=", one_in(g, 2) ? "aa" : "bb");
    default:
        return STR_EMPTY;
    }
}

static struct str of_codes(struct making *g)
{
    const struct made *v =
        pick(g, 1u << SORT_YES | 1u << SORT_ABC | 1u << SORT_GROUP | 1u << SORT_SET | 1u << SORT_TEXT |
                    1u << SORT_OTHER | 1u << SORT_TIME | 1u << SORT_SEX | 1u << SORT_LANGUAGE);
    if (!v) {
        return one_in(g, 2) ? STR("group == ma") : compared(g, 0);
    }
    const struct made *other = pick(g, 1u << v->sort);
    if (v->sort == SORT_SET) {
        return arena_format(g->arena, "%s has %u", v->id, below(g, 4) + 1);
    }
    struct str named = of_names(g, v);
    if (other != v && one_in(g, named.len ? 5 : 3)) {
        return arena_format(g->arena, "%s %s %s", v->id, one_in(g, 2) ? "==" : "!=", other->id);
    }
    if (named.len) {
        return named;
    }
    unsigned n = v->sort == SORT_ABC || v->sort == SORT_GROUP ? 3 : 2;
    switch (below(g, 4)) {
    case 0:
        return arena_format(g->arena, "%s != %u", v->id, below(g, n) + 1);
    case 1:
        return arena_format(g->arena, "%s in (%u, %u)", v->id, below(g, n) + 1, below(g, n) + 1);
    case 2:
        return arena_format(g->arena, "%s > %u", v->id, below(g, n) + 1);
    default:
        return arena_format(g->arena, "%s == %u", v->id, below(g, n) + 1);
    }
}

static struct str of_states(struct making *g)
{
    static const char *const states[] = {"answered", "dont_know", "refused", "asked"};
    const struct made *v = pick(g, ~0u);
    return v ? arena_format(g->arena, "%s(%s)", states[below(g, 4)], v->id) : STR("group != be");
}

static struct str leaf(struct making *g)
{
    const struct made *v = one_in(g, 4) ? pick(g, 1u << SORT_BOOL) : NULL;
    if (v) {
        return str_from(v->id);
    }
    switch (below(g, 7)) {
    case 0:
    case 1:
        return compared(g, 1);
    case 2:
        return of_states(g);
    case 3:
        return of_dates(g);
    default:
        return of_codes(g);
    }
}

static struct str condition(struct making *g, unsigned depth)
{
    if (depth == 0 || one_in(g, 3)) {
        return leaf(g);
    }
    struct str a = condition(g, depth - 1);
    struct str b = condition(g, depth - 1);
    switch (below(g, 8)) {
    case 0:
        return arena_format(g->arena, "not (%.*s)", STR_ARG(a));
    case 1:
        return arena_format(g->arena, "((%.*s) ?? %s)", STR_ARG(a), one_in(g, 2) ? "true" : "false");
    case 2:
    case 3:
        return arena_format(g->arena, "(%.*s or %.*s)", STR_ARG(a), STR_ARG(b));
    case 4:
        if (g->roster && !g->in_roster && !g->over) {
            g->over = true;
            a = condition(g, depth - 1);
            g->over = false;
            return arena_format(g->arena, "%s(household where %.*s)", one_in(g, 2) ? "any" : "all",
                                STR_ARG(a));
        }
        a = number_leaf(g);
        b = number_leaf(g);
        return arena_format(g->arena, "(%.*s == %.*s)", STR_ARG(a), STR_ARG(b));
    default:
        return arena_format(g->arena, "(%.*s and %.*s)", STR_ARG(a), STR_ARG(b));
    }
}

/* ---- items ----------------------------------------------------------------------------------- */

static void add_when(struct making *g, const char *indent)
{
    if (!one_in(g, 3)) {
        struct str when = condition(g, DEPTH - 1);
        buf_format(&g->items, "%s  when: '%.*s'\n%s  unknown: %s\n", indent, STR_ARG(when), indent,
                   one_in(g, 2) ? "ask" : "skip");
    }
}

static void add_checks(struct making *g, const char *indent)
{
    if (!one_in(g, 3)) {
        return;
    }
    buf_format(&g->items, "%s  checks:\n", indent);
    for (unsigned i = 0; i <= below(g, 2); i++) {
        struct str holds = condition(g, DEPTH - 1);
        buf_format(&g->items, "%s    - {id: c%u, %s: '%.*s'}\n", indent, g->checks_n,
                   one_in(g, 2) && !g->shuffling ? "hard" : "soft", STR_ARG(holds));
        buf_format(&g->checks, "  c%u: klopt dit\n", g->checks_n++);
    }
}

/* Some options under conditions, some left out, in some order. */
static void add_options(struct making *g, const char *indent, unsigned codes)
{
    if (!one_in(g, 3) || g->shuffling) {
        return; /* who is stuck at one of these may meet it first, or last */
    }
    const char *unknown = one_in(g, 2) ? "ask" : "skip";
    struct str rule = condition(g, 1);
    struct str second = condition(g, 1);
    buf_format(&g->items, "%s  options:\n", indent);
    g->made[g->n].narrowed = true;
    if (codes > 2 && one_in(g, 4)) {
        buf_format(&g->items, "%s    only: [2, 1]\n", indent);
        g->made[g->n].specify = false; /* what has a text is left out */
    }
    if (one_in(g, 4)) {
        buf_format(&g->items, "%s    order: random\n", indent);
    } else if (one_in(g, 3)) {
        buf_format(&g->items, "%s    when: {2: '%.*s', 1: '%.*s'}\n%s    unknown: %s\n", indent,
                   STR_ARG(rule), STR_ARG(second), indent, unknown);
    } else {
        buf_format(&g->items, "%s    when: {2: '%.*s'}\n%s    unknown: %s\n", indent, STR_ARG(rule), indent,
                   unknown);
    }
}

static void add_precision(struct making *g, const char *indent)
{
    static const char *const precisions[] = {"[year]", "[day, year]", "[month]", "[day, month, year]",
                                             "[day, month]"};
    if (one_in(g, 2)) {
        buf_format(&g->items, "%s  precision: %s\n", indent, precisions[below(g, ARRAY_LEN(precisions))]);
    }
}

static void add_type(struct making *g, enum sort sort, const char *indent)
{
    bool first = one_in(g, 2);
    switch (sort) {
    case SORT_YES:
    case SORT_ABC:
        buf_format(&g->items, "%s  type: code\n%s  list: %s\n", indent, indent,
                   sort == SORT_YES ? "yes" : "abc");
        add_options(g, indent, sort == SORT_YES ? 2 : 3);
        break;
    case SORT_OTHER:
        buf_format(&g->items, "%s  type: code\n%s  list: other\n", indent, indent);
        g->made[g->n].specify = true;
        add_options(g, indent, 2);
        break;
    case SORT_SET:
        buf_format(&g->items, "%s  type: set\n%s  list: %s\n%s  choose: {min: %u, max: %u}\n", indent, indent,
                   first ? "more" : "four", indent, below(g, 3), below(g, 2) + 2);
        g->made[g->n].specify = first;
        add_options(g, indent, 4);
        break;
    case SORT_TIME:
        buf_format(&g->items, "%s  type: time\n%s  min: %s\n%s  max: %s\n", indent, indent,
                   first ? "07:00" : "08:30", indent, one_in(g, 2) ? "08:30" : "10:00");
        break;
    case SORT_INT:
        buf_format(&g->items, "%s  type: int\n%s  min: %u\n%s  max: %u\n", indent, indent, below(g, 2),
                   indent, one_in(g, 4) ? 1000000u : below(g, 6) + 1);
        break;
    case SORT_HALF:
        buf_format(&g->items, "%s  type: decimal\n%s  min: 0\n%s  max: %u\n%s  step: 0.5\n", indent, indent,
                   indent, below(g, 4) + 1, indent);
        break;
    case SORT_DATE:
        buf_format(&g->items, "%s  type: date\n%s  min: %s\n%s  max: %s\n", indent, indent,
                   first ? "2000-01-01" : "2000-05-20", indent,
                   one_in(g, 3)   ? "today"
                   : one_in(g, 2) ? "2002-12-31"
                                  : "2001-07-04");
        add_precision(g, indent);
        break;
    case SORT_TEXT:
        buf_format(&g->items, "%s  type: text\n%s  length: 20\n", indent, indent);
        break;
    case SORT_DRAW:
        buf_format(&g->items, "%s  type: draw\n%s  of: 2\n", indent, indent);
        break;
    case SORT_BOOL:
    case SORT_SUM:
    case SORT_GROUP:
    case SORT_SEX:
    case SORT_LANGUAGE:
    case SORTS:
        break;
    }
    static const char *const allowed[] = {"[]", "[dont_know]", "[dont_know, refused]", "[refused]"};
    if (sort != SORT_DRAW) {
        buf_format(&g->items, "%s  allow: %s\n", indent, allowed[below(g, 4)]);
    }
}

static struct made *add_id(struct making *g, enum sort sort, const char *indent)
{
    struct made *made = &g->made[g->n];
    *made = (struct made){.sort = sort, .inside = g->in_roster, .shuffled = g->shuffling};
    struct str id = arena_format(g->arena, "v%u", g->n);
    memcpy(made->id, id.ptr, id.len + 1);
    buf_format(&g->items, "%s- id: %s\n", indent, made->id);
    buf_format(&g->words, "  %s: {label: %s, text: \"%s?\"}\n", made->id, made->id, made->id);
    return made;
}

static void add_question(struct making *g, const char *indent)
{
    static const enum sort sorts[] = {SORT_YES,  SORT_YES,   SORT_ABC, SORT_ABC,  SORT_INT,
                                      SORT_INT,  SORT_HALF,  SORT_SET, SORT_DATE, SORT_TEXT,
                                      SORT_TIME, SORT_OTHER, SORT_SET, SORT_DRAW};
    enum sort sort = sorts[below(g, ARRAY_LEN(sorts) - g->in_roster)];
    add_id(g, sort, indent);
    add_type(g, sort, indent);
    add_when(g, indent);
    g->own = (int)g->n++; /* its checks may read it */
    add_checks(g, indent);
    g->own = -1;
    if (g->made[g->n - 1].specify && g->n < ITEMS_MOST) {
        const struct made *question = &g->made[g->n - 1];
        struct made *text = &g->made[g->n++];
        *text = (struct made){.sort = SORT_TEXT, .inside = question->inside, .shuffled = question->shuffled};
        struct str id = arena_format(g->arena, "%s_other", question->id);
        memcpy(text->id, id.ptr, id.len + 1);
    }
}

static void add_computed(struct making *g, const char *indent)
{
    const struct made *date = one_in(g, 4) ? pick(g, 1u << SORT_DATE) : NULL;
    enum sort sort = date ? SORT_DATE : one_in(g, 2) ? SORT_BOOL : one_in(g, 2) ? SORT_SUM : SORT_ABC;
    add_id(g, sort, indent);
    buf_format(&g->items, "%s  type: computed\n", indent);
    if (sort == SORT_BOOL) {
        struct str value = condition(g, DEPTH);
        buf_format(&g->items, "%s  as: bool\n%s  value: '%.*s'\n", indent, indent, STR_ARG(value));
    } else if (sort == SORT_DATE) {
        const struct made *other = pick(g, 1u << SORT_DATE);
        buf_format(&g->items, "%s  as: date\n%s  value: %s ?? %s\n", indent, indent, date->id, other->id);
    } else if (sort == SORT_SUM && one_in(g, 3)) {
        struct str value = number(g, 2);
        buf_format(&g->items, "%s  as: decimal\n%s  step: 0.1\n%s  value: 'round(%.*s) / 10'\n", indent,
                   indent, indent, STR_ARG(value));
    } else if (sort == SORT_SUM) {
        struct str value = number(g, 2);
        buf_format(&g->items, "%s  as: int\n%s  value: 'round(%.*s)'\n", indent, indent, STR_ARG(value));
    } else {
        buf_format(&g->items, "%s  as: code\n%s  list: abc\n%s  cases:\n", indent, indent, indent);
        for (unsigned i = 0; i <= below(g, 2); i++) {
            struct str when = condition(g, 2);
            buf_format(&g->items, "%s    - {when: '%.*s', value: %u}\n", indent, STR_ARG(when),
                       below(g, 3) + 1);
        }
        if (one_in(g, 2)) {
            buf_format(&g->items, "%s    - {value: %u}\n", indent, below(g, 3) + 1);
        }
    }
    g->own = (int)g->n++;
    if (one_in(g, 4)) {
        add_checks(g, indent);
    }
    g->own = -1;
}

static void unshuffle(struct making *g)
{
    g->shuffling = false;
    for (unsigned i = 0; i < g->n; i++) {
        g->made[i].shuffled = false;
    }
}

static void add_grid(struct making *g)
{
    buf_format(&g->items, "- grid: g%u\n  list: abc\n  allow: %s\n", g->others_n,
               one_in(g, 2) ? "[]" : "[dont_know]");
    buf_format(&g->words, "  g%u: {label: grid, text: grid}\n", g->others_n++);
    add_when(g, "");
    add_options(g, "", 3);
    g->shuffling = one_in(g, 4);
    buf_add_text(&g->items, g->shuffling ? "  order: random\n  rows:\n" : "  rows:\n");
    for (unsigned i = 0; i <= below(g, 3); i++) {
        add_id(g, SORT_ABC, "  ");
        add_when(g, "  ");
        g->own = (int)g->n++;
        if (one_in(g, 3)) {
            add_checks(g, "  ");
        }
        g->own = -1;
    }
    unshuffle(g);
}

static void add_stop(struct making *g, const char *indent)
{
    struct str when = condition(g, DEPTH - 1);
    buf_format(&g->items, "%s- stop: s%u\n%s  when: '%.*s'\n%s  unknown: %s\n", indent, g->others_n, indent,
               STR_ARG(when), indent, one_in(g, 2) ? "ask" : "skip");
    buf_format(&g->stops, "  s%u: stop\n", g->others_n++);
}

static void add_block(struct making *g, const char *indent, bool outer)
{
    struct str inner = arena_format(g->arena, "%s  ", indent);
    buf_format(&g->items, "%s- block: b%u\n", indent, g->others_n);
    buf_format(&g->blocks, "  b%u: blok\n", g->others_n++);
    add_when(g, indent);
    if (one_in(g, 4)) {
        add_checks(g, indent);
    }
    bool random = outer && one_in(g, 4);
    g->shuffling = g->shuffling || random;
    buf_format(&g->items, "%s%s  items:\n", random ? "  order: random\n" : "", indent);
    for (unsigned i = 0; i <= below(g, 3); i++) {
        if (outer && !random && one_in(g, 6)) {
            add_block(g, inner.ptr, false);
        } else if (!g->shuffling && i > 0 && one_in(g, 8)) {
            add_stop(g, inner.ptr);
        } else {
            add_question(g, inner.ptr);
        }
    }
    if (random) {
        unshuffle(g);
    }
}

static void add_roster(struct making *g)
{
    struct made *count = add_id(g, SORT_INT, "");
    unsigned rows = below(g, 4) ? 2 : one_in(g, 2) ? 1 : 3;
    buf_format(&g->items, "  type: int\n  min: %u\n  max: %u\n  allow: %s\n", one_in(g, 6) ? 1u : 0u, rows,
               one_in(g, 2) ? "[]" : "[dont_know]");
    g->n++;
    buf_format(&g->items, "- roster: household\n  count: %s\n  max: %u\n", count->id, rows);
    add_when(g, "");
    buf_add_text(&g->items, "  items:\n");
    buf_add_text(&g->words, "  household: {label: household, text: household}\n");
    g->in_roster = true;
    add_question(g, "  ");
    if (one_in(g, 2)) {
        add_question(g, "  ");
    }
    if (one_in(g, 4)) {
        add_computed(g, "  ");
    }
    g->in_roster = false;
    g->roster = true;
}

static void add_item(struct making *g)
{
    unsigned kind = below(g, 14);
    if (kind == 0) {
        add_stop(g, "");
    } else if (kind <= 2) {
        add_computed(g, "");
    } else if (kind == 3) {
        add_block(g, "", true);
    } else if (kind == 4 && !g->roster) {
        add_roster(g);
    } else if (kind == 5) {
        add_grid(g);
    } else if (kind == 6) {
        struct str id = arena_format(g->arena, "n%u", g->others_n++);
        buf_format(&g->items, "- id: %s\n  type: note\n", id.ptr);
        buf_format(&g->words, "  %s: {text: note}\n", id.ptr);
        add_when(g, "");
    } else {
        add_question(g, "");
    }
}

/* ---- files ----------------------------------------------------------------------------------- */

static void put(struct generated *out, struct arena *arena, const char *path, struct str bytes)
{
    out->files[out->n++] = (struct definition_file){str_from(path), arena_copy(arena, bytes)};
}

static void put_words(struct making *g, struct generated *out)
{
    struct buf words = buf_new(BUF_LIMIT_DEFAULT);
    buf_add_text(&words, "language: nl\nname: Nederlands\ntitle: Proef\nitems:\n");
    buf_add(&words, buf_str(&g->words));
    const struct {
        const char *section;
        const struct buf *lines;
    } sections[] = {{"checks:\n", &g->checks}, {"blocks:\n", &g->blocks}, {"stops:\n", &g->stops}};
    for (size_t i = 0; i < ARRAY_LEN(sections); i++) {
        if (sections[i].lines->len) {
            buf_add_text(&words, sections[i].section);
            buf_add(&words, buf_str(sections[i].lines));
        }
    }
    put(out, g->arena, "text/nl.yaml", buf_str(&words));
    buf_free(&words);
}

static void put_variant(struct making *g, struct generated *out)
{
    unsigned n = 0;
    struct str items = STR_EMPTY;
    for (unsigned i = 0; i < g->n; i++) {
        bool chosen =
            g->made[i].sort == SORT_YES || g->made[i].sort == SORT_SET || g->made[i].sort == SORT_OTHER;
        if (chosen && !g->made[i].narrowed && one_in(g, 4)) {
            items = arena_format(g->arena, "%.*s  %s: {%s: [2]}\n", STR_ARG(items), g->made[i].id,
                                 one_in(g, 4) ? "first" : "hide");
            n++;
        }
    }
    if (n) {
        put(out, g->arena, "groups/ma.yaml",
            arena_format(g->arena, "group: ma\nitems:\n%.*s", STR_ARG(items)));
    }
}

/* What the sample says may be read by anything. */
static void add_known(struct making *g)
{
    static const struct made known[] = {{.sort = SORT_SEX, .id = "frame_sex"},
                                        {.sort = SORT_DATE, .id = "frame_birth"},
                                        {.sort = SORT_INT, .id = "frame_generation"},
                                        {.sort = SORT_LANGUAGE, .id = "language"}};
    if (one_in(g, 3)) {
        for (size_t i = 0; i < ARRAY_LEN(known); i++) {
            if (one_in(g, 2)) {
                g->made[g->n++] = known[i];
            }
        }
    }
}

static void add_head_check(struct making *g)
{
    struct str holds = condition(g, DEPTH - 1);
    if (one_in(g, 4)) {
        buf_format(&g->head, "checks:\n- {id: c%u, %s: '%.*s'}\n", g->checks_n,
                   one_in(g, 2) ? "hard" : "soft", STR_ARG(holds));
        buf_format(&g->checks, "  c%u: klopt dit\n", g->checks_n++);
    }
}

void generate(struct arena *arena, uint64_t number, struct generated *out)
{
    struct making g = {.arena = arena, .state = number * UINT64_C(0xD1342543DE82EF95) + 1};
    g.items = buf_new(BUF_LIMIT_DEFAULT);
    g.words = buf_new(BUF_LIMIT_DEFAULT);
    g.checks = buf_new(BUF_LIMIT_DEFAULT);
    g.blocks = buf_new(BUF_LIMIT_DEFAULT);
    g.stops = buf_new(BUF_LIMIT_DEFAULT);
    g.head = buf_new(BUF_LIMIT_DEFAULT);
    g.own = -1;
    out->n = 0;
    add_known(&g);
    unsigned known = g.n;
    buf_add_text(&g.items, "items:\n");
    unsigned items = 3 + below(&g, 5);
    for (unsigned i = 0; i < items && g.n + 4 < ITEMS_MOST; i++) {
        add_item(&g);
    }
    if (g.n == known) {
        add_question(&g, "");
    }
    add_head_check(&g);
    put(out, arena, "questionnaire.yaml",
        arena_format(arena,
                     "questionnaire: t\nversion: 1.0.0\ncodebook: codebook/t\nsource_language: nl\n"
                     "languages: [nl, en]\ngroups: [be, ma]\ninclude: [m.yaml]\n%.*s",
                     STR_ARG(buf_str(&g.head))));
    put(out, arena, "m.yaml", buf_str(&g.items));
    put_words(&g, out);
    put(out, arena, "text/en.yaml", STR("language: en\nname: English\ntitle: Try\n"));
    put_variant(&g, out);
    put(out, arena, "codebook/t/codebook.yaml",
        STR("codebook: t\nlanguages: [nl]\nlists:\n  yes: [1 yes, 2 no]\n  abc: [1 a, 2 b, 3 c]\n  other:\n  "
            "- 1 own\n  - {code: 2, name: other, specify: true}\n  four:\n  "
            "- 1 p\n"
            "  - 2 q\n  - 3 r\n  - {code: 4, name: none_of_these, exclusive: true}\n"
            "  more: [1 p, 2 q, {code: 3, name: other, specify: true}, {code: 4, name: none_of_these, "
            "exclusive: true}]\n"));
    put(out, arena, "codebook/t/text/nl.yaml",
        STR("language: nl\nlists:\n  yes: {1: ja, 2: nee}\n  abc: {1: aa, 2: bb, 3: cc}\n  other: {1: een, "
            "2: ander}\n"
            "  four: {1: p, 2: q, 3: r, 4: geen}\n  more: {1: p, 2: q, 3: ander, 4: geen}\n"));
    buf_free(&g.items);
    buf_free(&g.words);
    buf_free(&g.checks);
    buf_free(&g.blocks);
    buf_free(&g.stops);
    buf_free(&g.head);
}

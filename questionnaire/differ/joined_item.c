#include "questionnaire/differ/differ_priv.h"

#include <string.h>

/* One item of the joined questionnaire, in flow style: nothing in it depends on indentation. */

static char letter_of(const struct pair *pair, enum side side)
{
    return pair->shared ? JOINED_SHARED : side == OLD ? 'o' : 'n';
}

struct str joined_id(struct arena *arena, const struct pairing *p, char letter, const struct pair *pair)
{
    return arena_format(arena, "%c%zu", letter, (size_t)(pair - p->pairs));
}

const struct pair *joined_pair(const struct pairing *p, struct str id, enum side side, bool *asked)
{
    int64_t number = -1;
    if (!id.len || !str_to_int64(str_slice(id, 1, id.len), &number) || number < 0 || (size_t)number >= p->n) {
        return NULL;
    }
    const struct pair *pair = &p->pairs[number];
    *asked = id.ptr[0] == letter_of(pair, side);
    return pair;
}

/* ---- expressions -------------------------------------------------------------------------------- */

struct naming {
    struct joining *j;
    enum side side;
};

/* The text behind an option: the first of a list has no number. */
static struct str specify_name(struct joining *j, const struct variable *v, const struct variable *question,
                               struct str id)
{
    const struct option **options = NULL;
    size_t n = joined_options(j->arena, j->p, question->list->id, &options);
    struct str code = question->list->options[v->parent_option].code;
    for (size_t i = 0; i < n; i++) {
        if (options[i]->specify) {
            bool first = str_equal(options[i]->code, code);
            return first ? arena_format(j->arena, "%.*s_other", STR_ARG(id))
                         : arena_format(j->arena, "%.*s_other%.*s", STR_ARG(id), STR_ARG(code));
        }
    }
    return id;
}

static struct str name_of(struct joining *j, enum side side, uint32_t slot)
{
    const struct questionnaire *q = j->p->q[side];
    const struct variable *v = q->codebook->variables[slot];
    uint32_t item = q->item_of_slot[slot];
    if (item == NONE) {
        return v->id; /* built in */
    }
    const struct pair *pair = pair_of(j->p, side, item);
    struct str id = joined_id(j->arena, j->p, letter_of(pair, side), pair);
    return v->role == ROLE_SPECIFY ? specify_name(j, v, q->codebook->variables[v->parent], id) : id;
}

static struct str variable_name(void *context, uint32_t slot)
{
    const struct naming *n = context;
    return name_of(n->j, n->side, slot);
}

static struct str roster_name(void *context, uint32_t slot)
{
    const struct naming *n = context;
    const struct questionnaire *q = n->j->p->q[n->side];
    const struct pair *pair = pair_of(n->j->p, n->side, q->rosters[slot].item);
    return joined_id(n->j->arena, n->j->p, letter_of(pair, n->side), pair);
}

static struct str option_name(UNUSED void *context, const void *list, int32_t position)
{
    return ((const struct list *)list)->options[position].code;
}

/* Between single quotes, which are doubled. */
static struct str quoted(struct arena *arena, struct str text)
{
    struct buf out = buf_new(BUF_LIMIT_DEFAULT);
    buf_add_char(&out, '\'');
    for (size_t i = 0; i < text.len; i++) {
        buf_add_char(&out, text.ptr[i]);
        if (text.ptr[i] == '\'') {
            buf_add_char(&out, '\'');
        }
    }
    buf_add_char(&out, '\'');
    struct str scalar = arena_copy(arena, buf_str(&out));
    buf_free(&out);
    return scalar;
}

struct str joined_expr(struct joining *j, enum side side, const struct expr *expr)
{
    struct naming naming = {j, side};
    struct expr_names names = {variable_name, roster_name, option_name, &naming};
    return quoted(j->arena, expr_format(j->arena, expr->root, &names));
}

void joined_condition(struct joining *j, enum side side, const struct condition *when)
{
    if (when->expr) {
        buf_format(&j->items, ", when: %.*s, unknown: %s", STR_ARG(joined_expr(j, side, when->expr)),
                   when->unknown == UNKNOWN_ASK ? "ask" : "skip");
    }
}

/* ---- types -------------------------------------------------------------------------------------- */

static void add_value(struct joining *j, const char *key, const struct variable *v, struct value value)
{
    buf_format(&j->items, ", %s: ", key);
    value_write(&j->items, v, &value);
}

static void add_number(struct joining *j, const char *key, const struct variable *v, struct number number)
{
    add_value(j, key, v, (struct value){.kind = VALUE_NUMBER, .number = number});
}

static void add_day(struct joining *j, const char *key, struct date date, bool today)
{
    char text[DATE_TEXT_MAX];
    if (date.year || today) {
        buf_format(&j->items, ", %s: %s", key, date.year ? date_format(date, text).ptr : "today");
    }
}

static void add_numeric(struct joining *j, const struct variable *v)
{
    add_number(j, "min", v, v->min);
    add_number(j, "max", v, v->max);
    if (v->type == VARIABLE_DECIMAL) {
        add_number(j, "step", v, v->step);
    }
}

static void add_time(struct joining *j, const struct variable *v)
{
    buf_format(&j->items, ", min: '%02d:%02d', max: '%02d:%02d'", (int)(v->min.units / 60),
               (int)(v->min.units % 60), (int)(v->max.units / 60), (int)(v->max.units % 60));
}

static void add_date(struct joining *j, const struct variable *v)
{
    static const struct {
        enum date_precision precision;
        const char *word;
    } words[] = {{DATE_DAY, "day"}, {DATE_MONTH, "month"}, {DATE_YEAR, "year"}};
    add_day(j, "min", v->date_min, v->min_today);
    add_day(j, "max", v->date_max, v->max_today);
    buf_add_text(&j->items, ", precision: [");
    bool any = false;
    for (size_t i = 0; i < ARRAY_LEN(words); i++) {
        if (v->precisions & 1u << words[i].precision) {
            buf_format(&j->items, "%s%s", any ? ", " : "", words[i].word);
            any = true;
        }
    }
    buf_add_char(&j->items, ']');
}

static void add_choices(struct joining *j, const struct domain *domain)
{
    const struct variable *v = &domain->v;
    buf_format(&j->items, ", %s: %.*s", v->list->frame ? "frame" : "list", STR_ARG(v->list->id));
    if (v->type == VARIABLE_SET) {
        size_t most = v->choose_max < domain->codes_n ? v->choose_max : domain->codes_n;
        buf_format(&j->items, ", choose: {min: %u, max: %zu}", v->choose_min, most);
    }
}

static void add_type(struct joining *j, const struct domain *domain)
{
    const struct variable *v = &domain->v;
    bool lookup = v->list && v->list->frame;
    buf_format(&j->items, ", type: %s", lookup ? "lookup" : variable_type_name(v->type));
    switch (v->type) {
    case VARIABLE_CODE:
    case VARIABLE_SET:
        add_choices(j, domain);
        break;
    case VARIABLE_INT:
    case VARIABLE_DECIMAL:
        add_numeric(j, v);
        break;
    case VARIABLE_TEXT:
        buf_format(&j->items, ", length: %u", v->length);
        break;
    case VARIABLE_DATE:
        add_date(j, v);
        break;
    case VARIABLE_TIME:
        add_time(j, v);
        break;
    case VARIABLE_BOOL:
    case VARIABLE_TYPES:
        break;
    }
    buf_format(&j->items, ", allow: [%s%s%s]", v->allow & ALLOW_DONT_KNOW ? "dont_know" : "",
               v->allow == (ALLOW_DONT_KNOW | ALLOW_REFUSED) ? ", " : "",
               v->allow & ALLOW_REFUSED ? "refused" : "");
}

/* ---- options ------------------------------------------------------------------------------------ */

static bool is_among(const struct domain *domain, struct str code)
{
    for (size_t i = 0; i < domain->codes_n; i++) {
        if (str_equal(domain->codes[i], code)) {
            return true;
        }
    }
    return false;
}

static void add_rules(struct joining *j, const struct item *item, enum side side, const struct domain *domain)
{
    bool any = false;
    bool ask = false;
    for (size_t i = 0; i < item->option_rules_n; i++) {
        const struct option_rule *rule = &item->option_rules[i];
        struct str code = item->variable->list->options[rule->option].code;
        if (is_among(domain, code)) {
            buf_format(&j->items, "%s%.*s: %.*s", any ? ", " : ", when: {", STR_ARG(code),
                       STR_ARG(joined_expr(j, side, rule->when.expr)));
            any = true;
            ask = ask || rule->when.unknown == UNKNOWN_ASK;
        }
    }
    if (any) {
        buf_format(&j->items, "}, unknown: %s", ask ? "ask" : "skip");
    }
}

static void add_options(struct joining *j, const struct item *item, enum side side,
                        const struct domain *domain)
{
    buf_add_text(&j->items, ", options: {only: [");
    for (size_t i = 0; i < domain->codes_n; i++) {
        buf_format(&j->items, "%s%.*s", i ? ", " : "", STR_ARG(domain->codes[i]));
    }
    buf_add_char(&j->items, ']');
    add_rules(j, item, side, domain);
    buf_add_char(&j->items, '}');
}

/* ---- checks ------------------------------------------------------------------------------------- */

static void add_check(struct joining *j, struct str holds)
{
    bool first = j->items.ptr[j->items.len - 1] == '[';
    buf_format(&j->items, "%s{id: c%u, hard: %.*s}", first ? "" : ", ", j->checks_n, STR_ARG(holds));
    buf_format(&j->checks, "%sc%u: x", j->checks_n ? ", " : "", j->checks_n);
    j->checks_n++;
}

/* Does the other version have the very same check, on what is shared? Then it stands there once. */
static bool stands_there(struct joining *j, const struct check *check, const struct pair *pair)
{
    const struct questionnaire *old = j->p->q[OLD];
    uint32_t at = questionnaire_check(old, check->id);
    return pair->shared && at != NONE && old->checks[at].kind == CHECK_HARD &&
           str_equal(joined_expr(j, NEW, check->holds), joined_expr(j, OLD, old->checks[at].holds));
}

/* Soft checks bar nobody. */
static void add_checks(struct joining *j, const struct pair *pair, enum side side)
{
    const struct questionnaire *q = j->p->q[side];
    const struct item *item = pair_item(j->p, pair, side);
    uint32_t grid = item->grid;
    bool last = grid != NONE && item->index + 1 == q->items[grid].end;
    for (uint32_t c = 0; c < q->checks_n; c++) {
        const struct check *check = &q->checks[c];
        bool here = check->item == item->index || (last && check->item == grid);
        if (here && check->kind == CHECK_HARD && !(side == NEW && stands_there(j, check, pair))) {
            add_check(j, joined_expr(j, side, check->holds));
        }
    }
}

static struct str both_or_neither(struct joining *j, struct str a, struct str b)
{
    return arena_format(j->arena, "(%.*s and %.*s) or (not (%.*s) and not (%.*s))", STR_ARG(a), STR_ARG(b),
                        STR_ARG(a), STR_ARG(b));
}

/* Who is asked by both versions answers the same. */
static void add_tie(struct joining *j, const struct pair *pair, const struct domain *domain)
{
    struct arena *a = j->arena;
    struct str ids[2] = {joined_id(a, j->p, 'o', pair), joined_id(a, j->p, 'n', pair)};
    bool old_first = j->placed[OLD][pair - j->p->pairs];
    struct str there = ids[old_first ? OLD : NEW];
    struct str states = arena_format(
        a,
        "not asked(%.*s) or (dont_know(%.*s) and dont_know(%.*s)) or (refused(%.*s) and refused(%.*s)) or "
        "(answered(%.*s) and answered(%.*s))",
        STR_ARG(there), STR_ARG(ids[0]), STR_ARG(ids[1]), STR_ARG(ids[0]), STR_ARG(ids[1]), STR_ARG(ids[0]),
        STR_ARG(ids[1]));
    add_check(j, quoted(a, states));
    if (domain->v.type != VARIABLE_SET) {
        add_check(j, quoted(a, arena_format(a, "%.*s == %.*s", STR_ARG(ids[0]), STR_ARG(ids[1]))));
    }
    for (size_t i = 0; domain->v.type == VARIABLE_SET && i < domain->codes_n; i++) {
        struct str code = domain->codes[i];
        struct str old = arena_format(a, "%.*s has %.*s", STR_ARG(ids[0]), STR_ARG(code));
        struct str new = arena_format(a, "%.*s has %.*s", STR_ARG(ids[1]), STR_ARG(code));
        add_check(j, quoted(a, both_or_neither(j, old, new)));
    }
}

/* ---- items -------------------------------------------------------------------------------------- */

static bool domain_shared(struct joining *j, const struct pair *pair, struct domain *out)
{
    const struct item *old = pair_item(j->p, pair, OLD);
    const struct item *new = pair_item(j->p, pair, NEW);
    bool questions = old->kind == ITEM_QUESTION && new->kind == ITEM_QUESTION;
    bool lists = questions && (!old->variable->list || !new->variable->list ||
                               str_equal(old->variable->list->id, new->variable->list->id));
    return lists && domain_of(j->arena, old, new, j->group[OLD], j->group[NEW], out);
}

/* What both take; where that is nothing, or one of them has no such question, what this one takes. */
static struct domain leaf_domain(struct joining *j, const struct pair *pair, enum side side, bool *tied)
{
    const struct item *own = pair_item(j->p, pair, side);
    struct domain domain;
    *tied = pair_in_both(pair) && domain_shared(j, pair, &domain);
    if (!*tied) {
        (void)domain_of(j->arena, own, own, j->group[side], j->group[side], &domain);
    }
    *tied = *tied && !pair->shared && !pair->loose;
    return domain;
}

static void add_question(struct joining *j, const struct pair *pair, enum side side, unsigned sides)
{
    const struct item *item = pair_item(j->p, pair, side);
    bool tied = false;
    struct domain domain = leaf_domain(j, pair, side, &tied);
    add_type(j, &domain);
    if (domain.v.list && !domain.v.list->frame) {
        add_options(j, item, side, &domain);
    }
    buf_add_text(&j->items, ", checks: [");
    for (int s = OLD; s <= NEW; s++) {
        if (sides & 1u << s) {
            add_checks(j, pair, (enum side)s);
        }
    }
    if (tied && (j->placed[OLD][pair - j->p->pairs] || j->placed[NEW][pair - j->p->pairs])) {
        add_tie(j, pair, &domain);
    }
    buf_add_char(&j->items, ']');
}

static void add_computed(struct joining *j, const struct item *item, enum side side)
{
    const struct variable *v = item->variable;
    buf_format(&j->items, ", type: computed, as: %s", variable_type_name(v->type));
    if (v->list) {
        buf_format(&j->items, ", %s: %.*s", v->list->frame ? "frame" : "list", STR_ARG(v->list->id));
    }
    if (v->type == VARIABLE_DECIMAL) {
        add_number(j, "step", v, v->step);
    }
    buf_add_text(&j->items, ", cases: [");
    for (size_t i = 0; i < item->cases_n; i++) {
        const struct computed_case *c = &item->cases[i];
        buf_add_text(&j->items, i ? ", {" : "{");
        if (c->when) {
            buf_format(&j->items, "when: %.*s, ", STR_ARG(joined_expr(j, side, c->when)));
        }
        buf_format(&j->items, "value: %.*s}", STR_ARG(joined_expr(j, side, c->value)));
    }
    buf_add_char(&j->items, ']');
}

static void add_kind(struct joining *j, const struct pair *pair, enum side side, unsigned sides)
{
    const struct item *item = pair_item(j->p, pair, side);
    if (item->kind == ITEM_QUESTION) {
        add_question(j, pair, side, sides);
    } else if (item->kind == ITEM_COMPUTED) {
        add_computed(j, item, side);
    } else if (item->kind == ITEM_DRAW) {
        buf_format(&j->items, ", type: draw, of: %u", item->draw_of);
    } else if (!pair->shared) {
        /* A note or stop of one version: the other goes on. Asked, and with one answer only. */
        buf_add_text(&j->items, ", type: code, list: nothing, allow: []");
    } else if (item->kind == ITEM_NOTE) {
        buf_add_text(&j->items, ", type: note");
    }
}

void joined_leaf(struct joining *j, const struct pair *pair, unsigned sides)
{
    enum side side = sides & 1u << NEW ? NEW : OLD;
    const struct item *item = pair_item(j->p, pair, side);
    struct str id = joined_id(j->arena, j->p, letter_of(pair, side), pair);
    bool stop = item->kind == ITEM_STOP && pair->shared;
    buf_format(&j->items, "{%s: %.*s", stop ? "stop" : "id", STR_ARG(id));
    add_kind(j, pair, side, sides);
    joined_condition(j, side, &item->when);
    buf_add_text(&j->items, "}");
    struct buf *words = stop ? &j->stops : &j->words;
    buf_format(words, stop ? "  %.*s: x\n" : "  %.*s: {label: x, text: x}\n", STR_ARG(id));
}

static void add_note(struct joining *j, const struct pair *pair, char letter, enum side asked)
{
    enum side other = asked == OLD ? NEW : OLD;
    struct str id = joined_id(j->arena, j->p, letter, pair);
    struct str yes = joined_id(j->arena, j->p, letter_of(pair, asked), pair);
    struct str no = joined_id(j->arena, j->p, letter_of(pair, other), pair);
    joined_open(j);
    buf_format(&j->items, "{id: %.*s, type: note, when: 'asked(%.*s) and not asked(%.*s)'}", STR_ARG(id),
               STR_ARG(yes), STR_ARG(no));
    joined_close(j);
    buf_format(&j->words, "  %.*s: {label: x, text: x}\n", STR_ARG(id));
}

void joined_notes(struct joining *j, const struct pair *pair)
{
    add_note(j, pair, JOINED_ONLY_OLD, OLD);
    add_note(j, pair, JOINED_ONLY_NEW, NEW);
}

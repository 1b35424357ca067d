#include "questionnaire/load_priv.h"

/* What the type of an item says about its variable. */

enum {
    TEXT_LENGTH = 500,
    TEXT_LENGTH_MOST = 100000,
    FRAME_NAME_LONGEST = 28,
    DRAW_MOST = 100,
};

/* A number such that sums and differences of answers stay far from 64 bits. */
#define NUMBER_MOST 1000000000000LL

struct reading {
    struct loader *l;
    struct draft *d;
    struct variable *v;
};

/* ---- parts that several types have ----------------------------------------------------------- */

bool allow_read(struct loader *l, const struct node *node, unsigned *out)
{
    static const char *const words[] = {"dont_know", "refused"};
    static const unsigned bits[] = {ALLOW_DONT_KNOW, ALLOW_REFUSED};
    definition_enter(&l->def, STR("allow"));
    bool good = definition_is(&l->def, node, NODE_LIST);
    unsigned allowed = 0;
    for (size_t i = 0; good && i < node->n; i++) {
        size_t which = 0;
        if (definition_choice(&l->def, node->items[i], words, ARRAY_LEN(words), &which)) {
            allowed |= bits[which];
        } else {
            good = false;
        }
    }
    definition_leave(&l->def);
    if (good) {
        *out = allowed;
    }
    return good;
}

static const struct list *list_named(struct loader *l, const struct node *node)
{
    struct str id;
    if (!definition_text(&l->def, node, &id)) {
        return NULL;
    }
    const struct list *list = codebook_list(l->book, id);
    if (!list || list->frame) {
        const struct str *ids = NULL;
        definition_error(&l->def, "E108", node, "there is no list '%.*s' in the codebook", STR_ARG(id));
        size_t n = definition_may_suggest(&l->def) ? codebook_list_ids(l->book, &ids) : 0;
        diag_suggest(l->def.diags, id, ids, n);
        return NULL;
    }
    return list;
}

static const struct list *find_list(struct loader *l, const struct node *node)
{
    definition_enter(&l->def, STR("list"));
    const struct list *list = node ? list_named(l, node) : NULL;
    definition_leave(&l->def);
    return list;
}

static const struct list *find_frame(struct loader *l, const struct node *node)
{
    struct str id;
    const struct list *list = NULL;
    size_t from = l->def.diags->n;
    definition_enter(&l->def, STR("frame"));
    if (node && definition_text(&l->def, node, &id)) {
        list = codebook_frame(l->book, id, l->def.source, node);
        definition_mark(&l->def, from);
    }
    definition_leave(&l->def);
    return list;
}

static bool read_bound(struct loader *l, const struct node *node, bool whole, struct number *out)
{
    if (!definition_number(&l->def, node, out)) {
        return false;
    }
    struct number most = number_int(NUMBER_MOST);
    struct number least = number_int(-NUMBER_MOST);
    if (number_compare(*out, most) > 0 || number_compare(*out, least) < 0) {
        return definition_error(&l->def, "E111", node, "a bound lies between -10^12 and 10^12");
    }
    struct number cut = {out->units, out->scale};
    while (cut.scale && cut.units % 10 == 0) {
        cut.units /= 10;
        cut.scale--;
    }
    if (whole && cut.scale) {
        return definition_error(&l->def, "E111", node, "the bound of a whole number is a whole number");
    }
    *out = cut;
    return true;
}

static bool number_bound(struct loader *l, const char *key, const struct node *node, bool whole,
                         struct number *out)
{
    definition_enter(&l->def, str_from(key));
    bool good = node && read_bound(l, node, whole, out);
    definition_leave(&l->def);
    return good;
}

static void check_order(const struct reading *r, bool good)
{
    if (!good) {
        definition_error(&r->l->def, "E113", r->d->max, "'max' is smaller than 'min'");
    }
}

static void read_step(struct loader *l, const struct node *node, struct number *out)
{
    definition_enter(&l->def, STR("step"));
    if (definition_number(&l->def, node, out) && out->units <= 0) {
        definition_error(&l->def, "E111", node, "the step is more than 0");
    }
    definition_leave(&l->def);
}

/* `choose: {min: 1, max: 3}` */
struct choose {
    int64_t min, max;
    int64_t most;
};

static bool choose_min(struct definition *def, void *context, const struct node *node)
{
    struct choose *choose = context;
    return definition_integer(def, node, 0, choose->most, &choose->min);
}

static bool choose_max(struct definition *def, void *context, const struct node *node)
{
    struct choose *choose = context;
    return definition_integer(def, node, 1, choose->most, &choose->max);
}

static const struct definition_key choose_keys[] = {{"min", choose_min}, {"max", choose_max}};

static void read_choose(const struct reading *r)
{
    int64_t all = r->v->list ? (int64_t)r->v->list->n : 1;
    struct choose choose = {.min = 1, .max = all, .most = all};
    if (r->d->choose) {
        definition_enter(&r->l->def, STR("choose"));
        if (definition_map(&r->l->def, r->d->choose, choose_keys, ARRAY_LEN(choose_keys), &choose) &&
            choose.min > choose.max) {
            definition_error(&r->l->def, "E113", r->d->choose, "'max' is smaller than 'min'");
        }
        definition_leave(&r->l->def);
    }
    r->v->choose_min = (uint32_t)choose.min;
    r->v->choose_max = (uint32_t)choose.max;
}

/* ---- the types ------------------------------------------------------------------------------- */

static void read_code(const struct reading *r)
{
    r->v->type = VARIABLE_CODE;
    r->v->list = find_list(r->l, r->d->list);
}

static void read_set(const struct reading *r)
{
    r->v->type = VARIABLE_SET;
    r->v->list = find_list(r->l, r->d->list);
    read_choose(r);
}

static void read_lookup(const struct reading *r)
{
    r->v->type = r->d->choose ? VARIABLE_SET : VARIABLE_CODE;
    r->v->list = find_frame(r->l, r->d->frame);
    if (r->d->choose) {
        read_choose(r);
    }
}

static void read_int(const struct reading *r)
{
    r->v->type = VARIABLE_INT;
    r->v->measure = MEASURE_SCALE;
    r->v->step = number_int(1);
    bool both = number_bound(r->l, "min", r->d->min, true, &r->v->min);
    both = number_bound(r->l, "max", r->d->max, true, &r->v->max) && both;
    check_order(r, !both || number_compare(r->v->min, r->v->max) <= 0);
}

static void read_decimal(const struct reading *r)
{
    r->v->type = VARIABLE_DECIMAL;
    r->v->measure = MEASURE_SCALE;
    bool both = number_bound(r->l, "min", r->d->min, false, &r->v->min);
    both = number_bound(r->l, "max", r->d->max, false, &r->v->max) && both;
    check_order(r, !both || number_compare(r->v->min, r->v->max) <= 0);
    r->v->step = number_int(1);
    read_step(r->l, r->d->step, &r->v->step);
}

static void read_text(const struct reading *r)
{
    int64_t length = TEXT_LENGTH;
    r->v->type = VARIABLE_TEXT;
    definition_enter(&r->l->def, STR("length"));
    if (r->d->length) {
        (void)definition_integer(&r->l->def, r->d->length, 1, TEXT_LENGTH_MOST, &length);
    }
    r->v->length = (uint32_t)length;
    definition_turn(&r->l->def, STR("lines"));
    if (r->d->lines) {
        (void)definition_flag(&r->l->def, r->d->lines, &r->v->lines);
    }
    definition_turn(&r->l->def, STR("coded"));
    if (r->d->coded) {
        /* The frame is not read here: interviewers need none of it, and coders work with the newest. */
        (void)definition_id(&r->l->def, r->d->coded, FRAME_NAME_LONGEST, &r->v->coded);
    }
    definition_leave(&r->l->def);
}

/* An ISO date, or `today`. */
static void date_bound(const struct reading *r, const struct node *node, struct date *date, bool *today)
{
    struct str text;
    if (!node || !definition_text(&r->l->def, node, &text)) {
        return;
    }
    if (str_is(text, "today")) {
        *today = true;
    } else if (!date_parse_iso(text, date)) {
        definition_error(&r->l->def, "E111", node, "'%.*s' is not a date: write 1990-12-31, or today",
                         STR_ARG(text));
    }
}

static void read_precision(const struct reading *r)
{
    static const char *const words[] = {"day", "month", "year"};
    static const enum date_precision precisions[] = {DATE_DAY, DATE_MONTH, DATE_YEAR};
    const struct node *node = r->d->precision;
    r->v->precisions = 1u << DATE_DAY;
    if (!node || !definition_is(&r->l->def, node, NODE_LIST)) {
        return;
    }
    r->v->precisions = 0;
    for (size_t i = 0; i < node->n; i++) {
        size_t which = 0;
        if (definition_choice(&r->l->def, node->items[i], words, ARRAY_LEN(words), &which)) {
            r->v->precisions |= 1u << precisions[which];
        }
    }
    if (!node->n) {
        definition_error(&r->l->def, "E109", node, "at least one of day, month, year");
    }
}

static void read_date(const struct reading *r)
{
    r->v->type = VARIABLE_DATE;
    r->v->measure = MEASURE_SCALE;
    definition_enter(&r->l->def, STR("min"));
    date_bound(r, r->d->min, &r->v->date_min, &r->v->min_today);
    definition_turn(&r->l->def, STR("max"));
    date_bound(r, r->d->max, &r->v->date_max, &r->v->max_today);
    definition_leave(&r->l->def);
    bool both = r->v->date_min.year && r->v->date_max.year;
    check_order(r, !both || date_first(r->v->date_min) <= date_last(r->v->date_max));
    definition_enter(&r->l->def, STR("precision"));
    read_precision(r);
    definition_leave(&r->l->def);
}

static void time_bound(const struct reading *r, const struct node *node, struct number *out)
{
    struct str text;
    int32_t minutes = 0;
    if (!node || !definition_text(&r->l->def, node, &text)) {
        return;
    }
    if (!time_parse(text, &minutes)) {
        definition_error(&r->l->def, "E111", node, "'%.*s' is not a time: write 08:30", STR_ARG(text));
        return;
    }
    *out = number_int(minutes);
}

static void read_time(const struct reading *r)
{
    r->v->type = VARIABLE_TIME;
    r->v->measure = MEASURE_SCALE;
    r->v->min = number_int(0);
    r->v->max = number_int(24 * 60 - 1);
    definition_enter(&r->l->def, STR("min"));
    time_bound(r, r->d->min, &r->v->min);
    definition_turn(&r->l->def, STR("max"));
    time_bound(r, r->d->max, &r->v->max);
    definition_leave(&r->l->def);
    check_order(r, number_compare(r->v->min, r->v->max) <= 0);
}

static void read_draw(const struct reading *r)
{
    int64_t of = 2;
    r->v->type = VARIABLE_INT;
    r->v->role = ROLE_DRAW;
    definition_enter(&r->l->def, STR("of"));
    (void)definition_integer(&r->l->def, r->d->of, 2, DRAW_MOST, &of);
    definition_leave(&r->l->def);
    r->d->item.draw_of = (uint32_t)of;
    r->v->step = number_int(1);
    r->v->min = number_int(1);
    r->v->max = number_int(of);
}

/* ---- computed -------------------------------------------------------------------------------- */

static void computed_needs(const struct reading *r, const struct node *key, const char *name, bool wanted)
{
    if (key && !wanted) {
        definition_error(&r->l->def, "E110", key, "'%s' does not go with `as: %s` here", name,
                         variable_type_name(r->v->type));
    }
}

static void computed_list(const struct reading *r)
{
    if (!r->d->list == !r->d->frame) {
        definition_error(&r->l->def, "E109", r->d->as, "`as: code` needs one of 'list' and 'frame'");
        return;
    }
    r->v->list = r->d->list ? find_list(r->l, r->d->list) : find_frame(r->l, r->d->frame);
}

static void read_computed(const struct reading *r)
{
    static const char *const words[] = {"int", "decimal", "code", "bool", "date"};
    static const enum variable_type as[] = {VARIABLE_INT, VARIABLE_DECIMAL, VARIABLE_CODE, VARIABLE_BOOL,
                                            VARIABLE_DATE};
    size_t which = 0;
    r->v->role = ROLE_COMPUTED;
    r->v->step = number_int(1);
    definition_enter(&r->l->def, STR("as"));
    r->d->broken = !definition_choice(&r->l->def, r->d->as, words, ARRAY_LEN(words), &which);
    definition_leave(&r->l->def);
    if (r->d->broken) {
        return;
    }
    r->v->type = as[which];
    r->v->measure =
        r->v->type == VARIABLE_CODE || r->v->type == VARIABLE_BOOL ? MEASURE_NOMINAL : MEASURE_SCALE;
    r->v->precisions = 1u << DATE_DAY | 1u << DATE_MONTH | 1u << DATE_YEAR;
    if (r->v->type == VARIABLE_CODE) {
        computed_list(r);
    }
    if (r->v->type == VARIABLE_DECIMAL && r->d->step) {
        read_step(r->l, r->d->step, &r->v->step);
    } else if (r->v->type == VARIABLE_DECIMAL) {
        definition_error(&r->l->def, "E109", r->d->as, "`as: decimal` needs 'step', such as 0.01");
    }
    computed_needs(r, r->d->step, "step", r->v->type == VARIABLE_DECIMAL);
    computed_needs(r, r->d->list, "list", r->v->type == VARIABLE_CODE);
    computed_needs(r, r->d->frame, "frame", r->v->type == VARIABLE_CODE);
    if (!r->d->value == !r->d->cases) {
        definition_error(&r->l->def, "E109", r->d->id, "a computed variable has one of 'value' and 'cases'");
    }
}

/* ---- grids ----------------------------------------------------------------------------------- */

static void read_grid(struct loader *l, struct draft *d)
{
    d->options_list = find_list(l, d->list);
    d->allowed = l->allowed;
    if (d->allow) {
        (void)allow_read(l, d->allow, &d->allowed);
    }
    options_declare(l, d);
}

/* A row is a question over its grid's list. */
static void read_row(const struct reading *r)
{
    const struct draft *grid = r->l->drafts[r->d->item.grid];
    r->v->type = VARIABLE_CODE;
    r->v->list = grid->options_list;
    const struct draft *first = r->l->drafts[grid->item.index + 1];
    r->v->grid = first->variable ? first->variable->slot : r->v->slot;
    r->d->item.read_out = grid->item.read_out;
    r->d->item.card = grid->item.card;
    definition_enter(&r->l->def, STR("reverse"));
    if (r->d->reverse) {
        (void)definition_flag(&r->l->def, r->d->reverse, &r->v->reverse);
    }
    definition_leave(&r->l->def);
}

/* ---- one item -------------------------------------------------------------------------------- */

static const struct {
    enum item_sort sort;
    void (*read)(const struct reading *r);
} readers[] = {
    {SORT_CODE, read_code}, {SORT_SET, read_set},           {SORT_LOOKUP, read_lookup},
    {SORT_INT, read_int},   {SORT_DECIMAL, read_decimal},   {SORT_TEXT, read_text},
    {SORT_DATE, read_date}, {SORT_TIME, read_time},         {SORT_DRAW, read_draw},
    {SORT_ROW, read_row},   {SORT_COMPUTED, read_computed},
};

static void read_measure(const struct reading *r, const struct node *node)
{
    static const char *const words[] = {"nominal", "ordinal", "scale"};
    static const enum variable_measure measures[] = {MEASURE_NOMINAL, MEASURE_ORDINAL, MEASURE_SCALE};
    size_t which = 0;
    definition_enter(&r->l->def, STR("measure"));
    if (node && definition_choice(&r->l->def, node, words, ARRAY_LEN(words), &which)) {
        r->v->measure = measures[which];
    }
    definition_leave(&r->l->def);
}

static void read_allowed(const struct reading *r)
{
    bool asked = ((unsigned)r->d->sort & (SORTS_ASKED | SORT_ROW)) != 0;
    if (!asked) {
        return;
    }
    r->v->allow = r->d->sort == SORT_ROW ? r->l->drafts[r->d->item.grid]->allowed : r->l->allowed;
    if (r->d->allow) {
        (void)allow_read(r->l, r->d->allow, &r->v->allow);
    }
}

void type_read(struct loader *l, struct draft *d)
{
    if (d->sort == SORT_GRID) {
        read_grid(l, d);
        return;
    }
    size_t i = 0;
    while (i < ARRAY_LEN(readers) && readers[i].sort != d->sort) {
        i++;
    }
    if (i == ARRAY_LEN(readers)) {
        return;
    }
    struct reading r = {l, d, loader_declare(l, d->item.id, d->item.index)};
    r.v->roster = d->item.roster == NONE ? EXPR_NO_ROSTER : d->item.roster;
    readers[i].read(&r);
    read_allowed(&r);
    read_measure(&r, d->sort == SORT_ROW ? l->drafts[d->item.grid]->measure : d->measure);
    bool list_missing = !r.v->list && (r.v->type == VARIABLE_CODE || r.v->type == VARIABLE_SET);
    if (list_missing || d->broken) {
        return; /* said already; what reads it is not blamed again */
    }
    d->variable = r.v;
    d->item.variable = r.v;
    if ((unsigned)d->sort & (SORT_CODE | SORT_SET | SORT_LOOKUP | SORT_ROW)) {
        d->options_list = r.v->list;
        options_declare(l, d);
    }
}

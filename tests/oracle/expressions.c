#include "tests/oracle/encode.h"

/* Expressions as formulas, by section 7 of the language: a value or the reasons why there is none. */

struct z_row {
    uint32_t roster, row;
    const struct z_row *outer;
};

struct zrun {
    struct encoding *e;
    uint32_t row;
    const struct z_row *at;
};

static struct zvalue of(struct zrun *r, const struct expr_node *node);

static struct zvalue known(struct encoding *e, Z3_ast value)
{
    return (struct zvalue){.known = z_bool(e, true),
                           .rf = z_bool(e, false),
                           .dk = z_bool(e, false),
                           .na = z_bool(e, false),
                           .value = value};
}

/* Both have a value; the reasons are those of the ones that have none. */
static struct zvalue strict(struct encoding *e, const struct zvalue *a, const struct zvalue *b, Z3_ast value)
{
    struct zvalue v = known(e, value);
    v.known = z_and(e, a->known, b->known);
    v.rf = z_or(e, z_and(e, z_not(e, a->known), a->rf), z_and(e, z_not(e, b->known), b->rf));
    v.dk = z_or(e, z_and(e, z_not(e, a->known), a->dk), z_and(e, z_not(e, b->known), b->dk));
    v.na = z_or(e, z_and(e, z_not(e, a->known), a->na), z_and(e, z_not(e, b->known), b->na));
    return v;
}

static struct zvalue strict_one(const struct zvalue *a, Z3_ast value)
{
    struct zvalue v = *a;
    v.value = value;
    v.last = v.year = v.month = NULL;
    return v;
}

Z3_ast encode_true(const struct zvalue *v, struct encoding *e)
{
    return z_and(e, v->known, v->value);
}

static Z3_ast is_false(struct encoding *e, const struct zvalue *v)
{
    return z_and(e, v->known, z_not(e, v->value));
}

/* ---- leaves ---------------------------------------------------------------------------------- */

static uint32_t row_of(const struct zrun *r, uint32_t roster)
{
    for (const struct z_row *at = r->at; at; at = at->outer) {
        if (at->roster == roster) {
            return at->row;
        }
    }
    return roster == EXPR_NO_ROSTER ? 0 : r->row;
}

static int text_number(struct encoding *e, struct str text)
{
    for (unsigned i = 0; i < e->texts_n; i++) {
        if (str_equal(e->texts[i], text)) {
            return (int)i + 1;
        }
    }
    if (e->texts_n == 16) {
        e->beyond = true;
        return 0;
    }
    e->texts[e->texts_n++] = text;
    Z3_ast number = z_int(e, e->texts_n);
    z_must(e, Z3_mk_eq(e->z, Z3_mk_app(e->z, e->length, 1, &number), z_int(e, (int64_t)text.len)));
    return (int)e->texts_n;
}

static struct zvalue known_date(struct encoding *e, struct date date)
{
    struct zvalue v = known(e, z_int(e, date_first(date)));
    v.last = z_int(e, date_last(date));
    v.first_year = date.year;
    v.year = z_int(e, date.year);
    v.month = z_int(e, date.month ? date.month : 1);
    return v;
}

static struct zvalue known_today(struct encoding *e)
{
    struct zvalue v = known(e, e->today);
    v.first_year = date_from_days(e->first_day).year;
    return v;
}

static struct zvalue constant(struct zrun *r, const struct value *value)
{
    struct encoding *e = r->e;
    switch (value->kind) {
    case VALUE_BOOL:
        return known(e, z_bool(e, value->truth));
    case VALUE_NUMBER:
        return known(e, z_real(e, value->number));
    case VALUE_CODE:
        return known(e, z_int(e, value->code));
    case VALUE_TEXT:
        return known(e, z_int(e, text_number(e, value->text)));
    case VALUE_DATE:
        return known_date(e, value->date);
    case VALUE_TIME:
        return known(e, z_int(e, value->minutes));
    case VALUE_SET:
    case VALUE_NONE:
        break;
    }
    e->beyond = true;
    return known(e, z_bool(e, false));
}

/* ---- logic ----------------------------------------------------------------------------------- */

static struct zvalue chain(struct zrun *r, const struct expr_node *node, bool decides)
{
    struct encoding *e = r->e;
    Z3_ast decided = z_bool(e, false);
    Z3_ast all = z_bool(e, true);
    struct zvalue v = known(e, NULL);
    for (uint32_t i = 0; i < node->n; i++) {
        struct zvalue a = of(r, node->args[i]);
        Z3_ast truth = decides ? a.value : z_not(e, a.value);
        Z3_ast none = z_not(e, a.known);
        decided = z_or(e, decided, z_and(e, a.known, truth));
        all = z_and(e, all, a.known);
        v.rf = z_or(e, v.rf, z_and(e, none, a.rf));
        v.dk = z_or(e, v.dk, z_and(e, none, a.dk));
        v.na = z_or(e, v.na, z_and(e, none, a.na));
    }
    v.known = z_or(e, decided, all);
    v.value = decides ? decided : z_not(e, decided);
    return v;
}

static struct zvalue either(struct encoding *e, Z3_ast when, const struct zvalue *a, const struct zvalue *b)
{
    struct zvalue v = *a;
    v.known = z_choose(e, when, a->known, b->known);
    v.rf = z_choose(e, when, a->rf, b->rf);
    v.dk = z_choose(e, when, a->dk, b->dk);
    v.na = z_choose(e, when, a->na, b->na);
    v.value = z_choose(e, when, a->value, b->value);
    v.last = a->last || b->last ? z_choose(e, when, z_last(a), z_last(b)) : NULL;
    v.first_year = a->first_year < b->first_year ? a->first_year : b->first_year;
    v.year = a->year && b->year ? z_choose(e, when, a->year, b->year) : NULL;
    v.month = a->month && b->month ? z_choose(e, when, a->month, b->month) : NULL;
    return v;
}

static struct zvalue by_default(struct zrun *r, const struct expr_node *node)
{
    struct encoding *e = r->e;
    struct zvalue a = of(r, node->args[0]);
    struct zvalue b = of(r, node->args[1]);
    b.rf = z_or(e, b.rf, a.rf);
    b.dk = z_or(e, b.dk, a.dk);
    b.na = z_or(e, b.na, a.na);
    return either(e, a.known, &a, &b);
}

static struct zvalue by_condition(struct zrun *r, const struct expr_node *node)
{
    struct encoding *e = r->e;
    struct zvalue c = of(r, node->args[0]);
    struct zvalue a = of(r, node->args[1]);
    struct zvalue b = of(r, node->args[2]);
    struct zvalue one = either(e, c.value, &a, &b);
    struct zvalue none = c;
    none.value = one.value;
    return either(e, c.known, &one, &none);
}

static struct zvalue state_of(struct zrun *r, const struct expr_node *node)
{
    struct encoding *e = r->e;
    struct zvalue c = encode_cell(e, node->args[0]->slot, row_of(r, node->args[0]->roster));
    Z3_ast none = z_not(e, c.known);
    Z3_ast dk = z_and(e, none, c.dk);
    Z3_ast rf = z_and(e, none, c.rf);
    switch ((int)node->op) {
    case EXPR_ANSWERED:
        return known(e, c.known);
    case EXPR_DONT_KNOW:
        return known(e, dk);
    case EXPR_REFUSED:
        return known(e, rf);
    case EXPR_ASKED:
        return known(e, z_or(e, c.known, z_or(e, dk, rf)));
    default:
        return known(e, z_bool(e, false)); /* nobody went back: nothing is parked */
    }
}

/* ---- comparisons ----------------------------------------------------------------------------- */

/* A code's number in place of its position. */
static Z3_ast number_of_code(struct encoding *e, const struct list *list, Z3_ast code)
{
    Z3_ast number = z_int(e, 0);
    for (size_t i = 0; i < list->n; i++) {
        Z3_ast here = Z3_mk_eq(e->z, code, z_int(e, (int64_t)i));
        number = z_choose(e, here, z_int(e, list->options[i].number), number);
    }
    return number;
}

static Z3_ast ordered(struct encoding *e, enum expr_op op, Z3_ast a, Z3_ast b)
{
    switch ((int)op) {
    case EXPR_EQ:
        return Z3_mk_eq(e->z, a, b);
    case EXPR_NE:
        return z_not(e, Z3_mk_eq(e->z, a, b));
    case EXPR_LT:
        return Z3_mk_lt(e->z, a, b);
    case EXPR_LE:
        return Z3_mk_le(e->z, a, b);
    case EXPR_GT:
        return Z3_mk_gt(e->z, a, b);
    default:
        return Z3_mk_ge(e->z, a, b);
    }
}

/* A date is the interval of its days: it compares where all pairs of days agree. */
static struct zvalue compared_dates(struct encoding *e, enum expr_op op, const struct zvalue *a,
                                    const struct zvalue *b)
{
    Z3_context z = e->z;
    Z3_ast a_last = z_last(a);
    Z3_ast b_last = z_last(b);
    Z3_ast apart = z_or(e, Z3_mk_lt(z, a_last, b->value), Z3_mk_lt(z, b_last, a->value));
    Z3_ast one = z_and(e, Z3_mk_eq(z, a->value, b->value),
                       z_and(e, Z3_mk_eq(z, a->value, a_last), Z3_mk_eq(z, b->value, b_last)));
    Z3_ast always = op == EXPR_EQ   ? one
                    : op == EXPR_NE ? apart
                    : op == EXPR_LT ? Z3_mk_lt(z, a_last, b->value)
                    : op == EXPR_LE ? Z3_mk_le(z, a_last, b->value)
                    : op == EXPR_GT ? Z3_mk_gt(z, a->value, b_last)
                                    : Z3_mk_ge(z, a->value, b_last);
    Z3_ast never = op == EXPR_EQ   ? apart
                   : op == EXPR_NE ? one
                   : op == EXPR_LT ? Z3_mk_ge(z, a->value, b_last)
                   : op == EXPR_LE ? Z3_mk_gt(z, a->value, b_last)
                   : op == EXPR_GT ? Z3_mk_le(z, a_last, b->value)
                                   : Z3_mk_lt(z, a_last, b->value);
    struct zvalue v = strict(e, a, b, always);
    Z3_ast open = z_and(e, v.known, z_not(e, z_or(e, always, never)));
    v.na = z_or(e, v.na, open);
    v.known = z_and(e, v.known, z_not(e, open));
    return v;
}

static struct zvalue compared(struct zrun *r, const struct expr_node *node)
{
    struct encoding *e = r->e;
    struct zvalue a = of(r, node->args[0]);
    struct zvalue b = of(r, node->args[1]);
    if (node->args[0]->type.kind == VALUE_DATE) {
        return compared_dates(e, node->op, &a, &b);
    }
    Z3_ast x = a.value;
    Z3_ast y = b.value;
    if (node->args[0]->type.kind == VALUE_CODE && node->op != EXPR_EQ && node->op != EXPR_NE) {
        x = number_of_code(e, node->args[0]->type.list, x);
        y = number_of_code(e, node->args[0]->type.list, y);
    }
    return strict(e, &a, &b, ordered(e, node->op, x, y));
}

static struct zvalue among(struct zrun *r, const struct expr_node *node)
{
    struct encoding *e = r->e;
    struct zvalue a = of(r, node->args[0]);
    Z3_ast any = z_bool(e, false);
    for (uint32_t i = 1; i < node->n; i++) {
        any = z_or(e, any, Z3_mk_eq(e->z, a.value, of(r, node->args[i]).value));
    }
    return strict_one(&a, any);
}

static struct zvalue has(struct zrun *r, const struct expr_node *node)
{
    struct zvalue set = of(r, node->args[0]);
    if (node->args[1]->op != EXPR_CONST) {
        r->e->beyond = true;
        return set;
    }
    return strict_one(&set, set.has[node->args[1]->constant.code]);
}

/* ---- numbers --------------------------------------------------------------------------------- */

static struct zvalue calculated(struct zrun *r, const struct expr_node *node)
{
    struct encoding *e = r->e;
    struct zvalue a = of(r, node->args[0]);
    struct zvalue b = of(r, node->args[1]);
    Z3_ast both[] = {a.value, b.value};
    Z3_ast value = node->op == EXPR_ADD   ? Z3_mk_add(e->z, 2, both)
                   : node->op == EXPR_SUB ? Z3_mk_sub(e->z, 2, both)
                   : node->op == EXPR_DIV ? Z3_mk_div(e->z, a.value, b.value)
                                          : Z3_mk_mul(e->z, 2, both);
    return strict(e, &a, &b, value);
}

static Z3_ast zero(struct encoding *e)
{
    return Z3_mk_real(e->z, 0, 1);
}

static Z3_ast absolute(struct encoding *e, Z3_ast a)
{
    return z_choose(e, Z3_mk_ge(e->z, a, zero(e)), a, Z3_mk_unary_minus(e->z, a));
}

/* Halves away from zero. */
Z3_ast encode_rounded(struct encoding *e, Z3_ast a)
{
    Z3_ast sum[] = {absolute(e, a), Z3_mk_real(e->z, 1, 2)};
    Z3_ast up = Z3_mk_int2real(e->z, Z3_mk_real2int(e->z, Z3_mk_add(e->z, 2, sum)));
    return z_choose(e, Z3_mk_ge(e->z, a, zero(e)), up, Z3_mk_unary_minus(e->z, up));
}

static struct zvalue of_one(struct zrun *r, const struct expr_node *node)
{
    struct encoding *e = r->e;
    struct zvalue a = of(r, node->args[0]);
    Z3_ast value = node->op == EXPR_NEG   ? Z3_mk_unary_minus(e->z, a.value)
                   : node->op == EXPR_ABS ? absolute(e, a.value)
                                          : encode_rounded(e, a.value);
    return strict_one(&a, value);
}

static struct zvalue size_of_set(struct zrun *r, const struct expr_node *node)
{
    struct encoding *e = r->e;
    struct zvalue set = of(r, node->args[0]);
    const struct list *list = node->args[0]->type.list;
    Z3_ast sum = zero(e);
    for (size_t i = 0; i < list->n; i++) {
        Z3_ast both[] = {sum, z_choose(e, set.has[i], Z3_mk_real(e->z, 1, 1), zero(e))};
        sum = Z3_mk_add(e->z, 2, both);
    }
    return strict_one(&set, sum);
}

/* ---- sums, extremes -------------------------------------------------------------------------- */

struct fold {
    enum expr_op op;
    Z3_ast any, so_far;
    Z3_ast rf, dk, na; /* of those passed over */
};

static void fold_begin(struct encoding *e, struct fold *f, enum expr_op op)
{
    *f = (struct fold){op, z_bool(e, false), zero(e), z_bool(e, false), z_bool(e, false), z_bool(e, false)};
}

static void fold_one(struct encoding *e, struct fold *f, Z3_ast counts, const struct zvalue *v)
{
    Z3_ast there = z_and(e, counts, v->known);
    Z3_ast missing = z_and(e, counts, z_not(e, v->known));
    Z3_ast next = v->value;
    if (f->op == EXPR_SUM) {
        Z3_ast both[] = {f->so_far, v->value};
        next = Z3_mk_add(e->z, 2, both);
    } else {
        Z3_ast better =
            f->op == EXPR_MIN ? Z3_mk_lt(e->z, v->value, f->so_far) : Z3_mk_gt(e->z, v->value, f->so_far);
        next = z_choose(e, z_or(e, z_not(e, f->any), better), v->value, f->so_far);
    }
    f->so_far = z_choose(e, there, next, f->so_far);
    f->any = z_or(e, f->any, there);
    f->rf = z_or(e, f->rf, z_and(e, missing, v->rf));
    f->dk = z_or(e, f->dk, z_and(e, missing, v->dk));
    f->na = z_or(e, f->na, z_and(e, missing, v->na));
}

static struct zvalue fold_end(struct encoding *e, const struct fold *f)
{
    struct zvalue v = known(e, f->so_far);
    if (f->op != EXPR_SUM) {
        v.known = f->any;
        v.rf = f->rf;
        v.dk = f->dk;
        v.na = f->na;
    }
    return v;
}

static struct zvalue over_arguments(struct zrun *r, const struct expr_node *node)
{
    struct fold f;
    fold_begin(r->e, &f, node->op);
    for (uint32_t i = 0; i < node->n; i++) {
        struct zvalue v = of(r, node->args[i]);
        fold_one(r->e, &f, z_bool(r->e, true), &v);
    }
    return fold_end(r->e, &f);
}

/* ---- rows ------------------------------------------------------------------------------------ */

static struct zvalue truth_of_rows(struct zrun *r, const struct expr_node *node)
{
    struct encoding *e = r->e;
    bool decides = node->op == EXPR_ROWS_ANY;
    Z3_ast decided = z_bool(e, false);
    struct zvalue v = known(e, NULL);
    Z3_ast all = z_bool(e, true);
    for (uint32_t row = 1; row <= e->q->rosters[node->slot].max; row++) {
        struct z_row here = {node->slot, row, r->at};
        struct zrun inner = {e, r->row, &here};
        struct zvalue w = of(&inner, node->args[1]);
        Z3_ast live = e->live[node->slot * (ENCODE_ROWS + 1) + row];
        Z3_ast none = z_and(e, live, z_not(e, w.known));
        Z3_ast truth = decides ? w.value : z_not(e, w.value);
        decided = z_or(e, decided, z_and(e, live, z_and(e, w.known, truth)));
        all = z_and(e, all, z_not(e, none));
        v.rf = z_or(e, v.rf, z_and(e, none, w.rf));
        v.dk = z_or(e, v.dk, z_and(e, none, w.dk));
        v.na = z_or(e, v.na, z_and(e, none, w.na));
    }
    v.known = z_or(e, decided, all);
    v.value = decides ? decided : z_not(e, decided);
    return v;
}

/* A row that may or may not count makes the whole unknown, unless it has nothing to add. */
static struct zvalue fold_of_rows(struct zrun *r, const struct expr_node *node)
{
    static const enum expr_op plain[EXPR_OPS] = {[EXPR_ROWS_COUNT] = EXPR_SUM,
                                                 [EXPR_ROWS_SUM] = EXPR_SUM,
                                                 [EXPR_ROWS_MIN] = EXPR_MIN,
                                                 [EXPR_ROWS_MAX] = EXPR_MAX};
    struct encoding *e = r->e;
    struct fold f;
    struct zvalue unsure = known(e, NULL);
    fold_begin(e, &f, plain[node->op]);
    for (uint32_t row = 1; row <= e->q->rosters[node->slot].max; row++) {
        struct z_row here = {node->slot, row, r->at};
        struct zrun inner = {e, r->row, &here};
        struct zvalue where = known(e, z_bool(e, true));
        struct zvalue item = known(e, Z3_mk_real(e->z, 1, 1));
        if (node->args[1]) {
            where = of(&inner, node->args[1]);
        }
        if (node->args[0]) {
            item = of(&inner, node->args[0]);
            item.value = node->op == EXPR_ROWS_COUNT ? Z3_mk_real(e->z, 1, 1) : item.value;
        }
        Z3_ast live = e->live[node->slot * (ENCODE_ROWS + 1) + row];
        Z3_ast perhaps = z_and(e, live, z_and(e, z_not(e, where.known), item.known));
        Z3_ast open = z_and(e, live, z_not(e, is_false(e, &where)));
        unsure.known = z_and(e, unsure.known, z_not(e, perhaps));
        unsure.rf = z_or(e, unsure.rf, z_and(e, perhaps, where.rf));
        unsure.dk = z_or(e, unsure.dk, z_and(e, perhaps, where.dk));
        unsure.na = z_or(e, unsure.na, z_and(e, perhaps, where.na));
        fold_one(e, &f, open, &item);
    }
    struct zvalue v = fold_end(e, &f);
    unsure.value = v.value;
    return either(e, unsure.known, &v, &unsure);
}

/* ---- dates ----------------------------------------------------------------------------------- */

/* Of a partial birthday only where all its days up to today give the same. */
static struct zvalue age_of(struct zrun *r, const struct expr_node *node)
{
    struct encoding *e = r->e;
    struct zvalue birth = of(r, node->args[0]);
    e->beyond |= node->n != 1;
    Z3_ast last = z_choose(e, Z3_mk_lt(e->z, z_last(&birth), e->today), z_last(&birth), e->today);
    Z3_ast oldest = encode_age_today(e, birth.value, birth.first_year);
    Z3_ast youngest = birth.last ? encode_age_today(e, last, birth.first_year) : oldest;
    struct zvalue v = strict_one(&birth, oldest);
    Z3_ast told = z_and(e, Z3_mk_le(e->z, birth.value, e->today), Z3_mk_eq(e->z, oldest, youngest));
    v.known = z_and(e, birth.known, told);
    v.na = z_or(e, birth.na, z_and(e, birth.known, z_not(e, told)));
    v.last = NULL;
    return v;
}

static struct zvalue days_of(struct zrun *r, const struct expr_node *node)
{
    struct encoding *e = r->e;
    struct zvalue a = of(r, node->args[0]);
    struct zvalue b = of(r, node->args[1]);
    Z3_ast both[] = {b.value, a.value};
    struct zvalue v = strict(e, &a, &b, Z3_mk_int2real(e->z, Z3_mk_sub(e->z, 2, both)));
    Z3_ast whole = z_and(e, Z3_mk_eq(e->z, a.value, z_last(&a)), Z3_mk_eq(e->z, b.value, z_last(&b)));
    Z3_ast partial = z_and(e, v.known, z_not(e, whole));
    v.na = z_or(e, v.na, partial);
    v.known = z_and(e, v.known, whole);
    return v;
}

static struct zvalue in_calendar(struct encoding *e, struct zvalue date)
{
    if (!date.year) {
        encode_calendar(e, &date);
    }
    return date;
}

static struct zvalue year_of(struct zrun *r, const struct expr_node *node)
{
    struct zvalue d = in_calendar(r->e, of(r, node->args[0]));
    return strict_one(&d, Z3_mk_int2real(r->e->z, d.year));
}

/* A year alone has none. */
static struct zvalue month_of(struct zrun *r, const struct expr_node *node)
{
    struct encoding *e = r->e;
    struct zvalue d = in_calendar(e, of(r, node->args[0]));
    struct zvalue v = strict_one(&d, Z3_mk_int2real(e->z, d.month));
    Z3_ast days[] = {z_last(&d), d.value};
    Z3_ast year = z_and(e, d.known, Z3_mk_gt(e->z, Z3_mk_sub(e->z, 2, days), z_int(e, 31)));
    v.known = z_and(e, d.known, z_not(e, year));
    v.na = z_or(e, d.na, year);
    return v;
}

static struct zvalue length_of(struct zrun *r, const struct expr_node *node)
{
    struct encoding *e = r->e;
    struct zvalue text = of(r, node->args[0]);
    return strict_one(&text, Z3_mk_int2real(e->z, Z3_mk_app(e->z, e->length, 1, &text.value)));
}

/* ---- all of them ----------------------------------------------------------------------------- */

static struct zvalue denied(struct zrun *r, const struct expr_node *node)
{
    struct zvalue a = of(r, node->args[0]);
    return strict_one(&a, z_not(r->e, a.value));
}

static struct zvalue counted(struct zrun *r, const struct expr_node *node)
{
    struct encoding *e = r->e;
    Z3_ast sum = zero(e);
    for (uint32_t i = 0; i < node->n; i++) {
        Z3_ast both[] = {sum, z_choose(e, of(r, node->args[i]).known, Z3_mk_real(e->z, 1, 1), zero(e))};
        sum = Z3_mk_add(e->z, 2, both);
    }
    return known(e, sum);
}

static struct zvalue of(struct zrun *r, const struct expr_node *node)
{
    switch ((int)node->op) {
    case EXPR_CONST:
        return constant(r, &node->constant);
    case EXPR_CELL:
        return encode_cell(r->e, node->slot, row_of(r, node->roster));
    case EXPR_TODAY:
        return known_today(r->e);
    case EXPR_AND:
    case EXPR_OR:
        return chain(r, node, node->op == EXPR_OR);
    case EXPR_NOT:
        return denied(r, node);
    case EXPR_EQ:
    case EXPR_NE:
    case EXPR_LT:
    case EXPR_LE:
    case EXPR_GT:
    case EXPR_GE:
        return compared(r, node);
    case EXPR_IN:
        return among(r, node);
    case EXPR_HAS:
        return has(r, node);
    case EXPR_ADD:
    case EXPR_SUB:
    case EXPR_MUL:
        return calculated(r, node);
    case EXPR_DIV:
        r->e->beyond |= node->args[1]->op != EXPR_CONST; /* by 2 and 4 nothing is rounded */
        return calculated(r, node);
    case EXPR_NEG:
    case EXPR_ABS:
    case EXPR_ROUND:
        return of_one(r, node);
    case EXPR_DEFAULT:
        return by_default(r, node);
    case EXPR_IF:
        return by_condition(r, node);
    case EXPR_ANSWERED:
    case EXPR_DONT_KNOW:
    case EXPR_REFUSED:
    case EXPR_ASKED:
    case EXPR_PARKED:
        return state_of(r, node);
    case EXPR_YEAR:
        return year_of(r, node);
    case EXPR_MONTH:
        return month_of(r, node);
    case EXPR_LENGTH:
        return length_of(r, node);
    case EXPR_AGE:
        return age_of(r, node);
    case EXPR_DAYS:
        return days_of(r, node);
    case EXPR_MIN:
    case EXPR_MAX:
    case EXPR_SUM:
        return over_arguments(r, node);
    case EXPR_COUNT:
        return counted(r, node);
    case EXPR_SET_SIZE:
        return size_of_set(r, node);
    case EXPR_ROWS_ANY:
    case EXPR_ROWS_ALL:
        return truth_of_rows(r, node);
    case EXPR_ROWS_COUNT:
    case EXPR_ROWS_SUM:
    case EXPR_ROWS_MIN:
    case EXPR_ROWS_MAX:
        return fold_of_rows(r, node);
    default:
        r->e->beyond = true;
        return known(r->e, z_bool(r->e, false));
    }
}

struct zvalue encode_expr(struct encoding *e, const struct expr *expr, uint32_t row)
{
    struct zrun r = {e, row, NULL};
    return of(&r, expr->root);
}

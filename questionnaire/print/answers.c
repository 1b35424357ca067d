#include "questionnaire/print/sheet_priv.h"

#include "base/i18n.h"

/* What can be answered: options with their codes, or a field and what may stand in it. */

static struct str name_of(const struct sheet *s, struct text text)
{
    return text_words(s->arena, &s->questions, text);
}

static void add(struct sheet *s, enum line_kind kind, struct str a)
{
    sheet_add(s, kind, a, STR_EMPTY, STR_EMPTY);
}

/* ---- options ----------------------------------------------------------------------------------- */

static const struct option_rule *rule_of(const struct item *item, int32_t option)
{
    for (size_t i = 0; i < item->option_rules_n; i++) {
        if (item->option_rules[i].option == option) {
            return &item->option_rules[i];
        }
    }
    return NULL;
}

static const struct variant *variant_of(const struct sheet *s, const struct item *item)
{
    int group = s->job->group;
    return group >= 0 && item->variants ? &item->variants[group] : NULL;
}

/* Never offered to this group? */
static bool left_out(const struct sheet *s, const struct item *item, int32_t option)
{
    const struct option_rule *rule = rule_of(item, option);
    return rule && rule->when.expr && condition_known(&s->names, rule->when.expr->root) == TRUTH_FALSE;
}

size_t sheet_offered(const struct sheet *s, const struct item *item, int32_t *out)
{
    const struct list *list = item->variable->list;
    const struct variant *variant = variant_of(s, item);
    const int32_t *order = variant && variant->order ? variant->order : item->only;
    size_t most = variant && variant->order ? variant->order_n : item->only ? item->only_n : list->n;
    size_t n = 0;
    for (size_t i = 0; i < most; i++) {
        int32_t option = order ? order[i] : (int32_t)i;
        if (!left_out(s, item, option)) {
            out[n++] = option;
        }
    }
    return n;
}

static struct str joined(const struct sheet *s, struct str all, struct str more)
{
    return all.len && more.len ? arena_format(s->arena, "%.*s; %.*s", STR_ARG(all), STR_ARG(more))
           : all.len           ? all
                               : more;
}

static struct str option_remark(const struct sheet *s, const struct item *item, int32_t option)
{
    const struct option *o = &item->variable->list->options[option];
    const struct option_rule *rule = rule_of(item, option);
    struct str remark = o->specify ? str_from(tr("welke? noteer")) : STR_EMPTY;
    if (o->exclusive && item->variable->type == VARIABLE_SET) {
        remark = joined(s, remark, str_from(tr("alleen dit antwoord")));
    }
    if (rule && rule->when.expr) {
        struct str when = condition_words(s->arena, &s->names, rule->when.expr->root);
        if (when.len) {
            remark = joined(s, remark, arena_format(s->arena, tr("alleen als: %.*s"), STR_ARG(when)));
        }
    }
    return remark;
}

static void add_options(struct sheet *s, const struct item *item)
{
    const struct variable *v = item->variable;
    int32_t *offered = ARENA_ARRAY(s->arena, v->list->n, int32_t);
    size_t n = sheet_offered(s, item, offered);
    if (item->arrangement.random) {
        add(s, LINE_REMARK, str_from(tr("De volgorde van de antwoorden wordt voor elk gesprek geloot.")));
    }
    if (item->read_out) {
        add(s, LINE_REMARK, str_from(tr("Lees de antwoorden voor.")));
    }
    for (size_t i = 0; i < n; i++) {
        struct text room;
        struct text label =
            option_words(s->job->q, item->index, offered[i], s->job->language, s->job->group, &room);
        sheet_add(s, LINE_OPTION, v->list->options[offered[i]].code, name_of(s, label),
                  option_remark(s, item, offered[i]));
    }
}

static void add_choices(struct sheet *s, const struct variable *v)
{
    if (v->type != VARIABLE_SET) {
        return;
    }
    bool all = !v->list->frame && v->choose_max >= v->list->n;
    if (all && v->choose_min < 2) {
        add(s, LINE_REMARK, str_from(tr("Meer antwoorden mogelijk.")));
    } else {
        add(s, LINE_REMARK,
            arena_format(s->arena, tr("Van %u tot %u antwoorden."), v->choose_min, v->choose_max));
    }
}

/* ---- fields ------------------------------------------------------------------------------------ */

static struct str number_shown(const struct sheet *s, struct number number)
{
    const struct value value = {.kind = VALUE_NUMBER, .number = number};
    return value_shown(s->arena, s->job->q->codebook, NULL, &value, s->names.language);
}

static void add_number(struct sheet *s, const struct item *item)
{
    const struct variable *v = item->variable;
    const struct text unit = item_words(s->job->q, item->index, s->job->language, s->job->group)->unit;
    struct str from = number_shown(s, v->min);
    struct str to = number_shown(s, v->max);
    struct str field = arena_format(s->arena, tr("getal van %.*s tot %.*s"), STR_ARG(from), STR_ARG(to));
    if (v->type == VARIABLE_DECIMAL) {
        field = arena_format(s->arena, tr("%.*s, in stappen van %.*s"), STR_ARG(field),
                             STR_ARG(number_shown(s, v->step)));
    }
    sheet_add(s, LINE_FIELD, field, unit.n ? name_of(s, unit) : STR_EMPTY, STR_EMPTY);
}

static struct str bound(const struct sheet *s, struct date date, bool today)
{
    const struct value value = {.kind = VALUE_DATE, .date = date};
    return today       ? str_from(tr("de dag van het interview"))
           : date.year ? value_shown(s->arena, s->job->q->codebook, NULL, &value, s->names.language)
                       : STR_EMPTY;
}

static void add_date(struct sheet *s, const struct variable *v)
{
    static const struct {
        unsigned precision;
        const char *says;
    } parts[] = {{1u << DATE_DAY, N_("dag, maand en jaar")},
                 {1u << DATE_MONTH, N_("maand en jaar")},
                 {1u << DATE_YEAR, N_("jaar")}};
    struct str field = STR_EMPTY;
    for (size_t i = 0; i < ARRAY_LEN(parts); i++) {
        if (v->precisions & parts[i].precision) {
            field = field.len ? arena_format(s->arena, tr("%.*s, of %s"), STR_ARG(field), tr(parts[i].says))
                              : str_from(tr(parts[i].says));
        }
    }
    struct str from = bound(s, v->date_min, v->min_today);
    struct str to = bound(s, v->date_max, v->max_today);
    if (from.len) {
        field = arena_format(s->arena, tr("%.*s, niet voor %.*s"), STR_ARG(field), STR_ARG(from));
    }
    if (to.len) {
        field = arena_format(s->arena, tr("%.*s, niet na %.*s"), STR_ARG(field), STR_ARG(to));
    }
    add(s, LINE_FIELD, field);
}

static void add_time(struct sheet *s, const struct variable *v)
{
    char from[6];
    char to[6];
    struct str first = time_format((int32_t)v->min.units, from);
    struct str last = time_format((int32_t)v->max.units, to);
    add(s, LINE_FIELD,
        arena_format(s->arena, tr("uur en minuten, van %.*s tot %.*s"), STR_ARG(first), STR_ARG(last)));
}

static void add_field(struct sheet *s, const struct item *item)
{
    const struct variable *v = item->variable;
    switch (v->type) {
    case VARIABLE_INT:
    case VARIABLE_DECIMAL:
        add_number(s, item);
        break;
    case VARIABLE_DATE:
        add_date(s, v);
        break;
    case VARIABLE_TIME:
        add_time(s, v);
        break;
    case VARIABLE_TEXT:
        add(s, LINE_FIELD, arena_format(s->arena, tr("noteer woordelijk, hoogstens %u tekens"), v->length));
        break;
    case VARIABLE_CODE:
    case VARIABLE_SET:
        add(s, LINE_FIELD, arena_format(s->arena, tr("zoek in de lijst “%.*s”"), STR_ARG(v->list->id)));
        break;
    case VARIABLE_BOOL:
    case VARIABLE_TYPES:
        break;
    }
}

void sheet_states(struct sheet *s, const struct variable *v)
{
    static const char *const says[] = {NULL, N_("Mag ook: weet niet."), N_("Mag ook: wil niet zeggen."),
                                       N_("Mag ook: weet niet, wil niet zeggen.")};
    unsigned allow = v->allow & (ALLOW_DONT_KNOW | ALLOW_REFUSED);
    if (allow) {
        add(s, LINE_REMARK, str_from(tr(says[allow])));
    }
}

void sheet_answers(struct sheet *s, const struct item *item)
{
    const struct variable *v = item->variable;
    add_choices(s, v);
    if (v->list && !v->list->frame) {
        add_options(s, item);
    } else {
        add_field(s, item);
    }
    sheet_states(s, v);
}

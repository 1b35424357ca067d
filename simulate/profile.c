#include "simulate/profile.h"

#include <time.h>

#include "base/file.h"
#include "simulate/profile_priv.h"

/* The head of a profile and the files it includes. */

enum { INCLUDE_DEPTH = 8 };

const char *const error_kind_names[ERROR_KINDS] = {
    [ERROR_ADJACENT_DIGIT] = "adjacent_digit",
    [ERROR_SWAPPED_DIGITS] = "swapped_digits",
    [ERROR_FACTOR_TEN] = "factor_ten",
    [ERROR_NEXT_CODE] = "next_code",
    [ERROR_SHIFTED_DATE] = "shifted_date",
    [ERROR_LETTERS] = "letters",
    [ERROR_CONTRADICTION] = "contradiction",
    [ERROR_STRAIGHTLINING] = "straightlining",
    [ERROR_COPIED] = "copied",
    [ERROR_CONSEQUENCE] = "consequence",
};

void *profile_grow(struct profile_loader *l, void *items, size_t n, size_t *cap, size_t size)
{
    *cap = *cap ? 2 * *cap : 4;
    void *grown = arena_array(l->def.arena, *cap, size);
    if (n) {
        memcpy(grown, items, n * size);
    }
    return grown;
}

static int64_t thousandths(struct number number)
{
    int64_t units = number.units;
    for (uint8_t s = number.scale; s < 3; s++) {
        units = units > WEIGHT_MOST ? WEIGHT_MOST * (int64_t)THOUSAND : units * 10;
    }
    for (uint8_t s = number.scale; s > 3; s--) {
        units /= 10;
    }
    return units;
}

bool profile_share(struct profile_loader *l, const struct node *node, uint32_t most, uint32_t *out)
{
    struct number number = {0};
    if (!definition_number(&l->def, node, &number)) {
        return false;
    }
    int64_t units = number.units < 0 ? -1 : thousandths(number);
    if (units < 0 || units > most) {
        return definition_error(&l->def, "P102", node, "'%.*s' should be between 0 and %u",
                                STR_ARG(node->text), most / THOUSAND);
    }
    *out = (uint32_t)units;
    return true;
}

/* ---- rates ------------------------------------------------------------------------------------- */

#define PERCENT(name, field)                                                                                 \
    static bool read_##name(struct definition *def, void *context, const struct node *node)                  \
    {                                                                                                        \
        (void)def;                                                                                           \
        struct profile_loader *l = context;                                                                  \
        return profile_share(l, node, WHOLE, &l->p->field);                                                  \
    }
PERCENT(dont_know, dont_know)
PERCENT(refused, refused)
PERCENT(break_off, break_off)
PERCENT(revision, revision)
PERCENT(stopped, stopped)
PERCENT(typing, errors.typing)
PERCENT(contradiction, errors.contradiction)
PERCENT(straightlining, errors.straightlining)
PERCENT(copied, errors.copied)
PERCENT(noticed, errors.noticed)

static bool read_rates(struct definition *def, void *context, const struct node *map)
{
    static const struct definition_key keys[] = {
        {"dont_know", read_dont_know}, {"refused", read_refused}, {"break_off", read_break_off},
        {"revision", read_revision},   {"stopped", read_stopped},
    };
    return definition_map(def, map, keys, ARRAY_LEN(keys), context);
}

static bool read_kinds(struct definition *def, void *context, const struct node *map)
{
    struct profile_loader *l = context;
    bool good = definition_is(def, map, NODE_MAP);
    for (size_t i = 0; good && i < map->n; i++) {
        size_t kind = 0;
        good = definition_choice(def, map->keys[i], error_kind_names, ERROR_TYPED, &kind) &&
               profile_share(l, map->items[i], WEIGHT_MOST, &l->p->errors.kinds[kind]);
    }
    return good;
}

static bool read_keep(struct definition *def, void *context, const struct node *list)
{
    struct profile_loader *l = context;
    bool good = definition_is(def, list, NODE_LIST);
    bool *keep = ARENA_ARRAY(l->def.arena, l->q->codebook->variables_n, bool);
    for (size_t i = 0; good && i < list->n; i++) {
        const struct variable *v = profile_variable(l, list->items[i]);
        good = v != NULL;
        if (v) {
            keep[v->slot] = true;
        }
    }
    l->p->keep = keep;
    return good;
}

static bool read_errors(struct definition *def, void *context, const struct node *map)
{
    static const struct definition_key keys[] = {
        {"typing", read_typing},
        {"contradiction", read_contradiction},
        {"straightlining", read_straightlining},
        {"copied", read_copied},
        {"noticed", read_noticed},
        {"kinds", read_kinds},
        {"keep", read_keep},
    };
    return definition_map(def, map, keys, ARRAY_LEN(keys), context);
}

/* ---- who and when ------------------------------------------------------------------------------ */

static bool read_start(struct definition *def, void *context, const struct node *node)
{
    struct profile_loader *l = context;
    struct str text = STR_EMPTY;
    if (!definition_text(def, node, &text)) {
        return false;
    }
    if (!date_parse_iso(text, &l->p->start) || date_precision(l->p->start) != DATE_DAY) {
        return definition_error(def, "P102", node, "'%.*s' is not a day: YYYY-MM-DD", STR_ARG(text));
    }
    return true;
}

static bool read_per_day(struct definition *def, void *context, const struct node *node)
{
    struct profile_loader *l = context;
    int64_t n = 0;
    bool good = definition_integer(def, node, 1, 10000, &n);
    l->p->per_day = good ? (uint32_t)n : l->p->per_day;
    return good;
}

static bool read_interviewers(struct definition *def, void *context, const struct node *node)
{
    struct profile_loader *l = context;
    int64_t n = 0;
    bool good = definition_integer(def, node, 0, 10000, &n);
    l->p->interviewers = good ? (uint32_t)n : 0;
    return good;
}

static bool read_traits(struct definition *def, void *context, const struct node *list)
{
    struct profile_loader *l = context;
    bool good = definition_is(def, list, NODE_LIST);
    for (size_t i = 0; good && i < list->n; i++) {
        struct str id = STR_EMPTY;
        good = definition_id(def, list->items[i], 28, &id);
        if (good && (codebook_find(l->q->codebook, id) || l->p->traits_n == TRAITS_MOST)) {
            good = definition_error(def, "P103", list->items[i],
                                    "'%.*s' is a variable of the questionnaire, or there are too many traits",
                                    STR_ARG(id));
        } else if (good) {
            l->p->traits[l->p->traits_n++] = id;
        }
    }
    return good;
}

static bool read_texts(struct definition *def, void *context, const struct node *node)
{
    struct profile_loader *l = context;
    (void)def;
    return (l->p->texts = profile_open(l, node)) != NULL;
}

static bool read_reasons(struct definition *def, void *context, const struct node *node)
{
    struct profile_loader *l = context;
    (void)def;
    return (l->p->reasons = profile_open(l, node)) != NULL;
}

static bool read_break_offs(struct definition *def, void *context, const struct node *node)
{
    struct profile_loader *l = context;
    (void)def;
    return (l->p->break_offs = profile_open(l, node)) != NULL;
}

/* ---- files ------------------------------------------------------------------------------------- */

static bool read_file(struct profile_loader *l, struct str path, const struct node *where);

static bool read_include(struct definition *def, void *context, const struct node *list)
{
    struct profile_loader *l = context;
    if (!definition_is(def, list, NODE_LIST)) {
        return false;
    }
    if (l->depth == INCLUDE_DEPTH) {
        return definition_error(def, "P103", list, "files include each other more than %d deep",
                                INCLUDE_DEPTH);
    }
    bool good = true;
    for (size_t i = 0; i < list->n; i++) {
        struct str path = STR_EMPTY;
        if (!definition_path(def, list->items[i], &path)) {
            good = false;
            continue;
        }
        path = arena_format(def->arena, "%.*s%.*s", STR_ARG(l->folder), STR_ARG(path));
        good = definition_include(def, path, list->items[i]) && read_file(l, path, list->items[i]) && good;
    }
    return good;
}

static bool read_group(struct definition *def, void *context, const struct node *node)
{
    struct profile_loader *l = context;
    struct str id = STR_EMPTY;
    if (!definition_text(def, node, &id)) {
        return false;
    }
    if (questionnaire_group(l->q, id) >= 0) {
        return true;
    }
    definition_error(def, "P105", node, "'%.*s' is no group of the questionnaire", STR_ARG(id));
    diag_suggest(def->diags, id, l->q->groups, l->q->groups_n);
    return false;
}

static bool read_name(struct definition *def, void *context, const struct node *node)
{
    struct profile_loader *l = context;
    struct str id = STR_EMPTY;
    if (!definition_text(def, node, &id)) {
        return false;
    }
    if (str_equal(id, l->q->id)) {
        return true;
    }
    return definition_error(def, "P106", node, "this profile is for the questionnaire '%.*s', not for '%.*s'",
                            STR_ARG(id), STR_ARG(l->q->id));
}

/* In the order in which they are read, whatever the order in the file: what later ones use comes first. */
static const struct definition_key part_keys[] = {
    {"simulation", read_name},
    {"group", read_group},
    {"traits", read_traits},
    {"include", read_include},
    {"start", read_start},
    {"per_day", read_per_day},
    {"interviewers", read_interviewers},
    {"rates", read_rates},
    {"errors", read_errors},
    {"texts", read_texts},
    {"reasons", read_reasons},
    {"break_offs", read_break_offs},
    {"frame", read_frame},
    {"questions", read_questions},
    {"published", read_published},
};

static bool known_keys(struct definition *def, const struct node *map)
{
    bool good = true;
    for (size_t i = 0; i < map->n; i++) {
        struct str names[ARRAY_LEN(part_keys)];
        bool known = false;
        for (size_t k = 0; k < ARRAY_LEN(part_keys); k++) {
            names[k] = str_from(part_keys[k].name);
            known |= str_equal(names[k], map->keys[i]->text);
        }
        if (!known) {
            good = definition_error(def, "E102", map->keys[i], "unknown key '%.*s'",
                                    STR_ARG(map->keys[i]->text));
            diag_suggest(def->diags, map->keys[i]->text, names, ARRAY_LEN(part_keys));
        }
    }
    return good;
}

static bool read_parts(struct profile_loader *l, const struct node *root)
{
    bool good = known_keys(&l->def, root);
    for (size_t k = 0; k < ARRAY_LEN(part_keys); k++) {
        const struct node *node = node_get(root, part_keys[k].name);
        if (node) {
            definition_enter(&l->def, str_from(part_keys[k].name));
            good &= part_keys[k].read(&l->def, l, node);
            definition_leave(&l->def);
        }
    }
    return good;
}

/* The rules of a file that names a group hold for that group alone. */
static int group_of(const struct profile_loader *l, const struct node *root)
{
    const struct node *group = node_get(root, "group");
    return group && group->kind == NODE_SCALAR ? questionnaire_group(l->q, group->text) : -1;
}

static bool read_file(struct profile_loader *l, struct str path, const struct node *where)
{
    struct document document;
    const struct source *before = l->def.source;
    int group_before = l->group;
    unsigned depth_before = l->def.depth;
    if (!definition_open(&l->def, path, NEED_FILE, where, &document)) {
        return false;
    }
    l->def.source = document.source;
    l->def.depth = 0;
    l->depth++;
    bool good = definition_is(&l->def, document.root, NODE_MAP);
    if (good) {
        l->group = group_of(l, document.root);
        good = read_parts(l, document.root);
    }
    l->depth--;
    l->group = group_before;
    l->def.source = before;
    l->def.depth = depth_before;
    return good;
}

/* ---- the whole ----------------------------------------------------------------------------------- */

/* Per variable its rules: first those of a group, then those for all, each in the order of reading. */
static void place_rules(struct profile_loader *l, struct rules *of, size_t slots, bool frame)
{
    size_t *cap = ARENA_ARRAY(l->def.arena, slots, size_t);
    struct rule **items = ARENA_ARRAY(l->def.arena, slots, struct rule *);
    for (int all = 0; all <= 1; all++) {
        for (size_t i = 0; i < l->rules_n; i++) {
            const struct rule_draft *d = &l->rules[i];
            if (d->frame != frame || (d->rule.group < 0) != (all == 1)) {
                continue;
            }
            struct rules *rules = &of[d->slot];
            if (rules->n == cap[d->slot]) {
                items[d->slot] =
                    profile_grow(l, items[d->slot], rules->n, &cap[d->slot], sizeof(struct rule));
                rules->items = items[d->slot];
            }
            items[d->slot][rules->n++] = d->rule;
        }
    }
}

static void finish(struct profile_loader *l)
{
    size_t n = l->q->codebook->variables_n;
    struct rules *rules = ARENA_ARRAY(l->def.arena, n, struct rules);
    place_rules(l, rules, n, false);
    place_rules(l, l->p->of_frame, BUILTINS, true);
    l->p->of_slot = rules;
    l->p->figures = l->figures;
    l->p->figures_n = l->figures_n;
}

static struct profile *profile_new(struct arena *arena, const struct questionnaire *q)
{
    struct profile *p = ARENA_NEW(arena, struct profile);
    *p = (struct profile){.q = q,
                          .start = {2026, 3, 2},
                          .per_day = 12,
                          .dont_know = 1500,
                          .refused = THOUSAND,
                          .stopped = 5 * THOUSAND};
    p->of_slot = ARENA_ARRAY(arena, q->codebook->variables_n, struct rules);
    for (size_t k = 0; k < ERROR_TYPED; k++) {
        p->errors.kinds[k] = THOUSAND;
    }
    return p;
}

const struct profile *profile_uniform(struct arena *arena, const struct questionnaire *q)
{
    return profile_new(arena, q);
}

const struct profile *profile_load(struct arena *arena, struct diags *diags, const struct questionnaire *q,
                                   const struct library *library, struct str path)
{
    struct diags *own = diags ? NULL : diags_new();
    struct profile_loader *l = ARENA_NEW(arena, struct profile_loader);
    l->def = (struct definition){.arena = arena, .diags = diags ? diags : own, .library = library};
    l->q = q;
    l->group = -1;
    l->roster = EXPR_NO_ROSTER;
    l->p = profile_new(arena, q);
    struct str folder = path_parent(path);
    l->folder = folder.len ? arena_format(arena, "%.*s/", STR_ARG(folder)) : STR_EMPTY;
    size_t errors = l->def.diags->errors;
    bool good = read_file(l, path, NULL) && l->def.diags->errors == errors;
    finish(l);
    diags_free(own);
    return good ? l->p : NULL;
}

size_t profile_figures(const struct profile *profile, const struct figure **out)
{
    *out = profile->figures;
    return profile->figures_n;
}

/* ---- the course of the fieldwork ----------------------------------------------------------------- */

struct str profile_interviewer(const struct profile *profile, struct arena *arena, size_t number)
{
    return profile->interviewers ? arena_format(arena, "int%02zu", 1 + number % profile->interviewers)
                                 : STR_EMPTY;
}

uint32_t profile_interviewers(const struct profile *profile)
{
    return profile->interviewers;
}

/* From ten in the morning to eight in the evening, never on a Sunday. */
enum { FIRST_MINUTE = 600, MINUTES = 600, SUNDAY = 3 /* 1970-01-04 */ };

static int32_t next_working_day(int32_t day)
{
    return day % 7 == SUNDAY ? day + 1 : day;
}

int64_t profile_starts(const struct profile *profile, size_t number)
{
    int32_t day = next_working_day(date_first(profile->start));
    for (size_t left = number / profile->per_day; left > 0; left--) {
        day = next_working_day(day + 1);
    }
    struct date date = date_from_days(day);
    size_t minute = FIRST_MINUTE + number % profile->per_day * MINUTES / profile->per_day;
    struct tm tm = {.tm_year = date.year - 1900,
                    .tm_mon = date.month - 1,
                    .tm_mday = date.day,
                    .tm_hour = (int)(minute / 60),
                    .tm_min = (int)(minute % 60),
                    .tm_sec = (int)(number * 7 % 60),
                    .tm_isdst = -1};
    return (int64_t)mktime(&tm) * 1000;
}

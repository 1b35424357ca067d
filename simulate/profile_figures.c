#include "simulate/profile_priv.h"

/* What others published, so that the report can say how near the simulated study comes. */

struct figure_reader {
    struct profile_loader *l;
    struct figure figure;
};

static bool read_id(struct definition *def, void *context, const struct node *node)
{
    struct figure_reader *r = context;
    return definition_id(def, node, 64, &r->figure.id);
}

static bool read_label(struct definition *def, void *context, const struct node *node)
{
    struct figure_reader *r = context;
    return definition_text(def, node, &r->figure.label);
}

static bool read_source(struct definition *def, void *context, const struct node *node)
{
    struct figure_reader *r = context;
    return definition_text(def, node, &r->figure.source);
}

static bool read_of(struct definition *def, void *context, const struct node *node)
{
    struct figure_reader *r = context;
    (void)def;
    r->figure.of = profile_expr(r->l, node, (struct expr_type){.kind = VALUE_BOOL});
    return r->figure.of != NULL;
}

static bool read_base(struct definition *def, void *context, const struct node *node)
{
    struct figure_reader *r = context;
    (void)def;
    r->figure.base = profile_expr(r->l, node, (struct expr_type){.kind = VALUE_BOOL});
    return r->figure.base != NULL;
}

/* One number in thousandths. */
static bool read_part(struct profile_loader *l, const struct node *node, struct str text, int32_t *out)
{
    struct node part = *node;
    uint32_t share = 0;
    part.text = str_trim(text);
    bool good = profile_share(l, &part, WHOLE, &share);
    *out = (int32_t)share;
    return good;
}

/* "41", "~50", ">90", "<50", "60-70". */
static bool read_percent(struct profile_loader *l, const struct node *node, struct published *out)
{
    struct str text = STR_EMPTY;
    if (!definition_text(&l->def, node, &text)) {
        return false;
    }
    *out = (struct published){.there = true, .text = text};
    char sign = text.ptr[0];
    struct str number = strchr("~<>", sign) ? str_slice(text, 1, text.len) : text;
    size_t dash = str_find_char(number, '-', 1);
    if (!read_part(l, node, str_slice(number, 0, dash), &out->low) ||
        !read_part(l, node, dash < number.len ? str_slice(number, dash + 1, number.len) : number,
                   &out->high)) {
        return false;
    }
    out->low = sign == '<' ? 0 : out->low;
    out->high = sign == '>' ? WHOLE : out->high;
    return true;
}

static bool read_groups(struct definition *def, void *context, const struct node *map)
{
    struct figure_reader *r = context;
    const struct questionnaire *q = r->l->q;
    struct published *groups = ARENA_ARRAY(def->arena, q->groups_n + 1, struct published);
    bool good = definition_is(def, map, NODE_MAP);
    for (size_t i = 0; good && i < map->n; i++) {
        struct str id = map->keys[i]->text;
        int group = str_is(id, "all") ? (int)q->groups_n : questionnaire_group(q, id);
        if (group < 0) {
            good = definition_error(def, "P105", map->keys[i], "'%.*s' is no group of the questionnaire",
                                    STR_ARG(id));
            diag_suggest(def->diags, id, q->groups, q->groups_n);
        } else {
            good = read_percent(r->l, map->items[i], &groups[group]);
        }
    }
    r->figure.groups = groups;
    return good;
}

static bool read_figure(struct profile_loader *l, const struct node *node)
{
    static const struct definition_key keys[] = {
        {"id", read_id}, {"label", read_label}, {"source", read_source},
        {"of", read_of}, {"base", read_base},   {"percent", read_groups},
    };
    struct figure_reader r = {.l = l};
    if (!definition_map(&l->def, node, keys, ARRAY_LEN(keys), &r)) {
        return false;
    }
    if (!r.figure.id.len || !r.figure.of || !r.figure.groups) {
        return definition_error(&l->def, "P103", node, "a published figure needs id, of and percent");
    }
    if (l->figures_n == l->figures_cap) {
        l->figures = profile_grow(l, l->figures, l->figures_n, &l->figures_cap, sizeof *l->figures);
    }
    l->figures[l->figures_n++] = r.figure;
    return true;
}

bool read_published(struct definition *def, void *context, const struct node *list)
{
    struct profile_loader *l = context;
    bool good = definition_is(def, list, NODE_LIST);
    for (size_t i = 0; good && i < list->n; i++) {
        good = read_figure(l, list->items[i]);
    }
    return good;
}

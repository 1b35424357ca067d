#include "export/ddi_priv.h"

/* Groups of variables: sections, multiple answers, grids, rosters, and what one origin group hears otherwise.
 */

/* A list of ids, as an attribute of type IDREFS wants it. */
static void add_reference(struct buf *out, struct str name)
{
    buf_format(out, "%sV_%.*s", out->len ? " " : "", STR_ARG(name));
}

static void add_columns(const struct ddi *d, struct buf *out, uint32_t first, uint32_t n)
{
    for (uint32_t i = first; i < first + n; i++) {
        add_reference(out, d->model->columns[i].name);
    }
}

static void write_group(struct ddi *d, const char *kind, struct str name, const struct buf *variables,
                        const struct words *label)
{
    if (!variables->len) {
        return;
    }
    ddi_start(d, "varGrp");
    ddi_put(d, "ID", arena_format(d->scratch, "G_%s_%.*s", kind, STR_ARG(name)));
    ddi_put(d, "type", str_from(kind));
    ddi_put(d, "var", buf_str(variables));
    ddi_put(d, "name", name);
    if (label) {
        ddi_labels(d, label, NULL);
    }
    ddi_end(d);
    arena_reset(d->scratch);
}

/* What makes questions belong together: those that give the same answer, and none an empty one. */
typedef struct str key_fn(const struct question *question);

static struct str grid_of(const struct question *question)
{
    return question->grid == NONE ? STR_EMPTY : question->q->items[question->grid].id;
}

static struct str roster_of(const struct question *question)
{
    return question->roster == NONE ? STR_EMPTY
                                    : question->q->items[question->q->rosters[question->roster].item].id;
}

static bool seen_before(const struct model *model, uint32_t index, key_fn *key)
{
    struct str own = key(&model->questions[index]);
    for (uint32_t i = 0; i < index; i++) {
        if (str_equal(key(&model->questions[i]), own)) {
            return true;
        }
    }
    return false;
}

static void groups_by(struct ddi *d, const char *kind, key_fn *key)
{
    const struct model *model = d->model;
    struct buf variables = buf_new(BUF_LIMIT_DEFAULT);
    for (uint32_t i = 0; i < model->questions_n; i++) {
        struct str own = key(&model->questions[i]);
        if (!own.len || seen_before(model, i, key)) {
            continue;
        }
        buf_clear(&variables);
        for (uint32_t k = i; k < model->questions_n; k++) {
            if (str_equal(key(&model->questions[k]), own)) {
                add_columns(d, &variables, model->questions[k].first, model->questions[k].n);
            }
        }
        const struct words *lead = &model->questions[i].lead;
        write_group(d, kind, own, &variables, key == grid_of ? lead : NULL);
    }
    buf_free(&variables);
}

static void sections(struct ddi *d)
{
    const struct model *model = d->model;
    struct buf variables = buf_new(BUF_LIMIT_DEFAULT);
    for (uint32_t s = 0; s < model->sections_n; s++) {
        buf_clear(&variables);
        for (uint32_t i = 0; i < model->questions_n; i++) {
            const struct question *one = &model->questions[i];
            if (one->section == s) {
                add_columns(d, &variables, one->first, one->n);
            }
        }
        write_group(d, "section", model->sections[s].id, &variables, &model->sections[s].label);
    }
    buf_free(&variables);
}

static void responses(struct ddi *d)
{
    struct buf variables = buf_new(BUF_LIMIT_DEFAULT);
    for (uint32_t i = 0; i < d->model->sets_n; i++) {
        const struct column_set *set = &d->model->sets[i];
        buf_clear(&variables);
        add_columns(d, &variables, set->first, set->n);
        write_group(d, "multipleResp", set->name, &variables, &set->label);
    }
    buf_free(&variables);
}

/* The questions of which a group hears or sees something of its own. */
static void versions(struct ddi *d)
{
    const struct questionnaire *q = d->model->newest;
    struct buf variables = buf_new(BUF_LIMIT_DEFAULT);
    for (unsigned group = 0; group < q->groups_n; group++) {
        buf_clear(&variables);
        for (uint32_t i = 0; i < d->model->questions_n; i++) {
            const struct question *one = &d->model->questions[i];
            int own = questionnaire_group(one->q, q->groups[group]);
            if (own >= 0 && told_variants(one) >> own & 1) {
                add_columns(d, &variables, one->first, one->n);
            }
        }
        const struct list *groups = q->codebook->variables[BUILTIN_GROUP]->list;
        write_group(d, "version", q->groups[group], &variables, &groups->options[group].label);
    }
    buf_free(&variables);
}

void ddi_groups(struct ddi *d)
{
    sections(d);
    groups_by(d, "grid", grid_of);
    groups_by(d, "repetition", roster_of);
    responses(d);
    versions(d);
}

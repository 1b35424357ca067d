#include "export/model_priv.h"

static void names_index(struct builder *b, struct model_inside *inside)
{
    inside->names.arena = b->arena;
    for (uint32_t i = 0; i < b->columns_n; i++) {
        (void)ids_add(&inside->names, b->columns[i].name, i); /* doubles: limits.c tells */
    }
}

const struct model *model_make(struct arena *arena, const struct model_setup *setup)
{
    struct model *model = ARENA_NEW(arena, struct model);
    size_t versions = setup->versions_n < VERSIONS_MAX ? setup->versions_n : VERSIONS_MAX;
    *model = (struct model){.arena = arena,
                            .study = setup->study,
                            .layer = setup->layer,
                            .versions = setup->versions + (setup->versions_n - versions),
                            .versions_n = versions,
                            .newest = setup->versions[setup->versions_n - 1],
                            .language = setup->language,
                            .stamp_ms = setup->stamp_ms,
                            .cases = setup->cases};
    struct builder b = {.model = model, .arena = arena};
    labels_builtin(&b);
    merge_lists(&b);
    merge_variables(&b);
    make_columns(&b);
    make_questions(&b);
    struct model_inside *inside = ARENA_NEW(arena, struct model_inside);
    *inside = (struct model_inside){.merged = b.merged,
                                    .merged_n = b.merged_n,
                                    .from = b.from,
                                    .retyped = b.retyped,
                                    .retyped_n = b.retyped_n};
    names_index(&b, inside);
    model->inside = inside;
    model->columns = b.columns;
    model->columns_n = (uint32_t)b.columns_n;
    model->sets = b.responses;
    model->sets_n = (uint32_t)b.responses_n;
    model->label_sets = (const struct label_set *const *)b.sets;
    model->label_sets_n = (uint32_t)b.sets_n;
    return model;
}

const struct column *model_column(const struct model *model, struct str name)
{
    uint32_t at = 0;
    return ids_find(&model->inside->names, name, &at) ? &model->columns[at] : NULL;
}

struct str model_words(const struct model *model, const struct words *words, unsigned language)
{
    const struct codebook *book = model->newest->codebook;
    int english = questionnaire_language(model->newest, STR("en"));
    const unsigned order[] = {language, book->source_language, english < 0 ? language : (unsigned)english};
    for (size_t i = 0; i < ARRAY_LEN(order); i++) {
        if (words->in[order[i]].len) {
            return words->in[order[i]];
        }
    }
    for (unsigned k = 0; k < book->languages_n; k++) {
        if (words->in[k].len) {
            return words->in[k];
        }
    }
    return STR_EMPTY;
}

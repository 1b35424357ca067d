#include "export/profile.h"

#include "base/sha256.h"
#include "codebook/define.h"
#include "export/model_priv.h"

/* ---- the file ----------------------------------------------------------------------------------- */

struct profile_reading {
    struct profile *profile;
    const struct model *model;
};

static bool read_name(struct definition *def, void *context, const struct node *node)
{
    return definition_text(def, node, &((struct profile_reading *)context)->profile->name);
}

static bool read_texts(struct definition *def, void *context, const struct node *node)
{
    static const char *const choices[] = {"keep", "drop"};
    size_t choice = 0;
    bool good = definition_choice(def, node, choices, ARRAY_LEN(choices), &choice);
    ((struct profile_reading *)context)->profile->drop_texts = choice == 1;
    return good;
}

static bool read_pseudonyms(struct definition *def, void *context, const struct node *node)
{
    return definition_flag(def, node, &((struct profile_reading *)context)->profile->pseudonyms);
}

static bool is_variable(const struct model *model, struct str id)
{
    for (uint32_t i = 0; i < model->columns_n; i++) {
        if (model->columns[i].variable && str_equal(model->columns[i].variable->id, id)) {
            return true;
        }
    }
    return false;
}

static bool read_drop(struct definition *def, void *context, const struct node *list)
{
    struct profile_reading *reading = context;
    bool good = definition_is(def, list, NODE_LIST);
    struct str *ids = ARENA_ARRAY(def->arena, list->n + 1, struct str);
    for (size_t i = 0; good && i < list->n; i++) {
        good = definition_text(def, list->items[i], &ids[i]);
        if (good && !is_variable(reading->model, ids[i])) {
            good =
                definition_error(def, "D020", list->items[i], "there is no variable '%.*s'", STR_ARG(ids[i]));
        }
    }
    reading->profile->drop = ids;
    reading->profile->drop_n = good ? list->n : 0;
    return good;
}

const struct profile *profile_read(struct arena *arena, struct diags *diags, const struct library *library,
                                   struct str path, const struct model *model)
{
    static const struct definition_key keys[] = {{"profile", read_name},
                                                 {"open_texts", read_texts},
                                                 {"pseudonyms", read_pseudonyms},
                                                 {"drop", read_drop}};
    struct definition def = {.arena = arena, .diags = diags, .library = library};
    struct document document;
    if (!definition_open(&def, path, NEED_FILE, NULL, &document)) {
        return NULL;
    }
    def.source = document.source;
    struct profile_reading reading = {ARENA_NEW(arena, struct profile), model};
    return definition_map(&def, document.root, keys, ARRAY_LEN(keys), &reading) ? reading.profile : NULL;
}

/* ---- columns ------------------------------------------------------------------------------------ */

/* Words that somebody typed: a code from a list is none, nor is what the study says of the case. */
static bool is_open_text(const struct column *column)
{
    return column->variable && column->variable->type == VARIABLE_TEXT && column->part != PART_CODED;
}

static bool dropped(const struct profile *profile, const struct column *column)
{
    if (profile->drop_texts && is_open_text(column)) {
        return true;
    }
    for (size_t i = 0; column->variable && i < profile->drop_n; i++) {
        if (str_equal(profile->drop[i], column->variable->id)) {
            return true;
        }
    }
    return false;
}

/* What is left of a range of columns. */
static void shrink(const uint32_t *to, uint32_t *first, uint32_t *n)
{
    uint32_t from = *first, left = 0, begin = NONE;
    for (uint32_t i = from; i < from + *n; i++) {
        if (to[i] != NONE) {
            begin = begin == NONE ? to[i] : begin;
            left++;
        }
    }
    *first = begin;
    *n = left;
}

static uint32_t *reduce_questions(struct arena *arena, struct model *model, const uint32_t *to)
{
    struct question *questions = ARENA_ARRAY(arena, model->questions_n, struct question);
    uint32_t *question_to = ARENA_ARRAY(arena, model->questions_n, uint32_t);
    uint32_t n = 0;
    for (uint32_t i = 0; i < model->questions_n; i++) {
        struct question one = model->questions[i];
        shrink(to, &one.first, &one.n);
        question_to[i] = one.n ? n : NONE;
        one.index = n;
        if (one.n) {
            questions[n++] = one;
        }
    }
    model->questions = questions;
    model->questions_n = n;
    return question_to;
}

static void reduce_sets(struct arena *arena, struct model *model, const uint32_t *to,
                        const uint32_t *question_to)
{
    struct column_set *sets = ARENA_ARRAY(arena, model->sets_n, struct column_set);
    uint32_t n = 0;
    for (uint32_t i = 0; i < model->sets_n; i++) {
        struct column_set one = model->sets[i];
        shrink(to, &one.first, &one.n);
        one.question = one.question == NONE ? NONE : question_to[one.question];
        if (one.n) {
            sets[n++] = one;
        }
    }
    model->sets = sets;
    model->sets_n = n;
}

/* Names are looked up in the reduced model too. */
static const struct model_inside *reduce_names(struct arena *arena, const struct model *model)
{
    struct model_inside *inside = ARENA_NEW(arena, struct model_inside);
    *inside = *model->inside;
    inside->names = (struct ids){.arena = arena};
    for (uint32_t i = 0; i < model->columns_n; i++) {
        (void)ids_add(&inside->names, model->columns[i].name, i); /* doubles were told before */
    }
    return inside;
}

struct reduced profile_reduce(struct arena *arena, const struct model *whole, const struct profile *profile)
{
    struct model *model = ARENA_NEW(arena, struct model);
    struct column *columns = ARENA_ARRAY(arena, whole->columns_n, struct column);
    uint32_t *to = ARENA_ARRAY(arena, whole->columns_n, uint32_t);
    uint32_t *from = ARENA_ARRAY(arena, whole->columns_n, uint32_t);
    uint32_t n = 0;
    *model = *whole;
    for (uint32_t i = 0; i < whole->columns_n; i++) {
        to[i] = dropped(profile, &whole->columns[i]) ? NONE : n;
        if (to[i] != NONE) {
            from[n] = i;
            columns[n++] = whole->columns[i];
        }
    }
    model->columns = columns;
    model->columns_n = n;
    uint32_t *question_to = reduce_questions(arena, model, to);
    reduce_sets(arena, model, to, question_to);
    for (uint32_t i = 0; i < n; i++) {
        columns[i].index = i;
        columns[i].companion = columns[i].companion == NONE ? NONE : to[columns[i].companion];
        columns[i].question = columns[i].question == NONE ? NONE : question_to[columns[i].question];
    }
    model->inside = reduce_names(arena, model);
    return (struct reduced){model, from};
}

void reduced_row(const struct reduced *reduced, const struct datum *row, struct datum *out)
{
    for (uint32_t i = 0; i < reduced->model->columns_n; i++) {
        out[i] = row[reduced->from[i]];
    }
}

/* ---- pseudonyms --------------------------------------------------------------------------------- */

/* Base 32 of Crockford, without the letters that are taken for digits. */
struct str pseudonym(struct str key, struct str id, char out[PSEUDONYM_ROOM])
{
    static const char signs[] = "0123456789abcdefghjkmnpqrstvwxyz";
    uint8_t digest[SHA256_BYTES];
    hmac_sha256(key, id, digest);
    uint64_t bits = 0;
    for (unsigned i = 0; i < 8; i++) {
        bits = bits << 8 | digest[i];
    }
    for (unsigned i = 0; i < PSEUDONYM_ROOM - 1; i++) {
        out[i] = signs[bits >> (59 - 5 * i) & 31];
    }
    out[PSEUDONYM_ROOM - 1] = '\0';
    return (struct str){out, PSEUDONYM_ROOM - 1};
}

#include "questionnaire/load_priv.h"

/* What is known of every case without asking. */

static const struct {
    enum builtin slot;
    const char *id;
    enum variable_type type;
    const char *list; /* NULL: none */
} builtins[] = {
    {BUILTIN_GROUP, "group", VARIABLE_CODE, "group"},
    {BUILTIN_LANGUAGE, "language", VARIABLE_CODE, "language"},
    {BUILTIN_FRAME_SEX, "frame_sex", VARIABLE_CODE, "frame_sex"},
    {BUILTIN_FRAME_BIRTH, "frame_birth", VARIABLE_DATE, NULL},
    {BUILTIN_FRAME_GENERATION, "frame_generation", VARIABLE_INT, NULL},
    {BUILTIN_FRAME_LANGUAGE, "frame_language", VARIABLE_CODE, "language"},
    {BUILTIN_FRAME_MUNICIPALITY, "frame_municipality", VARIABLE_TEXT, NULL},
};
_Static_assert(ARRAY_LEN(builtins) == BUILTINS, "every built-in variable is declared");

static void declare_lists(struct loader *l)
{
    struct str languages[LANGUAGES_MAX];
    struct str *codes = ARENA_ARRAY(l->arena, 3, struct str);
    for (unsigned i = 0; i < l->languages_n; i++) {
        languages[i] = l->languages[i].id;
    }
    codes[0] = STR("m");
    codes[1] = STR("f");
    codes[2] = STR("x");
    (void)codebook_add_list(l->book, STR("group"), l->q->groups, l->q->groups_n);
    (void)codebook_add_list(l->book, STR("language"), languages, l->languages_n);
    (void)codebook_add_list(l->book, STR("frame_sex"), codes, 3);
}

void builtins_declare(struct loader *l)
{
    declare_lists(l);
    for (size_t i = 0; i < ARRAY_LEN(builtins); i++) {
        struct variable *variable = loader_declare(l, str_from(builtins[i].id), NONE);
        variable->role = ROLE_FRAME;
        variable->type = builtins[i].type;
        variable->list = builtins[i].list ? codebook_list(l->book, str_from(builtins[i].list)) : NULL;
        variable->precisions = 1u << DATE_YEAR | 1u << DATE_MONTH | 1u << DATE_DAY;
        variable->max = number_int(99);
        variable->step = number_int(1);
        variable->length = 100;
        variable->measure = variable->type == VARIABLE_INT ? MEASURE_SCALE : MEASURE_NOMINAL;
        (void)loader_name(l, NULL, variable->id, NAMED_BUILTIN, variable->slot);
    }
}

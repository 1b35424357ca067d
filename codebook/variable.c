#include "codebook/codebook_priv.h"

static const char *const type_names[] = {
    [VARIABLE_CODE] = "code",       [VARIABLE_SET] = "set",   [VARIABLE_INT] = "int",
    [VARIABLE_DECIMAL] = "decimal", [VARIABLE_TEXT] = "text", [VARIABLE_DATE] = "date",
    [VARIABLE_TIME] = "time",       [VARIABLE_BOOL] = "bool",
};
_Static_assert(ARRAY_LEN(type_names) == VARIABLE_TYPES, "every type has a name");

static const enum value_kind kinds[] = {
    [VARIABLE_CODE] = VALUE_CODE,      [VARIABLE_SET] = VALUE_SET,   [VARIABLE_INT] = VALUE_NUMBER,
    [VARIABLE_DECIMAL] = VALUE_NUMBER, [VARIABLE_TEXT] = VALUE_TEXT, [VARIABLE_DATE] = VALUE_DATE,
    [VARIABLE_TIME] = VALUE_TIME,      [VARIABLE_BOOL] = VALUE_BOOL,
};
_Static_assert(ARRAY_LEN(kinds) == VARIABLE_TYPES, "every type has a kind of value");

const char *variable_type_name(enum variable_type type)
{
    return type_names[type];
}

struct expr_type variable_expr_type(const struct variable *variable)
{
    return (struct expr_type){.kind = kinds[variable->type],
                              .list = variable->list,
                              .scale = variable->type == VARIABLE_DECIMAL ? variable->step.scale : 0};
}

struct variable *codebook_find(const struct codebook *codebook, struct str id)
{
    uint32_t slot = 0;
    return ids_find(&codebook->index->variables, id, &slot) ? codebook->variables[slot] : NULL;
}

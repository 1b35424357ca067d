#include "codebook/act.h"

#include "base/attr.h"

static const char *const kinds[] = {
    [ACT_START] = "start",       [ACT_ANSWER] = "answer",
    [ACT_DRAW] = "draw",         [ACT_CONFIRM] = "confirm",
    [ACT_NOTE] = "note",         [ACT_LANGUAGE] = "language",
    [ACT_JUMP] = "jump",         [ACT_REMOVE_ROW] = "remove_row",
    [ACT_SUSPEND] = "suspend",   [ACT_RESUME] = "resume",
    [ACT_COMPLETE] = "complete", [ACT_STOP] = "stop",
    [ACT_UNDO] = "undo",         [ACT_REDO] = "redo",
    [ACT_ERASE] = "erase",       [ACT_CONTACT] = "contact",
    [ACT_CODE] = "code",         [ACT_EDIT] = "edit",
    [ACT_DECISION] = "decision", [ACT_IDENTITY] = "identity",
    [ACT_MIGRATE] = "migrate",
};
_Static_assert(ARRAY_LEN(kinds) == ACT_KINDS, "every kind of act has a name");

static const char *const registers[] = {
    [REGISTER_ANSWER] = "answer", [REGISTER_ROW] = "row",         [REGISTER_CONFIRM] = "confirm",
    [REGISTER_ORDER] = "order",   [REGISTER_NOTE] = "note",       [REGISTER_LANGUAGE] = "language",
    [REGISTER_PLACE] = "place",   [REGISTER_STATUS] = "status",   [REGISTER_CODE] = "code",
    [REGISTER_EDIT] = "edit",     [REGISTER_CONTACT] = "contact",
};
_Static_assert(ARRAY_LEN(registers) == REGISTER_COUNT, "every register has a name");

static bool find_name(const char *const *names, size_t n, struct str name, size_t *out)
{
    for (size_t i = 0; i < n; i++) {
        if (str_is(name, names[i])) {
            *out = i;
            return true;
        }
    }
    return false;
}

const char *act_kind_name(enum act_kind kind)
{
    return kinds[kind];
}

bool act_kind_parse(struct str name, enum act_kind *out)
{
    size_t found = 0;
    if (!find_name(kinds, ACT_KINDS, name, &found)) {
        return false;
    }
    *out = (enum act_kind)found;
    return true;
}

const char *act_register_name(enum act_register reg)
{
    return registers[reg];
}

bool act_register_parse(struct str name, enum act_register *out)
{
    size_t found = 0;
    if (!find_name(registers, REGISTER_COUNT, name, &found)) {
        return false;
    }
    *out = (enum act_register)found;
    return true;
}

#include "export/model.h"

#include "base/attr.h"

static const struct reason_row rows[] = {
    [REASON_NONE] = {"", 0, "", "", ""},
    [REASON_NOT_APPLICABLE] = {"not_applicable", 'n', "niet van toepassing", "not applicable", "sans objet"},
    [REASON_REFUSED] = {"refused", 'r', "wil niet zeggen", "refused", "refus"},
    [REASON_DONT_KNOW] = {"dont_know", 'd', "weet niet", "don't know", "ne sait pas"},
    [REASON_NO_ANSWER] = {"no_answer", 's', "niet beantwoord", "not answered", "sans réponse"},
    [REASON_BREAKOFF] = {"breakoff", 'b', "na afbreken", "after break-off", "après interruption"},
    [REASON_UNCODEABLE] = {"uncodeable", 'u', "niet codeerbaar", "cannot be coded", "non codable"},
    [REASON_CLEANED] = {"cleaned", 'x', "geschrapt bij nazicht", "deleted in cleaning",
                        "supprimé au contrôle"},
    [REASON_SUPPRESSED] = {"suppressed", 'p', "afgeschermd", "suppressed for disclosure",
                           "masqué pour confidentialité"},
    [REASON_NOT_IN_VARIANT] = {"not_in_variant", 'v', "niet in de versie van deze groep",
                               "not in this group's variant", "pas dans la variante de ce groupe"},
    [REASON_NO_RECORD] = {"no_record", 0, "niet in deze versie", "not in this version",
                          "pas dans cette version"},
};
_Static_assert(ARRAY_LEN(rows) == REASONS, "every reason has a row");

const struct reason_row *reason_row(enum reason reason)
{
    return &rows[reason];
}

struct str reason_label(enum reason reason, struct str language)
{
    const struct reason_row *row = &rows[reason];
    return str_from(str_is(language, "nl") ? row->nl : str_is(language, "fr") ? row->fr : row->en);
}

int64_t column_missing_low(const struct column *column)
{
    return column->missing_base - 99;
}

int64_t column_missing_high(const struct column *column)
{
    return column->missing_base - 1;
}

static const char *const layers[] = {[LAYER_RAW] = "raw", [LAYER_CODED] = "coded", [LAYER_CLEAN] = "clean"};
_Static_assert(ARRAY_LEN(layers) == LAYERS, "every layer has a name");

const char *export_layer_name(enum export_layer layer)
{
    return layers[layer];
}

bool export_layer_parse(struct str name, enum export_layer *out)
{
    for (size_t i = 0; i < ARRAY_LEN(layers); i++) {
        if (str_is(name, layers[i])) {
            *out = (enum export_layer)i;
            return true;
        }
    }
    return false;
}

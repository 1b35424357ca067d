#include "codebook/define.h"

/* Words that may not name a variable, in lower case and sorted; whose they are. Names that no id can have
 * (with capitals only, with other signs) are left out. */
static const struct {
    const char *word;
    const char *whose;
} reserved[] = {
    {"all", "SPSS"},       {"and", "SPSS"},     {"break", "R"},        {"by", "SPSS"},
    {"byte", "Stata"},     {"double", "Stata"}, {"else", "R"},         {"eq", "SPSS"},
    {"false", "R"},        {"float", "Stata"},  {"for", "R"},          {"function", "R"},
    {"ge", "SPSS"},        {"gt", "SPSS"},      {"has", "veldwerk"},   {"if", "Stata and R"},
    {"in", "Stata and R"}, {"inf", "R"},        {"int", "Stata"},      {"le", "SPSS"},
    {"long", "Stata"},     {"lt", "SPSS"},      {"na", "R"},           {"na_character", "R"},
    {"na_complex", "R"},   {"na_integer", "R"}, {"na_real", "R"},      {"nan", "R"},
    {"ne", "SPSS"},        {"next", "R"},       {"not", "SPSS"},       {"null", "R"},
    {"or", "SPSS"},        {"repeat", "R"},     {"row", "veldwerk"},   {"rowid", "SAS"},
    {"strl", "Stata"},     {"to", "SPSS"},      {"today", "veldwerk"}, {"true", "R"},
    {"using", "Stata"},    {"where", "SAS"},    {"while", "R"},        {"with", "SPSS and Stata"},
};

/* Stata's str1 to str2045 are types. */
static bool is_stata_text(struct str id)
{
    if (!str_starts(id, STR("str")) || id.len < 4) {
        return false;
    }
    for (size_t i = 3; i < id.len; i++) {
        if (id.ptr[i] < '0' || id.ptr[i] > '9') {
            return false;
        }
    }
    return true;
}

bool id_reserved(struct str id, const char **whose)
{
    size_t low = 0;
    size_t high = ARRAY_LEN(reserved);
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = str_compare(id, str_from(reserved[middle].word));
        if (order == 0) {
            *whose = reserved[middle].whose;
            return true;
        }
        if (order < 0) {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    *whose = "Stata";
    return is_stata_text(id);
}

static const char *id_fault(struct str id, size_t longest)
{
    bool letter = id.ptr[0] >= 'a' && id.ptr[0] <= 'z';
    if (!letter) {
        return "begins with a small letter";
    }
    for (size_t i = 0; i < id.len; i++) {
        char c = id.ptr[i];
        if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_')) {
            return "holds only small letters, digits and _";
        }
        if (c == '_' && (i + 1 == id.len || id.ptr[i + 1] == '_')) {
            return i + 1 == id.len ? "does not end with _" : "does not hold __";
        }
    }
    return id.len > longest ? "is too long" : NULL;
}

bool definition_id(struct definition *def, const struct node *node, size_t longest, struct str *out)
{
    if (!definition_text(def, node, out)) {
        return false;
    }
    const char *fault = id_fault(*out, longest);
    if (fault && out->len > longest) {
        return definition_error(def, "E105", node, "the id '%.*s' has %zu characters; here at most %zu fit",
                                STR_ARG(*out), out->len, longest);
    }
    if (fault) {
        return definition_error(def, "E105", node, "'%.*s' cannot be an id: an id %s", STR_ARG(*out), fault);
    }
    const char *whose = NULL;
    if (id_reserved(*out, &whose)) {
        return definition_error(def, "E107", node, "'%.*s' is a word of %s and cannot be an id",
                                STR_ARG(*out), whose);
    }
    return true;
}

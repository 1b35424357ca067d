#include "tui/codes.h"

int32_t codes_match(const struct codes *codes, const struct typed_code *typed, bool *longer)
{
    struct str digits = {typed->digits, typed->len};
    int32_t found = -1;
    *longer = false;
    for (size_t i = 0; typed->len > 0 && i < codes->n; i++) {
        struct str code = codes->list->options[codes->options[i]].code;
        if (str_equal(code, digits)) {
            found = codes->options[i];
        } else if (str_starts(code, digits)) {
            *longer = true;
        }
    }
    return found;
}

int32_t codes_settle(const struct codes *codes, struct typed_code *typed)
{
    bool longer = false;
    int32_t option = codes_match(codes, typed, &longer);
    typed->len = 0;
    return option;
}

size_t codes_digit(const struct codes *codes, struct typed_code *typed, int digit, int32_t decided[2],
                   bool *unknown)
{
    bool longer = false;
    size_t n = 0;
    struct typed_code with = *typed;
    with.digits[with.len++] = (char)('0' + digit);
    int32_t option = codes_match(codes, &with, &longer);
    if (option < 0 && !longer && typed->len > 0) {
        int32_t before = codes_settle(codes, typed);
        if (before >= 0) {
            decided[n++] = before;
        }
        with = (struct typed_code){.digits = {(char)('0' + digit)}, .len = 1};
        option = codes_match(codes, &with, &longer);
    }
    *unknown = option < 0 && !longer;
    bool waits = longer && with.len + 1 < sizeof with.digits;
    if (!waits && option >= 0) {
        decided[n++] = option;
    }
    with.len = waits ? with.len : 0;
    *typed = with;
    return n;
}

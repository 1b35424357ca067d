#include "tui/numbered.h"

#include "base/i18n.h"

bool numbered_key(size_t *cursor, size_t n, const struct press *press, enum verb verb)
{
    int digit = verb == VERB_NONE && press->kind == PRESS_KEY ? keys_digit(press->key) : -1;
    if (digit >= 1 && (size_t)digit <= n) {
        *cursor = (size_t)digit - 1;
    } else if (verb == VERB_UP) {
        *cursor -= *cursor > 0;
    } else if (verb == VERB_DOWN) {
        *cursor += *cursor + 1 < n;
    } else {
        return false;
    }
    return true;
}

void numbered_verbs(struct verb_list *list)
{
    list->lead = tr("cijfer = kies");
    verb_quiet(list, VERB_UP);
    verb_quiet(list, VERB_DOWN);
}

int numbered_row(const struct pane *pane, int row, int left, int end, size_t index, bool here,
                 const char *words)
{
    int col = pane_format(pane, row, left, STYLE_TEXT, "%s %zu  %s", here ? ">" : " ", index + 1, words);
    if (here) {
        pane_restyle(pane, row, left + 2, end - left - 2, STYLE_FOCUS);
        pane_cursor(pane, row, left + 2);
    }
    return col;
}

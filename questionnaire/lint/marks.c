#include "questionnaire/lint/lint_priv.h"

/* What is read out as it stands, and looks as if it came from elsewhere: mark-up, blanks too many. */

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* <b>, </b>, &nbsp; */
static bool is_markup(struct str text, size_t at)
{
    struct str rest = str_slice(text, at, text.len);
    size_t letter = rest.len > 1 && rest.ptr[1] == '/' ? 2 : 1;
    bool named = letter < rest.len && is_letter(rest.ptr[letter]);
    size_t end = 1;
    while (end < rest.len && is_letter(rest.ptr[end])) {
        end++;
    }
    bool entity = rest.ptr[0] == '&' && end > 1 && end < rest.len && rest.ptr[end] == ';';
    return entity || (rest.ptr[0] == '<' && named && str_find_char(rest, '>', 0) < rest.len);
}

static const char *what_is_odd(struct str text)
{
    if (text.len && (text.ptr[0] == ' ' || text.ptr[text.len - 1] == ' ')) {
        return "begins or ends with a blank";
    }
    for (size_t i = 0; i < text.len; i++) {
        if (is_markup(text, i)) {
            return "holds mark-up, which is shown as it stands";
        }
        if (text.ptr[i] == ' ' && i + 1 < text.len && text.ptr[i + 1] == ' ') {
            return "has several blanks in a row";
        }
    }
    return NULL;
}

static void look_at_text(struct teller *t, unsigned language, const char *section, struct str id,
                         const struct text *text)
{
    const char *odd = text->n ? what_is_odd(text_raw(t, text)) : NULL;
    if (odd) {
        tell(t, "W326", place_of_key(t, language, section, id), "a text of '%.*s' %s", STR_ARG(id), odd);
    }
}

static void look_at_item(struct teller *t, unsigned language, const struct item *item)
{
    const struct item_words *words = item_words(t->q, item->index, language, -1);
    const struct text *const texts[] = {&words->label, &words->text, &words->instruct,
                                        &words->help,  &words->unit, &words->card};
    const char *section = item->kind == ITEM_BLOCK ? "blocks" : item->kind == ITEM_STOP ? "stops" : "items";
    for (size_t i = 0; i < ARRAY_LEN(texts); i++) {
        look_at_text(t, language, section, item->id, texts[i]);
    }
}

static void look_at_language(struct teller *t, unsigned language)
{
    bool source = language == t->q->codebook->source_language;
    for (uint32_t i = 0; i < t->q->items_n; i++) {
        if (source || item_translated(t->q, i, language)) {
            look_at_item(t, language, &t->q->items[i]);
        }
    }
    for (uint32_t i = 0; i < t->q->checks_n; i++) {
        struct text own = check_words(t->q, i, language, -1);
        struct text theirs = check_words(t->q, i, t->q->codebook->source_language, -1);
        if (source || !text_borrowed(&own, &theirs)) {
            look_at_text(t, language, "checks", t->q->checks[i].id, &own);
        }
    }
}

void lint_marks(struct teller *t)
{
    for (unsigned language = 0; language < t->q->codebook->languages_n; language++) {
        look_at_language(t, language);
    }
}

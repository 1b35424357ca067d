#include "codebook/codebook.h"

/* How a language writes what is not a label. */
static const struct {
    const char *language;
    char decimal;
    const char *apart; /* between the labels of a set */
    const char *truth[2];
} customs[] = {
    {"nl", ',', ", ", {"nee", "ja"}},
    {"en", '.', ", ", {"no", "yes"}},
    {"fr", ',', ", ", {"non", "oui"}},
    {"tr", ',', ", ", {"hay\xC4\xB1r", "evet"}},
    {"pl", ',', ", ", {"nie", "tak"}},
    {"ro", ',', ", ", {"nu", "da"}},
    {"ar", ',', "\xD8\x8C ", {"\xD9\x84\xD8\xA7", "\xD9\x86\xD8\xB9\xD9\x85"}},
    {"de", ',', ", ", {"nein", "ja"}},
};

static size_t custom_of(struct str language)
{
    for (size_t i = 0; i < ARRAY_LEN(customs); i++) {
        if (str_is(language, customs[i].language)) {
            return i;
        }
    }
    return 0;
}

static struct str label_at(const struct codebook *codebook, const struct list *list, int32_t position,
                           unsigned language)
{
    if (!list || position < 0 || (size_t)position >= list->n) {
        return STR_EMPTY;
    }
    return option_label(&list->options[position], language, codebook->source_language);
}

static struct str shown_set(struct arena *arena, const struct codebook *codebook, const struct list *list,
                            struct code_set set, unsigned language, const char *apart)
{
    struct buf out = buf_new(BUF_LIMIT_DEFAULT);
    for (uint32_t i = 0; i < set.n; i++) {
        buf_add_text(&out, i ? apart : "");
        buf_add(&out, label_at(codebook, list, set.items[i], language));
    }
    struct str text = arena_copy(arena, buf_str(&out));
    buf_free(&out);
    return text;
}

static struct str shown_number(struct arena *arena, struct number number, char decimal)
{
    struct str text = number_format(arena, number);
    size_t point = str_find_char(text, '.', 0);
    if (point == text.len || decimal == '.') {
        return text;
    }
    return arena_format(arena, "%.*s%c%.*s", (int)point, text.ptr, decimal, (int)(text.len - point - 1),
                        text.ptr + point + 1);
}

static struct str shown_date(struct arena *arena, struct date date)
{
    switch (date_precision(date)) {
    case DATE_YEAR:
        return arena_format(arena, "%d", date.year);
    case DATE_MONTH:
        return arena_format(arena, "%02u/%d", (unsigned)date.month, date.year);
    case DATE_DAY:
        break;
    }
    return arena_format(arena, "%02u/%02u/%d", (unsigned)date.day, (unsigned)date.month, date.year);
}

struct str value_shown(struct arena *arena, const struct codebook *codebook, const struct variable *variable,
                       const struct value *value, unsigned language)
{
    size_t custom = custom_of(codebook->languages[language].id);
    char time[6];
    switch (value->kind) {
    case VALUE_NONE:
        break;
    case VALUE_BOOL:
        return str_from(customs[custom].truth[value->truth]);
    case VALUE_NUMBER:
        return shown_number(arena, value->number, customs[custom].decimal);
    case VALUE_TEXT:
        return arena_copy(arena, value->text);
    case VALUE_DATE:
        return shown_date(arena, value->date);
    case VALUE_TIME:
        return arena_copy(arena, time_format(value->minutes, time));
    case VALUE_CODE:
        return label_at(codebook, variable->list, value->code, language);
    case VALUE_SET:
        return shown_set(arena, codebook, variable->list, value->set, language, customs[custom].apart);
    }
    return STR_EMPTY;
}

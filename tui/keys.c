#include "tui/keys.h"

#include "base/i18n.h"
#include "base/utf8.h"
#include "tui/text.h"

#define F(n)      (SPECIAL_F1 + (n)-1)
#define CTRL(c)   (KEYS_CONTROL | (uint32_t)(c))
#define ENTER     SPECIAL_ENTER
#define ESC       SPECIAL_ESC
#define TAB       SPECIAL_TAB
#define BACKTAB   SPECIAL_BACKTAB
#define DELETE    SPECIAL_DELETE
#define UP        SPECIAL_UP
#define DOWN      SPECIAL_DOWN
#define LEFT      SPECIAL_LEFT
#define RIGHT     SPECIAL_RIGHT
#define HOME      SPECIAL_HOME
#define END       SPECIAL_END
#define PAGE_UP   SPECIAL_PAGE_UP
#define PAGE_DOWN SPECIAL_PAGE_DOWN
#define ALT_ENTER SPECIAL_ALT_ENTER
#define LISTS     ((unsigned)MODE_LIST)
#define NOT_TYPED (MODE_LIST | MODE_CHOICE)
#define ANSWERS   (MODE_CHOICE | MODE_NUMBER)
#define LETTERED  (ANSWERS | LISTS)
#define TYPED     (MODE_TEXT | MODE_NUMBER)
#define ANYWHERE  (MODE_LIST | MODE_CHOICE | MODE_NUMBER | MODE_TEXT)
#define VERB(name, key, second, letter, other, where, letters, bar, help)                                    \
    [VERB_##name] = {#name, {key, second}, {letter, other}, where, letters, bar, help},
static const struct verb_row rows[VERBS] = {
#include "tui/keys.def"
};
#undef VERB

struct named_key {
    const char *name;
    uint32_t key;
};
static const struct named_key named_keys[] = {
    {N_("Enter"), ENTER},
    {N_("Esc"), ESC},
    {N_("Tab"), TAB},
    {N_("Shift-Tab"), BACKTAB},
    {N_("Backspace"), SPECIAL_BACKSPACE},
    {N_("Del"), DELETE},
    {N_("Omhoog"), UP},
    {N_("Omlaag"), DOWN},
    {N_("Links"), LEFT},
    {N_("Rechts"), RIGHT},
    {N_("Home"), HOME},
    {N_("End"), END},
    {N_("PgUp"), PAGE_UP},
    {N_("PgDn"), PAGE_DOWN},
    {N_("Alt-Enter"), ALT_ENTER},
    {N_("Spatie"), ' '},
};

const struct verb_row *verb_row(enum verb verb)
{
    return &rows[verb];
}

static bool row_has(const struct verb_row *row, uint32_t key, enum key_mode mode)
{
    bool by_key = (row->where & mode) && (row->keys[0] == key || row->keys[1] == key);
    bool by_letter = (row->where_letters & mode) && (row->letters[0] == key || row->letters[1] == key);
    return key != 0 && (by_key || by_letter);
}

enum verb keys_verb(uint32_t key, enum key_mode mode)
{
    for (int verb = VERB_NONE + 1; verb < VERBS; verb++) {
        if (row_has(&rows[verb], key, mode)) {
            return (enum verb)verb;
        }
    }
    return VERB_NONE;
}

uint32_t keys_of(enum verb verb, enum key_mode mode)
{
    const struct verb_row *row = &rows[verb];
    /* In lists a letter is nearer than Ctrl. */
    bool nearer = (row->keys[0] & KEYS_CONTROL) && (row->where_letters & mode) && row->letters[0];
    if ((row->where & mode) && row->keys[0] && !nearer) {
        return row->keys[0];
    }
    return (row->where_letters & mode) ? row->letters[0] : 0;
}

int keys_digit(uint32_t key)
{
    /* & é " ' ( § è ! ç à: the top row without Shift, 1 to 9 and 0. */
    static const uint32_t azerty[10] = {0xE0, '&', 0xE9, '"', '\'', '(', 0xA7, 0xE8, '!', 0xE7};
    if (key >= '0' && key <= '9') {
        return (int)(key - '0');
    }
    for (int digit = 0; digit < 10; digit++) {
        if (azerty[digit] == key) {
            return digit;
        }
    }
    return -1;
}

struct str keys_name(struct arena *arena, uint32_t key)
{
    if (key >= SPECIAL_F1 && key <= SPECIAL_F12) {
        return arena_format(arena, "F%u", (unsigned)(key - SPECIAL_F1 + 1));
    }
    if (key & KEYS_CONTROL) {
        return arena_format(arena, "Ctrl-%c", (char)(key & 0x7F));
    }
    for (size_t i = 0; i < ARRAY_LEN(named_keys); i++) {
        if (named_keys[i].key == key) {
            return str_from(tr(named_keys[i].name));
        }
    }
    char bytes[4];
    size_t n = utf8_encode(key, bytes);
    return arena_copy(arena, (struct str){bytes, n});
}

uint32_t keys_parse(struct str name)
{
    int64_t number = 0;
    if (name.len >= 2 && name.ptr[0] == 'F' && str_to_int64(str_slice(name, 1, 2), &number) && number >= 1 &&
        number <= 12) {
        return F((uint32_t)number);
    }
    if (name.len == 6 && str_starts(name, STR("Ctrl-"))) {
        return CTRL(name.ptr[5]);
    }
    for (size_t i = 0; i < ARRAY_LEN(named_keys); i++) {
        if (str_is(name, named_keys[i].name)) {
            return named_keys[i].key;
        }
    }
    size_t at = 0;
    uint32_t code_point = 0;
    return utf8_next(name, &at, &code_point) && at == name.len ? code_point : 0;
}

static void add_offer(struct verb_list *list, struct verb_offer offer)
{
    if (list->n < ARRAY_LEN(list->items) && !verb_find(list, offer.verb)) {
        list->items[list->n++] = offer;
    }
}

void verb_offer(struct verb_list *list, enum verb verb, const char *word)
{
    add_offer(list, (struct verb_offer){.verb = verb, .word = word});
}

void verb_quiet(struct verb_list *list, enum verb verb)
{
    add_offer(list, (struct verb_offer){.verb = verb, .quiet = true});
}

void verb_refuse(struct verb_list *list, enum verb verb, const char *reason)
{
    add_offer(list, (struct verb_offer){.verb = verb, .reason = reason});
}

const struct verb_offer *verb_find(const struct verb_list *list, enum verb verb)
{
    for (size_t i = 0; i < list->n; i++) {
        if (list->items[i].verb == verb) {
            return &list->items[i];
        }
    }
    return NULL;
}

static struct str entry(struct arena *arena, const struct verb_offer *offer, enum key_mode mode)
{
    uint32_t key = keys_of(offer->verb, mode);
    const char *word = offer->word ? offer->word : rows[offer->verb].bar;
    if (key == 0 || offer->reason || offer->quiet) {
        return STR_EMPTY;
    }
    struct str name = keys_name(arena, key);
    return arena_format(arena, "%.*s %s", STR_ARG(name), tr(word));
}

#define NEAR 2 /* cells between entries, where it is narrow */
#define WIDE 3

static size_t add_fitting(struct str one, int *room, struct str *out, size_t n)
{
    int cells = text_width(one) + NEAR;
    if (one.len == 0 || cells > *room) {
        return n;
    }
    *room -= cells;
    out[n] = one;
    return n + 1;
}

/* The entries that fit in `width`, in the order of the list, F1 last. The first key goes before the lead. */
static size_t entries_that_fit(struct arena *arena, const struct verb_list *list, enum key_mode mode,
                               int width, struct str *out)
{
    const struct verb_offer *help = verb_find(list, VERB_HELP);
    struct str last = help ? entry(arena, help, mode) : STR_EMPTY;
    struct str lead = str_from(list->lead ? list->lead : "");
    struct str first = list->n > 0 ? entry(arena, &list->items[0], mode) : STR_EMPTY;
    int room = width - text_width(last);
    size_t n = 0;
    if (text_width(lead) + NEAR + text_width(first) + NEAR <= room) {
        n = add_fitting(lead, &room, out, n);
    }
    for (size_t i = 0; i < list->n; i++) {
        bool is_help = list->items[i].verb == VERB_HELP;
        n = is_help ? n : add_fitting(entry(arena, &list->items[i], mode), &room, out, n);
    }
    if (last.len > 0 && room >= 0) {
        out[n++] = last;
    }
    return n;
}

struct str keys_bar(struct arena *arena, const struct verb_list *list, enum key_mode mode, int width)
{
    struct str entries[VERBS + 2];
    size_t n = entries_that_fit(arena, list, mode, width, entries);
    int wide = -WIDE;
    for (size_t i = 0; i < n; i++) {
        wide += text_width(entries[i]) + WIDE;
    }
    struct buf bar = buf_new(4096);
    for (size_t i = 0; i < n; i++) {
        buf_format(&bar, "%s%.*s", i == 0 ? "" : wide <= width ? "   " : "  ", STR_ARG(entries[i]));
    }
    struct str out = arena_copy(arena, buf_str(&bar));
    buf_free(&bar);
    return out;
}

static void manual_keys(struct arena *arena, const uint32_t keys[2], struct buf *out)
{
    for (size_t i = 0; i < 2 && keys[i]; i++) {
        buf_add_text(out, i ? ", " : "");
        buf_add(out, keys_name(arena, keys[i]));
    }
}

void keys_manual(struct arena *arena, struct buf *out)
{
    for (int verb = VERB_NONE + 1; verb < VERBS; verb++) {
        manual_keys(arena, rows[verb].keys, out);
        buf_add_char(out, '\t');
        manual_keys(arena, rows[verb].letters, out);
        buf_format(out, "\t%s\n", tr(rows[verb].help));
    }
}

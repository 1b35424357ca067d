#include "tests/journeys/pty_priv.h"

/* curses.h defines short names as macros: behind all others, in this file only. */
#include <curses.h>
#include <term.h>

#include <stdio.h>
#include <stdlib.h>

struct named {
    const char *name;
    const char *capability; /* of terminfo; NULL: `bytes` */
    const char *bytes;
};

static const struct named named_keys[] = {
    {"Enter", NULL, "\r"},         {"Esc", NULL, "\033"},    {"Tab", NULL, "\t"},
    {"Alt-Enter", NULL, "\033\r"}, {"Spatie", NULL, " "},    {"Shift-Tab", "kcbt", NULL},
    {"Backspace", "kbs", NULL},    {"Del", "kdch1", NULL},   {"Omhoog", "kcuu1", NULL},
    {"Omlaag", "kcud1", NULL},     {"Links", "kcub1", NULL}, {"Rechts", "kcuf1", NULL},
    {"Home", "khome", NULL},       {"End", "kend", NULL},    {"PgUp", "kpp", NULL},
    {"PgDn", "knp", NULL},         {"F1", "kf1", NULL},      {"F2", "kf2", NULL},
    {"F3", "kf3", NULL},           {"F4", "kf4", NULL},      {"F5", "kf5", NULL},
    {"F6", "kf6", NULL},           {"F7", "kf7", NULL},      {"F8", "kf8", NULL},
    {"F9", "kf9", NULL},           {"F10", "kf10", NULL},    {"F11", "kf11", NULL},
    {"F12", "kf12", NULL},
};

static struct str from_terminfo(const char *term, const char *capability)
{
    static char loaded[64]; /* setupterm reads a file: once per terminal type is enough */
    int error = 0;
    if (strcmp(loaded, term) != 0) {
        if (cur_term) {
            del_curterm(cur_term);
        }
        if (setupterm(term, 1, &error) != OK) {
            fprintf(stderr, "terminfo does not know '%s'\n", term);
            exit(2);
        }
        snprintf(loaded, sizeof loaded, "%s", term);
    }
    const char *bytes = tigetstr((char *)(uintptr_t)capability);
    return bytes && bytes != (char *)-1 ? str_from(bytes) : STR_EMPTY;
}

struct str pty_key_bytes(const char *term, struct str name)
{
    static const char controls[] = "\001\002\003\004\005\006\007\010\011\012\013\014\015\016\017\020\021\022"
                                   "\023\024\025\026\027\030\031\032";
    if (name.len == 6 && str_starts(name, STR("Ctrl-")) && name.ptr[5] >= 'A' && name.ptr[5] <= 'Z') {
        return (struct str){controls + (name.ptr[5] - 'A'), 1};
    }
    for (size_t i = 0; i < ARRAY_LEN(named_keys); i++) {
        if (str_is(name, named_keys[i].name)) {
            const struct named *key = &named_keys[i];
            return key->capability ? from_terminfo(term, key->capability) : str_from(key->bytes);
        }
    }
    return STR_EMPTY;
}

/* One character, however many bytes, or a number: typed as it stands. */
static bool is_typed(struct str word)
{
    size_t characters = 0, digits = 0;
    for (size_t i = 0; i < word.len; i++) {
        characters += ((unsigned char)word.ptr[i] & 0xC0) != 0x80;
        digits += word.ptr[i] >= '0' && word.ptr[i] <= '9';
    }
    return characters == 1 || digits == word.len;
}

static bool add_word(struct pty *pty, struct str word)
{
    struct str bytes = is_typed(word) ? word : pty_key_bytes(pty->term, word);
    if (!bytes.len) {
        fprintf(stderr, "%s has no key '%.*s'\n", pty->term, STR_ARG(word));
        return false;
    }
    buf_add(&pty->waiting, bytes);
    return true;
}

bool pty_keys(struct pty *pty, const char *keys)
{
    struct str all = str_from(keys);
    for (size_t at = 0; at < all.len;) {
        if (all.ptr[at] == ' ') {
            at++;
            continue;
        }
        bool quoted = all.ptr[at] == '\'' && str_find_char(all, '\'', at + 1) < all.len;
        size_t start = quoted ? at + 1 : at;
        size_t end = str_find_char(all, quoted ? '\'' : ' ', start);
        struct str word = str_slice(all, start, end - start);
        if (quoted) {
            buf_add(&pty->waiting, word);
        } else if (!add_word(pty, word)) {
            return false;
        }
        at = end + 1;
    }
    return true;
}

void pty_type(struct pty *pty, struct str text)
{
    buf_add(&pty->waiting, text);
}

void pty_paste(struct pty *pty, struct str text)
{
    buf_add_text(&pty->waiting, "\033[200~");
    buf_add(&pty->waiting, text);
    buf_add_text(&pty->waiting, "\033[201~");
}

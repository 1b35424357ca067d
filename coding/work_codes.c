#include "coding/work_priv.h"

#include "base/i18n.h"

/* Codes as such: items, special values, levels of the frame, and which texts are codes. */

/* ---- items ---- */

static bool specify_list(const struct codebook *codebook, const struct variable *v, struct work_item *out)
{
    if (v->role != ROLE_SPECIFY || v->parent >= codebook->variables_n) {
        return false;
    }
    const struct list *list = codebook->variables[v->parent]->list;
    *out = (struct work_item){v, STR_EMPTY, list};
    return list != NULL;
}

size_t work_items(const struct codebook *codebook, struct arena *arena, const struct work_item **out)
{
    struct work_item *items = ARENA_ARRAY(arena, codebook->variables_n + 1, struct work_item);
    size_t n = 0;
    for (size_t i = 0; i < codebook->variables_n; i++) {
        const struct variable *v = codebook->variables[i];
        if (v->coded.len) {
            items[n++] = (struct work_item){v, v->coded, NULL};
        } else if (specify_list(codebook, v, &items[n])) {
            n++;
        }
    }
    *out = items;
    return n;
}

/* ---- special values ---- */

static const struct {
    const char *value, *label;
} specials[SPECIALS] = {
    [SPECIAL_VAGUE] = {"!vague", N_("te vaag")},
    [SPECIAL_NONE] = {"!none", N_("geen antwoord op de vraag")},
    [SPECIAL_LANGUAGE] = {"!language", N_("andere taal")},
    [SPECIAL_REFUSED] = {"!refused", N_("weigering")},
    [SPECIAL_FLAG] = {"!flag", N_("twijfel")},
};

const char *special_value(enum work_special special)
{
    return specials[special].value;
}

const char *special_label(enum work_special special)
{
    return tr(specials[special].label);
}

bool special_parse(struct str value, enum work_special *out)
{
    for (size_t i = 0; i < SPECIALS; i++) {
        if (str_is(value, specials[i].value)) {
            *out = (enum work_special)i;
            return true;
        }
    }
    return false;
}

bool is_special(struct str codes, enum work_special special)
{
    return str_is(codes, specials[special].value);
}

/* ---- levels ---- */

static const struct option *find(const struct work *work, struct str code)
{
    int32_t at = list_find_code(work->setup.frame, code);
    return at >= 0 ? &work->setup.frame->options[at] : NULL;
}

struct str work_parent(const struct work *work, struct str code)
{
    const struct option *option = find(work, code);
    return option ? option->parent : STR_EMPTY;
}

/* Deeper than any frame: one whose entries lead in a circle is refused when it is read. */
enum { LEVELS_MOST = 16 };

unsigned work_level(const struct work *work, struct str code)
{
    unsigned level = 0;
    for (const struct option *o = find(work, code); o && level < LEVELS_MOST; o = find(work, o->parent)) {
        level++;
        if (!o->parent.len) {
            break;
        }
    }
    return level;
}

unsigned work_levels(const struct work *work)
{
    unsigned most = 1;
    for (size_t i = 0; i < work->classes.n; i++) {
        unsigned level = work_level(work, work->setup.frame->options[work->classes.option[i]].code);
        most = level > most ? level : most;
    }
    return most;
}

struct str code_at(const struct work *work, struct str code, unsigned level)
{
    for (unsigned at = work_level(work, code); at > level; at--) {
        code = work_parent(work, code);
    }
    return code;
}

/* The frames' labels are nl, fr, en in this order; a list of the study has its codebook's languages. */
static unsigned label_language(const struct work *work)
{
    static const char *const of_frames[] = {"nl", "fr", "en"};
    struct str wanted = i18n_language();
    const struct codebook *codebook = work->setup.codebook;
    if (work->setup.item.list) {
        for (unsigned i = 0; i < codebook->languages_n; i++) {
            if (str_equal(codebook->languages[i].id, wanted)) {
                return i;
            }
        }
        return codebook->source_language;
    }
    for (unsigned i = 0; i < ARRAY_LEN(of_frames); i++) {
        if (str_is(wanted, of_frames[i])) {
            return i;
        }
    }
    return 0;
}

struct str work_label(const struct work *work, struct str code)
{
    enum work_special special;
    if (special_parse(code, &special)) {
        return str_from(special_label(special));
    }
    const struct option *option = find(work, code);
    unsigned source = work->setup.item.list ? work->setup.codebook->source_language : 0;
    return option ? option_label(option, label_language(work), source) : code;
}

size_t work_examples(const struct work *work, struct str code, struct str *out, size_t most)
{
    size_t n = 0;
    for (size_t i = 0; work->index && n < most && i < work->index->n; i++) {
        const struct index_title *title = &work->index->titles[i];
        if (str_equal(work->setup.frame->options[title->option].code, code)) {
            out[n++] = title->text;
        }
    }
    return n;
}

/* ---- which texts are codes ---- */

struct str tidy_codes(struct arena *arena, struct str codes)
{
    struct buf buf = buf_new(BUF_LIMIT_DEFAULT);
    struct str rest = codes.len ? codes : STR_EMPTY;
    struct str part;
    while (str_split(&rest, ' ', &part)) {
        if (part.len) {
            buf_add_text(&buf, buf.len ? " " : "");
            buf_add(&buf, part);
        }
    }
    struct str tidy = arena_copy(arena, buf_str(&buf));
    buf_free(&buf);
    return tidy;
}

struct str first_mention(struct str codes)
{
    return str_slice(codes, 0, str_find_char(codes, ' ', 0));
}

static bool mentioned_before(struct str codes, struct str part)
{
    struct str before = str_slice(codes, 0, (size_t)(part.ptr - codes.ptr));
    struct str other;
    while (before.len && str_split(&before, ' ', &other)) {
        if (str_equal(other, part)) {
            return true;
        }
    }
    return false;
}

bool codes_valid(struct work *work, struct str codes)
{
    enum work_special special;
    if (special_parse(codes, &special)) {
        return true;
    }
    if (!codes.len) {
        work_fail(work, WORK_INVALID, "%s", tr("er is geen code gegeven"));
        return false;
    }
    struct str rest = codes;
    struct str part;
    while (str_split(&rest, ' ', &part)) {
        if (special_parse(part, &special)) {
            work_fail(work, WORK_INVALID, tr("'%.*s' staat alleen, niet naast andere codes"), STR_ARG(part));
            return false;
        }
        if (!find(work, part)) {
            work_fail(work, WORK_INVALID, tr("'%.*s' is geen code van %.*s"), STR_ARG(part),
                      STR_ARG(work->setup.frame->id));
            return false;
        }
        if (mentioned_before(codes, part)) {
            work_fail(work, WORK_INVALID, tr("'%.*s' staat er twee keer"), STR_ARG(part));
            return false;
        }
    }
    return true;
}

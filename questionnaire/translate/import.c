#include "questionnaire/translate/translate_priv.h"

#include "base/node.h"
#include "base/utf8.h"
#include "codebook/ids.h"
#include "questionnaire/load_priv.h"
#include "questionnaire/translate/po_priv.h"

/* A .po file taken over into a translation. */

enum { TEXT_BYTES_MOST = 64 << 10, SUGGESTIONS_MOST = 20, BRACES_MOST = 200 };

struct importing {
    struct arena *arena;
    struct diags *diags;
    struct translation *t;
    const struct source *source;
    struct ids contexts; /* to places[] */
    struct place_of {
        struct phrase *phrase;
        struct phrase_entry *entry;
        const struct po_entry *po; /* what the file says of it, or NULL */
    } * places;
    size_t places_n;
    unsigned suggestions;
    bool good;
};

static void told(struct importing *im, unsigned line, size_t before)
{
    if (im->diags && im->diags->n > before) {
        diag_last(im->diags)->line = source_line(im->source, line);
    }
}

static void complain(struct importing *im, const char *code, unsigned line, struct str text)
{
    size_t before = im->diags ? im->diags->n : 0;
    struct place place = {im->source->file, line, 0};
    im->good = diag_error(im->diags, code, place, "%.*s", STR_ARG(text));
    told(im, line, before);
}

/* ---- which phrase ---------------------------------------------------------------------------- */

static void index_phrases(struct importing *im)
{
    struct translation *t = im->t;
    for (size_t i = 0; i < t->n; i++) {
        im->places_n += t->entries[i].n;
    }
    im->places = ARENA_ARRAY(im->arena, im->places_n, struct place_of);
    im->contexts.arena = im->arena;
    size_t n = 0;
    for (size_t i = 0; i < t->n; i++) {
        for (size_t k = 0; k < t->entries[i].n; k++) {
            struct phrase *phrase = &t->entries[i].phrases[k];
            im->places[n].phrase = phrase;
            im->places[n].entry = &t->entries[i];
            if (!phrase->more) {
                (void)ids_add(&im->contexts, phrase->context, (uint32_t)n);
            }
            n++;
        }
    }
}

static void suggest(struct importing *im, struct str context)
{
    if (!im->diags || im->suggestions++ >= SUGGESTIONS_MOST) {
        return;
    }
    struct str *names = ARENA_ARRAY(im->arena, im->places_n, struct str);
    for (size_t i = 0; i < im->places_n; i++) {
        names[i] = im->places[i].phrase->context;
    }
    diag_suggest(im->diags, context, names, im->places_n);
}

static struct place_of *find_place(struct importing *im, const struct po_entry *po)
{
    uint32_t at = 0;
    if (!po->context.len) {
        complain(im, "P004", po->line, STR("this entry has no msgctxt, which names the text"));
        return NULL;
    }
    if (!ids_find(&im->contexts, po->context, &at)) {
        complain(im, "P004", po->line,
                 arena_format(im->arena, "there is no text '%.*s'", STR_ARG(po->context)));
        suggest(im, po->context);
        return NULL;
    }
    struct place_of *place = &im->places[at];
    if (place->po) {
        complain(im, "P005", po->line,
                 arena_format(im->arena, "'%.*s' stands in line %u already", STR_ARG(po->context),
                              place->po->line));
        return NULL;
    }
    return place;
}

/* ---- is the translation right? --------------------------------------------------------------- */

static bool fills_in(struct str text, struct str name)
{
    size_t at = 0;
    struct str inside;
    bool closed = true;
    while (fill_next(text, &at, &inside, &closed)) {
        if (str_equal(fill_name(inside), name)) {
            return true;
        }
    }
    return false;
}

/* What stands in the file already is no reason to refuse all others. */
static void complain_fill(struct importing *im, const struct po_entry *po, bool known, struct str text)
{
    size_t before = im->diags ? im->diags->n : 0;
    struct place place = {im->source->file, po->text_line, 0};
    if (known) {
        diag_warning(im->diags, "P007", place, "%.*s", STR_ARG(text));
        told(im, po->text_line, before);
    } else {
        complain(im, "P007", po->text_line, text);
    }
}

/* What `text` fills in and `other` does not; the first of it. */
static bool compare_fills(struct importing *im, struct str text, struct str other, const char *says,
                          struct str *problem)
{
    size_t at = 0;
    struct str inside;
    bool closed = true;
    for (unsigned n = 0; fill_next(text, &at, &inside, &closed); n++) {
        if (n == BRACES_MOST || !fills_in(other, fill_name(inside))) {
            *problem = n == BRACES_MOST
                           ? STR("there are too many braces")
                           : arena_format(im->arena, "'{%.*s}' %s", STR_ARG(fill_name(inside)), says);
            return false;
        }
    }
    *problem = STR("a { is not closed; a brace by itself is written {{");
    return closed;
}

/* Titles, names of groups and answers are shown as they are: nothing is filled in. */
static bool may_fill(enum phrase_section section)
{
    return section == SECTION_BLOCKS || section == SECTION_ITEMS || section == SECTION_CHECKS ||
           section == SECTION_STOPS || section == SECTION_FILLS;
}

/* `before`: the translation as it was. */
static void check_fills(struct importing *im, const struct place_of *place, const struct po_entry *po,
                        struct str before)
{
    struct str problem;
    if (may_fill(place->entry->section) &&
        (!compare_fills(im, po->text, po->source, "is not in the msgid: it cannot be filled in", &problem) ||
         !compare_fills(im, po->source, po->text, "of the msgid is not filled in", &problem))) {
        complain_fill(im, po, str_equal(before, po->text), problem);
    }
}

static void check_length(struct importing *im, const struct place_of *place, const struct po_entry *po)
{
    size_t characters = utf8_count(po->text);
    if (place->entry->section == SECTION_LISTS && po->text.len > OPTION_LABEL_BYTES_MOST) {
        complain(im, "P008", po->text_line,
                 arena_format(im->arena, "an answer has at most %d bytes, this one has %zu",
                              OPTION_LABEL_BYTES_MOST, po->text.len));
    } else if (phrase_is_label(place->entry, place->phrase) &&
               (characters > LABEL_CHARACTERS_MOST || po->text.len > LABEL_BYTES_MOST)) {
        complain(im, "P008", po->text_line,
                 arena_format(im->arena,
                              "a label has at most %d characters and %d bytes, this one has %zu and %zu",
                              LABEL_CHARACTERS_MOST, LABEL_BYTES_MOST, characters, po->text.len));
    }
}

/* Only what is read out, or for the interviewer, may go over several lines. */
static enum safe_flags lines_of(const struct place_of *place)
{
    bool words = place->entry->section == SECTION_ITEMS || place->entry->section == SECTION_CHECKS ||
                 place->entry->section == SECTION_STOPS;
    return words && !phrase_is_label(place->entry, place->phrase) ? SAFE_LINES : SAFE_LINE;
}

static void take(struct importing *im, struct place_of *place, struct po_entry *po)
{
    struct safe_problem problem;
    struct str text;
    if (!po->source.len || po->source.len > TEXT_BYTES_MOST) {
        complain(im, "P004", po->line,
                 po->source.len ? STR("this msgid is too long to be that of a text")
                                : STR("this entry has no msgid: what was it translated from?"));
        return;
    }
    if (!safe_text(im->arena, po->text, lines_of(place), TEXT_BYTES_MOST, &text, &problem)) {
        complain(im, "P006", po->text_line,
                 arena_format(im->arena, "this may not stand in a text: %s%s", problem.what,
                              problem.code_point == '\n' ? " (it stands on one line)" : ""));
        return;
    }
    po->text = text;
    place->po = po;
    if (text.len) {
        check_fills(im, place, po, place->phrase->text);
        check_length(im, place, po);
    }
    place->phrase->text = text;
}

/* ---- source: ---------------------------------------------------------------------------------- */

/* Of one part of the stamp: are there translations of it that still are of an older text, whose words nobody
 * knows? */
static bool unsettled(const struct place_of *places, size_t n, bool main)
{
    for (size_t i = 0; i < n; i++) {
        const struct place_of *place = &places[i];
        bool old = place->po ? place->po->fuzzy : place->phrase->stale;
        if (place->phrase->text.len && !place->phrase->more && old &&
            phrase_main(place->entry, place->phrase) == main) {
            return true;
        }
    }
    return false;
}

/* What it was before, unless that says it is up to date. */
static void keep_old(char part[STAMP_DIGITS + 1], struct str old, const char *today)
{
    if (!part[0]) {
        return;
    }
    bool usable = old.len == STAMP_DIGITS && !str_is(old, today);
    memcpy(part, usable ? old.ptr : "00000000", STAMP_DIGITS);
}

static void stamp_entry(struct importing *im, struct phrase_entry *entry, const struct place_of *places)
{
    struct stamp today = stamp_now(entry);
    bool named = false;
    bool any = false;
    for (size_t i = 0; i < entry->n; i++) {
        named = named || places[i].po;
        any = any || (entry->phrases[i].text.len && !entry->phrases[i].more);
        if (places[i].po) {
            entry->phrases[i].source = places[i].po->source;
        }
    }
    if (!named || !section_stamped(entry->section)) {
        return;
    }
    struct stamp stamp = stamp_now(entry);
    if (unsettled(places, entry->n, true)) {
        keep_old(stamp.main, stamp_main(entry->stamp), today.main);
    }
    if (unsettled(places, entry->n, false)) {
        keep_old(stamp.rest, stamp_rest(entry->stamp), today.rest);
    }
    char *written = arena_alloc(im->arena, STAMP_ROOM);
    entry->stamp = any ? stamp_written(&stamp, written) : STR_EMPTY;
}

/* ---- the file -------------------------------------------------------------------------------- */

static void check_header(struct importing *im, const struct po *po)
{
    struct str language = po_header(po, "Language");
    struct str mine = im->t->q->codebook->languages[im->t->language].id;
    struct str type = po_header(po, "Content-Type");
    size_t charset = str_find(type, STR("charset="), 0);
    struct str name = str_trim(str_slice(type, charset + strlen("charset="), type.len));
    if (language.len && !str_equal(language, mine)) {
        complain(im, "P009", 1,
                 arena_format(im->arena, "this file holds the language '%.*s', not '%.*s'", STR_ARG(language),
                              STR_ARG(mine)));
    }
    if (name.len && !str_is(name, "UTF-8") && !str_is(name, "utf-8")) {
        complain(im, "P001", 1,
                 arena_format(im->arena, "this file says it is in %.*s; it must be UTF-8", STR_ARG(name)));
    }
}

/* A new file is a draft until somebody says otherwise. */
static void new_files(struct translation *t, const struct po *po)
{
    enum phrase_status status = str_is(po_header(po, "X-Status"), "final") ? STATUS_NONE : STATUS_DRAFT;
    if (!t->file.written) {
        t->file.status = status;
    }
    if (!t->codebook.written) {
        t->codebook.status = status;
    }
}

bool translation_import(struct arena *arena, struct diags *diags, struct translation *t,
                        const struct source *po_source)
{
    struct importing im = {.arena = arena, .diags = diags, .t = t, .source = po_source, .good = true};
    struct po po;
    im.good = po_read(arena, diags, po_source, &po);
    check_header(&im, &po);
    index_phrases(&im);
    for (size_t i = 0; i < po.n; i++) {
        struct place_of *place = find_place(&im, &po.entries[i]);
        if (place) {
            take(&im, place, &po.entries[i]);
        }
    }
    size_t at = 0;
    for (size_t i = 0; i < t->n; i++) {
        stamp_entry(&im, &t->entries[i], &im.places[at]);
        at += t->entries[i].n;
    }
    new_files(t, &po);
    return im.good;
}

#include "questionnaire/differ/differ_priv.h"

#include "questionnaire/load.h"

/*
 * The joined questionnaire: both versions walked together. Between two things that they share comes what only
 * the old one asks there, then what only the new one does.
 */

/* The leaves and rosters of a part of one version, in the order in which they are asked. */
struct units {
    uint32_t *items;
    size_t n;
};

static struct units units_of(struct joining *j, enum side side, uint32_t from, uint32_t end)
{
    const struct questionnaire *q = j->p->q[side];
    struct units units = {ARENA_ARRAY(j->arena, end - from, uint32_t), 0};
    for (uint32_t i = from; i < end;) {
        const struct item *item = &q->items[i];
        bool roster = item->kind == ITEM_ROSTER;
        if (roster || is_leaf(item)) {
            units.items[units.n++] = i;
        }
        i = roster ? item->end : i + 1;
    }
    return units;
}

/* Opens a block for each condition around an item, outermost first; how many. */
static unsigned open_blocks(struct joining *j, enum side side, const struct item *item)
{
    const struct questionnaire *q = j->p->q[side];
    const struct item *above = item->parent == NONE ? NULL : &q->items[item->parent];
    if (!above || above->kind == ITEM_ROSTER) {
        return 0;
    }
    unsigned n = open_blocks(j, side, above);
    if (above->when.expr) {
        buf_format(&j->items, "{block: b%u", j->blocks_n);
        buf_format(&j->blocks, "  b%u: x\n", j->blocks_n++);
        joined_condition(j, side, &above->when);
        buf_add_text(&j->items, ", items: [");
        n++;
    }
    return n;
}

static void open_block(struct joining *j, struct str when)
{
    buf_format(&j->items, "{block: b%u, when: '%.*s', items: [", j->blocks_n, STR_ARG(when));
    buf_format(&j->blocks, "  b%u: x\n", j->blocks_n++);
}

/* Nothing of this version is asked behind a stop that only it has. */
static unsigned open_stops(struct joining *j, enum side side)
{
    if (j->ended[side].len) {
        open_block(j, arena_format(j->arena, "not (%.*s)", STR_ARG(j->ended[side])));
    }
    return j->ended[side].len > 0;
}

/* What is shared is asked until both have ended. */
static unsigned open_both(struct joining *j)
{
    bool both = j->ended[OLD].len && j->ended[NEW].len && !j->nested;
    if (both) {
        open_block(j, arena_format(j->arena, "not ((%.*s) and (%.*s))", STR_ARG(j->ended[OLD]),
                                   STR_ARG(j->ended[NEW])));
    }
    return both;
}

static void close_blocks(struct joining *j, unsigned n)
{
    while (n--) {
        buf_add_text(&j->items, "]}");
    }
}

static void add_units(struct joining *j, uint32_t old_from, uint32_t old_end, uint32_t new_from,
                      uint32_t new_end);

/* A roster that both have, or one of a single version (its range in the other is empty). */
static void add_roster(struct joining *j, const struct pair *pair, unsigned sides)
{
    enum side side = sides & 1u << NEW ? NEW : OLD;
    const struct item *item = pair_item(j->p, pair, side);
    const struct roster_def *roster = &j->p->q[side]->rosters[item->roster];
    const struct questionnaire *q = j->p->q[side];
    const struct pair *count = pair_of(j->p, side, q->item_of_slot[roster->count_slot]);
    struct str id = joined_id(j->arena, j->p, pair->shared ? JOINED_SHARED : side == OLD ? 'o' : 'n', pair);
    struct str count_id = joined_id(j->arena, j->p,
                                    count->shared ? JOINED_SHARED
                                    : side == OLD ? 'o'
                                                  : 'n',
                                    count);
    buf_format(&j->items, "{roster: %.*s, count: %.*s, max: %u", STR_ARG(id), STR_ARG(count_id), roster->max);
    joined_condition(j, side, &item->when);
    buf_add_text(&j->items, ", items: [");
    buf_format(&j->words, "  %.*s: {label: x}\n", STR_ARG(id));
    uint32_t range[2][2] = {{0, 0}, {0, 0}};
    for (int s = OLD; s <= NEW; s++) {
        if (sides & 1u << s) {
            range[s][0] = pair->at[s] + 1;
            range[s][1] = j->p->q[s]->items[pair->at[s]].end;
        }
    }
    j->nested = true;
    add_units(j, range[OLD][0], range[OLD][1], range[NEW][0], range[NEW][1]);
    j->nested = false;
    buf_add_text(&j->items, "]}");
}

static void add_stop(struct joining *j, const struct pair *pair, enum side side)
{
    struct str id = joined_id(j->arena, j->p, side == OLD ? 'o' : 'n', pair);
    struct str before = j->ended[side];
    j->ended[side] =
        arena_format(j->arena, "%.*s%sasked(%.*s)", STR_ARG(before), before.len ? " or " : "", STR_ARG(id));
}

static bool wants_notes(const struct joining *j, const struct pair *pair)
{
    size_t at = (size_t)(pair - j->p->pairs);
    if (pair->shared || pair->unsure || !j->placed[OLD][at] || !j->placed[NEW][at]) {
        return false;
    }
    const struct item *old = pair_item(j->p, pair, OLD);
    const struct item *new = pair_item(j->p, pair, NEW);
    return is_leaf(old) && is_leaf(new) && old->kind != ITEM_COMPUTED && old->kind != ITEM_DRAW &&
           new->kind != ITEM_COMPUTED &&new->kind != ITEM_DRAW;
}

/* A note where the shared item stands, for those whom the other version stopped before. */
static void add_behind(struct joining *j, const struct pair *pair, char letter, enum side stopped)
{
    if (!j->ended[stopped].len) {
        return;
    }
    enum side asking = stopped == OLD ? NEW : OLD;
    const struct item *item = pair_item(j->p, pair, asking);
    struct str id = joined_id(j->arena, j->p, letter, pair);
    joined_open(j);
    open_block(j, j->ended[stopped]);
    unsigned blocks = 1;
    blocks += open_stops(j, asking);
    blocks += open_blocks(j, asking, item);
    buf_format(&j->items, "{id: %.*s, type: note", STR_ARG(id));
    joined_condition(j, asking, &item->when);
    buf_add_char(&j->items, '}');
    close_blocks(j, blocks);
    joined_close(j);
    buf_format(&j->words, "  %.*s: {label: x, text: x}\n", STR_ARG(id));
}

static void add_unit(struct joining *j, uint32_t number, enum side side)
{
    const struct pair *pair = pair_of(j->p, side, number);
    const struct item *item = pair_item(j->p, pair, side);
    unsigned sides = pair->shared ? 3u : 1u << side;
    joined_open(j);
    unsigned blocks = pair->shared ? open_both(j) : open_stops(j, side);
    blocks += open_blocks(j, side, item);
    if (item->kind == ITEM_ROSTER) {
        add_roster(j, pair, sides);
    } else {
        joined_leaf(j, pair, sides);
    }
    close_blocks(j, blocks);
    joined_close(j);
    size_t at = (size_t)(pair - j->p->pairs);
    j->placed[OLD][at] = j->placed[OLD][at] || (sides & 1u << OLD);
    j->placed[NEW][at] = j->placed[NEW][at] || (sides & 1u << NEW);
    if (item->kind == ITEM_STOP && !pair->shared && !j->nested) {
        add_stop(j, pair, side);
    }
    if (wants_notes(j, pair)) {
        joined_notes(j, pair);
    }
    if (pair->shared && pair->behind && is_leaf(item)) {
        add_behind(j, pair, JOINED_ONLY_NEW, OLD);
        add_behind(j, pair, JOINED_ONLY_OLD, NEW);
    }
}

static size_t add_own(struct joining *j, enum side side, const struct units *units, size_t from)
{
    while (from < units->n && !pair_of(j->p, side, units->items[from])->shared) {
        add_unit(j, units->items[from++], side);
    }
    return from;
}

static void add_units(struct joining *j, uint32_t old_from, uint32_t old_end, uint32_t new_from,
                      uint32_t new_end)
{
    struct units old = units_of(j, OLD, old_from, old_end);
    struct units new = units_of(j, NEW, new_from, new_end);
    size_t before = 0;
    for (size_t i = 0; i <= new.n; i++) {
        before = add_own(j, OLD, &old, before);
        i = add_own(j, NEW, &new, i);
        if (i < new.n) {
            add_unit(j, new.items[i], NEW);
            before++;
        }
    }
}

/* ---- the files ---------------------------------------------------------------------------------- */

struct memory {
    struct joining *j;
    struct str head, text, lists, labels;
};

static bool read_file(void *context, struct str path, struct str *bytes, UNUSED struct diags *diags)
{
    const struct memory *m = context;
    const struct {
        const char *path;
        struct str bytes;
    } files[] = {{"questionnaire.yaml", m->head},
                 {"text/nl.yaml", m->text},
                 {"codebook/joined/codebook.yaml", m->lists},
                 {"codebook/joined/text/nl.yaml", m->labels}};
    for (size_t i = 0; i < ARRAY_LEN(files); i++) {
        if (str_is(path, files[i].path)) {
            *bytes = files[i].bytes;
            return true;
        }
    }
    struct str frames = STR("codebook/frames/");
    if (!str_starts(path, frames) || !str_ends(path, STR(".yaml"))) {
        return false;
    }
    struct str id = str_slice(path, frames.len, path.len - frames.len - strlen(".yaml"));
    *bytes = joined_frame(m->j->arena, m->j->p, id);
    return true;
}

static size_t list_files(UNUSED void *context, UNUSED struct str folder, UNUSED struct str suffix,
                         const struct str **paths)
{
    *paths = NULL;
    return 0;
}

/* Groups of both: a condition of one version may name any of its own. */
static void add_groups(struct buf *out, const struct pairing *p)
{
    size_t n = 0;
    if (p->q[NEW]->groups_n + p->q[OLD]->groups_n == 0) {
        return;
    }
    buf_add_text(out, "groups: [");
    for (int s = NEW; s >= OLD; s--) {
        for (unsigned g = 0; g < p->q[s]->groups_n; g++) {
            struct str id = p->q[s]->groups[g];
            if (s == NEW || questionnaire_group(p->q[NEW], id) < 0) {
                buf_format(out, "%s%.*s", n++ ? ", " : "", STR_ARG(id));
            }
        }
    }
    buf_add_text(out, "]\n");
}

static void add_languages(struct buf *out, const struct pairing *p)
{
    size_t n = 1;
    buf_add_text(out, "source_language: nl\nlanguages: [nl");
    for (int s = NEW; s >= OLD; s--) {
        const struct codebook *book = p->q[s]->codebook;
        for (unsigned l = 0; l < book->languages_n && n < LANGUAGES_MAX; l++) {
            struct str id = book->languages[l].id;
            if (!str_is(id, "nl") && (s == NEW || questionnaire_language(p->q[NEW], id) < 0)) {
                buf_format(out, ", %.*s", STR_ARG(id));
                n++;
            }
        }
    }
    buf_add_text(out, "]\n");
}

/* Checks over the whole interview, and of containers. */
static void add_wide_checks(struct joining *j, struct buf *out)
{
    buf_add_text(out, "checks: [");
    for (int s = OLD; s <= NEW; s++) {
        const struct questionnaire *q = j->p->q[s];
        for (uint32_t c = 0; c < q->checks_n; c++) {
            const struct check *check = &q->checks[c];
            bool leaf = check->item != NONE &&
                        (is_leaf(&q->items[check->item]) || q->items[check->item].kind == ITEM_GRID);
            if (check->kind == CHECK_HARD && !leaf && check->roster == NONE) {
                buf_format(out, "{id: c%u, hard: %.*s}, ", j->checks_n,
                           STR_ARG(joined_expr(j, (enum side)s, check->holds)));
                buf_format(&j->checks, "%sc%u: x", j->checks_n ? ", " : "", j->checks_n);
                j->checks_n++;
            }
        }
    }
    buf_add_text(out, "]\n");
}

static struct str head_text(struct joining *j)
{
    struct buf out = buf_new((size_t)4 << 20);
    buf_add_text(&out, "questionnaire: joined\nversion: 1.0.0\ncodebook: codebook/joined\n");
    add_languages(&out, j->p);
    add_groups(&out, j->p);
    add_wide_checks(j, &out);
    buf_add_text(&out, "items:\n");
    buf_add(&out, buf_str(&j->items));
    struct str text = arena_copy(j->arena, buf_str(&out));
    buf_free(&out);
    return text;
}

static struct str words_text(struct joining *j)
{
    struct buf out = buf_new((size_t)4 << 20);
    buf_add_text(&out, "language: nl\nname: x\ntitle: x\nitems:\n");
    buf_add(&out, buf_str(&j->words));
    if (j->blocks_n) {
        buf_format(&out, "blocks:\n%.*s", STR_ARG(buf_str(&j->blocks)));
    }
    if (j->stops.len) {
        buf_format(&out, "stops:\n%.*s", STR_ARG(buf_str(&j->stops)));
    }
    buf_format(&out, "checks: {%.*s}\n", STR_ARG(buf_str(&j->checks)));
    struct str text = arena_copy(j->arena, buf_str(&out));
    buf_free(&out);
    return text;
}

static const struct questionnaire *load(struct joining *j)
{
    struct memory m = {.j = j,
                       .head = head_text(j),
                       .lists = joined_lists(j->arena, j->p),
                       .labels = joined_labels(j->arena, j->p)};
    m.text = words_text(j);
    struct library library = {read_file, list_files, &m};
    struct diags *diags = diags_new();
    const struct questionnaire *q = questionnaire_load(j->arena, diags, &library, STR_EMPTY);
    diags_free(diags);
    return q;
}

const struct questionnaire *joined_make(struct arena *arena, const struct pairing *p, struct str group)
{
    struct joining j = {.arena = arena, .p = p};
    struct buf *const bufs[] = {&j.items, &j.words, &j.blocks, &j.stops, &j.checks};
    for (size_t i = 0; i < ARRAY_LEN(bufs); i++) {
        *bufs[i] = buf_new((size_t)4 << 20);
    }
    for (int s = OLD; s <= NEW; s++) {
        j.group[s] = group.len ? questionnaire_group(p->q[s], group) : -1;
        j.placed[s] = ARENA_ARRAY(arena, p->n, bool);
    }
    add_units(&j, 0, p->q[OLD]->items_n, 0, p->q[NEW]->items_n);
    const struct questionnaire *q = load(&j);
    for (size_t i = 0; i < ARRAY_LEN(bufs); i++) {
        buf_free(bufs[i]);
    }
    return q;
}

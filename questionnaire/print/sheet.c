#include "questionnaire/print/sheet_priv.h"

#include "base/i18n.h"

/* The items in their order, as lines. */

static void add_items(struct sheet *s, uint32_t from, uint32_t end);

static const struct questionnaire *of(const struct sheet *s)
{
    return s->job->q;
}

void sheet_start(struct sheet *s, struct arena *arena, const struct print_job *job)
{
    *s = (struct sheet){.arena = arena, .job = job};
    s->questions = (struct telling){job->q, job->language, job->group, (int)job->language};
    s->names = (struct telling){job->q, job->labels, job->group, (int)job->language};
}

void sheet_add(struct sheet *s, enum line_kind kind, struct str a, struct str b, struct str c)
{
    if (s->n == s->cap) {
        s->cap = s->cap ? 2 * s->cap : 1024;
        struct line *bigger = ARENA_ARRAY(s->arena, s->cap, struct line);
        if (s->n) {
            memcpy(bigger, s->lines, s->n * sizeof *bigger);
        }
        s->lines = bigger;
    }
    s->lines[s->n++] = (struct line){kind, s->level, {a, b, c}};
}

static void add(struct sheet *s, enum line_kind kind, struct str a)
{
    sheet_add(s, kind, a, STR_EMPTY, STR_EMPTY);
}

/* A line, where there is anything to say. */
static void add_text(struct sheet *s, enum line_kind kind, struct text text)
{
    if (text.n) {
        add(s, kind, text_words(s->arena, &s->questions, text));
    }
}

static const struct item_words *words_of(const struct sheet *s, const struct item *item)
{
    return item_words(of(s), item->index, s->job->language, s->job->group);
}

/* ---- of whom ----------------------------------------------------------------------------------- */

static bool never_asked(const struct sheet *s, const struct item *item)
{
    return item->when.expr && condition_known(&s->names, item->when.expr->root) == TRUTH_FALSE;
}

static struct str route_of(const struct sheet *s, const struct item *item)
{
    if (!item->when.expr) {
        return STR_EMPTY;
    }
    struct str words = condition_words(s->arena, &s->names, item->when.expr->root);
    bool also = words.len && item->when.unknown == UNKNOWN_ASK;
    return also ? arena_format(s->arena, tr("%.*s, of als dat niet bekend is"), STR_ARG(words)) : words;
}

static void add_route(struct sheet *s, const struct item *item)
{
    struct str words = route_of(s, item);
    if (!words.len) {
        return;
    }
    switch (item->kind) {
    case ITEM_BLOCK:
        add(s, LINE_ROUTE, arena_format(s->arena, tr("Stel dit blok als: %.*s"), STR_ARG(words)));
        break;
    case ITEM_ROSTER:
        add(s, LINE_ROUTE, arena_format(s->arena, tr("Stel deze vragen als: %.*s"), STR_ARG(words)));
        break;
    case ITEM_STOP:
        add(s, LINE_ROUTE, arena_format(s->arena, tr("Het gesprek stopt als: %.*s"), STR_ARG(words)));
        break;
    case ITEM_NOTE:
        add(s, LINE_ROUTE, arena_format(s->arena, tr("Zeg dit als: %.*s"), STR_ARG(words)));
        break;
    case ITEM_COMPUTED:
    case ITEM_DRAW:
        add(s, LINE_ROUTE, arena_format(s->arena, tr("Alleen als: %.*s"), STR_ARG(words)));
        break;
    case ITEM_QUESTION:
    case ITEM_GRID:
        add(s, LINE_ROUTE, arena_format(s->arena, tr("Stel deze vraag als: %.*s"), STR_ARG(words)));
    }
}

/* ---- checks ------------------------------------------------------------------------------------ */

static void add_check(struct sheet *s, uint32_t index)
{
    const struct check *check = &of(s)->checks[index];
    struct str fires = denial_words(s->arena, &s->names, check->holds->root);
    if (!fires.len) {
        return; /* of this group it always holds */
    }
    struct text says = check_words(of(s), index, s->job->language, s->job->group);
    fires = check->kind == CHECK_HARD ? arena_format(s->arena, tr("Kan niet: %.*s"), STR_ARG(fires))
                                      : arena_format(s->arena, tr("Vraag na als: %.*s"), STR_ARG(fires));
    sheet_add(s, LINE_CHECK, text_words(s->arena, &s->questions, says), fires, STR_EMPTY);
}

static void add_checks(struct sheet *s, const struct item *item)
{
    for (size_t i = 0; i < item->checks_n; i++) {
        add_check(s, item->checks[i]);
    }
}

static void add_head_checks(struct sheet *s)
{
    bool any = false;
    for (uint32_t i = 0; i < of(s)->checks_n; i++) {
        if (of(s)->checks[i].item == NONE) {
            if (!any) {
                add(s, LINE_OPEN_ITEM, STR_EMPTY);
                add(s, LINE_REMARK, str_from(tr("Controles over het hele gesprek:")));
                any = true;
            }
            add_check(s, i);
        }
    }
    if (any) {
        add(s, LINE_CLOSE_ITEM, STR_EMPTY);
    }
}

/* ---- items ------------------------------------------------------------------------------------- */

struct str sheet_card(const struct sheet *s, const struct item *item)
{
    int group = s->job->group;
    struct str card = item->card;
    if (group >= 0 && item->variants && item->variants[group].card.len) {
        card = item->variants[group].card;
    }
    return card;
}

static void add_card(struct sheet *s, const struct item *item)
{
    struct str card = sheet_card(s, item);
    if (card.len) {
        add(s, LINE_CARD, arena_format(s->arena, tr("Toon kaart %.*s."), STR_ARG(card)));
    }
}

/* What stands above the answers. */
static void add_words(struct sheet *s, const struct item *item)
{
    const struct item_words *words = words_of(s, item);
    if (words->text.n) {
        sheet_add(s, LINE_QUESTION, item->nr, text_words(s->arena, &s->questions, words->text), STR_EMPTY);
    }
    add_text(s, LINE_INSTRUCT, words->instruct);
    add_text(s, LINE_HELP, words->help);
    add_card(s, item);
}

static void add_question(struct sheet *s, const struct item *item)
{
    add_words(s, item);
    if (item->variable) {
        sheet_answers(s, item);
    }
    add_checks(s, item);
}

static void add_grid(struct sheet *s, const struct item *grid)
{
    const struct questionnaire *q = of(s);
    const struct item *first = &q->items[grid->index + 1];
    add_words(s, grid);
    if (grid->arrangement.random) {
        add(s, LINE_REMARK, str_from(tr("De volgorde van de rijen wordt voor elk gesprek geloot.")));
    }
    int32_t *offered = ARENA_ARRAY(s->arena, first->variable->list->n, int32_t);
    size_t n = sheet_offered(s, first, offered);
    for (size_t i = 0; i < n; i++) {
        struct text room;
        struct text label = option_words(q, first->index, offered[i], s->job->language, s->job->group, &room);
        sheet_add(s, LINE_COLUMN, first->variable->list->options[offered[i]].code,
                  text_words(s->arena, &s->questions, label), STR_EMPTY);
    }
    for (uint32_t i = grid->index + 1; i < grid->end; i++) {
        const struct item *row = &q->items[i];
        if (!never_asked(s, row)) {
            struct str route = route_of(s, row);
            route = route.len ? arena_format(s->arena, tr("alleen als: %.*s"), STR_ARG(route)) : route;
            sheet_add(s, LINE_ROW, row->nr, text_words(s->arena, &s->questions, words_of(s, row)->text),
                      route);
        }
    }
    sheet_states(s, first->variable);
    add_checks(s, grid);
    for (uint32_t i = grid->index + 1; i < grid->end; i++) {
        add_checks(s, &q->items[i]);
    }
}

static void add_computed(struct sheet *s, const struct item *item)
{
    struct str label = text_words(s->arena, &s->questions, words_of(s, item)->label);
    if (item->kind == ITEM_DRAW) {
        sheet_add(s, LINE_COMPUTED, label, arena_format(s->arena, tr("geloot van 1 tot %u"), item->draw_of),
                  STR_EMPTY);
        return;
    }
    for (size_t i = 0; i < item->cases_n; i++) {
        const struct computed_case *one = &item->cases[i];
        struct str when = one->when ? value_words(s->arena, &s->names, one->when->root) : STR_EMPTY;
        when = when.len ? arena_format(s->arena, tr("als %.*s"), STR_ARG(when))
               : i      ? str_from(tr("anders"))
                        : when;
        sheet_add(s, LINE_COMPUTED, i ? STR_EMPTY : label, value_words(s->arena, &s->names, one->value->root),
                  when);
    }
}

static void add_roster(struct sheet *s, const struct item *item)
{
    const struct roster_def *roster = &of(s)->rosters[item->roster];
    struct str count = variable_words(s->arena, &s->names, roster->count_slot);
    add_words(s, item);
    add(s, LINE_REMARK,
        arena_format(s->arena, tr("Voor elk: zo vaak als het antwoord op %.*s zegt, hoogstens %u keer."),
                     STR_ARG(count), roster->max));
}

static void add_container(struct sheet *s, const struct item *item)
{
    add(s, LINE_OPEN_BLOCK, text_words(s->arena, &s->questions, words_of(s, item)->label));
    s->level++;
    add_route(s, item);
    if (item->arrangement.random) {
        add(s, LINE_REMARK, str_from(tr("De volgorde wordt voor elk gesprek geloot.")));
    }
    if (item->kind == ITEM_ROSTER) {
        add_roster(s, item);
    }
    add_items(s, item->index + 1, item->end);
    add_checks(s, item);
    s->level--;
    add(s, LINE_CLOSE_BLOCK, STR_EMPTY);
}

static void add_item(struct sheet *s, const struct item *item)
{
    if (item->kind == ITEM_BLOCK || item->kind == ITEM_ROSTER) {
        add_container(s, item);
        return;
    }
    add(s, LINE_OPEN_ITEM, item->id);
    add_route(s, item);
    if (item->kind == ITEM_GRID) {
        add_grid(s, item);
    } else if (item->kind == ITEM_STOP) {
        add(s, LINE_STOP,
            text_words(s->arena, &s->questions,
                       stop_words(of(s), item->index, s->job->language, s->job->group)));
    } else if (item->kind == ITEM_COMPUTED || item->kind == ITEM_DRAW) {
        add_computed(s, item);
    } else {
        add_question(s, item);
    }
    add(s, LINE_CLOSE_ITEM, STR_EMPTY);
}

/* "modules/10-work.yaml": the module is "10-work". */
static struct str module_of(const struct item *item)
{
    struct str name = item->place.file;
    size_t slash = name.len;
    while (slash > 0 && name.ptr[slash - 1] != '/') {
        slash--;
    }
    name = str_slice(name, slash, name.len);
    return str_slice(name, 0, str_find_char(name, '.', 0));
}

static void add_items(struct sheet *s, uint32_t from, uint32_t end)
{
    struct str module = STR_EMPTY;
    for (uint32_t i = from; i < end; i = of(s)->items[i].end) {
        const struct item *item = &of(s)->items[i];
        if (never_asked(s, item)) {
            continue;
        }
        if (item->parent == NONE && !str_equal(module_of(item), module)) {
            module = module_of(item);
            add(s, LINE_MODULE, module);
        }
        add_item(s, item);
    }
}

void sheet_fill(struct sheet *s)
{
    add_items(s, 0, of(s)->items_n);
    add_head_checks(s);
}

/* ---- the head ---------------------------------------------------------------------------------- */

struct str sheet_title(const struct sheet *s)
{
    const struct words *title = &of(s)->title;
    struct str own = title->in[s->job->language];
    return own.len ? own : title->in[of(s)->codebook->source_language];
}

struct str sheet_about(const struct sheet *s)
{
    const struct questionnaire *q = of(s);
    const struct list *groups = q->codebook->variables[BUILTIN_GROUP]->list;
    struct str language = q->codebook->languages[s->job->language].name;
    struct str group = s->job->group < 0 ? str_from(tr("alle groepen"))
                                         : option_label(&groups->options[s->job->group], s->job->labels,
                                                        q->codebook->source_language);
    return arena_format(s->arena, tr("%.*s %.*s, taal: %.*s, groep: %.*s"), STR_ARG(q->id),
                        STR_ARG(q->version), STR_ARG(language), STR_ARG(group));
}

/* Per kind: which of its texts the sheet says itself. */
bool line_is_ours(enum line_kind kind, unsigned i)
{
    static const unsigned ours[LINES] = {
        [LINE_MODULE] = 1, [LINE_ROUTE] = 1, [LINE_CARD] = 1,  [LINE_REMARK] = 1,  [LINE_OPTION] = 4,
        [LINE_FIELD] = 1,  [LINE_ROW] = 4,   [LINE_CHECK] = 2, [LINE_COMPUTED] = 6};
    return ours[kind] >> i & 1;
}

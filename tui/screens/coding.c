#include "base/i18n.h"
#include "tui/coding.h"

/* 13 The coders' workbench: its keys. */

static void coding_open(struct app *app, void *state, const void *arg)
{
    bench_open(app, state, arg);
}

static void coding_close(struct app *app, void *state)
{
    bench_close(app, state);
}

static void coding_draw(struct app *app, void *state, const struct pane *body)
{
    bench_draw(app, state, body);
}

static bool coding_idle(struct app *app UNUSED, void *state)
{
    return bench_idle(state);
}

static void coding_shown(struct app *app, void *state)
{
    struct bench *bench = state;
    bench->fresh = false; /* a rule, a settlement: something may have changed */
    bench_look(bench);
    bench_hint(app, bench);
}

/* ---- moving ---- */

static struct scroll *scroll_of(struct bench *bench)
{
    return bench->run.n > 0 ? &bench->run.scroll : &bench->scroll;
}

static void move(struct app *app, struct bench *bench, enum verb verb)
{
    struct scroll *scroll = scroll_of(bench);
    bool moved = true;
    switch ((int)verb) {
    case VERB_UP:
    case VERB_DOWN:
        moved = scroll_by(scroll, verb == VERB_UP ? -1 : 1);
        break;
    case VERB_PREVIOUS:
    case VERB_NEXT:
        moved = scroll_page(scroll, verb == VERB_PREVIOUS ? -1 : 1);
        break;
    default:
        scroll_to(scroll, verb == VERB_FIRST || scroll->n == 0 ? 0 : scroll->n - 1);
    }
    if (moved) {
        bench_follow(app, bench);
    }
}

static void next_open(struct app *app, struct bench *bench)
{
    for (size_t i = bench->scroll.cursor + 1; i < bench->scroll.n; i++) {
        if (work_group(bench->work, bench->ids[i]).state == WORK_OPEN) {
            scroll_to(&bench->scroll, i);
            bench_follow(app, bench);
            return;
        }
    }
    app_say(app, STYLE_TEXT, "%s", tr("Verder in deze lijst is niets meer open."));
}

/* All copies, this one, the next one ... */
static void only_this(struct app *app, struct bench *bench)
{
    if (bench->run.n > 0 || bench->shown.answers < 2) {
        app_say(app, STYLE_TEXT, "%s", tr("Er is maar een antwoord met deze woorden."));
        return;
    }
    bench->copy = bench->only ? (bench->copy + 1) % bench->shown.answers : 0;
    bench->only = true;
    bench->fresh = false;
    bench_look(bench);
}

static void next_view(struct app *app, struct bench *bench)
{
    bench->run.n = 0;
    bench_view(app, bench, (enum work_view)((bench->view + 1) % WORK_VIEWS));
    app_say(app, STYLE_TEXT, "%s", tr(bench_view_name(bench->view)));
}

/* ---- popups ---- */

static void code_chosen(struct app *app, void *context, struct str code)
{
    bench_decide(app, context, code);
}

static void search_code(struct app *app, struct bench *bench)
{
    struct tree_request request = {.work = bench->work,
                                   .code = bench->candidate,
                                   .title = bench->mentions.len ? N_("De code van de volgende vermelding")
                                                                : N_("Kies een code"),
                                   .chosen = code_chosen,
                                   .context = bench};
    app_push(app, &screen_tree, &request);
}

static void note_written(struct app *app, void *context, struct str text)
{
    struct bench *bench = context;
    bench->note = arena_copy(bench->now, text);
    app_say(app, STYLE_TEXT, "%s", tr("De nota gaat mee met de code."));
}

static void write_note(struct app *app, struct bench *bench)
{
    enum { LENGTH = 200 };
    app_push(app, &screen_line,
             &(struct line_request){.title = N_("Nota bij deze code"),
                                    .text = "",
                                    .typed = bench->note,
                                    .most = LENGTH,
                                    .answered = note_written,
                                    .context = bench});
}

static void define(struct app *app, struct bench *bench)
{
    app_push(app, &screen_define,
             &(struct define_request){bench->work, bench->candidate, bench->group, bench->copy});
}

static void make_rule(struct app *app, struct bench *bench)
{
    app_push(app, &screen_rule, &(struct rule_request){bench->work, bench->shown.key, bench->candidate});
}

/* ---- keys ---- */

static const struct {
    enum verb verb;
    enum work_special special;
} specials[] = {
    {VERB_NO_CODE, SPECIAL_NONE},    {VERB_VAGUE, SPECIAL_VAGUE}, {VERB_FOREIGN, SPECIAL_LANGUAGE},
    {VERB_REFUSED, SPECIAL_REFUSED}, {VERB_DOUBT, SPECIAL_FLAG},
};

static bool decide_special(struct app *app, struct bench *bench, enum verb verb)
{
    for (size_t i = 0; i < ARRAY_LEN(specials); i++) {
        if (specials[i].verb == verb) {
            bench_decide(app, bench, str_from(special_value(specials[i].special)));
            return true;
        }
    }
    return false;
}

static void mark(struct app *app, struct bench *bench)
{
    struct bench_run *run = &bench->run;
    run->dropped[run->scroll.cursor] = !run->dropped[run->scroll.cursor];
    scroll_by(&run->scroll, 1);
    bench_follow(app, bench);
}

static void cancel(struct app *app, struct bench *bench)
{
    if (!bench_cancel(app, bench)) {
        app_pop(app); /* frees bench */
        return;
    }
    bench_hint(app, bench);
}

/* What is done to the answer in front. False: the verb is another one. */
static bool treat(struct app *app, struct bench *bench, enum verb verb)
{
    switch ((int)verb) {
    case VERB_ACCEPT:
        bench_decide(app, bench, bench->candidate);
        return true;
    case VERB_SAME:
        bench_decide(app, bench, bench->before);
        return true;
    case VERB_BROADER:
    case VERB_LEFT:
        bench_broader(app, bench);
        return true;
    case VERB_RIGHT:
        bench_narrower(bench);
        return true;
    case VERB_NEXT_FIELD:
        bench_pick(bench, bench->pick + 1 < bench->suggestions_n ? bench->pick + 1 : 0);
        return true;
    case VERB_PREV_FIELD:
        bench_pick(bench, (bench->pick ? bench->pick : bench->suggestions_n) - 1);
        return true;
    case VERB_MENTION:
        bench_mention(app, bench, bench->candidate);
        return true;
    case VERB_ONLY:
        only_this(app, bench);
        return true;
    case VERB_MARK:
        mark(app, bench);
        return true;
    case VERB_RUN:
        bench_gather(app, bench);
        return true;
    default:
        return decide_special(app, bench, verb);
    }
}

static bool look_around(struct app *app, struct bench *bench, enum verb verb)
{
    switch ((int)verb) {
    case VERB_VALUES:
    case VERB_FIND:
        search_code(app, bench);
        return true;
    case VERB_SHOW:
        define(app, bench);
        return true;
    case VERB_NOTE:
        write_note(app, bench);
        return true;
    case VERB_RULE:
        make_rule(app, bench);
        return true;
    case VERB_OVERVIEW:
        app_push(app, &screen_progress, &(struct progress_request){bench->work, bench->row.title});
        return true;
    case VERB_UNDO:
    case VERB_REDO:
        bench_undo(app, bench, verb == VERB_REDO);
        return true;
    case VERB_VIEW:
        next_view(app, bench);
        return true;
    case VERB_NEXT_OPEN:
        next_open(app, bench);
        return true;
    case VERB_UP:
    case VERB_DOWN:
    case VERB_PREVIOUS:
    case VERB_NEXT:
    case VERB_FIRST:
    case VERB_LAST:
        move(app, bench, verb);
        return true;
    default:
        return false;
    }
}

static bool pick_digit(struct app *app, struct bench *bench, const struct press *press)
{
    int digit = press->kind == PRESS_KEY ? keys_digit(press->key) : -1;
    if (digit < 1) {
        return false;
    }
    if (bench_pick(bench, (size_t)digit - 1)) {
        bench_decide(app, bench, bench->candidate);
    } else {
        app_say(app, STYLE_WARN, tr("Er is geen voorstel %d."), digit);
    }
    return true;
}

static bool coding_key(struct app *app, void *state, const struct press *press, enum verb verb)
{
    struct bench *bench = state;
    bench_look(bench);
    if (verb == VERB_CLOSE) {
        cancel(app, bench);
        return true;
    }
    bool used = verb == VERB_NONE ? pick_digit(app, bench, press)
                                  : treat(app, bench, verb) || look_around(app, bench, verb);
    if (used && app_top(app)->self == state) {
        bench_look(bench);
        bench_hint(app, bench);
    }
    return used;
}

static void offer_decisions(const struct bench *bench, struct verb_list *list)
{
    list->lead = bench->suggestions_n > 0 ? tr("1-9 code") : NULL;
    verb_offer(list, VERB_ACCEPT, bench->run.n > 0 ? N_("codeer reeks") : N_("codeer"));
    if (bench->run.n > 0) {
        verb_offer(list, VERB_MARK, NULL);
        verb_offer(list, VERB_CLOSE, NULL);
    }
    verb_offer(list, VERB_VALUES, N_("zoek"));
    verb_quiet(list, VERB_FIND);
    verb_offer(list, VERB_BROADER, NULL);
    verb_offer(list, VERB_NO_CODE, NULL);
    verb_offer(list, VERB_VAGUE, NULL);
    verb_offer(list, VERB_DOUBT, NULL);
    if (bench->before.len > 0) {
        verb_offer(list, VERB_SAME, NULL);
    } else {
        verb_refuse(list, VERB_SAME, N_("Er is nog niets gecodeerd dat herhaald kan worden."));
    }
    if (bench->run.n == 0) {
        verb_offer(list, VERB_RUN, NULL);
        verb_offer(list, VERB_ONLY, NULL);
        verb_offer(list, VERB_MENTION, NULL);
        verb_offer(list, VERB_RULE, NULL);
    }
    verb_offer(list, VERB_FOREIGN, NULL);
    verb_offer(list, VERB_REFUSED, N_("weigert"));
    verb_offer(list, VERB_NOTE, N_("nota"));
    verb_quiet(list, VERB_NEXT_FIELD);
    verb_quiet(list, VERB_PREV_FIELD);
    verb_quiet(list, VERB_LEFT);
    verb_quiet(list, VERB_RIGHT);
}

static void coding_verbs(struct app *app UNUSED, void *state, struct verb_list *list)
{
    const struct bench *bench = state;
    static const enum verb moves[] = {VERB_UP, VERB_DOWN, VERB_PREVIOUS, VERB_NEXT, VERB_FIRST, VERB_LAST};
    if (bench->group != NO_GROUP) {
        offer_decisions(bench, list);
        verb_offer(list, VERB_SHOW, N_("uitleg"));
        verb_offer(list, VERB_NEXT_OPEN, NULL);
    }
    verb_offer(list, VERB_UNDO, NULL);
    verb_offer(list, VERB_REDO, NULL);
    verb_offer(list, VERB_VIEW, N_("lijst"));
    verb_offer(list, VERB_OVERVIEW, N_("stand"));
    for (size_t i = 0; i < ARRAY_LEN(moves); i++) {
        verb_quiet(list, moves[i]);
    }
    verb_offer(list, VERB_CLOSE, NULL);
}

const struct screen screen_coding = {
    .name = "coding",
    .size = sizeof(struct bench),
    .open = coding_open,
    .draw = coding_draw,
    .key = coding_key,
    .verbs = coding_verbs,
    .shown = coding_shown,
    .idle = coding_idle,
    .close = coding_close,
};

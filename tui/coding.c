#include "tui/coding.h"

#include <math.h>

#include "base/i18n.h"

/* ---- what is in front ---- */

static int64_t boot_now(const struct app *app)
{
    return app->clock.boot_ms(app->clock.context);
}

static uint32_t under_cursor(const struct bench *bench)
{
    const struct bench_run *run = &bench->run;
    if (run->n > 0) {
        return run->ids[run->scroll.cursor];
    }
    return bench->scroll.n > 0 ? bench->ids[bench->scroll.cursor] : NO_GROUP;
}

static void read_queue(struct bench *bench)
{
    size_t n = work_queue(bench->work, bench->view, &bench->ids);
    scroll_fit(&bench->scroll, n, bench->scroll.rows ? bench->scroll.rows : 1);
}

static void keep_group(struct bench *bench)
{
    struct arena *arena = bench->seen;
    struct str *const texts[] = {&bench->shown.key,   &bench->shown.text,      &bench->shown.holder,
                                 &bench->shown.codes, &bench->shown.code,      &bench->answer.case_id,
                                 &bench->answer.text, &bench->answer.language, &bench->answer.codes};
    for (size_t i = 0; i < ARRAY_LEN(texts); i++) {
        *texts[i] = arena_copy(arena, *texts[i]);
    }
}

static void keep_suggestions(struct bench *bench)
{
    const struct work_suggestion *found = NULL;
    bench->suggestions_n = work_suggest(bench->work, bench->group, &found, BENCH_SUGGESTIONS);
    struct work_suggestion *kept = ARENA_ARRAY(bench->seen, bench->suggestions_n + 1, struct work_suggestion);
    for (size_t i = 0; i < bench->suggestions_n; i++) {
        kept[i] = found[i];
        kept[i].code = arena_copy(bench->seen, found[i].code);
        kept[i].label = arena_copy(bench->seen, found[i].label);
        kept[i].reason = arena_copy(bench->seen, found[i].reason);
    }
    bench->suggestions = kept;
}

static void keep_earlier(struct bench *bench)
{
    const struct work_earlier *found = NULL;
    bench->earlier_n = work_earlier(bench->work, bench->group, &found);
    struct work_earlier *kept = ARENA_ARRAY(bench->seen, bench->earlier_n + 1, struct work_earlier);
    for (size_t i = 0; i < bench->earlier_n; i++) {
        kept[i] = found[i];
        kept[i].text = arena_copy(bench->seen, found[i].text);
        kept[i].codes = arena_copy(bench->seen, found[i].codes);
        kept[i].coders = arena_copy(bench->seen, found[i].coders);
    }
    bench->earlier = kept;
}

static void keep_lines(struct bench *bench)
{
    const struct work_line *found = NULL;
    bench->lines_n = work_context(bench->work, bench->group, bench->copy, &found);
    struct work_line *kept = ARENA_ARRAY(bench->seen, bench->lines_n + 1, struct work_line);
    for (size_t i = 0; i < bench->lines_n; i++) {
        kept[i] = (struct work_line){.id = arena_copy(bench->seen, found[i].id),
                                     .label = arena_copy(bench->seen, found[i].label),
                                     .value = arena_copy(bench->seen, found[i].value)};
    }
    bench->lines = kept;
}

/* Copies: what the work gives lives until it changes, and popups that change it have the bench below them. */
static void read_group(struct bench *bench)
{
    arena_reset(bench->seen);
    bench->suggestions_n = bench->earlier_n = bench->lines_n = 0;
    bench->shown = (struct work_group){.id = NO_GROUP};
    if (bench->group == NO_GROUP) {
        return;
    }
    bench->shown = work_group(bench->work, bench->group);
    bench->answer = work_answer(bench->work, bench->group, bench->copy);
    keep_group(bench);
    keep_suggestions(bench);
    keep_earlier(bench);
    keep_lines(bench);
}

/* What was foreseen meanwhile may have moved the group within the queue. */
static void keep_cursor(struct bench *bench)
{
    const struct scroll *scroll = &bench->scroll;
    if (bench->run.n > 0 || scroll->n == 0 || bench->ids[scroll->cursor] == bench->group) {
        return;
    }
    for (size_t i = 0; i < scroll->n; i++) {
        if (bench->ids[i] == bench->group) {
            scroll_to(&bench->scroll, i);
            return;
        }
    }
}

void bench_look(struct bench *bench)
{
    if (!bench->fresh) {
        read_queue(bench);
        keep_cursor(bench);
        read_group(bench);
        bench->fresh = true;
    }
}

static void forget_group(struct app *app, struct bench *bench)
{
    arena_reset(bench->now);
    bench->pick = 0;
    bench->mentions = bench->note = bench->doubted = STR_EMPTY;
    bench->only = false;
    bench->copy = 0;
    bench->pressed = app->pressed;
    bench->since_ms = boot_now(app);
}

void bench_follow(struct app *app, struct bench *bench)
{
    struct str kept = bench->run.n > 0 ? arena_copy(app->scratch, bench->candidate) : STR_EMPTY;
    forget_group(app, bench);
    read_queue(bench);
    bench->group = under_cursor(bench);
    read_group(bench);
    bench->fresh = true;
    bench->candidate = STR_EMPTY;
    bench_pick(bench, 0);
    if (kept.len > 0) { /* a run has one code, whichever of it is looked at */
        bench->candidate = arena_copy(bench->now, kept);
    }
}

void bench_open(struct app *app, struct bench *bench, const struct coding_request *request)
{
    bench->work = request->work;
    bench->arena = arena_new();
    bench->now = arena_new();
    bench->seen = arena_new();
    bench->row = (struct coding_row){.id = arena_copy(bench->arena, request->row.id),
                                     .title = arena_copy(bench->arena, request->row.title),
                                     .frame = arena_copy(bench->arena, request->row.frame)};
    bench->today = work_figures(bench->work).own_today;
    bench->scroll.rows = 1;
    bench_follow(app, bench);
    bench_hint(app, bench);
}

void bench_close(struct app *app, struct bench *bench)
{
    app->services.coding_close(app->services.context, bench->work);
    arena_free(bench->seen);
    arena_free(bench->now);
    arena_free(bench->arena);
}

const char *bench_view_name(enum work_view view)
{
    static const char *const names[WORK_VIEWS] = {
        [WORK_VIEW_FREQUENT] = N_("Wachtrij, vaakst eerst"),
        [WORK_VIEW_ALIKE] = N_("Wachtrij, wat op elkaar lijkt"),
        [WORK_VIEW_FLAGGED] = N_("Twijfels"),
        [WORK_VIEW_CODED] = N_("Gecodeerd, nieuwste eerst"),
    };
    return names[view];
}

void bench_view(struct app *app, struct bench *bench, enum work_view view)
{
    bench->view = view;
    bench->scroll = (struct scroll){.rows = bench->scroll.rows};
    bench_follow(app, bench);
}

/* ---- the candidate ---- */

bool bench_pick(struct bench *bench, size_t pick)
{
    if (pick >= bench->suggestions_n) {
        return false;
    }
    bench->pick = pick;
    bench->candidate = arena_copy(bench->now, bench->suggestions[pick].code);
    return true;
}

void bench_broader(struct app *app, struct bench *bench)
{
    struct str parent = work_parent(bench->work, bench->candidate);
    if (parent.len > 0) {
        bench->candidate = arena_copy(bench->now, parent);
    } else {
        app_say(app, STYLE_WARN, "%s", tr("Hoger dan dit gaat het niet."));
    }
}

void bench_narrower(struct bench *bench)
{
    enum { LEVELS = 16 };
    struct str branch[LEVELS];
    if (bench->pick >= bench->suggestions_n) {
        return;
    }
    size_t n = coding_branch(bench->work, bench->suggestions[bench->pick].code, branch, LEVELS);
    for (size_t i = 0; i + 1 < n; i++) {
        if (str_equal(branch[i], bench->candidate)) {
            bench->candidate = arena_copy(bench->now, branch[i + 1]);
            return;
        }
    }
}

/* ---- deciding ---- */

void coding_fault(struct app *app, const struct work *work, enum work_result result)
{
    app_say(app, result == WORK_NOT_SAVED ? STYLE_ERROR : STYLE_WARN, "%s", work_message(work));
}

static struct str behind_mentions(struct bench *bench, struct str codes)
{
    if (bench->mentions.len == 0) {
        return arena_copy(bench->now, codes);
    }
    return arena_format(bench->now, "%.*s %.*s", STR_ARG(bench->mentions), STR_ARG(codes));
}

/* The same words got another code before: told once, then it is meant. */
static bool stopped_by_doubt(struct app *app, struct bench *bench, struct str codes)
{
    struct work_earlier other;
    if (str_equal(bench->doubted, codes) || bench->run.n > 0 ||
        !work_contradicts(bench->work, bench->group, codes, &other)) {
        return false;
    }
    bench->doubted = codes;
    app_say(app, STYLE_WARN, tr("! Al %.*s (%.*s). Nog eens: toch %.*s."), STR_ARG(other.codes),
            STR_ARG(other.coders), STR_ARG(codes));
    return true;
}

static size_t targets(const struct bench *bench, uint32_t *out)
{
    size_t n = 0;
    for (size_t i = 0; i < bench->run.n; i++) {
        if (!bench->run.dropped[i]) {
            out[n++] = bench->run.ids[i];
        }
    }
    if (bench->run.n == 0) {
        out[n++] = bench->group;
    }
    return n;
}

static struct work_choice choice_of(struct app *app, const struct bench *bench, struct str codes)
{
    int64_t ms = boot_now(app) - bench->since_ms;
    struct work_choice choice = {
        .codes = codes,
        .note = bench->note,
        .again = bench->shown.state == WORK_CODED || bench->shown.state == WORK_FLAGGED,
        .keys = app->pressed - bench->pressed,
        .shown_ms = (uint32_t)(ms < 0 ? 0 : ms),
    };
    if (bench->only) {
        choice.only_case = bench->answer.case_id;
        choice.only_row = bench->answer.row;
    }
    return choice;
}

static void remember(struct bench *bench, struct str codes)
{
    memmove(bench->last + 1, bench->last, (BENCH_LAST - 1) * sizeof *bench->last);
    bench->last[0] = arena_format(bench->arena, "%.*s %.*s", STR_ARG(bench->answer.case_id), STR_ARG(codes));
    bench->before = arena_copy(bench->arena, codes);
}

/* `text` and `codes` are in the scratch: the group that they came from is not in front any more. */
static void say_decided(struct app *app, const struct bench *bench, struct str text, struct str codes,
                        uint32_t answers)
{
    struct str words = coding_words(bench->work, app->scratch, codes);
    app_say(app, STYLE_OK, tr("%u x \"%.*s\" = %.*s. Ctrl-Z haalt het terug."), (unsigned)answers,
            STR_ARG(text), STR_ARG(words));
}

static uint32_t answers_of(const struct bench *bench, const uint32_t *ids, size_t n, bool again)
{
    uint32_t answers = 0;
    for (size_t i = 0; i < n; i++) {
        struct work_group group = work_group(bench->work, ids[i]);
        answers += again ? group.answers : group.open;
    }
    return bench->only ? 1 : answers;
}

static void decided(struct app *app, struct bench *bench, size_t groups, struct str text, struct str codes,
                    uint32_t answers)
{
    remember(bench, codes);
    bench->today += groups;
    bench->run.n = 0;
    bench->foreseen = false;
    bench_follow(app, bench);
    say_decided(app, bench, text, codes, answers);
}

void bench_decide(struct app *app, struct bench *bench, struct str given)
{
    uint32_t ids[BENCH_RUN];
    struct str codes = arena_copy(app->scratch, behind_mentions(bench, given));
    if (bench->group == NO_GROUP || given.len == 0) {
        app_say(app, STYLE_WARN, "%s", tr("Er is geen voorstel: zoek een code met F4."));
        return;
    }
    if (stopped_by_doubt(app, bench, arena_copy(bench->now, codes))) {
        return;
    }
    size_t n = targets(bench, ids);
    struct work_choice choice = choice_of(app, bench, codes);
    struct str text = arena_copy(app->scratch, bench->shown.text);
    uint32_t answers = answers_of(bench, ids, n, choice.again);
    enum work_result result = n > 0 ? work_decide(bench->work, ids, n, &choice) : WORK_NOTHING;
    bench->fresh = false;
    if (result == WORK_DONE) {
        decided(app, bench, n, text, codes, answers);
    } else {
        coding_fault(app, bench->work, result);
        bench_look(bench);
    }
}

void bench_mention(struct app *app, struct bench *bench, struct str codes)
{
    if (codes.len == 0) {
        return;
    }
    bench->mentions = behind_mentions(bench, codes);
    app_say(app, STYLE_TEXT, tr("Eerst %.*s; nu de code van de volgende vermelding. Esc vergeet het."),
            STR_ARG(bench->mentions));
}

static void go_to(struct app *app, struct bench *bench, uint32_t group)
{
    read_queue(bench);
    for (size_t i = 0; i < bench->scroll.n; i++) {
        if (bench->ids[i] == group) {
            scroll_to(&bench->scroll, i);
        }
    }
    bench_follow(app, bench);
}

void bench_undo(struct app *app, struct bench *bench, bool redo)
{
    struct work_step step = {0};
    enum work_result result = redo ? work_redo(bench->work, &step) : work_undo(bench->work, &step);
    bench->fresh = false;
    if (result != WORK_DONE) {
        coding_fault(app, bench->work, result);
        bench_look(bench);
        return;
    }
    struct str text = arena_copy(app->scratch, work_group(bench->work, step.group).text);
    struct str words = coding_words(bench->work, app->scratch, step.codes);
    bench->run.n = 0;
    bench->foreseen = false;
    go_to(app, bench, step.group);
    app_say(app, STYLE_OK,
            redo ? tr("\"%.*s\" is weer %.*s (%u x).")
                 : tr("\"%.*s\" is geen %.*s meer (%u x). Ctrl-Y doet het opnieuw."),
            STR_ARG(text), STR_ARG(words), (unsigned)step.answers);
}

/* ---- a run of look-alikes ---- */

#define RUN_SURE 0.5 /* what is less sure is looked at by itself */

static void gather(struct bench *bench)
{
    struct bench_run *run = &bench->run;
    struct str code = bench->suggestions[0].code;
    run->ids[run->n++] = bench->group;
    for (size_t i = 0; i < bench->scroll.n && run->n < BENCH_RUN; i++) {
        struct work_group group = work_group(bench->work, bench->ids[i]);
        bool alike = group.predicted && str_equal(group.code, code) && group.p >= RUN_SURE;
        if (alike && group.id != bench->group && group.state == WORK_OPEN) {
            run->ids[run->n++] = group.id;
        }
    }
}

void bench_gather(struct app *app, struct bench *bench)
{
    struct bench_run *run = &bench->run;
    *run = (struct bench_run){.scroll = {.rows = 1}};
    bench_look(bench);
    if (bench->suggestions_n > 0) {
        gather(bench);
    }
    if (run->n < 2) {
        run->n = 0;
        app_say(app, STYLE_TEXT, "%s", tr("Niets anders lijkt hier genoeg op."));
        return;
    }
    scroll_fit(&run->scroll, run->n, run->scroll.rows);
    bench_pick(bench, 0);
}

bool bench_cancel(struct app *app, struct bench *bench)
{
    bool begun = bench->run.n > 0 || bench->mentions.len > 0 || bench->only;
    if (begun) {
        bench->run.n = 0;
        bench_follow(app, bench);
    }
    return begun;
}

/* ---- between the keys ---- */

static bool is_held(const struct bench *bench, uint32_t group)
{
    for (size_t i = 0; i < bench->held_n; i++) {
        if (bench->held[i] == group) {
            return true;
        }
    }
    return false;
}

static void hold_ahead(struct bench *bench)
{
    size_t from = bench->scroll.cursor;
    size_t n = bench->scroll.n - from < BENCH_AHEAD ? bench->scroll.n - from : BENCH_AHEAD;
    memcpy(bench->held, bench->ids + from, n * sizeof *bench->held);
    bench->held_n = n;
    work_hold(bench->work, bench->held, n);
    bench->fresh = false;
}

bool bench_idle(struct bench *bench)
{
    enum { AT_A_TIME = 4 };
    bool open = bench->view == WORK_VIEW_FREQUENT || bench->view == WORK_VIEW_ALIKE;
    bool ahead = open && bench->run.n == 0 && bench->group != NO_GROUP && !is_held(bench, bench->group);
    if (ahead) {
        bench_look(bench);
        hold_ahead(bench);
    } else if (!bench->foreseen) {
        bench->foreseen = work_predict(bench->work, AT_A_TIME) == 0;
        bench->fresh = false;
    } else {
        return false;
    }
    return true;
}

void bench_hint(struct app *app, struct bench *bench)
{
    struct str words = coding_words(bench->work, app->scratch, bench->candidate);
    unsigned answers = (unsigned)(bench->shown.open ? bench->shown.open : bench->shown.answers);
    if (app->message[0] || bench->group == NO_GROUP) {
        return;
    }
    if (bench->shown.state == WORK_ELSEWHERE) {
        app_say(app, STYLE_WARN, tr("%.*s heeft dit antwoord voor zich: F3 gaat verder."),
                STR_ARG(bench->shown.holder));
    } else if (bench->run.n > 0) {
        app_say(app, STYLE_TEXT, tr("Enter = %.*s voor alles met een kruisje. Spatie laat er een uit."),
                STR_ARG(words));
    } else if (bench->candidate.len == 0) {
        app_say(app, STYLE_TEXT, "%s", tr("Geen voorstel: F4 zoekt een code."));
    } else if (bench->only || answers == 1) {
        app_say(app, STYLE_TEXT, tr("Enter = %.*s, voor dit ene antwoord."), STR_ARG(words));
    } else {
        app_say(app, STYLE_TEXT, tr("Enter = %.*s, voor alle %u gelijke; e = alleen dit ene."),
                STR_ARG(words), answers);
    }
}

#include "cmd/plain.h"

#include "base/i18n.h"
#include "base/utf8.h"

struct plain {
    struct run *run;
    struct case_session *session;
    struct interview *iv;
    const struct questionnaire *q;
    FILE *in;
    struct arena *arena; /* for one question */
    bool ended;          /* end of input */
    uint32_t grid;       /* the battery whose words were said last, or NONE */
};

static struct str shown(const struct interview *iv, struct arena *arena, struct text text, uint32_t row)
{
    return interview_words(iv, arena, text, row, interview_language(iv));
}

static void show_options(struct run *run, const struct interview *iv, struct arena *arena,
                         const struct item *item, struct place_in place)
{
    const int32_t *options = NULL;
    size_t n = interview_options(iv, place, &options);
    const struct list *list = item->variable->list;
    if (list->frame) {
        fprintf(run->out, "  %s\n", tr("(typ de code, of enkele letters om te zoeken)"));
        return;
    }
    for (size_t i = 0; i < n; i++) {
        struct text room;
        struct text words = option_words(interview_questionnaire(iv), item->index, options[i],
                                         interview_language(iv), interview_facts(iv)->group, &room);
        struct str label = shown(iv, arena, words, place.row);
        fprintf(run->out, "  %.*s  %.*s\n", STR_ARG(list->options[options[i]].code), STR_ARG(label));
    }
}

static void show_item(struct run *run, const struct interview *iv, struct arena *arena,
                      const struct item *item, struct place_in place)
{
    const struct questionnaire *q = interview_questionnaire(iv);
    const struct item_words *words =
        item_words(q, item->index, interview_language(iv), interview_facts(iv)->group);
    struct str text = shown(iv, arena, words->text, place.row);
    struct str instruct = shown(iv, arena, words->instruct, place.row);
    struct str unit = shown(iv, arena, words->unit, place.row);
    /* A row of a battery has the card of the battery. */
    struct str card = item->grid == NONE ? interview_card(iv, item->index) : STR_EMPTY;
    if (card.len) {
        fprintf(run->out, tr("[kaart %.*s] "), STR_ARG(card));
    }
    fprintf(run->out, "%.*s%s%.*s\n", STR_ARG(item->nr), item->nr.len ? ". " : "", STR_ARG(text));
    if (instruct.len) {
        fprintf(run->out, "  > %.*s\n", STR_ARG(instruct));
    }
    if (item->variable && item->variable->list && item->kind == ITEM_QUESTION) {
        show_options(run, iv, arena, item, (struct place_in){item->index, place.row});
    }
    if (unit.len) {
        fprintf(run->out, "  (%.*s)\n", STR_ARG(unit));
    }
}

void plain_show(struct run *run, const struct interview *iv, struct place_in place, uint32_t *grid)
{
    struct arena *arena = arena_new();
    const struct item *item = &interview_questionnaire(iv)->items[place.item];
    bool said = item->grid == *grid;
    *grid = item->grid;
    fputc('\n', run->out);
    if (item->grid != NONE && !said) {
        show_item(run, iv, arena, &interview_questionnaire(iv)->items[item->grid], place);
    }
    show_item(run, iv, arena, item, place);
    arena_free(arena);
}

/* The next line without its end; false at the end of input. What is not text is refused and asked again. */
static bool read_line(struct plain *p, const char *prompt, struct str *out)
{
    char line[4096];
    for (;;) {
        fprintf(p->run->out, "%s ", prompt);
        fflush(p->run->out);
        if (!fgets(line, sizeof line, p->in)) {
            p->ended = true;
            return false;
        }
        struct safe_problem problem;
        struct str typed = str_trim(str_from(line));
        if (safe_text(p->arena, typed, SAFE_LINE, sizeof line, out, &problem)) {
            return true;
        }
        fprintf(p->run->out, "%s\n", tr("Dat is geen leesbare tekst. Probeer opnieuw."));
    }
}

enum step { STEP_AGAIN, STEP_MOVED, STEP_BREAK_OFF, STEP_FAILED };

static const char *fault_text(enum value_fault fault)
{
    static const char *const texts[VALUE_FAULTS] = {
        [VALUE_GOOD] = "",
        [VALUE_NOT_A_NUMBER] = N_("Dat is geen getal."),
        [VALUE_TOO_LOW] = N_("Dat is te laag."),
        [VALUE_TOO_HIGH] = N_("Dat is te hoog."),
        [VALUE_BAD_STEP] = N_("Zoveel cijfers na de komma kan hier niet."),
        [VALUE_NOT_A_DATE] = N_("Dat is geen datum."),
        [VALUE_PRECISION] = N_("Die datum is niet volledig genoeg."),
        [VALUE_NOT_A_TIME] = N_("Dat is geen uur."),
        [VALUE_NOT_IN_LIST] = N_("Dat staat niet in de lijst."),
        [VALUE_TOO_FEW] = N_("Dat zijn te weinig antwoorden."),
        [VALUE_TOO_MANY] = N_("Dat zijn te veel antwoorden."),
        [VALUE_EXCLUSIVE] = N_("Dat antwoord gaat niet samen met andere."),
        [VALUE_EMPTY] = N_("Er staat nog niets."),
        [VALUE_TOO_LONG] = N_("Dat is te lang."),
    };
    return tr(texts[fault]);
}

static enum step attempt_step(struct plain *p, enum attempt attempt, enum value_fault fault)
{
    switch (attempt) {
    case ATTEMPT_DONE:
    case ATTEMPT_CHECK:
    case ATTEMPT_BLOCKED:
        return STEP_MOVED;
    case ATTEMPT_NOT_SAVED:
        fprintf(p->run->err, "%s\n", tr("Niet bewaard."));
        return STEP_FAILED;
    case ATTEMPT_BAD_VALUE:
        fprintf(p->run->out, "%s\n", fault_text(fault));
        return STEP_AGAIN;
    case ATTEMPT_NOT_HERE:
    case ATTEMPT_NOT_ALLOWED:
        break;
    }
    fprintf(p->run->out, "%s\n", tr("Dat kan hier niet."));
    return STEP_AGAIN;
}

/* Entries of a long list that hold what was typed; false when there are none. */
static bool suggest(struct plain *p, const struct variable *variable, struct str typed)
{
    int32_t found[9];
    size_t n = list_search(variable->list, typed, found, ARRAY_LEN(found));
    for (size_t i = 0; i < n; i++) {
        const struct option *option = &variable->list->options[found[i]];
        fprintf(p->run->out, "  %.*s  %.*s\n", STR_ARG(option->code),
                STR_ARG(option_label(option, interview_language(p->iv), p->q->codebook->source_language)));
    }
    return n > 0;
}

static enum step give(struct plain *p, const struct variable *variable, uint32_t row, struct str typed)
{
    struct answer answer = {.slot = variable->slot, .row = row};
    enum value_fault fault = VALUE_GOOD;
    if (str_is(typed, "n") || str_is(typed, "w")) {
        answer.state = typed.ptr[0] == 'n' ? CELL_DONT_KNOW : CELL_REFUSED;
    } else if (!answer_parse(p->arena, variable, typed, &answer)) {
        answer.state = CELL_ANSWERED;
        fault = value_parse_typed(p->arena, variable, typed, interview_today(p->iv), &answer.value);
    }
    if (fault != VALUE_GOOD) {
        bool frame = variable->list && variable->list->frame && fault == VALUE_NOT_IN_LIST;
        if (frame && suggest(p, variable, typed)) {
            fprintf(p->run->out, "%s\n", tr("Typ de code die voor uw keuze staat."));
            return STEP_AGAIN;
        }
        return attempt_step(p, ATTEMPT_BAD_VALUE, fault);
    }
    enum attempt attempt = interview_answer(p->iv, &answer, 1, &fault);
    return attempt_step(p, attempt, fault);
}

static void help(struct plain *p, const struct item *item, uint32_t row)
{
    const struct item_words *words =
        item_words(p->q, item->index, interview_language(p->iv), interview_facts(p->iv)->group);
    struct str text = shown(p->iv, p->arena, words->help, row);
    if (text.len) {
        fprintf(p->run->out, "%.*s\n", STR_ARG(text));
    }
    fprintf(p->run->out, "%s\n",
            tr("? hulp, < terug, n weet niet, w wil niet zeggen, q onderbreken; \\n is de tekst n"));
}

/* One typed line at a question. */
static enum step act_on(struct plain *p, const struct item *item, const struct variable *variable,
                        struct place_in place, struct str typed)
{
    if (str_is(typed, "?")) {
        help(p, item, place.row);
        return STEP_AGAIN;
    }
    if (str_is(typed, "<")) {
        if (!interview_back(p->iv)) {
            fprintf(p->run->out, "%s\n", tr("Dit is de eerste vraag."));
        }
        return STEP_MOVED;
    }
    if (str_is(typed, "q")) {
        return STEP_BREAK_OFF;
    }
    if (item->kind == ITEM_NOTE) {
        return attempt_step(p, interview_pass(p->iv, place), VALUE_GOOD);
    }
    bool literal = typed.len == 2 && typed.ptr[0] == '\\' && strchr("nwq<", typed.ptr[1]);
    return give(p, variable, place.row, literal ? str_slice(typed, 1, 1) : typed);
}

/* What stands open at a place: of a grid its first open row, else the question or its "which?" text. At a
 * place that is answered already (after `<`) the question itself is asked again. */
static const struct variable *open_variable(const struct plain *p, struct place_in place,
                                            const struct item **item)
{
    const uint32_t *rows = &place.item;
    size_t n = p->q->items[place.item].kind == ITEM_GRID ? interview_grid_rows(p->iv, place.item, &rows) : 1;
    for (size_t i = 0; i < n; i++) {
        *item = &p->q->items[rows[i]];
        const struct variable *variable =
            (*item)->variable ? waiting_variable(p->iv, *item, place.row) : NULL;
        if (variable || !(*item)->variable) {
            return variable;
        }
    }
    *item = &p->q->items[rows[0]];
    return (*item)->variable;
}

static enum step ask(struct plain *p, struct place_in place)
{
    const struct item *item = NULL;
    const struct variable *variable = open_variable(p, place, &item);
    plain_show(p->run, p->iv, (struct place_in){item->index, place.row}, &p->grid);
    enum step step = STEP_AGAIN;
    while (step == STEP_AGAIN) {
        struct str typed;
        arena_reset(p->arena);
        const char *prompt = item->kind == ITEM_NOTE ? tr("Enter = verder:") : tr("Antwoord:");
        if (variable && variable->role == ROLE_SPECIFY) {
            prompt = tr("Welke?");
        }
        if (!read_line(p, prompt, &typed)) {
            return STEP_BREAK_OFF;
        }
        step = act_on(p, item, variable, place, typed);
    }
    return step;
}

/* Asks for a reason for the first soft check that fires, or names the hard one. */
static enum step settle_check(struct plain *p, bool *any)
{
    const struct firing *firing = NULL;
    size_t n = interview_checks(p->iv, &firing);
    size_t i = 0;
    while (i < n && firing[i].confirmed) {
        i++;
    }
    *any = i < n;
    if (i == n) {
        return STEP_MOVED;
    }
    struct firing one = firing[i];
    const struct check *check = &p->q->checks[one.check];
    struct text words =
        check_words(p->q, one.check, interview_language(p->iv), interview_facts(p->iv)->group);
    fprintf(p->run->out, "\n%s %.*s\n", check->kind == CHECK_HARD ? "x" : "!",
            STR_ARG(shown(p->iv, p->arena, words, one.row)));
    const struct variable *first = p->q->codebook->variables[check->involves[0]];
    struct place_in where = {p->q->item_of_slot[first->slot], first->roster == EXPR_NO_ROSTER ? 0 : one.row};
    struct str reason = STR_EMPTY;
    if (check->kind == CHECK_SOFT) {
        if (!read_line(p, tr("Klopt het? Geef de reden (leeg = verbeteren):"), &reason)) {
            return STEP_BREAK_OFF;
        }
        if (reason.len) {
            return attempt_step(p, interview_confirm(p->iv, one.check, one.row, reason), VALUE_GOOD);
        }
    } else if (p->ended) {
        return STEP_BREAK_OFF;
    }
    return ask(p, where);
}

static enum outcome break_off(struct plain *p, enum exit_code *code)
{
    *code = EXIT_FINDINGS;
    bool saved =
        interview_suspend(p->iv, p->ended ? STR("einde van de invoer") : STR("onderbroken")) == ATTEMPT_DONE;
    return saved ? OUTCOME_BROKEN_OFF : OUTCOME_INCOMPLETE;
}

static enum outcome finish(struct plain *p, enum exit_code *code)
{
    bool stop = interview_stop(p->iv).len != 0;
    enum attempt attempt = stop ? interview_end_stopped(p->iv) : interview_complete(p->iv);
    *code = attempt == ATTEMPT_NOT_SAVED       ? EXIT_IO
            : attempt == ATTEMPT_DONE && !stop ? EXIT_GOOD
                                               : EXIT_FINDINGS;
    return attempt != ATTEMPT_DONE ? OUTCOME_INCOMPLETE : stop ? OUTCOME_STOPPED : OUTCOME_COMPLETED;
}

/* Where to go after a question: to the next open one, or where `<` led. */
static struct place_in step_on(struct plain *p, struct place_in asked, enum step step)
{
    struct place_in now = interview_place(p->iv);
    bool went_back = now.item != asked.item || now.row != asked.row;
    if (step == STEP_MOVED && !went_back && interview_forward(p->iv, false) == ATTEMPT_DONE) {
        return interview_place(p->iv);
    }
    return now;
}

/* Confirmed or corrected: on with what is open. Not while another check fires: that one is settled first. */
static struct place_in after_check(struct plain *p)
{
    return interview_forward(p->iv, false) == ATTEMPT_DONE ? interview_place(p->iv)
                                                           : interview_first_open(p->iv);
}

enum outcome plain_conduct(struct run *run, struct case_session *session, FILE *in, enum exit_code *code)
{
    struct plain p = {
        run,   session, session->interview, interview_questionnaire(session->interview), in, arena_new(),
        false, NONE};
    enum outcome outcome = OUTCOME_INCOMPLETE;
    struct place_in place = interview_place(p.iv);
    for (;;) {
        bool checked = false;
        enum step step = settle_check(&p, &checked);
        if (checked) {
            place = after_check(&p);
        } else if (place.item == NONE || interview_stop(p.iv).len) {
            outcome = finish(&p, code);
            break;
        } else {
            step = ask(&p, place);
            place = step_on(&p, place, step);
        }
        if (step == STEP_BREAK_OFF) {
            outcome = break_off(&p, code);
            break;
        }
        if (step == STEP_FAILED) {
            *code = EXIT_IO;
            break;
        }
    }
    arena_free(p.arena);
    return outcome;
}

/* ---- watching a simulated respondent ---- */

static bool narrate(void *context, struct act *acts, size_t n)
{
    struct narrator *narrator = context;
    if (!narrator->inner.write(narrator->inner.context, acts, n)) {
        return false;
    }
    const struct questionnaire *q = narrator->iv ? interview_questionnaire(narrator->iv) : NULL;
    for (size_t i = 0; q && i < n; i++) {
        const struct variable *variable = codebook_find(q->codebook, acts[i].item);
        if (acts[i].kind != ACT_ANSWER || !variable || !acts[i].n) {
            continue;
        }
        const struct change *change = &acts[i].changes[0];
        struct arena *arena = arena_new();
        struct value value;
        struct str words = change->value;
        if (change->state == CELL_DONT_KNOW || change->state == CELL_REFUSED) {
            words = str_from(change->state == CELL_DONT_KNOW ? tr("weet niet") : tr("wil niet zeggen"));
        } else if (value_read(arena, variable, change->value, &value)) {
            words = value_shown(arena, q->codebook, variable, &value, interview_language(narrator->iv));
        }
        plain_show(narrator->run, narrator->iv,
                   (struct place_in){q->item_of_slot[variable->slot], acts[i].row}, &narrator->grid);
        fprintf(narrator->run->out, "%s %.*s\n", tr("Antwoord:"), STR_ARG(words));
        arena_free(arena);
    }
    return true;
}

static const char *narrator_message(void *context)
{
    const struct narrator *narrator = context;
    return narrator->inner.message(narrator->inner.context);
}

struct act_sink narrator_sink(struct narrator *narrator)
{
    return (struct act_sink){narrate, narrator_message, narrator};
}

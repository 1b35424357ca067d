#include "tests/unit/tui/fake_coding.h"

#include "base/file.h"
#include "tests/support/rows.h"

/*
 * The screens, drawn in process: each .keys script of tests/screens is played at three sizes and on three
 * kinds of terminal; its pictures are compared with the .screen file beside it (UPDATE_GOLDEN=1 rewrites
 * that), its facts are checked one by one, and every picture obeys the rules at `check_rules`. The commands
 * of a script:
 *
 *   start menu | cases | interview CASE | practice | coding | differences
 *   give ID VALUE       what `until` answers at that question; otherwise the first possible answer
 *   until ID            answers on behalf of the interviewer until that question is the place
 *   keys K K ...        names as on the key bar, or single characters
 *   type TEXT           each character a key
 *   paste TEXT          \n is a line end
 *   log refuses TEXT    from now on nothing is saved, and that is why;  log works
 *   expect text TEXT | no text TEXT | focus on TEXT | screen NAME | acts N | reason TEXT |
 *   keybar only-working | message TEXT
 *   at WxH expect ...   the same at one size only
 *   shot NAME           a picture
 */
struct size {
    int width, height;
};
struct terminal {
    const char *name;
    enum tier tier;
    enum palette palette;
    bool reader; /* --screen-reader */
};
static const struct size sizes[] = {{80, 24}, {120, 40}, {40, 10}};
static const struct terminal terminals[] = {{"256", TIER_FULL, PALETTE_DARK, false},
                                            {"mono", TIER_ASCII, PALETTE_MONO, false},
                                            {"linux", TIER_CONSOLE, PALETTE_BASIC, false},
                                            {"reader", TIER_ASCII, PALETTE_MONO, true}};

struct given {
    struct str id, value;
};

struct play {
    struct arena *arena;
    struct fake *fake;
    struct app *app;
    struct size size;
    const struct terminal *terminal;
    const char *file;
    struct str script;
    struct given given[32];
    size_t given_n;
    struct buf *out; /* pictures, or NULL */
    unsigned facts;
    unsigned faults;
    unsigned line;
    unsigned replay; /* so many lines only: to come back to a place */
    bool quiet;      /* a replay checks nothing */
};

static void complain(struct play *play, const char *format, ...) PRINTF(2, 3);
static void complain(struct play *play, const char *format, ...)
{
    char text[512];
    va_list args;
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    fprintf(stderr, "%s:%u (%dx%d %s): %s\n", play->file, play->line, play->size.width, play->size.height,
            play->terminal->name, text);
    play->faults++;
}

/* ---- seeing ---- */

static struct str screen_text(struct play *play)
{
    struct buf all = buf_new(1 << 20);
    const struct canvas *canvas = app_draw(play->app);
    for (int row = 0; row < canvas->height; row++) {
        canvas_row_text(canvas, row, &all);
        buf_add_char(&all, '\n');
    }
    struct str text = arena_copy(play->arena, buf_str(&all));
    buf_free(&all);
    return text;
}

static struct str row_text(struct play *play, int row)
{
    struct buf out = buf_new(1 << 16);
    canvas_row_text(play->app->canvas, row, &out);
    struct str text = arena_copy(play->arena, buf_str(&out));
    buf_free(&out);
    return text;
}

/* Runs of spaces and line ends as one space: where a text wraps is the picture's business. */
static struct str flat(struct play *play, struct str text)
{
    char *out = arena_alloc(play->arena, text.len + 1);
    size_t n = 0;
    for (size_t i = 0; i < text.len; i++) {
        bool space = text.ptr[i] == ' ' || text.ptr[i] == '\n';
        if (!space || (n > 0 && out[n - 1] != ' ')) {
            out[n++] = space ? ' ' : text.ptr[i];
        }
    }
    return (struct str){out, n};
}

static bool contains(struct play *play, struct str text, struct str wanted)
{
    struct str a = flat(play, text);
    return str_find(a, flat(play, wanted), 0) < a.len;
}

static bool shown_somewhere(struct play *play, struct str wanted)
{
    return contains(play, screen_text(play), wanted);
}

/* ---- rules for every picture ---- */

static bool drawing_character(uint32_t c)
{
    return (c >= 0x2190 && c <= 0x21FF) || (c >= 0x2500 && c <= 0x28FF);
}

static void check_glyphs(struct play *play, const struct canvas *canvas)
{
    for (int i = 0; i < canvas->width * canvas->height; i++) {
        struct str text = str_from(canvas->cells[i].text);
        uint32_t c = 0;
        size_t at = 0;
        if (play->terminal->reader && canvas->cells[i].border) {
            complain(play, "a line is drawn for a screen reader");
            return;
        }
        if (text.len == 0) {
            continue;
        }
        utf8_next(text, &at, &c);
        if (glyph_for(c, canvas->tier) != c || (canvas->tier == TIER_ASCII && drawing_character(c))) {
            complain(play, "U+%04X is not drawn on this terminal", (unsigned)c);
        }
    }
}

/* The cursor stands on the first row of the focus: its style says so, or a field is there. Only rows that
 * follow on that one have the focus too. */
static void check_focus(struct play *play, const struct canvas *canvas)
{
    int row = canvas->cursor_row;
    bool field = false;
    bool focus = false;
    int last = row;
    for (int r = 0; r < canvas->height; r++) {
        for (int col = 0; col < canvas->width; col++) {
            enum style style = (enum style)canvas_at(canvas, r, col)->style;
            last += r == last + 1 && focus && style == STYLE_FOCUS;
            if (style == STYLE_FOCUS && (r < row || r > last)) {
                complain(play, "the focus is drawn on row %d, the cursor stands on row %d", r, row);
                return;
            }
            focus |= r == row && style == STYLE_FOCUS;
            field |= r == row && style == STYLE_FIELD;
        }
    }
    bool card = app_top(play->app)->screen == &screen_card; /* is only looked at */
    if (card && row == 0) {
        complain(play, "the cursor stands on the header of the card");
    }
    if (!focus && !field && !card) {
        complain(play, "no focus on the row of the cursor (%d)", row);
    }
}

static void check_rules(struct play *play)
{
    const struct canvas *canvas = app_draw(play->app);
    struct str bar = row_text(play, canvas->height - 1);
    if (canvas->border_hits > 0) {
        complain(play, "text over %u border cells", canvas->border_hits);
    }
    if (text_width(bar) > canvas->width) {
        complain(play, "the key bar is wider than the screen");
    }
    if (!str_ends(bar, STR("F1 hulp")) && app_top(play->app)->screen != &screen_help) {
        complain(play, "the key bar does not end in F1: %.*s", STR_ARG(bar));
    }
    check_glyphs(play, canvas);
    check_focus(play, canvas);
}

/* ---- playing ---- */

static void press(struct play *play, uint32_t key)
{
    struct press one = {.kind = PRESS_KEY, .key = key};
    app_draw(play->app);
    play->fake->now_ms += FAKE_KEY_MS;
    app_key(play->app, &one);
}

static struct str next_word(struct str *rest)
{
    struct str word = STR_EMPTY;
    *rest = str_trim(*rest);
    str_split(rest, ' ', &word);
    return word;
}

static void play_keys(struct play *play, struct str rest)
{
    while (rest.len > 0) {
        struct str name = next_word(&rest);
        uint32_t key = keys_parse(name);
        if (key == 0) {
            complain(play, "no key '%.*s'", STR_ARG(name));
        }
        press(play, key);
    }
}

static void play_type(struct play *play, struct str text)
{
    for (size_t at = 0; at < text.len;) {
        uint32_t c = 0;
        utf8_next(text, &at, &c);
        press(play, c);
    }
}

static struct str with_line_ends(struct play *play, struct str text)
{
    char *out = arena_alloc(play->arena, text.len + 1);
    size_t n = 0;
    for (size_t i = 0; i < text.len; i++) {
        bool end = text.ptr[i] == '\\' && i + 1 < text.len && text.ptr[i + 1] == 'n';
        out[n++] = end ? '\n' : text.ptr[i];
        i += end;
    }
    return (struct str){out, n};
}

static void play_start(struct play *play, struct str rest)
{
    struct str what = next_word(&rest);
    if (str_is(what, "menu")) {
        app_start_menu(play->app);
    } else if (str_is(what, "cases")) {
        app_start_cases(play->app);
    } else if (str_is(what, "coding") || str_is(what, "differences")) {
        play->fake->coding = fake_coding_new(str_is(what, "differences"));
        app_start_coding(play->app);
        while (app_idle(play->app)) {
        }
    } else if (str_is(what, "practice")) {
        app_start_practice(play->app);
    } else {
        app_start_cases(play->app);
        app_start_interview(play->app, str_trim(rest));
    }
}

/* An answer for a variable: what was given, or the first that is possible. */
static struct answer answer_for(struct play *play, const struct item *item, uint32_t row)
{
    struct interview *iv = play->app->session->iv;
    const struct variable *v = item->variable;
    struct answer answer = {.slot = v->slot, .row = row, .state = CELL_ANSWERED};
    const int32_t *options = NULL;
    size_t n = interview_options(iv, (struct place_in){item->index, row}, &options);
    struct str typed = v->type == VARIABLE_TEXT   ? STR("tekst")
                       : v->type == VARIABLE_DATE ? STR("1985")
                                                  : STR("0");
    for (size_t i = 0; i < play->given_n; i++) {
        typed = str_equal(play->given[i].id, item->id) ? play->given[i].value : typed;
    }
    if (value_parse_typed(play->arena, v, typed, interview_today(iv), &answer.value) == VALUE_GOOD) {
        return answer;
    }
    int32_t *first = ARENA_ARRAY(play->arena, 1, int32_t);
    *first = n > 0 ? options[0] : 0;
    answer.value =
        v->type == VARIABLE_SET ? (struct value){.kind = VALUE_SET, .set = {first, 1}}
        : v->type == VARIABLE_TIME
            ? (struct value){.kind = VALUE_TIME, .minutes = v->min.units > 0 ? (int32_t)v->min.units : 0}
            : (struct value){.kind = VALUE_CODE, .code = *first};
    return answer;
}

static bool answer_place(struct play *play, struct place_in place)
{
    struct interview *iv = play->app->session->iv;
    const struct item *item = &play->app->session->q->items[place.item];
    const uint32_t *rows = NULL;
    if (item->kind == ITEM_NOTE) {
        return interview_pass(iv, place) == ATTEMPT_DONE;
    }
    if (item->kind != ITEM_GRID) {
        struct answer answer = answer_for(play, item, place.row);
        return interview_answer(iv, &answer, 1, NULL) == ATTEMPT_DONE;
    }
    size_t n = interview_grid_rows(iv, place.item, &rows);
    for (size_t i = 0; i < n; i++) {
        struct answer answer = answer_for(play, &play->app->session->q->items[rows[i]], place.row);
        if (interview_answer(iv, &answer, 1, NULL) != ATTEMPT_DONE) {
            return false;
        }
    }
    return true;
}

static void play_until(struct play *play, struct str id)
{
    struct interview *iv = play->app->session->iv;
    for (unsigned steps = 0; steps < 200; steps++) {
        struct place_in place = interview_place(iv);
        bool end = place.item == NONE;
        if (end ? str_is(id, "end") : str_equal(play->app->session->q->items[place.item].id, id)) {
            session_show(play->app);
            return;
        }
        if (end || !answer_place(play, place) || interview_forward(iv, false) != ATTEMPT_DONE) {
            break;
        }
    }
    complain(play, "'%.*s' was not reached", STR_ARG(id));
    session_show(play->app);
}

/* ---- facts ---- */

static void run_script(struct play *play);

static struct str picture_of(struct play *play)
{
    struct buf out = buf_new(1 << 20);
    canvas_dump(app_draw(play->app), &out);
    struct str text = arena_copy(play->arena, buf_str(&out));
    buf_free(&out);
    return text;
}

static struct app *app_for(struct fake *fake, struct size size, const struct terminal *terminal)
{
    struct services services = fake_services(fake);
    services.coding_list = fake_coding_rows;
    services.coding_open = fake_coding_open;
    services.coding_close = fake_coding_close;
    struct app_setup setup = {
        .services = services,
        .clock = fake_clock(fake),
        .tier = terminal->tier,
        .palette = terminal->palette,
        .screen_reader = terminal->reader,
    };
    struct app *app = app_new(&setup);
    app_resize(app, size.width, size.height);
    return app;
}

static void close_fake(struct fake *fake)
{
    fake_coding_free(fake->coding);
    fake_free(fake);
}

/* The same place in a fresh program, `verb` pressed there: does anything happen? */
static bool verb_works(struct play *play, enum verb verb)
{
    struct play again = *play;
    again.fake = fake_new(play->fake->q);
    again.app = app_for(again.fake, play->size, play->terminal);
    again.replay = play->line - 1;
    again.quiet = true;
    again.out = NULL;
    again.given_n = 0;
    run_script(&again);
    again.app->message[0] = '\0';
    struct str before = picture_of(&again);
    app_key(again.app, &(struct press){.kind = PRESS_KEY, .key = keys_of(verb, app_mode(again.app))});
    bool works = again.app->quit || again.app->copy.len > 0 || !app_top(again.app);
    works = works || !str_equal(before, picture_of(&again));
    works = works && !strstr(again.app->message, "doet hier niets");
    app_free(again.app);
    close_fake(again.fake);
    return works;
}

static void expect_working_keys(struct play *play)
{
    struct verb_list list = {0};
    app_verbs(play->app, &list);
    app_draw(play->app);
    struct str bar = row_text(play, play->app->canvas->height - 1);
    for (size_t i = 0; i < list.n; i++) {
        const struct verb_offer *offer = &list.items[i];
        uint32_t key = keys_of(offer->verb, app_mode(play->app));
        if (key == 0 || offer->reason || offer->quiet) {
            continue;
        }
        struct str name = keys_name(play->arena, key);
        const char *word = offer->word ? offer->word : verb_row(offer->verb)->bar;
        struct str entry = arena_format(play->arena, "%.*s %s", STR_ARG(name), word);
        if (str_find(bar, entry, 0) < bar.len && !verb_works(play, offer->verb)) {
            complain(play, "'%.*s' on the key bar does nothing", STR_ARG(entry));
        }
    }
}

static void expect(struct play *play, struct str rest)
{
    struct str all = rest;
    struct str what = next_word(&rest);
    struct str wanted = str_trim(rest);
    play->facts++;
    app_draw(play->app);
    if (str_is(what, "text")) {
        if (!shown_somewhere(play, wanted)) {
            complain(play, "'%.*s' is not on the screen:\n%s", STR_ARG(wanted), screen_text(play).ptr);
        }
    } else if (str_starts(all, STR("no text "))) {
        if (shown_somewhere(play, str_slice(all, 8, all.len))) {
            complain(play, "%.*s: it is there:\n%s", STR_ARG(all), screen_text(play).ptr);
        }
    } else if (str_starts(all, STR("focus on "))) {
        struct str row = row_text(play, play->app->canvas->cursor_row);
        if (!contains(play, row, str_slice(all, 9, all.len))) {
            complain(play, "%.*s, but the cursor is on: %.*s", STR_ARG(all), STR_ARG(row));
        }
    } else if (str_is(what, "screen")) {
        const struct app_layer *top = app_top(play->app);
        const char *name = top ? top->screen->name : "none";
        if (!str_is(wanted, name)) {
            complain(play, "the screen is %s, not %.*s", name, STR_ARG(wanted));
        }
    } else if (str_is(what, "acts")) {
        int64_t n = 0;
        if (!str_to_int64(wanted, &n) || n != (int64_t)play->fake->log_n) {
            complain(play, "%zu acts, not %.*s", play->fake->log_n, STR_ARG(wanted));
        }
    } else if (str_is(what, "reason")) {
        const struct act *last = play->fake->log_n ? &play->fake->log[play->fake->log_n - 1] : NULL;
        if (!last || last->kind != ACT_CONFIRM || !str_equal(last->reason, wanted)) {
            complain(play, "the last act does not confirm with '%.*s'", STR_ARG(wanted));
        }
    } else if (str_is(what, "message")) {
        if (!strstr(play->app->message, arena_copy(play->arena, wanted).ptr)) {
            complain(play, "the message is '%s', not '%.*s'", play->app->message, STR_ARG(wanted));
        }
    } else if (str_is(what, "copied")) {
        if (str_find(play->app->copy, wanted, 0) == play->app->copy.len) {
            complain(play, "'%.*s' was not copied", STR_ARG(wanted));
        }
    } else if (str_is(what, "keybar")) {
        expect_working_keys(play);
    } else {
        complain(play, "expect what? %.*s", STR_ARG(all));
    }
}

static void at_size(struct play *play, struct str rest)
{
    struct str size = next_word(&rest);
    struct str here = arena_format(play->arena, "%dx%d", play->size.width, play->size.height);
    struct str full = arena_format(play->arena, "%.*s/%s", STR_ARG(here), play->terminal->name);
    if (!str_starts(str_trim(rest), STR("expect "))) {
        complain(play, "at SIZE expect ...");
    } else if (str_equal(size, here) || str_equal(size, full)) {
        expect(play, str_slice(str_trim(rest), 7, rest.len));
    }
}

/* ---- pictures ---- */

/* For READMEs: PICTURES=folder writes each as SCRIPT-NAME-SIZE-TERMINAL.svg. */
static void draw_picture(struct play *play, struct str name)
{
    const char *folder = getenv("PICTURES");
    if (!folder) {
        return;
    }
    struct buf svg = buf_new((size_t)16 << 20);
    struct str script = str_slice(str_from(play->file), 0, strlen(play->file) - strlen(".keys"));
    struct str path = arena_format(play->arena, "%s/%.*s-%.*s-%dx%d-%s.svg", folder, STR_ARG(script),
                                   STR_ARG(name), play->size.width, play->size.height, play->terminal->name);
    canvas_svg(app_draw(play->app), play->terminal->palette, &svg);
    if (!file_write(path.ptr, buf_str(&svg), NULL)) {
        complain(play, "cannot write %s", path.ptr);
    }
    buf_free(&svg);
}

static void shot(struct play *play, struct str name)
{
    check_rules(play);
    if (play->out) {
        buf_format(play->out, "=== %.*s %dx%d %s\n", STR_ARG(name), play->size.width, play->size.height,
                   play->terminal->name);
        canvas_dump(app_draw(play->app), play->out);
        draw_picture(play, name);
    }
}

/* ---- the script ---- */

static void play_log(struct play *play, struct str rest)
{
    struct str what = next_word(&rest);
    play->fake->refusal = str_is(what, "refuses") ? arena_copy(play->fake->arena, str_trim(rest)).ptr : NULL;
}

static void play_line(struct play *play, struct str line)
{
    struct str rest = line;
    struct str command = next_word(&rest);
    if (command.len == 0 || command.ptr[0] == '#') {
        return;
    }
    if (str_is(command, "start")) {
        play_start(play, rest);
    } else if (str_is(command, "give")) {
        assert_true(play->given_n < ARRAY_LEN(play->given));
        play->given[play->given_n].id = next_word(&rest);
        play->given[play->given_n++].value = str_trim(rest);
    } else if (str_is(command, "until")) {
        play_until(play, str_trim(rest));
    } else if (str_is(command, "keys")) {
        play_keys(play, rest);
    } else if (str_is(command, "type")) {
        play_type(play, rest);
    } else if (str_is(command, "paste")) {
        struct press pasted = {.kind = PRESS_PASTE, .text = with_line_ends(play, rest)};
        app_key(play->app, &pasted);
    } else if (str_is(command, "log")) {
        play_log(play, rest);
    } else if (play->quiet) {
        return;
    } else if (str_is(command, "expect")) {
        expect(play, str_trim(rest));
    } else if (str_is(command, "at")) {
        at_size(play, rest);
    } else if (str_is(command, "shot")) {
        shot(play, str_trim(rest));
    } else {
        complain(play, "no command '%.*s'", STR_ARG(command));
    }
}

static void run_script(struct play *play)
{
    struct str rest = play->script;
    struct str line;
    for (play->line = 1; str_split(&rest, '\n', &line); play->line++) {
        if (play->replay && play->line > play->replay) {
            return;
        }
        play_line(play, line);
    }
}

/* ---- goldens ---- */

/* Differences as they are, one line each. */
static void show_difference(struct str wanted, struct str got)
{
    struct str a;
    struct str b;
    unsigned line = 0;
    unsigned shown = 0;
    struct str section = STR_EMPTY;
    while (str_split(&wanted, '\n', &a) && str_split(&got, '\n', &b) && shown < 6) {
        line++;
        section = str_starts(b, STR("===")) ? b : section;
        if (!str_equal(a, b)) {
            fprintf(stderr, "  line %u, %.*s\n  - %.*s\n  + %.*s\n", line, STR_ARG(section), STR_ARG(a),
                    STR_ARG(b));
            shown++;
        }
    }
}

static bool same_as_golden(struct arena *arena, struct str path, struct str got)
{
    struct str wanted = STR_EMPTY;
    const char *update = getenv("UPDATE_GOLDEN");
    if (update && update[0] == '1') {
        return file_write(path.ptr, got, NULL);
    }
    if (!file_read(arena, path.ptr, path, 1 << 24, &wanted, NULL)) {
        fprintf(stderr, "%s is missing: UPDATE_GOLDEN=1 writes it\n", path.ptr);
        return false;
    }
    if (!str_equal(wanted, got)) {
        fprintf(stderr, "%s differs:\n", path.ptr);
        show_difference(wanted, got);
        return false;
    }
    return true;
}

/* Terminals other than the first draw the same letters, drawing characters apart: their pictures are kept for
 * the first size only. */
static unsigned play_all(const struct questionnaire *q, const char *name, struct str script, struct buf *out)
{
    unsigned faults = 0;
    for (size_t s = 0; s < ARRAY_LEN(sizes); s++) {
        for (size_t t = 0; t < ARRAY_LEN(terminals); t++) {
            struct play play = {
                .arena = arena_new(),
                .fake = fake_new(q),
                .size = sizes[s],
                .terminal = &terminals[t],
                .file = name,
                .script = script,
                .out = s == 0 || t == 0 ? out : NULL,
            };
            play.app = app_for(play.fake, sizes[s], &terminals[t]);
            run_script(&play);
            if (play.facts < 3) {
                complain(&play, "a script names at least three facts");
            }
            faults += play.faults;
            app_free(play.app);
            close_fake(play.fake);
            arena_free(play.arena);
        }
    }
    return faults;
}

static unsigned test_script(struct arena *arena, const struct questionnaire *q, struct str name)
{
    struct str path = test_path(arena, arena_format(arena, "screens/%.*s", STR_ARG(name)).ptr);
    struct str script = STR_EMPTY;
    struct str base = str_slice(path, 0, path.len - strlen(".keys"));
    struct str golden = arena_format(arena, "%.*s.screen", STR_ARG(base));
    struct buf out = buf_new((size_t)16 << 20);
    if (!file_read(arena, path.ptr, path, 1 << 20, &script, NULL)) {
        fail_msg("cannot read %s", path.ptr);
    }
    unsigned faults = play_all(q, arena_copy(arena, name).ptr, script, &out);
    faults += !same_as_golden(arena, golden, buf_str(&out));
    buf_free(&out);
    return faults;
}

/* One questionnaire for all tests of the program. */
struct loaded {
    struct arena *arena;
    const struct questionnaire *q;
    const struct questionnaire *kitchen; /* has every feature of the language */
};

static const struct questionnaire *questionnaire_of(void **state)
{
    return ((const struct loaded *)*state)->q;
}

static void draws_every_screen(void **state)
{
    const struct questionnaire *q = questionnaire_of(state);
    struct arena *arena = arena_new();
    struct str *names = NULL;
    size_t n = 0;
    unsigned scripts = 0;
    unsigned faults = 0;
    const char *only = getenv("SCRIPT");
    assert_true(folder_list(arena, test_path(arena, "screens").ptr, &names, &n));
    for (size_t i = 0; i < n; i++) {
        bool wanted = str_ends(names[i], STR(".keys")) &&
                      (!only || str_find(names[i], str_from(only), 0) < names[i].len);
        if (wanted) {
            faults += test_script(arena, q, names[i]);
            scripts++;
        }
    }
    arena_free(arena);
    assert_true(scripts > 0);
    assert_int_equal(faults, 0);
}

/* The letters on a terminal without colour or with few glyphs are those of the full one, drawing characters
 * apart. */
static void tells_the_same_without_colour(void **state)
{
    static const char script[] = "start interview 100203\nuntil opinions\nkeys 4 3\n";
    for (size_t s = 0; s < ARRAY_LEN(sizes); s++) {
        struct app *apps[ARRAY_LEN(terminals)];
        struct fake *fakes[ARRAY_LEN(terminals)];
        struct arena *arena = arena_new();
        for (size_t t = 0; t < ARRAY_LEN(terminals); t++) {
            fakes[t] = fake_new(questionnaire_of(state));
            apps[t] = app_for(fakes[t], sizes[s], &terminals[t]);
            struct play play = {.arena = arena,
                                .fake = fakes[t],
                                .app = apps[t],
                                .size = sizes[s],
                                .terminal = &terminals[t],
                                .file = "(inline)",
                                .script = str_from(script)};
            run_script(&play);
            app_draw(apps[t]);
            assert_int_equal(play.faults, 0);
        }
        for (int i = 0; i < sizes[s].width * sizes[s].height; i++) {
            struct str full = str_from(apps[0]->canvas->cells[i].text);
            uint32_t c = 0;
            size_t at = 0;
            utf8_next(full, &at, &c);
            for (size_t t = 1; t < ARRAY_LEN(terminals) && !terminals[t].reader; t++) {
                struct str other = str_from(apps[t]->canvas->cells[i].text);
                uint32_t d = 0;
                at = 0;
                utf8_next(other, &at, &d);
                assert_int_equal(d, full.len ? glyph_for(c, terminals[t].tier) : d);
            }
        }
        for (size_t t = 0; t < ARRAY_LEN(terminals); t++) {
            app_free(apps[t]);
            fake_free(fakes[t]);
        }
        arena_free(arena);
    }
}

static void lives_at_every_size(void **state)
{
    struct fake *fake = fake_new(questionnaire_of(state));
    struct app *app = app_for(fake, sizes[0], &terminals[0]);
    app_start_cases(app);
    app_start_interview(app, STR("100203"));
    static const struct size odd[] = {{1, 1},   {2, 2},   {20, 5},   {40, 9},
                                      {39, 10}, {300, 3}, {10, 100}, {300, 100}};
    for (size_t i = 0; i < ARRAY_LEN(odd); i++) {
        app_resize(app, odd[i].width, odd[i].height);
        app_draw(app);
        size_t acts = fake->log_n;
        app_key(app, &(struct press){.kind = PRESS_KEY, .key = SPECIAL_ENTER});
        /* Nobody answers what cannot be seen. */
        assert_true(fake->log_n == acts || odd[i].width >= 40);
        app_draw(app);
    }
    app_free(app);
    fake_free(fake);
}

/* A key an interviewer's hands could find: mostly digits and Enter. */
static uint32_t random_key(struct draws *draws)
{
    uint32_t roll = draws_below(draws, 100);
    if (roll < 40) {
        return '0' + draws_below(draws, 10);
    }
    if (roll < 55) {
        return SPECIAL_ENTER;
    }
    if (roll < 80) {
        return SPECIAL_ENTER + draws_below(draws, SPECIAL_END_OF_LIST - SPECIAL_ENTER);
    }
    return roll < 90 ? KEYS_CONTROL | ('A' + draws_below(draws, 26)) : 'a' + draws_below(draws, 26);
}

static void play_randomly(const struct questionnaire *q, const char *seed, unsigned steps)
{
    static const struct size some[] = {{80, 24}, {120, 40}, {40, 10}, {60, 16}, {1, 1}, {100, 20}};
    struct fake *fake = fake_new(q);
    struct app *app = app_for(fake, sizes[0], &terminals[0]);
    struct draws draws = draws_new(hash_of(str_from(seed)));
    for (unsigned step = 0; step < steps; step++) {
        if (app->quit || !app_top(app)) {
            app_free(app);
            app = app_for(fake, sizes[0], &terminals[0]);
            app_start_cases(app);
            app_start_interview(app, STR("100203"));
        }
        if (draws_below(&draws, 50) == 0) {
            struct size size = some[draws_below(&draws, ARRAY_LEN(some))];
            app_resize(app, size.width, size.height);
        }
        fake->refusal = draws_below(&draws, 40) == 0 ? "schijf vol" : NULL;
        app_draw(app);
        assert_int_equal(app->canvas->border_hits, 0);
        app_key(app, &(struct press){.kind = PRESS_KEY, .key = random_key(&draws)});
    }
    app_free(app);
    fake_free(fake);
}

/* Two thousand keys at random, with changes of size and a disk that refuses now and then. */
static void survives_random_keys(void **state)
{
    play_randomly(questionnaire_of(state), "random keys", 2000);
    play_randomly(((const struct loaded *)*state)->kitchen, "random keys", 2000);
}

static int load(void **state)
{
    struct arena *arena = arena_new();
    struct loaded *loaded = ARENA_NEW(arena, struct loaded);
    assert_true(hash_init());
    loaded->arena = arena;
    loaded->q = fake_questionnaire(arena, test_path(arena, "screens/huis").ptr);
    loaded->kitchen = fake_questionnaire(arena, test_path(arena, "fixtures/questionnaires/kitchen").ptr);
    *state = loaded;
    return loaded->q && loaded->kitchen ? 0 : 1;
}

static int unload(void **state)
{
    arena_free(((struct loaded *)*state)->arena);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(draws_every_screen),
        cmocka_unit_test(tells_the_same_without_colour),
        cmocka_unit_test(lives_at_every_size),
        cmocka_unit_test(survives_random_keys),
    };
    return cmocka_run_group_tests_name("screens", tests, load, unload);
}

/*
 * Plays a guide on the real program. The guide is markdown; comments on lines of their own say what to do:
 *
 *   <!-- start: WORDS -->       the program, on a fresh copy of the demo study, on a terminal of 24 x 80
 *   <!-- again: WORDS -->       the same on the study as it is now
 *   <!-- question: ID CASE -->  the case stands at this question (ID* a battery), all before it answered;
 * then its screens
 *   <!-- keys: KEYS -->         as tests/journeys/pty.h spells them
 *   <!-- disk: full|free -->    whether anything can be written
 *   <!-- screen -->             the block of text below is what the screen shows now
 *   <!-- verbs -->              the table below is that of tui/keys.def
 *
 * Exits 1 when the guide shows something else; UPDATE_GOLDEN=1 writes what it should show.
 */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/file.h"
#include "base/i18n.h"
#include "tests/journeys/lab.h"
#include "tests/journeys/pty.h"
#include "tests/journeys/record.h"
#include "tui/keys.h"

#define WHO    "an.peeters"
#define MOMENT "1795168920" /* Friday 20 November 2026, 10:02 */
#define SEEDS  40
#define WORDS  16

struct player {
    struct lab lab;
    struct arena *arena; /* for one comment */
    struct pty *pty;
    const char *pristine; /* the demo study before anything was done with it */
    const char *answers;
    const char *full;     /* the file that says that the disk is full */
    const char *extra[8]; /* environment */
    const char *path;     /* of the guide */
    struct str rest;      /* of the guide */
    unsigned line;
    struct buf out;
};

static _Noreturn void give_up(struct player *p, const char *what, struct str about)
{
    fprintf(stderr, "%s:%u: %s: %.*s\n", p->path, p->line, what, STR_ARG(about));
    if (p->pty) {
        struct buf seen = buf_new(BUF_LIMIT_DEFAULT);
        pty_text(p->pty, &seen);
        fprintf(stderr, "%s", buf_str(&seen).ptr);
        pty_close(p->pty);
    }
    exit(2);
}

static size_t extra_n(const struct player *p)
{
    size_t n = 0;
    while (p->extra[n]) {
        n++;
    }
    return n;
}

static struct str run(struct player *p, int code, const char *const *words)
{
    struct ran ran = lab_run(&p->lab, p->arena, p->extra, extra_n(p), words);
    if (!ran_exit(&ran, code)) {
        give_up(p, words[0], ran.err.len ? ran.err : ran.out);
    }
    return ran.out;
}

/* ---- the comments ---- */

static void leave(struct player *p)
{
    if (p->pty) {
        pty_close(p->pty);
        p->pty = NULL;
    }
}

static void again(struct player *p, struct str words)
{
    const char *argv[WORDS] = {p->lab.program, "--user", WHO};
    struct str word;
    size_t n = 3;
    while (n + 1 < WORDS && words.len && str_split(&words, ' ', &word)) {
        argv[n++] = arena_copy(p->arena, word).ptr;
    }
    leave(p);
    struct pty_setup setup = {.argv = argv,
                              .extra = lab_environment(&p->lab, p->arena, p->extra, extra_n(p))};
    p->pty = pty_open(&setup);
    if (!pty_ready(p->pty)) {
        give_up(p, "the program does not start", words);
    }
}

static void start(struct player *p, struct str words)
{
    leave(p);
    lab_copy(p->pristine, p->lab.study);
    again(p, words);
}

/* "area_*" names all questions that begin so: the rows of a battery. */
static bool names(struct str pattern, struct str id)
{
    bool all = str_ends(pattern, STR("*"));
    return all ? str_starts(id, str_slice(pattern, 0, pattern.len - 1)) : str_equal(pattern, id);
}

/* The answers without those to a question. */
static struct str without(struct player *p, struct str answers, struct str id)
{
    struct buf out = buf_new(BUF_LIMIT_DEFAULT);
    struct str line, name;
    bool found = false;
    while (str_split(&answers, '\n', &line)) {
        struct str fields = line;
        bool it = str_split(&fields, ',', &name) && names(id, name);
        found |= it;
        if (!it && line.len) {
            buf_format(&out, "%.*s\n", STR_ARG(line));
        }
    }
    struct str kept = found ? arena_copy(p->arena, buf_str(&out)) : STR_EMPTY;
    buf_free(&out);
    return kept;
}

/* The first simulated respondent who comes to the question says what is answered before it. */
static void question(struct player *p, struct str words)
{
    struct str id, name;
    if (!str_split(&words, ' ', &id) || !str_split(&words, ' ', &name)) {
        give_up(p, "which question of which case?", id);
    }
    const char *case_id = arena_copy(p->arena, name).ptr;
    struct str answers = STR_EMPTY;
    for (unsigned seed = 1; seed <= SEEDS && !answers.len; seed++) {
        const char *text = arena_format(p->arena, "%u", seed).ptr;
        lab_copy(p->pristine, p->lab.study);
        struct ran ran = lab_run(&p->lab, p->arena, p->extra, extra_n(p),
                                 LAB_WORDS("interview", case_id, "--simulated", "--seed", text));
        if (ran_exit(&ran, 0)) {
            struct record record = record_read(&p->lab, p->arena, case_id);
            answers = without(p, record_answers(p->arena, &record, "nagevraagd"), id);
        }
    }
    if (!answers.len) {
        give_up(p, "nobody comes to this question", id);
    }
    leave(p);
    lab_write(p->answers, answers);
    lab_copy(p->pristine, p->lab.study);
    run(p, 1, LAB_WORDS("interview", case_id, "--user", WHO, "--answers", p->answers));
    again(p, arena_format(p->arena, "interview %s", case_id));
}

static void keys(struct player *p, struct str words)
{
    if (!p->pty || !pty_press(p->pty, arena_copy(p->arena, words).ptr)) {
        give_up(p, "the keys cannot be pressed", words);
    }
}

static void disk(struct player *p, struct str state)
{
    if (str_is(state, "full")) {
        lab_write(p->full, STR("full"));
    } else {
        unlink(p->full);
    }
}

/* ---- what the guide shows ---- */

static bool next_line(struct player *p, struct str *line)
{
    p->line++;
    return p->rest.len && str_split(&p->rest, '\n', line);
}

/* Passes over what stands there now, to the line that ends it, which is taken over. */
static void skip_to(struct player *p, const char *end)
{
    struct str line;
    while (next_line(p, &line)) {
        if (end[0] ? str_is(line, end) : !str_starts(line, STR("|"))) {
            buf_format(&p->out, "%.*s\n", STR_ARG(line));
            return;
        }
    }
    give_up(p, "this does not end", str_from(end));
}

static void screen(struct player *p, struct str words)
{
    struct str line = STR_EMPTY;
    int rows = 0, cols = 0;
    if (!p->pty || words.len || !next_line(p, &line) || !str_starts(line, STR("```text"))) {
        give_up(p, "here a block of text is wanted", line);
    }
    buf_format(&p->out, "%.*s\n", STR_ARG(line));
    pty_size(p->pty, &rows, &cols);
    for (int i = 0; i < rows; i++) {
        buf_format(&p->out, "%.*s\n", STR_ARG(pty_row(p->pty, i)));
    }
    skip_to(p, "```");
}

/* A bar would end the cell of a table. */
static void table_cell(struct buf *out, struct str text)
{
    buf_add_text(out, " ");
    for (size_t i = 0; i < text.len; i++) {
        buf_add_text(out, text.ptr[i] == '|' ? "\\" : "");
        buf_add_char(out, text.ptr[i]);
    }
    buf_add_text(out, " |");
}

static void verbs(struct player *p, struct str words)
{
    (void)words;
    struct buf rows = buf_new(BUF_LIMIT_DEFAULT);
    keys_manual(p->arena, &rows);
    struct str rest = buf_str(&rows);
    struct str row, cell;
    buf_add_text(&p->out, "| toets | in lijsten ook | wat |\n|---|---|---|\n");
    while (str_split(&rest, '\n', &row)) {
        struct str all = row;
        /* What only F1 offers has no key. */
        if (!row.len || str_starts(row, STR("\t\t"))) {
            continue;
        }
        buf_add_char(&p->out, '|');
        while (str_split(&all, '\t', &cell)) {
            table_cell(&p->out, cell);
        }
        buf_add_char(&p->out, '\n');
    }
    buf_free(&rows);
    skip_to(p, "");
}

static const struct {
    const char *word;
    void (*act)(struct player *p, struct str words);
} comments[] = {
    {"start", start}, {"again", again},   {"question", question}, {"keys", keys},
    {"disk", disk},   {"screen", screen}, {"verbs", verbs},
};

static void play(struct player *p)
{
    struct str line, word;
    while (next_line(p, &line)) {
        buf_format(&p->out, "%.*s\n", STR_ARG(line));
        if (!str_starts(line, STR("<!-- ")) || !str_ends(line, STR(" -->"))) {
            continue;
        }
        arena_reset(p->arena);
        struct str words = str_trim(str_slice(line, 5, line.len - 9));
        str_split(&words, ':', &word);
        size_t i = 0;
        while (i < ARRAY_LEN(comments) && !str_is(word, comments[i].word)) {
            i++;
        }
        if (i < ARRAY_LEN(comments)) {
            comments[i].act(p, str_trim(words));
        }
    }
    leave(p);
}

/* ---- the whole ---- */

static void player_open(struct player *p, const char *path)
{
    *p = (struct player){.path = path, .arena = arena_new(), .out = buf_new(BUF_LIMIT_DEFAULT)};
    lab_open(&p->lab);
    p->pristine = lab_path(&p->lab, "pristine.veldwerk");
    p->answers = lab_path(&p->lab, "answers.csv");
    p->full = lab_path(&p->lab, "full");
    const char *preload = getenv("VELDWERK_DESK");
    p->extra[0] = arena_format(p->lab.arena, "LD_PRELOAD=%s", preload ? preload : "").ptr;
    p->extra[1] = arena_format(p->lab.arena, "DESK_FULL=%s", p->full).ptr;
    p->extra[2] = "DESK_SECONDS=" MOMENT;
    p->extra[3] = "NO_COLOR=1";
    run(p, 0, LAB_WORDS("demo", "--seed", "1", "--user", WHO));
    lab_copy(p->lab.study, p->pristine);
}

static int judge(struct player *p, struct str was)
{
    struct str now = buf_str(&p->out);
    if (str_equal(was, now)) {
        return 0;
    }
    if (getenv("UPDATE_GOLDEN")) {
        fprintf(stderr, "%s: written anew\n", p->path);
        return file_write(p->path, now, NULL) ? 0 : 2;
    }
    struct str a, b;
    unsigned line = 0;
    do {
        line++;
    } while (str_split(&was, '\n', &a) && str_split(&now, '\n', &b) && str_equal(a, b));
    fprintf(stderr, "%s:%u: the guide shows\n%.*s\nand the program\n%.*s\nmake pictures writes it anew\n",
            p->path, line, STR_ARG(a), STR_ARG(b));
    return 1;
}

int main(int argc, char **argv)
{
    struct player p;
    struct str was;
    i18n_start("nl", NULL);
    player_open(&p, argc > 1 ? argv[1] : "");
    if (!file_read(p.lab.arena, p.path, str_from(p.path), BUF_LIMIT_DEFAULT, &was, NULL)) {
        give_up(&p, "cannot be read", str_from(p.path));
    }
    p.rest = was;
    play(&p);
    int code = judge(&p, was);
    buf_free(&p.out);
    arena_free(p.arena);
    lab_close(&p.lab);
    return code;
}

#include <sqlite3.h>
#include <stdlib.h>

#include "base/buf.h"
#include "base/file.h"
#include "base/hash.h"
#include "base/utf8.h"
#include "codebook/load.h"
#include "coding/index.h"
#include "tests/bench/bench.h"

/*
 * Suggestions for open answers beside SQLite's full-text search on the same titles and the same questions.
 * The published titles and the known answers lie in the folder that VELDWERK_DATA names; without it there is
 * nothing to measure.
 */
enum { HELD_OUT = 700, LEARNED = 2000, SHOWN = 5, MANY = 100000, FOUND_MOST = 200 };

struct known {
    struct str text;
    uint32_t option;
};

struct subject {
    struct arena *arena;
    struct diags *diags;
    struct index index; /* the frame's own titles and the published ones */
    struct index_classes classes;
    struct known *known; /* shuffled */
    size_t known_n;
};

static struct source data_file(struct subject *s, const char *data, const char *name)
{
    struct source source = {.file = arena_format(s->arena, "%s/%s", data, name)};
    if (!file_read(s->arena, source.file.ptr, source.file, (size_t)64 << 20, &source.text, s->diags)) {
        bench_die("%s cannot be read", source.file.ptr);
    }
    return source;
}

static const struct list *open_frame(struct subject *s)
{
    static const struct language languages[] = {
        {{"nl", 2}, {"Nederlands", 10}, false}, {{"fr", 2}, {"", 0}, false}, {{"en", 2}, {"", 0}, false}};
    struct disk_library *disk = disk_library_open(s->arena, "questionnaire/sid", NULL, NULL);
    struct library *library = ARENA_NEW(s->arena, struct library);
    *library = disk_library(disk);
    struct codebook_builder *builder =
        codebook_begin(s->arena, s->diags, library, STR_EMPTY, languages, ARRAY_LEN(languages), 0);
    struct source asked = {STR("bench"), STR("isco08")};
    struct node name = {.kind = NODE_SCALAR, .line = 1, .column = 1, .text = STR("isco08")};
    const struct list *frame = codebook_frame(builder, STR("isco08"), &asked, &name);
    return frame ? frame : (bench_die("the frame isco08 cannot be read"), NULL);
}

/* Answers with one right code, in an order that a named seed gives. */
static void read_known(struct subject *s, const char *data)
{
    struct index gold = index_new(s->arena, s->index.frame);
    struct source source = data_file(s, data, "gold/uwv_titles_nl.tsv");
    struct buf lines = buf_new(BUF_LIMIT_DEFAULT);
    for (size_t at = 0; at < source.text.len;) {
        size_t end = str_find_char(source.text, '\n', at);
        struct str line = str_slice(source.text, at, end - at);
        size_t tab = str_find_char(line, '\t', 0);
        size_t second = str_find_char(line, '\t', tab + 1);
        struct str codes = str_slice(line, tab + 1, second - tab - 1);
        if (codes.len && str_find_char(codes, ',', 0) == codes.len) {
            buf_add(&lines, str_slice(line, 0, tab));
            buf_add_char(&lines, '\t');
            buf_add(&lines, codes);
            buf_add_char(&lines, '\n');
        }
        at = end + 1;
    }
    source.text = arena_copy(s->arena, buf_str(&lines));
    buf_free(&lines);
    if (!index_read(&gold, &source, s->diags) || gold.n < HELD_OUT + LEARNED) {
        bench_die("%zu known answers are too few", gold.n);
    }
    s->known = ARENA_ARRAY(s->arena, gold.n, struct known);
    s->known_n = gold.n;
    uint32_t *order = ARENA_ARRAY(s->arena, gold.n, uint32_t);
    for (uint32_t i = 0; i < gold.n; i++) {
        order[i] = i;
    }
    struct draws draws = draws_new(hash_of(STR("bench of coding")));
    draws_shuffle(&draws, order, gold.n);
    for (size_t i = 0; i < gold.n; i++) {
        s->known[i] = (struct known){gold.titles[order[i]].text, gold.titles[order[i]].option};
    }
    index_free(&gold);
}

static void subject_open(struct subject *s, const char *data)
{
    static const char *const published[] = {"frames/esco/occupations_nl.csv",
                                            "frames/esco/ISCOGroups_nl.csv"};
    *s = (struct subject){.arena = arena_new(), .diags = diags_new()};
    s->index = index_new(s->arena, open_frame(s));
    index_add_frame(&s->index);
    for (size_t i = 0; i < ARRAY_LEN(published); i++) {
        struct source source = data_file(s, data, published[i]);
        if (!index_import(&s->index, &source, s->diags)) {
            bench_die("%s cannot be imported", published[i]);
        }
    }
    index_tidy(&s->index);
    s->classes = index_classes(s->arena, s->index.frame);
    read_known(s, data);
}

/* ---- how good, how fast ------------------------------------------------------------------------------ */

struct score {
    size_t first, among; /* right ones: the first, among SHOWN */
    struct series ms;
};

/* Fills `options` with the entries proposed, best first; returns how many. */
typedef size_t propose_fn(void *context, struct str text, uint32_t *options, size_t most);

static struct score score_of(const struct subject *s, propose_fn *propose, void *context, size_t questions)
{
    struct score score = {0};
    for (size_t i = 0; i < questions; i++) {
        uint32_t options[SHOWN];
        int64_t before = bench_cpu();
        size_t n = propose(context, s->known[i].text, options, SHOWN);
        series_add(&score.ms, (double)(bench_cpu() - before) / 1e6);
        for (size_t k = 0; k < n; k++) {
            score.first += k == 0 && options[k] == s->known[i].option;
            score.among += options[k] == s->known[i].option;
        }
    }
    return score;
}

static double percent(size_t part, size_t whole)
{
    return 100 * (double)part / (double)whole;
}

struct ours {
    const struct subject *subject;
    struct suggester *suggester;
    double train_ms;
};

static void ours_open(struct ours *ours, const struct subject *s, const struct index *index, size_t learned)
{
    *ours = (struct ours){.subject = s, .suggester = suggester_new(s->classes.n)};
    index_teach(index, &s->classes, ours->suggester);
    for (size_t i = 0; i < learned; i++) {
        const struct known *known = &s->known[HELD_OUT + i];
        uint32_t class = s->classes.class[known->option];
        if (class != NO_CLASS) {
            suggester_add(ours->suggester, known->text, class, 3, (uint32_t)i);
        }
    }
    int64_t before = bench_cpu();
    suggester_train(ours->suggester, 1);
    ours->train_ms = (double)(bench_cpu() - before) / 1e6;
}

static size_t ours_propose(void *context, struct str text, uint32_t *options, size_t most)
{
    struct ours *ours = context;
    struct suggestion found[SHOWN];
    size_t n = suggest(ours->suggester, text, found, most);
    for (size_t i = 0; i < n; i++) {
        options[i] = ours->subject->classes.option[found[i].class];
    }
    return n;
}

/* ---- SQLite's full-text search ------------------------------------------------------------------------- */

struct peer {
    struct arena *scratch;
    sqlite3 *db;
    sqlite3_stmt *ask;
    bool trigrams;
};

static sqlite3_stmt *prepared(sqlite3 *db, const char *text)
{
    sqlite3_stmt *statement = NULL;
    if (sqlite3_prepare_v2(db, text, -1, &statement, NULL) != SQLITE_OK) {
        bench_die("%s: %s", text, sqlite3_errmsg(db));
    }
    return statement;
}

static void sql(sqlite3 *db, const char *text)
{
    sqlite3_stmt *statement = prepared(db, text);
    if (sqlite3_step(statement) != SQLITE_DONE) {
        bench_die("%s: %s", text, sqlite3_errmsg(db));
    }
    sqlite3_finalize(statement);
}

static void peer_open(struct peer *p, const struct index *index, bool trigrams)
{
    *p = (struct peer){.scratch = arena_new(), .trigrams = trigrams};
    if (sqlite3_open(":memory:", &p->db) != SQLITE_OK) {
        bench_die("SQLite does not open");
    }
    sql(p->db, trigrams ? "CREATE VIRTUAL TABLE t USING fts5(title, code UNINDEXED, tokenize = 'trigram')"
                        : "CREATE VIRTUAL TABLE t USING fts5(title, code UNINDEXED, tokenize = 'unicode61')");
    sql(p->db, "BEGIN");
    sqlite3_stmt *put = prepared(p->db, "INSERT INTO t VALUES (?, ?)");
    for (size_t i = 0; i < index->n; i++) {
        struct str key = utf8_fold(p->scratch, index->titles[i].text);
        sqlite3_bind_text(put, 1, key.ptr, (int)key.len, SQLITE_TRANSIENT);
        sqlite3_bind_int64(put, 2, index->titles[i].option);
        sqlite3_step(put);
        sqlite3_reset(put);
    }
    sqlite3_finalize(put);
    sql(p->db, "COMMIT");
    p->ask = prepared(p->db, "SELECT code FROM t WHERE t MATCH ? ORDER BY rank LIMIT 50");
}

static void peer_close(struct peer *p)
{
    sqlite3_finalize(p->ask);
    sqlite3_close(p->db);
    arena_free(p->scratch);
}

/* Any of the words, or any of their trigrams. */
static void add_terms(struct buf *out, struct str word, bool trigrams)
{
    size_t step = trigrams ? 3 : word.len;
    for (size_t i = 0; i + step <= word.len && word.len; i++) {
        buf_add_text(out, out->len ? " OR \"" : "\"");
        buf_add(out, str_slice(word, i, step));
        buf_add_char(out, '"');
    }
}

static size_t peer_propose(void *context, struct str text, uint32_t *options, size_t most)
{
    struct peer *p = context;
    struct buf query = buf_new(BUF_LIMIT_DEFAULT);
    size_t n = 0;
    arena_reset(p->scratch);
    struct str key = utf8_fold(p->scratch, text);
    for (size_t at = 0; at < key.len;) {
        size_t end = str_find_char(key, ' ', at);
        add_terms(&query, str_slice(key, at, end - at), p->trigrams);
        at = end + 1;
    }
    struct str match = buf_str(&query);
    sqlite3_bind_text(p->ask, 1, match.ptr, (int)match.len, SQLITE_TRANSIENT);
    while (match.len && n < most && sqlite3_step(p->ask) == SQLITE_ROW) {
        uint32_t option = (uint32_t)sqlite3_column_int64(p->ask, 0);
        bool told = false;
        for (size_t i = 0; i < n; i++) {
            told |= options[i] == option;
        }
        if (!told) {
            options[n++] = option;
        }
    }
    sqlite3_reset(p->ask);
    buf_free(&query);
    return n;
}

/* ---- the table ------------------------------------------------------------------------------------------
 */

static void quality_line(const struct subject *s, const char *what, const struct score *score,
                         size_t questions, double first_goal, double among_goal)
{
    double first = percent(score->first, questions);
    double among = percent(score->among, questions);
    bool goal = first_goal > 0;
    bench_line(&(struct bench_line){
        "coding", arena_format(s->arena, "%s: right first, among five", what).ptr,
        arena_format(s->arena, "%.1f %%, %.1f %%", first, among).ptr, "", -1,
        goal ? arena_format(s->arena, ">= %.0f, %.0f %%", first_goal, among_goal).ptr : "",
        goal ? bench_met(first >= first_goal && among >= among_goal) : BENCH_INFO});
}

static void ours_lines(const struct subject *s, size_t learned, double first_goal, double among_goal)
{
    struct ours ours;
    ours_open(&ours, s, &s->index, learned);
    struct score score = score_of(s, ours_propose, &ours, HELD_OUT);
    struct suggester_facts facts = suggester_facts(ours.suggester);
    quality_line(s, arena_format(s->arena, "suggest, %zu coded before", learned).ptr, &score, HELD_OUT,
                 first_goal, among_goal);
    double slowest = series_at(&score.ms, 0.99);
    bench_line(
        &(struct bench_line){"coding", "a suggestion, p99; training; memory of the model",
                             arena_format(s->arena, "%.2f ms; %.2f s; %.0f MB", slowest, ours.train_ms / 1e3,
                                          (double)facts.bytes / 1e6)
                                 .ptr,
                             "", -1, "< 1 ms; 2 s; 64 MB",
                             bench_met(slowest < 1 && ours.train_ms < 2000 && facts.bytes < 64000000)});
    series_free(&score.ms);
    suggester_free(ours.suggester);
}

static void peer_line(const struct subject *s, const char *what, bool trigrams)
{
    struct peer peer;
    peer_open(&peer, &s->index, trigrams);
    struct score score = score_of(s, peer_propose, &peer, HELD_OUT);
    quality_line(s, what, &score, HELD_OUT, 0, 0);
    series_free(&score.ms);
    peer_close(&peer);
}

/* The same titles with words before and behind them, as people write them, until there are MANY. */
static void grow(const struct subject *s, struct index *many)
{
    static const char *const forms[] = {
        "%.*s", "zelfstandig %.*s", "hulp %.*s", "%.*s in een bedrijf", "%.*s deeltijds", "werkt als %.*s"};
    *many = index_new(s->arena, s->index.frame);
    many->titles = mem_realloc(NULL, MANY, sizeof *many->titles);
    many->cap = MANY;
    for (size_t i = 0; many->n < MANY; i++) {
        const struct index_title *title = &s->index.titles[i % s->index.n];
        const char *form = forms[i / s->index.n % ARRAY_LEN(forms)];
        const char *gap = strstr(form, "%.*s");
        struct str text =
            arena_format(s->arena, "%.*s%.*s%s", (int)(gap - form), form, STR_ARG(title->text), gap + 4);
        many->titles[many->n++] = (struct index_title){text, title->option};
    }
}

static void speed_line(const struct subject *s)
{
    struct index many;
    struct ours ours;
    struct peer peer;
    enum { QUESTIONS = 200 };
    grow(s, &many);
    ours_open(&ours, s, &many, 0);
    peer_open(&peer, &many, true);
    struct score mine = score_of(s, ours_propose, &ours, QUESTIONS);
    struct score theirs = score_of(s, peer_propose, &peer, QUESTIONS);
    double ratio = series_mean(&theirs.ms) / series_mean(&mine.ms);
    bench_line(&(struct bench_line){
        "coding", arena_format(s->arena, "a suggestion among %d titles; right first", MANY).ptr,
        arena_format(s->arena, "%.2f ms; %.0f %%", series_mean(&mine.ms), percent(mine.first, QUESTIONS)).ptr,
        arena_format(s->arena, "FTS5 trigrams %.0f ms; %.0f %%", series_mean(&theirs.ms),
                     percent(theirs.first, QUESTIONS))
            .ptr,
        ratio, ">= 500, no worse", bench_met(ratio >= 500 && mine.first >= theirs.first)});
    series_free(&mine.ms);
    series_free(&theirs.ms);
    peer_close(&peer);
    suggester_free(ours.suggester);
    index_free(&many);
}

/* Ordinary words coincide; how much of what the frame brings along also stands among the known answers? */
static void overlap_line(struct subject *s)
{
    struct index own = index_new(s->arena, s->index.frame);
    index_add_frame(&own);
    size_t shared = 0;
    for (size_t i = 0; i < own.n; i++) {
        struct str key = utf8_fold(s->arena, own.titles[i].text);
        bool found = false;
        for (size_t k = 0; k < s->known_n && !found; k++) {
            found = str_equal(key, utf8_fold(s->arena, s->known[k].text));
        }
        shared += found;
    }
    bench_line(&(struct bench_line){
        "coding", "titles of the shipped frame that are also among the known answers",
        arena_format(s->arena, "%zu of %zu (%.1f %%)", shared, own.n, percent(shared, own.n)).ptr, "", -1, "",
        BENCH_INFO});
    index_free(&own);
}

int main(void)
{
    const char *data = getenv("VELDWERK_DATA");
    struct subject subject;
    if (!hash_init()) {
        bench_die("libsodium does not start");
    }
    if (!data) {
        bench_line(&(struct bench_line){"coding",
                                        "VELDWERK_DATA names no folder with published titles: not measured",
                                        "", "", -1, "", BENCH_INFO});
        return 0;
    }
    subject_open(&subject, data);
    ours_lines(&subject, 0, 55, 75);
    ours_lines(&subject, LEARNED, 71, 85);
    peer_line(&subject, "FTS5 words, BM25", false);
    peer_line(&subject, "FTS5 trigrams, BM25", true);
    speed_line(&subject);
    overlap_line(&subject);
    index_free(&subject.index);
    diags_free(subject.diags);
    arena_free(subject.arena);
    return 0;
}

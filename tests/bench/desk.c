#include <stdlib.h>
#include <unistd.h>

#include "base/file.h"
#include "codebook/codebook_priv.h"
#include "codebook/load.h"
#include "coding/work.h"
#include "questionnaire/load.h"
#include "store/store.h"
#include "tests/bench/bench.h"
#include "tests/bench/disk.h"
#include "tui/coding.h"

/*
 * The coders' workbench with a hundred thousand open answers: from a key to the picture it makes, with the
 * durable write where it decides. Answers are titles of the ISCO index, alone or two together, the frequent
 * ones often. Between two keys the screen has a moment for itself, as at a desk. In process: the terminal's
 * own part is measured by `keys`.
 */
enum { ANSWERS = 100000, BATCH = 1000, ROUNDS = 150, MOMENTS = 20 };

struct bank {
    struct arena *arena;
    struct diags *diags;
    struct variable job;
    struct variable *variables[1];
    struct codebook_index ids;
    struct codebook codebook;
    const struct list *frame;
    struct index index;
    struct store *store;
    struct work *work;
    struct app *app;
};

static void read_frame(struct bank *bank)
{
    static const struct language languages[] = {{{"nl", 2}, {"Nederlands", 10}, false},
                                                {{"fr", 2},
                                                 {"Fran\xC3\xA7"
                                                  "ais",
                                                  9},
                                                 false},
                                                {{"en", 2}, {"English", 7}, false}};
    struct disk_library *disk = disk_library_open(bank->arena, "questionnaire/sid", NULL, ".");
    struct library library = disk_library(disk);
    struct codebook_builder *builder =
        codebook_begin(bank->arena, bank->diags, &library, STR_EMPTY, languages, ARRAY_LEN(languages), 0);
    struct source asked = {STR("--"), STR("isco08")};
    struct node name = {.kind = NODE_SCALAR, .line = 1, .column = 1, .text = STR("isco08")};
    bank->frame = codebook_frame(builder, STR("isco08"), &asked, &name);
    if (!bank->frame) {
        bench_die("no frame isco08: run from the top of the project");
    }
    bank->index = index_new(bank->arena, bank->frame);
    index_add_frame(&bank->index);
    index_tidy(&bank->index);
    bank->job = (struct variable){.id = STR("job"),
                                  .type = VARIABLE_TEXT,
                                  .coded = STR("isco08"),
                                  .roster = EXPR_NO_ROSTER,
                                  .parent = UINT32_MAX};
    bank->variables[0] = &bank->job;
    bank->codebook = (struct codebook){.languages_n = 1, .variables = bank->variables, .variables_n = 1};
    bank->codebook.languages[0] = languages[0];
    bank->codebook.index = &bank->ids;
    bank->ids.variables.arena = bank->arena;
    ids_add(&bank->ids.variables, bank->job.id, 0);
}

/* ---- a hundred thousand answers ---- */

/* Skewed: half of the draws fall on a sixteenth of the titles. */
static struct str any_title(struct bank *bank, struct draws *draws)
{
    uint32_t n = (uint32_t)bank->index.n;
    uint32_t at = draws_below(draws, n);
    return bank->index.titles[draws_below(draws, 2) ? at / 16 : at].text;
}

static struct str any_answer(struct bank *bank, struct draws *draws)
{
    struct str one = any_title(bank, draws);
    if (draws_below(draws, 5) < 3) {
        return one;
    }
    struct str other = any_title(bank, draws);
    return arena_format(bank->arena, "%.*s, %.*s", STR_ARG(one), STR_ARG(other));
}

static void must(struct bank *bank, enum store_status status)
{
    if (status != STORE_OK) {
        bench_die("the study: %s", store_message(bank->store));
    }
}

static void add_batch(struct bank *bank, struct draws *draws, unsigned first)
{
    struct case_record *records = ARENA_ARRAY(bank->arena, BATCH, struct case_record);
    struct identity *nobody = ARENA_ARRAY(bank->arena, BATCH, struct identity);
    struct act *acts = ARENA_ARRAY(bank->arena, BATCH, struct act);
    struct change *changes = ARENA_ARRAY(bank->arena, BATCH, struct change);
    for (unsigned i = 0; i < BATCH; i++) {
        struct str id = arena_format(bank->arena, "c%06u", first + i);
        records[i] = (struct case_record){.id = id, .group = STR("be"), .mode = STR("capi")};
        nobody[i] = (struct identity){0};
        changes[i] = (struct change){REGISTER_ANSWER, STR("job"), 0, CELL_ANSWERED, any_answer(bank, draws)};
        acts[i] = (struct act){.kind = ACT_ANSWER,
                               .case_id = id,
                               .item = STR("job"),
                               .changes = &changes[i],
                               .n = 1,
                               .user = STR("bench"),
                               .language = STR("nl"),
                               .wall_ms = 1700000000000 + first + i};
    }
    must(bank, store_add_cases(bank->store, records, nobody, BATCH));
    must(bank, store_append(bank->store, acts, BATCH));
}

static void fill(struct bank *bank, const char *path)
{
    static const struct definition_file file = {{"questionnaire.yaml", 18}, {"id: bench\n", 10}};
    struct store_options options = {.clock = clock_system(), .user = STR("bench"), .ballast_bytes = -1};
    struct hash hash = hash_of(STR("bench"));
    struct draws draws = draws_new(hash_of(STR("answers")));
    char message[512] = "";
    if (store_create(path, &options, "bench", &file, 1, &hash, &hash, &bank->store, message) != STORE_OK) {
        bench_die("%s", message);
    }
    for (unsigned first = 0; first < ANSWERS; first += BATCH) {
        add_batch(bank, &draws, first);
    }
}

/* ---- at the desk ---- */

static void close_work(void *context, struct work *work)
{
    (void)context;
    work_close(work);
}

static void sit_down(struct bank *bank)
{
    struct work_setup setup = {.store = bank->store,
                               .codebook = &bank->codebook,
                               .item = {&bank->job, STR("isco08"), NULL},
                               .frame = bank->frame,
                               .index = &bank->index,
                               .user = STR("bench"),
                               .clock = clock_system()};
    bank->work = work_open(&setup);
    if (!bank->work) {
        bench_die("the work: %s", store_message(bank->store));
    }
    struct app_setup app = {
        .services = {.coding_close = close_work}, .clock = clock_system(), .tier = TIER_FULL};
    bank->app = app_new(&app);
    struct coding_request request = {bank->work, {STR("job"), STR("job"), STR("isco08")}};
    app_push(bank->app, &screen_coding, &request);
    app_draw(bank->app);
}

/* On a busy machine the wall tells mostly of waiting for a turn. */
struct kind {
    struct series wall, cpu;
};

static void press(struct bank *bank, const char *name, struct kind *times)
{
    struct press press = {.kind = PRESS_KEY, .key = keys_parse(str_from(name))};
    for (unsigned i = 0; i < MOMENTS && app_idle(bank->app); i++) {
    }
    app_draw(bank->app);
    int64_t from = bench_wall();
    int64_t cpu = bench_cpu();
    app_key(bank->app, &press);
    app_draw(bank->app);
    series_add(&times->cpu, (double)(bench_cpu() - cpu));
    series_add(&times->wall, (double)(bench_wall() - from));
}

static void work_a_while(struct bank *bank, struct disk *disk, struct kind *saves, struct kind *moves)
{
    static const char *const looks[] = {"Omlaag", "-", "Rechts", "Tab", "F4", "F2", "Omhoog", "PgDn"};
    for (unsigned round = 0; round < ROUNDS; round++) {
        press(bank, round % 5 == 4 ? "2" : "Enter", saves);
        disk_sync(disk);
        for (unsigned i = 0; i < 2; i++) {
            press(bank, looks[(round + 3 * i) % ARRAY_LEN(looks)], moves);
            if (app_top(bank->app)->screen != &screen_coding) {
                press(bank, "Esc", moves);
            }
        }
        if (round % 10 == 9) {
            press(bank, "Ctrl-Z", saves);
            disk_sync(disk);
        }
    }
}

static void lines(struct bank *bank, const char *what, struct kind *times, struct disk *disk)
{
    static const double shares[] = {0.5, 0.95};
    for (size_t i = 0; i < ARRAY_LEN(shares); i++) {
        double wall = series_at(&times->wall, shares[i]);
        double bare = series_at(&disk->times, shares[i]);
        double cpu = series_at(&times->cpu, shares[i]);
        const char *name =
            arena_format(bank->arena, "%s, p%.0f of %zu", what, 100 * shares[i], times->wall.n).ptr;
        bench_line(&(struct bench_line){
            "desk", name, bench_time(bank->arena, wall),
            arena_format(bank->arena, "bare write + fdatasync %s", bench_time(bank->arena, bare)).ptr,
            wall / bare, "<= 5 ms", bench_met(wall <= 5e6)});
        bench_line(&(struct bench_line){"desk", arena_format(bank->arena, "%s: CPU", name).ptr,
                                        bench_time(bank->arena, cpu), "", -1, "<= 5 ms",
                                        bench_met(cpu <= 5e6)});
    }
    series_free(&times->wall);
    series_free(&times->cpu);
}

int main(void)
{
    struct bank bank = {.arena = arena_new(), .diags = diags_new()};
    struct kind saves = {0};
    struct kind moves = {0};
    struct disk disk;
    if (!hash_init()) {
        bench_die("libsodium does not start");
    }
    struct str folder = bench_folder(bank.arena);
    read_frame(&bank);
    fill(&bank, path_join(bank.arena, folder, STR("study")).ptr);
    disk_open(&disk, bank.arena, folder);
    int64_t from = bench_wall();
    sit_down(&bank);
    double opened = (double)(bench_wall() - from);
    struct work_figures figures = work_figures(bank.work);
    work_a_while(&bank, &disk, &saves, &moves);
    bench_line(&(struct bench_line){
        "desk",
        arena_format(bank.arena, "opening %zu answers in %zu groups", figures.answers, figures.groups).ptr,
        bench_time(bank.arena, opened), "", -1, "", BENCH_INFO});
    lines(&bank, "key that decides", &saves, &disk);
    lines(&bank, "key that moves or looks", &moves, &disk);
    app_free(bank.app);
    store_close(bank.store);
    disk_close(&disk);
    index_free(&bank.index);
    bench_folder_remove(folder);
    diags_free(bank.diags);
    arena_free(bank.arena);
    return 0;
}

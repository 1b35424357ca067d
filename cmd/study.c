#include "cmd/study.h"

#include <stdlib.h>

#include "base/file.h"
#include "base/i18n.h"
#include "cmd/beside.h"

struct loaded {
    struct hash hash;
    const struct questionnaire *questionnaire;
    struct loaded *next;
};

struct str study_path(struct run *run)
{
    if (run->options.study.len) {
        return arena_copy(run->arena, run->options.study);
    }
    const char *data = getenv("XDG_DATA_HOME");
    const char *home = getenv("HOME");
    if (data && *data) {
        return arena_format(run->arena, "%s/veldwerk/study.veldwerk", data);
    }
    return arena_format(run->arena, "%s/.local/share/veldwerk/study.veldwerk", home && *home ? home : ".");
}

static const struct {
    enum store_status status;
    enum exit_code code;
} exits[] = {
    {STORE_OK, EXIT_GOOD},      {STORE_NOT_FOUND, EXIT_DATA}, {STORE_EXISTS, EXIT_DATA},
    {STORE_CLAIMED, EXIT_DATA}, {STORE_REFUSED, EXIT_DATA},   {STORE_FOREIGN, EXIT_DATA},
};

enum exit_code study_exit(enum store_status status)
{
    for (size_t i = 0; i < ARRAY_LEN(exits); i++) {
        if (exits[i].status == status) {
            return exits[i].code;
        }
    }
    return EXIT_IO;
}

enum exit_code study_fail(struct study *study, enum store_status status)
{
    return fail(study->run, study_exit(status), "%s", store_message(study->store));
}

static bool open_with(struct study *study, struct run *run, const struct store_options *options,
                      enum exit_code *code)
{
    *study = (struct study){.run = run, .arena = run->arena};
    struct str path = study_path(run);
    char message[512];
    enum store_status status = store_open(path.ptr, options, &study->store, message);
    if (status != STORE_OK) {
        *code = fail(run, study_exit(status), "%s", message);
        return false;
    }
    return true;
}

bool study_open(struct study *study, struct run *run, bool read_only, enum exit_code *code)
{
    struct store_options options = {
        .clock = clock_system(), .user = run->options.user, .read_only = read_only};
    return open_with(study, run, &options, code);
}

bool study_open_seeded(struct study *study, struct run *run, const struct hash *seed, enum exit_code *code)
{
    struct store_options options = {
        .clock = clock_system(), .user = run->options.user, .deterministic = true, .seed = *seed};
    return open_with(study, run, &options, code);
}

void study_close(struct study *study)
{
    store_close(study->store);
    study->store = NULL;
}

struct clock study_clock(const struct study *study)
{
    return study->clock.wall_ms ? study->clock : clock_system();
}

static const struct questionnaire *open_frozen(struct study *study, const struct hash *hash)
{
    const struct definition_file *files = NULL;
    size_t n = 0;
    enum store_status status = store_definition(study->store, hash, study->arena, &files, &n);
    if (status != STORE_OK) {
        study_fail(study, status);
        return NULL;
    }
    struct diags *diags = diags_new();
    struct library library = frozen_library(study->arena, files, n);
    const struct questionnaire *q = questionnaire_open(study->arena, diags, &library, STR_EMPTY);
    if (!q) {
        diags_print(diags, study->run->err);
    }
    diags_free(diags);
    return q;
}

const struct questionnaire *study_opened(struct study *study, const struct hash *hash)
{
    for (const struct loaded *l = study->loaded; l; l = l->next) {
        if (hash_equal(&l->hash, hash)) {
            return l->questionnaire;
        }
    }
    const struct questionnaire *q = open_frozen(study, hash);
    if (q) {
        struct loaded *l = ARENA_NEW(study->arena, struct loaded);
        *l = (struct loaded){*hash, q, study->loaded};
        study->loaded = l;
    }
    return q;
}

const struct questionnaire *study_questionnaire(struct study *study, const struct hash *hash)
{
    const struct questionnaire *q = study_opened(study, hash);
    struct diags *diags = diags_new();
    if (q && !questionnaire_read_all(q, diags)) {
        diags_print(diags, study->run->err);
        q = NULL;
    }
    diags_free(diags);
    return q;
}

const struct questionnaire *study_current(struct study *study)
{
    struct hash hash = store_current_questionnaire(study->store);
    return study_questionnaire(study, &hash);
}

const struct questionnaire *study_opened_current(struct study *study)
{
    struct hash hash = store_current_questionnaire(study->store);
    return study_opened(study, &hash);
}

#define SID "questionnaire/sid"

/* What comes with the program: in its source tree, or where it was installed. */
const char *study_data_folder(struct arena *arena)
{
    static const char *const folders[] = {".", "../..", "../share/veldwerk"};
    const char *found = beside_program(arena, folders, ARRAY_LEN(folders), SID "/questionnaire.yaml");
    return found ? found : VELDWERK_DATADIR;
}

const struct questionnaire *definition_from_disk(struct run *run, struct arena *arena, struct str folder,
                                                 struct diags *diags, struct disk_library **disk)
{
    const char *installed = study_data_folder(arena);
    struct str codebook = run->options.codebook;
    struct str root = folder.len                               ? arena_copy(arena, folder)
                      : file_exists(SID "/questionnaire.yaml") ? STR(SID)
                                                               : arena_format(arena, "%s/" SID, installed);
    *disk =
        disk_library_open(arena, root.ptr, codebook.len ? arena_copy(arena, codebook).ptr : NULL, installed);
    struct library library = disk_library(*disk);
    return questionnaire_load(arena, diags, &library, STR_EMPTY);
}

/* ---- cases ---- */

static bool fold_act(void *context, const struct act *act)
{
    interview_fold(context, act);
    return true;
}

static bool is_zero(const struct hash *hash)
{
    static const struct hash zero;
    return hash_equal(hash, &zero);
}

enum store_status case_session_open(struct study *study, struct str case_id, const struct act_sink *sink,
                                    struct case_session *session)
{
    *session = (struct case_session){.arena = arena_new()};
    enum store_status status = store_case(study->store, case_id, session->arena, &session->record);
    if (status != STORE_OK) {
        return status;
    }
    const struct case_record *r = &session->record;
    const struct questionnaire *q =
        is_zero(&r->questionnaire) ? study_opened_current(study) : study_opened(study, &r->questionnaire);
    if (!q) {
        return STORE_DAMAGED;
    }
    struct interview_setup setup = {
        .questionnaire = q,
        .facts = {r->id, questionnaire_group(q, r->group), r->sex, r->birth_date, r->generation, r->language,
                  r->municipality},
        .sink = sink ? *sink : store_sink(study->store),
        .clock = study_clock(study),
        .user = study->run->options.user,
        .seed = store_study_seed(study->store),
    };
    session->interview = interview_new(&setup);
    return store_read_acts(study->store, r->id, fold_act, session->interview);
}

enum store_status case_session_claim(struct study *study, struct case_session *session)
{
    if (session->made || session->claimed) {
        return STORE_OK;
    }
    enum store_status status = store_claim(study->store, session->record.id);
    session->claimed = status == STORE_OK;
    return status;
}

enum store_status case_session_begin(struct study *study, struct case_session *session, struct str language)
{
    enum store_status status = case_session_claim(study, session);
    if (status != STORE_OK) {
        return status;
    }
    return interview_begin(session->interview, language.len ? &language : NULL) ? STORE_OK : STORE_IO;
}

void case_session_close(struct study *study, struct case_session *session)
{
    if (session->claimed && store_release(study->store, session->record.id) != STORE_OK) {
        /* The claim dies with this process anyhow. */
        session->claimed = false;
    }
    interview_free(session->interview);
    arena_free(session->arena);
    *session = (struct case_session){0};
}

enum { CASE_NUMBERS = 1000000, CASE_RACES = 20 };

/* The lowest numbers that no case has yet. Looking is cheap; trying to add would lock the file each time. */
static enum store_status free_numbers(struct study *study, const char *prefix, struct case_record *records,
                                      size_t n)
{
    struct arena *scratch = arena_new();
    enum store_status status = STORE_OK;
    size_t found = 0;
    for (uint32_t number = 1; found < n && status == STORE_OK; number++) {
        struct case_record there;
        struct str id = arena_format(study->arena, "%s-%06u", prefix, number);
        arena_reset(scratch);
        status = number < CASE_NUMBERS ? store_case(study->store, id, scratch, &there) : STORE_REFUSED;
        if (status == STORE_NOT_FOUND) {
            records[found++].id = id;
            status = STORE_OK;
        }
    }
    arena_free(scratch);
    return status;
}

enum store_status study_new_records(struct study *study, const char *prefix, struct case_record *records,
                                    size_t n, void (*fill)(void *context, struct case_record *record),
                                    void *context)
{
    const struct identity *nobody = ARENA_ARRAY(study->arena, n, struct identity);
    enum store_status status = STORE_EXISTS;
    /* Somebody else may take a number between looking and adding. */
    for (int tries = 0; tries < CASE_RACES && status == STORE_EXISTS; tries++) {
        status = free_numbers(study, prefix, records, n);
        for (size_t i = 0; fill && status == STORE_OK && i < n; i++) {
            fill(context, &records[i]);
        }
        status = status == STORE_OK ? store_add_cases(study->store, records, nobody, n) : status;
    }
    return status;
}

enum store_status study_new_cases(struct study *study, const char *prefix, const struct str *groups, size_t n,
                                  struct str mode, struct str *ids)
{
    struct case_record *records = ARENA_ARRAY(study->arena, n, struct case_record);
    for (size_t i = 0; i < n; i++) {
        records[i] = (struct case_record){.group = groups[i], .mode = mode};
    }
    enum store_status status = study_new_records(study, prefix, records, n, NULL, NULL);
    for (size_t i = 0; i < n; i++) {
        ids[i] = records[i].id;
    }
    return status;
}

enum store_status study_new_case(struct study *study, const char *prefix, struct str group, struct str mode,
                                 struct str *id)
{
    return study_new_cases(study, prefix, &group, 1, mode, id);
}

bool study_backup_due(struct study *study)
{
    struct str target = STR_EMPTY;
    if (store_get_setting(study->store, STR("backup_target"), study->arena, &target) != STORE_OK ||
        !target.len) {
        return true;
    }
    char message[512];
    target = arena_copy(study->arena, target);
    enum store_status status = store_backup(study->store, target.ptr, true, message);
    if (status != STORE_OK) {
        fail(study->run, EXIT_IO, "%s", message);
    }
    return status == STORE_OK;
}

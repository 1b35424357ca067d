#include "cmd/answers.h"
#include "cmd/plain.h"
#include "cmd/screens.h"

#include <stdlib.h>
#include <unistd.h>

#include "base/file.h"
#include "base/i18n.h"
#include "simulate/simulate.h"

/* Which case: the one named, else a new one of --group; else, on screen, the interviewer chooses. */
static enum store_status choose_case(struct study *study, struct str *id)
{
    const struct options *o = &study->run->options;
    if (o->words_n) {
        *id = o->words[0];
        return STORE_OK;
    }
    return study_new_case(study, "new", o->group, STR("capi"), id);
}

static bool group_known(struct study *study)
{
    const struct options *o = &study->run->options;
    const struct questionnaire *q = study_opened_current(study);
    return q && (o->group.len ? questionnaire_group(q, o->group) >= 0 : q->groups_n == 0);
}

static enum exit_code by_answers(struct study *study, struct case_session *session,
                                 const struct act_sink *sink)
{
    struct run *run = study->run;
    const struct options *o = &run->options;
    struct diags *diags = diags_new();
    struct answers answers;
    enum exit_code code = EXIT_DATA;
    const struct questionnaire *q = interview_questionnaire(session->interview);
    const char *path = arena_copy(session->arena, o->answers).ptr;
    if (answers_read(session->arena, q, path, o->replay, &answers, diags)) {
        enum store_status status = case_session_claim(study, session);
        bool drawn = status == STORE_OK && answers_draw(study, session, sink, &answers, diags, &code);
        status = drawn ? case_session_begin(study, session, o->lang) : status;
        if (status != STORE_OK) {
            code = study_fail(study, status);
        } else if (drawn) {
            enum outcome outcome = o->replay ? answers_replay(session, &answers, diags, &code)
                                             : answers_conduct(session, &answers, diags, &code);
            (o->json ? result_json : result_text)(run, session, outcome, &answers);
        }
    }
    if (code == EXIT_IO) {
        fail(run, code, "%s", store_message(study->store));
    }
    diags_print(diags, run->err);
    diags_free(diags);
    free(answers.lines);
    return code;
}

static enum exit_code by_lines(struct study *study, struct case_session *session)
{
    struct run *run = study->run;
    enum exit_code code = EXIT_GOOD;
    enum store_status status = case_session_begin(study, session, run->options.lang);
    if (status != STORE_OK) {
        return study_fail(study, status);
    }
    /* With --json the dialogue goes to standard error, so that standard output is the object alone. */
    struct run talk = *run;
    talk.out = run->options.json ? run->err : run->out;
    enum outcome outcome = plain_conduct(&talk, session, stdin, &code);
    (run->options.json ? result_json : result_text)(run, session, outcome, NULL);
    return code;
}

static enum exit_code by_simulation(struct study *study, struct case_session *session,
                                    struct narrator *narrator)
{
    struct run *run = study->run;
    enum store_status status = case_session_begin(study, session, run->options.lang);
    if (status != STORE_OK) {
        return study_fail(study, status);
    }
    narrator->iv = session->interview;
    struct draws draws =
        draws_new(hash_of(arena_format(run->arena, "interview %lld", (long long)run->options.seed)));
    struct simulate_options options = simulate_options_default();
    enum simulate_outcome outcome = simulate_interview(session->interview, &options, &draws);
    enum outcome said = outcome == SIMULATE_COMPLETED ? OUTCOME_COMPLETED
                        : outcome == SIMULATE_STOPPED ? OUTCOME_STOPPED
                                                      : OUTCOME_INCOMPLETE;
    fputc('\n', run->out);
    (run->options.json ? result_json : result_text)(run, session, said, NULL);
    return said == OUTCOME_INCOMPLETE ? EXIT_FINDINGS : EXIT_GOOD;
}

/* Without a screen, in an open study. */
static enum exit_code without_screen(struct study *study)
{
    struct run *run = study->run;
    const struct options *o = &run->options;
    if (!o->words_n && !group_known(study)) {
        return fail(run, EXIT_USAGE_ERROR, "%s", tr("noem een adres, of een groep met --group"));
    }
    struct str id = STR_EMPTY;
    enum store_status status = choose_case(study, &id);
    if (status != STORE_OK) {
        return study_fail(study, status);
    }
    struct echo echo = {store_sink(study->store), run};
    struct narrator narrator = {store_sink(study->store), run, NULL, NONE};
    struct act_sink sink = o->simulated                 ? narrator_sink(&narrator)
                           : o->answers.len && !o->json ? echo_sink(&echo)
                                                        : store_sink(study->store);
    struct case_session session;
    status = case_session_open(study, id, &sink, &session);
    enum exit_code code = EXIT_GOOD;
    if (status != STORE_OK) {
        code = study_fail(study, status);
    } else {
        code = o->simulated     ? by_simulation(study, &session, &narrator)
               : o->answers.len ? by_answers(study, &session, &sink)
                                : by_lines(study, &session);
    }
    bool finished = session.interview && interview_status(session.interview) == INTERVIEW_COMPLETED;
    case_session_close(study, &session);
    return finished && !study_backup_due(study) ? EXIT_IO : code;
}

/* The practice study's folder with the files in it. */
static void folder_remove(struct run *run, const char *folder)
{
    struct str *names = NULL;
    size_t n = 0;
    folder_list(run->arena, folder, &names, &n);
    for (size_t i = 0; i < n; i++) {
        unlink(path_join(run->arena, str_from(folder), names[i]).ptr);
    }
    if (rmdir(folder) != 0) {
        fail(run, EXIT_IO, tr("de tijdelijke map %s kon niet weg"), folder);
    }
}

/* A study of its own in a temporary folder, with the same questionnaire, gone afterwards. */
static enum exit_code practice(struct run *run, enum exit_code (*conduct)(struct study *))
{
    const char *tmp = getenv("TMPDIR");
    struct str folder = arena_format(run->arena, "%s/veldwerk-XXXXXX", tmp && *tmp ? tmp : "/tmp");
    char *made = ARENA_ARRAY(run->arena, folder.len + 1, char);
    memcpy(made, folder.ptr, folder.len);
    if (!mkdtemp(made)) {
        return fail(run, EXIT_IO, "%s", tr("er kan geen tijdelijke map gemaakt worden"));
    }
    struct study real;
    struct study study = {.run = run, .arena = run->arena};
    struct str path = arena_format(run->arena, "%s/practice.veldwerk", made);
    enum exit_code code;
    char message[512];
    if (study_open(&real, run, true, &code)) {
        struct hash hash = store_current_questionnaire(real.store);
        struct hash seed = store_study_seed(real.store);
        const struct definition_file *files = NULL;
        size_t n = 0;
        struct store_options options = {.clock = clock_system(), .user = run->options.user};
        enum store_status status = store_definition(real.store, &hash, run->arena, &files, &n);
        if (status == STORE_OK) {
            status =
                store_create(path.ptr, &options, "practice", files, n, &hash, &seed, &study.store, message);
        }
        code = status == STORE_OK ? conduct(&study) : fail(run, study_exit(status), "%s", message);
        study_close(&study);
        study_close(&real);
    }
    folder_remove(run, made);
    return code;
}

enum exit_code run_interview(struct run *run)
{
    const struct options *o = &run->options;
    bool screens = !o->plain && !o->answers.len && !o->simulated;
    if (screens && !(isatty(STDIN_FILENO) && isatty(STDOUT_FILENO))) {
        return fail(run, EXIT_USAGE_ERROR, "%s",
                    tr("de schermen willen een terminal; zonder: interview --plain of --answers"));
    }
    enum exit_code (*conduct)(struct study *) = screens ? screens_run : without_screen;
    if (o->practice) {
        return practice(run, conduct);
    }
    struct study study;
    enum exit_code code;
    if (!study_open(&study, run, false, &code)) {
        return code;
    }
    code = conduct(&study);
    study_close(&study);
    return code;
}

enum exit_code run_menu(struct run *run)
{
    struct study study;
    enum exit_code code;
    if (!study_open(&study, run, false, &code)) {
        return code;
    }
    code = screens_run(&study);
    study_close(&study);
    return code;
}

#include "cmd/migration.h"

#include "base/i18n.h"

/*
 * Cases begun under one version of the questionnaire go on under another. Each case by itself: one act says
 * so, in one transaction, so that whatever happens in between leaves every case whole on one version.
 */

static enum store_status append_act(struct migration *m, const struct case_session *session)
{
    const struct interview *iv = session->interview;
    const struct questionnaire *old = interview_questionnaire(iv);
    struct clock clock = study_clock(m->study);
    struct str reason =
        arena_format(session->arena, "%.*s -> %.*s", STR_ARG(old->version), STR_ARG(m->next->version));
    struct act act = {.kind = ACT_MIGRATE,
                      .case_id = session->record.id,
                      .reason = reason,
                      .user = m->run->options.user,
                      .language = old->codebook->languages[interview_language(iv)].id,
                      .questionnaire = m->next->hash,
                      .wall_ms = clock.wall_ms(clock.context),
                      .boot_ms = clock.boot_ms(clock.context)};
    return store_append(m->study->store, &act, 1);
}

static enum store_status migrate_open(struct migration *m, const struct case_session *session)
{
    const struct questionnaire *old = interview_questionnaire(session->interview);
    struct str id = session->record.id;
    if (hash_equal(&old->hash, &m->next->hash)) {
        migration_tell(m, id, FATE_THERE, NULL, NULL);
        return STORE_OK;
    }
    if (m->next->groups_n && questionnaire_group(m->next, session->record.group) < 0) {
        migration_tell(m, id, FATE_GROUP, NULL, NULL);
        return STORE_OK;
    }
    struct version_changes changes;
    enum store_status status = versions_compare(m->study, session, m->next, &changes);
    if (status == STORE_OK && !m->run->options.dry_run) {
        status = append_act(m, session);
    }
    if (status == STORE_OK) {
        migration_tell(m, id, FATE_MIGRATED, old, &changes);
    }
    return status;
}

static enum store_status migrate_case(struct migration *m, const struct case_line *line)
{
    bool finished = line->status == CASE_COMPLETED || line->status == CASE_STOPPED;
    if (line->status == CASE_NEW || (finished && !m->run->options.finished)) {
        migration_tell(m, line->id, finished ? FATE_FINISHED : FATE_NEW, NULL, NULL);
        return STORE_OK;
    }
    /* Claimed before it is read: nobody can answer between the comparison and the act. */
    bool claims = !m->run->options.dry_run;
    enum store_status status = claims ? store_claim(m->study->store, line->id) : STORE_OK;
    if (status == STORE_CLAIMED) {
        migration_tell(m, line->id, FATE_CLAIMED, NULL, NULL);
        return STORE_OK;
    }
    if (status != STORE_OK) {
        return status;
    }
    struct case_session session;
    status = case_session_open(m->study, line->id, NULL, &session);
    session.claimed = claims;
    if (status == STORE_OK) {
        status = migrate_open(m, &session);
    }
    case_session_close(m->study, &session);
    return status;
}

static bool is_asked_for(const struct run *run, const struct case_line *line)
{
    return !run->options.words_n || str_equal(run->options.words[0], line->id);
}

static enum store_status migrate_all(struct migration *m)
{
    struct store *store = m->study->store;
    struct case_filter filter = {.status = -1};
    struct case_line *lines = NULL;
    size_t n = 0;
    enum store_status status = store_count_cases(store, &filter, &n);
    if (status == STORE_OK) {
        status = store_list_cases(store, &filter, CASES_BY_ID, 0, n, m->study->arena, &lines, &n);
    }
    /* From now on new cases take it, whatever becomes of the others. */
    if (status == STORE_OK && !m->run->options.dry_run) {
        status = store_add_definition(store, m->next->files, m->next->files_n, &m->next->hash);
    }
    for (size_t i = 0; status == STORE_OK && i < n; i++) {
        if (is_asked_for(m->run, &lines[i])) {
            status = migrate_case(m, &lines[i]);
        }
    }
    return status;
}

static enum exit_code migrate_study(struct study *study)
{
    struct run *run = study->run;
    enum exit_code code = EXIT_GOOD;
    struct case_record record;
    enum store_status status = run->options.words_n
                                   ? store_case(study->store, run->options.words[0], run->arena, &record)
                                   : STORE_OK;
    if (status != STORE_OK) {
        return study_fail(study, status);
    }
    struct migration m = {.run = run, .study = study, .next = migration_next(study, &code)};
    if (!m.next) {
        return code;
    }
    if (run->options.json) {
        output_start(&m.output, "migrate");
    }
    status = migrate_all(&m);
    migration_total(&m);
    bool left = m.of[FATE_CLAIMED] || m.of[FATE_GROUP];
    return status != STORE_OK ? study_fail(study, status) : left ? EXIT_FINDINGS : EXIT_GOOD;
}

enum exit_code run_migrate(struct run *run)
{
    if (!run->options.questionnaire.len) {
        return fail(run, EXIT_USAGE_ERROR, "%s", tr("migrate wil --questionnaire MAP: de nieuwe versie"));
    }
    struct study study;
    enum exit_code code;
    if (!study_open(&study, run, run->options.dry_run, &code)) {
        return code;
    }
    code = migrate_study(&study);
    study_close(&study);
    return code;
}

#include "cmd/output.h"
#include "cmd/versions.h"

#include "base/file.h"
#include "base/i18n.h"
#include "questionnaire/lock.h"

/*
 * Cases begun under one version of the questionnaire go on under another. Each case by itself: one act says
 * so, in one transaction, so that whatever happens in between leaves every case whole on one version.
 */
enum fate {
    FATE_MIGRATED, /* or would be */
    FATE_THERE,    /* is on this version already */
    FATE_NEW,      /* not begun: takes the study's version when it is */
    FATE_FINISHED, /* left alone without --finished */
    FATE_CLAIMED,  /* being interviewed */
    FATE_GROUP,    /* the version does not know its group */
    FATES
};
static const struct {
    const char *name; /* in JSON */
    const char *words;
} fates[FATES] = {
    [FATE_MIGRATED] = {"migrated", N_("overgezet")},
    [FATE_THERE] = {"there", N_("stond al op deze versie")},
    [FATE_NEW] = {"new", N_("nog niet begonnen: krijgt vanzelf de versie van de studie")},
    [FATE_FINISHED] = {"finished", N_("afgewerkt: blijft zoals het is (--finished zet ook die over)")},
    [FATE_CLAIMED] = {"claimed", N_("overgeslagen: wordt nu afgenomen")},
    [FATE_GROUP] = {"no_group", N_("overgeslagen: deze versie kent de groep niet")},
};
static const char *const change_words[CHANGE_KINDS] = {
    [CHANGE_ASKED] = N_("nieuw te vragen"),        [CHANGE_PARKED] = N_("geparkeerd"),
    [CHANGE_LIVE] = N_("telt weer mee"),           [CHANGE_INVALID] = N_("niet meer geldig"),
    [CHANGE_GONE] = N_("vraag bestaat niet meer"), [CHANGE_CHECK] = N_("controle die nu spreekt"),
    [CHANGE_STOP] = N_("eindigt nu bij"),
};

struct migration {
    struct run *run;
    struct study *study;
    const struct questionnaire *next;
    struct output output; /* with --json */
    size_t of[FATES];
    size_t cases[CHANGE_KINDS], changes[CHANGE_KINDS];
    size_t orders_kept, orders_unused;
};

/* ---- telling ------------------------------------------------------------------------------------ */

static void put_version(struct json *json, const char *key, const struct questionnaire *q)
{
    char hex[HASH_HEX];
    json_key(json, key);
    json_object(json);
    json_put(json, "version", q->version);
    json_put(json, "questionnaire_hash", hash_hex(&q->hash, hex));
    json_object_end(json);
}

static void put_change(struct json *json, const struct version_change *change)
{
    json_object(json);
    json_put(json, "id", change->id);
    json_put_int(json, "row", change->row);
    json_key(json, "certain");
    json_bool(json, change->certain);
    if (change->kind == CHANGE_CHECK) {
        json_put(json, "kind", change->check == CHECK_HARD ? STR("hard") : STR("soft"));
    } else {
        json_put(json, "value", change->value);
    }
    json_object_end(json);
}

static void put_changes(struct json *json, const struct version_changes *changes)
{
    for (int kind = 0; kind < CHANGE_KINDS; kind++) {
        json_key(json, change_kind_name((enum change_kind)kind));
        json_array(json);
        for (size_t i = 0; i < changes->n; i++) {
            if (changes->items[i].kind == (enum change_kind)kind) {
                put_change(json, &changes->items[i]);
            }
        }
        json_array_end(json);
    }
    json_put_int(json, "orders_kept", (int64_t)changes->orders_kept);
    json_put_int(json, "orders_unused", (int64_t)changes->orders_unused);
}

static void tell_json(struct migration *m, struct str id, enum fate fate, const struct questionnaire *old,
                      const struct version_changes *changes)
{
    struct json *json = &m->output.json;
    json_object(json);
    json_put(json, "case", id);
    json_put(json, "fate", str_from(fates[fate].name));
    if (old) {
        put_version(json, "from", old);
        put_version(json, "to", m->next);
        put_changes(json, changes);
    }
    json_object_end(json);
}

static void print_change(FILE *out, const struct version_change *change)
{
    fprintf(out, " %.*s", STR_ARG(change->id));
    if (change->row) {
        fprintf(out, "[%u]", change->row);
    }
    if (change->kind == CHANGE_INVALID) {
        fprintf(out, "=%.*s", STR_ARG(change->value));
    }
    if (!change->certain) {
        fputs(tr(" (misschien)"), out);
    }
}

static void tell_text(struct migration *m, struct str id, enum fate fate, const struct questionnaire *old,
                      const struct version_changes *changes)
{
    FILE *out = m->run->out;
    if (fate == FATE_NEW || fate == FATE_THERE) {
        return; /* counted only: most of a sample has not begun */
    }
    fprintf(out, "%.*s  ", STR_ARG(id));
    if (!old) {
        fprintf(out, "%s\n", tr(fates[fate].words));
        return;
    }
    fprintf(out, "%.*s -> %.*s\n", STR_ARG(old->version), STR_ARG(m->next->version));
    for (int kind = 0; kind < CHANGE_KINDS; kind++) {
        if (!changes->of[kind]) {
            continue;
        }
        fprintf(out, "    %s:", tr(change_words[kind]));
        for (size_t i = 0; i < changes->n; i++) {
            if (changes->items[i].kind == (enum change_kind)kind) {
                print_change(out, &changes->items[i]);
            }
        }
        fputc('\n', out);
    }
}

static void tell(struct migration *m, struct str id, enum fate fate, const struct questionnaire *old,
                 const struct version_changes *changes)
{
    m->of[fate]++;
    for (int kind = 0; old && kind < CHANGE_KINDS; kind++) {
        m->cases[kind] += changes->of[kind] > 0;
        m->changes[kind] += changes->of[kind];
    }
    m->orders_kept += old ? changes->orders_kept : 0;
    m->orders_unused += old ? changes->orders_unused : 0;
    (m->run->options.json ? tell_json : tell_text)(m, id, fate, old, changes);
}

static void total_text(const struct migration *m)
{
    FILE *out = m->run->out;
    bool dry = m->run->options.dry_run;
    for (int fate = 0; fate < FATES; fate++) {
        const char *words = dry && fate == FATE_MIGRATED ? tr("zou overgezet worden") : tr(fates[fate].words);
        if (m->of[fate] || fate == FATE_MIGRATED) {
            fprintf(out, "%6zu  %s\n", m->of[fate], words);
        }
    }
    for (int kind = 0; kind < CHANGE_KINDS; kind++) {
        if (m->changes[kind]) {
            fprintf(out, tr("%6zu  adressen: %s (%zu in totaal)"), m->cases[kind], tr(change_words[kind]),
                    m->changes[kind]);
            fputc('\n', out);
        }
    }
    fprintf(out, tr("%6zu  getrokken volgordes blijven, %zu worden niet meer gebruikt"), m->orders_kept,
            m->orders_unused);
    fputc('\n', out);
}

static void total_json(struct run *run, struct json *json, void *context)
{
    const struct migration *m = context;
    json_key(json, "dry_run");
    json_bool(json, run->options.dry_run);
    put_version(json, "to", m->next);
    json_key(json, "totals");
    json_object(json);
    for (int fate = 0; fate < FATES; fate++) {
        json_put_int(json, fates[fate].name, (int64_t)m->of[fate]);
    }
    for (int kind = 0; kind < CHANGE_KINDS; kind++) {
        json_put_int(json, change_kind_name((enum change_kind)kind), (int64_t)m->changes[kind]);
    }
    json_object_end(json);
}

/* ---- the new version ---------------------------------------------------------------------------- */

/* The folder on disk, with an ids.lock that also knows what the study has frozen. */
struct locked {
    struct library disk;
    struct str lock;
};

static bool locked_read(void *context, struct str path, struct str *bytes, struct diags *diags)
{
    const struct locked *locked = context;
    if (!str_is(path, "ids.lock")) {
        return locked->disk.read(locked->disk.context, path, bytes, diags);
    }
    *bytes = locked->lock;
    return true;
}

static size_t locked_list(void *context, struct str folder, struct str suffix, const struct str **paths)
{
    const struct locked *locked = context;
    return locked->disk.list(locked->disk.context, folder, suffix, paths);
}

/* Every id and code that the study ever used, then what the folder itself remembers. */
static bool lock_all(struct study *study, struct locked *locked)
{
    const struct hash *hashes = NULL;
    size_t n = 0;
    struct arena *arena = study->arena;
    if (store_versions(study->store, arena, &hashes, &n) != STORE_OK) {
        return false;
    }
    struct str lock = STR_EMPTY;
    for (size_t i = 0; i < n; i++) {
        const struct questionnaire *q = study_questionnaire(study, &hashes[i]);
        if (!q) {
            return false;
        }
        lock = questionnaire_lock(arena, q, lock);
    }
    struct str own = STR_EMPTY;
    if (locked->disk.read(locked->disk.context, STR("ids.lock"), &own, NULL)) {
        lock = arena_format(arena, "%.*s%.*s", STR_ARG(lock), STR_ARG(own));
    }
    locked->lock = lock;
    return true;
}

/* A name that means something else now is bad data; all else is a broken definition. */
static enum exit_code code_of(const struct diags *diags)
{
    for (size_t i = 0; i < diags->n; i++) {
        const struct diag *d = &diags->items[i];
        bool meaning = strcmp(d->code, "E140") == 0 || strcmp(d->code, "E141") == 0;
        if (d->severity == SEVERITY_ERROR && !meaning) {
            return EXIT_DEFINITION;
        }
    }
    return EXIT_DATA;
}

static const struct questionnaire *load_next(struct study *study, enum exit_code *code)
{
    struct run *run = study->run;
    struct str codebook = run->options.codebook;
    struct disk_library *disk = disk_library_open(
        study->arena, arena_copy(run->arena, run->options.questionnaire).ptr,
        codebook.len ? arena_copy(run->arena, codebook).ptr : NULL, study_data_folder(run->arena));
    struct locked locked = {.disk = disk_library(disk)};
    if (!lock_all(study, &locked)) {
        *code = study_fail(study, STORE_DAMAGED);
        return NULL;
    }
    struct library library = {locked_read, locked_list, &locked};
    struct diags *diags = diags_new();
    const struct questionnaire *q = questionnaire_load(study->arena, diags, &library, STR_EMPTY);
    if (!q) {
        *code = code_of(diags);
        disk_library_show(disk, diags);
        diags_print(diags, run->err);
        fail(run, *code, "%s",
             *code == EXIT_DATA
                 ? tr("een naam of code van vroeger betekent nu iets anders; er is niets veranderd")
                 : tr("de vragenlijst heeft fouten; er is niets veranderd"));
    }
    diags_free(diags);
    return q;
}

/* ---- the cases ---------------------------------------------------------------------------------- */

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
        tell(m, id, FATE_THERE, NULL, NULL);
        return STORE_OK;
    }
    if (m->next->groups_n && questionnaire_group(m->next, session->record.group) < 0) {
        tell(m, id, FATE_GROUP, NULL, NULL);
        return STORE_OK;
    }
    struct version_changes changes;
    enum store_status status = versions_compare(m->study, session, m->next, &changes);
    if (status == STORE_OK && !m->run->options.dry_run) {
        status = append_act(m, session);
    }
    if (status == STORE_OK) {
        tell(m, id, FATE_MIGRATED, old, &changes);
    }
    return status;
}

static enum store_status migrate_case(struct migration *m, const struct case_line *line)
{
    bool finished = line->status == CASE_COMPLETED || line->status == CASE_STOPPED;
    if (line->status == CASE_NEW || (finished && !m->run->options.finished)) {
        tell(m, line->id, finished ? FATE_FINISHED : FATE_NEW, NULL, NULL);
        return STORE_OK;
    }
    /* Claimed before it is read: nobody can answer between the comparison and the act. */
    bool claims = !m->run->options.dry_run;
    enum store_status status = claims ? store_claim(m->study->store, line->id) : STORE_OK;
    if (status == STORE_CLAIMED) {
        tell(m, line->id, FATE_CLAIMED, NULL, NULL);
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
    struct migration m = {.run = run, .study = study, .next = load_next(study, &code)};
    if (!m.next) {
        return code;
    }
    if (run->options.json) {
        output_start(&m.output, "migrate");
    }
    status = migrate_all(&m);
    if (run->options.json) {
        output_end_with(run, &m.output, total_json, &m);
    } else {
        total_text(&m);
    }
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

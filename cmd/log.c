#include "cmd/output.h"
#include "cmd/study.h"

/* The event log as JSON lines: one object an act, in the order of the log. */
static void put_hash(struct json *json, const char *key, const struct hash *hash)
{
    char hex[HASH_HEX];
    json_put(json, key, hash_hex(hash, hex));
}

static void put_changes(struct json *json, const struct act *act)
{
    json_key(json, "changes");
    json_array(json);
    for (size_t i = 0; i < act->n; i++) {
        const struct change *change = &act->changes[i];
        json_object(json);
        json_put(json, "register", str_from(act_register_name(change->reg)));
        json_put(json, "item", change->item);
        json_put_int(json, "row", change->row);
        json_put(json, "state", str_from(cell_state_name(change->state)));
        json_put(json, "value", change->value);
        json_object_end(json);
    }
    json_array_end(json);
}

static bool log_act(void *context, const struct act *act)
{
    struct run *run = context;
    struct buf buf = buf_new(BUF_LIMIT_DEFAULT);
    struct json json = json_new(&buf);
    char stamp[STAMP_TEXT_MAX];
    json_object(&json);
    put_hash(&json, "event", &act->id);
    put_hash(&json, "prev", &act->prev);
    json_put(&json, "device", act->device);
    json_put_int(&json, "seq", (int64_t)act->seq);
    json_put(&json, "case", act->case_id);
    json_put(&json, "kind", str_from(act_kind_name(act->kind)));
    json_put(&json, "item", act->item);
    json_put_int(&json, "row", act->row);
    put_changes(&json, act);
    json_put(&json, "reason", act->reason);
    json_put(&json, "who", act->user);
    json_put(&json, "language", act->language);
    put_hash(&json, "questionnaire_hash", &act->questionnaire);
    json_put(&json, "wall", stamp_format(act->wall_ms, stamp));
    json_put_int(&json, "boot_ms", act->boot_ms);
    json_put_int(&json, "shown_ms", act->shown_ms);
    json_put_int(&json, "idle_ms", act->idle_ms);
    json_key(&json, "erased");
    json_bool(&json, act->erased);
    json_object_end(&json);
    struct str line = buf_str(&buf);
    fwrite(line.ptr, 1, line.len, run->out);
    fputc('\n', run->out);
    buf_free(&buf);
    return true;
}

enum exit_code run_log(struct run *run)
{
    struct study study;
    enum exit_code code;
    if (!study_open(&study, run, true, &code)) {
        return code;
    }
    struct str id = run->options.words_n ? run->options.words[0] : STR_EMPTY;
    struct case_record record;
    enum store_status status = id.len ? store_case(study.store, id, run->arena, &record) : STORE_OK;
    if (status == STORE_OK) {
        status = store_read_acts(study.store, id, log_act, run);
    }
    code = status == STORE_OK ? EXIT_GOOD : study_fail(&study, status);
    study_close(&study);
    return code;
}

#include "store/fold_priv.h"

/* ---- a case's line ---- */

/* What the register says, and what that makes of the case. */
static const struct {
    const char *text;
    enum case_status status;
} statuses[] = {
    {"started", CASE_RUNNING},
    {"suspended", CASE_SUSPENDED},
    {"completed", CASE_COMPLETED},
    {"stopped", CASE_STOPPED},
};

const char *case_status_name(enum case_status status)
{
    static const char *const names[] = {
        [CASE_NEW] = "new",
        [CASE_RUNNING] = "running",
        [CASE_SUSPENDED] = "suspended",
        [CASE_COMPLETED] = "completed",
        [CASE_STOPPED] = "stopped",
    };
    return names[status];
}

enum case_status status_of_register(const struct change *change, struct str *outcome)
{
    *outcome = STR_EMPTY;
    struct str rest = change->value;
    struct str word = STR_EMPTY;
    str_split(&rest, ' ', &word);
    for (size_t i = 0; i < ARRAY_LEN(statuses); i++) {
        if (str_is(word, statuses[i].text)) {
            *outcome = statuses[i].status == CASE_STOPPED ? str_trim(rest) : STR_EMPTY;
            return statuses[i].status;
        }
    }
    return CASE_NEW;
}

void line_act(struct line *line, const struct act *act)
{
    static const struct hash zero;
    line->changed_ms = act->wall_ms;
    bool started = act->kind == ACT_START && hash_equal(&line->questionnaire, &zero);
    if (started || act->kind == ACT_MIGRATE) {
        line->questionnaire = act->questionnaire;
    }
}

void line_change(struct line *line, const struct change *change, enum cell_state before)
{
    if (change->reg == REGISTER_STATUS) {
        line->status = status_of_register(change, &line->outcome);
    } else if (change->reg == REGISTER_PLACE) {
        line->place = change->value;
    } else if (change->reg == REGISTER_ANSWER) {
        line->answers += change->state == CELL_ANSWERED;
        line->answers -= before == CELL_ANSWERED && line->answers > 0;
    }
}

bool line_read(struct store *store, int64_t case_n, struct arena *arena, struct line *line)
{
    *line = (struct line){0};
    struct query query =
        db_query(store->db, "SELECT l.status, l.place, l.answers, l.changed_ms, l.outcome, q.hash "
                            "FROM line AS l LEFT JOIN questionnaire AS q "
                            "ON q.n = l.questionnaire WHERE l.case_n = ?1");
    query_add_int(&query, case_n);
    if (query_next(&query)) {
        line->status = (enum case_status)query_int(&query, 0);
        line->place = store_str(arena, &query, 1);
        line->answers = (uint32_t)query_int(&query, 2);
        line->changed_ms = query_int(&query, 3);
        line->outcome = store_str(arena, &query, 4);
        line->questionnaire = query_hash(&query, 5);
    }
    return query_end(&query);
}

bool line_write(struct store *store, int64_t case_n, const struct line *line)
{
    int64_t questionnaire = questionnaire_number(store->db, &line->questionnaire);
    struct query query = db_query(store->db, "UPDATE line SET status = ?1, place = ?2, answers = ?3, "
                                             "changed_ms = ?4, outcome = ?5, questionnaire = nullif(?6, 0) "
                                             "WHERE case_n = ?7");
    query_add_int(&query, line->status);
    query_add_text(&query, line->place);
    query_add_int(&query, line->answers);
    query_add_int(&query, line->changed_ms);
    query_add_text(&query, line->outcome);
    query_add_int(&query, questionnaire);
    query_add_int(&query, case_n);
    return query_run(&query);
}

/* Most acts change neither status nor version: the indexes over them are then left alone, for SQLite writes
 * every index of a column that an UPDATE names. */
static bool line_touch(struct store *store, int64_t case_n, const struct line *line)
{
    struct query query = db_query(store->db, "UPDATE line SET place = ?1, answers = ?2, changed_ms = ?3 "
                                             "WHERE case_n = ?4");
    query_add_text(&query, line->place);
    query_add_int(&query, line->answers);
    query_add_int(&query, line->changed_ms);
    query_add_int(&query, case_n);
    return query_run(&query);
}

bool line_update(struct store *store, int64_t case_n, const struct line *before, const struct line *after)
{
    bool same = before->status == after->status && str_equal(before->outcome, after->outcome) &&
                hash_equal(&before->questionnaire, &after->questionnaire);
    return same ? line_touch(store, case_n, after) : line_write(store, case_n, after);
}

/* ---- registers ---- */

bool register_read(struct db *db, int64_t case_n, const struct change *change, enum cell_state *state,
                   struct hash *event)
{
    *state = CELL_NOT_REACHED;
    *event = (struct hash){{0}};
    struct query query =
        db_query(db, "SELECT r.state, e.id FROM register AS r JOIN event AS e ON e.n = r.event "
                     "WHERE r.case_n = ?1 AND r.register = ?2 AND r.item = ?3 AND r.row = ?4");
    query_add_int(&query, case_n);
    query_add_text(&query, str_from(act_register_name(change->reg)));
    query_add_text(&query, change->item);
    query_add_int(&query, change->row);
    if (query_next(&query)) {
        cell_state_parse(query_text(&query, 0), state);
        *event = query_hash(&query, 1);
    }
    return query_end(&query);
}

bool register_write(struct db *db, int64_t case_n, const struct change *change, int64_t event_n)
{
    struct query query =
        db_query(db, "INSERT INTO register (case_n, register, item, row, state, value, event) "
                     "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) "
                     "ON CONFLICT (case_n, register, item, row) DO UPDATE SET "
                     "state = excluded.state, value = excluded.value, event = excluded.event");
    query_add_int(&query, case_n);
    query_add_text(&query, str_from(act_register_name(change->reg)));
    query_add_text(&query, change->item);
    query_add_int(&query, change->row);
    query_add_text(&query, str_from(cell_state_name(change->state)));
    query_add_text(&query, change->value);
    query_add_int(&query, event_n);
    return query_run(&query);
}

#include "cmd/answers.h"

/*
 * Lines of an answers file that say what chance drew: a paper form was printed for one half of a split
 * ballot, and a witness of `check` is in the half that the claim needs. They are acts like any draw, made
 * before the interview begins; what is drawn already stays.
 */
static bool is_draw(const struct questionnaire *q, const struct answer_line *line)
{
    const struct variable *v = codebook_find(q->codebook, line->question);
    return v && v->role == ROLE_DRAW;
}

static bool store_draw(const struct study *study, struct interview *iv, const struct act_sink *sink,
                       const struct answer_line *line)
{
    struct clock clock = study_clock(study);
    const struct questionnaire *q = interview_questionnaire(iv);
    struct change change = {REGISTER_ORDER, line->question, line->row, CELL_ANSWERED, line->value};
    struct act act = {.kind = ACT_DRAW,
                      .case_id = interview_facts(iv)->case_id,
                      .item = line->question,
                      .row = line->row,
                      .changes = &change,
                      .n = 1,
                      .user = study->run->options.user,
                      .language = q->codebook->languages[interview_language(iv)].id,
                      .questionnaire = q->hash,
                      .wall_ms = clock.wall_ms(clock.context),
                      .boot_ms = clock.boot_ms(clock.context)};
    if (!sink->write(sink->context, &act, 1)) {
        return false;
    }
    interview_fold(iv, &act);
    return true;
}

bool answers_draw(struct study *study, struct case_session *session, const struct act_sink *sink,
                  struct answers *answers, struct diags *diags, enum exit_code *code)
{
    struct interview *iv = session->interview;
    const struct questionnaire *q = interview_questionnaire(iv);
    for (size_t i = 0; i < answers->n && interview_status(iv) == INTERVIEW_NEW; i++) {
        struct answer_line *line = &answers->lines[i];
        int64_t number = 0;
        if (!is_draw(q, line)) {
            continue;
        }
        const struct item *item = &q->items[questionnaire_item(q, line->question)];
        if (!str_to_int64(line->value, &number) || number < 1 || number > item->draw_of) {
            *code = EXIT_DATA;
            return diag_error(diags, "A008", (struct place){answers->file, line->line, 1},
                              "%.*s is drawn from 1 to %u, not '%.*s'", STR_ARG(line->question),
                              item->draw_of, STR_ARG(line->value));
        }
        line->used = store_draw(study, iv, sink, line);
        if (!line->used) {
            *code = EXIT_IO;
            return false;
        }
    }
    return true;
}

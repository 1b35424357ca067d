#include "base/csv.h"
#include "questionnaire/prove.h"

/* Witnesses as files that other commands read. */

static struct str id_of(const struct questionnaire *q, const struct witness_answer *answer)
{
    return answer->slot == NONE ? q->items[answer->item].id : q->codebook->variables[answer->slot]->id;
}

/* A text that is itself ? or ! is told apart from don't know and refused. */
static void write_cell(struct buf *field, const struct questionnaire *q, const struct witness_answer *answer)
{
    buf_clear(field);
    if (answer->cell.state == CELL_DONT_KNOW) {
        buf_add_char(field, '?');
    } else if (answer->cell.state == CELL_REFUSED) {
        buf_add_char(field, '!');
    } else if (answer->cell.state == CELL_ANSWERED) {
        value_write(field, q->codebook->variables[answer->slot], &answer->cell.value);
        if (answer->cell.value.kind == VALUE_TEXT &&
            (str_is(buf_str(field), "?") || str_is(buf_str(field), "!"))) {
            char sign = field->ptr[0];
            buf_clear(field);
            buf_add_char(field, '\\');
            buf_add_char(field, sign);
        }
    }
}

void witness_write(struct buf *out, const struct questionnaire *q, const struct witness *witness)
{
    struct buf field = buf_new(BUF_LIMIT_DEFAULT);
    buf_add_text(out, "question,row,value,reason,note\n");
    for (size_t i = 0; i < witness->answers_n; i++) {
        const struct witness_answer *answer = &witness->answers[i];
        if (answer->slot == NONE) {
            continue; /* a note is read by itself */
        }
        buf_add(out, id_of(q, answer));
        buf_add_char(out, ',');
        if (answer->row) {
            buf_format(out, "%u", answer->row);
        }
        buf_add_char(out, ',');
        write_cell(&field, q, answer);
        csv_add(out, buf_str(&field), true);
        buf_format(out, ",%s,\n", answer->reason ? answer->reason : "");
    }
    buf_free(&field);
}

void witness_write_case(struct buf *out, const struct questionnaire *q, int group, struct str case_id,
                        const struct witness *witness)
{
    static const enum builtin columns[] = {BUILTIN_FRAME_SEX, BUILTIN_FRAME_BIRTH, BUILTIN_FRAME_MUNICIPALITY,
                                           BUILTIN_FRAME_LANGUAGE, BUILTIN_FRAME_GENERATION};
    buf_add(out, case_id);
    buf_add_char(out, ',');
    buf_add(out, group >= 0 ? q->groups[group] : STR_EMPTY);
    for (size_t i = 0; i < ARRAY_LEN(columns); i++) {
        const struct cell *cell = &witness->known[columns[i]];
        buf_add_char(out, ',');
        if (cell->state == CELL_ANSWERED) {
            value_write(out, q->codebook->variables[columns[i]], &cell->value);
        }
    }
    buf_add_char(out, '\n');
}

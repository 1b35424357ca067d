#include "base/csv.h"
#include "simulate/person_priv.h"

/* What was answered in an interview, and how two such differ. */

const struct given *given_find(const struct answers_given *given, uint32_t slot, uint32_t row)
{
    size_t low = 0;
    size_t high = given ? given->n : 0;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        const struct given *g = &given->items[middle];
        if (g->slot == slot && g->row == row) {
            return g;
        }
        if (g->slot < slot || (g->slot == slot && g->row < row)) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return NULL;
}

static bool is_answer(const struct cell *cell)
{
    return cell->state == CELL_ANSWERED || cell->state == CELL_DONT_KNOW || cell->state == CELL_REFUSED;
}

struct taking {
    struct arena *arena;
    const struct interview *iv;
    struct given *items;
    size_t n, cap;
};

static void take(struct taking *t, uint32_t slot, uint32_t row)
{
    const struct cell *cell = interview_cell(t->iv, slot, row);
    if (!is_answer(cell)) {
        return;
    }
    if (t->n == t->cap) {
        size_t cap = t->cap ? 2 * t->cap : 256;
        struct given *grown = ARENA_ARRAY(t->arena, cap, struct given);
        memcpy(grown, t->items ? t->items : grown, t->n * sizeof *grown);
        t->items = grown;
        t->cap = cap;
    }
    struct given *g = &t->items[t->n++];
    *g = (struct given){slot, row, *cell};
    if (cell->state == CELL_ANSWERED) {
        g->cell.value = value_copy(t->arena, &cell->value);
    }
}

const struct answers_given *answers_given(struct arena *arena, const struct interview *iv)
{
    const struct codebook *book = interview_questionnaire(iv)->codebook;
    struct taking t = {.arena = arena, .iv = iv};
    for (size_t i = 0; i < book->variables_n; i++) {
        const struct variable *v = book->variables[i];
        if (v->role != ROLE_ASKED && v->role != ROLE_SPECIFY) {
            continue;
        }
        if (v->roster == EXPR_NO_ROSTER) {
            take(&t, v->slot, 0);
            continue;
        }
        const uint32_t *rows = NULL;
        size_t n = interview_rows(iv, v->roster, &rows);
        for (size_t k = 0; k < n; k++) {
            take(&t, v->slot, rows[k]);
        }
    }
    struct answers_given *given = ARENA_NEW(arena, struct answers_given);
    *given = (struct answers_given){t.items, t.n};
    return given;
}

/* ---- telling the difference ------------------------------------------------------------------------ */

void given_write(struct buf *line, const struct variable *v, const struct given *g)
{
    struct buf text = buf_new(BUF_LIMIT_DEFAULT);
    if (g && g->cell.state == CELL_ANSWERED) {
        value_write(&text, v, &g->cell.value);
        bool literal = v->type == VARIABLE_TEXT && text.len == 1 && strchr("?!", text.ptr[0]);
        if (literal) {
            char sign = text.ptr[0];
            buf_clear(&text);
            buf_add_char(&text, '\\');
            buf_add_char(&text, sign);
        }
    } else if (g) {
        buf_add_text(&text, g->cell.state == CELL_DONT_KNOW ? "?" : "!");
    }
    csv_add(line, buf_str(&text), false);
    buf_free(&text);
}

static bool same(const struct given *a, const struct given *b)
{
    return a->cell.state == b->cell.state &&
           (a->cell.state != CELL_ANSWERED || value_equal(&a->cell.value, &b->cell.value));
}

static enum error_kind kind_of(struct person *p, const struct given *planted)
{
    const struct slip *slip = planted ? slip_find(p, planted->slot, planted->row) : NULL;
    struct given typed = {0};
    if (slip) {
        typed.cell = slip->cell;
        return same(planted, &typed) ? slip->kind : ERROR_CONSEQUENCE;
    }
    const struct given *copy = planted ? given_find(p->copied, planted->slot, planted->row) : NULL;
    return copy && same(planted, copy) ? ERROR_COPIED : ERROR_CONSEQUENCE;
}

static void tell(struct person *p, const struct given *truth, const struct given *planted, struct buf *out)
{
    const struct given *any = truth ? truth : planted;
    const struct variable *v = p->view.profile->q->codebook->variables[any->slot];
    csv_add(out, p->setup.case_id, true);
    csv_add(out, v->id, false);
    if (any->row) {
        buf_format(out, ",%u", any->row);
    } else {
        buf_add_char(out, ',');
    }
    given_write(out, v, truth);
    given_write(out, v, planted);
    csv_add(out, str_from(error_kind_names[kind_of(p, planted)]), false);
    buf_add_char(out, '\n');
}

static int order(const struct given *a, const struct given *b)
{
    if (!a || !b) {
        return a ? -1 : 1;
    }
    return a->slot != b->slot ? (a->slot < b->slot ? -1 : 1) : a->row < b->row ? -1 : a->row > b->row;
}

void person_tell_errors(struct person *p, const struct interview *iv, struct buf *out)
{
    const struct answers_given *now = answers_given(p->arena, iv);
    size_t i = 0;
    size_t k = 0;
    while (p->truth && (i < p->truth->n || k < now->n)) {
        const struct given *truth = i < p->truth->n ? &p->truth->items[i] : NULL;
        const struct given *planted = k < now->n ? &now->items[k] : NULL;
        int before = order(truth, planted);
        if (before == 0) {
            if (!same(truth, planted)) {
                tell(p, truth, planted, out);
            }
        } else {
            tell(p, before < 0 ? truth : NULL, before > 0 ? planted : NULL, out);
        }
        i += before <= 0;
        k += before >= 0;
    }
}

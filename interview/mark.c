#include "interview/interview_priv.h"

/* Who must be looked at again. Marks live in the units, so that a row that is not in the walk keeps its
 * marks. */

static void mark_at(struct interview *iv, struct unit *unit, uint32_t flags)
{
    unit->flags |= flags | UNIT_DIRTY;
    iv->unsettled = true;
    if (unit->pos != NONE && !iv->walk_stale) {
        bit_put(iv->dirty, unit->pos, true);
        iv->lowest = unit->pos < iv->lowest ? unit->pos : iv->lowest;
        iv->again |= unit->pos <= iv->cursor;
    }
}

void mark_unit(struct interview *iv, struct frame *frame, uint32_t step, uint32_t flags)
{
    mark_at(iv, unit_of(iv, frame, step), flags | UNIT_REST);
}

void mark_key(struct interview *iv, uint32_t key, uint32_t row)
{
    uint32_t step = iv->plan.keys[key].step;
    struct frame *frame = frame_at(iv, iv->plan.keys[key].class_, row, false);
    if (frame && !frame->live) {
        cell_park(iv, frame, key);
    }
    if (frame) {
        mark_unit(iv, frame, step, 0);
    }
}

static void mark_step(struct interview *iv, struct frame *frame, enum reader_kind kind, uint32_t step,
                      uint32_t slot)
{
    static const uint32_t flags[] = {[READER_WHEN] = UNIT_WHEN,
                                     [READER_OPTION] = UNIT_REST,
                                     [READER_COMPUTED] = UNIT_VALUE | UNIT_REST,
                                     [READER_CHECK] = UNIT_WHEN | UNIT_REST,
                                     [READER_ROWS] = UNIT_REST};
    if (kind == READER_OPTION) {
        options_stale(iv, frame, step, slot);
    }
    mark_at(iv, unit_of(iv, frame, step), flags[kind]);
}

/* One reader in all rows it stands in; only in `row` when that is given. */
static void mark_reader(struct interview *iv, const struct reader *reader, uint32_t slot,
                        const struct frame *same)
{
    uint32_t step = reader->kind == READER_CHECK ? step_of_check(&iv->plan, reader->index) : reader->index;
    uint32_t class_ = iv->plan.steps[step].class_;
    if (class_ == 0) {
        mark_step(iv, iv->main, reader->kind, step, slot);
        return;
    }
    struct rows *rows = &iv->rows[class_ - 1];
    for (size_t i = 0; i < rows->cap; i++) {
        struct frame *frame = rows->by_id[i];
        if (frame && (!same || frame == same)) {
            mark_step(iv, frame, reader->kind, step, slot);
        }
    }
}

void mark_readers(struct interview *iv, uint32_t slot, const struct frame *frame)
{
    const struct questionnaire *q = iv->q;
    for (uint32_t i = q->reader_from[slot]; i < q->reader_from[slot + 1]; i++) {
        const struct reader *reader = &q->readers[i];
        uint32_t step =
            reader->kind == READER_CHECK ? step_of_check(&iv->plan, reader->index) : reader->index;
        bool beside =
            frame->class_ && iv->plan.steps[step].class_ == frame->class_ && !iv->plan.steps[step].wide;
        mark_reader(iv, reader, slot, beside ? frame : NULL);
    }
}

void mark_roster_readers(struct interview *iv, uint32_t roster)
{
    const struct questionnaire *q = iv->q;
    for (uint32_t i = q->roster_reader_from[roster]; i < q->roster_reader_from[roster + 1]; i++) {
        mark_reader(iv, &q->roster_readers[i], NONE, NULL);
    }
}

void mark_frame(struct interview *iv, struct frame *frame)
{
    uint32_t flags = UNIT_WHEN | UNIT_RULES | UNIT_VALUE | UNIT_REST;
    for (uint32_t i = 0; i < iv->plan.units_n[frame->class_]; i++) {
        mark_at(iv, &frame->units[i], flags);
    }
    memset(frame->rules, RULE_STALE, iv->plan.rules_n[frame->class_]);
}

void mark_everything(struct interview *iv)
{
    mark_frame(iv, iv->main);
    for (uint32_t r = 0; r < iv->q->rosters_n; r++) {
        for (size_t i = 0; i < iv->rows[r].cap; i++) {
            if (iv->rows[r].by_id[i]) {
                mark_frame(iv, iv->rows[r].by_id[i]);
            }
        }
    }
}

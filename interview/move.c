#include "interview/interview_priv.h"

/* Where the interviewer stands, and where she may go. */

static const struct place_in the_end = {NONE, 0};

struct place_in place_grid(const struct interview *iv, struct place_in place)
{
    if (place.item < iv->plan.items_n && iv->q->items[place.item].grid != NONE) {
        place.item = iv->q->items[place.item].grid;
    }
    return place;
}

struct place_in place_of(const struct interview *iv, const struct passing *at)
{
    uint32_t item = at->step;
    if (item >= iv->plan.items_n) {
        item = iv->q->item_of_slot[iv->plan.text_slot[at->step - iv->plan.items_n]];
    }
    return place_grid(iv, (struct place_in){item, at->frame->row});
}

static bool grid_has_rows(struct interview *iv, const struct frame *frame, const struct item *grid)
{
    for (uint32_t i = grid->index + 1; i < grid->end; i++) {
        if (iv->q->items[i].variable && (frame->units[iv->plan.steps[i].local].flags & UNIT_ON)) {
            return true;
        }
    }
    return false;
}

/* A place of the present route, reached. */
bool step_is_place(struct interview *iv, const struct passing *at)
{
    if (at->step >= iv->plan.items_n || !unit_on(iv, unit_of(iv, at->frame, at->step))) {
        return false;
    }
    const struct item *item = &iv->q->items[at->step];
    switch (item->kind) {
    case ITEM_QUESTION:
        return item->grid == NONE;
    case ITEM_GRID:
        return grid_has_rows(iv, at->frame, item);
    case ITEM_NOTE:
    case ITEM_STOP:
        return true;
    case ITEM_COMPUTED:
    case ITEM_DRAW:
    case ITEM_BLOCK:
    case ITEM_ROSTER:
        break;
    }
    return false;
}

uint32_t place_pos(struct interview *iv, struct place_in place)
{
    if (place.item == NONE) {
        return iv->halt == NONE ? (uint32_t)iv->walk_n : NONE;
    }
    struct frame *frame = place.item < iv->plan.items_n
                              ? frame_at(iv, iv->plan.steps[place.item].class_, place.row, false)
                              : NULL;
    struct passing at = {frame, place.item};
    return frame && step_is_place(iv, &at) ? unit_of(iv, frame, place.item)->pos : NONE;
}

static bool item_open(struct interview *iv, const struct frame *frame, uint32_t index)
{
    const struct item *item = &iv->q->items[index];
    bool open = frame->units[iv->plan.steps[index].local].flags & UNIT_HALT;
    for (uint32_t i = 0; i < item->specify_n; i++) {
        open |= (frame->units[iv->plan.steps[iv->plan.first_text[index] + i].local].flags & UNIT_HALT) != 0;
    }
    return open;
}

bool place_open(struct interview *iv, struct place_in place)
{
    if (place.item == NONE) {
        return false;
    }
    const struct frame *frame = frame_at(iv, iv->plan.steps[place.item].class_, place.row, false);
    const struct item *item = &iv->q->items[place.item];
    if (!frame || item->kind == ITEM_STOP) {
        return false;
    }
    bool open = item_open(iv, frame, place.item);
    for (uint32_t i = place.item + 1; item->kind == ITEM_GRID && i < item->end; i++) {
        open |= item_open(iv, frame, i);
    }
    return open;
}

struct place_in place_halt(const struct interview *iv)
{
    return iv->halt == NONE ? the_end : place_of(iv, &iv->walk[iv->halt]);
}

struct place_in place_normal(struct interview *iv, struct place_in place)
{
    place = place_grid(iv, place);
    return place_pos(iv, place) == NONE ? place_halt(iv) : place;
}

struct place_in interview_place(const struct interview *const_iv)
{
    struct interview *iv = settled(const_iv);
    return place_normal(iv, iv->place);
}

struct place_in interview_first_open(const struct interview *const_iv)
{
    struct interview *iv = settled(const_iv);
    struct place_in place = place_halt(iv);
    bool stop = place.item != NONE && iv->q->items[place.item].kind == ITEM_STOP;
    return stop ? the_end : place;
}

struct str interview_stop(const struct interview *const_iv)
{
    struct interview *iv = settled(const_iv);
    struct place_in place = place_halt(iv);
    bool stop = place.item != NONE && iv->q->items[place.item].kind == ITEM_STOP;
    return stop ? iv->q->items[place.item].outcome : STR_EMPTY;
}

/* ---- places as text ---- */

struct str place_text(struct interview *iv, struct place_in place)
{
    if (place.item == NONE) {
        return STR_EMPTY;
    }
    struct str id = iv->q->items[place.item].id;
    buf_clear(&iv->text);
    buf_add(&iv->text, id);
    if (place.row == 0) {
        buf_add_text(&iv->text, " 0");
    } else {
        buf_format(&iv->text, " %u", place.row);
    }
    return arena_copy(iv->drafts, buf_str(&iv->text));
}

bool place_read(const struct interview *iv, struct str text, struct place_in *out)
{
    *out = the_end;
    struct str id;
    if (text.len == 0) {
        return true;
    }
    int64_t row = 0;
    bool good = str_split(&text, ' ', &id) && str_to_int64(text, &row) && row >= 0 && row <= ROWS_LIMIT;
    *out = (struct place_in){questionnaire_item(iv->q, id), (uint32_t)row};
    return good && out->item != NONE;
}

struct place_in place_left(struct interview *iv)
{
    struct place_in place;
    (void)place_read(iv, reg_text(iv, REGISTER_PLACE, 0, 0), &place);
    return place_normal(iv, place);
}

/* ---- moving ---- */

void place_go(struct interview *iv, struct place_in place)
{
    iv->place = place;
    iv->shown_ms = iv->setup.clock.boot_ms(iv->setup.clock.context);
    iv->key_ms = iv->shown_ms;
    iv->idle_ms = 0;
}

static struct place_in next_place(struct interview *iv, uint32_t from)
{
    for (uint32_t pos = from + 1; pos < iv->reach; pos++) {
        if (step_is_place(iv, &iv->walk[pos])) {
            return place_of(iv, &iv->walk[pos]);
        }
    }
    return the_end;
}

enum attempt interview_forward(struct interview *iv, bool every)
{
    if (!may_act(iv)) {
        return ATTEMPT_NOT_HERE;
    }
    struct place_in here = interview_place(iv);
    uint32_t from = place_pos(iv, here);
    if (here.item == NONE || iv->q->items[here.item].kind == ITEM_STOP || place_open(iv, here)) {
        return ATTEMPT_NOT_HERE;
    }
    struct place_in there = every ? next_place(iv, from) : place_halt(iv);
    enum attempt attempt = checks_before(iv, place_pos(iv, there));
    if (attempt == ATTEMPT_DONE) {
        place_go(iv, there);
    }
    return attempt;
}

bool interview_back(struct interview *iv)
{
    uint32_t pos = place_pos(iv, interview_place(iv));
    while (pos != NONE && pos-- > 0) {
        if (step_is_place(iv, &iv->walk[pos])) {
            place_go(iv, place_of(iv, &iv->walk[pos]));
            return true;
        }
    }
    return false;
}

enum attempt interview_jump(struct interview *iv, struct place_in place)
{
    place = place_grid(iv, place);
    if (!may_act(iv) || place_pos(settled(iv), place) == NONE) {
        return ATTEMPT_NOT_HERE;
    }
    struct place_in here = interview_place(iv);
    if (here.item == place.item && here.row == place.row) {
        return ATTEMPT_DONE;
    }
    struct draft draft = draft_new(iv, ACT_JUMP, 0);
    if (place.item != NONE) {
        draft.item = iv->q->items[place.item].id;
        draft.row = place.row;
    }
    draft.to = PLACE_GIVEN;
    draft.place = place;
    return act_write(iv, &draft) ? ATTEMPT_DONE : ATTEMPT_NOT_SAVED;
}

#include "interview/interview_priv.h"

/*
 * Taking back. Two stacks, folded from the log: own acts that can be taken back, and own acts of undo that
 * can be made good again. Taking back act X is a new act that writes what X's registers held before X.
 */

static bool can_be_undone(enum act_kind kind)
{
    return kind == ACT_ANSWER || kind == ACT_REMOVE_ROW || kind == ACT_CONFIRM || kind == ACT_NOTE ||
           kind == ACT_LANGUAGE;
}

static void push(struct indices *indices, uint32_t item)
{
    if (indices->n == indices->cap) {
        indices->items = array_grow(indices->items, &indices->cap, sizeof *indices->items);
    }
    indices->items[indices->n++] = item;
}

static bool drop(struct indices *indices, uint32_t item)
{
    size_t i = indices->n;
    while (i > 0 && indices->items[i - 1] != item) {
        i--;
    }
    if (i == 0) {
        return false;
    }
    memmove(&indices->items[i - 1], &indices->items[i], (indices->n - i) * sizeof *indices->items);
    indices->n--;
    return true;
}

void undo_note(struct interview *iv, uint32_t act)
{
    const struct memo *memo = &iv->memos[act];
    if (!memo->own) {
        return;
    }
    if (can_be_undone(memo->kind) && memo->first) {
        push(&iv->undo, act);
        iv->redo.n = 0;
    } else if (memo->kind == ACT_UNDO && memo->undoes != NONE && drop(&iv->undo, memo->undoes)) {
        push(&iv->redo, act);
    } else if (memo->kind == ACT_REDO && memo->undoes != NONE && drop(&iv->redo, memo->undoes)) {
        push(&iv->undo, iv->memos[memo->undoes].undoes);
    }
}

static struct place_in entry_place(const struct interview *iv, const struct entry *entry)
{
    uint32_t item = NONE;
    uint32_t row = entry->row;
    if (entry->reg == REGISTER_ANSWER) {
        uint32_t variables = iv->plan.variables_n;
        item = entry->key < variables ? iv->q->item_of_slot[entry->key] : entry->key - variables;
    } else if (entry->reg == REGISTER_NOTE) {
        item = entry->key;
    } else if (entry->reg == REGISTER_CONFIRM) {
        const struct check *check = &iv->q->checks[entry->key];
        item = check->item != NONE ? check->item
               : check->involves_n ? iv->q->item_of_slot[check->involves[check->involves_n - 1]]
                                   : NONE;
    }
    return place_grid(iv, (struct place_in){item, row});
}

/* Where the act happened: the place of the first register it wrote that has one. */
static struct place_in memo_place(const struct interview *iv, const struct memo *memo)
{
    struct place_in place = {NONE, 0};
    for (const struct entry *e = memo->first; e; e = e->sibling) {
        struct place_in at = entry_place(iv, e);
        place = at.item != NONE ? at : place;
    }
    return place;
}

static enum attempt take_back(struct interview *iv, enum act_kind kind, const struct indices *from,
                              struct place_in *place)
{
    if (!may_act(iv) || from->n == 0) {
        return ATTEMPT_NOT_HERE;
    }
    uint32_t target = from->items[from->n - 1];
    const struct memo *memo = &iv->memos[target];
    size_t n = 0;
    for (const struct entry *e = memo->first; e; e = e->sibling) {
        n++;
    }
    struct draft draft = draft_new(iv, kind, n);
    for (const struct entry *e = memo->first; e; e = e->sibling) {
        if (e->reg != REGISTER_PLACE) {
            struct str reason = e->older ? e->older->reason : STR_EMPTY;
            draft_add(&draft, (struct write){e->reg, e->key, e->row, *raw_cell(e->older), reason});
        }
    }
    *place = memo_place(iv, memo);
    draft.undoes = target;
    draft.to = PLACE_GIVEN;
    draft.place = place->item == NONE ? iv->place : *place;
    return act_write(iv, &draft) ? ATTEMPT_DONE : ATTEMPT_NOT_SAVED;
}

enum attempt interview_undo(struct interview *iv, struct place_in *place)
{
    return take_back(iv, ACT_UNDO, &iv->undo, place);
}

enum attempt interview_redo(struct interview *iv, struct place_in *place)
{
    return take_back(iv, ACT_REDO, &iv->redo, place);
}

#include "interview/interview_priv.h"

/* Chance: orders and split ballots. Drawn from (study seed, case, item, row) and nothing else, so that a draw
 * is the same whenever it is made; once stored, the stored one holds. */

/* The rows of a grid share the order of its columns: it is kept for the first one. */
static const struct item *order_owner(const struct interview *iv, const struct item *item)
{
    return item->kind == ITEM_QUESTION && item->grid != NONE ? &iv->q->items[item->grid + 1] : item;
}

static struct draws draws_for(const struct interview *iv, const struct item *item, uint32_t row)
{
    struct hasher hasher;
    hasher_start(&hasher);
    hasher_add(&hasher, iv->setup.seed.bytes, HASH_BYTES);
    hasher_add_str(&hasher, iv->setup.facts.case_id);
    hasher_add_str(&hasher, item->id);
    hasher_add_int(&hasher, row);
    return draws_new(hasher_end(&hasher));
}

static size_t order_base(const struct interview *iv, const struct item *item, int32_t *out)
{
    if (item->kind == ITEM_QUESTION) {
        return options_base(iv, item, out);
    }
    size_t n = 0;
    for (uint32_t child = item->index + 1; child < item->end; child = iv->q->items[child].end) {
        out[n++] = (int32_t)child;
    }
    return n;
}

static size_t order_room(const struct item *item)
{
    return item->kind == ITEM_QUESTION ? item->variable->list->n : item->end - item->index;
}

static bool is_fixed(const struct arrangement *arrangement, int32_t member)
{
    for (size_t i = 0; i < arrangement->fixed_n; i++) {
        if (arrangement->fixed[i] == (uint32_t)member) {
            return true;
        }
    }
    return false;
}

static void order_draw(const struct interview *iv, const struct item *item, uint32_t row, struct order *order)
{
    uint32_t *loose = ARENA_ARRAY(iv->scratch, order->n, uint32_t);
    size_t n = 0;
    for (size_t i = 0; i < order->n; i++) {
        if (!is_fixed(&item->arrangement, order->items[i])) {
            loose[n++] = (uint32_t)order->items[i];
        }
    }
    struct draws draws = draws_for(iv, item, row);
    draws_shuffle(&draws, loose, n);
    for (size_t i = order->n; i-- > 0;) {
        if (!is_fixed(&item->arrangement, order->items[i])) {
            order->items[i] = (int32_t)loose[--n];
        }
    }
}

static size_t position_in(const int32_t *items, size_t n, int32_t member)
{
    size_t i = 0;
    while (i < n && items[i] != member) {
        i++;
    }
    return i;
}

static int32_t member_read(const struct interview *iv, const struct item *item, struct str word)
{
    if (item->kind == ITEM_QUESTION) {
        return list_find_code(item->variable->list, word);
    }
    uint32_t member = questionnaire_item(iv->q, word);
    return member == NONE ? -1 : (int32_t)member;
}

/* As stored; what this version no longer has is passed over, what it has more comes last. */
static void order_read(const struct interview *iv, const struct item *item, struct str text,
                       struct order *order)
{
    int32_t *base = ARENA_ARRAY(iv->scratch, order->n, int32_t);
    memcpy(base, order->items, order->n * sizeof *base);
    size_t n = 0;
    struct str word;
    while (str_split(&text, ' ', &word)) {
        int32_t member = member_read(iv, item, word);
        size_t at = position_in(base, order->n, member);
        if (member >= 0 && at < order->n) {
            order->items[n++] = member;
            base[at] = -1;
        }
    }
    for (size_t i = 0; i < order->n; i++) {
        if (base[i] >= 0) {
            order->items[n++] = base[i];
        }
    }
}

const struct order *order_of(struct interview *iv, const struct item *item, uint32_t row)
{
    item = order_owner(iv, item);
    struct reg *reg = reg_make(iv, REGISTER_ORDER, item->index, row);
    if (!reg->order) {
        struct str stored = reg_text(iv, REGISTER_ORDER, item->index, row);
        reg->order = ARENA_NEW(iv->arena, struct order);
        reg->order->items = ARENA_ARRAY(iv->arena, order_room(item), int32_t);
        reg->order->n = order_base(iv, item, reg->order->items);
        if (stored.len) {
            order_read(iv, item, stored, reg->order);
        } else {
            order_draw(iv, item, row, reg->order);
        }
        arena_reset(iv->scratch);
    }
    return reg->order;
}

int64_t draw_number(struct interview *iv, const struct item *item, uint32_t row)
{
    int64_t number = 0;
    if (str_to_int64(reg_text(iv, REGISTER_ORDER, item->index, row), &number) && number >= 1) {
        return number;
    }
    struct draws draws = draws_for(iv, item, row);
    return (int64_t)draws_below(&draws, item->draw_of) + 1;
}

uint32_t order_key(const struct interview *iv, uint32_t item)
{
    return order_owner(iv, &iv->q->items[item])->index;
}

bool order_stored(const struct interview *iv, uint32_t item, uint32_t row)
{
    return reg_text(iv, REGISTER_ORDER, order_key(iv, item), row).len > 0;
}

void order_needed(struct interview *iv, struct frame *frame, const struct item *item)
{
    struct unit *unit = unit_of(iv, frame, item->index);
    if ((unit->flags & UNIT_VIRTUAL) || order_stored(iv, item->index, frame->row)) {
        return;
    }
    unit->flags |= UNIT_VIRTUAL;
    if (iv->virtual_n == iv->virtual_cap) {
        iv->virtual_orders = array_grow(iv->virtual_orders, &iv->virtual_cap, sizeof *iv->virtual_orders);
    }
    iv->virtual_orders[iv->virtual_n++] = (struct passing){frame, item->index};
}

struct str order_text(struct interview *iv, const struct item *item, uint32_t row)
{
    if (item->kind == ITEM_DRAW) {
        return arena_format(iv->drafts, "%lld", (long long)draw_number(iv, item, row));
    }
    const struct order *order = order_of(iv, item, row);
    struct buf buf = buf_new(BUF_LIMIT_DEFAULT);
    for (size_t i = 0; i < order->n; i++) {
        if (i > 0) {
            buf_add_char(&buf, ' ');
        }
        buf_add(&buf, item->kind == ITEM_QUESTION ? item->variable->list->options[order->items[i]].code
                                                  : iv->q->items[order->items[i]].id);
    }
    struct str text = arena_copy(iv->drafts, buf_str(&buf));
    buf_free(&buf);
    return text;
}

#include "interview/interview_priv.h"

/* What an interview needs to know of its questionnaire and can be read off it once. */

static uint32_t class_of_roster(uint32_t roster)
{
    return roster == NONE ? 0 : roster + 1;
}

static uint32_t class_of_item(const struct item *item)
{
    return item->kind == ITEM_ROSTER ? 0 : class_of_roster(item->roster);
}

static void plan_arrays(struct plan *plan, struct arena *arena)
{
    plan->steps = ARENA_ARRAY(arena, plan->steps_n, struct plan_step);
    plan->keys = ARENA_ARRAY(arena, plan->keys_n, struct plan_key);
    plan->rules_local = ARENA_ARRAY(arena, plan->items_n, uint32_t);
    plan->first_text = ARENA_ARRAY(arena, plan->items_n, uint32_t);
    plan->text_slot = ARENA_ARRAY(arena, plan->texts_n, uint32_t);
    plan->units_n = ARENA_ARRAY(arena, plan->classes_n, uint32_t);
    plan->cells_n = ARENA_ARRAY(arena, plan->classes_n, uint32_t);
    plan->rules_n = ARENA_ARRAY(arena, plan->classes_n, uint32_t);
}

static void plan_step(struct plan *plan, uint32_t step, uint32_t class_, uint32_t key)
{
    plan->steps[step].class_ = class_;
    plan->steps[step].local = plan->units_n[class_]++;
    plan->steps[step].key = key;
    if (key != NONE) {
        plan->keys[key].step = step;
        plan->keys[key].class_ = class_;
        plan->keys[key].local = plan->cells_n[class_]++;
    }
}

static bool reads_rows(const struct expr *expr)
{
    return expr && expr->rosters_n > 0;
}

static bool item_reads_rows(const struct item *item)
{
    bool wide = reads_rows(item->when.expr);
    for (size_t i = 0; i < item->option_rules_n; i++) {
        wide |= reads_rows(item->option_rules[i].when.expr);
    }
    for (size_t i = 0; i < item->cases_n; i++) {
        wide |= reads_rows(item->cases[i].when) || reads_rows(item->cases[i].value);
    }
    return wide;
}

static void plan_items(struct plan *plan)
{
    uint32_t text = plan->items_n;
    for (uint32_t i = 0; i < plan->items_n; i++) {
        const struct item *item = &plan->q->items[i];
        uint32_t class_ = class_of_item(item);
        uint32_t note = item->kind == ITEM_NOTE ? plan->variables_n + i : NONE;
        plan_step(plan, i, class_, item->variable ? item->variable->slot : note);
        plan->steps[i].wide = item_reads_rows(item);
        plan->rules_local[i] = plan->rules_n[class_];
        plan->rules_n[class_] += (uint32_t)item->option_rules_n;
        plan->first_text[i] = text;
        for (size_t k = 0; k < item->specify_n; k++) {
            plan->text_slot[text - plan->items_n] = item->specify[k];
            plan_step(plan, text++, class_, item->specify[k]);
        }
    }
}

/* Built-ins, and keys that nobody uses, need a cell too. */
static void plan_keys(struct plan *plan)
{
    for (uint32_t key = 0; key < plan->keys_n; key++) {
        plan->keys[key].step = NONE;
        plan->keys[key].local = NONE;
    }
    for (uint32_t key = 0; key < BUILTINS && key < plan->variables_n; key++) {
        plan->keys[key].local = plan->cells_n[0]++;
    }
}

static bool inside(const struct questionnaire *q, uint32_t item, uint32_t container)
{
    return item != NONE && item >= container && item < q->items[container].end;
}

/*
 * Where an item that a check reads is settled: at the item itself, or at the outermost block around it whose
 * random order may put it behind other things that the check reads.
 */
static uint32_t settled_place(const struct plan *plan, const struct check *check, uint32_t item)
{
    const struct questionnaire *q = plan->q;
    uint32_t place = item;
    uint32_t child = item;
    for (uint32_t a = q->items[item].parent; a != NONE; child = a, a = q->items[a].parent) {
        bool random = q->items[a].kind == ITEM_BLOCK && q->items[a].arrangement.random;
        if (random && !inside(q, check->item, child)) {
            place = a;
        }
    }
    return place;
}

struct hook {
    uint32_t at;
    uint32_t end; /* of what must be settled, in the order of the file */
};

/* The check waits for `item` too; for all inside it when it is a container. */
static void hook_behind(const struct plan *plan, const struct check *check, uint32_t item, struct hook *hook)
{
    uint32_t place = settled_place(plan, check, item);
    uint32_t end = plan->q->items[place].end;
    bool container = end > place + 1;
    if (end > hook->end || (container && end == hook->end)) {
        *hook = (struct hook){2 * place + container, end};
    }
}

static uint32_t check_hook(const struct plan *plan, const struct check *check)
{
    const struct questionnaire *q = plan->q;
    struct hook hook = {0, 0};
    if (check->item != NONE) {
        hook = (struct hook){2 * check->item, check->item + 1};
    }
    for (size_t i = 0; i < check->holds->reads_n; i++) {
        uint32_t item = q->item_of_slot[check->holds->reads[i]];
        /* What another roster's rows hold is read by way of the roster. */
        if (item != NONE && (q->items[item].roster == NONE || q->items[item].roster == check->roster)) {
            hook_behind(plan, check, item, &hook);
        }
    }
    for (size_t i = 0; i < check->holds->rosters_n; i++) {
        hook_behind(plan, check, q->rosters[check->holds->rosters[i]].item, &hook);
    }
    return hook.at;
}

static void plan_hooks(struct plan *plan, struct arena *arena)
{
    const struct questionnaire *q = plan->q;
    size_t n = (size_t)2 * plan->items_n + 2;
    uint32_t *at = ARENA_ARRAY(arena, q->checks_n, uint32_t);
    plan->hook_from = ARENA_ARRAY(arena, n, uint32_t);
    plan->hooks = ARENA_ARRAY(arena, q->checks_n, uint32_t);
    for (uint32_t c = 0; c < q->checks_n; c++) {
        at[c] = check_hook(plan, &q->checks[c]);
        plan->hook_from[at[c] + 1]++;
    }
    for (size_t i = 1; i < n; i++) {
        plan->hook_from[i] += plan->hook_from[i - 1];
    }
    for (uint32_t c = q->checks_n; c-- > 0;) {
        /* Filled from the back: hook_from[x + 1] walks down to the start of x and is put right below. */
        plan->hooks[--plan->hook_from[at[c] + 1]] = c;
    }
    for (size_t i = 0; i + 1 < n; i++) {
        plan->hook_from[i] = plan->hook_from[i + 1];
    }
    plan->hook_from[n - 1] = q->checks_n;
}

static uint32_t count_texts(const struct questionnaire *q)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < q->items_n; i++) {
        n += (uint32_t)q->items[i].specify_n;
    }
    return n;
}

void plan_make(struct plan *plan, struct arena *arena, const struct questionnaire *q)
{
    plan->q = q;
    plan->variables_n = (uint32_t)q->codebook->variables_n;
    plan->items_n = q->items_n;
    plan->texts_n = count_texts(q);
    plan->steps_n = plan->items_n + plan->texts_n + q->checks_n;
    plan->keys_n = plan->variables_n + plan->items_n;
    plan->classes_n = q->rosters_n + 1;
    plan_arrays(plan, arena);
    plan_keys(plan);
    plan_items(plan);
    for (uint32_t c = 0; c < q->checks_n; c++) {
        plan_step(plan, step_of_check(plan, c), class_of_roster(q->checks[c].roster), NONE);
        plan->steps[step_of_check(plan, c)].wide = reads_rows(q->checks[c].holds);
    }
    plan_hooks(plan, arena);
}

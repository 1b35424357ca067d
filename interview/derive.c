#include "interview/interview_priv.h"

/* Derivations. One counts as one evaluation, however many cases are tried. */

/* A number in the decimals that the variable declares, halves away from zero. */
static struct number in_scale(struct number number, uint8_t scale)
{
    while (number.scale > scale) {
        bool last = number.scale == scale + 1;
        int64_t digit = number.units % 10;
        number.units /= 10;
        number.scale--;
        /* Only the first digit cut off decides; those behind it were dropped before. */
        if (last && (digit >= 5 || digit <= -5)) {
            number.units += digit > 0 ? 1 : -1;
        }
    }
    return number;
}

static struct cell without_value(uint32_t why, uint32_t *reasons)
{
    *reasons = why;
    return (struct cell){.state = expr_reason_state(why)};
}

static struct cell derived(struct interview *iv, const struct variable *variable, struct expr_result result,
                           uint32_t *reasons)
{
    if (!result.known) {
        return without_value(result.reasons, reasons);
    }
    struct cell cell = {CELL_ANSWERED, result.value};
    if (result.value.kind == VALUE_NUMBER) {
        uint8_t scale = variable->type == VARIABLE_INT ? 0 : variable->step.scale;
        cell.value.number = in_scale(result.value.number, scale);
    } else if (result.value.kind == VALUE_TEXT || result.value.kind == VALUE_SET) {
        cell.value = value_copy(iv->arena, &result.value);
    }
    return cell;
}

struct cell derive(struct interview *iv, struct frame *frame, const struct item *item, uint32_t *reasons)
{
    iv->evaluations++;
    *reasons = 0;
    for (size_t i = 0; i < item->cases_n; i++) {
        const struct computed_case *one = &item->cases[i];
        if (one->when) {
            struct expr_result when = expr_eval(one->when, &iv->env, frame->row);
            if (!when.known) {
                return without_value(when.reasons, reasons);
            }
            if (!when.value.truth) {
                continue;
            }
        }
        return derived(iv, item->variable, expr_eval(one->value, &iv->env, frame->row), reasons);
    }
    return without_value(0, reasons); /* no case holds */
}

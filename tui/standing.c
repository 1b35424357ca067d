#include "tui/services.h"

#include "base/i18n.h"

static const struct standing_row rows[STANDINGS] = {
    [STANDING_NEW] = {"o", N_("nieuw")},
    [STANDING_APPOINTMENT] = {"A", N_("afspraak")},
    [STANDING_BROKEN_OFF] = {"%", N_("onderbroken")},
    [STANDING_NO_CONTACT] = {"-", N_("geen contact")},
    [STANDING_REFUSAL] = {"W", N_("weigering")},
    [STANDING_LANGUAGE] = {"T", N_("taalprobleem")},
    [STANDING_STOPPED] = {"x", N_("gestopt")},
    [STANDING_COMPLETED] = {"V", N_("volledig")},
};

const struct standing_row *standing_row(enum standing standing)
{
    return &rows[standing];
}

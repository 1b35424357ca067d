#include "fieldwork/outcome.h"

#include "base/i18n.h"

const struct outcome_row outcome_rows[] = {
    {OUTCOME_NO_VISIT, CLASS_UNKNOWN, "no_visit", N_("nog niet bezocht"), true, false},
    {OUTCOME_VALID, CLASS_COMPLETE, "valid", N_("volledig interview"), false, false},
    {OUTCOME_PARTIAL, CLASS_PARTIAL, "partial", N_("onvolledig interview"), true, false},
    {OUTCOME_INVALID, CLASS_OTHER, "invalid", N_("ongeldig interview"), false, true},
    {OUTCOME_NO_CONTACT, CLASS_NO_CONTACT, "no_contact", N_("niemand bereikt"), true, false},
    {OUTCOME_OPTED_OUT, CLASS_REFUSAL, "opted_out", N_("staat op de lijst van wie niet wil"), false, false},
    {OUTCOME_BROKEN_APPOINTMENT, CLASS_REFUSAL, "broken_appointment", N_("afspraak niet nagekomen"), true,
     false},
    {OUTCOME_REFUSED, CLASS_REFUSAL, "refused", N_("weigert"), false, true},
    {OUTCOME_PROXY_REFUSED, CLASS_REFUSAL, "proxy_refused", N_("een ander weigert"), true, true},
    {OUTCOME_SOMEONE_REFUSED, CLASS_REFUSAL, "someone_refused", N_("iemand weigert, onbekend wie"), true,
     true},
    {OUTCOME_AWAY, CLASS_OTHER, "away", N_("heel de periode afwezig"), true, false},
    {OUTCOME_UNABLE_SHORT, CLASS_OTHER, "unable_short", N_("nu ziek of niet in staat"), true, false},
    {OUTCOME_DECEASED, CLASS_INELIGIBLE, "deceased", N_("overleden"), false, false},
    {OUTCOME_LANGUAGE, CLASS_OTHER, "language", N_("taal: een andere interviewer nodig"), true, false},
    {OUTCOME_OTHER, CLASS_OTHER, "other", N_("geen interview om een andere reden"), true, true},
    {OUTCOME_UNABLE_LONG, CLASS_OTHER, "unable_long", N_("langdurig niet in staat"), false, true},
    {OUTCOME_MOVED_ABROAD, CLASS_INELIGIBLE, "moved_abroad", N_("verhuisd naar het buitenland"), false,
     false},
    {OUTCOME_MOVED_UNSURE, CLASS_UNKNOWN, "moved_unsure", N_("verhuisd, onbekend waarheen"), true, true},
    {OUTCOME_MOVED_WITHIN, CLASS_OTHER, "moved_within", N_("verhuisd binnen het land"), true, true},
    {OUTCOME_UNTRACEABLE, CLASS_UNKNOWN, "untraceable", N_("adres niet te vinden"), true, true},
    {OUTCOME_DERELICT, CLASS_INELIGIBLE, "derelict", N_("vervallen of gesloopt"), false, true},
    {OUTCOME_NOT_BUILT, CLASS_INELIGIBLE, "not_built", N_("nog niet gebouwd of bewoonbaar"), false, true},
    {OUTCOME_NOT_OCCUPIED, CLASS_INELIGIBLE, "not_occupied", N_("niemand woont er"), false, true},
    {OUTCOME_BUSINESS, CLASS_INELIGIBLE, "business", N_("alleen een zaak"), false, false},
    {OUTCOME_INSTITUTION, CLASS_INELIGIBLE, "institution", N_("een instelling"), false, false},
    {OUTCOME_INELIGIBLE, CLASS_INELIGIBLE, "ineligible",
     N_("hoort om een andere reden niet in de steekproef"), false, true},
    {OUTCOME_UNDEFINED, CLASS_UNKNOWN, "undefined", N_("niet af te leiden: kijk de bezoeken na"), true, true},
    {0, 0, NULL, NULL, false, false},
};

const struct outcome_row *outcome_row(enum outcome outcome)
{
    const struct outcome_row *row = outcome_rows;
    while (row->name && row->outcome != outcome) {
        row++;
    }
    return row->name ? row : row - 1;
}

/* ---- derivation ------------------------------------------------------------------------------------- */

static const enum outcome of_reason[WHYS] = {
    [WHY_NONE] = OUTCOME_OTHER,
    [WHY_APPOINTMENT] = OUTCOME_BROKEN_APPOINTMENT,
    [WHY_REFUSED] = OUTCOME_REFUSED,
    [WHY_PROXY_REFUSED] = OUTCOME_PROXY_REFUSED,
    [WHY_SOMEONE_REFUSED] = OUTCOME_SOMEONE_REFUSED,
    [WHY_AWAY] = OUTCOME_AWAY,
    [WHY_UNABLE_SHORT] = OUTCOME_UNABLE_SHORT,
    [WHY_UNABLE_LONG] = OUTCOME_UNABLE_LONG,
    [WHY_DECEASED] = OUTCOME_DECEASED,
    [WHY_MOVED_ABROAD] = OUTCOME_MOVED_ABROAD,
    [WHY_MOVED_UNSURE] = OUTCOME_MOVED_UNSURE,
    [WHY_MOVED_WITHIN] = OUTCOME_MOVED_WITHIN,
    [WHY_LANGUAGE] = OUTCOME_LANGUAGE,
    [WHY_OTHER] = OUTCOME_OTHER,
};

static const enum outcome of_invalid[INVALIDS] = {
    [INVALID_NONE] = OUTCOME_UNDEFINED,          [INVALID_DERELICT] = OUTCOME_DERELICT,
    [INVALID_NOT_BUILT] = OUTCOME_NOT_BUILT,     [INVALID_NOT_OCCUPIED] = OUTCOME_NOT_OCCUPIED,
    [INVALID_BUSINESS] = OUTCOME_BUSINESS,       [INVALID_INSTITUTION] = OUTCOME_INSTITUTION,
    [INVALID_UNTRACEABLE] = OUTCOME_UNTRACEABLE, [INVALID_OTHER] = OUTCOME_INELIGIBLE,
};

static const enum outcome of_validity[VALIDITIES] = {
    [INTERVIEW_NONE] = OUTCOME_UNDEFINED,      [INTERVIEW_VALID] = OUTCOME_VALID,
    [INTERVIEW_INCOMPLETE] = OUTCOME_PARTIAL,  [INTERVIEW_INVALID] = OUTCOME_INVALID,
    [INTERVIEW_OPTED_OUT] = OUTCOME_OPTED_OUT,
};

static bool is_contact(const struct visit *visit)
{
    return visit->result == VISIT_UNIDENTIFIED || visit->result == VISIT_RESPONDENT ||
           visit->result == VISIT_SOMEONE_ELSE;
}

/* The refusal among the visits that counts most, or WHY_NONE. */
static enum visit_reason refusal_among(const struct visit *visits, size_t n)
{
    enum visit_reason found = WHY_NONE;
    for (size_t i = 0; i < n; i++) {
        enum visit_reason reason = is_contact(&visits[i]) ? visits[i].reason : WHY_NONE;
        bool refusal = reason >= WHY_REFUSED && reason <= WHY_SOMEONE_REFUSED;
        if (refusal && (found == WHY_NONE || reason < found)) {
            found = reason;
        }
    }
    return found;
}

static enum outcome of_contact(const struct visit *visits, size_t n)
{
    enum visit_reason reason = visits[n - 1].reason;
    bool by_others = reason == WHY_PROXY_REFUSED || reason == WHY_SOMEONE_REFUSED;
    if (by_others && refusal_among(visits, n - 1) == WHY_REFUSED) {
        return OUTCOME_REFUSED;
    }
    return of_reason[reason];
}

enum outcome final_outcome(const struct visit *visits, size_t n, enum interview_validity validity)
{
    if (validity == INTERVIEW_OPTED_OUT) {
        return OUTCOME_OPTED_OUT;
    }
    if (n == 0) {
        return OUTCOME_NO_VISIT;
    }
    const struct visit *last = &visits[n - 1];
    switch (last->result) {
    case VISIT_COMPLETED:
    case VISIT_PARTIAL:
        return of_validity[validity];
    case VISIT_UNIDENTIFIED:
    case VISIT_RESPONDENT:
    case VISIT_SOMEONE_ELSE:
        return of_contact(visits, n);
    case VISIT_NO_CONTACT: {
        enum visit_reason refusal = refusal_among(visits, n - 1);
        return refusal == WHY_NONE ? OUTCOME_NO_CONTACT : of_reason[refusal];
    }
    case VISIT_INVALID_ADDRESS:
        return of_invalid[last->invalid];
    case VISIT_OTHER_NEWS:
        return last->reason == WHY_NONE ? OUTCOME_UNDEFINED : of_reason[last->reason];
    case VISIT_NOT_NOTED:
        return OUTCOME_UNDEFINED;
    }
    return OUTCOME_UNDEFINED;
}

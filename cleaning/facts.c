#include "cleaning/rules.h"

static const struct {
    const char *name;
    bool truth;
} facts[FACTS] = {
    [FACT_IN_SAMPLE] = {"fact_in_sample", true},
    [FACT_SAME_PERSON] = {"fact_same_person", false},
    [FACT_IN_MUNICIPALITY] = {"fact_in_municipality", true},
    [FACT_MINUTES] = {"fact_minutes", false},
    [FACT_GROUP_MINUTES] = {"fact_group_minutes", false},
    [FACT_FAST_SECTIONS] = {"fact_fast_sections", false},
    [FACT_MIDNIGHT] = {"fact_midnight", true},
    [FACT_ASKED] = {"fact_asked", false},
    [FACT_NONRESPONSE] = {"fact_nonresponse", false},
    [FACT_INTERVIEWER_Z] = {"fact_interviewer_z", false},
    [FACT_OPINIONS] = {"fact_opinions", false},
    [FACT_NO_OPINION] = {"fact_no_opinion", false},
    [FACT_FLAT_REVERSED] = {"fact_flat_reversed", false},
    [FACT_FLAT] = {"fact_flat", false},
    [FACT_ALIKE] = {"fact_alike", false},
    [FACT_SAME_TEXTS] = {"fact_same_texts", false},
    [FACT_COMPLETED] = {"fact_completed", true},
    [FACT_STATUS_COMPLETED] = {"fact_status_completed", true},
    [FACT_LISTED_TEXTS] = {"fact_listed_texts", false},
    [FACT_PERSONAL_TEXTS] = {"fact_personal_texts", false},
    [FACT_REGISTER_TEXTS] = {"fact_register_texts", false},
    [FACT_ISCO] = {"fact_isco", false},
    [FACT_ISCO_LEVEL] = {"fact_isco_level", false},
    [FACT_ISCO_KNOWN] = {"fact_isco_known", true},
    [FACT_ISCO_VAGUE] = {"fact_isco_vague", true},
    [FACT_NACE] = {"fact_nace", false},
    [FACT_CODERS_DIFFER] = {"fact_coders_differ", true},
    [FACT_VISITS] = {"fact_visits", false},
    [FACT_VISITS_EVENING] = {"fact_visits_evening", false},
    [FACT_VISITS_WEEKEND] = {"fact_visits_weekend", false},
    [FACT_VISITS_CLASH] = {"fact_visits_clash", false},
    [FACT_INTERVIEWER_SPEAKS] = {"fact_interviewer_speaks", true},
    [FACT_WEIGHT] = {"fact_weight", false},
    [FACT_WEIGHT_GROUP_MEAN] = {"fact_weight_group_mean", false},
    [FACT_MARGIN_GAP] = {"fact_margin_gap", false},
};

const char *fact_name(enum fact fact)
{
    return facts[fact].name;
}

bool fact_is_truth(enum fact fact)
{
    return facts[fact].truth;
}

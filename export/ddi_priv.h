#ifndef EXPORT_DDI_PRIV_H
#define EXPORT_DDI_PRIV_H

#include "export/study_card.h"
#include "export/summary.h"
#include "export/told.h"

/* DDI-Codebook 2.5 as XML; ddi.c writes elements through the library, the others say which. */
struct ddi {
    struct export_job *job;
    const struct model *model;
    struct output_file *file;
    struct _xmlTextWriter *xml;
    struct arena *scratch; /* reset per variable */
    struct telling_of telling;
    struct str interface; /* language of what we say ourselves */
};

void ddi_start(struct ddi *d, const char *element);
void ddi_end(struct ddi *d);
/* Attributes, right behind ddi_start; nothing where the text is empty. */
void ddi_put(struct ddi *d, const char *attribute, struct str text);
void ddi_say(struct ddi *d, struct str text);
/* An element with an attribute and a text; nothing where both are empty. */
void ddi_leaf(struct ddi *d, const char *element, struct str text);
void ddi_leaf_with(struct ddi *d, const char *element, const char *attribute, struct str value,
                   struct str text);
void ddi_leaf_in(struct ddi *d, const char *element, struct str language, struct str text);
void ddi_number(struct ddi *d, const char *element, const char *attribute, const char *value, uint64_t n);
/* Line ends between elements: not where an element stands inside a text. */
void ddi_indent(struct ddi *d, bool indent);
/* Runs over the languages of the model, the one chosen for labels last, as readers take the last. */
unsigned ddi_language(const struct ddi *d, unsigned turn);
struct str ddi_language_id(const struct ddi *d, unsigned language);
/* A label per language; `level` for the last one, which is there in any case. */
void ddi_labels(struct ddi *d, const struct words *words, const char *level);

/* ddi_study.c, ddi_groups.c, ddi_data.c */
void ddi_study(struct ddi *d);
void ddi_groups(struct ddi *d);
void ddi_variables(struct ddi *d);

#endif

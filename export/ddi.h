#ifndef EXPORT_DDI_H
#define EXPORT_DDI_H

#include "export/format.h"

/*
 * ddi.xml: the study, the file and its variables as DDI-Codebook 2.5, the form in which archives take a
 * codebook. Written at the close, from job->summary; a study card fills what the questionnaire does not know.
 */
void *ddi_open(struct export_job *job);
bool ddi_close(void *writer, bool good);

#endif

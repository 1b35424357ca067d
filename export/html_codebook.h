#ifndef EXPORT_HTML_CODEBOOK_H
#define EXPORT_HTML_CODEBOOK_H

#include "export/format.h"

/*
 * codebook.html: the codebook for people. One file that needs no network: a menu, search, the words of each
 * question per language, of whom it is asked, and what was answered. Written at the close, from job->summary.
 */
void *html_open(struct export_job *job);
bool html_close(void *writer, bool good);

#endif

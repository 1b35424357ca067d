#ifndef BASE_I18N_H
#define BASE_I18N_H

#include <stddef.h>

#include "base/str.h"

/*
 * The interface's words. Message ids are Dutch; English is a gettext catalogue. tr() looks up in the
 * catalogue chosen by i18n_start and returns the id itself where there is none. Mark strings in tables
 * with N_() and call tr() where they are shown.
 */
#define N_(text) text

/* `language`: "nl" or "en"; `folder`: where <language>/LC_MESSAGES/veldwerk.mo lies, or NULL for the
 * built-in place. Does not touch the process locale: the catalogue is read by ourselves, so that it works
 * on a laptop with no locales installed. */
void i18n_start(const char *language, const char *folder);
/* The language that tr() gives: "nl", or what the catalogue's head says. Until the next i18n_start. */
struct str i18n_language(void);
/* Both keep their argument's printf directives, so the compiler checks formats through them. */
const char *tr(const char *text) __attribute__((format_arg(1)));
/* Plural by the catalogue's two forms (Dutch and English agree: n != 1). */
const char *trn(const char *one, const char *many, unsigned long n)
    __attribute__((format_arg(1), format_arg(2)));

/* A .mo file (GNU gettext) in memory: the translation of `text` or NULL. Also read for iso-codes. */
struct mo;
struct mo *mo_open(const char *path); /* NULL when missing or damaged; sizes and offsets are checked */
void mo_close(struct mo *mo);
const char *mo_find(const struct mo *mo, const char *text);

#endif

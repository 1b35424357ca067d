#ifndef BASE_MO_PRIV_H
#define BASE_MO_PRIV_H

#include "base/str.h"

struct mo;

/* The whole translation, with NULs between its plural forms and one behind; ptr is NULL where none. */
struct str mo_forms(const struct mo *mo, const char *text);

#endif

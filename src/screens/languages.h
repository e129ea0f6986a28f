/* Which languages a screen offers. */
#ifndef AULA_SCREENS_LANGUAGES_H
#define AULA_SCREENS_LANGUAGES_H

#include <stdbool.h>
#include <stddef.h>

#include "model/record.h"

struct languages {
	enum lang v[LANG_COUNT];
	size_t n;
};

/* The centre's own list and order; else the configured one ("fi sv en"). Unknown tags and doubles are left
 * out; Finnish is always there. */
struct languages languages_offered(const struct centre *c, const char *configured);
/* A voice of espeak-ng exists (ACCESS.md: none for Northern Sámi or Somali). */
bool languages_has_voice(enum lang l);

#endif

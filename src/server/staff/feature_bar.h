/* When a feature is on the screens, as a bar over four weeks (picture 40). */
#ifndef AULA_SERVER_FEATURE_BAR_H
#define AULA_SERVER_FEATURE_BAR_H

#include <stdbool.h>
#include <stdint.h>

#include "model/lang.h"

struct arena;
struct html;

struct feature_bar {
	int64_t monday; /* the four weeks begin */
	int64_t now, from, until;
	bool later; /* not begun: only its outline */
};
/* Writes an <svg>; in words for those who do not see it: "9.3.–25.3.". */
void feature_bar(struct html *h, const struct feature_bar *b, enum lang l, struct arena *a);

#endif

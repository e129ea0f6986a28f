#include "import/tally.h"

#include <stdio.h>
#include <string.h>

void tally_add(struct tally *t, const char *why, const char *example)
{
	char cut[TALLY_REASON_BYTES];
	snprintf(cut, sizeof cut, "%s", why);
	size_t i = 0;
	while (i < t->n_reasons && strcmp(t->reason[i].why, cut) != 0)
		i++;
	if (i == TALLY_REASONS_MAX) {
		i--;
		snprintf(t->reason[i].why, TALLY_REASON_BYTES, "%s", "other reasons");
	} else if (i == t->n_reasons) {
		t->n_reasons++;
		memcpy(t->reason[i].why, cut, sizeof cut);
		snprintf(t->reason[i].example, TALLY_REASON_BYTES, "%s", example != NULL ? example : "");
	}
	t->reason[i].n++;
	t->total++;
}

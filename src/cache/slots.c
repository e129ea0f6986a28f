#include "cache/slots.h"

#include <stdlib.h>

#include "base/assert.h"

#define BITS_FIRST 12

void slots_fini(struct slots *s)
{
	free(s->v);
	*s = SLOTS_INIT;
}

void slots_reserve(struct slots *s)
{
	if (s->used * 2 < s->n)
		return;
	struct slots grown = {.bits = s->n == 0 ? BITS_FIRST : s->bits + 1, .used = s->used};
	grown.n = (size_t)1 << grown.bits;
	grown.v = calloc(grown.n, sizeof *grown.v);
	ASSERT(grown.v != NULL);
	for (size_t i = 0; i < s->n; i++) {
		if (s->v[i].what == NULL)
			continue;
		struct slot *slot = slots_first(&grown, s->v[i].hash);
		while (slot->what != NULL)
			slot = slots_next(&grown, slot);
		*slot = s->v[i];
	}
	free(s->v);
	*s = grown;
}

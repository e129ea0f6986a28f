#include "import/id_set.h"

#include <stdlib.h>

#include "base/assert.h"

struct id_set {
	uint64_t *slot; /* 0: free */
	size_t n, cap;  /* cap: power of two */
};

uint64_t text_hash(const char *s)
{
	uint64_t h = 14695981039346656037U;
	for (; *s != '\0'; s++)
		h = (h ^ (unsigned char)*s) * 1099511628211U;
	return h != 0 ? h : 1;
}

struct id_set *id_set_new(void)
{
	struct id_set *s = calloc(1, sizeof *s);
	ASSERT(s != NULL);
	s->cap = 1024;
	s->slot = calloc(s->cap, sizeof *s->slot);
	ASSERT(s->slot != NULL);
	return s;
}

void id_set_free(struct id_set *s)
{
	if (s == NULL)
		return;
	free(s->slot);
	free(s);
}

static uint64_t *find(uint64_t *slot, size_t cap, uint64_t h)
{
	size_t i = (size_t)h & (cap - 1);
	while (slot[i] != 0 && slot[i] != h)
		i = (i + 1) & (cap - 1);
	return &slot[i];
}

static void grow(struct id_set *s)
{
	size_t cap = s->cap * 2;
	uint64_t *slot = calloc(cap, sizeof *slot);
	ASSERT(slot != NULL);
	for (size_t i = 0; i < s->cap; i++)
		if (s->slot[i] != 0)
			*find(slot, cap, s->slot[i]) = s->slot[i];
	free(s->slot);
	s->slot = slot;
	s->cap = cap;
}

bool id_set_add(struct id_set *s, const char *text)
{
	if (s->n * 4 >= s->cap * 3)
		grow(s);
	uint64_t h = text_hash(text);
	uint64_t *at = find(s->slot, s->cap, h);
	if (*at != 0)
		return false;
	*at = h;
	s->n++;
	return true;
}

bool id_set_has(const struct id_set *s, const char *text)
{
	return *find(s->slot, s->cap, text_hash(text)) != 0;
}

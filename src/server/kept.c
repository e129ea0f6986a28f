#include "server/kept.h"

#include <stdlib.h>
#include <string.h>

#include "base/assert.h"
#include "base/str.h"

struct answer {
	char *key;
	int64_t at;
	void *what; /* NULL: a free place */
	void (*free_what)(void *what);
};

struct kept {
	struct answer v[KEPT_ANSWERS];
	size_t next; /* the oldest, or a free place */
};

static void drop(struct answer *x)
{
	if (x->what != NULL)
		x->free_what(x->what);
	free(x->key);
	*x = (struct answer){0};
}

struct kept *kept_new(void)
{
	struct kept *k = calloc(1, sizeof *k);
	ASSERT(k != NULL);
	return k;
}

void kept_free(struct kept *k)
{
	for (size_t i = 0; k != NULL && i < KEPT_ANSWERS; i++)
		drop(&k->v[i]);
	free(k);
}

void *kept_find(struct kept *k, const char *key, int64_t now, int64_t *at)
{
	for (size_t i = 0; i < KEPT_ANSWERS; i++) {
		const struct answer *x = &k->v[i];
		/* a clock that was set back must not make an answer last */
		if (x->what == NULL || now < x->at || now - x->at >= KEPT_S || !str_eq(x->key, key))
			continue;
		*at = x->at;
		return x->what;
	}
	return NULL;
}

void kept_put(struct kept *k, const char *key, int64_t now, void *what, void (*free_what)(void *what))
{
	struct answer *x = &k->v[k->next];
	drop(x);
	*x = (struct answer){.key = strdup(key), .at = now, .what = what, .free_what = free_what};
	ASSERT(x->key != NULL);
	k->next = (k->next + 1) % KEPT_ANSWERS;
}

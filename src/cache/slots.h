/* A table of things by their hashes, which the owner of the things computes: good in the high bits (hash_word). The
 * hash lies beside the pointer, so that one is told from others without a look at them. Open addressing; nothing is
 * taken out. */
#ifndef AULA_CACHE_SLOTS_H
#define AULA_CACHE_SLOTS_H

#include <stddef.h>
#include <stdint.h>

struct slot {
	uint64_t hash;
	void *what; /* borrowed; NULL free */
};

struct slots {
	struct slot *v;
	size_t n, used;
	unsigned bits; /* n is two to the power of it; 0: there are none yet */
};

#define SLOTS_INIT ((struct slots){0})

/* As initialised. */
void slots_fini(struct slots *s);
/* Room for one more: before looking for what may have to be put. */
void slots_reserve(struct slots *s);

/* Where to look from, once there are any: slot by slot, up to the first that is free. */
static inline struct slot *slots_first(const struct slots *s, uint64_t hash)
{
	return &s->v[hash >> (64 - s->bits)];
}

static inline struct slot *slots_next(const struct slots *s, struct slot *slot)
{
	return slot + 1 < s->v + s->n ? slot + 1 : s->v;
}

/* Into a free one that looking ended at. */
static inline void slots_put(struct slots *s, struct slot *slot, uint64_t hash, void *what)
{
	*slot = (struct slot){hash, what};
	s->used++;
}

/* What is looked up soon is fetched from memory meanwhile. */
static inline void slots_prefetch(const struct slots *s, uint64_t hash)
{
	if (s->n > 0)
		__builtin_prefetch(slots_first(s, hash));
}

#endif

#include "import/str_map.h"

#include <stdlib.h>
#include <string.h>

#include "base/assert.h"
#include "base/str.h"
#include "import/id_set.h"

struct entry {
	uint64_t hash;
	const char *key, *value;
};

struct str_map {
	struct arena *a;
	struct entry *v; /* in order of insertion */
	size_t n, room;
	size_t *slot; /* index + 1 into v; 0: free */
	size_t cap;   /* power of two */
};

struct str_map *str_map_new(struct arena *a)
{
	struct str_map *m = calloc(1, sizeof *m);
	ASSERT(m != NULL);
	m->a = a;
	m->room = 256;
	m->cap = 1024;
	m->v = calloc(m->room, sizeof *m->v);
	m->slot = calloc(m->cap, sizeof *m->slot);
	ASSERT(m->v != NULL && m->slot != NULL);
	return m;
}

void str_map_free(struct str_map *m)
{
	if (m == NULL)
		return;
	free(m->v);
	free(m->slot);
	free(m);
}

static size_t *find(const struct str_map *m, uint64_t hash, const char *key)
{
	size_t i = (size_t)hash & (m->cap - 1);
	while (m->slot[i] != 0) {
		const struct entry *e = &m->v[m->slot[i] - 1];
		if (e->hash == hash && strcmp(e->key, key) == 0)
			break;
		i = (i + 1) & (m->cap - 1);
	}
	return &m->slot[i];
}

static void grow(struct str_map *m)
{
	m->room *= 2;
	m->v = realloc(m->v, m->room * sizeof *m->v);
	m->cap *= 2;
	free(m->slot);
	m->slot = calloc(m->cap, sizeof *m->slot);
	ASSERT(m->v != NULL && m->slot != NULL);
	for (size_t k = 0; k < m->n; k++) {
		size_t i = (size_t)m->v[k].hash & (m->cap - 1);
		while (m->slot[i] != 0)
			i = (i + 1) & (m->cap - 1);
		m->slot[i] = k + 1;
	}
}

void str_map_put(struct str_map *m, const char *key, const char *value)
{
	if (m->n == m->room)
		grow(m);
	uint64_t hash = text_hash(key);
	size_t *slot = find(m, hash, key);
	if (*slot == 0) {
		m->v[m->n] = (struct entry){.hash = hash, .key = arena_strdup(m->a, key)};
		*slot = ++m->n;
	}
	m->v[*slot - 1].value = arena_strdup(m->a, value);
}

const char *str_map_get(const struct str_map *m, const char *key)
{
	size_t slot = key != NULL ? *find(m, text_hash(key), key) : 0;
	return slot != 0 ? m->v[slot - 1].value : NULL;
}

size_t str_map_count(const struct str_map *m)
{
	return m->n;
}

const char *str_map_key(const struct str_map *m, size_t i)
{
	return m->v[i].key;
}

const char *str_map_value(const struct str_map *m, size_t i)
{
	return m->v[i].value;
}

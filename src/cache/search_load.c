#include "cache/search_load.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/assert.h"
#include "base/str.h"
#include "cache/hash.h"
#include "cache/search_build.h"

/* An organisation or place that was named or put. */
struct named {
	enum record_kind kind;
	const char *id;
	struct organisation *organisation; /* both NULL: not put (yet) */
	struct place *place;
};

struct search_load {
	struct search_build *build;
	struct arena a;
	struct named **slots; /* open addressing, a power of two */
	size_t n_slots, n_named;
	struct names_of {
		const struct named *organisation, *place; /* NULL none */
	} * docs;
	size_t n_docs, docs_cap;
};

struct search_load *search_load_new(struct analyser *a, struct known_names *names)
{
	struct search_load *l = calloc(1, sizeof *l);
	ASSERT(l != NULL);
	l->build = search_build_new(a, names);
	return l;
}

void search_load_free(struct search_load *l)
{
	if (l == NULL)
		return;
	search_build_free(l->build);
	arena_fini(&l->a);
	free(l->slots);
	free(l->docs);
	free(l);
}

/* The slot that holds the name, or the free one where it belongs. */
static struct named **slot_of(struct named **slots, size_t n, enum record_kind kind, const char *id)
{
	size_t at = (hash_name(id) + (uint64_t)kind) & (n - 1);
	while (slots[at] != NULL && (slots[at]->kind != kind || strcmp(slots[at]->id, id) != 0))
		at = (at + 1) & (n - 1);
	return &slots[at];
}

static void slots_grow(struct search_load *l)
{
	size_t n = l->n_slots == 0 ? 4096 : l->n_slots * 2;
	struct named **slots = calloc(n, sizeof *slots);
	ASSERT(slots != NULL);
	for (size_t i = 0; i < l->n_slots; i++)
		if (l->slots[i] != NULL)
			*slot_of(slots, n, l->slots[i]->kind, l->slots[i]->id) = l->slots[i];
	free(l->slots);
	l->slots = slots;
	l->n_slots = n;
}

static struct named *named(struct search_load *l, enum record_kind kind, const char *id)
{
	if (str_empty(id))
		return NULL;
	if (l->n_named * 2 >= l->n_slots)
		slots_grow(l);
	struct named **slot = slot_of(l->slots, l->n_slots, kind, id);
	if (*slot == NULL) {
		*slot = ARENA_NEW(&l->a, struct named);
		**slot = (struct named){.kind = kind, .id = arena_strdup(&l->a, id)};
		l->n_named++;
	}
	return *slot;
}

static struct ltext copy_names(struct search_load *l, const struct ltext *names)
{
	struct ltext copy = {0};
	for (int i = 0; i < LANG_COUNT; i++)
		copy.v[i] = arena_strdup(&l->a, names->v[i]);
	return copy;
}

static void put_activity(struct search_load *l, int64_t key, const struct record *r)
{
	const struct search_doc d = {.key = key, .name = hash_name(r->id), .activity = &r->activity};
	if (l->n_docs == l->docs_cap) {
		l->docs_cap = l->docs_cap == 0 ? 1024 : l->docs_cap * 2;
		l->docs = realloc(l->docs, l->docs_cap * sizeof *l->docs);
		ASSERT(l->docs != NULL);
	}
	l->docs[l->n_docs++] =
		(struct names_of){.organisation = named(l, KIND_ORGANISATION, r->activity.organisation),
				  .place = named(l, KIND_PLACE, r->activity.place)};
	search_build_add(l->build, &d);
}

void search_load_put(struct search_load *l, int64_t key, const struct record *r)
{
	if (r->kind == KIND_ACTIVITY) {
		put_activity(l, key, r);
	} else if (r->kind == KIND_ORGANISATION) {
		struct named *n = named(l, r->kind, r->id);
		n->organisation = ARENA_NEW(&l->a, struct organisation);
		n->organisation->name = copy_names(l, &r->organisation.name);
	} else if (r->kind == KIND_PLACE) {
		struct named *n = named(l, r->kind, r->id);
		n->place = ARENA_NEW(&l->a, struct place);
		n->place->name = copy_names(l, &r->place.name);
		n->place->city = copy_names(l, &r->place.city);
	}
}

struct search_build *search_load_finish(struct search_load *l)
{
	for (size_t i = 0; i < l->n_docs; i++) {
		const struct names_of *names = &l->docs[i];
		search_build_add_names(l->build, i,
				       names->organisation != NULL ? names->organisation->organisation : NULL,
				       names->place != NULL ? names->place->place : NULL);
	}
	return l->build;
}

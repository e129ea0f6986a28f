#include "cache/search_load.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/assert.h"
#include "base/str.h"
#include "base/worker.h"
#include "cache/apply.h"
#include "cache/hash.h"
#include "cache/search_build.h"

/* An organisation or place that was named or put. */
struct named {
	enum record_kind kind;
	const char *id;
	bool put;
	struct build_names names; /* when it was put */
};

struct search_load {
	struct worker *worker;
	struct load_page {
		struct search_load *load;
		const struct cache_item *items; /* borrowed */
		size_t n;
	} pages[CACHE_PAGES_BEHIND + 1]; /* a ring of what the thread may not be done with */
	size_t n_pages;                  /* ever */
	int64_t *keys;                   /* of the documents, as they were put */
	size_t n_keys, n_keys_told, keys_cap;
	/* the thread's, until it has settled: */
	struct search_build *build;
	struct arena a;
	struct named **slots; /* open addressing, a power of two */
	size_t n_slots, n_named;
	struct late_names {
		const struct named *organisation, *place; /* NULL: none, or added with the document */
	} * docs;
	size_t n_docs, docs_cap;
};

struct search_load *search_load_new(struct analyser *a)
{
	struct search_load *l = calloc(1, sizeof *l);
	ASSERT(l != NULL);
	l->build = search_build_new(a);
	l->worker = worker_new();
	return l;
}

void search_load_free(struct search_load *l)
{
	if (l == NULL)
		return;
	worker_free(l->worker);
	search_build_free(l->build);
	arena_fini(&l->a);
	free(l->slots);
	free(l->docs);
	free(l->keys);
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

/* NULL: not put yet, or nothing is named. */
static const struct build_names *names_of(const struct named *n)
{
	return n != NULL && n->put ? &n->names : NULL;
}

/* Its key comes later: search_load_keys. */
static void put_activity(struct search_load *l, const struct record *r)
{
	const struct named *organisation = named(l, KIND_ORGANISATION, r->activity.organisation);
	const struct named *place = named(l, KIND_PLACE, r->activity.place);
	const struct search_doc d = {.name = hash_name(r->id),
				     .activity = &r->activity,
				     .organisation = names_of(organisation),
				     .place = names_of(place)};
	if (l->n_docs == l->docs_cap) {
		l->docs_cap = l->docs_cap == 0 ? 1024 : l->docs_cap * 2;
		l->docs = realloc(l->docs, l->docs_cap * sizeof *l->docs);
		ASSERT(l->docs != NULL);
	}
	l->docs[l->n_docs++] =
		(struct late_names){.organisation = d.organisation == NULL ? organisation : NULL,
				    .place = d.place == NULL ? place : NULL};
	search_build_add(l->build, &d);
}

static void put(struct search_load *l, const struct record *r)
{
	if (r->kind == KIND_ACTIVITY) {
		put_activity(l, r);
	} else if (r->kind == KIND_ORGANISATION || r->kind == KIND_PLACE) {
		struct named *n = named(l, r->kind, r->id);
		n->names = search_build_names(l->build, r);
		n->put = true;
	}
}

static bool brings_record(const struct cache_item *x)
{
	return !x->gone && x->record != NULL;
}

/* In the thread. */
static void put_page(void *user)
{
	const struct load_page *p = user;
	for (size_t i = 0; i < p->n; i++)
		if (brings_record(&p->items[i]))
			put(p->load, p->items[i].record);
}

void search_load_items(struct search_load *l, const struct cache_item *items, size_t n)
{
	worker_wait(l->worker, CACHE_PAGES_BEHIND);
	struct load_page *p = &l->pages[l->n_pages++ % (CACHE_PAGES_BEHIND + 1)];
	*p = (struct load_page){.load = l, .items = items, .n = n};
	worker_start(l->worker, put_page, p);
}

void search_load_keys(struct search_load *l, const struct cache_item *items, size_t n, const int64_t *keys)
{
	if (l->n_keys + n > l->keys_cap) {
		l->keys_cap = 2 * (l->n_keys + n);
		l->keys = realloc(l->keys, l->keys_cap * sizeof *l->keys);
		ASSERT(l->keys != NULL);
	}
	for (size_t i = 0; i < n; i++)
		if (brings_record(&items[i]) && items[i].record->kind == KIND_ACTIVITY)
			l->keys[l->n_keys++] = keys[i];
}

void search_load_settle(struct search_load *l)
{
	worker_wait(l->worker, 0);
}

struct search_build *search_load_build(struct search_load *l)
{
	search_load_settle(l);
	for (; l->n_keys_told < l->n_keys; l->n_keys_told++)
		search_build_set_key(l->build, l->n_keys_told, l->keys[l->n_keys_told]);
	return l->build;
}

struct search_build *search_load_finish(struct search_load *l)
{
	struct search_build *b = search_load_build(l);
	for (size_t i = 0; i < l->n_docs; i++) {
		const struct build_names *organisation = names_of(l->docs[i].organisation);
		const struct build_names *place = names_of(l->docs[i].place);
		if (organisation != NULL || place != NULL)
			search_build_add_names(b, i, organisation, place);
	}
	return b;
}

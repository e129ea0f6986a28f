#include "cache/search_load.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/assert.h"
#include "base/buf.h"
#include "base/error.h"
#include "base/str.h"
#include "base/worker.h"
#include "cache/apply.h"
#include "cache/hash.h"
#include "cache/search_build.h"
#include "cache/slots.h"

/* An organisation or place that was named or put. */
struct named {
	struct build_names names; /* when it was put */
	bool put;
	uint8_t kind;
	char id[];
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
	size_t n_keys, keys_cap;
	bool has_last; /* the thread has been told to build */
	/* the thread's, until it has settled: */
	struct search_build *build;
	struct arena a;
	struct slots named; /* of struct named */
	struct late_names {
		const struct named *organisation, *place; /* NULL: none, or added with the document */
	} * docs;
	size_t n_docs, docs_cap;
	struct buf segment; /* of all */
	bool built;
	struct error error; /* not built: why */
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
	slots_fini(&l->named);
	free(l->docs);
	free(l->keys);
	buf_fini(&l->segment);
	free(l);
}

static uint64_t hash_of(enum record_kind kind, const char *id)
{
	return hash_word(id, strlen(id)) ^ (uint64_t)kind << 32;
}

static struct named *named(struct search_load *l, enum record_kind kind, const char *id)
{
	if (str_empty(id))
		return NULL;
	slots_reserve(&l->named);
	uint64_t hash = hash_of(kind, id);
	struct slot *slot = slots_first(&l->named, hash);
	for (; slot->what != NULL; slot = slots_next(&l->named, slot)) {
		struct named *there = slot->what;
		if (slot->hash == hash && there->kind == kind && strcmp(there->id, id) == 0)
			return there;
	}
	size_t room = strlen(id) + 1;
	struct named *n = arena_alloc(&l->a, sizeof *n + room);
	n->kind = (uint8_t)kind;
	memcpy(n->id, id, room);
	slots_put(&l->named, slot, hash, n);
	return n;
}

static void near(const struct search_load *l, enum record_kind kind, const char *id)
{
	if (!str_empty(id))
		slots_prefetch(&l->named, hash_of(kind, id));
}

static void near_names(const struct search_load *l, const struct record *r)
{
	if (r->kind != KIND_ACTIVITY)
		return;
	near(l, KIND_ORGANISATION, r->activity.organisation);
	near(l, KIND_PLACE, r->activity.place);
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
	for (size_t i = 0; i < p->n; i++) {
		if (i + 1 < p->n && brings_record(&p->items[i + 1]))
			near_names(p->load, p->items[i + 1].record);
		if (brings_record(&p->items[i]))
			put(p->load, p->items[i].record);
	}
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

/* In the thread, or when it has settled. */
static void build_all(void *user)
{
	struct search_load *l = user;
	for (size_t i = 0; i < l->n_docs; i++) {
		const struct build_names *organisation = names_of(l->docs[i].organisation);
		const struct build_names *place = names_of(l->docs[i].place);
		if (organisation != NULL || place != NULL)
			search_build_add_names(l->build, i, organisation, place);
	}
	l->built = search_build_write(l->build, &l->segment, &l->error);
}

void search_load_last(struct search_load *l, const struct cache_item *items, size_t n)
{
	search_load_items(l, items, n);
	worker_start(l->worker, build_all, l);
	l->has_last = true;
}

bool search_load_has_last(const struct search_load *l)
{
	return l->has_last;
}

bool search_load_write(struct search_load *l, bool all, struct buf *out, struct error *e)
{
	search_load_settle(l);
	if (all && !l->has_last)
		build_all(l);
	if (all && !l->built)
		return error_pass(e, &l->error);
	if (all) {
		*out = l->segment;
		l->segment = BUF_INIT;
	} else if (!search_build_write(l->build, out, e)) {
		return false;
	}
	search_build_put_keys(out, l->keys, l->n_keys);
	return true;
}

size_t search_load_count(const struct search_load *l)
{
	return l->n_docs;
}

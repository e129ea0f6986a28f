#include "cache/search_join.h"

#include <stdlib.h>
#include <string.h>

#include "base/assert.h"
#include "cache/search_build.h"
#include "cache/search_index.h"
#include "cache/search_segment.h"

struct level {
	struct segment segment; /* owned */
	uint8_t *keep;          /* for each document */
};

struct search_join {
	uint64_t *names; /* open addressing, a power of two; 0 free (no name hashes to it) */
	size_t n_slots, n_names;
	struct level levels[SEARCH_LEVELS_MAX];
	size_t n_levels;
};

struct search_join *search_join_new(void)
{
	struct search_join *j = calloc(1, sizeof *j);
	ASSERT(j != NULL);
	return j;
}

void search_join_free(struct search_join *j)
{
	if (j == NULL)
		return;
	for (size_t i = 0; i < j->n_levels; i++) {
		segment_fini(&j->levels[i].segment);
		free(j->levels[i].keep);
	}
	free(j->names);
	free(j);
}

static uint64_t *slot_of(uint64_t *names, size_t n, uint64_t name)
{
	size_t at = (size_t)name & (n - 1);
	while (names[at] != 0 && names[at] != name)
		at = (at + 1) & (n - 1);
	return &names[at];
}

static void grow(struct search_join *j)
{
	size_t n = j->n_slots == 0 ? 256 : j->n_slots * 2;
	uint64_t *names = calloc(n, sizeof *names);
	ASSERT(names != NULL);
	for (size_t i = 0; i < j->n_slots; i++)
		if (j->names[i] != 0)
			*slot_of(names, n, j->names[i]) = j->names[i];
	free(j->names);
	j->names = names;
	j->n_slots = n;
}

/* False: the name was there. */
static bool add_name(struct search_join *j, uint64_t name)
{
	if (j->n_names * 2 >= j->n_slots)
		grow(j);
	uint64_t *slot = slot_of(j->names, j->n_slots, name);
	if (name == 0 || *slot != 0)
		return false;
	*slot = name;
	j->n_names++;
	return true;
}

void search_join_changed(struct search_join *j, uint64_t name)
{
	add_name(j, name);
}

void search_join_take(struct search_join *j, struct segment *s)
{
	ASSERT(j->n_levels < SEARCH_LEVELS_MAX);
	if (s->blob == NULL)
		return;
	struct level *l = &j->levels[j->n_levels++];
	*l = (struct level){.segment = *s, .keep = calloc((size_t)s->h->n_docs + 1, 1)};
	*s = (struct segment){0};
	ASSERT(l->keep != NULL);
	for (uint32_t d = 0; d < l->segment.h->n_docs; d++)
		l->keep[d] = add_name(j, l->segment.docs[d].name);
}

size_t search_join_count(const struct search_join *j)
{
	return j->n_names;
}

/* --- copying --- */

struct copying {
	struct search_build *b;
	const uint32_t *numbers; /* + 1, of each document in the builder; 0 = left out */
	const char *lower; /* no NUL behind it */
	size_t len;
	unsigned flags;
	struct build_term *term; /* looked up at its first document that is kept */
};

static void copy_posting(void *user, uint32_t doc, unsigned level)
{
	struct copying *c = user;
	if (c->numbers[doc] == 0)
		return;
	if (c->term == NULL)
		c->term = search_build_term(c->b, c->lower, c->len);
	if (c->term != NULL)
		search_build_posting(c->b, c->term, c->numbers[doc], level, c->flags);
}

static void copy_level(const struct level *l, struct search_build *b, bool all)
{
	const struct segment *s = &l->segment;
	uint32_t *numbers = calloc((size_t)s->h->n_docs + 1, sizeof *numbers);
	ASSERT(numbers != NULL);
	for (uint32_t d = 0; d < s->h->n_docs; d++)
		if (l->keep[d] && (!all || s->docs[d].key != 0))
			numbers[d] = search_build_document(b, &s->docs[d]);
	for (uint32_t i = 0; i < s->h->n_terms; i++) {
		unsigned len;
		const char *lower = segment_lower(s, &s->terms[i], &len);
		struct copying c = {
			.b = b, .numbers = numbers, .lower = lower, .len = len, .flags = s->terms[i].flags};
		segment_postings(s, &s->terms[i], copy_posting, &c);
	}
	free(numbers);
}

void search_join_write(const struct search_join *j, struct search_build *b, bool all)
{
	for (size_t i = 0; i < j->n_levels; i++)
		copy_level(&j->levels[i], b, all);
}

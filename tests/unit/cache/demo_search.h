/* Search over the demo data, opened once for a group of tests; shared by those of search. */
#ifndef AULA_TESTS_CACHE_DEMO_SEARCH_H
#define AULA_TESTS_CACHE_DEMO_SEARCH_H

#include "fixture.h"

#include "cache/search.h"
#include "support/demo_cache.h"

static struct fixture *demo;
static struct search *search;

static inline int open_demo(void **state)
{
	void *made;
	(void)state;
	setup(&made);
	demo = made;
	demo_cache_fill(demo->w, demo->now, NULL, NULL);
	demo->view.centre = "kaakkuri";
	assert_ok(search_open(&search, reader(demo), "assets/thesaurus", &demo->e), demo->e);
	return 0;
}

static inline int close_demo(void **state)
{
	void *made = demo;
	(void)state;
	search_close(search);
	return teardown(&made);
}

static inline struct search_result ask(enum lang lang, const char *text)
{
	struct search_result r;
	demo->view.lang = lang;
	assert_ok(search_query(search, &demo->view, text, 10, &r, &demo->a, &demo->e), demo->e);
	return r;
}

static inline bool offers(const struct search_result *r, const char *text, size_t *n)
{
	for (size_t i = 0; i < r->n_suggestions; i++) {
		if (strcmp(r->suggestions[i].text, text) != 0)
			continue;
		*n = r->suggestions[i].n;
		return true;
	}
	return false;
}

#endif

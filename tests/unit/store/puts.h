/* Records put into a store, for the suites about what becomes of them. */
#ifndef AULA_TESTS_STORE_PUTS_H
#define AULA_TESTS_STORE_PUTS_H

#include "backends.h"
#include "store/store.h"

#define NOW 1763800000

/* An activity whose title and fingerprint are its doc; fails the case when the store does not take it. */
static inline enum store_outcome put(struct store *s, const char *source, const char *run, const char *id,
			      const char *doc)
{
	struct error e = ERROR_INIT;
	enum store_outcome out = STORE_REMOVED;
	struct store_put p = {.kind = KIND_ACTIVITY,
			      .id = id,
			      .source = source,
			      .run = run,
			      .doc = doc,
			      .doc_len = strlen(doc),
			      .title = doc,
			      .search = " lukupiiri",
			      .now = NOW};
	memcpy(p.fingerprint, doc, strlen(doc) < 32 ? strlen(doc) : 32);
	if (!store_put(s, &p, &out, &e))
		fail_msg("%s", e.text);
	return out;
}

static inline void begin(struct store *s)
{
	assert_true(store_begin(s, NULL));
}

static inline void commit(struct store *s)
{
	assert_true(store_commit(s, NULL));
}

/* The kept head must be what counting afresh gives. */
static inline void assert_sound(struct store *s)
{
	struct store_head kept = store_head(s), counted;
	assert_true(store_recount(s, &counted, NULL));
	assert_int_equal(kept.live, counted.live);
	assert_true(digest_equal(&kept.digest, &counted.digest));
	assert_true(kept.head >= counted.head);
}

#endif

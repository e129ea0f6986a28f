/* Pages asked for ahead: while one is being applied, a thread fetches, verifies and prepares the next ones,
 * each asked for as the one before it says. One question at a time is on its way and few pages are in memory.
 * The engine's thread owns all of it; between take and drop nothing else may use what the pages are fetched
 * with. */
#ifndef AULA_SYNC_AHEAD_H
#define AULA_SYNC_AHEAD_H

#include <stdbool.h>
#include <stdint.h>

#include "base/error.h"
#include "cache/apply.h"
#include "feed/key.h"
#include "net/http.h"
#include "spool/sync_status.h"
#include "sync/fetch.h"
#include "sync/prepare.h"

struct ahead;
struct worker;

/* Why several: applying waits for the disk now and then, about as long as some pages take the thread. Of pages
 * of many bytes fewer are asked for. */
#define AHEAD_PAGES 6
#define AHEAD_BYTES ((size_t)8 * 1024 * 1024)
/* A page that was taken stays whole while this many more are (what the cache borrows of it), then there are
 * those that the thread has or will have. */
#define AHEAD_SLOTS (CACHE_PAGES_BEHIND + 2 + AHEAD_PAGES)

struct question {
	int64_t after, wait_s;
	int64_t now; /* for prepare_page; does not tell questions apart */
	char key[KEY_HEX_BYTES];
};

struct answer {
	struct ahead *ahead;
	bool asked; /* false: the page before was the last, or none */
	struct question question;
	enum fetched fetched;
	enum sync_state state; /* of FETCHED_FAILED */
	bool verified;         /* of FETCHED_PAGE: page is to be applied; else error says why it is refused */
	struct prepared page;
	struct error error; /* also of FETCHED_FAILED */
	struct http_response response;
};

/* Where pages come from. */
struct ahead_source {
	/* fetch_feed, or what does as it does */
	enum fetched (*fetch)(void *user, int64_t after, int64_t wait_s, struct http_response *response,
			      enum sync_state *state, struct error *e);
	void (*stop)(void *user, bool stop); /* fetcher_stop; NULL: fetching ends soon by itself */
	void *user;                          /* borrowed */
};

struct ahead {
	struct ahead_source source;
	struct worker *worker;            /* NULL: no thread */
	struct answer slots[AHEAD_SLOTS]; /* a ring */
	size_t n_taken, n_begun;          /* ever; what is begun and not taken is the thread's */
};

void ahead_init(struct ahead *a, const struct ahead_source *source);
/* As ahead_drop. */
void ahead_fini(struct ahead *a);

/* The answer: what was asked for ahead when that is the same question, else asked now. Begins with those that
 * come after it. Whole until drop, or CACHE_PAGES_BEHIND + 1 more are taken. */
const struct answer *ahead_take(struct ahead *a, const struct question *q);
/* What is on its way is not wanted: it is cut off within about a second. Nothing that was taken may be in
 * use. The thread ends too. */
void ahead_drop(struct ahead *a);

#endif

/* Questions to the server: the feed and its key. Says what an answer is, so that nothing but a page is ever
 * parsed. */
#ifndef AULA_SYNC_FETCH_H
#define AULA_SYNC_FETCH_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

#include "net/http.h"
#include "spool/sync_status.h"

struct error;
struct settings;

enum fetched {
	FETCHED_PAGE,       /* body is what claims to be a page: verify it */
	FETCHED_START_OVER, /* 410: we are older than the server remembers */
	FETCHED_FAILED,     /* no page: state and error say why */
	FETCHED_CANCELLED,
};

struct fetcher {
	const struct settings *settings; /* borrowed */
	struct http_client *http;
	int64_t limit;             /* records a page; halves when the link is too slow for them */
	int cancel_fd;             /* -1: none */
	int64_t seen_at;           /* signed time of the newest page, INSTANT_NONE: none; told when waiting */
	bool (*alive)(void *user); /* asked at least once a second while waiting; true = stop */
	void *alive_user;
	atomic_bool stopped; /* fetcher_stop */
};

void fetcher_init(struct fetcher *f, const struct settings *s);
void fetcher_fini(struct fetcher *f);

/* wait_s 0: an answer at once. response is filled; its state of the link goes to *state when FETCHED_FAILED.
 */
enum fetched fetch_feed(struct fetcher *f, int64_t after, int64_t wait_s, struct http_response *response,
			enum sync_state *state, struct error *e);

#define FETCH_KEY_BYTES_MAX 65536
/* GET /v1/key. With pinned "": the key the server says. Else the key that pinned leads to by signed
 * rotations, which is pinned itself when there are none. */
bool fetch_key(struct fetcher *f, const char *pinned, char out[65], struct error *e);

/* Another thread's question ends as cancelled, and further ones until it is taken back. */
void fetcher_stop(struct fetcher *f, bool stop);

/* Sleeps; true when it was cut short because the program is to end. */
bool fetcher_sleep(struct fetcher *f, int64_t ms);

#endif

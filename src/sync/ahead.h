/* Questions for pages, one ahead: while a page is being applied, the next is fetched, verified and prepared by a
 * thread. At most one question is on its way and at most two pages are in memory. The engine's thread owns all of it;
 * while a question is on its way, nothing else may use the fetcher. */
#ifndef AULA_SYNC_AHEAD_H
#define AULA_SYNC_AHEAD_H

#include <stdbool.h>
#include <stdint.h>

#include "base/error.h"
#include "feed/key.h"
#include "net/http.h"
#include "spool/sync_status.h"
#include "sync/fetch.h"
#include "sync/prepare.h"

struct worker;

struct question {
	int64_t after, wait_s;
	int64_t now; /* for prepare_page; does not tell questions apart */
	char key[KEY_HEX_BYTES];
};

struct answer {
	struct question question;
	struct fetcher *fetcher;
	enum fetched fetched;
	enum sync_state state; /* of FETCHED_FAILED */
	bool verified;	       /* of FETCHED_PAGE: page is to be applied; else error says why it is refused */
	struct prepared page;
	struct error error; /* also of FETCHED_FAILED */
	struct http_response response;
};

struct ahead {
	struct fetcher *fetcher; /* borrowed */
	struct worker *worker;	 /* NULL: no thread */
	struct answer two[2];
	int taken;	/* which of them is the engine's; the other is the thread's */
	bool under_way; /* the other is being asked for, or has been */
};

void ahead_init(struct ahead *a, struct fetcher *f);
void ahead_fini(struct ahead *a);

/* Begins asking; nothing is on its way. */
void ahead_begin(struct ahead *a, const struct question *q);
/* The answer: of what is on its way when that is the same question, else asked now. Valid until ahead_done. */
const struct answer *ahead_take(struct ahead *a, const struct question *q);
void ahead_done(struct ahead *a);
/* What is on its way is not wanted: it is cut off within about a second. The thread ends too. */
void ahead_drop(struct ahead *a);

#endif

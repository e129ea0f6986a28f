/* Feed pages ready to send. A page is the same for every screen that asks the same question, so it is built,
 * signed and compressed once and kept until the head moves or its signed time grows old. */
#ifndef AULA_SERVER_FEED_PAGES_H
#define AULA_SERVER_FEED_PAGES_H

#include <stddef.h>
#include <stdint.h>

#include "feed/compress.h"

struct error;
struct feed_pages;
struct signing_key;
struct store;
struct web_page;
struct web_server;

#define FEED_PAGES_KEPT 64
#define FEED_PAGES_BYTES ((size_t)32 * 1024 * 1024)
#define FEED_PAGES_AGE_S 30 /* a page's signed time is never older than this when it is sent */

/* Borrows both. */
struct feed_pages *feed_pages_new(struct web_server *web, const struct signing_key *key);
void feed_pages_free(struct feed_pages *f);

/* Borrowed until the next call; NULL on an error of the store. etag: of this very page. */
struct web_page *feed_pages_get(struct feed_pages *f, struct store *store, int64_t after, size_t limit,
				enum coding coding, int64_t now, const char **etag, struct error *e);

#endif

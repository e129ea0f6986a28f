/* One verified page into the cache: in one transaction or not at all. No network here. */
#ifndef AULA_SYNC_APPLIER_H
#define AULA_SYNC_APPLIER_H

#include <stdbool.h>
#include <stdint.h>

#include "cache/apply.h"
#include "feed/digest.h"

struct error;
struct prepared;

/* A page may come out of an HTTP cache, so its signed time may be a little before the newest seen. More is a
 * replay. */
#define APPLIER_AT_SLACK_S 300

enum applied {
	APPLIED_MORE,     /* in the cache; ask on */
	APPLIED_CURRENT,  /* in the cache, and the digest agrees: we have what the server has */
	APPLIED_MISMATCH, /* nothing changed: the digest would not agree; load from the start */
};

/* meta: the cache's state before, and on success after. false: nothing changed; ERROR_TRUST for a page that
 * goes back, other kinds as the cache gives them. now: when the digest counts as verified. Borrows the page
 * as cache_page_put_items does. */
bool applier_page(struct cache_writer *w, struct cache_meta *meta, const struct prepared *page, int64_t now,
		  enum applied *out, struct error *e);

/* The digest of everything in the cache. */
bool applier_digest(struct cache_writer *w, struct digest *out, struct error *e);

#endif

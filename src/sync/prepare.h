/* What of a page can be done without the cache: it is verified, its records are read, what lists need is taken out of
 * them. So it may be done in another thread while the page before is still being applied. */
#ifndef AULA_SYNC_PREPARE_H
#define AULA_SYNC_PREPARE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "cache/apply.h"
#include "feed/digest.h"
#include "feed/page.h"

struct error;

struct prepared {
	struct arena arena; /* of all the rest */
	struct feed_page page;
	struct cache_item *items; /* page.items, made ready */
	struct digest brought;    /* of all that is not gone */
	size_t n_opaque;	  /* records this program cannot read, kept but not shown */
};

#define PREPARED_INIT ((struct prepared){0})

/* out empty. Borrows text until prepared_fini. Errors as feed_page_read gives them. now: for what lists show
 * of the time to come; the page's signed time when that is later. */
bool prepare_page(struct prepared *out, const char *text, size_t len, const char *pinned_key_hex, int64_t after,
		  int64_t now, struct error *e);
/* Empty again, with its memory kept for the next page. */
void prepared_reset(struct prepared *p);
/* As initialised; harmless on one that is. */
void prepared_fini(struct prepared *p);
#define CLEANUP_PREPARED __attribute__((cleanup(prepared_fini)))

#endif

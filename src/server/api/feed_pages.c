#include "server/api/feed_pages.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/assert.h"
#include "base/cleanup.h"
#include "base/error.h"
#include "feed/page.h"
#include "store/store.h"
#include "web/http.h"

struct kept {
	struct web_page *page; /* NULL: free */
	int64_t after, head, at, used;
	size_t limit, bytes;
	enum coding coding;
	char etag[80];
};

struct feed_pages {
	struct web_server *web;
	const struct signing_key *key;
	struct kept kept[FEED_PAGES_KEPT];
	size_t bytes;
	int64_t uses;
};

struct feed_pages *feed_pages_new(struct web_server *web, const struct signing_key *key)
{
	struct feed_pages *f = calloc(1, sizeof *f);
	ASSERT(f != NULL);
	f->web = web;
	f->key = key;
	return f;
}

static void drop(struct feed_pages *f, struct kept *k)
{
	web_page_free(k->page);
	f->bytes -= k->bytes;
	*k = (struct kept){0};
}

void feed_pages_free(struct feed_pages *f)
{
	if (f == NULL)
		return;
	for (size_t i = 0; i < FEED_PAGES_KEPT; i++)
		drop(f, &f->kept[i]);
	free(f);
}

/* --- building
 * -------------------------------------------------------------------------------------------------- */

struct writing {
	struct buf *out;
	int64_t to;
	size_t n;
};

static bool write_change(void *user, int64_t seq, const char *kind, const char *id, const char *doc,
			 size_t doc_len)
{
	struct writing *w = user;
	if (doc != NULL)
		feed_page_put(w->out, seq, kind, id, doc, doc_len);
	else
		feed_page_gone(w->out, seq, kind, id);
	w->to = seq;
	w->n++;
	return w->out->len < FEED_PAGE_BYTES_FULL;
}

static bool build(struct feed_pages *f, struct store *store, int64_t after, size_t limit, int64_t now,
		  struct buf *out, struct feed_trailer *t, struct error *e)
{
	struct writing w = {out, after, 0};
	if (!store_freeze(store, e))
		return false;
	struct store_head head = store_head(store);
	bool ok = store_changes(store, after, limit, write_change, &w, e);
	store_thaw(store);
	if (!ok)
		return false;
	/* a short page has reached the head, even when the newest numbers belong to nothing any more */
	bool full = w.n == limit || out->len >= FEED_PAGE_BYTES_FULL;
	*t = (struct feed_trailer){.after = after, .head = head.head, .live = head.live, .at = now};
	t->to = full ? w.to : head.head;
	t->more = t->to < t->head;
	digest_to_hex(&head.digest, t->digest);
	feed_page_finish(out, t, f->key);
	return true;
}

static struct kept *find(struct feed_pages *f, int64_t after, size_t limit, enum coding coding, int64_t head,
			 int64_t now)
{
	struct kept *found = NULL;
	for (size_t i = 0; i < FEED_PAGES_KEPT; i++) {
		struct kept *k = &f->kept[i];
		if (k->page == NULL)
			continue;
		if (k->head != head || now - k->at >= FEED_PAGES_AGE_S || now < k->at)
			drop(f, k);
		else if (k->after == after && k->limit == limit && k->coding == coding)
			found = k;
	}
	return found;
}

/* A free place; the longest unused page makes room. */
static struct kept *place_for(struct feed_pages *f, size_t bytes)
{
	for (;;) {
		struct kept *oldest = NULL, *free_one = NULL;
		for (size_t i = 0; i < FEED_PAGES_KEPT; i++) {
			struct kept *k = &f->kept[i];
			if (k->page == NULL)
				free_one = k;
			else if (oldest == NULL || k->used < oldest->used)
				oldest = k;
		}
		if (free_one != NULL && (f->bytes + bytes <= FEED_PAGES_BYTES || oldest == NULL))
			return free_one;
		drop(f, oldest);
	}
}

static struct kept *keep(struct feed_pages *f, const struct feed_trailer *t, size_t limit, enum coding coding,
			 struct buf *body)
{
	struct kept *k = place_for(f, body->len);
	*k = (struct kept){.after = t->after,
			   .head = t->head,
			   .at = t->at,
			   .limit = limit,
			   .bytes = body->len,
			   .coding = coding};
	snprintf(k->etag, sizeof k->etag, "\"%lld-%zu-%lld-%lld-%d\"", (long long)t->after, limit,
		 (long long)t->head, (long long)t->at, (int)coding);
	/* A page with more to come stays true however the store goes on; the newest page must not hide news.
	 */
	struct web_page_header headers[] = {
		{"Cache-Control", t->more ? "public, max-age=20" : "public, max-age=1"},
		{"ETag", k->etag},
		{"Vary", "Accept-Encoding"},
		{"Content-Encoding", coding_word(coding)},
	};
	f->bytes += k->bytes;
	k->page = web_page_new(f->web, "application/x-ndjson", body, headers,
			       coding == CODING_IDENTITY ? 3 : 4);
	return k;
}

struct web_page *feed_pages_get(struct feed_pages *f, struct store *store, int64_t after, size_t limit,
				enum coding coding, int64_t now, const char **etag, struct error *e)
{
	CLEANUP_BUF struct buf text = BUF_INIT;
	CLEANUP_BUF struct buf packed = BUF_INIT;
	struct feed_trailer t;
	struct kept *k = find(f, after, limit, coding, store_head(store).head, now);
	if (k == NULL) {
		if (!build(f, store, after, limit, now, &text, &t, e) ||
		    !compress_bytes(coding, text.data, text.len, &packed, e))
			return NULL;
		k = keep(f, &t, limit, coding, &packed);
	}
	k->used = ++f->uses;
	*etag = k->etag;
	return k->page;
}

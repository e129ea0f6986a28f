#include "sync/applier.h"

#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/cleanup.h"
#include "base/clock.h"
#include "base/error.h"
#include "base/log.h"
#include "base/str.h"
#include "model/codec.h"

struct applying {
	struct cache_writer *w;
	const struct feed_page *page;
	struct cache_meta meta; /* becomes the state when all is well */
	struct digest digest;
	bool counting; /* digest is kept with every record; during a load it is counted at the end */
	size_t n_opaque;
};

static bool add_to_digest(void *user, const char *kind, const char *id, int64_t seq)
{
	digest_add(user, kind, id, seq);
	return true;
}

bool applier_digest(struct cache_writer *w, struct digest *out, struct error *e)
{
	*out = DIGEST_EMPTY;
	return cache_each_live(w, add_to_digest, out, e);
}

static bool check_not_back(const struct cache_meta *meta, const struct feed_trailer *t, struct error *e)
{
	if (t->after != meta->after)
		return error_set(e, ERROR_TRUST, "page answers after=%lld, asked was %lld",
				 (long long)t->after, (long long)meta->after);
	if (t->head < meta->seq)
		return error_set(e, ERROR_TRUST, "page goes back: its head %lld is before our %lld",
				 (long long)t->head, (long long)meta->seq);
	if (meta->signed_at != INSTANT_NONE && t->at < meta->signed_at - APPLIER_AT_SLACK_S)
		return error_set(e, ERROR_TRUST,
				 "page goes back in time: signed %lld s before the newest we have",
				 (long long)(meta->signed_at - t->at));
	return true;
}

/* NULL when this program cannot read it. */
static const struct record *decode(const struct feed_item *item, struct record *r, struct arena *a)
{
	struct error why = ERROR_INIT;
	if (item->kind == KIND_NONE)
		return NULL;
	if (record_decode(r, item->kind, item->id, item->doc, item->doc_len, a, &why))
		return r;
	log_debug("%s %s: not readable here: %s", item->kind_word, item->id, why.text);
	return NULL;
}

static bool put_item(struct applying *x, const struct feed_item *item, struct arena *a, struct error *e)
{
	struct record r;
	int64_t was_seq;
	bool ok;
	if (item->gone) {
		ok = cache_page_remove(x->w, item->seq, item->kind_word, item->id, &was_seq, e);
	} else if (decode(item, &r, a) != NULL) {
		ok = cache_page_put(x->w, item->seq, &r, item->doc, item->doc_len, &was_seq, e);
	} else {
		x->n_opaque++;
		ok = cache_page_put_opaque(x->w, item->seq, item->kind_word, item->id, item->doc,
					   item->doc_len, &was_seq, e);
	}
	if (!ok || !x->counting)
		return ok;
	if (was_seq != 0)
		digest_remove(&x->digest, item->kind_word, item->id, was_seq);
	if (!item->gone)
		digest_add(&x->digest, item->kind_word, item->id, item->seq);
	return true;
}

static bool put_items(struct applying *x, struct error *e)
{
	CLEANUP_ARENA struct arena a = ARENA_INIT;
	for (size_t i = 0; i < x->page->n_items; i++) {
		arena_reset(&a);
		if (!put_item(x, &x->page->items[i], &a, e))
			return false;
	}
	return true;
}

/* The last page: what the load did not bring goes, and the digest is counted. */
static bool finish_load(struct applying *x, struct error *e)
{
	int64_t n_removed;
	if (!cache_page_sweep(x->w, &n_removed, e) || !applier_digest(x->w, &x->digest, e))
		return false;
	if (n_removed > 0)
		log_info("load finished; %lld records are gone", (long long)n_removed);
	x->counting = true;
	x->meta.loading = false;
	return true;
}

static bool same_digest(const struct applying *x, const char *hex)
{
	struct digest theirs;
	return digest_from_hex(hex, &theirs) && digest_equal(&theirs, &x->digest);
}

static void set_state(struct applying *x, int64_t now, enum applied result)
{
	const struct feed_trailer *t = &x->page->trailer;
	struct cache_meta *m = &x->meta;
	m->after = t->to;
	if (m->signed_at == INSTANT_NONE || t->at > m->signed_at)
		m->signed_at = t->at;
	if (m->loading) {
		m->load_have += (int64_t)x->page->n_items;
		m->load_total = t->live;
		return;
	}
	m->seq = t->to;
	m->load_have = m->load_total = 0;
	digest_to_hex(&x->digest, m->digest);
	if (result == APPLIED_CURRENT) {
		m->verified_at = now;
		m->complete = true;
	}
}

static bool apply(struct applying *x, int64_t now, enum applied *out, struct error *e)
{
	const struct feed_trailer *t = &x->page->trailer;
	if (!put_items(x, e))
		return false;
	if (!t->more && x->meta.loading && !finish_load(x, e))
		return false;
	*out = t->more ? APPLIED_MORE : APPLIED_CURRENT;
	if (!t->more && !same_digest(x, t->digest)) {
		*out = APPLIED_MISMATCH;
		cache_page_rollback(x->w);
		return true;
	}
	set_state(x, now, *out);
	return cache_page_commit(x->w, &x->meta, e);
}

bool applier_page(struct cache_writer *w, struct cache_meta *meta, const struct feed_page *page, int64_t now,
		  enum applied *out, size_t *n_opaque, struct error *e)
{
	struct applying x = {.w = w, .page = page, .meta = *meta};
	*n_opaque = 0;
	if (!check_not_back(meta, &page->trailer, e))
		return false;
	cache_writer_set_now(w, now);
	x.counting = !meta->loading && digest_from_hex(meta->digest, &x.digest);
	if (!x.counting && !meta->loading)
		return error_set(e, ERROR_CORRUPT, "cache: it has no digest of its records");
	if (!cache_page_begin(w, e))
		return false;
	bool ok = apply(&x, now, out, e);
	if (!ok) {
		cache_page_rollback(w);
		return false;
	}
	*n_opaque = x.n_opaque;
	if (*out != APPLIED_MISMATCH)
		*meta = x.meta;
	return true;
}

#include "sync/applier.h"

#include <stdlib.h>

#include "base/assert.h"
#include "base/cleanup.h"
#include "base/clock.h"
#include "base/error.h"
#include "base/log.h"
#include "sync/prepare.h"

struct applying {
	struct cache_writer *w;
	const struct prepared *in;
	struct cache_meta meta; /* becomes the state when all is well */
	struct digest digest;
	bool counting; /* digest is kept with every record; false: a load that began without, counted at its end */
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

static bool put_items(struct applying *x, struct error *e)
{
	CLEANUP_FREE int64_t *was_seq = calloc(x->in->page.n_items + 1, sizeof *was_seq);
	ASSERT(was_seq != NULL);
	if (!cache_page_put_items(x->w, x->in->items, x->in->page.n_items, was_seq, e))
		return false;
	for (size_t i = 0; i < x->in->page.n_items; i++)
		if (was_seq[i] != 0)
			digest_remove(&x->digest, x->in->items[i].kind, x->in->items[i].id, was_seq[i]);
	digest_join(&x->digest, &x->in->brought);
	return true;
}

/* The last page: what the load did not bring goes. */
static bool finish_load(struct applying *x, struct error *e)
{
	int64_t n_removed;
	if (!cache_page_sweep(x->w, &n_removed, e) || (!x->counting && !applier_digest(x->w, &x->digest, e)))
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
	const struct feed_trailer *t = &x->in->page.trailer;
	struct cache_meta *m = &x->meta;
	m->after = t->to;
	if (m->signed_at == INSTANT_NONE || t->at > m->signed_at)
		m->signed_at = t->at;
	if (x->counting)
		digest_to_hex(&x->digest, m->digest);
	if (m->loading) {
		m->load_have += (int64_t)x->in->page.n_items;
		m->load_total = t->live;
		return;
	}
	m->seq = t->to;
	m->load_have = m->load_total = 0;
	if (result == APPLIED_CURRENT) {
		m->verified_at = now;
		m->complete = true;
	}
}

static bool apply(struct applying *x, int64_t now, enum applied *out, struct error *e)
{
	const struct feed_trailer *t = &x->in->page.trailer;
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

bool applier_page(struct cache_writer *w, struct cache_meta *meta, const struct prepared *page, int64_t now,
		  enum applied *out, struct error *e)
{
	struct applying x = {.w = w, .in = page, .meta = *meta, .digest = DIGEST_EMPTY};
	if (!check_not_back(meta, &page->page.trailer, e))
		return false;
	x.counting = (meta->loading && meta->after == 0) || digest_from_hex(meta->digest, &x.digest);
	if (!x.counting && !meta->loading)
		return error_set(e, ERROR_CORRUPT, "cache: it has no digest of its records");
	bool last = meta->loading && !page->page.trailer.more;
	bool ok = (!last || cache_load_ends(w, page->items, page->page.n_items, e)) && cache_page_begin(w, e) &&
		  apply(&x, now, out, e);
	if (!ok) {
		cache_page_rollback(w);
		return false;
	}
	if (*out != APPLIED_MISMATCH)
		*meta = x.meta;
	return true;
}

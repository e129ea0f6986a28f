#include "sync/prepare.h"

#include <string.h>

#include "base/buf.h"
#include "base/cleanup.h"
#include "base/error.h"
#include "base/log.h"
#include "cache/facts.h"
#include "model/codec.h"

#define ROOM 5 /* times its text a page takes, at most about: one piece of memory that the next page finds warm */

struct preparing {
	struct prepared *out;
	struct facts_window window;
	struct arena scratch;
	struct buf facts;
};

/* NULL when this program cannot read it. */
static const struct record *decode(const struct feed_item *item, struct arena *a)
{
	struct error why = ERROR_INIT;
	if (item->kind == KIND_NONE)
		return NULL;
	struct record *r = ARENA_NEW(a, struct record);
	if (record_decode(r, item->kind, item->id, item->doc, item->doc_len, a, &why))
		return r;
	log_debug("%s %s: not readable here: %s", item->kind_word, item->id, why.text);
	return NULL;
}

static void take_facts(struct preparing *x, struct cache_item *item)
{
	buf_clear(&x->facts);
	arena_reset(&x->scratch);
	if (!facts_of(item->record, &x->window, &x->scratch, &x->facts))
		return;
	item->facts = arena_copy(&x->out->arena, x->facts.data, x->facts.len);
	item->facts_len = x->facts.len;
}

static void prepare_item(struct preparing *x, const struct feed_item *from, struct cache_item *item)
{
	*item = (struct cache_item){.seq = from->seq,
				    .kind = from->kind_word,
				    .id = from->id,
				    .gone = from->gone,
				    .doc = from->doc,
				    .doc_len = from->doc_len};
	if (item->gone)
		return;
	item->sum = cache_sum(from->doc, from->doc_len);
	item->record = decode(from, &x->out->arena);
	digest_add(&x->out->brought, item->kind, item->id, item->seq);
	if (item->record != NULL)
		take_facts(x, item);
	else
		x->out->n_opaque++;
}

bool prepare_page(struct prepared *out, const char *text, size_t len, const char *pinned_key_hex, int64_t after,
		  int64_t now, struct error *e)
{
	arena_reserve(&out->arena, len * ROOM);
	if (!feed_page_read(&out->page, text, len, pinned_key_hex, after, &out->arena, e))
		return false;
	const struct feed_page *page = &out->page;
	struct preparing x = {.out = out,
			      .window = facts_window_at(now > page->trailer.at ? now : page->trailer.at)};
	out->items = ARENA_ARRAY(&out->arena, struct cache_item, page->n_items);
	for (size_t i = 0; i < page->n_items; i++)
		prepare_item(&x, &page->items[i], &out->items[i]);
	arena_fini(&x.scratch);
	buf_fini(&x.facts);
	return true;
}

void prepared_reset(struct prepared *p)
{
	arena_reset(&p->arena);
	*p = (struct prepared){.arena = p->arena};
}

void prepared_fini(struct prepared *p)
{
	arena_fini(&p->arena);
	*p = PREPARED_INIT;
}

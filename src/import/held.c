#include "import/held.h"

#include <stdlib.h>
#include <string.h>

#include "base/assert.h"
#include "base/buf.h"
#include "base/cleanup.h"
#include "import/id_set.h"
#include "model/codec.h"

#define FIRST_SLOTS 256

struct one {
	enum record_kind kind;
	char *id, *line; /* line NULL: not come yet, or sent */
	bool used, passed;
};

struct held {
	struct one *v; /* in the order they were first heard of */
	size_t n, cap;
	uint32_t *slot; /* number + 1; 0: free */
	size_t slots;	/* power of two, over twice n */
};

struct held *held_new(void)
{
	struct held *h = calloc(1, sizeof *h);
	ASSERT(h != NULL);
	return h;
}

void held_free(struct held *h)
{
	if (h == NULL)
		return;
	for (size_t i = 0; i < h->n; i++) {
		free(h->v[i].id);
		free(h->v[i].line);
	}
	free(h->v);
	free(h->slot);
	free(h);
}

static uint32_t *find(const struct held *h, enum record_kind kind, const char *id)
{
	size_t i = (size_t)(text_hash(id) + (uint64_t)kind) & (h->slots - 1);
	for (; h->slot[i] != 0; i = (i + 1) & (h->slots - 1)) {
		const struct one *o = &h->v[h->slot[i] - 1];
		if (o->kind == kind && strcmp(o->id, id) == 0)
			break;
	}
	return &h->slot[i];
}

static void grow(struct held *h)
{
	h->slots = h->slots == 0 ? FIRST_SLOTS : h->slots * 2;
	h->cap = h->slots / 2;
	free(h->slot);
	h->slot = calloc(h->slots, sizeof *h->slot);
	struct one *v = realloc(h->v, h->cap * sizeof *v);
	ASSERT(h->slot != NULL && v != NULL);
	h->v = v;
	for (uint32_t i = 0; i < h->n; i++)
		*find(h, v[i].kind, v[i].id) = i + 1;
}

static struct one *get(struct held *h, enum record_kind kind, const char *id)
{
	if (h->n == h->cap)
		grow(h);
	uint32_t *slot = find(h, kind, id);
	if (*slot == 0) {
		h->v[h->n] = (struct one){.kind = kind, .id = strdup(id)};
		ASSERT(h->v[h->n].id != NULL);
		*slot = (uint32_t)++h->n;
	}
	return &h->v[*slot - 1];
}

bool held_keep(struct held *h, const struct record *r)
{
	CLEANUP_BUF struct buf line = BUF_INIT;
	struct one *o = get(h, r->kind, r->id);
	if (o->used)
		return false;
	record_line_write(r, &line);
	free(o->line);
	o->line = strdup(buf_str(&line));
	ASSERT(o->line != NULL);
	return true;
}

bool held_use(struct held *h, enum record_kind kind, const char *id, struct buf *line)
{
	struct one *o = get(h, kind, id);
	bool kept = o->line != NULL;
	o->used = true;
	if (kept)
		buf_puts(line, o->line);
	free(o->line);
	o->line = NULL;
	return kept;
}

void held_pass(struct held *h, enum record_kind kind, const char *id)
{
	get(h, kind, id)->passed = true;
}

bool held_next(const struct held *h, size_t *at, struct held_rest *out)
{
	while (*at < h->n && h->v[*at].line == NULL)
		++*at;
	if (*at == h->n)
		return false;
	const struct one *o = &h->v[(*at)++];
	*out = (struct held_rest){.kind = o->kind, .id = o->id, .line = o->line, .passed = o->passed};
	return true;
}

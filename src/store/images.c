/* Which of the uploaded pictures are used, and the end of those that are not. */
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/assert.h"
#include "base/cleanup.h"
#include "base/error.h"
#include "store/internal.h"

#define HASH_LEN (STORE_KEY_HEX_BYTES - 1)
#define PUBLISHED_HERE                                                                                                  \
	"SELECT records.doc FROM facts JOIN records ON records.kind = facts.kind AND records.id = facts.id"            \
	" WHERE facts.source IN ('staff', 'own') AND facts.kind = 'activity' AND records.doc IS NOT NULL"
#define IMAGES_LOOKED_AT 20000 /* more wait for the next time */

struct upload {
	const char *hash;
	int64_t unused_since;
	bool used;
};

struct uploads {
	struct upload *v;
	size_t n;
};

static bool read_images(struct store *s, struct uploads *out, struct arena *a, struct error *e)
{
	bool ok;
	struct sql_rows *r = sql_query(s->sql, e, "SELECT count(*) FROM images", "");
	if (!sql_next(r, &ok, e))
		return ok;
	int64_t n = sql_i64(r, 0);
	sql_done(r);
	n = n < IMAGES_LOOKED_AT ? n : IMAGES_LOOKED_AT;
	*out = (struct uploads){ARENA_ARRAY(a, struct upload, (size_t)n + 1), 0};
	/* those that were found unused come first, so that none is passed over for ever */
	r = sql_query(s->sql, e,
		      "SELECT hash, unused_since FROM images ORDER BY CASE WHEN unused_since IS NULL THEN 1 ELSE 0 END,"
		      " unused_since, added_at DESC LIMIT ?1",
		      "i", n);
	while (sql_next(r, &ok, e))
		out->v[out->n++] = (struct upload){.hash = sql_text(r, 0, a), .unused_since = sql_instant(r, 1)};
	return ok;
}

static int by_hash(const void *a, const void *b)
{
	return strcmp(((const struct upload *)a)->hash, ((const struct upload *)b)->hash);
}

/* Marks every image whose name, a word of exactly so many hex digits, stands in the text. */
static void mark_used(struct uploads *all, const char *text)
{
	static const char digits[] = "0123456789abcdef";
	while (*text != '\0') {
		size_t len = strspn(text, digits);
		if (len == HASH_LEN) {
			char hash[HASH_LEN + 1];
			memcpy(hash, text, HASH_LEN);
			hash[HASH_LEN] = '\0';
			const struct upload key = {.hash = hash};
			struct upload *found = bsearch(&key, all->v, all->n, sizeof *all->v, by_hash);
			if (found != NULL)
				found->used = true;
		}
		text += len;
		text += strcspn(text, digits);
	}
}

/* Everything a picture can stand in: what was written here and is published, merged into another, waits for a decision or
 * was begun. Imported records never use one. */
static bool mark_all(struct store *s, struct uploads *all, struct error *e)
{
	static const char *const texts[] = {
		PUBLISHED_HERE,
		"SELECT doc FROM merges WHERE source IN ('staff', 'own')",
		"SELECT doc FROM listings WHERE state IN ('waiting', 'refused') AND doc IS NOT NULL",
		"SELECT fields FROM drafts",
	};
	for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
		bool ok;
		struct sql_rows *r = sql_query(s->sql, e, texts[i], "");
		while (sql_next(r, &ok, e))
			mark_used(all, sql_text_borrow(r, 0, NULL));
		if (!ok)
			return false;
	}
	return true;
}

static bool settle(struct store *s, const struct upload *x, int64_t now, int64_t *dropped, struct error *e)
{
	bool known = x->unused_since != INSTANT_NONE;
	if (x->used)
		return !known ||
		       sql_run(s->sql, e, NULL, "UPDATE images SET unused_since = NULL WHERE hash = ?1", "s", x->hash);
	if (!known)
		return sql_run(s->sql, e, NULL, "UPDATE images SET unused_since = ?2 WHERE hash = ?1", "si", x->hash, now);
	if (now - x->unused_since < STORE_IMAGE_UNUSED_S)
		return true;
	++*dropped;
	return sql_run(s->sql, e, NULL, "DELETE FROM images WHERE hash = ?1", "s", x->hash);
}

bool store_image_purge(struct store *s, int64_t now, int64_t *dropped, struct error *e)
{
	CLEANUP_ARENA struct arena a = ARENA_INIT;
	struct uploads all = {0};
	*dropped = 0;
	ASSERT(sql_in_transaction(s->sql));
	if (!read_images(s, &all, &a, e))
		return false;
	if (all.n == 0)
		return true;
	qsort(all.v, all.n, sizeof *all.v, by_hash);
	if (!mark_all(s, &all, e))
		return false;
	for (size_t i = 0; i < all.n; i++)
		if (!settle(s, &all.v[i], now, dropped, e))
			return false;
	return true;
}

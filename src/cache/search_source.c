#include "cache/search_source.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/assert.h"
#include "base/cleanup.h"
#include "base/error.h"
#include "cache/hash.h"
#include "cache/search_build.h"
#include "db/db.h"
#include "model/codec.h"

static bool read_named(struct db *db, enum record_kind kind, const char *id, struct record *r, bool *found,
		       struct arena *a, struct error *e)
{
	bool row;
	size_t len;
	*found = false;
	struct db_stmt *s = db_use(db, "SELECT doc FROM record WHERE kind=?1 AND id=?2", e);
	if (s == NULL)
		return false;
	db_bind_text(s, 1, record_kind_word(kind));
	db_bind_text(s, 2, id);
	if (!db_step(s, &row, e))
		return false;
	const char *doc = row ? db_column_borrow(s, 0, &len) : NULL;
	*found = doc != NULL && record_decode(r, kind, id, doc, len, a, NULL);
	db_reset(s);
	return true;
}

/* Organisations and places that were read for earlier activities of the same walk. */
#define NAMED_KEPT 32768 /* a power of two; one that falls on another's slot takes its place */

struct named {
	enum record_kind kind;
	const char *id; /* NULL: free */
	bool there;
	struct build_names names; /* the builder's */
};

struct named_cache {
	struct named slots[NAMED_KEPT];
	struct arena a;
};

static bool read_names(struct db *db, struct named *n, enum record_kind kind, const char *id, struct search_build *b,
		       struct error *e)
{
	CLEANUP_ARENA struct arena a = ARENA_INIT;
	struct record r;
	*n = (struct named){.kind = kind, .id = id};
	if (!read_named(db, kind, id, &r, &n->there, &a, e))
		return false;
	if (n->there)
		n->names = search_build_names(b, &r);
	return true;
}

/* kept NULL: only into *own. *out NULL: there is none. */
static bool find_names(struct db *db, struct named_cache *kept, enum record_kind kind, const char *id,
		       struct search_build *b, struct named *own, const struct build_names **out, struct error *e)
{
	struct named *n = own;
	*out = NULL;
	if (id == NULL)
		return true;
	if (kept != NULL)
		n = &kept->slots[(hash_name(id) + (uint64_t)kind) & (NAMED_KEPT - 1)];
	bool known = kept != NULL && n->id != NULL && n->kind == kind && strcmp(n->id, id) == 0;
	if (!known && !read_names(db, n, kind, kept != NULL ? arena_strdup(&kept->a, id) : id, b, e))
		return false;
	*out = n->there ? &n->names : NULL;
	return true;
}

static bool add_doc(struct db *db, struct named_cache *kept, int64_t key, const char *id, const char *doc,
		    size_t len, struct search_build *b, struct arena *a, struct error *e)
{
	struct record r;
	struct named organisation, place;
	struct search_doc d = {.key = key, .name = hash_name(id), .activity = &r.activity};
	if (!record_decode(&r, KIND_ACTIVITY, id, doc, len, a, NULL))
		return true; /* sync has logged it when the record came */
	if (!find_names(db, kept, KIND_ORGANISATION, r.activity.organisation, b, &organisation, &d.organisation, e) ||
	    !find_names(db, kept, KIND_PLACE, r.activity.place, b, &place, &d.place, e))
		return false;
	search_build_add(b, &d);
	return true;
}

bool source_add(struct db *db, int64_t key, struct search_build *b, struct error *e)
{
	bool row;
	size_t len;
	CLEANUP_ARENA struct arena a = ARENA_INIT;
	struct db_stmt *s =
		db_use(db, "SELECT id, doc FROM record WHERE key=?1 AND kind='activity' AND opaque=0", e);
	if (s == NULL)
		return false;
	db_bind_i64(s, 1, key);
	if (!db_step(s, &row, e))
		return false;
	if (!row)
		return true;
	const char *id = db_column_text(s, 0, &a);
	const char *doc = db_column_borrow(s, 1, &len);
	bool ok = doc == NULL || add_doc(db, NULL, key, id, doc, len, b, &a, e);
	db_reset(s);
	return ok;
}

static bool add_all(struct db *db, struct named_cache *kept, struct search_build *b, struct error *e)
{
	CLEANUP_ARENA struct arena a = ARENA_INIT;
	/* in the order they lie in: the index of names (+ keeps SQLite off it) would lead all over the file */
	struct db_stmt *s =
		db_use(db, "SELECT key, id, doc FROM record WHERE +kind='activity' AND opaque=0", e);
	if (s == NULL)
		return false;
	for (;;) {
		bool row;
		size_t len;
		if (!db_step(s, &row, e))
			return false;
		if (!row)
			return true;
		arena_reset(&a);
		const char *id = db_column_text(s, 1, &a);
		const char *doc = db_column_borrow(s, 2, &len);
		if (doc != NULL && !add_doc(db, kept, db_column_i64(s, 0), id, doc, len, b, &a, e)) {
			db_reset(s);
			return false;
		}
	}
}

bool source_add_all(struct db *db, struct search_build *b, struct error *e)
{
	struct named_cache *kept = calloc(1, sizeof *kept);
	ASSERT(kept != NULL);
	bool ok = add_all(db, kept, b, e);
	arena_fini(&kept->a);
	free(kept);
	return ok;
}

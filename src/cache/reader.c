#include <stdlib.h>
#include <sys/stat.h>

#include "base/assert.h"
#include "base/log.h"
#include "cache/hash.h"
#include "cache/reader_internal.h"
#include "cache/schema.h"
#include "model/codec.h"

bool cache_open(struct cache **out, const char *path, struct error *e)
{
	const struct db_options options = {.mode = DB_READ};
	struct stat st;
	int64_t version = 0;
	*out = NULL;
	struct cache *c = calloc(1, sizeof *c);
	ASSERT(c != NULL);
	bool ok = db_open(&c->db, path, &options, e) && db_version(c->db, &version, e);
	if (ok && version != (int64_t)cache_schema_steps)
		ok = error_set(e, version == 0 ? ERROR_NOT_FOUND : ERROR_REFUSED, "%s: version %lld, not %zu",
			       path, (long long)version, cache_schema_steps);
	if (ok && stat(path, &st) != 0)
		ok = error_set_errno(e, "%s", path);
	if (!ok) {
		cache_close(c);
		return false;
	}
	c->device = st.st_dev;
	c->inode = st.st_ino;
	c->seen_version = -1;
	cache_changed(c);
	*out = c;
	return true;
}

void cache_close(struct cache *c)
{
	if (c == NULL)
		return;
	rows_fini(&c->rows);
	index_fini(&c->index);
	arena_fini(&c->scratch);
	db_close(c->db);
	free(c);
}

bool cache_changed(struct cache *c)
{
	int64_t version;
	if (!db_data_version(c->db, &version, NULL))
		return true; /* let the caller read, and meet the error there */
	bool changed = version != c->seen_version;
	c->seen_version = version;
	return changed;
}

bool cache_replaced(const struct cache *c, const char *path)
{
	struct stat st;
	return stat(path, &st) == 0 && (st.st_dev != c->device || st.st_ino != c->inode);
}

/* Counting reads every fact: 2 ms at 20,000 activities, and screens ask for the state at each picture. So once for
 * each rev, which every change of facts raises. */
static bool count_activities(struct cache *c, int64_t rev, struct error *e)
{
	bool row;
	if (rev == c->counted_rev)
		return true;
	struct db_stmt *s = db_use(c->db, "SELECT count(*) FROM fact WHERE kind=?1", e);
	if (s == NULL)
		return false;
	db_bind_i64(s, 1, KIND_ACTIVITY);
	if (!db_step(s, &row, e))
		return false;
	c->n_activities = db_column_i64(s, 0);
	c->counted_rev = rev;
	db_reset(s);
	return true;
}

bool cache_get_state(struct cache *c, struct cache_state *out, struct error *e)
{
	bool row;
	struct db_stmt *s = db_use(
		c->db,
		"SELECT seq, signed_at, verified_at, complete, load_have, load_total, rev FROM state WHERE one=1", e);
	if (s == NULL || !db_step(s, &row, e))
		return false;
	if (!row)
		return error_set(e, ERROR_CORRUPT, "cache: its state row is gone");
	*out = (struct cache_state){
		.seq = db_column_i64(s, 0),
		.signed_at = db_column_instant(s, 1),
		.verified_at = db_column_instant(s, 2),
		.complete = db_column_i64(s, 3) != 0,
		.load_have = db_column_i64(s, 4),
		.load_total = db_column_i64(s, 5),
	};
	int64_t rev = db_column_i64(s, 6);
	db_reset(s);
	if (!count_activities(c, rev, e))
		return false;
	out->n_activities = c->n_activities;
	return true;
}

bool cache_read_begin(struct cache *c, struct error *e)
{
	if (!db_begin(c->db, e))
		return false;
	if (index_refresh(&c->index, c->db, e))
		return true;
	cache_read_end(c);
	return false;
}

bool cache_read_view(struct cache *c, const struct cache_view *view, struct error *e)
{
	if (!cache_read_begin(c, e))
		return false;
	if (rows_prepare(c, view, e))
		return true;
	cache_read_end(c);
	return false;
}

void cache_read_end(struct cache *c)
{
	db_rollback(c->db); /* it only read */
	arena_reset(&c->scratch);
}

/* --- records --- */

/* kind, id, sum, doc in the statement's columns. */
static bool decode_row(struct db_stmt *s, struct record *out, struct arena *a)
{
	size_t len;
	struct error why = ERROR_INIT;
	enum record_kind kind = record_kind_from_word(db_column_borrow(s, 0, NULL));
	const char *id = db_column_text(s, 1, a);
	const char *doc = db_column_borrow(s, 3, &len);
	if (kind == KIND_NONE || id == NULL || doc == NULL ||
	    (int64_t)hash_bytes(doc, len) != db_column_i64(s, 2)) {
		log_once("cache-damaged", id != NULL ? id : "a record without id");
		return false;
	}
	bool ok = record_decode(out, kind, id, doc, len, a, &why);
	if (!ok)
		log_once("cache-unreadable", why.text);
	return ok;
}

static bool read_one(struct db_stmt *s, struct record *out, bool *found, struct arena *a, struct error *e)
{
	bool row;
	if (!db_step(s, &row, e))
		return false;
	*found = row && decode_row(s, out, a);
	db_reset(s);
	return true;
}

bool cache_read_record(struct cache *c, enum record_kind kind, const char *id, struct record *out,
		       bool *found, struct arena *a, struct error *e)
{
	*found = false;
	if (id == NULL)
		return true;
	struct db_stmt *s = db_use(
		c->db, "SELECT kind, id, sum, doc FROM record WHERE kind=?1 AND id=?2 AND opaque=0", e);
	if (s == NULL)
		return false;
	db_bind_text(s, 1, record_kind_word(kind));
	db_bind_text(s, 2, id);
	return read_one(s, out, found, a, e);
}

bool cache_read_key(struct cache *c, int64_t key, struct record *out, bool *found, struct arena *a,
		    struct error *e)
{
	struct db_stmt *s =
		db_use(c->db, "SELECT kind, id, sum, doc FROM record WHERE key=?1 AND opaque=0", e);
	if (s == NULL)
		return false;
	db_bind_i64(s, 1, key);
	return read_one(s, out, found, a, e);
}

bool cache_read_kind(struct cache *c, enum record_kind kind, struct record **out, size_t *n, struct arena *a,
		     struct error *e)
{
	bool ok;
	size_t cap = 0;
	struct record *v = NULL;
	struct db_stmt *s = db_use(
		c->db, "SELECT kind, id, sum, doc FROM record WHERE kind=?1 AND opaque=0 ORDER BY id", e);
	if (s == NULL)
		return false;
	db_bind_text(s, 1, record_kind_word(kind));
	*n = 0;
	while (db_next(s, &ok, e)) {
		if (*n == cap) {
			struct record *bigger = ARENA_ARRAY(a, struct record, cap == 0 ? 16 : cap * 2);
			for (size_t i = 0; i < *n; i++)
				bigger[i] = v[i];
			v = bigger;
			cap = cap == 0 ? 16 : cap * 2;
		}
		if (decode_row(s, &v[*n], a))
			(*n)++;
	}
	*out = v;
	return ok;
}

/* The part of the writer that takes facts out of records: when they arrive, once a day as time moves on, and
 * all of them when a newer program wants other facts. */
#include <string.h>

#include "base/assert.h"
#include "base/cleanup.h"
#include "base/str.h"
#include "cache/hash.h"
#include "cache/writer_internal.h"
#include "model/codec.h"

#define CHUNK 500 /* records a transaction when going through all of them */

static bool write_facts(struct cache_writer *w, int64_t key, const struct record *r, const void *facts,
			size_t len, struct error *e)
{
	/* not REPLACE: that costs a tenth more where nothing is there, as in a load */
	struct db_stmt *s = db_use(w->db,
				   "INSERT INTO fact(key, kind, rev, name, facts) VALUES(?1,?2,?3,?4,?5) ON "
				   "CONFLICT(key) DO UPDATE SET kind=?2, rev=?3, name=?4, facts=?5",
				   e);
	if (s == NULL)
		return false;
	db_bind_i64(s, 1, key);
	db_bind_i64(s, 2, r->kind);
	db_bind_i64(s, 3, w->rev);
	db_bind_i64(s, 4, (int64_t)hash_name(r->id));
	db_bind_blob(s, 5, facts, len);
	return db_run(s, e);
}

bool writer_take_facts(struct cache_writer *w, const struct record *r)
{
	ASSERT(w->has_window || r->kind != KIND_ACTIVITY); /* cache_writer_set_now comes first */
	buf_clear(&w->facts);
	bool has = facts_of(r, &w->window, &w->scratch, &w->facts);
	arena_reset(&w->scratch);
	return has;
}

bool writer_put_facts(struct cache_writer *w, int64_t key, const struct cache_item *item, struct error *e)
{
	return write_facts(w, key, item->record, item->facts, item->facts_len, e);
}

bool writer_drop_facts(struct cache_writer *w, int64_t key, struct error *e)
{
	struct db_stmt *s = db_use(
		w->db, "INSERT INTO gone(rev, kind, name) SELECT ?1, kind, name FROM fact WHERE key=?2", e);
	if (s == NULL)
		return false;
	db_bind_i64(s, 1, w->rev);
	db_bind_i64(s, 2, key);
	if (!db_run(s, e))
		return false;
	if (db_changed_rows(w->db) == 0)
		return true;
	s = db_use(w->db, "DELETE FROM fact WHERE key=?1", e);
	if (s == NULL)
		return false;
	db_bind_i64(s, 1, key);
	return db_run(s, e);
}

/* --- going through all records --- */

struct walking {
	int64_t key;
	enum record_kind kind;
	const char *kind_word, *id, *doc;
	size_t doc_len;
	int64_t sum;
};

/* The next record after *at by key; *row false at the end. Strings in the arena. */
static bool next_record(struct cache_writer *w, const char *sql, int64_t at, struct walking *out, bool *row,
			struct arena *a, struct error *e)
{
	struct db_stmt *s = db_use(w->db, sql, e);
	if (s == NULL)
		return false;
	db_bind_i64(s, 1, at);
	if (!db_step(s, row, e))
		return false;
	if (!*row)
		return true;
	out->key = db_column_i64(s, 0);
	out->kind_word = db_column_text(s, 1, a);
	out->kind = record_kind_from_word(out->kind_word);
	out->id = db_column_text(s, 2, a);
	out->sum = db_column_i64(s, 3);
	size_t len;
	const char *doc = db_column_borrow(s, 4, &len);
	out->doc = doc != NULL ? arena_strndup(a, doc, len) : "";
	out->doc_len = doc != NULL ? len : 0;
	db_reset(s);
	return true;
}

/* False: this program cannot read it, and it stays (or becomes) opaque. */
static bool decode(const struct walking *x, struct record *r, struct arena *a, struct error *e)
{
	if (x->kind == KIND_NONE)
		return error_set(e, ERROR_INPUT, "kind %s: unknown", x->kind_word);
	return record_decode(r, x->kind, x->id, x->doc, x->doc_len, a, e);
}

static bool set_opaque(struct cache_writer *w, int64_t key, bool opaque, struct error *e)
{
	struct db_stmt *s = db_use(w->db, "UPDATE record SET opaque=?2 WHERE key=?1 AND opaque<>?2", e);
	if (s == NULL)
		return false;
	db_bind_i64(s, 1, key);
	db_bind_i64(s, 2, opaque);
	return db_run(s, e);
}

static bool same_facts(struct cache_writer *w, int64_t key, bool *same, struct error *e)
{
	bool row;
	size_t len;
	struct db_stmt *s = db_use(w->db, "SELECT facts FROM fact WHERE key=?1", e);
	if (s == NULL)
		return false;
	db_bind_i64(s, 1, key);
	if (!db_step(s, &row, e))
		return false;
	*same = false;
	if (row) {
		const void *had = db_column_borrow_blob(s, 0, &len);
		*same = had != NULL && len == w->facts.len && memcmp(had, w->facts.data, len) == 0;
	}
	db_reset(s);
	return true;
}

/* One record anew: facts are written only when they differ, so that nothing is stirred up without need. */
static bool reread(struct cache_writer *w, const struct walking *x, struct arena *a, struct error *e)
{
	struct record r = {.kind = KIND_NONE};
	struct error why = ERROR_INIT;
	if ((int64_t)hash_bytes(x->doc, x->doc_len) != x->sum)
		return error_set(e, ERROR_CORRUPT, "cache: %s %s: checksum of the record is wrong",
				 x->kind_word, x->id);
	if (!decode(x, &r, a, &why))
		return set_opaque(w, x->key, true, e) && writer_drop_facts(w, x->key, e);
	if (!set_opaque(w, x->key, false, e))
		return false;
	bool same;
	if (!writer_take_facts(w, &r))
		return true;
	return same_facts(w, x->key, &same, e) &&
	       (same || write_facts(w, x->key, &r, w->facts.data, w->facts.len, e));
}

/* At most CHUNK records after *at in one transaction. */
static bool reread_chunk(struct cache_writer *w, const char *sql, int64_t *at, bool *more, struct error *e)
{
	CLEANUP_ARENA struct arena a = ARENA_INIT;
	*more = true;
	for (int i = 0; i < CHUNK && *more; i++) {
		struct walking x;
		arena_reset(&a);
		if (!next_record(w, sql, *at, &x, more, &a, e) || (*more && !reread(w, &x, &a, e)))
			return false;
		if (*more)
			*at = x.key;
	}
	struct db_stmt *s = db_use(w->db, "UPDATE state SET rev=?1", e);
	if (s == NULL)
		return false;
	db_bind_i64(s, 1, w->rev);
	return db_run(s, e);
}

static bool reread_all(struct cache_writer *w, const char *sql, struct error *e)
{
	int64_t at = 0;
	bool more = true;
	while (more) {
		if (!writer_begin(w, e))
			return false;
		if (!reread_chunk(w, sql, &at, &more, e)) {
			db_rollback(w->db);
			return false;
		}
		if (!db_commit(w->db, e))
			return false;
	}
	return true;
}

static bool remember(struct cache_writer *w, const char *sql, int64_t value, struct error *e)
{
	struct db_stmt *s = db_use(w->db, sql, e);
	if (s == NULL)
		return false;
	db_bind_i64(s, 1, value);
	return db_run(s, e);
}

bool writer_reread_all(struct cache_writer *w, struct error *e)
{
	/* A program that was just updated has no clock yet: the newest signed time will do until the daily
	 * expansion. */
	int64_t signed_at;
	if (!db_get_i64(w->db, "SELECT signed_at FROM state", 0, &signed_at, e))
		return false;
	if (!w->has_window)
		cache_writer_set_now(w, signed_at);
	bool ok =
		reread_all(w, WRITER_NEXT_RECORD, e) &&
		remember(w, "UPDATE state SET facts_version=?1, expanded_day=NULL", CACHE_FACTS_VERSION, e);
	w->has_window = false;
	return ok;
}

static int64_t local_day(int64_t now)
{
	return date_to_days(zone_to_civil(ZONE_DEFAULT, now).date);
}

bool cache_expand_due(struct cache_writer *w, int64_t now)
{
	int64_t day;
	return !db_get_i64(w->db, "SELECT expanded_day FROM state", INT64_MIN, &day, NULL) ||
	       day != local_day(now);
}

bool cache_expand_all(struct cache_writer *w, int64_t now, struct error *e)
{
	w->has_window = false;
	cache_writer_set_now(w, now);
	return reread_all(w, WRITER_NEXT_ACTIVITY, e) &&
	       remember(w, "UPDATE state SET expanded_day=?1", local_day(now), e);
}

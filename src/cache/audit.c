#include "cache/audit.h"

#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "base/cleanup.h"
#include "base/error.h"
#include "cache/facts.h"
#include "cache/hash.h"
#include "cache/schema.h"
#include "db/db.h"

bool cache_audit_open(struct db **out, const char *path, struct error *e)
{
	const struct db_options options = {.mode = DB_READ};
	int64_t version;
	if (!db_open(out, path, &options, e))
		return false;
	bool ok = db_version(*out, &version, e);
	if (ok && version != (int64_t)cache_schema_steps)
		ok = error_set(e, version == 0 ? ERROR_NOT_FOUND : ERROR_REFUSED, "%s: version %lld, not %zu",
			       path, (long long)version, cache_schema_steps);
	if (!ok) {
		db_close(*out);
		*out = NULL;
	}
	return ok;
}

static void copy_hex(struct db_stmt *s, int column, char out[65])
{
	const char *text = db_column_borrow(s, column, NULL);
	snprintf(out, 65, "%s", text != NULL ? text : "");
}

bool cache_audit_meta(struct db *db, struct cache_meta *out, struct error *e)
{
	bool row;
	struct db_stmt *s =
		db_use(db,
		       "SELECT seq, after, signed_at, verified_at, digest, signing_key, anchor, complete, "
		       "loading, load_have, load_total FROM state WHERE one=1",
		       e);
	if (s == NULL || !db_step(s, &row, e))
		return false;
	if (!row)
		return error_set(e, ERROR_CORRUPT, "cache: its state row is gone");
	*out = (struct cache_meta){
		.seq = db_column_i64(s, 0),
		.after = db_column_i64(s, 1),
		.signed_at = db_column_instant(s, 2),
		.verified_at = db_column_instant(s, 3),
		.complete = db_column_i64(s, 7) != 0,
		.loading = db_column_i64(s, 8) != 0,
		.load_have = db_column_i64(s, 9),
		.load_total = db_column_i64(s, 10),
	};
	copy_hex(s, 4, out->digest);
	copy_hex(s, 5, out->key);
	copy_hex(s, 6, out->anchor);
	db_reset(s);
	return true;
}

bool cache_audit_each(struct db *db, cache_live_fn visit, void *user, struct error *e)
{
	bool ok;
	struct db_stmt *s = db_use(db, "SELECT kind, id, seq FROM record", e);
	while (db_next(s, &ok, e)) {
		const char *kind = db_column_borrow(s, 0, NULL), *id = db_column_borrow(s, 1, NULL);
		if (!visit(user, kind != NULL ? kind : "", id != NULL ? id : "", db_column_i64(s, 2))) {
			db_reset(s);
			return error_set(e, ERROR_INTERNAL, "cache: walk stopped");
		}
	}
	return ok;
}

static bool check_records(struct db *db, struct error *e)
{
	bool ok;
	size_t len;
	struct db_stmt *s = db_use(db, "SELECT kind, id, sum, doc FROM record", e);
	while (db_next(s, &ok, e)) {
		const char *doc = db_column_borrow(s, 3, &len);
		if ((int64_t)hash_bytes(doc, len) == db_column_i64(s, 2))
			continue;
		error_set(e, ERROR_CORRUPT, "cache: %s %s: checksum of the record is wrong",
			  db_column_borrow(s, 0, NULL), db_column_borrow(s, 1, NULL));
		db_reset(s);
		return false;
	}
	return ok;
}

/* aligned: facts are read where they lie, and SQLite's memory may lie anywhere. */
static bool facts_fit(struct buf *aligned, const void *data, size_t len, int64_t kind, uint64_t name)
{
	struct facts f;
	struct place_facts p;
	buf_clear(aligned);
	if (data == NULL || !buf_append(aligned, data, len))
		return false;
	if (kind == KIND_ACTIVITY)
		return facts_read_activity(aligned->data, len, &f) && f.id == name;
	return kind == KIND_PLACE && facts_read_place(aligned->data, len, &p) && p.id == name;
}

static bool check_facts(struct db *db, struct error *e)
{
	bool ok;
	CLEANUP_BUF struct buf aligned = BUF_INIT;
	struct db_stmt *s =
		db_use(db,
		       "SELECT r.id, f.kind, f.name, f.facts FROM record r LEFT JOIN fact f ON f.key = r.key "
		       "WHERE r.opaque=0 AND r.kind IN ('activity','place')",
		       e);
	while (db_next(s, &ok, e)) {
		size_t len;
		const void *data = db_column_borrow_blob(s, 3, &len);
		const char *id = db_column_borrow(s, 0, NULL);
		uint64_t name = (uint64_t)db_column_i64(s, 2);
		if (facts_fit(&aligned, data, len, db_column_i64(s, 1), name) && hash_name(id) == name)
			continue;
		error_set(e, ERROR_CORRUPT, "cache: %s: what lists know of it is damaged", id);
		db_reset(s);
		return false;
	}
	return ok;
}

bool cache_audit_check(struct db *db, struct error *e)
{
	return db_quick_check(db, e) && check_records(db, e) && check_facts(db, e);
}

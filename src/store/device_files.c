#include "store/device_files.h"

#include <string.h>

#include "base/arena.h"
#include "base/assert.h"
#include "base/clock.h"
#include "base/error.h"
#include "store/internal.h"

const char *device_file_word(enum device_file f)
{
	static const char *const words[DEVICE_FILE_COUNT] = {"picture", "log"};
	ASSERT((unsigned)f < DEVICE_FILE_COUNT);
	return words[f];
}

bool device_want(struct store *s, const char *device, enum device_file what, int64_t now, struct error *e)
{
	return sql_run(s->sql, e, NULL,
		       "INSERT INTO device_wants (device, what, asked_at) VALUES (?1, ?2, ?3)"
		       " ON CONFLICT (device, what) DO UPDATE SET asked_at = excluded.asked_at",
		       "ssi", device, device_file_word(what), now);
}

bool device_wanted(struct store *s, const char *device, enum device_file what, int64_t now, int64_t *asked_at,
		   struct error *e)
{
	bool ok;
	struct sql_rows *r = sql_query(
		s->sql, e, "SELECT asked_at FROM device_wants WHERE device = ?1 AND what = ?2 AND asked_at > ?3", "ssi",
		device, device_file_word(what), now - DEVICE_WANT_S);
	*asked_at = INSTANT_NONE;
	if (!sql_next(r, &ok, e))
		return ok;
	*asked_at = sql_i64(r, 0);
	sql_done(r);
	return true;
}

bool device_file_put(struct store *s, const char *device, enum device_file what, const char *type,
		     const void *bytes, size_t len, int64_t now, struct error *e)
{
	return sql_run(s->sql, e, NULL,
		       "INSERT INTO device_files (device, what, at, type, bytes) VALUES (?1, ?2, ?3, ?4, ?5)"
		       " ON CONFLICT (device, what) DO UPDATE SET at = excluded.at, type = excluded.type,"
		       " bytes = excluded.bytes",
		       "ssisb", device, device_file_word(what), now, type, bytes, len) &&
	       sql_run(s->sql, e, NULL, "DELETE FROM device_wants WHERE device = ?1 AND what = ?2", "ss", device,
		       device_file_word(what));
}

bool device_file_get(struct store *s, const char *device, enum device_file what, struct device_file_row *out,
		     struct arena *a, struct error *e)
{
	bool ok;
	struct sql_rows *r = sql_query(s->sql, e,
				       "SELECT at, type, bytes FROM device_files WHERE device = ?1 AND what = ?2", "ss",
				       device, device_file_word(what));
	if (!sql_next(r, &ok, e))
		return ok ? error_set(e, ERROR_NOT_FOUND, "no %s of %s", device_file_word(what), device) : false;
	const void *bytes = sql_blob_borrow(r, 2, &out->len);
	char *copy = arena_alloc(a, out->len + 1);
	if (out->len > 0)
		memcpy(copy, bytes, out->len);
	out->bytes = copy;
	out->at = sql_i64(r, 0);
	out->type = sql_text(r, 1, a);
	sql_done(r);
	return true;
}

bool device_files_forget(struct store *s, const char *device, struct error *e)
{
	return sql_run(s->sql, e, NULL, "DELETE FROM device_wants WHERE device = ?1", "s", device) &&
	       sql_run(s->sql, e, NULL, "DELETE FROM device_files WHERE device = ?1", "s", device);
}

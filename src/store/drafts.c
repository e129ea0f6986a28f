#include "store/drafts.h"

#include <string.h>

#include "base/arena.h"
#include "base/assert.h"
#include "base/buf.h"
#include "base/cleanup.h"
#include "base/error.h"
#include "store/internal.h"

static bool room(struct store *s, const char *id, struct error *e)
{
	bool ok;
	struct sql_rows *r = sql_query(s->sql, e, "SELECT count(*) FROM drafts WHERE id <> ?1", "s", id);
	if (!sql_next(r, &ok, e))
		return ok;
	int64_t n = sql_i64(r, 0);
	sql_done(r);
	return n < DRAFTS_MAX || error_set(e, ERROR_LIMIT, "there are %lld drafts already", (long long)n);
}

bool draft_put(struct store *s, const struct draft *d, struct error *e)
{
	CLEANUP_BUF struct buf centres = BUF_INIT;
	ASSERT(sql_in_transaction(s->sql));
	if (strlen(d->fields) > DRAFT_FIELDS_BYTES_MAX)
		return error_set(e, ERROR_LIMIT, "a draft has at most %zu bytes", DRAFT_FIELDS_BYTES_MAX);
	if (!room(s, d->id, e))
		return false;
	for (size_t i = 0; i < d->centres.n; i++)
		buf_printf(&centres, "%s%s", i > 0 ? " " : "", d->centres.v[i]);
	return sql_run(s->sql, e, NULL,
		       "INSERT INTO drafts (id, form, centres, record, title, fields, saved_by, saved_at)"
		       " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) ON CONFLICT (id) DO UPDATE SET"
		       " form = excluded.form, centres = excluded.centres, record = excluded.record,"
		       " title = excluded.title, fields = excluded.fields, saved_by = excluded.saved_by,"
		       " saved_at = excluded.saved_at",
		       "sssssssi", d->id, d->form, buf_str(&centres), d->record, d->title, d->fields, d->saved_by,
		       d->saved_at);
}

static void read_draft(struct sql_rows *r, struct draft *out, struct arena *a)
{
	*out = (struct draft){
		.id = sql_text(r, 0, a),
		.form = sql_text(r, 1, a),
		.centres = str_split(a, sql_text_borrow(r, 2, NULL), " "),
		.record = sql_text(r, 3, a),
		.title = sql_text(r, 4, a),
		.saved_by = sql_text(r, 5, a),
		.saved_at = sql_i64(r, 6),
	};
}

#define COLUMNS "SELECT id, form, centres, record, title, saved_by, saved_at"

bool draft_get(struct store *s, const char *id, struct draft *out, struct arena *a, struct error *e)
{
	bool ok;
	struct sql_rows *r = sql_query(s->sql, e, COLUMNS ", fields FROM drafts WHERE id = ?1", "s", id);
	if (!sql_next(r, &ok, e))
		return ok ? error_set(e, ERROR_NOT_FOUND, "no draft %s", id) : false;
	read_draft(r, out, a);
	out->fields = sql_text(r, 7, a);
	sql_done(r);
	return true;
}

bool draft_list(struct store *s, struct draft **out, size_t *n, struct arena *a, struct error *e)
{
	bool ok;
	*out = ARENA_ARRAY(a, struct draft, DRAFTS_MAX);
	*n = 0;
	struct sql_rows *r =
		sql_query(s->sql, e, COLUMNS " FROM drafts ORDER BY saved_at DESC, id LIMIT ?1", "i", (int64_t)DRAFTS_MAX);
	while (sql_next(r, &ok, e))
		read_draft(r, &(*out)[(*n)++], a);
	return ok;
}

bool draft_drop(struct store *s, const char *id, struct error *e)
{
	return sql_run(s->sql, e, NULL, "DELETE FROM drafts WHERE id = ?1", "s", id);
}

bool draft_purge(struct store *s, int64_t now, struct error *e)
{
	return sql_run(s->sql, e, NULL, "DELETE FROM drafts WHERE saved_at < ?1", "i", now - DRAFT_KEPT_S);
}

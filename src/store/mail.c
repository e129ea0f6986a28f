#include "store/mail.h"

#include <sodium.h>

#include "base/arena.h"
#include "base/cleanup.h"
#include "base/clock.h"
#include "base/error.h"
#include "base/random.h"
#include "base/str.h"
#include "store/internal.h"

#define RETRY_FIRST_S 60

static bool pragma(struct store *s, const char *text, int64_t *answer, struct error *e)
{
	bool ok = true;
	if (!str_eq(sql_scheme(s->sql), "sqlite"))
		return true; /* PostgreSQL: the vacuum's business, and nobody reads its files beside it */
	struct sql_rows *r = sql_query(s->sql, e, text, "");
	while (sql_next(r, &ok, e))
		if (answer != NULL)
			*answer = sql_i64(r, 0);
	return ok;
}

/* Overwrites what it deletes. */
static bool delete_well(struct store *s, int64_t *changed, const char *where, const char *types,
			const char *id, int64_t before, struct error *e)
{
	CLEANUP_ARENA struct arena a = ARENA_INIT;
	const char *text = arena_printf(&a, "DELETE FROM mail WHERE %s", where);
	bool ok = pragma(s, "PRAGMA secure_delete=ON", NULL, e) &&
		  (types[0] == 's' ? sql_run(s->sql, e, changed, text, types, id)
				   : sql_run(s->sql, e, changed, text, types, before));
	return pragma(s, "PRAGMA secure_delete=OFF", NULL, ok ? e : NULL) && ok;
}

bool mail_put(struct store *s, const struct mail *m, int64_t now, struct error *e)
{
	uint8_t bytes[16];
	char id[2 * sizeof bytes + 1];
	int64_t waiting = 0, next;
	if (!mail_state(s, &waiting, &next, e))
		return false;
	if (waiting >= MAIL_WAITING_MAX)
		return error_set(e, ERROR_BUSY, "%lld letters wait already", (long long)waiting);
	random_bytes(bytes, sizeof bytes);
	sodium_bin2hex(id, sizeof id, bytes, sizeof bytes);
	return sql_run(s->sql, e, NULL,
		       "INSERT INTO mail (id, recipient, reply_to, subject, body, created_at, next_at, tries)"
		       " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?6, 0)",
		       "sssssi", id, m->to, m->reply_to, m->subject, m->body, now);
}

bool mail_take(struct store *s, int64_t now, struct mail *out, bool *found, struct arena *a, struct error *e)
{
	bool ok;
	struct sql_rows *r = sql_query(s->sql, e,
				       "SELECT id, recipient, reply_to, subject, body, created_at, tries "
				       "FROM mail WHERE next_at <= ?1"
				       " ORDER BY next_at, id LIMIT 1",
				       "i", now);
	*found = sql_next(r, &ok, e);
	if (!*found)
		return ok;
	*out = (struct mail){
		.id = sql_text(r, 0, a),
		.to = sql_text(r, 1, a),
		.reply_to = sql_text(r, 2, a),
		.subject = sql_text(r, 3, a),
		.body = sql_text(r, 4, a),
		.created_at = sql_i64(r, 5),
		.tries = sql_i64(r, 6) + 1,
	};
	sql_done(r);
	return sql_run(s->sql, e, NULL, "UPDATE mail SET next_at = ?2, tries = ?3 WHERE id = ?1", "sii",
		       out->id, now + MAIL_LEASE_S, out->tries);
}

bool mail_sent(struct store *s, const char *id, struct error *e)
{
	return delete_well(s, NULL, "id = ?1", "s", id, 0, e);
}

bool mail_failed(struct store *s, const char *id, int64_t now, struct error *e)
{
	bool ok;
	struct sql_rows *r = sql_query(s->sql, e, "SELECT tries FROM mail WHERE id = ?1", "s", id);
	if (!sql_next(r, &ok, e))
		return ok;
	int64_t tries = sql_i64(r, 0), wait = RETRY_FIRST_S;
	sql_done(r);
	for (int64_t i = 1; i < tries && wait < MAIL_RETRY_MAX_S; i++)
		wait *= 2;
	wait = wait < MAIL_RETRY_MAX_S ? wait : MAIL_RETRY_MAX_S;
	return sql_run(s->sql, e, NULL, "UPDATE mail SET next_at = ?2 WHERE id = ?1", "si", id, now + wait);
}

bool mail_purge(struct store *s, int64_t now, int64_t *lost, struct error *e)
{
	return delete_well(s, lost, "created_at < ?1", "i", NULL, now - MAIL_KEPT_S, e);
}

bool mail_state(struct store *s, int64_t *waiting, int64_t *next_at, struct error *e)
{
	bool ok;
	struct sql_rows *r = sql_query(s->sql, e, "SELECT count(*), min(next_at) FROM mail", "");
	if (!sql_next(r, &ok, e))
		return ok;
	*waiting = sql_i64(r, 0);
	*next_at = sql_instant(r, 1);
	sql_done(r);
	return true;
}

bool mail_settle(struct store *s, bool *settled, struct error *e)
{
	int64_t busy = 0;
	bool ok = pragma(s, "PRAGMA wal_checkpoint(TRUNCATE)", &busy, e);
	*settled = ok && busy == 0;
	return ok;
}

#include <sodium.h>
#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/cleanup.h"
#include "base/error.h"
#include "store/internal.h"
#include "store/people.h"

#define SESSIONS_LISTED 500

static const char *stage_word(enum session_stage stage)
{
	return stage == SESSION_FULL ? "full" : "password";
}

static void token_hash(const char *token, char out[65])
{
	uint8_t hash[32];
	crypto_generichash(hash, sizeof hash, (const uint8_t *)token, strlen(token), NULL, 0);
	sodium_bin2hex(out, 65, hash, sizeof hash);
}

void session_id(const char *token, char out[SESSION_ID_BYTES])
{
	char hash[65];
	token_hash(token, hash);
	snprintf(out, SESSION_ID_BYTES, "%.16s", hash);
}

bool session_start(struct store *s, const char *user, enum session_stage stage, int64_t now,
		   char token[SESSION_TOKEN_BYTES], struct error *e)
{
	uint8_t bytes[32];
	char hash[65], csrf[SESSION_CSRF_BYTES];
	randombytes_buf(bytes, sizeof bytes);
	sodium_bin2base64(token, SESSION_TOKEN_BYTES, bytes, sizeof bytes,
			  sodium_base64_VARIANT_URLSAFE_NO_PADDING);
	randombytes_buf(bytes, sizeof bytes);
	sodium_bin2hex(csrf, sizeof csrf, bytes, 16);
	token_hash(token, hash);
	return sql_run(s->sql, e, NULL,
		       "INSERT INTO sessions (hash, username, csrf, stage, created_at, seen_at) VALUES (?1, "
		       "?2, ?3, ?4, ?5, ?5)",
		       "ssssi", hash, user, csrf, stage_word(stage), now);
}

bool session_get(struct store *s, const char *token, int64_t now, struct session *out, struct arena *a,
		 struct error *e)
{
	char hash[65];
	bool ok;
	token_hash(token, hash);
	struct sql_rows *r =
		sql_query(s->sql, e,
			  "SELECT username, csrf, stage, created_at, seen_at FROM sessions WHERE hash = ?1"
			  " AND seen_at > ?2 AND created_at > ?3",
			  "sii", hash, now - SESSION_IDLE_S, now - SESSION_ABSOLUTE_S);
	if (!sql_next(r, &ok, e))
		return ok ? error_set(e, ERROR_NOT_FOUND, "no such session") : false;
	const char *name = sql_text(r, 0, a);
	snprintf(out->csrf, sizeof out->csrf, "%s", sql_text_borrow(r, 1, NULL));
	session_id(token, out->id);
	out->stage = str_eq(sql_text_borrow(r, 2, NULL), "full") ? SESSION_FULL : SESSION_PASSWORD;
	out->created_at = sql_i64(r, 3);
	out->seen_at = sql_i64(r, 4);
	sql_done(r);
	if (!user_get(s, name, &out->user, a, e))
		return false;
	return !out->user.disabled || error_set(e, ERROR_NOT_FOUND, "user %s is disabled", name);
}

bool session_touch(struct store *s, const char *token, int64_t now, struct error *e)
{
	char hash[65];
	token_hash(token, hash);
	return sql_run(s->sql, e, NULL, "UPDATE sessions SET seen_at = ?2 WHERE hash = ?1", "si", hash, now);
}

bool session_end(struct store *s, const char *token, struct error *e)
{
	char hash[65];
	token_hash(token, hash);
	return sql_run(s->sql, e, NULL, "DELETE FROM sessions WHERE hash = ?1", "s", hash);
}

bool session_note_place(struct store *s, const char *token, const char *client, const char *agent, struct error *e)
{
	CLEANUP_ARENA struct arena a = ARENA_INIT;
	char hash[65];
	token_hash(token, hash);
	return sql_run(s->sql, e, NULL, "UPDATE sessions SET client = ?2, agent = ?3 WHERE hash = ?1", "sss", hash,
		       client, agent != NULL ? utf8_clean(&a, agent, strnlen(agent, SESSION_AGENT_BYTES_MAX)) : NULL);
}

bool session_list(struct store *s, const char *user, int64_t now, struct session_row **out, size_t *n,
		  struct arena *a, struct error *e)
{
	bool ok;
	*out = ARENA_ARRAY(a, struct session_row, SESSIONS_LISTED);
	*n = 0;
	struct sql_rows *r =
		sql_query(s->sql, e,
			  "SELECT substr(hash, 1, 16), username, client, agent, stage, created_at, seen_at FROM sessions"
			  " WHERE (?1 = '' OR username = ?1) AND seen_at > ?2 AND created_at > ?3"
			  " ORDER BY seen_at DESC, hash LIMIT ?4",
			  "siii", user != NULL ? user : "", now - SESSION_IDLE_S, now - SESSION_ABSOLUTE_S,
			  (int64_t)SESSIONS_LISTED);
	while (sql_next(r, &ok, e))
		(*out)[(*n)++] = (struct session_row){
			.id = sql_text(r, 0, a),
			.user = sql_text(r, 1, a),
			.client = sql_text(r, 2, a),
			.agent = sql_text(r, 3, a),
			.stage = str_eq(sql_text_borrow(r, 4, NULL), "full") ? SESSION_FULL : SESSION_PASSWORD,
			.created_at = sql_i64(r, 5),
			.seen_at = sql_i64(r, 6),
		};
	return ok;
}

bool session_end_by_id(struct store *s, const char *user, const char *id, bool *ended, struct error *e)
{
	int64_t changed = 0;
	if (!sql_run(s->sql, e, &changed, "DELETE FROM sessions WHERE username = ?1 AND substr(hash, 1, 16) = ?2", "ss",
		     user, id))
		return false;
	*ended = changed > 0;
	return true;
}

bool session_end_others(struct store *s, const char *user, const char *id, struct error *e)
{
	return sql_run(s->sql, e, NULL, "DELETE FROM sessions WHERE username = ?1 AND substr(hash, 1, 16) <> ?2", "ss",
		       user, id);
}

bool session_end_all(struct store *s, const char *user, struct error *e)
{
	return sql_run(s->sql, e, NULL, "DELETE FROM sessions WHERE username = ?1", "s", user);
}

bool session_purge(struct store *s, int64_t now, struct error *e)
{
	return sql_run(s->sql, e, NULL, "DELETE FROM sessions WHERE seen_at <= ?1 OR created_at <= ?2", "ii",
		       now - SESSION_IDLE_S, now - SESSION_ABSOLUTE_S);
}

#include <sodium.h>
#include <string.h>

#include "base/arena.h"
#include "base/error.h"
#include "store/internal.h"
#include "store/people.h"

#define INVITATIONS_MAX 2000

/* 256 random bits need no slow hash. */
static void token_hash(const char *token, char out[65])
{
	uint8_t hash[32];
	crypto_generichash(hash, sizeof hash, (const uint8_t *)token, strlen(token), (const uint8_t *)"invitation", 10);
	sodium_bin2hex(out, 65, hash, sizeof hash);
}

bool invitation_end(struct store *s, const char *user, struct error *e)
{
	return sql_run(s->sql, e, NULL, "DELETE FROM invitations WHERE username = ?1", "s", user);
}

bool invitation_make(struct store *s, const char *user, const char *invited_by, int64_t now,
		     char token[INVITATION_TOKEN_BYTES], struct error *e)
{
	uint8_t bytes[32];
	char hash[65];
	randombytes_buf(bytes, sizeof bytes);
	sodium_bin2base64(token, INVITATION_TOKEN_BYTES, bytes, sizeof bytes, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
	token_hash(token, hash);
	return invitation_end(s, user, e) &&
	       sql_run(s->sql, e, NULL,
		       "INSERT INTO invitations (hash, username, invited_by, created_at, until_at)"
		       " VALUES (?1, ?2, ?3, ?4, ?5)",
		       "sssii", hash, user, invited_by, now, now + INVITATION_S);
}

static void read_invitation(struct sql_rows *r, struct invitation *out, struct arena *a)
{
	*out = (struct invitation){sql_text(r, 0, a), sql_text(r, 1, a), sql_i64(r, 2), sql_i64(r, 3)};
}

#define COLUMNS "SELECT username, invited_by, created_at, until_at FROM invitations "

bool invitation_get(struct store *s, const char *token, int64_t now, struct invitation *out, struct arena *a,
		    struct error *e)
{
	char hash[65];
	bool ok;
	token_hash(token, hash);
	struct sql_rows *r =
		sql_query(s->sql, e, COLUMNS "WHERE hash = ?1 AND until_at > ?2", "si", hash, now);
	if (!sql_next(r, &ok, e))
		return ok ? error_set(e, ERROR_NOT_FOUND, "no such invitation") : false;
	read_invitation(r, out, a);
	sql_done(r);
	return true;
}

bool invitation_list(struct store *s, int64_t now, struct invitation **out, size_t *n, struct arena *a,
		     struct error *e)
{
	bool ok;
	*out = ARENA_ARRAY(a, struct invitation, INVITATIONS_MAX);
	*n = 0;
	struct sql_rows *r = sql_query(s->sql, e, COLUMNS "WHERE until_at > ?1 ORDER BY username LIMIT ?2", "ii", now,
				       (int64_t)INVITATIONS_MAX);
	while (sql_next(r, &ok, e))
		read_invitation(r, &(*out)[(*n)++], a);
	return ok;
}

#include <ctype.h>
#include <sodium.h>
#include <string.h>

#include "base/error.h"
#include "store/internal.h"
#include "store/people.h"

static const char letters[] = "abcdefghjkmnpqrstuvwxyz23456789";

/* Of the letters alone: people type with and without the dash, in any case. The user's name keeps equal codes
 * of two people apart. */
static void code_hash(const char *user, const char *code, char out[65])
{
	uint8_t hash[32];
	crypto_generichash_state state;
	crypto_generichash_init(&state, NULL, 0, sizeof hash);
	crypto_generichash_update(&state, (const uint8_t *)user, strlen(user) + 1);
	for (; *code != '\0'; code++) {
		uint8_t c = (uint8_t)tolower((unsigned char)*code);
		if (isalnum(c))
			crypto_generichash_update(&state, &c, 1);
	}
	crypto_generichash_final(&state, hash, sizeof hash);
	sodium_bin2hex(out, 65, hash, sizeof hash);
}

bool recovery_drop(struct store *s, const char *user, struct error *e)
{
	return sql_run(s->sql, e, NULL, "DELETE FROM recovery WHERE username = ?1", "s", user);
}

bool recovery_renew(struct store *s, const char *user, char codes[RECOVERY_CODES][RECOVERY_CODE_BYTES],
		    struct error *e)
{
	if (!recovery_drop(s, user, e))
		return false;
	for (size_t i = 0; i < RECOVERY_CODES; i++) {
		char hash[65];
		for (size_t j = 0; j < RECOVERY_CODE_BYTES - 1; j++)
			codes[i][j] = j == 5 ? '-' : letters[randombytes_uniform(sizeof letters - 1)];
		codes[i][RECOVERY_CODE_BYTES - 1] = '\0';
		code_hash(user, codes[i], hash);
		if (!sql_run(s->sql, e, NULL, "INSERT INTO recovery (username, hash) VALUES (?1, ?2)", "ss",
			     user, hash))
			return false;
	}
	return true;
}

bool recovery_use(struct store *s, const char *user, const char *code, bool *ok, struct error *e)
{
	char hash[65];
	int64_t used = 0;
	code_hash(user, code, hash);
	if (!sql_run(s->sql, e, &used, "DELETE FROM recovery WHERE username = ?1 AND hash = ?2", "ss", user,
		     hash))
		return false;
	*ok = used == 1;
	return true;
}

bool recovery_left(struct store *s, const char *user, int64_t *n, struct error *e)
{
	bool ok;
	struct sql_rows *r =
		sql_query(s->sql, e, "SELECT count(*) FROM recovery WHERE username = ?1", "s", user);
	if (!sql_next(r, &ok, e))
		return false;
	*n = sql_i64(r, 0);
	sql_done(r);
	return true;
}

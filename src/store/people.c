/* Staff accounts and throttling. Sessions are in sessions.c, the log in audit.c. */
#include "store/people.h"

#include <string.h>

#include "base/arena.h"
#include "base/assert.h"
#include "base/buf.h"
#include "base/cleanup.h"
#include "base/error.h"
#include "store/internal.h"

#define USERS_MAX 2000

static const char *const role_words[] = {
	[ROLE_NONE] = "none",       [ROLE_ORGANISATION] = "organisation", [ROLE_READER] = "reader",
	[ROLE_CONTACT] = "contact", [ROLE_EDITOR] = "editor",		  [ROLE_ADMIN] = "admin",
};

const char *role_word(enum role r)
{
	ASSERT(r <= ROLE_ADMIN);
	return role_words[r];
}

enum role role_from_word(const char *word)
{
	for (enum role r = ROLE_ORGANISATION; r <= ROLE_ADMIN; r++)
		if (str_eq(word, role_words[r]))
			return r;
	return ROLE_NONE;
}

bool user_name_ok(const char *name)
{
	size_t n = name == NULL ? 0 : strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789.-_@");
	return n > 0 && n <= USER_NAME_MAX && name[n] == '\0';
}

bool user_put(struct store *s, const struct user *u, struct error *e)
{
	CLEANUP_BUF struct buf centres = BUF_INIT;
	if (!user_name_ok(u->name))
		return error_set(e, ERROR_INPUT, "user name: lower-case letters, digits and .-_@ only");
	for (size_t i = 0; i < u->centres.n; i++)
		buf_printf(&centres, "%s%s", i > 0 ? " " : "", u->centres.v[i]);
	return sql_run(s->sql, e, NULL,
		       "INSERT INTO users (name, display, password, role, centres, lang, totp, totp_step, "
		       "disabled, created_at, organisation, email)"
		       " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12) ON CONFLICT (name) DO UPDATE SET"
		       " display = excluded.display, password = excluded.password, role = excluded.role,"
		       " centres = excluded.centres, lang = excluded.lang, totp = excluded.totp,"
		       " totp_step = excluded.totp_step, disabled = excluded.disabled,"
		       " organisation = excluded.organisation, email = excluded.email",
		       "sssssssiiiss", u->name, u->display, u->password, role_word(u->role), buf_str(&centres),
		       u->lang, u->totp, u->totp_step, (int64_t)u->disabled, u->created_at, u->organisation, u->email);
}

#define USER_COLUMNS                                                                                         \
	"SELECT name, display, password, role, centres, lang, totp, totp_step, disabled, created_at, "        \
	"organisation, email FROM users "

static void read_user(struct sql_rows *r, struct user *out, struct arena *a)
{
	*out = (struct user){
		.name = sql_text(r, 0, a),
		.display = sql_text(r, 1, a),
		.password = sql_text(r, 2, a),
		.role = role_from_word(sql_text_borrow(r, 3, NULL)),
		.centres = str_split(a, sql_text_borrow(r, 4, NULL), " "),
		.lang = sql_text(r, 5, a),
		.totp = sql_text(r, 6, a),
		.totp_step = sql_i64(r, 7),
		.disabled = sql_i64(r, 8) != 0,
		.created_at = sql_i64(r, 9),
		.organisation = sql_text(r, 10, a),
		.email = sql_text(r, 11, a),
	};
}

bool user_get(struct store *s, const char *name, struct user *out, struct arena *a, struct error *e)
{
	bool ok;
	struct sql_rows *r = sql_query(s->sql, e, USER_COLUMNS "WHERE name = ?1", "s", name);
	if (!sql_next(r, &ok, e))
		return ok ? error_set(e, ERROR_NOT_FOUND, "no user %s", name) : false;
	read_user(r, out, a);
	sql_done(r);
	return true;
}

bool user_list(struct store *s, struct user **out, size_t *n, struct arena *a, struct error *e)
{
	bool ok;
	*out = ARENA_ARRAY(a, struct user, USERS_MAX);
	*n = 0;
	struct sql_rows *r =
		sql_query(s->sql, e, USER_COLUMNS "ORDER BY name LIMIT ?1", "i", (int64_t)USERS_MAX);
	while (sql_next(r, &ok, e))
		read_user(r, &(*out)[(*n)++], a);
	return ok;
}

bool user_use_totp_step(struct store *s, const char *name, int64_t step, bool *first, struct error *e)
{
	int64_t changed = 0;
	if (!sql_run(s->sql, e, &changed,
		     "UPDATE users SET totp_step = ?2 WHERE name = ?1 AND totp_step < ?2", "si", name, step))
		return false;
	*first = changed == 1;
	return true;
}

bool throttle_hit(struct store *s, const char *name, int64_t window_s, int64_t most, int64_t now,
		  bool *allowed, struct error *e)
{
	bool ok;
	if (!sql_run(s->sql, e, NULL, "DELETE FROM throttle WHERE since <= ?1", "i",
		     now - SESSION_ABSOLUTE_S) ||
	    !sql_run(s->sql, e, NULL,
		     "INSERT INTO throttle (name, since, n) VALUES (?1, ?2, 1) ON CONFLICT (name) DO UPDATE "
		     "SET"
		     " n = CASE WHEN throttle.since <= ?3 THEN 1 ELSE throttle.n + 1 END,"
		     " since = CASE WHEN throttle.since <= ?3 THEN excluded.since ELSE throttle.since END",
		     "sii", name, now, now - window_s))
		return false;
	struct sql_rows *r = sql_query(s->sql, e, "SELECT n FROM throttle WHERE name = ?1", "s", name);
	if (!sql_next(r, &ok, e))
		return false;
	*allowed = sql_i64(r, 0) <= most;
	sql_done(r);
	return true;
}

bool throttle_clear(struct store *s, const char *name, struct error *e)
{
	return sql_run(s->sql, e, NULL, "DELETE FROM throttle WHERE name = ?1", "s", name);
}

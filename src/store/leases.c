#include "store/leases.h"

#include <string.h>

#include "base/error.h"
#include "store/internal.h"

static bool word_ok(const char *word)
{
	size_t n = strlen(word);
	return n > 0 && n <= LEASE_NAME_MAX;
}

bool lease_take(struct store *s, const struct lease_wish *w, int64_t now, bool *held, struct error *e)
{
	int64_t changed = 0;
	*held = false;
	if (!word_ok(w->name) || !word_ok(w->holder) || w->seconds < 1 || w->seconds > LEASE_SECONDS_MAX)
		return error_set(e, ERROR_INPUT, "a lease has a name, a holder and 1 to %d seconds", LEASE_SECONDS_MAX);
	bool ok = sql_run(s->sql, e, &changed,
			  "INSERT INTO leases (name, holder, until_at, done_at, done_by) VALUES (?1, ?2, ?3, NULL, '')"
			  " ON CONFLICT (name) DO UPDATE SET holder = excluded.holder, until_at = excluded.until_at"
			  " WHERE (leases.holder = excluded.holder OR leases.until_at <= ?4)"
			  " AND (leases.done_at IS NULL OR leases.done_by = excluded.holder OR leases.done_at <= ?5)",
			  "ssiii", w->name, w->holder, now + w->seconds, now - LEASE_SKEW_S, now - w->rest_s);
	*held = ok && changed == 1;
	return ok;
}

/* An end long past lets the next taker in at once, whatever its clock says. */
bool lease_release(struct store *s, const char *name, const char *holder, bool done, int64_t now, struct error *e)
{
	return sql_run(s->sql, e, NULL,
		       "UPDATE leases SET holder = '', until_at = 0,"
		       " done_at = CASE WHEN ?3 = 1 THEN ?4 ELSE done_at END,"
		       " done_by = CASE WHEN ?3 = 1 THEN ?2 ELSE done_by END WHERE name = ?1 AND holder = ?2",
		       "ssii", name, holder, (int64_t)done, now);
}

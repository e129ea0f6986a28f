#include <string.h>

#include "base/arena.h"
#include "base/assert.h"
#include "base/clock.h"
#include "base/error.h"
#include "base/str.h"
#include "store/internal.h"
#include "store/people.h"

#define NAMES_MAX 2000

bool audit_add(struct store *s, const struct audit_entry *entry, struct error *e)
{
	ASSERT(sql_in_transaction(s->sql)); /* what makes MAX + 1 safe */
	return sql_run(s->sql, e, NULL,
		       "INSERT INTO audit (n, at, who, what, target, before_doc, after_doc)"
		       " SELECT COALESCE(MAX(n), 0) + 1, ?1, ?2, ?3, ?4, ?5, ?6 FROM audit",
		       "isssss", entry->at, entry->who, entry->what, entry->target, entry->before,
		       entry->after);
}

#define ENTRY "SELECT n, at, who, what, target, before_doc, after_doc FROM audit "

static void read_entry(struct sql_rows *r, struct audit_entry *out, struct arena *a)
{
	*out = (struct audit_entry){
		.n = sql_i64(r, 0),
		.at = sql_i64(r, 1),
		.who = sql_text(r, 2, a),
		.what = sql_text(r, 3, a),
		.target = sql_text(r, 4, a),
		.before = sql_text(r, 5, a),
		.after = sql_text(r, 6, a),
	};
}

bool audit_list(struct store *s, const char *target, size_t limit, struct audit_entry **out, size_t *n,
		struct arena *a, struct error *e)
{
	bool ok;
	*out = ARENA_ARRAY(a, struct audit_entry, limit);
	*n = 0;
	struct sql_rows *r = str_empty(target) ? sql_query(s->sql, e, ENTRY "ORDER BY n DESC LIMIT ?1", "i", (int64_t)limit)
					       : sql_query(s->sql, e, ENTRY "WHERE target = ?1 ORDER BY n DESC LIMIT ?2",
							   "si", target, (int64_t)limit);
	while (sql_next(r, &ok, e))
		read_entry(r, &(*out)[(*n)++], a);
	return ok;
}

static const char *or_empty(const char *s)
{
	return s != NULL ? s : "";
}

/* The range "word" <= what < "word" + the letter after every other finds beginnings without a pattern's wildcards. Who and
 * target have an index each; the planner takes it only when the question says that there is one. */
#define FOUND                                                                                                          \
	ENTRY "WHERE n < ?1"                               \
	" AND (?3 = '' OR (what >= ?3 AND what < ?4)) AND at >= ?6 AND at < ?7"
#define NEWEST " ORDER BY n DESC LIMIT ?8"

static const char *question(const struct audit_filter *f)
{
	if (!str_empty(f->target))
		return FOUND " AND target = ?5 AND (?2 = '' OR who = ?2)" NEWEST;
	return str_empty(f->who) ? FOUND " AND ?2 = ?5" NEWEST /* both "" */
				 : FOUND " AND who = ?2 AND ?5 = ''" NEWEST;
}

bool audit_find(struct store *s, const struct audit_filter *f, struct audit_entry **out, size_t *n, struct arena *a,
		struct error *e)
{
	bool ok;
	const char *what = or_empty(f->what);
	*out = ARENA_ARRAY(a, struct audit_entry, f->limit);
	*n = 0;
	struct sql_rows *r = sql_query(s->sql, e, question(f), "issssiii", f->before > 0 ? f->before : INT64_MAX, or_empty(f->who), what,
		arena_printf(a, "%s~", what), or_empty(f->target), f->from_at == INSTANT_NONE ? 0 : f->from_at,
		f->until_at == INSTANT_NONE ? INT64_MAX : f->until_at, (int64_t)f->limit);
	while (sql_next(r, &ok, e))
		read_entry(r, &(*out)[(*n)++], a);
	return ok;
}

bool audit_names(struct store *s, struct strs *out, struct arena *a, struct error *e)
{
	bool ok;
	*out = (struct strs){ARENA_ARRAY(a, const char *, NAMES_MAX), 0};
	/* from name to name along the index, however many entries one has */
	struct sql_rows *r = sql_query(s->sql, e,
				       "WITH RECURSIVE names (who) AS (SELECT MIN(who) FROM audit UNION ALL"
				       " SELECT (SELECT MIN(a.who) FROM audit a WHERE a.who > names.who) FROM names"
				       " WHERE names.who IS NOT NULL) SELECT who FROM names WHERE who IS NOT NULL LIMIT ?1",
				       "i", (int64_t)NAMES_MAX);
	while (sql_next(r, &ok, e))
		out->v[out->n++] = sql_text(r, 0, a);
	return ok;
}

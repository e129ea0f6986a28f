#include "base/arena.h"
#include "base/assert.h"
#include "base/error.h"
#include "store/internal.h"
#include "store/review.h"

bool merge_add(struct store *s, const struct merge *m, struct error *e)
{
	ASSERT(sql_in_transaction(s->sql));
	/* what had gone into this one goes on into the one that stays: no chains */
	return sql_run(s->sql, e, NULL, "UPDATE merges SET into_id = ?3 WHERE kind = ?1 AND into_id = ?2", "sss",
		       record_kind_word(m->kind), m->id, m->into) &&
	       sql_run(s->sql, e, NULL,
		       "INSERT INTO merges (kind, id, into_id, source, title, doc, who, at)"
		       " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) ON CONFLICT (kind, id) DO UPDATE SET"
		       " into_id = excluded.into_id, source = excluded.source, title = excluded.title,"
		       " doc = excluded.doc, who = excluded.who, at = excluded.at",
		       "sssssssi", record_kind_word(m->kind), m->id, m->into, m->source, m->title, m->doc, m->who, m->at);
}

#define COLUMNS "SELECT kind, id, into_id, source, title, doc, who, at FROM merges "

static void read_merge(struct sql_rows *r, struct merge *out, struct arena *a)
{
	*out = (struct merge){
		.kind = record_kind_from_word(sql_text_borrow(r, 0, NULL)),
		.id = sql_text(r, 1, a),
		.into = sql_text(r, 2, a),
		.source = sql_text(r, 3, a),
		.title = sql_text(r, 4, a),
		.doc = sql_text(r, 5, a),
		.who = sql_text(r, 6, a),
		.at = sql_i64(r, 7),
	};
}

bool merge_get(struct store *s, enum record_kind kind, const char *id, struct merge *out, struct arena *a,
	       struct error *e)
{
	bool ok;
	struct sql_rows *r =
		sql_query(s->sql, e, COLUMNS "WHERE kind = ?1 AND id = ?2", "ss", record_kind_word(kind), id);
	if (!sql_next(r, &ok, e))
		return ok ? error_set(e, ERROR_NOT_FOUND, "%s %s is not merged", record_kind_word(kind), id) : false;
	read_merge(r, out, a);
	sql_done(r);
	return true;
}

bool merge_list(struct store *s, size_t limit, struct merge **out, size_t *n, struct arena *a, struct error *e)
{
	bool ok;
	*out = ARENA_ARRAY(a, struct merge, limit);
	*n = 0;
	struct sql_rows *r = sql_query(s->sql, e, COLUMNS "ORDER BY at DESC, id LIMIT ?1", "i", (int64_t)limit);
	while (sql_next(r, &ok, e))
		read_merge(r, &(*out)[(*n)++], a);
	return ok;
}

bool merge_drop(struct store *s, enum record_kind kind, const char *id, struct error *e)
{
	return sql_run(s->sql, e, NULL, "DELETE FROM merges WHERE kind = ?1 AND id = ?2", "ss", record_kind_word(kind),
		       id);
}

/* *into NULL: not merged; *live: whether the one it went into is there. */
static bool look_up(struct store *s, const char *word, const char *id, const char **into, bool *live, struct arena *a,
		    struct error *e)
{
	bool ok;
	*into = NULL;
	*live = false;
	struct sql_rows *r = sql_query(s->sql, e,
				       "SELECT m.into_id, r.id FROM merges m LEFT JOIN records r ON r.kind = m.kind"
				       " AND r.id = m.into_id AND r.doc IS NOT NULL WHERE m.kind = ?1 AND m.id = ?2",
				       "ss", word, id);
	if (sql_next(r, &ok, e)) {
		*into = sql_text(r, 0, a);
		*live = !sql_is_null(r, 1);
		sql_done(r);
	}
	return ok;
}

bool merge_take(struct store *s, enum record_kind kind, const char *id, const char *doc, const char **into,
		struct arena *a, struct error *e)
{
	bool live;
	const char *word = record_kind_word(kind);
	if (!look_up(s, word, id, into, &live, a, e))
		return false;
	if (*into == NULL)
		return true;
	if (live)
		return sql_run(s->sql, e, NULL, "UPDATE merges SET doc = ?3 WHERE kind = ?1 AND id = ?2", "sss", word, id,
			       doc);
	*into = NULL;
	return merge_drop(s, kind, id, e);
}

bool merge_stands_for(struct store *s, enum record_kind kind, const char *id, const char **out, struct arena *a,
		      struct error *e)
{
	bool live;
	const char *into;
	*out = id;
	if (!look_up(s, record_kind_word(kind), id, &into, &live, a, e))
		return false;
	if (live)
		*out = into;
	return true;
}

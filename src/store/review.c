#include "store/review.h"

#include "base/arena.h"
#include "base/assert.h"
#include "base/clock.h"
#include "base/error.h"
#include "store/internal.h"

bool review_put(struct store *s, const struct review_row *row, struct error *e)
{
	return sql_run(s->sql, e, NULL,
		       "INSERT INTO review (kind, id, source, organisation, notes, text_at, name_key, contact_key)"
		       " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) ON CONFLICT (kind, id) DO UPDATE SET"
		       " source = excluded.source, organisation = excluded.organisation, notes = excluded.notes,"
		       " text_at = excluded.text_at, name_key = excluded.name_key, contact_key = excluded.contact_key",
		       "ssssitss", record_kind_word(row->kind), row->id, row->source, row->organisation, row->notes,
		       row->text_at, row->name_key, row->contact_key);
}

/* One reading of the table for all of the counts. */
bool review_counts(struct store *s, int64_t now, int64_t out[REVIEW_NOTES], struct error *e)
{
	bool ok;
	struct sql_rows *r = sql_query(
		s->sql, e,
		"SELECT count(CASE WHEN notes & 1 > 0 THEN 1 END), count(CASE WHEN notes & 2 > 0 THEN 1 END),"
		" count(CASE WHEN notes & 4 > 0 THEN 1 END), count(CASE WHEN notes & 8 > 0 THEN 1 END),"
		" count(CASE WHEN notes & 16 > 0 THEN 1 END), count(CASE WHEN notes & 32 > 0 THEN 1 END),"
		" count(CASE WHEN text_at < ?1 THEN 1 END) FROM review WHERE kind = 'activity'",
		"i", now - REVIEW_OLD_TEXT_S);
	if (!sql_next(r, &ok, e))
		return false;
	for (int i = 0; i < REVIEW_NOTES; i++)
		out[i] = sql_i64(r, i);
	sql_done(r);
	return true;
}

static void read_item(struct sql_rows *r, struct review_item *out, struct arena *a)
{
	*out = (struct review_item){
		.id = sql_text(r, 0, a),
		.title = sql_text(r, 1, a),
		.source = sql_text(r, 2, a),
		.organisation = sql_text(r, 3, a),
		.notes = sql_i64(r, 4),
		.text_at = sql_instant(r, 5),
	};
}

#define ITEM_COLUMNS                                                                                                   \
	"SELECT v.id, f.title, v.source, v.organisation, v.notes, v.text_at FROM review v"                             \
	" JOIN facts f ON f.kind = v.kind AND f.id = v.id WHERE v.kind = 'activity'"
#define HAS_NOTE " AND ((?1 <> 64 AND v.notes & ?1 > 0) OR (?1 = 64 AND v.text_at < ?2))"

bool review_list(struct store *s, enum review_note note, int64_t now, size_t offset, size_t limit,
		 struct review_item **out, size_t *n, struct arena *a, struct error *e)
{
	bool ok;
	int64_t old_before = now - REVIEW_OLD_TEXT_S;
	*out = ARENA_ARRAY(a, struct review_item, limit);
	*n = 0;
	struct sql_rows *r =
		sql_query(s->sql, e, ITEM_COLUMNS HAS_NOTE " ORDER BY f.title, v.id LIMIT ?3 OFFSET ?4", "iiii",
			  (int64_t)note, old_before, (int64_t)limit, (int64_t)offset);
	while (sql_next(r, &ok, e))
		read_item(r, &(*out)[(*n)++], a);
	return ok;
}

bool review_of_organisation(struct store *s, const char *organisation, size_t limit, struct review_item **out,
			    size_t *n, struct arena *a, struct error *e)
{
	bool ok;
	*out = ARENA_ARRAY(a, struct review_item, limit);
	*n = 0;
	struct sql_rows *r =
		sql_query(s->sql, e, ITEM_COLUMNS " AND v.organisation = ?1 ORDER BY f.title, v.id LIMIT ?2", "si",
			  organisation, (int64_t)limit);
	while (sql_next(r, &ok, e))
		read_item(r, &(*out)[(*n)++], a);
	return ok;
}

bool review_read_again(struct store *s, const char *organisation, struct error *e)
{
	return sql_run(s->sql, e, NULL,
		       "UPDATE facts SET fingerprint = NULL WHERE kind = 'activity' AND id IN"
		       " (SELECT id FROM review WHERE kind = 'activity' AND organisation = ?1)",
		       "s", organisation);
}

/* --- pairs --- */

/* Both orders of a decided pair are in `apart`, so that neither engine's idea of "<" matters. A pair with the same name
 * is not told again for its contact. */
#define PAIRS                                                                                                          \
	"SELECT x.kind AS kind, 0 AS why, x.name_key AS pair_key, x.id AS a, y.id AS b FROM review x"                  \
	" JOIN review y ON y.name_key = x.name_key AND y.source > x.source AND y.kind = x.kind"                        \
	" LEFT JOIN apart p ON p.kind = x.kind AND p.a = x.id AND p.b = y.id WHERE p.a IS NULL"                        \
	" UNION ALL SELECT x.kind, 1, x.contact_key, x.id, y.id FROM review x"                                         \
	" JOIN review y ON y.contact_key = x.contact_key AND y.source > x.source AND y.kind = x.kind"                  \
	" LEFT JOIN apart p ON p.kind = x.kind AND p.a = x.id AND p.b = y.id WHERE p.a IS NULL"                        \
	" AND (x.name_key IS NULL OR y.name_key IS NULL OR x.name_key <> y.name_key)"

bool review_pairs(struct store *s, size_t offset, size_t limit, struct review_pair **out, size_t *n, int64_t *total,
		  struct arena *arena, struct error *e)
{
	bool ok;
	*out = ARENA_ARRAY(arena, struct review_pair, limit);
	*n = 0;
	*total = 0;
	struct sql_rows *r = sql_query(
		s->sql, e, "SELECT kind, why, a, b, count(*) OVER () FROM (" PAIRS ") q ORDER BY kind, pair_key, a, b LIMIT ?1 OFFSET ?2",
		"ii", (int64_t)limit, (int64_t)offset);
	while (sql_next(r, &ok, e)) {
		*total = sql_i64(r, 4);
		(*out)[(*n)++] = (struct review_pair){
			.kind = record_kind_from_word(sql_text_borrow(r, 0, NULL)),
			.why = sql_i64(r, 1) == 0 ? REVIEW_SAME_NAME : REVIEW_SAME_CONTACT,
			.a = sql_text(r, 2, arena),
			.b = sql_text(r, 3, arena),
		};
	}
	return ok;
}

bool review_apart(struct store *s, enum record_kind kind, const char *a, const char *b, const char *who, int64_t now,
		  struct error *e)
{
	static const char insert[] = "INSERT INTO apart (kind, a, b, who, at) VALUES (?1, ?2, ?3, ?4, ?5)"
				     " ON CONFLICT (kind, a, b) DO NOTHING";
	const char *word = record_kind_word(kind);
	return sql_run(s->sql, e, NULL, insert, "ssssi", word, a, b, who, now) &&
	       sql_run(s->sql, e, NULL, insert, "ssssi", word, b, a, who, now);
}

/* --- flags --- */

bool flag_open(struct store *s, size_t limit, struct flag_sum **out, size_t *n, struct arena *a, struct error *e)
{
	bool ok;
	*out = ARENA_ARRAY(a, struct flag_sum, limit);
	*n = 0;
	struct sql_rows *r = sql_query(s->sql, e,
				       "SELECT f.subject, f.why, d.centre, count(*), MAX(f.at) FROM flags f"
				       " LEFT JOIN devices d ON d.id = f.device WHERE f.handled_at IS NULL"
				       " GROUP BY f.subject, f.why, d.centre ORDER BY MAX(f.at) DESC, f.subject, f.why LIMIT ?1",
				       "i", (int64_t)limit);
	while (sql_next(r, &ok, e))
		(*out)[(*n)++] = (struct flag_sum){
			.subject = sql_text(r, 0, a),
			.why = sql_text(r, 1, a),
			.centre = sql_text(r, 2, a),
			.n = sql_i64(r, 3),
			.last_at = sql_i64(r, 4),
		};
	return ok;
}

bool flag_handle(struct store *s, const char *subject, const char *centre, const char *who, int64_t now, int64_t *handled,
		 struct error *e)
{
	return sql_run(s->sql, e, handled,
		       "UPDATE flags SET handled_at = ?3, handled_by = ?4 WHERE subject = ?1 AND handled_at IS NULL"
		       " AND (?2 = '' OR device IN (SELECT id FROM devices WHERE centre = ?2))",
		       "ssis", subject, centre != NULL ? centre : "", now, who);
}

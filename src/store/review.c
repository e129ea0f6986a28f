#include "store/review.h"

#include "base/arena.h"
#include "base/assert.h"
#include "base/clock.h"
#include "base/error.h"
#include "store/internal.h"

bool review_put(struct store *s, const struct review_row *row, struct error *e)
{
	return sql_run(s->sql, e, NULL,
		       "INSERT INTO review (kind, id, source, organisation, notes, text_at, name_key, contact_key, title)"
		       " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9) ON CONFLICT (kind, id) DO UPDATE SET"
		       " source = excluded.source, organisation = excluded.organisation, notes = excluded.notes,"
		       " text_at = excluded.text_at, name_key = excluded.name_key, contact_key = excluded.contact_key,"
		       " title = excluded.title",
		       "ssssitsss", record_kind_word(row->kind), row->id, row->source, row->organisation, row->notes,
		       row->text_at, row->name_key, row->contact_key, row->title);
}

/* Each note has an index of its own rows: an engine takes it when the question has the very words it was made with. */
#define NOTED(bit) "FROM review WHERE kind = 'activity' AND notes & " #bit " > 0"
#define OLD "FROM review WHERE kind = 'activity' AND text_at < ?1"
#define ITEM "SELECT id, title, source, organisation, notes, text_at "

static const struct {
	const char *count, *list;
} by_note[REVIEW_NOTES - 1] = {
#define BY_NOTE(bit) {"SELECT count(*) " NOTED(bit), ITEM NOTED(bit) " ORDER BY title, id LIMIT ?1 OFFSET ?2"}
	BY_NOTE(1), BY_NOTE(2), BY_NOTE(4), BY_NOTE(8), BY_NOTE(16), BY_NOTE(32),
};

bool review_counts(struct store *s, int64_t now, int64_t out[REVIEW_NOTES], struct error *e)
{
	bool ok = true;
	for (int i = 0; ok && i < REVIEW_NOTES; i++) {
		struct sql_rows *r = i < REVIEW_NOTES - 1 ? sql_query(s->sql, e, by_note[i].count, "")
							  : sql_query(s->sql, e, "SELECT count(*) " OLD, "i",
								      now - REVIEW_OLD_TEXT_S);
		if (!sql_next(r, &ok, e))
			return false;
		out[i] = sql_i64(r, 0);
		sql_done(r);
	}
	return ok;
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

static int bit_of(enum review_note note)
{
	int bit = 0;
	while (1 << bit < (int)note)
		bit++;
	ASSERT(bit < REVIEW_NOTES && 1 << bit == (int)note);
	return bit;
}

bool review_list(struct store *s, enum review_note note, int64_t now, size_t offset, size_t limit,
		 struct review_item **out, size_t *n, struct arena *a, struct error *e)
{
	bool ok;
	*out = ARENA_ARRAY(a, struct review_item, limit);
	*n = 0;
	struct sql_rows *r =
		note == REVIEW_OLD_TEXT
			? sql_query(s->sql, e, ITEM OLD " ORDER BY text_at, id LIMIT ?2 OFFSET ?3", "iii",
				    now - REVIEW_OLD_TEXT_S, (int64_t)limit, (int64_t)offset)
			: sql_query(s->sql, e, by_note[bit_of(note)].list, "ii", (int64_t)limit, (int64_t)offset);
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
	struct sql_rows *r = sql_query(s->sql, e,
				       ITEM "FROM review WHERE organisation = ?1 AND kind = 'activity' ORDER BY title, id LIMIT ?2",
				       "si", organisation, (int64_t)limit);
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

/* Keys of more than one source first, which one walk along their index tells; then the few records that have them. Both
 * orders of a decided pair are in `apart`, so that neither engine's idea of "<" matters. A pair with the same name is not
 * told again for its contact. */
#define PAIRED(why, column)                                                                                            \
	"SELECT x.kind AS kind, " why " AS why, d.k AS pair_key, x.id AS a, y.id AS b FROM (SELECT " column            \
	" AS k, kind FROM review WHERE " column " IS NOT NULL GROUP BY " column ", kind"                               \
	" HAVING MIN(source) <> MAX(source)) d JOIN review x ON x." column " = d.k AND x.kind = d.kind"                \
	" JOIN review y ON y." column " = d.k AND y.kind = d.kind AND y.source > x.source"                             \
	" LEFT JOIN apart p ON p.kind = x.kind AND p.a = x.id AND p.b = y.id WHERE p.a IS NULL"
#define PAIRS                                                                                                          \
	PAIRED("0", "name_key")                                                                                        \
	" UNION ALL " PAIRED("1", "contact_key") " AND (x.name_key IS NULL OR y.name_key IS NULL OR x.name_key <> y.name_key)"

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

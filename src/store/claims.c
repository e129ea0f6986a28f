#include "store/claims.h"

#include "base/arena.h"
#include "base/assert.h"
#include "base/error.h"
#include "base/str.h"
#include "store/internal.h"

/* run NULL: no full run of the source has seen it under its new owner, so no sweep takes it. */
static bool set_owner(struct store *s, const char *kind, const char *id, const char *owner, struct error *e)
{
	return sql_run(s->sql, e, NULL, "UPDATE facts SET source = ?3, run = NULL WHERE kind = ?1 AND id = ?2", "sss", kind,
		       id, owner);
}

bool claim_add(struct store *s, enum record_kind kind, const struct claim *c, const char *owner, struct error *e)
{
	const char *word = record_kind_word(kind);
	ASSERT(sql_in_transaction(s->sql));
	return sql_run(s->sql, e, NULL,
		       "INSERT INTO claims (kind, id, source, doc, at) VALUES (?1, ?2, ?3, ?4, ?5)"
		       " ON CONFLICT (kind, id) DO NOTHING",
		       "ssssi", word, c->id, c->source, c->doc, c->at) &&
	       set_owner(s, word, c->id, owner, e);
}

static void read_claim(struct sql_rows *r, struct claim *out, struct arena *a)
{
	*out = (struct claim){
		.id = sql_text(r, 0, a), .source = sql_text(r, 1, a), .doc = sql_text(r, 2, a), .at = sql_i64(r, 3)};
}

bool claim_get(struct store *s, enum record_kind kind, const char *id, struct claim *out, struct arena *a,
	       struct error *e)
{
	bool ok;
	struct sql_rows *r = sql_query(s->sql, e, "SELECT id, source, doc, at FROM claims WHERE kind = ?1 AND id = ?2", "ss",
				       record_kind_word(kind), id);
	if (!sql_next(r, &ok, e))
		return ok ? error_set(e, ERROR_NOT_FOUND, "%s %s is not claimed", record_kind_word(kind), id) : false;
	read_claim(r, out, a);
	sql_done(r);
	return true;
}

bool claim_list(struct store *s, enum record_kind kind, struct claim **out, size_t *n, struct arena *a, struct error *e)
{
	bool ok;
	*out = ARENA_ARRAY(a, struct claim, CLAIMS_LISTED);
	*n = 0;
	struct sql_rows *r =
		sql_query(s->sql, e, "SELECT id, source, doc, at FROM claims WHERE kind = ?1 ORDER BY id LIMIT ?2", "si",
			  record_kind_word(kind), (int64_t)CLAIMS_LISTED);
	while (sql_next(r, &ok, e))
		read_claim(r, &(*out)[(*n)++], a);
	return ok;
}

bool claim_take(struct store *s, enum record_kind kind, const struct claim *c, bool *claimed, struct error *e)
{
	bool ok;
	const char *word = record_kind_word(kind);
	ASSERT(sql_in_transaction(s->sql));
	struct sql_rows *r = sql_query(s->sql, e, "SELECT doc FROM claims WHERE kind = ?1 AND id = ?2 AND source = ?3",
				       "sss", word, c->id, c->source);
	*claimed = sql_next(r, &ok, e);
	if (!*claimed)
		return ok;
	const char *was = sql_text_borrow(r, 0, NULL);
	bool same = c->doc != NULL && was != NULL ? str_eq(was, c->doc) : was == c->doc;
	sql_done(r);
	return same || sql_run(s->sql, e, NULL,
			       "UPDATE claims SET doc = ?4, at = ?5 WHERE kind = ?1 AND id = ?2 AND source = ?3", "ssssi",
			       word, c->id, c->source, c->doc, c->at);
}

bool claim_give_back(struct store *s, enum record_kind kind, const char *id, struct error *e)
{
	const char *word = record_kind_word(kind);
	ASSERT(sql_in_transaction(s->sql));
	return sql_run(s->sql, e, NULL,
		       "UPDATE facts SET run = NULL, source = (SELECT source FROM claims WHERE kind = ?1 AND id = ?2)"
		       " WHERE kind = ?1 AND id = ?2 AND EXISTS (SELECT 1 FROM claims WHERE kind = ?1 AND id = ?2)",
		       "ss", word, id) &&
	       sql_run(s->sql, e, NULL, "DELETE FROM claims WHERE kind = ?1 AND id = ?2", "ss", word, id);
}

/* Records: put, remove, codes. Lists of them: list.c. */
#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/assert.h"
#include "base/buf.h"
#include "base/cleanup.h"
#include "base/error.h"
#include "store/internal.h"

#define CODE_ATTEMPTS_MAX 64
#define DAY_S ((int64_t)86400)

/* What is stored of a record, as far as put and remove need it. */
struct standing {
	bool exists, live, doc_same, fingerprint_same;
	int64_t seq;
};

static bool look_up(struct store *s, enum record_kind kind, const char *id, const char *source,
		    const char *doc, size_t doc_len, const uint8_t *fingerprint, struct standing *out,
		    struct error *e)
{
	bool ok;
	*out = (struct standing){0};
	struct sql_rows *r =
		sql_query(s->sql, e,
			  "SELECT r.seq, r.doc, f.source, f.fingerprint FROM records r JOIN facts f"
			  " ON f.kind = r.kind AND f.id = r.id WHERE r.kind = ?1 AND r.id = ?2",
			  "ss", record_kind_word(kind), id);
	if (!sql_next(r, &ok, e))
		return ok;
	size_t len = 0, mark_len = 0;
	const char *stored = sql_text_borrow(r, 1, &len);
	out->exists = true;
	out->seq = sql_i64(r, 0);
	out->live = stored != NULL;
	out->doc_same = out->live && doc != NULL && len == doc_len && memcmp(stored, doc, len) == 0;
	const char *owner = sql_text_borrow(r, 2, NULL);
	if (out->live && source != NULL && !str_eq(owner, source))
		ok = error_set(e, ERROR_REFUSED, "%s %s belongs to source %s", record_kind_word(kind), id,
			       owner);
	const void *mark = sql_blob_borrow(r, 3, &mark_len);
	out->fingerprint_same = fingerprint != NULL && mark != NULL && mark_len == STORE_FINGERPRINT_BYTES &&
				memcmp(mark, fingerprint, mark_len) == 0;
	sql_done(r);
	return ok;
}

static bool write_facts(struct store *s, const struct store_put *p, struct error *e)
{
	return sql_run(s->sql, e, NULL,
		       "INSERT INTO facts (kind, id, source, run, fingerprint, title, search, live)"
		       " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, 1) ON CONFLICT (kind, id) DO UPDATE SET source = "
		       "excluded.source,"
		       " run = excluded.run, fingerprint = excluded.fingerprint, title = excluded.title,"
		       " search = excluded.search, live = 1",
		       "ssssbss", record_kind_word(p->kind), p->id, p->source, p->run,
		       (const void *)p->fingerprint, (size_t)STORE_FINGERPRINT_BYTES, p->title, p->search);
}

bool store_put(struct store *s, const struct store_put *p, enum store_outcome *out, struct error *e)
{
	struct standing was;
	const char *word = record_kind_word(p->kind);
	if (!look_up(s, p->kind, p->id, p->source, p->doc, p->doc_len, NULL, &was, e) ||
	    !write_facts(s, p, e))
		return false;
	*out = was.doc_same ? STORE_UNCHANGED : was.live ? STORE_CHANGED : STORE_NEW;
	if (was.doc_same)
		return true;
	int64_t seq = store_next_seq_(s);
	char *doc = NULL; /* bound by length: documents are not NUL-terminated everywhere */
	CLEANUP_ARENA struct arena a = ARENA_INIT;
	doc = arena_strndup(&a, p->doc, p->doc_len);
	if (!sql_run(s->sql, e, NULL,
		     "INSERT INTO records (kind, id, seq, changed_at, doc) VALUES (?1, ?2, ?3, ?4, ?5)"
		     " ON CONFLICT (kind, id) DO UPDATE SET seq = excluded.seq, changed_at = "
		     "excluded.changed_at,"
		     " doc = excluded.doc",
		     "ssiis", word, p->id, seq, p->now, doc))
		return false;
	if (was.live)
		digest_remove(&s->head.digest, word, p->id, was.seq);
	else
		s->head.live++;
	digest_add(&s->head.digest, word, p->id, seq);
	return true;
}

bool store_seen(struct store *s, enum record_kind kind, const char *id, const char *source, const char *run,
		const uint8_t fingerprint[STORE_FINGERPRINT_BYTES], bool *same, struct error *e)
{
	struct standing was;
	if (!look_up(s, kind, id, source, NULL, 0, fingerprint, &was, e))
		return false;
	*same = was.live && was.fingerprint_same;
	if (!*same || run == NULL)
		return true;
	return sql_run(s->sql, e, NULL, "UPDATE facts SET run = ?3 WHERE kind = ?1 AND id = ?2", "sss",
		       record_kind_word(kind), id, run);
}

bool store_remove(struct store *s, enum record_kind kind, const char *id, const char *source, int64_t now,
		  enum store_outcome *out, struct error *e)
{
	struct standing was;
	const char *word = record_kind_word(kind);
	if (!look_up(s, kind, id, source, NULL, 0, NULL, &was, e))
		return false;
	*out = was.live ? STORE_REMOVED : STORE_UNCHANGED;
	if (!was.live)
		return true;
	int64_t seq = store_next_seq_(s);
	if (!sql_run(s->sql, e, NULL,
		     "UPDATE records SET seq = ?3, changed_at = ?4, doc = NULL WHERE kind = ?1 AND id = ?2",
		     "ssii", word, id, seq, now) ||
	    !sql_run(s->sql, e, NULL,
		     "UPDATE facts SET fingerprint = NULL, run = NULL, search = NULL, live = 0 WHERE kind = ?1"
		     " AND id = ?2",
		     "ss", word, id) ||
	    !sql_run(s->sql, e, NULL, "DELETE FROM review WHERE kind = ?1 AND id = ?2", "ss", word, id))
		return false;
	digest_remove(&s->head.digest, word, id, was.seq);
	s->head.live--;
	return true;
}

static bool code_of(struct store *s, const char *kind, const char *id, char out[CODE_LEN_MAX + 1],
		    bool *found, struct error *e)
{
	bool ok;
	struct sql_rows *r =
		sql_query(s->sql, e, "SELECT code FROM codes WHERE kind = ?1 AND id = ?2", "ss", kind, id);
	*found = sql_next(r, &ok, e);
	if (*found)
		snprintf(out, CODE_LEN_MAX + 1, "%s", sql_text_borrow(r, 0, NULL));
	sql_done(r);
	return ok;
}

bool store_code(struct store *s, enum record_kind kind, const char *id, char out[CODE_LEN_MAX + 1],
		struct error *e)
{
	bool found;
	const char *word = record_kind_word(kind);
	if (!code_of(s, word, id, out, &found, e))
		return false;
	for (unsigned i = 0; !found; i++) {
		int64_t added;
		if (i == CODE_ATTEMPTS_MAX)
			return error_set(e, ERROR_LIMIT, "no free code for %s %s", word, id);
		code_candidate(word, id, i, out);
		if (!sql_run(s->sql, e, &added,
			     "INSERT INTO codes (code, kind, id) VALUES (?1, ?2, ?3) ON CONFLICT (code) DO "
			     "NOTHING",
			     "sss", out, word, id))
			return false;
		found = added == 1;
	}
	return true;
}

bool store_purge(struct store *s, int64_t now, int64_t *dropped, struct error *e)
{
	bool ok;
	const int64_t before = now - STORE_TOMBSTONE_DAYS * DAY_S;
	struct sql_rows *r = sql_query(
		s->sql, e, "SELECT COALESCE(MAX(seq), 0) FROM records WHERE doc IS NULL AND changed_at < ?1",
		"i", before);
	if (!sql_next(r, &ok, e))
		return false;
	int64_t newest = sql_i64(r, 0);
	sql_done(r);
	*dropped = 0;
	if (newest == 0)
		return true;
	if (!sql_run(s->sql, e, NULL,
		     "DELETE FROM facts WHERE (kind, id) IN (SELECT kind, id FROM records WHERE doc IS NULL"
		     " AND changed_at < ?1)",
		     "i", before) ||
	    !sql_run(s->sql, e, dropped, "DELETE FROM records WHERE doc IS NULL AND changed_at < ?1", "i",
		     before))
		return false;
	s->head.horizon = newest > s->head.horizon ? newest : s->head.horizon;
	return true;
}

#define RECORD_COLUMNS                                                                                       \
	"SELECT r.kind, r.id, f.source, f.title, c.code, r.seq, r.changed_at, r.doc FROM records r"          \
	" JOIN facts f ON f.kind = r.kind AND f.id = r.id LEFT JOIN codes c ON c.kind = r.kind AND c.id = "  \
	"r.id "

static bool read_only_row(struct sql_rows *r, struct store_record *out, const char *what, struct arena *a,
			  struct error *e)
{
	bool ok;
	if (!sql_next(r, &ok, e))
		return ok ? error_set(e, ERROR_NOT_FOUND, "no record %s", what) : false;
	store_read_record_(r, out, true, a);
	sql_done(r);
	return true;
}

bool store_get(struct store *s, enum record_kind kind, const char *id, struct store_record *out,
	       struct arena *a, struct error *e)
{
	struct sql_rows *r = sql_query(s->sql, e, RECORD_COLUMNS "WHERE r.kind = ?1 AND r.id = ?2", "ss",
				       record_kind_word(kind), id);
	return read_only_row(r, out, id, a, e);
}

bool store_by_code(struct store *s, const char *code, struct store_record *out, struct arena *a,
		   struct error *e)
{
	struct sql_rows *r = sql_query(s->sql, e, RECORD_COLUMNS "WHERE c.code = ?1", "s", code);
	return read_only_row(r, out, code, a, e);
}

#include "store/runs.h"

#include <sodium.h>
#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/assert.h"
#include "base/cleanup.h"
#include "base/clock.h"
#include "base/error.h"
#include "store/internal.h"

static const char *const sweep_words[SWEEP_COUNT] = {"none", "done", "refused", "accepted", "kept"};

const char *run_sweep_word(enum run_sweep s)
{
	ASSERT(s < SWEEP_COUNT);
	return sweep_words[s];
}

bool run_id_ok(const char *run)
{
	static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789:._-";
	size_t n = run == NULL ? 0 : strspn(run, plain);
	return n > 0 && n <= 64 && run[n] == '\0';
}

static enum run_sweep sweep_from_word(const char *word)
{
	for (enum run_sweep s = SWEEP_NONE; s < SWEEP_COUNT; s++)
		if (str_eq(word, sweep_words[s]))
			return s;
	return SWEEP_NONE;
}

static bool count_unseen(struct store *s, const char *source, const char *run, int64_t *unseen, int64_t *all,
			 struct error *e)
{
	bool ok;
	struct sql_rows *r = sql_query(
		s->sql, e,
		"SELECT COALESCE(SUM(CASE WHEN run = ?2 THEN 0 ELSE 1 END), 0), count(*) FROM facts"
		" WHERE source = ?1 AND live = 1",
		"ss", source, run);
	if (!sql_next(r, &ok, e))
		return false;
	*unseen = sql_i64(r, 0);
	*all = sql_i64(r, 1);
	sql_done(r);
	return true;
}

struct unseen {
	const char *kind, *id;
};

/* Collected first: removing changes the rows that are being read. */
static bool list_unseen(struct store *s, const char *source, const char *run, int64_t untouched_since,
			struct unseen *v, size_t most, size_t *n, struct arena *a, struct error *e)
{
	bool ok;
	*n = 0;
	struct sql_rows *r =
		sql_query(s->sql, e,
			  "SELECT f.kind, f.id FROM facts f JOIN records r ON r.kind = f.kind AND r.id = f.id"
			  " WHERE f.source = ?1 AND r.doc IS NOT NULL AND (f.run IS NULL OR f.run <> ?2)"
			  " AND r.changed_at <= ?3",
			  "ssi", source, run, untouched_since);
	while (sql_next(r, &ok, e)) {
		ASSERT(*n < most);
		v[*n].kind = sql_text(r, 0, a);
		v[(*n)++].id = sql_text(r, 1, a);
	}
	return ok;
}

static bool remove_unseen(struct store *s, const char *source, const char *run, int64_t untouched_since,
			  int64_t unseen, int64_t now, int64_t *removed, struct error *e)
{
	CLEANUP_ARENA struct arena a = ARENA_INIT;
	size_t n;
	struct unseen *v = ARENA_ARRAY(&a, struct unseen, (size_t)unseen);
	if (!list_unseen(s, source, run, untouched_since, v, (size_t)unseen, &n, &a, e))
		return false;
	for (size_t i = 0; i < n; i++) {
		enum store_outcome outcome;
		if (!store_remove(s, record_kind_from_word(v[i].kind), v[i].id, source, now, &outcome, e))
			return false;
		*removed += outcome == STORE_REMOVED;
	}
	return true;
}

bool run_sweep(struct store *s, const char *source, const char *run, int guard_percent, int64_t now,
	       struct run_swept *out, struct error *e)
{
	int64_t unseen, all;
	*out = (struct run_swept){.sweep = SWEEP_DONE};
	if (!count_unseen(s, source, run, &unseen, &all, e))
		return false;
	if (unseen > RUN_SWEEP_GUARD_LEAST && unseen * 100 > all * guard_percent) {
		out->sweep = SWEEP_REFUSED;
		out->would_remove = unseen;
		return true;
	}
	return remove_unseen(s, source, run, INT64_MAX, unseen, now, &out->removed, e);
}

/* --- a person's word --- */

/* When the refused run ended; later: a full run of the source has begun after it. */
static bool refused_run(struct store *s, const char *source, const char *run, int64_t *ended_at, bool *later,
			struct error *e)
{
	bool ok;
	struct sql_rows *r = sql_query(
		s->sql, e,
		"SELECT u.ended_at, (SELECT count(*) FROM runs v WHERE v.source = u.source AND v.run <> u.run"
		" AND (v.started_at > u.started_at OR (v.started_at = u.started_at AND v.run > u.run))"
		" AND v.run NOT LIKE 'report-%')"
		" FROM runs u WHERE u.source = ?1 AND u.run = ?2 AND u.sweep = 'refused'",
		"ss", source, run);
	if (!sql_next(r, &ok, e))
		return ok ? error_set(e, ERROR_NOT_FOUND, "no refused sweep of %s, run %s", source, run) : false;
	*ended_at = sql_instant(r, 0);
	*later = sql_i64(r, 1) > 0;
	sql_done(r);
	return true;
}

static bool decide(struct store *s, const char *source, const char *run, enum run_sweep verdict, int64_t removed,
		   struct error *e)
{
	return sql_run(s->sql, e, NULL,
		       "UPDATE runs SET sweep = ?3, ok = 1, removed = removed + ?4 WHERE source = ?1 AND run = ?2",
		       "sssi", source, run, run_sweep_word(verdict), removed);
}

bool run_sweep_accept(struct store *s, const char *source, const char *run, int64_t now, int64_t *removed,
		      struct error *e)
{
	int64_t ended_at, unseen, all;
	bool later = true;
	*removed = 0;
	if (!refused_run(s, source, run, &ended_at, &later, e) || !count_unseen(s, source, run, &unseen, &all, e))
		return false;
	if (later)
		return error_set(e, ERROR_REFUSED, "a later full run of %s has begun", source);
	return remove_unseen(s, source, run, ended_at, unseen, now, removed, e) &&
	       decide(s, source, run, SWEEP_ACCEPTED, *removed, e);
}

bool run_sweep_keep(struct store *s, const char *source, const char *run, struct error *e)
{
	int64_t ended_at;
	bool later = true;
	return refused_run(s, source, run, &ended_at, &later, e) && decide(s, source, run, SWEEP_KEPT, 0, e);
}

bool run_note(struct store *s, const struct run_note *n, struct error *e)
{
	/* The sweep's own verdict is stronger than a later "none" of the importer's report. */
	return sql_run(s->sql, e, NULL,
		       "INSERT INTO runs (source, run, started_at, ended_at, taken, changed, removed, "
		       "refused, ok, why, sweep,"
		       " would_remove) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)"
		       " ON CONFLICT (source, run) DO UPDATE SET ended_at = COALESCE(excluded.ended_at, "
		       "runs.ended_at),"
		       " taken = runs.taken + excluded.taken, changed = runs.changed + excluded.changed,"
		       " removed = runs.removed + excluded.removed, refused = runs.refused + "
		       "excluded.refused,"
		       " ok = excluded.ok, why = COALESCE(excluded.why, runs.why),"
		       " sweep = CASE WHEN excluded.sweep = 'none' THEN runs.sweep ELSE excluded.sweep END,"
		       " would_remove = runs.would_remove + excluded.would_remove",
		       "ssttiiiiissi", n->source, n->run, n->started_at, n->ended_at, n->taken, n->changed,
		       n->removed, n->refused, (int64_t)n->ok, n->why, run_sweep_word(n->sweep),
		       n->would_remove) &&
	       sql_run(s->sql, e, NULL,
		       "DELETE FROM runs WHERE source = ?1 AND run NOT IN (SELECT run FROM runs WHERE source "
		       "= ?1"
		       " ORDER BY started_at DESC, run DESC LIMIT ?2)",
		       "si", n->source, (int64_t)RUN_KEPT);
}

bool run_list(struct store *s, const char *source, size_t limit, struct run_note **out, size_t *n,
	      struct arena *a, struct error *e)
{
	bool ok;
	*out = ARENA_ARRAY(a, struct run_note, limit);
	*n = 0;
	struct sql_rows *r = sql_query(
		s->sql, e,
		"SELECT source, run, started_at, ended_at, taken, changed, removed, refused, ok, why,"
		" sweep, would_remove FROM runs WHERE ?1 = '' OR source = ?1"
		" ORDER BY started_at DESC, run DESC LIMIT ?2",
		"si", source != NULL ? source : "", (int64_t)limit);
	while (sql_next(r, &ok, e)) {
		(*out)[(*n)++] = (struct run_note){
			.source = sql_text(r, 0, a),
			.run = sql_text(r, 1, a),
			.started_at = sql_i64(r, 2),
			.ended_at = sql_instant(r, 3),
			.taken = sql_i64(r, 4),
			.changed = sql_i64(r, 5),
			.removed = sql_i64(r, 6),
			.refused = sql_i64(r, 7),
			.ok = sql_i64(r, 8) != 0,
			.why = sql_text(r, 9, a),
			.sweep = sweep_from_word(sql_text_borrow(r, 10, NULL)),
			.would_remove = sql_i64(r, 11),
		};
	}
	return ok;
}

#define SOURCES_MAX 500

bool run_sources(struct store *s, struct source_state **out, size_t *n, struct arena *a, struct error *e)
{
	bool ok;
	*out = ARENA_ARRAY(a, struct source_state, SOURCES_MAX);
	*n = 0;
	struct sql_rows *r = sql_query(
		s->sql, e,
		"SELECT x.source, CAST(SUM(x.n) AS BIGINT), (SELECT MAX(started_at) FROM runs u WHERE u.source = x.source),"
		" (SELECT MAX(started_at) FROM runs u WHERE u.source = x.source AND u.ok = 1)"
		" FROM (SELECT source, SUM(live) AS n FROM facts GROUP BY source"
		" UNION ALL SELECT DISTINCT source, 0 FROM runs) x GROUP BY x.source ORDER BY x.source LIMIT ?1",
		"i", (int64_t)SOURCES_MAX);
	while (sql_next(r, &ok, e))
		(*out)[(*n)++] = (struct source_state){sql_text(r, 0, a), sql_i64(r, 1), sql_instant(r, 2),
						       sql_instant(r, 3)};
	return ok;
}

bool run_ages(struct store *s, struct run_age **out, size_t *n, struct arena *a, struct error *e)
{
	bool ok;
	*out = ARENA_ARRAY(a, struct run_age, SOURCES_MAX);
	*n = 0;
	struct sql_rows *r = sql_query(s->sql, e,
				       "SELECT source, MAX(started_at), MAX(CASE WHEN ok = 1 THEN started_at END)"
				       " FROM runs GROUP BY source ORDER BY source LIMIT ?1",
				       "i", (int64_t)SOURCES_MAX);
	while (sql_next(r, &ok, e))
		(*out)[(*n)++] = (struct run_age){sql_text(r, 0, a), sql_instant(r, 1), sql_instant(r, 2)};
	return ok;
}

/* Tokens are 190 random bits, so a fast hash is enough; looking the hash up leaks nothing usable by timing.
 */
static void token_hash(const char *token, char out[65])
{
	uint8_t hash[32];
	crypto_generichash(hash, sizeof hash, (const uint8_t *)token, strlen(token), NULL, 0);
	sodium_bin2hex(out, 65, hash, sizeof hash);
}

bool token_keep(struct store *s, const char *source, const char *token, int64_t now, struct error *e)
{
	char hash[65];
	token_hash(token, hash);
	return sql_run(s->sql, e, NULL,
		       "INSERT INTO tokens (hash, source, created_at) VALUES (?1, ?2, ?3) ON CONFLICT (hash) "
		       "DO NOTHING",
		       "ssi", hash, source, now);
}

bool token_add(struct store *s, const char *source, int64_t now, char out[TOKEN_BYTES], struct error *e)
{
	static const char letters[] = "abcdefghjkmnpqrstuvwxyz23456789";
	memcpy(out, "aula_", 5);
	for (size_t i = 5; i < TOKEN_BYTES - 1; i++)
		out[i] = letters[randombytes_uniform(sizeof letters - 1)];
	out[TOKEN_BYTES - 1] = '\0';
	return token_keep(s, source, out, now, e);
}

bool token_check(struct store *s, const char *token, const char *source, enum token_verdict *out,
		 struct error *e)
{
	char hash[65];
	bool ok;
	token_hash(token, hash);
	*out = TOKEN_UNKNOWN;
	struct sql_rows *r = sql_query(s->sql, e, "SELECT source FROM tokens WHERE hash = ?1", "s", hash);
	if (sql_next(r, &ok, e)) {
		const char *of = sql_text_borrow(r, 0, NULL);
		*out = str_eq(of, source) || str_eq(of, TOKEN_ANY_SOURCE) ? TOKEN_OK : TOKEN_OTHER_SOURCE;
		sql_done(r);
	}
	return ok;
}

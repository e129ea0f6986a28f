/* Opening, transactions and the feed side of the store. */
#include "store/store.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/assert.h"
#include "base/cleanup.h"
#include "base/error.h"
#include "store/internal.h"
#include "store/schema.h"

static bool read_head(struct store *s, struct store_head *out, struct error *e)
{
	bool ok;
	struct sql_rows *r = sql_query(s->sql, e, "SELECT head, horizon, live, digest FROM feed_state", "");
	if (!sql_next(r, &ok, e))
		return ok ? error_set(e, ERROR_CORRUPT, "the store has no feed state") : false;
	*out = (struct store_head){.head = sql_i64(r, 0), .horizon = sql_i64(r, 1), .live = sql_i64(r, 2)};
	ok = digest_from_hex(sql_text_borrow(r, 3, NULL), &out->digest);
	sql_done(r);
	return ok || error_set(e, ERROR_CORRUPT, "the store's digest is not a digest");
}

static bool open_either(struct store **out, const char *address, bool reads, struct error *e)
{
	struct store *s = calloc(1, sizeof *s);
	ASSERT(s != NULL);
	CLEANUP_ARENA struct arena a = ARENA_INIT;
	if (!sql_open(&s->sql, address, reads, e)) {
		free(s);
		return error_context(e, "store %s", sql_address_shown(address, &a));
	}
	if ((!reads && !sql_migrate(s->sql, schema_steps, schema_n_steps, e)) || !read_head(s, &s->head, e)) {
		store_close(s);
		return error_context(e, "store %s", sql_address_shown(address, &a));
	}
	s->committed = s->head;
	*out = s;
	return true;
}

bool store_open(struct store **out, const char *address, struct error *e)
{
	return open_either(out, address, false, e);
}

bool store_open_reader(struct store **out, const char *address, struct error *e)
{
	return open_either(out, address, true, e);
}

bool store_address_ok(const char *address, struct error *e)
{
	return sql_address_ok(address, e);
}

const char *store_address_shown(const char *address, struct arena *a)
{
	return sql_address_shown(address, a);
}

void store_close(struct store *s)
{
	if (s == NULL)
		return;
	store_rollback(s);
	sql_close(s->sql);
	free(s);
}

const char *store_engine(const struct store *s)
{
	return sql_scheme(s->sql);
}

int64_t store_errors(const struct store *s)
{
	return sql_errors(s->sql);
}

int store_watch_fd(struct store *s)
{
	return sql_watch_fd(s->sql);
}

bool store_refresh(struct store *s, bool *moved, struct error *e)
{
	ASSERT(!sql_in_transaction(s->sql));
	int64_t before = s->head.head;
	sql_drain(s->sql);
	if (!read_head(s, &s->head, e))
		return false;
	s->committed = s->head;
	*moved = s->head.head != before;
	return true;
}

bool store_begin(struct store *s, struct error *e)
{
	if (!sql_begin(s->sql, e))
		return false;
	/* Another process may have written since; under the writer's lock what is read now stays true. */
	if (!read_head(s, &s->head, e)) {
		store_rollback(s);
		return false;
	}
	s->committed = s->head;
	s->tell = false;
	return true;
}

bool store_freeze(struct store *s, struct error *e)
{
	if (!sql_freeze(s->sql, e))
		return false;
	if (!read_head(s, &s->head, e)) {
		store_rollback(s);
		return false;
	}
	s->committed = s->head;
	return true;
}

void store_thaw(struct store *s)
{
	sql_rollback(s->sql);
}

static bool write_head(struct store *s, struct error *e)
{
	char hex[DIGEST_HEX_BYTES];
	if (memcmp(&s->head, &s->committed, sizeof s->head) == 0)
		return true;
	digest_to_hex(&s->head.digest, hex);
	return sql_run(s->sql, e, NULL,
		       "UPDATE feed_state SET head = ?1, horizon = ?2, live = ?3, digest = ?4", "iiis",
		       s->head.head, s->head.horizon, s->head.live, hex);
}

bool store_commit(struct store *s, struct error *e)
{
	bool moved = memcmp(&s->head, &s->committed, sizeof s->head) != 0;
	if (!write_head(s, e) || !sql_commit(s->sql, moved || s->tell, e)) {
		store_rollback(s);
		return false;
	}
	s->committed = s->head;
	return true;
}

void store_rollback(struct store *s)
{
	sql_rollback(s->sql);
	s->head = s->committed;
}

struct store_head store_head(const struct store *s)
{
	return s->head;
}

void store_restored(struct store *s, int64_t now)
{
	ASSERT(sql_in_transaction(s->sql));
	s->head.head += STORE_RESTORED_SKIP;
	if (s->head.head < now * 1000)
		s->head.head = now * 1000;
}

int64_t store_next_seq_(struct store *s)
{
	ASSERT(sql_in_transaction(s->sql));
	return ++s->head.head;
}

bool store_changes(struct store *s, int64_t after, size_t limit, store_change_fn visit, void *user,
		   struct error *e)
{
	bool ok, more = true;
	struct sql_rows *r = sql_query(
		s->sql, e, "SELECT seq, kind, id, doc FROM records WHERE seq > ?1 ORDER BY seq LIMIT ?2",
		"ii", after, (int64_t)limit);
	while (more && sql_next(r, &ok, e)) {
		size_t doc_len = 0;
		const char *doc = sql_text_borrow(r, 3, &doc_len);
		more = visit(user, sql_i64(r, 0), sql_text_borrow(r, 1, NULL), sql_text_borrow(r, 2, NULL),
			     doc, doc_len);
	}
	sql_done(r);
	return more ? ok : true;
}

bool store_recount(struct store *s, struct store_head *out, struct error *e)
{
	bool ok;
	*out = (struct store_head){.horizon = s->head.horizon};
	struct sql_rows *r = sql_query(s->sql, e, "SELECT seq, kind, id, doc IS NULL FROM records", "");
	while (sql_next(r, &ok, e)) {
		int64_t seq = sql_i64(r, 0);
		out->head = seq > out->head ? seq : out->head;
		if (sql_i64(r, 3) != 0)
			continue;
		out->live++;
		digest_add(&out->digest, sql_text_borrow(r, 1, NULL), sql_text_borrow(r, 2, NULL), seq);
	}
	return ok;
}

bool store_image_put(struct store *s, const char *hash, const char *type, const void *bytes, size_t len,
		     int64_t now, struct error *e)
{
	if (len > STORE_IMAGE_BYTES_MAX)
		return error_set(e, ERROR_LIMIT, "image of %zu bytes is over the cap of %zu", len,
				 STORE_IMAGE_BYTES_MAX);
	return sql_run(s->sql, e, NULL,
		       "INSERT INTO images (hash, type, bytes, added_at) VALUES (?1, ?2, ?3, ?4) ON CONFLICT "
		       "(hash) DO UPDATE SET unused_since = NULL",
		       "ssbi", hash, type, bytes, len, now);
}

bool store_image_get(struct store *s, const char *hash, struct store_image *out, struct arena *a,
		     struct error *e)
{
	bool ok;
	struct sql_rows *r =
		sql_query(s->sql, e, "SELECT type, bytes FROM images WHERE hash = ?1", "s", hash);
	if (!sql_next(r, &ok, e))
		return ok ? error_set(e, ERROR_NOT_FOUND, "no image %s", hash) : false;
	out->type = sql_text(r, 0, a);
	const void *bytes = sql_blob_borrow(r, 1, &out->len);
	void *copy = arena_alloc(a, out->len);
	if (out->len > 0)
		memcpy(copy, bytes, out->len);
	out->bytes = copy;
	sql_done(r);
	return true;
}

bool store_rotation_add(struct store *s, const char *statement, int64_t at, struct error *e)
{
	return sql_run(s->sql, e, NULL, "INSERT INTO rotations (at, statement) VALUES (?1, ?2)", "is", at,
		       statement);
}

bool store_rotations(struct store *s, struct strs *out, struct arena *a, struct error *e)
{
	bool ok;
	int64_t n = 0;
	struct sql_rows *r = sql_query(s->sql, e, "SELECT count(*) FROM rotations", "");
	if (!sql_next(r, &ok, e))
		return false;
	n = sql_i64(r, 0);
	sql_done(r);
	*out = (struct strs){ARENA_ARRAY(a, const char *, (size_t)n), 0};
	r = sql_query(s->sql, e, "SELECT statement FROM rotations ORDER BY at, statement", "");
	while (sql_next(r, &ok, e))
		if (out->n < (size_t)n)
			out->v[out->n++] = sql_text(r, 0, a);
	return ok;
}

bool store_signing_key(struct store *s, char hex[STORE_KEY_HEX_BYTES], struct error *e)
{
	bool ok;
	struct sql_rows *r = sql_query(s->sql, e, "SELECT key FROM signing", "");
	hex[0] = '\0';
	if (!sql_next(r, &ok, e))
		return ok;
	snprintf(hex, STORE_KEY_HEX_BYTES, "%s", sql_text_borrow(r, 0, NULL));
	sql_done(r);
	return true;
}

bool store_signing_key_set(struct store *s, const char *hex, struct error *e)
{
	s->tell = true;
	return sql_run(s->sql, e, NULL,
		       "INSERT INTO signing (one, key) VALUES (1, ?1) ON CONFLICT (one) DO UPDATE SET key = excluded.key",
		       "s", hex);
}

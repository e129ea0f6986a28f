#include <stdlib.h>
#include <string.h>

#include "base/assert.h"
#include "base/clock.h"
#include "base/str.h"
#include "cache/audit.h"
#include "cache/hash.h"
#include "cache/schema.h"
#include "cache/search_index.h"
#include "cache/writer_internal.h"

/* Bigger pages than SQLite's usual: most docs are 1–4 kB, and a card writes in larger pieces anyway. */
#define PAGE_BYTES 8192
#define GEN_FIRST 1 /* state.gen of a new file; each load from the start raises it */

static bool load_state(struct cache_writer *w, int64_t *facts_version, struct error *e)
{
	bool row;
	struct db_stmt *s = db_use(w->db, "SELECT gen, rev, facts_version FROM state WHERE one=1", e);
	if (s == NULL || !db_step(s, &row, e))
		return false;
	if (!row)
		return error_set(e, ERROR_CORRUPT, "cache: its state row is gone");
	w->gen = db_column_i64(s, 0);
	w->rev = db_column_i64(s, 1);
	*facts_version = db_column_i64(s, 2);
	db_reset(s);
	return true;
}

bool cache_writer_open(struct cache_writer **out, const char *path, struct error *e)
{
	/* Not durable: a power cut may cost the newest pages, which the feed gives again. */
	const struct db_options options = {
		.mode = DB_WRITE, .cache_kib = 8192, .page_bytes = PAGE_BYTES};
	int64_t facts_version = 0;
	*out = NULL;
	struct cache_writer *w = calloc(1, sizeof *w);
	ASSERT(w != NULL);
	bool ok = db_open(&w->db, path, &options, e) &&
		  db_migrate(w->db, cache_schema, cache_schema_steps, e) && load_state(w, &facts_version, e);
	if (ok && facts_version != CACHE_FACTS_VERSION)
		ok = writer_reread_all(w, e);
	if (ok) {
		w->search = search_index_new(w->db);
		ok = search_index_check(w->search, e);
	}
	if (!ok) {
		cache_writer_close(w);
		return false;
	}
	*out = w;
	return true;
}

void cache_writer_close(struct cache_writer *w)
{
	if (w == NULL)
		return;
	if (w->db != NULL)
		db_rollback(w->db);
	search_index_free(w->search);
	db_close(w->db);
	arena_fini(&w->scratch);
	buf_fini(&w->facts);
	free(w->keys);
	free(w);
}

void cache_writer_settle(struct cache_writer *w)
{
	search_index_load_settle(w->search);
}

struct db *cache_writer_db(struct cache_writer *w)
{
	return w->db;
}

void cache_writer_set_now(struct cache_writer *w, int64_t now)
{
	/* The window's edges are days: computed once a day, not once a record. */
	if (w->has_window && now >= w->window.now && now - w->window.now < 3600)
		return;
	w->window = facts_window_at(now);
	w->has_window = true;
}

bool cache_writer_meta(struct cache_writer *w, struct cache_meta *out, struct error *e)
{
	return cache_audit_meta(w->db, out, e);
}

bool cache_each_live(struct cache_writer *w, cache_live_fn visit, void *user, struct error *e)
{
	return cache_audit_each(w->db, visit, user, e);
}

bool cache_writer_check(struct cache_writer *w, struct error *e)
{
	return cache_audit_check(w->db, e);
}

bool writer_begin(struct cache_writer *w, struct error *e)
{
	int64_t ignored;
	if (!db_begin(w->db, e))
		return false;
	if (!load_state(w, &ignored, e)) {
		db_rollback(w->db);
		return false;
	}
	w->rev++;
	return true;
}

bool cache_load_begin(struct cache_writer *w, struct error *e)
{
	bool ok =
		db_begin(w->db, e) && db_exec(w->db,
					      "UPDATE state SET gen=gen+1, after=0, loading=1, load_have=0, "
					      "load_total=0, digest=''",
					      e);
	if (ok && db_commit(w->db, e)) {
		search_index_load_begin(w->search);
		return true;
	}
	db_rollback(w->db);
	return false;
}

bool cache_load_ends(struct cache_writer *w, const struct cache_item *items, size_t n, struct error *e)
{
	return !search_index_load_last(w->search, items, n) || db_checkpoint_some(w->db, e);
}

bool cache_page_begin(struct cache_writer *w, struct error *e)
{
	return writer_begin(w, e);
}

void cache_page_rollback(struct cache_writer *w)
{
	search_index_forget(w->search);
	db_rollback(w->db);
}

/* --- records --- */

uint64_t cache_sum(const char *doc, size_t len)
{
	return hash_bytes(doc, len);
}

/* What is there under a name. */
struct standing {
	int64_t key; /* 0: nothing */
	int64_t seq;
	bool of_load; /* put by the load in progress; outside a load all are of the last one */
};

/* The caller changes it: what the load has gathered of it no longer holds. */
static bool find(struct cache_writer *w, const char *kind, const char *id, struct standing *out,
		 struct error *e)
{
	bool row;
	*out = (struct standing){0};
	struct db_stmt *s = db_use(w->db, "SELECT key, seq, gen FROM record WHERE kind=?1 AND id=?2", e);
	if (s == NULL)
		return false;
	db_bind_text(s, 1, kind);
	db_bind_text(s, 2, id);
	if (!db_step(s, &row, e))
		return false;
	if (!row)
		return true;
	*out = (struct standing){.key = db_column_i64(s, 0),
				 .seq = db_column_i64(s, 1),
				 .of_load = db_column_i64(s, 2) == w->gen};
	if (out->of_load)
		search_index_load_spoilt(w->search);
	db_reset(s);
	return true;
}

static bool check_not_back(const struct standing *there, const char *kind, const char *id, int64_t seq,
			   struct error *e)
{
	return seq >= there->seq || error_set(e, ERROR_TRUST, "%s %s: sequence went back from %lld to %lld",
					      kind, id, (long long)there->seq, (long long)seq);
}

static void bind_content(struct cache_writer *w, struct db_stmt *s, const struct cache_item *item)
{
	db_bind_i64(s, 1, item->seq);
	db_bind_i64(s, 2, w->gen);
	db_bind_i64(s, 3, item->record == NULL);
	db_bind_i64(s, 4, (int64_t)item->sum);
	db_bind_text_n(s, 5, item->doc != NULL ? item->doc : "", item->doc_len);
}

/* Without a look whether it is there: in a load hardly anything is. *key 0: it is, and nothing was done. */
static bool insert(struct cache_writer *w, const struct cache_item *item, int64_t *key, struct error *e)
{
	struct db_stmt *s =
		db_use(w->db,
		       "INSERT INTO record(seq,gen,opaque,sum,doc,kind,id) VALUES(?1,?2,?3,?4,?5,?6,?7) "
		       "ON CONFLICT(kind,id) DO NOTHING",
		       e);
	if (s == NULL)
		return false;
	bind_content(w, s, item);
	db_bind_text(s, 6, item->kind);
	db_bind_text(s, 7, item->id);
	if (!db_run(s, e))
		return false;
	*key = db_changed_rows(w->db) > 0 ? db_last_rowid(w->db) : 0;
	return true;
}

static bool update(struct cache_writer *w, const struct cache_item *item, struct standing *there,
		   struct error *e)
{
	if (!find(w, item->kind, item->id, there, e) ||
	    !check_not_back(there, item->kind, item->id, item->seq, e))
		return false;
	struct db_stmt *s =
		db_use(w->db, "UPDATE record SET seq=?1, gen=?2, opaque=?3, sum=?4, doc=?5 WHERE key=?6", e);
	if (s == NULL)
		return false;
	bind_content(w, s, item);
	db_bind_i64(s, 6, there->key);
	return db_run(s, e);
}

static bool put_item(struct cache_writer *w, const struct cache_item *item, int64_t *key, int64_t *was_seq,
		     struct error *e)
{
	struct standing there = {0};
	if (item->record != NULL)
		search_index_touch(w->search, item->record->kind, item->id);
	if (!insert(w, item, key, e))
		return false;
	bool fresh = *key != 0, ok = fresh || update(w, item, &there, e);
	*was_seq = there.of_load ? there.seq : 0;
	if (!ok)
		return false;
	if (!fresh)
		*key = there.key;
	if (item->record == NULL)
		return fresh || writer_drop_facts(w, *key, e);
	return item->facts == NULL || writer_put_facts(w, *key, item, e);
}

static int64_t *room_for_keys(struct cache_writer *w, size_t n)
{
	if (n > w->n_keys) {
		w->keys = realloc(w->keys, n * sizeof *w->keys);
		ASSERT(w->keys != NULL);
		w->n_keys = n;
	}
	return w->keys;
}

bool cache_page_put_items(struct cache_writer *w, const struct cache_item *items, size_t n, int64_t *was_seq,
			  struct error *e)
{
	bool ok = true;
	int64_t *keys = room_for_keys(w, n);
	search_index_load_items(w->search, items, n);
	for (size_t i = 0; ok && i < n; i++) {
		const struct cache_item *x = &items[i];
		keys[i] = 0;
		ok = x->gone ? cache_page_remove(w, x->seq, x->kind, x->id, &was_seq[i], e)
			     : put_item(w, x, &keys[i], &was_seq[i], e);
	}
	if (ok)
		search_index_load_keys(w->search, items, n, keys);
	else
		search_index_load_spoilt(w->search);
	return ok;
}

bool cache_page_put(struct cache_writer *w, int64_t seq, const struct record *r, const char *doc,
		    size_t doc_len, int64_t *was_seq, struct error *e)
{
	struct cache_item item = {.seq = seq,
				  .kind = record_kind_word(r->kind),
				  .id = r->id,
				  .doc = doc,
				  .doc_len = doc_len,
				  .sum = cache_sum(doc, doc_len),
				  .record = r};
	if (writer_take_facts(w, r)) {
		item.facts = w->facts.data;
		item.facts_len = w->facts.len;
	}
	bool ok = cache_page_put_items(w, &item, 1, was_seq, e);
	cache_writer_settle(w);
	return ok;
}

static bool delete_key(struct cache_writer *w, int64_t key, struct error *e)
{
	struct db_stmt *s = db_use(w->db, "DELETE FROM record WHERE key=?1", e);
	if (s == NULL)
		return false;
	db_bind_i64(s, 1, key);
	return db_run(s, e) && writer_drop_facts(w, key, e);
}

bool cache_page_remove(struct cache_writer *w, int64_t seq, const char *kind, const char *id,
		       int64_t *was_seq, struct error *e)
{
	struct standing there;
	if (!find(w, kind, id, &there, e) || !check_not_back(&there, kind, id, seq, e))
		return false;
	*was_seq = there.of_load ? there.seq : 0;
	search_index_touch(w->search, record_kind_from_word(kind), id);
	return there.key == 0 || delete_key(w, there.key, e);
}

bool cache_page_sweep(struct cache_writer *w, int64_t *n_removed, struct error *e)
{
	bool row;
	*n_removed = 0;
	if (w->gen == GEN_FIRST) /* nothing can be older */
		return true;
	for (;;) {
		struct db_stmt *s = db_use(w->db, "SELECT key FROM record WHERE gen<>?1 LIMIT 1000", e);
		int64_t keys[1000];
		size_t n = 0;
		if (s == NULL)
			return false;
		db_bind_i64(s, 1, w->gen);
		for (;;) {
			if (!db_step(s, &row, e))
				return false;
			if (!row)
				break;
			keys[n++] = db_column_i64(s, 0);
		}
		for (size_t i = 0; i < n; i++) {
			if (!delete_key(w, keys[i], e))
				return false;
		}
		*n_removed += (int64_t)n;
		if (n == 0)
			return true;
	}
}

/* Keeps the newest names that are gone, and the rev below which some are missing. */
static bool trim_gone(struct cache_writer *w, struct error *e)
{
	bool row;
	struct db_stmt *s = db_use(w->db, "SELECT rev FROM gone ORDER BY rowid DESC LIMIT 1 OFFSET ?1", e);
	if (s == NULL)
		return false;
	db_bind_i64(s, 1, CACHE_GONE_MAX);
	if (!db_step(s, &row, e))
		return false;
	if (!row)
		return true;
	int64_t floor = db_column_i64(s, 0);
	db_reset(s);
	s = db_use(w->db, "DELETE FROM gone WHERE rev<=?1", e);
	if (s == NULL)
		return false;
	db_bind_i64(s, 1, floor);
	if (!db_run(s, e))
		return false;
	s = db_use(w->db, "UPDATE state SET gone_floor=?1", e);
	if (s == NULL)
		return false;
	db_bind_i64(s, 1, floor);
	return db_run(s, e);
}

static bool write_state(struct cache_writer *w, const struct cache_meta *m, struct error *e)
{
	struct db_stmt *s = db_use(
		w->db,
		"UPDATE state SET seq=?1, after=?2, signed_at=?3, verified_at=?4, digest=?5, "
		"signing_key=?6, complete=?7, loading=?8, load_have=?9, load_total=?10, rev=?11, anchor=?12",
		e);
	if (s == NULL)
		return false;
	db_bind_i64(s, 1, m->seq);
	db_bind_i64(s, 2, m->after);
	db_bind_instant(s, 3, m->signed_at);
	db_bind_instant(s, 4, m->verified_at);
	db_bind_text(s, 5, m->digest);
	db_bind_text(s, 6, m->key);
	db_bind_i64(s, 7, m->complete);
	db_bind_i64(s, 8, m->loading);
	db_bind_i64(s, 9, m->load_have);
	db_bind_i64(s, 10, m->load_total);
	db_bind_i64(s, 11, w->rev);
	db_bind_text(s, 12, m->anchor);
	return db_run(s, e);
}

bool cache_page_commit(struct cache_writer *w, const struct cache_meta *after, struct error *e)
{
	if (write_state(w, after, e) &&
	    search_index_write(w->search, w->rev, after->complete && !after->loading,
			       after->load_total - after->load_have, e) &&
	    trim_gone(w, e) && db_commit(w->db, e)) {
		if (after->loading)
			db_write_early(w->db);
		return true;
	}
	cache_page_rollback(w);
	return false;
}

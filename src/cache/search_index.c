#include "cache/search_index.h"

#include <stdlib.h>
#include <string.h>

#include "analysis/analyser.h"
#include "analysis/fold.h"
#include "base/assert.h"
#include "base/cleanup.h"
#include "base/error.h"
#include "base/log.h"
#include "cache/hash.h"
#include "cache/search_build.h"
#include "cache/search_join.h"
#include "cache/search_load.h"
#include "cache/search_segment.h"
#include "cache/search_source.h"
#include "db/db.h"
#include "model/codec.h"

#define LEVEL_ALL (SEARCH_LEVELS_MAX - 1)
#define LEVEL_BEHIND 9 /* a row without data: a first load has put activities that are not indexed yet */
#define GROWTH 16

struct search_index {
	struct db *db;
	struct analyser *analyser; /* made when first needed: most pages bring nothing to analyse */
	struct search_load *load;  /* every record of the cache, when all came in the load in progress and
				      this process saw them; NULL: documents are to be read */
	struct arena arena;        /* of one page */
	const char *touched[SEARCH_TOUCHED_MAX];
	size_t n_touched;
	bool touched_many; /* more than fit: everything is built anew */
	int64_t loaded; /* activities of a first load, at most; -1 = to be counted: doing so each page would
			   make a load of n pages cost n² */
};

/* Documents to be written to a level: each a live record's key, or a name that is gone. */
struct changed {
	int64_t key; /* 0 = gone */
	uint64_t name;
};

struct changes {
	struct changed *v;
	size_t n, cap;
};

struct search_index *search_index_new(struct db *db)
{
	struct search_index *x = calloc(1, sizeof *x);
	ASSERT(x != NULL);
	x->db = db;
	x->loaded = -1;
	return x;
}

void search_index_free(struct search_index *x)
{
	if (x == NULL)
		return;
	search_load_free(x->load);
	analyser_free(x->analyser);
	arena_fini(&x->arena);
	free(x);
}

void search_index_touch(struct search_index *x, enum record_kind kind, const char *id)
{
	if (kind == KIND_ACTIVITY && x->loaded >= 0)
		x->loaded++;
	if (kind != KIND_ORGANISATION)
		return;
	if (x->n_touched == SEARCH_TOUCHED_MAX)
		x->touched_many = true;
	else
		x->touched[x->n_touched++] = arena_strdup(&x->arena, id);
}

static void forget_touched(struct search_index *x)
{
	x->n_touched = 0;
	x->touched_many = false;
	arena_reset(&x->arena);
}

void search_index_forget(struct search_index *x)
{
	x->loaded = -1;
	search_index_load_spoilt(x);
	forget_touched(x);
}

/* --- a load --- */

static void need_analyser(struct search_index *x)
{
	if (x->analyser == NULL)
		x->analyser = analyser_new();
}

void search_index_load_begin(struct search_index *x)
{
	search_load_free(x->load);
	need_analyser(x);
	x->load = search_load_new(x->analyser);
}

bool search_index_load_last(struct search_index *x, const struct cache_item *items, size_t n)
{
	if (x->load != NULL)
		search_load_last(x->load, items, n);
	return x->load != NULL;
}

void search_index_load_items(struct search_index *x, const struct cache_item *items, size_t n)
{
	if (x->load != NULL && !search_load_has_last(x->load))
		search_load_items(x->load, items, n);
}

void search_index_load_keys(struct search_index *x, const struct cache_item *items, size_t n,
			    const int64_t *keys)
{
	if (x->load != NULL)
		search_load_keys(x->load, items, n, keys);
}

void search_index_load_settle(struct search_index *x)
{
	if (x->load != NULL)
		search_load_settle(x->load);
}

void search_index_load_spoilt(struct search_index *x)
{
	search_load_free(x->load);
	x->load = NULL;
}

/* --- changes of a page --- */

static void change(struct changes *c, int64_t key, uint64_t name)
{
	for (size_t i = 0; i < c->n; i++) {
		if (c->v[i].name != name)
			continue;
		if (c->v[i].key == 0) /* removed and put again: what is there counts */
			c->v[i].key = key;
		return;
	}
	if (c->n == c->cap) {
		c->cap = c->cap == 0 ? 64 : c->cap * 2;
		c->v = realloc(c->v, c->cap * sizeof *c->v);
		ASSERT(c->v != NULL);
	}
	c->v[c->n++] = (struct changed){key, name};
}

static bool each_row(struct db *db, const char *sql, int64_t rev, struct changes *c, bool gone,
		     struct error *e)
{
	bool row;
	struct db_stmt *s = db_use(db, sql, e);
	if (s == NULL)
		return false;
	db_bind_i64(s, 1, rev);
	db_bind_i64(s, 2, KIND_ACTIVITY);
	for (;;) {
		if (!db_step(s, &row, e))
			return false;
		if (!row)
			return true;
		change(c, gone ? 0 : db_column_i64(s, 0), (uint64_t)db_column_i64(s, 1));
	}
}

static bool count_changed(struct search_index *x, int64_t rev, int64_t *n, struct error *e)
{
	bool row;
	struct db_stmt *s = db_use(x->db, "SELECT count(*) FROM fact WHERE rev=?1", e);
	if (s == NULL)
		return false;
	db_bind_i64(s, 1, rev);
	if (!db_step(s, &row, e))
		return false;
	*n = row ? db_column_i64(s, 0) : 0;
	db_reset(s);
	return true;
}

/* *blob NULL when the level is empty; else from malloc. */
static bool read_level(struct search_index *x, int level, struct segment *out, struct error *e)
{
	bool row;
	size_t len;
	*out = (struct segment){0};
	struct db_stmt *s = db_use(x->db, "SELECT data FROM search_segment WHERE level=?1", e);
	if (s == NULL)
		return false;
	db_bind_i64(s, 1, level);
	if (!db_step(s, &row, e))
		return false;
	if (!row)
		return true;
	const void *data = db_column_borrow_blob(s, 0, &len);
	void *copy = malloc(len + 1);
	ASSERT(copy != NULL);
	if (len > 0)
		memcpy(copy, data, len);
	db_reset(s);
	return segment_take(out, copy, len, e);
}

static void change_document(void *user, const struct segment_doc *d)
{
	if (d->key != 0)
		change(user, d->key, d->name);
}

/* Activities of one level that carry the tag of an organisation or place. */
static void add_tagged(const struct segment *s, const char *tag, struct changes *c)
{
	CLEANUP_BUF struct buf key = BUF_INIT;
	size_t first;
	fold_base(tag, strlen(tag), &key);
	size_t n = segment_find(s, buf_str(&key), key.len, true, &first);
	for (size_t i = first; i < first + n; i++) {
		unsigned len;
		const char *lower = segment_lower(s, &s->terms[i], &len);
		if (len != strlen(tag) || memcmp(lower, tag, len) != 0)
			continue;
		segment_each(s, &s->terms[i], change_document, c);
	}
}

/* Ids of places whose facts changed in this page join the organisations that were touched. */
static bool touch_places(struct search_index *x, int64_t rev, struct strs *tags, struct error *e)
{
	bool row;
	tags->v = ARENA_ARRAY(&x->arena, const char *, 2 * SEARCH_TOUCHED_MAX);
	for (size_t i = 0; i < x->n_touched; i++)
		tags->v[tags->n++] = arena_printf(&x->arena, "#o:%s", x->touched[i]);
	struct db_stmt *s = db_use(x->db,
				   "SELECT record.id FROM fact JOIN record USING(key) WHERE fact.rev=?1 AND "
				   "fact.kind=?2 LIMIT 256",
				   e);
	if (s == NULL)
		return false;
	db_bind_i64(s, 1, rev);
	db_bind_i64(s, 2, KIND_PLACE);
	for (;;) {
		if (!db_step(s, &row, e))
			return false;
		if (!row)
			return true;
		if (tags->n < 2 * SEARCH_TOUCHED_MAX)
			tags->v[tags->n++] =
				arena_printf(&x->arena, "#w:%s", db_column_text(s, 0, &x->arena));
	}
}

static bool add_named(struct search_index *x, int64_t rev, struct changes *c, struct error *e)
{
	struct strs tags = {0};
	if (!touch_places(x, rev, &tags, e))
		return false;
	for (int level = 0; tags.n > 0 && level < SEARCH_LEVELS_MAX; level++) {
		struct segment s;
		if (!read_level(x, level, &s, e))
			return false;
		for (size_t i = 0; s.blob != NULL && i < tags.n; i++)
			add_tagged(&s, tags.v[i], c);
		segment_fini(&s);
	}
	return true;
}

static bool collect(struct search_index *x, int64_t rev, struct changes *c, struct error *e)
{
	return each_row(x->db, "SELECT key, name FROM fact WHERE rev=?1 AND kind=?2", rev, c, false, e) &&
	       each_row(x->db, "SELECT 0, name FROM gone WHERE rev=?1 AND kind=?2", rev, c, true, e) &&
	       add_named(x, rev, c, e);
}

/* --- levels --- */

static bool drop_level(struct search_index *x, int level, struct error *e)
{
	struct db_stmt *s = db_use(x->db, "DELETE FROM search_segment WHERE level=?1", e);
	if (s == NULL)
		return false;
	db_bind_i64(s, 1, level);
	return db_run(s, e);
}

static bool drop_below(struct search_index *x, int level, struct error *e)
{
	for (int i = 0; i < level; i++)
		if (!drop_level(x, i, e))
			return false;
	return true;
}

static bool store_level(struct search_index *x, int level, size_t documents, const void *data, size_t len,
			struct error *e)
{
	/* a number no segment has had before: readers know by it what they have */
	struct db_stmt *s =
		db_use(x->db,
		       "REPLACE INTO search_segment(level, made, documents, data) VALUES(?1, (SELECT "
		       "coalesce(max(made), 0) + 1 FROM search_segment), ?2, ?3)",
		       e);
	if (s == NULL)
		return false;
	db_bind_i64(s, 1, level);
	db_bind_i64(s, 2, (int64_t)documents);
	db_bind_blob(s, 3, data, len);
	return db_run(s, e);
}

static bool write_level(struct search_index *x, int level, struct search_build *b, struct error *e)
{
	CLEANUP_BUF struct buf blob = BUF_INIT;
	size_t n = search_build_count(b);
	return search_build_write(b, &blob, e) && store_level(x, level, n, blob.data, blob.len, e);
}

static struct search_build *begin_build(struct search_index *x)
{
	need_analyser(x);
	return search_build_new(x->analyser);
}

bool search_index_rebuild(struct search_index *x, struct error *e)
{
	struct search_build *b = begin_build(x);
	bool ok = source_add_all(x->db, b, e) && write_level(x, LEVEL_ALL, b, e) &&
		  drop_below(x, LEVEL_ALL, e) && drop_level(x, LEVEL_BEHIND, e);
	search_build_free(b);
	forget_touched(x);
	return ok || error_context(e, "search index");
}

/* The same from what the load has gathered, when that is everything there is. */
static bool write_all(struct search_index *x, bool finished, struct error *e)
{
	if (x->load == NULL)
		return search_index_rebuild(x, e);
	CLEANUP_BUF struct buf blob = BUF_INIT;
	bool ok = search_load_write(x->load, finished, &blob, e) &&
		  store_level(x, LEVEL_ALL, search_load_count(x->load), blob.data, blob.len, e) &&
		  drop_below(x, LEVEL_ALL, e) && drop_level(x, LEVEL_BEHIND, e);
	if (finished)
		search_index_load_spoilt(x);
	forget_touched(x);
	return ok || error_context(e, "search index");
}

static bool build_level(struct search_index *x, int level, const struct search_join *older,
			const struct changes *c, struct error *e)
{
	struct search_build *b = begin_build(x);
	bool ok = true, all = level == LEVEL_ALL;
	search_join_write(older, b, all);
	for (size_t i = 0; ok && i < c->n; i++) {
		size_t before = search_build_count(b);
		if (c->v[i].key != 0)
			ok = source_add(x->db, c->v[i].key, b, e);
		if (ok && !all && search_build_count(b) == before) /* gone, or not to be read */
			search_build_add(b, &(struct search_doc){.name = c->v[i].name});
	}
	ok = ok && write_level(x, level, b, e) && drop_below(x, level, e);
	search_build_free(b);
	return ok;
}

/* Into the lowest level that holds them together with what it and those below it hold already. */
static bool write_changes(struct search_index *x, const struct changes *c, struct error *e)
{
	static const size_t most[SEARCH_LEVELS_MAX] = {SEARCH_LEVEL0_MAX, SEARCH_LEVEL1_MAX,
						       SEARCH_LEVEL2_MAX, SIZE_MAX};
	struct search_join *j = search_join_new();
	bool ok = true, done = c->n == 0;
	for (size_t i = 0; i < c->n; i++)
		search_join_changed(j, c->v[i].name);
	for (int level = 0; ok && !done; level++) {
		struct segment s;
		ok = read_level(x, level, &s, e);
		if (!ok)
			break;
		search_join_take(j, &s);
		done = search_join_count(j) <= most[level];
		ok = !done || build_level(x, level, j, c, e);
	}
	search_join_free(j);
	return ok;
}

/* During a first load: only when the index would grow manifold, and not when the end, which builds
 * everything, is no further off than what is there. */
static bool write_loading(struct search_index *x, int64_t to_come, struct error *e)
{
	int64_t indexed;
	if (!db_get_i64(x->db, "SELECT documents FROM search_segment WHERE level=3", 0, &indexed, e) ||
	    (x->loaded < 0 &&
	     !db_get_i64(x->db, "SELECT count(*) FROM record WHERE kind='activity'", 0, &x->loaded, e)))
		return false;
	if (x->loaded >= GROWTH * (indexed > 0 ? indexed : 1) && (indexed == 0 || x->loaded < to_come / 3)) {
		x->loaded = -1;
		if (!write_all(x, false, e))
			return false;
	}
	forget_touched(x);
	return store_level(x, LEVEL_BEHIND, 0, "", 0, e);
}

bool search_index_write(struct search_index *x, int64_t rev, bool complete, int64_t to_come, struct error *e)
{
	int64_t behind, n;
	if (!complete)
		return write_loading(x, to_come, e);
	/* no last level yet, or one that lags behind a load */
	if (!db_get_i64(
		    x->db,
		    "SELECT (SELECT count(*) FROM search_segment WHERE level=3) = 0 OR (SELECT count(*) FROM "
		    "search_segment WHERE level=9) > 0",
		    0, &behind, e) ||
	    !count_changed(x, rev, &n, e))
		return false;
	if (behind > 0 || n > SEARCH_LEVEL2_MAX || x->touched_many)
		return write_all(x, true, e);
	search_index_load_spoilt(x); /* from here on changes are written one by one */
	struct changes c = {0};
	bool ok = collect(x, rev, &c, e) && write_changes(x, &c, e);
	free(c.v);
	search_index_forget(x);
	return ok || error_context(e, "search index");
}

/* Readable by this program? An index of another form is as good as none. */
static bool level_fits(struct search_index *x, bool *fits, struct error *e)
{
	struct segment s;
	struct error why = ERROR_INIT;
	*fits = false;
	if (read_level(x, LEVEL_ALL, &s, &why)) {
		*fits = s.blob != NULL;
		segment_fini(&s);
		return true;
	}
	return why.kind == ERROR_CORRUPT || error_pass(e, &why);
}

/* Nothing is there yet: what comes now is a load. */
static bool begin_when_empty(struct search_index *x, struct error *e)
{
	int64_t records;
	if (!db_get_i64(x->db, "SELECT count(*) FROM (SELECT 1 FROM record LIMIT 1)", 0, &records, e))
		return false;
	if (records == 0)
		search_index_load_begin(x);
	return true;
}

bool search_index_check(struct search_index *x, struct error *e)
{
	bool fits;
	int64_t there;
	if (!level_fits(x, &fits, e) ||
	    !db_get_i64(x->db, "SELECT count(*) FROM (SELECT 1 FROM record WHERE kind='activity' LIMIT 1)", 0,
			&there, e))
		return false;
	if (there == 0 && x->load == NULL)
		return begin_when_empty(x, e);
	if (fits || there == 0)
		return true;
	log_info("search index: building it anew");
	if (!db_begin(x->db, e))
		return false;
	if (search_index_rebuild(x, e))
		return db_commit(x->db, e);
	db_rollback(x->db);
	return false;
}

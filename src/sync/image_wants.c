#include "sync/image_wants.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/arena.h"
#include "base/assert.h"
#include "base/cleanup.h"
#include "base/error.h"
#include "base/str.h"
#include "db/db.h"
#include "sync/images.h"

/* instr first: most records have no picture, and looking for a word costs a tenth of parsing. */
#define WANTED_SQL                                                                                           \
	"SELECT json_extract(doc, '$.logo') AS hash, 0 AS class, seq FROM record"                            \
	" WHERE kind = 'centre' AND opaque = 0 AND instr(doc, '\"logo\"') > 0"                               \
	" UNION ALL SELECT json_extract(doc, '$.image.hash'),"                                               \
	" CASE WHEN id IN (SELECT json_extract(doc, '$.activity') FROM record"                               \
	"  WHERE kind = 'feature' AND opaque = 0) THEN 1 ELSE 2 END, seq FROM record"                        \
	" WHERE kind = 'activity' AND opaque = 0 AND instr(doc, '\"image\"') > 0"                            \
	" ORDER BY class, seq DESC"

void image_wants_fini(struct image_wants *w)
{
	free(w->v);
	*w = (struct image_wants){0};
}

static int by_hash(const void *a, const void *b)
{
	const struct image_want *x = a, *y = b;
	int c = strcmp(x->hash, y->hash);
	return c != 0 ? c : (x->rank > y->rank) - (x->rank < y->rank);
}

struct image_want *image_wants_find(const struct image_wants *w, const char *hash)
{
	size_t low = 0, high = w->n;
	while (low < high) {
		size_t mid = low + (high - low) / 2;
		int c = strcmp(w->v[mid].hash, hash);
		if (c == 0)
			return &w->v[mid];
		if (c < 0)
			low = mid + 1;
		else
			high = mid;
	}
	return NULL;
}

struct image_want *image_wants_next(const struct image_wants *w, int64_t now_ms)
{
	struct image_want *best = NULL;
	for (size_t i = 0; i < w->n; i++) {
		struct image_want *x = &w->v[i];
		bool due = x->state == WANT_MISSING ||
			   ((x->state == WANT_LATER || x->state == WANT_REFUSED) && now_ms >= x->again_ms);
		if (due && (best == NULL || x->rank < best->rank))
			best = x;
	}
	return best;
}

static bool query(struct db *db, struct image_wants *out, struct arena *a, struct error *e)
{
	bool ok = true;
	struct db_stmt *s = db_use(db, WANTED_SQL, e);
	if (s == NULL)
		return false;
	out->v = calloc(IMAGES_WANTED_MAX, sizeof *out->v);
	ASSERT(out->v != NULL);
	while (out->n < IMAGES_WANTED_MAX && db_next(s, &ok, e)) {
		const char *hash = db_column_text(s, 0, a);
		if (!image_hash_ok(hash))
			continue;
		memcpy(out->v[out->n].hash, hash, IMAGE_HASH_HEX + 1);
		out->v[out->n].rank = out->n;
		out->n++;
	}
	db_reset(s);
	return ok;
}

/* Sorted, each once; what was learnt about them stays. */
static void settle(struct image_wants *now, const struct image_wants *before)
{
	size_t n = 0;
	if (now->n > 0)
		qsort(now->v, now->n, sizeof *now->v, by_hash);
	for (size_t i = 0; i < now->n; i++) {
		if (n > 0 && str_eq(now->v[n - 1].hash, now->v[i].hash))
			continue;
		now->v[n] = now->v[i];
		const struct image_want *old = image_wants_find(before, now->v[n].hash);
		if (old != NULL && old->state != WANT_NO_ROOM) {
			now->v[n].state = old->state;
			now->v[n].again_ms = old->again_ms;
			now->v[n].said = old->said;
		}
		n++;
	}
	now->n = n;
}

static void sign(struct image_wants *w, int i, const char *path)
{
	struct stat st = {0};
	if (stat(path, &st) != 0)
		st = (struct stat){0};
	w->seen[i].file = st.st_ino;
	w->seen[i].size = st.st_size;
	w->seen[i].at_ns = (int64_t)st.st_mtim.tv_sec * 1000000000 + st.st_mtim.tv_nsec;
}

bool image_wants_read(struct image_wants *w, const char *cache, bool *changed, struct error *e)
{
	CLEANUP_ARENA struct arena a = ARENA_INIT;
	const struct db_options how = {.mode = DB_READ};
	struct image_wants now = {0};
	struct db *db = NULL;
	char log[PATH_MAX + 8];
	snprintf(log, sizeof log, "%s-wal", cache);
	sign(&now, 0, cache);
	sign(&now, 1, log);
	*changed = false;
	if (memcmp(now.seen, w->seen, sizeof now.seen) == 0)
		return true;
	if (!db_open(&db, cache, &how, e))
		return false;
	bool ok = query(db, &now, &a, e);
	db_close(db);
	if (!ok) {
		image_wants_fini(&now);
		return false;
	}
	settle(&now, w);
	image_wants_fini(w);
	*w = now;
	*changed = true;
	return true;
}

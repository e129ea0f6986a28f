/* What applying the feed costs beside raw inserts of the same rows: every row that the applied cache holds in
 * every one of its tables, read back from it and put by prepared inserts into a fresh file with the same
 * schema, indexes, page size and synchronous, each page's rows in one transaction, and the same checkpoint at
 * the end. Raw inserts work from plain memory: they verify, parse and expand nothing, and use one processor.
 *
 * Two floors, as the index for search is our own: one makes SQLite's (FTS5 with prefixes of one to three
 * letters, of the same words) in its place, as raw inserts with an index for search would; the other is
 * stricter than raw inserts can be: it makes none, and stores the finished one as the blob it is.
 *
 * Ratios are of the time on the clock, as a screen waits for it (the applier works in three threads), and of
 * processor time, as a small machine pays for it. Each round measures all in turn, so that a slow minute
 * hits all. The parts below them are processor time of one thread.
 *
 * Then a delta of 50, and what a reader pays. N activities (environment N, else 20000 and 100000) from
 * build/tools/generate, with organisations and places (lines.h). */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/analyser.h"
#include "analysis/words.h"
#include "base/arena.h"
#include "base/buf.h"
#include "base/cleanup.h"
#include "base/clock.h"
#include "base/error.h"
#include "base/str.h"
#include "bench/sync/floor.h"
#include "bench/sync/lines.h"
#include "cache/apply.h"
#include "cache/facts.h"
#include "cache/query.h"
#include "cache/search_build.h"
#include "cache/search_load.h"
#include "db/db.h"
#include "feed/key.h"
#include "feed/page.h"
#include "model/codec.h"
#include "support/measure.h"
#include "support/tmpdir.h"
#include "sync/ahead.h"
#include "sync/applier.h"

#define PAGE 500
#define ROUNDS 5
#define LOADS 5

struct bench {
	struct lines lines;
	struct buf *pages;
	size_t n_pages, n_bytes;
	const struct buf *delta; /* what the server has to say now; NULL: all its pages */
	struct signing_key key;
	struct digest digest;
	struct tmpdir dir;
	int64_t now;
};

static struct took median_took(const struct took *v, size_t n)
{
	double wall[LOADS], cpu[LOADS];
	for (size_t i = 0; i < n; i++) {
		wall[i] = v[i].wall;
		cpu[i] = v[i].cpu;
	}
	return (struct took){measure_median(wall, n), measure_median(cpu, n)};
}

static void make_page(struct bench *b, struct buf *out, size_t from, size_t to, int64_t seq, int64_t after,
		      int64_t head, const struct digest *digest)
{
	for (size_t i = from; i < to; i++)
		feed_page_put(out, seq + (int64_t)(i - from), b->lines.v[i].kind, b->lines.v[i].id,
			      b->lines.v[i].doc, b->lines.v[i].doc_len);
	struct feed_trailer t = {
		.after = after, .head = head, .to = seq + (int64_t)(to - from) - 1, .at = b->now};
	t.more = t.to < head;
	t.live = (int64_t)b->lines.n;
	digest_to_hex(digest, t.digest);
	feed_page_finish(out, &t, &b->key);
}

static void make_pages(struct bench *b)
{
	b->digest = DIGEST_EMPTY;
	for (size_t i = 0; i < b->lines.n; i++)
		digest_add(&b->digest, b->lines.v[i].kind, b->lines.v[i].id, (int64_t)i + 1);
	b->n_pages = (b->lines.n + PAGE - 1) / PAGE;
	b->pages = ARENA_ARRAY(&b->lines.a, struct buf, b->n_pages);
	for (size_t p = 0; p < b->n_pages; p++) {
		size_t from = p * PAGE, to = from + PAGE < b->lines.n ? from + PAGE : b->lines.n;
		make_page(b, &b->pages[p], from, to, (int64_t)from + 1, (int64_t)from, (int64_t)b->lines.n,
			  &b->digest);
		b->n_bytes += b->pages[p].len;
	}
}

/* The server: pages by what is asked for, or the one of a delta. */
static enum fetched fetch(void *user, int64_t after, int64_t wait_s, struct http_response *response,
			  enum sync_state *state, struct error *e)
{
	struct bench *b = user;
	const struct buf *page = b->delta != NULL ? b->delta : &b->pages[after / PAGE];
	(void)wait_s, (void)state, (void)e;
	buf_append(&response->body, page->data, page->len);
	return FETCHED_PAGE;
}

/* As aula-sync does it: the next pages are prepared by a thread while one is applied. */
static void apply_pages(struct bench *b, struct ahead *ahead, struct cache_writer *w, struct cache_meta *meta)
{
	enum applied result = APPLIED_MORE;
	while (result == APPLIED_MORE) {
		struct error e = ERROR_INIT;
		struct question q = {.after = meta->after, .now = b->now};
		memcpy(q.key, b->key.public_hex, sizeof q.key);
		const struct answer *in = ahead_take(ahead, &q);
		e = in->error;
		must(in->verified && applier_page(w, meta, &in->page, b->now, &result, &e), &e);
		if (in->page.n_opaque == 0)
			continue;
		fprintf(stderr, "bench_apply: %zu records not readable\n", in->page.n_opaque);
		exit(1);
	}
	cache_writer_settle(w);
	if (result == APPLIED_CURRENT)
		return;
	fprintf(stderr, "bench_apply: the digest does not agree\n");
	exit(1);
}

__attribute__((noinline)) /* callgrind --toggle-collect=apply_all */
static struct took
apply_all(struct bench *b, const char *path, struct cache_writer **w, struct cache_meta *meta)
{
	struct error e = ERROR_INIT;
	struct ahead ahead;
	ahead_init(&ahead, &(struct ahead_source){.fetch = fetch, .user = b});
	struct took began = both_now();
	must(cache_writer_open(w, path, &e) && cache_writer_meta(*w, meta, &e), &e);
	apply_pages(b, &ahead, *w, meta);
	must(db_checkpoint(cache_writer_db(*w), &e), &e);
	struct took took = since(began);
	ahead_fini(&ahead); /* as in the engine: when the round is over */
	return took;
}

/* --- where the rest goes: the parts that no raw insert has, each done alone over the same records --- */

static double part_signature(struct bench *b)
{
	double began = measure_cpu_ms();
	for (size_t p = 0; p < b->n_pages; p++) {
		CLEANUP_ARENA struct arena a = ARENA_INIT;
		struct error e = ERROR_INIT;
		struct feed_page page;
		must(feed_page_read(&page, b->pages[p].data, b->pages[p].len, b->key.public_hex,
				    (int64_t)(p * PAGE), &a, &e),
		     &e);
	}
	return measure_cpu_ms() - began;
}

static double part_decode(struct bench *b)
{
	CLEANUP_ARENA struct arena a = ARENA_INIT;
	double began = measure_cpu_ms();
	for (size_t i = 0; i < b->lines.n; i++) {
		struct error e = ERROR_INIT;
		struct record r;
		arena_reset(&a);
		must(record_decode(&r, record_kind_from_word(b->lines.v[i].kind), b->lines.v[i].id,
				   b->lines.v[i].doc, b->lines.v[i].doc_len, &a, &e),
		     &e);
	}
	return measure_cpu_ms() - began;
}

/* Decoding is in it, and taken off. */
static double part_facts(struct bench *b, double decode)
{
	CLEANUP_ARENA struct arena a = ARENA_INIT;
	CLEANUP_ARENA struct arena scratch = ARENA_INIT;
	CLEANUP_BUF struct buf out = BUF_INIT;
	const struct facts_window window = facts_window_at(b->now);
	double began = measure_cpu_ms();
	for (size_t i = 0; i < b->lines.n; i++) {
		struct record r;
		arena_reset(&a);
		arena_reset(&scratch);
		buf_clear(&out);
		if (record_decode(&r, record_kind_from_word(b->lines.v[i].kind), b->lines.v[i].id,
				  b->lines.v[i].doc, b->lines.v[i].doc_len, &a, NULL) &&
		    r.kind == KIND_ACTIVITY)
			facts_of_activity(&r.activity, r.id, &window, &scratch, &out);
	}
	return measure_cpu_ms() - began - decode;
}

static double part_digest(struct bench *b)
{
	struct digest d = DIGEST_EMPTY;
	double began = measure_cpu_ms();
	for (size_t i = 0; i < b->lines.n; i++)
		digest_add(&d, b->lines.v[i].kind, b->lines.v[i].id, (int64_t)i + 1);
	return measure_cpu_ms() - began;
}

/* Decoding is not in it. */
static double part_search(struct bench *b)
{
	struct error e = ERROR_INIT;
	CLEANUP_BUF struct buf blob = BUF_INIT;
	double took = 0;
	struct analyser *analyser = analyser_new();
	struct search_load *l = search_load_new(analyser);
	for (size_t from = 0; from < b->lines.n; from += PAGE) {
		CLEANUP_ARENA struct arena a = ARENA_INIT;
		struct record *r = ARENA_ARRAY(&a, struct record, PAGE);
		struct cache_item *items = ARENA_ARRAY(&a, struct cache_item, PAGE);
		const int64_t keys[PAGE] = {0};
		size_t n = b->lines.n - from < PAGE ? b->lines.n - from : PAGE;
		for (size_t i = 0; i < n; i++) {
			const struct line *x = &b->lines.v[from + i];
			must(record_decode(&r[i], record_kind_from_word(x->kind), x->id, x->doc, x->doc_len,
					   &a, &e),
			     &e);
			items[i].record = &r[i];
		}
		double began = measure_cpu_ms();
		search_load_items(l, items, n);
		search_load_keys(l, items, n, keys);
		search_load_settle(l);
		took += measure_cpu_ms() - began;
	}
	double began = measure_cpu_ms();
	must(search_load_write(l, true, &blob, &e), &e);
	took += measure_cpu_ms() - began;
	printf("  search index: %.0f ms, of which %.0f ms at the end of the load\n", took,
	       measure_cpu_ms() - began);
	search_load_free(l);
	analyser_free(analyser);
	return took;
}

/* Processor time; what is left over is the rest of the transactions, the index a first load makes on its way,
 * and the threads' meeting. */
static void print_parts(struct bench *b, double apply, double floor)
{
	double signature = part_signature(b), decode = part_decode(b), facts = part_facts(b, decode),
	       digest = part_digest(b), search = part_search(b);
	printf("  of which: rows %.0f ms (the floor), signature (SHA-512 over %.0f MB) %.0f ms, JSON %.0f "
	       "ms, "
	       "occurrences %.0f ms, digest %.0f ms, search index %.0f ms, the rest %.0f ms\n",
	       floor, (double)b->n_bytes / 1e6, signature, decode, facts, digest, search,
	       apply - floor - signature - decode - facts - digest - search);
}

/* --- deltas and readers --- */

__attribute__((noinline)) static void bench_delta(struct bench *b, struct cache_writer *w,
						  struct cache_meta *meta)
{
	double v[ROUNDS * 4];
	for (size_t i = 0; i < ROUNDS * 4; i++) {
		size_t from = (i * 7919) % (b->lines.n - 50);
		CLEANUP_BUF struct buf page = BUF_INIT;
		struct digest d;
		struct error e = ERROR_INIT;
		int64_t seq = meta->seq + 1;
		must(digest_from_hex(meta->digest, &d), &e);
		for (size_t k = from; k < from + 50; k++) {
			int64_t was;
			struct db_stmt *s = db_use(cache_writer_db(w),
						   "SELECT seq FROM record WHERE kind=?1 AND id=?2", &e);
			bool row;
			must(s != NULL, &e);
			db_bind_text(s, 1, b->lines.v[k].kind);
			db_bind_text(s, 2, b->lines.v[k].id);
			must(db_step(s, &row, &e) && row, &e);
			was = db_column_i64(s, 0);
			db_reset(s);
			digest_remove(&d, b->lines.v[k].kind, b->lines.v[k].id, was);
			digest_add(&d, b->lines.v[k].kind, b->lines.v[k].id, seq + (int64_t)(k - from));
		}
		make_page(b, &page, from, from + 50, seq, meta->after, seq + 49, &d);
		b->delta = &page;
		struct ahead ahead;
		ahead_init(&ahead, &(struct ahead_source){.fetch = fetch, .user = b});
		double began = measure_cpu_ms();
		apply_pages(b, &ahead, w, meta);
		v[i] = measure_cpu_ms() - began;
		ahead_fini(&ahead);
	}
	printf("delta of 50 into %zu: %.1f ms (aim 10)\n", b->lines.n, measure_median(v, ROUNDS * 4));
}

static double time_list(struct cache *c, const struct cache_view *view, const struct list_filter *f)
{
	double v[ROUNDS];
	struct error e = ERROR_INIT;
	for (size_t i = 0; i < ROUNDS; i++) {
		CLEANUP_ARENA struct arena a = ARENA_INIT;
		struct cards cards;
		double began = measure_cpu_ms();
		must(cache_list(c, view, f, 20, 10, &cards, &a, &e), &e);
		v[i] = measure_cpu_ms() - began;
	}
	return measure_median(v, ROUNDS);
}

static void bench_reader(struct bench *b, struct cache_writer *w, struct cache_meta *meta, const char *path)
{
	struct error e = ERROR_INIT;
	struct cache *c;
	const struct cache_view view = {.centre = "none", .screen = "", .now = b->now, .lang = LANG_FI};
	struct date today = zone_to_civil(ZONE_DEFAULT, b->now).date;
	size_t days[14];
	double began = measure_cpu_ms();
	must(cache_open(&c, path, &e), &e);
	time_list(c, &view, &(struct list_filter){0});
	printf("reader of %zu: open and first lists %.1f ms", b->lines.n, measure_cpu_ms() - began);
	printf(", list page %.2f ms", time_list(c, &view, &(struct list_filter){0}));
	printf(", topic %.2f ms", time_list(c, &view, &(struct list_filter){.topic = "peer"}));
	printf(", today by clock %.2f ms",
	       time_list(c, &view, &(struct list_filter){.when = WHEN_TODAY, .by_clock = true}));
	began = measure_cpu_ms();
	must(cache_days(c, &view, today, 14, days, &e), &e);
	printf(", calendar first %.2f ms", measure_cpu_ms() - began);
	began = measure_cpu_ms();
	must(cache_days(c, &view, today, 14, days, &e), &e);
	printf(" then %.2f ms\n", measure_cpu_ms() - began);
	bench_delta(b, w, meta);
	began = measure_cpu_ms();
	time_list(c, &view, &(struct list_filter){0});
	printf("reader of %zu: first lists after a change %.1f ms\n", b->lines.n, measure_cpu_ms() - began);
	cache_close(c);
}

static void print_floor(const char *what, const struct took *apply, const struct took *floor)
{
	printf("  floor: %s: %.0f ms, ratio %.2f×; processor time %.0f ms, %.2f×\n", what, floor->wall,
	       apply->wall / floor->wall, floor->cpu, apply->cpu / floor->cpu);
}

static void run(size_t n_activities)
{
	struct bench b = {.now = 0};
	struct clock_source clock;
	struct cache_writer *w = NULL;
	struct cache_meta meta;
	char path[160], raw[160];
	clock_init_system(&clock);
	b.now = clock_wall_s(&clock);
	tmpdir_make(&b.dir);
	snprintf(path, sizeof path, "%s", tmpdir_file(&b.dir, "cache.db"));
	snprintf(raw, sizeof raw, "%s", tmpdir_file(&b.dir, "raw.db"));
	signing_key_generate(&b.key);
	if (!read_lines(&b.lines, n_activities)) {
		fprintf(stderr, "bench_apply: build/tools/generate gave nothing (make tools)\n");
		exit(1);
	}
	make_pages(&b);
	struct took took[LOADS], least[LOADS], sqlite[LOADS];
	struct table tables[TABLES];
	struct texts texts = gather_texts(&b.lines);
	for (size_t i = 0; i < LOADS; i++) {
		if (w != NULL) {
			cache_writer_close(w);
			remove(path);
		}
		took[i] = apply_all(&b, path, &w, &meta);
		if (i == 0)
			read_tables(&b.lines.a, cache_writer_db(w), tables);
		sqlite[i] = insert_all(raw, b.n_pages, PAGE, tables, &texts);
		least[i] = insert_all(raw, b.n_pages, PAGE, tables, NULL);
	}
	struct took apply = median_took(took, LOADS), floor = median_took(least, LOADS),
		    raw_inserts = median_took(sqlite, LOADS);
	printf("apply of %zu activities (%zu records): %.0f ms, processor time %.0f ms\n", n_activities, b.lines.n,
	       apply.wall, apply.cpu);
	print_floor("raw inserts with SQLite's own indexes, also for search", &apply, &raw_inserts);
	print_floor("raw inserts, the finished search index as one row", &apply, &floor);
	print_parts(&b, apply.cpu, floor.cpu);
	bench_reader(&b, w, &meta, path);
	cache_writer_close(w);
	for (size_t p = 0; p < b.n_pages; p++)
		buf_fini(&b.pages[p]);
	signing_key_fini(&b.key);
	tmpdir_remove(&b.dir);
	arena_fini(&b.lines.a);
}

int main(void)
{
	int64_t n;
	const char *asked = getenv("N");
	setvbuf(stdout, NULL, _IOLBF, 0);
	feed_init();
	if (asked != NULL && str_to_i64(asked, 100, 1000000, &n)) {
		run((size_t)n);
		return 0;
	}
	run(20000);
	run(100000);
	return 0;
}

/* The writing side: pages are whole or not there, loads, damage, faults; and readers that keep up. */
#include <sqlite3.h>

#include "cache/writer_internal.h"
#include "db/db.h"
#include "support/db_fail_nth.h"
#include "unit/cache/fixture.h"

static const struct list_filter all = {0};

/* Field by field: what stands between them is nobody's. */
static void assert_same_meta(const struct cache_meta *a, const struct cache_meta *b)
{
	assert_int_equal(a->seq, b->seq);
	assert_int_equal(a->after, b->after);
	assert_int_equal(a->signed_at, b->signed_at);
	assert_int_equal(a->verified_at, b->verified_at);
	assert_string_equal(a->digest, b->digest);
	assert_string_equal(a->key, b->key);
	assert_string_equal(a->anchor, b->anchor);
	assert_int_equal(a->complete, b->complete);
	assert_int_equal(a->loading, b->loading);
	assert_int_equal(a->load_have, b->load_have);
	assert_int_equal(a->load_total, b->load_total);
}

static void test_meta_comes_back_and_rollback_leaves_nothing(void **state)
{
	struct fixture *f = *state;
	struct cache_meta m, read;
	struct cache_state s;
	assert_ok(cache_writer_meta(f->w, &m, &f->e), f->e);
	assert_true(m.loading);
	assert_false(m.complete);
	assert_true(m.signed_at == INSTANT_NONE);
	begin(f);
	put_activity(f, "a", event("a", NULL), NULL);
	cache_page_rollback(f->w);
	begin(f);
	put_activity(f, "b", event("b", NULL), NULL);
	m = (struct cache_meta){.seq = 7,
				.after = 9,
				.signed_at = 100,
				.verified_at = 200,
				.complete = true,
				.load_have = 3,
				.load_total = 4,
				.digest = "ab",
				.key = "cd",
				.anchor = "ef"};
	assert_ok(cache_page_commit(f->w, &m, &f->e), f->e);
	assert_ok(cache_writer_meta(f->w, &read, &f->e), f->e);
	assert_same_meta(&m, &read);
	assert_ok(cache_get_state(reader(f), &s, &f->e), f->e);
	assert_int_equal(s.seq, 7);
	assert_true(s.complete);
	assert_int_equal(s.n_activities, 1);
	assert_list(f, all, "b");
	begin(f); /* the reader that is open counts again after a change */
	put_activity(f, "c", event("c", NULL), NULL);
	commit(f);
	assert_ok(cache_get_state(f->c, &s, &f->e), f->e);
	assert_int_equal(s.n_activities, 2);
}

static void test_sequence_never_goes_back(void **state)
{
	struct fixture *f = *state;
	int64_t was;
	begin(f);
	f->seq = 10;
	put_activity(f, "a", event("a", NULL), NULL);
	commit(f);
	begin(f);
	struct record r = event("a", NULL);
	r.id = "a";
	assert_false(cache_page_put(f->w, 5, &r, "{}", 2, &was, &f->e));
	assert_int_equal(f->e.kind, ERROR_TRUST);
	assert_int_equal(was, 11);
	assert_false(cache_page_remove(f->w, 5, "activity", "a", &was, &f->e));
	assert_int_equal(f->e.kind, ERROR_TRUST);
	assert_ok(cache_page_remove(f->w, 12, "activity", "a", &was, &f->e), f->e);
	assert_ok(cache_page_remove(f->w, 13, "activity", "never-was", &was, &f->e), f->e);
	assert_int_equal(was, 0);
	commit(f);
	assert_list(f, all, "");
}

static void test_sweep_takes_what_the_load_did_not_bring(void **state)
{
	struct fixture *f = *state;
	struct cache_meta m;
	int64_t n;
	begin(f);
	put_activity(f, "old", event("a", NULL), NULL);
	put_activity(f, "stays", event("b", NULL), NULL);
	commit(f);
	assert_ok(cache_load_begin(f->w, &f->e), f->e);
	assert_ok(cache_writer_meta(f->w, &m, &f->e), f->e);
	assert_true(m.loading && m.complete);
	assert_int_equal(m.after, 0);
	begin(f);
	put_activity(f, "stays", event("b", NULL), NULL);
	put_activity(f, "new", event("c", NULL), NULL);
	commit(f);
	assert_int_equal(list(f, all).n, 3); /* everything stays in place during the load */
	begin(f);
	assert_ok(cache_page_sweep(f->w, &n, &f->e), f->e);
	assert_int_equal(n, 1);
	commit(f);
	assert_int_equal(list(f, all).n, 2);
}

static void test_opaque_records_count_but_do_not_show(void **state)
{
	struct fixture *f = *state;
	int64_t was[2];
	begin(f);
	put_activity(f, "a", event("a", NULL), NULL);
	commit(f);
	begin(f);
	const struct cache_item unreadable[] = {
		{.seq = ++f->seq, .kind = "hologram", .id = "h", .doc = "{}", .doc_len = 2, .sum = cache_sum("{}", 2)},
		{.seq = ++f->seq, .kind = "activity", .id = "a", .doc = "{}", .doc_len = 2, .sum = cache_sum("{}", 2)},
	};
	assert_ok(cache_page_put_items(f->w, unreadable, 2, was, &f->e), f->e);
	assert_int_equal(was[0], 0);
	assert_int_equal(was[1], 1);
	commit(f);
	assert_list(f, all, "");
	assert_ok(cache_writer_check(f->w, &f->e), f->e);
}

static void run_sql(struct fixture *f, const char *sql)
{
	sqlite3 *raw;
	assert_int_equal(sqlite3_open(f->path, &raw), SQLITE_OK);
	assert_int_equal(sqlite3_exec(raw, sql, NULL, NULL, NULL), SQLITE_OK);
	sqlite3_close(raw);
}

static void test_changed_bytes_are_found_and_never_shown(void **state)
{
	struct fixture *f = *state;
	begin(f);
	put_activity(f, "good", event("a", NULL), NULL);
	put_activity(f, "bad-doc", event("b", NULL), NULL);
	put_activity(f, "bad-fact", event("c", NULL), NULL);
	commit(f);
	cache_writer_close(f->w);
	run_sql(f, "UPDATE record SET doc=replace(doc, '\"b\"', '\"B\"') WHERE id='bad-doc';");
	assert_ok(cache_writer_open(&f->w, f->path, &f->e), f->e);
	assert_false(cache_writer_check(f->w, &f->e));
	assert_int_equal(f->e.kind, ERROR_CORRUPT);
	assert_contains(f->e.text, "bad-doc");
	cache_writer_close(f->w);
	run_sql(f, "UPDATE fact SET facts=CAST(substr(facts,1,40)||x'01'||substr(facts,42) AS BLOB) WHERE "
		   "key=(SELECT key FROM record WHERE id='bad-fact');");
	assert_ok(cache_writer_open(&f->w, f->path, &f->e), f->e);
	struct cards cards;
	assert_ok(cache_list(reader(f), &f->view, &all, 0, 10, &cards, &f->a, &f->e), f->e);
	assert_string_equal(ids_of(f, &cards), "good");
}

static void test_a_newer_program_reads_facts_anew(void **state)
{
	struct fixture *f = *state;
	begin(f);
	put_activity(f, "a", weekly("a", "2026-03-04T13:00"), NULL);
	commit(f);
	cache_writer_close(f->w);
	run_sql(f, "UPDATE state SET facts_version=0; UPDATE fact SET facts=x'00';");
	assert_ok(cache_writer_open(&f->w, f->path, &f->e), f->e);
	assert_ok(cache_writer_check(f->w, &f->e), f->e);
	assert_list(f, all, "a");
}

static void test_a_cache_of_the_version_before_goes_on(void **state)
{
	struct fixture *f = *state;
	begin(f);
	put_activity(f, "a", event("a", NULL), NULL);
	commit(f);
	cache_writer_close(f->w);
	run_sql(f, "ALTER TABLE fact ADD COLUMN code TEXT;"
		   "CREATE INDEX fact_code ON fact(code) WHERE code IS NOT NULL;"
		   "UPDATE fact SET code='k7mp'; PRAGMA user_version=2;");
	assert_ok(cache_writer_open(&f->w, f->path, &f->e), f->e);
	cache_writer_set_now(f->w, f->now);
	assert_ok(cache_writer_check(f->w, &f->e), f->e);
	begin(f);
	put_activity(f, "b", event("b", NULL), NULL);
	commit(f);
	assert_int_equal(list(f, all).n, 2);
}

static void test_expansion_moves_on_with_the_days(void **state)
{
	struct fixture *f = *state;
	begin(f);
	put_activity(f, "a", weekly("a", "2026-03-04T13:00"), NULL);
	put_activity(f, "once", event("b", "2026-09-30T13:00"), NULL);
	commit(f);
	assert_true(cache_expand_due(f->w, f->now));
	assert_ok(cache_expand_all(f->w, f->now, &f->e), f->e);
	assert_false(cache_expand_due(f->w, f->now + 3600));
	f->view.now = at("2026-08-05T12:00"); /* nobody expanded since March: past the horizon */
	assert_list(f, (struct list_filter){.events_only = true}, "once");
	assert_true(cache_expand_due(f->w, f->view.now));
	assert_ok(cache_expand_all(f->w, f->view.now, &f->e), f->e);
	struct cards cards = list(f, (struct list_filter){.events_only = true});
	assert_string_equal(ids_of(f, &cards), "a once");
	assert_int_equal(cards.v[0].start.date.day, 5);
	assert_ok(cache_writer_check(f->w, &f->e), f->e);
}

/* A walk that sorted at each step would be quadratic: every new day, minutes on a large cache. */
static void test_walks_find_the_next_record_by_its_key(void **state)
{
	static const char *const steps[] = {WRITER_NEXT_RECORD, WRITER_NEXT_ACTIVITY};
	struct fixture *f = *state;
	sqlite3 *db;
	assert_int_equal(sqlite3_open_v2(f->path, &db, SQLITE_OPEN_READONLY, NULL), SQLITE_OK);
	for (size_t i = 0; i < sizeof steps / sizeof steps[0]; i++) {
		char sql[512];
		sqlite3_stmt *s;
		snprintf(sql, sizeof sql, "EXPLAIN QUERY PLAN %s", steps[i]);
		assert_int_equal(sqlite3_prepare_v2(db, sql, -1, &s, NULL), SQLITE_OK);
		assert_int_equal(sqlite3_step(s), SQLITE_ROW);
		assert_non_null(strstr((const char *)sqlite3_column_text(s, 3), "INTEGER PRIMARY KEY"));
		assert_int_equal(sqlite3_step(s), SQLITE_DONE); /* nothing is sorted */
		sqlite3_finalize(s);
	}
	sqlite3_close(db);
}

/* --- readers --- */

static void test_reader_keeps_up_like_a_new_one(void **state)
{
	struct fixture *f = *state;
	unsigned seed = 3;
	begin(f);
	put_centre(f);
	commit(f);
	for (int round = 0; round < 60; round++) {
		begin(f);
		for (int i = 0; i < 12; i++) {
			char id[16], start[32];
			int64_t was;
			seed = seed * 1103515245 + 12345;
			unsigned r = seed >> 16;
			snprintf(id, sizeof id, "a%u", r % 40);
			snprintf(start, sizeof start, "2026-03-%02uT%02u:00", 10 + r / 40 % 20,
				 8 + r / 7 % 12);
			if (r % 5 == 0)
				assert_ok(cache_page_remove(f->w, ++f->seq, "activity", id, &was, &f->e),
					  f->e);
			else
				put_activity(f, id, event(id, start),
					     r % 3 == 0   ? "p-2km"
					     : r % 3 == 1 ? "p-home"
							  : "p-x");
		}
		if (round % 10 == 4)
			put_place(f, "p-x", 65.0121 + round * 0.01, 25.4651);
		if (round % 10 == 9) {
			int64_t was;
			assert_ok(cache_page_remove(f->w, ++f->seq, "place", "p-x", &was, &f->e), f->e);
		}
		commit(f);
		struct cards old = list(f, all);
		struct cache *kept = f->c;
		f->c = NULL;
		struct cards new = list(f, all);
		cache_close(f->c);
		f->c = kept;
		assert_string_equal(ids_of(f, &old), ids_of(f, &new));
		for (size_t i = 0; i < old.n; i++)
			assert_true(old.v[i].distance_m == new.v[i].distance_m);
	}
}

static void test_reader_notices_change_and_replacement(void **state)
{
	struct fixture *f = *state;
	begin(f);
	put_activity(f, "a", event("a", NULL), NULL);
	commit(f);
	assert_false(cache_changed(reader(f)));
	begin(f);
	put_activity(f, "b", event("b", NULL), NULL);
	commit(f);
	assert_true(cache_changed(f->c));
	assert_false(cache_changed(f->c));
	assert_false(cache_replaced(f->c, f->path));
	char moved[160];
	snprintf(moved, sizeof moved, "%s.old", f->path);
	assert_int_equal(rename(f->path, moved), 0);
	assert_false(cache_replaced(f->c, f->path)); /* gone is not replaced: keep what is open */
	cache_writer_close(f->w);
	assert_ok(cache_writer_open(&f->w, f->path, &f->e), f->e);
	assert_true(cache_replaced(f->c, f->path));
}

static void test_no_content_yet(void **state)
{
	struct fixture *f = *state;
	struct cache *c;
	assert_false(cache_open(&c, tmpdir_file(&f->dir, "nothing.db"), &f->e));
	assert_int_equal(f->e.kind, ERROR_NOT_FOUND);
	struct cards cards = list(f, all); /* a cache without a record */
	assert_int_equal(cards.total, 0);
	struct date today = {2026, 3, 11};
	size_t counts[3];
	assert_ok(cache_days(f->c, &f->view, today, 3, counts, &f->e), f->e);
	assert_int_equal(counts[0] + counts[1] + counts[2], 0);
}

/* --- faults --- */

static bool one_page(struct fixture *f, int round)
{
	struct cache_meta m;
	int64_t was;
	struct buf doc = BUF_INIT;
	bool ok = cache_page_begin(f->w, &f->e) && cache_writer_meta(f->w, &m, &f->e);
	for (int i = 0; ok && i < 2; i++) {
		char id[16];
		snprintf(id, sizeof id, "r%d-%d", round, i);
		struct record r = event("x", "2026-03-12T10:00");
		r.id = id;
		buf_clear(&doc);
		record_doc_write(&r, &doc);
		ok = cache_page_put(f->w, ++f->seq, &r, doc.data, doc.len, &was, &f->e);
	}
	m.seq = f->seq;
	ok = ok && cache_page_commit(f->w, &m, &f->e);
	if (!ok)
		cache_page_rollback(f->w);
	buf_fini(&doc);
	return ok;
}

static void test_every_failing_call_leaves_a_whole_page_or_none(void **state)
{
	struct fixture *f = *state;
	size_t expect = 0;
	int failed = 0;
	for (int i = 0; i < 200; i++) {
		struct nth nth = {.left = i, .code = i % 2 == 0 ? SQLITE_FULL : SQLITE_IOERR_WRITE};
		db_fault_set(fail_nth, &nth);
		bool ok = one_page(f, i);
		db_fault_set(NULL, NULL);
		expect += ok ? 2 : 0;
		failed += !ok;
		assert_int_equal(list(f, all).total, expect);
		assert_ok(cache_writer_check(f->w, &f->e), f->e);
		if (nth.left >= 0)
			break;
	}
	assert_true(failed > 10);
	assert_true(expect >= 2);
}

TEST_MAIN(CASE(test_meta_comes_back_and_rollback_leaves_nothing), CASE(test_sequence_never_goes_back),
	  CASE(test_sweep_takes_what_the_load_did_not_bring), CASE(test_opaque_records_count_but_do_not_show),
	  CASE(test_changed_bytes_are_found_and_never_shown), CASE(test_a_newer_program_reads_facts_anew),
	  CASE(test_a_cache_of_the_version_before_goes_on), CASE(test_expansion_moves_on_with_the_days), CASE(test_walks_find_the_next_record_by_its_key), CASE(test_reader_keeps_up_like_a_new_one),
	  CASE(test_reader_notices_change_and_replacement), CASE(test_no_content_yet),
	  CASE(test_every_failing_call_leaves_a_whole_page_or_none))

/* Quality, pairs, merges, flags and decided sweeps on every engine. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "backends.h"
#include "base/cleanup.h"
#include "base/clock.h"
#include "store/devices.h"
#include "store/listings.h"
#include "store/review.h"
#include "store/runs.h"
#include "store/usage.h"

#define NOW 1763800000

static void put(struct store *s, enum record_kind kind, const char *id, const char *source, const char *run, const char *doc,
		int64_t now)
{
	enum store_outcome out;
	struct error e = ERROR_INIT;
	const struct store_put p = {.kind = kind, .id = id, .source = source, .run = run, .doc = doc, .doc_len = strlen(doc),
				    .title = id, .now = now};
	if (!store_put(s, &p, &out, &e))
		fail_msg("%s", e.text);
}

static void look(struct store *s, const char *id, const char *source, int64_t notes, int64_t text_at, const char *name,
		 const char *contact)
{
	struct error e = ERROR_INIT;
	const struct review_row row = {.kind = KIND_ACTIVITY, .id = id, .source = source, .title = id, .organisation = "o:1",
				       .notes = notes, .text_at = text_at, .name_key = name, .contact_key = contact};
	put(s, KIND_ACTIVITY, id, source, NULL, "{}", NOW);
	if (!review_put(s, &row, &e))
		fail_msg("%s", e.text);
}

static void quality_is_counted_and_listed(void **state)
{
	struct backend *b = *state;
	CLEANUP_ARENA struct arena a = ARENA_INIT;
	struct review_item *v;
	enum store_outcome out;
	int64_t counts[REVIEW_NOTES];
	size_t n;
	assert_true(store_begin(b->store, NULL));
	look(b->store, "a:1", "a", REVIEW_NO_PLACE | REVIEW_NO_TEXT, INSTANT_NONE, NULL, NULL);
	look(b->store, "a:2", "a", REVIEW_NO_PLACE, NOW - REVIEW_OLD_TEXT_S - 1, NULL, NULL);
	look(b->store, "a:3", "a", 0, NOW - REVIEW_OLD_TEXT_S, NULL, NULL);
	look(b->store, "a:4", "a", REVIEW_NO_PLACE, NOW, NULL, NULL);
	assert_true(store_remove(b->store, KIND_ACTIVITY, "a:4", "a", NOW, &out, NULL));
	assert_true(store_commit(b->store, NULL));
	assert_true(review_counts(b->store, NOW, counts, NULL));
	assert_int_equal(counts[0], 2);
	assert_int_equal(counts[1], 0);
	assert_int_equal(counts[3], 1);
	assert_int_equal(counts[6], 1);
	assert_true(review_list(b->store, REVIEW_NO_PLACE, NOW, 1, 5, &v, &n, &a, NULL));
	assert_int_equal(n, 1);
	assert_string_equal(v[0].id, "a:2");
	assert_true(review_list(b->store, REVIEW_OLD_TEXT, NOW, 0, 5, &v, &n, &a, NULL));
	assert_int_equal(n, 1);
	assert_string_equal(v[0].id, "a:2");
	assert_true(review_of_organisation(b->store, "o:1", 10, &v, &n, &a, NULL));
	assert_int_equal(n, 3);
	assert_true(review_of_organisation(b->store, "o:2", 10, &v, &n, &a, NULL));
	assert_int_equal(n, 0);
}

static void pairs_are_of_two_sources_and_told_once(void **state)
{
	struct backend *b = *state;
	CLEANUP_ARENA struct arena a = ARENA_INIT;
	struct review_pair *v;
	int64_t total;
	size_t n;
	assert_true(store_begin(b->store, NULL));
	look(b->store, "a:1", "a", 0, NOW, "kahvi", "040");
	look(b->store, "a:2", "a", 0, NOW, "kahvi", NULL); /* the same source: meetings of one series */
	look(b->store, "b:1", "b", 0, NOW, "kahvi", "040");
	look(b->store, "b:2", "b", 0, NOW, "tee", "040");
	look(b->store, "c:1", "c", 0, NOW, NULL, NULL);
	assert_true(store_commit(b->store, NULL));
	assert_true(review_pairs(b->store, 0, 10, &v, &n, &total, &a, NULL));
	assert_int_equal(total, 3); /* a:1 b:1, a:2 b:1 by name; a:1 b:2 by contact */
	assert_int_equal(n, 3);
	assert_true(store_begin(b->store, NULL));
	assert_true(review_apart(b->store, KIND_ACTIVITY, "b:1", "a:1", "maija", NOW, NULL)); /* in any order */
	assert_true(review_apart(b->store, KIND_ACTIVITY, "a:1", "b:1", "maija", NOW, NULL)); /* again is fine */
	assert_true(store_commit(b->store, NULL));
	assert_true(review_pairs(b->store, 0, 10, &v, &n, &total, &a, NULL));
	assert_int_equal(total, 2);
	assert_string_equal(v[0].a, "a:1");
	assert_string_equal(v[0].b, "b:2");
	assert_int_equal(v[0].why, REVIEW_SAME_CONTACT);
	assert_string_equal(v[1].a, "a:2");
	assert_int_equal(v[1].why, REVIEW_SAME_NAME);
}

static void a_merged_record_comes_back_when_the_other_goes(void **state)
{
	struct backend *b = *state;
	CLEANUP_ARENA struct arena a = ARENA_INIT;
	struct merge m = {KIND_ACTIVITY, "b:1", "a:1", "b", "Kahvi", "{\"v\":1}", "maija", NOW}, got;
	const char *into;
	enum store_outcome out;
	struct error e = ERROR_INIT;
	assert_true(store_begin(b->store, NULL));
	look(b->store, "a:1", "a", 0, NOW, NULL, NULL);
	assert_true(merge_add(b->store, &m, NULL));
	assert_true(merge_take(b->store, KIND_ACTIVITY, "b:1", "{\"v\":2}", &into, &a, NULL));
	assert_string_equal(into, "a:1");
	assert_true(merge_get(b->store, KIND_ACTIVITY, "b:1", &got, &a, NULL));
	assert_string_equal(got.doc, "{\"v\":2}"); /* the newest version is kept */
	assert_true(merge_stands_for(b->store, KIND_ACTIVITY, "b:1", &into, &a, NULL));
	assert_string_equal(into, "a:1");
	assert_true(merge_stands_for(b->store, KIND_ACTIVITY, "c:1", &into, &a, NULL));
	assert_string_equal(into, "c:1");
	assert_true(merge_take(b->store, KIND_PLACE, "b:1", "{}", &into, &a, NULL));
	assert_null(into);
	/* merged further: no chain */
	look(b->store, "d:1", "d", 0, NOW, NULL, NULL);
	const struct merge further = {KIND_ACTIVITY, "a:1", "d:1", "a", "Kahvi", "{}", "maija", NOW};
	assert_true(merge_add(b->store, &further, NULL));
	assert_true(merge_stands_for(b->store, KIND_ACTIVITY, "b:1", &into, &a, NULL));
	assert_string_equal(into, "d:1");
	assert_true(store_remove(b->store, KIND_ACTIVITY, "d:1", "d", NOW, &out, NULL));
	assert_true(merge_take(b->store, KIND_ACTIVITY, "b:1", "{}", &into, &a, NULL));
	assert_null(into);
	assert_false(merge_get(b->store, KIND_ACTIVITY, "b:1", &got, &a, &e));
	assert_int_equal(e.kind, ERROR_NOT_FOUND);
	assert_true(store_commit(b->store, NULL));
}

static void flags_are_handled_by_centre(void **state)
{
	struct backend *b = *state;
	CLEANUP_ARENA struct arena a = ARENA_INIT;
	char id[2][DEVICE_ID_BYTES], credential[DEVICE_CREDENTIAL_BYTES], report[24];
	static const char *const centres[] = {"c:a", "c:b"};
	struct flag_sum *v;
	int64_t handled;
	size_t n;
	bool first;
	assert_true(store_begin(b->store, NULL));
	for (int i = 0; i < 2; i++)
		assert_true(device_add(b->store, "x", centres[i], NOW, id[i], credential, NULL));
	for (int i = 0; i < 5; i++) {
		const struct device_flag f = {id[i % 2], "20261122T05", i == 4 ? "t:2" : "t:1", "time"};
		snprintf(report, sizeof report, "f-%d", i);
		assert_true(flag_take(b->store, report, &f, NOW + i, &first, NULL));
	}
	assert_true(store_commit(b->store, NULL));
	assert_true(flag_open(b->store, 10, &v, &n, &a, NULL));
	assert_int_equal(n, 3);
	assert_string_equal(v[0].subject, "t:2");
	assert_string_equal(v[1].centre, "c:b");
	assert_int_equal(v[1].n, 2);
	assert_true(flag_handle(b->store, "t:1", "c:a", "maija", NOW, &handled, NULL));
	assert_int_equal(handled, 2);
	assert_true(flag_handle(b->store, "t:1", "c:a", "maija", NOW, &handled, NULL));
	assert_int_equal(handled, 0);
	assert_true(flag_handle(b->store, "t:1", NULL, "maija", NOW, &handled, NULL));
	assert_int_equal(handled, 2);
	assert_true(flag_open(b->store, 10, &v, &n, &a, NULL));
	assert_int_equal(n, 1);
}

static void full_run(struct store *s, const char *run, int from, int to, int64_t now, struct run_swept *swept)
{
	char id[8];
	struct error e = ERROR_INIT;
	for (int i = from; i < to; i++) {
		snprintf(id, sizeof id, "s:%d", i);
		put(s, KIND_ACTIVITY, id, "s", run, "{}", now);
	}
	assert_true(run_sweep(s, "s", run, 30, now, swept, &e));
	const struct run_note note = {.source = "s", .run = run, .started_at = now, .ended_at = now + 10,
				      .would_remove = swept->would_remove, .sweep = swept->sweep,
				      .ok = swept->sweep != SWEEP_REFUSED};
	assert_true(run_note(s, &note, &e));
}

static void a_refused_removal_is_accepted_or_kept(void **state)
{
	struct backend *b = *state;
	CLEANUP_ARENA struct arena a = ARENA_INIT;
	struct run_swept swept;
	struct run_note *runs;
	struct store_record got;
	int64_t removed;
	size_t n;
	struct error e = ERROR_INIT;
	assert_true(store_begin(b->store, NULL));
	full_run(b->store, "r1", 0, 20, NOW, &swept);
	full_run(b->store, "r2", 0, 8, NOW + 100, &swept);
	assert_int_equal(swept.sweep, SWEEP_REFUSED);
	put(b->store, KIND_ACTIVITY, "s:15", "s", NULL, "{\"new\":1}", NOW + 200); /* a delta since then */
	assert_false(run_sweep_accept(b->store, "s", "r1", NOW + 300, &removed, &e));
	assert_int_equal(e.kind, ERROR_NOT_FOUND);
	assert_true(run_sweep_accept(b->store, "s", "r2", NOW + 300, &removed, NULL));
	assert_int_equal(removed, 11);
	assert_true(store_get(b->store, KIND_ACTIVITY, "s:15", &got, &a, NULL));
	assert_non_null(got.doc);
	assert_true(store_get(b->store, KIND_ACTIVITY, "s:9", &got, &a, NULL));
	assert_null(got.doc);
	assert_false(run_sweep_accept(b->store, "s", "r2", NOW + 300, &removed, NULL)); /* once */
	assert_true(run_list(b->store, "s", 1, &runs, &n, &a, NULL));
	assert_int_equal(runs[0].sweep, SWEEP_ACCEPTED);
	assert_int_equal(runs[0].removed, 11);
	/* a later run has the word */
	full_run(b->store, "r3", 0, 1, NOW + 400, &swept);
	assert_int_equal(swept.sweep, SWEEP_REFUSED);
	full_run(b->store, "r4", 0, 1, NOW + 500, &swept);
	assert_false(run_sweep_accept(b->store, "s", "r3", NOW + 600, &removed, &e));
	assert_int_equal(e.kind, ERROR_REFUSED);
	assert_true(run_sweep_keep(b->store, "s", "r4", NULL));
	assert_false(run_sweep_accept(b->store, "s", "r4", NOW + 600, &removed, NULL));
	assert_true(store_get(b->store, KIND_ACTIVITY, "s:5", &got, &a, NULL));
	assert_non_null(got.doc);
	assert_true(store_commit(b->store, NULL));
}

static void listings_wait_for_their_centre(void **state)
{
	struct backend *b = *state;
	CLEANUP_ARENA struct arena a = ARENA_INIT;
	static const char *ids[] = {"c:b"};
	const struct strs centres = {ids, 1};
	char id[4][LISTING_ID_BYTES];
	struct listing x = {.record = "own:a-1", .organisation = "own:o-1", .centre = "c:a", .doc = "{}", .sent_by = "piiri",
			    .sent_at = NOW}, *v;
	size_t n;
	bool direct;
	struct error e = ERROR_INIT;
	assert_true(store_begin(b->store, NULL));
	assert_true(listing_send(b->store, &x, id[0], NULL));
	x.sent_at = NOW + 1;
	x.doc = NULL;
	assert_true(listing_send(b->store, &x, id[1], NULL)); /* the first is replaced */
	x.record = "own:a-2";
	x.sent_at = NOW + 2;
	x.centre = "c:b";
	assert_true(listing_send(b->store, &x, id[2], NULL));
	assert_true(store_commit(b->store, NULL));
	assert_true(listing_waiting(b->store, NULL, 10, &v, &n, &a, NULL));
	assert_int_equal(n, 2);
	assert_string_equal(v[0].id, id[1]);
	assert_null(v[0].doc);
	assert_true(listing_waiting(b->store, &centres, 10, &v, &n, &a, NULL));
	assert_int_equal(n, 1);
	assert_false(listing_decide(b->store, id[0], LISTING_PUBLISHED, "anna", NULL, NOW, &e));
	assert_int_equal(e.kind, ERROR_REFUSED);
	assert_true(listing_decide(b->store, id[1], LISTING_REFUSED, "anna", "Aika puuttuu", NOW + 9, NULL));
	assert_false(listing_decide(b->store, id[1], LISTING_PUBLISHED, "anna", NULL, NOW, NULL)); /* once */
	assert_true(listing_get(b->store, id[1], &x, &a, NULL));
	assert_int_equal(x.state, LISTING_REFUSED);
	assert_string_equal(x.note, "Aika puuttuu");
	assert_int_equal(x.decided_at, NOW + 9);
	assert_true(listing_of_organisation(b->store, "own:o-1", 2, &v, &n, &a, NULL));
	assert_int_equal(n, 2);
	assert_true(listing_direct(b->store, "c:a", &direct, NULL));
	assert_false(direct);
	assert_true(listing_set_direct(b->store, "c:a", true, NULL));
	assert_true(listing_direct(b->store, "c:a", &direct, NULL));
	assert_true(direct);
	assert_true(listing_set_direct(b->store, "c:a", false, NULL));
	assert_true(listing_direct(b->store, "c:a", &direct, NULL));
	assert_false(direct);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(quality_is_counted_and_listed),
		CASE(pairs_are_of_two_sources_and_told_once),
		CASE(a_merged_record_comes_back_when_the_other_goes),
		CASE(flags_are_handled_by_centre),
		CASE(a_refused_removal_is_accepted_or_kept),
		CASE(listings_wait_for_their_centre),
	};
	return cmocka_run_group_tests_name("store/review", tests, NULL, NULL);
}

/* Importers' runs and tokens, on every kind of store. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/cleanup.h"
#include "store/runs.h"
#include "puts.h"

static void fill(struct store *s, const char *source, const char *run, int from, int to)
{
	char id[24];
	for (int i = from; i < to; i++) {
		snprintf(id, sizeof id, "%s:%d", source, i);
		put(s, source, run, id, "{}");
	}
}

static void a_full_run_sweeps_what_it_did_not_see(void **state)
{
	struct backend *b = *state;
	struct run_swept swept;
	begin(b->store);
	fill(b->store, "x", "r1", 0, 20);
	fill(b->store, "y", NULL, 0, 3);
	assert_true(run_sweep(b->store, "x", "r1", 30, NOW, &swept, NULL));
	assert_int_equal(swept.sweep, SWEEP_DONE);
	assert_int_equal(swept.removed, 0);
	commit(b->store);
	begin(b->store);
	uint8_t mark[32] = {'{', '}'};
	for (int i = 0; i < 14; i++) { /* 14 of 20 seen again: 30 % missing is still believed */
		char id[24];
		bool same;
		snprintf(id, sizeof id, "x:%d", i);
		assert_true(store_seen(b->store, KIND_ACTIVITY, id, "x", "r2", mark, &same, NULL));
		assert_true(same);
	}
	assert_true(run_sweep(b->store, "x", "r2", 30, NOW, &swept, NULL));
	assert_int_equal(swept.sweep, SWEEP_DONE);
	assert_int_equal(swept.removed, 6);
	commit(b->store);
	assert_int_equal(store_head(b->store).live, 17);
	assert_sound(b->store);
}

static void a_run_that_lost_too_much_is_not_believed(void **state)
{
	struct backend *b = *state;
	CLEANUP_ARENA struct arena a = ARENA_INIT;
	struct run_swept swept;
	begin(b->store);
	fill(b->store, "x", "r1", 0, 20);
	fill(b->store, "x", "r2", 0, 13); /* 7 of 20 missing: 35 % */
	assert_true(run_sweep(b->store, "x", "r2", 30, NOW, &swept, NULL));
	assert_int_equal(swept.sweep, SWEEP_REFUSED);
	assert_int_equal(swept.would_remove, 7);
	assert_int_equal(swept.removed, 0);
	struct run_note n = {.source = "x",
			     .run = "r2",
			     .started_at = NOW,
			     .ended_at = INSTANT_NONE,
			     .taken = 13,
			     .sweep = SWEEP_REFUSED,
			     .would_remove = 7,
			     .ok = false};
	assert_true(run_note(b->store, &n, NULL));
	n = (struct run_note){.source = "x",
			      .run = "r2",
			      .started_at = NOW,
			      .ended_at = NOW + 5,
			      .why = "short",
			      .ok = true};
	assert_true(run_note(b->store, &n, NULL));
	commit(b->store);
	assert_int_equal(store_head(b->store).live, 20);
	struct run_note *list;
	size_t count;
	assert_true(run_list(b->store, "x", 10, &list, &count, &a, NULL));
	assert_int_equal(count, 1);
	assert_int_equal(list[0].sweep, SWEEP_REFUSED); /* a report afterwards does not hide it */
	assert_int_equal(list[0].would_remove, 7);
	assert_int_equal(list[0].taken, 13);
	assert_int_equal(list[0].ended_at, NOW + 5);
	assert_string_equal(list[0].why, "short");
	/* accepted by a person */
	begin(b->store);
	assert_true(run_sweep(b->store, "x", "r2", 100, NOW, &swept, NULL));
	assert_int_equal(swept.removed, 7);
	commit(b->store);
	assert_sound(b->store);
}

static void a_small_source_may_shrink(void **state)
{
	struct backend *b = *state;
	struct run_swept swept;
	begin(b->store);
	fill(b->store, "x", "r1", 0, 6);
	fill(b->store, "x", "r2", 0, 1);
	assert_true(run_sweep(b->store, "x", "r2", 30, NOW, &swept, NULL));
	assert_int_equal(swept.removed, 5);
	commit(b->store);
}

static void old_runs_are_dropped(void **state)
{
	struct backend *b = *state;
	CLEANUP_ARENA struct arena a = ARENA_INIT;
	struct run_note *list;
	struct source_state *sources;
	size_t n;
	begin(b->store);
	for (int i = 0; i < RUN_KEPT + 10; i++) {
		char run[16];
		snprintf(run, sizeof run, "r%03d", i);
		struct run_note note_ = {.source = "x",
					 .run = run,
					 .started_at = NOW + i,
					 .ended_at = INSTANT_NONE,
					 .ok = i < 5};
		assert_true(run_note(b->store, &note_, NULL));
	}
	fill(b->store, "y", NULL, 0, 2);
	commit(b->store);
	assert_true(run_list(b->store, NULL, 100, &list, &n, &a, NULL));
	assert_int_equal(n, RUN_KEPT);
	assert_string_equal(list[0].run, "r059");
	assert_true(run_sources(b->store, &sources, &n, &a, NULL));
	assert_int_equal(n, 2);
	assert_string_equal(sources[0].source, "x");
	assert_int_equal(sources[0].last_run_at, NOW + 59);
	assert_true(sources[0].last_ok_at == INSTANT_NONE);
	assert_int_equal(sources[1].live, 2);
}

static void tokens_open_their_source_only(void **state)
{
	struct backend *b = *state;
	char one[TOKEN_BYTES], all[TOKEN_BYTES];
	enum token_verdict v;
	begin(b->store);
	assert_true(token_add(b->store, "x", NOW, one, NULL));
	assert_true(token_add(b->store, TOKEN_ANY_SOURCE, NOW, all, NULL));
	commit(b->store);
	assert_int_equal(strlen(one), TOKEN_BYTES - 1);
	assert_true(token_check(b->store, one, "x", &v, NULL));
	assert_int_equal(v, TOKEN_OK);
	assert_true(token_check(b->store, one, "y", &v, NULL));
	assert_int_equal(v, TOKEN_OTHER_SOURCE);
	assert_true(token_check(b->store, all, "y", &v, NULL));
	assert_int_equal(v, TOKEN_OK);
	one[20] ^= 1;
	assert_true(token_check(b->store, one, "x", &v, NULL));
	assert_int_equal(v, TOKEN_UNKNOWN);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(a_full_run_sweeps_what_it_did_not_see),
		CASE(a_run_that_lost_too_much_is_not_believed),
		CASE(a_small_source_may_shrink),
		CASE(old_runs_are_dropped),
		CASE(tokens_open_their_source_only),
	};
	return cmocka_run_group_tests_name("store/runs", tests, NULL, NULL);
}

/* What every engine must do with records and the feed: the same cases over each
 * (tests/unit/store/backends.h). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/cleanup.h"
#include "puts.h"
#include "store/runs.h"

#define DAY 86400

struct seen {
	char text[4096];
	int64_t last;
};

static bool note(void *user, int64_t seq, const char *kind, const char *id, const char *doc, size_t doc_len)
{
	struct seen *s = user;
	size_t n = strlen(s->text);
	assert_true(seq > s->last);
	s->last = seq;
	snprintf(s->text + n, sizeof s->text - n, "%lld %s %s %.*s;", (long long)seq, kind, id,
		 doc != NULL ? (int)doc_len : 4, doc != NULL ? doc : "gone");
	return true;
}

static void assert_changes(struct store *s, int64_t after, size_t limit, const char *expected)
{
	struct seen seen = {.last = after};
	assert_true(store_changes(s, after, limit, note, &seen, NULL));
	assert_string_equal(seen.text, expected);
}

static void a_new_store_is_empty(void **state)
{
	struct backend *b = *state;
	struct store_head h = store_head(b->store);
	assert_int_equal(h.head, 0);
	assert_int_equal(h.live, 0);
	assert_changes(b->store, 0, 10, "");
	assert_sound(b->store);
}

static void only_a_change_gives_a_new_sequence(void **state)
{
	struct backend *b = *state;
	begin(b->store);
	assert_int_equal(put(b->store, "x", NULL, "x:1", "{\"a\":1}"), STORE_NEW);
	assert_int_equal(put(b->store, "x", NULL, "x:2", "{\"a\":1}"), STORE_NEW);
	commit(b->store);
	begin(b->store);
	assert_int_equal(put(b->store, "x", NULL, "x:1", "{\"a\":1}"), STORE_UNCHANGED);
	commit(b->store);
	assert_int_equal(store_head(b->store).head, 2);
	begin(b->store);
	assert_int_equal(put(b->store, "x", NULL, "x:1", "{\"a\":2}"), STORE_CHANGED);
	commit(b->store);
	assert_changes(b->store, 0, 10, "2 activity x:2 {\"a\":1};3 activity x:1 {\"a\":2};");
	assert_changes(b->store, 2, 10, "3 activity x:1 {\"a\":2};");
	assert_changes(b->store, 0, 1, "2 activity x:2 {\"a\":1};");
	assert_changes(b->store, 3, 10, "");
	assert_sound(b->store);
}

static void removing_leaves_a_tombstone_and_coming_back_is_new(void **state)
{
	struct backend *b = *state;
	enum store_outcome out;
	begin(b->store);
	put(b->store, "x", NULL, "x:1", "{}");
	assert_true(store_remove(b->store, KIND_ACTIVITY, "x:1", "x", NOW, &out, NULL));
	assert_int_equal(out, STORE_REMOVED);
	assert_true(store_remove(b->store, KIND_ACTIVITY, "x:1", "x", NOW, &out, NULL));
	assert_int_equal(out, STORE_UNCHANGED);
	assert_true(store_remove(b->store, KIND_ACTIVITY, "x:none", "x", NOW, &out, NULL));
	assert_int_equal(out, STORE_UNCHANGED);
	commit(b->store);
	assert_changes(b->store, 0, 10, "2 activity x:1 gone;");
	assert_int_equal(store_head(b->store).live, 0);
	assert_sound(b->store);
	begin(b->store);
	assert_int_equal(put(b->store, "x", NULL, "x:1", "{}"), STORE_NEW);
	commit(b->store);
	assert_changes(b->store, 0, 10, "3 activity x:1 {};");
	assert_sound(b->store);
}

static void rollback_undoes_everything(void **state)
{
	struct backend *b = *state;
	begin(b->store);
	put(b->store, "x", NULL, "x:1", "{}");
	commit(b->store);
	struct store_head before = store_head(b->store);
	begin(b->store);
	put(b->store, "x", NULL, "x:1", "{\"a\":9}");
	put(b->store, "x", NULL, "x:2", "{}");
	store_rollback(b->store);
	struct store_head after = store_head(b->store);
	assert_memory_equal(&before, &after, sizeof before);
	assert_changes(b->store, 0, 10, "1 activity x:1 {};");
	/* the number is given again: nobody has seen it */
	begin(b->store);
	put(b->store, "x", NULL, "x:3", "{}");
	commit(b->store);
	assert_changes(b->store, 1, 10, "2 activity x:3 {};");
	assert_sound(b->store);
}

static void the_head_survives_a_restart(void **state)
{
	struct backend *b = *state;
	begin(b->store);
	put(b->store, "x", NULL, "x:1", "{}");
	put(b->store, "x", NULL, "x:2", "{}");
	commit(b->store);
	struct store_head before = store_head(b->store);
	begin(b->store);
	put(b->store, "x", NULL, "x:3", "{}"); /* never committed */
	backend_reopen(b);
	struct store_head after = store_head(b->store);
	assert_memory_equal(&before, &after, sizeof before);
	assert_sound(b->store);
}

static void a_second_writing_process_is_refused(void **state)
{
	struct backend *b = *state;
	struct store *second;
	struct error e = ERROR_INIT;
	if (b->schema[0] != '\0')
		skip(); /* PostgreSQL takes many: tests/unit/store/test_postgres.c */
	assert_false(store_open(&second, b->address, &e));
	assert_int_equal(e.kind, ERROR_BUSY);
}

static void a_record_belongs_to_one_source(void **state)
{
	struct backend *b = *state;
	struct error e = ERROR_INIT;
	enum store_outcome out;
	bool same;
	uint8_t fingerprint[32] = {0};
	begin(b->store);
	put(b->store, "x", NULL, "x:1", "{}");
	struct store_put p = {
		.kind = KIND_ACTIVITY, .id = "x:1", .source = "y", .doc = "[]", .doc_len = 2, .now = NOW};
	assert_false(store_put(b->store, &p, &out, &e));
	assert_int_equal(e.kind, ERROR_REFUSED);
	assert_false(store_remove(b->store, KIND_ACTIVITY, "x:1", "y", NOW, &out, &e));
	assert_int_equal(e.kind, ERROR_REFUSED);
	assert_false(store_seen(b->store, KIND_ACTIVITY, "x:1", "y", NULL, fingerprint, &same, &e));
	/* staff may remove anybody's; then another source may take the id over */
	assert_true(store_remove(b->store, KIND_ACTIVITY, "x:1", NULL, NOW, &out, &e));
	assert_int_equal(put(b->store, "y", NULL, "x:1", "{}"), STORE_NEW);
	commit(b->store);
}

static void the_same_fingerprint_needs_no_work(void **state)
{
	struct backend *b = *state;
	uint8_t mark[32] = {'{', '}'};
	bool same = true;
	enum store_outcome out;
	begin(b->store);
	assert_true(store_seen(b->store, KIND_ACTIVITY, "x:1", "x", NULL, mark, &same, NULL));
	assert_false(same);
	put(b->store, "x", NULL, "x:1", "{}");
	assert_true(store_seen(b->store, KIND_ACTIVITY, "x:1", "x", NULL, mark, &same, NULL));
	assert_true(same);
	mark[31] = 1;
	assert_true(store_seen(b->store, KIND_ACTIVITY, "x:1", "x", NULL, mark, &same, NULL));
	assert_false(same);
	mark[31] = 0;
	store_remove(b->store, KIND_ACTIVITY, "x:1", "x", NOW, &out, NULL);
	assert_true(store_seen(b->store, KIND_ACTIVITY, "x:1", "x", NULL, mark, &same, NULL));
	assert_false(same); /* a removed record must come back */
	commit(b->store);
}

static void codes_are_stable_unique_and_outlive_the_record(void **state)
{
	struct backend *b = *state;
	CLEANUP_ARENA struct arena a = ARENA_INIT;
	char first[CODE_LEN_MAX + 1], again[CODE_LEN_MAX + 1], id[16];
	enum store_outcome out;
	struct store_record r;
	struct error e = ERROR_INIT;
	begin(b->store);
	assert_true(store_code(b->store, KIND_ACTIVITY, "x:1", first, NULL));
	put(b->store, "x", NULL, "x:1", "{}");
	for (int i = 0; i < 300; i++) {
		snprintf(id, sizeof id, "n:%d", i);
		assert_true(store_code(b->store, KIND_ACTIVITY, id, again, NULL));
		assert_string_not_equal(first, again);
	}
	assert_true(store_code(b->store, KIND_ACTIVITY, "x:1", again, NULL));
	assert_string_equal(first, again);
	commit(b->store);
	assert_true(store_by_code(b->store, first, &r, &a, &e));
	assert_string_equal(r.id, "x:1");
	assert_string_equal(r.doc, "{}");
	assert_string_equal(r.code, first);
	begin(b->store);
	store_remove(b->store, KIND_ACTIVITY, "x:1", "x", NOW, &out, NULL);
	commit(b->store);
	assert_true(store_by_code(b->store, first, &r, &a, &e));
	assert_null(r.doc);
	begin(b->store);
	int64_t dropped;
	store_purge(b->store, NOW + 200 * (int64_t)DAY, &dropped, NULL);
	assert_int_equal(dropped, 1);
	assert_true(store_code(b->store, KIND_ACTIVITY, "x:1", again, NULL));
	assert_string_equal(first, again);
	commit(b->store);
	assert_false(store_by_code(b->store, first, &r, &a, &e));
	assert_int_equal(e.kind, ERROR_NOT_FOUND);
	assert_false(store_by_code(b->store, "zzzz", &r, &a, &e));
	assert_int_equal(e.kind, ERROR_NOT_FOUND);
}

static void the_horizon_moves_with_purged_tombstones(void **state)
{
	struct backend *b = *state;
	enum store_outcome out;
	int64_t dropped;
	begin(b->store);
	put(b->store, "x", NULL, "x:1", "{}");
	put(b->store, "x", NULL, "x:2", "{}");
	store_remove(b->store, KIND_ACTIVITY, "x:1", "x", NOW, &out, NULL);            /* seq 3 */
	store_remove(b->store, KIND_ACTIVITY, "x:2", "x", NOW + 50 * DAY, &out, NULL); /* seq 4 */
	commit(b->store);
	begin(b->store);
	assert_true(store_purge(b->store, NOW + (STORE_TOMBSTONE_DAYS - 1) * (int64_t)DAY, &dropped, NULL));
	assert_int_equal(dropped, 0);
	assert_int_equal(store_head(b->store).horizon, 0);
	assert_true(store_purge(b->store, NOW + (STORE_TOMBSTONE_DAYS + 1) * (int64_t)DAY, &dropped, NULL));
	assert_int_equal(dropped, 1);
	assert_int_equal(store_head(b->store).horizon, 3);
	commit(b->store);
	assert_changes(b->store, 0, 10, "4 activity x:2 gone;");
	backend_reopen(b);
	assert_int_equal(store_head(b->store).horizon, 3);
	assert_sound(b->store);
}

static void lists_match_words_and_pages(void **state)
{
	struct backend *b = *state;
	CLEANUP_ARENA struct arena a = ARENA_INIT;
	struct store_records l;
	static const char *const search[] = {" lukupiiri oulu", " lukukoira 100% raahe", " kävely oulu",
					     NULL};
	begin(b->store);
	for (int i = 0; i < 4; i++) {
		char id[8], title[8];
		enum store_outcome out;
		snprintf(id, sizeof id, "x:%d", i), snprintf(title, sizeof title, "%c", 'd' - i);
		struct store_put p = {.kind = KIND_ACTIVITY,
				      .id = id,
				      .source = i < 3 ? "x" : "y",
				      .doc = "{}",
				      .doc_len = 2,
				      .title = title,
				      .search = search[i],
				      .now = NOW};
		assert_true(store_put(b->store, &p, &out, NULL));
	}
	commit(b->store);
	struct store_filter f = {.kind = KIND_ACTIVITY, .limit = 2};
	assert_true(store_list(b->store, &f, &l, &a, NULL));
	assert_int_equal(l.total, 4);
	assert_int_equal(l.n, 2);
	assert_string_equal(l.v[0].id, "x:3"); /* title a */
	assert_null(l.v[0].doc);
	f.offset = 3, f.docs = true;
	assert_true(store_list(b->store, &f, &l, &a, NULL));
	assert_int_equal(l.n, 1);
	assert_string_equal(l.v[0].id, "x:0");
	assert_string_equal(l.v[0].doc, "{}");
	const char *words[] = {"oulu", "luku"};
	f = (struct store_filter){.kind = KIND_ACTIVITY, .limit = 10, .words = {words, 2}};
	assert_true(store_list(b->store, &f, &l, &a, NULL));
	assert_int_equal(l.total, 1);
	assert_string_equal(l.v[0].id, "x:0");
	words[0] = "%", words[1] = "_";
	assert_true(store_list(b->store, &f, &l, &a, NULL));
	assert_int_equal(l.total, 0); /* LIKE's signs are no wildcards here */
	f = (struct store_filter){.kind = KIND_PLACE, .limit = 10};
	assert_true(store_list(b->store, &f, &l, &a, NULL));
	assert_int_equal(l.total, 0);
}

static void images_and_rotations_are_kept(void **state)
{
	struct backend *b = *state;
	CLEANUP_ARENA struct arena a = ARENA_INIT;
	struct store_image i;
	struct strs rotations;
	struct error e = ERROR_INIT;
	begin(b->store);
	assert_true(store_image_put(b->store, "aa", "image/png", "\0\1\2", 3, NOW, NULL));
	assert_true(store_image_put(b->store, "aa", "image/png", "\0\1\2", 3, NOW, NULL));
	assert_true(store_rotation_add(b->store, "second", 2, NULL));
	assert_true(store_rotation_add(b->store, "first", 1, NULL));
	commit(b->store);
	assert_true(store_image_get(b->store, "aa", &i, &a, &e));
	assert_int_equal(i.len, 3);
	assert_memory_equal(i.bytes, "\0\1\2", 3);
	assert_false(store_image_get(b->store, "bb", &i, &a, &e));
	assert_int_equal(e.kind, ERROR_NOT_FOUND);
	assert_true(store_rotations(b->store, &rotations, &a, &e));
	assert_int_equal(rotations.n, 2);
	assert_string_equal(rotations.v[0], "first");
}

static void after_a_backup_the_sequence_goes_on_above_what_screens_saw(void **state)
{
	struct backend *b = *state;
	begin(b->store);
	put(b->store, "x", NULL, "x:1", "{\"a\":1}");
	commit(b->store);
	begin(b->store);
	store_restored(b->store, 100);
	commit(b->store);
	backend_reopen(b);
	assert_int_equal(store_head(b->store).head, 1 + STORE_RESTORED_SKIP);
	begin(b->store);
	store_restored(b->store, NOW); /* and again, of the same backup: the clock went on */
	commit(b->store);
	assert_int_equal(store_head(b->store).head, NOW * 1000LL);
	assert_sound(b->store);
	begin(b->store);
	put(b->store, "x", NULL, "x:2", "{\"a\":1}");
	commit(b->store);
	struct seen seen = {.last = 1};
	assert_true(store_changes(b->store, 1, 10, note, &seen, NULL));
	assert_int_equal(seen.last, NOW * 1000LL + 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(a_new_store_is_empty),
		CASE(only_a_change_gives_a_new_sequence),
		CASE(removing_leaves_a_tombstone_and_coming_back_is_new),
		CASE(rollback_undoes_everything),
		CASE(the_head_survives_a_restart),
		CASE(a_second_writing_process_is_refused),
		CASE(a_record_belongs_to_one_source),
		CASE(the_same_fingerprint_needs_no_work),
		CASE(codes_are_stable_unique_and_outlive_the_record),
		CASE(the_horizon_moves_with_purged_tombstones),
		CASE(lists_match_words_and_pages),
		CASE(images_and_rotations_are_kept),
		CASE(after_a_backup_the_sequence_goes_on_above_what_screens_saw),
	};
	return cmocka_run_group_tests_name("store/conformance", tests, NULL, NULL);
}

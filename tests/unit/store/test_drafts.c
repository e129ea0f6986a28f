/* Drafts, pictures that nothing uses, and records that staff have taken over, on every engine. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#include "backends.h"
#include "base/arena.h"
#include "base/cleanup.h"
#include "base/clock.h"
#include "store/claims.h"
#include "store/drafts.h"

#define NOW 1763800000
#define DAY ((int64_t)86400)
#define HASH_A "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
#define HASH_B "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb"
#define HASH_C "cccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccc"

#define DO(b, call)                                                                                                    \
	do {                                                                                                           \
		if (!store_begin((b)->store, &e) || !(call) || !store_commit((b)->store, &e))                          \
			fail_msg("%s", e.text);                                                                        \
	} while (0)

static struct draft draft(const char *id, const char *fields, int64_t at)
{
	static const char *centres[] = {"kaakkuri", "raahe"};
	return (struct draft){.id = id,
			      .form = "feature",
			      .centres = {centres, 2},
			      .title = "Kahvihetki",
			      .fields = fields,
			      .saved_by = "kaisa",
			      .saved_at = at};
}

static void drafts_are_kept_replaced_and_dropped(void **state)
{
	struct backend *b = *state;
	CLEANUP_ARENA struct arena a = ARENA_INIT;
	struct error e = ERROR_INIT;
	struct draft d = draft("draft:1", "{\"order\":\"1\"}", NOW), got, *v;
	size_t n;
	DO(b, draft_put(b->store, &d, &e));
	d = draft("draft:2", "{}", NOW + 5);
	DO(b, draft_put(b->store, &d, &e));
	d = draft("draft:1", "{\"order\":\"2\"}", NOW + 9);
	DO(b, draft_put(b->store, &d, &e));
	assert_true(draft_list(b->store, &v, &n, &a, &e));
	assert_int_equal(n, 2);
	assert_string_equal(v[0].id, "draft:1");
	assert_true(draft_get(b->store, "draft:1", &got, &a, &e));
	assert_string_equal(got.fields, "{\"order\":\"2\"}");
	assert_int_equal(got.centres.n, 2);
	assert_string_equal(got.centres.v[1], "raahe");
	assert_null(got.record);
	DO(b, draft_drop(b->store, "draft:1", &e));
	assert_false(draft_get(b->store, "draft:1", &got, &a, &e));
	assert_int_equal(e.kind, ERROR_NOT_FOUND);
}

static void drafts_nobody_saves_again_go_after_their_time(void **state)
{
	struct backend *b = *state;
	CLEANUP_ARENA struct arena a = ARENA_INIT;
	struct error e = ERROR_INIT;
	struct draft *v, old = draft("draft:old", "{}", NOW), new = draft("draft:new", "{}", NOW + 1);
	size_t n;
	DO(b, draft_put(b->store, &old, &e) && draft_put(b->store, &new, &e));
	DO(b, draft_purge(b->store, NOW + DRAFT_KEPT_S, &e));
	assert_true(draft_list(b->store, &v, &n, &a, &e));
	assert_int_equal(n, 2);
	DO(b, draft_purge(b->store, NOW + DRAFT_KEPT_S + 1, &e));
	assert_true(draft_list(b->store, &v, &n, &a, &e));
	assert_int_equal(n, 1);
	assert_string_equal(v[0].id, "draft:new");
}

static void too_many_and_too_long_are_refused(void **state)
{
	struct backend *b = *state;
	CLEANUP_ARENA struct arena a = ARENA_INIT;
	struct error e = ERROR_INIT;
	char *fields = arena_alloc(&a, DRAFT_FIELDS_BYTES_MAX + 2);
	memset(fields, 'x', DRAFT_FIELDS_BYTES_MAX + 1);
	fields[DRAFT_FIELDS_BYTES_MAX + 1] = '\0';
	struct draft long_one = draft("draft:long", fields, NOW), d;
	assert_true(store_begin(b->store, &e));
	assert_false(draft_put(b->store, &long_one, &e));
	assert_int_equal(e.kind, ERROR_LIMIT);
	e = ERROR_INIT;
	for (int i = 0; i < DRAFTS_MAX; i++) {
		d = draft(arena_printf(&a, "draft:%d", i), "{}", NOW);
		assert_true(draft_put(b->store, &d, &e));
	}
	d = draft("draft:one-more", "{}", NOW);
	assert_false(draft_put(b->store, &d, &e));
	assert_int_equal(e.kind, ERROR_LIMIT);
	e = ERROR_INIT;
	d = draft("draft:7", "{\"a\":\"b\"}", NOW);
	assert_true(draft_put(b->store, &d, &e)); /* one that is there already */
	store_rollback(b->store);
}

/* --- pictures --- */

static void put_record(struct store *s, enum record_kind kind, const char *source, const char *id, const char *doc)
{
	struct error e = ERROR_INIT;
	enum store_outcome outcome;
	const struct store_put p = {
		.kind = kind, .id = id, .source = source, .doc = doc, .doc_len = strlen(doc), .title = "x", .now = NOW};
	if (!store_begin(s, &e) || !store_put(s, &p, &outcome, &e) || !store_commit(s, &e))
		fail_msg("%s", e.text);
}

static int64_t purge(struct backend *b, int64_t now)
{
	int64_t dropped = -1;
	struct error e = ERROR_INIT;
	if (!store_begin(b->store, &e) || !store_image_purge(b->store, now, &dropped, &e) || !store_commit(b->store, &e))
		fail_msg("%s", e.text);
	return dropped;
}

static bool there(struct backend *b, const char *hash)
{
	CLEANUP_ARENA struct arena a = ARENA_INIT;
	struct error e = ERROR_INIT;
	struct store_image image;
	return store_image_get(b->store, hash, &image, &a, &e);
}

static void pictures_never_published_go_after_a_week(void **state)
{
	struct backend *b = *state;
	struct error e = ERROR_INIT;
	struct draft d = draft("draft:1", "{\"picture_kept\":\"" HASH_C " 40x30\"}", NOW);
	enum store_outcome outcome;
	DO(b, store_image_put(b->store, HASH_A, "image/png", "a", 1, NOW, &e) &&
		      store_image_put(b->store, HASH_B, "image/png", "b", 1, NOW, &e) &&
		      store_image_put(b->store, HASH_C, "image/png", "c", 1, NOW, &e));
	put_record(b->store, KIND_ACTIVITY, "staff", "staff:a-1", "{\"image\":{\"hash\":\"" HASH_B "\",\"w\":40,\"h\":30}}");
	DO(b, draft_put(b->store, &d, &e));
	assert_int_equal(purge(b, NOW), 0); /* A is found unused */
	assert_int_equal(purge(b, NOW + STORE_IMAGE_UNUSED_S - 1), 0);
	assert_int_equal(purge(b, NOW + STORE_IMAGE_UNUSED_S), 1);
	assert_false(there(b, HASH_A));
	assert_true(there(b, HASH_B) && there(b, HASH_C));
	/* the draft is thrown away, the activity ends: the week begins then */
	int64_t later = NOW + 30 * DAY;
	DO(b, draft_drop(b->store, "draft:1", &e) &&
		      store_remove(b->store, KIND_ACTIVITY, "staff:a-1", "staff", later, &outcome, &e));
	assert_int_equal(purge(b, later), 0);
	/* sent again, or published after all: it is used */
	DO(b, store_image_put(b->store, HASH_C, "image/png", "c", 1, later + DAY, &e));
	put_record(b->store, KIND_ACTIVITY, "own", "own:a-2", "{\"image\":{\"hash\":\"" HASH_B "\"}}");
	assert_int_equal(purge(b, later + STORE_IMAGE_UNUSED_S), 0);
	assert_true(there(b, HASH_B) && there(b, HASH_C));
	assert_int_equal(purge(b, later + 2 * STORE_IMAGE_UNUSED_S), 1);
	assert_true(there(b, HASH_B));
	assert_false(there(b, HASH_C));
}

/* --- records taken over --- */

static const char *owner(struct backend *b, const char *id, struct arena *a)
{
	struct error e = ERROR_INIT;
	struct store_record r;
	if (!store_get(b->store, KIND_CONTACT, id, &r, a, &e))
		fail_msg("%s", e.text);
	return r.source;
}

static void a_claimed_record_keeps_what_its_source_says(void **state)
{
	struct backend *b = *state;
	CLEANUP_ARENA struct arena a = ARENA_INIT;
	struct error e = ERROR_INIT;
	const struct claim first = {"k-1", "register", "{\"n\":1}", NOW}, other = {"k-1", "other", "{\"n\":9}", NOW},
			   next = {"k-1", "register", "{\"n\":2}", NOW + 9}, gone = {"k-1", "register", NULL, NOW + 10};
	struct claim c, *v;
	bool claimed = true;
	size_t n;
	put_record(b->store, KIND_CONTACT, "register", "k-1", "{\"n\":1}");
	DO(b, claim_take(b->store, KIND_CONTACT, &next, &claimed, &e));
	assert_false(claimed);
	DO(b, claim_add(b->store, KIND_CONTACT, &first, "staff", &e));
	assert_string_equal(owner(b, "k-1", &a), "staff");
	DO(b, claim_take(b->store, KIND_CONTACT, &other, &claimed, &e));
	assert_false(claimed);
	DO(b, claim_take(b->store, KIND_CONTACT, &next, &claimed, &e));
	assert_true(claimed);
	DO(b, claim_add(b->store, KIND_CONTACT, &first, "staff", &e)); /* again: what came since stays */
	assert_true(claim_get(b->store, KIND_CONTACT, "k-1", &c, &a, &e));
	assert_string_equal(c.doc, "{\"n\":2}");
	assert_int_equal(c.at, NOW + 9);
	DO(b, claim_take(b->store, KIND_CONTACT, &gone, &claimed, &e));
	assert_true(claim_list(b->store, KIND_CONTACT, &v, &n, &a, &e));
	assert_int_equal(n, 1);
	assert_null(v[0].doc);
	DO(b, claim_give_back(b->store, KIND_CONTACT, "k-1", &e));
	assert_string_equal(owner(b, "k-1", &a), "register");
	assert_false(claim_get(b->store, KIND_CONTACT, "k-1", &c, &a, &e));
	DO(b, claim_give_back(b->store, KIND_CONTACT, "k-1", &e)); /* nothing to give */
	assert_string_equal(owner(b, "k-1", &a), "register");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(drafts_are_kept_replaced_and_dropped),
		CASE(drafts_nobody_saves_again_go_after_their_time),
		CASE(too_many_and_too_long_are_refused),
		CASE(pictures_never_published_go_after_a_week),
		CASE(a_claimed_record_keeps_what_its_source_says),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

/* Pages into a cache without a network: what is taken, what is refused, and that the digest keeps up. */
#include "unit.h"

#include "base/clock.h"
#include "cache/apply.h"
#include "feed/key.h"
#include "feed/page.h"
#include "support/tmpdir.h"
#include "sync/applier.h"
#include "sync/prepare.h"
#include "sync/vault.h"

#define DOC                                                                                                  \
	"{\"type\":\"ongoing\",\"title\":{\"fi\":\"Ryhm\\u00e4\"},\"topics\":[\"t\"],\"attend\":[\"site\"]}"

struct fixture {
	struct tmpdir dir;
	struct signing_key key;
	struct vault v;
	struct error e;
	struct digest digest; /* of what the "server" has */
	struct buf text;
	int64_t head, at;
	enum applied result;
	size_t n_opaque;
};

static int setup(void **state)
{
	struct fixture *f = calloc(1, sizeof *f);
	tmpdir_make(&f->dir);
	feed_init();
	signing_key_generate(&f->key);
	assert_ok(vault_open(&f->v, f->dir.path, &f->e), f->e);
	f->at = 1773223200;
	f->digest = DIGEST_EMPTY;
	*state = f;
	return 0;
}

static int teardown(void **state)
{
	struct fixture *f = *state;
	vault_close(&f->v);
	buf_fini(&f->text);
	tmpdir_remove(&f->dir);
	free(f);
	return 0;
}

static void put(struct fixture *f, const char *kind, const char *id, int64_t was, const char *doc)
{
	f->head++;
	if (was != 0)
		digest_remove(&f->digest, kind, id, was);
	if (doc != NULL) {
		digest_add(&f->digest, kind, id, f->head);
		feed_page_put(&f->text, f->head, kind, id, doc, strlen(doc));
	} else {
		feed_page_gone(&f->text, f->head, kind, id);
	}
}

/* Closes the page with `t` (to, head, digest filled where 0) and applies it. */
static bool apply(struct fixture *f, struct feed_trailer t)
{
	CLEANUP_PREPARED struct prepared page = PREPARED_INIT;
	t.to = t.to != 0 ? t.to : f->head;
	t.head = t.head != 0 ? t.head : t.to;
	t.more = t.to < t.head;
	t.at = t.at != 0 ? t.at : f->at;
	if (t.digest[0] == '\0')
		digest_to_hex(&f->digest, t.digest);
	feed_page_finish(&f->text, &t, &f->key);
	assert_ok(prepare_page(&page, f->text.data, f->text.len, f->key.public_hex, t.after, f->at, &f->e),
		  f->e);
	bool ok = applier_page(f->v.w, &f->v.meta, &page, f->at, &f->result, &f->e);
	cache_writer_settle(f->v.w); /* the page goes */
	f->n_opaque = page.n_opaque;
	buf_clear(&f->text);
	return ok;
}

static void load_three(struct fixture *f)
{
	put(f, "activity", "a", 0, DOC);
	put(f, "activity", "b", 0, DOC);
	assert_ok(apply(f, (struct feed_trailer){.after = 0, .head = 3}), f->e);
	assert_int_equal(f->result, APPLIED_MORE);
	assert_false(f->v.meta.complete);
	put(f, "activity", "c", 0, DOC);
	assert_ok(apply(f, (struct feed_trailer){.after = 2}), f->e);
	assert_int_equal(f->result, APPLIED_CURRENT);
}

static void assert_counted(struct fixture *f)
{
	struct digest d;
	char hex[DIGEST_HEX_BYTES];
	assert_ok(applier_digest(f->v.w, &d, &f->e), f->e);
	digest_to_hex(&d, hex);
	assert_string_equal(hex, f->v.meta.digest);
}

static void test_first_load_then_changes(void **state)
{
	struct fixture *f = *state;
	load_three(f);
	assert_true(f->v.meta.complete);
	assert_int_equal(f->v.meta.seq, 3);
	assert_true(f->v.meta.verified_at == f->at);
	put(f, "activity", "a", 1, DOC);
	put(f, "activity", "b", 2, NULL);
	put(f, "hologram", "x", 0, "{}");
	f->at += 10;
	assert_ok(apply(f, (struct feed_trailer){.after = 3}), f->e);
	assert_int_equal(f->result, APPLIED_CURRENT);
	assert_int_equal(f->n_opaque, 1);
	assert_int_equal(f->v.meta.seq, 6);
	assert_true(f->v.meta.signed_at == f->at);
	assert_counted(f);
}

static void test_pages_that_go_back_are_refused(void **state)
{
	struct fixture *f = *state;
	load_three(f);
	struct cache_meta before = f->v.meta;
	f->head = 1;
	assert_false(apply(f, (struct feed_trailer){.after = 1})); /* not what was asked */
	assert_int_equal(f->e.kind, ERROR_TRUST);
	f->head = 3;
	put(f, "activity", "d", 0, DOC);
	assert_false(apply(f, (struct feed_trailer){.after = 3, .at = f->at - APPLIER_AT_SLACK_S - 1}));
	assert_int_equal(f->e.kind, ERROR_TRUST);
	assert_memory_equal(&before, &f->v.meta, sizeof before);
	put(f, "activity", "e", 0, DOC);
	f->head = 4;
	assert_false(apply(f, (struct feed_trailer){.after = 3, .to = 5, .head = 5}) &&
		     f->result != APPLIED_MISMATCH);
	assert_memory_equal(&before, &f->v.meta, sizeof before);
}

static void test_digest_that_does_not_agree_changes_nothing(void **state)
{
	struct fixture *f = *state;
	load_three(f);
	struct cache_meta before = f->v.meta;
	put(f, "activity", "a", 0, DOC); /* the server thinks the old one is still there */
	assert_ok(apply(f, (struct feed_trailer){.after = 3}), f->e);
	assert_int_equal(f->result, APPLIED_MISMATCH);
	assert_memory_equal(&before, &f->v.meta, sizeof before);
	assert_counted(f);
}

static void test_load_from_the_start_replaces(void **state)
{
	struct fixture *f = *state;
	load_three(f);
	assert_ok(cache_load_begin(f->v.w, &f->e), f->e);
	assert_ok(vault_reload(&f->v, &f->e), f->e);
	f->digest = DIGEST_EMPTY;
	f->head = 9;
	put(f, "activity", "c", 0, DOC);
	put(f, "activity", "d", 0, DOC);
	assert_ok(apply(f, (struct feed_trailer){.after = 0}), f->e);
	assert_int_equal(f->result, APPLIED_CURRENT);
	assert_int_equal(f->v.meta.seq, 11);
	assert_counted(f);
	/* a load whose end is before what we had is an older server */
	assert_ok(cache_load_begin(f->v.w, &f->e), f->e);
	assert_ok(vault_reload(&f->v, &f->e), f->e);
	f->head = 4;
	put(f, "activity", "c", 0, DOC);
	assert_false(apply(f, (struct feed_trailer){.after = 0}));
	assert_int_equal(f->e.kind, ERROR_TRUST);
	assert_true(f->v.meta.complete);
}

static void test_signed_time_is_the_newest_seen(void **state)
{
	struct fixture *f = *state;
	load_three(f);
	int64_t newest = f->v.meta.signed_at;
	put(f, "activity", "d", 0, DOC);
	assert_ok(apply(f, (struct feed_trailer){.after = 3, .at = newest - 30}),
		  f->e); /* out of an HTTP cache */
	assert_true(f->v.meta.signed_at == newest);
}

/* --- the vault --- */

static void test_one_writer(void **state)
{
	struct fixture *f = *state;
	struct vault second;
	assert_false(vault_open(&second, f->dir.path, &f->e));
	assert_int_equal(f->e.kind, ERROR_BUSY);
}

static void test_condemned_cache_is_rebuilt_beside_the_old(void **state)
{
	struct fixture *f = *state;
	char main_path[128], rebuild[128];
	snprintf(main_path, sizeof main_path, "%s/cache/cache.db", f->dir.path);
	snprintf(rebuild, sizeof rebuild, "%s/cache/rebuild.db", f->dir.path);
	snprintf(f->v.meta.key, sizeof f->v.meta.key, "%s", f->key.public_hex);
	snprintf(f->v.meta.anchor, sizeof f->v.meta.anchor, "%s", f->key.public_hex);
	assert_ok(vault_pin(&f->v, &f->e), f->e);
	load_three(f);
	assert_ok(vault_condemn(&f->v, &f->e), f->e);
	assert_true(f->v.rebuilding);
	assert_int_equal(access(main_path, F_OK), 0);
	assert_int_equal(f->v.meta.seq, 0);
	assert_string_equal(f->v.meta.key, f->key.public_hex);
	f->digest = DIGEST_EMPTY;
	f->head = 0;
	put(f, "activity", "a", 0, DOC);
	put(f, "activity", "b", 0, DOC);
	assert_ok(apply(f, (struct feed_trailer){.after = 0, .to = 2, .head = 3}), f->e);
	assert_ok(vault_settle(&f->v, &f->e), f->e);
	assert_true(f->v.rebuilding); /* not whole yet */
	/* the program ends here and begins again: it goes on with the rebuild */
	vault_close(&f->v);
	assert_ok(vault_open(&f->v, f->dir.path, &f->e), f->e);
	assert_true(f->v.rebuilding);
	assert_int_equal(f->v.meta.after, 2);
	put(f, "activity", "c", 0, DOC);
	assert_ok(apply(f, (struct feed_trailer){.after = 2}), f->e);
	assert_ok(vault_settle(&f->v, &f->e), f->e);
	assert_false(f->v.rebuilding);
	assert_int_equal(access(rebuild, F_OK), -1);
	assert_int_equal(f->v.meta.seq, 3);
	assert_counted(f);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
TEST_MAIN(CASE(test_first_load_then_changes), CASE(test_pages_that_go_back_are_refused),
	  CASE(test_digest_that_does_not_agree_changes_nothing), CASE(test_load_from_the_start_replaces),
	  CASE(test_signed_time_is_the_newest_seen), CASE(test_one_writer),
	  CASE(test_condemned_cache_is_rebuilt_beside_the_old))

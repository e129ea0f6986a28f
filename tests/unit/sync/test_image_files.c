#include "unit.h"

#include "base/fs.h"
#include "support/tmpdir.h"
#include "sync/image_files.h"

static struct image_file file(char name, int64_t bytes, int64_t used_at, size_t rank)
{
	struct image_file f = {.bytes = bytes, .used_at = used_at, .made_at = used_at, .rank = rank};
	memset(f.hash, name, IMAGE_HASH_HEX);
	return f;
}

static void what_nobody_refers_to_goes_first_then_what_was_not_used(void **state)
{
	(void)state;
	struct image_file v[] = {file('a', 40, 100, 3), file('b', 30, 900, IMAGE_RANK_NONE), file('c', 20, 50, 4), file('d', 10, 10, 0)};
	const struct image_files f = {v, 4, 100};
	bool goes[4];
	assert_true(image_files_choose(&f, 20, 100, 2, goes)); /* the free one is enough, though it was used last */
	assert_true(goes[1] && !goes[0] && !goes[2] && !goes[3]);
	assert_true(image_files_choose(&f, 40, 100, 2, goes)); /* then the one looked at longest ago… */
	assert_true(goes[1] && goes[2] && !goes[0] && !goes[3]);
	assert_true(image_files_choose(&f, 90, 100, 2, goes)); /* …but never what matters more */
	assert_true(goes[0] && goes[1] && goes[2] && !goes[3]);
	assert_false(image_files_choose(&f, 91, 100, 2, goes));
	assert_true(image_files_choose(&f, 0, 100, 2, goes));
	assert_false(goes[0] || goes[1] || goes[2] || goes[3]);
}

static void what_matters_less_does_not_push_out_what_matters_more(void **state)
{
	(void)state;
	struct image_file v[] = {file('a', 60, 1, 0), file('b', 40, 2, 1)};
	const struct image_files f = {v, 2, 100};
	bool goes[2];
	assert_false(image_files_choose(&f, 10, 100, 5, goes));
	assert_true(image_files_choose(&f, 0, 50, IMAGE_RANK_NONE, goes)); /* a smaller budget takes even them */
	assert_true(goes[0] && !goes[1]);
}

static void the_folder_is_read_and_half_files_go(void **state)
{
	(void)state;
	struct tmpdir dir;
	char path[512], half[512];
	struct arena a = ARENA_INIT;
	struct image_files f;
	struct error e = ERROR_INIT;
	tmpdir_make(&dir);
	snprintf(path, sizeof path, "%s/%064d.png", dir.path, 7);
	snprintf(half, sizeof half, "%s.tmp-AbCdEf", path);
	assert_ok(fs_write_atomic(path, "12345", 5, &e), e);
	assert_ok(fs_write_atomic(half, "12", 2, &e), e);
	snprintf(path, sizeof path, "%s/notes.txt", dir.path);
	assert_ok(fs_write_atomic(path, "x", 1, &e), e);
	assert_ok(image_files_list(dir.path, &f, &a, &e), e);
	assert_int_equal(f.n, 1);
	assert_int_equal(f.bytes, 5);
	assert_true(image_hash_ok(f.v[0].hash));
	assert_false(fs_exists(half));
	assert_true(fs_exists(path)); /* not ours: left alone */
	assert_ok(image_files_list("/nonexistent/images", &f, &a, &e), e);
	assert_int_equal(f.n, 0);
	arena_fini(&a);
	tmpdir_remove(&dir);
}

static void a_hash_is_a_hash(void **state)
{
	(void)state;
	assert_false(image_hash_ok(NULL));
	assert_false(image_hash_ok(""));
	assert_false(image_hash_ok("../../../../../../../../../../../../../../../../../../etc/passwd"));
	assert_false(image_hash_ok("ABCDEF0123456789ABCDEF0123456789ABCDEF0123456789ABCDEF0123456789"));
	assert_true(image_hash_ok("abcdef0123456789abcdef0123456789abcdef0123456789abcdef0123456789"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_nobody_refers_to_goes_first_then_what_was_not_used),
		cmocka_unit_test(what_matters_less_does_not_push_out_what_matters_more),
		cmocka_unit_test(the_folder_is_read_and_half_files_go),
		cmocka_unit_test(a_hash_is_a_hash),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

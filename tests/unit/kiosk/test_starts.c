/* Falling over at every start ends in the safe screen; one good start forgets it. */
#include "unit.h"

#include "base/fs.h"
#include "kiosk/starts.h"
#include "support/tmpdir.h"

static void only_many_starts_in_vain_are_safe(void **state)
{
	(void)state;
	struct tmpdir dir;
	tmpdir_make(&dir);
	const char *path = tmpdir_file(&dir, "starts");
	for (int i = 0; i < STARTS_MAX; i++)
		assert_false(starts_note(path));
	assert_true(starts_note(path));
	assert_true(starts_note(path));
	starts_fine(path);
	assert_false(starts_note(path));
	tmpdir_remove(&dir);
}

static void a_damaged_or_missing_place_is_no_trouble(void **state)
{
	(void)state;
	struct tmpdir dir;
	tmpdir_make(&dir);
	const char *path = tmpdir_file(&dir, "starts");
	assert_true(fs_write_atomic(path, "rubbish 99", 10, NULL));
	assert_false(starts_note(path));
	assert_true(fs_write_atomic(path, "4000000000", 10, NULL));
	assert_false(starts_note(path));
	assert_false(starts_note("/nonexistent/starts"));
	tmpdir_remove(&dir);
}

TEST_MAIN(T(only_many_starts_in_vain_are_safe), T(a_damaged_or_missing_place_is_no_trouble))

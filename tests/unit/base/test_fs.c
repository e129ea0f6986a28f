/* Paths, folders and files replaced whole. */
#include "unit.h"

#include <limits.h>

#include "base/cleanup.h"
#include "base/fs.h"
#include "support/folder_case.h"

static void a_path_is_joined_whole_or_not_at_all(void **state)
{
	(void)state;
	char path[PATH_MAX], name[PATH_MAX];
	struct error e = ERROR_INIT;
	assert_ok(fs_join("/var", "lib/aula", path, &e), e);
	assert_string_equal(path, "/var/lib/aula");
	memset(name, 'x', sizeof name);
	name[PATH_MAX - 3] = '\0'; /* "a/" and the end take three */
	assert_ok(fs_join("a", name, path, &e), e);
	assert_int_equal(strlen(path), PATH_MAX - 1);
	assert_false(fs_join("ab", name, path, &e));
	assert_int_equal(e.kind, ERROR_LIMIT);
}

static void a_file_is_replaced_and_read_within_its_limit(void **state)
{
	(void)state;
	char parent[PATH_MAX], path[PATH_MAX];
	struct error e = ERROR_INIT;
	CLEANUP_BUF struct buf text = BUF_INIT;
	assert_ok(fs_join(folder, "a/b", parent, &e) && fs_mkdirs(parent, &e) && fs_mkdirs(parent, &e), e);
	assert_ok(fs_join(parent, "f", path, &e), e);
	assert_false(fs_exists(path));
	assert_ok(fs_write_atomic(path, "old and long", 12, &e) && fs_write_atomic(path, "new", 3, &e), e);
	assert_ok(fs_read(path, 3, &text, &e), e);
	assert_string_equal(buf_str(&text), "new");
	assert_false(fs_read(path, 2, &text, &e));
	assert_int_equal(e.kind, ERROR_LIMIT);
}

TEST_MAIN(T(a_path_is_joined_whole_or_not_at_all), FOLDER_CASE(a_file_is_replaced_and_read_within_its_limit))

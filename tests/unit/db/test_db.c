#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <fcntl.h>
#include <grp.h>
#include <sqlite3.h>
#include <string.h>
#include <sys/wait.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/error.h"
#include "base/fs.h"
#include "db/db.h"
#include "support/db_fail_nth.h"
#include "support/tmpdir.h"

#define NOBODY 65534

static const struct db_options writing = {.mode = DB_WRITE};
static const struct db_options reading = {.mode = DB_READ};

struct fixture {
	struct tmpdir dir;
	char path[128];
	struct error e;
	struct arena a;
};

static int setup(void **state)
{
	struct fixture *f = calloc(1, sizeof *f);
	tmpdir_make(&f->dir);
	snprintf(f->path, sizeof f->path, "%s", tmpdir_file(&f->dir, "t.db"));
	*state = f;
	return 0;
}

static int teardown(void **state)
{
	struct fixture *f = *state;
	db_fault_set(NULL, NULL);
	arena_fini(&f->a);
	tmpdir_remove(&f->dir);
	free(f);
	return 0;
}

static struct db *open_writer(struct fixture *f)
{
	struct db *db;
	assert_true(db_open(&db, f->path, &writing, &f->e));
	assert_true(db_exec(db, "CREATE TABLE IF NOT EXISTS t(id INTEGER PRIMARY KEY, v TEXT)", &f->e));
	return db;
}

static void test_values_come_back(void **state)
{
	struct fixture *f = *state;
	struct db *db = open_writer(f);
	bool row;
	struct db_stmt *s = db_use(db, "SELECT ?1, ?2, ?3, ?4, ?5", &f->e);
	assert_non_null(s);
	db_bind_i64(s, 1, INT64_MAX);
	db_bind_text(s, 2, "ääni");
	db_bind_blob(s, 3, "a\0b", 3);
	db_bind_text(s, 4, NULL);
	db_bind_instant(s, 5, INSTANT_NONE);
	assert_true(db_step(s, &row, &f->e));
	assert_true(row);
	assert_true(db_column_i64(s, 0) == INT64_MAX);
	const char *text = db_column_text(s, 1, &f->a);
	size_t len;
	const void *blob = db_column_blob(s, 2, &len, &f->a);
	assert_true(db_column_is_null(s, 3));
	assert_null(db_column_text(s, 3, &f->a));
	assert_true(db_column_instant(s, 4) == INSTANT_NONE);
	assert_true(db_step(s, &row, &f->e));
	assert_false(row);
	db_close(db);
	assert_string_equal(text, "ääni"); /* copied: outlives the statement */
	assert_int_equal(len, 3);
	assert_memory_equal(blob, "a\0b", 3);
}

static void test_use_gives_the_same_statement_clean(void **state)
{
	struct fixture *f = *state;
	struct db *db = open_writer(f);
	bool row;
	struct db_stmt *s = db_use(db, "SELECT ?1", &f->e);
	db_bind_i64(s, 1, 7);
	assert_true(db_step(s, &row, &f->e));
	assert_ptr_equal(db_use(db, "SELECT ?1", &f->e), s);
	assert_true(db_step(s, &row, &f->e));
	assert_true(db_column_is_null(s, 0));
	db_close(db);
}

static void test_errors_name_file_and_statement(void **state)
{
	struct fixture *f = *state;
	struct db *db = open_writer(f);
	assert_null(db_prepare(db, "SELECT missing FROM nowhere", &f->e));
	assert_non_null(strstr(f->e.text, "t.db"));
	assert_non_null(strstr(f->e.text, "no such table: nowhere"));
	assert_non_null(strstr(f->e.text, "SELECT missing FROM nowhere"));
	assert_true(db_exec(db, "INSERT INTO t VALUES(1, 'a')", &f->e));
	assert_false(db_exec(db, "INSERT INTO t VALUES(1, 'b')", &f->e));
	assert_int_equal(f->e.kind, ERROR_REFUSED);
	db_close(db);
}

static void test_rollback_leaves_nothing(void **state)
{
	struct fixture *f = *state;
	struct db *db = open_writer(f);
	int64_t n;
	assert_true(db_begin(db, &f->e));
	assert_true(db_in_transaction(db));
	assert_true(db_exec(db, "INSERT INTO t VALUES(1, 'a')", &f->e));
	db_rollback(db);
	db_rollback(db); /* harmless */
	assert_true(db_get_i64(db, "SELECT count(*) FROM t", -1, &n, &f->e));
	assert_int_equal(n, 0);
	db_close(db);
}

static void test_reader_sees_commits_and_cannot_write(void **state)
{
	struct fixture *f = *state;
	struct db *w = open_writer(f), *r;
	int64_t before, after, n;
	assert_true(db_open(&r, f->path, &reading, &f->e));
	assert_true(db_data_version(r, &before, &f->e));
	assert_true(db_exec(w, "INSERT INTO t VALUES(1, 'a')", &f->e));
	assert_true(db_data_version(r, &after, &f->e));
	assert_true(before != after);
	assert_true(db_get_i64(r, "SELECT count(*) FROM t", -1, &n, &f->e));
	assert_int_equal(n, 1);
	assert_false(db_exec(r, "INSERT INTO t VALUES(2, 'b')", &f->e));
	assert_int_equal(f->e.kind, ERROR_IO); /* read-only */
	db_close(r);
	db_close(w);
}

static void test_missing_and_empty_files_are_not_found(void **state)
{
	struct fixture *f = *state;
	struct db *db;
	assert_false(db_open(&db, f->path, &reading, &f->e));
	assert_int_equal(f->e.kind, ERROR_NOT_FOUND);
	assert_null(db);
	assert_true(fs_write_atomic(f->path, "", 0, &f->e));
	assert_false(db_open(&db, f->path, &reading, &f->e));
	assert_int_equal(f->e.kind, ERROR_NOT_FOUND);
}

/* As a writer killed before its file was a WAL database leaves it: pages written, their journal beside them. */
static void leave_half_made(const char *path)
{
	pid_t pid = fork();
	if (pid == 0) {
		sqlite3 *handle;
		bool ok = sqlite3_open(path, &handle) == SQLITE_OK &&
			  sqlite3_exec(handle,
				       "PRAGMA cache_size=1; CREATE TABLE t(id INTEGER PRIMARY KEY, v BLOB); BEGIN; "
				       "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i+1 FROM n WHERE i<100) "
				       "INSERT INTO t SELECT i, zeroblob(4000) FROM n",
				       NULL, NULL, NULL) == SQLITE_OK;
		_exit(ok ? 0 : 1);
	}
	int status;
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_int_equal(status, 0);
}

static void test_a_file_half_made_is_not_found(void **state)
{
	struct fixture *f = *state;
	struct db *db;
	char journal[160];
	snprintf(journal, sizeof journal, "%s-journal", f->path);
	leave_half_made(f->path);
	assert_true(fs_exists(journal));
	assert_false(db_open(&db, f->path, &reading, &f->e));
	assert_int_equal(f->e.kind, ERROR_NOT_FOUND);
	db_close(open_writer(f)); /* who may write mends it */
	assert_true(db_open(&db, f->path, &reading, &f->e));
	db_close(db);
}

static void test_garbage_is_corrupt(void **state)
{
	struct fixture *f = *state;
	struct db *db;
	char junk[8192];
	memset(junk, 'x', sizeof junk);
	assert_true(fs_write_atomic(f->path, junk, sizeof junk, &f->e));
	assert_false(db_open(&db, f->path, &reading, &f->e));
	assert_int_equal(f->e.kind, ERROR_CORRUPT);
	assert_false(db_open(&db, f->path, &writing, &f->e));
	assert_int_equal(f->e.kind, ERROR_CORRUPT);
}

static void test_quick_check_finds_a_damaged_page(void **state)
{
	struct fixture *f = *state;
	struct db *db = open_writer(f);
	assert_true(db_exec(db,
			    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i+1 FROM n WHERE i<2000) "
			    "INSERT INTO t SELECT i, hex(randomblob(40)) FROM n",
			    &f->e));
	assert_true(db_quick_check(db, &f->e));
	assert_true(db_checkpoint(db, &f->e));
	db_close(db);
	int fd = open(f->path, O_WRONLY | O_CLOEXEC);
	char junk[4096];
	memset(junk, 0x5a, sizeof junk);
	assert_int_equal(pwrite(fd, junk, sizeof junk, 4096L * 5), sizeof junk);
	close(fd);
	assert_true(db_open(&db, f->path, &writing, &f->e));
	assert_false(db_quick_check(db, &f->e));
	assert_int_equal(f->e.kind, ERROR_CORRUPT);
	db_close(db);
}

static void test_migrations_run_once_in_order(void **state)
{
	struct fixture *f = *state;
	static const char *const steps[] = {"CREATE TABLE a(x)", "ALTER TABLE a ADD COLUMN y",
					    "CREATE TABLE b(z); SYNTAX!"};
	struct db *db;
	int64_t version;
	assert_true(db_open(&db, f->path, &writing, &f->e));
	assert_false(db_migrate(db, steps, 3, &f->e)); /* all that are missing or none: no version between */
	assert_true(db_version(db, &version, &f->e));
	assert_int_equal(version, 0);
	assert_true(db_migrate(db, steps, 1, &f->e));
	assert_true(db_migrate(db, steps, 2, &f->e));
	assert_true(db_migrate(db, steps, 2, &f->e));
	assert_false(db_migrate(db, steps, 3, &f->e)); /* a failing step changes nothing */
	assert_non_null(strstr(f->e.text, "migration to version 3"));
	assert_true(db_version(db, &version, &f->e));
	assert_int_equal(version, 2);
	assert_true(db_exec(db, "CREATE TABLE b(z)", &f->e));
	assert_false(db_migrate(db, steps, 1, &f->e));
	assert_int_equal(f->e.kind, ERROR_REFUSED); /* newer than the program */
	db_close(db);
}

/* --- faults --- */

/* Opens, adds two rows in one transaction, closes. */
static bool add_two(struct fixture *f)
{
	struct db *db;
	if (!db_open(&db, f->path, &writing, &f->e))
		return false;
	bool ok = db_begin(db, &f->e);
	for (int i = 1; ok && i <= 2; i++) {
		struct db_stmt *s = db_use(db, "INSERT INTO t(v) VALUES(?1)", &f->e);
		ok = s != NULL;
		if (ok) {
			db_bind_i64(s, 1, i);
			ok = db_run(s, &f->e);
		}
	}
	ok = ok && db_commit(db, &f->e);
	db_rollback(db);
	db_close(db);
	return ok;
}

static void test_every_failing_call_leaves_old_or_new(void **state)
{
	struct fixture *f = *state;
	struct db *db = open_writer(f);
	int64_t rows = 0, n;
	int failed = 0;
	for (int i = 0; i < 100; i++) {
		struct nth nth = {.left = i, .code = SQLITE_FULL};
		db_fault_set(fail_nth, &nth);
		db_close(db);
		bool ok = add_two(f);
		db_fault_set(NULL, NULL);
		rows += ok ? 2 : 0;
		failed += ok ? 0 : 1;
		db = open_writer(f);
		assert_true(db_get_i64(db, "SELECT count(*) FROM t", -1, &n, &f->e));
		assert_int_equal(n, rows);
		if (!ok)
			assert_int_equal(f->e.kind, ERROR_IO);
		if (ok)
			break;
	}
	assert_true(failed >= 8); /* open, pragmas, begin, prepare, steps, commit */
	assert_int_equal(rows, 2);
	db_close(db);
}

/* --- readers without write access (FIELD.md fact 1) --- */

/* Exit code of a child that opens as another user: 0 read n rows, 10 + error kind otherwise. */
static int read_as_nobody(struct fixture *f, int64_t expect)
{
	pid_t pid = fork();
	if (pid == 0) {
		struct db *db;
		int64_t n;
		if (setgroups(0, NULL) != 0 || setresgid(NOBODY, NOBODY, NOBODY) != 0 ||
		    setresuid(NOBODY, NOBODY, NOBODY) != 0)
			_exit(99);
		if (!db_open(&db, f->path, &reading, &f->e)) {
			fprintf(stderr, "%s\n", f->e.text);
			_exit(10 + (int)f->e.kind);
		}
		bool ok = db_get_i64(db, "SELECT count(*) FROM t", -1, &n, &f->e);
		db_close(db);
		_exit(ok && n == expect ? 0 : 98);
	}
	int status;
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFEXITED(status));
	return WEXITSTATUS(status);
}

static void test_other_user_reads_before_while_and_after(void **state)
{
	struct fixture *f = *state;
	if (geteuid() != 0) {
		print_message("skip: needs root to become another user\n");
		skip();
	}
	assert_int_equal(read_as_nobody(f, 0), 10 + ERROR_NOT_FOUND);
	struct db *w = open_writer(f);
	assert_true(db_exec(w, "INSERT INTO t VALUES(1, 'a')", &f->e));
	assert_int_equal(read_as_nobody(f, 1), 0);
	db_close(w);
	assert_int_equal(read_as_nobody(f, 1), 0);
	w = open_writer(f);
	assert_true(db_exec(w, "INSERT INTO t VALUES(2, 'b')", &f->e));
	assert_int_equal(read_as_nobody(f, 2), 0);
	db_close(w);
}

static void test_other_user_reads_after_kill(void **state)
{
	struct fixture *f = *state;
	if (geteuid() != 0)
		skip();
	pid_t pid = fork();
	if (pid == 0) {
		struct db *w = open_writer(f);
		if (!db_exec(w, "INSERT INTO t VALUES(1, 'a')", &f->e))
			_exit(1);
		raise(SIGKILL);
	}
	int status;
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFSIGNALED(status));
	assert_int_equal(read_as_nobody(f, 1), 0);
}

static void test_reader_close_never_checkpoints(void **state)
{
	struct fixture *f = *state;
	struct db *w = open_writer(f), *r;
	struct stat before, after;
	char wal[160];
	snprintf(wal, sizeof wal, "%s-wal", f->path);
	assert_true(db_exec(w, "INSERT INTO t VALUES(1, 'a')", &f->e));
	assert_true(db_open(&r, f->path, &reading, &f->e));
	assert_int_equal(stat(f->path, &before), 0);
	db_close(r);
	assert_int_equal(stat(f->path, &after), 0);
	assert_int_equal(before.st_size, after.st_size);
	assert_int_equal(stat(wal, &after), 0);
	assert_true(after.st_size > 0);
	db_close(w);
	assert_int_equal(stat(wal, &after), 0); /* persisted */
}

int main(void)
{
	const struct CMUnitTest tests[] = {
#define T(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
		T(test_values_come_back),
		T(test_use_gives_the_same_statement_clean),
		T(test_errors_name_file_and_statement),
		T(test_rollback_leaves_nothing),
		T(test_reader_sees_commits_and_cannot_write),
		T(test_missing_and_empty_files_are_not_found),
		T(test_a_file_half_made_is_not_found),
		T(test_garbage_is_corrupt),
		T(test_quick_check_finds_a_damaged_page),
		T(test_migrations_run_once_in_order),
		T(test_every_failing_call_leaves_old_or_new),
		T(test_other_user_reads_before_while_and_after),
		T(test_other_user_reads_after_kill),
		T(test_reader_close_never_checkpoints),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

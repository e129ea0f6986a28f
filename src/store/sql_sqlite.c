/* The embedded engine: one file, one writing process (see db/db.h for the rules SQLite is held to). A lock on
 * FILE.lock keeps a second program from opening it to write. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "base/assert.h"
#include "base/error.h"
#include "db/db.h"
#include "store/sql.h"

#define PAGE_CACHE_KIB 16384

#define READER_CACHE_KIB 8192

struct lite {
	struct db *db;
	int lock_fd; /* -1: only reads */
};

static int take_lock(const char *path, struct error *e)
{
	char lock[4096];
	if (snprintf(lock, sizeof lock, "%s.lock", path) >= (int)sizeof lock) {
		error_set(e, ERROR_INPUT, "path is too long");
		return -1;
	}
	int fd = open(lock, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
	if (fd < 0) {
		error_set_errno(e, "%s", lock);
		return -1;
	}
	if (flock(fd, LOCK_EX | LOCK_NB) != 0) {
		close(fd);
		error_set(e, ERROR_BUSY, "another program has it open for writing (is aula-server running?)");
		return -1;
	}
	return fd;
}

static bool lite_open(void **out, const char *path, bool reads, struct error *e)
{
	int lock_fd = reads ? -1 : take_lock(path, e);
	if (lock_fd < 0 && !reads)
		return false;
	const struct db_options options = {.mode = reads ? DB_READ : DB_WRITE,
					   .durable = true,
					   .cache_kib = reads ? READER_CACHE_KIB : PAGE_CACHE_KIB};
	struct db *db;
	if (!db_open(&db, path, &options, e)) {
		if (lock_fd >= 0)
			close(lock_fd);
		return false;
	}
	struct lite *l = calloc(1, sizeof *l);
	ASSERT(l != NULL);
	l->db = db;
	l->lock_fd = lock_fd;
	*out = l;
	return true;
}

static void lite_close(void *conn)
{
	struct lite *l = conn;
	db_close(l->db);
	if (l->lock_fd >= 0)
		close(l->lock_fd);
	free(l);
}

static bool lite_migrate(void *conn, const char *const *steps, size_t n, struct error *e)
{
	return db_migrate(((struct lite *)conn)->db, steps, n, e);
}

static bool lite_begin(void *conn, struct error *e)
{
	return db_begin(((struct lite *)conn)->db, e);
}

/* Beside the one who writes nobody else can; only a reader has to hold on to what it sees. */
static bool lite_freeze(void *conn, struct error *e)
{
	struct lite *l = conn;
	return l->lock_fd >= 0 || db_begin(l->db, e);
}

static bool lite_commit(void *conn, bool tell, struct error *e)
{
	(void)tell; /* there is no other process */
	return db_commit(((struct lite *)conn)->db, e);
}

static void lite_rollback(void *conn)
{
	db_rollback(((struct lite *)conn)->db);
}

static void *lite_use(void *conn, const char *text, struct error *e)
{
	return db_use(((struct lite *)conn)->db, text, e);
}

static void lite_bind_i64(void *stmt, int param, int64_t v)
{
	db_bind_i64(stmt, param, v);
}

static void lite_bind_text(void *stmt, int param, const char *v, size_t len)
{
	db_bind_text_n(stmt, param, v, len);
}

static void lite_bind_blob(void *stmt, int param, const void *v, size_t len)
{
	db_bind_blob(stmt, param, v, len);
}

static void lite_bind_null(void *stmt, int param)
{
	db_bind_null(stmt, param);
}

static bool lite_step(void *stmt, bool *row, struct error *e)
{
	return db_step(stmt, row, e);
}

static void lite_reset(void *stmt)
{
	db_reset(stmt);
}

static bool lite_is_null(void *stmt, int column)
{
	return db_column_is_null(stmt, column);
}

static int64_t lite_get_i64(void *stmt, int column)
{
	return db_column_i64(stmt, column);
}

static const char *lite_get_text(void *stmt, int column, size_t *len)
{
	return db_column_borrow(stmt, column, len);
}

static const void *lite_get_blob(void *stmt, int column, size_t *len)
{
	return db_column_borrow(stmt, column, len);
}

static int64_t lite_changed_rows(void *conn)
{
	return db_changed_rows(((struct lite *)conn)->db);
}

static int lite_watch_fd(void *conn)
{
	(void)conn;
	return -1;
}

const struct sql_driver sql_sqlite = {
	.scheme = "sqlite",
	.open = lite_open,
	.close = lite_close,
	.migrate = lite_migrate,
	.begin = lite_begin,
	.freeze = lite_freeze,
	.commit = lite_commit,
	.rollback = lite_rollback,
	.use = lite_use,
	.bind_i64 = lite_bind_i64,
	.bind_text = lite_bind_text,
	.bind_blob = lite_bind_blob,
	.bind_null = lite_bind_null,
	.step = lite_step,
	.reset = lite_reset,
	.is_null = lite_is_null,
	.get_i64 = lite_get_i64,
	.get_text = lite_get_text,
	.get_blob = lite_get_blob,
	.changed_rows = lite_changed_rows,
	.watch_fd = lite_watch_fd,
};

#include "db/db.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/assert.h"
#include "base/str.h"
#include "db/internal.h"

/* Test hook, see fault.h: the one piece of process-wide state here. */
static db_fault_fn fault_fn;
static void *fault_user;

void db_fault_set(db_fault_fn fn, void *user)
{
	fault_fn = fn;
	fault_user = user;
}

int db_fault_(enum db_call call, const char *sql)
{
	return fault_fn != NULL ? fault_fn(fault_user, call, sql) : SQLITE_OK;
}

static enum error_kind kind_of(int code)
{
	switch (code & 0xff) {
	case SQLITE_CORRUPT:
	case SQLITE_NOTADB: return ERROR_CORRUPT;
	case SQLITE_BUSY:
	case SQLITE_LOCKED: return ERROR_BUSY;
	case SQLITE_CONSTRAINT: return ERROR_REFUSED;
	case SQLITE_TOOBIG: return ERROR_LIMIT;
	case SQLITE_FULL:
	case SQLITE_IOERR:
	case SQLITE_CANTOPEN:
	case SQLITE_READONLY:
	case SQLITE_PERM: return ERROR_IO;
	default: return ERROR_INTERNAL;
	}
}

bool db_fail_(struct db *db, int code, const char *sql, struct error *e)
{
	/* An injected fault left no text in the connection. */
	bool own = db->handle != NULL && sqlite3_errcode(db->handle) == code;
	const char *text = own ? sqlite3_errmsg(db->handle) : sqlite3_errstr(code);
	return error_set(e, kind_of(code), "%s: %s (%d) in: %.160s", db->path, text, code, sql);
}

/* Not tuning but rules: see db.h for WAL, and the reasons beside each. */
static bool configure_writer(struct db *db, const struct db_options *o, struct error *e)
{
	char page_size[64];
	int on = 1;
	int code = sqlite3_file_control(db->handle, "main", SQLITE_FCNTL_PERSIST_WAL, &on);
	if (code != SQLITE_OK)
		return db_fail_(db, code, "persist WAL", e);
	/* Before WAL: the size is fixed by then. 0 changes nothing. */
	sqlite3_snprintf(sizeof page_size, page_size, "PRAGMA page_size=%d", o->page_bytes);
	if (!db_exec(db, page_size, e) || !db_exec(db, "PRAGMA journal_mode=WAL", e) ||
	    !db_exec(db, o->durable ? "PRAGMA synchronous=FULL" : "PRAGMA synchronous=NORMAL", e))
		return false;
	/* A big transaction makes a long WAL; what is over the usual length is given back at the next checkpoint. Not
	 * more: cutting it off and growing it again costs time each round. */
	return db_exec(db, "PRAGMA journal_size_limit=16777216; PRAGMA foreign_keys=ON", e);
}

static bool configure_reader(struct db *db, struct error *e)
{
	int code = sqlite3_db_config(db->handle, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
	if (code != SQLITE_OK)
		return db_fail_(db, code, "no checkpoint on close", e);
	return db_exec(db, "PRAGMA query_only=ON; PRAGMA wal_autocheckpoint=0", e);
}

static bool configure(struct db *db, const struct db_options *o, struct error *e)
{
	char sql[128];
	sqlite3_extended_result_codes(db->handle, 1);
	sqlite3_busy_timeout(db->handle, o->busy_ms > 0 ? o->busy_ms : DB_BUSY_MS);
	sqlite3_db_config(db->handle, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
	/* The file may be damaged or forged: no functions from its schema, cells checked. No mmap: an I/O
	 * error there is a SIGBUS. */
	sqlite3_snprintf(sizeof sql, sql,
			 "PRAGMA trusted_schema=OFF; PRAGMA cell_size_check=ON; PRAGMA mmap_size=0; "
			 "PRAGMA cache_size=-%d",
			 o->cache_kib > 0 ? o->cache_kib : DB_CACHE_KIB);
	if (!db_exec(db, sql, e))
		return false;
	if (o->mode == DB_WRITE ? !configure_writer(db, o, e) : !configure_reader(db, e))
		return false;
	int64_t ignored;
	return db_get_i64(db, "SELECT count(*) FROM sqlite_schema", 0, &ignored, e);
}

/* A file only has a rollback journal until its writer's first statement has made it a WAL database. One left
 * behind needs somebody who may write; there is nothing to read yet. */
static bool half_made(struct db *db)
{
	return db->mode == DB_READ && sqlite3_extended_errcode(db->handle) == SQLITE_READONLY_ROLLBACK;
}

bool db_open(struct db **out, const char *path, const struct db_options *o, struct error *e)
{
	struct stat st;
	*out = NULL;
	/* SQLite would say "unable to open" for a missing file and nothing at all for one the writer just
	 * made. */
	if (o->mode == DB_READ && stat(path, &st) != 0)
		return error_set_errno(e, "%s", path);
	if (o->mode == DB_READ && st.st_size == 0)
		return error_set(e, ERROR_NOT_FOUND, "%s: still empty", path);
	struct db *db = calloc(1, sizeof *db);
	ASSERT(db != NULL);
	db->mode = o->mode;
	db->wal = -1;
	db->path = strdup(path);
	ASSERT(db->path != NULL);
	int flags = o->mode == DB_WRITE ? SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE : SQLITE_OPEN_READONLY;
	int code = db_fault_(DB_CALL_OPEN, path);
	if (code == SQLITE_OK)
		code = sqlite3_open_v2(path, &db->handle,
				       flags | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_PRIVATECACHE, NULL);
	bool ok = code == SQLITE_OK ? configure(db, o, e) : db_fail_(db, code, "open", e);
	if (!ok && half_made(db)) /* what SQLite says of it names our first statement, not the trouble */
		error_set(e, ERROR_NOT_FOUND, "%s: half made, its writer was cut off", path);
	if (!ok) {
		db_close(db);
		return false;
	}
	*out = db;
	return true;
}

void db_close(struct db *db)
{
	if (db == NULL)
		return;
	for (size_t i = 0; i < DB_STATEMENTS; i++) {
		while (db->used[i] != NULL) {
			struct db_stmt *s = db->used[i];
			db->used[i] = s->next;
			db_finalize(s);
		}
	}
	int code = sqlite3_close(db->handle);
	ASSERT(code == SQLITE_OK); /* else: a statement of db_prepare is still open */
	if (db->wal >= 0)
		close(db->wal);
	free(db->path);
	free(db);
}

bool db_exec(struct db *db, const char *sql, struct error *e)
{
	int code = db_fault_(DB_CALL_STEP, sql);
	if (code == SQLITE_OK)
		code = sqlite3_exec(db->handle, sql, NULL, NULL, NULL);
	return code == SQLITE_OK || db_fail_(db, code, sql, e);
}

bool db_get_i64(struct db *db, const char *sql, int64_t otherwise, int64_t *out, struct error *e)
{
	bool row;
	struct db_stmt *s = db_use(db, sql, e);
	if (s == NULL || !db_step(s, &row, e))
		return false;
	*out = row && !db_column_is_null(s, 0) ? db_column_i64(s, 0) : otherwise;
	db_reset(s);
	return true;
}

bool db_begin(struct db *db, struct error *e)
{
	ASSERT(!db_in_transaction(db));
	return db_exec(db, db->mode == DB_WRITE ? "BEGIN IMMEDIATE" : "BEGIN", e);
}

bool db_commit(struct db *db, struct error *e)
{
	int code = db_fault_(DB_CALL_COMMIT, "COMMIT");
	if (code == SQLITE_OK)
		code = sqlite3_exec(db->handle, "COMMIT", NULL, NULL, NULL);
	if (code == SQLITE_OK)
		return true;
	db_fail_(db, code, "COMMIT", e);
	db_rollback(db);
	return false;
}

void db_rollback(struct db *db)
{
	/* Some errors (SQLITE_FULL, SQLITE_IOERR) have rolled back already. */
	if (db_in_transaction(db))
		sqlite3_exec(db->handle, "ROLLBACK", NULL, NULL, NULL);
}

bool db_in_transaction(const struct db *db)
{
	return sqlite3_get_autocommit(db->handle) == 0;
}

bool db_data_version(struct db *db, int64_t *out, struct error *e)
{
	return db_get_i64(db, "PRAGMA data_version", 0, out, e);
}

bool db_version(struct db *db, int64_t *out, struct error *e)
{
	return db_get_i64(db, "PRAGMA user_version", 0, out, e);
}

bool db_migrate(struct db *db, const char *const *steps, size_t n, struct error *e)
{
	int64_t version;
	char done[64];
	if (!db_version(db, &version, e))
		return false;
	if (version == (int64_t)n)
		return true;
	if (version < 0 || version > (int64_t)n)
		return error_set(e, ERROR_REFUSED,
				 "%s: made by a newer program (version %lld, this one knows %zu)", db->path,
				 (long long)version, n);
	sqlite3_snprintf(sizeof done, done, "PRAGMA user_version=%lld", (long long)n);
	bool ok = db_begin(db, e);
	for (size_t i = (size_t)version; ok && i < n; i++)
		ok = db_exec(db, steps[i], e) || error_context(e, "migration to version %zu", i + 1);
	ok = ok && db_exec(db, done, e) && db_commit(db, e);
	db_rollback(db);
	return ok;
}

bool db_quick_check(struct db *db, struct error *e)
{
	bool row;
	struct db_stmt *s = db_use(db, "PRAGMA quick_check(1)", e);
	if (s == NULL || !db_step(s, &row, e))
		return false;
	const char *said = row ? db_column_borrow(s, 0, NULL) : NULL;
	bool ok = str_eq(said, "ok");
	if (!ok)
		error_set(e, ERROR_CORRUPT, "%s: %s", db->path,
			  said != NULL ? said : "quick_check said nothing");
	db_reset(s);
	return ok;
}

/* SQLite locks no byte of this file (its locks are in the database and in -shm), so closing it gives none away. */
static int open_wal(const struct db *db)
{
	char path[PATH_MAX];
	int n = snprintf(path, sizeof path, "%s-wal", db->path);
	return n < 0 || (size_t)n >= sizeof path ? -1 : open(path, O_RDONLY | O_CLOEXEC);
}

void db_write_early(struct db *db)
{
	ASSERT(db->mode == DB_WRITE);
	if (db->wal < 0)
		db->wal = open_wal(db);
	if (db->wal >= 0)
		sync_file_range(db->wal, 0, 0, SYNC_FILE_RANGE_WRITE);
}

static bool checkpoint(struct db *db, int mode, struct error *e)
{
	ASSERT(db->mode == DB_WRITE);
	int code = db_fault_(DB_CALL_STEP, "checkpoint");
	if (code == SQLITE_OK)
		code = sqlite3_wal_checkpoint_v2(db->handle, "main", mode, NULL, NULL);
	return code == SQLITE_OK || db_fail_(db, code, "checkpoint", e);
}

bool db_checkpoint_some(struct db *db, struct error *e)
{
	return checkpoint(db, SQLITE_CHECKPOINT_PASSIVE, e);
}

bool db_checkpoint(struct db *db, struct error *e)
{
	return checkpoint(db, SQLITE_CHECKPOINT_TRUNCATE, e);
}

/* SQLite, held to Aula's rules: one writing connection per database file, readers that never write or
 * checkpoint, error texts that name the statement, text copied into the caller's arena.
 *
 * Every database is in WAL mode. SQLite 3.40.1 (Debian 12) has the WAL-reset bug, which needs two connections
 * that write and checkpoint (https://www.sqlite.org/wal.html#walresetbug): so a program opens a file with
 * DB_WRITE once, and every other connection to it is DB_READ, which cannot checkpoint. The writer leaves -wal
 * and -shm behind when it closes (SQLITE_FCNTL_PERSIST_WAL), so that a user without write access to the
 * folder can open the file when no writer runs.
 *
 * A struct db and its statements belong to one thread. */
#ifndef AULA_DB_DB_H
#define AULA_DB_DB_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;
struct error;
struct db;
struct db_stmt;

enum db_mode { DB_READ, DB_WRITE };

struct db_options {
	enum db_mode mode;
	bool durable; /* writer: a commit survives a power cut (fsync each); else it stays consistent, but the
			 newest commits may be gone after one */
	int busy_ms;  /* how long a lock is waited for; 0 = DB_BUSY_MS */
	int cache_kib;  /* page cache; 0 = DB_CACHE_KIB */
	int page_bytes; /* of a file that this open creates; 0 = 4096 */
};

#define DB_BUSY_MS 2000
#define DB_CACHE_KIB 2048

/* Opens the file. DB_WRITE creates it (not its folder); DB_READ of a file that does not exist, is still
 * empty or whose making was cut off is ERROR_NOT_FOUND. A file that is no database, or damaged where opening
 * looks, is ERROR_CORRUPT. */
bool db_open(struct db **out, const char *path, const struct db_options *o, struct error *e);
/* Finalizes the statements of db_use; those of db_prepare must be finalized before. NULL is fine. */
void db_close(struct db *db);

/* One or several statements without parameters or results. */
bool db_exec(struct db *db, const char *sql, struct error *e);

/* --- statements ---
 * Parameters and columns are numbered as SQLite does: parameters from 1, columns from 0. */

/* A prepared statement kept by db: the same text gives the same statement, reset and without bindings.
 * Borrowed; do not nest the same text. sql need not live on. */
struct db_stmt *db_use(struct db *db, const char *sql, struct error *e);
/* A statement of the caller's own, for queries put together at run time. */
struct db_stmt *db_prepare(struct db *db, const char *sql, struct error *e);
void db_finalize(struct db_stmt *s);

/* Text and blobs are borrowed until the statement is reset or run to its end; NULL binds NULL. Binding cannot
 * fail but for a wrong index (ASSERT) or text over SQLite's limit, which the next step reports. */
void db_bind_i64(struct db_stmt *s, int param, int64_t v);
void db_bind_text(struct db_stmt *s, int param, const char *v);
void db_bind_text_n(struct db_stmt *s, int param, const char *v, size_t len);
void db_bind_blob(struct db_stmt *s, int param, const void *v, size_t len);
void db_bind_null(struct db_stmt *s, int param);
void db_bind_instant(struct db_stmt *s, int param, int64_t at); /* INSTANT_NONE binds NULL */

/* *row: a row is there; false at the end, where the statement is reset. On an error it is reset too. */
bool db_step(struct db_stmt *s, bool *row, struct error *e);
/* For loops: true at each row. At the end, on an error and of NULL it is false, and *ok tells whether it was
 * the end. */
bool db_next(struct db_stmt *s, bool *ok, struct error *e);
/* Runs to the end, ignoring rows. */
bool db_run(struct db_stmt *s, struct error *e);
/* Early end of a query, keeping the bindings. */
void db_reset(struct db_stmt *s);

int64_t db_column_i64(struct db_stmt *s, int column);
bool db_column_is_null(struct db_stmt *s, int column);
int64_t db_column_instant(struct db_stmt *s, int column); /* NULL gives INSTANT_NONE */
/* Copied into the arena; NULL stays NULL. len may be NULL. */
const char *db_column_text(struct db_stmt *s, int column, struct arena *a);
const void *db_column_blob(struct db_stmt *s, int column, size_t *len, struct arena *a);
/* Borrowed until the next step or reset; NULL stays NULL. */
const char *db_column_borrow(struct db_stmt *s, int column, size_t *len);
/* The same for a blob; not aligned. */
const void *db_column_borrow_blob(struct db_stmt *s, int column, size_t *len);

int64_t db_changed_rows(struct db *db); /* by the last insert, update or delete */
int64_t db_last_rowid(struct db *db);

/* One number from a statement without parameters; no row gives `otherwise`. */
bool db_get_i64(struct db *db, const char *sql, int64_t otherwise, int64_t *out, struct error *e);

/* --- transactions --- not nested. A writer takes the write lock at once, a reader gets one snapshot. */
bool db_begin(struct db *db, struct error *e);
/* On failure the transaction is rolled back. */
bool db_commit(struct db *db, struct error *e);
/* Harmless outside a transaction, so it can stand on every way out. */
void db_rollback(struct db *db);
bool db_in_transaction(const struct db *db);

/* A number that changes when another connection has committed. Cheap. */
bool db_data_version(struct db *db, int64_t *out, struct error *e);

/* --- schema --- steps[i] takes the file from version i to i + 1 (PRAGMA user_version); all that are missing in one
 * transaction, so that no reader meets a version between, also after a power cut. A file of a newer version is ERROR_REFUSED: an older program must not touch it. */
bool db_migrate(struct db *db, const char *const *steps, size_t n, struct error *e);
bool db_version(struct db *db, int64_t *out, struct error *e);

/* PRAGMA quick_check: ERROR_CORRUPT with SQLite's first complaint. Reads the whole file. */
bool db_quick_check(struct db *db, struct error *e);
/* Begins writing to the disk what the system still holds of the WAL, and does not wait: the next checkpoint
 * waits less. For who commits much in a row; writer only. */
void db_write_early(struct db *db);
/* Moves what it can of the WAL into the file, waiting for no reader. Writer only, in no transaction. */
bool db_checkpoint_some(struct db *db, struct error *e);
/* Moves the WAL into the file and truncates it. Writer only; ERROR_BUSY when a reader holds it. */
bool db_checkpoint(struct db *db, struct error *e);

#endif

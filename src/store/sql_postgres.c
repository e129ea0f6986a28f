/* PostgreSQL 15 and later, for more than one machine. Several server processes share one database; a commit that
 * moved the feed tells the others by NOTIFY, which they hear on a connection of their own.
 *
 * The sequence is safe because writers queue on the one row of feed_state (SELECT … FOR UPDATE right after BEGIN):
 * numbers are given under that lock and become visible in the order they were given, so no reader can see
 * number N and later find a smaller one.
 *
 * A lost connection is made again at the next statement outside a transaction (sql_postgres_link.c); statements
 * that only read or stand alone are then tried once more. Inside a transaction the caller gets ERROR_BUSY and
 * rolls back. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/assert.h"
#include "base/log.h"
#include "base/str.h"
#include "store/sql.h"
#include "store/sql_postgres_internal.h"

#define MIGRATION_LOCK "1096111169" /* "AULA" in ASCII: one process migrates at a time */

static void pg_close(void *conn)
{
	struct pg *p = conn;
	pg_stmts_free_(p);
	pg_link_close_(p);
	free(p->address);
	free(p);
}

static void warn_about_collation(PGconn *conn)
{
	PGresult *r = PQexec(conn, "SELECT datcollate FROM pg_database WHERE datname = current_database()");
	const char *collation = PQntuples(r) == 1 ? PQgetvalue(r, 0, 0) : "C";
	if (!str_eq(collation, "C") && !str_starts(collation, "C.") && !str_eq(collation, "POSIX"))
		log_info("the database sorts by %s; made with LC_COLLATE 'C' it would sort staff lists as SQLite does", collation);
	PQclear(r);
}

/* rest: what follows "postgresql:", that is "//user@host/database". */
static bool pg_open(void **out, const char *rest, bool reads, struct error *e)
{
	struct pg *p = calloc(1, sizeof *p);
	ASSERT(p != NULL);
	if (asprintf(&p->address, "postgresql:%s", rest) < 0)
		p->address = NULL;
	ASSERT(p->address != NULL);
	p->reads = reads;
	if (!pg_link_open_(p, e)) {
		pg_close(p);
		return false;
	}
	if (!reads)
		warn_about_collation(p->conn);
	*out = p;
	return true;
}

static bool pg_migrate_step(struct pg *p, const char *step, size_t version, struct error *e)
{
	char record[96];
	snprintf(record, sizeof record, "UPDATE schema_version SET version = %zu", version);
	/* a step that is kept for later has nothing to do, which libpq calls an error */
	return (step[0] == '\0' || pg_run_on_(p->conn, step, e)) && pg_run_on_(p->conn, record, e);
}

static bool read_version(struct pg *p, size_t *version, struct error *e)
{
	PGresult *r = PQexec(p->conn, "SELECT version FROM schema_version");
	int64_t v = -1;
	bool ok = PQntuples(r) == 1 && str_to_i64(PQgetvalue(r, 0, 0), 0, 100000, &v);
	PQclear(r);
	*version = ok ? (size_t)v : 0;
	return ok || error_set(e, ERROR_CORRUPT, "schema_version is not one row with a number");
}

/* All missing steps in one transaction, under a lock that other starting servers wait for. */
static bool pg_migrate(void *conn, const char *const *steps, size_t n, struct error *e)
{
	struct pg *p = conn;
	size_t version = 0;
	bool ok = pg_run_on_(p->conn, "BEGIN", e) &&
		  pg_run_on_(p->conn, "SELECT pg_advisory_xact_lock(" MIGRATION_LOCK ")", e) &&
		  pg_run_on_(p->conn, "CREATE TABLE IF NOT EXISTS schema_version (version BIGINT NOT NULL)", e) &&
		  pg_run_on_(p->conn, "INSERT INTO schema_version SELECT 0 WHERE NOT EXISTS (SELECT 1 FROM schema_version)", e) &&
		  read_version(p, &version, e);
	if (ok && version > n)
		ok = error_set(e, ERROR_REFUSED, "the database is of version %zu, this program knows up to %zu", version, n);
	for (size_t i = version; ok && i < n; i++)
		ok = pg_migrate_step(p, steps[i], i + 1, e) || error_context(e, "migration %zu", i + 1);
	if (ok)
		return pg_run_on_(p->conn, "COMMIT", e);
	pg_run_on_(p->conn, "ROLLBACK", NULL);
	return false;
}

/* --- transactions --- */

static bool start(struct pg *p, const char *queue, struct error *e)
{
	if (!pg_link_up_(p, e))
		return false;
	struct error first = ERROR_INIT;
	bool ok = pg_run_on_(p->conn, queue, &first);
	if (!ok && PQstatus(p->conn) != CONNECTION_OK) /* it had gone unnoticed: once more */
		ok = pg_link_up_(p, e) && pg_run_on_(p->conn, queue, &first);
	p->in_transaction = ok;
	if (ok)
		return true;
	pg_run_on_(p->conn, "ROLLBACK", NULL);
	if (first.kind != ERROR_NONE && e != NULL)
		*e = first;
	return false;
}

static bool pg_begin(void *conn, struct error *e)
{
	return start(conn, "BEGIN; SET LOCAL lock_timeout = '10s'; SELECT 1 FROM feed_state FOR UPDATE", e);
}

static bool pg_freeze(void *conn, struct error *e)
{
	return start(conn, "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY", e);
}

static bool pg_commit(void *conn, bool tell, struct error *e)
{
	struct pg *p = conn;
	p->in_transaction = false;
	/* an error before turns COMMIT into ROLLBACK without an error of its own: the command tag tells */
	if (tell && !pg_run_on_(p->conn, "NOTIFY " PG_CHANNEL, e)) {
		pg_run_on_(p->conn, "ROLLBACK", NULL);
		return false;
	}
	PGresult *r = PQexec(p->conn, "COMMIT");
	bool ok = PQresultStatus(r) == PGRES_COMMAND_OK && str_eq(PQcmdStatus(r), "COMMIT");
	if (!ok)
		pg_fail_(e, pg_kind_of_(p->conn, r),
			 PQresultStatus(r) == PGRES_COMMAND_OK ? "rolled back" : PQerrorMessage(p->conn));
	PQclear(r);
	return ok;
}

static void pg_rollback(void *conn)
{
	struct pg *p = conn;
	p->in_transaction = false;
	if (PQstatus(p->conn) == CONNECTION_OK)
		pg_run_on_(p->conn, "ROLLBACK", NULL);
}

static int64_t pg_changed_rows(void *conn)
{
	return ((struct pg *)conn)->changed;
}

const struct sql_driver sql_postgres = {
	.scheme = "postgresql",
	.open = pg_open,
	.close = pg_close,
	.migrate = pg_migrate,
	.begin = pg_begin,
	.freeze = pg_freeze,
	.commit = pg_commit,
	.rollback = pg_rollback,
	.use = pg_use_,
	.bind_i64 = pg_bind_i64_,
	.bind_text = pg_bind_text_,
	.bind_blob = pg_bind_blob_,
	.bind_null = pg_bind_null_,
	.step = pg_step_,
	.reset = pg_reset_,
	.is_null = pg_is_null_,
	.get_i64 = pg_get_i64_,
	.get_text = pg_get_text_,
	.get_blob = pg_get_blob_,
	.changed_rows = pg_changed_rows,
	.watch_fd = pg_watch_fd_,
	.drain = pg_drain_,
};

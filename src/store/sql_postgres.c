/* PostgreSQL 15 and later, for more than one machine. Several server processes share one database; a commit
 * tells the others by NOTIFY, which they hear on a connection of their own.
 *
 * The sequence is safe because writers queue on the one row of feed_state (SELECT … FOR UPDATE right after BEGIN):
 * numbers are given under that lock and become visible in the order they were given, so no reader can see
 * number N and later find a smaller one.
 *
 * A lost connection is made again at the next statement outside a transaction; statements that only read or
 * stand alone are then tried once more. Inside a transaction the caller gets ERROR_BUSY and rolls back.
 * Protocol and functions: PostgreSQL 15 documentation, chapter 34 (libpq). */
#include <errno.h>
#include <inttypes.h>
#include <libpq-fe.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/timerfd.h>
#include <time.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/assert.h"
#include "base/buf.h"
#include "base/cleanup.h"
#include "base/error.h"
#include "base/log.h"
#include "base/str.h"
#include "store/sql.h"

#define PARAMS_MAX 16
#define RETRY_S 1		   /* between tries to connect again */
#define CONNECT_TIMEOUT_S "3"
#define CHANNEL "aula_feed"
#define MIGRATION_LOCK "1096111169" /* "AULA" in ASCII: one process migrates at a time */
#define OID_BYTEA 17

struct pg {
	char *address;
	PGconn *conn;
	PGconn *listen;	    /* NULL while it is away */
	int epoll_fd;	    /* what watch_fd gives out: stays the same over reconnects */
	int timer_fd;	    /* runs while listen is away */
	unsigned generation; /* of conn: statements prepared on an older one are prepared again */
	unsigned n_names;
	time_t last_try;
	bool in_transaction;
	int64_t changed;
	struct pg_stmt *stmts;
};

struct pg_stmt {
	struct pg_stmt *next;
	struct pg *pg;
	char *text; /* as the caller wrote it */
	char *dollar; /* with $1… */
	char name[16];
	unsigned generation; /* of the connection it is prepared on, 0: none */
	int n_params;
	const char *values[PARAMS_MAX];
	int lengths[PARAMS_MAX];
	int formats[PARAMS_MAX]; /* 1: binary */
	char numbers[PARAMS_MAX][24];
	PGresult *result; /* NULL: not run yet */
	int row;
	unsigned char *blob; /* of the row in hand */
};

static time_t monotonic_s(void)
{
	struct timespec ts;
	clock_gettime(CLOCK_MONOTONIC, &ts);
	return ts.tv_sec;
}

/* libpq's messages end in a newline and may have several lines; the first says what happened. */
static bool fail(struct error *e, enum error_kind kind, const char *message)
{
	return error_set(e, kind, "%.*s", (int)strcspn(message, "\n"), message);
}

static enum error_kind kind_of(const PGconn *conn, const PGresult *result)
{
	const char *state = result != NULL ? PQresultErrorField(result, PG_DIAG_SQLSTATE) : NULL;
	if (PQstatus(conn) != CONNECTION_OK || state == NULL)
		return ERROR_BUSY;
	/* 08 connection, 40 serialisation and deadlock, 53 resources, 55P03 lock timeout, 57P shutdown */
	if (str_starts(state, "08") || str_starts(state, "40") || str_starts(state, "53") || str_eq(state, "55P03") ||
	    str_starts(state, "57P"))
		return ERROR_BUSY;
	if (str_starts(state, "23")) /* integrity */
		return ERROR_REFUSED;
	return ERROR_IO;
}

static PGconn *connect_to(const char *address, const char *role, struct error *e)
{
	const char *const keys[] = {"dbname", "application_name", "connect_timeout", "client_encoding", "keepalives_idle",
				    "tcp_user_timeout", NULL};
	const char *const values[] = {address, role, CONNECT_TIMEOUT_S, "UTF8", "30", "10000", NULL};
	PGconn *conn = PQconnectdbParams(keys, values, 1);
	if (PQstatus(conn) == CONNECTION_OK && PQserverVersion(conn) >= 150000)
		return conn;
	if (PQstatus(conn) == CONNECTION_OK)
		error_set(e, ERROR_REFUSED, "PostgreSQL %d is too old, 15 is needed", PQserverVersion(conn) / 10000);
	else
		fail(e, ERROR_BUSY, PQerrorMessage(conn));
	PQfinish(conn);
	return NULL;
}

static bool run_on(PGconn *conn, const char *sql, struct error *e)
{
	PGresult *r = PQexec(conn, sql);
	bool ok = PQresultStatus(r) == PGRES_COMMAND_OK || PQresultStatus(r) == PGRES_TUPLES_OK;
	if (!ok)
		fail(e, kind_of(conn, r), PQerrorMessage(conn));
	PQclear(r);
	return ok;
}

/* --- the listening connection --- */

static void arm_timer(struct pg *p, int seconds)
{
	struct itimerspec t = {.it_value = {.tv_sec = seconds}};
	timerfd_settime(p->timer_fd, 0, &t, NULL);
}

static void listen_start(struct pg *p)
{
	struct error e = ERROR_INIT;
	p->listen = connect_to(p->address, "aula-server listen", &e);
	if (p->listen != NULL && !run_on(p->listen, "LISTEN " CHANNEL, &e)) {
		PQfinish(p->listen);
		p->listen = NULL;
	}
	if (p->listen == NULL) {
		log_once("store notifications", e.text);
		arm_timer(p, RETRY_S);
		return;
	}
	log_once("store notifications", NULL);
	struct epoll_event event = {.events = EPOLLIN};
	epoll_ctl(p->epoll_fd, EPOLL_CTL_ADD, PQsocket(p->listen), &event);
	arm_timer(p, 0);
}

/* Reads what has come, so that the watched descriptor is quiet again. */
static void pg_drain(void *conn)
{
	struct pg *p = conn;
	uint64_t ticks = 0;
	bool due = read(p->timer_fd, &ticks, sizeof ticks) == (ssize_t)sizeof ticks;
	if (p->listen != NULL && !PQconsumeInput(p->listen)) {
		PQfinish(p->listen); /* closes its socket, which leaves the epoll set by that */
		p->listen = NULL;
		due = true;
	}
	if (p->listen == NULL && due)
		listen_start(p);
	for (PGnotify *n; p->listen != NULL && (n = PQnotifies(p->listen)) != NULL;)
		PQfreemem(n);
}

static int pg_watch_fd(void *conn)
{
	return ((struct pg *)conn)->epoll_fd;
}

/* --- connection --- */

static void pg_close(void *conn)
{
	struct pg *p = conn;
	for (struct pg_stmt *s = p->stmts, *next; s != NULL; s = next) {
		next = s->next;
		PQclear(s->result);
		PQfreemem(s->blob);
		free(s->text);
		free(s->dollar);
		free(s);
	}
	if (p->listen != NULL)
		PQfinish(p->listen);
	if (p->conn != NULL)
		PQfinish(p->conn);
	if (p->epoll_fd >= 0)
		close(p->epoll_fd);
	if (p->timer_fd >= 0)
		close(p->timer_fd);
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
static bool pg_open(void **out, const char *rest, struct error *e)
{
	struct pg *p = calloc(1, sizeof *p);
	ASSERT(p != NULL);
	p->epoll_fd = epoll_create1(EPOLL_CLOEXEC);
	p->timer_fd = timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK | TFD_CLOEXEC);
	p->generation = 1;
	if (asprintf(&p->address, "postgresql:%s", rest) < 0)
		p->address = NULL;
	ASSERT(p->address != NULL);
	struct epoll_event event = {.events = EPOLLIN};
	if (p->epoll_fd < 0 || p->timer_fd < 0 || epoll_ctl(p->epoll_fd, EPOLL_CTL_ADD, p->timer_fd, &event) != 0)
		error_set_errno(e, "epoll");
	else
		p->conn = connect_to(p->address, "aula-server", e);
	if (p->conn == NULL) {
		pg_close(p);
		return false;
	}
	warn_about_collation(p->conn);
	listen_start(p);
	*out = p;
	return true;
}

/* Connects again when the connection is gone; never within RETRY_S of the last failure. */
static bool be_connected(struct pg *p, struct error *e)
{
	if (PQstatus(p->conn) == CONNECTION_OK)
		return true;
	if (p->in_transaction)
		return error_set(e, ERROR_BUSY, "the database went away in the middle of a transaction");
	if (monotonic_s() - p->last_try < RETRY_S)
		return error_set(e, ERROR_BUSY, "the database is away");
	PQreset(p->conn);
	p->generation++;
	if (PQstatus(p->conn) == CONNECTION_OK) {
		log_once("store", NULL);
		return true;
	}
	p->last_try = monotonic_s();
	fail(e, ERROR_BUSY, PQerrorMessage(p->conn));
	if (e != NULL)
		log_once("store", e->text);
	return false;
}

static bool pg_migrate_step(struct pg *p, const char *step, size_t version, struct error *e)
{
	char record[96];
	snprintf(record, sizeof record, "UPDATE schema_version SET version = %zu", version);
	/* a step that is kept for later has nothing to do, which libpq calls an error */
	return (step[0] == '\0' || run_on(p->conn, step, e)) && run_on(p->conn, record, e);
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
	bool ok = run_on(p->conn, "SET client_min_messages = warning", e) && run_on(p->conn, "BEGIN", e) &&
		  run_on(p->conn, "SELECT pg_advisory_xact_lock(" MIGRATION_LOCK ")", e) &&
		  run_on(p->conn, "CREATE TABLE IF NOT EXISTS schema_version (version BIGINT NOT NULL)", e) &&
		  run_on(p->conn, "INSERT INTO schema_version SELECT 0 WHERE NOT EXISTS (SELECT 1 FROM schema_version)", e) &&
		  read_version(p, &version, e);
	if (ok && version > n)
		ok = error_set(e, ERROR_REFUSED, "the database is of version %zu, this program knows up to %zu", version, n);
	for (size_t i = version; ok && i < n; i++)
		ok = pg_migrate_step(p, steps[i], i + 1, e) || error_context(e, "migration %zu", i + 1);
	if (ok)
		return run_on(p->conn, "COMMIT", e);
	run_on(p->conn, "ROLLBACK", NULL);
	return false;
}

/* --- transactions --- */

static bool pg_begin(void *conn, struct error *e)
{
	struct pg *p = conn;
	if (!be_connected(p, e))
		return false;
	static const char queue[] = "BEGIN; SET LOCAL lock_timeout = '10s'; SELECT 1 FROM feed_state FOR UPDATE";
	struct error first = ERROR_INIT;
	bool ok = run_on(p->conn, queue, &first);
	if (!ok && PQstatus(p->conn) != CONNECTION_OK) /* it had gone unnoticed: once more */
		ok = be_connected(p, e) && run_on(p->conn, queue, &first);
	p->in_transaction = ok;
	if (ok)
		return true;
	run_on(p->conn, "ROLLBACK", NULL);
	if (first.kind != ERROR_NONE && e != NULL)
		*e = first;
	return false;
}

static bool pg_commit(void *conn, struct error *e)
{
	struct pg *p = conn;
	p->in_transaction = false;
	/* an error before turns COMMIT into ROLLBACK without an error of its own: the command tag tells */
	if (!run_on(p->conn, "NOTIFY " CHANNEL, e)) {
		run_on(p->conn, "ROLLBACK", NULL);
		return false;
	}
	PGresult *r = PQexec(p->conn, "COMMIT");
	bool ok = PQresultStatus(r) == PGRES_COMMAND_OK && str_eq(PQcmdStatus(r), "COMMIT");
	if (!ok)
		fail(e, kind_of(p->conn, r), PQresultStatus(r) == PGRES_COMMAND_OK ? "rolled back" : PQerrorMessage(p->conn));
	PQclear(r);
	return ok;
}

static void pg_rollback(void *conn)
{
	struct pg *p = conn;
	p->in_transaction = false;
	if (PQstatus(p->conn) == CONNECTION_OK)
		run_on(p->conn, "ROLLBACK", NULL);
}

/* --- statements --- */

/* "?1" → "$1"; returns the highest number. */
static int dollar_text(const char *text, struct buf *out)
{
	int most = 0;
	for (const char *p = text; *p != '\0'; p++) {
		if (*p == '?' && p[1] >= '1' && p[1] <= '9') {
			int n = atoi(p + 1); /* NOLINT(cert-err34-c): digits were seen */
			most = n > most ? n : most;
			buf_putc(out, '$');
		} else {
			buf_putc(out, *p);
		}
	}
	return most;
}

static void clear_result(struct pg_stmt *s)
{
	PQclear(s->result);
	PQfreemem(s->blob);
	s->result = NULL;
	s->blob = NULL;
	s->row = -1;
}

static struct pg_stmt *stmt_new(struct pg *p, const char *text)
{
	struct pg_stmt *s = calloc(1, sizeof *s);
	ASSERT(s != NULL);
	CLEANUP_BUF struct buf dollar = BUF_INIT;
	s->n_params = dollar_text(text, &dollar);
	ASSERT(s->n_params <= PARAMS_MAX);
	s->pg = p;
	s->text = strdup(text);
	s->dollar = strdup(buf_str(&dollar));
	ASSERT(s->text != NULL && s->dollar != NULL);
	snprintf(s->name, sizeof s->name, "s%u", ++p->n_names);
	s->next = p->stmts;
	p->stmts = s;
	return s;
}

static void *pg_use(void *conn, const char *text, struct error *e)
{
	struct pg *p = conn;
	if (!be_connected(p, e))
		return NULL;
	struct pg_stmt *s = p->stmts;
	while (s != NULL && strcmp(s->text, text) != 0)
		s = s->next;
	if (s == NULL)
		s = stmt_new(p, text);
	clear_result(s);
	memset(s->values, 0, sizeof s->values);
	memset(s->formats, 0, sizeof s->formats);
	return s;
}

static void pg_bind_i64(void *stmt, int param, int64_t v)
{
	struct pg_stmt *s = stmt;
	ASSERT(param >= 1 && param <= s->n_params);
	snprintf(s->numbers[param - 1], sizeof s->numbers[0], "%" PRId64, v);
	s->values[param - 1] = s->numbers[param - 1];
}

static void pg_bind_text(void *stmt, int param, const char *v, size_t len)
{
	struct pg_stmt *s = stmt;
	ASSERT(param >= 1 && param <= s->n_params && len == strlen(v));
	s->values[param - 1] = v;
}

static void pg_bind_blob(void *stmt, int param, const void *v, size_t len)
{
	struct pg_stmt *s = stmt;
	ASSERT(param >= 1 && param <= s->n_params);
	s->values[param - 1] = v;
	s->lengths[param - 1] = (int)len;
	s->formats[param - 1] = 1;
}

static void pg_bind_null(void *stmt, int param)
{
	struct pg_stmt *s = stmt;
	ASSERT(param >= 1 && param <= s->n_params);
	s->values[param - 1] = NULL;
}

static bool prepare(struct pg_stmt *s, struct error *e)
{
	if (s->generation == s->pg->generation)
		return true;
	PGresult *r = PQprepare(s->pg->conn, s->name, s->dollar, 0, NULL);
	bool ok = PQresultStatus(r) == PGRES_COMMAND_OK;
	if (ok)
		s->generation = s->pg->generation;
	else
		fail(e, kind_of(s->pg->conn, r), PQerrorMessage(s->pg->conn));
	PQclear(r);
	return ok || error_context(e, "%.60s", s->text);
}

static bool execute_once(struct pg_stmt *s, struct error *e)
{
	if (!prepare(s, e))
		return false;
	s->result = PQexecPrepared(s->pg->conn, s->name, s->n_params, s->values, s->lengths, s->formats, 0);
	ExecStatusType status = PQresultStatus(s->result);
	if (status == PGRES_TUPLES_OK || status == PGRES_COMMAND_OK)
		return true;
	fail(e, kind_of(s->pg->conn, s->result), PQerrorMessage(s->pg->conn));
	clear_result(s);
	return error_context(e, "%.60s", s->text);
}

static bool execute(struct pg_stmt *s, struct error *e)
{
	if (!execute_once(s, e)) {
		/* the connection was lost: outside a transaction the same statement may run on a new one. Statements that
		 * stand alone are written so that running twice does no harm (upserts, deletes, reads). */
		if (PQstatus(s->pg->conn) == CONNECTION_OK || !be_connected(s->pg, e) || !execute_once(s, e))
			return false;
	}
	int64_t changed = 0;
	s->pg->changed = str_to_i64(PQcmdTuples(s->result), 0, INT64_MAX, &changed) ? changed : 0;
	return true;
}

static bool pg_step(void *stmt, bool *row, struct error *e)
{
	struct pg_stmt *s = stmt;
	if (s->result == NULL && !execute(s, e))
		return false;
	PQfreemem(s->blob);
	s->blob = NULL;
	*row = ++s->row < PQntuples(s->result);
	if (!*row)
		clear_result(s);
	return true;
}

static void pg_reset(void *stmt)
{
	clear_result(stmt);
}

static bool pg_is_null(void *stmt, int column)
{
	struct pg_stmt *s = stmt;
	return PQgetisnull(s->result, s->row, column) != 0;
}

static int64_t pg_get_i64(void *stmt, int column)
{
	struct pg_stmt *s = stmt;
	const char *text = PQgetvalue(s->result, s->row, column);
	int64_t v = 0;
	if (text[0] == 't' || text[0] == 'f') /* boolean */
		return text[0] == 't';
	return str_to_i64(text, INT64_MIN, INT64_MAX, &v) ? v : 0;
}

static const char *pg_get_text(void *stmt, int column, size_t *len)
{
	struct pg_stmt *s = stmt;
	*len = 0;
	if (pg_is_null(stmt, column))
		return NULL;
	*len = (size_t)PQgetlength(s->result, s->row, column);
	return PQgetvalue(s->result, s->row, column);
}

static const void *pg_get_blob(void *stmt, int column, size_t *len)
{
	struct pg_stmt *s = stmt;
	if (pg_is_null(stmt, column) || PQftype(s->result, column) != OID_BYTEA)
		return pg_get_text(stmt, column, len);
	PQfreemem(s->blob); /* one blob of a row at a time: no statement reads two */
	s->blob = PQunescapeBytea((const unsigned char *)PQgetvalue(s->result, s->row, column), len);
	ASSERT(s->blob != NULL);
	return s->blob;
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
	.commit = pg_commit,
	.rollback = pg_rollback,
	.use = pg_use,
	.bind_i64 = pg_bind_i64,
	.bind_text = pg_bind_text,
	.bind_blob = pg_bind_blob,
	.bind_null = pg_bind_null,
	.step = pg_step,
	.reset = pg_reset,
	.is_null = pg_is_null,
	.get_i64 = pg_get_i64,
	.get_text = pg_get_text,
	.get_blob = pg_get_blob,
	.changed_rows = pg_changed_rows,
	.watch_fd = pg_watch_fd,
	.drain = pg_drain,
};

/* Shared by the sql_postgres*.c files only: the connection (sql_postgres_link.c), statements
 * (sql_postgres_stmt.c), transactions and the driver's table (sql_postgres.c).
 *
 * A lost connection is made again by a thread of its own, because libpq's connecting blocks (names, a host that
 * does not answer, the next host of a failover list). The program's loop waits for it PG_PATIENCE_MS at most and
 * goes on without the database meanwhile. */
#ifndef AULA_STORE_SQL_POSTGRES_INTERNAL_H
#define AULA_STORE_SQL_POSTGRES_INTERNAL_H

#include <libpq-fe.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/error.h"

#define PG_PARAMS_MAX 16
#define PG_PATIENCE_MS 250 /* a statement waits this long for a connection under way */
#define PG_RETRY_MS 1000   /* between the end of a failed try and the next */
#define PG_CHANNEL "aula_feed"

/* One try to connect, on its own thread. */
struct pg_dial {
	const char *address, *role, *then; /* then: run on the new connection, or NULL */
	int done_fd;			   /* eventfd: readable when the thread is about to end */
	bool running;
	int64_t failed_ms; /* monotonic: end of the last failed try; INT64_MIN: none */
	pthread_t thread;
	PGconn *conn;	    /* the thread's result, NULL: failed */
	struct error error; /* …and why */
};

struct pg {
	char *address;
	PGconn *conn;	    /* never NULL once open; its status may be bad */
	PGconn *listen;	    /* NULL while it is away */
	struct pg_dial main_dial, listen_dial;
	int epoll_fd;	    /* what watch_fd gives out: stays the same over reconnects */
	int timer_fd;	    /* runs while a connection is away */
	unsigned generation; /* of conn: statements prepared on an older one are prepared again */
	unsigned n_names;
	bool in_transaction, reads; /* reads: has no connection that listens */
	int64_t changed;
	struct pg_stmt *stmts;
};

/* libpq's messages end in a newline and may have several lines; the first says what happened. */
bool pg_fail_(struct error *e, enum error_kind kind, const char *message);
/* By SQLSTATE; ERROR_BUSY for what passes by itself. */
enum error_kind pg_kind_of_(const PGconn *conn, const PGresult *result);
bool pg_run_on_(PGconn *conn, const char *sql, struct error *e);

/* Connects, waiting as long as that takes. */
bool pg_link_open_(struct pg *p, struct error *e);
void pg_link_close_(struct pg *p);
/* True when conn can be used. Else a new one is under way (ERROR_BUSY), except in a transaction, which is lost. */
bool pg_link_up_(struct pg *p, struct error *e);
int pg_watch_fd_(void *conn);
void pg_drain_(void *conn);

void *pg_use_(void *conn, const char *text, struct error *e);
void pg_bind_i64_(void *stmt, int param, int64_t v);
void pg_bind_text_(void *stmt, int param, const char *v, size_t len);
void pg_bind_blob_(void *stmt, int param, const void *v, size_t len);
void pg_bind_null_(void *stmt, int param);
bool pg_step_(void *stmt, bool *row, struct error *e);
void pg_reset_(void *stmt);
bool pg_is_null_(void *stmt, int column);
int64_t pg_get_i64_(void *stmt, int column);
const char *pg_get_text_(void *stmt, int column, size_t *len);
const void *pg_get_blob_(void *stmt, int column, size_t *len);
void pg_stmts_free_(struct pg *p);

#endif

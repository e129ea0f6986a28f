/* The two connections to PostgreSQL, one for statements and one that only listens, and how they are made again.
 * Functions: PostgreSQL 15 documentation, chapter 34 (libpq). */
#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/timerfd.h>
#include <unistd.h>

#include "base/assert.h"
#include "base/clock.h"
#include "base/log.h"
#include "base/str.h"
#include "store/sql_postgres_internal.h"

#define CONNECT_TIMEOUT_S "3" /* for each host of the address */
#define UNSENT_TIMEOUT_MS "5000"

/* A server that vanished must not hold the writers' queue: its half-done transaction ends when its host stops
 * answering (about 20 s) or when nothing comes for a minute. */
#define SESSION_SQL                                                                                                       \
	"SET idle_in_transaction_session_timeout = '60s'; SET tcp_keepalives_idle = 10; SET tcp_keepalives_interval = 5;" \
	" SET tcp_keepalives_count = 2; SET client_min_messages = warning"

static int64_t now_ms(void)
{
	struct clock_source c;
	clock_init_system(&c);
	return clock_mono_ms(&c);
}

bool pg_fail_(struct error *e, enum error_kind kind, const char *message)
{
	return error_set(e, kind, "%.*s", (int)strcspn(message, "\n"), message);
}

enum error_kind pg_kind_of_(const PGconn *conn, const PGresult *result)
{
	const char *state = result != NULL ? PQresultErrorField(result, PG_DIAG_SQLSTATE) : NULL;
	if (PQstatus(conn) != CONNECTION_OK || state == NULL)
		return ERROR_BUSY;
	/* 08 connection, 25006 a standby that takes no writes, 40 serialisation and deadlock, 53 resources,
	 * 55P03 lock timeout, 57P shutdown */
	static const char *const passing[] = {"08", "25006", "40", "53", "55P03", "57P"};
	for (size_t i = 0; i < sizeof passing / sizeof passing[0]; i++)
		if (str_starts(state, passing[i]))
			return ERROR_BUSY;
	return str_starts(state, "23") ? ERROR_REFUSED : ERROR_IO; /* 23: integrity */
}

bool pg_run_on_(PGconn *conn, const char *sql, struct error *e)
{
	PGresult *r = PQexec(conn, sql);
	bool ok = PQresultStatus(r) == PGRES_COMMAND_OK || PQresultStatus(r) == PGRES_TUPLES_OK;
	if (!ok)
		pg_fail_(e, pg_kind_of_(conn, r), PQerrorMessage(conn));
	PQclear(r);
	return ok;
}

/* --- one try --- */

static PGconn *connect_to(const struct pg_dial *d, struct error *e)
{
	const char *const keys[] = {"dbname", "application_name", "connect_timeout", "client_encoding", "keepalives_idle",
				    "tcp_user_timeout", NULL};
	const char *const values[] = {d->address, d->role, CONNECT_TIMEOUT_S, "UTF8", "30", UNSENT_TIMEOUT_MS, NULL};
	PGconn *conn = PQconnectdbParams(keys, values, 1);
	if (PQstatus(conn) != CONNECTION_OK)
		pg_fail_(e, ERROR_BUSY, PQerrorMessage(conn));
	else if (PQserverVersion(conn) < 150000)
		error_set(e, ERROR_REFUSED, "PostgreSQL %d is too old, 15 is needed", PQserverVersion(conn) / 10000);
	else if (pg_run_on_(conn, SESSION_SQL, e) && (d->then == NULL || pg_run_on_(conn, d->then, e)))
		return conn;
	PQfinish(conn);
	return NULL;
}

static void *dial_thread(void *arg)
{
	struct pg_dial *d = arg;
	const uint64_t one = 1;
	d->error = ERROR_INIT;
	d->conn = connect_to(d, &d->error);
	ASSERT(write(d->done_fd, &one, sizeof one) == (ssize_t)sizeof one);
	return NULL;
}

static void dial_start(struct pg_dial *d)
{
	if (d->running || (d->failed_ms != INT64_MIN && now_ms() - d->failed_ms < PG_RETRY_MS))
		return;
	d->running = pthread_create(&d->thread, NULL, dial_thread, d) == 0;
}

/* Waits for the try under way; NULL with e filled when there is no connection yet. */
static PGconn *dial_take(struct pg_dial *d, int wait_ms, struct error *e)
{
	struct pollfd done = {.fd = d->done_fd, .events = POLLIN};
	uint64_t n = 0;
	if (!d->running || poll(&done, 1, wait_ms) != 1 || read(d->done_fd, &n, sizeof n) != (ssize_t)sizeof n) {
		error_set(e, ERROR_BUSY, "the database is away%s%s", d->error.kind != ERROR_NONE ? ": " : "", d->error.text);
		return NULL;
	}
	pthread_join(d->thread, NULL);
	d->running = false;
	d->failed_ms = d->conn == NULL ? now_ms() : INT64_MIN;
	log_once(d->role, d->conn == NULL ? d->error.text : NULL);
	if (d->conn == NULL && e != NULL)
		*e = d->error;
	PGconn *conn = d->conn;
	d->conn = NULL;
	return conn;
}

/* --- the listening connection --- */

static void arm_timer(struct pg *p)
{
	struct itimerspec t = {.it_value = {.tv_sec = PG_RETRY_MS / 1000, .tv_nsec = 10000000}};
	timerfd_settime(p->timer_fd, 0, &t, NULL);
}

static void watch(struct pg *p, int fd)
{
	struct epoll_event event = {.events = EPOLLIN};
	ASSERT(epoll_ctl(p->epoll_fd, EPOLL_CTL_ADD, fd, &event) == 0);
}

static void listen_again(struct pg *p)
{
	dial_start(&p->listen_dial);
	p->listen = dial_take(&p->listen_dial, 0, NULL);
	if (p->listen != NULL)
		watch(p, PQsocket(p->listen));
	else if (!p->listen_dial.running)
		arm_timer(p);
}

/* Reads what has come, so that the watched descriptor is quiet again; goes on with what is being connected. */
void pg_drain_(void *conn)
{
	struct pg *p = conn;
	uint64_t ticks = 0;
	if (read(p->timer_fd, &ticks, sizeof ticks) < 0)
		ticks = 0; /* not due */
	if (p->listen != NULL && !PQconsumeInput(p->listen)) {
		PQfinish(p->listen); /* closes its socket, which leaves the epoll set by that */
		p->listen = NULL;
	}
	if (p->listen == NULL)
		listen_again(p);
	for (PGnotify *n; p->listen != NULL && (n = PQnotifies(p->listen)) != NULL;)
		PQfreemem(n);
	if (!p->in_transaction && PQstatus(p->conn) != CONNECTION_OK && !pg_link_up_(p, NULL))
		arm_timer(p);
}

int pg_watch_fd_(void *conn)
{
	return ((struct pg *)conn)->epoll_fd;
}

/* --- the connection for statements --- */

bool pg_link_up_(struct pg *p, struct error *e)
{
	if (PQstatus(p->conn) == CONNECTION_OK)
		return true;
	if (p->in_transaction)
		return error_set(e, ERROR_BUSY, "the database went away in the middle of a transaction");
	dial_start(&p->main_dial);
	PGconn *fresh = dial_take(&p->main_dial, PG_PATIENCE_MS, e);
	if (fresh == NULL)
		return false;
	PQfinish(p->conn);
	p->conn = fresh;
	p->generation++;
	return true;
}

static bool dial_init(struct pg *p, struct pg_dial *d, const char *role, const char *then)
{
	*d = (struct pg_dial){.address = p->address, .role = role, .then = then, .failed_ms = INT64_MIN};
	d->done_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	if (d->done_fd >= 0)
		watch(p, d->done_fd);
	return d->done_fd >= 0;
}

bool pg_link_open_(struct pg *p, struct error *e)
{
	p->main_dial.done_fd = p->listen_dial.done_fd = -1;
	p->epoll_fd = epoll_create1(EPOLL_CLOEXEC);
	p->timer_fd = timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK | TFD_CLOEXEC);
	p->generation = 1;
	if (p->epoll_fd < 0 || p->timer_fd < 0)
		return error_set_errno(e, "event descriptors");
	watch(p, p->timer_fd);
	if (!dial_init(p, &p->main_dial, p->reads ? "aula-server reader" : "aula-server", NULL) ||
	    !dial_init(p, &p->listen_dial, "aula-server listen", "LISTEN " PG_CHANNEL))
		return error_set_errno(e, "event descriptors");
	p->conn = connect_to(&p->main_dial, e);
	if (p->conn == NULL)
		return false;
	if (p->reads)
		return true;
	p->listen = connect_to(&p->listen_dial, e);
	if (p->listen == NULL)
		return false;
	watch(p, PQsocket(p->listen));
	return true;
}

static void dial_close(struct pg_dial *d)
{
	if (d->running) {
		pthread_join(d->thread, NULL); /* at most the time to connect */
		PQfinish(d->conn);
	}
	if (d->done_fd >= 0)
		close(d->done_fd);
}

void pg_link_close_(struct pg *p)
{
	dial_close(&p->main_dial);
	dial_close(&p->listen_dial);
	PQfinish(p->listen);
	PQfinish(p->conn);
	if (p->epoll_fd >= 0)
		close(p->epoll_fd);
	if (p->timer_fd >= 0)
		close(p->timer_fd);
}

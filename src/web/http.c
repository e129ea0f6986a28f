/* The server: listening, the daemon's callbacks, deadlines, parking. */
#include "web/http.h"

#include <errno.h>
#include <netdb.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/assert.h"
#include "base/error.h"
#include "base/log.h"
#include "base/str.h"
#include "web/internal.h"
#include "web/loop.h"

#define LISTEN_BACKLOG 4096
#define SWEEP_MS 1000 /* how often deadlines are looked at */
#define DRAIN_SWEEP_MS 50
/* A connection without a request may have one on its way: when draining it gets this long. */
#define DRAIN_IDLE_MS 300
#define STALL_S 120   /* libmicrohttpd's own idle limit, behind ours */

static int64_t now_ms(const struct web_server *s)
{
	return clock_mono_ms(&s->clock);
}

/* --- connections and their deadlines
 * -------------------------------------------------------------------------- */

static void conn_opened(struct web_server *s, struct MHD_Connection *mhd, void **context)
{
	struct web_conn *c = calloc(1, sizeof *c);
	ASSERT(c != NULL);
	c->fd = MHD_get_connection_info(mhd, MHD_CONNECTION_INFO_CONNECTION_FD)->connect_fd;
	c->deadline_ms = now_ms(s) + s->options.head_s * 1000;
	c->next = s->conns;
	if (c->next != NULL)
		c->next->prev = c;
	s->conns = c;
	s->counts.connections++;
	*context = c;
}

static void conn_closed(struct web_server *s, struct web_conn *c)
{
	if (c->prev != NULL)
		c->prev->next = c->next;
	else
		s->conns = c->next;
	if (c->next != NULL)
		c->next->prev = c->prev;
	s->counts.connections--;
	free(c);
}

static void on_connection(void *cls, struct MHD_Connection *mhd, void **context,
			  enum MHD_ConnectionNotificationCode code)
{
	if (code == MHD_CONNECTION_NOTIFY_STARTED)
		conn_opened(cls, mhd, context);
	else
		conn_closed(cls, *context);
}

/* A connection that is late is shut, which the daemon then sees as its end. An inactivity limit alone would
 * let a client live for ever on one byte every few seconds. */
static void cut_late_connections(struct web_server *s, int64_t now)
{
	for (struct web_conn *c = s->conns; c != NULL; c = c->next) {
		if (c->deadline_ms > now)
			continue;
		shutdown(c->fd, SHUT_RDWR);
		c->deadline_ms = INT64_MAX;
		if (!c->answered_one)
			s->counts.late++;
	}
}

/* --- parking
 * -------------------------------------------------------------------------------------------------- */

void web_link_(struct web_request **list, struct web_request *r)
{
	r->prev = NULL;
	r->next = *list;
	if (r->next != NULL)
		r->next->prev = r;
	*list = r;
}

void web_unlink_(struct web_request **list, struct web_request *r)
{
	if (r->prev != NULL)
		r->prev->next = r->next;
	else
		*list = r->next;
	if (r->next != NULL)
		r->next->prev = r->prev;
	r->prev = r->next = NULL;
}

static void suspend(struct web_request *r)
{
	ASSERT(r->state == WEB_HANDLING);
	r->state = WEB_PARKED;
	r->timed_out = false;
	r->conn->deadline_ms = INT64_MAX;
	MHD_suspend_connection(r->mhd);
}

static void sweep_by(struct web_server *s, int64_t at_ms)
{
	s->next_sweep_ms = at_ms < s->next_sweep_ms ? at_ms : s->next_sweep_ms;
}

void web_park(struct web_request *r, int64_t wait_ms)
{
	struct web_server *s = r->server;
	int64_t most = s->drain_ms == 0 ? (int64_t)WEB_PARK_MAX_S * 1000 : 0;
	suspend(r);
	r->yielded = false;
	r->park_until_ms = now_ms(s) + (wait_ms < most ? wait_ms : most);
	r->soon = wait_ms < SWEEP_MS;
	if (r->soon)
		sweep_by(s, r->park_until_ms);
	web_link_(&s->parked, r);
	s->counts.parked++;
}

bool web_draining(const struct web_request *r)
{
	return r->server->drain_ms != 0;
}

void web_yield(struct web_request *r)
{
	suspend(r);
	r->yielded = true;
	web_link_(&r->server->yielded, r);
}

static void resume(struct web_request *r, bool timed_out)
{
	struct web_server *s = r->server;
	web_unlink_(r->yielded ? &s->yielded : &s->parked, r);
	s->counts.parked -= !r->yielded;
	r->timed_out = timed_out;
	r->state = WEB_HANDLING;
	r->conn->deadline_ms = now_ms(s) + s->options.answer_s * 1000;
	MHD_resume_connection(r->mhd);
	s->resumed = true;
}

void web_wake_all(struct web_server *s)
{
	while (s->parked != NULL)
		resume(s->parked, false);
}

void web_wake(struct web_request *r)
{
	if (r->state == WEB_PARKED && !r->yielded)
		resume(r, false);
}

void web_server_drain(struct web_server *s)
{
	if (s->drain_ms != 0)
		return;
	s->drain_ms = now_ms(s);
	s->next_sweep_ms = s->drain_ms + DRAIN_IDLE_MS;
	int fd = MHD_quiesce_daemon(s->daemon);
	if (fd >= 0)
		close(fd);
	web_wake_all(s);
}

bool web_server_drained(const struct web_server *s)
{
	return s->drain_ms != 0 &&
	       (s->conns == NULL || now_ms(s) - s->drain_ms > (int64_t)WEB_DRAIN_MAX_S * 1000);
}

static void cut_idle_connections(struct web_server *s)
{
	for (struct web_conn *c = s->conns; c != NULL; c = c->next)
		if (!c->busy)
			shutdown(c->fd, SHUT_RDWR);
}

static void resume_overdue(struct web_server *s, int64_t now)
{
	struct web_request *next;
	for (struct web_request *r = s->parked; r != NULL; r = next) {
		next = r->next;
		if (r->park_until_ms <= now)
			resume(r, true);
		else if (r->soon) /* thousands of screens that wait half a minute can do so a second longer; this one polls */
			sweep_by(s, r->park_until_ms);
	}
}

/* --- the daemon's callbacks
 * ------------------------------------------------------------------------------------- */

static void refuse(struct web_request *r, unsigned status, const char *why)
{
	r->server->counts.refused++;
	if (r->server->options.refuse != NULL)
		r->server->options.refuse(r, status, why);
	else
		web_send_text(r, status, "text/plain; charset=utf-8", why);
}

void web_refuse(struct web_request *r, unsigned status, const char *why)
{
	refuse(r, status, why);
}

static enum MHD_Result dispatch(struct web_request *r)
{
	r->state = WEB_HANDLING;
	r->route->handle(r);
	ASSERT(r->state == WEB_ANSWERED || r->state == WEB_PARKED);
	r->calls++;
	return MHD_YES;
}

static bool declared_too_large(struct web_request *r)
{
	int64_t declared;
	const char *length = MHD_lookup_connection_value(r->mhd, MHD_HEADER_KIND, "Content-Length");
	return length != NULL && str_to_i64(length, 0, INT64_MAX, &declared) &&
	       (uint64_t)declared > r->route->body_max;
}

static struct web_request *request_begin(struct web_server *s, struct MHD_Connection *mhd, const char *path,
					 const char *method)
{
	struct web_request *r = calloc(1, sizeof *r);
	ASSERT(r != NULL);
	r->server = s;
	r->mhd = mhd;
	r->conn = MHD_get_connection_info(mhd, MHD_CONNECTION_INFO_SOCKET_CONTEXT)->socket_context;
	r->conn->deadline_ms = now_ms(s) + s->options.body_s * 1000;
	r->conn->busy = true;
	r->path = strdup(path);
	ASSERT(r->path != NULL);
	r->is_head = str_eq(method, "HEAD");
	s->counts.requests++;
	return r;
}

static enum MHD_Result first_call(struct web_server *s, struct MHD_Connection *mhd, const char *path,
				  const char *method, void **slot)
{
	bool other_method;
	struct web_request *r = request_begin(s, mhd, path, method);
	*slot = r;
	r->route = web_route_find_(s, method, path, &other_method);
	r->state = WEB_HANDLING;
	if (r->route == NULL)
		refuse(r, other_method ? 405 : 404,
		       other_method ? "method not allowed here" : "no such page");
	else if (r->route->method == WEB_POST && declared_too_large(r))
		refuse(r, 413, "body is too large");
	else if (s->options.gate == NULL || s->options.gate(r, r->route))
		r->state = WEB_READING;
	ASSERT(r->state == WEB_READING || r->state == WEB_ANSWERED);
	return MHD_YES;
}

static enum MHD_Result on_request(void *cls, struct MHD_Connection *mhd, const char *path, const char *method,
				  const char *version, const char *data, size_t *data_len, void **slot)
{
	(void)version;
	struct web_request *r = *slot;
	if (r == NULL)
		return first_call(cls, mhd, path, method, slot);
	if (*data_len > 0) {
		struct buf *body = &web_extra_(r)->body;
		/* not by the buffer's own limit: 0 would be none there, and here it is a route without a body */
		r->body_too_large = r->body_too_large || *data_len > r->route->body_max - body->len;
		if (!r->body_too_large)
			buf_append(body, data, *data_len);
		*data_len = 0;
		return MHD_YES;
	}
	r->conn->deadline_ms = now_ms(r->server) + r->server->options.answer_s * 1000;
	if (r->body_too_large) {
		r->state = WEB_HANDLING;
		refuse(r, 413, "body is too large");
		return MHD_YES;
	}
	return dispatch(r);
}

static void on_completed(void *cls, struct MHD_Connection *mhd, void **slot,
			 enum MHD_RequestTerminationCode why)
{
	struct web_server *s = cls;
	struct web_request *r = *slot;
	(void)mhd;
	(void)why;
	if (r == NULL)
		return;
	if (r->state == WEB_PARKED)
		web_unlink_(r->yielded ? &s->yielded : &s->parked, r);
	if (r->state == WEB_PARKED && !r->yielded)
		s->counts.parked--;
	r->conn->answered_one = true;
	r->conn->busy = false;
	r->conn->deadline_ms = now_ms(s) + s->options.idle_s * 1000;
	if (r->free_work != NULL)
		r->free_work(r->work);
	web_extra_free_(r);
	free(r->path);
	free(r);
	*slot = NULL;
}

static void on_log(void *cls, const char *fmt, va_list ap) __attribute__((format(printf, 2, 0)));
static void on_log(void *cls, const char *fmt, va_list ap)
{
	char text[256];
	(void)cls;
	vsnprintf(text, sizeof text, fmt, ap);
	log_debug("http: %s", text);
}

/* --- start, run, stop
 * --------------------------------------------------------------------------------------------- */

static int bind_listen(const struct addrinfo *info)
{
	const int on = 1;
	int fd = socket(info->ai_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	if (fd < 0)
		return -1;
	setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
	if (bind(fd, info->ai_addr, info->ai_addrlen) == 0 && listen(fd, LISTEN_BACKLOG) == 0)
		return fd;
	int saved = errno;
	close(fd);
	errno = saved;
	return -1;
}

static bool open_socket(struct web_server *s, struct error *e)
{
	char port[8];
	struct addrinfo hints = {.ai_flags = AI_PASSIVE | AI_NUMERICHOST, .ai_socktype = SOCK_STREAM}, *info;
	snprintf(port, sizeof port, "%u", s->options.port);
	if (getaddrinfo(s->options.address, port, &hints, &info) != 0)
		return error_set(e, ERROR_INPUT, "\"%s\" is not a numeric address", s->options.address);
	s->listen_fd = bind_listen(info);
	freeaddrinfo(info);
	if (s->listen_fd < 0)
		return error_set_errno(e, "listening on %s port %u", s->options.address, s->options.port);
	struct sockaddr_storage at;
	socklen_t len = sizeof at;
	ASSERT(getsockname(s->listen_fd, (struct sockaddr *)&at, &len) == 0);
	ASSERT(getnameinfo((struct sockaddr *)&at, len, NULL, 0, port, sizeof port, NI_NUMERICSERV) == 0);
	int64_t number = 0;
	str_to_i64(port, 0, UINT16_MAX, &number);
	s->port = (uint16_t)number;
	return true;
}

bool web_server_open(struct web_server **out, const struct web_options *o, struct error *e)
{
	struct web_server *s = calloc(1, sizeof *s);
	ASSERT(s != NULL);
	s->options = *o;
	s->listen_fd = -1;
	clock_init_system(&s->clock);
	if (!open_socket(s, e)) {
		free(s);
		return false;
	}
	s->daemon = MHD_start_daemon(
		MHD_USE_EPOLL | MHD_ALLOW_SUSPEND_RESUME | MHD_USE_ERROR_LOG, 0, NULL, NULL, on_request, s,
		MHD_OPTION_EXTERNAL_LOGGER, on_log, NULL, MHD_OPTION_LISTEN_SOCKET, s->listen_fd,
		MHD_OPTION_CONNECTION_LIMIT, (unsigned)o->connections_max, MHD_OPTION_CONNECTION_TIMEOUT,
		(unsigned)STALL_S, MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)o->head_bytes,
		MHD_OPTION_CONNECTION_MEMORY_INCREMENT, (size_t)1024, MHD_OPTION_STRICT_FOR_CLIENT, 1,
		MHD_OPTION_NOTIFY_CONNECTION, on_connection, s, MHD_OPTION_NOTIFY_COMPLETED, on_completed, s,
		MHD_OPTION_END);
	if (s->daemon == NULL) {
		close(s->listen_fd);
		free(s);
		return error_set(e, ERROR_IO, "libmicrohttpd does not start");
	}
	*out = s;
	return true;
}

static void run(void *user)
{
	struct web_server *s = user;
	int64_t now = now_ms(s);
	if (now >= s->next_sweep_ms) {
		s->next_sweep_ms = now + (s->drain_ms == 0 ? SWEEP_MS : DRAIN_SWEEP_MS);
		cut_late_connections(s, now);
		resume_overdue(s, now);
		if (s->drain_ms != 0)
			cut_idle_connections(s);
	}
	struct web_request *slices = s->yielded;
	for (struct web_request *r = slices, *next; r != NULL; r = next) {
		next = r->next;
		resume(r, false);
	}
	s->resumed = false; /* handlers may set it again */
	MHD_run(s->daemon);
}

static int64_t timeout_ms(void *user)
{
	struct web_server *s = user;
	MHD_UNSIGNED_LONG_LONG mhd_ms;
	int64_t least = LOOP_FOREVER;
	if (s->yielded != NULL || s->resumed)
		return 0;
	if (s->conns != NULL) {
		least = s->next_sweep_ms - now_ms(s);
		least = least > 0 ? least : 0;
	}
	if (MHD_get_timeout(s->daemon, &mhd_ms) == MHD_YES && (least < 0 || (int64_t)mhd_ms < least))
		least = (int64_t)mhd_ms;
	return least;
}

bool web_server_attach(struct web_server *s, struct loop *l, struct error *e)
{
	int fd = MHD_get_daemon_info(s->daemon, MHD_DAEMON_INFO_EPOLL_FD)->epoll_fd;
	const struct loop_source source = {.fd = fd, .run = run, .timeout_ms = timeout_ms, .user = s};
	return loop_add(l, &source, e);
}

void web_server_close(struct web_server *s)
{
	if (s == NULL)
		return;
	web_wake_all(s);
	while (s->yielded != NULL)
		resume(s->yielded, false);
	MHD_stop_daemon(s->daemon); /* closes the listening socket */
	free(s);
}

uint16_t web_server_port(const struct web_server *s)
{
	return s->port;
}

struct web_counts web_server_counts(const struct web_server *s)
{
	return s->counts;
}

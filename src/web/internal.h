/* Shared by the .c files of web/ only. */
#ifndef AULA_WEB_INTERNAL_H
#define AULA_WEB_INTERNAL_H

#include <microhttpd.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/clock.h"
#include "web/http.h"

/* One TCP connection, for the deadlines. */
struct web_conn {
	struct web_conn *prev, *next;
	int64_t deadline_ms; /* monotonic; INT64_MAX while parked */
	int fd;
	bool answered_one, busy; /* busy: a request is under way */
};

struct web_form_field {
	const char *name, *value;
	const void *bytes; /* of a file; else NULL */
	size_t len;
};

struct web_set_header_ {
	const char *name, *value;
};

enum web_state { WEB_READING, WEB_HANDLING, WEB_PARKED, WEB_ANSWERED };

/* What most requests never need is behind `extra`, so that ten thousand parked ones stay small. */
struct web_extra {
	struct arena arena;
	struct buf body;
	struct web_form_field *form; /* WEB_FORM_FIELDS_MAX once parsed */
	size_t n_form;
	bool form_parsed;
	struct web_set_header_ headers[WEB_HEADERS_MAX];
	size_t n_headers;
	const char *client;
};

struct web_request {
	struct web_server *server;
	struct MHD_Connection *mhd;
	struct web_conn *conn;
	const struct web_route *route;
	struct web_extra *extra;
	struct web_request *prev, *next; /* among the parked or the yielded */
	char *path;
	void *user, *work;
	void (*free_work)(void *work);
	int64_t park_until_ms;
	unsigned calls;
	enum web_state state;
	bool timed_out, yielded, body_too_large, is_head;
	bool soon; /* parked for less than the time between two sweeps */
};

struct web_server {
	struct MHD_Daemon *daemon;
	struct web_options options;
	struct clock_source clock;
	int listen_fd;
	uint16_t port;
	struct web_conn *conns;
	struct web_request *parked, *yielded;
	bool resumed; /* since the daemon last ran: its own epoll does not tell when that is done from outside
		       */
	int64_t next_sweep_ms;
	int64_t drain_ms; /* monotonic: when draining began; 0: it has not */
	struct web_counts counts;
};

struct web_page {
	struct MHD_Response *response;
	bool closing; /* says "Connection: close" already */
};

struct web_extra *web_extra_(struct web_request *r);
void web_extra_free_(struct web_request *r);
/* Fills the params by matching; they are read again from the path when asked for. */
bool web_route_matches_(const char *pattern, const char *path);
const struct web_route *web_route_find_(const struct web_server *s, const char *method, const char *path,
					bool *other_method);
void web_add_standing_headers_(const struct web_server *s, struct MHD_Response *response, const char *type);
void web_queue_(struct web_request *r, unsigned status, struct MHD_Response *response);
void web_link_(struct web_request **list, struct web_request *r);
void web_unlink_(struct web_request **list, struct web_request *r);

#endif

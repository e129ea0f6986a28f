/* HTTP/1.1 over libmicrohttpd, driven from the program's own loop: a table of routes, caps on everything a
 * stranger can send, and requests that can be parked until something happens.
 *
 * A handler is called when the request has arrived whole (body included). It ends by sending exactly one
 * answer or by parking; a parked request's handler is called again after web_wake_all or its deadline.
 * Everything a request hands out lives as long as the request. Handlers run one after another on the loop's
 * thread.
 *
 * Every answer carries nosniff, a referrer policy and (HTML) a content security policy that allows nothing
 * but the site's own style sheet, pictures and forms. */
#ifndef AULA_WEB_HTTP_H
#define AULA_WEB_HTTP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;
struct buf;
struct error;
struct loop;
struct web_page;
struct web_request;
struct web_server;

#define WEB_FORM_FIELDS_MAX 512
#define WEB_HEADERS_MAX 12 /* of an answer, set by the handler */
#define WEB_PARK_MAX_S 120

enum web_method { WEB_GET = 1 /* and HEAD */, WEB_POST = 2 };

struct web_route {
	enum web_method method;
	const char *pattern; /* "/a/:code": a segment with ":" matches any one non-empty segment */
	void (*handle)(struct web_request *r);
	size_t body_max; /* POST: 413 above it */
	int tag;         /* the program's own: who may call it */
};

struct web_options {
	const char *address; /* "127.0.0.1", "::", … */
	uint16_t port;       /* 0: any free */
	int connections_max;
	int head_bytes; /* room for the head of a request and of its answer, held by every connection */
	int head_s; /* a request's head must be there this long after the connection or the last answer began
		       waiting… */
	int idle_s; /* …or this long when the connection has answered one before */
	int body_s; /* the body, from the head on */
	int answer_s;                   /* the answer must have been taken by then */
	bool https;                     /* reached by https (through a proxy): HSTS, __Host- cookies */
	bool trust_proxy;               /* the client's address is the last one of X-Forwarded-For */
	const struct web_route *routes; /* borrowed; first match wins */
	size_t n_routes;
	/* Asked when the head is there, before any body is taken; false: it has answered itself. May be NULL.
	 */
	bool (*gate)(struct web_request *r, const struct web_route *route);
	/* Answers what the server itself refuses (404, 405, 413…). NULL: plain text. */
	void (*refuse)(struct web_request *r, unsigned status, const char *why);
	/* Told of every answer; route NULL: of none. May be NULL. */
	void (*answered)(void *app, const struct web_route *route, unsigned status);
	void *app; /* handlers get it by web_app */
};

bool web_server_open(struct web_server **out, const struct web_options *o, struct error *e);
bool web_server_attach(struct web_server *s, struct loop *l, struct error *e);
void web_server_close(struct web_server *s);
uint16_t web_server_port(const struct web_server *s);

/* The end, politely: no new connections, waiting requests are called at once (one that parks again, though
 * web_draining says not to, is timed out), every answer closes its connection. Then the loop goes on until web_server_drained. */
void web_server_drain(struct web_server *s);
/* Nothing is under way any more, or WEB_DRAIN_MAX_S are over. False unless draining. */
bool web_server_drained(const struct web_server *s);
bool web_draining(const struct web_request *r);
#define WEB_DRAIN_MAX_S 10

struct web_counts {
	int64_t connections, parked, requests, refused, late; /* late: cut for being too slow */
};
struct web_counts web_server_counts(const struct web_server *s);

/* --- the request
 * --------------------------------------------------------------------------------------------------- */
void *web_app(const struct web_request *r);
struct arena *web_arena(struct web_request *r);
enum web_method web_method(const struct web_request *r);
const char *web_path(const struct web_request *r);
/* Value of ":name" in the pattern; never NULL for a name that is in it. */
const char *web_param(const struct web_request *r, const char *name);
const char *web_query(struct web_request *r, const char *name);  /* NULL: not given */
const char *web_header(struct web_request *r, const char *name); /* NULL: not given */
const char *web_cookie(struct web_request *r, const char *name); /* NULL: not given */
const struct buf *web_body(const struct web_request *r);
/* A field of an application/x-www-form-urlencoded or multipart/form-data body as clean UTF-8; NULL: not given. nth counts equal
 * names from 0. */
const char *web_form(struct web_request *r, const char *name);
const char *web_form_nth(struct web_request *r, const char *name, size_t nth);
/* The file of a multipart form; false when none was chosen. */
bool web_upload(struct web_request *r, const char *name, const void **bytes, size_t *len);
/* The handler has made a field of it (name and value live as long as the request): a parked request finds that when it
 * is called again, and the file no more. */
void web_upload_becomes(struct web_request *r, const char *upload, const char *name, const char *value);
/* As if the request had brought this field, too (something kept from an earlier one); name and value live as long as the
 * request. False when there are too many. */
bool web_form_add(struct web_request *r, const char *name, const char *value);
/* Numeric address of who the connection is from: the proxy's, when there is one. */
const char *web_peer(struct web_request *r);
/* Numeric address of the browser, for throttling. */
const char *web_client(struct web_request *r);
/* Whether Accept-Encoding takes the coding ("gzip", "zstd"); q=0 refuses. */
bool web_accepts_coding(struct web_request *r, const char *coding);
/* What the program hangs on the request (the session); NULL at first. */
void web_set_user(struct web_request *r, void *user);
void *web_user(const struct web_request *r);

/* --- the answer
 * ------------------------------------------------------------------------------------------------------ */
/* Before sending. name is a literal; value is copied. A line break in value drops the header. */
void web_set_header(struct web_request *r, const char *name, const char *value);
/* HttpOnly, SameSite=Lax, Path=/; Secure and "__Host-" before the name when the site is https. max_age_s < 0:
 * for the browser's session; 0: removes it. */
void web_set_cookie(struct web_request *r, const char *name, const char *value, int max_age_s);
/* Takes the buffer's content. */
void web_send(struct web_request *r, unsigned status, const char *type, struct buf *body);
void web_send_text(struct web_request *r, unsigned status, const char *type, const char *text);
/* 303 to a path of this site. */
void web_redirect(struct web_request *r, const char *path);
void web_refuse(struct web_request *r, unsigned status, const char *why);

/* An answer made once and sent many times (feed pages, style sheet). */
struct web_page_header {
	const char *name, *value;
};
/* Takes the buffer's content; copies the headers. */
struct web_page *web_page_new(struct web_server *s, const char *type, struct buf *body,
			      const struct web_page_header *headers, size_t n_headers);
void web_page_free(struct web_page *p); /* answers under way keep what they need */
void web_send_page(struct web_request *r, unsigned status, struct web_page *p);

/* Waits. The handler is called again on web_wake_all or when wait_ms is over. */
void web_park(struct web_request *r, int64_t wait_ms);
/* Lets others run and is called again at once: for work done in slices. */
void web_yield(struct web_request *r);
/* How often the handler has been called before for this request. */
unsigned web_calls_before(const struct web_request *r);
/* The last park ended by its deadline. */
bool web_timed_out(const struct web_request *r);
void web_wake_all(struct web_server *s);
/* The one request, when it is parked. */
void web_wake(struct web_request *r);
/* Program's memory for a request handled in slices, freed by the function when the request ends. */
void web_set_work(struct web_request *r, void *work, void (*free_work)(void *work));
void *web_work(const struct web_request *r);

#endif

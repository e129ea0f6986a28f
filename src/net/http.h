/* HTTP client for importers and aula-sync, over libcurl. One client does one request at a time (a
 * callback that fetches needs a client of its own) and keeps connections open between them. Everything is
 * bounded: bytes after decompression, the ratio of decompression, redirects, time, attempts.
 *
 * A fetch *succeeds* when a whole answer arrived, whatever its status: 304, 404 or 410 are for the caller
 * to read. It *fails* with
 *   ERROR_IO       no connection, name unknown, connection cut, answer shorter than announced
 *   ERROR_BUSY     too slow, still 429/502/503/504 after the last attempt, or cancelled (response.cancelled)
 *   ERROR_LIMIT    more bytes than max_bytes, a decompression bomb, more redirects than allowed
 *   ERROR_REFUSED  scheme not allowed, https → http, a redirect of a POST, on_data said stop
 *   ERROR_TRUST    TLS: certificate or handshake
 *   ERROR_INPUT    the address is not a URL */
#ifndef AULA_NET_HTTP_H
#define AULA_NET_HTTP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/str.h"

struct error;
struct http_client;

#define HTTP_BYTES_DEFAULT ((size_t)32 * 1024 * 1024)
#define HTTP_ERROR_BODY_BYTES ((size_t)64 * 1024) /* body kept of an answer that is not 2xx */
#define HTTP_REDIRECTS_DEFAULT 5
#define HTTP_RATIO_MAX 200                              /* decompressed : received, beyond… */
#define HTTP_RATIO_FREE_BYTES ((size_t)4 * 1024 * 1024) /* …this many decompressed bytes */
#define HTTP_RETRY_WAIT_MAX_MS 60000
#define HTTP_HEADER_BYTES_MAX 256 /* of one response header that is kept; longer ones count as absent */

struct http_options {
	const char *user_agent; /* NULL: "aula/VERSION" */
	const char *proxy;      /* NULL: as the environment says; "" none */
	const char *ca_file;    /* PEM bundle instead of the system's; NULL: system */
	bool https_only;        /* refuse http:// (otherwise http and https are allowed; nothing else ever) */
	int64_t connect_timeout_ms; /* 0: 10 s */
};

/* Copies what it needs. Aborts only out of memory. */
struct http_client *http_client_new(const struct http_options *o);
void http_client_free(struct http_client *c);

struct http_request {
	const char *method; /* NULL: GET, or POST when there is a body. "GET", "HEAD", "POST", "PUT" */
	const char *url;
	struct strs headers; /* "Name: value" lines, sent to the first host only: not repeated across a
			      * redirect to another host or port, so keys and tokens stay at home */
	const char *body;    /* NULL: none */
	size_t body_len;
	const char *etag;          /* sent as If-None-Match; NULL: not sent */
	const char *last_modified; /* sent as If-Modified-Since */

	size_t max_bytes;         /* of the decompressed body; 0: HTTP_BYTES_DEFAULT */
	int64_t total_timeout_ms; /* one attempt, all redirects; 0: 60 s. A long poll gives its wait + slack
				   */
	int64_t idle_timeout_ms; /* less than 1 byte/s for this long: give up; 0: no such limit (long poll) */
	int max_redirects;       /* 0: HTTP_REDIRECTS_DEFAULT; -1: none */

	/* Attempts in all (0: 1). Repeated: no connection, connection cut, 429, 502, 503, 504. Wait before
	 * attempt n: random in [half, whole] of retry_base_ms·2^(n-1) (base 0: 1 s), or what Retry-After
	 * says; at most HTTP_RETRY_WAIT_MAX_MS, a longer Retry-After ends the fetch. Not repeated once
	 * on_data got data. */
	int attempts;
	int64_t retry_base_ms;

	/* Body of a 2xx answer in pieces instead of response.body; false stops (ERROR_REFUSED). */
	bool (*on_data)(void *user, const char *data, size_t len);
	void *on_data_user;

	/* Cancelling. The fd (an eventfd, a pipe a signal handler writes to, a signalfd; -1 or 0: none) is
	 * only watched for reading, never read. The hook is asked at every wake-up and at least once a
	 * second. */
	int cancel_fd;
	bool (*cancelled)(void *user);
	void *cancelled_user;
};

struct http_response {
	int status;                               /* of the last answer; 0: none */
	struct buf body;                          /* decompressed */
	char content_type[HTTP_HEADER_BYTES_MAX]; /* "" when absent; lower case, with parameters */
	char etag[HTTP_HEADER_BYTES_MAX];
	char last_modified[HTTP_HEADER_BYTES_MAX];
	char *final_url;       /* owned; where the answer came from */
	int64_t retry_after_s; /* -1: absent */
	int64_t date_s;        /* the server's Date header; INSTANT_NONE: absent */
	size_t received_bytes; /* of the body before decompression */
	int redirects, attempts;
	bool cancelled;
};

#define HTTP_RESPONSE_INIT ((struct http_response){0})

bool http_fetch(struct http_client *c, const struct http_request *r, struct http_response *out,
		struct error *e);
/* Empty again, with the body's memory kept for the next one. */
void http_response_reset(struct http_response *r);
void http_response_fini(struct http_response *r);
#define CLEANUP_RESPONSE __attribute__((cleanup(http_response_fini)))

/* True for 2xx. */
bool http_ok(const struct http_response *r);
/* content_type is `type` ("application/json") with or without parameters. */
bool http_is_type(const struct http_response *r, const char *type);
/* scheme, host and port are the same. */
bool http_same_origin(const char *url_a, const char *url_b);

#endif

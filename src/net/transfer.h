/* One request and one answer, no redirects, no second try: the part of http.c that speaks to libcurl. */
#ifndef AULA_NET_TRANSFER_H
#define AULA_NET_TRANSFER_H

#include "net/http.h"

struct transfer_client; /* libcurl's handles */

struct transfer_client *transfer_client_new(const struct http_options *o);
void transfer_client_free(struct transfer_client *t);

struct transfer {
	const struct http_request *request;
	const char *method, *url; /* may differ from the request's after a redirect */
	bool with_headers;        /* send request.headers (same origin as the first address) */
	int64_t timeout_ms;
	/* results */
	struct http_response *response;
	char *redirect_url; /* owned; absolute; NULL when the answer is no redirect */
	bool delivered;     /* on_data got something */
	bool transient;     /* the failure is worth another attempt */
};

bool transfer_run(struct transfer_client *c, struct transfer *t, struct error *e);

/* Waits, at most ms; false when the request was cancelled meanwhile. */
bool transfer_sleep(const struct http_request *r, int64_t ms);

#endif

/* What a handler sends. */
#include <stdlib.h>
#include <string.h>

#include "base/assert.h"
#include "base/str.h"
#include "web/internal.h"

/* Nothing but this site's style sheet, pictures and forms; no script at all. */
#define CSP                                                                                                  \
	"default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; base-uri 'none'; "  \
	"frame-ancestors 'none'"

void web_add_standing_headers_(const struct web_server *s, struct MHD_Response *response, const char *type)
{
	MHD_add_response_header(response, "Content-Type", type);
	MHD_add_response_header(response, "X-Content-Type-Options", "nosniff");
	MHD_add_response_header(response, "Referrer-Policy", "no-referrer");
	if (str_starts(type, "text/html")) {
		MHD_add_response_header(response, "Content-Security-Policy", CSP);
		MHD_add_response_header(response, "X-Frame-Options", "DENY");
		MHD_add_response_header(response, "Cross-Origin-Opener-Policy", "same-origin");
	}
	if (s->options.https)
		MHD_add_response_header(response, "Strict-Transport-Security", "max-age=31536000");
}

void web_queue_(struct web_request *r, unsigned status, struct MHD_Response *response)
{
	ASSERT(r->state == WEB_HANDLING); /* exactly one answer */
	r->state = WEB_ANSWERED;
	if (r->server->options.answered != NULL)
		r->server->options.answered(r->server->options.app, r->route, status);
	MHD_queue_response(r->mhd, status, response);
}

void web_set_header(struct web_request *r, const char *name, const char *value)
{
	struct web_extra *x = web_extra_(r);
	ASSERT(x->n_headers < WEB_HEADERS_MAX);
	if (strpbrk(value, "\r\n") != NULL)
		return;
	x->headers[x->n_headers++] = (struct web_set_header_){name, arena_strdup(&x->arena, value)};
}

void web_set_cookie(struct web_request *r, const char *name, const char *value, int max_age_s)
{
	struct arena *a = web_arena(r);
	bool https = r->server->options.https;
	const char *age = max_age_s >= 0 ? arena_printf(a, "; Max-Age=%d", max_age_s) : "";
	ASSERT(strpbrk(value, ";, \r\n\"\\") == NULL);
	web_set_header(r, "Set-Cookie",
		       arena_printf(a, "%s%s=%s; Path=/; HttpOnly; SameSite=Lax%s%s", https ? "__Host-" : "",
				    name, value, https ? "; Secure" : "", age));
}

static void add_own_headers(struct web_request *r, struct MHD_Response *response)
{
	for (size_t i = 0; r->extra != NULL && i < r->extra->n_headers; i++) {
		const struct web_set_header_ *h = &r->extra->headers[i];
		/* the program may say something else than the standing header */
		const char *standing = MHD_get_response_header(response, h->name);
		if (standing != NULL && !str_eq(h->name, "Set-Cookie"))
			MHD_del_response_header(response, h->name, standing);
		MHD_add_response_header(response, h->name, h->value);
	}
}

void web_send(struct web_request *r, unsigned status, const char *type, struct buf *body)
{
	struct MHD_Response *response =
		body->len > 0 ? MHD_create_response_from_buffer(body->len, body->data, MHD_RESPMEM_MUST_FREE)
			      : MHD_create_response_from_buffer(0, NULL, MHD_RESPMEM_PERSISTENT);
	ASSERT(response != NULL);
	if (body->len > 0)
		*body = BUF_INIT; /* the answer owns it now */
	web_add_standing_headers_(r->server, response, type);
	add_own_headers(r, response);
	if (r->server->drain_ms != 0)
		MHD_add_response_header(response, "Connection", "close");
	web_queue_(r, status, response);
	MHD_destroy_response(response);
}

void web_send_text(struct web_request *r, unsigned status, const char *type, const char *text)
{
	struct buf body = BUF_INIT;
	buf_puts(&body, text);
	web_send(r, status, type, &body);
	buf_fini(&body);
}

void web_redirect(struct web_request *r, const char *path)
{
	ASSERT(path[0] == '/' && path[1] != '/');
	web_set_header(r, "Location", path);
	web_set_header(r, "Cache-Control", "no-store");
	web_send_text(r, 303, "text/plain; charset=utf-8", "");
}

struct web_page *web_page_new(struct web_server *s, const char *type, struct buf *body,
			      const struct web_page_header *headers, size_t n_headers)
{
	struct web_page *p = calloc(1, sizeof *p);
	ASSERT(p != NULL);
	p->response = MHD_create_response_from_buffer(
		body->len, body->data, body->data != NULL ? MHD_RESPMEM_MUST_FREE : MHD_RESPMEM_PERSISTENT);
	ASSERT(p->response != NULL);
	*body = BUF_INIT;
	web_add_standing_headers_(s, p->response, type);
	for (size_t i = 0; i < n_headers; i++)
		MHD_add_response_header(p->response, headers[i].name, headers[i].value);
	return p;
}

void web_page_free(struct web_page *p)
{
	if (p == NULL)
		return;
	MHD_destroy_response(p->response);
	free(p);
}

void web_send_page(struct web_request *r, unsigned status, struct web_page *p)
{
	if (r->server->drain_ms != 0 && !p->closing)
		p->closing = MHD_add_response_header(p->response, "Connection", "close") == MHD_YES;
	web_queue_(r, status, p->response);
}

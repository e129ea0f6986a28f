/* What a handler asks about its request. */
#include <netdb.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>

#include "base/assert.h"
#include "base/str.h"
#include "web/internal.h"

struct web_extra *web_extra_(struct web_request *r)
{
	if (r->extra == NULL)
		r->extra = calloc(1, sizeof *r->extra);
	ASSERT(r->extra != NULL);
	return r->extra;
}

void web_extra_free_(struct web_request *r)
{
	if (r->extra == NULL)
		return;
	arena_fini(&r->extra->arena);
	buf_fini(&r->extra->body);
	free(r->extra);
	r->extra = NULL;
}

void *web_app(const struct web_request *r)
{
	return r->server->options.app;
}

struct arena *web_arena(struct web_request *r)
{
	return &web_extra_(r)->arena;
}

enum web_method web_method(const struct web_request *r)
{
	return r->route->method;
}

const char *web_path(const struct web_request *r)
{
	return r->path;
}

const char *web_query(struct web_request *r, const char *name)
{
	return MHD_lookup_connection_value(r->mhd, MHD_GET_ARGUMENT_KIND, name);
}

const char *web_header(struct web_request *r, const char *name)
{
	return MHD_lookup_connection_value(r->mhd, MHD_HEADER_KIND, name);
}

const char *web_cookie(struct web_request *r, const char *name)
{
	if (r->server->options.https)
		name = arena_printf(web_arena(r), "__Host-%s", name);
	return MHD_lookup_connection_value(r->mhd, MHD_COOKIE_KIND, name);
}

const struct buf *web_body(const struct web_request *r)
{
	static const struct buf none;
	return r->extra != NULL ? &r->extra->body : &none;
}

const char *web_peer(struct web_request *r)
{
	char host[NI_MAXHOST] = "?";
	const struct sockaddr *at = MHD_get_connection_info(r->mhd, MHD_CONNECTION_INFO_CLIENT_ADDRESS)->client_addr;
	socklen_t len = at->sa_family == AF_INET6 ? sizeof(struct sockaddr_in6) : sizeof(struct sockaddr_in);
	getnameinfo(at, len, host, sizeof host, NULL, 0, NI_NUMERICHOST);
	return arena_strdup(&web_extra_(r)->arena, host);
}

const char *web_client(struct web_request *r)
{
	struct web_extra *x = web_extra_(r);
	const char *forwarded = r->server->options.trust_proxy ? web_header(r, "X-Forwarded-For") : NULL;
	if (x->client == NULL && forwarded != NULL) {
		const char *comma = strrchr(forwarded, ',');
		x->client = str_trim(&x->arena, comma != NULL ? comma + 1 : forwarded);
	}
	if (x->client == NULL)
		x->client = web_peer(r);
	return x->client;
}

/* One element of Accept-Encoding: "gzip;q=0.5". */
static bool element_accepts(const char *element, size_t len, const char *coding)
{
	size_t n = strcspn(element, "; \t,");
	n = n < len ? n : len;
	if (n != strlen(coding) || strncasecmp(element, coding, n) != 0)
		return false;
	const char *q = memmem(element, len, "q=", 2);
	if (q == NULL)
		return true;
	/* only a zero weight refuses: "q=0", "q=0.000" */
	return strspn(q + 2, "0.") < strcspn(q + 2, ", \t");
}

bool web_accepts_coding(struct web_request *r, const char *coding)
{
	const char *list = web_header(r, "Accept-Encoding");
	while (list != NULL && *list != '\0') {
		list += strspn(list, ", \t");
		size_t len = strcspn(list, ",");
		if (element_accepts(list, len, coding))
			return true;
		list += len;
	}
	return false;
}

void web_set_user(struct web_request *r, void *user)
{
	r->user = user;
}

void *web_user(const struct web_request *r)
{
	return r->user;
}

unsigned web_calls_before(const struct web_request *r)
{
	return r->calls;
}

bool web_timed_out(const struct web_request *r)
{
	return r->timed_out;
}

void web_set_work(struct web_request *r, void *work, void (*free_work)(void *work))
{
	r->work = work;
	r->free_work = free_work;
}

void *web_work(const struct web_request *r)
{
	return r->work;
}

/* Which route a request belongs to. */
#include <string.h>

#include "base/str.h"
#include "web/internal.h"

/* The segment at *at (after its slash), and *at moved past it. */
static size_t segment(const char **at, const char **start)
{
	*start = **at == '/' ? *at + 1 : *at;
	const char *end = *start + strcspn(*start, "/");
	*at = end;
	return (size_t)(end - *start);
}

bool web_route_matches_(const char *pattern, const char *path)
{
	if (*path != '/')
		return false;
	while (*pattern != '\0' && *path != '\0') {
		const char *want, *have;
		size_t want_len = segment(&pattern, &want), have_len = segment(&path, &have);
		if (want_len > 0 && want[0] == ':') {
			if (have_len == 0)
				return false;
		} else if (want_len != have_len || memcmp(want, have, want_len) != 0) {
			return false;
		}
	}
	return *pattern == '\0' && *path == '\0';
}

const struct web_route *web_route_find_(const struct web_server *s, const char *method, const char *path,
					bool *other_method)
{
	bool get = str_eq(method, "GET") || str_eq(method, "HEAD");
	*other_method = false;
	for (size_t i = 0; i < s->options.n_routes; i++) {
		const struct web_route *route = &s->options.routes[i];
		if (!web_route_matches_(route->pattern, path))
			continue;
		if (route->method == WEB_GET ? get : str_eq(method, "POST"))
			return route;
		*other_method = true;
	}
	return NULL;
}

const char *web_param(const struct web_request *r, const char *name)
{
	const char *pattern = r->route->pattern, *path = r->path;
	while (*pattern != '\0' && *path != '\0') {
		const char *want, *have;
		size_t want_len = segment(&pattern, &want);
		segment(&path, &have);
		if (want_len == strlen(name) + 1 && want[0] == ':' &&
		    memcmp(want + 1, name, want_len - 1) == 0)
			return arena_strndup(&web_extra_((struct web_request *)(uintptr_t)r)->arena, have,
					     strcspn(have, "/"));
	}
	return NULL;
}

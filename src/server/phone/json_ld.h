/* What a phone page is about, as a schema.org data block (JSON-LD) in the page. Nothing in it is run. */
#ifndef AULA_SERVER_JSON_LD_H
#define AULA_SERVER_JSON_LD_H

#include <stddef.h>

#include "model/lang.h"

struct app;
struct arena;
struct html;
struct view;

/* An Event with its next time, or a Service where there is no time or no place. url: the page's own,
 * absolute. */
void ld_activity(struct html *h, const struct view *v, enum lang l, const char *url, struct arena *arena);
/* The n activities of a list, by their addresses. */
void ld_list(struct html *h, const struct app *app, const struct view *v, size_t n, enum lang l,
	     const char *url, struct arena *arena);
/* Any other page: type "WebPage", "WebSite" or one of their kinds. */
void ld_page(struct html *h, const char *type, const char *name, enum lang l, const char *url);

#endif

#include <stdlib.h>
#include <string.h>

#include "server/icons.h"
#include "web/html.h"

static int by_name(const void *name, const void *shape)
{
	return strcmp(name, ((const struct icon_shape *)shape)->name);
}

static const struct icon_shape *shape(const char *name)
{
	return bsearch(name, icon_shapes, icon_n_shapes, sizeof icon_shapes[0], by_name);
}

void html_icon(struct html *h, const char *name)
{
	const struct icon_shape *s = shape(name);
	if (s == NULL)
		return;
	html_raw(h, "<svg aria-hidden=\"true\"");
	html_attr(h, "viewBox", s->box);
	html_raw(h, "><path");
	html_attr(h, "d", s->path);
	html_raw(h, "/></svg>");
}

void html_icon_define(struct html *h, const char *name)
{
	const struct icon_shape *s = shape(name);
	if (s == NULL)
		return;
	html_raw(h, "<symbol");
	html_attr(h, "id", name);
	html_attr(h, "viewBox", s->box);
	html_raw(h, "><path");
	html_attr(h, "d", s->path);
	html_raw(h, "/></symbol>");
}

void html_icon_use(struct html *h, const char *name)
{
	struct buf at = BUF_INIT;
	buf_putc(&at, '#');
	buf_puts(&at, name);
	html_raw(h, "<svg aria-hidden=\"true\"><use");
	html_attr(h, "href", buf_str(&at));
	html_raw(h, "/></svg>");
	buf_fini(&at);
}

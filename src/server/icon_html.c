#include <stdlib.h>
#include <string.h>

#include "server/icons.h"
#include "web/html.h"

static int by_name(const void *name, const void *shape)
{
	return strcmp(name, ((const struct icon_shape *)shape)->name);
}

void html_icon(struct html *h, const char *name)
{
	const struct icon_shape *s =
		bsearch(name, icon_shapes, icon_n_shapes, sizeof icon_shapes[0], by_name);
	if (s == NULL)
		return;
	html_raw(h, "<svg aria-hidden=\"true\"");
	html_attr(h, "viewBox", s->box);
	html_raw(h, "><path");
	html_attr(h, "d", s->path);
	html_raw(h, "/></svg>");
}

/* Texts to begin with: theme days, association desks and the like, read from templates.json in the site's folder. A
 * person may edit that file; it is read anew each time. */
#ifndef AULA_SERVER_TEMPLATES_H
#define AULA_SERVER_TEMPLATES_H

#include <stddef.h>

#include "model/lang.h"

struct web_request;

#define TEMPLATES_MAX 20
#define TEMPLATES_BYTES_MAX ((size_t)64 * 1024)

struct template {
	const char *id;
	struct ltext name, title, text, sentence;
	const char *topic, *repeat, *start, *end; /* NULL: not told */
};

/* In the request's arena; a file that cannot be read is logged and gives none. */
size_t templates_read(struct web_request *r, struct template **out);

#endif

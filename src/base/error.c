#include "base/error.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

bool error_set(struct error *e, enum error_kind kind, const char *fmt, ...)
{
	if (e == NULL)
		return false;
	va_list ap;
	va_start(ap, fmt);
	e->kind = kind;
	vsnprintf(e->text, sizeof e->text, fmt, ap);
	va_end(ap);
	return false;
}

bool error_pass(struct error *e, const struct error *from)
{
	if (e != NULL)
		*e = *from;
	return false;
}

bool error_context(struct error *e, const char *fmt, ...)
{
	if (e == NULL)
		return false;
	char before[ERROR_TEXT_BYTES];
	memcpy(before, e->text, sizeof before);
	va_list ap;
	va_start(ap, fmt);
	int n = vsnprintf(e->text, sizeof e->text, fmt, ap);
	va_end(ap);
	if (n >= 0 && (size_t)n < sizeof e->text)
		snprintf(e->text + n, sizeof e->text - (size_t)n, ": %s", before);
	return false;
}

bool error_set_errno(struct error *e, const char *fmt, ...)
{
	int saved = errno;
	if (e == NULL)
		return false;
	va_list ap;
	va_start(ap, fmt);
	int n = vsnprintf(e->text, sizeof e->text, fmt, ap);
	va_end(ap);
	e->kind = saved == ENOENT ? ERROR_NOT_FOUND : ERROR_IO;
	if (n >= 0 && (size_t)n < sizeof e->text)
		snprintf(e->text + n, sizeof e->text - (size_t)n, ": %s", strerror(saved));
	return false;
}

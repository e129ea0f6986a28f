#include "base/buf.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/assert.h"

void buf_fini(struct buf *b)
{
	free(b->data);
	*b = BUF_INIT;
}

void buf_clear(struct buf *b)
{
	b->len = 0;
	b->overflowed = false;
	if (b->data != NULL)
		b->data[0] = '\0';
}

char *buf_reserve(struct buf *b, size_t extra)
{
	ASSERT(extra < SIZE_MAX / 4 && b->len < SIZE_MAX / 4);
	size_t need = b->len + extra + 1;
	if (b->limit != 0 && need > b->limit + 1) {
		b->overflowed = true;
		return NULL;
	}
	if (need > b->cap) {
		size_t cap = b->cap != 0 ? b->cap : 256;
		while (cap < need)
			cap *= 2;
		char *data = realloc(b->data, cap);
		ASSERT(data != NULL);
		b->data = data;
		b->cap = cap;
	}
	return b->data + b->len;
}

bool buf_append(struct buf *b, const void *data, size_t len)
{
	char *to = buf_reserve(b, len);
	if (to == NULL)
		return false;
	if (len > 0)
		memcpy(to, data, len);
	b->len += len;
	b->data[b->len] = '\0';
	return true;
}

bool buf_puts(struct buf *b, const char *s)
{
	return buf_append(b, s, strlen(s));
}

bool buf_putc(struct buf *b, char c)
{
	return buf_append(b, &c, 1);
}

bool buf_printf(struct buf *b, const char *fmt, ...)
{
	va_list ap;
	va_start(ap, fmt);
	int n = vsnprintf(NULL, 0, fmt, ap);
	va_end(ap);
	ASSERT(n >= 0);
	char *to = buf_reserve(b, (size_t)n);
	if (to == NULL)
		return false;
	va_start(ap, fmt);
	vsnprintf(to, (size_t)n + 1, fmt, ap);
	va_end(ap);
	b->len += (size_t)n;
	return true;
}

const char *buf_str(const struct buf *b)
{
	return b->data != NULL ? b->data : "";
}

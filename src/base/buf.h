/* Growable byte buffer, always NUL-terminated so data can be used as a string. Owned by its holder;
 * out of memory aborts. A buffer with a limit refuses to grow past it and remembers that. */
#ifndef AULA_BASE_BUF_H
#define AULA_BASE_BUF_H

#include <stdbool.h>
#include <stddef.h>

struct buf {
	char *data;
	size_t len;
	size_t cap;
	size_t limit;	 /* 0: none */
	bool overflowed; /* something did not fit under limit */
};

#define BUF_INIT ((struct buf){0})

void buf_fini(struct buf *b);
void buf_clear(struct buf *b); /* len 0, memory kept, overflowed false */
bool buf_append(struct buf *b, const void *data, size_t len);
bool buf_puts(struct buf *b, const char *s);
bool buf_putc(struct buf *b, char c);
bool buf_printf(struct buf *b, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
/* Makes room for `extra` more bytes and returns where they go; the caller then adds to len and
 * terminates. NULL when the limit is hit. */
char *buf_reserve(struct buf *b, size_t extra);
const char *buf_str(const struct buf *b); /* "" when empty; valid until the next change */

#endif

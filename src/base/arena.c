#include "base/arena.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/assert.h"

#define CHUNK_BYTES ((size_t)32 * 1024)
#define ALIGN _Alignof(max_align_t)

struct arena_chunk {
	struct arena_chunk *older;
	size_t size;
	size_t used;
	max_align_t data[];
};

static struct arena_chunk *chunk_new(struct arena *a, size_t size)
{
	size_t want = size > CHUNK_BYTES ? size : CHUNK_BYTES;
	ASSERT(want < SIZE_MAX / 2);
	struct arena_chunk *c = malloc(sizeof *c + want);
	ASSERT(c != NULL);
	c->older = a->head;
	c->size = want;
	c->used = 0;
	a->head = c;
	return c;
}

void arena_reserve(struct arena *a, size_t size)
{
	ASSERT(size < SIZE_MAX / 2);
	if (a->head == NULL || a->head->size - a->head->used < size)
		chunk_new(a, size + size / 4); /* what comes after a reset is rarely just as much */
}

/* Not zeroed: for who writes all of it. */
static void *take(struct arena *a, size_t size)
{
	ASSERT(size < SIZE_MAX / 2);
	size_t need = (size + ALIGN - 1) / ALIGN * ALIGN;
	struct arena_chunk *c = a->head;
	if (c == NULL || c->size - c->used < need)
		c = chunk_new(a, need);
	void *p = (char *)c->data + c->used;
	c->used += need;
	a->used_bytes += need;
	return p;
}

void *arena_alloc(struct arena *a, size_t size)
{
	return memset(take(a, size), 0, size);
}

void *arena_array(struct arena *a, size_t n, size_t size)
{
	return memset(arena_raw(a, n, size), 0, n * size);
}

void *arena_raw(struct arena *a, size_t n, size_t size)
{
	ASSERT(size == 0 || n <= SIZE_MAX / 2 / size);
	return take(a, n * size);
}

char *arena_copy(struct arena *a, const void *data, size_t size)
{
	char *copy = take(a, size + 1);
	if (size > 0)
		memcpy(copy, data, size);
	copy[size] = '\0';
	return copy;
}

char *arena_strndup(struct arena *a, const char *s, size_t n)
{
	if (s == NULL)
		return NULL;
	return arena_copy(a, s, strnlen(s, n));
}

char *arena_strdup(struct arena *a, const char *s)
{
	return s == NULL ? NULL : arena_strndup(a, s, strlen(s));
}

char *arena_vprintf(struct arena *a, const char *fmt, va_list ap)
{
	va_list again;
	va_copy(again, ap);
	int len = vsnprintf(NULL, 0, fmt, again);
	va_end(again);
	ASSERT(len >= 0);
	char *s = take(a, (size_t)len + 1);
	vsnprintf(s, (size_t)len + 1, fmt, ap);
	return s;
}

char *arena_printf(struct arena *a, const char *fmt, ...)
{
	va_list ap;
	va_start(ap, fmt);
	char *s = arena_vprintf(a, fmt, ap);
	va_end(ap);
	return s;
}

void arena_reset(struct arena *a)
{
	if (a->head != NULL) {
		struct arena_chunk *c = a->head->older;
		while (c != NULL) {
			struct arena_chunk *older = c->older;
			free(c);
			c = older;
		}
		a->head->older = NULL;
		a->head->used = 0;
	}
	a->used_bytes = 0;
}

void arena_fini(struct arena *a)
{
	arena_reset(a);
	free(a->head);
	a->head = NULL;
}

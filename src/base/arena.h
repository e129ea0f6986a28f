/* Bump allocator. Everything allocated from an arena lives until arena_reset or arena_fini; nothing
 * is freed one by one. Out of memory aborts (see ASSERT): the supervisor restarts the program. */
#ifndef AULA_BASE_ARENA_H
#define AULA_BASE_ARENA_H

#include <stdarg.h>
#include <stddef.h>

struct arena_chunk;

struct arena {
	struct arena_chunk *head; /* chunk in use; older ones behind it */
	size_t used_bytes;	  /* handed out since the last reset */
};

#define ARENA_INIT ((struct arena){0})

/* Zeroed memory, aligned for any type. size 0 gives a valid pointer. */
void *arena_alloc(struct arena *a, size_t size);

#define ARENA_NEW(a, type) ((type *)arena_alloc((a), sizeof(type)))
#define ARENA_ARRAY(a, type, n) ((type *)arena_array((a), (n), sizeof(type)))
#define ARENA_RAW(a, type, n) ((type *)arena_raw((a), (n), sizeof(type)))

/* Zeroed array; aborts when n * size overflows. */
void *arena_array(struct arena *a, size_t n, size_t size);
/* The same with anything in it: for room of which little is used. */
void *arena_raw(struct arena *a, size_t n, size_t size);

/* Copies; NULL stays NULL. */
char *arena_strdup(struct arena *a, const char *s);
char *arena_strndup(struct arena *a, const char *s, size_t n);

/* Copies of any bytes, with a NUL behind them. */
char *arena_copy(struct arena *a, const void *data, size_t size);

char *arena_printf(struct arena *a, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
char *arena_vprintf(struct arena *a, const char *fmt, va_list ap) __attribute__((format(printf, 2, 0)));

/* The next `size` bytes come out of one piece of memory, which arena_reset then keeps. */
void arena_reserve(struct arena *a, size_t size);

/* Forgets everything but keeps the newest chunk for reuse. */
void arena_reset(struct arena *a);

/* Frees everything; the arena may be used again afterwards. */
void arena_fini(struct arena *a);

#endif

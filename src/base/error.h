/* An expected failure, filled where it happens, given context on the way up, logged once at the top.
 * Functions that can fail return bool and take `struct error *e` last; e may be NULL. */
#ifndef AULA_BASE_ERROR_H
#define AULA_BASE_ERROR_H

#include <stdbool.h>

#define ERROR_TEXT_BYTES 512

enum error_kind {
	ERROR_NONE = 0,
	ERROR_INPUT,	 /* outside data is wrong: rejected, nothing changed */
	ERROR_IO,	 /* file, socket, device */
	ERROR_NOT_FOUND, /* the thing asked for does not exist */
	ERROR_REFUSED,	 /* not allowed, or a guard said no */
	ERROR_BUSY,	 /* try again later */
	ERROR_CORRUPT,	 /* stored data is damaged */
	ERROR_TRUST,	 /* signature, digest, sequence or time check failed */
	ERROR_LIMIT,	 /* a documented cap was exceeded */
	ERROR_INTERNAL,
};

struct error {
	enum error_kind kind;
	char text[ERROR_TEXT_BYTES];
};

#define ERROR_INIT ((struct error){0})

/* Fills e (when not NULL) and returns false, so a caller can write `return error_set(...)`. */
bool error_set(struct error *e, enum error_kind kind, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));

/* Puts "context: " before the text already there. Returns false. */
bool error_context(struct error *e, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

/* Another's failure becomes e's (when not NULL). Returns false. */
bool error_pass(struct error *e, const struct error *from);

/* As error_set with ": strerror(errno)" at the end and ERROR_IO (ERROR_NOT_FOUND for ENOENT). */
bool error_set_errno(struct error *e, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

#endif

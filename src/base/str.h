/* Small helpers on NUL-terminated UTF-8 strings and strict number parsing. */
#ifndef AULA_BASE_STR_H
#define AULA_BASE_STR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;

/* A list of strings; what owns them is said by the holder (usually an arena). */
struct strs {
	const char **v;
	size_t n;
};

bool str_eq(const char *a, const char *b); /* NULL equals only NULL */
bool str_starts(const char *s, const char *prefix);
bool str_ends(const char *s, const char *suffix);
bool str_empty(const char *s); /* NULL or "" */
bool strs_has(const struct strs *list, const char *s);

/* Whole string or nothing: no blanks, no trailing text, range checked. */
bool str_to_i64(const char *s, int64_t min, int64_t max, int64_t *out);
bool str_to_double(const char *s, double min, double max, double *out);

/* Exactly n lower-case hexadecimal digits; false for NULL. */
bool str_is_hex(const char *s, size_t n);

/* Splits at any of the characters in seps, drops empty parts, trims blanks; copies into the arena. */
struct strs str_split(struct arena *a, const char *s, const char *seps);
char *str_trim(struct arena *a, const char *s);

/* Next code point of s at *at (bytes), advances *at. Bad bytes give U+FFFD and advance by one.
 * Returns 0 at the end. */
uint32_t utf8_next(const char *s, size_t len, size_t *at);
/* Bytes written (1–4) into out[4]; U+FFFD for what is not a scalar value. */
size_t utf8_put(uint32_t cp, char out[4]);
bool utf8_valid(const char *s, size_t len);
size_t utf8_count(const char *s); /* code points */
/* Copy with bad bytes replaced by U+FFFD, and NUL and other control characters but \n and \t dropped. */
char *utf8_clean(struct arena *a, const char *s, size_t len);

#endif

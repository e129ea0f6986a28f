/* What staff asked a screen for (the picture it shows, its log) and the newest of each that it sent. The screen
 * learns of it in the answer to its next report. Writes stand inside a transaction; what comes out lives in the
 * caller's arena. */
#ifndef AULA_STORE_DEVICE_FILES_H
#define AULA_STORE_DEVICE_FILES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;
struct error;
struct store;

#define DEVICE_WANT_S 900 /* a screen that was not idle, or not there, for so long is not asked any more */
#define DEVICE_PICTURE_BYTES_MAX ((size_t)1024 * 1024)
#define DEVICE_LOG_BYTES_MAX ((size_t)64 * 1024)
#define DEVICE_LOG_LINES_MAX 200

enum device_file { DEVICE_PICTURE, DEVICE_LOG, DEVICE_FILE_COUNT };
/* "picture", "log" */
const char *device_file_word(enum device_file f);

bool device_want(struct store *s, const char *device, enum device_file what, int64_t now, struct error *e);
/* *asked_at: INSTANT_NONE when not asked for, or too long ago. */
bool device_wanted(struct store *s, const char *device, enum device_file what, int64_t now, int64_t *asked_at,
		   struct error *e);

/* Takes the place of the one before, and the wish is over. */
bool device_file_put(struct store *s, const char *device, enum device_file what, const char *type,
		     const void *bytes, size_t len, int64_t now, struct error *e);
struct device_file_row {
	int64_t at;
	const char *type;
	const void *bytes; /* text is NUL-terminated besides */
	size_t len;
};
/* ERROR_NOT_FOUND: none yet. */
bool device_file_get(struct store *s, const char *device, enum device_file what, struct device_file_row *out,
		     struct arena *a, struct error *e);
/* Of a screen that is no more. */
bool device_files_forget(struct store *s, const char *device, struct error *e);

#endif

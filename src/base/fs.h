/* Files: bounded reads and atomic writes. */
#ifndef AULA_BASE_FS_H
#define AULA_BASE_FS_H

#include <limits.h>
#include <stdbool.h>
#include <stddef.h>

struct buf;
struct error;

/* out = folder/name; ERROR_LIMIT when that is too long for a path. */
bool fs_join(const char *folder, const char *name, char out[PATH_MAX], struct error *e);
/* Appends the whole file to out; ERROR_LIMIT when it is larger than max_bytes. */
bool fs_read(const char *path, size_t max_bytes, struct buf *out, struct error *e);
/* Old or new content, never a mix: temporary file in the same folder, fsync, rename, fsync folder. */
bool fs_write_atomic(const char *path, const void *data, size_t len, struct error *e);
/* The same, readable by nobody but the owner at any moment. */
bool fs_write_secret(const char *path, const void *data, size_t len, struct error *e);
/* The same without waiting for the disk: whole for every reader and after a crash of the program, not after a
 * power cut. For what nobody misses then, written where a slow card must not be waited for. */
bool fs_write_swap(const char *path, const void *data, size_t len, struct error *e);
/* What was created, renamed or removed in the folder outlives a power cut. Best effort. */
void fs_sync_folder(const char *folder);
/* Creates the folder and its parents (0755); fine when it exists. */
bool fs_mkdirs(const char *path, struct error *e);
bool fs_exists(const char *path);

#endif

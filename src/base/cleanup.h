/* Cleanup attributes for short functions (see STYLE in docs/ARCHITECTURE.md: one mechanism a function). */
#ifndef AULA_BASE_CLEANUP_H
#define AULA_BASE_CLEANUP_H

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/buf.h"

static inline void cleanup_free_(void *p)
{
	free(*(void **)p);
}

static inline void cleanup_close_(const int *fd)
{
	if (*fd >= 0)
		close(*fd);
}

static inline void cleanup_file_(FILE **f)
{
	if (*f != NULL)
		fclose(*f);
}

static inline void cleanup_dir_(DIR **d)
{
	if (*d != NULL)
		closedir(*d);
}

#define CLEANUP_FREE __attribute__((cleanup(cleanup_free_)))
#define CLEANUP_CLOSE __attribute__((cleanup(cleanup_close_)))
#define CLEANUP_FILE __attribute__((cleanup(cleanup_file_)))
#define CLEANUP_DIR __attribute__((cleanup(cleanup_dir_)))
#define CLEANUP_ARENA __attribute__((cleanup(arena_fini)))
#define CLEANUP_BUF __attribute__((cleanup(buf_fini)))

#endif

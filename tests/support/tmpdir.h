/* A folder of its own for a test; removed with everything in it. Header-only: test programs are one file
 * each. */
#ifndef AULA_TESTS_TMPDIR_H
#define AULA_TESTS_TMPDIR_H

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

struct tmpdir {
	char path[64];
	char file[128]; /* of the last tmpdir_file */
};

static inline void tmpdir_make(struct tmpdir *t)
{
	snprintf(t->path, sizeof t->path, "/tmp/aula-test-XXXXXX");
	if (mkdtemp(t->path) == NULL || chmod(t->path, 0755) != 0)
		abort();
}

/* Path of `name` in it; valid until the next call. */
static inline const char *tmpdir_file(struct tmpdir *t, const char *name)
{
	snprintf(t->file, sizeof t->file, "%s/%s", t->path, name);
	return t->file;
}

static inline int tmpdir_remove_one_(const char *path, const struct stat *st, int type, struct FTW *ftw)
{
	(void)st;
	(void)type;
	(void)ftw;
	return remove(path);
}

static inline void tmpdir_remove(struct tmpdir *t)
{
	nftw(t->path, tmpdir_remove_one_, 16, FTW_DEPTH | FTW_PHYS);
}

#endif

#include "sync/image_files.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/cleanup.h"
#include "base/error.h"
#include "base/str.h"

bool image_hash_ok(const char *s)
{
	return str_is_hex(s, IMAGE_HASH_HEX);
}

/* "HASH.png" */
static bool is_picture(const char *name, char hash[IMAGE_HASH_HEX + 1])
{
	if (strlen(name) != IMAGE_HASH_HEX + 4 || !str_eq(name + IMAGE_HASH_HEX, ".png"))
		return false;
	memcpy(hash, name, IMAGE_HASH_HEX);
	hash[IMAGE_HASH_HEX] = '\0';
	return image_hash_ok(hash);
}

static bool is_half(const char *name)
{
	return strlen(name) > IMAGE_HASH_HEX && strncmp(name + IMAGE_HASH_HEX, ".png.tmp-", 9) == 0;
}

static void take(int folder, const char *name, struct image_files *out)
{
	struct image_file *f = &out->v[out->n];
	struct stat st;
	if (is_half(name)) { /* there is one aula-sync a folder, and it is not writing now */
		unlinkat(folder, name, 0);
		return;
	}
	if (!is_picture(name, f->hash) || fstatat(folder, name, &st, AT_SYMLINK_NOFOLLOW) != 0 || !S_ISREG(st.st_mode))
		return;
	f->bytes = st.st_size;
	f->made_at = st.st_mtim.tv_sec;
	/* the screen's look is in the access time where the file system keeps one */
	f->used_at = st.st_atim.tv_sec > st.st_mtim.tv_sec ? st.st_atim.tv_sec : st.st_mtim.tv_sec;
	f->rank = IMAGE_RANK_NONE;
	out->bytes += f->bytes;
	out->n++;
}

bool image_files_list(const char *folder, struct image_files *out, struct arena *a, struct error *e)
{
	const struct dirent *entry;
	size_t n = 0;
	*out = (struct image_files){0};
	CLEANUP_DIR DIR *d = opendir(folder);
	if (d == NULL)
		return errno == ENOENT || error_set_errno(e, "%s", folder);
	while (n < IMAGE_FILES_MAX && readdir(d) != NULL)
		n++;
	rewinddir(d);
	out->v = ARENA_ARRAY(a, struct image_file, n + 1);
	for (size_t i = 0; i < n && (entry = readdir(d)) != NULL; i++)
		take(dirfd(d), entry->d_name, out);
	return true;
}

/* What nobody refers to before what somebody does; then what was not used for longest; then what matters less. */
static bool goes_before(const struct image_file *a, const struct image_file *b)
{
	bool a_free = a->rank == IMAGE_RANK_NONE, b_free = b->rank == IMAGE_RANK_NONE;
	if (a_free != b_free)
		return a_free;
	if (a->used_at != b->used_at)
		return a->used_at < b->used_at;
	return a->rank > b->rank;
}

bool image_files_choose(const struct image_files *f, int64_t more, int64_t budget, size_t rank, bool *goes)
{
	int64_t bytes = f->bytes;
	memset(goes, 0, f->n * sizeof *goes);
	while (bytes + more > budget) {
		const struct image_file *first = NULL;
		for (size_t i = 0; i < f->n; i++) {
			const struct image_file *x = &f->v[i];
			/* of two that do not fit together the one that matters more stays, or they would take turns */
			bool may = !goes[i] && (x->rank == IMAGE_RANK_NONE || rank == IMAGE_RANK_NONE || x->rank > rank);
			if (may && (first == NULL || goes_before(x, first)))
				first = x;
		}
		if (first == NULL)
			return false;
		goes[first - f->v] = true;
		bytes -= first->bytes;
	}
	return true;
}

bool image_files_remove(const char *folder, const char *hash)
{
	char path[PATH_MAX];
	return snprintf(path, sizeof path, "%s/%s.png", folder, hash) < (int)sizeof path && unlink(path) == 0;
}

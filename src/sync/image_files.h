/* The folder of pictures on the device: state/images/HASH.png, HASH being the name the records use (the SHA-256 of
 * what the server holds); the file is our own drawing of it (media/clean.h). What is kept stays under a budget: first what
 * no record refers to goes, then what was not looked at for longest among what matters less than the new one. */
#ifndef AULA_SYNC_IMAGE_FILES_H
#define AULA_SYNC_IMAGE_FILES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;
struct error;

#define IMAGE_HASH_HEX 64
#define IMAGE_FILES_MAX 20000 /* looked at in the folder */
#define IMAGE_RANK_NONE SIZE_MAX

struct image_file {
	char hash[IMAGE_HASH_HEX + 1];
	int64_t bytes;
	int64_t used_at, made_at; /* wall clock, as the file system says */
	size_t rank;		  /* 0 matters most; IMAGE_RANK_NONE: no record refers to it */
};

struct image_files {
	struct image_file *v; /* of the arena */
	size_t n;
	int64_t bytes; /* of all */
};

bool image_hash_ok(const char *s);
/* What is there; a folder that is missing is empty. Half files of a program that was killed are removed. */
bool image_files_list(const char *folder, struct image_files *out, struct arena *a, struct error *e);
/* Marks in `goes` (n of them) the files to remove so that `more` bytes fit under budget; false: they do not, even with all
 * removed that matter less than rank. rank IMAGE_RANK_NONE with more 0: only what is over the budget. */
bool image_files_choose(const struct image_files *f, int64_t more, int64_t budget, size_t rank, bool *goes);
bool image_files_remove(const char *folder, const char *hash);

#endif

#include "spool/queue.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/assert.h"
#include "base/buf.h"
#include "base/cleanup.h"
#include "base/error.h"
#include "base/fs.h"
#include "base/random.h"
#include "base/str.h"
#include "spool/slip.h"

#define STAMP_DIGITS 15 /* milliseconds until the year 33658 */
#define RANDOM_DIGITS 8
#define NAME_LEN (STAMP_DIGITS + 1 + RANDOM_DIGITS)
#define WALL_MAX_MS 999999999999999

static const char *const suffix[] = {
	[QUEUE_WAITING] = ".json", [QUEUE_PRINTING] = ".printing", [QUEUE_CUTTING] = ".cutting"};
#define N_STATES (sizeof suffix / sizeof suffix[0])

static bool digits_of(const char *s, size_t n, const char *allowed)
{
	return strspn(s, allowed) >= n;
}

/* "000001773223200000-1a2b3c4d.json" → job; false for any other file name. */
static bool parse_name(const char *file, struct queue_job *out)
{
	if (strlen(file) <= NAME_LEN || !digits_of(file, STAMP_DIGITS, "0123456789") ||
	    file[STAMP_DIGITS] != '-' ||
	    !digits_of(file + STAMP_DIGITS + 1, RANDOM_DIGITS, "0123456789abcdef"))
		return false;
	for (size_t i = 0; i < N_STATES; i++) {
		if (!str_eq(file + NAME_LEN, suffix[i]))
			continue;
		out->state = (enum queue_state)i;
		out->dropped_ms = 0;
		for (size_t d = 0; d < STAMP_DIGITS; d++)
			out->dropped_ms = out->dropped_ms * 10 + (file[d] - '0');
		memcpy(out->name, file, NAME_LEN);
		out->name[NAME_LEN] = '\0';
		return true;
	}
	return false;
}

/* A name someone handed in must not lead out of the folder. */
static bool name_ok(const char *name)
{
	char file[NAME_LEN + 8];
	struct queue_job job;
	return strlen(name) == NAME_LEN && snprintf(file, sizeof file, "%s.json", name) > 0 &&
	       parse_name(file, &job);
}

static bool path_of(const char *folder, const char *name, enum queue_state s, char out[PATH_MAX],
		    struct error *e)
{
	char file[QUEUE_NAME_BYTES + 16];
	snprintf(file, sizeof file, "%s%s", name, suffix[s]);
	return fs_join(folder, file, out, e);
}

/* First in the order they are to be done. */
static bool before(const struct queue_job *a, const struct queue_job *b)
{
	bool a_begun = a->state != QUEUE_WAITING, b_begun = b->state != QUEUE_WAITING;
	if (a_begun != b_begun)
		return a_begun;
	return strcmp(a->name, b->name) < 0;
}

/* Goes through the folder once. */
static bool scan(const char *folder, struct queue_job *first, size_t *n_waiting, size_t *n_jobs,
		 struct error *e)
{
	CLEANUP_DIR DIR *dir = opendir(folder);
	if (dir == NULL)
		return error_set_errno(e, "%s", folder);
	*first = (struct queue_job){0};
	*n_waiting = *n_jobs = 0;
	for (struct dirent *d; (d = readdir(dir)) != NULL;) {
		struct queue_job job;
		if (!parse_name(d->d_name, &job))
			continue;
		if (*n_jobs == 0 || before(&job, first))
			*first = job;
		(*n_jobs)++;
		*n_waiting += job.state == QUEUE_WAITING;
	}
	return true;
}

bool queue_drop(const char *folder, const struct slip *s, int64_t wall_ms, char name[QUEUE_NAME_BYTES],
		struct error *e)
{
	struct queue_job first;
	size_t waiting, jobs;
	char path[PATH_MAX];
	CLEANUP_BUF struct buf json = BUF_INIT;
	if (!slip_encode(s, &json, e) || !scan(folder, &first, &waiting, &jobs, e))
		return error_context(e, "print queue");
	if (waiting >= QUEUE_MAX_JOBS)
		return error_set(e, ERROR_LIMIT, "print queue: %zu slips are waiting already", waiting);
	uint32_t r;
	random_bytes(&r, sizeof r);
	int64_t stamp = wall_ms < 0 ? 0 : wall_ms > WALL_MAX_MS ? WALL_MAX_MS : wall_ms;
	snprintf(name, QUEUE_NAME_BYTES, "%0*" PRId64 "-%08" PRIx32, STAMP_DIGITS, stamp, r);
	/* The temporary name fs_write_swap uses does not end in .json, so aula-print never sees it. The
	 * screen waits for no card here: after a power cut nobody stands there, and the slip would be too
	 * old. */
	return path_of(folder, name, QUEUE_WAITING, path, e) && fs_write_swap(path, json.data, json.len, e);
}

bool queue_cancel(const char *folder, const char *name, struct error *e)
{
	char path[PATH_MAX];
	if (!name_ok(name))
		return error_set(e, ERROR_INPUT, "print queue: not a job name");
	if (!path_of(folder, name, QUEUE_WAITING, path, e))
		return false;
	if (unlink(path) != 0)
		return error_set_errno(e, "%s", path);
	return true; /* not waiting for the card either */
}

bool queue_next(const char *folder, struct queue_job *out, bool *found, struct error *e)
{
	size_t waiting = 0, jobs = 0;
	*found = false;
	if (!scan(folder, out, &waiting, &jobs, e))
		return error_context(e, "print queue");
	*found = jobs > 0;
	return true;
}

bool queue_load(const char *folder, const struct queue_job *job, struct arena *a, struct slip *out,
		struct error *e)
{
	char path[PATH_MAX];
	CLEANUP_BUF struct buf json = BUF_INIT;
	ASSERT(name_ok(job->name));
	if (!path_of(folder, job->name, job->state, path, e) || !fs_read(path, SLIP_MAX_BYTES, &json, e))
		return false;
	if (!slip_decode(buf_str(&json), json.len, a, out, e))
		return error_context(e, "%s", path);
	return true;
}

bool queue_move(const char *folder, struct queue_job *job, enum queue_state to, struct error *e)
{
	char from_path[PATH_MAX], to_path[PATH_MAX];
	ASSERT(name_ok(job->name) && to != job->state);
	if (!path_of(folder, job->name, job->state, from_path, e) ||
	    !path_of(folder, job->name, to, to_path, e))
		return false;
	if (rename(from_path, to_path) != 0)
		return error_set_errno(e, "%s", from_path);
	fs_sync_folder(folder);
	job->state = to;
	return true;
}

bool queue_finish(const char *folder, const struct queue_job *job, struct error *e)
{
	char path[PATH_MAX];
	ASSERT(name_ok(job->name));
	if (!path_of(folder, job->name, job->state, path, e))
		return false;
	if (unlink(path) != 0 && errno != ENOENT)
		return error_set_errno(e, "%s", path);
	fs_sync_folder(folder);
	return true;
}

/* Younger than this a half-written file may still have its writer. */
#define SWEEP_AGE_S 60

size_t queue_sweep(const char *folder, int64_t wall_s)
{
	CLEANUP_DIR DIR *dir = opendir(folder);
	size_t n = 0;
	if (dir == NULL)
		return 0;
	for (struct dirent *d; (d = readdir(dir)) != NULL;) {
		struct stat st;
		if (strstr(d->d_name, ".json.tmp-") == NULL || fstatat(dirfd(dir), d->d_name, &st, 0) != 0)
			continue;
		/* a writing time in the future was written under a wrong clock: old as well */
		bool old = st.st_mtime < wall_s - SWEEP_AGE_S || st.st_mtime > wall_s + SWEEP_AGE_S;
		if (old && unlinkat(dirfd(dir), d->d_name, 0) == 0)
			n++;
	}
	return n;
}

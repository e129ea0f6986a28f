/* Both ends of status/print.json and status/print.lock. */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/assert.h"
#include "base/buf.h"
#include "base/cleanup.h"
#include "base/error.h"
#include "base/fs.h"
#include "base/log.h"
#include "base/str.h"
#include "spool/printer_status.h"

#define STATUS_FILE "print.json"
#define LOCK_FILE "print.lock"

struct printer_watch {
	char path[PATH_MAX];
	char lock_path[PATH_MAX];
	int lock_fd;      /* -1: no lock file yet */
	struct stat seen; /* of the file `told` was read from */
	bool have_seen;
	struct printer_status told;   /* what the file says */
	struct printer_status status; /* and what to believe */
};

bool printer_status_write(const char *folder, const struct printer_status *s, struct error *e)
{
	char path[PATH_MAX];
	CLEANUP_BUF struct buf json = BUF_INIT;
	printer_status_encode(s, &json);
	return fs_join(folder, STATUS_FILE, path, e) && fs_write_atomic(path, json.data, json.len, e);
}

static bool read_file(const char *path, struct printer_status *out, struct error *e)
{
	CLEANUP_BUF struct buf json = BUF_INIT;
	return fs_read(path, PRINTER_STATUS_MAX_BYTES, &json, e) &&
	       printer_status_decode(buf_str(&json), json.len, out, e);
}

bool printer_status_read(const char *folder, struct printer_status *out, struct error *e)
{
	char path[PATH_MAX];
	return fs_join(folder, STATUS_FILE, path, e) && read_file(path, out, e);
}

/* Open file description locks: they end with the descriptor, also when the process is killed, and a
 * reader without write access can ask about them. */
int printer_status_lock(const char *folder, struct error *e)
{
	char path[PATH_MAX];
	if (!fs_join(folder, LOCK_FILE, path, e))
		return -1;
	int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0644);
	if (fd < 0) {
		error_set_errno(e, "%s", path);
		return -1;
	}
	struct flock lock = {.l_type = F_WRLCK, .l_whence = SEEK_SET};
	if (fcntl(fd, F_OFD_SETLK, &lock) == 0)
		return fd;
	if (errno == EAGAIN || errno == EACCES)
		error_set(e, ERROR_BUSY, "%s: another aula-print is running", path);
	else
		error_set_errno(e, "%s", path);
	close(fd);
	return -1;
}

struct printer_watch *printer_watch_new(const char *folder)
{
	struct printer_watch *w = calloc(1, sizeof *w);
	ASSERT(w != NULL);
	ASSERT(fs_join(folder, STATUS_FILE, w->path, NULL) && fs_join(folder, LOCK_FILE, w->lock_path, NULL));
	w->lock_fd = -1;
	return w;
}

void printer_watch_free(struct printer_watch *w)
{
	if (w == NULL)
		return;
	if (w->lock_fd >= 0)
		close(w->lock_fd);
	free(w);
}

static bool program_lives(struct printer_watch *w)
{
	if (w->lock_fd < 0)
		w->lock_fd = open(w->lock_path, O_RDONLY | O_CLOEXEC);
	if (w->lock_fd < 0)
		return false;
	struct flock lock = {.l_type = F_WRLCK, .l_whence = SEEK_SET};
	if (fcntl(w->lock_fd, F_OFD_GETLK, &lock) == 0 && lock.l_type != F_UNLCK)
		return true;
	/* nobody holds it; the file may have been replaced meanwhile, so look afresh next time */
	close(w->lock_fd);
	w->lock_fd = -1;
	return false;
}

static bool same_file(const struct stat *a, const struct stat *b)
{
	return a->st_ino == b->st_ino && a->st_size == b->st_size && a->st_mtim.tv_sec == b->st_mtim.tv_sec &&
	       a->st_mtim.tv_nsec == b->st_mtim.tv_nsec;
}

/* Reads the file when it is another one than last time. A file that cannot be read or makes no sense is
 * a silent printer: the visitor gets the code on the screen instead. */
static void read_told(struct printer_watch *w)
{
	struct stat now;
	struct error e = ERROR_INIT;
	if (stat(w->path, &now) != 0) {
		w->told = (struct printer_status){.state = errno == ENOENT ? PRINTER_NONE : PRINTER_SILENT};
		w->have_seen = false;
		return;
	}
	if (w->have_seen && same_file(&now, &w->seen))
		return;
	if (!read_file(w->path, &w->told, &e)) {
		log_once("printer-status", e.text);
		w->told = (struct printer_status){.state = PRINTER_SILENT};
	}
	w->seen = now;
	w->have_seen = true;
}

static bool same_status(const struct printer_status *a, const struct printer_status *b)
{
	if (a->state != b->state || a->since_s != b->since_s || !str_eq(a->model, b->model))
		return false;
	for (size_t i = 0; i < PRINTER_STATUS_JOBS; i++)
		if (!str_eq(a->jobs[i].name, b->jobs[i].name) || a->jobs[i].state != b->jobs[i].state)
			return false;
	return true;
}

bool printer_watch_poll(struct printer_watch *w)
{
	struct printer_status before = w->status;
	read_told(w);
	w->status = w->told;
	if (w->status.state != PRINTER_NONE && !program_lives(w))
		w->status.state = PRINTER_SILENT;
	return !same_status(&before, &w->status);
}

const struct printer_status *printer_watch_status(const struct printer_watch *w)
{
	return &w->status;
}

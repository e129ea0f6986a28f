#include "base/fs.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/cleanup.h"
#include "base/error.h"

bool fs_join(const char *folder, const char *name, char out[PATH_MAX], struct error *e)
{
	if (snprintf(out, PATH_MAX, "%s/%s", folder, name) >= PATH_MAX)
		return error_set(e, ERROR_LIMIT, "%s: path too long", folder);
	return true;
}

bool fs_read(const char *path, size_t max_bytes, struct buf *out, struct error *e)
{
	CLEANUP_CLOSE int fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return error_set_errno(e, "%s", path);
	size_t start = out->len;
	for (;;) {
		char *to = buf_reserve(out, 65536);
		if (to == NULL)
			return error_set(e, ERROR_LIMIT, "%s: does not fit the buffer", path);
		ssize_t n = read(fd, to, 65536);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return error_set_errno(e, "%s", path);
		out->len += (size_t)n;
		out->data[out->len] = '\0';
		if (out->len - start > max_bytes)
			return error_set(e, ERROR_LIMIT, "%s: larger than %zu bytes", path, max_bytes);
		if (n == 0)
			return true;
	}
}

static bool write_all(int fd, const char *data, size_t len)
{
	while (len > 0) {
		ssize_t n = write(fd, data, len);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return false;
		data += n;
		len -= (size_t)n;
	}
	return true;
}

void fs_sync_folder(const char *folder)
{
	CLEANUP_CLOSE int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd >= 0)
		fsync(fd);
}

static void sync_folder_of(const char *path)
{
	char dir[PATH_MAX];
	const char *slash = strrchr(path, '/');
	if (slash == NULL)
		snprintf(dir, sizeof dir, ".");
	else
		snprintf(dir, sizeof dir, "%.*s", (int)(slash - path), path);
	fs_sync_folder(dir[0] != '\0' ? dir : "/");
}

static bool replace_file(const char *path, const void *data, size_t len, mode_t mode, bool sync,
			 struct error *e)
{
	char tmp[PATH_MAX];
	if (snprintf(tmp, sizeof tmp, "%s.tmp-XXXXXX", path) >= (int)sizeof tmp)
		return error_set(e, ERROR_LIMIT, "%s: path too long", path);
	CLEANUP_CLOSE int fd = mkostemp(tmp, O_CLOEXEC);
	if (fd < 0)
		return error_set_errno(e, "%s", tmp);
	bool ok = fchmod(fd, mode) == 0 && write_all(fd, data, len) && (!sync || fsync(fd) == 0) &&
		  rename(tmp, path) == 0;
	if (!ok) {
		error_set_errno(e, "%s", path);
		unlink(tmp);
		return false;
	}
	if (sync)
		sync_folder_of(path);
	return true;
}

bool fs_write_atomic(const char *path, const void *data, size_t len, struct error *e)
{
	return replace_file(path, data, len, 0644, true, e);
}

bool fs_write_secret(const char *path, const void *data, size_t len, struct error *e)
{
	return replace_file(path, data, len, 0600, true, e);
}

bool fs_write_swap(const char *path, const void *data, size_t len, struct error *e)
{
	return replace_file(path, data, len, 0644, false, e);
}

bool fs_mkdirs(const char *path, struct error *e)
{
	char part[PATH_MAX];
	if (snprintf(part, sizeof part, "%s", path) >= (int)sizeof part)
		return error_set(e, ERROR_LIMIT, "%s: path too long", path);
	for (char *p = part + 1; *p != '\0'; p++) {
		if (*p != '/')
			continue;
		*p = '\0';
		if (mkdir(part, 0755) != 0 && errno != EEXIST)
			return error_set_errno(e, "%s", part);
		*p = '/';
	}
	if (mkdir(part, 0755) != 0 && errno != EEXIST)
		return error_set_errno(e, "%s", part);
	return true;
}

bool fs_exists(const char *path)
{
	return access(path, F_OK) == 0;
}

/* LD_PRELOAD: the nth call of one kind fails (tests/faults/nth.py). NTH_CALL: write, sync, name, open, alloc or mmap; NTH: which one
 * (from 1); NTH_ERROR: errno; NTH_ON: and all after it, as a full disk does; NTH_COUNT: a file that gets the number of
 * calls at the end. NTH_CALL=record: nothing fails; every write, truncation, sync and rename goes to NTH_COUNT as it happened
 * (tests/faults/power.py replays it): "w PATH OFFSET LENGTH\n" and the bytes, "t PATH LENGTH\n", "s PATH\n", "r FROM TO\n", "u PATH\n". Only paths below NTH_UNDER (write, sync: descriptors of such) count, so that sockets and the log are spared. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

static int n_calls, wanted, error_number, goes_on;
static char kind[16], under[512], count_file[512];
static __thread int inside;

__attribute__((constructor)) static void begin(void)
{
	const char *v;
	inside = 1;
	snprintf(kind, sizeof kind, "%s", (v = getenv("NTH_CALL")) ? v : "");
	snprintf(under, sizeof under, "%s", (v = getenv("NTH_UNDER")) ? v : "/");
	snprintf(count_file, sizeof count_file, "%s", (v = getenv("NTH_COUNT")) ? v : "");
	wanted = (v = getenv("NTH")) ? atoi(v) : 0;
	error_number = (v = getenv("NTH_ERROR")) ? atoi(v) : EIO;
	goes_on = getenv("NTH_ON") != NULL;
	n_calls = 0;
	inside = 0;
}

__attribute__((destructor)) static void end(void)
{
	char text[32];
	inside = 1;
	int fd = count_file[0] != '\0' && strcmp(kind, "record") != 0 ? open(count_file, O_WRONLY | O_CREAT | O_TRUNC, 0600) : -1;
	if (fd >= 0) {
		int n = snprintf(text, sizeof text, "%d", n_calls);
		if (write(fd, text, (size_t)n) != n)
			_exit(99);
		close(fd);
	}
}

static int fails(const char *what)
{
	if (inside || strcmp(kind, what) != 0)
		return 0;
	int n = __atomic_add_fetch(&n_calls, 1, __ATOMIC_SEQ_CST);
	if (wanted == 0 || (n != wanted && !(goes_on && n > wanted)))
		return 0;
	errno = error_number;
	return 1;
}

static int below(const char *path)
{
	return path != NULL && strncmp(path, under, strlen(under)) == 0;
}

static int below_fd(int fd)
{
	char link[64], path[512];
	if (inside)
		return 0;
	snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
	ssize_t n = readlink(link, path, sizeof path - 1);
	if (n <= 0)
		return 0;
	path[n] = '\0';
	return below(path);
}

static int log_fd = -1;

static void record(const char *line, const void *data, size_t n)
{
	inside = 1;
	if (log_fd < 0)
		log_fd = open(count_file, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
	struct iovec parts[2] = {{(void *)line, strlen(line)}, {(void *)data, n}};
	if (writev(log_fd, parts, 2) != (ssize_t)(parts[0].iov_len + n))
		_exit(98);
	inside = 0;
}

static void record_fd(char op, int fd, long long at, const void *data, size_t n)
{
	char link[64], path[512], line[700];
	if (strcmp(kind, "record") != 0 || !below_fd(fd))
		return;
	snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
	ssize_t len = readlink(link, path, sizeof path - 1);
	path[len > 0 ? len : 0] = '\0';
	if (op == 'w')
		snprintf(line, sizeof line, "w %s %lld %zu\n", path, at, n);
	else if (op == 't')
		snprintf(line, sizeof line, "t %s %lld\n", path, at);
	else
		snprintf(line, sizeof line, "s %s\n", path);
	record(line, data, n);
}

#define NEXT(type, name) ((type)dlsym(RTLD_NEXT, name))

ssize_t write(int fd, const void *p, size_t n)
{
	static ssize_t (*next)(int, const void *, size_t);
	if (next == NULL)
		next = NEXT(ssize_t(*)(int, const void *, size_t), "write");
	record_fd('w', fd, inside ? 0 : (long long)lseek(fd, 0, SEEK_CUR), p, n);
	return below_fd(fd) && fails("write") ? -1 : next(fd, p, n);
}

ssize_t pwrite64(int fd, const void *p, size_t n, off64_t at)
{
	static ssize_t (*next)(int, const void *, size_t, off64_t);
	if (next == NULL)
		next = NEXT(ssize_t(*)(int, const void *, size_t, off64_t), "pwrite64");
	record_fd('w', fd, at, p, n);
	return below_fd(fd) && fails("write") ? -1 : next(fd, p, n, at);
}

ssize_t pwrite(int fd, const void *p, size_t n, off_t at)
{
	return pwrite64(fd, p, n, at);
}

int fsync(int fd)
{
	static int (*next)(int);
	if (next == NULL)
		next = NEXT(int (*)(int), "fsync");
	record_fd('s', fd, 0, "", 0);
	return below_fd(fd) && fails("sync") ? -1 : next(fd);
}

int fdatasync(int fd)
{
	static int (*next)(int);
	if (next == NULL)
		next = NEXT(int (*)(int), "fdatasync");
	record_fd('s', fd, 0, "", 0);
	return below_fd(fd) && fails("sync") ? -1 : next(fd);
}

int rename(const char *a, const char *b)
{
	static int (*next)(const char *, const char *);
	if (next == NULL)
		next = NEXT(int (*)(const char *, const char *), "rename");
	if (!inside && strcmp(kind, "record") == 0 && below(a)) {
		char line[1100];
		snprintf(line, sizeof line, "r %s %s\n", a, b);
		record(line, "", 0);
	}
	return below(a) && fails("name") ? -1 : next(a, b);
}

int unlink(const char *path)
{
	static int (*next)(const char *);
	if (next == NULL)
		next = NEXT(int (*)(const char *), "unlink");
	if (!inside && strcmp(kind, "record") == 0 && below(path)) {
		char line[600];
		snprintf(line, sizeof line, "u %s\n", path);
		record(line, "", 0);
	}
	return next(path);
}

int ftruncate64(int fd, off64_t n)
{
	static int (*next)(int, off64_t);
	if (next == NULL)
		next = NEXT(int (*)(int, off64_t), "ftruncate64");
	record_fd('t', fd, n, "", 0);
	return below_fd(fd) && fails("name") ? -1 : next(fd, n);
}

int open64(const char *path, int flags, ...)
{
	static int (*next)(const char *, int, ...);
	va_list more;
	va_start(more, flags);
	int mode = (flags & (O_CREAT | O_TMPFILE)) != 0 ? va_arg(more, int) : 0;
	va_end(more);
	if (next == NULL)
		next = NEXT(int (*)(const char *, int, ...), "open64");
	return below(path) && fails("open") ? -1 : next(path, flags, mode);
}

int open(const char *path, int flags, ...)
{
	va_list more;
	va_start(more, flags);
	int mode = (flags & (O_CREAT | O_TMPFILE)) != 0 ? va_arg(more, int) : 0;
	va_end(more);
	return open64(path, flags, mode);
}

int mkostemp64(char *path, int flags)
{
	static int (*next)(char *, int);
	if (next == NULL)
		next = NEXT(int (*)(char *, int), "mkostemp64");
	return below(path) && fails("open") ? -1 : next(path, flags);
}

int mkostemp(char *path, int flags)
{
	return mkostemp64(path, flags);
}

extern void *__libc_malloc(size_t n);
extern void *__libc_realloc(void *p, size_t n);
extern void *__libc_calloc(size_t n, size_t size);

void *malloc(size_t n)
{
	return fails("alloc") ? NULL : __libc_malloc(n);
}

void *realloc(void *p, size_t n)
{
	return fails("alloc") ? NULL : __libc_realloc(p, n);
}

void *calloc(size_t n, size_t size)
{
	return fails("alloc") ? NULL : __libc_calloc(n, size);
}

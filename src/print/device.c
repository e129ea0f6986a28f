#include "print/device.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <termios.h>
#include <unistd.h>

#include "base/assert.h"
#include "base/error.h"

/* One write: small enough that a slow printer's buffer is not the place where a slip waits. */
#define WRITE_BYTES 4096

struct device {
	int fd;
	bool tty, readable;
};

static bool speed_of(int64_t baud, speed_t *out)
{
	static const struct {
		int64_t baud;
		speed_t speed;
	} speeds[] = {{9600, B9600}, {19200, B19200}, {38400, B38400}, {57600, B57600}, {115200, B115200}};
	for (size_t i = 0; i < sizeof speeds / sizeof speeds[0]; i++)
		if (speeds[i].baud == baud) {
			*out = speeds[i].speed;
			return true;
		}
	return false;
}

/* Bytes as they are: no echo, no translation, no signals. */
static bool set_raw(int fd, int64_t baud, struct error *e)
{
	struct termios t;
	speed_t speed;
	if (tcgetattr(fd, &t) != 0)
		return error_set_errno(e, "terminal settings");
	cfmakeraw(&t);
	t.c_cflag |= CLOCAL | CREAD;
	if (baud != 0) {
		if (!speed_of(baud, &speed))
			return error_set(e, ERROR_INPUT, "no serial speed %lld", (long long)baud);
		cfsetispeed(&t, speed);
		cfsetospeed(&t, speed);
	}
	return tcsetattr(fd, TCSANOW, &t) == 0 || error_set_errno(e, "terminal settings");
}

struct device *device_open(const char *path, int64_t baud, struct error *e)
{
	struct stat st;
	bool readable = true;
	int fd = open(path, O_RDWR | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
	if (fd < 0 && errno == EACCES) { /* some printer drivers offer writing only */
		fd = open(path, O_WRONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
		readable = false;
	}
	if (fd < 0) {
		error_set_errno(e, "printer %s", path);
		return NULL;
	}
	bool tty = isatty(fd) == 1;
	if (fstat(fd, &st) == 0 && S_ISREG(st.st_mode)) {
		readable = false;
		lseek(fd, 0, SEEK_END);
	}
	if (tty && !set_raw(fd, baud, e)) {
		error_context(e, "printer %s", path);
		close(fd);
		return NULL;
	}
	struct device *d = calloc(1, sizeof *d);
	ASSERT(d != NULL);
	*d = (struct device){.fd = fd, .tty = tty, .readable = readable};
	return d;
}

void device_free(struct device *d)
{
	if (d == NULL)
		return;
	/* what was written but not sent goes: closing a terminal would wait for it, for ever when the printer is stuck */
	if (d->tty)
		tcflush(d->fd, TCOFLUSH);
	close(d->fd);
	free(d);
}

int device_fd(const struct device *d)
{
	return d->fd;
}

bool device_answers(const struct device *d)
{
	return d->readable;
}

enum device_result device_write(struct device *d, const void *data, size_t len, size_t *done)
{
	*done = 0;
	while (*done < len) {
		size_t part = len - *done < WRITE_BYTES ? len - *done : WRITE_BYTES;
		ssize_t n = write(d->fd, (const char *)data + *done, part);
		if (n < 0 && errno == EINTR)
			continue;
		/* usblp: ENOSPC is "out of paper", told by the printer's port */
		if (n < 0 && (errno == EAGAIN || errno == ENOSPC))
			return DEVICE_BLOCKED;
		if (n <= 0)
			return DEVICE_LOST;
		*done += (size_t)n;
	}
	return DEVICE_OK;
}

enum device_result device_read(struct device *d, void *out, size_t max, size_t *got)
{
	*got = 0;
	if (!d->readable)
		return DEVICE_BLOCKED;
	ssize_t n;
	do
		n = read(d->fd, out, max);
	while (n < 0 && errno == EINTR);
	if (n >= 0) {
		*got = (size_t)n;
		return DEVICE_OK;
	}
	return errno == EAGAIN ? DEVICE_BLOCKED : DEVICE_LOST;
}

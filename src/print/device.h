/* The printer's device file: usblp (/dev/usb/lp0), serial or USB serial (/dev/ttyUSB0), a pty in tests, or
 * a plain file. Never blocks: usblp stops taking data when the paper is out, and a visitor must not wait for
 * that. */
#ifndef AULA_PRINT_DEVICE_H
#define AULA_PRINT_DEVICE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct device;
struct error;

enum device_result {
	DEVICE_OK,
	DEVICE_BLOCKED, /* takes or gives nothing now */
	DEVICE_LOST,    /* unplugged or closed: free it and open again */
};

/* baud: of a serial line; 0 leaves it alone. Returns owned; NULL with e. */
struct device *device_open(const char *path, int64_t baud, struct error *e);
void device_free(struct device *d);
int device_fd(const struct device *d); /* for poll */
/* Whether the device can answer at all (a plain file or a write-only device cannot). */
bool device_answers(const struct device *d);
/* *done: how many of the len bytes were taken (also when it then blocked or was lost). */
enum device_result device_write(struct device *d, const void *data, size_t len, size_t *done);
/* DEVICE_OK with *got 0: the device woke us for nothing (some usblp devices do, all the time); a device that
 * is gone says so when written to. */
enum device_result device_read(struct device *d, void *out, size_t max, size_t *got);

#endif

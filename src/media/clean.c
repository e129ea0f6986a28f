#include "media/clean.h"

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>
#include <fcntl.h>

#include "base/buf.h"
#include "base/cleanup.h"
#include "base/clock.h"
#include "base/error.h"
#include "base/process.h"
#include "media/child.h"

/* Everything the child says, up to the cap, within the time. */
static bool read_answer(int fd, struct buf *out, struct error *e)
{
	struct clock_source clock;
	clock_init_system(&clock);
	const int64_t end = clock_mono_ms(&clock) + (int64_t)MEDIA_SECONDS * 1000;
	for (;;) {
		struct pollfd p = {.fd = fd, .events = POLLIN};
		int64_t left = end - clock_mono_ms(&clock);
		int ready = left > 0 ? poll(&p, 1, (int)left) : 0;
		if (ready < 0 && errno == EINTR)
			continue;
		if (ready <= 0)
			return error_set(e, ERROR_LIMIT, "the picture takes longer than %d s", MEDIA_SECONDS);
		char *to = buf_reserve(out, 65536);
		if (to == NULL)
			return error_set(e, ERROR_LIMIT, "the picture is over %zu bytes", MEDIA_OUTPUT_BYTES_MAX);
		ssize_t n = read(fd, to, 65536);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return error_set_errno(e, "picture child");
		if (n == 0)
			return true;
		out->len += (size_t)n;
		out->data[out->len] = '\0';
	}
}

static bool judge_exit(int status, struct error *e)
{
	if (WIFSIGNALED(status))
		return error_set(e, ERROR_REFUSED, "decoding the picture was stopped by signal %d", WTERMSIG(status));
	switch (WEXITSTATUS(status)) {
	case 0: return true;
	case 1: return error_set(e, ERROR_INPUT, "the picture is damaged");
	case 2: return error_set(e, ERROR_LIMIT, "the picture does not fit %zu bytes", MEDIA_OUTPUT_BYTES_MAX);
	default: return error_set(e, ERROR_INTERNAL, "the sandbox for pictures could not be set up");
	}
}

static bool check_head(const void *data, size_t len, struct error *e)
{
	int w = 0;
	int h = 0;
	if (len > MEDIA_INPUT_BYTES_MAX)
		return error_set(e, ERROR_LIMIT, "a picture of %zu bytes, at most %zu", len, MEDIA_INPUT_BYTES_MAX);
	if (!media_probe(data, len, &w, &h))
		return error_set(e, ERROR_INPUT, "neither PNG, JPEG nor WebP");
	if (w > MEDIA_SIDE_MAX || h > MEDIA_SIDE_MAX || (int64_t)w * h > MEDIA_PIXELS_MAX)
		return error_set(e, ERROR_LIMIT, "a picture of %d × %d px is too large", w, h);
	return true;
}

static bool run_child(const void *data, size_t len, int max_w, int max_h, struct buf *answer, struct error *e)
{
	int ends[2];
	if (pipe2(ends, O_CLOEXEC) != 0)
		return error_set_errno(e, "pipe");
	const pid_t parent = getpid();
	child_prepare();
	pid_t pid = fork();
	if (pid == 0) {
		/* whoever kills the program means this too */
		if (!process_die_with(parent))
			_exit(3);
		close(ends[0]);
		child_run(data, len, max_w, max_h, ends[1]);
	}
	close(ends[1]);
	if (pid < 0) {
		close(ends[0]);
		return error_set_errno(e, "fork");
	}
	bool ok = read_answer(ends[0], answer, e);
	close(ends[0]);
	int status = ok ? process_wait(pid) : process_kill(pid);
	return ok && judge_exit(status, e);
}

bool media_clean(const void *data, size_t len, int max_w, int max_h, struct buf *out, struct media_info *info,
		 struct error *e)
{
	CLEANUP_BUF struct buf answer = {.limit = MEDIA_OUTPUT_BYTES_MAX + sizeof(struct child_answer) + 65536};
	if (!check_head(data, len, e) || !run_child(data, len, max_w, max_h, &answer, e))
		return false;
	struct child_answer head;
	if (answer.len <= sizeof head)
		return error_set(e, ERROR_INPUT, "the picture is damaged");
	/* the child has seen hostile bytes: what it says is checked like anything from outside */
	memcpy(&head, answer.data, sizeof head);
	const char *png = answer.data + sizeof head;
	size_t png_len = answer.len - sizeof head;
	int w = 0;
	int h = 0;
	if (memcmp(head.magic, "AULA", 4) != 0 || (unsigned char)png[0] != 0x89 || !media_probe(png, png_len, &w, &h) || w > max_w ||
	    h > max_h)
		return error_set(e, ERROR_REFUSED, "the picture child gave no picture");
	*info = (struct media_info){w, h};
	return buf_append(out, png, png_len) || error_set(e, ERROR_LIMIT, "the picture does not fit the buffer");
}

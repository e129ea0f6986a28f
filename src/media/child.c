#include "media/child.h"

#include <SDL.h>
#include <SDL_image.h>
#include <errno.h>
#include <fcntl.h>
#include <seccomp.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <unistd.h>

#include "base/process.h"
#include "media/clean.h"

/* What decoding and writing to the pipe need, and no more; anything else kills the process. */
static const int allowed[] = {
	SCMP_SYS(read),	   SCMP_SYS(write),	   SCMP_SYS(writev),	    SCMP_SYS(exit),   SCMP_SYS(exit_group),
	SCMP_SYS(brk),	   SCMP_SYS(mmap),	   SCMP_SYS(munmap),	    SCMP_SYS(mremap), SCMP_SYS(madvise),
	SCMP_SYS(futex),   SCMP_SYS(rt_sigreturn), SCMP_SYS(rt_sigprocmask), SCMP_SYS(rt_sigaction),
	SCMP_SYS(getpid),  SCMP_SYS(gettid),	   SCMP_SYS(tgkill),	    SCMP_SYS(clock_gettime), SCMP_SYS(getrandom),
	SCMP_SYS(sched_yield), SCMP_SYS(sigaltstack), SCMP_SYS(mprotect),
};

static int lock_in(void)
{
	static const struct process_limits limits = {.memory_bytes = MEDIA_MEMORY_BYTES,
						     .file_bytes = MEDIA_OUTPUT_BYTES_MAX,
						     .cpu_s = MEDIA_SECONDS,
						     .files = 0};
	int nowhere = open("/dev/null", O_WRONLY | O_CLOEXEC); /* decoders complain on standard error */
	if (nowhere >= 0)
		dup2(nowhere, STDERR_FILENO);
	process_limit(&limits);
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
		return -1;
	scmp_filter_ctx filter = seccomp_init(SCMP_ACT_KILL_PROCESS);
	if (filter == NULL)
		return -1;
	int bad = 0;
	for (size_t i = 0; i < sizeof allowed / sizeof allowed[0]; i++)
		bad |= seccomp_rule_add(filter, SCMP_ACT_ALLOW, allowed[i], 0);
	/* some libraries ask about a descriptor before writing; saying no is answer enough */
	bad |= seccomp_rule_add(filter, SCMP_ACT_ERRNO(EACCES), SCMP_SYS(openat), 0);
	bad |= seccomp_rule_add(filter, SCMP_ACT_ERRNO(EACCES), SCMP_SYS(newfstatat), 0);
	bad |= seccomp_load(filter);
	seccomp_release(filter);
	return bad;
}

static SDL_Surface *decode(const void *data, size_t len)
{
	SDL_RWops *in = SDL_RWFromConstMem(data, (int)len);
	const unsigned char *p = data;
	const char *type = p[0] == 0x89 ? "PNG" : p[0] == 0xff ? "JPG" : "WEBP";
	SDL_Surface *picture = in != NULL ? IMG_LoadTyped_RW(in, 1, type) : NULL;
	if (picture == NULL)
		return NULL;
	SDL_Surface *plain = SDL_ConvertSurfaceFormat(picture, SDL_PIXELFORMAT_RGBA32, 0);
	SDL_FreeSurface(picture);
	return plain;
}

/* Halves first, so that a large reduction stays smooth: SDL's linear scaling looks at four pixels only. */
static SDL_Surface *scale_to(SDL_Surface *s, int w, int h)
{
	while (s != NULL && (s->w != w || s->h != h)) {
		int next_w = s->w / 2 > w ? s->w / 2 : w;
		int next_h = s->h / 2 > h ? s->h / 2 : h;
		SDL_Surface *next = SDL_CreateRGBSurfaceWithFormat(0, next_w, next_h, 32, SDL_PIXELFORMAT_RGBA32);
		if (next != NULL && SDL_SoftStretchLinear(s, NULL, next, NULL) != 0) {
			SDL_FreeSurface(next);
			next = NULL;
		}
		SDL_FreeSurface(s);
		s = next;
	}
	return s;
}

static SDL_Surface *fit(SDL_Surface *s, int max_w, int max_h)
{
	double by_w = (double)max_w / s->w;
	double by_h = (double)max_h / s->h;
	double factor = by_w < by_h ? by_w : by_h;
	if (factor >= 1)
		return s;
	int w = (int)(s->w * factor + 0.5);
	int h = (int)(s->h * factor + 0.5);
	return scale_to(s, w > 0 ? w : 1, h > 0 ? h : 1);
}

static int write_all(int fd, const void *data, size_t len)
{
	const char *p = data;
	while (len > 0) {
		ssize_t n = write(fd, p, len);
		if (n < 0 && errno != EINTR)
			return -1;
		p += n > 0 ? n : 0;
		len -= n > 0 ? (size_t)n : 0;
	}
	return 0;
}

static int answer(SDL_Surface *s, int fd)
{
	void *png = malloc(MEDIA_OUTPUT_BYTES_MAX);
	SDL_RWops *out = png != NULL ? SDL_RWFromMem(png, (int)MEDIA_OUTPUT_BYTES_MAX) : NULL;
	if (out == NULL || IMG_SavePNG_RW(s, out, 0) != 0)
		return 2;
	Sint64 n = SDL_RWtell(out);
	const struct child_answer head = {{'A', 'U', 'L', 'A'}, s->w, s->h};
	if (n <= 0 || write_all(fd, &head, sizeof head) != 0 || write_all(fd, png, (size_t)n) != 0)
		return 2;
	return 0;
}

void child_prepare(void)
{
	IMG_Init(IMG_INIT_PNG | IMG_INIT_JPG | IMG_INIT_WEBP);
}

_Noreturn void child_run(const void *data, size_t len, int max_w, int max_h, int fd)
{
	/* locks and sockets of the parent are not to outlive it here */
	if (fd > 3)
		close_range(3, (unsigned)fd - 1, 0);
	close_range((unsigned)fd + 1, ~0U, 0);
	if (lock_in() != 0)
		_exit(3);
	SDL_Surface *s = decode(data, len);
	if (s != NULL)
		s = fit(s, max_w, max_h);
	_exit(s == NULL ? 1 : answer(s, fd));
}

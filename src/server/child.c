#include "server/child.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <signal.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/assert.h"
#include "base/buf.h"
#include "base/clock.h"
#include "base/error.h"
#include "base/process.h"
#include "base/str.h"

#if defined(__x86_64__)
#define OWN_ARCH AUDIT_ARCH_X86_64
#elif defined(__aarch64__)
#define OWN_ARCH AUDIT_ARCH_AARCH64
#else
#error "say which audit architecture this is"
#endif

#define X32_BIT 0x40000000u
#define LAST_WORDS 200
#define NICENESS 10
#define FILES_MAX 256

struct child {
	pid_t pid;
	int out, err; /* memory files */
	struct clock_source clock;
	int64_t until_ms;
	int status;
	bool ended, late;
};

/* --- in the child, between fork and exec: only calls that are safe there --- */

#define DENY(name) \
	BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_##name, 0, 1), BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EACCES)

static bool lock_in(void)
{
	static struct sock_filter filter[] = {
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, arch)),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, OWN_ARCH, 1, 0),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS),
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
		BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, X32_BIT, 0, 1),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS),
		DENY(socket),
		DENY(connect),
		DENY(bind),
		DENY(kill),
		DENY(process_vm_readv),
		DENY(process_vm_writev),
		DENY(pidfd_open),
		DENY(io_uring_setup),
#ifndef UNDER_SANITIZER /* its search for leaks looks at itself through ptrace */
		DENY(ptrace),
#endif
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
	};
	const struct sock_fprog program = {sizeof filter / sizeof filter[0], filter};
	return prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) == 0;
}

_Noreturn static void become(const struct child_task *t, pid_t parent, int in, int out, int err)
{
	const struct process_limits limits = {.memory_bytes = CHILD_MEMORY_BYTES_MAX,
					      .file_bytes = CHILD_FILE_BYTES_MAX,
					      .cpu_s = (unsigned)t->seconds,
					      .files = FILES_MAX};
	static const char *const environment[] = {"PATH=/usr/bin:/bin",    "LANG=C.UTF-8",          "HOME=/nonexistent",
						  "SDL_VIDEODRIVER=dummy", "SDL_AUDIODRIVER=dummy", NULL};
	sigset_t none;
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	signal(SIGPIPE, SIG_DFL);
	if (!process_die_with(parent) || dup2(in, 0) < 0 || dup2(out, 1) < 0 || dup2(err, 2) < 0 || close_range(3, ~0u, 0) != 0)
		_exit(126);
	process_limit(&limits);
	setpriority(PRIO_PROCESS, 0, NICENESS); /* screens and phones go first */
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0 || (!t->network && !lock_in()))
		_exit(126);
	execve(t->argv[0], (char *const *)(uintptr_t)t->argv, (char *const *)(uintptr_t)environment);
	_exit(127);
}

/* --- in the server --- */

static int memory_file(const char *text, size_t len, struct error *e)
{
	int fd = memfd_create("child", MFD_CLOEXEC);
	if (fd < 0) {
		error_set_errno(e, "memory file");
		return -1;
	}
	for (size_t at = 0; at < len;) {
		ssize_t n = pwrite(fd, text + at, len - at, (off_t)at);
		if (n <= 0) {
			error_set_errno(e, "memory file");
			close(fd);
			return -1;
		}
		at += (size_t)n;
	}
	return fd;
}

struct child *child_start(const struct child_task *t, struct error *e)
{
	int in = memory_file(t->input, t->input != NULL ? t->input_len : 0, e);
	int out = memory_file(NULL, 0, e), err = memory_file(NULL, 0, e);
	struct child *c = calloc(1, sizeof *c);
	ASSERT(c != NULL);
	*c = (struct child){.pid = -1, .out = out, .err = err, .ended = true};
	clock_init_system(&c->clock);
	c->until_ms = clock_mono_ms(&c->clock) + (int64_t)t->seconds * 1000;
	if (in >= 0 && out >= 0 && err >= 0) {
		const pid_t parent = getpid();
		c->pid = fork();
		if (c->pid == 0)
			become(t, parent, in, out, err);
		if (c->pid < 0)
			error_set_errno(e, "fork");
	}
	if (in >= 0)
		close(in);
	c->ended = c->pid < 0;
	if (c->pid >= 0)
		return c;
	child_free(c);
	return NULL;
}

static bool read_some(int fd, size_t max, struct buf *out, struct error *e)
{
	for (size_t at = 0; at < max;) {
		char piece[16384];
		size_t want = max - at < sizeof piece ? max - at : sizeof piece;
		ssize_t n = pread(fd, piece, want, (off_t)at);
		if (n < 0)
			return error_set_errno(e, "output of a child");
		if (n == 0)
			return true;
		buf_append(out, piece, (size_t)n);
		at += (size_t)n;
	}
	return true;
}

static enum child_state judge(struct child *c, const char *what, struct error *e)
{
	struct buf words = BUF_INIT;
	if (!c->late && WIFEXITED(c->status) && WEXITSTATUS(c->status) == 0)
		return CHILD_DONE;
	read_some(c->err, LAST_WORDS, &words, NULL);
	if (c->late)
		error_set(e, ERROR_LIMIT, "%s took too long", what);
	else if (WIFEXITED(c->status) && WEXITSTATUS(c->status) >= 126)
		error_set(e, ERROR_NOT_FOUND, "%s could not be started", what);
	else if (WIFEXITED(c->status))
		error_set(e, ERROR_IO, "%s ended with %d: %s", what, WEXITSTATUS(c->status), buf_str(&words));
	else
		error_set(e, ERROR_IO, "%s ended by signal %d", what, WTERMSIG(c->status));
	buf_fini(&words);
	return CHILD_FAILED;
}

enum child_state child_poll(struct child *c, struct error *e)
{
	if (!c->ended && clock_mono_ms(&c->clock) > c->until_ms) {
		c->late = true;
		c->status = process_kill(c->pid);
		c->ended = true;
	}
	if (!c->ended)
		c->ended = waitpid(c->pid, &c->status, WNOHANG) == c->pid;
	return c->ended ? judge(c, "the program", e) : CHILD_RUNNING;
}

bool child_output(struct child *c, size_t max, struct buf *out, struct error *e)
{
	ASSERT(c->ended);
	return read_some(c->out, max, out, e);
}

void child_free(struct child *c)
{
	if (c == NULL)
		return;
	if (!c->ended)
		process_kill(c->pid);
	if (c->out >= 0)
		close(c->out);
	if (c->err >= 0)
		close(c->err);
	free(c);
}

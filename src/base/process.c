#include "base/process.h"

#include <errno.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <sys/wait.h>
#include <unistd.h>

int process_signal_fd(const int *signals)
{
	sigset_t set;
	sigemptyset(&set);
	for (const int *s = signals; *s != 0; s++)
		sigaddset(&set, *s);
	return sigprocmask(SIG_BLOCK, &set, NULL) == 0 ? signalfd(-1, &set, SFD_NONBLOCK | SFD_CLOEXEC) : -1;
}

static void limit(__rlimit_resource_t what, rlim_t most)
{
	const struct rlimit r = {most, most};
	setrlimit(what, &r);
}

void process_limit(const struct process_limits *l)
{
#ifndef UNDER_SANITIZER
	limit(RLIMIT_AS, l->memory_bytes);
#endif
	limit(RLIMIT_CPU, l->cpu_s);
	limit(RLIMIT_CORE, 0);
	limit(RLIMIT_NOFILE, l->files);
	limit(RLIMIT_FSIZE, l->file_bytes);
}

bool process_die_with(pid_t parent)
{
	return prctl(PR_SET_PDEATHSIG, SIGKILL) == 0 && getppid() == parent;
}

int process_wait(pid_t pid)
{
	int status = 0;
	while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
		;
	return status;
}

int process_kill(pid_t pid)
{
	kill(pid, SIGKILL);
	return process_wait(pid);
}

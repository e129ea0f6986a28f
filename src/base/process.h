/* Signals a program waits for, and its child processes: what one takes upon itself before it begins its work, and how its
 * parent ends it. */
#ifndef AULA_BASE_PROCESS_H
#define AULA_BASE_PROCESS_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

/* AddressSanitizer reserves terabytes of addresses, and its search for leaks looks at its own process. */
#ifdef __SANITIZE_ADDRESS__
#define UNDER_SANITIZER 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define UNDER_SANITIZER 1
#endif
#endif

/* From now on these signals (0 ends the list) arrive at the descriptor, which does not block: call before there are threads.
 * Returns owned; -1 with errno. */
int process_signal_fd(const int *signals);

/* --- in the child, between fork and its work: only calls that are safe there --- */

struct process_limits {
	size_t memory_bytes; /* of addresses; not under a sanitizer */
	size_t file_bytes;   /* of any file it writes */
	unsigned cpu_s, files;
};
/* And no core file. A lower limit of the system's stands anyway. */
void process_limit(const struct process_limits *l);
/* Killed when the parent ends. False: it cannot be, or the parent (its getpid() before the fork) has ended already. */
bool process_die_with(pid_t parent);

/* --- in the parent; pid is its child, not waited for yet --- */

/* Waits for its end; the status as of waitpid. */
int process_wait(pid_t pid);
int process_kill(pid_t pid);

#endif

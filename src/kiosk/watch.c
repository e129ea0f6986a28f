#include "kiosk/watch.h"

#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/inotify.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include "base/assert.h"
#include "base/error.h"
#include "base/fs.h"

#define BURST_MS                                                                                             \
	60 /* a transaction is several writes: wait for the burst to end, but never longer than this */
#define RETRY_MS 2000 /* the folder is not there yet */
#define MASK (IN_MODIFY | IN_CREATE | IN_MOVED_TO | IN_DELETE | IN_CLOSE_WRITE)

struct watch {
	int notify, signals, quit;
	int watching; /* inotify descriptor of the folder, -1 not yet */
	char *folder;
	void (*wake)(void *user);
	void *user;
	atomic_bool changed, stop;
	pthread_t thread;
};

static void drain(int fd)
{
	char buf[4096] __attribute__((aligned(8)));
	while (read(fd, buf, sizeof buf) > 0) {
	}
}

static void take(struct watch *w, const struct pollfd fds[3])
{
	if (fds[1].revents != 0) {
		drain(w->signals);
		atomic_store(&w->stop, true);
	}
	if (fds[0].revents != 0) {
		const struct timespec rest = {0, BURST_MS * 1000000L};
		nanosleep(&rest, NULL);
		drain(w->notify);
		atomic_store(&w->changed, true);
	}
	if (fds[0].revents != 0 || fds[1].revents != 0)
		w->wake(w->user);
}

static void *run(void *user)
{
	struct watch *w = user;
	struct pollfd fds[3] = {{w->notify, POLLIN, 0}, {w->signals, POLLIN, 0}, {w->quit, POLLIN, 0}};
	while (true) {
		bool found = w->watching < 0 && fs_exists(w->folder);
		if (found)
			w->watching = inotify_add_watch(w->notify, w->folder, MASK);
		if (found && w->watching >= 0) {
			atomic_store(&w->changed, true);
			w->wake(w->user);
		}
		if (poll(fds, 3, w->watching < 0 ? RETRY_MS : -1) < 0)
			continue;
		if (fds[2].revents != 0)
			return NULL;
		take(w, fds);
	}
}

struct watch *watch_new(const char *folder, void (*wake)(void *user), void *user, struct error *e)
{
	struct watch *w = calloc(1, sizeof *w);
	sigset_t set;
	ASSERT(w != NULL);
	sigemptyset(&set);
	sigaddset(&set, SIGTERM);
	sigaddset(&set, SIGINT);
	pthread_sigmask(SIG_BLOCK, &set, NULL);
	w->folder = strdup(folder);
	w->wake = wake;
	w->user = user;
	w->watching = -1;
	w->notify = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
	w->signals = signalfd(-1, &set, SFD_NONBLOCK | SFD_CLOEXEC);
	w->quit = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	if (w->folder != NULL && w->notify >= 0 && w->signals >= 0 && w->quit >= 0) {
		if (fs_exists(folder))
			w->watching = inotify_add_watch(w->notify, folder, MASK);
		if (pthread_create(&w->thread, NULL, run, w) == 0)
			return w;
	}
	error_set_errno(e, "watching %s", folder);
	close(w->notify);
	close(w->signals);
	close(w->quit);
	free(w->folder);
	free(w);
	return NULL;
}

void watch_free(struct watch *w)
{
	const uint64_t one = 1;
	if (w == NULL)
		return;
	ssize_t n = write(w->quit, &one, sizeof one);
	ASSERT(n == sizeof one);
	pthread_join(w->thread, NULL);
	close(w->notify);
	close(w->signals);
	close(w->quit);
	free(w->folder);
	free(w);
}

bool watch_take_changed(struct watch *w)
{
	return atomic_exchange(&w->changed, false);
}

bool watch_wants_stop(const struct watch *w)
{
	return atomic_load(&w->stop);
}

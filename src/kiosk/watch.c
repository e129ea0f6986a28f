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
#include <unistd.h>

#include "base/assert.h"
#include "base/error.h"
#include "base/fs.h"
#include "base/process.h"
#include "spool/device_status.h"
#include "spool/sync_status.h"

#define BURST_MS                                                                                             \
	60 /* a transaction is several writes: wait for the burst to end, but never longer than this */
#define RETRY_MS 2000 /* the folder is not there yet */
#define MASK (IN_MODIFY | IN_CREATE | IN_MOVED_TO | IN_DELETE | IN_CLOSE_WRITE)

enum { CACHE, STATUS, FOLDERS };

struct watch {
	int notify, signals, quit;
	int watching[FOLDERS]; /* inotify descriptors of the folders, -1 not yet */
	char *folder[FOLDERS];
	void (*wake)(void *user);
	void *user;
	atomic_bool changed, device, images, stop;
	pthread_t thread;
};

static void drain(int fd)
{
	char buf[4096] __attribute__((aligned(8)));
	while (read(fd, buf, sizeof buf) > 0) {
	}
}

/* A status file that says something new; the printer's and sync's own change all the time. */
static bool is_device_file(const struct inotify_event *event)
{
	return event->len > 0 && (strcmp(event->name, DEVICE_STATUS_FILE) == 0 ||
				  strcmp(event->name, DEVICE_WANT_PICTURE_FILE) == 0);
}

static bool is_images_file(const struct inotify_event *event)
{
	return event->len > 0 && strcmp(event->name, SYNC_IMAGES_FILE) == 0;
}

/* True when one of them is of interest. */
static bool drain_events(struct watch *w)
{
	char buf[4096] __attribute__((aligned(8)));
	bool any = false;
	ssize_t n;
	while ((n = read(w->notify, buf, sizeof buf)) > 0) {
		for (ssize_t at = 0; at < n;) {
			const struct inotify_event *event = (const void *)(buf + at);
			bool status = event->wd == w->watching[STATUS];
			if (!status)
				atomic_store(&w->changed, true);
			else if (is_device_file(event))
				atomic_store(&w->device, true);
			else if (is_images_file(event))
				atomic_store(&w->images, true);
			any |= !status || is_device_file(event) || is_images_file(event);
			at += (ssize_t)sizeof *event + (ssize_t)event->len;
		}
	}
	return any;
}

static void take(struct watch *w, const struct pollfd fds[3])
{
	bool news = fds[1].revents != 0;
	if (fds[1].revents != 0) {
		drain(w->signals);
		atomic_store(&w->stop, true);
	}
	if (fds[0].revents != 0) {
		const struct timespec rest = {0, BURST_MS * 1000000L};
		nanosleep(&rest, NULL);
		news |= drain_events(w);
	}
	if (news)
		w->wake(w->user);
}

static bool add_folder(struct watch *w, int i)
{
	if (fs_exists(w->folder[i]))
		w->watching[i] = inotify_add_watch(w->notify, w->folder[i], MASK);
	return w->watching[i] >= 0;
}

static void *run(void *user)
{
	struct watch *w = user;
	struct pollfd fds[3] = {{w->notify, POLLIN, 0}, {w->signals, POLLIN, 0}, {w->quit, POLLIN, 0}};
	while (true) {
		bool waiting = false;
		for (int i = 0; i < FOLDERS; i++) {
			if (w->watching[i] < 0 && add_folder(w, i)) {
				atomic_store(i == CACHE ? &w->changed : &w->device, true);
				w->wake(w->user);
			}
			waiting |= w->watching[i] < 0;
		}
		if (poll(fds, 3, waiting ? RETRY_MS : -1) < 0)
			continue;
		if (fds[2].revents != 0)
			return NULL;
		take(w, fds);
	}
}

static void discard(struct watch *w)
{
	close(w->notify);
	close(w->signals);
	close(w->quit);
	free(w->folder[CACHE]);
	free(w->folder[STATUS]);
	free(w);
}

struct watch *watch_new(const char *folder, const char *status, void (*wake)(void *user), void *user, struct error *e)
{
	struct watch *w = calloc(1, sizeof *w);
	static const int stop[] = {SIGTERM, SIGINT, 0};
	ASSERT(w != NULL);
	w->folder[CACHE] = strdup(folder);
	w->folder[STATUS] = strdup(status);
	w->wake = wake;
	w->user = user;
	w->watching[CACHE] = w->watching[STATUS] = -1;
	w->notify = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
	w->signals = process_signal_fd(stop);
	w->quit = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	if (w->folder[CACHE] != NULL && w->folder[STATUS] != NULL && w->notify >= 0 && w->signals >= 0 && w->quit >= 0) {
		(void)add_folder(w, CACHE);
		(void)add_folder(w, STATUS);
		if (pthread_create(&w->thread, NULL, run, w) == 0)
			return w;
	}
	error_set_errno(e, "watching %s", folder);
	discard(w);
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
	discard(w);
}

bool watch_take_changed(struct watch *w)
{
	return atomic_exchange(&w->changed, false);
}

bool watch_take_device(struct watch *w)
{
	return atomic_exchange(&w->device, false);
}

bool watch_take_images(struct watch *w)
{
	return atomic_exchange(&w->images, false);
}

bool watch_wants_stop(const struct watch *w)
{
	return atomic_load(&w->stop);
}

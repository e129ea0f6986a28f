#include "web/loop.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include "base/assert.h"
#include "base/error.h"
#include "base/process.h"

struct loop {
	int epoll_fd, signal_fd;
	struct loop_source sources[LOOP_SOURCES_MAX];
	uint32_t n_sources;
	bool stop;
};

#define SIGNAL_SLOT LOOP_SOURCES_MAX /* event data of the signal descriptor */

static bool watch(struct loop *l, int fd, uint32_t slot, struct error *e)
{
	struct epoll_event event = {.events = EPOLLIN, .data.u32 = slot};
	return epoll_ctl(l->epoll_fd, EPOLL_CTL_ADD, fd, &event) == 0 || error_set_errno(e, "epoll");
}

bool loop_new(struct loop **out, struct error *e)
{
	struct loop *l = calloc(1, sizeof *l);
	static const int stop[] = {SIGTERM, SIGINT, 0};
	ASSERT(l != NULL);
	l->epoll_fd = epoll_create1(EPOLL_CLOEXEC);
	l->signal_fd = process_signal_fd(stop);
	if (l->epoll_fd < 0 || l->signal_fd < 0) {
		error_set_errno(e, "event loop");
		loop_free(l);
		return false;
	}
	if (!watch(l, l->signal_fd, SIGNAL_SLOT, e)) {
		loop_free(l);
		return false;
	}
	*out = l;
	return true;
}

void loop_free(struct loop *l)
{
	if (l == NULL)
		return;
	if (l->epoll_fd >= 0)
		close(l->epoll_fd);
	if (l->signal_fd >= 0)
		close(l->signal_fd);
	free(l);
}

bool loop_add(struct loop *l, const struct loop_source *source, struct error *e)
{
	ASSERT(l->n_sources < LOOP_SOURCES_MAX);
	if (source->fd >= 0 && !watch(l, source->fd, l->n_sources, e))
		return false;
	l->sources[l->n_sources++] = *source;
	return true;
}

static int wait_ms(const struct loop *l)
{
	int64_t least = LOOP_FOREVER;
	for (uint32_t i = 0; i < l->n_sources; i++) {
		const struct loop_source *s = &l->sources[i];
		int64_t ms = s->timeout_ms != NULL ? s->timeout_ms(s->user) : LOOP_FOREVER;
		if (ms >= 0 && (least < 0 || ms < least))
			least = ms;
	}
	return least > 60000 ? 60000 : (int)least;
}

static void run_ready(struct loop *l, const struct epoll_event *events, int n)
{
	bool ready[LOOP_SOURCES_MAX] = {false};
	for (int i = 0; i < n; i++) {
		struct signalfd_siginfo info;
		if (events[i].data.u32 == SIGNAL_SLOT)
			l->stop = read(l->signal_fd, &info, sizeof info) == (ssize_t)sizeof info || l->stop;
		else
			ready[events[i].data.u32] = true;
	}
	for (uint32_t i = 0; i < l->n_sources && !l->stop; i++) {
		const struct loop_source *s = &l->sources[i];
		if (ready[i] || (s->timeout_ms != NULL && s->timeout_ms(s->user) == 0))
			s->run(s->user);
	}
}

bool loop_run(struct loop *l, struct error *e)
{
	struct epoll_event events[LOOP_SOURCES_MAX + 1];
	l->stop = false;
	while (!l->stop) {
		int n = epoll_wait(l->epoll_fd, events, LOOP_SOURCES_MAX + 1, wait_ms(l));
		if (n < 0 && errno != EINTR)
			return error_set_errno(e, "epoll_wait");
		run_ready(l, events, n > 0 ? n : 0);
	}
	return true;
}

void loop_stop(struct loop *l)
{
	l->stop = true;
}

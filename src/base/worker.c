#include "base/worker.h"

#include <pthread.h>
#include <signal.h>
#include <stdbool.h>
#include <stdlib.h>
#include <sys/resource.h>

#include "base/assert.h"

#define WORKER_NICE 5

struct job {
	void (*do_it)(void *user);
	void *user;
};

struct worker {
	pthread_t thread;
	bool running; /* the thread is there */
	pthread_mutex_t lock;
	pthread_cond_t more, done;
	struct job jobs[WORKER_WAITING_MAX]; /* a ring; the first is being done, and leaves when it is */
	size_t first, n;
	bool quit;
};

static void *run(void *arg)
{
	struct worker *w = arg;
	/* Whoever gives the jobs goes on meanwhile, and others wait for that: it goes first. (Linux: of this thread
	 * only.) It may be refused, and all still works. */
	setpriority(PRIO_PROCESS, 0, getpriority(PRIO_PROCESS, 0) + WORKER_NICE);
	pthread_mutex_lock(&w->lock);
	for (;;) {
		while (w->n == 0 && !w->quit)
			pthread_cond_wait(&w->more, &w->lock);
		if (w->n == 0)
			break;
		struct job job = w->jobs[w->first];
		pthread_mutex_unlock(&w->lock);
		job.do_it(job.user);
		pthread_mutex_lock(&w->lock);
		w->first = (w->first + 1) % WORKER_WAITING_MAX;
		w->n--;
		pthread_cond_signal(&w->done);
	}
	pthread_mutex_unlock(&w->lock);
	return NULL;
}

struct worker *worker_new(void)
{
	struct worker *w = calloc(1, sizeof *w);
	ASSERT(w != NULL);
	pthread_mutex_init(&w->lock, NULL);
	pthread_cond_init(&w->more, NULL);
	pthread_cond_init(&w->done, NULL);
	return w;
}

void worker_free(struct worker *w)
{
	if (w == NULL)
		return;
	if (w->running) {
		pthread_mutex_lock(&w->lock);
		w->quit = true; /* after all that waits */
		pthread_cond_signal(&w->more);
		pthread_mutex_unlock(&w->lock);
		pthread_join(w->thread, NULL);
	}
	pthread_cond_destroy(&w->done);
	pthread_cond_destroy(&w->more);
	pthread_mutex_destroy(&w->lock);
	free(w);
}

/* All signals are blocked in the thread: whoever waits for them is elsewhere. */
static bool begin(struct worker *w)
{
	sigset_t all, before;
	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	w->running = pthread_create(&w->thread, NULL, run, w) == 0;
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	return w->running;
}

/* The lock is held. */
static void wait_until(struct worker *w, size_t left)
{
	while (w->n > left)
		pthread_cond_wait(&w->done, &w->lock);
}

void worker_start(struct worker *w, void (*job)(void *user), void *user)
{
	if (!w->running && !begin(w)) {
		job(user);
		return;
	}
	pthread_mutex_lock(&w->lock);
	wait_until(w, WORKER_WAITING_MAX - 1);
	w->jobs[(w->first + w->n++) % WORKER_WAITING_MAX] = (struct job){job, user};
	pthread_cond_signal(&w->more);
	pthread_mutex_unlock(&w->lock);
}

void worker_wait(struct worker *w, size_t left)
{
	if (!w->running)
		return;
	pthread_mutex_lock(&w->lock);
	wait_until(w, left);
	pthread_mutex_unlock(&w->lock);
}

#include "base/worker.h"

#include <pthread.h>
#include <signal.h>
#include <stdbool.h>
#include <stdlib.h>

#include "base/assert.h"

struct worker {
	pthread_t thread;
	bool running; /* the thread is there */
	pthread_mutex_t lock;
	pthread_cond_t more, done;
	void (*job)(void *user); /* NULL: nothing to do */
	void *user;
	bool quit;
};

static void *run(void *arg)
{
	struct worker *w = arg;
	pthread_mutex_lock(&w->lock);
	for (;;) {
		while (w->job == NULL && !w->quit)
			pthread_cond_wait(&w->more, &w->lock);
		if (w->job == NULL)
			break;
		pthread_mutex_unlock(&w->lock);
		w->job(w->user); /* the owner changes neither before it is done */
		pthread_mutex_lock(&w->lock);
		w->job = NULL;
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
		w->quit = true; /* after the job in hand */
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

void worker_start(struct worker *w, void (*job)(void *user), void *user)
{
	if (!w->running && !begin(w)) {
		job(user);
		return;
	}
	pthread_mutex_lock(&w->lock);
	while (w->job != NULL)
		pthread_cond_wait(&w->done, &w->lock);
	w->user = user;
	w->job = job;
	pthread_cond_signal(&w->more);
	pthread_mutex_unlock(&w->lock);
}

void worker_wait(struct worker *w)
{
	if (!w->running)
		return;
	pthread_mutex_lock(&w->lock);
	while (w->job != NULL)
		pthread_cond_wait(&w->done, &w->lock);
	pthread_mutex_unlock(&w->lock);
}

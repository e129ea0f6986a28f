#include "server/reader.h"

#include <pthread.h>
#include <stdlib.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/assert.h"
#include "base/error.h"
#include "store/store.h"
#include "web/http.h"
#include "web/loop.h"

#define WAIT_MS ((int64_t)300 * 1000) /* the end of a job wakes; this is for a reader that is stuck */

enum job_state { JOB_WAITING, JOB_RUNNING, JOB_ENDED };

struct reader_job {
	struct reader_job *next;
	struct reader *reader;
	struct arena arena;
	void *what;
	reader_ask_fn *ask;
	struct error error;
	bool ok;
	/* below: under the lock */
	enum job_state state;
	struct web_request *request; /* NULL: gone, the thread frees the job */
};

struct reader {
	const char *address;
	pthread_t thread;
	bool threaded; /* begun with the first job */
	int done_fd;
	struct store *store; /* the thread's; NULL until it could be opened */
	pthread_mutex_t lock;
	pthread_cond_t more;
	/* below: under the lock */
	struct reader_job *waiting, *ended;
	size_t n_waiting;
	bool end;
};

/* --- the thread --- */

static bool ask_store(struct reader *rd, struct reader_job *j)
{
	if (rd->store == NULL && !store_open_reader(&rd->store, rd->address, &j->error))
		return false;
	if (!store_freeze(rd->store, &j->error))
		return false;
	bool ok = j->ask(rd->store, j->what, &j->arena, &j->error);
	store_thaw(rd->store);
	return ok;
}

static void forget(struct reader_job *j)
{
	arena_fini(&j->arena);
	free(j);
}

/* The next job, or NULL at the end. */
static struct reader_job *take(struct reader *rd)
{
	pthread_mutex_lock(&rd->lock);
	while (rd->waiting == NULL && !rd->end)
		pthread_cond_wait(&rd->more, &rd->lock);
	struct reader_job *j = rd->end ? NULL : rd->waiting;
	if (j != NULL) {
		rd->waiting = j->next;
		rd->n_waiting--;
		j->next = NULL;
		j->state = JOB_RUNNING;
	}
	pthread_mutex_unlock(&rd->lock);
	return j;
}

static void give_back(struct reader *rd, struct reader_job *j)
{
	pthread_mutex_lock(&rd->lock);
	bool wanted = j->request != NULL, told = true;
	j->state = JOB_ENDED;
	if (wanted) {
		j->next = rd->ended;
		rd->ended = j;
	}
	pthread_mutex_unlock(&rd->lock);
	if (!wanted)
		forget(j);
	else
		told = eventfd_write(rd->done_fd, 1) == 0;
	ASSERT(told);
}

static void *run(void *arg)
{
	struct reader *rd = arg;
	for (struct reader_job *j = take(rd); j != NULL; j = take(rd)) {
		j->ok = ask_store(rd, j);
		give_back(rd, j);
	}
	store_close(rd->store);
	return NULL;
}

/* --- the loop --- */

static void wake_ended(void *user)
{
	struct reader *rd = user;
	eventfd_t unused;
	struct reader_job *next;
	eventfd_read(rd->done_fd, &unused);
	pthread_mutex_lock(&rd->lock);
	struct reader_job *ended = rd->ended;
	rd->ended = NULL;
	pthread_mutex_unlock(&rd->lock);
	for (struct reader_job *j = ended; j != NULL; j = next) { /* requests end only in this thread */
		next = j->next;
		j->next = NULL;
		web_wake(j->request);
	}
}

struct reader *reader_new(const char *address)
{
	struct reader *rd = calloc(1, sizeof *rd);
	ASSERT(rd != NULL);
	rd->address = address;
	rd->done_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	ASSERT(rd->done_fd >= 0);
	pthread_mutex_init(&rd->lock, NULL);
	pthread_cond_init(&rd->more, NULL);
	return rd;
}

bool reader_attach(struct reader *rd, struct loop *l, struct error *e)
{
	const struct loop_source source = {.fd = rd->done_fd, .run = wake_ended, .user = rd};
	return loop_add(l, &source, e);
}

void reader_free(struct reader *rd)
{
	if (rd == NULL)
		return;
	pthread_mutex_lock(&rd->lock);
	rd->end = true;
	pthread_cond_signal(&rd->more);
	pthread_mutex_unlock(&rd->lock);
	if (rd->threaded)
		pthread_join(rd->thread, NULL);
	ASSERT(rd->waiting == NULL && rd->ended == NULL);
	pthread_cond_destroy(&rd->more);
	pthread_mutex_destroy(&rd->lock);
	close(rd->done_fd);
	free(rd);
}

/* --- a handler's side --- */

static void unlink_job(struct reader_job **list, const struct reader_job *j)
{
	while (*list != NULL && *list != j)
		list = &(*list)->next;
	if (*list == j)
		*list = j->next;
}

static bool hand_over(struct reader *rd, struct reader_job *j)
{
	if (!rd->threaded)
		rd->threaded = pthread_create(&rd->thread, NULL, run, rd) == 0;
	pthread_mutex_lock(&rd->lock);
	bool room = rd->threaded && rd->n_waiting < READER_WAITING_MAX;
	struct reader_job **last = &rd->waiting;
	while (*last != NULL)
		last = &(*last)->next;
	if (room) {
		*last = j;
		rd->n_waiting++;
		pthread_cond_signal(&rd->more);
	}
	pthread_mutex_unlock(&rd->lock);
	return room;
}

struct reader_job *reader_job_new(struct reader *rd, struct web_request *r, reader_ask_fn *ask, size_t size,
				  reader_fill_fn *fill, const void *user)
{
	struct reader_job *j = calloc(1, sizeof *j);
	ASSERT(j != NULL);
	*j = (struct reader_job){.reader = rd, .ask = ask, .request = r};
	j->what = arena_alloc(&j->arena, size);
	if (fill != NULL)
		fill(j->what, &j->arena, user);
	if (hand_over(rd, j))
		return j;
	forget(j);
	return NULL;
}

enum reader_state reader_job_step(struct reader_job *j, void **what, struct error *e)
{
	pthread_mutex_lock(&j->reader->lock);
	bool ended = j->state == JOB_ENDED;
	pthread_mutex_unlock(&j->reader->lock);
	if (!ended) {
		web_park(j->request, WAIT_MS);
		return READER_WAIT;
	}
	*what = j->what;
	if (!j->ok && e != NULL)
		*e = j->error;
	return j->ok ? READER_DONE : READER_FAILED;
}

void reader_job_keep(struct reader_job *j)
{
	pthread_mutex_lock(&j->reader->lock);
	ASSERT(j->state == JOB_ENDED);
	unlink_job(&j->reader->ended, j); /* it can have ended before the loop heard of it */
	j->request = NULL;
	pthread_mutex_unlock(&j->reader->lock);
}

void reader_job_free(void *job)
{
	struct reader_job *j = job;
	if (j == NULL)
		return;
	struct reader *rd = j->reader;
	pthread_mutex_lock(&rd->lock);
	bool running = j->state == JOB_RUNNING;
	if (j->state == JOB_WAITING) {
		unlink_job(&rd->waiting, j);
		rd->n_waiting--;
	} else if (j->state == JOB_ENDED) {
		unlink_job(&rd->ended, j);
	}
	j->request = NULL;
	pthread_mutex_unlock(&rd->lock);
	if (!running)
		forget(j);
}

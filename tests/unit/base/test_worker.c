/* A thread that does one thing after another. */
#include "unit.h"

#include <pthread.h>
#include <signal.h>
#include <sys/resource.h>

#include "base/worker.h"

struct work {
	pthread_mutex_t lock; /* held by the test: the job cannot end before the test says so */
	int done[3 * WORKER_WAITING_MAX], n;
};

struct job {
	struct work *work;
	int number;
	sigset_t blocked;
	int niceness;
	pthread_t thread;
};

static void do_job(void *user)
{
	struct job *j = user;
	pthread_mutex_lock(&j->work->lock);
	j->work->done[j->work->n++] = j->number;
	pthread_mutex_unlock(&j->work->lock);
	pthread_sigmask(SIG_SETMASK, NULL, &j->blocked);
	j->thread = pthread_self();
	j->niceness = getpriority(PRIO_PROCESS, 0);
}

static void does_one_thing_after_another_beside_its_owner(void **state)
{
	(void)state;
	struct work work = {.lock = PTHREAD_MUTEX_INITIALIZER};
	struct job jobs[3] = {
		{.work = &work, .number = 1}, {.work = &work, .number = 2}, {.work = &work, .number = 3}};
	struct worker *w = worker_new();
	worker_wait(w, 0); /* nothing runs */
	pthread_mutex_lock(&work.lock);
	worker_start(w, do_job, &jobs[0]);
	worker_start(w, do_job, &jobs[1]);
	assert_int_equal(work.n, 0);
	worker_wait(w, 2); /* that many may be left */
	pthread_mutex_unlock(&work.lock);
	worker_wait(w, 1);
	assert_int_equal(work.done[0], 1);
	worker_wait(w, 0);
	assert_int_equal(work.n, 2);
	assert_true(work.done[0] == 1 && work.done[1] == 2);
	worker_start(w, do_job, &jobs[2]);
	worker_free(w);
	assert_int_equal(work.n, 3);
	assert_false(pthread_equal(jobs[0].thread, pthread_self()));
	assert_true(pthread_equal(jobs[0].thread, jobs[2].thread));
}

static void more_than_may_wait_wait_for_room(void **state)
{
	(void)state;
	struct work work = {.lock = PTHREAD_MUTEX_INITIALIZER};
	struct job jobs[3 * WORKER_WAITING_MAX];
	struct worker *w = worker_new();
	for (int i = 0; i < 3 * WORKER_WAITING_MAX; i++) {
		jobs[i] = (struct job){.work = &work, .number = i};
		worker_start(w, do_job, &jobs[i]);
	}
	worker_free(w);
	assert_int_equal(work.n, 3 * WORKER_WAITING_MAX);
	for (int i = 0; i < work.n; i++)
		assert_int_equal(work.done[i], i);
}

static void signals_stay_with_the_owner(void **state)
{
	(void)state;
	sigset_t mine;
	struct work work = {.lock = PTHREAD_MUTEX_INITIALIZER};
	struct job job = {.work = &work};
	struct worker *w = worker_new();
	worker_start(w, do_job, &job);
	worker_free(w);
	assert_true(sigismember(&job.blocked, SIGTERM));
	pthread_sigmask(SIG_SETMASK, NULL, &mine);
	assert_false(sigismember(&mine, SIGTERM));
	worker_free(NULL);
	worker_free(worker_new()); /* its thread never came */
}

static void the_owner_goes_first(void **state)
{
	(void)state;
	struct work work = {.lock = PTHREAD_MUTEX_INITIALIZER};
	struct job job = {.work = &work};
	struct worker *w = worker_new();
	int mine = getpriority(PRIO_PROCESS, 0);
	worker_start(w, do_job, &job);
	worker_free(w);
	assert_true(job.niceness > mine || mine == 19);
	assert_int_equal(getpriority(PRIO_PROCESS, 0), mine);
}

TEST_MAIN(cmocka_unit_test(does_one_thing_after_another_beside_its_owner),
	  cmocka_unit_test(more_than_may_wait_wait_for_room), cmocka_unit_test(signals_stay_with_the_owner),
	  cmocka_unit_test(the_owner_goes_first))

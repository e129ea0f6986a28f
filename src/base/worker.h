/* A thread that works beside its owner: what is started runs while the owner goes on, one thing after another
 * in the order of their starts. At most WORKER_WAITING_MAX wait, so nothing piles up, and what the owner may
 * touch is plain: before start and after the wait everything, in between nothing that the job touches.
 *
 * The thread is a little nicer than its owner. Where none can be had (a limit of the machine), start does the
 * work itself. Signals stay with the owner. */
#ifndef AULA_BASE_WORKER_H
#define AULA_BASE_WORKER_H

#include <stddef.h>

struct worker;

#define WORKER_WAITING_MAX 8

/* Returns owned. The thread itself comes with the first start. */
struct worker *worker_new(void);
/* Waits for all that was started. NULL is fine. */
void worker_free(struct worker *w);

/* Begins job(user), after all that was started before; waits for room when too many do. */
void worker_start(struct worker *w, void (*job)(void *user), void *user);
/* Returns when no more than left of what was started is not done yet: 0 waits for all of it. */
void worker_wait(struct worker *w, size_t left);

#endif

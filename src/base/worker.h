/* A thread that does one thing at a time beside its owner: what is started runs while the owner goes on, until the
 * owner waits for it or starts the next. There is no queue, so nothing piles up, and what the owner may touch is
 * plain: before start and after wait everything, in between nothing that the job touches.
 *
 * Where no thread can be had (a limit of the machine), start does the work itself. Signals stay with the owner. */
#ifndef AULA_BASE_WORKER_H
#define AULA_BASE_WORKER_H

struct worker;

/* Returns owned. The thread itself comes with the first start. */
struct worker *worker_new(void);
/* Waits for what is running. NULL is fine. */
void worker_free(struct worker *w);

/* Waits for what is running, then begins job(user). */
void worker_start(struct worker *w, void (*job)(void *user), void *user);
/* Returns when nothing is running; at once when nothing was. */
void worker_wait(struct worker *w);

#endif

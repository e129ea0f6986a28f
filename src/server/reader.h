/* Questions that take long, asked on a thread of its own over a connection that only reads: statistics, pairs, words
 * looked for in every title. The loop goes on meanwhile, so that no phone and no waiting screen notices. What takes
 * less than a few milliseconds with 100,000 activities is asked in the loop (tests/unit/store/test_plans.c).
 *
 * A handler makes a job at its first call, hangs it on the request (web_set_work) and is called again when the answer is
 * there; staff_asked (staff_parts.h) is that for a page that needs nothing else. */
#ifndef AULA_SERVER_READER_H
#define AULA_SERVER_READER_H

#include <stdbool.h>
#include <stddef.h>

struct arena;
struct error;
struct loop;
struct reader;
struct reader_job;
struct store;
struct web_request;

#define READER_WAITING_MAX 64 /* jobs; the next one is refused */

/* address: of the store, borrowed. Opens nothing before the first job. returns owned. */
struct reader *reader_new(const char *address);
bool reader_attach(struct reader *rd, struct loop *l, struct error *e);
/* After the requests are gone. Waits for the job under way. */
void reader_free(struct reader *rd);

/* Copies what the question needs into `what` and the job's arena: the request may end before the job does. */
typedef void reader_fill_fn(void *what, struct arena *a, const void *user);
/* On the thread: only the store it is given, `what` and the arena. No zones, no catalogues, no app. */
typedef bool reader_ask_fn(struct store *s, void *what, struct arena *a, struct error *e);

/* what is zeroed; fill may be NULL. NULL: too many wait. returns owned. */
struct reader_job *reader_job_new(struct reader *rd, struct web_request *r, reader_ask_fn *ask, size_t size,
				  reader_fill_fn *fill, const void *user);
enum reader_state { READER_WAIT, READER_DONE, READER_FAILED };
/* WAIT: the request is parked and its handler is called again. DONE: *what holds the answer until the job is freed. */
enum reader_state reader_job_step(struct reader_job *j, void **what, struct error *e);
/* After DONE: the answer no longer belongs to the request, which is not woken for it. */
void reader_job_keep(struct reader_job *j);
/* Also while the thread is at it. */
void reader_job_free(void *job);

#endif

/* The program's one event loop: epoll over file descriptors and timeouts, until SIGTERM, SIGINT or loop_stop.
 * One thread; callbacks run one after another and must not block. */
#ifndef AULA_WEB_LOOP_H
#define AULA_WEB_LOOP_H

#include <stdbool.h>
#include <stdint.h>

struct error;
struct loop;

#define LOOP_SOURCES_MAX 16
#define LOOP_FOREVER (-1)

struct loop_source {
	int fd; /* -1: only timeouts */
	/* Called when fd is readable or the timeout is over. */
	void (*run)(void *user);
	/* Milliseconds until run wants to be called anyway; LOOP_FOREVER for never. May be NULL. */
	int64_t (*timeout_ms)(void *user);
	void *user;
};

bool loop_new(struct loop **out, struct error *e);
void loop_free(struct loop *l);
/* Copies the source; it stays until loop_free. fd stays the caller's. */
bool loop_add(struct loop *l, const struct loop_source *source, struct error *e);
/* Returns true after a signal or loop_stop; may then be run again (to finish what is under way). SIGTERM and SIGINT
 * are blocked from loop_new on. */
bool loop_run(struct loop *l, struct error *e);
void loop_stop(struct loop *l);

#endif

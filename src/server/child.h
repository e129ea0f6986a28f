/* Another program run to its end beside the loop: fed from memory, its output kept in memory, with limits. Nothing
 * waits for it: child_poll looks whether it is done. */
#ifndef AULA_SERVER_CHILD_H
#define AULA_SERVER_CHILD_H

#include <stdbool.h>
#include <stddef.h>

struct buf;
struct child;
struct error;

#define CHILD_ARGS_MAX 48
#define CHILD_FILE_BYTES_MAX ((size_t)2 * 1024 * 1024 * 1024) /* any file it writes */
#define CHILD_MEMORY_BYTES_MAX ((size_t)2 * 1024 * 1024 * 1024)

struct child_task {
	const char *const *argv; /* [0] is the path; NULL-terminated */
	const char *input;       /* standard input; may be NULL */
	size_t input_len;
	int seconds;             /* of wall clock and of processor time, then it is killed */
	bool network;            /* else it cannot open a socket, look into other processes or send signals */
};

/* returns owned; NULL with e. The environment is not handed on; the child dies with the server. */
struct child *child_start(const struct child_task *t, struct error *e);

enum child_state { CHILD_RUNNING, CHILD_DONE, CHILD_FAILED };
/* CHILD_FAILED: it ended with another code than 0, or was too slow; e has its last words. */
enum child_state child_poll(struct child *c, struct error *e);
/* What it wrote to standard output, at most max bytes; after CHILD_DONE. */
bool child_output(struct child *c, size_t max, struct buf *out, struct error *e);
/* Kills it when it still runs. NULL is fine. */
void child_free(struct child *c);

#endif

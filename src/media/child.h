/* Inside media/: what runs in the sandboxed child. */
#ifndef AULA_MEDIA_CHILD_H
#define AULA_MEDIA_CHILD_H

#include <stddef.h>

/* First bytes of the child's answer; the PNG follows. */
struct child_answer {
	char magic[4]; /* "AULA" */
	int w, h;
};

/* In the parent, before it forks: libraries load their formats lazily, and a child of a program with threads may wait for ever for
 * a lock that some other thread held. */
void child_prepare(void);
/* Locks itself in, decodes data, writes struct child_answer and a PNG to fd, exits: 0 done, 1 not a picture, 2 too
 * large, 3 the sandbox could not be set up. Never returns. */
_Noreturn void child_run(const void *data, size_t len, int max_w, int max_h, int fd);

#endif

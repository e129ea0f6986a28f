/* The engines the conformance suite runs every case on. PostgreSQL joins when its driver does: one more line
 * here. */
#ifndef AULA_TESTS_STORE_BACKENDS_H
#define AULA_TESTS_STORE_BACKENDS_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/error.h"
#include "feed/key.h"
#include "store/store.h"

struct backend {
	char dir[32];
	char address[128];
	struct store *store;
};

static inline void backend_open(struct backend *b)
{
	struct error e = ERROR_INIT;
	if (!store_open(&b->store, b->address, &e)) {
		fprintf(stderr, "%s\n", e.text);
		abort();
	}
}

/* An empty store for each case. */
static inline int backend_setup(void **state)
{
	struct backend *b = calloc(1, sizeof *b);
	feed_init();
	memcpy(b->dir, "/tmp/aula-store-XXXXXX", 23);
	if (mkdtemp(b->dir) == NULL)
		abort();
	snprintf(b->address, sizeof b->address, "sqlite:%s/aula.db", b->dir);
	backend_open(b);
	*state = b;
	return 0;
}

static inline int backend_teardown(void **state)
{
	struct backend *b = *state;
	char path[96];
	static const char *const names[] = {"aula.db", "aula.db-wal", "aula.db-shm", "aula.db.lock"};
	store_close(b->store);
	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
		snprintf(path, sizeof path, "%s/%s", b->dir, names[i]);
		unlink(path);
	}
	rmdir(b->dir);
	free(b);
	return 0;
}

/* Close and open again, as after a restart. */
static inline void backend_reopen(struct backend *b)
{
	store_close(b->store);
	backend_open(b);
}

#endif

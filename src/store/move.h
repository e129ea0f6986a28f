/* Moving a whole store to another engine: every row as it is, so that sequence numbers, codes, digest, users and
 * history stay the same and no screen notices. (The signing key is a file of the server's, not of the store.) */
#ifndef AULA_STORE_MOVE_H
#define AULA_STORE_MOVE_H

#include <stdbool.h>
#include <stdint.h>

#include "feed/digest.h"

struct error;

struct store_move {
	int64_t rows; /* copied, all tables together */
	int64_t head, live; /* of both stores afterwards */
	struct digest digest;
};

/* from: an existing store that nobody writes to (SQLite: its lock is taken). to: a new, empty one; ERROR_REFUSED when it
 * holds anything. One transaction on each side; digest and head are compared before it is committed, so `to` is
 * either the whole store or still empty. */
bool store_move_all(const char *from, const char *to, struct store_move *out, struct error *e);

#endif

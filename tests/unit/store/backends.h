/* The engine the conformance suite runs every case on: SQLite, or, with AULA_TEST_POSTGRES set to a libpq URI, a new
 * schema of that PostgreSQL database for each case (tests/conformance/store_postgres.sh). */
#ifndef AULA_TESTS_STORE_BACKENDS_H
#define AULA_TESTS_STORE_BACKENDS_H

#include <libpq-fe.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/error.h"
#include "feed/key.h"
#include "store/store.h"

struct backend {
	char dir[32];
	char address[256];
	char schema[32]; /* PostgreSQL only */
	struct store *store;
};

/* Straight to the database, for what the store itself has no words for. */
static inline void backend_sql(const char *sql)
{
	PGconn *conn = PQconnectdb(getenv("AULA_TEST_POSTGRES"));
	PGresult *r = PQexec(conn, sql);
	if (PQresultStatus(r) != PGRES_COMMAND_OK && PQresultStatus(r) != PGRES_TUPLES_OK) {
		fprintf(stderr, "%s: %s\n", sql, PQerrorMessage(conn));
		abort();
	}
	PQclear(r);
	PQfinish(conn);
}

static inline void backend_new_schema(struct backend *b)
{
	static int n;
	const char *base = getenv("AULA_TEST_POSTGRES");
	char sql[96];
	snprintf(b->schema, sizeof b->schema, "case_%d_%d", (int)getpid(), ++n);
	snprintf(sql, sizeof sql, "CREATE SCHEMA %s", b->schema);
	backend_sql(sql);
	snprintf(b->address, sizeof b->address, "%s%coptions=-csearch_path%%3D%s", base, strchr(base, '?') != NULL ? '&' : '?',
		 b->schema);
}

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
	if (getenv("AULA_TEST_POSTGRES") != NULL)
		backend_new_schema(b);
	else
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
	if (b->schema[0] != '\0') {
		char sql[96];
		snprintf(sql, sizeof sql, "DROP SCHEMA %s CASCADE", b->schema);
		backend_sql(sql);
	}
	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
		snprintf(path, sizeof path, "%s/%s", b->dir, names[i]);
		unlink(path);
	}
	rmdir(b->dir);
	free(b);
	return 0;
}

#define CASE(f) cmocka_unit_test_setup_teardown(f, backend_setup, backend_teardown)

/* Close and open again, as after a restart. */
static inline void backend_reopen(struct backend *b)
{
	store_close(b->store);
	backend_open(b);
}

#endif

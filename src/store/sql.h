/* The one thing that differs between the engines a store can lie on. Everything above (records.c, runs.c,
 * people.c …) is written once, in the SQL that SQLite and PostgreSQL share; a backend is one file with one
 * struct sql_driver (sql_sqlite.c).
 *
 * What both must promise:
 *  - sql_begin(write) lets one writing transaction at a time proceed, over all processes of the store, until
 * its commit or rollback. So sequence numbers are given in the order of commits, and a reader that has seen
 * seq N can never later find a smaller one it has missed. (SQLite: BEGIN IMMEDIATE. PostgreSQL: an exclusive
 * lock on feed_state.)
 *  - Parameters are written ?1, ?2…; types used are BIGINT, TEXT, BYTEA. Text is UTF-8 without NUL.
 *  - Text and blobs read from a row are valid until the next step, reset or use of that statement. */
#ifndef AULA_STORE_SQL_H
#define AULA_STORE_SQL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;
struct error;
struct sql;
struct sql_rows;

struct sql_driver {
	const char *scheme; /* "sqlite": the part of the address before ":" */
	/* reads: another connection beside the program's own, which never writes, migrates or hears of commits. */
	bool (*open)(void **out, const char *address, bool reads, struct error *e);
	void (*close)(void *conn);
	bool (*migrate)(void *conn, const char *const *steps, size_t n, struct error *e);
	bool (*begin)(void *conn, struct error *e);
	/* What is read from now on is of one moment; ends by rollback. */
	bool (*freeze)(void *conn, struct error *e);
	/* tell: the feed has moved; other processes are to look. */
	bool (*commit)(void *conn, bool tell, struct error *e);
	void (*rollback)(void *conn);
	/* A statement kept by its text, reset and without bindings; not nested with itself. */
	void *(*use)(void *conn, const char *text, struct error *e);
	void (*bind_i64)(void *stmt, int param, int64_t v);
	void (*bind_text)(void *stmt, int param, const char *v, size_t len);
	void (*bind_blob)(void *stmt, int param, const void *v, size_t len);
	void (*bind_null)(void *stmt, int param);
	bool (*step)(void *stmt, bool *row, struct error *e);
	void (*reset)(void *stmt);
	bool (*is_null)(void *stmt, int column);
	int64_t (*get_i64)(void *stmt, int column);
	const char *(*get_text)(void *stmt, int column, size_t *len);
	const void *(*get_blob)(void *stmt, int column, size_t *len);
	int64_t (*changed_rows)(void *conn);
	/* Readable when another process may have committed; -1: there is no other process. */
	int (*watch_fd)(void *conn);
	void (*drain)(void *conn); /* reads what made watch_fd readable; NULL: nothing to read */
};

extern const struct sql_driver sql_sqlite;
extern const struct sql_driver sql_postgres;

/* address: "sqlite:/var/lib/aula/aula.db", or a plain path, which means the same; or
 * "postgresql://user@host/database" (any libpq URI). */
/* ERROR_INPUT for an address of no known engine; nothing is opened. */
bool sql_address_ok(const char *address, struct error *e);
/* Without password and parameters, for logs. */
const char *sql_address_shown(const char *address, struct arena *a);
bool sql_open(struct sql **out, const char *address, bool reads, struct error *e);
void sql_close(struct sql *s);
const char *sql_scheme(const struct sql *s);
int sql_watch_fd(struct sql *s);
void sql_drain(struct sql *s);
bool sql_migrate(struct sql *s, const char *const *steps, size_t n, struct error *e);
bool sql_begin(struct sql *s, struct error *e);
/* A transaction that only reads, all of it as of one moment; ended by sql_rollback. */
bool sql_freeze(struct sql *s, struct error *e);
bool sql_commit(struct sql *s, bool tell, struct error *e);
void sql_rollback(struct sql *s);
bool sql_in_transaction(const struct sql *s);
/* Statements and transactions that failed since opening, other than by ERROR_REFUSED. */
int64_t sql_errors(const struct sql *s);

/* Binds ?1… by the letters of types: i int64_t, s const char * (NULL binds NULL), b const void * and size_t,
 * t instant (int64_t; INSTANT_NONE binds NULL). Rows are read with sql_next; a query that is left early is
 * closed with sql_done. */
struct sql_rows *sql_query(struct sql *s, struct error *e, const char *text, const char *types, ...);
/* True when a row is there. At the end or on an error the statement is reset and *ok (may be NULL) tells
 * which. */
bool sql_next(struct sql_rows *r, bool *ok, struct error *e);
void sql_done(struct sql_rows *r);
/* A statement without rows; changed (may be NULL) = rows it touched. */
bool sql_run(struct sql *s, struct error *e, int64_t *changed, const char *text, const char *types, ...);

/* The same with values known only at run time. */
struct sql_value {
	char type;	   /* 'i' number, 's' text, 'b' bytes, '0' NULL */
	int64_t number;
	const void *bytes; /* text is also NUL-terminated */
	size_t len;
};
bool sql_run_values(struct sql *s, struct error *e, const char *text, const struct sql_value *values, size_t n);

bool sql_is_null(struct sql_rows *r, int column);
int64_t sql_i64(struct sql_rows *r, int column);
int64_t sql_instant(struct sql_rows *r, int column);                   /* NULL: INSTANT_NONE */
const char *sql_text(struct sql_rows *r, int column, struct arena *a); /* copied; NULL stays NULL */
const char *sql_text_borrow(struct sql_rows *r, int column, size_t *len);
const void *sql_blob_borrow(struct sql_rows *r, int column, size_t *len);

#endif

#include "store/sql.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/assert.h"
#include "base/clock.h"
#include "base/error.h"
#include "base/str.h"

/* The statement in hand: a handle whose driver is known, small enough to live in the connection. Several
 * queries may be open at once (an outer list with an inner lookup), so there is one for each level of
 * nesting. */
#define SQL_NESTED_MAX 4

struct sql_rows {
	const struct sql_driver *driver;
	struct sql *sql;
	void *stmt; /* NULL: free */
};

struct sql {
	const struct sql_driver *driver;
	void *conn;
	bool in_transaction;
	int64_t errors;
	struct sql_rows open[SQL_NESTED_MAX];
};

static const struct sql_driver *const drivers[] = {&sql_sqlite, &sql_postgres};

static const struct sql_driver *find_driver(const char *address, const char **rest)
{
	for (size_t i = 0; i < sizeof drivers / sizeof drivers[0]; i++) {
		size_t n = strlen(drivers[i]->scheme);
		if (str_starts(address, drivers[i]->scheme) && address[n] == ':') {
			*rest = address + n + 1;
			return drivers[i];
		}
	}
	*rest = address;
	return strstr(address, "://") == NULL ? &sql_sqlite : NULL;
}

bool sql_address_ok(const char *address, struct error *e)
{
	const char *rest;
	const struct sql_driver *driver = find_driver(address, &rest);
	if (driver == NULL || rest[0] == '\0')
		return error_set(e, ERROR_INPUT, "\"%s\" is neither sqlite:/path nor postgresql://…", address);
	return true;
}

const char *sql_address_shown(const char *address, struct arena *a)
{
	const char *user = strstr(address, "://"), *at = user != NULL ? strchr(user + 3, '@') : NULL;
	const char *colon = at != NULL ? memchr(user + 3, ':', (size_t)(at - user - 3)) : NULL;
	const char *query = strchr(address, '?'); /* "password" may stand there too */
	const char *end = query != NULL && user != NULL ? query : address + strlen(address);
	if (colon == NULL)
		return arena_strndup(a, address, (size_t)(end - address));
	return arena_printf(a, "%.*s%.*s", (int)(colon - address), address, (int)(end - at), at);
}

bool sql_open(struct sql **out, const char *address, bool reads, struct error *e)
{
	const char *rest;
	const struct sql_driver *driver = find_driver(address, &rest);
	void *conn;
	if (!sql_address_ok(address, e) || !driver->open(&conn, rest, reads, e))
		return false;
	*out = calloc(1, sizeof **out);
	ASSERT(*out != NULL);
	(*out)->driver = driver;
	(*out)->conn = conn;
	return true;
}

void sql_close(struct sql *s)
{
	if (s == NULL)
		return;
	s->driver->close(s->conn);
	free(s);
}

const char *sql_scheme(const struct sql *s)
{
	return s->driver->scheme;
}

int sql_watch_fd(struct sql *s)
{
	return s->driver->watch_fd(s->conn);
}

void sql_drain(struct sql *s)
{
	if (s->driver->drain != NULL)
		s->driver->drain(s->conn);
}

bool sql_migrate(struct sql *s, const char *const *steps, size_t n, struct error *e)
{
	return s->driver->migrate(s->conn, steps, n, e);
}

/* A refusal (a row that may not be twice) is an answer, not a fault of the engine. */
static bool counted(struct sql *s, bool ok, const struct error *e)
{
	s->errors += !ok && (e == NULL || e->kind != ERROR_REFUSED);
	return ok;
}

int64_t sql_errors(const struct sql *s)
{
	return s->errors;
}

bool sql_begin(struct sql *s, struct error *e)
{
	ASSERT(!s->in_transaction);
	s->in_transaction = counted(s, s->driver->begin(s->conn, e), e);
	return s->in_transaction;
}

bool sql_freeze(struct sql *s, struct error *e)
{
	ASSERT(!s->in_transaction);
	s->in_transaction = counted(s, s->driver->freeze(s->conn, e), e);
	return s->in_transaction;
}

bool sql_commit(struct sql *s, bool tell, struct error *e)
{
	ASSERT(s->in_transaction);
	s->in_transaction = false;
	return counted(s, s->driver->commit(s->conn, tell, e), e);
}

void sql_rollback(struct sql *s)
{
	if (s->in_transaction)
		s->driver->rollback(s->conn);
	s->in_transaction = false;
}

bool sql_in_transaction(const struct sql *s)
{
	return s->in_transaction;
}

static void bind_all(const struct sql_driver *d, void *stmt, const char *types, va_list ap)
{
	for (int i = 0; types[i] != '\0'; i++) {
		const int param = i + 1;
		if (types[i] == 'i') {
			d->bind_i64(stmt, param, va_arg(ap, int64_t));
		} else if (types[i] == 't') {
			int64_t at = va_arg(ap, int64_t);
			if (at == INSTANT_NONE)
				d->bind_null(stmt, param);
			else
				d->bind_i64(stmt, param, at);
		} else if (types[i] == 's') {
			const char *text = va_arg(ap, const char *);
			if (text == NULL)
				d->bind_null(stmt, param);
			else
				d->bind_text(stmt, param, text, strlen(text));
		} else {
			ASSERT(types[i] == 'b');
			const void *bytes = va_arg(ap, const void *);
			size_t len = va_arg(ap, size_t);
			d->bind_blob(stmt, param, bytes, len);
		}
	}
}

struct sql_rows *sql_query(struct sql *s, struct error *e, const char *text, const char *types, ...)
{
	struct sql_rows *r = NULL;
	for (size_t i = 0; i < SQL_NESTED_MAX && r == NULL; i++)
		r = s->open[i].stmt == NULL ? &s->open[i] : NULL;
	ASSERT(r != NULL); /* a query was left open without sql_done */
	r->driver = s->driver;
	r->sql = s;
	r->stmt = s->driver->use(s->conn, text, e);
	if (!counted(s, r->stmt != NULL, e))
		return NULL;
	va_list ap;
	va_start(ap, types);
	bind_all(s->driver, r->stmt, types, ap);
	va_end(ap);
	return r;
}

bool sql_next(struct sql_rows *r, bool *ok, struct error *e)
{
	bool row = false, went = r != NULL && counted(r->sql, r->driver->step(r->stmt, &row, e), e);
	if (r != NULL && (!went || !row))
		r->stmt = NULL;
	if (ok != NULL)
		*ok = went;
	return went && row;
}

void sql_done(struct sql_rows *r)
{
	if (r != NULL && r->stmt != NULL) {
		r->driver->reset(r->stmt);
		r->stmt = NULL;
	}
}

static bool run_to_end(struct sql *s, void *stmt, struct error *e)
{
	bool row = true, ok = true;
	while (ok && row)
		ok = s->driver->step(stmt, &row, e);
	return ok;
}

bool sql_run_values(struct sql *s, struct error *e, const char *text, const struct sql_value *values, size_t n)
{
	const struct sql_driver *d = s->driver;
	void *stmt = d->use(s->conn, text, e);
	for (size_t i = 0; stmt != NULL && i < n; i++) {
		const int param = (int)i + 1;
		switch (values[i].type) {
		case 'i': d->bind_i64(stmt, param, values[i].number); break;
		case 's': d->bind_text(stmt, param, values[i].bytes, values[i].len); break;
		case 'b': d->bind_blob(stmt, param, values[i].bytes, values[i].len); break;
		default: d->bind_null(stmt, param);
		}
	}
	return counted(s, stmt != NULL && run_to_end(s, stmt, e), e);
}

bool sql_run(struct sql *s, struct error *e, int64_t *changed, const char *text, const char *types, ...)
{
	void *stmt = s->driver->use(s->conn, text, e);
	if (!counted(s, stmt != NULL, e))
		return false;
	va_list ap;
	va_start(ap, types);
	bind_all(s->driver, stmt, types, ap);
	va_end(ap);
	bool ok = counted(s, run_to_end(s, stmt, e), e);
	if (ok && changed != NULL)
		*changed = s->driver->changed_rows(s->conn);
	return ok;
}

bool sql_is_null(struct sql_rows *r, int column)
{
	return r->driver->is_null(r->stmt, column);
}

int64_t sql_i64(struct sql_rows *r, int column)
{
	return r->driver->get_i64(r->stmt, column);
}

int64_t sql_instant(struct sql_rows *r, int column)
{
	return sql_is_null(r, column) ? INSTANT_NONE : sql_i64(r, column);
}

const char *sql_text_borrow(struct sql_rows *r, int column, size_t *len)
{
	size_t unused;
	return r->driver->get_text(r->stmt, column, len != NULL ? len : &unused);
}

const char *sql_text(struct sql_rows *r, int column, struct arena *a)
{
	size_t len;
	const char *text = sql_text_borrow(r, column, &len);
	return text == NULL ? NULL : arena_strndup(a, text, len);
}

const void *sql_blob_borrow(struct sql_rows *r, int column, size_t *len)
{
	return r->driver->get_blob(r->stmt, column, len);
}

/* Statements of the PostgreSQL driver: kept by their text, prepared once on each connection. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/assert.h"
#include "base/buf.h"
#include "base/cleanup.h"
#include "base/str.h"
#include "store/sql_postgres_internal.h"

#define OID_BYTEA 17

struct pg_stmt {
	struct pg_stmt *next;
	struct pg *pg;
	char *text; /* as the caller wrote it */
	char *dollar; /* with $1… */
	char name[16];
	unsigned generation; /* of the connection it is prepared on, 0: none */
	int n_params;
	const char *values[PG_PARAMS_MAX];
	int lengths[PG_PARAMS_MAX];
	int formats[PG_PARAMS_MAX]; /* 1: binary */
	char numbers[PG_PARAMS_MAX][24];
	PGresult *result; /* NULL: not run yet */
	int row;
	unsigned char *blob; /* of the row in hand */
};


/* "?1" → "$1"; returns the highest number. */
static int dollar_text(const char *text, struct buf *out)
{
	int most = 0;
	for (const char *p = text; *p != '\0'; p++) {
		if (*p == '?' && p[1] >= '1' && p[1] <= '9') {
			int n = atoi(p + 1); /* NOLINT(cert-err34-c): digits were seen */
			most = n > most ? n : most;
			buf_putc(out, '$');
		} else {
			buf_putc(out, *p);
		}
	}
	return most;
}

static void clear_result(struct pg_stmt *s)
{
	PQclear(s->result);
	PQfreemem(s->blob);
	s->result = NULL;
	s->blob = NULL;
	s->row = -1;
}

static struct pg_stmt *stmt_new(struct pg *p, const char *text)
{
	struct pg_stmt *s = calloc(1, sizeof *s);
	ASSERT(s != NULL);
	CLEANUP_BUF struct buf dollar = BUF_INIT;
	s->n_params = dollar_text(text, &dollar);
	ASSERT(s->n_params <= PG_PARAMS_MAX);
	s->pg = p;
	s->text = strdup(text);
	s->dollar = strdup(buf_str(&dollar));
	ASSERT(s->text != NULL && s->dollar != NULL);
	snprintf(s->name, sizeof s->name, "s%u", ++p->n_names);
	s->next = p->stmts;
	p->stmts = s;
	return s;
}

void *pg_use_(void *conn, const char *text, struct error *e)
{
	struct pg *p = conn;
	if (!pg_link_up_(p, e))
		return NULL;
	struct pg_stmt *s = p->stmts;
	while (s != NULL && strcmp(s->text, text) != 0)
		s = s->next;
	if (s == NULL)
		s = stmt_new(p, text);
	clear_result(s);
	memset(s->values, 0, sizeof s->values);
	memset(s->formats, 0, sizeof s->formats);
	return s;
}

void pg_bind_i64_(void *stmt, int param, int64_t v)
{
	struct pg_stmt *s = stmt;
	ASSERT(param >= 1 && param <= s->n_params);
	snprintf(s->numbers[param - 1], sizeof s->numbers[0], "%" PRId64, v);
	s->values[param - 1] = s->numbers[param - 1];
}

void pg_bind_text_(void *stmt, int param, const char *v, size_t len)
{
	struct pg_stmt *s = stmt;
	ASSERT(param >= 1 && param <= s->n_params && len == strlen(v));
	s->values[param - 1] = v;
}

void pg_bind_blob_(void *stmt, int param, const void *v, size_t len)
{
	struct pg_stmt *s = stmt;
	ASSERT(param >= 1 && param <= s->n_params);
	s->values[param - 1] = v;
	s->lengths[param - 1] = (int)len;
	s->formats[param - 1] = 1;
}

void pg_bind_null_(void *stmt, int param)
{
	struct pg_stmt *s = stmt;
	ASSERT(param >= 1 && param <= s->n_params);
	s->values[param - 1] = NULL;
}

static bool prepare(struct pg_stmt *s, struct error *e)
{
	if (s->generation == s->pg->generation)
		return true;
	PGresult *r = PQprepare(s->pg->conn, s->name, s->dollar, 0, NULL);
	bool ok = PQresultStatus(r) == PGRES_COMMAND_OK;
	if (ok)
		s->generation = s->pg->generation;
	else
		pg_fail_(e, pg_kind_of_(s->pg->conn, r), PQerrorMessage(s->pg->conn));
	PQclear(r);
	return ok || error_context(e, "%.60s", s->text);
}

static bool execute_once(struct pg_stmt *s, struct error *e)
{
	if (!prepare(s, e))
		return false;
	s->result = PQexecPrepared(s->pg->conn, s->name, s->n_params, s->values, s->lengths, s->formats, 0);
	ExecStatusType status = PQresultStatus(s->result);
	if (status == PGRES_TUPLES_OK || status == PGRES_COMMAND_OK)
		return true;
	pg_fail_(e, pg_kind_of_(s->pg->conn, s->result), PQerrorMessage(s->pg->conn));
	clear_result(s);
	return error_context(e, "%.60s", s->text);
}

static bool execute(struct pg_stmt *s, struct error *e)
{
	if (!execute_once(s, e)) {
		/* the connection was lost: outside a transaction the same statement may run on a new one. Statements that
		 * stand alone are written so that running twice does no harm (upserts, deletes, reads). */
		if (PQstatus(s->pg->conn) == CONNECTION_OK || !pg_link_up_(s->pg, e) || !execute_once(s, e))
			return false;
	}
	int64_t changed = 0;
	s->pg->changed = str_to_i64(PQcmdTuples(s->result), 0, INT64_MAX, &changed) ? changed : 0;
	return true;
}

bool pg_step_(void *stmt, bool *row, struct error *e)
{
	struct pg_stmt *s = stmt;
	if (s->result == NULL && !execute(s, e))
		return false;
	PQfreemem(s->blob);
	s->blob = NULL;
	*row = ++s->row < PQntuples(s->result);
	if (!*row)
		clear_result(s);
	return true;
}

void pg_reset_(void *stmt)
{
	clear_result(stmt);
}

bool pg_is_null_(void *stmt, int column)
{
	struct pg_stmt *s = stmt;
	return PQgetisnull(s->result, s->row, column) != 0;
}

int64_t pg_get_i64_(void *stmt, int column)
{
	struct pg_stmt *s = stmt;
	const char *text = PQgetvalue(s->result, s->row, column);
	int64_t v = 0;
	if (text[0] == 't' || text[0] == 'f') /* boolean */
		return text[0] == 't';
	return str_to_i64(text, INT64_MIN, INT64_MAX, &v) ? v : 0;
}

const char *pg_get_text_(void *stmt, int column, size_t *len)
{
	struct pg_stmt *s = stmt;
	*len = 0;
	if (pg_is_null_(stmt, column))
		return NULL;
	*len = (size_t)PQgetlength(s->result, s->row, column);
	return PQgetvalue(s->result, s->row, column);
}

const void *pg_get_blob_(void *stmt, int column, size_t *len)
{
	struct pg_stmt *s = stmt;
	if (pg_is_null_(stmt, column) || PQftype(s->result, column) != OID_BYTEA)
		return pg_get_text_(stmt, column, len);
	PQfreemem(s->blob); /* one blob of a row at a time: no statement reads two */
	s->blob = PQunescapeBytea((const unsigned char *)PQgetvalue(s->result, s->row, column), len);
	ASSERT(s->blob != NULL);
	return s->blob;
}

void pg_stmts_free_(struct pg *p)
{
	for (struct pg_stmt *s = p->stmts, *next; s != NULL; s = next) {
		next = s->next;
		clear_result(s);
		free(s->text);
		free(s->dollar);
		free(s);
	}
}

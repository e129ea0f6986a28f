#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/assert.h"
#include "base/clock.h"
#include "base/str.h"
#include "db/internal.h"

struct db_stmt *db_prepare(struct db *db, const char *sql, struct error *e)
{
	sqlite3_stmt *handle = NULL;
	int code = db_fault_(DB_CALL_PREPARE, sql);
	if (code == SQLITE_OK)
		code = sqlite3_prepare_v3(db->handle, sql, -1, SQLITE_PREPARE_PERSISTENT, &handle, NULL);
	if (code != SQLITE_OK) {
		db_fail_(db, code, sql, e);
		return NULL;
	}
	ASSERT(handle != NULL); /* sql was empty */
	struct db_stmt *s = calloc(1, sizeof *s);
	ASSERT(s != NULL);
	s->db = db;
	s->handle = handle;
	return s;
}

void db_finalize(struct db_stmt *s)
{
	if (s == NULL)
		return;
	sqlite3_finalize(s->handle);
	free(s);
}

static size_t slot_of(const char *sql)
{
	uint32_t h = 2166136261u; /* FNV-1a */
	for (const char *p = sql; *p != '\0'; p++)
		h = (h ^ (unsigned char)*p) * 16777619u;
	return h & (DB_STATEMENTS - 1);
}

static struct db_stmt *find_used(struct db *db, const char *sql, struct error *e)
{
	size_t slot = slot_of(sql);
	struct db_stmt *s = db->used[slot];
	while (s != NULL && !str_eq(sqlite3_sql(s->handle), sql))
		s = s->next;
	if (s != NULL)
		return s;
	s = db_prepare(db, sql, e);
	if (s == NULL)
		return NULL;
	s->next = db->used[slot];
	db->used[slot] = s;
	return s;
}

struct db_stmt *db_use(struct db *db, const char *sql, struct error *e)
{
	struct db_stmt **recent = &db->recent[((uintptr_t)sql >> 3) & (DB_RECENT - 1)];
	if (*recent == NULL || !str_eq(sqlite3_sql((*recent)->handle), sql)) {
		struct db_stmt *s = find_used(db, sql, e);
		if (s == NULL)
			return NULL;
		*recent = s;
	}
	db_reset(*recent);
	sqlite3_clear_bindings((*recent)->handle);
	return *recent;
}

static void bound(struct db_stmt *s, int code)
{
	ASSERT(code != SQLITE_RANGE && code != SQLITE_MISUSE);
	if (code != SQLITE_OK)
		s->bind_error = code;
}

void db_bind_i64(struct db_stmt *s, int param, int64_t v)
{
	bound(s, sqlite3_bind_int64(s->handle, param, v));
}

void db_bind_text(struct db_stmt *s, int param, const char *v)
{
	db_bind_text_n(s, param, v, v != NULL ? strlen(v) : 0);
}

void db_bind_text_n(struct db_stmt *s, int param, const char *v, size_t len)
{
	bound(s, sqlite3_bind_text64(s->handle, param, v, len, SQLITE_STATIC, SQLITE_UTF8));
}

void db_bind_blob(struct db_stmt *s, int param, const void *v, size_t len)
{
	bound(s, sqlite3_bind_blob64(s->handle, param, v, len, SQLITE_STATIC));
}

void db_bind_null(struct db_stmt *s, int param)
{
	bound(s, sqlite3_bind_null(s->handle, param));
}

void db_bind_instant(struct db_stmt *s, int param, int64_t at)
{
	if (at == INSTANT_NONE)
		db_bind_null(s, param);
	else
		db_bind_i64(s, param, at);
}

bool db_step(struct db_stmt *s, bool *row, struct error *e)
{
	const char *sql = sqlite3_sql(s->handle);
	int code = s->bind_error != SQLITE_OK ? s->bind_error : db_fault_(DB_CALL_STEP, sql);
	if (code == SQLITE_OK)
		code = sqlite3_step(s->handle);
	*row = code == SQLITE_ROW;
	if (code == SQLITE_ROW)
		return true;
	if (code != SQLITE_DONE)
		db_fail_(s->db, code, sql, e);
	db_reset(s);
	return code == SQLITE_DONE;
}

bool db_next(struct db_stmt *s, bool *ok, struct error *e)
{
	bool row = false;
	*ok = s != NULL && db_step(s, &row, e);
	return row;
}

bool db_run(struct db_stmt *s, struct error *e)
{
	bool ok;
	while (db_next(s, &ok, e))
		;
	return ok;
}

void db_reset(struct db_stmt *s)
{
	sqlite3_reset(s->handle);
	s->bind_error = SQLITE_OK;
}

int64_t db_column_i64(struct db_stmt *s, int column)
{
	return sqlite3_column_int64(s->handle, column);
}

bool db_column_is_null(struct db_stmt *s, int column)
{
	return sqlite3_column_type(s->handle, column) == SQLITE_NULL;
}

int64_t db_column_instant(struct db_stmt *s, int column)
{
	return db_column_is_null(s, column) ? INSTANT_NONE : db_column_i64(s, column);
}

const char *db_column_text(struct db_stmt *s, int column, struct arena *a)
{
	size_t len;
	const char *text = db_column_borrow(s, column, &len);
	return text != NULL ? arena_strndup(a, text, len) : NULL;
}

const void *db_column_blob(struct db_stmt *s, int column, size_t *len, struct arena *a)
{
	size_t n;
	if (db_column_is_null(s, column))
		return NULL;
	const void *data = db_column_borrow_blob(s, column, &n);
	if (len != NULL)
		*len = n;
	void *copy = arena_alloc(a, n);
	if (n > 0)
		memcpy(copy, data, n);
	return copy;
}

const char *db_column_borrow(struct db_stmt *s, int column, size_t *len)
{
	const char *text = (const char *)sqlite3_column_text(s->handle, column);
	if (len != NULL)
		*len = (size_t)sqlite3_column_bytes(s->handle, column);
	return text;
}

const void *db_column_borrow_blob(struct db_stmt *s, int column, size_t *len)
{
	const void *data = sqlite3_column_blob(s->handle, column);
	*len = (size_t)sqlite3_column_bytes(s->handle, column);
	return data;
}

int64_t db_changed_rows(struct db *db)
{
	return sqlite3_changes64(db->handle);
}

int64_t db_last_rowid(struct db *db)
{
	return sqlite3_last_insert_rowid(db->handle);
}

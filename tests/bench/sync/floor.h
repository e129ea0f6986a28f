/* The least that applying a feed could cost: every row of every table of an applied cache, put by prepared inserts into a
 * fresh file with the same schema (bench_apply.c says what is compared). */
#ifndef AULA_BENCH_SYNC_FLOOR_H
#define AULA_BENCH_SYNC_FLOOR_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/error.h"
#include "cache/schema.h"
#include "db/db.h"
#include "support/measure.h"

static inline void must(bool ok, const struct error *e)
{
	if (ok)
		return;
	fprintf(stderr, "bench: %s\n", e->text);
	exit(1);
}

struct took {
	double wall, cpu; /* ms */
};

static inline struct took both_now(void)
{
	return (struct took){measure_wall_ms(), measure_cpu_ms()};
}

static inline struct took since(struct took began)
{
	struct took now = both_now();
	return (struct took){now.wall - began.wall, now.cpu - began.cpu};
}

enum { RECORD, FACT, GONE, STATE, SEGMENT, TABLES };

static const struct {
	const char *name, *columns;
	unsigned numbers, texts; /* bit i: the column with that number; the rest are blobs */
} shapes[TABLES] = {
	[RECORD] = {"record", "key, kind, id, seq, gen, opaque, sum, doc", 0x79, 0x86},
	[FACT] = {"fact", "key, kind, rev, name, facts", 0x0f, 0},
	[GONE] = {"gone", "rev, kind, name", 0x07, 0},
	[STATE] = {"state",
		   "one, seq, after, signed_at, verified_at, complete, loading, load_have, load_total, gen, rev, "
		   "gone_floor, facts_version, digest, signing_key, anchor, expanded_day",
		   0x11fff, 0xe000},
	[SEGMENT] = {"search_segment", "level, made, documents, data", 0x07, 0},
};

struct table {
	int columns;
	size_t n, put;
	struct cell {
		bool null;
		int64_t i;
		const void *data;
		size_t len;
	} * cells;
};

static inline void read_row(struct arena *a, struct db_stmt *s, int table, int columns, struct cell *cells)
{
	for (int c = 0; c < columns; c++) {
		cells[c].null = db_column_is_null(s, c);
		if (shapes[table].numbers >> c & 1)
			cells[c].i = db_column_i64(s, c);
		else
			cells[c].data = db_column_blob(s, c, &cells[c].len, a);
	}
}

static inline void read_table(struct arena *a, struct db *db, int table, struct table *t)
{
	struct error e = ERROR_INIT;
	int64_t rows;
	bool row;
	char sql[300];
	t->columns = 1;
	for (const char *p = shapes[table].columns; *p != '\0'; p++)
		t->columns += *p == ',';
	snprintf(sql, sizeof sql, "SELECT count(*) FROM %s", shapes[table].name);
	must(db_get_i64(db, sql, 0, &rows, &e), &e);
	t->cells = ARENA_ARRAY(a, struct cell, (size_t)rows * (size_t)t->columns);
	snprintf(sql, sizeof sql, "SELECT %s FROM %s ORDER BY 1", shapes[table].columns, shapes[table].name);
	struct db_stmt *s = db_prepare(db, sql, &e);
	must(s != NULL, &e);
	for (t->n = 0;; t->n++) {
		must(db_step(s, &row, &e), &e);
		if (!row)
			break;
		read_row(a, s, table, t->columns, &t->cells[t->n * (size_t)t->columns]);
	}
	db_finalize(s);
}

/* A table or a column that this does not know would make the floor too low: it is looked for. */
static inline void check_all_are_known(struct db *db, const struct table *t)
{
	struct error e = ERROR_INIT;
	int64_t n, columns;
	must(db_get_i64(db, "SELECT count(*) FROM sqlite_schema WHERE type='table'", 0, &n, &e), &e);
	bool ok = n == TABLES;
	for (int i = 0; i < TABLES; i++) {
		char sql[100];
		snprintf(sql, sizeof sql, "SELECT count(*) FROM pragma_table_info('%s')", shapes[i].name);
		must(db_get_i64(db, sql, 0, &columns, &e), &e);
		ok = ok && columns == t[i].columns;
	}
	if (ok)
		return;
	fprintf(stderr, "bench: the cache has tables or columns the floor does not put\n");
	exit(1);
}

/* Rows not put yet, up to the one with that key. */
static inline void insert_rows(struct db *db, int table, struct table *t, int64_t up_to)
{
	struct error e = ERROR_INIT;
	char sql[400], marks[100] = "?1";
	for (int c = 1; c < t->columns; c++)
		snprintf(marks + strlen(marks), sizeof marks - strlen(marks), ",?%d", c + 1);
	/* the state's one row comes with the schema */
	snprintf(sql, sizeof sql, "%s INTO %s(%s) VALUES(%s)", table == STATE ? "REPLACE" : "INSERT",
		 shapes[table].name, shapes[table].columns, marks);
	struct db_stmt *s = db_use(db, sql, &e);
	must(s != NULL, &e);
	for (; t->put < t->n; t->put++) {
		const struct cell *cells = &t->cells[t->put * (size_t)t->columns];
		if (cells[0].i > up_to)
			break;
		for (int c = 0; c < t->columns; c++) {
			if (cells[c].null)
				db_bind_null(s, c + 1);
			else if (shapes[table].numbers >> c & 1)
				db_bind_i64(s, c + 1, cells[c].i);
			else if (shapes[table].texts >> c & 1)
				db_bind_text_n(s, c + 1, cells[c].data, cells[c].len);
			else
				db_bind_blob(s, c + 1, cells[c].data, cells[c].len);
		}
		must(db_run(s, &e), &e);
	}
}

/* SQLite's own full text index, for comparison with ours: of the same words, with prefixes as search by the letter
 * needs them. */
struct text {
	int64_t key;
	const char *title, *text;
};
struct texts {
	struct text *v;
	size_t n, put;
};

static inline void insert_texts(struct db *db, struct texts *t, int64_t up_to)
{
	struct error e = ERROR_INIT;
	struct db_stmt *s = db_use(db, "INSERT INTO words(rowid, title, text) VALUES(?1,?2,?3)", &e);
	must(s != NULL, &e);
	for (; t->put < t->n && t->v[t->put].key <= up_to; t->put++) {
		db_bind_i64(s, 1, t->v[t->put].key);
		db_bind_text(s, 2, t->v[t->put].title);
		db_bind_text(s, 3, t->v[t->put].text);
		must(db_run(s, &e), &e);
	}
}

/* The rows of an applied cache, into a new file at path, in as many transactions of as many rows each. texts not NULL:
 * these instead of our search index. */
static inline struct took insert_all(const char *path, size_t pages, size_t page, struct table *t, struct texts *texts)
{
	struct error e = ERROR_INIT;
	const struct db_options options = {.mode = DB_WRITE, .cache_kib = 8192, .page_bytes = 8192};
	struct db *db;
	for (int i = 0; i < TABLES; i++)
		t[i].put = 0;
	if (texts != NULL)
		texts->put = 0;
	struct took began = both_now();
	must(db_open(&db, path, &options, &e) && db_migrate(db, cache_schema, cache_schema_steps, &e), &e);
	must(texts == NULL ||
		     db_exec(db, "CREATE VIRTUAL TABLE words USING fts5(title, text, content='', prefix='1 2 3')", &e),
	     &e);
	for (size_t p = 0; p < pages; p++) {
		bool last = p + 1 == pages;
		int64_t up_to = last ? INT64_MAX : (int64_t)((p + 1) * page);
		must(db_begin(db, &e), &e);
		insert_rows(db, RECORD, &t[RECORD], up_to);
		insert_rows(db, FACT, &t[FACT], up_to);
		for (int i = GONE; last && i < (texts == NULL ? TABLES : SEGMENT); i++)
			insert_rows(db, i, &t[i], up_to);
		if (texts != NULL)
			insert_texts(db, texts, up_to);
		must(db_commit(db, &e), &e);
	}
	must(db_checkpoint(db, &e), &e);
	struct took took = since(began);
	db_close(db);
	remove(path);
	return took;
}

static inline void read_tables(struct arena *a, struct db *db, struct table *t)
{
	for (int i = 0; i < TABLES; i++)
		read_table(a, db, i, &t[i]);
	check_all_are_known(db, t);
}

#endif

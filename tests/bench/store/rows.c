/* The store beside its engine: the same rows in the same transactions through store.h and through plain sqlite3 or libpq.
 *   rows ADDRESS N      an empty store; prints what bench_scale.sh shows */
#include <libpq-fe.h>
#include <poll.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/assert.h"
#include "base/error.h"
#include "base/str.h"
#include "feed/key.h"
#include "store/store.h"
#include "support/measure.h"

#define SLICE 500 /* rows of a transaction, and of a page */
#define DOC_BYTES 900
#define NOW INT64_C(1773223200)
#define WAKES 101

static void need(bool ok, const struct error *e)
{
	if (!ok) {
		fprintf(stderr, "rows: %s\n", e->text);
		exit(1);
	}
}

static const char *doc_of(int i)
{
	static char doc[DOC_BYTES + 1];
	int n = snprintf(doc, sizeof doc, "{\"title\":{\"fi\":\"Kerho %d\"},\"text\":{\"fi\":\"", i);
	memset(doc + n, 'a', (size_t)(DOC_BYTES - n));
	memcpy(doc + DOC_BYTES - 3, "\"}}", 4);
	return doc;
}

/* --- through the store --- */

static double store_ingest(struct store *s, int n)
{
	struct error e = ERROR_INIT;
	double began = measure_wall_ms();
	for (int i = 0; i < n;) {
		need(store_begin(s, &e), &e);
		for (int k = 0; k < SLICE && i < n; k++, i++) {
			char id[32], code[CODE_LEN_MAX + 1];
			enum store_outcome outcome;
			snprintf(id, sizeof id, "bench:%d", i);
			const struct store_put p = {.kind = KIND_ACTIVITY, .id = id, .source = "bench", .doc = doc_of(i),
						    .doc_len = DOC_BYTES, .title = id, .search = " kerho", .now = NOW};
			need(store_put(s, &p, &outcome, &e) && store_code(s, KIND_ACTIVITY, id, code, &e), &e);
		}
		need(store_commit(s, &e), &e);
	}
	return measure_wall_ms() - began;
}

struct seen {
	int64_t last;
	size_t bytes;
};

static bool see(void *user, int64_t seq, const char *kind, const char *id, const char *doc, size_t doc_len)
{
	struct seen *x = user;
	(void)kind;
	(void)id;
	(void)doc;
	x->last = seq;
	x->bytes += doc_len;
	return true;
}

static double store_feed(struct store *s, int n)
{
	struct error e = ERROR_INIT;
	struct seen x = {0};
	double began = measure_wall_ms();
	for (int64_t before = -1; x.last != before;) {
		before = x.last;
		need(store_changes(s, x.last, SLICE, see, &x, &e), &e);
	}
	ASSERT(x.bytes == (size_t)n * DOC_BYTES);
	return measure_wall_ms() - began;
}

/* --- the engines by themselves: what records, facts and codes hold of one record --- */

static const char *const plain_tables[] = {
	"CREATE TABLE plain_records (kind TEXT NOT NULL, id TEXT NOT NULL, seq BIGINT NOT NULL UNIQUE, changed_at BIGINT NOT NULL,"
	" doc TEXT, PRIMARY KEY (kind, id))",
	"CREATE TABLE plain_facts (kind TEXT NOT NULL, id TEXT NOT NULL, source TEXT NOT NULL, title TEXT, search TEXT,"
	" PRIMARY KEY (kind, id))",
	"CREATE TABLE plain_codes (code TEXT PRIMARY KEY, kind TEXT NOT NULL, id TEXT NOT NULL, UNIQUE (kind, id))",
};
static const char *const plain_inserts[] = {
	"INSERT INTO plain_records VALUES ('activity', $1, $2, 1773223200, $3)",
	"INSERT INTO plain_facts VALUES ('activity', $1, 'bench', $2, $3)",
	"INSERT INTO plain_codes VALUES ($2, 'activity', $1)",
};
#define PLAIN 3
#define PLAIN_PAGE "SELECT seq, kind, id, doc FROM plain_records WHERE seq > $1 ORDER BY seq LIMIT 500"

static void plain_values(int table, int i, char second[32], const char **third)
{
	snprintf(second, 32, table == 2 ? "c%d" : "%d", i + 1);
	*third = table == 0 ? doc_of(i) : table == 1 ? " kerho" : NULL;
}

static void lite(sqlite3 *db, const char *sql)
{
	if (sqlite3_exec(db, sql, NULL, NULL, NULL) != SQLITE_OK) {
		fprintf(stderr, "rows: %s\n", sqlite3_errmsg(db));
		exit(1);
	}
}

static void lite_plain(const char *path, int n, double *ingest_ms, double *feed_ms)
{
	sqlite3 *db = NULL;
	sqlite3_stmt *insert[PLAIN], *page;
	ASSERT(sqlite3_open(path, &db) == SQLITE_OK);
	lite(db, "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA cache_size = -16384");
	for (int t = 0; t < PLAIN; t++) {
		lite(db, plain_tables[t]);
		ASSERT(sqlite3_prepare_v2(db, plain_inserts[t], -1, &insert[t], NULL) == SQLITE_OK);
	}
	double began = measure_wall_ms();
	for (int i = 0; i < n;) {
		lite(db, "BEGIN IMMEDIATE");
		for (int k = 0; k < SLICE && i < n; k++, i++) {
			char id[32], second[32];
			const char *third;
			snprintf(id, sizeof id, "bench:%d", i);
			for (int t = 0; t < PLAIN; t++) {
				plain_values(t, i, second, &third);
				sqlite3_bind_text(insert[t], sqlite3_bind_parameter_index(insert[t], "$1"), id, -1, SQLITE_STATIC);
				sqlite3_bind_text(insert[t], sqlite3_bind_parameter_index(insert[t], "$2"), second, -1, SQLITE_STATIC);
				if (third != NULL)
					sqlite3_bind_text(insert[t], sqlite3_bind_parameter_index(insert[t], "$3"), third, -1, SQLITE_STATIC);
				ASSERT(sqlite3_step(insert[t]) == SQLITE_DONE);
				sqlite3_reset(insert[t]);
			}
		}
		lite(db, "COMMIT");
	}
	*ingest_ms = measure_wall_ms() - began;
	began = measure_wall_ms();
	ASSERT(sqlite3_prepare_v2(db, PLAIN_PAGE, -1, &page, NULL) == SQLITE_OK);
	size_t bytes = 0;
	for (int64_t last = 0, before = -1; last != before;) {
		before = last;
		sqlite3_bind_int64(page, 1, last);
		while (sqlite3_step(page) == SQLITE_ROW) {
			last = sqlite3_column_int64(page, 0);
			bytes += strlen((const char *)sqlite3_column_text(page, 3));
		}
		sqlite3_reset(page);
	}
	ASSERT(bytes == (size_t)n * DOC_BYTES);
	*feed_ms = measure_wall_ms() - began;
	for (int t = 0; t < PLAIN; t++)
		sqlite3_finalize(insert[t]);
	sqlite3_finalize(page);
	sqlite3_close(db);
}

static void pg_ok(PGconn *c, PGresult *r)
{
	if (PQresultStatus(r) != PGRES_COMMAND_OK && PQresultStatus(r) != PGRES_TUPLES_OK) {
		fprintf(stderr, "rows: %s\n", PQerrorMessage(c));
		exit(1);
	}
	PQclear(r);
}

static void pg_plain(const char *address, int n, double *ingest_ms, double *feed_ms)
{
	PGconn *c = PQconnectdb(address);
	for (int t = 0; t < PLAIN; t++) {
		char name[8];
		snprintf(name, sizeof name, "i%d", t);
		pg_ok(c, PQexec(c, plain_tables[t]));
		pg_ok(c, PQprepare(c, name, plain_inserts[t], 0, NULL));
	}
	pg_ok(c, PQprepare(c, "page", PLAIN_PAGE, 0, NULL));
	double began = measure_wall_ms();
	for (int i = 0; i < n;) {
		pg_ok(c, PQexec(c, "BEGIN"));
		for (int k = 0; k < SLICE && i < n; k++, i++) {
			char id[32], second[32], name[8];
			const char *third;
			snprintf(id, sizeof id, "bench:%d", i);
			for (int t = 0; t < PLAIN; t++) {
				plain_values(t, i, second, &third);
				const char *values[] = {id, second, third};
				snprintf(name, sizeof name, "i%d", t);
				pg_ok(c, PQexecPrepared(c, name, t == 2 ? 2 : 3, values, NULL, NULL, 0));
			}
		}
		pg_ok(c, PQexec(c, "COMMIT"));
	}
	*ingest_ms = measure_wall_ms() - began;
	began = measure_wall_ms();
	char last[32] = "0";
	size_t bytes = 0;
	for (bool more = true; more;) {
		const char *values[] = {last};
		PGresult *r = PQexecPrepared(c, "page", 1, values, NULL, NULL, 0);
		int rows = PQntuples(r);
		for (int i = 0; i < rows; i++)
			bytes += (size_t)PQgetlength(r, i, 3);
		more = rows > 0;
		if (more)
			snprintf(last, sizeof last, "%s", PQgetvalue(r, rows - 1, 0));
		pg_ok(c, r);
	}
	ASSERT(bytes == (size_t)n * DOC_BYTES);
	*feed_ms = measure_wall_ms() - began;
	PQfinish(c);
}

/* --- waking another process --- */

static double store_wake(struct store *s, const char *address)
{
	struct store *other;
	struct error e = ERROR_INIT;
	double ms[WAKES];
	need(store_open(&other, address, &e), &e);
	for (int i = 0; i < WAKES; i++) {
		char doc[64];
		enum store_outcome outcome;
		bool moved = false;
		struct pollfd p = {.fd = store_watch_fd(other), .events = POLLIN};
		int len = snprintf(doc, sizeof doc, "{\"title\":{\"fi\":\"%d\"}}", i);
		const struct store_put put = {.kind = KIND_NOTICE, .id = "bench:wake", .source = "bench", .doc = doc,
					      .doc_len = (size_t)len, .title = "x", .now = NOW};
		double began = measure_wall_ms();
		need(store_begin(s, &e) && store_put(s, &put, &outcome, &e) && store_commit(s, &e), &e);
		while (!moved && poll(&p, 1, 5000) == 1)
			need(store_refresh(other, &moved, &e), &e);
		ASSERT(moved);
		ms[i] = measure_wall_ms() - began;
	}
	store_close(other);
	measure_sort(ms, WAKES);
	return ms[WAKES / 2];
}

/* One row and a NOTIFY, seen by another connection. */
static double pg_wake(const char *address)
{
	PGconn *a = PQconnectdb(address), *b = PQconnectdb(address);
	double ms[WAKES];
	pg_ok(b, PQexec(b, "LISTEN bench"));
	for (int i = 0; i < WAKES; i++) {
		char sql[128];
		struct pollfd p = {.fd = PQsocket(b), .events = POLLIN};
		PGnotify *n = NULL;
		snprintf(sql, sizeof sql, "BEGIN; UPDATE plain_facts SET title = '%d' WHERE id = 'bench:0'; NOTIFY bench; COMMIT", i);
		double began = measure_wall_ms();
		pg_ok(a, PQexec(a, sql));
		while ((n = PQnotifies(b)) == NULL && poll(&p, 1, 5000) == 1)
			PQconsumeInput(b);
		ASSERT(n != NULL);
		ms[i] = measure_wall_ms() - began;
		PQfreemem(n);
	}
	PQfinish(a);
	PQfinish(b);
	measure_sort(ms, WAKES);
	return ms[WAKES / 2];
}

int main(int argc, char **argv)
{
	struct store *s;
	struct error e = ERROR_INIT;
	int64_t n = 0;
	double plain_ingest = 0, plain_feed = 0;
	if (argc != 3 || !str_to_i64(argv[2], 1, 1000000, &n))
		return 2;
	feed_init();
	need(store_open(&s, argv[1], &e), &e);
	double ingest = store_ingest(s, (int)n), feed = store_feed(s, (int)n);
	bool pg = str_starts(argv[1], "postgresql:");
	char path[4096];
	snprintf(path, sizeof path, "%s.plain", argv[1] + strlen("sqlite:"));
	if (pg)
		pg_plain(argv[1], (int)n, &plain_ingest, &plain_feed);
	else
		lite_plain(path, (int)n, &plain_ingest, &plain_feed);
	const char *engine = store_engine(s), *floor = pg ? "plain libpq" : "plain sqlite3";
	double each = 1000 / (double)n; /* µs a record from ms in all */
	printf("scale: %s: a new record into the store: %.0f µs (%s %.0f µs, ratio %.2f×)\n", engine, ingest * each, floor,
	       plain_ingest * each, ingest / plain_ingest);
	printf("scale: %s: a record of the feed read: %.1f µs (%s %.1f µs, ratio %.2f×)\n", engine, feed * each, floor,
	       plain_feed * each, feed / plain_feed);
	if (pg) {
		double wake = store_wake(s, argv[1]), floor_ms = pg_wake(argv[1]);
		printf("scale: %s: publish to another process: %.2f ms (UPDATE, NOTIFY, LISTEN by themselves %.2f ms, ratio %.2f×)\n",
		       engine, wake, floor_ms, wake / floor_ms);
	}
	store_close(s);
	return 0;
}

/* How the engine goes about what the server's loop asks: nothing reads all of a table that grows with the county, and nothing
 * sorts more than the page it gives out. Looked at are the statements themselves, as the store has left them prepared after
 * the questions below, so that one which is added is looked at too once it is asked here. */
#include <setjmp.h>
#include <sqlite3.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "backends.h"
#include "base/arena.h"
#include "base/buf.h"
#include "base/cleanup.h"
#include "base/clock.h"
#include "base/str.h"
#include "store/devices.h"
#include "store/internal.h"
#include "store/listings.h"
#include "store/people.h"
#include "store/review.h"
#include "store/runs.h"
#include "store/usage.h"

#define NOW 1763800000
#define STATEMENTS_MAX 200

/* What has a row for each activity, count, change or report. */
static const char *const large[] = {"records", "facts",	    "codes", "review", "usage_hours",
				    "flags",   "reports",   "audit", "listings"};

/* Read whole on purpose: a sum over the keys of one index, a few milliseconds for 100,000 (the page of sources). */
static const char *const allowed[] = {"SELECT source, SUM(live) AS n FROM facts GROUP BY source"};

static sqlite3 *opened; /* the connection of the store under test */

static int remember(sqlite3 *db, const char **message, const struct sqlite3_api_routines *api)
{
	(void)message;
	(void)api;
	opened = db;
	return SQLITE_OK;
}

/* --- the questions --- */

static void ok_(bool ok, const char *what, const struct error *e)
{
	if (!ok)
		fail_msg("%s: %s", what, e->text);
}
#define OK(call) ok_(call, #call, &e)

static void ask_lists(struct store *s, struct arena *a)
{
	struct error e = ERROR_INIT;
	struct store_records list;
	struct store_record one;
	struct review_item *items;
	struct merge *merges, m;
	const char *stands;
	int64_t counts[REVIEW_NOTES];
	size_t n;
	struct store_filter f = {.kind = KIND_ACTIVITY, .limit = 10};
	for (int docs = 0; docs < 2; docs++) {
		f.docs = docs == 1;
		OK(store_list(s, &f, &list, a, &e));
		OK(store_list_newest(s, &f, &list, a, &e));
		OK(store_list_changed(s, &f, NOW - 10, &list, a, &e));
	}
	store_get(s, KIND_ACTIVITY, "x", &one, a, NULL);
	store_by_code(s, "abcd", &one, a, NULL);
	OK(review_counts(s, NOW, counts, &e));
	for (int bit = 1; bit < 1 << REVIEW_NOTES; bit <<= 1)
		OK(review_list(s, (enum review_note)bit, NOW, 0, 10, &items, &n, a, &e));
	OK(review_of_organisation(s, "o", 10, &items, &n, a, &e));
	OK(merge_list(s, 10, &merges, &n, a, &e));
	merge_get(s, KIND_ACTIVITY, "x", &m, a, NULL);
	OK(merge_stands_for(s, KIND_ACTIVITY, "x", &stands, a, &e));
}

static void ask_log(struct store *s, struct arena *a)
{
	struct error e = ERROR_INIT;
	struct audit_entry *v;
	struct strs names;
	size_t n;
	struct audit_filter f = {.limit = 10, .from_at = INSTANT_NONE, .until_at = INSTANT_NONE};
	OK(audit_find(s, &f, &v, &n, a, &e));
	f.who = "maija";
	OK(audit_find(s, &f, &v, &n, a, &e));
	f.target = "x";
	OK(audit_find(s, &f, &v, &n, a, &e));
	OK(audit_list(s, "x", 10, &v, &n, a, &e));
	OK(audit_list(s, NULL, 10, &v, &n, a, &e));
	OK(audit_names(s, &names, a, &e));
}

static void ask_around(struct store *s, struct arena *a)
{
	struct error e = ERROR_INIT;
	struct flag_sum *flags;
	struct run_note *runs;
	struct run_age *ages;
	struct source_state *sources;
	struct listing *listings;
	struct usage_sum *sums;
	struct usage_hours hours;
	struct device device;
	size_t n;
	const struct usage_ask ask = {.action = "visit", .from = "20260101T00", .until = "20260201T00", .limit = 10};
	OK(flag_open(s, 10, &flags, &n, a, &e));
	OK(run_list(s, NULL, 10, &runs, &n, a, &e));
	OK(run_sources(s, &sources, &n, a, &e));
	OK(run_ages(s, &ages, &n, a, &e));
	OK(listing_waiting(s, NULL, 10, &listings, &n, a, &e));
	OK(listing_of_organisation(s, "o", 10, &listings, &n, a, &e));
	for (int by = 0; by < USAGE_BY_COUNT; by++)
		OK(usage_sums(s, &ask, (enum usage_by)by, &sums, &n, a, &e));
	OK(usage_by_hour(s, &ask, &hours, a, &e));
	device_by_credential(s, "x", &device, a, NULL);
}

static bool see(void *user, int64_t seq, const char *kind, const char *id, const char *doc, size_t doc_len)
{
	(void)user, (void)seq, (void)kind, (void)id, (void)doc, (void)doc_len;
	return true;
}

/* A record that comes, changes and goes; a report; what is done once an hour. */
static void ask_writes(struct store *s)
{
	struct error e = ERROR_INIT;
	enum store_outcome out;
	enum device_verdict verdict;
	char code[CODE_LEN_MAX + 1], id[DEVICE_ID_BYTES], credential[DEVICE_CREDENTIAL_BYTES], nonce[DEVICE_NONCE_BYTES];
	bool first, same;
	int64_t n;
	const uint8_t mark[STORE_FINGERPRINT_BYTES] = {0};
	const struct store_put p = {.kind = KIND_ACTIVITY, .id = "x", .source = "s", .doc = "{}", .doc_len = 2, .title = "x",
				    .search = " x", .now = NOW};
	const struct review_row row = {.kind = KIND_ACTIVITY, .id = "x", .source = "s", .text_at = INSTANT_NONE};
	const struct device_report report = {.nonce = "", .displayed_seq = 1, .displayed_at = NOW, .content_at = NOW};
	const struct usage_count count = {"visit", NULL, NULL, 1};
	OK(store_begin(s, &e));
	OK(store_seen(s, KIND_ACTIVITY, "x", "s", NULL, mark, &same, &e));
	OK(store_put(s, &p, &out, &e) && review_put(s, &row, &e) && store_code(s, KIND_ACTIVITY, "x", code, &e));
	OK(store_remove(s, KIND_ACTIVITY, "x", "s", NOW - 2 * STORE_TOMBSTONE_DAYS * (int64_t)86400, &out, &e));
	OK(device_add(s, "Aula", "c", NOW, id, credential, &e));
	OK(device_report(s, id, &report, NOW, &verdict, nonce, &e));
	OK(usage_take(s, id, "r", "20260101T00", &count, 1, NOW, &first, &e));
	const struct device_flag flag = {id, "20260101T00", "x", "time"};
	OK(flag_take(s, "f", &flag, NOW, &first, &e) && flag_handle(s, "x", NULL, "maija", NOW, &n, &e));
	OK(store_purge(s, NOW, &n, &e) && device_purge(s, NOW, &e) && usage_forget(s, NOW, &e));
	OK(store_commit(s, &e));
	OK(store_changes(s, 0, 10, see, NULL, &e));
}

/* --- the plans --- */

static bool is_plain(const char *sql)
{
	return str_starts(sql, "SELECT") || str_starts(sql, "UPDATE") || str_starts(sql, "DELETE") || str_starts(sql, "WITH");
}

static bool is_allowed(const char *sql)
{
	for (size_t i = 0; i < sizeof allowed / sizeof allowed[0]; i++)
		if (strstr(sql, allowed[i]) != NULL)
			return true;
	return false;
}

/* "SCAN facts USING …", or "SCAN f …" where the statement has "facts f". */
static bool scans_large(const char *line, const char *sql)
{
	char word[64], named[128];
	const char *at = strstr(line, "SCAN ");
	if (at == NULL || sscanf(at, "SCAN %63s", word) != 1 || strstr(line, "USING INDEX flags_open") != NULL)
		return false; /* flags_open: has only those that wait for somebody */
	for (size_t i = 0; i < sizeof large / sizeof large[0]; i++) {
		snprintf(named, sizeof named, "%s %s ", large[i], word);
		if (str_eq(word, large[i]) || strstr(sql, named) != NULL)
			return true;
	}
	return false;
}

static bool about_large(const char *sql)
{
	for (size_t i = 0; i < sizeof large / sizeof large[0]; i++)
		if (strstr(sql, large[i]) != NULL)
			return true;
	return false;
}

/* SQLite: a sort is fine where what is sorted comes from a subquery with a limit of its own, or is one group of an index
 * (sums). NULL: nothing wrong. */
static const char *wrong_in_sqlite(const char *sql, struct arena *a)
{
	sqlite3_stmt *plan;
	const char *wrong = NULL;
	bool paged = false, sums = strstr(sql, "GROUP BY") != NULL;
	bool first_ones = strstr(sql, " WHERE ") == NULL && strstr(sql, " LIMIT ") != NULL; /* along an index, until the limit */
	assert_int_equal(sqlite3_prepare_v2(opened, arena_printf(a, "EXPLAIN QUERY PLAN %s", sql), -1, &plan, NULL), SQLITE_OK);
	while (sqlite3_step(plan) == SQLITE_ROW) {
		const char *line = (const char *)sqlite3_column_text(plan, 3);
		bool top = sqlite3_column_int(plan, 1) == 0;
		paged = paged || strstr(line, "CO-ROUTINE") != NULL || strstr(line, "MATERIALIZE") != NULL;
		bool sorts = strstr(line, "USE TEMP B-TREE") != NULL && !sums && !(paged && top);
		bool scans = scans_large(line, sql) && !(first_ones && strstr(line, " USING ") != NULL);
		if (wrong == NULL && (scans || sorts || strstr(line, "AUTOMATIC") != NULL))
			wrong = arena_strdup(a, line);
	}
	sqlite3_finalize(plan);
	return wrong;
}

static const char *wrong_somewhere(struct arena *a)
{
	size_t looked = 0;
	for (sqlite3_stmt *s = sqlite3_next_stmt(opened, NULL); s != NULL; s = sqlite3_next_stmt(opened, s)) {
		const char *sql = arena_strdup(a, sqlite3_sql(s));
		if (!is_plain(sql) || !about_large(sql) || is_allowed(sql))
			continue;
		looked++;
		const char *wrong = wrong_in_sqlite(sql, a);
		if (wrong != NULL)
			return arena_printf(a, "%s: %s", wrong, sql);
	}
	assert_true(looked > 30);
	return NULL;
}

static void ask_all(struct store *s, struct arena *a)
{
	ask_writes(s);
	ask_lists(s, a);
	ask_log(s, a);
	ask_around(s, a);
}

static void what_the_loop_asks_reads_what_it_gives(void **state)
{
	struct backend *b = *state;
	CLEANUP_ARENA struct arena a = ARENA_INIT;
	if (b->schema[0] != '\0')
		skip();
	ask_all(b->store, &a);
	const char *wrong = wrong_somewhere(&a);
	if (wrong != NULL)
		fail_msg("%s", wrong);
}

static void a_missing_index_is_seen(void **state)
{
	static const char *const indexes[] = {"facts_live", "records_by_change", "records_gone",      "review_by_age",
					      "review_no_topic", "flags_open",	 "usage_by_action", "audit_by_target"};
	struct backend *b = *state;
	CLEANUP_ARENA struct arena a = ARENA_INIT;
	if (b->schema[0] != '\0')
		skip();
	ask_all(b->store, &a);
	assert_null(wrong_somewhere(&a));
	for (size_t i = 0; i < sizeof indexes / sizeof indexes[0]; i++) {
		const char *drop = arena_printf(&a, "SAVEPOINT x; DROP INDEX %s", indexes[i]);
		assert_int_equal(sqlite3_exec(opened, drop, NULL, NULL, NULL), SQLITE_OK);
		if (wrong_somewhere(&a) == NULL)
			fail_msg("nothing is wrong without %s", indexes[i]);
		assert_int_equal(sqlite3_exec(opened, "ROLLBACK TO x; RELEASE x", NULL, NULL, NULL), SQLITE_OK);
	}
}

/* --- the same on PostgreSQL, which plans by what it knows of the data: told to avoid reading and sorting whole tables, it
 * still does where it has no index for the question --- */

struct prepared {
	const char *name, *sql;
	int64_t params;
};

static size_t prepared_ones(struct store *s, struct prepared v[STATEMENTS_MAX], struct arena *a)
{
	struct error e = ERROR_INIT;
	bool ok;
	size_t n = 0;
	struct sql_rows *r = sql_query(s->sql, &e,
				       "SELECT name, statement, CAST(COALESCE(array_length(parameter_types, 1), 0) AS BIGINT)"
				       " FROM pg_prepared_statements",
				       "");
	while (sql_next(r, &ok, &e))
		if (n < STATEMENTS_MAX)
			v[n++] = (struct prepared){sql_text(r, 0, a), sql_text(r, 1, a), sql_i64(r, 2)};
	ok_(ok, "prepared statements", &e);
	return n;
}

static const char *explain(const struct prepared *p, struct arena *a)
{
	const char *nulls = "";
	for (int64_t i = 0; i < p->params; i++)
		nulls = arena_printf(a, "%s%sNULL", nulls, i == 0 ? "(" : ", ");
	return arena_printf(a, "EXPLAIN (COSTS OFF) EXECUTE %s%s", p->name, p->params > 0 ? arena_printf(a, "%s)", nulls) : "");
}

static bool reads_large(const char *line)
{
	char word[64];
	const char *at = strstr(line, "Seq Scan on ");
	if (at == NULL || sscanf(at, "Seq Scan on %63s", word) != 1)
		return false;
	for (size_t i = 0; i < sizeof large / sizeof large[0]; i++)
		if (str_eq(word, large[i]))
			return true;
	return false;
}

static const char *wrong_in_postgres(struct store *s, const struct prepared *p, struct arena *a)
{
	struct error e = ERROR_INIT;
	bool ok, sums = strstr(p->sql, "GROUP BY") != NULL;
	size_t limit = SIZE_MAX; /* indentation of the innermost limit so far: a sort below it sorts more than the page */
	const char *wrong = NULL;
	struct sql_rows *r = sql_query(s->sql, &e, explain(p, a), "");
	while (sql_next(r, &ok, &e)) {
		const char *line = sql_text(r, 0, a);
		size_t indent = strspn(line, " ");
		const char *node = line + indent + strspn(line + indent, "-> ");
		if (str_starts(node, "Limit"))
			limit = indent;
		bool sorts = (str_starts(node, "Sort") || str_starts(node, "Incremental Sort")) &&
			     strstr(node, "Key") == NULL && limit < indent && !sums;
		if (wrong == NULL && (reads_large(line) || sorts))
			wrong = line;
	}
	ok_(ok, p->sql, &e);
	return wrong;
}

static const char *wrong_among(struct store *s, const struct prepared *v, size_t n, struct arena *a)
{
	size_t looked = 0;
	for (size_t i = 0; i < n; i++) {
		if (!is_plain(v[i].sql) || !about_large(v[i].sql) || is_allowed(v[i].sql))
			continue;
		looked++;
		const char *wrong = wrong_in_postgres(s, &v[i], a);
		if (wrong != NULL)
			return arena_printf(a, "%s: %s", wrong, v[i].sql);
	}
	assert_true(looked > 30);
	return NULL;
}

static void postgres_has_an_index_for_each(void **state)
{
	static const char *const settings[] = {"SET enable_seqscan = off", "SET enable_sort = off",
					       "SET plan_cache_mode = force_generic_plan"};
	struct backend *b = *state;
	CLEANUP_ARENA struct arena a = ARENA_INIT;
	struct prepared v[STATEMENTS_MAX];
	struct error e = ERROR_INIT;
	if (b->schema[0] == '\0')
		skip();
	ask_all(b->store, &a);
	for (size_t i = 0; i < sizeof settings / sizeof settings[0]; i++)
		OK(sql_run(b->store->sql, &e, NULL, settings[i], ""));
	size_t n = prepared_ones(b->store, v, &a);
	const char *wrong = wrong_among(b->store, v, n, &a);
	if (wrong != NULL)
		fail_msg("%s", wrong);
	OK(sql_run(b->store->sql, &e, NULL, "DROP INDEX facts_live", ""));
	assert_non_null(wrong_among(b->store, v, n, &a));
}

int main(void)
{
	const struct CMUnitTest tests[] = {CASE(what_the_loop_asks_reads_what_it_gives), CASE(a_missing_index_is_seen),
					   CASE(postgres_has_an_index_for_each)};
	sqlite3_auto_extension((void (*)(void))remember);
	return cmocka_run_group_tests_name("store/plans", tests, NULL, NULL);
}

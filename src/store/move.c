#include "store/move.h"

#include <string.h>

#include "base/arena.h"
#include "base/assert.h"
#include "base/cleanup.h"
#include "base/error.h"
#include "store/internal.h"
#include "store/schema.h"

#define COLUMNS_MAX 16

/* feed_state has its one row already; everything else is copied by the list in schema.c. */
static bool target_is_empty(struct sql *to, struct error *e)
{
	for (size_t i = 0; i < schema_n_tables; i++) {
		CLEANUP_ARENA struct arena a = ARENA_INIT;
		bool ok = false;
		struct sql_rows *r =
			sql_query(to, e, arena_printf(&a, "SELECT count(*) FROM %s", schema_tables[i].name), "");
		if (!sql_next(r, &ok, e))
			return false;
		int64_t n = sql_i64(r, 0);
		sql_done(r);
		if (n != 0)
			return error_set(e, ERROR_REFUSED, "the target is not empty: %s has %lld rows",
					 schema_tables[i].name, (long long)n);
	}
	return true;
}

static const char *insert_text(const struct schema_table *t, struct arena *a)
{
	const char *places = "";
	for (size_t i = 0; t->types[i] != '\0'; i++)
		places = arena_printf(a, "%s%s?%zu", places, i > 0 ? ", " : "", i + 1);
	return arena_printf(a, "INSERT INTO %s (%s) VALUES (%s)", t->name, t->columns, places);
}

static void read_values(struct sql_rows *r, const char *types, struct sql_value *v, struct arena *a)
{
	for (int i = 0; types[i] != '\0'; i++) {
		v[i] = (struct sql_value){.type = sql_is_null(r, i) ? '0' : types[i]};
		if (v[i].type == 'i') {
			v[i].number = sql_i64(r, i);
		} else if (v[i].type == 's') {
			v[i].bytes = sql_text(r, i, a);
			v[i].len = strlen(v[i].bytes);
		} else if (v[i].type == 'b') {
			const void *blob = sql_blob_borrow(r, i, &v[i].len);
			void *copy = arena_alloc(a, v[i].len);
			memcpy(copy, blob, v[i].len);
			v[i].bytes = copy;
		}
	}
}

static bool copy_table(struct sql *from, struct sql *to, const struct schema_table *t, int64_t *rows, struct error *e)
{
	CLEANUP_ARENA struct arena texts = ARENA_INIT;
	CLEANUP_ARENA struct arena row = ARENA_INIT;
	const char *insert = insert_text(t, &texts);
	const size_t n = strlen(t->types);
	struct sql_value values[COLUMNS_MAX];
	ASSERT(n <= COLUMNS_MAX);
	bool ok = false;
	struct sql_rows *r = sql_query(from, e, arena_printf(&texts, "SELECT %s FROM %s", t->columns, t->name), "");
	while (sql_next(r, &ok, e)) {
		arena_reset(&row);
		read_values(r, t->types, values, &row);
		if (!sql_run_values(to, e, insert, values, n)) {
			sql_done(r);
			return error_context(e, "table %s", t->name);
		}
		(*rows)++;
	}
	return ok || error_context(e, "table %s", t->name);
}

static bool copy_all(struct store *from, struct store *to, struct store_move *out, struct error *e)
{
	if (!target_is_empty(to->sql, e))
		return false;
	for (size_t i = 0; i < schema_n_tables; i++)
		if (!copy_table(from->sql, to->sql, &schema_tables[i], &out->rows, e))
			return false;
	to->head = from->head;
	struct store_head counted;
	if (!store_recount(to, &counted, e))
		return false;
	if (counted.live != from->head.live || !digest_equal(&counted.digest, &from->head.digest))
		return error_set(e, ERROR_CORRUPT, "the copy's digest differs from the original's");
	out->head = to->head.head;
	out->live = to->head.live;
	out->digest = to->head.digest;
	return true;
}

bool store_move_all(const char *from_address, const char *to_address, struct store_move *out, struct error *e)
{
	struct store *from = NULL;
	struct store *to = NULL;
	*out = (struct store_move){0};
	bool ok = store_open(&from, from_address, e) && store_open(&to, to_address, e) && store_begin(from, e) &&
		  store_begin(to, e) && copy_all(from, to, out, e) && store_commit(to, e);
	if (from != NULL)
		store_rollback(from);
	store_close(from);
	store_close(to);
	return ok;
}

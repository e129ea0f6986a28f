/* A store moved to another one is the same store. */
#include "unit.h"

#include "backends.h"
#include "store/move.h"
#include "store/people.h"
#include "store/schema.h"

#define NOW INT64_C(1773223200)

static void fill(struct store *s)
{
	struct error e = ERROR_INIT;
	char code[CODE_LEN_MAX + 1];
	assert_ok(store_begin(s, &e), e);
	for (int i = 0; i < 300; i++) {
		char id[32];
		snprintf(id, sizeof id, "n-%d", i);
		struct store_put p = {.kind = KIND_NOTICE, .id = id, .source = "staff", .doc = "{\"title\":{\"fi\":\"ä €\"}}", .title = "ä", .now = NOW};
		p.doc_len = strlen(p.doc);
		p.fingerprint[0] = (uint8_t)i; /* also a zero byte in the middle */
		enum store_outcome o;
		assert_ok(store_put(s, &p, &o, &e), e);
		assert_ok(store_code(s, KIND_NOTICE, id, code, &e), e);
		if (i % 3 == 0)
			assert_ok(store_remove(s, KIND_NOTICE, id, NULL, NOW, &o, &e), e);
	}
	assert_ok(store_image_put(s, "ab", "image/png", "a\0b", 3, NOW, &e), e);
	assert_ok(store_commit(s, &e), e);
}

static void everything_arrives_unchanged(void **state)
{
	struct backend *b = *state; /* the target, of the engine under test */
	char source[96];
	struct error e = ERROR_INIT;
	struct store *s = NULL;
	snprintf(source, sizeof source, "sqlite:%s/from.db", b->dir);
	assert_ok(store_open(&s, source, &e), e);
	fill(s);
	struct store_head before = store_head(s);
	struct store_move moved;
	store_close(b->store);
	b->store = NULL;
	/* while a program writes to it, it is not moved */
	assert_false(store_move_all(source, b->address, &moved, &e));
	assert_int_equal(e.kind, ERROR_BUSY);
	store_close(s);
	assert_ok(store_move_all(source, b->address, &moved, &e), e);
	assert_int_equal(moved.head, before.head);
	assert_true(moved.rows > 600);
	/* a target that holds something is left alone */
	assert_false(store_move_all(source, b->address, &moved, &e));
	assert_int_equal(e.kind, ERROR_REFUSED);
	backend_open(b);
	struct store_head after = store_head(b->store);
	assert_int_equal(after.head, before.head);
	assert_int_equal(after.live, 200);
	assert_true(digest_equal(&after.digest, &before.digest));
	struct arena a = ARENA_INIT;
	struct store_image image;
	assert_ok(store_image_get(b->store, "ab", &image, &a, &e), e);
	assert_int_equal(image.len, 3);
	assert_memory_equal(image.bytes, "a\0b", 3);
	struct store_record r;
	assert_ok(store_get(b->store, KIND_NOTICE, "n-1", &r, &a, &e), e);
	assert_string_equal(r.doc, "{\"title\":{\"fi\":\"ä €\"}}");
	assert_non_null(r.code);
	arena_fini(&a);
	for (const char *const *name = (const char *const[]){"from.db", "from.db-wal", "from.db-shm", "from.db.lock", NULL}; *name != NULL; name++) {
		char path[96];
		snprintf(path, sizeof path, "%s/%s", b->dir, *name);
		unlink(path);
	}
}

/* The list of tables is kept by hand; this keeps the hand honest. */
static void every_table_of_the_schema_is_listed(void **state)
{
	(void)state;
	size_t created = 0;
	for (size_t i = 0; i < schema_n_steps; i++)
		for (const char *p = schema_steps[i]; (p = strstr(p, "CREATE TABLE ")) != NULL; p++)
			created++;
	assert_int_equal(schema_n_tables, created - 1); /* all but feed_state */
	for (size_t i = 0; i < schema_n_tables; i++) {
		size_t columns = 1;
		for (const char *p = schema_tables[i].columns; *p != '\0'; p++)
			columns += *p == ',';
		assert_int_equal(strlen(schema_tables[i].types), columns);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(everything_arrives_unchanged),
		cmocka_unit_test(every_table_of_the_schema_is_listed),
	};
	return cmocka_run_group_tests_name("store/move", tests, NULL, NULL);
}

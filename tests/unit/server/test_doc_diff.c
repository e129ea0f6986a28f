/* What changed between two documents, and cells of spreadsheet files. */
#include "unit.h"

#include <string.h>

#include "base/arena.h"
#include "base/cleanup.h"
#include "server/csv.h"
#include "server/staff/doc_diff.h"

static void only_what_differs_is_told(void **state)
{
	CLEANUP_ARENA struct arena a = ARENA_INIT;
	struct doc_change v[DOC_DIFF_MAX];
	(void)state;
	size_t n = doc_diff("{\"title\":{\"fi\":\"Kah\xC2\xADvi\",\"sv\":\"Kaffe\"},\"n\":1,\"phone\":\"040\",\"words_title\":{\"fi\":\"a\"}}",
			    "{\"title\":{\"fi\":\"Kahvi\",\"en\":\"Coffee\"},\"n\":2,\"phone\":\"040\",\"words_title\":{\"fi\":\"b\"}}", v, &a);
	assert_int_equal(n, 3);
	assert_string_equal(v[0].field, "title.en");
	assert_null(v[0].before);
	assert_string_equal(v[0].after, "Coffee");
	assert_string_equal(v[1].field, "title.sv");
	assert_null(v[1].after);
	assert_string_equal(v[2].field, "n");
	assert_string_equal(v[2].before, "1");
	assert_string_equal(v[2].after, "2");
}

static void lists_are_compared_by_place(void **state)
{
	CLEANUP_ARENA struct arena a = ARENA_INIT;
	struct doc_change v[DOC_DIFF_MAX];
	(void)state;
	size_t n = doc_diff("{\"t\":[\"a\",\"b\"],\"s\":[{\"x\":1},{\"x\":2}]}", "{\"t\":[\"a\"],\"s\":[{\"x\":1},{\"x\":3},{\"x\":4}]}", v, &a);
	assert_int_equal(n, 3);
	assert_string_equal(v[0].field, "t");
	assert_string_equal(v[0].before, "[\"a\",\"b\"]");
	assert_string_equal(v[1].field, "s.1.x");
	assert_string_equal(v[2].field, "s.2.x");
	assert_null(v[2].before);
}

static void a_field_may_change_its_shape(void **state)
{
	CLEANUP_ARENA struct arena a = ARENA_INIT;
	struct doc_change v[DOC_DIFF_MAX];
	(void)state;
	assert_int_equal(doc_diff("{\"a\":{\"b\":1}}", "{\"a\":\"x\"}", v, &a), 1);
	assert_string_equal(v[0].field, "a");
	assert_string_equal(v[0].before, "{\"b\":1}");
	assert_int_equal(doc_diff("{\"a\":[{\"b\":1}]}", "{\"a\":{\"b\":1}}", v, &a), 1);
	assert_string_equal(v[0].field, "a");
}

static void what_is_no_document_is_compared_whole(void **state)
{
	CLEANUP_ARENA struct arena a = ARENA_INIT;
	struct doc_change v[DOC_DIFF_MAX];
	(void)state;
	assert_int_equal(doc_diff(NULL, NULL, v, &a), 0);
	assert_int_equal(doc_diff(NULL, "admin", v, &a), 1);
	assert_string_equal(v[0].field, "");
	assert_string_equal(v[0].after, "admin");
	assert_int_equal(doc_diff("{\"a\":1}", NULL, v, &a), 1);
	assert_null(v[0].after);
	assert_int_equal(doc_diff("{broken", "{broken", v, &a), 0);
	assert_int_equal(doc_diff("{}", "{}", v, &a), 0);
}

static void there_is_a_cap_on_fields_and_on_text(void **state)
{
	CLEANUP_ARENA struct arena a = ARENA_INIT;
	CLEANUP_BUF struct buf doc = BUF_INIT;
	struct doc_change v[DOC_DIFF_MAX];
	(void)state;
	buf_puts(&doc, "{\"long\":\"");
	for (int i = 0; i < 1000; i++)
		buf_puts(&doc, "ä");
	buf_puts(&doc, "\"");
	for (int i = 0; i < 100; i++)
		buf_printf(&doc, ",\"f%d\":%d", i, i);
	buf_puts(&doc, "}");
	assert_int_equal(doc_diff(NULL, buf_str(&doc), v, &a), DOC_DIFF_MAX);
	assert_int_equal(strlen(v[0].after), DOC_DIFF_TEXT_BYTES + strlen("…"));
}

static void cells_are_quoted_and_never_formulas(void **state)
{
	struct csv c = CSV_INIT;
	(void)state;
	csv_text(&c, "a");
	csv_text(&c, NULL);
	csv_text(&c, "b,\"c\"");
	csv_number(&c, -3);
	csv_end_row(&c);
	csv_text(&c, "=1+1");
	csv_text(&c, "@x");
	csv_text(&c, "-");
	csv_end_row(&c);
	assert_string_equal(buf_str(&c.out), "\xEF\xBB\xBF" "a,,\"b,\"\"c\"\"\",-3\r\n\"'=1+1\",\"'@x\",\"'-\"\r\n");
	buf_fini(&c.out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(only_what_differs_is_told),
		cmocka_unit_test(lists_are_compared_by_place),
		cmocka_unit_test(a_field_may_change_its_shape),
		cmocka_unit_test(what_is_no_document_is_compared_whole),
		cmocka_unit_test(there_is_a_cap_on_fields_and_on_text),
		cmocka_unit_test(cells_are_quoted_and_never_formulas),
	};
	return cmocka_run_group_tests_name("server/doc_diff", tests, NULL, NULL);
}

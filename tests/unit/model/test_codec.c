#include "unit.h"

#include "model/codec.h"

static const char full_activity[] =
	"{\"kind\":\"activity\",\"id\":\"demo:kahvihetki\",\"doc\":{\"code\":\"7k4m\",\"type\":\"ongoing\",\"status\":"
	"\"cancelled\",\"title\":{\"fi\":\"Omaishoitajien \\\"kahvihetki\\\"\",\"sv\":\"Kaffestund\"},\"place\":\"demo:p1\","
	"\"topics\":[\"peer\",\"old\"],\"age_min\":18,\"attend\":[\"site\",\"online\"],\"reach\":\"regional\",\"schedules\":[{"
	"\"freq\":\"weekly\",\"interval\":2,\"byday\":\"WE\",\"start\":\"2026-03-11T13:00:00\",\"duration_min\":90,\"zone\":"
	"\"Europe/Helsinki\",\"exdates\":[\"2026-12-23T00:00:00\"]}],\"exceptions\":[{\"start\":\"2026-03-25T13:00:00\","
	"\"status\":\"cancelled\",\"note\":{\"fi\":\"Ohjaaja on sairaana\"}}],\"price\":\"free\",\"signup\":\"no\",\"access\":["
	"\"wheelchair\"],\"phone\":\"+358401234567\",\"image\":{\"hash\":\"ab\",\"alt\":{\"fi\":\"Kuppi\"}},\"assured\":"
	"\"2026-03-02\",\"expires_at\":\"2027-01-01T00:00:00Z\",\"from\":{\"source\":\"csv:demo\",\"source_id\":\"kahvihetki\"}}}";

static bool parse(struct record *r, const char *text, struct arena *a, struct error *e)
{
	return record_parse(r, text, strlen(text), a, e);
}

static void same_record_same_bytes(void **state)
{
	(void)state;
	struct arena a = ARENA_INIT;
	struct error e = ERROR_INIT;
	struct record r;
	assert_ok(parse(&r, full_activity, &a, &e), e);
	assert_int_equal(r.activity.attend, ATTEND_SITE | ATTEND_ONLINE);
	assert_int_equal(r.activity.schedules[0].interval, 2);
	assert_string_equal(r.activity.title.v[LANG_FI], "Omaishoitajien \"kahvihetki\"");
	assert_true(r.activity.from.modified_at == INSTANT_NONE);
	struct buf out = BUF_INIT;
	record_line_write(&r, &out);
	assert_string_equal(buf_str(&out), full_activity);
	buf_fini(&out);
	arena_fini(&a);
}

static void refusals_name_the_field(void **state)
{
	(void)state;
	static const struct {
		const char *text, *says;
	} cases[] = {
		{"{\"kind\":\"activity\",\"id\":\"a\",\"doc\":{}}", "title: missing"},
		{"{\"kind\":\"activity\",\"id\":\"a\",\"doc\":{\"title\":{\"fi\":7}}}", "title: fi: not a string"},
		{"{\"kind\":\"activity\",\"id\":\"a\",\"doc\":{\"title\":{\"fi\":\"x\"},\"schedules\":[{\"start\":\"2026-03-11T13:00\"},"
		 "{\"start\":\"noon\"}]}}",
		 "schedules: [1]: start: not a local time"},
		{"{\"kind\":\"activity\",\"id\":\"a\",\"doc\":{\"title\":{\"fi\":\"x\"},\"price\":\"cheap\"}}", "price: 'cheap'"},
		{"{\"kind\":\"activity\",\"id\":\"a b\",\"doc\":{\"title\":{\"fi\":\"x\"}}}", "id: a character"},
		{"{\"kind\":\"place\",\"id\":\"p\",\"doc\":{\"lat\":100,\"lon\":1}}", "not on Earth"},
		{"{\"kind\":\"feature\",\"id\":\"f\",\"doc\":{\"activity\":\"a\",\"from_at\":\"2026-03-11T13:00:00Z\",\"until_at\":"
		 "\"2026-03-11T13:00:00Z\"}}",
		 "until_at: not after"},
		{"{\"kind\":\"poll\",\"id\":\"p\",\"doc\":{\"question\":{\"fi\":\"?\"},\"answers\":[]}}", "answers: 0"},
		{"{\"kind\":\"nothing\",\"id\":\"p\",\"doc\":{}}", "kind"},
		{"{\"kind\":\"place\",\"id\":\"p\"}", "not an object"},
		{"[", "not JSON"},
		{"{} {}", "text after JSON"},
	};
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct arena a = ARENA_INIT;
		struct error e = ERROR_INIT;
		struct record r;
		assert_false(parse(&r, cases[i].text, &a, &e));
		assert_contains(e.text, cases[i].says);
		arena_fini(&a);
	}
}

static void caps_hold(void **state)
{
	(void)state;
	struct arena a = ARENA_INIT;
	struct error e = ERROR_INIT;
	struct record r;
	struct buf deep = BUF_INIT;
	for (int i = 0; i < 40; i++)
		buf_putc(&deep, '[');
	assert_false(parse(&r, buf_str(&deep), &a, &e));
	assert_int_equal(e.kind, ERROR_LIMIT);
	buf_clear(&deep);
	buf_puts(&deep, "{\"kind\":\"activity\",\"id\":\"a\",\"doc\":{\"title\":{\"fi\":\"x\"},\"topics\":[\"a\"");
	for (int i = 0; i < RECORD_LIST_MAX; i++)
		buf_puts(&deep, ",\"a\"");
	buf_puts(&deep, "]}}");
	assert_false(parse(&r, buf_str(&deep), &a, &e));
	assert_int_equal(e.kind, ERROR_LIMIT);
	buf_clear(&deep);
	for (size_t i = 0; i <= RECORD_BYTES_MAX; i++)
		buf_putc(&deep, ' ');
	assert_false(parse(&r, buf_str(&deep), &a, &e));
	assert_int_equal(e.kind, ERROR_LIMIT);
	buf_fini(&deep);
	arena_fini(&a);
}

static void bad_utf8_becomes_the_replacement_character(void **state)
{
	(void)state;
	struct arena a = ARENA_INIT;
	struct error e = ERROR_INIT;
	struct record r;
	assert_ok(parse(&r, "{\"kind\":\"place\",\"id\":\"p\",\"doc\":{\"name\":{\"fi\":\"a\xff" "b\"},\"future\":{\"x\":1}}}", &a, &e), e);
	assert_string_equal(r.place.name.v[LANG_FI], "a\xef\xbf\xbd" "b");
	arena_fini(&a);
}

static void position_is_known_only_with_both_halves(void **state)
{
	(void)state;
	struct arena a = ARENA_INIT;
	struct error e = ERROR_INIT;
	struct record r;
	assert_ok(parse(&r, "{\"kind\":\"place\",\"id\":\"p\",\"doc\":{\"lat\":65.01}}", &a, &e), e);
	assert_false(r.place.has_position);
	assert_ok(parse(&r, "{\"kind\":\"place\",\"id\":\"p\",\"doc\":{\"lat\":65.01,\"lon\":25.47}}", &a, &e), e);
	assert_true(r.place.has_position);
	struct buf out = BUF_INIT;
	record_doc_write(&r, &out);
	assert_string_equal(buf_str(&out), "{\"lat\":65.01,\"lon\":25.47}");
	buf_fini(&out);
	arena_fini(&a);
}

TEST_MAIN(T(same_record_same_bytes), T(refusals_name_the_field), T(caps_hold),
	  T(bad_utf8_becomes_the_replacement_character), T(position_is_known_only_with_both_halves))

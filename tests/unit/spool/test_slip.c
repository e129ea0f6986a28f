#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/error.h"
#include "spool/slip.h"

static struct slip_item item = {
	.title = "Omaishoitajien kahvihetki",
	.organisation = "Oulunseudun Läheiset ry",
	.date = "ke 11.3.2026",
	.time = "klo 13.00–14.30",
	.repeats = "Joka toinen keskiviikko.\nSeuraavan kerran 25.3.",
	.place = "Kaakkurin hyvinvointi\u00ADkeskus",
	.price = "Maksuton.",
	.access = "Pyörätuoli",
	.phone_label = "Soita ryhmän ohjaajalle",
	.phone = "040 123 4567",
	.cancelled = "Peruttu",
};

static struct slip example(void)
{
	return (struct slip){.lang = "fi",
			     .large_text = true,
			     .centre = "Kaakkurin hyvinvointikeskus",
			     .heading = "Oma lista",
			     .items = &item,
			     .n_items = 1,
			     .qr_label = "Lisää tietoa puhelimella",
			     .qr = "https://aula.example/7k4m",
			     .address = "aula.example/7k4m",
			     .advice_name = "Järjestöneuvonta",
			     .advice_phone = "040 123 4567",
			     .advice_hours = "ma–pe klo 9–15",
			     .checked = "Tiedot tarkistettu 2.3.2026.",
			     .printed = "Tulostettu 11.3.2026 klo 12.16."};
}

static void every_field_survives_the_round_trip(void **state)
{
	(void)state;
	struct arena a = ARENA_INIT;
	struct buf first = BUF_INIT, second = BUF_INIT;
	struct error e = ERROR_INIT;
	struct slip s = example(), back;
	assert_true(slip_encode(&s, &first, &e));
	assert_true(slip_decode(first.data, first.len, &a, &back, &e));
	assert_true(back.large_text);
	assert_string_equal(back.items[0].repeats, item.repeats);
	assert_string_equal(back.items[0].cancelled, "Peruttu");
	assert_string_equal(back.printed, s.printed);
	assert_true(slip_encode(&back, &second, &e));
	assert_string_equal(first.data, second.data);
	buf_fini(&first);
	buf_fini(&second);
	arena_fini(&a);
}

static void absent_fields_stay_absent(void **state)
{
	(void)state;
	struct arena a = ARENA_INIT;
	struct slip s;
	const char *json =
		"{\"lang\":\"ar\",\"centre\":\"c\",\"items\":[{\"title\":\"t\",\"price\":\"\"}],\"new\":[1]}";
	assert_true(slip_decode(json, strlen(json), &a, &s, NULL));
	assert_null(s.qr);
	assert_null(s.items[0].price);
	assert_false(s.large_text);
	arena_fini(&a);
}

static void refuses_what_breaks_the_rules(void **state)
{
	(void)state;
	static const char *const cases[][2] = {
		{"", "not JSON"},
		{"{\"lang\":\"fi\"", "not JSON"},
		{"[]", "not a JSON object"},
		{"{\"lang\":\"fi\",\"centre\":\"c\",\"items\":[{\"title\":\"t\"}]} x", "follows"},
		{"{\"centre\":\"c\",\"items\":[{\"title\":\"t\"}]}", "lang is missing"},
		{"{\"lang\":\"fi\",\"items\":[{\"title\":\"t\"}]}", "centre is missing"},
		{"{\"lang\":\"fi\",\"centre\":\"c\"}", "items is not a list"},
		{"{\"lang\":\"fi\",\"centre\":\"c\",\"items\":[]}", "0 items"},
		{"{\"lang\":\"fi\",\"centre\":\"c\",\"items\":[7]}", "item 1 is not an object"},
		{"{\"lang\":\"fi\",\"centre\":\"c\",\"items\":[{}]}", "item 1: title is missing"},
		{"{\"lang\":\"fi\",\"centre\":5,\"items\":[{\"title\":\"t\"}]}", "centre is not a text"},
		{"{\"lang\":\"fi\",\"centre\":\"a\\tb\",\"items\":[{\"title\":\"t\"}]}", "centre is longer"},
		{"{\"lang\":\"fi\",\"centre\":\"\xff\",\"items\":[{\"title\":\"t\"}]}", "centre is longer"},
		{"{\"lang\":\"fi\",\"centre\":\"c\",\"qr\":\"a b\",\"items\":[{\"title\":\"t\"}]}",
		 "printable"},
		{"{\"lang\":\"fi\",\"centre\":\"c\",\"large_text\":1,\"items\":[{\"title\":\"t\"}]}",
		 "true or false"},
	};
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct arena a = ARENA_INIT;
		struct error e = ERROR_INIT;
		struct slip s;
		assert_false(slip_decode(cases[i][0], strlen(cases[i][0]), &a, &s, &e));
		if (strstr(e.text, cases[i][1]) == NULL)
			fail_msg("case %zu says: %s", i, e.text);
		arena_fini(&a);
	}
}

static void caps_hold_both_ways(void **state)
{
	(void)state;
	struct arena a = ARENA_INIT;
	struct buf out = BUF_INIT;
	struct slip s = example(), back;
	struct slip_item many[SLIP_MAX_ITEMS + 1];
	char text[SLIP_MAX_TEXT_BYTES + 2];
	for (size_t i = 0; i <= SLIP_MAX_ITEMS; i++)
		many[i] = (struct slip_item){.title = "t"};
	s.items = many;
	s.n_items = SLIP_MAX_ITEMS;
	assert_true(slip_encode(&s, &out, NULL));
	assert_true(slip_decode(out.data, out.len, &a, &back, NULL));
	s.n_items = SLIP_MAX_ITEMS + 1;
	assert_false(slip_encode(&s, &out, NULL));
	s.n_items = 1;
	memset(text, 'x', sizeof text);
	text[SLIP_MAX_TEXT_BYTES] = '\0';
	many[0].title = text;
	assert_true(slip_encode(&s, &out, NULL));
	text[SLIP_MAX_TEXT_BYTES] = 'x';
	text[SLIP_MAX_TEXT_BYTES + 1] = '\0';
	assert_false(slip_encode(&s, &out, NULL));
	char *huge = arena_alloc(&a, SLIP_MAX_BYTES + 1);
	memset(huge, ' ', SLIP_MAX_BYTES + 1);
	assert_false(slip_decode(huge, SLIP_MAX_BYTES + 1, &a, &back, NULL));
	buf_fini(&out);
	arena_fini(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_field_survives_the_round_trip),
		cmocka_unit_test(absent_fields_stay_absent),
		cmocka_unit_test(refuses_what_breaks_the_rules),
		cmocka_unit_test(caps_hold_both_ways),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

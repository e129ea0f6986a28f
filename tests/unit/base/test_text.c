/* Strings, UTF-8, buffers, arenas, errors. */
#include "unit.h"

#include "base/clock.h"

static void hex_is_exact(void **state)
{
	(void)state;
	assert_true(str_is_hex("09af", 4) && str_is_hex("", 0));
	assert_false(str_is_hex("09af", 3) || str_is_hex("09af", 5) || str_is_hex("09aF", 4) || str_is_hex("09g0", 4));
	assert_false(str_is_hex(NULL, 4) || str_is_hex(NULL, 0));
}

static void numbers_are_whole_strings_or_nothing(void **state)
{
	(void)state;
	int64_t v = 0;
	double d = 0;
	assert_true(str_to_i64("-12", -20, 20, &v));
	assert_int_equal(v, -12);
	assert_false(str_to_i64("12 ", 0, 20, &v));
	assert_false(str_to_i64(" 12", 0, 20, &v));
	assert_false(str_to_i64("21", 0, 20, &v));
	assert_false(str_to_i64("99999999999999999999", 0, INT64_MAX, &v));
	assert_false(str_to_i64("", 0, 20, &v));
	assert_true(str_to_double("1.5e1", 0, 20, &d));
	assert_false(str_to_double("nan", 0, 20, &d));
	assert_false(str_to_double("0x10", 0, 20, &d));
}

static void splits_and_trims(void **state)
{
	(void)state;
	struct arena a = ARENA_INIT;
	struct strs p = str_split(&a, " a, ,b;c ", ",;");
	assert_int_equal(p.n, 3);
	assert_string_equal(p.v[2], "c");
	assert_true(strs_has(&p, "b"));
	assert_int_equal(str_split(&a, "", ",").n, 0);
	arena_fini(&a);
}

static void utf8_refuses_what_unicode_refuses(void **state)
{
	(void)state;
	static const char *const bad[] = {"\xc0\xaf", "\xed\xa0\x80", "\xf4\x90\x80\x80", "\xe4\xb8", "\xff", "\x80"};
	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
		assert_false(utf8_valid(bad[i], strlen(bad[i])));
	const char *good = "Päivää, Ávvir, Доброго, مرحبا, 𐍈";
	assert_true(utf8_valid(good, strlen(good)));
	struct arena a = ARENA_INIT;
	assert_string_equal(utf8_clean(&a, "a\x01\xff\n", 4), "a\xef\xbf\xbd\n");
	size_t at = 0;
	assert_int_equal(utf8_next("ä", 2, &at), 0xe4);
	assert_int_equal(at, 2);
	assert_int_equal(utf8_next("ä", 2, &at), 0);
	char out[4];
	assert_int_equal(utf8_put(0xd800, out), 3);
	arena_fini(&a);
}

static void a_limited_buffer_refuses_and_remembers(void **state)
{
	(void)state;
	struct buf b = {.limit = 5};
	assert_true(buf_puts(&b, "12345"));
	assert_false(buf_putc(&b, '6'));
	assert_true(b.overflowed);
	assert_string_equal(buf_str(&b), "12345");
	buf_fini(&b);
	assert_string_equal(buf_str(&b), "");
}

static void arenas_zero_align_and_reset(void **state)
{
	(void)state;
	struct arena a = ARENA_INIT;
	for (size_t i = 0; i < 1000; i++) {
		unsigned char *p = arena_alloc(&a, i * 13);
		assert_int_equal((uintptr_t)p % _Alignof(max_align_t), 0);
		for (size_t k = 0; k < i * 13; k++)
			assert_int_equal(p[k], 0);
		memset(p, 0xff, i * 13);
	}
	arena_reset(&a);
	assert_int_equal(a.used_bytes, 0);
	assert_int_equal(*(char *)arena_alloc(&a, 1), 0);
	arena_fini(&a);
}

static void context_goes_before_the_reason(void **state)
{
	(void)state;
	struct error e = ERROR_INIT;
	assert_false(error_set(&e, ERROR_INPUT, "not a %s", "date"));
	assert_false(error_context(&e, "line %d", 3));
	assert_string_equal(e.text, "line 3: not a date");
	assert_int_equal(e.kind, ERROR_INPUT);
	assert_false(error_set(NULL, ERROR_INPUT, "x"));
}

static void the_clock_never_goes_below_its_floor(void **state)
{
	(void)state;
	struct clock_source c;
	clock_init_fake(&c, 0); /* a device that wakes in 1970 */
	c.floor_s = 1000;
	assert_int_equal(clock_wall_s(&c), 1000);
	clock_advance_ms(&c, 2000000);
	assert_int_equal(clock_wall_s(&c), 2000);
	assert_int_equal(clock_mono_ms(&c), 2000000);
}

TEST_MAIN(T(numbers_are_whole_strings_or_nothing), T(hex_is_exact), T(splits_and_trims), T(utf8_refuses_what_unicode_refuses),
	  T(a_limited_buffer_refuses_and_remembers), T(arenas_zero_align_and_reset), T(context_goes_before_the_reason),
	  T(the_clock_never_goes_below_its_floor))

/* Content codings: round trip, the bound against bombs, and refusal of damaged streams. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "base/cleanup.h"
#include "base/error.h"
#include "feed/compress.h"

static const enum coding all[] = {CODING_IDENTITY, CODING_GZIP, CODING_ZSTD};

static void sample(struct buf *b, size_t lines)
{
	for (size_t i = 0; i < lines; i++)
		buf_printf(b, "{\"seq\":%zu,\"kind\":\"place\"}\n", i * 7919 % 100003);
}

static void round_trip(void **state)
{
	(void)state;
	for (size_t i = 0; i < 3; i++) {
		CLEANUP_BUF struct buf in = BUF_INIT, packed = BUF_INIT, out = BUF_INIT;
		sample(&in, 20000);
		buf_puts(&out, "before");
		assert_true(compress_bytes(all[i], in.data, in.len, &packed, NULL));
		assert_true(decompress_bytes(all[i], packed.data, packed.len, in.len, &out, NULL));
		assert_int_equal(out.len, in.len + 6);
		assert_memory_equal(out.data + 6, in.data, in.len);
		buf_clear(&packed), buf_clear(&out);
		assert_true(compress_bytes(all[i], "", 0, &packed, NULL));
		assert_true(decompress_bytes(all[i], packed.data, packed.len, 0, &out, NULL));
		assert_int_equal(out.len, 0);
	}
}

static void a_bomb_costs_its_bound_only(void **state)
{
	(void)state;
	CLEANUP_BUF struct buf zeros = BUF_INIT;
	char *at = buf_reserve(&zeros, 32u << 20);
	memset(at, 0, 32u << 20);
	for (size_t i = 1; i < 3; i++) {
		CLEANUP_BUF struct buf packed = BUF_INIT, out = BUF_INIT;
		struct error e = ERROR_INIT;
		assert_true(compress_bytes(all[i], at, 32u << 20, &packed, NULL));
		assert_true(packed.len < 64 * 1024);
		assert_false(decompress_bytes(all[i], packed.data, packed.len, 1u << 20, &out, &e));
		assert_int_equal(e.kind, ERROR_LIMIT);
		assert_true(out.cap <= 3u << 20);
	}
}

static void one_byte_over_the_bound(void **state)
{
	(void)state;
	for (size_t i = 0; i < 3; i++) {
		CLEANUP_BUF struct buf in = BUF_INIT, packed = BUF_INIT, out = BUF_INIT;
		struct error e = ERROR_INIT;
		sample(&in, 9000);
		compress_bytes(all[i], in.data, in.len, &packed, NULL);
		assert_false(decompress_bytes(all[i], packed.data, packed.len, in.len - 1, &out, &e));
		assert_int_equal(e.kind, ERROR_LIMIT);
	}
}

static void damaged_streams_are_refused(void **state)
{
	(void)state;
	for (size_t i = 1; i < 3; i++) {
		CLEANUP_BUF struct buf in = BUF_INIT, packed = BUF_INIT, out = BUF_INIT;
		struct error e = ERROR_INIT;
		sample(&in, 50);
		compress_bytes(all[i], in.data, in.len, &packed, NULL);
		for (size_t n = 0; n < packed.len; n++) {
			assert_false(decompress_bytes(all[i], packed.data, n, in.len, &out, &e));
			assert_int_equal(e.kind, ERROR_INPUT);
			buf_clear(&out);
		}
		assert_false(decompress_bytes(all[i], "<html>portal</html>", 19, in.len, &out, &e));
		buf_clear(&out);
		buf_puts(&packed, "x");
		assert_false(decompress_bytes(all[i], packed.data, packed.len, in.len, &out, &e));
		assert_int_equal(e.kind, ERROR_INPUT);
	}
}

static void words(void **state)
{
	(void)state;
	assert_int_equal(coding_from_word(NULL), CODING_IDENTITY);
	assert_int_equal(coding_from_word("GZIP"), CODING_GZIP);
	assert_int_equal(coding_from_word("zstd"), CODING_ZSTD);
	assert_int_equal(coding_from_word("br"), CODING_UNKNOWN);
	assert_string_equal(coding_word(CODING_ZSTD), "zstd");
	assert_null(coding_word(CODING_IDENTITY));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(round_trip),
		cmocka_unit_test(a_bomb_costs_its_bound_only),
		cmocka_unit_test(one_byte_over_the_bound),
		cmocka_unit_test(damaged_streams_are_refused),
		cmocka_unit_test(words),
	};
	return cmocka_run_group_tests_name("feed/compress", tests, NULL, NULL);
}

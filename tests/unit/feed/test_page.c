/* Pages: what is written is read back; whatever is not exactly that is refused for the right reason. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/error.h"
#include "feed/page.h"
#include "model/codec.h"

static struct signing_key key;

static int setup(void **state)
{
	(void)state;
	feed_init();
	signing_key_generate(&key);
	return 0;
}

static struct feed_trailer trailer(int64_t after, int64_t to, int64_t head)
{
	struct feed_trailer t = {
		.after = after, .to = to, .head = head, .more = to < head, .live = 2, .at = 1763800000};
	struct digest d = DIGEST_EMPTY;
	digest_add(&d, "activity", "x:1", 3);
	digest_to_hex(&d, t.digest);
	return t;
}

#define DOC "{\"title\":{\"fi\":\"Lukupiiri \\\"},{\"}}"

static void write_page(struct buf *b)
{
	struct feed_trailer t = trailer(2, 5, 5);
	feed_page_put(b, 3, "activity", "x:1", DOC, strlen(DOC));
	feed_page_gone(b, 4, "feature", "staff:f-19");
	feed_page_put(b, 5, "hologram", "x:9", "{}", 2);
	feed_page_finish(b, &t, &key);
}

static void written_is_read_back(void **state)
{
	(void)state;
	CLEANUP_BUF struct buf b = BUF_INIT;
	CLEANUP_ARENA struct arena a = ARENA_INIT;
	struct feed_page p;
	struct error e = ERROR_INIT;
	write_page(&b);
	assert_true(feed_page_read(&p, b.data, b.len, key.public_hex, 2, &a, &e));
	assert_int_equal(p.n_items, 3);
	assert_int_equal(p.items[0].seq, 3);
	assert_int_equal(p.items[0].kind, KIND_ACTIVITY);
	assert_string_equal(p.items[0].id, "x:1");
	assert_int_equal(p.items[0].doc_len, strlen(DOC));
	assert_memory_equal(p.items[0].doc, DOC, strlen(DOC));
	assert_true(p.items[1].gone);
	assert_null(p.items[1].doc);
	assert_int_equal(p.items[2].kind, KIND_NONE);
	assert_string_equal(p.items[2].kind_word, "hologram");
	assert_int_equal(p.trailer.head, 5);
	assert_int_equal(p.trailer.live, 2);
	assert_int_equal(p.trailer.at, 1763800000);
	assert_false(p.trailer.more);
	assert_string_equal(p.trailer.key, key.public_hex);
}

static void an_empty_page_is_a_page(void **state)
{
	(void)state;
	CLEANUP_BUF struct buf b = BUF_INIT;
	CLEANUP_ARENA struct arena a = ARENA_INIT;
	struct feed_page p;
	struct feed_trailer t = trailer(5, 5, 5);
	feed_page_finish(&b, &t, &key);
	assert_true(feed_page_read(&p, b.data, b.len, key.public_hex, 5, &a, NULL));
	assert_int_equal(p.n_items, 0);
}

static void every_flipped_byte_is_refused(void **state)
{
	(void)state;
	CLEANUP_BUF struct buf b = BUF_INIT;
	struct feed_page p;
	write_page(&b);
	for (size_t i = 0; i < b.len; i++) {
		CLEANUP_ARENA struct arena a = ARENA_INIT;
		b.data[i] ^= 1;
		assert_false(feed_page_read(&p, b.data, b.len, key.public_hex, 2, &a, NULL));
		b.data[i] ^= 1;
	}
}

static void every_cut_is_refused(void **state)
{
	(void)state;
	CLEANUP_BUF struct buf b = BUF_INIT;
	struct feed_page p;
	struct error e;
	write_page(&b);
	for (size_t n = 0; n < b.len; n++) {
		CLEANUP_ARENA struct arena a = ARENA_INIT;
		assert_false(feed_page_read(&p, b.data, n, key.public_hex, 2, &a, &e));
		assert_int_equal(e.kind, ERROR_INPUT);
	}
}

static void other_things_than_pages_are_not_trusted(void **state)
{
	(void)state;
	CLEANUP_ARENA struct arena a = ARENA_INIT;
	CLEANUP_BUF struct buf b = BUF_INIT;
	struct feed_page p;
	struct error e;
	static const char portal[] = "<html><body>Log in to the hotel network</body></html>";
	assert_false(feed_page_read(&p, portal, sizeof portal - 1, key.public_hex, 0, &a, &e));
	assert_int_equal(e.kind, ERROR_INPUT);
	write_page(&b);
	buf_putc(&b, '\n');
	assert_false(feed_page_read(&p, b.data, b.len, key.public_hex, 2, &a, &e));
	assert_int_equal(e.kind, ERROR_INPUT);
	b.len--;
	assert_false(feed_page_read(&p, b.data, b.len, key.public_hex, 1, &a, &e)); /* mix-and-match */
	assert_int_equal(e.kind, ERROR_TRUST);
	struct signing_key other;
	signing_key_generate(&other);
	assert_false(feed_page_read(&p, b.data, b.len, other.public_hex, 2, &a, &e));
	assert_int_equal(e.kind, ERROR_TRUST);
}

static void a_signed_page_that_contradicts_itself_is_refused(void **state)
{
	(void)state;
	static const struct {
		int64_t after, to, head, seq1, seq2;
		bool more;
	} bad[] = {
		{2, 5, 5, 4, 4, false}, /* same seq twice */
		{2, 5, 5, 5, 4, false}, /* falls */
		{2, 5, 5, 2, 4, false}, /* not after `after` */
		{2, 5, 5, 4, 6, false}, /* past `to` */
		{2, 6, 5, 4, 5, false}, /* to past head */
		{2, 5, 6, 4, 5, false}, /* says complete, is not */
		{2, 5, 5, 4, 5, true},
	};
	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
		CLEANUP_BUF struct buf b = BUF_INIT;
		CLEANUP_ARENA struct arena a = ARENA_INIT;
		struct feed_page p;
		struct error e = ERROR_INIT;
		struct feed_trailer t = trailer(bad[i].after, bad[i].to, bad[i].head);
		t.more = bad[i].more;
		feed_page_put(&b, bad[i].seq1, "place", "x:1", "{}", 2);
		feed_page_put(&b, bad[i].seq2, "place", "x:2", "{}", 2);
		feed_page_finish(&b, &t, &key);
		assert_false(feed_page_read(&p, b.data, b.len, key.public_hex, bad[i].after, &a, &e));
		assert_int_equal(e.kind, ERROR_TRUST);
	}
}

static void signed_lines_of_another_shape_are_refused(void **state)
{
	(void)state;
	static const char *const lines[] = {
		"",
		"{}",
		"{\"seq\":3,\"kind\":\"place\",\"id\":\"x\",\"doc\":[]}",
		"{\"seq\":03,\"kind\":\"place\",\"id\":\"x\",\"doc\":{}}",
		"{\"seq\":-3,\"kind\":\"place\",\"id\":\"x\",\"doc\":{}}",
		"{\"seq\":99999999999999999999,\"kind\":\"place\",\"id\":\"x\",\"doc\":{}}",
		"{\"seq\":3,\"kind\":\"PLACE\",\"id\":\"x\",\"doc\":{}}",
		"{\"seq\":3,\"kind\":\"place\",\"id\":\"a b\",\"doc\":{}}",
		"{\"seq\":3,\"kind\":\"place\",\"id\":\"\",\"doc\":{}}",
		"{\"seq\":3,\"kind\":\"place\",\"id\":\"x\",\"gone\":false}",
		"{\"seq\":3,\"kind\":\"place\",\"id\":\"x\",\"gone\":true} ",
		"{\"seq\":3,\"kind\":\"place\",\"id\":\"x\",\"doc\":{}",
	};
	for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i++) {
		CLEANUP_BUF struct buf b = BUF_INIT;
		CLEANUP_ARENA struct arena a = ARENA_INIT;
		struct feed_page p;
		struct error e = ERROR_INIT;
		struct feed_trailer t = trailer(2, 5, 5);
		buf_printf(&b, "%s\n", lines[i]);
		feed_page_finish(&b, &t, &key);
		assert_false(feed_page_read(&p, b.data, b.len, key.public_hex, 2, &a, &e));
		assert_int_equal(e.kind, ERROR_INPUT);
	}
}

static void caps_hold(void **state)
{
	(void)state;
	CLEANUP_BUF struct buf b = BUF_INIT;
	CLEANUP_ARENA struct arena a = ARENA_INIT;
	struct feed_page p;
	struct error e = ERROR_INIT;
	struct feed_trailer t = trailer(0, FEED_LIMIT_MAX + 1, FEED_LIMIT_MAX + 1);
	for (int i = 1; i <= FEED_LIMIT_MAX + 1; i++)
		feed_page_gone(&b, i, "place", "x:1");
	feed_page_finish(&b, &t, &key);
	assert_false(feed_page_read(&p, b.data, b.len, key.public_hex, 0, &a, &e));
	assert_int_equal(e.kind, ERROR_LIMIT);
	buf_clear(&b);
	t = trailer(0, 1, 1);
	while (b.len < FEED_PAGE_BYTES_MAX)
		buf_puts(&b, "{\"seq\":1,\"kind\":\"place\",\"id\":\"x\",\"doc\":{}}\n");
	feed_page_finish(&b, &t, &key);
	assert_false(feed_page_read(&p, b.data, b.len, key.public_hex, 0, &a, &e));
	assert_int_equal(e.kind, ERROR_LIMIT);
}

static void ids(void **state)
{
	(void)state;
	char longest[RECORD_ID_MAX + 2];
	assert_true(feed_id_ok("le:helsinki:abc~!"));
	assert_false(feed_id_ok(NULL));
	assert_false(feed_id_ok(""));
	assert_false(feed_id_ok("a b"));
	assert_false(feed_id_ok("a\"b"));
	assert_false(feed_id_ok("a\\b"));
	assert_false(feed_id_ok("ä"));
	memset(longest, 'x', sizeof longest);
	longest[RECORD_ID_MAX] = '\0';
	assert_true(feed_id_ok(longest));
	longest[RECORD_ID_MAX] = 'x', longest[RECORD_ID_MAX + 1] = '\0';
	assert_false(feed_id_ok(longest));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(written_is_read_back),
		cmocka_unit_test(an_empty_page_is_a_page),
		cmocka_unit_test(every_flipped_byte_is_refused),
		cmocka_unit_test(every_cut_is_refused),
		cmocka_unit_test(other_things_than_pages_are_not_trusted),
		cmocka_unit_test(a_signed_page_that_contradicts_itself_is_refused),
		cmocka_unit_test(signed_lines_of_another_shape_are_refused),
		cmocka_unit_test(caps_hold),
		cmocka_unit_test(ids),
	};
	return cmocka_run_group_tests_name("feed/page", tests, setup, NULL);
}

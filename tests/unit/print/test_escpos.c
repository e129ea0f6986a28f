#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"
#include "print/escpos.h"
#include "print/paper.h"

static enum printer_state after(const uint8_t *replies, const int *questions, size_t n)
{
	struct escpos_reader r = {0};
	for (size_t i = 0; i < n; i++) {
		r.asked = questions[i];
		assert_int_equal(escpos_read(&r, replies[i]), ESCPOS_REPLY);
	}
	return escpos_status_state(&r.status);
}

static void replies_add_up_to_a_state(void **state)
{
	(void)state;
	static const struct {
		const char *name;
		uint8_t paper, offline, fault;
		enum printer_state want;
	} cases[] = {
		{"fine", 0x12, 0x12, 0x12, PRINTER_READY},
		{"near end", 0x1e, 0x12, 0x12, PRINTER_NEAR_END},
		{"paper end", 0x7e, 0x32, 0x12, PRINTER_OUT_OF_PAPER},
		{"paper end by the cause only", 0x12, 0x32, 0x12, PRINTER_OUT_OF_PAPER},
		{"cover open", 0x12, 0x16, 0x12, PRINTER_COVER_OPEN},
		{"cover open and no paper", 0x7e, 0x36, 0x12, PRINTER_COVER_OPEN},
		{"cutter", 0x12, 0x52, 0x1a, PRINTER_ERROR},
		{"unrecoverable", 0x12, 0x12, 0x32, PRINTER_ERROR},
	};
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		const uint8_t replies[] = {cases[i].paper, cases[i].offline, cases[i].fault};
		const int questions[] = {4, 2, 3};
		enum printer_state got = after(replies, questions, 3);
		if (got != cases[i].want)
			fail_msg("%s: %s", cases[i].name, printer_state_word(got));
	}
	struct escpos_status none = {0};
	assert_int_equal(escpos_status_state(&none), PRINTER_UNKNOWN);
}

static void watch_messages_are_told_from_replies(void **state)
{
	(void)state;
	struct escpos_reader r = {.watching = true, .asked_done = true};
	static const uint8_t out_of_paper[] = {0x18, 0x00, 0x0f, 0x0f}, fine[] = {0x10, 0, 0, 0x0f};
	for (int i = 0; i < 4; i++)
		assert_int_equal(escpos_read(&r, out_of_paper[i]), i < 3 ? ESCPOS_NOTHING : ESCPOS_WATCH);
	assert_int_equal(escpos_status_state(&r.status), PRINTER_OUT_OF_PAPER);
	assert_true(r.asked_done); /* its plain bytes are not the answer to GS r */
	for (int i = 0; i < 4; i++)
		escpos_read(&r, fine[i]);
	assert_int_equal(escpos_status_state(&r.status), PRINTER_READY);
	assert_int_equal(escpos_read(&r, 0x00), ESCPOS_DONE);
	assert_int_equal(escpos_read(&r, 0x00), ESCPOS_GARBAGE);
}

static void a_reply_between_the_bytes_of_a_message_drops_the_message(void **state)
{
	(void)state;
	struct escpos_reader r = {.watching = true, .asked = 4};
	escpos_read(&r, 0x10);
	escpos_read(&r, 0x00);
	assert_int_equal(escpos_read(&r, 0x12), ESCPOS_REPLY);
	assert_int_equal(r.n_part, 0);
	assert_false(r.status.have_watch);
}

static void any_bytes_are_survived(void **state)
{
	(void)state;
	struct escpos_reader r = {.watching = true, .asked_done = true};
	uint32_t x = 12345;
	for (int i = 0; i < 200000; i++) {
		x = x * 1664525u + 1013904223u;
		r.asked = (int)(x >> 30);
		escpos_read(&r, (uint8_t)(x >> 16));
		assert_in_range(r.n_part, 0, 3);
		assert_in_range(escpos_status_state(&r.status), 0, PRINTER_STATE_COUNT - 1);
	}
}

static void nothing_asked_means_garbage(void **state)
{
	(void)state;
	struct escpos_reader r = {0};
	assert_int_equal(escpos_read(&r, 0x12), ESCPOS_GARBAGE);
	assert_int_equal(escpos_read(&r, 0x00), ESCPOS_GARBAGE);
	assert_int_equal(escpos_read(&r, 0xff), ESCPOS_GARBAGE);
	assert_int_equal(escpos_read(&r, 0x11), ESCPOS_NOTHING); /* XON */
}

static void bands_hold_every_row(void **state)
{
	(void)state;
	struct paper p;
	struct buf b = BUF_INIT;
	paper_init(&p, 20, ESCPOS_BAND_ROWS + 3);
	paper_fill(&p, RECT(19, ESCPOS_BAND_ROWS + 2, 1, 1), true);
	escpos_rows(&b, &p, 0, p.h);
	const uint8_t *d = (const uint8_t *)b.data;
	static const uint8_t first[] = {0x1d, 'v', '0', 0, 3, 0, ESCPOS_BAND_ROWS, 0};
	static const uint8_t second[] = {0x1d, 'v', '0', 0, 3, 0, 3, 0};
	size_t at = 8 + 3 * ESCPOS_BAND_ROWS;
	assert_memory_equal(d, first, 8);
	assert_memory_equal(d + at, second, 8);
	assert_int_equal(b.len, at + 8 + 9);
	assert_int_equal(d[b.len - 1], 0x10); /* dot 19: fourth from the left in the third byte */
	paper_fini(&p);
	buf_fini(&b);
}

static void recovery_completes_any_band(void **state)
{
	(void)state;
	struct buf b = BUF_INIT;
	escpos_recover(&b, 72);
	for (size_t i = 0; i < (size_t)72 * ESCPOS_BAND_ROWS; i++)
		assert_int_equal(b.data[i], 0);
	assert_memory_equal(b.data + (size_t)72 * ESCPOS_BAND_ROWS, "\x1b@\x1c.", 4);
	buf_fini(&b);
}

static void drawing_is_clipped(void **state)
{
	(void)state;
	struct paper p;
	static const uint8_t mask[4] = {255, 127, 128, 0};
	paper_init(&p, 10, 4);
	paper_fill(&p, RECT(-5, -5, 100, 7), true);
	assert_true(paper_dot(&p, 9, 1));
	assert_false(paper_dot(&p, 0, 2));
	paper_mask(&p, 9, 3, mask, 2, 2, 2, true);
	paper_mask(&p, 0, 2, mask, 2, 2, 2, true);
	assert_true(paper_dot(&p, 9, 3));
	assert_true(paper_dot(&p, 0, 2));
	assert_false(paper_dot(&p, 1, 2)); /* less than half covered */
	assert_true(paper_dot(&p, 0, 3));
	paper_frame(&p, RECT(-2, -2, 20, 20), 2, 4);
	assert_false(paper_dot(&p, 10, 0));
	paper_grow(&p, PAPER_MAX_H + 50);
	assert_int_equal(p.h, PAPER_MAX_H);
	paper_fini(&p);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(replies_add_up_to_a_state),
		cmocka_unit_test(watch_messages_are_told_from_replies),
		cmocka_unit_test(a_reply_between_the_bytes_of_a_message_drops_the_message),
		cmocka_unit_test(any_bytes_are_survived),
		cmocka_unit_test(nothing_asked_means_garbage),
		cmocka_unit_test(bands_hold_every_row),
		cmocka_unit_test(recovery_completes_any_band),
		cmocka_unit_test(drawing_is_clipped),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

/* The heartbeat: written when due, told what the glass shows, and never by the loop itself. */
#include "unit.h"

#include "base/clock.h"
#include "base/error.h"
#include "kiosk/beat.h"
#include "spool/report.h"
#include "support/folder_case.h"

#define T0 1773223200

static const struct beat_device DEVICE = {.width = 1080, .height = 1920, .version = "1.2", .display_ok = true};

static struct beat_now at(int64_t ms)
{
	return (struct beat_now){ms, T0 + ms / 1000};
}

static struct beat *begin(void)
{
	struct error e = ERROR_INIT;
	struct beat *b = beat_new(folder, &DEVICE, at(0), &e);
	assert_non_null(b);
	return b;
}

/* beat_free waits for the writer, so the file is the last one handed over. */
static struct heartbeat end(struct beat *b)
{
	struct heartbeat h;
	struct error e = ERROR_INIT;
	beat_free(b);
	if (!heartbeat_read(folder, &h, &e))
		fail_msg("%s", e.text);
	return h;
}

static void sound_that_is_missing_is_told_at_once(void **state)
{
	(void)state;
	struct beat *b = begin();
	beat_frame(b, 7, 3, at(0));
	assert_true(beat_tick(b, at(0)));
	assert_false(beat_tick(b, at(1000)));
	beat_sound(b, "no-device");
	assert_true(beat_tick(b, at(2000)));
	beat_sound(b, "no-device");
	assert_false(beat_tick(b, at(3000)));
	struct heartbeat h = end(b);
	assert_string_equal(h.sound, "no-device");
}

static void nothing_is_told_before_a_picture_stands(void **state)
{
	(void)state;
	struct beat *b = begin();
	struct heartbeat h;
	assert_false(beat_tick(b, at(0)));
	assert_false(beat_tick(b, at(5 * BEAT_EVERY_MS)));
	beat_free(b);
	assert_false(heartbeat_read(folder, &h, &(struct error){0}));
}

static void it_tells_what_the_glass_shows(void **state)
{
	(void)state;
	struct beat *b = begin();
	beat_frame(b, 41, 7, at(1000));
	beat_touch(b, at(2000));
	beat_frame(b, 41, 3, at(2000));
	assert_true(beat_tick(b, at(3000)));
	struct heartbeat h = end(b);
	assert_int_equal(h.displayed_seq, 41);
	assert_int_equal(h.displayed_at_s, T0 + 1);
	assert_int_equal(h.last_frame_s, T0 + 2);
	assert_int_equal(h.last_touch_s, T0 + 2);
	assert_int_equal(h.frames, 2);
	assert_int_equal(h.slowest_frame_ms, 7);
	assert_int_equal(h.width, 1080);
	assert_true(h.memory_kb > 0);
	assert_true(h.display_ok);
	assert_false(h.safe_screen);
	assert_string_equal(h.version, "1.2");
}

static void once_a_minute_or_at_new_content(void **state)
{
	(void)state;
	struct beat *b = begin();
	beat_frame(b, 41, 1, at(0));
	assert_true(beat_tick(b, at(0)));
	beat_frame(b, 41, 1, at(10000));
	assert_false(beat_tick(b, at(10000)));
	assert_false(beat_tick(b, at(BEAT_EVERY_MS - 1)));
	assert_true(beat_tick(b, at(BEAT_EVERY_MS)));
	beat_frame(b, 42, 1, at(BEAT_EVERY_MS + 500));
	assert_true(beat_tick(b, at(BEAT_EVERY_MS + 500)));
	assert_int_equal(end(b).displayed_seq, 42);
}

static void a_clock_that_is_not_set_tells_nothing(void **state)
{
	(void)state;
	struct beat *b = begin();
	beat_frame(b, 41, 1, (struct beat_now){0, INSTANT_NONE});
	assert_false(beat_tick(b, (struct beat_now){0, INSTANT_NONE}));
	assert_true(beat_tick(b, at(1000)));
	beat_free(b);
}

static void a_missing_folder_stops_nothing(void **state)
{
	(void)state;
	struct error e = ERROR_INIT;
	struct beat *b = beat_new("/nonexistent/report", &DEVICE, at(0), &e);
	assert_non_null(b);
	beat_frame(b, 41, 1, at(0));
	assert_true(beat_tick(b, at(0)));
	assert_true(beat_tick(b, at(BEAT_EVERY_MS)));
	beat_free(b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {FOLDER_CASE(sound_that_is_missing_is_told_at_once),
					   FOLDER_CASE(nothing_is_told_before_a_picture_stands),
					   FOLDER_CASE(it_tells_what_the_glass_shows), FOLDER_CASE(once_a_minute_or_at_new_content),
					   FOLDER_CASE(a_clock_that_is_not_set_tells_nothing),
					   FOLDER_CASE(a_missing_folder_stops_nothing)};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

/* How long building and drawing take. Prints; only fails when drawing is absurdly slow, so that a busy
 * machine does not. */
#include "home.h"

#include "support/measure.h"
#include "ui/draw.h"

#define ROUNDS 40

static void redraw_of_a_home_screen(void **state)
{
	(void)state;
	struct bench b;
	double build[ROUNDS], full[ROUNDS], press[ROUNDS], still[ROUNDS], fade[ROUNDS];
	double start = measure_wall_ms();
	bench_open(&b, 1080, 1920, false);
	struct canvas *c = canvas_new(1080, 1920);
	home_build(bench_frame(&b, THEME_LIGHT));
	frame_end(&b.f);
	canvas_draw(c, &b.ui, &b.f, NULL);
	print_message("first picture, fonts opened: %.2f ms\n", measure_wall_ms() - start);
	for (int i = 0; i < ROUNDS; i++) {
		double t0 = measure_wall_ms();
		home_build(bench_frame(&b, THEME_LIGHT));
		frame_end(&b.f);
		double t1 = measure_wall_ms();
		canvas_invalidate(c);
		canvas_draw(c, &b.ui, &b.f, NULL);
		double t2 = measure_wall_ms();
		assert_int_equal(canvas_draw(c, &b.ui, &b.f, NULL), 0);
		double t3 = measure_wall_ms();
		canvas_draw(c, &b.ui, &b.f, &(struct draw_state){.pressed = node_key("topic:3")});
		double t4 = measure_wall_ms();
		canvas_invalidate(c);
		canvas_hold(c, MOTION_FADE, RECT(0, 0, 0, 0), 160, 0);
		canvas_draw(c, &b.ui, &b.f, NULL);
		double t5 = measure_wall_ms();
		canvas_step(c, 80);
		double t6 = measure_wall_ms();
		canvas_step(c, 160);
		build[i] = t1 - t0;
		full[i] = t2 - t1;
		still[i] = t3 - t2;
		press[i] = t4 - t3;
		fade[i] = t6 - t5;
	}
	double full_ms = measure_median(full, ROUNDS);
	print_message("build %.2f ms, full draw %.2f ms, press %.2f ms, nothing changed %.2f ms, fade step "
		      "%.2f ms, nodes %d\n",
		      measure_median(build, ROUNDS), full_ms, measure_median(press, ROUNDS), measure_median(still, ROUNDS), measure_median(fade, ROUNDS), b.f.n);
	assert_true(full_ms < 500);
	canvas_free(c);
	bench_close(&b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(redraw_of_a_home_screen)};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

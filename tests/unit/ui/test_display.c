/* The window on SDL's dummy driver: what is shown in every rotation, what touches and keys become. */
#include "home.h"

#include <SDL.h>
#include <dlfcn.h>

#include "ui/display.h"
#include "ui/draw.h"

/* In place of SDL's own, to play drivers that cannot be had here. */
static const char *driver = "dummy";
static bool has_pixels = true;

const char *SDL_GetCurrentVideoDriver(void)
{
	return driver;
}

SDL_Surface *SDL_GetWindowSurface(SDL_Window *w)
{
	SDL_Surface *(*real)(SDL_Window *);
	*(void **)&real = dlsym(RTLD_NEXT, "SDL_GetWindowSurface");
	return has_pixels ? real(w) : NULL;
}

struct shown {
	struct bench b;
	struct canvas *c;
	struct display *d;
};

static void open_turned(struct shown *s, int rotation)
{
	struct error e = ERROR_INIT;
	setenv("SDL_VIDEODRIVER", "dummy", 1);
	bench_open(&s->b, 320, 240, false);
	metrics_init(
		&s->b.m,
		&(struct metrics_in){.panel_w = 320, .panel_h = 240, .rotation = rotation, .px_per_mm = 2.7});
	s->c = canvas_new(s->b.m.w, s->b.m.h);
	s->d = display_open(&(struct display_config){.title = "test", .w = 320, .h = 240}, &e);
	if (s->d == NULL)
		fail_msg("%s", e.text);
	int w, h;
	display_size(s->d, &w, &h);
	assert_int_equal(w, 320);
	assert_int_equal(h, 240);
	SDL_FlushEvents(SDL_FIRSTEVENT, SDL_LASTEVENT);
}

static void close_shown(struct shown *s)
{
	display_close(s->d);
	canvas_free(s->c);
	bench_close(&s->b);
}

static void draw_corner(struct shown *s, colour ink)
{
	struct frame *f = bench_frame(&s->b, THEME_LIGHT);
	node_fill(f, RECT(0, 0, 40, 20), ink); /* upper left of the picture */
	frame_end(f);
	canvas_draw(s->c, &s->b.ui, f, NULL);
	display_present(s->d, s->c, &s->b.m);
}

static void the_picture_is_turned_on_the_panel(void **state)
{
	(void)state;
	for (int rotation = 0; rotation < 360; rotation += 90) {
		struct shown s;
		open_turned(&s, rotation);
		draw_corner(&s, 0xFFFF0000u);
		SDL_Window *w = NULL;
		for (uint32_t id = 1; id < 50 && w == NULL; id++)
			w = SDL_GetWindowFromID(id);
		SDL_Surface *surface = SDL_GetWindowSurface(w);
		for (int y = 0; y < 240; y += 7) {
			for (int x = 0; x < 320; x += 7) {
				int lx, ly;
				metrics_to_logical(&s.b.m, x, y, &lx, &ly);
				uint32_t raw;
				memcpy(&raw, (uint8_t *)surface->pixels + y * surface->pitch + x * 4, 4);
				assert_int_equal(raw & 0xFFFFFF,
						 canvas_pixels(s.c)[ly * canvas_w(s.c) + lx] & 0xFFFFFF);
			}
		}
		close_shown(&s);
	}
}

static bool next_input(struct shown *s, struct input *in)
{
	for (int i = 0; i < 20; i++)
		if (display_wait(s->d, &s->b.m, 10, in) && in->kind != INPUT_EXPOSE)
			return true;
	return false;
}

static void touches_arrive_in_the_pictures_own_px(void **state)
{
	(void)state;
	struct shown s;
	struct input in;
	open_turned(&s, 90); /* picture 240 × 320 */
	SDL_Event ev = {.tfinger = {.type = SDL_FINGERDOWN, .fingerId = 3, .x = 0.75f, .y = 0.25f}};
	SDL_PushEvent(&ev);
	assert_true(next_input(&s, &in));
	assert_int_equal(in.kind, INPUT_DOWN);
	assert_int_equal(in.contact, 3);
	assert_int_equal(in.x, 60);
	assert_int_equal(in.y, 320 - 1 - 240);
	ev = (SDL_Event){.button = {.type = SDL_MOUSEBUTTONUP, .button = SDL_BUTTON_LEFT, .x = 319, .y = 0}};
	SDL_PushEvent(&ev);
	assert_true(next_input(&s, &in));
	assert_int_equal(in.kind, INPUT_UP);
	assert_int_equal(in.x, 0);
	assert_int_equal(in.y, 0);
	close_shown(&s);
}

static void only_the_left_button_and_its_drag_count(void **state)
{
	(void)state;
	struct shown s;
	struct input in;
	open_turned(&s, 0);
	SDL_Event ev = {.button = {.type = SDL_MOUSEBUTTONDOWN, .button = SDL_BUTTON_RIGHT}};
	SDL_PushEvent(&ev);
	ev = (SDL_Event){.motion = {.type = SDL_MOUSEMOTION, .state = 0, .x = 5, .y = 5}};
	SDL_PushEvent(&ev);
	assert_false(next_input(&s, &in));
	ev = (SDL_Event){.motion = {.type = SDL_MOUSEMOTION, .state = SDL_BUTTON_LMASK, .x = 5, .y = 6}};
	SDL_PushEvent(&ev);
	assert_true(next_input(&s, &in));
	assert_int_equal(in.kind, INPUT_MOVE);
	assert_int_equal(in.y, 6);
	close_shown(&s);
}

static void keys_have_names_and_do_not_repeat(void **state)
{
	(void)state;
	struct shown s;
	struct input in;
	open_turned(&s, 0);
	SDL_Event ev = {.key = {.type = SDL_KEYDOWN, .keysym = {.sym = SDLK_DOWN}}};
	SDL_PushEvent(&ev);
	ev.key.repeat = 1;
	SDL_PushEvent(&ev);
	assert_true(next_input(&s, &in));
	assert_int_equal(in.kind, INPUT_KEY);
	assert_string_equal(in.key, "Down");
	assert_false(next_input(&s, &in));
	close_shown(&s);
}

static void a_wake_ends_the_wait(void **state)
{
	(void)state;
	struct shown s;
	struct input in;
	open_turned(&s, 0);
	display_wake(s.d);
	assert_true(next_input(&s, &in));
	assert_int_equal(in.kind, INPUT_WAKE);
	assert_false(display_wait(s.d, &s.b.m, 5, &in));
	close_shown(&s);
}

/* KMS/DRM and Wayland give a window no pixels of its own: SDL must be let to use a texture, whatever the unit's environment says. */
static void the_console_shows_through_a_texture(void **state)
{
	static const char *const wanted[][2] = {{"x11", "0"}, {"KMSDRM", "opengles2"}, {"wayland", "opengles2"}};
	(void)state;
	setenv("SDL_FRAMEBUFFER_ACCELERATION", "0", 1);
	for (size_t i = 0; i < 3; i++) {
		struct shown s;
		driver = wanted[i][0];
		open_turned(&s, 0);
		assert_string_equal(SDL_GetHint(SDL_HINT_FRAMEBUFFER_ACCELERATION), wanted[i][1]);
		close_shown(&s);
	}
	driver = "dummy";
}

static void without_pixels_nothing_is_said_to_be_shown(void **state)
{
	(void)state;
	struct shown s;
	struct error e = ERROR_INIT;
	open_turned(&s, 0);
	draw_corner(&s, 0xFFFF0000u);
	assert_true(display_present(s.d, s.c, &s.b.m));
	has_pixels = false;
	assert_false(display_present(s.d, s.c, &s.b.m));
	assert_null(display_open(&(struct display_config){.title = "test", .w = 320, .h = 240}, &e));
	assert_non_null(strstr(e.text, "no picture on dummy"));
	has_pixels = true;
	assert_true(display_present(s.d, s.c, &s.b.m));
	close_shown(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_picture_is_turned_on_the_panel),
		cmocka_unit_test(touches_arrive_in_the_pictures_own_px),
		cmocka_unit_test(only_the_left_button_and_its_drag_count),
		cmocka_unit_test(keys_have_names_and_do_not_repeat),
		cmocka_unit_test(a_wake_ends_the_wait),
		cmocka_unit_test(the_console_shows_through_a_texture),
		cmocka_unit_test(without_pixels_nothing_is_said_to_be_shown),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

/* The staff page's lock and commands. Five wrong PINs lock it for five minutes: the screen is in a lobby. */
#include <string.h>

#include "base/str.h"
#include "screens/act_inside.h"

#define PIN_TRIES 5
#define PIN_LOCK_MS (5 * 60 * 1000)

static void show(struct app *app)
{
	app->moment.pin_digits = strlen(app->pin);
	app->dirty = true;
}

static void forget(struct app *app)
{
	memset(app->pin, 0, sizeof app->pin);
	show(app);
}

void act_pin_erase(struct app *app, const struct action *a)
{
	(void)a;
	forget(app);
}

void act_pin_digit(struct app *app, const struct action *a)
{
	size_t n = strlen(app->pin), want = strlen(app->in.config->pin);
	if (app->moment.pin_locked || want == 0 || n + 1 >= sizeof app->pin)
		return;
	app->pin[n] = (char)('0' + a->number);
	app->moment.pin_wrong = false;
	show(app);
	if (n + 1 < want)
		return;
	bool right = str_eq(app->pin, app->in.config->pin);
	forget(app);
	if (right) {
		app->pin_wrong = 0;
		nav_back(&app->nav);
		act_go(app, SCREEN_STAFF, NULL);
		return;
	}
	app->moment.pin_wrong = true;
	if (++app->pin_wrong < PIN_TRIES)
		return;
	app->pin_wrong = 0;
	app->moment.pin_locked = true;
	app->pin_locked_until_ms = app->now.mono_ms + PIN_LOCK_MS;
}

void act_staff(struct app *app, const struct action *a)
{
	switch ((enum staff_command)a->number) {
	case STAFF_RESTART: app->restart = true; break;
	case STAFF_PRINT_TEST:
		print_start(app, "help");
		act_go(app, SCREEN_PRINT, "help");
		break;
	case STAFF_TOUCH_TEST: {
		int64_t spot = str_eq(a->text, "") ? -1 : a->text[0] - '0';
		if (spot >= 0 && spot < 9)
			app->moment.touch_test_done[spot] = true;
		app->dirty = true;
		break;
	}
	case STAFF_COMMAND_COUNT: break;
	}
}

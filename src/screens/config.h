/* What the device's configuration tells the screens (config/aula-kiosk.ini). Strings are borrowed for the
 * life of the program. */
#ifndef AULA_SCREENS_CONFIG_H
#define AULA_SCREENS_CONFIG_H

#include <stdbool.h>
#include <stdint.h>

#define SCREEN_BASE_DEFAULT "https://aula.example" /* nobody has configured one: the server's word counts */

struct screen_config {
	const char *centre;         /* centre id; "" = the only one in the cache */
	const char *screen;         /* this device's id */
	const char *base;           /* public address with scheme: "https://aula.example" */
	const char *first_language; /* tag the screen starts in: "fi" */
	const char *languages;      /* offered when the centre names none: "fi sv en" */
	int64_t idle_s, question_s;
	int64_t attract_s;
	int64_t stale_after_s;
	bool printer;            /* this device has one */
	const char *paper_place; /* where the slip comes out, in Finnish words as configured; NULL: general
				    words */
	const char *pin;         /* staff page; "" = no staff page */
	const char *advice_phone; /* on the out of order screen; "" none */
	const char *version;
	bool speech_on_key; /* the first key of a keypad turns speech on */
	bool speech_on_headphones;
	int touch_lock_ms; /* same target twice */
};

#endif

/* The one loop: waits for a touch, a key, new content or the next thing that is due; draws what changed. Zero
 * frames and at most one wake-up a second while nothing happens. */
#ifndef AULA_KIOSK_LOOP_H
#define AULA_KIOSK_LOOP_H

#include <stdbool.h>

struct error;
struct settings;

struct loop_options {
	bool virtual_screen;      /* no window */
	int w, h;                 /* of the virtual screen */
	const char *picture_path; /* keep this PNG up to date, NULL: no */
};

/* Returns when asked to stop (signal, closed window at a desk, staff page). false with e when it cannot go
 * on. */
bool loop_run(const struct settings *set, const struct loop_options *o, struct error *e);

#endif

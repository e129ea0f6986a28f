/* The window: shows a canvas (rotated when asked) by its changed rectangles, and gives touches and keys.
 * Window surface; drawing needs no GPU. No clock here: events carry no time, the caller stamps them. */
#ifndef AULA_UI_DISPLAY_H
#define AULA_UI_DISPLAY_H

#include <stdbool.h>
#include <stdint.h>

#include "ui/metrics.h"

struct canvas;
struct display;
struct error;

struct display_config {
	const char *title;
	int w, h;      /* panel px; 0: size of the screen */
	bool windowed; /* an ordinary window, for work at a desk */
	bool hide_pointer;
};

/* returns owned */
struct display *display_open(const struct display_config *config, struct error *e);
void display_close(struct display *d);
void display_size(const struct display *d, int *panel_w, int *panel_h);
/* Shows the canvas's last damage (all of it after an expose or a failure). False: nothing was shown. */
bool display_present(struct display *d, const struct canvas *c, const struct metrics *m);

enum input_kind {
	INPUT_NONE,
	INPUT_DOWN,
	INPUT_MOVE,
	INPUT_UP,
	INPUT_CANCEL,
	INPUT_KEY,
	INPUT_EXPOSE,
	INPUT_QUIT,
	INPUT_SOUND, /* an audio device was plugged in (headphones) */
	INPUT_WAKE
};
struct input {
	enum input_kind kind;
	int64_t contact;
	int x, y;     /* logical px */
	char key[32]; /* SDL key name: "Up", "Return", "F1", "A" */
};
/* "Up", "F17", "AC Back": a name that a key's event may carry. Needs no display. */
bool display_key_known(const char *name);
/* Waits up to timeout_ms (-1: for ever) for one input; false on timeout. */
bool display_wait(struct display *d, const struct metrics *m, int timeout_ms, struct input *in);
/* From another thread or a signal-safe helper thread: makes display_wait return INPUT_WAKE. */
void display_wake(struct display *d);

#endif

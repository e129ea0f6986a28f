/* The tap filter (ACCESS.md "Rules"), mouse and touch alike. Pure: time and the target under the finger are
 * passed in.
 *
 * The first contact wins until it lifts; the target is what lay under it at touch-down; it fires at lift when
 * the drift is at most drift_px and the same target is still under the finger, however long it took. The same
 * target is locked same_target_ms after it fired, everything screen_change_ms after a screen change. A
 * keyboard key may be changed by sliding. */
#ifndef AULA_UI_GESTURE_H
#define AULA_UI_GESTURE_H

#include <stdbool.h>
#include <stdint.h>

struct frame;

struct gesture_config {
	int drift_px;         /* metrics.drift_px */
	int same_target_ms;   /* 500 */
	int screen_change_ms; /* 300 */
};

enum gesture_phase { GESTURE_DOWN, GESTURE_MOVE, GESTURE_UP, GESTURE_CANCEL };

struct gesture_touch {
	enum gesture_phase phase;
	int64_t contact; /* finger id; the mouse is one more contact */
	int x, y;        /* logical px */
	int64_t at_ms;
	uint64_t target; /* key of the live acting node there, 0: none (gesture_target) */
	bool slides;     /* that node is a keyboard key */
};

struct gesture {
	struct gesture_config config;
	bool active;
	int64_t contact;
	int down_x, down_y;
	uint64_t target; /* 0: the contact cannot fire any more */
	bool slides;
	bool over; /* the target is now under the finger: shown pressed */
	uint64_t last_fired;
	int64_t last_fired_ms, changed_ms;
};

struct gesture_result {
	bool press_changed; /* draw_state.pressed differs: draw at once */
	uint64_t fired;     /* key of the node to act on, 0: none */
	bool touched;       /* a person is there: idle time starts anew (locked and missed touches too) */
};

void gesture_init(struct gesture *g, const struct gesture_config *config);
struct gesture_result gesture_feed(struct gesture *g, const struct gesture_touch *t);
/* A new screen stands: its targets are locked for screen_change_ms and a contact that is down fires nothing.
 */
void gesture_screen_changed(struct gesture *g, int64_t now_ms);
uint64_t gesture_pressed(const struct gesture *g); /* for draw_state.pressed */
/* Fills target and slides of t from the frame shown. Disabled parts are no targets. */
void gesture_target(const struct frame *f, struct gesture_touch *t);

#endif

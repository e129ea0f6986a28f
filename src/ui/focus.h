/* Keypad focus (NavPad, EZ-Access, any keyboard). Pure: works on the frame's focus order, kept by node id
 * across rebuilds. When the node disappears the focus goes to the one that took its place in the order. A
 * modal group takes the focus and gives it back when it is gone. No trap: Up at the first goes to the last,
 * Down at the last to the first. */
#ifndef AULA_UI_FOCUS_H
#define AULA_UI_FOCUS_H

#include <stdbool.h>
#include <stdint.h>

struct frame;

enum focus_key { FOCUS_KEY_UP, FOCUS_KEY_DOWN, FOCUS_KEY_SELECT, FOCUS_KEY_BACK, FOCUS_KEY_HELP };

#define FOCUS_MODAL_DEPTH 4

struct focus {
	uint64_t key;                      /* node in focus, 0: none yet */
	int place;                         /* its place in the order when last seen */
	bool visible;                      /* ring shown: a key has been used since the last touch */
	int modals;                        /* modal groups in the frame last seen */
	uint64_t below[FOCUS_MODAL_DEPTH]; /* focus to return to */
};

enum focus_outcome {
	FOCUS_NOTHING,
	FOCUS_MOVED,   /* say the node, draw the ring */
	FOCUS_ACT,     /* act on focus.key */
	FOCUS_REFUSED, /* Select on a disabled part: say why */
	FOCUS_GO_BACK, /* as the dock's Takaisin */
	FOCUS_REPEAT,  /* say the last sentence again */
};

void focus_init(struct focus *f);
/* After each rebuild: keeps the focus by id, or puts it on `first` (an id, may be NULL: first acting node of
 * the table) on a new screen (fresh) or a new modal group. */
void focus_sync(struct focus *f, const struct frame *frame, const char *first, bool fresh);
/* The first key after a touch only shows the ring (FOCUS_MOVED): nothing is acted on that was not seen in
 * focus. */
enum focus_outcome focus_feed(struct focus *f, const struct frame *frame, enum focus_key key);
/* A touch hides the ring; the focus moves to what was touched. */
void focus_touched(struct focus *f, const struct frame *frame, uint64_t key);
void focus_hide(struct focus *f);
/* For draw_state.focused: key when visible, else 0. */
uint64_t focus_ring(const struct focus *f);

#endif

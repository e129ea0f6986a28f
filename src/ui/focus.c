#include "ui/focus.h"

#include <string.h>

#include "ui/node.h"

#define STOPS_MAX 512

void focus_init(struct focus *f)
{
	*f = (struct focus){0};
}

struct stops {
	int at[STOPS_MAX];
	int n;
};

static void find_stops(const struct frame *frame, struct stops *s)
{
	s->n = (int)frame_focus_order(frame, s->at, STOPS_MAX);
}

static int place_of(const struct frame *frame, const struct stops *s, uint64_t key)
{
	for (int i = 0; i < s->n && key != 0; i++)
		if (frame->nodes[s->at[i]].key == key)
			return i;
	return -1;
}

static void put_on(struct focus *f, const struct frame *frame, const struct stops *s, int place)
{
	if (s->n == 0) {
		f->key = 0;
		f->place = 0;
		return;
	}
	place = place < 0 ? 0 : place >= s->n ? s->n - 1 : place;
	f->place = place;
	f->key = frame->nodes[s->at[place]].key;
}

/* The named stop, otherwise the first that acts and lies in the topmost modal group and the table. */
static int first_place(const struct frame *frame, const struct stops *s, const char *first)
{
	int named = first != NULL ? place_of(frame, s, node_key(first)) : -1;
	if (named >= 0)
		return named;
	for (int i = 0; i < s->n; i++) {
		const struct node *n = &frame->nodes[s->at[i]];
		if (n->sem->focus == FOCUS_TABLE && n->sem->action.verb != 0 && n->modal == frame->modals)
			return i;
	}
	return 0;
}

static int depth(int modals)
{
	return modals < FOCUS_MODAL_DEPTH ? modals : FOCUS_MODAL_DEPTH;
}

void focus_sync(struct focus *f, const struct frame *frame, const char *first, bool fresh)
{
	struct stops s;
	find_stops(frame, &s);
	int was = f->modals;
	f->modals = frame->modals;
	if (fresh || f->key == 0) {
		if (fresh)
			memset(f->below, 0, sizeof f->below);
		put_on(f, frame, &s, first_place(frame, &s, first));
	} else if (frame->modals > was) {
		for (int i = depth(was); i < depth(frame->modals); i++)
			f->below[i] = f->key;
		put_on(f, frame, &s, first_place(frame, &s, first));
	} else {
		uint64_t key = f->key;
		if (frame->modals < was && depth(frame->modals) < FOCUS_MODAL_DEPTH)
			key = f->below[depth(frame->modals)];
		int place = place_of(frame, &s, key);
		put_on(f, frame, &s,
		       place >= 0            ? place
		       : frame->modals < was ? first_place(frame, &s, first)
					     : f->place);
	}
}

enum focus_outcome focus_feed(struct focus *f, const struct frame *frame, enum focus_key key)
{
	struct stops s;
	find_stops(frame, &s);
	bool was_visible = f->visible;
	f->visible = true;
	if (key == FOCUS_KEY_BACK)
		return FOCUS_GO_BACK;
	if (key == FOCUS_KEY_HELP)
		return FOCUS_REPEAT;
	if (s.n == 0)
		return FOCUS_NOTHING;
	int place = place_of(frame, &s, f->key);
	if (place < 0) {
		put_on(f, frame, &s, first_place(frame, &s, NULL));
		return FOCUS_MOVED;
	}
	if (key == FOCUS_KEY_SELECT) {
		const struct semantics *sem = frame->nodes[s.at[place]].sem;
		if (!was_visible)
			return FOCUS_MOVED; /* nothing is acted on that was not shown in focus */
		if (sem->disabled)
			return FOCUS_REFUSED;
		return sem->action.verb != 0 ? FOCUS_ACT : FOCUS_REPEAT;
	}
	if (!was_visible)
		return FOCUS_MOVED; /* the first key shows where the focus is */
	put_on(f, frame, &s, key == FOCUS_KEY_DOWN ? (place + 1) % s.n : (place + s.n - 1) % s.n);
	return FOCUS_MOVED;
}

void focus_touched(struct focus *f, const struct frame *frame, uint64_t key)
{
	struct stops s;
	find_stops(frame, &s);
	int place = place_of(frame, &s, key);
	if (place >= 0)
		put_on(f, frame, &s, place);
	f->visible = false;
}

void focus_hide(struct focus *f)
{
	f->visible = false;
}

uint64_t focus_ring(const struct focus *f)
{
	return f->visible ? f->key : 0;
}

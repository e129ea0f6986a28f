/* What is said aloud, composed from the semantic tree of a frame (design/screens.md "Common to all, Speech"). Here text
 * stays as it is shown; the program that speaks makes words of clocks and numbers (speech/normalise.h). Pure: no sound,
 * no clock but the times given.
 *
 * An utterance is a row of parts, each in one language: a Finnish title between Swedish words is said by the Finnish
 * voice. The last one is kept, so that Help can say it again; the caption strip shows it a piece at a time. */
#ifndef AULA_SCREENS_SPEAK_H
#define AULA_SCREENS_SPEAK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "model/lang.h"

struct frame;

#define SPEAK_PARTS_MAX 64
#define SPEAK_PIECES_MAX 64
#define SPEAK_PIECE_CHARS 92 /* about two lines of 34 px on the caption strip */

struct spoken_part {
	enum lang lang;
	const char *text; /* ends with a full stop or the like */
};

struct speak {
	struct arena arena; /* of the utterance */
	enum lang lang;	    /* of the screen */
	struct spoken_part part[SPEAK_PARTS_MAX];
	size_t n;
	bool fresh;    /* not taken yet */
	bool silenced; /* what was being said was interrupted */
	const char *piece[SPEAK_PIECES_MAX]; /* for the caption */
	size_t n_pieces, piece_at;
	int64_t piece_until_ms; /* INSTANT_NONE: the last one stays */
};

enum speak_scene {
	SPEAK_SCENE_LIST, /* things to choose from: the first one is named */
	SPEAK_SCENE_READ, /* something to read: all of its facts are said */
	SPEAK_SCENE_HOME,
	SPEAK_SCENE_IDLE, /* the picture before a visit */
};

void speak_fini(struct speak *s);
/* Begins a new utterance; the old one is gone. */
void speak_begin(struct speak *s, enum lang screen);
/* Adds a sentence. lang LANG_NONE: the screen's. Empty ones are left out; parts over the cap are dropped. */
void speak_add(struct speak *s, enum lang lang, const char *text);
/* On arrival: notices, heading, lead, how many things, the first one. focus: index of the node in focus, -1 none. */
void speak_arrival(struct speak *s, const struct frame *f, enum speak_scene scene, int focus);
/* A focus step: name, explanation, kind, position, state, how to act. The heading says all loose text of the screen. */
void speak_focus(struct speak *s, const struct frame *f, int index);
/* After acting on something that stays: its name and its state now. */
void speak_state(struct speak *s, const struct frame *f, int index);
/* Select on something that is not available: why. */
void speak_refused(struct speak *s, const struct frame *f, int index);
/* Ends composing: to be taken, first piece of the caption up. letters: how many fit the strip. */
void speak_end(struct speak *s, int64_t now_ms, size_t letters);
/* The same again. */
void speak_again(struct speak *s, int64_t now_ms);
void speak_silence(struct speak *s);
/* Forgets everything (the visit is over). */
void speak_forget(struct speak *s);
/* Turns the caption on; true when another piece stands there. */
bool speak_tick(struct speak *s, int64_t now_ms);
/* NULL: nothing has been said. */
const char *speak_caption(const struct speak *s);

/* True when the text belongs to no stop of the focus and is said with the heading (or on arrival). For tests too. */
bool speak_is_loose(const struct frame *f, int index);

#endif

/* From what the app wants said to sound: text as shown becomes words (speech/normalise.h), sentences of one voice are joined,
 * the voice is told. Also keeps the words for scripts, with or without sound. */
#ifndef AULA_KIOSK_SAY_H
#define AULA_KIOSK_SAY_H

#include <stdbool.h>

#include "base/buf.h"

struct app;
struct error;
struct settings;
struct voice;

struct say {
	struct voice *voice; /* NULL: silent (scripts) */
	struct buf last;     /* the last utterance as it is said: "fi: Tervetuloa. …", a line for each voice */
	struct buf all;	     /* everything since the last look of the script, an utterance a paragraph */
	bool keep_all;
};

/* Starts the voice; when that fails the rest works and the staff page says so. */
void say_open(struct say *s, const struct settings *set, struct app *app);
void say_close(struct say *s);
/* After each turn: says what is new, silences what was interrupted, tells the app how the sound is. True when something was
 * new. */
bool say_turn(struct say *s, struct app *app);

#endif

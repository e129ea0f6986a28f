/* When something is said: the events of a visit and which utterance each one gives. Only app.c and its parts include it. */
#ifndef AULA_SCREENS_APP_SPEAK_H
#define AULA_SCREENS_APP_SPEAK_H

#include <stdbool.h>
#include <stdint.h>

struct app;
struct build;
struct semantics;
struct slip;

/* Rising weight: of several in one turn the weightiest is said. */
enum speak_due {
	SPEAK_NOTHING,
	SPEAK_REPEAT,
	SPEAK_STATE,	 /* what was acted on stays and has a state */
	SPEAK_STEP,	 /* the focus moved */
	SPEAK_REFUSED,	 /* Select on what is not available */
	SPEAK_ECHO,	 /* a letter */
	SPEAK_HITS,	 /* the word and its hits, after a pause */
	SPEAK_VOLUME,
	SPEAK_NOTICE,
	SPEAK_COUNTDOWN,
	SPEAK_ARRIVAL,
};

#define SPEAK_HITS_AFTER_MS 1200
#define SPEAK_COUNTDOWN_EVERY_S 10 /* the seconds left are said, with a beep… */
#define SPEAK_COUNTDOWN_FROM_S 30  /* …from here on */
#define CAPTION_ROOM 112     /* design px the table moves up for the strip */

/* Asks for it with the next frame; nothing while speech is off. */
void app_speak(struct app *app, enum speak_due due);
/* A key or a finger: what is being said stops. */
void app_speak_interrupt(struct app *app);
/* A node was acted on, before its action is carried out: its strings may go. */
void app_speak_acted(struct app *app, const struct semantics *sem);
/* A letter typed on a real keyboard. */
void app_speak_typed(struct app *app, const char *utf8);
/* The first key of a keypad, or headphones: speech on, the screen is said. */
void app_speak_turn_on(struct app *app);
/* What the slip that was sent to the printer says. */
void app_speak_keep_slip(struct app *app, const struct slip *s);
void app_speak_end_visit(struct app *app);
/* Composes what is due from the newest frame; true when the caption changed and the frame is to be built again. */
bool app_speak_compose(struct app *app);
void app_speak_tick(struct app *app);
int64_t app_speak_deadline_ms(const struct app *app); /* INSTANT_NONE: none */
/* Before building: room for the strip. */
void app_speak_make_room(const struct app *app, struct build *b);

#endif

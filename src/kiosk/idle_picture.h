/* A picture of the idle screen, when staff have asked for one (spool/device_status.h): made small, encoded and
 * written by a thread of its own, so that a touch in that moment never waits. Only ever of the idle screen. */
#ifndef AULA_KIOSK_IDLE_PICTURE_H
#define AULA_KIOSK_IDLE_PICTURE_H

#include <stdbool.h>

struct canvas;
struct idle_picture;

/* state: the device's folder. Returns owned. */
struct idle_picture *idle_picture_new(const char *state);
/* Waits for a picture that is being written. NULL is fine. */
void idle_picture_free(struct idle_picture *p);
/* Something in the status folder changed: is one wanted? */
void idle_picture_look(struct idle_picture *p);
/* Once a turn of the loop; idle: nobody uses the screen and nothing moves. True when one was begun. */
bool idle_picture_turn(struct idle_picture *p, const struct canvas *c, bool idle);

#endif

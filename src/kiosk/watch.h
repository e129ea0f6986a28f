/* A helper thread that sleeps until something outside happens (the cache folder changes, the server says who this
 * screen is or wants something of it, a signal asks to stop) and then wakes the loop. While nothing happens it costs nothing. */
#ifndef AULA_KIOSK_WATCH_H
#define AULA_KIOSK_WATCH_H

#include <stdbool.h>

struct error;
struct watch;

/* Blocks SIGTERM and SIGINT in the whole process: they arrive here. wake is called from the helper thread.
 * folder: of the cache; status: of the status files, of which only those of spool/device_status.h count. Both may
 * appear later. returns owned. */
struct watch *watch_new(const char *folder, const char *status, void (*wake)(void *user), void *user, struct error *e);
void watch_free(struct watch *w);
/* True once for each burst of changes in the folder. */
bool watch_take_changed(struct watch *w);
/* The same for the status files. */
bool watch_take_device(struct watch *w);
/* Other pictures are there than before. */
bool watch_take_images(struct watch *w);
bool watch_wants_stop(const struct watch *w);

#endif

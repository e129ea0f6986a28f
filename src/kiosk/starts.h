/* Starts that came to nothing. A program that falls over again and again, most likely at something in the
 * content, must not leave a lobby with a flickering console: after a few such starts it shows the out of order
 * screen and leaves the content alone. */
#ifndef AULA_KIOSK_STARTS_H
#define AULA_KIOSK_STARTS_H

#include <stdbool.h>
#include <stdint.h>

#define STARTS_MAX 4          /* in vain, one after another */
#define STARTS_FINE_MS 60000  /* alive so long: the start was good */
#define STARTS_SAFE_MS 600000 /* the out of order screen stands so long, then the program is tried again */

/* path: file that keeps the count; its folder must exist. Notes this start; true when it should be a safe
 * one (STARTS_MAX before it came to nothing). A file that cannot be read or written counts as no trouble. */
bool starts_note(const char *path);
/* This start was good, or it ended as asked. */
void starts_fine(const char *path);

#endif

/* Plays a script on a fake clock and a picture without a window. */
#ifndef AULA_KIOSK_SCRIPT_RUN_H
#define AULA_KIOSK_SCRIPT_RUN_H

#include <stdbool.h>

struct error;
struct settings;

/* path "-": standard input, line by line, so that a test can talk with the program. Stops at the first
 * failure with "FILE:LINE: …". */
bool script_play(const struct settings *set, int w, int h, const char *path, struct error *e);

#endif

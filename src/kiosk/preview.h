/* `aula-kiosk preview`: one picture of the screen with records that are not published yet, for the staff pages; or what its
 * slip would say (spool/slip.h), for `aula-print --render`. */
#ifndef AULA_KIOSK_PREVIEW_H
#define AULA_KIOSK_PREVIEW_H

/* argv[0] is "preview". Returns the exit code. */
int preview_cli(int argc, char **argv);

#endif

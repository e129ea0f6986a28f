/* Which key does what: NavPad, EZ-Access and ordinary keyboards differ only in the configuration. */
#ifndef AULA_KIOSK_KEYMAP_H
#define AULA_KIOSK_KEYMAP_H

#include <stdbool.h>

#include "screens/app.h"

/* words: by enum app_key, names as SDL gives them ("Up", "Return", "F1"), separated by blanks, any case; a
 * blank inside a name is written "_". */
bool keymap_find(const char *const words[APP_KEY_COUNT], const char *name, enum app_key *out);

#endif

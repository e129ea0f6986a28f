/* What the log of changes says to people: its words for what was done and by whom. Every action that is written into the
 * log has words here; tests/lint/deeds.py looks for those that have none. */
#ifndef AULA_SERVER_DEEDS_H
#define AULA_SERVER_DEEDS_H

#include "model/lang.h"

struct arena;

/* "device.add" → "Screen added"; the word itself for one that an older version wrote. Static or borrowed. */
const char *deed_words(const char *what, enum lang l);
/* A person's login name as it is; "command line" and "server" in words. Static or borrowed. */
const char *deed_doer(const char *who, enum lang l);
/* Where in a record something changed: "name.fi" → "Name · Finnish"; what has no words here stays as it is. In a. */
const char *deed_field(const char *path, enum lang l, struct arena *a);

#endif

/* `aula-sync verify`: what the cache says of itself, and whether that is true. */
#ifndef AULA_SYNC_VERIFY_H
#define AULA_SYNC_VERIFY_H

struct settings;

/* Prints to stdout; returns the exit code (sync/exit.h). */
int verify_cache(const struct settings *s);

#endif

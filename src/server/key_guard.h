/* All servers of a store must sign with one key, or the screens refuse the pages of some of them. The store keeps its
 * public half; a server whose key file is missing or another one does not serve, instead of making a new key. */
#ifndef AULA_SERVER_KEY_GUARD_H
#define AULA_SERVER_KEY_GUARD_H

#include <stdbool.h>

struct error;
struct signing_key;
struct store;

/* Reads the key file, or makes it when the store knows no key yet. A rotation that broke off between store and file
 * is finished. ERROR_REFUSED when the file is not the store's key. */
bool key_guard_open(struct store *s, struct signing_key *k, const char *path, struct error *e);
/* Makes this file's key the store's, whatever was before (made when there is none): after the old one was lost. */
bool key_guard_adopt(struct store *s, struct signing_key *k, const char *path, struct error *e);
/* *same false: another server has rotated the key. */
bool key_guard_check(struct store *s, const struct signing_key *k, bool *same, struct error *e);

#endif

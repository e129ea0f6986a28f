/* The newest previews, by a key made from everything they were drawn from. */
#ifndef AULA_SERVER_PICTURES_H
#define AULA_SERVER_PICTURES_H

#include <stdint.h>

struct buf;
struct pictures;

#define PICTURES_KEPT 24 /* of about 300 kB each */
#define PICTURES_KEY_BYTES 33

/* returns owned. */
struct pictures *pictures_new(void);
void pictures_free(struct pictures *p);
/* 32 hex digits, another for every text. */
void pictures_key(const struct buf *text, char key[PICTURES_KEY_BYTES]);
/* NULL: not there. Borrowed until the next put. */
const struct buf *pictures_find(struct pictures *p, const char *key);
/* Copies; the one not asked for longest goes. */
void pictures_put(struct pictures *p, const char *key, const struct buf *picture);

#endif

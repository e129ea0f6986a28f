#include "server/pictures.h"

#include <sodium.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/assert.h"
#include "base/buf.h"
#include "base/str.h"
#include "feed/hex.h"

struct picture {
	char key[PICTURES_KEY_BYTES];
	struct buf data;
	uint64_t asked; /* when last, by the counter */
};

struct pictures {
	struct picture v[PICTURES_KEPT];
	uint64_t counter;
};

struct pictures *pictures_new(void)
{
	struct pictures *p = calloc(1, sizeof *p);
	ASSERT(p != NULL);
	return p;
}

void pictures_free(struct pictures *p)
{
	for (size_t i = 0; p != NULL && i < PICTURES_KEPT; i++)
		buf_fini(&p->v[i].data);
	free(p);
}

void pictures_key(const struct buf *text, char key[PICTURES_KEY_BYTES])
{
	uint8_t hash[(PICTURES_KEY_BYTES - 1) / 2];
	crypto_generichash(hash, sizeof hash, (const uint8_t *)buf_str(text), text->len, NULL, 0);
	hex_write(hash, sizeof hash, key);
}

const struct buf *pictures_find(struct pictures *p, const char *key)
{
	for (size_t i = 0; i < PICTURES_KEPT; i++) {
		if (p->v[i].data.len == 0 || !str_eq(p->v[i].key, key))
			continue;
		p->v[i].asked = ++p->counter;
		return &p->v[i].data;
	}
	return NULL;
}

void pictures_put(struct pictures *p, const char *key, const struct buf *picture)
{
	struct picture *oldest = &p->v[0];
	for (size_t i = 1; i < PICTURES_KEPT; i++)
		if (p->v[i].asked < oldest->asked)
			oldest = &p->v[i];
	memcpy(oldest->key, key, PICTURES_KEY_BYTES);
	buf_clear(&oldest->data);
	buf_append(&oldest->data, picture->data, picture->len);
	oldest->asked = ++p->counter;
}

/* Set of strings by 64-bit hash, for "was this seen in this run": 100,000 ids are 2 MB. */
#ifndef AULA_IMPORT_ID_SET_H
#define AULA_IMPORT_ID_SET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct id_set;

struct id_set *id_set_new(void);
void id_set_free(struct id_set *s);
bool id_set_add(struct id_set *s, const char *text); /* false: was in already */
bool id_set_has(const struct id_set *s, const char *text);

/* FNV-1a, 64 bits. */
uint64_t text_hash(const char *s);

#endif

/* Inside model/: the short way from a document's text to a record, for the documents our own server writes. */
#ifndef AULA_MODEL_CODEC_QUICK_H
#define AULA_MODEL_CODEC_QUICK_H

#include <stdbool.h>
#include <stddef.h>

#include "model/fields.h"

struct arena;

/* Reads a doc in one pass, without a tree of it: strings stay where they lie in one copy of the text, in the
 * arena. True: `to` (a zeroed struct of f) holds exactly what json_parse and read_fields would have made of it.
 * False says nothing about the document but that this reader is not sure of it: whatever is unusual (an escape
 * by number, an exponent, a name twice, a wrong type, bad UTF-8 …) is left to them, who accept it or name what is
 * wrong. `to` is then to be zeroed again.
 *
 * Why there are two: of applying 20,000 records 45 % of the time went into building cJSON's trees, copying them
 * and freeing them (callgrind, `make bench BENCH=bench_apply`). */
bool record_quick_read(const struct fields *f, void *to, const char *text, size_t len, struct arena *a);

#endif

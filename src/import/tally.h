/* How often each reason was given: "no start time ×12". */
#ifndef AULA_IMPORT_TALLY_H
#define AULA_IMPORT_TALLY_H

#include <stddef.h>

#define TALLY_REASONS_MAX 40 /* further ones are counted together */
#define TALLY_REASON_BYTES 96

struct tally {
	struct {
		char why[TALLY_REASON_BYTES];
		char example[TALLY_REASON_BYTES]; /* id of the first */
		size_t n;
	} reason[TALLY_REASONS_MAX];
	size_t n_reasons, total;
};

void tally_add(struct tally *t, const char *why, const char *example);

#endif

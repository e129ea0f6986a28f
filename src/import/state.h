/* What a source's last runs left: STATE/state/NAME.json. */
#ifndef AULA_IMPORT_STATE_H
#define AULA_IMPORT_STATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct error;

struct source_state {
	int64_t last_ok;   /* start of the last complete run; INSTANT_NONE: never */
	int64_t last_full; /* start of the last complete full run */
	size_t last_taken; /* activities of the last complete full run */
	char etag[256], last_modified[256];
};

/* A missing or damaged file is a source never read (a full run heals everything). */
void state_load(struct source_state *s, const char *state_dir, const char *source);
bool state_save(const struct source_state *s, const char *state_dir, const char *source, struct error *e);

#endif

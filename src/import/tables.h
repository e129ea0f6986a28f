/* The editable tables under assets/topics: what a source's codes mean, and where municipalities are. */
#ifndef AULA_IMPORT_TABLES_H
#define AULA_IMPORT_TABLES_H

#include <stdbool.h>
#include <stddef.h>

#include "model/record.h"

struct arena;
struct error;

struct municipality {
	const char *code, *name_fi, *name_sv, *region;
	double lat, lon;
	bool has_position;
};

struct mapping {
	const char *scheme, *code; /* code of scheme "word": in text_key form */
	const char *topic;         /* NULL: says nothing */
	struct strs keywords;
	int weight;
};

struct tables {
	struct municipality *municipalities;
	size_t n_municipalities;
	struct mapping *mappings;
	size_t n_mappings;
	struct strs keywords; /* known ids */
};

/* Reads keywords.csv, mapping.csv and municipalities.csv of the folder into the arena; an error names file
 * and row. */
bool tables_load(struct tables *t, const char *folder, struct arena *a, struct error *e);

/* By three-digit code ("1" is "001"), by name in Finnish or Swedish (any case); NULL when unknown. */
const struct municipality *municipality_by_code(const struct tables *t, const char *code);
const struct municipality *municipality_by_name(const struct tables *t, const char *name);
/* Codes of the municipalities of a region known to the table. */
struct strs municipalities_of_region(const struct tables *t, const char *region, struct arena *a);

/* Votes for topics and keywords of one record. */
#define TOPICS_OF_RECORD_MAX 3
#define KEYWORDS_OF_RECORD_MAX 12
struct votes {
	struct {
		const char *topic;
		int weight;
	} topic[16];
	size_t n_topics;
	const char *keyword[KEYWORDS_OF_RECORD_MAX];
	size_t n_keywords;
};

/* False when the table has no line for it. */
bool votes_code(struct votes *v, const struct tables *t, const char *scheme, const char *code);
/* Words of a Finnish text, each counted once. */
void votes_text(struct votes *v, const struct tables *t, const char *text, struct arena *a);
/* Heaviest first; ties by name, so that the order of a source's keywords does not matter. */
void votes_take(const struct votes *v, struct activity *to, struct arena *a);

#endif

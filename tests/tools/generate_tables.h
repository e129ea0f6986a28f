/* Words, towns and shapes the generator draws from. Each list is ordered from common to rare: drawing from it
 * by Zipf's law gives text whose words are distributed as in real listings. All names are invented. */
#ifndef AULA_TESTS_GENERATE_TABLES_H
#define AULA_TESTS_GENERATE_TABLES_H

#include <stddef.h>

/* First parts of compounds: "omaishoitaja" + "ryhmä". */
extern const char *const stems[];
extern const size_t n_stems;

/* Second parts, in the cases that sentences need. */
struct head {
	const char *nominative, *genitive, *partitive, *inessive, *illative;
	const char *sv, *en;
};
extern const struct head heads[];
extern const size_t n_heads;

struct subject {
	const char *fi, *sv, *en; /* "Omaishoitajien": whose group it is */
	const char *topic, *keyword;
};
extern const struct subject subjects[];
extern const size_t n_subjects;

/* Sentences around one compound: {n} nominative, {i} inessive, {l} illative; in upper case {N} {G} {P} {I}
 * (genitive, partitive) with a capital; {t} the town. */
extern const char *const sentences[];
extern const size_t n_sentences;

struct town {
	const char *name, *genitive, *code;
	double lat, lon;
	unsigned thousands; /* inhabitants: how often it is drawn */
};
extern const struct town towns[];
extern const size_t n_towns;

extern const char *const buildings[]; /* "kirjasto", after the town's genitive */
extern const size_t n_buildings;
extern const char *const streets[];
extern const size_t n_streets;

#endif

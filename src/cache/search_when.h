/* Words that name a day ("tänään", "i helgen", "on Monday"): not looked for in the index, they say on which days what
 * is listed must happen. The words are in assets/thesaurus/when.csv. */
#ifndef AULA_CACHE_SEARCH_WHEN_H
#define AULA_CACHE_SEARCH_WHEN_H

#include <stdbool.h>
#include <stdint.h>

struct alt_context;
struct query_words;
struct thesaurus;

#define WHEN_DAYS 14 /* that a bit stands for: bit 0 is today */

/* n days from the first on. */
static inline uint16_t when_span(int first, int n)
{
	return (uint16_t)(((1U << n) - 1U) << first);
}

/* Which of the coming days the words name; 0: none. taken[i]: word i says only that. weekday: today's, 1 = Monday …
 * 7 = Sunday; 0: the time is not known, and no word names a day. */
uint16_t when_of_words(const struct thesaurus *t, const struct query_words *q, int weekday, bool *taken);

/* The text (ended) with words that can only be misspelt ones of these written right ("huomena", "imorgn"); NULL when there
 * are none. A word the index, the thesaurus or Voikko knows is none. Lives in the context's arena. */
const char *when_mended(const struct alt_context *c, const struct query_words *q, const char *text);

#endif

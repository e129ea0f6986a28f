#include "sync/backoff.h"

#include "base/random.h"

int64_t backoff_next_ms(struct backoff *b)
{
	int doublings = b->n_failed < BACKOFF_LONGEST ? b->n_failed : BACKOFF_LONGEST;
	int64_t whole = b->first_ms << doublings;
	if (whole > b->most_ms)
		whole = b->most_ms;
	b->n_failed++;
	return whole - (int64_t)random_below((uint32_t)(whole / 2 + 1));
}

void backoff_reset(struct backoff *b)
{
	b->n_failed = 0;
}

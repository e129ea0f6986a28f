#include "spool/print_limit.h"

#include "base/assert.h"

#define MINUTE_MS 60000

void print_limit_init(struct print_limit *l, int per_visit, int per_minute)
{
	ASSERT(per_visit >= 0 && per_minute >= 0 && per_minute <= PRINT_LIMIT_MAX_PER_MINUTE);
	*l = (struct print_limit){.per_visit = per_visit, .per_minute = per_minute};
}

void print_limit_new_visit(struct print_limit *l)
{
	l->in_visit = 0;
}

bool print_limit_allows(const struct print_limit *l, int64_t mono_ms)
{
	if (l->per_visit > 0 && l->in_visit >= l->per_visit)
		return false;
	int in_minute = 0;
	for (int i = 0; i < l->n_recent; i++)
		in_minute += mono_ms - l->recent_ms[i] < MINUTE_MS;
	return l->per_minute == 0 || in_minute < l->per_minute;
}

bool print_limit_take(struct print_limit *l, int64_t mono_ms)
{
	if (!print_limit_allows(l, mono_ms))
		return false;
	l->in_visit++;
	l->recent_ms[l->next] = mono_ms;
	l->next = (l->next + 1) % PRINT_LIMIT_MAX_PER_MINUTE;
	if (l->n_recent < PRINT_LIMIT_MAX_PER_MINUTE)
		l->n_recent++;
	return true;
}

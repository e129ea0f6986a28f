#include "base/clock.h"

#include <time.h>

static int64_t read_ms(clockid_t id)
{
	struct timespec ts;
	clock_gettime(id, &ts);
	return (int64_t)ts.tv_sec * 1000 + ts.tv_nsec / 1000000;
}

void clock_init_system(struct clock_source *c)
{
	*c = (struct clock_source){.floor_s = INSTANT_NONE};
}

void clock_init_fake(struct clock_source *c, int64_t wall_s)
{
	*c = (struct clock_source){.fake = true, .fake_wall_ms = wall_s * 1000, .floor_s = INSTANT_NONE};
}

void clock_advance_ms(struct clock_source *c, int64_t ms)
{
	c->fake_wall_ms += ms;
	c->fake_mono_ms += ms;
}

int64_t clock_wall_s(const struct clock_source *c)
{
	int64_t now = (c->fake ? c->fake_wall_ms : read_ms(CLOCK_REALTIME)) / 1000;
	return c->floor_s != INSTANT_NONE && now < c->floor_s ? c->floor_s : now;
}

int64_t clock_mono_ms(const struct clock_source *c)
{
	return c->fake ? c->fake_mono_ms : read_ms(CLOCK_MONOTONIC);
}

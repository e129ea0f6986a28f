#include "base/assert.h"
#include "screens/screen.h"

static const struct screen *const SCREENS[SCREEN_KIND_COUNT] = {
	[SCREEN_ATTRACT] = &SCREEN_DEF_ATTRACT,
	[SCREEN_HOME] = &SCREEN_DEF_HOME,
	[SCREEN_RESULTS] = &SCREEN_DEF_RESULTS,
	[SCREEN_DETAIL] = &SCREEN_DEF_DETAIL,
	[SCREEN_CALENDAR] = &SCREEN_DEF_CALENDAR,
	[SCREEN_FILTERS] = &SCREEN_DEF_FILTERS,
	[SCREEN_LANGUAGE] = &SCREEN_DEF_LANGUAGE,
};

const struct screen *screen_of(enum screen_kind kind)
{
	ASSERT(kind < SCREEN_KIND_COUNT);
	/* A screen that is not built yet must not take the visitor into the void. */
	return SCREENS[kind] == NULL ? &SCREEN_DEF_HOME : SCREENS[kind];
}

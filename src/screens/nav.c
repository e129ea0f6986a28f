#include "screens/nav.h"

#include <string.h>

#include "base/assert.h"
#include "base/str.h"

bool screen_is_overlay(enum screen_kind kind)
{
	return kind >= SCREEN_FILTERS && kind < SCREEN_KIND_COUNT;
}

bool filters_any(const struct filters *f)
{
	return f->when != WHEN_ANY || f->where != WHERE_ANY || f->language != NULL || f->free ||
	       f->wheelchair || f->loop || f->attend != 0 || f->age != 0;
}

void nav_reset(struct nav *nav)
{
	memset(nav, 0, sizeof *nav);
	nav->v[0].kind = SCREEN_ATTRACT;
	nav->n = 1;
}

struct place_on_path *nav_top(struct nav *nav)
{
	ASSERT(nav->n > 0);
	return &nav->v[nav->n - 1];
}

struct place_on_path *nav_base(struct nav *nav)
{
	size_t i = nav->n - 1;
	while (i > 0 && screen_is_overlay(nav->v[i].kind))
		i--;
	return &nav->v[i];
}

struct place_on_path *nav_push(struct nav *nav, enum screen_kind kind, const char *arg)
{
	ASSERT(arg == NULL || strlen(arg) <= RECORD_ID_MAX);
	if (nav->n == NAV_DEPTH_MAX) {
		memmove(&nav->v[1], &nav->v[2], (NAV_DEPTH_MAX - 2) * sizeof nav->v[0]);
		nav->n--;
	}
	struct place_on_path *p = &nav->v[nav->n++];
	memset(p, 0, sizeof *p);
	p->kind = kind;
	if (arg != NULL)
		memcpy(p->arg, arg, strlen(arg) + 1);
	return p;
}

struct place_on_path *nav_open(struct nav *nav, enum screen_kind kind, const char *arg)
{
	for (size_t i = nav->n; i-- > 0;) {
		if (nav->v[i].kind == kind && str_eq(nav->v[i].arg, arg == NULL ? "" : arg)) {
			nav->n = i + 1;
			return nav_top(nav);
		}
	}
	return nav_push(nav, kind, arg);
}

bool nav_back(struct nav *nav)
{
	if (nav->n == 1)
		return false;
	nav->n--;
	return true;
}

void nav_home(struct nav *nav)
{
	nav->n = 1;
	nav->v[0].page = 0;
	if (nav->v[0].kind != SCREEN_HOME) {
		memset(&nav->v[0], 0, sizeof nav->v[0]);
		nav->v[0].kind = SCREEN_HOME;
	}
}

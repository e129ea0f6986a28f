/* What every screen shows around its own content: the centre's name, the clock, how old the content is. */
#ifndef AULA_SCREENS_VIEWMODEL_FRAME_H
#define AULA_SCREENS_VIEWMODEL_FRAME_H

#include "screens/viewmodel.h"

struct viewmodel_frame {
	struct centre centre; /* all zero when the cache has none yet */
	bool has_centre;
	struct shown_image logo; /* of the centre */
	const char *zone, *centre_id;
	bool time_known;
	struct civil now;        /* local; unset when the time is unknown */
	struct date today;       /* now.date */
	bool stale;              /* content older than the limit */
	struct civil content_at; /* local time of the last good content; date unset: never */
	struct cache_state state;
	const char *advice_phone;     /* number of the advice service, NULL none */
	const struct contact *advice; /* its record, NULL none */
};

bool viewmodel_frame_load(struct viewmodel_frame *vm, const struct load *l, int64_t stale_after_s,
			  struct error *e);

#endif

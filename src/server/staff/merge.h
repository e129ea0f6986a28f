/* One record stands for another: what that means for what refers to it. */
#ifndef AULA_SERVER_MERGE_H
#define AULA_SERVER_MERGE_H

#include <stdbool.h>

#include "model/record.h"

struct app;
struct arena;
struct error;

#define MERGE_MOVED_MAX 2000 /* activities of a merged organisation */

/* Takes `drop` out of the records (kept beside, see store/review.h). Features of a dropped activity feature the other;
 * activities of a dropped organisation become the other's. With a line in the log. Inside a transaction. ERROR_LIMIT:
 * more than MERGE_MOVED_MAX activities. */
bool merge_do(struct app *app, enum record_kind kind, const char *keep, const char *drop, const char *who,
	      struct arena *a, struct error *e);
/* Gives it back at its newest version. Features stay; activities return with the next run of their source. */
bool merge_undo(struct app *app, enum record_kind kind, const char *id, const char *who, struct arena *a,
		struct error *e);

#endif

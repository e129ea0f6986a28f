/* Inside the Linked Events reader: mapping of one event, and folding of recurring ones. */
#ifndef AULA_IMPORT_LINKEDEVENTS_H
#define AULA_IMPORT_LINKEDEVENTS_H

#include "import/run.h"

/* Makes the activity of an event (strings in r->item) and hands its place and organisation to run_take. Times
 * and status are left to the caller when `schedules` is not NULL: then these are used. False: sending failed.
 */
struct le_times {
	struct schedule *schedules;
	size_t n_schedules;
	struct exception *exceptions;
	size_t n_exceptions;
};
bool le_take_event(struct run *r, const cJSON *event, const char *source_id, const struct le_times *times,
		   struct error *e);

/* Last part of an "@id" address: ".../event/turku:991415/" → "turku:991415"; NULL when there is none. */
const char *le_ref(const cJSON *object, const char *path, struct arena *a);
struct when le_when(const cJSON *event, const char *field, const char *has_field, const char *zone);

struct le_fold;
struct le_fold *le_fold_new(struct run *r, const char *events_url);
void le_fold_free(struct le_fold *f);
/* Keeps a recurring super-event, or an event that has a super-event, for the end. */
bool le_fold_keep_super(struct le_fold *f, const cJSON *event, const char *id, struct error *e);
bool le_fold_keep_child(struct le_fold *f, const cJSON *event, const char *id, const char *super,
			struct error *e);
/* Tells that this super-event is an umbrella: its children are events of their own. */
void le_fold_umbrella(struct le_fold *f, const char *id);
/* After the last page: makes one activity of each recurring event. */
bool le_fold_finish(struct le_fold *f, struct error *e);

#endif

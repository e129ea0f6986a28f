/* Recurring super-events of Linked Events become one activity with its occurrences. A child tells only its
 * super-event's address, and pages come in any order, so children wait in a temporary file (not in memory)
 * until the last page has told which super-events are recurring and which are umbrellas. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/assert.h"
#include "base/error.h"
#include "import/json.h"
#include "import/linkedevents.h"
#include "import/str_map.h"
#include "model/codec.h"

#define FAMILY_FETCHES_MAX 5000
#define SCHEDULES_OF_EVENT_MAX 8
#define DATES_OF_FAMILY_MAX 2000

struct date_line {
	struct civil start;
	int duration_min;
	bool all_day, cancelled;
};

struct family {
	struct date_line *v;
	size_t n, room;
};

struct le_fold {
	struct run *r;
	const char *events_url; /* NULL: reading a file */
	FILE *spool;            /* "child id\tsuper id\tJSON\n" */
	struct str_map *supers; /* id → "recurring" or "umbrella" */
	struct str_map *docs;   /* recurring super id → its JSON */
	struct str_map *lead;   /* family without a super document: super id → smallest child id */
	struct str_map *lead_docs;
	struct str_map *index; /* super id → number of its family, written out */
	struct family *families;
	size_t n_families, room;
	int fetches;
};

struct le_fold *le_fold_new(struct run *r, const char *events_url)
{
	struct le_fold *f = calloc(1, sizeof *f);
	ASSERT(f != NULL);
	f->r = r;
	f->events_url = events_url;
	f->supers = str_map_new(&r->keep);
	f->docs = str_map_new(&r->keep);
	f->lead = str_map_new(&r->keep);
	f->lead_docs = str_map_new(&r->keep);
	f->index = str_map_new(&r->keep);
	return f;
}

void le_fold_free(struct le_fold *f)
{
	if (f->spool != NULL)
		fclose(f->spool);
	str_map_free(f->supers);
	str_map_free(f->docs);
	str_map_free(f->lead);
	str_map_free(f->lead_docs);
	str_map_free(f->index);
	for (size_t i = 0; i < f->n_families; i++)
		free(f->families[i].v);
	free(f->families);
	free(f);
}

void le_fold_umbrella(struct le_fold *f, const char *id)
{
	str_map_put(f->supers, id, "umbrella");
}

bool le_fold_keep_super(struct le_fold *f, const cJSON *event, const char *id, struct error *e)
{
	(void)e;
	char *text = cJSON_PrintUnformatted(event);
	ASSERT(text != NULL);
	str_map_put(f->supers, id, "recurring");
	if (str_map_get(f->docs, id) == NULL)
		str_map_put(f->docs, id, text);
	cJSON_free(text);
	return true;
}

bool le_fold_keep_child(struct le_fold *f, const cJSON *event, const char *id, const char *super,
			struct error *e)
{
	if (f->spool == NULL && (f->spool = tmpfile()) == NULL)
		return error_set_errno(e, "temporary file for recurring events");
	if (strpbrk(id, "\t\n") != NULL || strpbrk(super, "\t\n") != NULL) {
		run_skip(f->r, "id with control characters", NULL);
		return true;
	}
	char *text = cJSON_PrintUnformatted(event); /* control characters are escaped: one line */
	ASSERT(text != NULL);
	bool ok = fprintf(f->spool, "%s\t%s\t%s\n", id, super, text) > 0;
	cJSON_free(text);
	return ok || error_set_errno(e, "temporary file for recurring events");
}

/* ---- which kind of family ---- */

/* Events address without its parameters, with the id behind it. */
static const char *event_url(const struct le_fold *f, const char *id, const char *include)
{
	size_t n = strcspn(f->events_url, "?");
	while (n > 0 && f->events_url[n - 1] == '/')
		n--;
	return arena_printf(&f->r->keep, "%.*s/%s/?include=%s", (int)n, f->events_url, id, include);
}

static cJSON *fetch_super(struct le_fold *f, const char *id, const char *include)
{
	struct error why = ERROR_INIT;
	if (f->events_url == NULL || f->fetches >= FAMILY_FETCHES_MAX ||
	    strspn(id, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789:._-") != strlen(id))
		return NULL;
	f->fetches++;
	return run_json(f->r, event_url(f, id, include), &why);
}

/* "recurring", "umbrella" or "unknown" (then children are events of their own). */
static const char *family_kind(struct le_fold *f, const char *super, const cJSON *child)
{
	const char *known = str_map_get(f->supers, super);
	if (known != NULL)
		return known;
	const cJSON *word = j_get(child, "sub_event_type"); /* Turku says it in the child */
	bool recurring = cJSON_IsString(word) && strcmp(word->valuestring, "sub_recurring") == 0;
	if (!recurring) {
		cJSON *doc = fetch_super(f, super, "location,keywords");
		word = j_get(doc, "super_event_type");
		recurring = cJSON_IsString(word) && strcmp(word->valuestring, "recurring") == 0;
		if (recurring)
			le_fold_keep_super(f, doc, super, NULL);
		cJSON_Delete(doc);
	}
	str_map_put(f->supers, super, recurring ? "recurring" : "unknown");
	return str_map_get(f->supers, super);
}

static bool same_place(struct le_fold *f, const char *super, const cJSON *child)
{
	const char *text = str_map_get(f->docs, super);
	if (text == NULL)
		return true;
	cJSON *doc = json_parse(text, strlen(text), ITEM_BYTES_MAX, NULL);
	const char *ours = le_ref(doc, "location", &f->r->item);
	const char *theirs = le_ref(child, "location", &f->r->item);
	cJSON_Delete(doc);
	return ours == NULL || theirs == NULL || str_eq(ours, theirs);
}

static struct family *family_of(struct le_fold *f, const char *super)
{
	int64_t i = 0;
	const char *known = str_map_get(f->index, super);
	if (known != NULL && str_to_i64(known, 0, INT32_MAX, &i))
		return &f->families[i];
	if (f->n_families == f->room) {
		f->room = f->room * 2 + 64;
		f->families = realloc(f->families, f->room * sizeof *f->families);
		ASSERT(f->families != NULL);
	}
	str_map_put(f->index, super, arena_printf(&f->r->item, "%zu", f->n_families));
	f->families[f->n_families] = (struct family){0};
	return &f->families[f->n_families++];
}

static void add_date(struct le_fold *f, const char *super, const char *id, const cJSON *child)
{
	struct when start = le_when(child, "start_time", "has_start_time", f->r->source->zone);
	struct when end = le_when(child, "end_time", "has_end_time", f->r->source->zone);
	struct family *fam = family_of(f, super);
	struct schedule s;
	if (schedule_from_span(&s, &start, &end, f->r->source->zone) == SPAN_NO_START) {
		run_skip(f->r, "occurrence without a time", id);
		return;
	}
	if (fam->n == DATES_OF_FAMILY_MAX) {
		run_skip(f->r, "too many occurrences of one event", id);
		return;
	}
	if (fam->n == fam->room) {
		fam->room = fam->room * 2 + 16;
		fam->v = realloc(fam->v, fam->room * sizeof *fam->v);
		ASSERT(fam->v != NULL);
	}
	fam->v[fam->n++] = (struct date_line){
		.start = s.start,
		.duration_min = s.duration_min,
		.all_day = s.all_day,
		.cancelled = str_eq(j_str(child, "event_status", &f->r->item), "EventCancelled"),
	};
}

static void add_lead(struct le_fold *f, const char *super, const char *id, const char *json)
{
	const char *have = str_map_get(f->lead, super);
	if (have != NULL && strcmp(have, id) <= 0)
		return;
	str_map_put(f->lead, super, id);
	str_map_put(f->lead_docs, super, json);
}

static bool take_child(struct le_fold *f, const char *id, const char *super, const char *json,
		       struct error *e)
{
	arena_reset(&f->r->item);
	cJSON *child = json_parse(json, strlen(json), ITEM_BYTES_MAX, e);
	if (child == NULL)
		return false;
	bool ok = true;
	if (!str_eq(family_kind(f, super, child), "recurring") || !same_place(f, super, child)) {
		ok = le_take_event(f->r, child, id, NULL, e);
	} else {
		add_date(f, super, id, child);
		if (str_map_get(f->docs, super) == NULL)
			add_lead(f, super, id, json);
	}
	cJSON_Delete(child);
	return ok;
}

/* ---- one activity ---- */

static int by_date(const void *pa, const void *pb)
{
	const struct date_line *a = pa;
	const struct date_line *b = pb;
	int c = civil_compare(a->start, b->start);
	return c != 0 ? c : (a->duration_min > b->duration_min) - (a->duration_min < b->duration_min);
}

/* One schedule for each length of an occurrence; the first date is its start, the others are extra dates. */
static void add_to_schedules(struct le_times *t, const struct date_line *d, const char *zone, struct arena *a)
{
	size_t i = 0;
	while (i < t->n_schedules &&
	       (t->schedules[i].duration_min != d->duration_min || t->schedules[i].all_day != d->all_day))
		i++;
	if (i == SCHEDULES_OF_EVENT_MAX)
		i--;
	struct schedule *s = &t->schedules[i];
	if (i == t->n_schedules) {
		*s = schedule_blank(zone);
		s->start = d->start;
		s->duration_min = d->duration_min;
		s->all_day = d->all_day;
		s->rdates.v = ARENA_ARRAY(a, struct civil, SCHEDULE_EXCEPTIONS_MAX);
		t->n_schedules++;
	} else if (s->rdates.n < SCHEDULE_EXCEPTIONS_MAX) {
		const struct civil last = s->rdates.n > 0 ? s->rdates.v[s->rdates.n - 1] : s->start;
		if (civil_compare(last, d->start) != 0)
			s->rdates.v[s->rdates.n++] = d->start;
	}
}

static void times_of(struct le_fold *f, const char *super, struct le_times *t)
{
	struct arena *a = &f->r->item;
	const struct family *fam = family_of(f, super);
	struct date_line *dates = fam->v;
	size_t n = fam->n;
	if (n > 0)
		qsort(dates, n, sizeof *dates, by_date);
	t->schedules = ARENA_ARRAY(a, struct schedule, SCHEDULES_OF_EVENT_MAX);
	t->exceptions = ARENA_ARRAY(a, struct exception, RECORD_LIST_MAX);
	if (n > SCHEDULE_EXCEPTIONS_MAX)
		run_changed(f->r, "more dates than fit: the last ones left out", super);
	for (size_t i = 0; i < n; i++) {
		add_to_schedules(t, &dates[i], f->r->source->zone, a);
		if (dates[i].cancelled && t->n_exceptions < RECORD_LIST_MAX)
			t->exceptions[t->n_exceptions++] =
				(struct exception){.start = dates[i].start, .status = STATUS_CANCELLED};
	}
}

/* In a delta run only the changed children came: ask for the whole family. */
static void refresh_dates(struct le_fold *f, const char *super)
{
	const cJSON *child = NULL;
	if (f->events_url == NULL || (f->r->mode == RUN_FULL && family_of(f, super)->n > 0))
		return;
	cJSON *doc = fetch_super(f, super, "location,keywords,sub_events");
	if (doc == NULL)
		return;
	family_of(f, super)->n = 0;
	cJSON_ArrayForEach(child, j_list(doc, "sub_events"))
	{
		arena_reset(&f->r->item);
		const char *id = le_ref(child, "", &f->r->item);
		if (id != NULL && j_get(child, "start_time") != NULL && !j_true(child, "deleted"))
			add_date(f, super, id, child);
	}
	cJSON_DeleteItemFromObjectCaseSensitive(doc, "sub_events");
	le_fold_keep_super(f, doc, super, NULL);
	cJSON_Delete(doc);
}

static bool take_family(struct le_fold *f, const char *super, struct error *e)
{
	refresh_dates(f, super);
	arena_reset(&f->r->item);
	const char *text = str_map_get(f->docs, super);
	if (text == NULL)
		text = str_map_get(f->lead_docs, super);
	if (text == NULL)
		return true;
	struct le_times times = {0};
	times_of(f, super, &times);
	if (times.n_schedules == 0) {
		run_skip(f->r, "recurring event without its dates", super);
		return true;
	}
	cJSON *doc = json_parse(text, strlen(text), ITEM_BYTES_MAX, e);
	if (doc == NULL)
		return false;
	/* a family known only by its children: one child's cancellation is not the family's */
	if (str_map_get(f->docs, super) == NULL)
		cJSON_DeleteItemFromObjectCaseSensitive(doc, "event_status");
	bool ok = le_take_event(f->r, doc, super, &times, e);
	cJSON_Delete(doc);
	return ok;
}

static bool take_children(struct le_fold *f, struct error *e)
{
	char *line = NULL;
	size_t room = 0;
	bool ok = true;
	if (f->spool == NULL)
		return true;
	rewind(f->spool);
	for (ssize_t n = getline(&line, &room, f->spool); ok && n > 0; n = getline(&line, &room, f->spool)) {
		char *id = line;
		char *super = strchr(id, '\t');
		ASSERT(super != NULL);
		*super++ = '\0';
		char *json = strchr(super, '\t');
		ASSERT(json != NULL);
		*json++ = '\0';
		json[strcspn(json, "\n")] = '\0';
		ok = take_child(f, id, super, json, e);
	}
	free(line);
	return ok;
}

bool le_fold_finish(struct le_fold *f, struct error *e)
{
	if (!take_children(f, e))
		return false;
	for (size_t i = 0; i < str_map_count(f->supers); i++)
		if (str_eq(str_map_value(f->supers, i), "recurring") &&
		    !take_family(f, str_map_key(f->supers, i), e))
			return false;
	return true;
}

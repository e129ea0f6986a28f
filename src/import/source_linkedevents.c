/* Linked Events (City of Helsinki's API; used by Helsinki, Espoo, Turku and others): GET event/ →
 * {meta,data}. Traps are named in the tests (tests/integration/import_traps.py). */
#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "import/address.h"
#include "import/contact.h"
#include "import/coords.h"
#include "import/json.h"
#include "import/linkedevents.h"
#include "import/sources.h"
#include "import/text.h"

#define PREFIX "le"
#define LICENSE "CC-BY-4.0"
#define POSTPONED_KEPT_S ((int64_t)365 * 86400)
#define COPY_LENGTH_MIN 20 /* characters: an equal text this long was not written in two languages */

const char *le_ref(const cJSON *object, const char *path, struct arena *a)
{
	const char *id = j_str(j_get(object, path), "id", a);
	const char *url = id != NULL ? NULL : j_str(j_get(object, path), "@id", a);
	if (url == NULL)
		return id;
	size_t n = strlen(url);
	while (n > 0 && url[n - 1] == '/')
		n--;
	size_t from = n;
	while (from > 0 && url[from - 1] != '/')
		from--;
	return n > from ? arena_strndup(a, url + from, n - from) : NULL;
}

struct when le_when(const cJSON *event, const char *field, const char *has_field, const char *zone)
{
	const cJSON *v = j_get(event, field);
	struct when w = when_parse(cJSON_IsString(v) ? v->valuestring : NULL, zone);
	if (w.has_time && cJSON_IsFalse(j_get(event, has_field))) {
		w.has_time = false;
		w.local = (struct civil){.date = w.local.date};
	}
	return w;
}

/* ---- place ---- */

static struct ltext le_text(const cJSON *event, const char *field, bool copies, struct arena *a)
{
	struct ltext t = j_ltext(event, field, J_HTML, a);
	if (copies)
		ltext_drop_copies(&t);
	return t;
}

/* Turku: "Blombergin aukio 12, Turku / Kupittaa, Kupittaan maauimala" → street, municipality, name. */
static const char *place_from_words(struct run *r, const struct ltext *words, struct error *e, bool *ok)
{
	struct place p = {.has_position = false};
	const char *id = NULL;
	if (address_parse(&p, words->v[LANG_FI], r->tables, &r->item) && p.municipality != NULL)
		*ok = address_take(r, PREFIX, &p, &id, e);
	return id; /* words about a place, but not which municipality: shown as a note only */
}

static const char *take_place(struct run *r, const cJSON *loc, const char *source_id, struct error *e,
			      bool *ok)
{
	struct arena *a = &r->item;
	struct record rec = {.kind = KIND_PLACE, .id = run_id(r, PREFIX, source_id)};
	struct place *p = &rec.place;
	double lon = 0;
	double lat = 0;
	if (run_has(r, KIND_PLACE, rec.id))
		return rec.id;
	if (j_get(loc, "name") == NULL) /* a bare reference: nothing is known but its name in the source */
		return NULL;
	p->name = j_ltext(loc, "name", J_HTML, a);
	p->street = j_ltext(loc, "street_address", J_HTML, a);
	p->city = j_ltext(loc, "address_locality", J_HTML, a);
	p->postcode = postcode_normalise(a, j_str(loc, "postal_code", a));
	p->from = run_provenance(r, source_id);
	const cJSON *xy = j_list(loc, "position.coordinates");
	if (cJSON_GetArraySize(xy) == 2 && j_num(cJSON_GetArrayItem(xy, 0), "", &lon) &&
	    j_num(cJSON_GetArrayItem(xy, 1), "", &lat)) {
		enum coords_result c = coords_set(p, lat, lon);
		if (c == COORDS_FILLER)
			run_changed(r, "filler position dropped", rec.id);
		if (c == COORDS_ABSURD)
			run_changed(r, "absurd position dropped", rec.id);
	}
	*ok = run_take(r, &rec, e);
	return rec.id;
}

static bool set_place(struct run *r, struct activity *v, const cJSON *event, bool copies, struct error *e)
{
	bool ok = true;
	const cJSON *loc = j_get(event, "location");
	const char *id = le_ref(event, "location", &r->item);
	v->place_note = le_text(event, "location_extra_info", copies, &r->item);
	if (id != NULL && str_ends(id, ":internet")) {
		v->attend = ATTEND_ONLINE;
	} else if (id != NULL) {
		v->place = take_place(r, loc, id, e, &ok);
	} else if (v->place_note.v[LANG_FI] != NULL) {
		v->place = place_from_words(r, &v->place_note, e, &ok);
	}
	if (j_true(event, "is_virtualevent") || j_get(event, "virtualevent_url") != NULL)
		v->attend |= ATTEND_ONLINE;
	if (v->place != NULL)
		v->attend |= ATTEND_SITE;
	return ok;
}

/* ---- organisation and contact ---- */

static bool set_organisation(struct run *r, struct activity *v, const cJSON *event, bool copies,
			     struct error *e)
{
	struct arena *a = &r->item;
	struct record rec = {.kind = KIND_ORGANISATION};
	rec.organisation.name = le_text(event, "provider", copies, a);
	const char *name = ltext_get(&rec.organisation.name, LANG_FI, NULL);
	const char *publisher = j_str(event, "publisher", a);
	struct ltext contact = j_ltext(event, "provider_contact_info", J_HTML, a);
	const char *how = ltext_get(&contact, LANG_FI, NULL);
	v->phone = phone_normalise(a, how);
	struct strs words = str_split(a, how, " ,;\n()");
	for (size_t i = 0; i < words.n && v->email == NULL; i++)
		v->email = strchr(words.v[i], '@') != NULL ? email_normalise(a, words.v[i]) : NULL;
	if (name == NULL)
		return true; /* the publisher is a department's number: no name to show */
	if (str_starts(publisher, "ytj:"))
		rec.organisation.business_id = business_id_normalise(a, publisher + 4);
	rec.id = run_id(r, PREFIX,
			rec.organisation.business_id != NULL
				? publisher
				: arena_printf(a, "provider:%s", run_hash(a, text_key(a, name))));
	rec.organisation.from = run_provenance(r, rec.organisation.business_id != NULL ? publisher : NULL);
	v->organisation = rec.id;
	return run_has(r, KIND_ORGANISATION, rec.id) || run_take(r, &rec, e);
}

/* ---- the rest of the fields ---- */

static bool says_free(const char *text)
{
	static const char *const words[] = {"maksuton", "ilmainen", "vapaa pääsy", "vapaa sisäänpääsy", "pääsymaksuton", "free",
					    "gratis",   "fri entré", "fritt inträde"};
	bool sum = text != NULL && strpbrk(text, "123456789") != NULL;
	if (text == NULL || (sum && strstr(text, "€") != NULL)) /* "ilmainen alle 18-v., muut 5 €" */
		return false;
	if (*text == '0' && !sum) /* "0", "0,00 €" */
		return true;
	for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
		if (strncasecmp(text, words[i], strlen(words[i])) == 0)
			return true;
	return false;
}

/* is_free is false also where nobody filled it in: only a price says "paid", and no offers say nothing. */
static void set_price(struct activity *v, const cJSON *event, bool copies, struct arena *a)
{
	const cJSON *offer = NULL;
	cJSON_ArrayForEach(offer, j_list(event, "offers"))
	{
		struct ltext text = le_text(offer, "price", copies, a);
		const char *fi = ltext_get(&text, LANG_FI, NULL);
		bool free_of_charge = j_true(offer, "is_free") || says_free(fi);
		if (fi != NULL && !says_free(fi)) {
			v->price = j_true(offer, "is_free") ? PRICE_FREE : PRICE_PAID;
			v->price_text = text;
			return;
		}
		if (free_of_charge)
			v->price = PRICE_FREE;
	}
}

static void set_languages(struct activity *v, const cJSON *event, struct arena *a)
{
	const cJSON *list = j_list(event, "in_language");
	v->languages.v = ARENA_ARRAY(a, const char *, (size_t)cJSON_GetArraySize(list) + 1);
	const cJSON *l = NULL;
	cJSON_ArrayForEach(l, list)
	{
		const char *tag = le_ref(l, "", a);
		if (tag != NULL && strlen(tag) <= 8 && v->languages.n < 20 && !strs_has(&v->languages, tag))
			v->languages.v[v->languages.n++] = tag;
	}
}

static void set_topics(struct run *r, struct activity *v, const cJSON *event)
{
	static const char *const lists[] = {"keywords", "audience"};
	struct votes votes = {0};
	for (size_t i = 0; i < 2; i++) {
		const cJSON *k = NULL;
		cJSON_ArrayForEach(k, j_list(event, lists[i]))
		{
			const char *name = j_str(k, "name.fi", &r->item);
			if (!votes_code(&votes, r->tables, "yso", le_ref(k, "", &r->item)) && name != NULL)
				votes_text(&votes, r->tables, name, &r->item);
		}
	}
	votes_code(&votes, r->tables, "event-type", j_str(event, "type_id", &r->item));
	finish_topics(r, v, &votes);
}

static void set_image(struct activity *v, const cJSON *event, struct arena *a)
{
	const cJSON *image = cJSON_GetArrayItem(j_list(event, "images"), 0);
	v->image.url = url_normalise(a, j_str(image, "url", a));
	if (v->image.url == NULL)
		return;
	v->image.alt = j_ltext(image, "alt_text", J_PLAIN, a);
	v->image.credit = j_str(image, "photographer_name", a);
	v->image.license = j_str(image, "license", a);
}

static void set_signup(struct activity *v, const cJSON *event, const char *zone, struct arena *a)
{
	struct when until = le_when(event, "enrolment_end_time", NULL, zone);
	v->signup_url = url_normalise(a, j_str(event, "enrolment_url", a));
	v->signup = v->signup_url != NULL ? SIGNUP_YES : SIGNUP_UNKNOWN;
	v->signup_until = until.local.date;
	v->age_min = j_int(event, "audience_min_age", 0);
	v->age_max = j_int(event, "audience_max_age", 0);
}

static bool copies_finnish(const cJSON *event, struct arena *a)
{
	static const char *const fields[] = {"description", "short_description"};
	for (size_t i = 0; i < 2; i++) {
		const char *fi = j_str(j_get(event, fields[i]), "fi", a);
		if (fi != NULL && utf8_count(fi) >= COPY_LENGTH_MIN &&
		    (str_eq(fi, j_str(j_get(event, fields[i]), "sv", a)) ||
		     str_eq(fi, j_str(j_get(event, fields[i]), "en", a))))
			return true;
	}
	return false;
}

static enum activity_status status_of(const cJSON *event, struct arena *a)
{
	const char *s = j_str(event, "event_status", a);
	if (str_eq(s, "EventCancelled"))
		return STATUS_CANCELLED;
	if (str_eq(s, "EventPostponed"))
		return STATUS_POSTPONED;
	return str_eq(s, "EventRescheduled") ? STATUS_RESCHEDULED : STATUS_SCHEDULED;
}

static void set_times(struct run *r, struct activity *v, const cJSON *event, const char *id)
{
	struct when start = le_when(event, "start_time", "has_start_time", r->source->zone);
	struct when end = le_when(event, "end_time", "has_end_time", r->source->zone);
	struct schedule *s = ARENA_NEW(&r->item, struct schedule);
	switch (schedule_from_span(s, &start, &end, r->source->zone)) {
	case SPAN_NO_START: return;
	case SPAN_END_BEFORE_START: run_changed(r, "end before start: left out", id); break;
	case SPAN_TOO_LONG: run_changed(r, "longer than a year: shown as every day", id); break;
	case SPAN_OK: break;
	}
	v->schedules = s;
	v->n_schedules = 1;
}

bool le_take_event(struct run *r, const cJSON *event, const char *source_id, const struct le_times *times,
		   struct error *e)
{
	struct arena *a = &r->item;
	struct record rec = {.kind = KIND_ACTIVITY, .id = run_id(r, PREFIX, source_id)};
	struct activity *v = &rec.activity;
	bool copies = copies_finnish(event, a);
	if (copies)
		run_changed(r, "Finnish text copied to other languages: dropped", rec.id);
	*v = (struct activity){
		.type = ACTIVITY_EVENT, .status = status_of(event, a), .expires_at = INSTANT_NONE};
	v->title = le_text(event, "name", copies, a);
	v->summary = le_text(event, "short_description", copies, a);
	v->text = le_text(event, "description", copies, a);
	struct ltext web = j_ltext(event, "info_url", J_PLAIN, a);
	v->web = url_normalise(a, ltext_get(&web, LANG_FI, NULL));
	v->from = run_provenance(r, source_id);
	v->from.url = v->web != NULL ? v->web : url_normalise(a, j_str(event, "@id", a));
	v->from.license = r->source->license != NULL ? r->source->license : LICENSE;
	v->from.attribution = r->source->attribution != NULL
				      ? r->source->attribution
				      : arena_printf(a, "Linked Events: %s", j_str(event, "data_source", a));
	instant_parse(j_str(event, "last_modified_time", a), &v->from.modified_at);
	set_price(v, event, copies, a);
	set_languages(v, event, a);
	set_topics(r, v, event);
	set_image(v, event, a);
	set_signup(v, event, r->source->zone, a);
	if (times == NULL) {
		set_times(r, v, event, rec.id);
	} else {
		v->schedules = times->schedules;
		v->n_schedules = times->n_schedules;
		v->exceptions = times->exceptions;
		v->n_exceptions = times->n_exceptions;
	}
	if (v->status == STATUS_POSTPONED && v->from.modified_at != INSTANT_NONE)
		v->expires_at = v->from.modified_at + POSTPONED_KEPT_S;
	return set_organisation(r, v, event, copies, e) && set_place(r, v, event, copies, e) &&
	       run_take(r, &rec, e);
}

/* ---- reading ---- */

static bool on_event(struct run *r, const cJSON *event, void *user, struct error *e)
{
	struct le_fold *fold = user;
	const char *id = j_str(event, "id", &r->item);
	const char *super_type = j_str(event, "super_event_type", &r->item);
	const char *super = le_ref(event, "super_event", &r->item);
	if (id == NULL) {
		run_skip(r, "no id", NULL);
		return true;
	}
	if (j_true(event, "deleted")) {
		run_skip(r,
			 j_get(event, "replaced_by") != NULL ? "replaced at the source"
							     : "deleted at the source",
			 id);
		return run_gone(r, KIND_ACTIVITY, run_id(r, PREFIX, id), e);
	}
	const char *published = j_str(event, "publication_status", &r->item);
	if (published != NULL && !str_eq(published, "public")) {
		run_skip(r, "not published", id);
		return true;
	}
	if (str_eq(super_type, "recurring"))
		return le_fold_keep_super(fold, event, id, e);
	if (super != NULL)
		return le_fold_keep_child(fold, event, id, super, e);
	if (super_type != NULL)
		le_fold_umbrella(fold, id);
	return le_take_event(r, event, id, NULL, e);
}

static const char *next_page(struct run *r, const cJSON *rest, const char *url, int number, size_t items)
{
	(void)url, (void)number, (void)items;
	if (rest == NULL || j_get(rest, "meta") == NULL)
		run_incomplete(r, "page %d has no meta: not Linked Events", number);
	return j_str(rest, "meta.next", &r->keep);
}

/* Adds a parameter unless the address has it. */
static const char *with(struct run *r, const char *url, const char *name, const char *value)
{
	return url_param(url, name) != NULL ? url : url_with(r, url, name, value);
}

static const char *first_page(struct run *r)
{
	const char *url = r->source->url;
	url = with(r, url, "event_type",
		   "General,Course,Volunteering"); /* the list gives only General otherwise */
	url = with(r, url, "include", "location,keywords");
	url = with(r, url, "page_size", "100");
	if (r->mode == RUN_FULL)
		return with(r, url, "start", "today");
	/* a date without a time would mean the end of that day */
	return with(r, with(r, url, "last_modified_since", r->since), "show_deleted", "true");
}

bool source_linkedevents_read(struct run *r, struct error *e)
{
	struct le_fold *fold = le_fold_new(r, r->source->url);
	bool ok = r->source->file != NULL
			  ? run_items_of_file(r, r->source->file, "data", on_event, fold, NULL, e)
			  : run_pages(r, first_page(r), "data", on_event, fold, next_page, e);
	ok = ok && le_fold_finish(fold, e);
	le_fold_free(fold);
	return ok;
}

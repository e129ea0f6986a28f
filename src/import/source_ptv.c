/* PTV: services joined with their channels and organisations, municipality by municipality. A service with
 * several service locations is one activity at each ("ptv:SERVICE@CHANNEL"), because a visitor asks what is
 * near. */
#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "import/contact.h"
#include "import/json.h"
#include "import/ptv.h"
#include "import/sources.h"
#include "import/str_map.h"
#include "import/text.h"
#include "model/codec.h"

#define PREFIX "ptv"
#define LICENSE "CC-BY-4.0"
#define LOCATIONS_OF_SERVICE_MAX 20
#define LOOKUPS_MAX                                                                                          \
	500 /* single organisations and channels asked for because the lists did not have them               \
	     */

struct ptv {
	struct run *r;
	const struct ptv_adapter *adapter;
	enum ptv_kind kind;              /* being listed */
	struct str_map *docs[PTV_KINDS]; /* id → JSON in v11's shape: organisations and channels */
	int lookups;
	int pages; /* of the list being read */
	bool probing, found;
};

/* ---- documents by id ---- */

static const char *lookup(struct ptv *p, enum ptv_kind kind, const char *id)
{
	const char *have = str_map_get(p->docs[kind], id);
	struct error why = ERROR_INIT;
	if (have != NULL || id == NULL || p->r->source->url == NULL || p->lookups >= LOOKUPS_MAX ||
	    strspn(id, "0123456789abcdefABCDEF-") != strlen(id))
		return have;
	p->lookups++;
	cJSON *doc = run_json(p->r, p->adapter->one_url(p->r, kind, id), &why);
	cJSON *as_v11 = doc != NULL ? p->adapter->as_v11(doc) : NULL;
	char *text = as_v11 != NULL ? cJSON_PrintUnformatted(as_v11) : NULL;
	str_map_put(p->docs[kind], id,
		    text != NULL ? text : "null"); /* not asked for twice: archived gives 404 */
	cJSON_free(text);
	cJSON_Delete(as_v11);
	cJSON_Delete(doc);
	return str_map_get(p->docs[kind], id);
}

static cJSON *document(struct ptv *p, enum ptv_kind kind, const char *id)
{
	const char *text = lookup(p, kind, id);
	cJSON *doc = text != NULL ? json_parse(text, strlen(text), ITEM_BYTES_MAX, NULL) : NULL;
	if (!cJSON_IsObject(doc)) {
		cJSON_Delete(doc);
		return NULL;
	}
	return doc;
}

/* ---- service ---- */

static void set_reach(struct run *r, struct activity *v, const cJSON *service)
{
	const char *type = j_str(service, "areaType", &r->item);
	const cJSON *area = NULL;
	if (str_starts(type, "Nationwide")) {
		v->reach = REACH_NATIONAL;
		return;
	}
	v->areas.v = ARENA_ARRAY(&r->item, const char *, RECORD_LIST_MAX);
	cJSON_ArrayForEach(area, j_list(service, "areas"))
	{
		const cJSON *m = NULL;
		cJSON_ArrayForEach(m, j_list(area, "municipalities"))
		{
			const struct municipality *known =
				municipality_by_code(r->tables, j_str(m, "code", &r->item));
			if (known != NULL && v->areas.n < RECORD_LIST_MAX &&
			    !strs_has(&v->areas, known->code))
				v->areas.v[v->areas.n++] = known->code;
		}
	}
	v->reach = v->areas.n > 1 ? REACH_REGIONAL : REACH_LOCAL;
}

static void set_topics(struct run *r, struct activity *v, const cJSON *service)
{
	static const struct {
		const char *list, *scheme;
	} codes[] = {
		{"serviceClasses", "ptv"}, {"targetGroups", "ptv-target"}, {"ontologyTerms", "ptv-term"}};
	struct votes votes = {0};
	for (size_t i = 0; i < sizeof codes / sizeof codes[0]; i++) {
		const cJSON *c = NULL;
		cJSON_ArrayForEach(c, j_list(service, codes[i].list))
		{
			struct ltext name = ptv_text(c, "name", NULL, &r->item);
			if (!votes_code(&votes, r->tables, codes[i].scheme, j_str(c, "code", &r->item)) &&
			    i == 2)
				votes_text(&votes, r->tables, name.v[LANG_FI], &r->item);
		}
	}
	finish_topics(r, v, &votes);
}

static void set_texts(struct run *r, struct activity *v, const cJSON *service)
{
	struct arena *a = &r->item;
	struct ltext how = ptv_text(service, "serviceDescriptions", "UserInstruction", a);
	v->title = ptv_text(service, "serviceNames", "Name", a);
	v->summary = ptv_text(service, "serviceDescriptions", "Summary", a);
	v->text = ptv_text(service, "serviceDescriptions", "Description", a);
	for (int l = 0; l < LANG_COUNT; l++)
		if (how.v[l] != NULL)
			v->text.v[l] = v->text.v[l] != NULL
					       ? arena_printf(a, "%s\n\n%s", v->text.v[l], how.v[l])
					       : how.v[l];
	v->price_text = ptv_text(service, "serviceDescriptions", "ChargeTypeAdditionalInfo", a);
	const char *charge = j_str(service, "serviceChargeType", a);
	v->price = str_eq(charge, "FreeOfCharge") ? PRICE_FREE
		   : str_eq(charge, "Chargeable") ? PRICE_PAID
						  : PRICE_UNKNOWN;
	const cJSON *list = j_list(service, "languages");
	v->languages.v = ARENA_ARRAY(a, const char *, (size_t)cJSON_GetArraySize(list) + 1);
	const cJSON *l = NULL;
	cJSON_ArrayForEach(l,
			   list) if (cJSON_IsString(l) && strlen(l->valuestring) <= 8 && v->languages.n < 20)
		v->languages.v[v->languages.n++] = arena_strdup(a, l->valuestring);
}

/* What the channels that are no places add: telephone, web, and hours of the telephone. */
static void add_channel(struct run *r, struct activity *v, const cJSON *channel)
{
	struct arena *a = &r->item;
	const char *type = j_str(channel, "serviceChannelType", a);
	if (v->phone == NULL)
		v->phone = ptv_phone(j_list(channel, "phoneNumbers"), &v->phone_label, a);
	if (v->email == NULL)
		v->email = email_normalise(a, ptv_first(j_list(channel, "emails"), "value", a));
	if (v->email == NULL)
		v->email = email_normalise(a, ptv_first(j_list(channel, "supportEmails"), "value", a));
	if (v->web == NULL)
		v->web = url_normalise(a, ptv_first(j_list(channel, "webPages"), "url", a));
	if (str_eq(type, "Phone"))
		v->attend |= ATTEND_PHONE;
	if (str_eq(type, "EChannel"))
		v->attend |= ATTEND_ONLINE;
	if (v->n_schedules == 0 && (str_eq(type, "Phone") || str_eq(type, "ServiceLocation")))
		v->schedules = ptv_hours(channel, r->source->zone, &v->n_schedules, a);
}

struct joined {
	cJSON *channel[LOCATIONS_OF_SERVICE_MAX * 2];
	const char *id[LOCATIONS_OF_SERVICE_MAX * 2];
	size_t n;
};

static void join_channels(struct ptv *p, const cJSON *service, struct joined *out)
{
	const cJSON *c = NULL;
	cJSON_ArrayForEach(c, j_list(service, "serviceChannels"))
	{
		const char *id = j_str(c, "serviceChannel.id", &p->r->item);
		cJSON *doc =
			out->n < sizeof out->id / sizeof out->id[0] ? document(p, PTV_CHANNEL, id) : NULL;
		if (doc == NULL)
			continue;
		out->channel[out->n] = doc;
		out->id[out->n++] = id;
	}
}

static bool is_location(const cJSON *channel)
{
	const cJSON *type = j_get(channel, "serviceChannelType");
	return cJSON_IsString(type) && strcmp(type->valuestring, "ServiceLocation") == 0;
}

/* One activity: of the service alone (at = joined->n) or at one of its locations. */
static bool take_activity(struct ptv *p, const cJSON *service, const char *id, const char *organisation,
			  const struct joined *j, size_t at, struct error *e)
{
	struct run *r = p->r;
	struct record rec = {.kind = KIND_ACTIVITY};
	struct activity *v = &rec.activity;
	*v = (struct activity){
		.type = ACTIVITY_ONGOING, .expires_at = INSTANT_NONE, .organisation = organisation};
	rec.id = run_id(r, PREFIX, at < j->n ? arena_printf(&r->item, "%s@%s", id, j->id[at]) : id);
	if (at < j->n) {
		v->place = run_id(r, PREFIX, j->id[at]);
		if (!run_has(r, KIND_PLACE, v->place) &&
		    !ptv_take_place(r, j->channel[at], j->id[at], v->place, e))
			return false;
		v->attend = ATTEND_SITE;
		add_channel(r, v, j->channel[at]);
	}
	for (size_t i = 0; i < j->n; i++)
		if (!is_location(j->channel[i]))
			add_channel(r, v, j->channel[i]);
	set_texts(r, v, service);
	set_reach(r, v, service);
	set_topics(r, v, service);
	v->from = run_provenance(r, id);
	if (v->from.license == NULL)
		v->from.license = LICENSE;
	v->from.url = arena_printf(&r->item, "https://www.suomi.fi/palvelut/%s", id);
	struct when modified = when_parse(j_str(service, "modified", &r->item), "UTC");
	v->from.modified_at = when_instant(&modified, "UTC");
	return run_take(r, &rec, e);
}

static bool class_wanted(const struct run *r, const cJSON *service)
{
	const cJSON *c = NULL;
	if (r->source->service_classes.n == 0)
		return true;
	cJSON_ArrayForEach(c, j_list(service, "serviceClasses"))
	{
		const cJSON *code = j_get(c, "code");
		if (cJSON_IsString(code) && strs_has(&r->source->service_classes, code->valuestring))
			return true;
	}
	return false;
}

/* The responsible organisation, or the first producer; its record's id, or NULL. why: to skip the service. */
static bool choose_organisation(struct ptv *p, const cJSON *service, const char **rec_id, const char **why,
				struct error *e)
{
	struct arena *a = &p->r->item;
	const char *id = NULL;
	const cJSON *o = NULL;
	cJSON_ArrayForEach(o,
			   j_list(service, "organizations")) if (id == NULL || str_eq(j_str(o, "roleType", a),
										      "Responsible")) id =
		j_str(o, "organization.id", a);
	cJSON *doc = document(p, PTV_ORGANISATION, id);
	const char *type = j_str(doc, "organizationType", a);
	if (p->r->source->organisation_types.n > 0 && type == NULL)
		*why = "organisation unknown";
	else if (p->r->source->organisation_types.n > 0 && !strs_has(&p->r->source->organisation_types, type))
		*why = "organisation's type not wanted";
	bool ok = true;
	if (*why == NULL && doc != NULL) {
		*rec_id = run_id(p->r, PREFIX, id);
		ok = ptv_take_organisation(p->r, doc, id, *rec_id, e);
	}
	cJSON_Delete(doc);
	return ok;
}

static bool take_service(struct ptv *p, const cJSON *service, const char *id, struct error *e)
{
	struct run *r = p->r;
	struct joined j = {.n = 0};
	const char *organisation = NULL;
	const char *why = class_wanted(r, service) ? NULL : "service class not wanted";
	const char *status = j_str(service, "publishingStatus", &r->item);
	if (status != NULL && !str_eq(status, "Published"))
		why = "not published";
	if (why == NULL && !choose_organisation(p, service, &organisation, &why, e))
		return false;
	if (why != NULL) {
		run_skip(r, why, id);
		return true;
	}
	join_channels(p, service, &j);
	size_t locations = 0;
	bool ok = true;
	for (size_t i = 0; ok && i < j.n && locations < LOCATIONS_OF_SERVICE_MAX; i++) {
		if (!is_location(j.channel[i]))
			continue;
		locations++;
		ok = take_activity(p, service, id, organisation, &j, i, e);
	}
	if (ok && locations == 0)
		ok = take_activity(p, service, id, organisation, &j, j.n, e);
	for (size_t i = 0; i < j.n; i++)
		cJSON_Delete(j.channel[i]);
	return ok;
}

/* ---- reading ---- */

static enum ptv_kind kind_of(const cJSON *item)
{
	if (j_get(item, "organizationNames") != NULL)
		return PTV_ORGANISATION;
	return j_get(item, "serviceChannelType") != NULL ? PTV_CHANNEL : PTV_SERVICE;
}

static bool on_item(struct run *r, const cJSON *raw, void *user, struct error *e)
{
	struct ptv *p = user;
	p->found = true;
	if (p->probing)
		return true;
	cJSON *item = p->adapter->as_v11(raw);
	const char *id = j_str(item, "id", &r->item);
	bool ok = true;
	if (id == NULL) {
		run_skip(r, "no id", NULL);
	} else if (kind_of(item) != p->kind) {
		; /* a file with everything in it is read once for each kind */
	} else if (p->kind == PTV_SERVICE) {
		ok = take_service(p, item, id, e);
	} else {
		char *text = cJSON_PrintUnformatted(item);
		if (text != NULL && str_map_get(p->docs[p->kind], id) == NULL)
			str_map_put(p->docs[p->kind], id, text);
		cJSON_free(text);
	}
	cJSON_Delete(item);
	return ok;
}

/* All pages of one kind in one municipality. */
static bool read_list(struct ptv *p, const char *municipality, const char *since, struct error *e)
{
	int pages = 1;
	for (int page = 1; page <= pages && page <= p->r->source->max_pages; page++) {
		cJSON *rest = NULL;
		const char *url = p->adapter->list_url(p->r, p->kind, municipality, since, page);
		bool ok = run_items(p->r, url, p->adapter->keys, on_item, p, &rest, e);
		pages = p->adapter->page_count(rest);
		cJSON_Delete(rest);
		if (!ok)
			return false;
		if (page == p->r->source->max_pages && pages > page)
			run_incomplete(p->r, "more than max_pages = %d pages", page);
	}
	return true;
}

/* A changed channel changes services that did not change themselves, so a delta run only asks whether
 * anything changed; if so, everything is read. */
static bool anything_changed(struct ptv *p, bool *changed, struct error *e)
{
	char since[20];
	snprintf(since, sizeof since, "%.19s", p->r->since);
	*changed = false;
	p->probing = true;
	p->found = false;
	for (size_t m = 0; m < p->r->source->municipalities.n && !p->found; m++) {
		for (p->kind = PTV_ORGANISATION; p->kind < PTV_KINDS && !p->found; p->kind++) {
			if (p->adapter->list_url(p->r, p->kind, p->r->source->municipalities.v[m], since,
						 1) == NULL)
				p->found = true; /* cannot ask: assume so */
			else if (!read_list(p, p->r->source->municipalities.v[m], since, e))
				return false;
		}
	}
	p->probing = false;
	*changed = p->found;
	return true;
}

static bool read_municipalities(struct ptv *p, struct error *e)
{
	struct run *r = p->r;
	bool changed = true;
	if (r->source->municipalities.n == 0)
		return error_set(e, ERROR_INPUT, "[source %s]: municipalities: which ones to read is needed",
				 r->source->name);
	if (r->mode == RUN_DELTA && !anything_changed(p, &changed, e))
		return false;
	if (!changed && !r->incomplete) {
		r->not_modified = true;
		return true;
	}
	run_read_all(r);
	/* services last: they are joined with the other two */
	for (p->kind = PTV_ORGANISATION; p->kind < PTV_KINDS; p->kind++)
		for (size_t m = 0; m < r->source->municipalities.n; m++)
			if (!read_list(p, r->source->municipalities.v[m], "", e))
				return false;
	return true;
}

static bool read_file(struct ptv *p, struct error *e)
{
	for (p->kind = PTV_ORGANISATION; p->kind < PTV_KINDS; p->kind++)
		if (!run_items_of_file(p->r, p->r->source->file, p->adapter->keys, on_item, p, NULL, e))
			return false;
	return true;
}

bool source_ptv_read(struct run *r, struct error *e)
{
	struct ptv p = {.r = r};
	p.adapter = str_eq(r->source->version, "v12") ? ptv_adapter_v12() : ptv_adapter_v11();
	const char *header[1];
	if (p.adapter->key_header != NULL && r->source->api_key != NULL) {
		header[0] = arena_printf(&r->keep, "%s: %s", p.adapter->key_header, r->source->api_key);
		r->headers = (struct strs){.v = header, .n = 1};
	}
	for (int i = 0; i < PTV_KINDS; i++)
		p.docs[i] = str_map_new(&r->keep);
	bool ok = r->source->file != NULL ? read_file(&p, e) : read_municipalities(&p, e);
	for (int i = 0; i < PTV_KINDS; i++)
		str_map_free(p.docs[i]);
	r->headers = (struct strs){0};
	return ok;
}

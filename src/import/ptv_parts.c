/* PTV's organisations and service locations, and the pieces their mapping is made of. */
#include <string.h>

#include "import/contact.h"
#include "import/coords.h"
#include "import/json.h"
#include "import/ptv.h"
#include "import/text.h"

struct ltext ptv_text(const cJSON *j, const char *field, const char *type, struct arena *a)
{
	struct ltext out = {0};
	const cJSON *v = NULL;
	cJSON_ArrayForEach(v, j_list(j, field))
	{
		enum lang l = lang_from_tag(j_str(v, "language", a));
		const char *kind = j_str(v, "type", a);
		const char *text = j_str(v, "value", a);
		if (l != LANG_NONE && text != NULL && (type == NULL || kind == NULL || str_eq(kind, type)) &&
		    (out.v[l] == NULL || type == NULL))
			out.v[l] = text;
	}
	return out;
}

/* ---- organisation ---- */

const char *ptv_phone(const cJSON *list, struct ltext *label, struct arena *a)
{
	const char *best = NULL;
	bool best_fi = false;
	const cJSON *p = NULL;
	cJSON_ArrayForEach(p, list)
	{
		const char *type = j_str(p, "type", a);
		enum lang l = lang_from_tag(j_str(p, "language", a));
		if (type != NULL && !str_eq(type, "Phone")) /* Fax, Sms: often with number null */
			continue;
		const char *number = phone_join(a, j_str(p, "prefixNumber", a), j_str(p, "number", a));
		if (number == NULL)
			continue;
		if (best == NULL || (l == LANG_FI && !best_fi)) {
			best = number;
			best_fi = l == LANG_FI;
		}
		const char *info = j_str(p, "additionalInformation", a);
		if (label != NULL && l != LANG_NONE && info != NULL && label->v[l] == NULL &&
		    str_eq(number, best))
			label->v[l] = info;
	}
	return best;
}

const char *ptv_first(const cJSON *list, const char *field, struct arena *a)
{
	const char *best = NULL;
	const cJSON *v = NULL;
	cJSON_ArrayForEach(v, list)
	{
		const char *value = j_str(v, field, a);
		bool fi = lang_from_tag(j_str(v, "language", a)) == LANG_FI;
		if (value != NULL && (best == NULL || fi))
			best = value;
		if (best != NULL && fi)
			break;
	}
	return best;
}

static const char *organisation_word(const char *type)
{
	if (str_eq(type, "Organization"))
		return "ngo";
	if (str_eq(type, "Municipality"))
		return "municipality";
	if (str_eq(type, "Company"))
		return "company";
	return str_starts(type, "WellbeingServicesCounty") || str_starts(type, "Region") ? "county" : "other";
}

bool ptv_take_organisation(struct run *r, const cJSON *doc, const char *id, const char *rec_id,
			   struct error *e)
{
	struct arena *a = &r->item;
	struct record rec = {.kind = KIND_ORGANISATION, .id = rec_id};
	struct organisation *o = &rec.organisation;
	if (run_has(r, KIND_ORGANISATION, rec_id))
		return true;
	o->name = ptv_text(doc, "organizationNames", "Name", a);
	o->description = ptv_text(doc, "organizationDescriptions", "Summary", a);
	ltext_cap(&o->description, TEXT_SUMMARY_MAX, a);
	o->type = organisation_word(j_str(doc, "organizationType", a));
	o->business_id = business_id_normalise(a, j_str(doc, "businessCode", a));
	o->phone = ptv_phone(j_list(doc, "phoneNumbers"), NULL, a);
	o->email = email_normalise(a, ptv_first(j_list(doc, "emails"), "value", a));
	o->web = url_normalise(a, ptv_first(j_list(doc, "webPages"), "url", a));
	o->from = run_provenance(r, id);
	return run_take(r, &rec, e);
}

/* ---- place ---- */

static void set_position(struct run *r, struct record *rec, const cJSON *street)
{
	double north = 0;
	double east = 0;
	double lat = 0;
	double lon = 0;
	/* "latitude" is the northing and "longitude" the easting of EPSG:3067; coordinateState is not asked:
	 * "NotReceived" can still carry them */
	if (!j_num(street, "latitude", &north) || !j_num(street, "longitude", &east))
		return;
	if (!coords_from_tm35fin(north, east, &lat, &lon) ||
	    coords_set(&rec->place, lat, lon) != COORDS_TAKEN)
		run_changed(r, "absurd position dropped", rec->id);
}

bool ptv_take_place(struct run *r, const cJSON *channel, const char *id, const char *rec_id, struct error *e)
{
	struct arena *a = &r->item;
	struct record rec = {.kind = KIND_PLACE, .id = rec_id};
	struct place *p = &rec.place;
	const cJSON *address = NULL;
	const cJSON *chosen = NULL;
	cJSON_ArrayForEach(address, j_list(channel, "addresses")) if (chosen == NULL &&
								      j_get(address, "streetAddress") != NULL)
		chosen = j_get(address, "streetAddress");
	p->name = ptv_text(channel, "serviceChannelNames", "Name", a);
	p->street = ptv_text(chosen, "street", NULL, a);
	const char *number = j_str(chosen, "streetNumber", a);
	for (int l = 0; number != NULL && l < LANG_COUNT; l++)
		if (p->street.v[l] != NULL)
			p->street.v[l] = arena_printf(a, "%s %s", p->street.v[l], number);
	p->city = ptv_text(chosen, "municipality.name", NULL, a);
	p->postcode = postcode_normalise(a, j_str(chosen, "postalCode", a));
	const struct municipality *m = municipality_by_code(r->tables, j_str(chosen, "municipality.code", a));
	p->municipality = m != NULL ? m->code : NULL;
	p->from = run_provenance(r, id);
	set_position(r, &rec, chosen);
	return run_take(r, &rec, e);
}

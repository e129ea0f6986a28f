#include "server/api/hsds.h"

#include <sodium.h>
#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/str.h"
#include "server/view.h"
#include "web/json.h"

/* ---- identifiers ---- */

static void format_uuid(const unsigned char b[16], char out[HSDS_UUID_BYTES])
{
	snprintf(out, HSDS_UUID_BYTES, "%02x%02x%02x%02x-%02x%02x-%02x%02x-%02x%02x-%02x%02x%02x%02x%02x%02x",
		 b[0], b[1], b[2], b[3], b[4], b[5], b[6], b[7], b[8], b[9], b[10], b[11], b[12], b[13],
		 b[14], b[15]);
}

/* "aula", zeros with version 8 and variant 2 in their places, and the code in the last five bytes. */
void hsds_uuid_of_code(const char *code, char out[HSDS_UUID_BYTES])
{
	unsigned char b[16] = {'a', 'u', 'l', 'a', 0, 0, 0x80, 0, 0x80};
	uint64_t packed = 0; /* 5 bits a letter, 0 = none: 40 bits */
	for (size_t i = 0; i < CODE_LEN_MAX; i++) {
		const char *at = i < strlen(code) ? strchr(CODE_ALPHABET, code[i]) : NULL;
		packed = packed << 5 | (at != NULL ? (uint64_t)(at - CODE_ALPHABET) + 1 : 0);
	}
	for (int i = 0; i < 5; i++)
		b[11 + i] = (unsigned char)(packed >> (8 * (4 - i)));
	format_uuid(b, out);
}

bool hsds_code_of_uuid(const char *uuid, char out[CODE_LEN_MAX + 1])
{
	unsigned b[5];
	char again[HSDS_UUID_BYTES];
	if (strlen(uuid) != HSDS_UUID_BYTES - 1 ||
	    sscanf(uuid + 26, "%2x%2x%2x%2x%2x", &b[0], &b[1], &b[2], &b[3], &b[4]) != 5)
		return false;
	uint64_t packed = 0;
	size_t n = 0;
	for (int i = 0; i < 5; i++)
		packed = packed << 8 | b[i];
	for (int i = CODE_LEN_MAX - 1; i >= 0; i--) {
		unsigned letter = (unsigned)(packed >> (5 * i)) & 31;
		if (letter == 0)
			break;
		if (letter > strlen(CODE_ALPHABET))
			return false;
		out[n++] = CODE_ALPHABET[letter - 1];
	}
	out[n] = '\0';
	hsds_uuid_of_code(out, again); /* nothing but the one way to write it */
	return n >= CODE_LEN_MIN && strcasecmp(again, uuid) == 0;
}

void hsds_uuid(const char *what, const char *id, char out[HSDS_UUID_BYTES])
{
	unsigned char b[16];
	crypto_generichash_state s;
	crypto_generichash_init(&s, NULL, 0, sizeof b);
	crypto_generichash_update(&s, (const unsigned char *)what, strlen(what) + 1);
	crypto_generichash_update(&s, (const unsigned char *)id, strlen(id));
	crypto_generichash_final(&s, b, sizeof b);
	b[6] = (unsigned char)((b[6] & 0x0f) | 0x80);
	b[8] = (unsigned char)((b[8] & 0x3f) | 0x80);
	format_uuid(b, out);
}

/* ---- parts ---- */

static void put(struct json *j, const char *key, const char *value)
{
	if (str_empty(value))
		return;
	json_key(j, key);
	json_text(j, value);
}

static const char *text(const struct ltext *t, struct arena *a)
{
	return view_plain(ltext_get(t, LANG_FI, NULL), a);
}

static void put_id(struct json *j, const char *what, const char *id)
{
	char uuid[HSDS_UUID_BYTES];
	hsds_uuid(what, id, uuid);
	put(j, "id", uuid);
}

static void put_date(struct json *j, const char *key, struct date d)
{
	char word[11];
	if (!date_is_set(d))
		return;
	date_format(d, word);
	put(j, key, word);
}

/* Clock time with the offset that holds on the schedule's first day: HSDS knows no zones. */
static void put_clock(struct json *j, const char *key, const struct schedule *s, struct civil c,
		      int64_t offset_s)
{
	char word[32];
	snprintf(word, sizeof word, "%02d:%02d%c%02d:%02d", c.hour, c.minute, offset_s < 0 ? '-' : '+',
		 (int)(offset_s < 0 ? -offset_s : offset_s) / 3600,
		 (int)(offset_s < 0 ? -offset_s : offset_s) / 60 % 60);
	if (!s->all_day)
		put(j, key, word);
}

static void put_number(struct json *j, const char *key, int64_t value)
{
	json_key(j, key);
	json_number(j, value);
}

/* What the fields cannot say, in words. */
static const char *schedule_words(const struct schedule *s, struct arena *a)
{
	struct buf out = BUF_INIT;
	char word[20];
	if (s->freq == SCHEDULE_YEARLY || (s->freq == SCHEDULE_DAILY && s->interval > 1))
		buf_printf(&out, "Every %d %s. ", s->interval, s->freq == SCHEDULE_DAILY ? "days" : "years");
	if (s->bymonth != NULL)
		buf_printf(&out, "In months %s. ", s->bymonth);
	if (s->bysetpos != NULL)
		buf_printf(&out, "BYSETPOS=%s. ", s->bysetpos);
	for (size_t i = 0; i < s->exdates.n; i++) {
		date_format(s->exdates.v[i].date, word);
		buf_printf(&out, "%s%s", i == 0 ? "Not on " : ", ", word);
	}
	buf_puts(&out, s->exdates.n > 0 ? ". " : "");
	for (size_t i = 0; i < s->rdates.n; i++) {
		civil_format(s->rdates.v[i], word);
		word[16] = '\0';
		buf_printf(&out, "%s%s", i == 0 ? "Also on " : ", ", word);
	}
	buf_puts(&out, s->rdates.n > 0 ? ". " : "");
	buf_printf(&out, "Clock times of %s, summer and winter.", s->zone);
	const char *copy = arena_strdup(a, out.data);
	buf_fini(&out);
	return copy;
}

static void write_schedule(struct json *j, const struct schedule *s, const char *id, struct arena *a)
{
	/* flat seconds of the wall clock minus the instant: the zone's offset then */
	int64_t at = zone_to_instant(s->zone, s->start);
	int64_t offset = zone_to_instant("UTC", s->start) - at;
	bool daily = s->freq == SCHEDULE_DAILY && s->interval == 1;
	json_open(j, '{');
	put_id(j, "schedule", id);
	put_date(j, "dtstart", s->start.date);
	put_date(j, "valid_from", s->valid_from);
	put_date(j, "valid_to", s->valid_to);
	if (s->freq == SCHEDULE_WEEKLY || s->freq == SCHEDULE_MONTHLY || daily) {
		put(j, "freq",
		    s->freq == SCHEDULE_MONTHLY ? "MONTHLY" : "WEEKLY"); /* the standard has no others */
		put_number(j, "interval", daily ? 1 : s->interval);
		put(j, "byday", s->byday == NULL && daily ? "MO,TU,WE,TH,FR,SA,SU" : s->byday);
		put(j, "bymonthday", s->bymonthday);
		put_date(j, "until", s->until);
		if (s->count > 0)
			put_number(j, "count", s->count);
	} else if (s->freq == SCHEDULE_ONCE) {
		put_date(j, "until", s->start.date);
	}
	put_clock(j, "opens_at", s, s->start, offset);
	if (s->duration_min > 0)
		put_clock(j, "closes_at", s, civil_add_minutes(s->start, s->duration_min), offset);
	put(j, "description", schedule_words(s, a));
	json_close(j, '}');
}

static void write_schedules(struct json *j, const struct view *v, struct arena *a)
{
	if (v->activity->n_schedules == 0)
		return;
	json_key(j, "schedules");
	json_open(j, '[');
	for (size_t i = 0; i < v->activity->n_schedules; i++)
		write_schedule(j, &v->activity->schedules[i], arena_printf(a, "%s#%zu", v->id, i), a);
	json_close(j, ']');
}

static void write_phone(struct json *j, const char *number, const char *label, const char *id)
{
	if (number == NULL)
		return;
	json_key(j, "phones");
	json_open(j, '[');
	json_open(j, '{');
	put_id(j, "phone", id);
	put(j, "number", number);
	put(j, "type", "voice");
	put(j, "description", label);
	json_close(j, '}');
	json_close(j, ']');
}

static void write_organisation(struct json *j, const struct organisation *o, const char *id, struct arena *a)
{
	const char *name = text(&o->name, a);
	const char *description = text(&o->description, a);
	json_key(j, "organization");
	json_open(j, '{');
	put_id(j, "organization", id);
	put(j, "name", name);
	put(j, "description", description != NULL ? description : name); /* required by the standard */
	put(j, "email", o->email);
	put(j, "website", o->web);
	write_phone(j, o->phone, NULL, id);
	if (o->business_id != NULL) {
		json_key(j, "organization_identifiers");
		json_open(j, '[');
		json_open(j, '{');
		put_id(j, "business id", o->business_id);
		put(j, "identifier_scheme",
		    "FI-PRO"); /* org-id.guide: Finnish Patent and Registration Office */
		put(j, "identifier_type", "Y-tunnus");
		put(j, "identifier", o->business_id);
		json_close(j, '}');
		json_close(j, ']');
	}
	json_close(j, '}');
}

static void write_address(struct json *j, const struct place *p, const char *id, struct arena *a)
{
	const char *street = text(&p->street, a);
	const char *city = text(&p->city, a);
	if (street == NULL || city == NULL || p->postcode == NULL)
		return; /* the standard requires all of them: half an address is left out */
	json_key(j, "addresses");
	json_open(j, '[');
	json_open(j, '{');
	put_id(j, "address", id);
	put(j, "address_1", street);
	put(j, "city", city);
	put(j, "state_province", city); /* Finland has none that belongs to an address */
	put(j, "postal_code", p->postcode);
	put(j, "country", "FI");
	put(j, "address_type", "physical");
	json_close(j, '}');
	json_close(j, ']');
}

static void write_access(struct json *j, const struct strs *access, const char *id, struct arena *a)
{
	if (access->n == 0)
		return;
	json_key(j, "accessibility");
	json_open(j, '[');
	for (size_t i = 0; i < access->n; i++) {
		json_open(j, '{');
		put_id(j, "accessibility", arena_printf(a, "%s#%s", id, access->v[i]));
		put(j, "description", access->v[i]);
		json_close(j, '}');
	}
	json_close(j, ']');
}

static void write_place(struct json *j, const struct view *v, struct arena *a)
{
	const struct place *p = v->place;
	const char *id = v->activity->place;
	if (p == NULL)
		return;
	json_key(j, "service_at_locations");
	json_open(j, '[');
	json_open(j, '{');
	put_id(j, "service at location", v->id);
	put(j, "description", text(&v->activity->place_note, a));
	json_key(j, "location");
	json_open(j, '{');
	put_id(j, "location", id);
	put(j, "location_type", "physical");
	put(j, "name", text(&p->name, a));
	if (p->has_position && !p->approximate) {
		json_key(j, "latitude");
		json_verbatim(j, arena_printf(a, "%.6f", p->lat));
		json_key(j, "longitude");
		json_verbatim(j, arena_printf(a, "%.6f", p->lon));
	}
	write_address(j, p, id, a);
	write_access(j, v->activity->access.n > 0 ? &v->activity->access : &p->access, id, a);
	json_close(j, '}');
	json_close(j, '}');
	json_close(j, ']');
}

static void write_languages(struct json *j, const struct view *v, struct arena *a)
{
	const struct strs *list = &v->activity->languages;
	if (list->n == 0)
		return;
	json_key(j, "languages");
	json_open(j, '[');
	for (size_t i = 0; i < list->n; i++) {
		json_open(j, '{');
		put_id(j, "language", arena_printf(a, "%s#%s", v->id, list->v[i]));
		put(j, "code", list->v[i]);
		json_close(j, '}');
	}
	json_close(j, ']');
}

static void write_topics(struct json *j, const struct view *v, struct arena *a)
{
	const struct strs *lists[] = {&v->activity->topics, &v->activity->keywords};
	static const char *const taxonomies[] = {"aula topics", "aula keywords"};
	json_key(j, "attributes");
	json_open(j, '[');
	for (size_t k = 0; k < 2; k++) {
		for (size_t i = 0; i < lists[k]->n; i++) {
			const char *word = lists[k]->v[i];
			json_open(j, '{');
			put_id(j, taxonomies[k], arena_printf(a, "%s#%s", v->id, word));
			put(j, "link_entity", "service");
			json_key(j, "taxonomy_term");
			json_open(j, '{');
			put_id(j, "term", arena_printf(a, "%s#%s", taxonomies[k], word));
			put(j, "code", word);
			put(j, "name", word);
			put(j, "description", word);
			put(j, "taxonomy", taxonomies[k]);
			json_close(j, '}');
			json_close(j, '}');
		}
	}
	json_close(j, ']');
}

static const char *status_word(enum activity_status s)
{
	return s == STATUS_CANCELLED || s == STATUS_POSTPONED ? "temporarily closed" : "active";
}

void hsds_write_service(struct json *j, const struct view *v, const char *page, struct arena *a)
{
	const struct activity *x = v->activity;
	const char *body = text(&x->text, a);
	char uuid[HSDS_UUID_BYTES];
	char modified[21];
	hsds_uuid_of_code(v->code != NULL ? v->code : "", uuid);
	json_open(j, '{');
	put(j, "id", uuid);
	put(j, "name", text(&x->title, a));
	put(j, "description", body != NULL ? body : text(&x->summary, a));
	put(j, "url", x->web != NULL ? x->web : page);
	put(j, "email", x->email);
	put(j, "status", status_word(x->status));
	put(j, "application_process", text(&x->signup_note, a));
	put(j, "fees_description", x->price == PRICE_FREE ? "Maksuton" : text(&x->price_text, a));
	if (x->age_min > 0)
		put_number(j, "minimum_age", x->age_min);
	if (x->age_max > 0)
		put_number(j, "maximum_age", x->age_max);
	put_date(j, "assured_date", x->assured);
	put(j, "alert", text(&x->status_note, a));
	if (x->from.modified_at != INSTANT_NONE) {
		instant_format(x->from.modified_at, modified);
		put(j, "last_modified", modified);
	}
	write_phone(j, x->phone, text(&x->phone_label, a), v->id);
	write_schedules(j, v, a);
	write_place(j, v, a);
	write_languages(j, v, a);
	if (v->organisation != NULL)
		write_organisation(j, v->organisation, x->organisation, a);
	write_topics(j, v, a);
	json_close(j, '}');
}

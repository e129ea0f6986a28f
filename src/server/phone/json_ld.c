#include "server/phone/json_ld.h"

#include <string.h>

#include "base/clock.h"
#include "i18n/catalogue.h"
#include "server/app.h"
#include "server/phone/phone_parts.h"
#include "server/view.h"
#include "web/html.h"
#include "web/json.h"

static void json_pair(struct json *j, const char *key, const char *value)
{
	if (value == NULL)
		return;
	json_key(j, key);
	json_text(j, value);
}

static void ld_place(struct json *j, const struct place *p, enum lang l)
{
	json_key(j, "location");
	json_open(j, '{');
	json_pair(j, "@type", "Place");
	json_pair(j, "name", ltext_get(&p->name, l, NULL));
	json_key(j, "address");
	json_open(j, '{');
	json_pair(j, "@type", "PostalAddress");
	json_pair(j, "streetAddress", ltext_get(&p->street, l, NULL));
	json_pair(j, "addressLocality", ltext_get(&p->city, l, NULL));
	json_pair(j, "postalCode", p->postcode);
	json_pair(j, "addressCountry", "FI");
	json_close(j, '}');
	json_close(j, '}');
}

/* By telephone counts as well: what matters is that nobody has to come. */
static void ld_virtual(struct json *j, const char *url)
{
	json_key(j, "location");
	json_open(j, '{');
	json_pair(j, "@type", "VirtualLocation");
	json_pair(j, "url", url);
	json_close(j, '}');
}

static void ld_event(struct json *j, const struct view *v, enum lang l, const char *url)
{
	char at[21];
	const struct view_time *t = &v->times[0];
	json_pair(j, "inLanguage", lang_tag(l));
	instant_format(t->start_at, at);
	json_pair(j, "startDate", at);
	instant_format(t->end_at, at);
	if (t->end_at > t->start_at)
		json_pair(j, "endDate", at);
	json_pair(j, "eventStatus",
		  t->status == STATUS_CANCELLED     ? "https://schema.org/EventCancelled"
		  : t->status == STATUS_POSTPONED   ? "https://schema.org/EventPostponed"
		  : t->status == STATUS_RESCHEDULED ? "https://schema.org/EventRescheduled"
						    : "https://schema.org/EventScheduled");
	unsigned attend = v->activity->attend == 0 ? ATTEND_SITE : v->activity->attend;
	json_pair(j, "eventAttendanceMode",
		  (attend & ATTEND_SITE) == 0 ? "https://schema.org/OnlineEventAttendanceMode"
		  : attend != ATTEND_SITE     ? "https://schema.org/MixedEventAttendanceMode"
					      : "https://schema.org/OfflineEventAttendanceMode");
	if (v->place != NULL)
		ld_place(j, v->place, l);
	else
		ld_virtual(j, url);
}

/* A data block is no script, but "<" must not end it. */
static void put_data_block(struct html *h, const struct buf *json)
{
	html_raw(h, "<script type=\"application/ld+json\">");
	for (size_t i = 0; i < json->len; i++) {
		if (strchr("<>&", json->data[i]) != NULL && json->data[i] != '\0')
			buf_printf(&h->out, "\\u%04x", (unsigned)(unsigned char)json->data[i]);
		else
			buf_putc(&h->out, json->data[i]);
	}
	html_raw(h, "</script>");
}

static void begin(struct json *j, const char *type, const char *name, const char *url)
{
	json_open(j, '{');
	json_pair(j, "@context", "https://schema.org");
	json_pair(j, "@type", type);
	json_pair(j, "name", name);
	json_pair(j, "url", url);
}

static void finish(struct html *h, struct json *j)
{
	json_close(j, '}');
	put_data_block(h, &j->out);
	buf_fini(&j->out);
}

void ld_activity(struct html *h, const struct view *v, enum lang l, const char *url, struct arena *arena)
{
	struct json j = JSON_INIT;
	/* schema.org wants a place for an event */
	bool event =
		v->n_times > 0 &&
		(v->place != NULL || (v->activity->attend != 0 && (v->activity->attend & ATTEND_SITE) == 0));
	begin(&j, event ? "Event" : "Service", view_plain(ltext_get(&v->activity->title, l, NULL), arena),
	      url);
	json_pair(&j, "description", view_plain(ltext_get(&v->activity->summary, l, NULL), arena));
	if (event)
		ld_event(&j, v, l, url);
	if (v->organisation != NULL) {
		json_key(&j, event ? "organizer" : "provider");
		json_open(&j, '{');
		json_pair(&j, "@type", "Organization");
		json_pair(&j, "name", ltext_get(&v->organisation->name, l, NULL));
		json_close(&j, '}');
	}
	finish(h, &j);
}

void ld_list(struct html *h, const struct app *app, const struct view *v, size_t n, enum lang l,
	     const char *url, struct arena *arena)
{
	struct json j = JSON_INIT;
	begin(&j, "ItemList", tr(l, "My list"), url);
	json_key(&j, "itemListElement");
	json_open(&j, '[');
	for (size_t i = 0; i < n; i++) {
		json_open(&j, '{');
		json_pair(&j, "@type", "ListItem");
		json_key(&j, "position");
		json_number(&j, (int64_t)i + 1);
		json_pair(&j, "url", part_address(app, v[i].code, arena));
		json_close(&j, '}');
	}
	json_close(&j, ']');
	finish(h, &j);
}

void ld_page(struct html *h, const char *type, const char *name, enum lang l, const char *url)
{
	struct json j = JSON_INIT;
	begin(&j, type, name, url);
	json_pair(&j, "inLanguage", lang_tag(l));
	finish(h, &j);
}

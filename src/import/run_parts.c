/* Parts of records that several readers make alike. */
#include <string.h>
#include <strings.h>

#include "base/error.h"
#include "import/run.h"
#include "import/text.h"
#include "net/http.h"

const char *run_prefix(struct run *r, const char *type)
{
	size_t n = strlen(type);
	bool named = strncmp(r->source->name, type, n) == 0 &&
		     (r->source->name[n] == ':' || r->source->name[n] == '\0');
	return named ? r->source->name : arena_printf(&r->item, "%s:%s", type, r->source->name);
}

struct ltext run_text(const struct run *r, const char *text)
{
	struct ltext t = {0};
	enum lang l = lang_from_tag(r->source->language);
	t.v[l != LANG_NONE ? l : LANG_FI] = str_empty(text) ? NULL : text;
	return t;
}

bool run_organisation(struct run *r, const char *prefix, struct organisation *o, const char **id,
		      struct error *e)
{
	struct record rec = {.kind = KIND_ORGANISATION};
	if (ltext_empty(&o->name) && r->source->organisation != NULL)
		o->name = run_text(r, r->source->organisation);
	const char *name = ltext_get(&o->name, LANG_FI, NULL);
	*id = NULL;
	if (name == NULL)
		return true;
	rec.id = run_id(r, prefix,
			arena_printf(&r->item, "org:%s", run_hash(&r->item, text_key(&r->item, name))));
	rec.organisation = *o;
	rec.organisation.from = run_provenance(r, NULL);
	*id = rec.id;
	return run_has(r, KIND_ORGANISATION, rec.id) || run_take(r, &rec, e);
}

void run_default_municipality(const struct run *r, struct place *p)
{
	if (p->municipality != NULL || !ltext_empty(&p->city) || r->source->municipality == NULL)
		return;
	const struct municipality *m = municipality_by_name(r->tables, r->source->municipality);
	if (m == NULL)
		m = municipality_by_code(r->tables, r->source->municipality);
	if (m == NULL)
		return;
	p->municipality = m->code;
	p->city.v[LANG_FI] = m->name_fi;
}

/* RFC 5545 3.3.10 and HSDS have numbered weekdays ("1SA") and days of the month only in monthly and yearly rules; sources write them in
 * weekly ones as well. NULL, or why the schedule cannot be meant. */
static const char *mend_weekly(struct run *r, struct schedule *s, const char *id)
{
	struct strs days = str_split(&r->item, s->byday, ",");
	size_t numbered = 0;
	if (s->freq != SCHEDULE_WEEKLY && s->freq != SCHEDULE_DAILY)
		return NULL;
	for (size_t i = 0; i < days.n; i++)
		numbered += strpbrk(days.v[i], "0123456789") != NULL;
	if (numbered > 0 && (numbered < days.n || s->interval > 1 || s->freq == SCHEDULE_DAILY))
		return "numbered weekdays (1SA) in a rule that is not monthly";
	if (numbered > 0) { /* the first Saturday is one of a month */
		s->freq = SCHEDULE_MONTHLY;
		run_changed(r, "weekly rule with numbered weekdays (1SA) taken as monthly", id);
	}
	if (s->freq == SCHEDULE_WEEKLY && s->bymonthday != NULL) {
		s->bymonthday = NULL;
		run_changed(r, "days of the month in a weekly rule left out", id);
	}
	return NULL;
}

size_t run_sound_schedules(struct run *r, struct schedule *s, size_t n, const char *id)
{
	size_t kept = 0;
	for (size_t i = 0; i < n; i++) {
		struct error why = ERROR_INIT;
		const char *odd = mend_weekly(r, &s[i], id);
		if (odd == NULL && schedule_check(&s[i], &why))
			s[kept++] = s[i];
		else
			run_changed(r, arena_printf(&r->item, "schedule left out: %s", odd != NULL ? odd : why.text), id);
	}
	return kept;
}

const char *url_param(const char *url, const char *name)
{
	size_t n = strlen(name);
	for (const char *p = strchr(url, '?'); p != NULL; p = strchr(p + 1, '&'))
		if (strncmp(p + 1, name, n) == 0 && p[1 + n] == '=')
			return p + 2 + n;
	return NULL;
}

const char *url_with(struct run *r, const char *url, const char *name, const char *value)
{
	const char *old = url_param(url, name);
	if (old != NULL)
		return arena_printf(&r->keep, "%.*s%s%s", (int)(old - url), url, value,
				    old + strcspn(old, "&#"));
	return arena_printf(&r->keep, "%s%c%s=%s", url, strchr(url, '?') != NULL ? '&' : '?', name, value);
}

static const char *as_https(struct run *r, const char *url)
{
	return strncasecmp(url, "http://", 7) == 0 ? arena_printf(&r->keep, "https://%s", url + 7) : url;
}

const char *url_next(struct run *r, const char *first, const char *next)
{
	bool plain = strncasecmp(first, "http://", 7) == 0 && strncasecmp(next, "http://", 7) == 0;
	next = plain ? next : as_https(r, next);
	return http_same_origin(plain ? first : as_https(r, first), next) ? next : NULL;
}

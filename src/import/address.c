#include "import/address.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "import/contact.h"
#include "import/text.h"

/* "33720 Tampere" → both. */
static bool take_postcode(struct place *p, const char *part, struct arena *a)
{
	if (strspn(part, "0123456789") != 5 || (part[5] != ' ' && part[5] != '\0'))
		return false;
	p->postcode = postcode_normalise(a, arena_strndup(a, part, 5));
	if (part[5] == ' ' && p->city.v[LANG_FI] == NULL)
		p->city.v[LANG_FI] = str_trim(a, part + 5);
	return true;
}

/* A street has a house number behind its name: "Kirkkokatu 5 A"; a room may have one too: "kerhohuone 2". */
static bool looks_like_street(const char *part)
{
	static const char *const rooms[] = {"huone", "sali", "tila", "luokka", "kerros", "studio", "krs", "room", "rum"};
	const char *digit = strpbrk(part, "0123456789");
	size_t n = digit != NULL && digit > part ? (size_t)(digit - part) - 1 : 0;
	for (size_t i = 0; i < sizeof rooms / sizeof rooms[0]; i++) {
		size_t len = strlen(rooms[i]);
		if (n >= len && strncasecmp(part + n - len, rooms[i], len) == 0)
			return false;
	}
	return digit != NULL && digit > part && digit[-1] == ' ' && !isdigit((unsigned char)part[0]);
}

bool address_parse(struct place *p, const char *text, const struct tables *t, struct arena *a)
{
	struct strs parts = str_split(a, text_clean(a, text), ",/\n;");
	const struct municipality *m = NULL;
	for (size_t i = 0; i < parts.n; i++) {
		const char *part = parts.v[i];
		const struct municipality *here = m == NULL ? municipality_by_name(t, part) : NULL;
		if (here != NULL)
			m = here;
		else if (take_postcode(p, part, a))
			continue;
		else if (p->street.v[LANG_FI] == NULL && looks_like_street(part))
			p->street.v[LANG_FI] = part;
		else if (!str_eq(part, "Finland") && !str_eq(part, "Suomi"))
			p->name.v[LANG_FI] =
				p->name.v[LANG_FI] == NULL || m != NULL ? part : p->name.v[LANG_FI];
	}
	if (m == NULL)
		m = municipality_by_name(t, p->city.v[LANG_FI]);
	if (m != NULL) {
		p->municipality = m->code;
		if (p->city.v[LANG_FI] == NULL)
			p->city.v[LANG_FI] = m->name_fi;
	}
	return m != NULL || p->street.v[LANG_FI] != NULL;
}

static const char *or_empty(const char *s)
{
	return s != NULL ? s : "";
}

bool address_take(struct run *r, const char *prefix, struct place *p, const char **id, struct error *e)
{
	const char *name = ltext_get(&p->name, LANG_FI, NULL);
	const char *street = ltext_get(&p->street, LANG_FI, NULL);
	const char *city = ltext_get(&p->city, LANG_FI, NULL);
	*id = NULL;
	if (street == NULL && name == NULL && p->municipality == NULL && municipality_by_name(r->tables, city) == NULL)
		return true;
	const char *words =
		arena_printf(&r->item, "%s|%s|%s|%s", or_empty(name), or_empty(street), or_empty(p->postcode),
			     city != NULL ? city : or_empty(p->municipality));
	struct record rec = {.kind = KIND_PLACE};
	rec.id = run_id(r, prefix,
			arena_printf(&r->item, "words:%s", run_hash(&r->item, text_key(&r->item, words))));
	rec.place = *p;
	rec.place.from = run_provenance(r, NULL);
	*id = rec.id;
	return run_has(r, KIND_PLACE, rec.id) || run_take(r, &rec, e);
}

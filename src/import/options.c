#include "import/options.h"

#include <string.h>

#include "base/arena.h"
#include "base/config.h"
#include "base/error.h"
#include "model/civil.h"

#define SECTION "source "

void import_options_init(struct import_options *o)
{
	*o = (struct import_options){.server_url = "http://127.0.0.1:8440",
				     .state_dir = "/var/lib/aula/import",
				     .assets_dir = "/usr/share/aula",
				     .retry_base_ms = 2000,
				     .timeout_s = 120,
				     .allow_http = true,
				     .duplicates = true};
}

void source_options_init(struct source_options *s, const char *name, const char *type)
{
	*s = (struct source_options){.name = name,
				     .type = type,
				     .enabled = true,
				     .version = "v11",
				     .zone = ZONE_DEFAULT,
				     .language = "fi",
				     .full_every_days = 7,
				     .priority = 5,
				     .max_pages = PAGES_MAX_DEFAULT};
}

static bool zone_ok(const char *value, struct error *e)
{
	return zone_known(value) || error_set(e, ERROR_INPUT, "'%s' is not an IANA zone", value);
}

static bool set_list(struct strs *to, const char *value, struct arena *a)
{
	*to = str_split(a, value, ", ");
	return true;
}

/* One key of a source; the value's form is checked by the same code as all other configuration. */
static bool set_key(struct source_options *s, const struct config_entry *c, struct arena *a, struct error *e)
{
	if (str_eq(c->name, "municipalities"))
		return set_list(&s->municipalities, c->value, a);
	if (str_eq(c->name, "organisation_types"))
		return set_list(&s->organisation_types, c->value, a);
	if (str_eq(c->name, "service_classes"))
		return set_list(&s->service_classes, c->value, a);
	const struct config_key keys[] = {
		{"s", "type", CONFIG_CHOICE, &s->type, 0, 0,
		 "linkedevents|records|ptv|eventz|lahella|hsds|ical|jsonld|csv", NULL},
		{"s", "url", CONFIG_STRING, &s->url, 0, 0, NULL, NULL},
		{"s", "file", CONFIG_STRING, &s->file, 0, 0, NULL, NULL},
		{"s", "enabled", CONFIG_BOOL, &s->enabled, 0, 0, NULL, NULL},
		{"s", "api_key", CONFIG_STRING, &s->api_key, 0, 0, NULL, NULL},
		{"s", "version", CONFIG_CHOICE, &s->version, 0, 0, "v11|v12", NULL},
		{"s", "license", CONFIG_STRING, &s->license, 0, 0, NULL, NULL},
		{"s", "attribution", CONFIG_STRING, &s->attribution, 0, 0, NULL, NULL},
		{"s", "organisation", CONFIG_STRING, &s->organisation, 0, 0, NULL, NULL},
		{"s", "municipality", CONFIG_STRING, &s->municipality, 0, 0, NULL, NULL},
		{"s", "default_topic", CONFIG_CHOICE, &s->default_topic, 0, 0,
		 "peer|mind|old|family|ill|daily|hobby|vol", NULL},
		{"s", "language", CONFIG_CHOICE, &s->language, 0, 0, "fi|sv|en", NULL},
		{"s", "zone", CONFIG_STRING, &s->zone, 0, 0, NULL, NULL, zone_ok},
		{"s", "full_every_days", CONFIG_INT, &s->full_every_days, 0, 365, NULL, NULL},
		{"s", "priority", CONFIG_INT, &s->priority, 1, 9, NULL, NULL},
		{"s", "max_pages", CONFIG_INT, &s->max_pages, 1, 100000, NULL, NULL},
	};
	struct error why = ERROR_INIT;
	const char *assignment = arena_printf(a, "s.%s=%s", c->name, c->value);
	if (config_set(assignment, keys, sizeof keys / sizeof keys[0], a, &why))
		return true;
	const char *reason = strstr(why.text, "unknown key") != NULL ? "unknown key" : strstr(why.text, ": ");
	return error_set(e, ERROR_INPUT, "%s", reason != NULL ? reason : why.text);
}

static bool check_source(const struct source_options *s, struct error *e)
{
	if (s->type == NULL)
		return error_set(e, ERROR_INPUT, "key 'type' is missing");
	if ((s->url == NULL) == (s->file == NULL))
		return error_set(e, ERROR_INPUT, "exactly one of 'url' and 'file' is needed");
	return true;
}

static bool stands_before(const struct config_entry *entries, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (str_eq(entries[i].section, entries[n].section) && str_eq(entries[i].name, entries[n].name))
			return true;
	return false;
}

bool import_options_read_sources(struct import_options *o, const char *path, struct arena *a, struct error *e)
{
	struct config_entry *entries = NULL;
	size_t n = 0;
	if (!config_sections(path, SECTION, &entries, &n, a, e))
		return false;
	for (size_t i = 0; i < n; i++) {
		const char *name = str_trim(a, entries[i].section + strlen(SECTION));
		struct source_options *s = NULL;
		for (size_t k = 0; k < o->n_sources; k++)
			if (str_eq(o->source[k].name, name))
				s = &o->source[k];
		if (s == NULL && o->n_sources == SOURCES_MAX)
			return error_set(e, ERROR_LIMIT, "%s:%d: more than %d sources", path, entries[i].line,
					 SOURCES_MAX);
		if (s == NULL) {
			s = &o->source[o->n_sources++];
			source_options_init(s, name, NULL);
		}
		if (stands_before(entries, i))
			return error_set(e, ERROR_INPUT, "%s:%d: key '%s' in section [%s] stands twice", path, entries[i].line,
					 entries[i].name, entries[i].section);
		if (!set_key(s, &entries[i], a, e))
			return error_context(e, "%s:%d: key '%s' in section [%s]", path, entries[i].line,
					     entries[i].name, entries[i].section);
	}
	for (size_t i = 0; i < o->n_sources; i++)
		if (!check_source(&o->source[i], e))
			return error_context(e, "%s: section [source %s]", path, o->source[i].name);
	return true;
}

const struct source_options *import_options_find(const struct import_options *o, const char *name)
{
	for (size_t i = 0; i < o->n_sources; i++)
		if (str_eq(o->source[i].name, name))
			return &o->source[i];
	return NULL;
}

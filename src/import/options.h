/* What aula-import is told to do: the file config/aula-import.ini, one section [source NAME] a source. */
#ifndef AULA_IMPORT_OPTIONS_H
#define AULA_IMPORT_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/str.h"

struct arena;
struct error;

#define SOURCES_MAX 64
#define PAGES_MAX_DEFAULT 2000

struct source_options {
	const char *name; /* section's name: "linkedevents:helsinki"; provenance.source */
	const char *type; /* linkedevents, records, ptv, eventz, lahella, hsds, ical, jsonld, csv */
	const char *url, *file;
	bool enabled;
	const char *api_key;               /* or token; sent to the source's own host only */
	const char *version;               /* ptv: "v11" or "v12" */
	const char *license, *attribution; /* shown with each record */
	const char *organisation;          /* name, when the source has none of its own (ical, csv) */
	const char *municipality;          /* name or code, where a record tells no place */
	const char *default_topic;
	const char *zone;
	const char *language; /* of texts where the source does not say it (hsds, ical, jsonld, csv): "fi" */
	struct strs municipalities;     /* ptv: codes to ask for */
	struct strs organisation_types; /* ptv: taken types; empty = all */
	struct strs service_classes;    /* ptv: taken classes; empty = all */
	int64_t full_every_days;        /* a full run at least this often; 0: always full */
	int64_t priority;               /* 1 first: whose record stays when two sources have the same thing */
	int64_t max_pages;
};

struct import_options {
	const char *server_url, *server_token, *server_token_file;
	const char *state_dir, *assets_dir;
	const char *proxy, *ca_file;
	bool allow_http; /* sources may be plain http */
	bool duplicates; /* look for the same thing in other sources */
	int64_t retry_base_ms, timeout_s;
	struct source_options source[SOURCES_MAX];
	size_t n_sources;
};

void import_options_init(struct import_options *o);
void source_options_init(struct source_options *s, const char *name, const char *type);
/* Adds the [source …] sections of the file; an error names file, line and key. */
bool import_options_read_sources(struct import_options *o, const char *path, struct arena *a,
				 struct error *e);
const struct source_options *import_options_find(const struct import_options *o, const char *name);

#endif

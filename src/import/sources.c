#include "import/sources.h"

#include <stddef.h>

static const struct source_type types[] = {
	{"linkedevents", "Linked Events", true, source_linkedevents_read},
	{"ptv", "PTV, Suomi.fi (v11 and v12)", true, source_ptv_read},
	{"eventz", "Eventz.today", false, source_eventz_read},
	{"lahella", "Lähellä.fi's listing", false, source_lahella_read},
	{"hsds", "HSDS 3.x, Open Referral UK", true, source_hsds_read},
	{"ical", "iCalendar (.ics)", false, source_ical_read},
	{"jsonld", "schema.org/Event in a web page", false, source_jsonld_read},
	{"csv", "a table from LibreOffice (docs/CSV.md)", false, source_csv_read},
	{"records", "Aula's own record lines (NDJSON)", false, source_records_read},
};

const struct source_type *source_type_find(const char *name)
{
	for (size_t i = 0; i < sizeof types / sizeof types[0]; i++)
		if (str_eq(types[i].name, name))
			return &types[i];
	return NULL;
}

const struct source_type *source_types(size_t *n)
{
	*n = sizeof types / sizeof types[0];
	return types;
}

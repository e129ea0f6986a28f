#include "import/sources.h"

#include <stddef.h>

static const struct source_type types[] = {
	{"linkedevents", "Linked Events", true, source_linkedevents_read},
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

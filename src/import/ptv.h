/* Inside the PTV reader (Suomi.fi-palvelutietovaranto): one reader, two versions of the interface.
 * The reader knows v11's shape only; the v12 adapter turns a v12 item into it. */
#ifndef AULA_IMPORT_PTV_H
#define AULA_IMPORT_PTV_H

#include "import/run.h"
#include "import/week.h"

enum ptv_kind { PTV_ORGANISATION, PTV_CHANNEL, PTV_SERVICE, PTV_KINDS };

struct ptv_adapter {
	const char *version;
	const char *keys; /* of the array of items in a page */
	const char
		*key_header; /* "x-api-key", NULL: no key is sent (v11 answers 500 to any strange header) */
	/* Address of a page of a municipality's items; since: "" or "yyyy-MM-ddTHH:mm:ss". NULL: cannot ask
	 * that. */
	const char *(*list_url)(struct run *r, enum ptv_kind kind, const char *municipality,
				const char *since, int page);
	const char *(*one_url)(struct run *r, enum ptv_kind kind, const char *id);
	int (*page_count)(const cJSON *rest);
	/* The item in v11's shape; the caller deletes it. */
	cJSON *(*as_v11)(const cJSON *item);
};

const struct ptv_adapter *ptv_adapter_v11(void);
const struct ptv_adapter *ptv_adapter_v12(void);

/* The text of a localised array [{language,value,type}] with that type ("Name"; NULL: any). */
struct ltext ptv_text(const cJSON *j, const char *field, const char *type, struct arena *a);
/* The number to show of phoneNumbers: a telephone (no fax), Finnish rather than others; its label when not
 * NULL. */
const char *ptv_phone(const cJSON *list, struct ltext *label, struct arena *a);
/* The Finnish, or else the first, entry's field. */
const char *ptv_first(const cJSON *list, const char *field, struct arena *a);
bool ptv_take_organisation(struct run *r, const cJSON *doc, const char *id, const char *rec_id,
			   struct error *e);
bool ptv_take_place(struct run *r, const cJSON *channel, const char *id, const char *rec_id, struct error *e);
/* serviceHours of a service or channel as schedules. */
struct schedule *ptv_hours(const cJSON *channel, const char *zone, size_t *n, struct arena *a);

#endif

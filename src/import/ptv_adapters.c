/* The two versions of PTV's interface. v11: seen in public clients. v12: reported (see SOURCES.md): paths,
 * page members and field names are to be compared with the official description when a key is at hand;
 * everything that depends on them stands in this file. */
#include <string.h>

#include "import/json.h"
#include "import/ptv.h"

static const char *base_of(struct run *r)
{
	size_t n = strlen(r->source->url);
	while (n > 0 && r->source->url[n - 1] == '/')
		n--;
	return arena_strndup(&r->keep, r->source->url, n);
}

/* ---- v11 ---- */

static const char *const v11_names[PTV_KINDS] = {"Organization", "ServiceChannel", "Service"};

static const char *v11_list(struct run *r, enum ptv_kind kind, const char *municipality, const char *since,
			    int page)
{
	return arena_printf(&r->keep, "%s/%s/list/area/Municipality/code/%s?page=%d%s%s", base_of(r),
			    v11_names[kind], municipality, page, since[0] != '\0' ? "&date=" : "", since);
}

static const char *v11_one(struct run *r, enum ptv_kind kind, const char *id)
{
	return arena_printf(&r->keep, "%s/%s/%s", base_of(r), v11_names[kind], id);
}

static int v11_pages(const cJSON *rest)
{
	return j_int(rest, "pageCount", 1);
}

static cJSON *v11_as_is(const cJSON *item)
{
	return cJSON_Duplicate(item, true);
}

const struct ptv_adapter *ptv_adapter_v11(void)
{
	static const struct ptv_adapter v11 = {"v11",   "itemList", NULL,     v11_list,
					       v11_one, v11_pages,  v11_as_is};
	return &v11;
}

/* ---- v12 ---- */

static const char *const v12_names[PTV_KINDS] = {"organization", "service-channel", "service"};

static const char *v12_list(struct run *r, enum ptv_kind kind, const char *municipality, const char *since,
			    int page)
{
	if (since[0] != '\0')
		return NULL;
	return arena_printf(&r->keep, "%s/%s/search?municipality=%s&page=%d&pageSize=100", base_of(r),
			    v12_names[kind], municipality, page);
}

static const char *v12_one(struct run *r, enum ptv_kind kind, const char *id)
{
	return arena_printf(&r->keep, "%s/%s/%s", base_of(r), v12_names[kind], id);
}

static int v12_pages(const cJSON *rest)
{
	return j_int(rest, "totalPages", 1);
}

/* languageVersions.fi.name → {language:"fi", value:…, type:"Name"} in the array v11 has. */
static void add_version_text(cJSON *array, const char *lang, const cJSON *value, const char *type)
{
	if (!cJSON_IsString(value) || value->valuestring[0] == '\0') /* "" = no translation */
		return;
	cJSON *entry = cJSON_CreateObject();
	cJSON_AddStringToObject(entry, "language", lang);
	cJSON_AddStringToObject(entry, "value", value->valuestring);
	cJSON_AddStringToObject(entry, "type", type);
	cJSON_AddItemToArray(array, entry);
}

static void versions_to_arrays(cJSON *out, const cJSON *item, const char *names, const char *descriptions)
{
	static const struct {
		const char *field, *type;
	} texts[] = {{"summary", "Summary"},
		     {"description", "Description"},
		     {"userInstruction", "UserInstruction"},
		     {"chargeInfo", "ChargeTypeAdditionalInfo"}};
	cJSON *name_array = cJSON_CreateArray();
	cJSON *text_array = cJSON_CreateArray();
	const cJSON *version = NULL;
	cJSON_ArrayForEach(version, j_get(item, "languageVersions"))
	{
		add_version_text(name_array, version->string, j_get(version, "name"), "Name");
		for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
			add_version_text(text_array, version->string, j_get(version, texts[i].field),
					 texts[i].type);
	}
	cJSON_DeleteItemFromObjectCaseSensitive(out, names);
	cJSON_DeleteItemFromObjectCaseSensitive(out, descriptions);
	cJSON_AddItemToObject(out, names, name_array);
	cJSON_AddItemToObject(out, descriptions, text_array);
}

/* coordinates[]{system:"EPSG:3067",easting,northing} → streetAddress.latitude (northing) and longitude
 * (easting). */
static void coordinates_to_v11(cJSON *out)
{
	cJSON *address = NULL;
	cJSON_ArrayForEach(address, cJSON_GetObjectItemCaseSensitive(out, "addresses"))
	{
		cJSON *street = cJSON_GetObjectItemCaseSensitive(address, "streetAddress");
		const cJSON *c = NULL;
		cJSON_ArrayForEach(c, j_list(street != NULL ? street : address, "coordinates"))
		{
			double north = 0;
			double east = 0;
			const cJSON *system = j_get(c, "system");
			if (!cJSON_IsString(system) || strcmp(system->valuestring, "EPSG:3067") != 0 ||
			    !j_num(c, "northing", &north) || !j_num(c, "easting", &east) || street == NULL)
				continue;
			cJSON_DeleteItemFromObjectCaseSensitive(street, "latitude");
			cJSON_DeleteItemFromObjectCaseSensitive(street, "longitude");
			cJSON_AddNumberToObject(street, "latitude", north);
			cJSON_AddNumberToObject(street, "longitude", east);
			break;
		}
	}
}

static cJSON *v12_as_v11(const cJSON *item)
{
	cJSON *out = cJSON_Duplicate(item, true);
	if (j_get(item, "languageVersions") == NULL)
		return out;
	if (j_get(item, "organizationType") != NULL)
		versions_to_arrays(out, item, "organizationNames", "organizationDescriptions");
	else if (j_get(item, "serviceChannelType") != NULL)
		versions_to_arrays(out, item, "serviceChannelNames", "serviceChannelDescriptions");
	else
		versions_to_arrays(out, item, "serviceNames", "serviceDescriptions");
	coordinates_to_v11(out);
	return out;
}

const struct ptv_adapter *ptv_adapter_v12(void)
{
	static const struct ptv_adapter v12 = {"v12",   "items",   "x-api-key", v12_list,
					       v12_one, v12_pages, v12_as_v11};
	return &v12;
}

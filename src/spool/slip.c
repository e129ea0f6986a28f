#include "spool/slip.h"

#include <stddef.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/error.h"
#include "base/str.h"
#include "spool/json.h"

/* One table a struct says every text field's name, place and rule; encoding, decoding and checking all
 * walk it, so they cannot drift apart. */
struct field {
	const char *name;
	size_t offset;
	size_t max_bytes;
	bool required;
};

#define SLIP(member, max, required)                                                                          \
	{                                                                                                    \
#member, offsetof(struct slip, member), max, required                                        \
	}
#define ITEM(member, required)                                                                               \
	{                                                                                                    \
#member, offsetof(struct slip_item, member), SLIP_MAX_TEXT_BYTES, required                   \
	}

static const struct field slip_fields[] = {
	SLIP(lang, SLIP_MAX_LANG_BYTES, true),
	SLIP(centre, SLIP_MAX_TEXT_BYTES, true),
	SLIP(heading, SLIP_MAX_TEXT_BYTES, false),
	SLIP(qr_label, SLIP_MAX_TEXT_BYTES, false),
	SLIP(qr, SLIP_MAX_QR_BYTES, false),
	SLIP(address, SLIP_MAX_TEXT_BYTES, false),
	SLIP(advice_name, SLIP_MAX_TEXT_BYTES, false),
	SLIP(advice_phone, SLIP_MAX_TEXT_BYTES, false),
	SLIP(advice_hours, SLIP_MAX_TEXT_BYTES, false),
	SLIP(checked, SLIP_MAX_TEXT_BYTES, false),
	SLIP(printed, SLIP_MAX_TEXT_BYTES, false),
};

static const struct field item_fields[] = {
	ITEM(title, true),        ITEM(organisation, false), ITEM(date, false),      ITEM(time, false),
	ITEM(repeats, false),     ITEM(place, false),        ITEM(price, false),     ITEM(access, false),
	ITEM(phone_label, false), ITEM(phone, false),        ITEM(cancelled, false),
};

#define N_SLIP_FIELDS (sizeof slip_fields / sizeof slip_fields[0])
#define N_ITEM_FIELDS (sizeof item_fields / sizeof item_fields[0])

static const char **field_of(void *object, const struct field *f)
{
	return (const char **)(void *)((char *)object + f->offset);
}

static const char *field_value(const void *object, const struct field *f)
{
	const char *v;
	memcpy(&v, (const char *)object + f->offset, sizeof v);
	return v;
}

static bool check_fields(const void *object, const struct field *fields, size_t n, struct error *e)
{
	for (size_t i = 0; i < n; i++) {
		const char *v = field_value(object, &fields[i]);
		if (str_empty(v) && fields[i].required)
			return error_set(e, ERROR_INPUT, "%s is missing", fields[i].name);
		if (v != NULL && !json_text_ok(v, fields[i].max_bytes))
			return error_set(e, ERROR_INPUT, "%s is longer than %zu bytes or not clean UTF-8",
					 fields[i].name, fields[i].max_bytes);
	}
	return true;
}

static bool printable_ascii(const char *s)
{
	for (; *s != '\0'; s++)
		if (*s <= 0x20 || *s >= 0x7f)
			return false;
	return true;
}

static bool check_slip(const struct slip *s, struct error *e)
{
	if (!check_fields(s, slip_fields, N_SLIP_FIELDS, e))
		return false;
	if (s->qr != NULL && !printable_ascii(s->qr))
		return error_set(e, ERROR_INPUT, "qr holds something that is not printable ASCII");
	if (s->n_items < 1 || s->n_items > SLIP_MAX_ITEMS)
		return error_set(e, ERROR_LIMIT, "%zu items (1 to %d)", s->n_items, SLIP_MAX_ITEMS);
	for (size_t i = 0; i < s->n_items; i++)
		if (!check_fields(&s->items[i], item_fields, N_ITEM_FIELDS, e))
			return error_context(e, "item %zu", i + 1);
	return true;
}

static void put_fields(cJSON *o, const void *object, const struct field *fields, size_t n)
{
	for (size_t i = 0; i < n; i++)
		json_put_text(o, fields[i].name, field_value(object, &fields[i]));
}

static bool get_fields(const cJSON *o, void *object, const struct field *fields, size_t n, struct arena *a,
		       struct error *e)
{
	for (size_t i = 0; i < n; i++)
		if (!json_get_text(o, fields[i].name, fields[i].max_bytes, a, field_of(object, &fields[i]), e))
			return false;
	return true;
}

bool slip_encode(const struct slip *s, struct buf *out, struct error *e)
{
	if (!check_slip(s, e))
		return error_context(e, "slip");
	CLEANUP_JSON cJSON *o = json_new_object();
	put_fields(o, s, slip_fields, N_SLIP_FIELDS);
	json_put_bool(o, "large_text", s->large_text);
	cJSON *items = json_put_array(o, "items");
	for (size_t i = 0; i < s->n_items; i++)
		put_fields(json_put_object(items), &s->items[i], item_fields, N_ITEM_FIELDS);
	if (!json_print(o, SLIP_MAX_BYTES, out, e))
		return error_context(e, "slip");
	return true;
}

static bool get_items(const cJSON *o, struct arena *a, struct slip *out, struct error *e)
{
	const cJSON *items = cJSON_GetObjectItemCaseSensitive(o, "items");
	if (!cJSON_IsArray(items))
		return error_set(e, ERROR_INPUT, "items is not a list");
	int n = cJSON_GetArraySize(items);
	if (n < 1 || n > SLIP_MAX_ITEMS)
		return error_set(e, ERROR_LIMIT, "%d items (1 to %d)", n, SLIP_MAX_ITEMS);
	out->items = ARENA_ARRAY(a, struct slip_item, (size_t)n);
	out->n_items = (size_t)n;
	const cJSON *item;
	size_t i = 0;
	cJSON_ArrayForEach(item, items)
	{
		if (!cJSON_IsObject(item))
			return error_set(e, ERROR_INPUT, "item %zu is not an object", i + 1);
		if (!get_fields(item, &out->items[i], item_fields, N_ITEM_FIELDS, a, e))
			return error_context(e, "item %zu", i + 1);
		i++;
	}
	return true;
}

bool slip_decode(const char *json, size_t len, struct arena *a, struct slip *out, struct error *e)
{
	*out = (struct slip){0};
	if (len > SLIP_MAX_BYTES)
		return error_set(e, ERROR_LIMIT, "slip: larger than %d bytes", SLIP_MAX_BYTES);
	CLEANUP_JSON cJSON *o = json_parse_object(json, len, e);
	if (o == NULL || !get_fields(o, out, slip_fields, N_SLIP_FIELDS, a, e) ||
	    !json_get_bool(o, "large_text", &out->large_text, e) || !get_items(o, a, out, e) ||
	    !check_slip(out, e))
		return error_context(e, "slip");
	return true;
}

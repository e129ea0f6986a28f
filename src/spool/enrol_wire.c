#include "spool/enrol_wire.h"

#include <string.h>

#include "base/assert.h"
#include "base/buf.h"
#include "base/cleanup.h"
#include "base/error.h"
#include "base/str.h"
#include "spool/json.h"

#define LEN(v) (sizeof(v) / sizeof(v)[0])
#define PIXELS_MAX 20000
#define EXPIRES_MAX_S 3600
#define INTERVAL_MAX_S 300

static cJSON *parse(const char *json, size_t len, struct error *e)
{
	if (len > ENROL_WIRE_BYTES_MAX) {
		error_set(e, ERROR_LIMIT, "more than %d bytes", ENROL_WIRE_BYTES_MAX);
		return NULL;
	}
	return json_parse_object(json, len, e);
}

/* Something that goes into headers, addresses and files: visible ASCII only. */
static bool plain(const char *name, const char *text, struct error *e)
{
	for (const char *p = text; *p != '\0'; p++)
		if (*p <= ' ' || *p > '~')
			return error_set(e, ERROR_INPUT, "%s has a character it may not have", name);
	return true;
}

static bool key_ok(const char *name, const char *key, struct error *e)
{
	return str_is_hex(key, ENROL_KEY_HEX) ||
	       error_set(e, ERROR_INPUT, "%s is not 64 lower-case hex digits", name);
}

static bool url_ok(const char *name, const char *url, struct error *e)
{
	return plain(name, url, e) && (str_starts(url, "https://") || str_starts(url, "http://") || url[0] == '\0' ||
				       error_set(e, ERROR_INPUT, "%s is no web address", name));
}

static void print(const cJSON *o, struct buf *out)
{
	ASSERT(json_print(o, ENROL_WIRE_BYTES_MAX, out, NULL));
}

/* --- asking --- */

static const struct json_text ask_texts[] = {
	{"version", JSON_TEXT(struct enrol_ask, version)},
	{"model", JSON_TEXT(struct enrol_ask, model)},
};

void enrol_ask_encode(const struct enrol_ask *a, struct buf *out)
{
	CLEANUP_JSON cJSON *o = json_new_object();
	json_put_texts(o, a, ask_texts, LEN(ask_texts));
	if (a->width > 0 && a->height > 0) {
		json_put_int(o, "width", a->width);
		json_put_int(o, "height", a->height);
	}
	print(o, out);
}

bool enrol_ask_decode(const char *json, size_t len, struct enrol_ask *out, struct error *e)
{
	CLEANUP_JSON cJSON *o = parse(json, len, e);
	*out = (struct enrol_ask){0};
	return o != NULL && json_get_texts(o, out, ask_texts, LEN(ask_texts), e) &&
	       json_get_int(o, "width", 0, PIXELS_MAX, &out->width, e) &&
	       json_get_int(o, "height", 0, PIXELS_MAX, &out->height, e);
}

static const struct json_text offer_texts[] = {
	{"device_code", JSON_TEXT(struct enrol_offer, device_code), .needed = true, .check = plain},
	{"user_code", JSON_TEXT(struct enrol_offer, user_code), .needed = true, .check = plain},
	{"verification_uri", JSON_TEXT(struct enrol_offer, url), .needed = true, .check = url_ok},
	{"verification_uri_complete", JSON_TEXT(struct enrol_offer, url_complete), .check = url_ok},
	{"key", JSON_TEXT(struct enrol_offer, key), .needed = true, .check = key_ok},
};

void enrol_offer_encode(const struct enrol_offer *f, struct buf *out)
{
	CLEANUP_JSON cJSON *o = json_new_object();
	json_put_texts(o, f, offer_texts, LEN(offer_texts));
	json_put_int(o, "expires_in", f->expires_in_s);
	json_put_int(o, "interval", f->interval_s);
	print(o, out);
}

bool enrol_offer_decode(const char *json, size_t len, struct enrol_offer *out, struct error *e)
{
	CLEANUP_JSON cJSON *o = parse(json, len, e);
	*out = (struct enrol_offer){.interval_s = 5};
	return o != NULL && json_get_texts(o, out, offer_texts, LEN(offer_texts), e) &&
	       json_get_int(o, "expires_in", 1, EXPIRES_MAX_S, &out->expires_in_s, e) &&
	       json_get_int(o, "interval", 1, INTERVAL_MAX_S, &out->interval_s, e) &&
	       (out->expires_in_s > 0 || error_set(e, ERROR_INPUT, "expires_in is missing"));
}

/* --- polling --- */

void enrol_poll_encode(const char *device_code, struct buf *out)
{
	CLEANUP_JSON cJSON *o = json_new_object();
	json_put_text(o, "device_code", device_code);
	print(o, out);
}

bool enrol_poll_decode(const char *json, size_t len, char device_code[ENROL_CODE_MAX + 1], struct error *e)
{
	static const struct json_text text = {"device_code", 0, ENROL_CODE_MAX + 1, .needed = true};
	CLEANUP_JSON cJSON *o = parse(json, len, e);
	return o != NULL && json_get_texts(o, device_code, &text, 1, e);
}

bool enrol_error_decode(const char *json, size_t len, char word[ENROL_ERROR_MAX + 1])
{
	static const struct json_text text = {"error", 0, ENROL_ERROR_MAX + 1, .needed = true};
	CLEANUP_JSON cJSON *o = parse(json, len, NULL);
	word[0] = '\0';
	return o != NULL && json_get_texts(o, word, &text, 1, NULL);
}

static const struct json_text grant_texts[] = {
	{"id", JSON_TEXT(struct enrol_grant_answer, id), .needed = true, .check = plain},
	{"name", JSON_TEXT(struct enrol_grant_answer, name), .needed = true},
	{"centre", JSON_TEXT(struct enrol_grant_answer, centre), .needed = true},
	{"credential", JSON_TEXT(struct enrol_grant_answer, credential), .needed = true, .check = plain},
	{"key", JSON_TEXT(struct enrol_grant_answer, key), .needed = true, .check = key_ok},
	{"base", JSON_TEXT(struct enrol_grant_answer, base), .check = url_ok},
};

void enrol_grant_encode(const struct enrol_grant_answer *g, struct buf *out)
{
	CLEANUP_JSON cJSON *o = json_new_object();
	json_put_texts(o, g, grant_texts, LEN(grant_texts));
	print(o, out);
}

bool enrol_grant_decode(const char *json, size_t len, struct enrol_grant_answer *out, struct error *e)
{
	CLEANUP_JSON cJSON *o = parse(json, len, e);
	*out = (struct enrol_grant_answer){0};
	return o != NULL && json_get_texts(o, out, grant_texts, LEN(grant_texts), e);
}

#include "spool/enrol_wire.h"

#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/assert.h"
#include "base/buf.h"
#include "base/cleanup.h"
#include "base/error.h"
#include "base/str.h"
#include "spool/json.h"

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

/* out has most + 1 bytes. needed: absent is an error. */
static bool get(const cJSON *o, const char *name, char *out, size_t most, bool needed, struct error *e)
{
	CLEANUP_ARENA struct arena a = ARENA_INIT;
	const char *text;
	if (!json_get_text(o, name, most, &a, &text, e))
		return false;
	if (needed && text == NULL)
		return error_set(e, ERROR_INPUT, "%s is missing", name);
	snprintf(out, most + 1, "%s", text != NULL ? text : "");
	return true;
}

/* Something that goes into headers, addresses and files: visible ASCII only. */
static bool plain(const char *name, const char *text, struct error *e)
{
	for (const char *p = text; *p != '\0'; p++)
		if (*p <= ' ' || *p > '~')
			return error_set(e, ERROR_INPUT, "%s has a character it may not have", name);
	return true;
}

static bool key_ok(const char *key, struct error *e)
{
	return (strlen(key) == ENROL_KEY_HEX && strspn(key, "0123456789abcdef") == ENROL_KEY_HEX) ||
	       error_set(e, ERROR_INPUT, "key is not 64 lower-case hex digits");
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

void enrol_ask_encode(const struct enrol_ask *a, struct buf *out)
{
	CLEANUP_JSON cJSON *o = json_new_object();
	json_put_text(o, "version", a->version);
	json_put_text(o, "model", a->model);
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
	return o != NULL && get(o, "version", out->version, sizeof out->version - 1, false, e) &&
	       get(o, "model", out->model, ENROL_NAME_MAX, false, e) &&
	       json_get_int(o, "width", 0, PIXELS_MAX, &out->width, e) &&
	       json_get_int(o, "height", 0, PIXELS_MAX, &out->height, e);
}

void enrol_offer_encode(const struct enrol_offer *f, struct buf *out)
{
	CLEANUP_JSON cJSON *o = json_new_object();
	json_put_text(o, "device_code", f->device_code);
	json_put_text(o, "user_code", f->user_code);
	json_put_text(o, "verification_uri", f->url);
	json_put_text(o, "verification_uri_complete", f->url_complete);
	json_put_int(o, "expires_in", f->expires_in_s);
	json_put_int(o, "interval", f->interval_s);
	json_put_text(o, "key", f->key);
	print(o, out);
}

bool enrol_offer_decode(const char *json, size_t len, struct enrol_offer *out, struct error *e)
{
	CLEANUP_JSON cJSON *o = parse(json, len, e);
	*out = (struct enrol_offer){.interval_s = 5};
	if (o == NULL || !get(o, "device_code", out->device_code, ENROL_CODE_MAX, true, e) ||
	    !get(o, "user_code", out->user_code, ENROL_CODE_MAX, true, e) ||
	    !get(o, "verification_uri", out->url, ENROL_URL_MAX, true, e) ||
	    !get(o, "verification_uri_complete", out->url_complete, ENROL_URL_MAX, false, e) ||
	    !get(o, "key", out->key, ENROL_KEY_HEX, true, e) ||
	    !json_get_int(o, "expires_in", 1, EXPIRES_MAX_S, &out->expires_in_s, e) ||
	    !json_get_int(o, "interval", 1, INTERVAL_MAX_S, &out->interval_s, e))
		return false;
	return (out->expires_in_s > 0 || error_set(e, ERROR_INPUT, "expires_in is missing")) &&
	       plain("device_code", out->device_code, e) && plain("user_code", out->user_code, e) &&
	       url_ok("verification_uri", out->url, e) &&
	       url_ok("verification_uri_complete", out->url_complete, e) && key_ok(out->key, e);
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
	CLEANUP_JSON cJSON *o = parse(json, len, e);
	return o != NULL && get(o, "device_code", device_code, ENROL_CODE_MAX, true, e);
}

bool enrol_error_decode(const char *json, size_t len, char word[ENROL_ERROR_MAX + 1])
{
	CLEANUP_JSON cJSON *o = parse(json, len, NULL);
	word[0] = '\0';
	return o != NULL && get(o, "error", word, ENROL_ERROR_MAX, true, NULL);
}

void enrol_grant_encode(const struct enrol_grant_answer *g, struct buf *out)
{
	CLEANUP_JSON cJSON *o = json_new_object();
	json_put_text(o, "id", g->id);
	json_put_text(o, "name", g->name);
	json_put_text(o, "centre", g->centre);
	json_put_text(o, "credential", g->credential);
	json_put_text(o, "key", g->key);
	json_put_text(o, "base", g->base);
	print(o, out);
}

bool enrol_grant_decode(const char *json, size_t len, struct enrol_grant_answer *out, struct error *e)
{
	CLEANUP_JSON cJSON *o = parse(json, len, e);
	*out = (struct enrol_grant_answer){0};
	return o != NULL && get(o, "id", out->id, ENROL_ID_MAX, true, e) &&
	       get(o, "name", out->name, ENROL_NAME_MAX, true, e) &&
	       get(o, "centre", out->centre, ENROL_ID_MAX, true, e) &&
	       get(o, "credential", out->credential, ENROL_CREDENTIAL_MAX, true, e) &&
	       get(o, "key", out->key, ENROL_KEY_HEX, true, e) && get(o, "base", out->base, ENROL_URL_MAX, false, e) &&
	       plain("id", out->id, e) && plain("credential", out->credential, e) && key_ok(out->key, e) &&
	       url_ok("base", out->base, e);
}

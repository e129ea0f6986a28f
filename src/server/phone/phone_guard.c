#include "server/phone/phone_guard.h"

#include <sodium.h>
#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/error.h"
#include "base/str.h"
#include "server/app.h"
#include "store/people.h"
#include "store/store.h"
#include "web/http.h"

#define MAC_BYTES 16
#define MAC_HEX (2 * MAC_BYTES + 1)
#define DAY_S 86400

/* Keyed by the server's own secret, so that all servers of one store agree. */
static void mac(const struct app *a, const char *text, char out[MAC_HEX])
{
	uint8_t key[32], hash[MAC_BYTES];
	static const char domain[] = "aula-form-guard-1";
	crypto_generichash(key, sizeof key, (const uint8_t *)domain, sizeof domain, a->key.secret, 32);
	crypto_generichash(hash, sizeof hash, (const uint8_t *)text, strlen(text), key, sizeof key);
	sodium_memzero(key, sizeof key);
	sodium_bin2hex(out, MAC_HEX, hash, sizeof hash);
}

static void stamp_mac(struct web_request *r, const char *purpose, const char *subject, int64_t at,
		      char out[MAC_HEX])
{
	mac(web_app(r), arena_printf(web_arena(r), "stamp %s %s %lld", purpose, subject, (long long)at), out);
}

void guard_fields(struct html *h, struct web_request *r, const char *purpose, const char *subject)
{
	int64_t now = app_now(web_app(r));
	char proof[MAC_HEX];
	stamp_mac(r, purpose, subject, now, proof);
	html_raw(h, "<input type=\"hidden\" name=\"stamp\"");
	html_attr(h, "value", arena_printf(web_arena(r), "%lld.%s", (long long)now, proof));
	html_raw(h, "><p class=\"trap\" aria-hidden=\"true\"><label>Leave empty <input name=\"website\" "
		    "tabindex=\"-1\" "
		    "autocomplete=\"off\"></label></p>");
}

static bool stamp_ok(struct web_request *r, const char *purpose, const char *subject)
{
	const char *stamp = web_form(r, "stamp"), *dot = stamp != NULL ? strchr(stamp, '.') : NULL;
	int64_t at, age;
	char proof[MAC_HEX];
	if (dot == NULL || strlen(dot + 1) != MAC_HEX - 1 ||
	    !str_to_i64(arena_strndup(web_arena(r), stamp, (size_t)(dot - stamp)), 0, INT64_MAX, &at))
		return false;
	age = app_now(web_app(r)) - at;
	stamp_mac(r, purpose, subject, at, proof);
	return age >= 0 && age <= GUARD_FORM_LIFE_S && sodium_memcmp(proof, dot + 1, MAC_HEX - 1) == 0;
}

bool guard_check(struct web_request *r, const char *purpose, const char *subject, enum guard_verdict *out,
		 struct error *e)
{
	struct app *a = web_app(r);
	const char *trap = web_form(r, "website");
	int64_t now = app_now(a);
	char who[MAC_HEX];
	bool allowed;
	*out = GUARD_OK;
	if (!stamp_ok(r, purpose, subject))
		*out = GUARD_STALE;
	else if (!str_empty(trap))
		*out = GUARD_ROBOT;
	if (*out != GUARD_OK)
		return true;
	mac(a, arena_printf(web_arena(r), "client %lld %s", (long long)(now / DAY_S), web_client(r)), who);
	if (!store_begin(a->store, e) ||
	    !throttle_hit(a->store, arena_printf(web_arena(r), "form:%s:%s", purpose, who), GUARD_WINDOW_S,
			  GUARD_TRIES, now, &allowed, e) ||
	    !store_commit(a->store, e)) {
		store_rollback(a->store);
		return false;
	}
	*out = allowed ? GUARD_OK : GUARD_TOO_MANY;
	return true;
}

/* Sign-in by the county's identity provider: a proxy in front has authenticated the person (with its own second factor)
 * and names them in a header. The header counts only from the addresses that are configured; from any other it is
 * ignored and logged, and the person sees the login as always. The proxy must remove the header from what browsers
 * send. */
#include <ctype.h>
#include <string.h>

#include "base/arena.h"
#include "base/error.h"
#include "base/log.h"
#include "base/str.h"
#include "server/app.h"
#include "server/net_list.h"
#include "server/staff/staff_frame.h"
#include "store/store.h"
#include "web/http.h"

static bool trusted(struct web_request *r)
{
	return net_list_has(((const struct app *)web_app(r))->settings.proxy_addresses, web_peer(r));
}

static const char *name_given(struct web_request *r)
{
	const struct app *a = web_app(r);
	const char *given = a->settings.proxy_header[0] != '\0' ? web_header(r, a->settings.proxy_header) : NULL;
	if (str_empty(given))
		return NULL;
	if (!trusted(r)) {
		log_warning("staff: header %s from %s, which is no trusted proxy, ignored", a->settings.proxy_header,
			    web_peer(r));
		return NULL;
	}
	char *name = arena_strdup(web_arena(r), given);
	for (char *p = name; *p != '\0'; p++)
		*p = (char)tolower((unsigned char)*p);
	return name;
}

bool staff_proxy_vouches(struct web_request *r, const struct user *u)
{
	const char *name = name_given(r);
	return name != NULL && str_eq(name, u->name);
}

static bool begin(struct web_request *r, const char *name, struct error *e)
{
	struct app *a = web_app(r);
	const struct audit_entry entry = {.at = app_now(a), .who = name, .what = "login.proxy"};
	if (store_begin(a->store, e) && staff_new_session(r, name, SESSION_FULL, e) &&
	    audit_add(a->store, &entry, e) && store_commit(a->store, e))
		return true;
	store_rollback(a->store);
	return false;
}

bool staff_proxy_session(struct web_request *r, const struct session *have)
{
	struct app *a = web_app(r);
	struct user u;
	struct error e = ERROR_INIT;
	const char *name = name_given(r);
	if (name == NULL || (have != NULL && have->stage == SESSION_FULL && str_eq(have->user.name, name)))
		return false;
	if (!user_name_ok(name) || !user_get(a->store, name, &u, web_arena(r), &e) || u.disabled) {
		log_warning("staff: the proxy names \"%.64s\", who is nobody here", name);
		return false;
	}
	if (!begin(r, u.name, &e)) {
		log_error("staff: login by proxy: %s", e.text);
		return false;
	}
	log_info("login of %s by the proxy", u.name);
	return true;
}

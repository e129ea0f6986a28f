/* GET /healthz, /readyz, /metrics and POST /v1/lease. */
#include <string.h>

#include "base/error.h"
#include "base/log.h"
#include "base/version.h"
#include "server/api/api.h"
#include "server/app.h"
#include "server/metrics.h"
#include "server/net_list.h"
#include "store/leases.h"
#include "store/runs.h"
#include "store/store.h"
#include "web/http.h"
#include "web/json.h"

#define TYPE_JSON "application/json"

static void send_json(struct web_request *r, unsigned status, struct json *j)
{
	json_close(j, '}');
	web_set_header(r, "Cache-Control", "no-store");
	web_send(r, status, TYPE_JSON, &j->out);
	buf_fini(&j->out);
}

/* The process lives and its loop turns; nothing else is asked, so that a database away restarts no server. */
void api_health(struct web_request *r)
{
	struct app *a = web_app(r);
	struct store_head head = store_head(a->store);
	struct web_counts counts = web_server_counts(a->web);
	struct json j = JSON_INIT;
	json_open(&j, '{');
	json_key(&j, "ok");
	json_bool(&j, true);
	json_key(&j, "version");
	json_text(&j, AULA_VERSION);
	json_key(&j, "store");
	json_text(&j, store_engine(a->store));
	json_key(&j, "head");
	json_number(&j, head.head);
	json_key(&j, "live");
	json_number(&j, head.live);
	json_key(&j, "connections");
	json_number(&j, counts.connections);
	json_key(&j, "waiting");
	json_number(&j, counts.parked);
	send_json(r, 200, &j);
}

/* Whether requests should come here. */
void api_ready(struct web_request *r)
{
	struct app *a = web_app(r);
	const char *why = a->draining || web_draining(r) ? "ending"
			  : !app_look(a)                 ? "the store does not answer"
			  : a->key_changed               ? "the signing key has changed"
							 : NULL;
	struct json j = JSON_INIT;
	json_open(&j, '{');
	json_key(&j, "ready");
	json_bool(&j, why == NULL);
	if (why != NULL) {
		json_key(&j, "why");
		json_text(&j, why);
	}
	send_json(r, why == NULL ? 200 : 503, &j);
}

void api_metrics(struct web_request *r)
{
	struct app *a = web_app(r);
	struct buf out = BUF_INIT;
	if (!net_list_has(a->settings.monitors, web_client(r))) {
		web_refuse(r, 404, "no such page");
		return;
	}
	metrics_write(a, &out, web_arena(r));
	web_set_header(r, "Cache-Control", "no-store");
	web_send(r, 200, "text/plain; version=0.0.4; charset=utf-8", &out);
	buf_fini(&out);
}

/* --- leases for importers --- */

struct asked {
	const char *source, *holder;
	int64_t seconds, rest_s;
	bool done;
};

static bool query_seconds(struct web_request *r, const char *name, int64_t *out)
{
	const char *text = web_query(r, name);
	*out = 0;
	return text == NULL || str_to_i64(text, 0, LEASE_SECONDS_MAX, out);
}

static bool read_asked(struct web_request *r, struct asked *out)
{
	out->source = web_query(r, "source");
	out->holder = web_query(r, "holder");
	out->done = str_eq(web_query(r, "done"), "1");
	return run_id_ok(out->source) && out->holder != NULL && out->holder[0] != '\0' &&
	       strlen(out->holder) <= LEASE_NAME_MAX && query_seconds(r, "seconds", &out->seconds) &&
	       query_seconds(r, "rest", &out->rest_s);
}

/* seconds=0 releases, else takes or renews. */
void api_lease(struct web_request *r)
{
	struct app *a = web_app(r);
	struct asked q;
	struct error e = ERROR_INIT;
	bool any_kind, held = false;
	if (!read_asked(r, &q)) {
		api_refuse(r, 400, "source, holder, seconds (0 to 86400), rest and done=1 are understood");
		return;
	}
	if (!api_authorised(r, q.source, &any_kind))
		return;
	const char *name = arena_printf(web_arena(r), "import:%s", q.source);
	const struct lease_wish wish = {name, q.holder, q.seconds, q.rest_s};
	bool ok = q.seconds > 0 ? lease_take(a->store, &wish, app_now(a), &held, &e)
				: lease_release(a->store, name, q.holder, q.done, app_now(a), &e);
	if (!ok) {
		log_error("lease: %s", e.text);
		api_refuse(r, 503, "the store cannot take this now; send it again");
		return;
	}
	struct json j = JSON_INIT;
	json_open(&j, '{');
	json_key(&j, "held");
	json_bool(&j, held);
	send_json(r, 200, &j);
}

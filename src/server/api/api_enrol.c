/* POST /v1/enrol and /v1/enrol/token: a screen asks to be one of ours (store/enrol.h, docs/API.md). */
#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/cleanup.h"
#include "base/error.h"
#include "base/log.h"
#include "server/api/api.h"
#include "server/app.h"
#include "spool/enrol_wire.h"
#include "store/enrol.h"
#include "store/people.h"
#include "store/store.h"
#include "web/http.h"

#define WINDOW_S 600
#define ASKS_CLIENT 60	    /* a whole health centre may come from one address */
#define POLLS_CLIENT 60000 /* a thousand screens behind one address, each at its interval */

static void send_json(struct web_request *r, unsigned status, struct buf *body)
{
	web_set_header(r, "Cache-Control", "no-store");
	web_send(r, status, "application/json", body);
}

static bool within(struct web_request *r, const char *what, int64_t most, bool *yes, struct error *e)
{
	struct app *a = web_app(r);
	return throttle_hit(a->store, arena_printf(web_arena(r), "%s:%.64s", what, web_client(r)), WINDOW_S, most,
			    app_now(a), yes, e);
}

static void too_many(struct web_request *r)
{
	log_warning("enrolment: too many questions from %s", web_client(r));
	web_set_header(r, "Retry-After", "600");
	api_refuse(r, 429, "too many enrolments from this address");
}

/* Both questions change the store; what they answer is sent after the commit. */
static bool finish(struct app *a, bool ok, struct error *e)
{
	if (ok && store_commit(a->store, e))
		return true;
	store_rollback(a->store);
	return false;
}

static void fill_offer(const struct app *a, const struct enrol_codes *codes, struct enrol_offer *out)
{
	*out = (struct enrol_offer){.expires_in_s = ENROL_LIFE_S, .interval_s = a->settings.enrol_interval_s};
	snprintf(out->device_code, sizeof out->device_code, "%s", codes->device);
	snprintf(out->user_code, sizeof out->user_code, "%s", codes->user);
	snprintf(out->url, sizeof out->url, "%.100s/staff/enrol", a->settings.public_base);
	snprintf(out->url_complete, sizeof out->url_complete, "%.100s/staff/enrol?code=%s", a->settings.public_base,
		 codes->user);
	snprintf(out->key, sizeof out->key, "%s", a->key.public_hex);
}

void api_enrol(struct web_request *r)
{
	struct app *a = web_app(r);
	const struct buf *body = web_body(r);
	struct enrol_ask ask;
	struct enrol_codes codes;
	struct error e = ERROR_INIT;
	CLEANUP_BUF struct buf told = BUF_INIT;
	bool allowed = false;
	if (!enrol_ask_decode(buf_str(body), body->len, &ask, &e)) {
		api_refuse(r, 400, e.text);
		return;
	}
	enrol_ask_encode(&ask, &told);
	bool ok = store_begin(a->store, &e) && within(r, "enrol", ASKS_CLIENT, &allowed, &e) &&
		  (!allowed ||
		   enrol_begin(a->store, buf_str(&told), a->settings.enrol_interval_s, app_now(a), &codes, &e));
	if (!finish(a, ok, &e)) {
		log_error("enrolment: %s", e.text);
		web_set_header(r, "Retry-After", "60");
		api_refuse(r, 503, e.kind == ERROR_BUSY ? e.text : "the store cannot be written");
		return;
	}
	if (!allowed) {
		too_many(r);
		return;
	}
	struct enrol_offer offer;
	CLEANUP_BUF struct buf json = BUF_INIT;
	fill_offer(a, &codes, &offer);
	enrol_offer_encode(&offer, &json);
	send_json(r, 200, &json);
}

static void fill_grant(const struct app *a, const struct device *d, const char *credential,
		       struct enrol_grant_answer *out)
{
	*out = (struct enrol_grant_answer){0};
	snprintf(out->id, sizeof out->id, "%s", d->id);
	snprintf(out->name, sizeof out->name, "%s", d->name);
	snprintf(out->centre, sizeof out->centre, "%s", d->centre);
	snprintf(out->credential, sizeof out->credential, "%s", credential);
	snprintf(out->key, sizeof out->key, "%s", a->key.public_hex);
	snprintf(out->base, sizeof out->base, "%s", a->settings.public_base);
}

void api_enrol_token(struct web_request *r)
{
	struct app *a = web_app(r);
	const struct buf *body = web_body(r);
	char code[ENROL_CODE_MAX + 1], credential[DEVICE_CREDENTIAL_BYTES] = "";
	struct error e = ERROR_INIT;
	struct device d;
	enum enrol_answer answer = ENROL_PENDING;
	bool allowed = false;
	if (!enrol_poll_decode(buf_str(body), body->len, code, &e)) {
		api_refuse(r, 400, "invalid_request");
		return;
	}
	bool ok = store_begin(a->store, &e) && within(r, "enrol-poll", POLLS_CLIENT, &allowed, &e) &&
		  (!allowed ||
		   enrol_poll(a->store, code, app_now(a), &answer, &d, credential, web_arena(r), &e));
	if (!finish(a, ok, &e)) {
		log_error("enrolment: %s", e.text);
		api_refuse(r, 503, "the store cannot be written");
	} else if (!allowed) {
		too_many(r);
	} else if (answer != ENROL_GIVEN) {
		web_set_header(r, "Cache-Control", "no-store");
		api_refuse(r, 400, enrol_answer_word(answer));
	} else {
		struct enrol_grant_answer grant;
		CLEANUP_BUF struct buf json = BUF_INIT;
		fill_grant(a, &d, credential, &grant);
		enrol_grant_encode(&grant, &json);
		log_info("device %s (%s) has fetched its credential, from %s", d.id, d.name, web_client(r));
		send_json(r, 200, &json);
	}
}

#include "import/lease.h"

#include <cjson/cJSON.h>
#include <string.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/cleanup.h"
#include "base/error.h"
#include "base/fs.h"
#include "base/log.h"
#include "base/str.h"
#include "model/codec.h"
#include "net/http.h"

#define ANSWER_BYTES_MAX ((size_t)4096)
#define TIMEOUT_MS 15000
#define MACHINE_ID_SHOWN 8

/* The machine, not the process: what a machine has done itself it may repeat. */
static const char *holder(struct arena *a)
{
	CLEANUP_BUF struct buf id = BUF_INIT;
	char host[65] = "";
	gethostname(host, sizeof host - 1);
	for (char *p = host; *p != '\0'; p++)
		if (strchr("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-", *p) == NULL)
			*p = '-';
	if (!fs_read("/etc/machine-id", 64, &id, NULL) || id.len < MACHINE_ID_SHOWN)
		return arena_printf(a, "%s", host[0] != '\0' ? host : "importer");
	return arena_printf(a, "%s:%.*s", host, MACHINE_ID_SHOWN, buf_str(&id));
}

/* False: no answer that says anything. */
static bool ask(const struct lease_target *t, const char *query, bool *held)
{
	CLEANUP_ARENA struct arena a = ARENA_INIT;
	CLEANUP_RESPONSE struct http_response answer = HTTP_RESPONSE_INIT;
	const char *headers[] = {arena_printf(&a, "Authorization: Bearer %s", t->token)};
	struct error e = ERROR_INIT;
	const struct http_request q = {
		.url = arena_printf(&a, "%s/v1/lease?source=%s&holder=%s&%s", t->url, t->source, holder(&a), query),
		.headers = {.v = headers, .n = 1},
		.body = "",
		.max_bytes = ANSWER_BYTES_MAX,
		.total_timeout_ms = TIMEOUT_MS,
		.attempts = 2,
		.retry_base_ms = t->retry_base_ms,
	};
	if (!http_fetch(t->http, &q, &answer, &e) || !http_ok(&answer)) {
		log_debug("%s: no lease: %s", t->source, e.kind != ERROR_NONE ? e.text : "the server does not know leases");
		return false;
	}
	cJSON *j = json_parse(buf_str(&answer.body), answer.body.len, ANSWER_BYTES_MAX, &e);
	const cJSON *said = cJSON_GetObjectItemCaseSensitive(j, "held");
	bool told = cJSON_IsBool(said);
	*held = cJSON_IsTrue(said);
	cJSON_Delete(j);
	return told;
}

bool lease_begin(const struct lease_target *t, bool scheduled)
{
	CLEANUP_ARENA struct arena a = ARENA_INIT;
	bool held = true;
	const char *query = arena_printf(&a, "seconds=%d&rest=%d", LEASE_RUN_S, scheduled ? LEASE_REST_S : 0);
	if (!ask(t, query, &held) || held)
		return true;
	log_info("%s: left to another machine, which is reading it or has just done so", t->source);
	return false;
}

void lease_end(const struct lease_target *t, bool done)
{
	bool unused;
	ask(t, done ? "seconds=0&done=1" : "seconds=0", &unused);
}

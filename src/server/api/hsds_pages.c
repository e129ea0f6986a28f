/* The addresses below /hsds. */
#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/error.h"
#include "base/log.h"
#include "server/api/api.h"
#include "server/api/hsds.h"
#include "server/app.h"
#include "server/view.h"
#include "web/http.h"
#include "web/json.h"

#define TYPE_JSON "application/json"
#define PAGE_NUMBER_MAX 1000000

void hsds_about(struct web_request *r)
{
	struct json j = JSON_INIT;
	json_open(&j, '{');
	json_key(&j, "version");
	json_text(&j, "3.0");
	json_key(&j, "profile");
	json_text(&j, "https://docs.openreferral.org/en/3.0/hsds/");
	json_key(&j, "openapi_url");
	json_text(&j, "https://raw.githubusercontent.com/openreferral/specification/3.0/schema/openapi.json");
	json_close(&j, '}');
	web_send(r, 200, TYPE_JSON, &j.out);
	buf_fini(&j.out);
}

static void write_one(struct json *j, struct web_request *r, const struct store_record *stored, bool *written)
{
	struct app *app = web_app(r);
	struct arena *a = web_arena(r);
	struct view v;
	*written = view_load(app->store, stored, app_now(app), &v, a, NULL);
	if (*written)
		hsds_write_service(j, &v, arena_printf(a, "%s/a/%s", app->settings.public_base, stored->code),
				   a);
}

/* A number of the query within 1..most; `otherwise` when absent; -1 after refusing. */
static int64_t number_of(struct web_request *r, const char *name, int64_t most, int64_t otherwise)
{
	const char *word = web_query(r, name);
	int64_t v = otherwise;
	if (word != NULL && !str_to_i64(word, 1, most, &v)) {
		api_refuse(
			r, 400,
			arena_printf(web_arena(r), "%s: not a number from 1 to %lld", name, (long long)most));
		return -1;
	}
	return v;
}

/* The page of all, or of those changed since, with their documents. */
static bool collect(struct web_request *r, int64_t since, size_t offset, size_t limit, struct store_records *out)
{
	struct app *app = web_app(r);
	struct error e = ERROR_INIT;
	const struct store_filter f = {.kind = KIND_ACTIVITY, .docs = true, .offset = offset, .limit = limit};
	if (since == INSTANT_NONE ? store_list(app->store, &f, out, web_arena(r), &e)
				  : store_list_changed(app->store, &f, since, out, web_arena(r), &e))
		return true;
	log_error("hsds: %s", e.text);
	api_refuse(r, 503, "the store cannot be read");
	return false;
}

static void json_field(struct json *j, const char *key, int64_t value)
{
	json_key(j, key);
	json_number(j, value);
}

void hsds_services(struct web_request *r)
{
	struct store_records w = {.n = 0};
	int64_t since = INSTANT_NONE;
	const char *after = web_query(r, "modified_after");
	struct date day;
	int64_t per_page = number_of(r, "per_page", HSDS_PER_PAGE_MAX, HSDS_PER_PAGE_DEFAULT);
	int64_t page = per_page > 0 ? number_of(r, "page", PAGE_NUMBER_MAX, 1) : -1;
	if (page < 0)
		return;
	if (after != NULL && date_parse(after, &day))
		since = zone_day_start(ZONE_DEFAULT, day);
	else if (after != NULL && !instant_parse(after, &since)) {
		api_refuse(r, 400, "modified_after: not a date or time");
		return;
	}
	if (!collect(r, since, (size_t)((page - 1) * per_page), (size_t)per_page, &w))
		return;
	struct json items = JSON_INIT;
	int64_t size = 0;
	json_open(&items, '[');
	for (size_t i = 0; i < w.n; i++) {
		bool written = false; /* expired since: not counted in this page */
		if (w.v[i].code != NULL)
			write_one(&items, r, &w.v[i], &written);
		size += written;
	}
	json_close(&items, ']');
	int64_t pages = ((int64_t)w.total + per_page - 1) / per_page;
	struct json j = JSON_INIT;
	json_open(&j, '{');
	json_field(&j, "total_items", (int64_t)w.total);
	json_field(&j, "total_pages", pages);
	json_field(&j, "page_number", page);
	json_field(&j, "size", size);
	json_key(&j, "first_page");
	json_bool(&j, page == 1);
	json_key(&j, "last_page");
	json_bool(&j, page >= pages);
	json_key(&j, "empty");
	json_bool(&j, w.n == 0);
	json_key(&j, "contents");
	json_verbatim(&j, items.out.data);
	json_close(&j, '}');
	web_set_header(r, "Cache-Control", "public, max-age=60");
	web_send(r, 200, TYPE_JSON, &j.out);
	buf_fini(&j.out);
	buf_fini(&items.out);
}

void hsds_service(struct web_request *r)
{
	struct app *app = web_app(r);
	char code[CODE_LEN_MAX + 1];
	struct store_record stored;
	bool written = false;
	struct json j = JSON_INIT;
	if (hsds_code_of_uuid(web_param(r, "id"), code) &&
	    store_by_code(app->store, code, &stored, web_arena(r), NULL) && stored.doc != NULL)
		write_one(&j, r, &stored, &written);
	if (written)
		web_send(r, 200, TYPE_JSON, &j.out);
	else
		api_refuse(r, 404, "no such service");
	buf_fini(&j.out);
}

/* Finding something to feature: the visitors' own search, as it is seen from this person's first centre; and where to
 * begin when it is in no list. */
#include <cjson/cJSON.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/assert.h"
#include "base/error.h"
#include "base/log.h"
#include "base/str.h"
#include "i18n/catalogue.h"
#include "model/codec.h"
#include "server/api/intake.h"
#include "server/app.h"
#include "server/icons.h"
#include "server/mirror.h"
#include "server/page.h"
#include "server/phone/phone_parts.h"
#include "server/reader.h"
#include "server/reader_list.h"
#include "server/staff/staff.h"
#include "server/staff/staff_frame.h"
#include "server/staff/staff_parts.h"
#include "server/staff/templates.h"
#include "server/view.h"
#include "web/http.h"

#define FOUND_MAX 40
#define FOUND_MAX_WORD "40"
#define TYPED_BYTES_MAX 200
#define LOOKS_MAX 800 /* at MIRROR_POLL_MS: then the plain list answers */

struct found {
	struct strs ids;
	size_t total;
	const char *did_you_mean;
	bool partial;
};

static const char *own_centre(struct web_request *r)
{
	struct staff_centre *v = NULL;
	size_t n = 0;
	staff_centres(r, &v, &n);
	return n > 0 ? v[0].id : "";
}

/* --- the kiosk's search --- */

static bool read_answer(const struct buf *json, struct found *out, struct arena *a)
{
	cJSON *doc = json_parse(buf_str(json), json->len, MIRROR_OUTPUT_MAX, NULL);
	const cJSON *one, *results = cJSON_GetObjectItemCaseSensitive(doc, "results");
	double total = cJSON_GetNumberValue(cJSON_GetObjectItemCaseSensitive(doc, "total"));
	bool ok = cJSON_IsArray(results);
	out->ids = (struct strs){ARENA_ARRAY(a, const char *, FOUND_MAX), 0};
	out->total = total > 0 ? (size_t)total : 0;
	out->partial = cJSON_IsTrue(cJSON_GetObjectItemCaseSensitive(doc, "partial"));
	out->did_you_mean =
		arena_strdup(a, cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(doc, "did_you_mean")));
	cJSON_ArrayForEach(one, results)
	{
		const char *id = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(one, "id"));
		if (id != NULL && out->ids.n < FOUND_MAX)
			out->ids.v[out->ids.n++] = arena_strdup(a, id);
	}
	cJSON_Delete(doc);
	return ok;
}

/* What hangs on the request: the kiosk's search, and the plain list when there is no answer from that. */
struct finding {
	struct mirror_job *search;
	struct reader_job *list;
	bool searched; /* in vain */
};

static void finding_free(void *work)
{
	struct finding *f = work;
	mirror_job_free(f->search);
	reader_job_free(f->list);
	free(f);
}

static struct finding *finding_of(struct web_request *r)
{
	struct finding *f = web_work(r);
	if (f == NULL) {
		f = calloc(1, sizeof *f);
		ASSERT(f != NULL);
		web_set_work(r, f, finding_free);
	}
	return f;
}

/* WAIT: the request is parked. */
static enum mirror_state search(struct web_request *r, const char *typed, enum lang l, struct found *out)
{
	struct app *a = web_app(r);
	struct error e = ERROR_INIT;
	struct finding *f = finding_of(r);
	if (!mirror_able(a->mirror) || f->searched)
		return MIRROR_FAILED;
	if (f->search == NULL) {
		/* a blank before it, so that no word is taken for an option */
		const char *const argv[] = {"search", "--cache",      "%c",
					    "--centre", own_centre(r), "--lang",
					    lang_tag(l), "--limit",    FOUND_MAX_WORD,
					    "--json",	arena_printf(web_arena(r), " %s", typed), NULL};
		f->search = mirror_job_new(a->mirror, argv, NULL, 0);
	}
	enum mirror_state state = web_calls_before(r) > LOOKS_MAX ? MIRROR_FAILED : mirror_job_step(f->search, &e);
	if (state == MIRROR_WAIT)
		web_park(r, MIRROR_POLL_MS);
	if (state == MIRROR_DONE && !read_answer(mirror_job_output(f->search), out, web_arena(r)))
		state = MIRROR_FAILED;
	f->searched = state == MIRROR_FAILED;
	log_once("search", state == MIRROR_FAILED ? e.text : NULL);
	return state;
}

/* By name, in order of names: when nothing was typed, or the screen program is not there. */
static enum reader_state list_of(struct web_request *r, const struct store_filter *filter, struct store_records *out,
				 struct error *e)
{
	struct app *a = web_app(r);
	struct finding *f = finding_of(r);
	void *what;
	if (filter->words.n == 0)
		return store_list(a->store, filter, out, web_arena(r), e) ? READER_DONE : READER_FAILED;
	if (f->list == NULL)
		f->list = reader_job_new(a->reader, r, reader_list_ask, sizeof(struct reader_list), reader_list_fill, filter);
	if (f->list == NULL) {
		error_set(e, ERROR_BUSY, "too many questions wait");
		return READER_FAILED;
	}
	enum reader_state state = reader_job_step(f->list, &what, e);
	if (state == READER_DONE)
		*out = ((const struct reader_list *)what)->found;
	return state;
}

static enum reader_state plain_list(struct web_request *r, const char *typed, struct found *out)
{
	const struct store_filter f = {
		.kind = KIND_ACTIVITY, .limit = FOUND_MAX, .words = intake_search_words(typed, web_arena(r))};
	struct store_records list;
	struct error e = ERROR_INIT;
	enum reader_state state = list_of(r, &f, &list, &e);
	if (state == READER_FAILED)
		log_error("find: %s", e.text);
	if (state != READER_DONE)
		return state;
	out->ids = (struct strs){ARENA_ARRAY(web_arena(r), const char *, list.n), 0};
	out->total = list.total;
	for (size_t i = 0; i < list.n; i++)
		out->ids.v[out->ids.n++] = list.v[i].id;
	return READER_DONE;
}

/* --- writing --- */

static void write_one(struct html *h, struct web_request *r, const char *id, enum lang l)
{
	struct app *a = web_app(r);
	struct store_record stored;
	struct view v;
	if (!store_get(a->store, KIND_ACTIVITY, id, &stored, web_arena(r), NULL) ||
	    !view_load(a->store, &stored, app_now(a), &v, web_arena(r), NULL))
		return;
	struct buf url = BUF_INIT;
	buf_puts(&url, "/staff/feature?activity=");
	html_url_part(&url, id);
	html_raw(h, "<li");
	page_look_class(h, "", v.look, web_arena(r));
	html_raw(h, "><a");
	html_link(h, buf_str(&url));
	html_raw(h, "><span class=\"plate\">");
	html_icon(h, page_look_icon(v.look));
	html_raw(h, "</span><span>");
	staff_ltext_el(h, "strong", "", &v.activity->title, l);
	html_raw(h, "<span class=\"by\">");
	if (v.organisation != NULL)
		html_text(h, ltext_get(&v.organisation->name, l, NULL));
	if (v.n_times > 0) {
		html_raw(h, " · ");
		html_text(h, part_when(a, &v.times[0], l, web_arena(r)));
	}
	html_raw(h, "</span></span></a></li>");
	buf_fini(&url);
}

static void write_found(struct html *h, struct web_request *r, const struct found *found, enum lang l)
{
	html_raw(h, "<p class=\"lead\" role=\"status\">");
	staff_found(h, l, found->total, found->ids.n, web_arena(r));
	if (found->partial && found->total > 0) {
		html_raw(h, " · ");
		html_text(h, tr(l, "none has every word"));
	}
	html_raw(h, "</p>");
	if (found->did_you_mean != NULL) {
		struct buf url = BUF_INIT;
		buf_puts(&url, "/staff/features/new?q=");
		html_url_part(&url, found->did_you_mean);
		html_raw(h, "<p>");
		html_text(h, tr(l, "Did you mean"));
		html_raw(h, " <a");
		html_link(h, buf_str(&url));
		html_raw(h, ">");
		html_text(h, found->did_you_mean);
		html_raw(h, "</a>?</p>");
		buf_fini(&url);
	}
	html_raw(h, "<ul class=\"found panel\">");
	for (size_t i = 0; i < found->ids.n; i++)
		write_one(h, r, found->ids.v[i], l);
	html_raw(h, "</ul>");
}

static void write_own(struct html *h, struct web_request *r, enum lang l)
{
	struct template *v;
	size_t n = templates_read(r, &v);
	html_raw(h, "<section class=\"own\"><h2>");
	html_text(h, tr(l, "Not in any list? Write it"));
	html_raw(h, "</h2><div class=\"shows left\"><a class=\"button\" href=\"/staff/write\">");
	html_icon(h, "edit");
	html_text(h, tr(l, "Empty form"));
	html_raw(h, "</a>");
	for (size_t i = 0; i < n; i++) {
		struct buf url = BUF_INIT;
		buf_puts(&url, "/staff/write?template=");
		html_url_part(&url, v[i].id);
		html_raw(h, "<a class=\"button\"");
		html_link(h, buf_str(&url));
		html_raw(h, ">");
		html_text(h, ltext_get(&v[i].name, l, NULL));
		html_raw(h, "</a>");
		buf_fini(&url);
	}
	html_raw(h, "</div></section>");
}

static void write_field(struct html *h, const char *typed, enum lang l)
{
	html_raw(h, "<form class=\"search\" method=\"get\" action=\"/staff/features/new\" role=\"search\"><label>");
	html_text(h, tr(l, "Words, as a visitor would write them"));
	html_raw(h, "<input type=\"search\" name=\"q\" maxlength=\"100\"");
	html_attr(h, "value", typed);
	html_raw(h, "></label><button class=\"primary\">");
	html_icon(h, "search");
	html_text(h, tr(l, "Search"));
	html_raw(h, "</button></form>");
}

void staff_feature_find(struct web_request *r)
{
	enum lang l = staff_lang(r);
	struct html h = HTML_INIT;
	struct found found = {0};
	const char *typed = web_query(r, "q");
	typed = typed != NULL ? utf8_clean(web_arena(r), typed, strnlen(typed, TYPED_BYTES_MAX)) : "";
	typed = str_trim(web_arena(r), typed);
	enum mirror_state state = str_empty(typed) ? MIRROR_FAILED : search(r, typed, l, &found);
	if (state == MIRROR_WAIT)
		return;
	enum reader_state listed = state == MIRROR_FAILED ? plain_list(r, typed, &found) : READER_DONE;
	if (listed == READER_WAIT)
		return;
	if (listed == READER_FAILED) {
		staff_error_page(r, 503, tr(l, "Not available just now"));
		return;
	}
	staff_begin(&h, r, tr(l, "New feature"), STAFF_TAB_FEATURES);
	staff_back(&h, "/staff/features", tr(l, "Features"));
	html_raw(&h, "<h1>");
	html_text(&h, tr(l, "What will be featured?"));
	html_raw(&h, "</h1>");
	write_field(&h, typed, l);
	write_own(&h, r, l);
	write_found(&h, r, &found, l);
	staff_end(&h);
	staff_send(r, &h, 200);
}

/* "Is something out of date?" on the phone: the same four reasons as on the screen, and nothing else. */
#include <sodium.h>

#include "base/error.h"
#include "base/log.h"
#include "base/random.h"
#include "base/str.h"
#include "i18n/catalogue.h"
#include "server/app.h"
#include "server/page.h"
#include "server/phone/phone.h"
#include "server/phone/phone_guard.h"
#include "server/phone/phone_parts.h"
#include "server/view.h"
#include "store/usage.h"
#include "web/http.h"

#define PURPOSE "flag"
#define DEVICE "phone" /* flags name the screen they come from; no screen has this id */

static const struct {
	const char *why, *label;
} reasons[] = {
	{"time", TR("The time is wrong")},
	{"place", TR("The place is wrong")},
	{"phone", TR("The phone number is wrong")},
	{"over", TR("The activity has ended")},
};
#define N_REASONS (sizeof reasons / sizeof reasons[0])

static void send_form(struct web_request *r, const struct view *v, const char *problem, unsigned status)
{
	struct html h = HTML_INIT;
	struct arena *arena = web_arena(r);
	enum lang l = page_lang(r);
	const char *path = arena_printf(arena, "/a/%s/flag", v->code);
	page_begin(&h, r, l, tr(l, "What is wrong?"), path);
	part_sign(&h, v, l, arena);
	part_problem(&h, problem);
	html_raw(&h, "<form method=\"post\"");
	html_attr_(&h, " action=\"", arena_printf(arena, "%s?lang=%s", path, lang_tag(l)));
	html_raw(&h, "><fieldset><legend>");
	html_text(&h, tr(l, "What is wrong?"));
	html_raw(&h, "</legend>");
	guard_fields(&h, r, PURPOSE, v->code);
	for (size_t i = 0; i < N_REASONS; i++) {
		html_raw(&h, "<label class=\"tick\"><input type=\"radio\" name=\"why\" required");
		html_attr(&h, "value", reasons[i].why);
		html_raw(&h, "><span>");
		html_text(&h, tr(l, reasons[i].label));
		html_raw(&h, "</span></label>");
	}
	html_raw(&h, "</fieldset><p>");
	html_text(&h, tr(l, "We tell those who keep the information. Nothing about you is sent."));
	html_raw(&h, "</p><div class=\"buttons\"><button class=\"button primary\">");
	html_text(&h, tr(l, "Send"));
	html_raw(&h, "</button>");
	part_button(&h, arena_printf(arena, "/a/%s?lang=%s", v->code, lang_tag(l)), "arrow_back",
		    tr(l, "Back"), false);
	html_raw(&h, "</div></form>");
	page_end(&h, l);
	page_send(r, &h, status, 0);
}

static bool put_flag(struct web_request *r, const struct view *v, const char *why, struct error *e)
{
	struct app *a = web_app(r);
	uint8_t bytes[12];
	char id[2 * sizeof bytes + 1], hour[USAGE_HOUR_BYTES];
	bool first;
	random_bytes(bytes, sizeof bytes);
	sodium_bin2hex(id, sizeof id, bytes, sizeof bytes);
	usage_hour(app_now(a), hour);
	const struct device_flag f = {.device = DEVICE, .hour = hour, .subject = v->id, .why = why};
	if (store_begin(a->store, e) && flag_take(a->store, id, &f, app_now(a), &first, e) &&
	    store_commit(a->store, e))
		return true;
	store_rollback(a->store);
	return false;
}

void phone_flag_page(struct web_request *r)
{
	struct view v;
	if (part_load(r, web_param(r, "code"), &v))
		send_form(r, &v, NULL, 200);
}

void phone_flag_send(struct web_request *r)
{
	struct view v;
	struct error e = ERROR_INIT;
	enum guard_verdict verdict;
	enum lang l = page_lang(r);
	const char *given = web_form(r, "why"), *why = NULL;
	if (!part_load(r, web_param(r, "code"), &v))
		return;
	for (size_t i = 0; i < N_REASONS; i++)
		if (str_eq(given, reasons[i].why))
			why = reasons[i].why;
	if (why == NULL) {
		send_form(r, &v, tr(l, "Choose what is wrong."), 422);
		return;
	}
	if (!guard_check(r, PURPOSE, v.code, &verdict, &e) ||
	    (verdict == GUARD_OK && !put_flag(r, &v, why, &e))) {
		log_error("flag: %s", e.text);
		phone_refuse(r, 503, NULL);
	} else if (verdict == GUARD_STALE)
		send_form(r, &v, tr(l, "The page had been open for long. Please send it again."), 409);
	else
		/* also to one who sends many: there is nothing to try again for */
		part_thanks(r, &v, l, tr(l, "Thank you"), tr(l, "Those who keep the information are told."));
}

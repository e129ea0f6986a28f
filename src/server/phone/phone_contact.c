/* A visitor asks an organisation to get in touch (picture 51): for whom, a name, a way to answer, when to call, a few words,
 * consent. */
#include <string.h>

#include "base/error.h"
#include "base/log.h"
#include "base/str.h"
#include "i18n/catalogue.h"
#include "i18n/words.h"
#include "net/smtp.h"
#include "server/app.h"
#include "server/icons.h"
#include "server/mailer.h"
#include "server/page.h"
#include "server/phone/contact_form.h"
#include "server/phone/phone.h"
#include "server/phone/phone_guard.h"
#include "server/phone/phone_parts.h"
#include "store/mail.h"
#include "web/http.h"

#define PURPOSE "contact"
/* RFC 2047 */
#define SUBJECT_FI "=?UTF-8?Q?Aula:_yhteydenottopyynt=C3=B6?="
#define SUBJECT_SV "=?UTF-8?Q?Aula:_kontaktbeg=C3=A4ran?="

static const char *address_of(const struct view *v)
{
	const char *own = v->activity->email;
	const char *house = v->organisation != NULL ? v->organisation->email : NULL;
	const char *address = own != NULL ? own : house;
	return address != NULL && smtp_address_ok(address) ? address : NULL;
}

bool phone_contact_offered(const struct app *a, const struct view *v)
{
	return a->settings.contact && mailer_configured(&a->settings) && address_of(v) != NULL;
}

/* --- the page --- */

/* Several as buttons side by side; the browser keeps which one is pressed. */
static void begin_choices(struct html *h, const char *legend)
{
	html_raw(h, "<fieldset class=\"field\"><legend>");
	html_text(h, legend);
	html_raw(h, "</legend><div class=\"choices\">");
}

static void end_choices(struct html *h)
{
	html_raw(h, "</div></fieldset>");
}

static void write_for(struct html *h, const struct contact_form *f)
{
	begin_choices(h, tr(f->lang, "For whom?"));
	field_choice(h, "radio", "for", "me", tr(f->lang, "For myself"), NULL, !f->client);
	field_choice(h, "radio", "for", "client", tr(f->lang, "For a client"), NULL, f->client);
	end_choices(h);
}

static void write_when(struct html *h, const struct contact_form *f)
{
	begin_choices(h, tr(f->lang, "When may they call?"));
	for (int i = 0; i < CONTACT_TIMES; i++)
		field_choice(h, "radio", "when", contact_times[i], tr(f->lang, contact_time_words[i]), NULL, f->when == i);
	end_choices(h);
}

static void write_consent(struct html *h, const struct contact_form *f, struct arena *a)
{
	const char *organisation = contact_organisation(f);
	html_raw(h, "><span><span class=\"for-me\">");
	html_text(h, organisation != NULL
			     ? tr_fill(a, tr(f->lang, "{organisation} may contact me about this."), "organisation",
				       view_plain(organisation, a), (char *)NULL)
			     : tr(f->lang, "I agree that this is sent to the organisation by e-mail so that they can contact me."));
	html_raw(h, "</span> <span class=\"for-client\">");
	html_text(h, tr(f->lang, "The client has agreed to this."));
	html_raw(h, "</span></span></label></div>");
}

static void write_agree(struct html *h, const struct contact_form *f, struct arena *a)
{
	const char *name = contact_names[CONTACT_AGREE], *wrong = f->wrong[CONTACT_AGREE];
	html_raw(h, "<div class=\"field\">");
	field_notes(h, name, wrong, NULL, a);
	html_raw(h, "<label class=\"tick\"><input type=\"checkbox\" id=\"f-agree\" name=\"agree\" value=\"yes\" required");
	field_state(h, name, wrong != NULL, false, a);
	html_raw_if(h, f->agreed, " checked", "");
	write_consent(h, f, a);
}

static void write_field(struct html *h, struct web_request *r, const struct contact_form *f, enum contact_field which,
			const struct field *x)
{
	struct field own = *x;
	own.name = contact_names[which];
	own.problem = f->wrong[which];
	part_field(h, r, &own);
}

static void write_fields(struct html *h, struct web_request *r, const struct contact_form *f)
{
	enum lang l = f->lang;
	const struct field name = {.type = "text", .label = tr(l, "First name"), .complete = "given-name", .max = CONTACT_NAME_MAX, .required = true};
	const struct field pro = {.type = "text", .label = tr(l, "Your name"), .complete = "name", .max = CONTACT_NAME_MAX};
	const struct field unit = {.type = "text", .label = tr(l, "Your unit"), .complete = "organization", .max = CONTACT_UNIT_MAX};
	const struct field phone = {.label = tr(l, "Phone number"),
				    .hint = tr(l, "A phone number or an e-mail address is needed."),
				    .type = "tel",
				    .complete = "tel",
				    .max = CONTACT_PHONE_MAX};
	const struct field email = {
		.label = tr(l, "E-mail address"), .type = "email", .complete = "email", .max = CONTACT_EMAIL_MAX};
	const struct field message = {
		.label = tr(l, "Message (optional)"),
		.hint = tr(l, "Please do not write about your health here: e-mail is not confidential."),
		.max = CONTACT_MESSAGE_MAX,
		.rows = 3};
	write_for(h, f);
	write_field(h, r, f, CONTACT_NAME, &name);
	write_field(h, r, f, CONTACT_PHONE, &phone);
	write_when(h, f);
	write_field(h, r, f, CONTACT_EMAIL, &email);
	write_field(h, r, f, CONTACT_MESSAGE, &message);
	html_raw(h, "<div class=\"for-client\">");
	write_field(h, r, f, CONTACT_PRO, &pro);
	write_field(h, r, f, CONTACT_UNIT, &unit);
	html_raw(h, "</div>");
}

/* At the top: what is wrong, with the way to each. */
static void write_problems(struct html *h, const struct contact_form *f, struct arena *a)
{
	bool any = false;
	part_problem(h, f->problem);
	for (int i = 0; i < CONTACT_FIELDS; i++) {
		if (f->wrong[i] == NULL)
			continue;
		html_raw_if(h, !any, "<ul class=\"wrongs\"><li><a", "<li><a");
		any = true;
		html_link(h, arena_printf(a, "#f-%s", contact_names[i]));
		html_raw(h, ">");
		html_text(h, f->wrong[i]);
		html_raw(h, "</a></li>");
	}
	html_raw_if(h, any, "</ul>", "");
}

static void send_form(struct web_request *r, const struct contact_form *f, unsigned status)
{
	struct html h = HTML_INIT;
	struct arena *arena = web_arena(r);
	enum lang l = f->lang;
	const char *path = arena_printf(arena, "/a/%s/contact", f->v.code);
	page_begin(&h, r, l, tr(l, "Ask them to contact you"), path);
	part_sign(&h, &f->v, l, arena);
	html_raw(&h, "<h2>");
	html_text(&h, tr(l, "Ask them to contact you"));
	html_raw(&h, "</h2><p>");
	html_text(&h, tr(l, "Your request goes to the organisation by e-mail. Aula deletes it as soon as it "
			    "has been delivered."));
	html_raw(&h, "</p>");
	write_problems(&h, f, arena);
	html_raw(&h, "<form class=\"request\" method=\"post\"");
	html_attr_(&h, " action=\"", arena_printf(arena, "%s?lang=%s", path, lang_tag(l)));
	html_raw(&h, ">");
	guard_fields(&h, r, PURPOSE, f->v.code);
	write_fields(&h, r, f);
	write_agree(&h, f, arena);
	html_raw(&h, "<div class=\"buttons\"><button class=\"button primary\">");
	html_icon(&h, "send");
	html_text(&h, tr(l, "Send the request"));
	html_raw(&h, "</button>");
	part_button(&h, arena_printf(arena, "/a/%s?lang=%s", f->v.code, lang_tag(l)), "arrow_back",
		    tr(l, "Back"), false);
	html_raw(&h, "</div></form>");
	page_end(&h, l);
	page_send(r, &h, status, 0);
}

static void add_fact(struct buf *list, const char *fact)
{
	if (!str_empty(fact))
		buf_printf(list, "%s%s", list->len > 0 ? " · " : "", fact);
}

/* What was sent, when they are heard of, when it is deleted. */
static void send_thanks(struct web_request *r, const struct contact_form *f)
{
	struct arena *a = web_arena(r);
	enum lang l = f->lang;
	struct buf list = BUF_INIT;
	add_fact(&list, f->name);
	add_fact(&list, f->phone[0] != '\0' ? words_isolate(a, l, f->phone) : NULL);
	add_fact(&list, f->when >= 0 ? tr(l, contact_time_words[f->when]) : NULL);
	add_fact(&list, f->email[0] != '\0' ? words_isolate(a, l, f->email) : NULL);
	const char *text = arena_printf(
		a, "%s\n\n%s\n\n%s",
		tr_fill(a, tr(l, "This was sent: {facts}."), "facts", buf_str(&list), (char *)NULL),
		tr(l, "The organisation answers you directly, usually within a few days. In an emergency call 112."),
		tr(l, "Aula deletes it as soon as it has been delivered, after three days at the latest."));
	buf_fini(&list);
	part_thanks(r, &f->v, l, tr(l, "Your request is on its way"), text);
}

/* --- what was sent --- */

static bool put_letter(struct web_request *r, const struct contact_form *f, struct error *e)
{
	struct app *a = web_app(r);
	const struct mail m = {
		.to = address_of(&f->v),
		.reply_to = f->email[0] != '\0' ? f->email : NULL,
		.subject = f->lang == LANG_SV ? SUBJECT_SV : SUBJECT_FI,
		.body = contact_letter(a, f, web_arena(r)),
	};
	if (store_begin(a->store, e) && mail_put(a->store, &m, app_now(a), e) && store_commit(a->store, e)) {
		mailer_look(a->mailer);
		return true;
	}
	store_rollback(a->store);
	return false;
}

/* --- the ways in --- */

static bool begin(struct web_request *r, struct contact_form *f)
{
	*f = (struct contact_form){.lang = page_lang(r), .when = -1};
	if (!part_load(r, web_param(r, "code"), &f->v))
		return false;
	if (phone_contact_offered(web_app(r), &f->v))
		return true;
	phone_refuse(r, 404, NULL);
	return false;
}

void phone_contact_page(struct web_request *r)
{
	struct contact_form f;
	if (begin(r, &f))
		send_form(r, &f, 200);
}

void phone_contact_send(struct web_request *r)
{
	struct contact_form f;
	struct error e = ERROR_INIT;
	enum guard_verdict verdict;
	if (!begin(r, &f))
		return;
	contact_form_read(r, &f);
	if (!contact_form_check(&f)) {
		send_form(r, &f, 422);
		return;
	}
	if (!guard_check(r, PURPOSE, f.v.code, &verdict, &e) ||
	    (verdict == GUARD_OK && !put_letter(r, &f, &e))) {
		log_error("contact request: %s", e.text);
		f.problem =
			tr(f.lang, "The request cannot be sent just now. Please try again later or call.");
		send_form(r, &f, 503);
		return;
	}
	if (verdict == GUARD_STALE || verdict == GUARD_TOO_MANY) {
		f.problem = verdict == GUARD_STALE
				    ? tr(f.lang, "The page had been open for long. Please send it again.")
				    : tr(f.lang, "Many requests have come from here. Please try again in an "
						 "hour or call.");
		send_form(r, &f, verdict == GUARD_STALE ? 409 : 429);
		return;
	}
	send_thanks(r, &f);
}

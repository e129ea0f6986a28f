/* A visitor asks an organisation to get in touch: a name, a way to answer, a few words, consent. */
#include <string.h>

#include "base/error.h"
#include "base/log.h"
#include "base/str.h"
#include "i18n/catalogue.h"
#include "net/smtp.h"
#include "server/app.h"
#include "server/mailer.h"
#include "server/page.h"
#include "server/phone/phone.h"
#include "server/phone/phone_guard.h"
#include "server/phone/phone_parts.h"
#include "server/view.h"
#include "store/mail.h"
#include "web/http.h"

#define PURPOSE "contact"
/* RFC 2047 */
#define SUBJECT_FI "=?UTF-8?Q?Aula:_yhteydenottopyynt=C3=B6?="
#define SUBJECT_SV "=?UTF-8?Q?Aula:_kontaktbeg=C3=A4ran?="
#define NAME_MAX_CHARS 80
#define PHONE_MAX_CHARS 24
#define EMAIL_MAX_CHARS 254
#define MESSAGE_MAX_CHARS 1000
#define PHONE_LEAST_DIGITS 5

struct form {
	struct view v;
	enum lang lang;
	const char *name, *phone, *email, *message; /* trimmed; "" when empty */
	bool agreed;
	const char *name_problem, *phone_problem, *email_problem, *agreed_problem, *problem; /* NULL: fine */
};

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

static void write_agree(struct html *h, const struct form *f)
{
	html_raw(h, "<div class=\"field\">");
	if (f->agreed_problem != NULL) {
		html_raw(h, "<p class=\"problem\" id=\"p-agree\">");
		html_text(h, f->agreed_problem);
		html_raw(h, "</p>");
	}
	html_raw(h, "<label class=\"tick\"><input type=\"checkbox\" name=\"agree\" value=\"yes\" required");
	html_raw_if(h, f->agreed_problem != NULL, " aria-invalid=\"true\" aria-describedby=\"p-agree\"", "");
	html_raw_if(h, f->agreed, " checked", "");
	html_raw(h, "><span>");
	html_text(h,
		  tr(f->lang,
		     "I agree that this is sent to the organisation by e-mail so that they can contact me."));
	html_raw(h, "</span></label></div>");
}

static void write_fields(struct html *h, struct web_request *r, const struct form *f)
{
	enum lang l = f->lang;
	const struct part_field fields[] = {
		{"name", tr(l, "Your name"), NULL, "text", "name", f->name_problem, NAME_MAX_CHARS, true},
		{"phone", tr(l, "Phone number"), tr(l, "A phone number or an e-mail address is needed."),
		 "tel", "tel", f->phone_problem, PHONE_MAX_CHARS, false},
		{"email", tr(l, "E-mail address"), NULL, "email", "email", f->email_problem, EMAIL_MAX_CHARS,
		 false},
		{"message", tr(l, "Message (optional)"),
		 tr(l, "Please do not write about your health here: e-mail is not confidential."), NULL, NULL,
		 NULL, MESSAGE_MAX_CHARS, false},
	};
	for (size_t i = 0; i < sizeof fields / sizeof fields[0]; i++)
		part_field(h, r, &fields[i]);
}

static void send_form(struct web_request *r, const struct form *f, unsigned status)
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
	if (f->problem != NULL) {
		html_raw(&h, "<p class=\"problem\" role=\"alert\">");
		html_text(&h, f->problem);
		html_raw(&h, "</p>");
	}
	html_raw(&h, "<form method=\"post\"");
	html_attr_(&h, " action=\"", arena_printf(arena, "%s?lang=%s", path, lang_tag(l)));
	html_raw(&h, ">");
	guard_fields(&h, r, PURPOSE, f->v.code);
	write_fields(&h, r, f);
	write_agree(&h, f);
	html_raw(&h, "<div class=\"buttons\"><button class=\"button primary\">");
	html_text(&h, tr(l, "Send the request"));
	html_raw(&h, "</button>");
	part_button(&h, arena_printf(arena, "/a/%s?lang=%s", f->v.code, lang_tag(l)), "arrow_back",
		    tr(l, "Back"), false);
	html_raw(&h, "</div></form>");
	page_end(&h, l);
	page_send(r, &h, status, 0);
}

static void send_thanks(struct web_request *r, const struct form *f)
{
	struct html h = HTML_INIT;
	enum lang l = f->lang;
	page_begin(&h, r, l, tr(l, "Your request is on its way"),
		   arena_printf(web_arena(r), "/a/%s", f->v.code));
	part_sign(&h, &f->v, l, web_arena(r));
	html_raw(&h, "<h2 role=\"status\">");
	html_text(&h, tr(l, "Your request is on its way"));
	html_raw(&h, "</h2><p>");
	html_text(&h, tr(l, "The organisation answers you directly, usually within a few days. In an "
			    "emergency call 112."));
	html_raw(&h, "</p><div class=\"buttons\">");
	part_button(&h, arena_printf(web_arena(r), "/a/%s?lang=%s", f->v.code, lang_tag(l)), "arrow_back",
		    tr(l, "Back"), true);
	html_raw(&h, "</div>");
	page_end(&h, l);
	page_send(r, &h, 200, 0);
}

/* --- what was sent --- */

/* One line: what is in it cannot make lines of its own in the letter. */
static const char *line_of(struct web_request *r, const char *name)
{
	const char *given = web_form(r, name);
	char *line = str_trim(web_arena(r), given != NULL ? given : "");
	for (char *p = line; *p != '\0'; p++)
		if ((unsigned char)*p < ' ')
			*p = ' ';
	return line;
}

static bool phone_ok(const char *phone)
{
	int digits = 0;
	for (const char *p = phone; *p != '\0'; p++) {
		if (strchr("0123456789 +()-", *p) == NULL)
			return false;
		digits += *p >= '0' && *p <= '9';
	}
	return digits >= PHONE_LEAST_DIGITS && strlen(phone) <= PHONE_MAX_CHARS;
}

static void read_form(struct web_request *r, struct form *f)
{
	const char *message = web_form(r, "message"), *agree = web_form(r, "agree");
	f->name = line_of(r, "name");
	f->phone = line_of(r, "phone");
	f->email = line_of(r, "email");
	f->message = str_trim(web_arena(r), message != NULL ? message : "");
	f->agreed = str_eq(agree, "yes");
}

static bool check_form(struct form *f)
{
	enum lang l = f->lang;
	if (f->name[0] == '\0' || utf8_count(f->name) > NAME_MAX_CHARS)
		f->name_problem = tr(l, "Write your name.");
	if (f->phone[0] == '\0' && f->email[0] == '\0')
		f->phone_problem =
			tr(l, "Write a phone number or an e-mail address so that they can reach you.");
	else if (f->phone[0] != '\0' && !phone_ok(f->phone))
		f->phone_problem = tr(l, "This does not look like a phone number.");
	if (f->email[0] != '\0' && !smtp_address_ok(f->email))
		f->email_problem = tr(l, "This does not look like an e-mail address.");
	if (utf8_count(f->message) > MESSAGE_MAX_CHARS)
		f->problem = tr(l, "The message is too long.");
	if (!f->agreed)
		f->agreed_problem = tr(l, "Without your consent the request cannot be sent.");
	if (f->name_problem == NULL && f->phone_problem == NULL && f->email_problem == NULL &&
	    f->agreed_problem == NULL)
		return f->problem == NULL;
	if (f->problem == NULL)
		f->problem = tr(l, "Not sent yet: something is missing below.");
	return false;
}

/* In the organisation's likely language; the visitor's own is told. */
static const char *letter_body(const struct app *a, const struct form *f, struct arena *arena)
{
	enum lang l = f->lang == LANG_SV ? LANG_SV : LANG_FI;
	const char *title = view_plain(ltext_get(&f->v.activity->title, l, NULL), arena);
	struct buf b = BUF_INIT;
	buf_puts(&b, tr(l, "Hello,"));
	buf_puts(&b, "\n\n");
	buf_puts(&b, tr_fill(arena, tr(l, "{name} asks you to get in touch about “{activity}”."), "name",
			     f->name, "activity", title, (char *)NULL));
	buf_puts(&b, "\n\n");
	if (f->phone[0] != '\0')
		buf_printf(&b, "%s: %s\n", tr(l, "Phone number"), f->phone);
	if (f->email[0] != '\0')
		buf_printf(&b, "%s: %s\n", tr(l, "E-mail address"), f->email);
	buf_printf(&b, "%s: %s\n", tr(l, "Language"), lang_tag(f->lang));
	if (f->message[0] != '\0')
		buf_printf(&b, "\n%s\n", f->message);
	buf_printf(&b, "\n-- \n%s\n%s\n",
		   tr(l, "Sent with consent from the activity's page in Aula, which keeps no copy. Please "
			 "answer the person directly."),
		   part_address(a, f->v.code, arena));
	const char *kept = arena_strdup(arena, buf_str(&b));
	buf_fini(&b);
	return kept;
}

static bool put_letter(struct web_request *r, const struct form *f, struct error *e)
{
	struct app *a = web_app(r);
	const struct mail m = {
		.to = address_of(&f->v),
		.reply_to = f->email[0] != '\0' ? f->email : NULL,
		.subject = f->lang == LANG_SV ? SUBJECT_SV : SUBJECT_FI,
		.body = letter_body(a, f, web_arena(r)),
	};
	if (store_begin(a->store, e) && mail_put(a->store, &m, app_now(a), e) && store_commit(a->store, e)) {
		mailer_look(a->mailer);
		return true;
	}
	store_rollback(a->store);
	return false;
}

/* --- the ways in --- */

static bool begin(struct web_request *r, struct form *f)
{
	*f = (struct form){.lang = page_lang(r)};
	if (!part_load(r, web_param(r, "code"), &f->v))
		return false;
	if (phone_contact_offered(web_app(r), &f->v))
		return true;
	phone_refuse(r, 404, NULL);
	return false;
}

void phone_contact_page(struct web_request *r)
{
	struct form f;
	if (begin(r, &f))
		send_form(r, &f, 200);
}

void phone_contact_send(struct web_request *r)
{
	struct form f;
	struct error e = ERROR_INIT;
	enum guard_verdict verdict;
	if (!begin(r, &f))
		return;
	read_form(r, &f);
	if (!check_form(&f)) {
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

#include "server/phone/contact_form.h"

#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/str.h"
#include "i18n/catalogue.h"
#include "net/smtp.h"
#include "server/app.h"
#include "server/phone/phone_parts.h"
#include "web/http.h"

#define PHONE_LEAST_DIGITS 5

const char *const contact_names[CONTACT_FIELDS] = {"name", "phone", "email", "message", "pro", "unit", "agree"};
const char *const contact_times[CONTACT_TIMES] = {"morning", "day", "evening"};
const char *const contact_time_words[CONTACT_TIMES] = {TR("In the morning"), TR("In the daytime"), TR("In the evening")};

/* --- reading --- */

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

void contact_form_read(struct web_request *r, struct contact_form *f)
{
	const char *message = web_form(r, "message"), *when = web_form(r, "when");
	f->client = str_eq(web_form(r, "for"), "client");
	f->name = line_of(r, "name");
	f->pro = line_of(r, "pro");
	f->unit = line_of(r, "unit");
	f->phone = line_of(r, "phone");
	f->email = line_of(r, "email");
	f->message = str_trim(web_arena(r), message != NULL ? message : "");
	f->agreed = str_eq(web_form(r, "agree"), "yes");
	f->when = -1;
	for (int i = 0; i < CONTACT_TIMES; i++)
		if (str_eq(when, contact_times[i]))
			f->when = i;
}

/* --- checking --- */

static bool phone_ok(const char *phone)
{
	int digits = 0;
	for (const char *p = phone; *p != '\0'; p++) {
		if (strchr("0123456789 +()-", *p) == NULL)
			return false;
		digits += *p >= '0' && *p <= '9';
	}
	return digits >= PHONE_LEAST_DIGITS && strlen(phone) <= CONTACT_PHONE_MAX;
}

static bool line_ok(const char *line, size_t max)
{
	return line[0] != '\0' && utf8_count(line) <= max;
}

bool contact_form_check(struct contact_form *f)
{
	enum lang l = f->lang;
	bool ok = true;
	if (!line_ok(f->name, CONTACT_NAME_MAX))
		f->wrong[CONTACT_NAME] = tr(l, "Write the first name.");
	if (f->client && !line_ok(f->pro, CONTACT_NAME_MAX))
		f->wrong[CONTACT_PRO] = tr(l, "Write your name.");
	if (f->client && !line_ok(f->unit, CONTACT_UNIT_MAX))
		f->wrong[CONTACT_UNIT] = tr(l, "Write your unit.");
	if (f->phone[0] == '\0' && f->email[0] == '\0')
		f->wrong[CONTACT_PHONE] = tr(l, "Write a phone number or an e-mail address so that they can reach you.");
	else if (f->phone[0] != '\0' && !phone_ok(f->phone))
		f->wrong[CONTACT_PHONE] = tr(l, "This does not look like a phone number.");
	if (f->email[0] != '\0' && !smtp_address_ok(f->email))
		f->wrong[CONTACT_EMAIL] = tr(l, "This does not look like an e-mail address.");
	if (utf8_count(f->message) > CONTACT_MESSAGE_MAX)
		f->wrong[CONTACT_MESSAGE] = tr(l, "The message is too long.");
	if (!f->agreed)
		f->wrong[CONTACT_AGREE] = tr(l, "Without your consent the request cannot be sent.");
	for (int i = 0; i < CONTACT_FIELDS; i++)
		ok = ok && f->wrong[i] == NULL;
	if (!ok)
		f->problem = tr(l, "Not sent yet: something is missing below.");
	return ok;
}

const char *contact_organisation(const struct contact_form *f)
{
	return f->v.organisation != NULL ? ltext_get(&f->v.organisation->name, f->lang, NULL) : NULL;
}

/* --- the letter --- */

static void write_line(struct buf *b, const char *label, const char *value)
{
	if (value[0] != '\0')
		buf_printf(b, "%s: %s\n", label, value);
}

static const char *opening(const struct contact_form *f, enum lang l, struct arena *arena)
{
	const char *title = view_plain(ltext_get(&f->v.activity->title, l, NULL), arena);
	if (!f->client)
		return tr_fill(arena, tr(l, "{name} asks you to get in touch about “{activity}”."), "name", f->name,
			       "activity", title, (char *)NULL);
	return tr_fill(arena,
		       tr(l, "{name} ({unit}) asks you to get in touch with a client about “{activity}”. The client has agreed to this."),
		       "name", f->pro, "unit", f->unit, "activity", title, (char *)NULL);
}

const char *contact_letter(const struct app *a, const struct contact_form *f, struct arena *arena)
{
	enum lang l = f->lang == LANG_SV ? LANG_SV : LANG_FI;
	struct buf b = BUF_INIT;
	buf_printf(&b, "%s\n\n%s\n\n", tr(l, "Hello,"), opening(f, l, arena));
	if (f->client)
		write_line(&b, tr(l, "The client's first name"), f->name);
	write_line(&b, tr(l, "Phone number"), f->phone);
	if (f->when >= 0)
		write_line(&b, tr(l, "When may they call?"), tr(l, contact_time_words[f->when]));
	write_line(&b, tr(l, "E-mail address"), f->email);
	write_line(&b, tr(l, "Language"), lang_tag(f->lang));
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

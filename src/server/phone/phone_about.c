/* The accessibility statement and the privacy notice, which the law wants on every public service. */
#include "i18n/catalogue.h"
#include "server/app.h"
#include "server/mailer.h"
#include "server/page.h"
#include "server/phone/json_ld.h"
#include "server/phone/phone.h"
#include "server/phone/phone_parts.h"
#include "server/view.h"
#include "web/http.h"

#define PAGE_MAX_AGE_S 3600

struct block {
	const char *heading, *text; /* msgids; heading NULL: goes on */
};

static void send_about(struct web_request *r, const char *title, const struct block *blocks, size_t n)
{
	struct html h = HTML_INIT;
	enum lang l = page_lang(r);
	page_begin(&h, r, l, view_plain(tr(l, title), web_arena(r)), web_path(r));
	html_raw(&h, "<h1>");
	html_text(&h, tr(l, title));
	html_raw(&h, "</h1>");
	for (size_t i = 0; i < n; i++) {
		if (blocks[i].heading != NULL) {
			html_raw(&h, "<h2>");
			html_text(&h, tr(l, blocks[i].heading));
			html_raw(&h, "</h2>");
		}
		html_raw(&h, "<p>");
		html_text(&h, tr(l, blocks[i].text));
		html_raw(&h, "</p>");
	}
	ld_page(&h, "WebPage", view_plain(tr(l, title), web_arena(r)), l, part_url(r));
	page_end(&h, l);
	page_send(r, &h, 200, PAGE_MAX_AGE_S);
}

void phone_accessibility(struct web_request *r)
{
	static const struct block blocks[] = {
		{NULL, TR("This statement is about the Aula screens in the lobby and the pages that their "
			  "codes open.")},
		{TR("How accessible it is"), TR("The pages follow WCAG 2.2 level AA and the screens EN 301 "
						"549. Both are tested with every change.")},
		{TR("What may not be"), TR("Activities are written by many organisations. Their texts may be "
					   "hard to read or only in one language; we say so "
					   "where it is the case.")},
		{NULL, TR("Some translations are made by machine and wait for a reader.")},
		{TR("Tell us"), TR("If something is hard to use, tell the staff of the centre. You can also "
				   "ask for the information in another form.")},
		{TR("Supervision"), TR("If the answer does not help, you can turn to the Finnish Transport "
				       "and Communications Agency Traficom, "
				       "www.saavutettavuusvaatimukset.fi.")},
	};
	send_about(r, TR("Accessibility statement"), blocks, sizeof blocks / sizeof blocks[0]);
}

void phone_privacy(struct web_request *r)
{
	static const struct block blocks[] = {
		{NULL, TR("You can use the screens and these pages without telling who you are.")},
		{TR("What is not done"),
		 TR("There are no cookies, no tracking, no accounts and nothing from other companies.")},
		{TR("What is counted"), TR("How often something is opened, by the hour, without anything "
					   "about the person. Small numbers are not shown.")},
		{TR("If you ask to be contacted"),
		 TR("What you write is sent to the organisation by e-mail with your consent and deleted here "
		    "as soon as it has been "
		    "delivered, at the latest after three days.")},
		{TR("Your rights"), TR("The centre is the controller. Ask its staff; you can also turn to "
				       "the Data Protection Ombudsman, www.tietosuoja.fi.")},
	};
	const struct app *a = web_app(r);
	bool mail = a->settings.contact && mailer_configured(&a->settings);
	struct block told[sizeof blocks / sizeof blocks[0]];
	size_t n = 0;
	for (size_t i = 0; i < sizeof blocks / sizeof blocks[0]; i++)
		if (i != 3 || mail)
			told[n++] = blocks[i];
	send_about(r, TR("Privacy notice"), told, n);
}

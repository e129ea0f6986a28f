/* Writes HTML in which text is always escaped: markup can only come from string literals in the program,
 * everything else goes through html_text, html_attr or html_link. There is no way to put a variable in
 * unescaped. */
#ifndef AULA_WEB_HTML_H
#define AULA_WEB_HTML_H

#include <stdint.h>

#include "base/buf.h"

struct html {
	struct buf out;
};

#define HTML_INIT ((struct html){BUF_INIT})

/* Markup. The joining of literals fails to compile for anything that is not a literal. */
#define html_raw(h, literal) html_raw_((h), "" literal "")
void html_raw_(struct html *h, const char *markup);
/* One of two literals. */
#define html_raw_if(h, condition, yes, no) html_raw_((h), (condition) ? "" yes "" : "" no "")

/* Text content. NULL writes nothing; what is not UTF-8 becomes U+FFFD; control characters are dropped. */
void html_text(struct html *h, const char *text);
/* Text content with line breaks as <br>, empty lines as paragraphs. */
void html_paragraphs(struct html *h, const char *text);
void html_number(struct html *h, int64_t n);

/* ` name="value"`; NULL value writes nothing. name is a literal and must not be an address or an event. */
#define html_attr(h, name, value) html_attr_((h), " " name "=\"", (value))
void html_attr_(struct html *h, const char *lead, const char *value);
void html_attr_number_(struct html *h, const char *lead, int64_t n);
#define html_attr_number(h, name, n) html_attr_number_((h), " " name "=\"", (n))
/* ` href="…"`, only for http:, https:, mailto:, tel:, sms: and paths of this site; anything else
 * (javascript:…) writes href="#". */
void html_link(struct html *h, const char *url);
bool html_link_ok(const char *url);
/* Percent-encodes what cannot stand in a path segment or query value. */
void html_url_part(struct buf *out, const char *text);

void html_fini(struct html *h);

#endif

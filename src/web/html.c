#include "web/html.h"

#include <string.h>
#include <strings.h>

#include "base/str.h"

void html_raw_(struct html *h, const char *markup)
{
	buf_puts(&h->out, markup);
}

static void put_escaped(struct buf *out, uint32_t cp)
{
	char bytes[4];
	switch (cp) {
	case '&': buf_puts(out, "&amp;"); return;
	case '<': buf_puts(out, "&lt;"); return;
	case '>': buf_puts(out, "&gt;"); return;
	case '"': buf_puts(out, "&quot;"); return;
	case '\'': buf_puts(out, "&#39;"); return;
	default: break;
	}
	if (cp < ' ' && cp != '\n' && cp != '\t')
		return;
	buf_append(out, bytes, utf8_put(cp, bytes));
}

void html_text(struct html *h, const char *text)
{
	if (text == NULL)
		return;
	size_t at = 0, len = strlen(text);
	for (uint32_t cp; (cp = utf8_next(text, len, &at)) != 0;)
		put_escaped(&h->out, cp);
}

void html_paragraphs(struct html *h, const char *text)
{
	if (str_empty(text))
		return;
	size_t at = 0, len = strlen(text), breaks = 0;
	html_raw(h, "<p>");
	for (uint32_t cp; (cp = utf8_next(text, len, &at)) != 0;) {
		if (cp == '\n') {
			breaks++;
			continue;
		}
		if (breaks > 0)
			html_raw_(h, breaks == 1 ? "<br>" : "</p><p>");
		breaks = 0;
		put_escaped(&h->out, cp);
	}
	html_raw(h, "</p>");
}

void html_number(struct html *h, int64_t n)
{
	buf_printf(&h->out, "%lld", (long long)n);
}

void html_attr_(struct html *h, const char *lead, const char *value)
{
	if (value == NULL)
		return;
	buf_puts(&h->out, lead);
	html_text(h, value);
	buf_putc(&h->out, '"');
}

void html_attr_number_(struct html *h, const char *lead, int64_t n)
{
	buf_printf(&h->out, "%s%lld\"", lead, (long long)n);
}

bool html_link_ok(const char *url)
{
	static const char *const schemes[] = {"http://", "https://", "mailto:", "tel:", "sms:"};
	if (url == NULL)
		return false;
	if (url[0] == '/' && url[1] != '/' && url[1] != '\\')
		return true;
	if (url[0] == '#' || url[0] == '?')
		return true;
	for (size_t i = 0; i < sizeof schemes / sizeof schemes[0]; i++)
		if (strncasecmp(url, schemes[i], strlen(schemes[i])) == 0)
			return true;
	return false;
}

void html_link(struct html *h, const char *url)
{
	html_attr(h, "href", html_link_ok(url) ? url : "#");
}

void html_url_part(struct buf *out, const char *text)
{
	static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~:@,";
	for (; *text != '\0'; text++) {
		if (strchr(plain, *text) != NULL)
			buf_putc(out, *text);
		else
			buf_printf(out, "%%%02X", (unsigned)(unsigned char)*text);
	}
}

void html_fini(struct html *h)
{
	buf_fini(&h->out);
}

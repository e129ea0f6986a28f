/* HTML → text by libxml2's forgiving parser. */
#include <libxml/HTMLparser.h>
#include <string.h>

#include "base/buf.h"
#include "base/str.h"
#include "import/text.h"

#define HTML_DEPTH_MAX 200

static bool is_one_of(const char *name, const char *list)
{
	size_t n = strlen(name);
	for (const char *p = list; *p != '\0'; p += strcspn(p, " "), p += *p == ' ')
		if (strcspn(p, " ") == n && strncasecmp(p, name, n) == 0)
			return true;
	return false;
}

struct writer {
	struct buf out;
	int depth;
	bool keep_lines; /* no tag at all: plain text with entities, whose line ends mean something */
};

static void write_nodes(struct writer *w, const xmlNode *n);

static void write_text(struct writer *w, const xmlChar *text)
{
	for (const char *p = (const char *)text; *p != '\0'; p++)
		buf_putc(&w->out, (*p == '\n' && !w->keep_lines) || *p == '\r' || *p == '\t' ? ' ' : *p);
}

/* The address of a link, when it is a web or mail address that the text does not show already. */
static void write_link_target(struct writer *w, const xmlNode *n, size_t text_from)
{
	xmlChar *href = xmlGetProp(n, (const xmlChar *)"href");
	const char *to = (const char *)href;
	if (to != NULL && strncasecmp(to, "mailto:", 7) == 0)
		to += 7;
	bool shown = to != NULL && strstr(buf_str(&w->out) + text_from, to) != NULL;
	bool web = to != NULL && (strncasecmp(to, "http://", 7) == 0 || strncasecmp(to, "https://", 8) == 0);
	bool mail = to != NULL && to != (const char *)href;
	if (!shown && (web || mail) && strlen(to) < 300)
		buf_printf(&w->out, " (%s)", to);
	xmlFree(href);
}

static void write_element(struct writer *w, const xmlNode *n)
{
	const char *name = (const char *)n->name;
	if (is_one_of(name, "script style head title template noscript iframe svg"))
		return;
	bool paragraph = is_one_of(name, "p h1 h2 h3 h4 h5 h6 ul ol table blockquote");
	bool block = is_one_of(name, "div tr section article header footer dd dt address figure");
	size_t from = w->out.len;
	if (str_eq(name, "br"))
		buf_putc(&w->out, '\n');
	else if (str_eq(name, "li"))
		buf_puts(&w->out, "\n• ");
	else if (paragraph)
		buf_puts(&w->out, "\n\n");
	else if (block)
		buf_putc(&w->out, '\n');
	else if (is_one_of(name, "td th"))
		buf_putc(&w->out, ' ');
	write_nodes(w, n->children);
	if (str_eq(name, "a"))
		write_link_target(w, n, from);
	if (paragraph)
		buf_puts(&w->out, "\n\n");
	else if (block)
		buf_putc(&w->out, '\n');
}

static void write_nodes(struct writer *w, const xmlNode *n)
{
	if (++w->depth <= HTML_DEPTH_MAX) {
		for (; n != NULL; n = n->next) {
			if (n->type == XML_TEXT_NODE && n->content != NULL)
				write_text(w, n->content);
			else if (n->type == XML_ELEMENT_NODE)
				write_element(w, n);
		}
	}
	w->depth--;
}

static bool has_tag(const char *s)
{
	for (s = strchr(s, '<'); s != NULL; s = strchr(s + 1, '<'))
		if (s[1] == '/' || s[1] == '!' || (s[1] >= 'a' && s[1] <= 'z') ||
		    (s[1] >= 'A' && s[1] <= 'Z'))
			return true;
	return false;
}

char *html_to_text(struct arena *a, const char *html)
{
	bool tags = html != NULL && has_tag(html);
	if (html == NULL || (!tags && strchr(html, '&') == NULL))
		return text_clean(a, html);
	size_t len = strnlen(html, HTML_BYTES_MAX);
	const char *good = utf8_clean(a, html, len);
	int options = HTML_PARSE_RECOVER | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING | HTML_PARSE_NONET |
		      HTML_PARSE_COMPACT;
	htmlDocPtr doc = htmlReadMemory(good, (int)strlen(good), NULL, "UTF-8", options);
	if (doc == NULL)
		return text_clean(a, good);
	struct writer w = {.out = BUF_INIT, .keep_lines = !tags};
	w.out.limit = HTML_BYTES_MAX;
	write_nodes(&w, xmlDocGetRootElement(doc));
	xmlFreeDoc(doc);
	char *out = text_clean(a, buf_str(&w.out));
	buf_fini(&w.out);
	return out;
}

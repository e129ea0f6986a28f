#include "server/csv.h"

#include <string.h>

#include "base/arena.h"
#include "web/http.h"

#define BYTE_ORDER_MARK "\xEF\xBB\xBF"

static void begin_cell(struct csv *c)
{
	if (c->out.len == 0)
		buf_puts(&c->out, BYTE_ORDER_MARK);
	if (c->in_row)
		buf_putc(&c->out, ',');
	c->in_row = true;
}

void csv_text(struct csv *c, const char *text)
{
	begin_cell(c);
	if (text == NULL || text[0] == '\0')
		return;
	bool formula = strchr("=+-@\t\r", text[0]) != NULL;
	if (!formula && strpbrk(text, ",;\"\r\n") == NULL) {
		buf_puts(&c->out, text);
		return;
	}
	buf_puts(&c->out, formula ? "\"'" : "\"");
	for (; *text != '\0'; text++) {
		if (*text == '"')
			buf_putc(&c->out, '"');
		buf_putc(&c->out, *text);
	}
	buf_putc(&c->out, '"');
}

void csv_number(struct csv *c, int64_t n)
{
	begin_cell(c);
	buf_printf(&c->out, "%lld", (long long)n);
}

void csv_end_row(struct csv *c)
{
	buf_puts(&c->out, "\r\n");
	c->in_row = false;
}

void csv_send(struct csv *c, struct web_request *r, const char *name)
{
	web_set_header(r, "Content-Disposition",
		       arena_printf(web_arena(r), "attachment; filename=\"%s.csv\"", name));
	web_set_header(r, "Cache-Control", "no-store");
	web_send(r, 200, "text/csv; charset=utf-8", &c->out);
	buf_fini(&c->out);
}

#include "web/json.h"

#include "model/codec.h"

static void before_value(struct json *j)
{
	if (j->comma)
		buf_putc(&j->out, ',');
	j->comma = true;
}

void json_open(struct json *j, char bracket)
{
	before_value(j);
	buf_putc(&j->out, bracket);
	j->comma = false;
}

void json_close(struct json *j, char bracket)
{
	buf_putc(&j->out, bracket);
	j->comma = true;
}

void json_key(struct json *j, const char *key)
{
	before_value(j);
	json_write_string(&j->out, key);
	buf_putc(&j->out, ':');
	j->comma = false;
}

void json_text(struct json *j, const char *value)
{
	before_value(j);
	if (value == NULL)
		buf_puts(&j->out, "null");
	else
		json_write_string(&j->out, value);
}

void json_number(struct json *j, int64_t value)
{
	before_value(j);
	buf_printf(&j->out, "%lld", (long long)value);
}

void json_bool(struct json *j, bool value)
{
	before_value(j);
	buf_puts(&j->out, value ? "true" : "false");
}

void json_verbatim(struct json *j, const char *value)
{
	before_value(j);
	buf_puts(&j->out, value);
}

/* What a form brought: fields as text, files as bytes. */
#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "base/str.h"
#include "web/internal.h"

#define MULTIPART_BUFFER 16384

static int hex_value(char c)
{
	return isdigit((unsigned char)c) ? c - '0'
	       : c >= 'a' && c <= 'f'    ? c - 'a' + 10
	       : c >= 'A' && c <= 'F'    ? c - 'A' + 10
					 : -1;
}

/* "a+b%C3%A4" → "a bä". A broken escape stays as it is; what is not UTF-8 is replaced. */
static const char *form_decode(const char *s, size_t len, struct arena *a)
{
	char *out = arena_alloc(a, len + 1);
	size_t n = 0;
	for (size_t i = 0; i < len; i++) {
		bool escape =
			s[i] == '%' && i + 2 < len && hex_value(s[i + 1]) >= 0 && hex_value(s[i + 2]) >= 0;
		int c = s[i] == '+' ? ' ' : s[i];
		if (escape)
			c = hex_value(s[i + 1]) * 16 + hex_value(s[i + 2]);
		out[n++] = (char)c;
		i += escape ? 2 : 0;
	}
	return utf8_clean(a, out, n);
}

static void parse_urlencoded(struct web_extra *x)
{
	const char *at = buf_str(&x->body);
	while (*at != '\0' && x->n_form < WEB_FORM_FIELDS_MAX) {
		size_t len = strcspn(at, "&");
		const char *eq = memchr(at, '=', len);
		size_t name_len = eq != NULL ? (size_t)(eq - at) : len;
		struct web_form_field *f = &x->form[x->n_form++];
		f->name = form_decode(at, name_len, &x->arena);
		f->value = eq != NULL ? form_decode(eq + 1, len - name_len - 1, &x->arena) : "";
		at += len + (at[len] == '&');
	}
}

/* --- multipart, by libmicrohttpd's own parser --- */

struct part_sink {
	struct web_extra *x;
	struct buf value;
	const char *name; /* of the part that is being gathered, NULL: none */
	bool file;
};

static void end_part(struct part_sink *s)
{
	struct web_extra *x = s->x;
	if (s->name != NULL && x->n_form < WEB_FORM_FIELDS_MAX) {
		struct web_form_field *f = &x->form[x->n_form++];
		char *bytes = arena_alloc(&x->arena, s->value.len + 1);
		if (s->value.len > 0)
			memcpy(bytes, s->value.data, s->value.len);
		*f = (struct web_form_field){.name = s->name, .value = "", .bytes = bytes, .len = s->value.len};
		if (!s->file)
			*f = (struct web_form_field){.name = s->name, .value = utf8_clean(&x->arena, bytes, s->value.len)};
	}
	s->name = NULL;
	buf_clear(&s->value);
}

static enum MHD_Result take_piece(void *user, enum MHD_ValueKind kind, const char *name, const char *filename,
				  const char *type, const char *coding, const char *data, uint64_t at, size_t len)
{
	struct part_sink *s = user;
	(void)kind;
	(void)type;
	(void)coding;
	if (at == 0) {
		end_part(s);
		s->name = utf8_clean(&s->x->arena, name, strlen(name));
		s->file = filename != NULL;
	}
	buf_append(&s->value, data, len);
	return MHD_YES;
}

static void parse_multipart(struct web_request *r)
{
	struct part_sink sink = {.x = web_extra_(r), .value = BUF_INIT};
	struct MHD_PostProcessor *parser = MHD_create_post_processor(r->mhd, MULTIPART_BUFFER, take_piece, &sink);
	if (parser == NULL)
		return; /* no boundary: nothing was sent */
	MHD_post_process(parser, buf_str(&sink.x->body), sink.x->body.len);
	MHD_destroy_post_processor(parser);
	end_part(&sink);
	buf_fini(&sink.value);
}

static void form_parse(struct web_request *r)
{
	struct web_extra *x = web_extra_(r);
	const char *type = web_header(r, "Content-Type");
	x->form_parsed = true;
	x->form = ARENA_ARRAY(&x->arena, struct web_form_field, WEB_FORM_FIELDS_MAX);
	if (type != NULL && strncasecmp(type, "application/x-www-form-urlencoded", 33) == 0)
		parse_urlencoded(x);
	else if (type != NULL && strncasecmp(type, "multipart/form-data", 19) == 0)
		parse_multipart(r);
}

const char *web_form_nth(struct web_request *r, const char *name, size_t nth)
{
	struct web_extra *x = web_extra_(r);
	if (!x->form_parsed)
		form_parse(r);
	for (size_t i = 0; i < x->n_form; i++)
		if (str_eq(x->form[i].name, name) && nth-- == 0)
			return x->form[i].value;
	return NULL;
}

const char *web_form(struct web_request *r, const char *name)
{
	return web_form_nth(r, name, 0);
}


bool web_upload(struct web_request *r, const char *name, const void **bytes, size_t *len)
{
	struct web_extra *x = web_extra_(r);
	if (!x->form_parsed)
		form_parse(r);
	for (size_t i = 0; i < x->n_form; i++) {
		if (!str_eq(x->form[i].name, name) || x->form[i].bytes == NULL || x->form[i].len == 0)
			continue;
		*bytes = x->form[i].bytes;
		*len = x->form[i].len;
		return true;
	}
	return false;
}

void web_upload_becomes(struct web_request *r, const char *upload, const char *name, const char *value)
{
	struct web_extra *x = web_extra_(r);
	for (size_t i = 0; i < x->n_form; i++) {
		if (str_eq(x->form[i].name, upload) && x->form[i].bytes != NULL)
			x->form[i] = (struct web_form_field){.name = name, .value = value};
		else if (str_eq(x->form[i].name, name))
			x->form[i].name = "";
	}
}

bool web_form_add(struct web_request *r, const char *name, const char *value)
{
	struct web_extra *x = web_extra_(r);
	if (!x->form_parsed)
		form_parse(r);
	if (x->n_form == WEB_FORM_FIELDS_MAX)
		return false;
	x->form[x->n_form++] = (struct web_form_field){.name = name, .value = value};
	return true;
}

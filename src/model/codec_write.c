/* Record → JSON, always the same bytes for the same record. */
#include <math.h>
#include <string.h>

#include "base/buf.h"
#include "model/codec.h"
#include "model/fields.h"

static bool write_fields(const struct fields *f, const void *from, struct buf *out);

static const void *at(const void *base, size_t offset)
{
	return (const char *)base + offset;
}

void json_write_string(struct buf *out, const char *s)
{
	size_t len = strlen(s);
	buf_putc(out, '"');
	for (size_t i = 0; i < len;) {
		size_t start = i;
		uint32_t cp = utf8_next(s, len, &i);
		if (cp == '"' || cp == '\\')
			buf_printf(out, "\\%c", (char)cp);
		else if (cp == '\n')
			buf_puts(out, "\\n");
		else if (cp < 0x20 || cp == 0x7f)
			buf_printf(out, "\\u%04x", (unsigned)cp);
		else if (cp == 0xfffd) /* also what a bad byte became */
			buf_puts(out, "\xef\xbf\xbd");
		else
			buf_append(out, s + start, i - start);
	}
	buf_putc(out, '"');
}

static void write_ltext(const struct ltext *t, struct buf *out)
{
	char before = '{';
	for (int l = 0; l < LANG_COUNT; l++) {
		if (t->v[l] == NULL)
			continue;
		buf_printf(out, "%c\"%s\":", before, lang_tag((enum lang)l));
		json_write_string(out, t->v[l]);
		before = ',';
	}
	buf_putc(out, '}');
}

static void write_strings(const struct strs *list, struct buf *out)
{
	buf_putc(out, '[');
	for (size_t i = 0; i < list->n; i++) {
		if (i > 0)
			buf_putc(out, ',');
		json_write_string(out, list->v[i]);
	}
	buf_putc(out, ']');
}

static void write_civils(const struct civils *list, struct buf *out)
{
	buf_putc(out, '[');
	for (size_t i = 0; i < list->n; i++) {
		char text[20];
		civil_format(list->v[i], text);
		buf_printf(out, "%s\"%s\"", i > 0 ? "," : "", text);
	}
	buf_putc(out, ']');
}

static void write_flags(unsigned flags, const char *const *words, struct buf *out)
{
	const char *before = "";
	buf_putc(out, '[');
	for (int i = 0; words[i] != NULL; i++) {
		if ((flags & 1U << i) == 0)
			continue;
		buf_printf(out, "%s\"%s\"", before, words[i]);
		before = ",";
	}
	buf_putc(out, ']');
}

static void write_list(const struct field *f, const void *base, struct buf *out)
{
	const char *items = NULL;
	memcpy(&items, at(base, f->offset), sizeof items);
	size_t n = *(const size_t *)at(base, f->count_offset);
	buf_putc(out, '[');
	for (size_t i = 0; i < n; i++) {
		if (i > 0)
			buf_putc(out, ',');
		if (!write_fields(f->inner, items + i * f->inner->size, out))
			buf_puts(out, "{}");
	}
	buf_putc(out, ']');
}

static bool field_absent(const struct field *f, const void *base)
{
	const void *v = at(base, f->offset);
	switch (f->type) {
	case FIELD_STRING: return str_empty(*(const char *const *)v);
	case FIELD_LTEXT: return ltext_empty(v);
	case FIELD_STRINGS: return ((const struct strs *)v)->n == 0;
	case FIELD_BOOL: return !*(const bool *)v;
	case FIELD_INT: return *(const int *)v == 0;
	case FIELD_INSTANT: return *(const int64_t *)v == INSTANT_NONE;
	case FIELD_DATE: return !date_is_set(*(const struct date *)v);
	case FIELD_CIVIL: return !date_is_set(((const struct civil *)v)->date);
	case FIELD_CIVILS: return ((const struct civils *)v)->n == 0;
	case FIELD_WORD:
	case FIELD_FLAGS: return *(const unsigned *)v == 0;
	case FIELD_LIST: return *(const size_t *)at(base, f->count_offset) == 0;
	case FIELD_POSITION:
		return !((const struct place *)base)->has_position;
	case FIELD_NUMBER:
	case FIELD_STRUCT: break;
	}
	return false;
}

static void write_value(const struct field *f, const void *base, struct buf *out)
{
	const void *v = at(base, f->offset);
	char text[24];
	switch (f->type) {
	case FIELD_STRING: json_write_string(out, *(const char *const *)v); break;
	case FIELD_LTEXT: write_ltext(v, out); break;
	case FIELD_STRINGS: write_strings(v, out); break;
	case FIELD_BOOL: buf_puts(out, "true"); break;
	case FIELD_INT: buf_printf(out, "%d", *(const int *)v); break;
	case FIELD_NUMBER:
	case FIELD_POSITION: /* 7 decimals of a degree are a centimetre */
		buf_printf(out, "%.10g", round(*(const double *)v * 1e7) / 1e7);
		break;
	case FIELD_INSTANT:
		instant_format(*(const int64_t *)v, text);
		buf_printf(out, "\"%s\"", text);
		break;
	case FIELD_DATE:
		date_format(*(const struct date *)v, text);
		buf_printf(out, "\"%s\"", text);
		break;
	case FIELD_CIVIL:
		civil_format(*(const struct civil *)v, text);
		buf_printf(out, "\"%s\"", text);
		break;
	case FIELD_CIVILS: write_civils(v, out); break;
	case FIELD_WORD: buf_printf(out, "\"%s\"", f->words[*(const unsigned *)v]); break;
	case FIELD_FLAGS: write_flags(*(const unsigned *)v, f->words, out); break;
	case FIELD_LIST: write_list(f, base, out); break;
	case FIELD_STRUCT: write_fields(f->inner, v, out); break;
	}
}

static bool fields_empty(const struct fields *f, const void *from)
{
	for (size_t i = 0; i < f->n; i++) {
		const struct field *x = &f->v[i];
		bool empty = x->type == FIELD_STRUCT ? fields_empty(x->inner, at(from, x->offset)) : field_absent(x, from);
		if (!empty)
			return false;
	}
	return true;
}

/* Returns false, and writes nothing, when there is no field to write. */
static bool write_fields(const struct fields *f, const void *from, struct buf *out)
{
	if (fields_empty(f, from))
		return false;
	char before = '{';
	for (size_t i = 0; i < f->n; i++) {
		const struct field *x = &f->v[i];
		bool skip = x->type == FIELD_STRUCT ? fields_empty(x->inner, at(from, x->offset)) : field_absent(x, from);
		if (skip)
			continue;
		buf_printf(out, "%c\"%s\":", before, x->name);
		write_value(x, from, out);
		before = ',';
	}
	buf_putc(out, '}');
	return true;
}

void record_doc_write(const struct record *r, struct buf *out)
{
	if (!write_fields(fields_of_kind(r->kind), &r->organisation, out))
		buf_puts(out, "{}");
}

void record_line_write(const struct record *r, struct buf *out)
{
	buf_printf(out, "{\"kind\":\"%s\",\"id\":", record_kind_word(r->kind));
	json_write_string(out, r->id);
	buf_puts(out, ",\"doc\":");
	record_doc_write(r, out);
	buf_putc(out, '}');
}

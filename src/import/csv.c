#include "import/csv.h"

#include <string.h>
#include <strings.h>

#include "base/error.h"
#include "base/str.h"

struct scan {
	const char *p, *end;
	char sep;
	int line; /* rows of the sheet begin at line ends outside quotes */
	struct arena *a;
};

static char separator_of(const char *p, const char *end)
{
	size_t n[3] = {0};
	static const char seps[] = ",;\t";
	for (bool quoted = false; p < end && (quoted || *p != '\n'); p++) {
		if (*p == '"')
			quoted = !quoted;
		const char *s = quoted ? NULL : strchr(seps, *p);
		if (s != NULL && *s != '\0')
			n[s - seps]++;
	}
	if (n[1] > n[0] && n[1] >= n[2])
		return ';';
	return n[2] > n[0] ? '\t' : ',';
}

/* One cell; p stands behind it (at a separator, line end or the end). */
static bool take_cell(struct scan *s, const char **out, int column, struct error *e)
{
	const char *from = s->p;
	if (s->p < s->end && *s->p == '"') {
		char *text =
			arena_alloc(s->a, (size_t)(s->end - s->p) < 65536 ? (size_t)(s->end - s->p) : 65536);
		size_t n = 0;
		for (s->p++; s->p < s->end; s->p++) {
			if (*s->p == '"' && (s->p + 1 == s->end || s->p[1] != '"'))
				break;
			if (*s->p == '"')
				s->p++;
			if (n >= 65535)
				return error_set(e, ERROR_LIMIT, "row %d, column %d: cell larger than 64 kB",
						 s->line, column);
			text[n++] = *s->p;
		}
		if (s->p == s->end)
			return error_set(e, ERROR_INPUT,
					 "row %d, column %d: a quotation mark is never closed", s->line,
					 column);
		s->p++;
		*out = arena_strndup(s->a, text, n);
		while (s->p < s->end && *s->p == ' ')
			s->p++;
		if (s->p < s->end && *s->p != s->sep && *s->p != '\n' && *s->p != '\r')
			return error_set(e, ERROR_INPUT,
					 "row %d, column %d: text after the closing quotation mark", s->line,
					 column);
	} else {
		while (s->p < s->end && *s->p != s->sep && *s->p != '\n' && *s->p != '\r')
			s->p++;
		*out = arena_strndup(s->a, from, (size_t)(s->p - from));
	}
	*out = str_trim(s->a, *out);
	return true;
}

static bool take_row(struct scan *s, struct csv_row *row, struct error *e)
{
	const char *cells[CSV_COLUMNS_MAX];
	*row = (struct csv_row){.line = s->line};
	for (;;) {
		if (row->n == CSV_COLUMNS_MAX)
			return error_set(e, ERROR_LIMIT, "row %d: more than %d columns", s->line,
					 CSV_COLUMNS_MAX);
		const char *from = s->p;
		if (!take_cell(s, &cells[row->n], (int)row->n + 1, e))
			return false;
		if (!utf8_valid(from, (size_t)(s->p - from)))
			return error_set(
				e, ERROR_INPUT,
				"row %d, column %zu: not UTF-8 (save the file as \"Unicode (UTF-8)\")",
				s->line, row->n + 1);
		row->n++;
		if (s->p == s->end || *s->p != s->sep)
			break;
		s->p++;
	}
	if (s->p < s->end && *s->p == '\r')
		s->p++;
	if (s->p < s->end && *s->p == '\n')
		s->p++;
	s->line++;
	row->cell = ARENA_ARRAY(s->a, const char *, row->n);
	memcpy(row->cell, cells, row->n * sizeof *cells);
	return true;
}

static bool row_is_empty(const struct csv_row *row)
{
	for (size_t i = 0; i < row->n; i++)
		if (row->cell[i][0] != '\0')
			return false;
	return true;
}

static void skip_comments(struct scan *s)
{
	if (s->end - s->p > 4 && strncasecmp(s->p, "sep=", 4) == 0) { /* a line Excel takes for itself */
		const char *nl = memchr(s->p, '\n', (size_t)(s->end - s->p));
		s->p = nl != NULL ? nl + 1 : s->end;
		s->line++;
	}
	while (s->p < s->end && (*s->p == '#' || *s->p == '\n' || *s->p == '\r')) {
		const char *nl = memchr(s->p, '\n', (size_t)(s->end - s->p));
		s->p = nl != NULL ? nl + 1 : s->end;
		s->line++;
	}
}

bool csv_parse(struct csv *out, const char *text, size_t len, struct arena *a, struct error *e)
{
	struct scan s = {.p = text, .end = text + len, .line = 1, .a = a};
	*out = (struct csv){0};
	if (len >= 3 && memcmp(text, "\xef\xbb\xbf", 3) == 0)
		s.p += 3;
	skip_comments(&s);
	if (s.p == s.end)
		return error_set(e, ERROR_INPUT, "the table is empty");
	s.sep = separator_of(s.p, s.end);
	if (!take_row(&s, &out->header, e))
		return false;
	size_t room = 0;
	for (const char *p = s.p; p < s.end; p++)
		room += *p == '\n';
	room = room + 1 < CSV_ROWS_MAX ? room + 1 : CSV_ROWS_MAX;
	out->rows = ARENA_ARRAY(a, struct csv_row, room);
	while (s.p < s.end) {
		if (out->n == room)
			return error_set(e, ERROR_LIMIT, "more than %d rows", CSV_ROWS_MAX);
		if (!take_row(&s, &out->rows[out->n], e))
			return false;
		out->n += !row_is_empty(&out->rows[out->n]);
	}
	return true;
}

int csv_column(const struct csv *c, const char *column)
{
	for (size_t i = 0; i < c->header.n; i++)
		if (strcasecmp(c->header.cell[i], column) == 0)
			return (int)i;
	return -1;
}

const char *csv_get(const struct csv *c, const struct csv_row *row, const char *column)
{
	int i = csv_column(c, column);
	return i < 0 || (size_t)i >= row->n || row->cell[i][0] == '\0' ? NULL : row->cell[i];
}

void csv_column_name(int column, char out[8])
{
	char back[8];
	int n = 0;
	for (int v = column + 1; v > 0 && n < 7; v = (v - 1) / 26)
		back[n++] = (char)('A' + (v - 1) % 26);
	for (int i = 0; i < n; i++)
		out[i] = back[n - 1 - i];
	out[n] = '\0';
}

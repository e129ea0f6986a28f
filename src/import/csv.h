/* Tables as text: RFC 4180 with comma, semicolon or tab (found from the first row), byte order mark, and "#"
 * comment lines before the header. Rows and columns are numbered as LibreOffice shows them. */
#ifndef AULA_IMPORT_CSV_H
#define AULA_IMPORT_CSV_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"

struct error;

#define CSV_COLUMNS_MAX 100
#define CSV_ROWS_MAX 100000

struct csv_row {
	int line; /* 1-based row of the sheet */
	const char **cell;
	size_t n;
};

struct csv {
	struct csv_row header;
	struct csv_row *rows;
	size_t n;
};

/* ERROR_INPUT names row and column; bad UTF-8 is an error naming the row (a file saved as Latin-1). */
bool csv_parse(struct csv *out, const char *text, size_t len, struct arena *a, struct error *e);
/* Cell under the column of that name, trimmed; NULL when the column or the cell is absent or empty. */
const char *csv_get(const struct csv *c, const struct csv_row *row, const char *column);
int csv_column(const struct csv *c, const char *column); /* 0-based, -1: absent */
/* "C" for 2, "AA" for 26: how a spreadsheet calls it. */
void csv_column_name(int column, char out[8]);

#endif

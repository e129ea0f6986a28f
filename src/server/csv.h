/* Comma-separated values for spreadsheets: UTF-8 with a byte order mark (Excel), quoted where needed (RFC 4180); a cell
 * that a spreadsheet would run as a formula gets an apostrophe before it. */
#ifndef AULA_SERVER_CSV_H
#define AULA_SERVER_CSV_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"

struct web_request;

struct csv {
	struct buf out;
	bool in_row;
};
#define CSV_INIT ((struct csv){BUF_INIT, false})

void csv_text(struct csv *c, const char *text); /* NULL: an empty cell */
void csv_number(struct csv *c, int64_t n);
void csv_end_row(struct csv *c);
/* As a file of that name (a literal-like word: letters, digits, "-"). */
void csv_send(struct csv *c, struct web_request *r, const char *name);

#endif

/* Plots as SVG in the page, drawn here: no script, no picture to fetch. Each has a table with the same numbers for those
 * who read rather than look. Values of PLOT_FEW ("too few to tell") are drawn as a small hatched mark and read "1–4". */
#ifndef AULA_SERVER_PLOT_H
#define AULA_SERVER_PLOT_H

#include <stddef.h>
#include <stdint.h>

#include "model/lang.h"
#include "web/html.h"

struct arena;

#define PLOT_FEW (-1)
#define PLOT_COLUMNS_MAX 60

/* One column a label, from the left. heads: of the table: what the labels are, what the numbers are. */
struct plot_columns {
	const char *title; /* says what is seen, for the picture and the table */
	const char *heads[2];
	const char *const *labels;
	const int64_t *values;
	size_t n;
};
void plot_columns(struct html *h, const struct plot_columns *p, enum lang l, struct arena *a);

/* A table whose rows have a bar, largest first as given. href NULL or NULL in it: no link. */
struct plot_row {
	const char *label, *note, *look; /* note: small line; look: colour of a topic; NULL: none */
	int64_t n;
};
void plot_rows(struct html *h, const char *title, const char *const heads[2], const struct plot_row *rows, size_t n,
	       enum lang l);

/* When in the week: dots whose area is the number, days down, hours across. */
void plot_week(struct html *h, const char *title, int64_t values[7][24], enum lang l, struct arena *a);

#endif

/* printer.h for an ESC/POS printer behind a device file. */
#ifndef AULA_PRINT_ESCPOS_PRINTER_H
#define AULA_PRINT_ESCPOS_PRINTER_H

#include <stdbool.h>
#include <stdint.h>

#include "print/escpos.h"
#include "print/printer.h"

/* A printer that has not answered by then is "unknown": many never do. */
#define ESCPOS_ANSWER_MS 500
/* Takes no data for so long: "silent". */
#define ESCPOS_STALL_MS 5000

struct escpos_printer_config {
	const char *path; /* borrowed for its life */
	int64_t baud;     /* 0: as it is */
	enum escpos_cut cut;
	bool ask; /* false: never ask how it is (printers that print the question) */
	int dpi;
	int64_t mm_per_s; /* printing speed, for printers that do not say when they are done */
};

/* The device need not be there yet. */
struct printer escpos_printer_new(const struct escpos_printer_config *config);

#endif

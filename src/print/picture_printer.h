/* printer.h without a printer: every slip becomes a PNG in a folder, after the time a printer would need. For
 * demos and for trying a screen at the desk. Not for a lobby: the pictures stay, and they show what visitors
 * took along. */
#ifndef AULA_PRINT_PICTURE_PRINTER_H
#define AULA_PRINT_PICTURE_PRINTER_H

#include <stdint.h>

#include "print/printer.h"

#define PICTURE_PRINTER_KEEPS 50 /* pictures; then the oldest goes */

struct picture_printer_config {
	const char *folder; /* made when it is not there; borrowed for its life */
	int dpi;
	int64_t mm_per_s; /* how fast the paper would come out */
};

struct printer picture_printer_new(const struct picture_printer_config *config);

#endif

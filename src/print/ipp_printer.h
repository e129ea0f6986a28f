/* printer.h for any other printer: over IPP, to the printer itself or to a CUPS queue, as PWG raster (every
 * IPP Everywhere printer and CUPS take it). Unlike the device file this talks to a network library that
 * waits; every wait has a short deadline, and only aula-print itself waits. */
#ifndef AULA_PRINT_IPP_PRINTER_H
#define AULA_PRINT_IPP_PRINTER_H

#include "print/printer.h"

#define IPP_CONNECT_MS 3000
#define IPP_ANSWER_S 10

struct ipp_printer_config {
	const char *uri;   /* ipp://host[:port]/path or ipps://…; borrowed for its life */
	const char *media; /* PWG name ("iso_a5_148x210mm"): the slip stands at the top of as many pages as it
			    * needs; "": a roll, one page as long as the slip */
	int dpi;
};

struct printer ipp_printer_new(const struct ipp_printer_config *config);

#endif

/* layers: print ui spool i18n model base */
/* Whatever a printer says, with any question open: first byte of each pair chooses what was asked. */
#include <stdint.h>
#include <stdlib.h>

#include "print/escpos.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct escpos_reader r = {0};
	for (size_t i = 0; i + 1 < size; i += 2) {
		if ((data[i] & 0x80) != 0)
			r.asked = data[i] % 5;
		r.watching = (data[i] & 0x40) != 0;
		if ((data[i] & 0x20) != 0)
			r.asked_done = true;
		escpos_read(&r, data[i + 1]);
		if (r.n_part < 0 || r.n_part > 3 || (unsigned)escpos_status_state(&r.status) >= PRINTER_STATE_COUNT)
			abort();
	}
	return 0;
}

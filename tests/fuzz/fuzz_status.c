/* layers: spool base */
/* The printer's status file. */
#include <stdint.h>
#include <stdlib.h>

#include "base/buf.h"
#include "base/error.h"
#include "spool/printer_status.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct printer_status s, back;
	struct error e = ERROR_INIT;
	struct buf json = BUF_INIT;
	if (printer_status_decode((const char *)data, size, &s, &e)) {
		printer_status_encode(&s, &json);
		if (!printer_status_decode(json.data, json.len, &back, &e) || back.state != s.state)
			abort();
	}
	buf_fini(&json);
	return 0;
}

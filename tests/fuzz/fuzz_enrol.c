/* layers: spool base */
/* Everything of enrolment that comes from the other side, and the status file: what is taken must survive being written
 * and read again. */
#include <stdint.h>
#include <stdlib.h>

#include "base/buf.h"
#include "base/error.h"
#include "spool/device_status.h"
#include "spool/enrol_wire.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void again(bool taken)
{
	if (!taken)
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *text = (const char *)data;
	struct buf json = BUF_INIT;
	struct error e = ERROR_INIT;
	struct enrol_ask ask;
	struct enrol_offer offer;
	struct enrol_grant_answer grant;
	struct device_status status;
	char code[ENROL_CODE_MAX + 1], word[ENROL_ERROR_MAX + 1];
	if (enrol_ask_decode(text, size, &ask, &e)) {
		enrol_ask_encode(&ask, &json);
		again(enrol_ask_decode(buf_str(&json), json.len, &ask, &e));
	}
	buf_clear(&json);
	if (enrol_offer_decode(text, size, &offer, &e)) {
		enrol_offer_encode(&offer, &json);
		again(enrol_offer_decode(buf_str(&json), json.len, &offer, &e));
	}
	buf_clear(&json);
	if (enrol_grant_decode(text, size, &grant, &e)) {
		enrol_grant_encode(&grant, &json);
		again(enrol_grant_decode(buf_str(&json), json.len, &grant, &e));
	}
	buf_clear(&json);
	if (device_status_decode(text, size, &status, &e)) {
		device_status_encode(&status, &json);
		again(device_status_decode(buf_str(&json), json.len, &status, &e));
	}
	(void)enrol_poll_decode(text, size, code, &e);
	(void)enrol_error_decode(text, size, word);
	buf_fini(&json);
	return 0;
}

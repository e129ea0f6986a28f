/* How this device stands with its server: enrolled, asking, out of use. Kept in status/device.json for the kiosk (and
 * for the next start), and told to the engine, which must not fetch for a screen that is out of use. The report
 * thread writes it, the engine's thread only asks link_holds. */
#ifndef AULA_SYNC_LINK_H
#define AULA_SYNC_LINK_H

#include <limits.h>
#include <stdatomic.h>

#include "spool/device_status.h"

enum link_hold {
	LINK_HOLD_NOT,
	LINK_HOLD_ENROLLING, /* no content yet: none before somebody has authorised the screen */
	LINK_HOLD_REVOKED,
};

struct link {
	struct device_status status; /* as written last */
	char folder[PATH_MAX];	     /* …/status */
	bool enrols;		     /* sync.enrol */
	bool written;
	atomic_int hold;
};

/* state: the device's folder. Reads what stood there: a screen that was taken out of use stays so without network.
 * has_credential: whether device/credential is there. */
void link_init(struct link *l, const char *state, bool enrols, bool has_credential);
/* Writes when it differs from what stands there; a disk that is full is told in the log. */
void link_set(struct link *l, const struct device_status *s);
/* NULL: LINK_HOLD_NOT. */
enum link_hold link_holds(const struct link *l);

#endif

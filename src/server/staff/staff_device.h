/* One screen under the eyes of one person: found, and whether they may see or change it. */
#ifndef AULA_SERVER_STAFF_DEVICE_H
#define AULA_SERVER_STAFF_DEVICE_H

#include <stdbool.h>

#include "store/devices.h"

struct html;
struct web_request;

/* False: it has answered (404 also for a screen of a centre that is not theirs to see, 403 when change is asked and
 * they may only look, 503). */
bool staff_device_find(struct web_request *r, const char *id, bool change, struct device *out);
/* The centre's name, or its id when it is not listed. Request's memory. */
const char *staff_device_centre_name(struct web_request *r, const char *centre);
/* A <select name="centre"> with the centres this person may change. */
void staff_device_centres(struct html *h, struct web_request *r, const char *selected);
/* {"name":…,"centre":…} for the audit log. */
const char *staff_device_doc(struct web_request *r, const char *name, const char *centre);

#endif

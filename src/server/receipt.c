#include "server/receipt.h"

struct receipt receipt_count(const struct device *devices, size_t n, const struct strs *centres, int64_t seq)
{
	struct receipt out = {0};
	for (size_t i = 0; i < n; i++) {
		const struct device *d = &devices[i];
		if (d->state != DEVICE_ACTIVE || (centres->n > 0 && !strs_has(centres, d->centre)))
			continue;
		out.total++;
		out.shown += d->displayed_seq >= seq;
	}
	return out;
}

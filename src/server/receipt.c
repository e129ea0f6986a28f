#include "server/receipt.h"

#include "base/clock.h"

struct receipt receipt_count(const struct device *devices, size_t n, const struct strs *centres,
			     const struct strs *screens, int64_t seq, int64_t now)
{
	struct receipt out = {.last_at = INSTANT_NONE, .silent_at = INSTANT_NONE};
	for (size_t i = 0; i < n; i++) {
		const struct device *d = &devices[i];
		if (d->state != DEVICE_ACTIVE || (centres->n > 0 && !strs_has(centres, d->centre)) ||
		    (screens->n > 0 && !strs_has(screens, d->id)))
			continue;
		out.total++;
		if (d->displayed_seq < seq) {
			bool silent = d->seen_at == INSTANT_NONE || now - d->seen_at >= RECEIPT_SILENT_S;
			if (silent && (out.silent++ == 0 || d->seen_at < out.silent_at))
				out.silent_at = d->seen_at;
			continue;
		}
		out.shown++;
		if (out.last_at == INSTANT_NONE || d->seen_at > out.last_at)
			out.last_at = d->seen_at;
	}
	return out;
}

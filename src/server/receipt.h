/* "Shown on 7 / 10 screens": what the screens have said they draw, against what should be drawn. */
#ifndef AULA_SERVER_RECEIPT_H
#define AULA_SERVER_RECEIPT_H

#include <stddef.h>
#include <stdint.h>

#include "base/str.h"
#include "store/devices.h"

#define RECEIPT_SILENT_S 600

struct receipt {
	size_t shown, total;
	int64_t last_at; /* when one of those that show it was last heard of; INSTANT_NONE: none */
	size_t silent;	 /* do not show it and have not been heard of for RECEIPT_SILENT_S */
	int64_t silent_at; /* when the one that has been silent longest was last heard of; INSTANT_NONE: none ever was */
};

/* Over the active devices that stand in one of the centres (none named: everywhere) and, when screens are named, are
 * one of them: how many draw from the sequence or a later one. */
struct receipt receipt_count(const struct device *devices, size_t n, const struct strs *centres,
			     const struct strs *screens, int64_t seq, int64_t now);

#endif

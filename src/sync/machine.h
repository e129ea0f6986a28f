/* What the device's kernel tells of the device: power, card, heat, memory. From sysfs, so that no privilege
 * and no vendor's program is needed. */
#ifndef AULA_SYNC_MACHINE_H
#define AULA_SYNC_MACHINE_H

#include <stdbool.h>
#include <stdint.h>

/* Numbers -1 (celsius MACHINE_UNKNOWN): this device does not tell. */
struct machine {
	int64_t celsius;
	int64_t memory_free_mb;    /* what programs could still have */
	int64_t card_worn_percent; /* eMMC life used, in steps of ten (JEDEC 84-B51 §7.4.58); SD cards do not
				      tell */
	int64_t card_written_mb;   /* to SD and eMMC, since the device was started */
	bool undervoltage_told, undervoltage; /* now, or since the start (Raspberry Pi: bits 0 and 16) */
};

#define MACHINE_UNKNOWN INT64_MIN

/* root: "" or, for tests, a folder with sys/ and proc/ in it. */
struct machine machine_read(const char *root);

#endif

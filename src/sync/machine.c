#include "sync/machine.h"

#include <ctype.h>
#include <dirent.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/cleanup.h"
#include "base/fs.h"
#include "base/str.h"

#define FILE_MAX_BYTES 8192
#define ENTRIES_MOST 64 /* of one folder of sysfs */
#define SECTOR_BYTES 512
#define MB (1024 * 1024)
#define LIFE_STEPS_MOST 11 /* 0x0B: beyond what it was made for */
#define UNDERVOLTAGE_BITS 0x10001u

static bool read_text(const char *root, const char *path, struct buf *out)
{
	char full[PATH_MAX];
	buf_clear(out);
	return fs_join(root, path, full, NULL) && fs_exists(full) &&
	       fs_read(full, FILE_MAX_BYTES, out, NULL);
}

static int64_t read_celsius(const char *root)
{
	CLEANUP_BUF struct buf text = BUF_INIT;
	char *end;
	if (!read_text(root, "sys/class/thermal/thermal_zone0/temp", &text))
		return MACHINE_UNKNOWN;
	long milli = strtol(buf_str(&text), &end, 10);
	return end == buf_str(&text) || milli < -100000 || milli > 200000 ? MACHINE_UNKNOWN : milli / 1000;
}

/* "…NAME:   123 kB" in the manner of /proc/meminfo; 0 when it is not there. */
static int64_t line_kb(const char *text, const char *name)
{
	const char *at = strstr(text, name);
	return at == NULL ? 0 : strtol(at + strlen(name), NULL, 10);
}

/* Our unit sees no /proc/meminfo (ProcSubset=pid); the node's file has no MemAvailable, but its parts. */
static int64_t read_memory(const char *root)
{
	CLEANUP_BUF struct buf text = BUF_INIT;
	int64_t kb = 0;
	if (read_text(root, "proc/meminfo", &text))
		kb = line_kb(buf_str(&text), "MemAvailable:");
	else if (read_text(root, "sys/devices/system/node/node0/meminfo", &text))
		kb = line_kb(buf_str(&text), "MemFree:") + line_kb(buf_str(&text), "Inactive(file):");
	return kb > 0 ? kb / 1024 : -1;
}

static void read_voltage(const char *root, struct machine *m)
{
	CLEANUP_BUF struct buf text = BUF_INIT;
	char path[PATH_MAX], *end;
	if (read_text(root, "sys/devices/platform/soc/soc:firmware/get_throttled", &text)) {
		unsigned long bits = strtoul(buf_str(&text), &end, 16);
		if (end != buf_str(&text)) {
			m->undervoltage_told = true;
			m->undervoltage = (bits & UNDERVOLTAGE_BITS) != 0;
		}
	}
	for (int i = 0; i < ENTRIES_MOST; i++) {
		snprintf(path, sizeof path, "sys/class/hwmon/hwmon%d/name", i);
		if (!read_text(root, path, &text))
			break;
		if (!str_starts(buf_str(&text), "rpi_volt"))
			continue;
		snprintf(path, sizeof path, "sys/class/hwmon/hwmon%d/in0_lcrit_alarm", i);
		if (read_text(root, path, &text)) {
			m->undervoltage_told = true;
			m->undervoltage = m->undervoltage || buf_str(&text)[0] == '1';
		}
	}
}

/* mmcblk0, not mmcblk0boot0. */
static bool is_card(const char *name)
{
	size_t n = strlen("mmcblk");
	return str_starts(name, "mmcblk") && isdigit((unsigned char)name[n]) && name[n + 1] == '\0';
}

static void read_card(const char *root, const char *name, struct machine *m)
{
	CLEANUP_BUF struct buf text = BUF_INIT;
	char path[PATH_MAX];
	unsigned a, b;
	unsigned long long sectors;
	snprintf(path, sizeof path, "sys/block/%.32s/stat", name);
	if (read_text(root, path, &text) &&
	    sscanf(buf_str(&text), "%*u %*u %*u %*u %*u %*u %llu", &sectors) == 1 &&
	    sectors < INT64_MAX / SECTOR_BYTES)
		m->card_written_mb = (m->card_written_mb < 0 ? 0 : m->card_written_mb) +
				     (int64_t)(sectors * SECTOR_BYTES / MB);
	snprintf(path, sizeof path, "sys/block/%.32s/device/life_time", name);
	if (!read_text(root, path, &text) || sscanf(buf_str(&text), "%x %x", &a, &b) != 2)
		return;
	int64_t steps = a > b ? a : b; /* 0: this kind of cell is not in it */
	if (steps < 1 || steps > LIFE_STEPS_MOST)
		return;
	int64_t percent = steps == LIFE_STEPS_MOST ? 100 : steps * 10;
	m->card_worn_percent = percent > m->card_worn_percent ? percent : m->card_worn_percent;
}

static void read_cards(const char *root, struct machine *m)
{
	char folder[PATH_MAX];
	if (!fs_join(root, "sys/block", folder, NULL))
		return;
	CLEANUP_DIR DIR *d = opendir(folder);
	if (d == NULL)
		return;
	const struct dirent *entry;
	for (int i = 0; i < ENTRIES_MOST && (entry = readdir(d)) != NULL; i++)
		if (is_card(entry->d_name))
			read_card(root, entry->d_name, m);
}

struct machine machine_read(const char *root)
{
	struct machine m = {.celsius = read_celsius(root),
			    .memory_free_mb = read_memory(root),
			    .card_worn_percent = -1,
			    .card_written_mb = -1};
	read_voltage(root, &m);
	read_cards(root, &m);
	return m;
}

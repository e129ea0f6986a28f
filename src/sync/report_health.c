#include "sync/report_health.h"

#include <cjson/cJSON.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/statvfs.h>

#include "base/assert.h"
#include "base/buf.h"
#include "base/cleanup.h"
#include "base/clock.h"
#include "base/error.h"
#include "base/fs.h"
#include "base/str.h"
#include "base/version.h"
#include "spool/printer_status.h"
#include "spool/report.h"
#include "spool/sync_status.h"
#include "sync/machine.h"

#define AUDIO_BYTES 128

static void put(cJSON *o, const char *name, int64_t value)
{
	ASSERT(cJSON_AddNumberToObject(o, name, (double)value) != NULL);
}

static void put_instant(cJSON *o, const char *name, int64_t value)
{
	if (value != INSTANT_NONE && value > 0)
		put(o, name, value);
}

static int64_t put_screen(cJSON *head, cJSON *health, const char *folder, int64_t now)
{
	struct heartbeat h;
	if (!heartbeat_read(folder, &h, NULL) || now - h.at_s > REPORT_HEARTBEAT_S)
		return -1;
	put(head, "displayed_seq", h.displayed_seq);
	put_instant(head, "displayed_at", h.displayed_at_s);
	put_instant(health, "last_frame", h.last_frame_s);
	put_instant(health, "last_touch", h.last_touch_s);
	put_instant(health, "started", h.started_s);
	put(health, "slowest_frame_ms", h.slowest_frame_ms);
	put(health, "memory_kb", h.memory_kb);
	put(health, "width", h.width);
	put(health, "height", h.height);
	cJSON_AddBoolToObject(health, "display", h.display_ok);
	cJSON_AddBoolToObject(health, "touch", h.touch_ok);
	cJSON_AddBoolToObject(health, "safe_screen", h.safe_screen);
	cJSON_AddStringToObject(health, "version", h.version);
	if (h.sound[0] != '\0')
		cJSON_AddStringToObject(health, "sound", h.sound);
	return h.displayed_seq;
}

static void put_content(cJSON *head, cJSON *health, const char *folder)
{
	struct sync_status s;
	if (!sync_status_read(folder, &s, NULL))
		return;
	put(head, "verified_seq", s.seq);
	put_instant(head, "content_at", s.content_at);
	cJSON_AddStringToObject(health, "sync", sync_state_word(s.state));
	cJSON_AddBoolToObject(health, "complete", s.complete);
	cJSON_AddBoolToObject(health, "clock_behind", s.clock_behind);
}

static void put_printer(cJSON *health, const char *folder)
{
	struct printer_status p;
	if (printer_status_read(folder, &p, NULL))
		cJSON_AddStringToObject(health, "printer", printer_state_word(p.state));
}

/* The name of the first sound card (/sys: our unit sees no /proc/asound); how loud it is, is the visitor's concern. */
static void put_audio(cJSON *health)
{
	CLEANUP_BUF struct buf text = BUF_INIT;
	static const char *const path = "/sys/class/sound/card0/id";
	char name[AUDIO_BYTES];
	if (!fs_exists(path) || !fs_read(path, AUDIO_BYTES, &text, NULL))
		return;
	snprintf(name, sizeof name, "%.*s", (int)strcspn(buf_str(&text), "\n"), buf_str(&text));
	if (utf8_valid(name, strlen(name)))
		cJSON_AddStringToObject(health, "audio", name);
}

static void put_machine(cJSON *health, const char *state)
{
	struct statvfs disk;
	const struct machine m = machine_read("");
	if (statvfs(state, &disk) == 0)
		put(health, "disk_free_mb", (int64_t)(disk.f_bavail * disk.f_frsize / (1024 * 1024)));
	put_audio(health);
	if (m.celsius != MACHINE_UNKNOWN)
		put(health, "celsius", m.celsius);
	if (m.memory_free_mb >= 0)
		put(health, "memory_free_mb", m.memory_free_mb);
	if (m.card_worn_percent >= 0)
		put(health, "card_worn_percent", m.card_worn_percent);
	if (m.card_written_mb >= 0)
		put(health, "card_written_mb", m.card_written_mb);
	if (m.undervoltage_told)
		cJSON_AddBoolToObject(health, "undervoltage", m.undervoltage);
}

bool report_health_write(const char *state, int64_t now, const char *nonce, int64_t *seq, struct buf *out,
			 struct error *e)
{
	char report[PATH_MAX], status[PATH_MAX];
	if (!fs_join(state, "spool/report", report, e) || !fs_join(state, "status", status, e))
		return false;
	cJSON *head = cJSON_CreateObject();
	ASSERT(head != NULL);
	cJSON_AddStringToObject(head, "nonce", nonce);
	cJSON *health = cJSON_AddObjectToObject(head, "health");
	*seq = put_screen(head, health, report, now);
	put_content(head, health, status);
	put_printer(health, status);
	put_machine(health, state);
	char *line = cJSON_PrintUnformatted(head);
	ASSERT(line != NULL);
	bool ok = buf_puts(out, line);
	cJSON_free(line);
	cJSON_Delete(head);
	return ok;
}

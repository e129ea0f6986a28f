#include "base/log.h"

#include <pthread.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define LINE_BYTES 2048
#define SLOT_COUNT 32

static const char *log_name = "aula";
static enum log_level log_most = LOG_LEVEL_INFO;
static bool log_journal;
static log_tap_fn *_Atomic log_tap;

static pthread_mutex_t log_slots_lock = PTHREAD_MUTEX_INITIALIZER;
static struct {
	const char *slot;
	char text[256];
} log_slots[SLOT_COUNT];

void log_init(const char *name, enum log_level most)
{
	log_name = name;
	log_most = most;
	log_journal = getenv("JOURNAL_STREAM") != NULL;
}

void log_set_tap(log_tap_fn *tap)
{
	log_tap = tap;
}

static const char *level_word(enum log_level level)
{
	switch (level) {
	case LOG_LEVEL_ERROR: return "error";
	case LOG_LEVEL_WARNING: return "warning";
	case LOG_LEVEL_INFO: return "info";
	case LOG_LEVEL_DEBUG: return "debug";
	}
	return "?";
}

static __attribute__((format(printf, 2, 0))) void log_line(enum log_level level, const char *fmt, va_list ap)
{
	if (level > log_most)
		return;
	char line[LINE_BYTES];
	vsnprintf(line, sizeof line, fmt, ap);
	for (char *p = line; *p != '\0'; p++)
		if ((unsigned char)*p < 0x20 || *p == 0x7f)
			*p = ' ';
	log_tap_fn *tap = log_tap;
	if (tap != NULL)
		tap(log_name, level_word(level), line);
	if (log_journal)
		fprintf(stderr, "<%d>%s\n", (int)level, line);
	else
		fprintf(stderr, "%s: %s: %s\n", log_name, level_word(level), line);
}

#define LOG_FUNCTION(name, level)           \
	void name(const char *fmt, ...)     \
	{                                   \
		va_list ap;                 \
		va_start(ap, fmt);          \
		log_line(level, fmt, ap);   \
		va_end(ap);                 \
	}

LOG_FUNCTION(log_error, LOG_LEVEL_ERROR)
LOG_FUNCTION(log_warning, LOG_LEVEL_WARNING)
LOG_FUNCTION(log_info, LOG_LEVEL_INFO)
LOG_FUNCTION(log_debug, LOG_LEVEL_DEBUG)

/* True when the slot says something else from now on. */
static bool replace_text(const char *slot, const char *text)
{
	size_t i = 0;
	while (i < SLOT_COUNT - 1 && log_slots[i].slot != NULL && strcmp(log_slots[i].slot, slot) != 0)
		i++;
	log_slots[i].slot = slot;
	if (text == NULL) {
		log_slots[i].text[0] = '\0';
		return false;
	}
	char cut[sizeof log_slots[i].text];
	snprintf(cut, sizeof cut, "%s", text);
	if (strcmp(cut, log_slots[i].text) == 0)
		return false;
	memcpy(log_slots[i].text, cut, sizeof cut);
	return true;
}

bool log_once(const char *slot, const char *text)
{
	pthread_mutex_lock(&log_slots_lock);
	bool other = replace_text(slot, text);
	pthread_mutex_unlock(&log_slots_lock);
	if (other)
		log_warning("%s: %s", slot, text);
	return other;
}

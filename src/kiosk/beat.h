/* The heartbeat: what the glass shows, told home through spool/report/heartbeat.json (spool/report.h). It is
 * noted when a picture was presented, so a program that lives but draws nothing tells nothing new. A thread of
 * its own writes the file: a slow card never holds up a picture. */
#ifndef AULA_KIOSK_BEAT_H
#define AULA_KIOSK_BEAT_H

#include <stdbool.h>
#include <stdint.h>

#define BEAT_EVERY_MS 60000 /* and at once when the content on the glass is another */

struct beat;
struct error;

struct beat_now {
	int64_t mono_ms, wall_s; /* wall_s INSTANT_NONE: nothing is written */
};

struct beat_device {
	int64_t width, height; /* px of the panel */
	const char *version;
	bool display_ok; /* a real screen took the picture; false on a virtual one */
	bool safe_screen;
};

/* folder: …/spool/report, copied. Returns owned; NULL: no thread could be had. */
struct beat *beat_new(const char *folder, const struct beat_device *device, struct beat_now now, struct error *e);
/* Writes the last of it. NULL is fine. */
void beat_free(struct beat *b);
/* A picture stands; seq: of its content; took_ms: bringing it to the glass took. */
void beat_frame(struct beat *b, int64_t seq, int64_t took_ms, struct beat_now now);
void beat_touch(struct beat *b, struct beat_now now);
/* How speech is, in a word of struct heartbeat. */
void beat_sound(struct beat *b, const char *word);
/* The out of order picture is what is shown. */
void beat_safe(struct beat *b, bool safe);
/* Hands the heartbeat to the writer when one is due; never waits. True when it did. */
bool beat_tick(struct beat *b, struct beat_now now);

#endif

/* What the screen tells home: the folder spool/report, written by aula-kiosk, emptied by aula-sync.
 * Topic and time are sensitive in a health centre, so there is no event log anywhere, only sums an hour:
 * no order, no minute, no visit. Three kinds of files, each a JSON object:
 *
 *   open.json        the counters of the hour that is running, saved now and then, continued after a
 *                    crash (at most REPORT_SAVE_S of counting is lost); not for sending
 *   c-HOUR-ID.json   a finished hour, never changed again:
 *                    {"id":"c-20261122T05-1a2b3c4d","kind":"counters","hour":"20261122T05",
 *                     "counts":[{"action":"open","topic":"peer","subject":"le:x","n":3}]}
 *   f-HOUR-ID.json   one "this seems out of date" flag: {"id":…,"kind":"flag","hour":…,"subject":
 *                    activity id,"why":"time"}
 *   heartbeat.json   what the screen is drawing now (struct heartbeat), replaced in place
 *
 * HOUR is UTC. `id` makes the upload idempotent: a file sent twice counts once. Files wait through weeks
 * without network; beyond REPORT_MAX_FILES the oldest go. */
#ifndef AULA_SPOOL_REPORT_H
#define AULA_SPOOL_REPORT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;
struct buf;
struct error;

#define REPORT_SAVE_S 300
#define REPORT_MAX_FILES 2400 /* 14 weeks of hours */
#define REPORT_MAX_COUNTS                                                                                    \
	1500 /* different (action, topic, subject) in an hour; more go to subject "(other)" */
#define REPORT_MAX_BYTES 1048576 /* one file */
#define REPORT_TEXT_BYTES 121    /* topic, subject, why; with the NUL */
#define REPORT_ID_BYTES 40

enum report_action {
	REPORT_VISIT,        /* "visit": someone woke the screen */
	REPORT_OPEN_TOPIC,   /* "topic" */
	REPORT_OPEN,         /* "open": a detail page */
	REPORT_PRINT,        /* "print": the paper came out */
	REPORT_PRINT_FAILED, /* "print-failed" */
	REPORT_TRAY,         /* "tray": put on the own list */
	REPORT_LISTEN,       /* "listen" */
	REPORT_SEARCH,       /* "search": something was found */
	REPORT_SEARCH_EMPTY, /* "search-empty": subject = the folded words, without digits */
	REPORT_POLL,         /* "poll": topic = poll id, subject = answer id */
	REPORT_LANGUAGE,     /* "language": subject = tag */
	REPORT_MODE,         /* "mode": subject = "contrast", "large", "low", "speech" */
	REPORT_ATTRACT,      /* "attract": shown while idle; subject = activity id */
	REPORT_HELP,         /* "help" */
	REPORT_ACTION_COUNT,
};

const char *report_action_word(enum report_action a);

/* ---- the writing end (kiosk) ---- */
struct report;

/* Opens the folder (must exist), takes up open.json where it was left. Returns owned, or NULL. */
struct report *report_open(const char *folder, int64_t wall_s, struct error *e);
/* Saves and frees. */
void report_close(struct report *r, int64_t wall_s);
/* Adds one. topic and subject may be NULL; longer texts are cut. Touches no disk. */
void report_count(struct report *r, int64_t wall_s, enum report_action action, const char *topic,
		  const char *subject);
/* Once a second or so: saves every REPORT_SAVE_S when something was counted, finishes the hour when it is
 * over. A full disk is no reason to stop: counting goes on, false is returned for logging. */
bool report_tick(struct report *r, int64_t wall_s, struct error *e);
/* Written at once. why: "time", "place", "phone", "over", "other". */
bool report_flag(struct report *r, int64_t wall_s, const char *activity, const char *why, struct error *e);

struct heartbeat {
	int64_t at_s;             /* wall clock when written */
	int64_t started_s;        /* of the program */
	int64_t frames;           /* presented since then */
	int64_t last_frame_s;     /* wall clock of the last presented frame */
	int64_t last_touch_s;     /* 0: none since the start */
	int64_t displayed_seq;    /* cache sequence the picture on the glass was drawn from: the receipt */
	int64_t displayed_at_s;   /* since when */
	int64_t slowest_frame_ms; /* since the last heartbeat */
	int64_t memory_kb;        /* resident */
	int64_t width, height;
	bool display_ok, touch_ok, safe_screen;
	char version[24];
	char sound[16]; /* "works", "no-device", "no-voice"; "": not known yet */
};

bool heartbeat_write(const char *folder, const struct heartbeat *h, struct error *e);

/* ---- the reading end (sync) ---- */
enum report_kind { REPORT_KIND_COUNTERS, REPORT_KIND_FLAG };

struct report_counter {
	const char *action, *topic, *subject; /* topic, subject: NULL when there was none */
	int64_t n;
};

struct report_batch {
	enum report_kind kind;
	const char *id, *hour;
	struct report_counter *counts; /* counters */
	size_t n_counts;
	const char *subject, *why; /* flag */
};

bool heartbeat_read(const char *folder, struct heartbeat *out, struct error *e);
/* File names of finished reports, oldest first, at most max; in the arena. */
bool report_list(const char *folder, size_t max, struct arena *a, const char ***names, size_t *n,
		 struct error *e);
/* Reads one and checks all of it; json (may be NULL) gets the text to send on as it is. ERROR_INPUT and
 * ERROR_LIMIT: damaged, report_remove it. */
bool report_read(const char *folder, const char *name, struct arena *a, struct report_batch *out,
		 struct buf *json, struct error *e);
/* The same from memory: the server's end. */
bool report_decode(const char *json, size_t len, struct arena *a, struct report_batch *out, struct error *e);
/* After the server has it. Fine when it is gone. */
bool report_remove(const char *folder, const char *name, struct error *e);

#endif

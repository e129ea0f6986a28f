#include "spool/report.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/assert.h"
#include "base/buf.h"
#include "base/cleanup.h"
#include "base/error.h"
#include "base/fs.h"
#include "base/log.h"
#include "base/str.h"
#include "spool/report_file.h"

#define OPEN_FILE "open.json"
#define OTHER "(other)"

struct counter {
	enum report_action action;
	char topic[REPORT_TEXT_BYTES], subject[REPORT_TEXT_BYTES];
	int64_t n;
};

struct report {
	char folder[PATH_MAX];
	char hour[REPORT_HOUR_BYTES]; /* of what is counted now */
	char id[REPORT_ID_BYTES];
	struct counter *counts; /* room for REPORT_MAX_COUNTS and an "(other)" an action */
	size_t n_counts;
	bool dirty;
	int64_t saved_s;
};

static void start_hour(struct report *r, int64_t wall_s)
{
	report_hour(wall_s, r->hour);
	report_new_id('c', r->hour, r->id);
	r->n_counts = 0;
	r->dirty = false;
}

/* Cuts at a character's boundary and drops what is not clean, so that the file always reads back. */
static void copy_text(char out[REPORT_TEXT_BYTES], const char *s)
{
	CLEANUP_ARENA struct arena a = ARENA_INIT;
	const char *clean = s != NULL ? utf8_clean(&a, s, strlen(s)) : "";
	size_t n = 0, at = 0, len = strlen(clean);
	while (at < len) {
		size_t from = at;
		uint32_t cp = utf8_next(clean, len, &at);
		if (at - from + n >= REPORT_TEXT_BYTES)
			break;
		if (cp < 0x20 || cp == 0x7f)
			continue;
		memcpy(out + n, clean + from, at - from);
		n += at - from;
	}
	out[n] = '\0';
}

static struct counter *find(struct report *r, enum report_action action, const char *topic,
			    const char *subject)
{
	for (size_t i = 0; i < r->n_counts; i++) {
		struct counter *c = &r->counts[i];
		if (c->action == action && str_eq(c->topic, topic) && str_eq(c->subject, subject))
			return c;
	}
	return NULL;
}

static void add(struct report *r, enum report_action action, const char *topic, const char *subject,
		int64_t n)
{
	char t[REPORT_TEXT_BYTES], s[REPORT_TEXT_BYTES];
	copy_text(t, topic);
	copy_text(s, subject);
	struct counter *c = find(r, action, t, s);
	if (c == NULL && r->n_counts >= REPORT_MAX_COUNTS) {
		t[0] = '\0';
		copy_text(s, OTHER);
		c = find(r, action, t, s);
	}
	if (c == NULL) {
		ASSERT(r->n_counts < REPORT_MAX_COUNTS + REPORT_ACTION_COUNT);
		c = &r->counts[r->n_counts++];
		*c = (struct counter){.action = action};
		memcpy(c->topic, t, sizeof t);
		memcpy(c->subject, s, sizeof s);
	}
	c->n += n;
}

static int by_name(const void *x, const void *y)
{
	const struct report_counter *a = x, *b = y;
	int d = strcmp(a->action, b->action);
	d = d != 0 ? d : strcmp(a->topic, b->topic);
	return d != 0 ? d : strcmp(a->subject, b->subject);
}

/* Sorted, so that the file does not tell in which order things were opened. */
static void encode(const struct report *r, struct buf *out)
{
	CLEANUP_ARENA struct arena a = ARENA_INIT;
	struct report_counter *counts = ARENA_ARRAY(&a, struct report_counter, r->n_counts);
	for (size_t i = 0; i < r->n_counts; i++) {
		const struct counter *c = &r->counts[i];
		counts[i] =
			(struct report_counter){report_action_word(c->action), c->topic, c->subject, c->n};
	}
	if (r->n_counts > 0)
		qsort(counts, r->n_counts, sizeof *counts, by_name);
	struct report_batch b = {.kind = REPORT_KIND_COUNTERS,
				 .id = r->id,
				 .hour = r->hour,
				 .counts = counts,
				 .n_counts = r->n_counts};
	report_encode(&b, out);
}

static bool save(struct report *r, int64_t wall_s, struct error *e)
{
	char path[PATH_MAX];
	CLEANUP_BUF struct buf json = BUF_INIT;
	/* also when it fails: a full disk is tried again after the pause, not at every tick */
	r->saved_s = wall_s;
	if (!r->dirty)
		return true;
	encode(r, &json);
	if (!fs_join(r->folder, OPEN_FILE, path, e) || !fs_write_atomic(path, json.data, json.len, e))
		return error_context(e, "report");
	r->dirty = false;
	return true;
}

/* Makes room: the oldest hours go when the network has been away for months. */
static void drop_oldest(const char *folder)
{
	CLEANUP_ARENA struct arena a = ARENA_INIT;
	const char **names;
	size_t n;
	if (!report_list(folder, SIZE_MAX, &a, &names, &n, NULL))
		return;
	for (size_t i = 0; i + REPORT_MAX_FILES < n; i++)
		report_remove(folder, names[i], NULL);
}

/* Saves and renames: the rename is the moment the hour is finished, once, under the id it always had. */
static bool finish_hour(struct report *r, int64_t wall_s, struct error *e)
{
	char from[PATH_MAX], to[PATH_MAX], name[REPORT_ID_BYTES + 8];
	bool empty = r->n_counts == 0;
	if (!empty) {
		snprintf(name, sizeof name, "%s.json", r->id);
		if (!save(r, wall_s, e) || !fs_join(r->folder, OPEN_FILE, from, e) ||
		    !fs_join(r->folder, name, to, e))
			return false;
		if (rename(from, to) != 0) {
			r->dirty = true; /* somebody removed the file: write it again next time */
			return error_set_errno(e, "%s", to);
		}
		drop_oldest(r->folder);
	}
	start_hour(r, wall_s);
	return true;
}

/* Takes up what a program that ended left. A damaged file is put out of the way: the counts of one hour. */
static void take_up(struct report *r, int64_t wall_s)
{
	CLEANUP_ARENA struct arena a = ARENA_INIT;
	char path[PATH_MAX];
	struct report_batch b;
	struct error e = ERROR_INIT;
	if (!fs_join(r->folder, OPEN_FILE, path, NULL) || !fs_exists(path))
		return;
	if (!report_read(r->folder, OPEN_FILE, &a, &b, NULL, &e) || b.kind != REPORT_KIND_COUNTERS) {
		log_warning("report: started over: %s", e.text);
		unlink(path);
		return;
	}
	snprintf(r->hour, sizeof r->hour, "%s", b.hour);
	snprintf(r->id, sizeof r->id, "%s", b.id);
	for (size_t i = 0; i < b.n_counts; i++)
		for (int k = 0; k < REPORT_ACTION_COUNT; k++)
			if (str_eq(b.counts[i].action, report_action_word((enum report_action)k)))
				add(r, (enum report_action)k, b.counts[i].topic, b.counts[i].subject,
				    b.counts[i].n);
	r->saved_s = wall_s;
}

struct report *report_open(const char *folder, int64_t wall_s, struct error *e)
{
	struct report *r = calloc(1, sizeof *r);
	ASSERT(r != NULL);
	r->counts = calloc(REPORT_MAX_COUNTS + REPORT_ACTION_COUNT, sizeof *r->counts);
	ASSERT(r->counts != NULL);
	if (snprintf(r->folder, sizeof r->folder, "%s", folder) >= (int)sizeof r->folder ||
	    !fs_exists(folder)) {
		error_set(e, ERROR_NOT_FOUND, "report: no folder %s", folder);
		free(r->counts);
		free(r);
		return NULL;
	}
	start_hour(r, wall_s);
	take_up(r, wall_s);
	return r;
}

void report_close(struct report *r, int64_t wall_s)
{
	struct error e = ERROR_INIT;
	if (r == NULL)
		return;
	if (!save(r, wall_s, &e))
		log_warning("%s", e.text);
	free(r->counts);
	free(r);
}

static bool hour_over(const struct report *r, int64_t wall_s)
{
	char hour[REPORT_HOUR_BYTES];
	report_hour(wall_s, hour);
	return !str_eq(hour, r->hour);
}

void report_count(struct report *r, int64_t wall_s, enum report_action action, const char *topic,
		  const char *subject)
{
	struct error e = ERROR_INIT;
	if (hour_over(r, wall_s) && !finish_hour(r, wall_s, &e))
		log_once("report", e.text); /* the hour goes on; better a count in the wrong hour than none */
	if (!r->dirty)
		r->saved_s = wall_s; /* the pause begins with the first new count */
	add(r, action, topic, subject, 1);
	r->dirty = true;
}

bool report_tick(struct report *r, int64_t wall_s, struct error *e)
{
	/* a clock that was set back must not keep it from saving */
	bool due = wall_s - r->saved_s >= REPORT_SAVE_S || wall_s < r->saved_s;
	if (hour_over(r, wall_s) && (r->n_counts == 0 || due || !r->dirty))
		return finish_hour(r, wall_s, e);
	return !r->dirty || !due || save(r, wall_s, e);
}

bool report_flag(struct report *r, int64_t wall_s, const char *activity, const char *why, struct error *e)
{
	char id[REPORT_ID_BYTES], hour[REPORT_HOUR_BYTES], name[REPORT_ID_BYTES + 8], path[PATH_MAX];
	char subject[REPORT_TEXT_BYTES], reason[REPORT_TEXT_BYTES];
	CLEANUP_BUF struct buf json = BUF_INIT;
	report_hour(wall_s, hour);
	report_new_id('f', hour, id);
	copy_text(subject, activity);
	copy_text(reason, why);
	report_encode(
		&(struct report_batch){
			.kind = REPORT_KIND_FLAG, .id = id, .hour = hour, .subject = subject, .why = reason},
		&json);
	snprintf(name, sizeof name, "%s.json", id);
	if (!fs_join(r->folder, name, path, e) || !fs_write_atomic(path, json.data, json.len, e))
		return error_context(e, "flag");
	drop_oldest(r->folder);
	return true;
}

#include "import/dups.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/assert.h"
#include "base/cleanup.h"
#include "base/error.h"
#include "base/fs.h"
#include "base/log.h"
#include "import/str_map.h"
#include "import/text.h"
#include "model/codec.h"

#define KEYS_BYTES_MAX ((size_t)64 * 1024 * 1024)
#define HORIZON_S ((int64_t)400 * 86400)

struct dups {
	struct arena a, tmp;
	const struct import_options *options;
	const struct source_options *own;
	int64_t now;
	struct str_map *others; /* key → "source\tid" */
	struct str_map *before; /* id → key, as the last run left them */
	struct str_map *mine;   /* id → key; "" = forgotten */
	struct str_map *places; /* place id → postcode or municipality */
	struct str_map *merged; /* organisation id → the one that stays */
	struct buf review;
};

/* File name of a source: its name with everything odd as '_'. */
static const char *state_path(struct dups *d, const char *folder, const char *name, const char *ending)
{
	char *path = arena_printf(&d->a, "%s/%s/%s%s", d->options->state_dir, folder, name, ending);
	for (char *p = path + strlen(d->options->state_dir) + strlen(folder) + 2; *p != '\0'; p++)
		if (strchr("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.", *p) == NULL)
			*p = '_';
	return path;
}

static bool goes_before(const struct source_options *a, const struct source_options *b)
{
	return a->priority != b->priority ? a->priority < b->priority : strcmp(a->name, b->name) < 0;
}

/* Lines "key<TAB>id"; calls put for each. */
static void read_keys(struct dups *d, const char *source,
		      void (*put)(struct dups *, const char *, const char *, const char *))
{
	CLEANUP_BUF struct buf text = BUF_INIT;
	struct error e = ERROR_INIT;
	if (!fs_read(state_path(d, "keys", source, ""), KEYS_BYTES_MAX, &text, &e)) {
		if (e.kind != ERROR_NOT_FOUND)
			log_warning("duplicates: %s", e.text);
		return;
	}
	char *save = NULL;
	for (char *line = strtok_r(text.data, "\n", &save); line != NULL;
	     line = strtok_r(NULL, "\n", &save)) {
		char *tab = strchr(line, '\t');
		if (tab == NULL)
			continue;
		*tab = '\0';
		put(d, source, line, tab + 1);
	}
}

static void put_other(struct dups *d, const char *source, const char *key, const char *id)
{
	/* the smallest source and id, whatever the order of reading */
	arena_reset(&d->tmp);
	const char *value = arena_printf(&d->tmp, "%s\t%s", source, id);
	const char *have = str_map_get(d->others, key);
	if (have == NULL || strcmp(value, have) < 0)
		str_map_put(d->others, key, value);
}

static void put_mine(struct dups *d, const char *source, const char *key, const char *id)
{
	(void)source;
	str_map_put(d->before, id, key);
}

struct dups *dups_new(const struct import_options *o, const struct source_options *own, int64_t now)
{
	struct dups *d = calloc(1, sizeof *d);
	ASSERT(d != NULL);
	d->options = o;
	d->own = own;
	d->now = now;
	d->others = str_map_new(&d->a);
	d->before = str_map_new(&d->a);
	d->mine = str_map_new(&d->a);
	d->places = str_map_new(&d->a);
	d->merged = str_map_new(&d->a);
	for (size_t i = 0; i < o->n_sources; i++)
		if (o->source[i].enabled && goes_before(&o->source[i], own))
			read_keys(d, o->source[i].name, put_other);
	read_keys(d, own->name, put_mine);
	return d;
}

void dups_free(struct dups *d)
{
	if (d == NULL)
		return;
	str_map_free(d->others);
	str_map_free(d->before);
	str_map_free(d->mine);
	str_map_free(d->places);
	str_map_free(d->merged);
	buf_fini(&d->review);
	arena_fini(&d->a);
	arena_fini(&d->tmp);
	free(d);
}

static const char *when_key(struct dups *d, const struct activity *v)
{
	if (v->type == ACTIVITY_ONGOING || v->n_schedules == 0)
		return "ongoing";
	int64_t first = INT64_MAX;
	struct date day = {0};
	for (size_t i = 0; i < v->n_schedules; i++) {
		struct occurrence *o = NULL;
		if (schedule_expand(&v->schedules[i], d->now, d->now + HORIZON_S, 1, &o, &d->tmp) > 0 &&
		    o[0].start_at < first) {
			first = o[0].start_at;
			day = o[0].start.date;
		}
	}
	char text[11];
	date_format(day, text);
	return arena_strdup(&d->tmp, text);
}

static const char *key_of(struct dups *d, const struct record *r)
{
	/* departments of a municipality share its business id and are not the same */
	bool authority = r->kind == KIND_ORGANISATION && (str_eq(r->organisation.type, "municipality") ||
							  str_eq(r->organisation.type, "county"));
	if (r->kind == KIND_ORGANISATION)
		return r->organisation.business_id != NULL && !authority
			       ? arena_printf(&d->tmp, "org|%s", r->organisation.business_id)
			       : NULL;
	if (r->kind != KIND_ACTIVITY)
		return NULL;
	const struct activity *v = &r->activity;
	const char *title = text_key(&d->tmp, ltext_get(&v->title, LANG_FI, NULL));
	const char *place = v->place != NULL ? str_map_get(d->places, v->place) : "remote";
	if (str_empty(title) || place == NULL)
		return NULL; /* without a postcode too little is known to call two things the same */
	return arena_printf(&d->tmp, "act|%s|%s|%s", title, when_key(d, v), place);
}

static void note_review(struct dups *d, const char *id, const struct dup_match *m)
{
	buf_puts(&d->review, "{\"id\":");
	json_write_string(&d->review, id);
	buf_puts(&d->review, ",\"same_as\":");
	json_write_string(&d->review, m->id);
	buf_puts(&d->review, ",\"source\":");
	json_write_string(&d->review, m->source);
	buf_puts(&d->review, ",\"why\":");
	json_write_string(&d->review, m->why);
	buf_puts(&d->review, "}\n");
}

bool dups_check(struct dups *d, struct record *r, struct dup_match *m)
{
	arena_reset(&d->tmp);
	if (r->kind == KIND_PLACE && (r->place.postcode != NULL || r->place.municipality != NULL))
		str_map_put(d->places, r->id,
			    r->place.postcode != NULL ? r->place.postcode : r->place.municipality);
	if (r->kind == KIND_ACTIVITY) {
		const char *stays = str_map_get(d->merged, r->activity.organisation);
		if (stays != NULL)
			r->activity.organisation = stays;
	}
	const char *key = key_of(d, r);
	const char *found = str_map_get(d->others, key);
	if (key == NULL || found == NULL) {
		if (key != NULL)
			str_map_put(d->mine, r->id, key);
		return false;
	}
	const char *tab = strchr(found, '\t');
	m->source = arena_strndup(&d->tmp, found, (size_t)(tab - found));
	m->id = tab + 1;
	m->why = r->kind == KIND_ORGANISATION
			 ? arena_printf(&d->tmp, "same business id %s", key + 4)
			 : arena_printf(&d->tmp, "same name, day and area (%s)", key + 4);
	m->sent_before = str_map_get(d->before, r->id) != NULL;
	if (r->kind == KIND_ORGANISATION)
		str_map_put(d->merged, r->id, m->id);
	str_map_put(d->mine, r->id, "");
	note_review(d, r->id, m);
	return true;
}

void dups_forget(struct dups *d, const char *id)
{
	str_map_put(d->mine, id, "");
}

bool dups_save(struct dups *d, bool partial, struct error *e)
{
	CLEANUP_BUF struct buf out = BUF_INIT;
	/* after a delta or incomplete run the records not seen are still on the server: their keys stay */
	for (size_t i = 0; partial && i < str_map_count(d->before); i++)
		if (str_map_get(d->mine, str_map_key(d->before, i)) == NULL)
			str_map_put(d->mine, str_map_key(d->before, i), str_map_value(d->before, i));
	for (size_t i = 0; i < str_map_count(d->mine); i++)
		if (str_map_value(d->mine, i)[0] != '\0')
			buf_printf(&out, "%s\t%s\n", str_map_value(d->mine, i), str_map_key(d->mine, i));
	const char *keys = state_path(d, "keys", d->own->name, "");
	const char *review = state_path(d, "duplicates", d->own->name, ".ndjson");
	return fs_mkdirs(arena_printf(&d->a, "%s/keys", d->options->state_dir), e) &&
	       fs_mkdirs(arena_printf(&d->a, "%s/duplicates", d->options->state_dir), e) &&
	       fs_write_atomic(keys, buf_str(&out), out.len, e) &&
	       fs_write_atomic(review, buf_str(&d->review), d->review.len, e);
}

#include "kiosk/preview.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/cleanup.h"
#include "base/cli.h"
#include "base/error.h"
#include "base/fs.h"
#include "base/log.h"
#include "base/str.h"
#include "cache/apply.h"
#include "cache/schema.h"
#include "db/db.h"
#include "kiosk/settings.h"
#include "kiosk/stage.h"
#include "model/civil.h"
#include "model/codec.h"
#include "screens/slip_words.h"
#include "spool/slip.h"
#include "ui/screenshot.h"

#define SIDE_MAX 4096
#define DRAFTS_MAX 64
#define CODES_MAX 4
#define COPY_STEP ((size_t)1 << 20)

struct request {
	const char *cache, *work, *size, *centre, *screen, *show, *subject, *lang, *at, *out, *base, *assets, *locale;
	int w, h;
	int64_t now;
	enum screen_kind kind;
	bool slip; /* what the paper says instead of a picture: JSON for `aula-print --render` */
};

static const struct {
	const char *word;
	enum screen_kind kind;
} shows[] = {
	{"attract", SCREEN_ATTRACT}, {"home", SCREEN_HOME},	  {"detail", SCREEN_DETAIL},
	{"poll", SCREEN_POLL},	     {"notices", SCREEN_NOTICES}, {"help", SCREEN_HELP},
	{"slip", SCREEN_DETAIL},
};

static bool take_options(struct request *r, struct error *e)
{
	struct civil at;
	if (r->cache == NULL || r->work == NULL || r->out == NULL || r->centre == NULL)
		return error_set(e, ERROR_INPUT, "--cache, --work, --centre and --out are needed");
	if (!settings_size(r->size, SIDE_MAX, &r->w, &r->h))
		return error_set(e, ERROR_INPUT, "--size %s: wants WIDTHxHEIGHT, each %d to %d pixels", r->size, SETTINGS_SIDE_MIN, SIDE_MAX);
	if (lang_from_tag(r->lang) == LANG_NONE)
		return error_set(e, ERROR_INPUT, "--lang %s: not a language of the screens", r->lang);
	if (r->at == NULL || !civil_parse(r->at, &at))
		return error_set(e, ERROR_INPUT, "--at: wants YYYY-MM-DDTHH:MM");
	r->now = zone_to_instant(ZONE_DEFAULT, at);
	for (size_t i = 0; i < sizeof shows / sizeof shows[0]; i++) {
		if (!str_eq(r->show, shows[i].word))
			continue;
		r->kind = shows[i].kind;
		r->slip = str_eq(r->show, "slip");
		return true;
	}
	return error_set(e, ERROR_INPUT, "--show %s: no such screen", r->show);
}

/* --- a cache of our own
 *
 * Drafts go into a copy, so what the mirror holds stays what the server published. The copy is taken under a read
 * transaction: until it ends SQLite keeps the log whole, so file and log together are one state, whoever
 * writes meanwhile. --- */

static bool copy_file(const char *from, const char *to, bool needed, struct error *e)
{
	CLEANUP_CLOSE int in = open(from, O_RDONLY | O_CLOEXEC);
	if (in < 0)
		return (!needed && errno == ENOENT) || error_set_errno(e, "%s", from);
	CLEANUP_CLOSE int out = open(to, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	if (out < 0)
		return error_set_errno(e, "%s", to);
	for (;;) {
		ssize_t n = copy_file_range(in, NULL, out, NULL, COPY_STEP, 0);
		if (n < 0)
			return error_set_errno(e, "%s", to);
		if (n == 0)
			return true;
	}
}

static bool copy_cache(const struct request *r, const char *to, struct arena *a, struct error *e)
{
	const struct db_options how = {.mode = DB_READ};
	struct db *db = NULL;
	if (!db_open(&db, r->cache, &how, e))
		return false;
	bool ok = db_exec(db, "BEGIN; SELECT count(*) FROM sqlite_schema", e) &&
		  copy_file(r->cache, to, true, e) &&
		  copy_file(arena_printf(a, "%s-wal", r->cache), arena_printf(a, "%s-wal", to), false, e) &&
		  db_exec(db, "COMMIT", e);
	db_close(db);
	return ok;
}

/* Standard input: records as the feed has them, one a line. */
static bool put_draft(struct cache_writer *w, int64_t seq, const char *line, size_t len, struct arena *a, struct error *e)
{
	struct record record;
	int64_t was;
	if (!record_parse(&record, line, len, a, e))
		return error_context(e, "draft");
	CLEANUP_BUF struct buf doc = BUF_INIT;
	record_doc_write(&record, &doc);
	return cache_page_put(w, seq, &record, doc.data, doc.len, &was, e);
}

static bool put_drafts(struct cache_writer *w, struct arena *a, struct error *e)
{
	CLEANUP_FREE char *line = NULL;
	size_t cap = 0, n = 0;
	struct cache_meta meta;
	ssize_t len;
	if (!cache_writer_meta(w, &meta, e) || !cache_page_begin(w, e))
		return false;
	while ((len = getline(&line, &cap, stdin)) > 0 && n < DRAFTS_MAX) {
		len -= line[len - 1] == '\n';
		if (!put_draft(w, meta.seq + (int64_t)++n, line, (size_t)len, a, e)) {
			cache_page_rollback(w);
			return false;
		}
	}
	meta.seq += (int64_t)n;
	meta.after = meta.seq;
	meta.digest[0] = '\0';
	return cache_page_commit(w, &meta, e);
}

/* The pictures beside the cache that we begin with; without them the art is drawn. */
static void borrow_images(const struct request *r, struct arena *a)
{
	const char *end = strstr(r->cache, "/" CACHE_PATH);
	if (end == NULL)
		return;
	const char *images = arena_printf(a, "%.*s/images", (int)(end - r->cache), r->cache);
	if (fs_exists(images) && symlink(images, arena_printf(a, "%s/images", r->work)) != 0)
		log_info("no pictures of organisations: %s", strerror(errno));
}

static bool make_cache(const struct request *r, struct arena *a, struct error *e)
{
	const char *folder = arena_printf(a, "%s/cache", r->work), *path = arena_printf(a, "%s/" CACHE_FILE, folder);
	struct cache_writer *w = NULL;
	if (!fs_mkdirs(folder, e) || !copy_cache(r, path, a, e) || !cache_writer_open(&w, path, e))
		return false;
	borrow_images(r, a);
	cache_writer_set_now(w, r->now);
	bool ok = put_drafts(w, a, e);
	cache_writer_close(w);
	return ok;
}

/* --- the picture --- */

static void draw(struct stage *s, struct app_now now)
{
	app_tick(s->app, now);
	stage_draw(s, now, false);
	for (int i = 0; i < CODES_MAX && stage_encode_codes(s); i++) {
		const struct frame *f = app_frame(s->app, now);
		const struct draw_state looks = app_looks(s->app);
		canvas_draw(s->canvas, &s->ui, f, &looks);
	}
}

static bool write_slip(struct stage *s, const struct request *r, struct error *e)
{
	CLEANUP_ARENA struct arena a = ARENA_INIT;
	CLEANUP_BUF struct buf json = BUF_INIT;
	struct slip slip;
	if (!slip_words_make(&slip, s->app, r->subject, &a))
		return error_set(e, ERROR_NOT_FOUND, "%s cannot be printed", r->subject);
	return slip_encode(&slip, &json, e) && fs_write_atomic(r->out, json.data, json.len, e);
}

static bool take_picture(const struct request *r, const struct settings *set, struct error *e)
{
	const struct app_now now = {.mono_ms = 1, .wall_s = r->now};
	struct stage s;
	bool ok = stage_open(&s, set, r->w, r->h, false, now, e);
	if (ok) {
		draw(&s, now);
		if (r->slip) {
			ok = write_slip(&s, r, e);
			stage_close(&s);
			return ok;
		}
		if (!app_go_to(s.app, r->kind, r->subject, now))
			log_info("%s is not on the %s screen", r->subject, r->show);
		draw(&s, now);
		ok = screenshot_write(r->out, canvas_pixels(s.canvas), canvas_w(s.canvas), canvas_h(s.canvas), e);
	}
	stage_close(&s);
	return ok;
}

static void fill_settings(struct settings *set, const struct request *r)
{
	settings_init(set);
	set->state = r->work;
	set->assets = r->assets;
	set->locale = r->locale;
	set->screen.centre = r->centre;
	set->screen.screen = r->screen;
	set->screen.first_language = r->lang;
	set->screen.base = r->base;
	settings_finish(set);
}

int preview_cli(int argc, char **argv)
{
	CLEANUP_ARENA struct arena a = ARENA_INIT;
	struct request r = {.size = "1080x1920", .screen = "", .show = "attract", .subject = "", .lang = "fi",
			    .base = "https://aula.example", .assets = "", .locale = ""};
	struct settings set;
	struct error e = ERROR_INIT;
	const struct cli_option options[] = {
		{"cache", "FILE", "the cache to begin with; it is only read", &r.cache},
		{"work", "FOLDER", "where its copy and everything else is put", &r.work},
		{"size", "WxH", "pixels of the screen (1080x1920)", &r.size},
		{"centre", "ID", "where the screen stands", &r.centre},
		{"screen", "ID", "which screen it is", &r.screen},
		{"show", "SCREEN", "attract, home, detail, poll, notices, help or slip (attract)", &r.show},
		{"subject", "ID", "activity or poll that is shown", &r.subject},
		{"lang", "TAG", "language of the screen (fi)", &r.lang},
		{"at", "YYYY-MM-DDTHH:MM", "local time of the picture", &r.at},
		{"base", "URL", "public address in codes", &r.base},
		{"assets", "FOLDER", "art and icons; found by itself", &r.assets},
		{"locale", "FOLDER", "message catalogues; found by themselves", &r.locale},
		{"out", "FILE", "the picture, PNG", &r.out},
	};
	struct cli cli = {
		.program = "aula-kiosk preview",
		.purpose = "Draws the screen as it would be with the records on standard input, one JSON line each.",
		.usage = "--cache FILE --work FOLDER --centre ID --at TIME --out FILE [OPTIONS]",
		.options = options,
		.n_options = sizeof options / sizeof options[0],
	};
	int code = CLI_EXIT_OK;
	if (!cli_parse(&cli, argc, argv, &a, &code))
		return code;
	if (!take_options(&r, &e)) {
		fprintf(stderr, "aula-kiosk preview: %s\n", e.text);
		return CLI_EXIT_USAGE;
	}
	fill_settings(&set, &r);
	if (make_cache(&r, &a, &e) && take_picture(&r, &set, &e))
		return CLI_EXIT_OK;
	fprintf(stderr, "aula-kiosk preview: %s\n", e.text);
	return CLI_EXIT_FAILED;
}

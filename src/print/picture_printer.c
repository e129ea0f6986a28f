#include "print/picture_printer.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/assert.h"
#include "base/error.h"
#include "base/fs.h"
#include "base/log.h"
#include "base/str.h"
#include "print/paper.h"
#include "print/slip_png.h"

#define ENDING ".png"

enum phase { IDLE, DRAWN, COMMITTING, PROCEEDING };

struct picture_printer {
	struct picture_printer_config config;
	struct printer_known known;
	enum phase phase;
	int64_t out_ms; /* when the paper would be out */
	char hidden[PATH_MAX],
		path[PATH_MAX]; /* of the slip's picture until it is done, and then; "": only a cut */
};

static bool make_folder(struct picture_printer *p)
{
	struct error e = ERROR_INIT;
	bool ok = fs_mkdirs(p->config.folder, &e);
	log_once("printer-pictures", ok ? NULL : e.text);
	p->known.state = ok ? PRINTER_READY : PRINTER_ERROR;
	return ok;
}

static void pp_check(void *self, int64_t now)
{
	struct picture_printer *p = self;
	if (p->phase != IDLE)
		return;
	make_folder(p);
	p->known.checked_ms = now;
}

static bool name_files(struct picture_printer *p, const char *name, struct error *e)
{
	char file[QUEUE_NAME_BYTES + sizeof "." ENDING];
	snprintf(file, sizeof file, ".%s" ENDING, name);
	return fs_join(p->config.folder, file, p->hidden, e) &&
	       fs_join(p->config.folder, file + 1, p->path, e);
}

static bool pp_start(void *self, const char *name, const struct paper *r, bool again, int64_t now)
{
	struct picture_printer *p = self;
	struct error e = ERROR_INIT;
	(void)again; /* half a slip is a hidden file, which this one takes the place of */
	if (p->phase != IDLE || !make_folder(p))
		return false;
	p->hidden[0] = p->path[0] = '\0';
	if (r != NULL && (!name_files(p, name, &e) || !slip_png_write(p->hidden, r, &e))) {
		log_error("%s", e.text);
		p->known.state = PRINTER_ERROR;
		return false;
	}
	p->out_ms = now + paper_ms(r != NULL ? r->h : 0, p->config.dpi, p->config.mm_per_s);
	p->phase = DRAWN;
	return true;
}

static void pp_proceed(void *self, int64_t now)
{
	struct picture_printer *p = self;
	(void)now;
	ASSERT(p->phase == COMMITTING);
	p->phase = PROCEEDING;
}

static void pp_abandon(void *self, int64_t now)
{
	struct picture_printer *p = self;
	(void)now;
	if (p->phase != IDLE && p->hidden[0] != '\0')
		unlink(p->hidden);
	p->phase = IDLE;
}

static int is_picture(const struct dirent *d)
{
	return d->d_name[0] != '.' && str_ends(d->d_name, ENDING);
}

/* Names begin with the time, so the first ones are the oldest. */
static void drop_oldest(const char *folder)
{
	struct dirent **names;
	char path[PATH_MAX];
	int n = scandir(folder, &names, is_picture, alphasort);
	for (int i = 0; i < n; i++) {
		if (i < n - PICTURE_PRINTER_KEEPS && fs_join(folder, names[i]->d_name, path, NULL))
			unlink(path);
		free(names[i]);
	}
	if (n >= 0)
		free(names);
}

static enum printer_event finish(struct picture_printer *p)
{
	p->phase = IDLE;
	if (p->hidden[0] == '\0')
		return PRINTER_EVENT_DONE;
	if (rename(p->hidden, p->path) != 0) {
		log_error("%s: %s", p->path, strerror(errno));
		return PRINTER_EVENT_REFUSED;
	}
	log_info("a slip as a picture: %s", p->path);
	drop_oldest(p->config.folder);
	return PRINTER_EVENT_DONE;
}

static enum printer_event pp_step(void *self, int64_t now)
{
	struct picture_printer *p = self;
	if (p->phase == DRAWN && now >= p->out_ms) {
		p->phase = COMMITTING;
		return PRINTER_EVENT_COMMIT;
	}
	return p->phase == PROCEEDING ? finish(p) : PRINTER_EVENT_NONE;
}

static int pp_wait(const void *self, struct pollfd *out, int64_t *wake_ms)
{
	const struct picture_printer *p = self;
	(void)out;
	if (p->phase == DRAWN && p->out_ms < *wake_ms)
		*wake_ms = p->out_ms;
	if (p->phase == PROCEEDING)
		*wake_ms = 0;
	return 0;
}

struct printer picture_printer_new(const struct picture_printer_config *config)
{
	static const struct printer_ops ops = {pp_check, pp_start, pp_proceed, pp_abandon,
					       pp_step,  pp_wait,  free};
	struct picture_printer *p = calloc(1, sizeof *p);
	ASSERT(p != NULL);
	p->config = *config;
	p->known = PRINTER_NOT_KNOWN;
	return (struct printer){.ops = &ops, .self = p, .known = &p->known};
}

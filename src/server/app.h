/* What all handlers of aula-server share: one of it, on one thread. */
#ifndef AULA_SERVER_APP_H
#define AULA_SERVER_APP_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/clock.h"
#include "feed/key.h"
#include "model/record.h"
#include "server/settings.h"

struct analyser;
struct error;
struct feed_pages;
struct kept;
struct loop;
struct metrics;
struct mirror;
struct pictures;
struct reader;
struct reports;
struct mailer;
struct store;
struct web_page;
struct web_server;

struct app {
	struct settings settings;
	struct clock_source clock;
	struct store *store;
	struct signing_key key;
	struct analyser *analyser;
	struct feed_pages *pages;
	struct web_server *web;
	struct web_page *style_phone, *style_staff, *script_staff;
	struct mirror *mirror;     /* previews and the kiosk's search */
	struct reports *reports;   /* from screens, until the next commit */
	struct reader *reader;     /* questions that take long */
	struct kept *kept;         /* answers to them that may be shown again */
	struct pictures *pictures; /* previews made already */
	struct mailer *mailer; /* NULL: mail is not configured */
	const char *style_tag; /* changes with the style sheets, part of their address */
	struct arena arena;    /* process lifetime */
	struct metrics *metrics;
	const char *self;      /* this process as a holder of leases: "host/pid/random" */
	int64_t woken_ms;      /* monotonic: when waiting screens were last woken */
	int64_t moved_ms;      /* monotonic: when the head they have not been told was first seen */
	int64_t woken_head;    /* the head they were told */
	bool wake_due;         /* it has moved since */
	int64_t next_chore_s;  /* purge of tombstones and sessions */
	int64_t next_look_ms;  /* monotonic: at the store, even when it has not called */
	bool store_away;       /* the last look failed */
	bool key_changed;      /* another server has rotated the key: this one ends, to start with the new one */
	bool draining;
	struct loop *loop;
};

/* Store, key, texts: what every command needs. The web part comes with app_listen. adopt_key: the key file becomes the
 * store's key (key_guard.h). */
bool app_open(struct app *a, const struct settings *s, bool adopt_key, struct error *e);
bool app_listen(struct app *a, struct loop *l, struct error *e);
void app_close(struct app *a);

int64_t app_now(const struct app *a);
/* Today and the wall clock in Finland. */
struct civil app_civil_now(const struct app *a);

/* Call after a commit. Wakes the waiting screens if the head moved: at once when the last time was more than
 * APP_WAKE_GAP_MS ago (a person published), else when that is over (an importer is at work). */
#define APP_WAKE_GAP_MS 300
void app_published(struct app *a);
/* Asks the store for its head; waiting screens are woken when it moved. False: the store does not answer. */
bool app_look(struct app *a);
/* The polite end: answers what waits and lets requests under way finish; the loop runs until that is done. */
bool app_drain(struct app *a, struct loop *l, struct error *e);

#endif

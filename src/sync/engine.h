/* aula-sync's one loop: ask, verify, apply, tell. One step is one question to the server. */
#ifndef AULA_SYNC_ENGINE_H
#define AULA_SYNC_ENGINE_H

#include "base/clock.h"
#include "spool/sync_status.h"
#include "sync/ahead.h"
#include "sync/backoff.h"
#include "sync/fetch.h"
#include "sync/link.h"
#include "sync/settings.h"
#include "sync/vault.h"

struct engine {
	const struct settings *settings;
	struct clock_source clock;
	struct vault vault;
	struct fetcher fetcher;
	struct ahead ahead; /* whose thread has the fetcher while a page is applied that is not the last */
	struct backoff backoff;
	struct sync_status status;
	char status_dir[PATH_MAX];
	int64_t status_written_ms; /* monotonic */
	bool status_changed;
	bool current;        /* the last answer left us up to date: the next may wait in line */
	int n_mismatches;    /* in a row */
	int n_condemned;     /* in a row */
	int n_empty;         /* pages in a row that brought nothing */
	const struct link *link; /* borrowed; NULL: nothing to wait for */
	int64_t check_at_ms; /* monotonic: when the whole cache is read through next */
};

enum step {
	STEP_MORE,    /* there is more: ask on at once */
	STEP_CURRENT, /* up to date */
	STEP_OFFLINE, /* no page came */
	STEP_REFUSED, /* a page came and was refused; nothing changed */
	STEP_BROKEN,  /* the cache cannot be written */
	STEP_HELD,    /* not to ask at all: not enrolled yet, or out of use */
	STEP_STOP,    /* asked to end */
};

/* ERROR_BUSY: another aula-sync has the folder. */
bool engine_open(struct engine *x, const struct settings *s, struct error *e);
void engine_close(struct engine *x);

enum step engine_step(struct engine *x);
/* Housekeeping that is due: occurrences of a new day, reading through the cache, the status file. */
void engine_tidy(struct engine *x);
/* Until told to stop. */
void engine_run(struct engine *x);
/* Until up to date or in the way of something; returns the exit code. */
int engine_once(struct engine *x);

#endif

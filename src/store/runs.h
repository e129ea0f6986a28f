/* Importers: their tokens, their runs, and the sweep that ends a full run. */
#ifndef AULA_STORE_RUNS_H
#define AULA_STORE_RUNS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;
struct error;
struct store;

#define RUN_SWEEP_GUARD_PERCENT                                                                              \
	30                      /* a full run that would remove more of a source than this is not believed */
#define RUN_SWEEP_GUARD_LEAST 5 /* …but removing this few is always believed */
#define RUN_KEPT 50             /* newest runs kept of a source */
#define TOKEN_BYTES 44          /* "aula_" + 38 characters, and NUL */
#define TOKEN_ANY_SOURCE "*"

enum run_sweep {
	SWEEP_NONE,
	SWEEP_DONE,
	SWEEP_REFUSED,	/* waits for a person */
	SWEEP_ACCEPTED, /* by a person, and done */
	SWEEP_KEPT,	/* a person decided to keep the records */
	SWEEP_COUNT,
};
const char *run_sweep_word(enum run_sweep s);
/* 1–64 letters, digits, ":._-". */
bool run_id_ok(const char *run);

/* Removes the source's records that the run has not seen (store_put and store_seen mark them), unless that is
 * more than guard_percent of them. Refused sweeps are noted on the run for staff to accept or leave. Inside a
 * transaction. */
struct run_swept {
	enum run_sweep sweep;
	int64_t removed, would_remove;
};
bool run_sweep(struct store *s, const char *source, const char *run, int guard_percent, int64_t now,
	       struct run_swept *out, struct error *e);

/* A person's word on a refused sweep: removes what the run had not seen and nobody has touched since it ended, or keeps
 * it. ERROR_NOT_FOUND: no such refused sweep; ERROR_REFUSED: a later full run has begun, so this one is no longer true.
 * Inside a transaction. */
bool run_sweep_accept(struct store *s, const char *source, const char *run, int64_t now, int64_t *removed,
		      struct error *e);
bool run_sweep_keep(struct store *s, const char *source, const char *run, struct error *e);

/* One line of the list of runs. A note with the same source and run id adds to the one there. */
struct run_note {
	const char *source, *run;
	int64_t started_at, ended_at; /* INSTANT_NONE: not ended */
	int64_t taken, changed, removed, refused, would_remove;
	bool ok;
	const char *why; /* reasons, one a line, or NULL */
	enum run_sweep sweep;
};
bool run_note(struct store *s, const struct run_note *n, struct error *e);
/* Newest first; source NULL = all. */
bool run_list(struct store *s, const char *source, size_t limit, struct run_note **out, size_t *n,
	      struct arena *a, struct error *e);

/* When each source last ran and last ran well, by name; cheap, for monitoring. */
struct run_age {
	const char *source;
	int64_t last_run_at, last_ok_at; /* INSTANT_NONE: never */
};
bool run_ages(struct store *s, struct run_age **out, size_t *n, struct arena *a, struct error *e);

struct source_state {
	const char *source;
	int64_t live, last_run_at, last_ok_at; /* INSTANT_NONE: never */
};
bool run_sources(struct store *s, struct source_state **out, size_t *n, struct arena *a, struct error *e);

/* Makes a token for a source (TOKEN_ANY_SOURCE: for all); only its hash is kept. */
bool token_add(struct store *s, const char *source, int64_t now, char out[TOKEN_BYTES], struct error *e);
/* Keeps a token that was made elsewhere (configuration). */
bool token_keep(struct store *s, const char *source, const char *token, int64_t now, struct error *e);
enum token_verdict { TOKEN_OK, TOKEN_UNKNOWN, TOKEN_OTHER_SOURCE };
bool token_check(struct store *s, const char *token, const char *source, enum token_verdict *out,
		 struct error *e);

#endif

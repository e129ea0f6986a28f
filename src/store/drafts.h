/* What staff have begun and not published yet: a form with what was typed into it, right or wrong. No screen ever sees
 * one. Kept until it is published or thrown away, at the latest DRAFT_KEPT_S after it was last saved. */
#ifndef AULA_STORE_DRAFTS_H
#define AULA_STORE_DRAFTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/str.h"

struct arena;
struct error;
struct store;

#define DRAFT_KEPT_DAYS 90
#define DRAFT_KEPT_S ((int64_t)DRAFT_KEPT_DAYS * 86400)
#define DRAFT_FIELDS_BYTES_MAX ((size_t)64 * 1024)
#define DRAFTS_MAX 1000 /* in the whole store; a flood is refused, not stored */

struct draft {
	const char *id;
	const char *form;    /* which form it is of: "feature", "write" */
	struct strs centres; /* chosen in it; none: not chosen yet, or everywhere */
	const char *record;  /* what it would change; NULL: something new */
	const char *title;   /* for lists; NULL: none yet */
	const char *fields;  /* JSON: name → text or list of texts */
	const char *saved_by;
	int64_t saved_at;
};

/* A new one, or in the place of the one with that id. ERROR_LIMIT when it is too long or there are too many. Inside a
 * transaction. */
bool draft_put(struct store *s, const struct draft *d, struct error *e);
/* ERROR_NOT_FOUND when there is none. */
bool draft_get(struct store *s, const char *id, struct draft *out, struct arena *a, struct error *e);
/* Newest first, without their fields. */
bool draft_list(struct store *s, struct draft **out, size_t *n, struct arena *a, struct error *e);
/* No draft of that id is fine. Inside a transaction. */
bool draft_drop(struct store *s, const char *id, struct error *e);
/* Drops those that nobody has saved for DRAFT_KEPT_S. Inside a transaction. */
bool draft_purge(struct store *s, int64_t now, struct error *e);

#endif

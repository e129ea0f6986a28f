/* What invited organisations send in about their own activities: each change waits for the contact person of a centre, or
 * goes out at once where the centre says so. Writes stand inside a transaction; strings that come out live in the
 * caller's arena. */
#ifndef AULA_STORE_LISTINGS_H
#define AULA_STORE_LISTINGS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;
struct error;
struct store;
struct strs;

enum listing_state {
	LISTING_WAITING,
	LISTING_PUBLISHED,
	LISTING_REFUSED,  /* sent back, with a note */
	LISTING_REPLACED, /* by a newer one of the same record before anybody decided */
	LISTING_STATES,
};
const char *listing_state_word(enum listing_state s);

#define LISTING_ID_BYTES 17 /* 16 hex digits and NUL; rises with every listing */
#define LISTING_NOTE_MAX 500

struct listing {
	const char *id;
	const char *record;	  /* id of the activity */
	const char *organisation; /* whose */
	const char *centre;	  /* who decides */
	enum listing_state state;
	const char *doc;       /* of the activity; NULL: it is to end */
	const char *place_doc; /* of its place (the activity's `place`), when it has one of its own */
	const char *sent_by;
	int64_t sent_at;
	const char *decided_by; /* NULL: nobody yet */
	int64_t decided_at;	/* INSTANT_NONE */
	const char *note;	/* why it was sent back, or NULL */
};
/* One waiting listing a record: an older one becomes LISTING_REPLACED. x->id is made here. */
bool listing_send(struct store *s, const struct listing *x, char id[LISTING_ID_BYTES], struct error *e);
/* ERROR_NOT_FOUND. */
bool listing_get(struct store *s, const char *id, struct listing *out, struct arena *a, struct error *e);
/* Waiting ones of these centres (NULL: all), oldest first. */
bool listing_waiting(struct store *s, const struct strs *centres, size_t limit, struct listing **out, size_t *n,
		     struct arena *a, struct error *e);
/* The newest of an organisation. */
bool listing_of_organisation(struct store *s, const char *organisation, size_t limit, struct listing **out, size_t *n,
			     struct arena *a, struct error *e);
/* ERROR_REFUSED: it waits no longer. */
bool listing_decide(struct store *s, const char *id, enum listing_state state, const char *who, const char *note,
		    int64_t now, struct error *e);

/* Whether what organisations send goes out at once at the centre; false when nothing was said. */
bool listing_direct(struct store *s, const char *centre, bool *direct, struct error *e);
bool listing_set_direct(struct store *s, const char *centre, bool direct, struct error *e);

#endif

/* What is worth a person's look before visitors see it: quality of records, the same thing from two sources, what
 * visitors said is out of date, removals that waited. One row of `review` for each live organisation and activity,
 * written with the record and gone with it. Writes stand inside a transaction; strings that come out live in the
 * caller's arena. */
#ifndef AULA_STORE_REVIEW_H
#define AULA_STORE_REVIEW_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/str.h"
#include "model/record.h"

struct arena;
struct error;
struct store;

/* --- quality --- */
enum review_note {
	REVIEW_NO_PLACE = 1,	 /* and not by phone or online either */
	REVIEW_ONE_LANGUAGE = 2,
	REVIEW_NO_CONTACT = 4,	 /* no phone, e-mail, page or sign-up */
	REVIEW_NO_TEXT = 8,
	REVIEW_NO_ORGANISATION = 16,
	REVIEW_NO_TOPIC = 32,
	REVIEW_OLD_TEXT = 64, /* never stored: text_at is asked */
};
#define REVIEW_NOTES 7
#define REVIEW_OLD_TEXT_S ((int64_t)365 * 86400)

struct review_row {
	enum record_kind kind;
	const char *id, *source, *title;
	const char *organisation; /* of an activity; NULL: none */
	int64_t notes;		  /* of enum review_note */
	int64_t text_at;	  /* modified or checked, whichever is later; INSTANT_NONE: not known */
	const char *name_key, *contact_key; /* equal: may be the same thing; NULL: compared with nothing */
};
bool review_put(struct store *s, const struct review_row *row, struct error *e);
/* Live activities by note, in the order of the bits. */
bool review_counts(struct store *s, int64_t now, int64_t out[REVIEW_NOTES], struct error *e);
struct review_item {
	const char *id, *title, *source, *organisation; /* organisation: id or NULL */
	int64_t notes, text_at;
};
/* Live activities that have the note, by title; those of REVIEW_OLD_TEXT from the oldest. */
bool review_list(struct store *s, enum review_note note, int64_t now, size_t offset, size_t limit,
		 struct review_item **out, size_t *n, struct arena *a, struct error *e);
/* Live activities of an organisation, by title. */
bool review_of_organisation(struct store *s, const char *organisation, size_t limit, struct review_item **out,
			    size_t *n, struct arena *a, struct error *e);

/* The activities of the organisation are taken afresh when their source sends them again, also unchanged. */
bool review_read_again(struct store *s, const char *organisation, struct error *e);

/* --- the same thing twice --- */
enum review_reason { REVIEW_SAME_NAME, REVIEW_SAME_CONTACT };
struct review_pair {
	enum record_kind kind;
	enum review_reason why;
	const char *a, *b; /* ids, of two sources */
};
/* Pairs nobody has decided about, by their key. *total: of all; 0 when offset is past the last. Looks at the keys of all
 * records: not for the server's loop (server/reader.h). */
bool review_pairs(struct store *s, size_t offset, size_t limit, struct review_pair **out, size_t *n, int64_t *total,
		  struct arena *arena, struct error *e);
/* Not the same: the pair is not shown again. */
bool review_apart(struct store *s, enum record_kind kind, const char *a, const char *b, const char *who, int64_t now,
		  struct error *e);

/* A merged record is kept beside, at its newest version, while the one it went into stays. */
struct merge {
	enum record_kind kind;
	const char *id, *into, *source, *title, *doc, *who;
	int64_t at;
};
bool merge_add(struct store *s, const struct merge *m, struct error *e);
/* ERROR_NOT_FOUND. */
bool merge_get(struct store *s, enum record_kind kind, const char *id, struct merge *out, struct arena *a,
	       struct error *e);
/* Newest first. */
bool merge_list(struct store *s, size_t limit, struct merge **out, size_t *n, struct arena *a, struct error *e);
bool merge_drop(struct store *s, enum record_kind kind, const char *id, struct error *e);
/* For the intake: *into is the live record this one was merged into, and its new version is kept beside; NULL: take it
 * (the record it went into is gone, or it never was merged). */
bool merge_take(struct store *s, enum record_kind kind, const char *id, const char *doc, const char **into,
		struct arena *a, struct error *e);
/* The live record that stands for this one; id itself when it is not merged. */
bool merge_stands_for(struct store *s, enum record_kind kind, const char *id, const char **out, struct arena *a,
		      struct error *e);

/* --- "this seems out of date" --- */
struct flag_sum {
	const char *subject, *why, *centre; /* centre NULL: the screen is not known any more */
	int64_t n, last_at;
};
/* Open ones, newest first. */
bool flag_open(struct store *s, size_t limit, struct flag_sum **out, size_t *n, struct arena *a, struct error *e);
/* Marks the open ones of the subject; centre NULL: all of them. */
bool flag_handle(struct store *s, const char *subject, const char *centre, const char *who, int64_t now, int64_t *handled,
		 struct error *e);

#endif
